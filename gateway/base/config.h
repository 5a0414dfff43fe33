#ifndef GATEWAY_BASE_CONFIG_H
#define GATEWAY_BASE_CONFIG_H

/*
 * The configuration: an INI file (read by libinih) whose sections are filled
 * into structs by tables of settings (setting.h).  The same tables print the
 * manual and the example file.
 *
 *	[homeline]
 *	listen = 127.0.0.1:8080
 *
 *	; A comment stands alone, or after a space and a semicolon.
 *	[account main]
 *	provider = twilio	; like this
 *
 * Every problem is a line with the file, its line, what is wrong and what to
 * do; all of them are found in one pass.  An unknown key names the nearest
 * known one.  Secrets are never in the file: a setting of type SECRET is
 * written `NAME_file = PATH` and the file's first line is the secret (of type
 * KEY: all of the file); the table names it without `_file`.
 *
 * Limits: a file of 1 MB, 256 sections, 1000 lines of settings, and lines as
 * long as libinih reads them (198 characters in Debian).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/list.h"
#include "base/setting.h"

struct arena;

#define CONFIG_PROBLEMS	100	/* What is more is not kept. */

struct config_line {
	const char	*key, *value;
	int		 line;
	bool		 used;
};

struct section {
	const char		*kind;		/* "account" */
	const char		*name;		/* "main"; "" where it has none. */
	int			 line;
	struct config_line	*lines;
	unsigned		 count;
};

struct config {
	const char	*path;
	struct arena	*arena;
	struct section	*sections;
	unsigned	 count;
	const char	*problems[CONFIG_PROBLEMS]; /* In order of lines. */
	int		 problem_lines[CONFIG_PROBLEMS];
	unsigned	 problem_count;
};

/* Reads the file.  False: it cannot be read, and problems[0] says why. */
bool	 config_read(struct config *, struct arena *, const char *path) must_use;

/* The same from memory (for tests and the fuzzer). */
bool	 config_parse(struct config *, struct arena *, const char *path,
	    const char *text, size_t length) must_use;

/* Fills `into` from the section (NULL: presets alone); what is wrong becomes
 * a problem of config.  Keys in `also` (a list that ends with NULL, or NULL)
 * belong to somebody else. */
void	 config_fill(struct config *, struct section *,
	    const struct setting *, const char *const *also, void *into);

/* One value of a section, or NULL.  It counts as used. */
const char *section_get(struct section *, const char *key);

/* Line 0 is that of no line, and comes first. */
void	 config_problem(struct config *, int line, const char *format, ...)
	    __attribute__((format(printf, 3, 4)));

/* The tables as an example file, every line a comment but the headings, and
 * as entries of the manual (man(7) markup). */
void	 config_example(FILE *, const char *heading, const struct setting *);
void	 config_manual(FILE *, const char *heading, const struct setting *);

#endif
