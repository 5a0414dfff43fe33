/*
 * Any bytes as a configuration: problems are few, whole and in order, and
 * what fills a struct is within its limits.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"

struct values {
	const char	*text;
	int64_t		 number, time;
	bool		 yes;
	int		 choice;
	struct hours	 hours;
};

static const char *const ways[] = { "webhook", "poll", NULL };
static const char *const also[] = { "provider", NULL };

static const struct setting settings[] = {
	{ "name", SETTING_TEXT, offsetof(struct values, text), "a", 0, 0,
	    NULL, NULL },
	{ "port", SETTING_INT, offsetof(struct values, number), "1", 1, 65535,
	    NULL, NULL },
	{ "lease", SETTING_TIME, offsetof(struct values, time), "1 s", 1000,
	    60000, NULL, NULL },
	{ "practice", SETTING_BOOL, offsetof(struct values, yes), "no", 0, 0,
	    NULL, NULL },
	{ "inbound", SETTING_CHOICE, offsetof(struct values, choice), "poll",
	    0, 0, ways, NULL },
	{ "day", SETTING_HOURS, offsetof(struct values, hours), "07:00-20:00",
	    0, 0, NULL, NULL },
	{ 0 },
};

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
look_at_problems(const struct config *config, unsigned known)
{
	assert(config->problem_count >= known);
	assert(config->problem_count <= CONFIG_PROBLEMS);
	for (unsigned i = 0; i < config->problem_count; i++) {
		assert(strncmp(config->problems[i], "f:", 2) == 0);
		assert(strchr(config->problems[i], '\n') == NULL);
		assert(i == 0 || config->problem_lines[i - 1] <=
		    config->problem_lines[i]);
	}
}

static void
look_at_values(const struct values *v)
{
	assert(v->hours.from >= 0 && v->hours.from < 1440);
	assert(v->hours.to >= 0 && v->hours.to <= 1440);
	assert(v->number >= 1 && v->number <= 65535);
	assert(v->time >= 1000 && v->time <= 60000);
	assert(v->choice == 0 || v->choice == 1);
	assert(v->text != NULL);
}

static void
fill(struct config *config, struct section *section)
{
	unsigned known = config->problem_count;
	struct values values = { 0 };

	assert(section->line > 0 && *section->kind != '\0');
	for (unsigned i = 0; i < section->count; i++)
		assert(section->lines[i].line > section->line);
	config_fill(config, section, settings, also, &values);
	if (known < CONFIG_PROBLEMS && config->problem_count == known)
		look_at_values(&values);
	look_at_problems(config, known);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	struct config config;
	bool read;

	read = config_parse(&config, arena, "f", (const char *)bytes, length);
	assert(read || config.problem_count > 0);
	look_at_problems(&config, 0);
	for (unsigned i = 0; i < config.count; i++)
		fill(&config, &config.sections[i]);
	arena_free(arena);
	return 0;
}
