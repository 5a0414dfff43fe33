/*
 * `homeline check`: is the configuration right?  Each problem is a line with
 * the file, its line, what is wrong and what to do.  When it is right there
 * may be doubts about what it names.
 */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/locale.h"
#include "command/check.h"
#include "command/command.h"
#include "flow/bank.h"
#include "flow/keyword.h"

#define WHY_SIZE	512

static const struct usage usage = {
    "Is the configuration right? Prints every problem with its line and what\n"
    "to do. Then warns of what one can run with and had better not: files\n"
    "that others can read, a disk that loses what is told, a clock that is\n"
    "off, a public_url that does not lead here or is not https, no district\n"
    "administrator who can sign in, a provider or translator that refuses us.\n"
    "It asks the database, public_url, each provider and each translator (who\n"
    "gets two words of ours). Nothing is changed. Says whom families can\n"
    "call, and in which languages the gateway's own words are drafts.\n"
    "A machine that cannot reach its own public address by its name needs an\n"
    "entry in /etc/hosts for that.",
    "homeline check --config /etc/homeline/homeline.conf",
    "0 it is right, 2 wrong options, 3 there are problems (with\n"
    "--strict also: there are warnings)"
};

void
check_doubt(struct checking *c, const char *format, ...)
{
	va_list values;

	c->doubts++;
	fputs("warning: ", stderr);
	va_start(values, format);
	vfprintf(stderr, format, values);
	va_end(values);
	fputc('\n', stderr);
}

/* What is said to families, and what they say. */
struct said {
	struct locales		*locales;
	const struct keywords	*keywords;
};

static int
check_locales(struct checking *c, struct said *said)
{
	const struct ground *g = &c->ground;
	const char	*folder = g->configured.settings.locales;
	char		 why[WHY_SIZE];

	said->locales = locales_open(folder, why, sizeof why);
	if (said->locales == NULL || (c->bank = bank_read(g->arena, folder,
	    why, sizeof why)) == NULL) {
		fprintf(stderr, "%s: locales: %s\n", g->config.path, why);
		return CODE_CONFIG;
	}
	said->keywords = keywords_read(g->arena, folder, why, sizeof why);
	if (said->keywords != NULL)
		return CODE_OK;
	fprintf(stderr, "%s: words of consent: %s\n", g->config.path, why);
	return CODE_CONFIG;
}

/* Nothing but the words that are to be pasted, on standard output. */
static int
print_keywords(struct checking *c, const struct said *said)
{
	check_district(c);
	check_keywords(c, said->locales, said->keywords, true);
	return CODE_OK;
}

static int
check_all(struct checking *c, const struct said *said, bool strict)
{
	const struct ground *g = &c->ground;

	check_place(c);
	check_database(c);
	check_world(c);
	check_languages(c, said->locales);
	check_keywords(c, said->locales, said->keywords, false);
	if (c->doubts == 0)
		printf("%s: all is well, accounts=%u\n", g->config.path,
		    g->configured.count);
	else
		printf("%s: it is right, accounts=%u warnings=%u\n",
		    g->config.path, g->configured.count, c->doubts);
	return strict && c->doubts > 0 ? CODE_CONFIG : CODE_OK;
}

int
check_main(int argc, char **argv)
{
	const char		*config = NULL;
	bool			 strict = false, keywords = false;
	const struct option_row	 rows[] = {
		CONFIG_ROW(&config),
		{ .name = "strict", .yes = &strict,
		  .help = "a warning is a problem, too" },
		{ .name = "keywords", .yes = &keywords,
		  .help = "only print what providers can be taught" },
		{ .name = NULL },
	};
	struct checking		 c = { .doubts = 0 };
	struct said		 said = { NULL, NULL };
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = ground_config(&c.ground, config)) == CODE_OK &&
	    (code = check_locales(&c, &said)) == CODE_OK) {
		code = keywords ? print_keywords(&c, &said) :
		    check_all(&c, &said, strict);
	}
	locales_close(said.locales);
	ground_free(&c.ground);
	return code;
}
