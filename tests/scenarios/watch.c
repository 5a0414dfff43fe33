/*
 * What the log says is looked at as it comes, on whatever thread; the first
 * line that must not be is kept until somebody asks.
 */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "tests/scenarios/stage.h"

#define TEXTS_MOST	20000
#define LINES_MOST	(8 << 20)
#define SHORTEST	3	/* Shorter secrets are in any line. */

static pthread_mutex_t	 lock = PTHREAD_MUTEX_INITIALIZER;
static char		*secrets[TEXTS_MOST], *allowed[64];
static unsigned		 secret_count, allowed_count;
static char		*lines, found[1200];
static size_t		 length;
static bool		 loud;

static bool
has_one(const char *line, char *const *texts, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (strstr(line, texts[i]) != NULL)
			return true;
	return false;
}

static void
look(enum log_level level, const char *line)
{
	const char *why = NULL;

	if (level >= LOG_LEVEL_WARN && !has_one(line, allowed, allowed_count))
		why = "an unexpected warning";
	if (has_one(line, secrets, secret_count))
		why = "something of a family in the log";
	if (why != NULL && found[0] == '\0')
		snprintf(found, sizeof found, "%s: %s", why, line);
}

static void
logged(enum log_level level, const char *line)
{
	pthread_mutex_lock(&lock);
	look(level, line);
	if (loud)
		fprintf(stderr, "    %s\n", line);
	if (length + strlen(line) + 2 < LINES_MOST)
		length += (size_t)snprintf(lines + length,
		    LINES_MOST - length, "%s\n", line);
	pthread_mutex_unlock(&lock);
}

void
watch_begin(void)
{
	pthread_mutex_lock(&lock);
	if (lines == NULL)
		lines = malloc(LINES_MOST);
	if (lines == NULL)
		abort();
	lines[0] = found[0] = '\0';
	length = 0;
	while (secret_count > 0)
		free(secrets[--secret_count]);
	while (allowed_count > 0)
		free(allowed[--allowed_count]);
	loud = getenv("HOMELINE_SCENARIO_LOG") != NULL;
	pthread_mutex_unlock(&lock);
	log_level(LOG_LEVEL_DEBUG);
	log_hook(logged);
}

static void
add(char **list, unsigned *count, unsigned most, const char *text)
{
	pthread_mutex_lock(&lock);
	if (*count == most || (list[*count] = strdup(text)) == NULL)
		abort();
	++*count;
	pthread_mutex_unlock(&lock);
}

void
watch_secret(const char *text)
{
	if (strlen(text) >= SHORTEST)
		add(secrets, &secret_count, TEXTS_MOST, text);
}

void
watch_allow(const char *text)
{
	add(allowed, &allowed_count, 64, text);
}

unsigned
watch_count(const char *text)
{
	unsigned n = 0;

	pthread_mutex_lock(&lock);
	for (const char *at = lines; (at = strstr(at, text)) != NULL; at++)
		n++;
	pthread_mutex_unlock(&lock);
	return n;
}

const char *
watch_found(void)
{
	bool any;

	pthread_mutex_lock(&lock);
	any = found[0] != '\0';
	pthread_mutex_unlock(&lock);
	return any ? found : NULL;
}
