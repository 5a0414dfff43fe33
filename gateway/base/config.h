#ifndef GATEWAY_BASE_CONFIG_H
#define GATEWAY_BASE_CONFIG_H

/*
 * The configuration: an INI file (read by libinih) whose sections are filled
 * into structs by tables of settings.  The same tables print the manual and
 * the example file, so what is not in a table does not exist.
 *
 *	[homeline]
 *	listen = 127.0.0.1:8080
 *
 *	[account main]
 *	provider = twilio
 *
 * Every problem is a line with the file, its line, what is wrong and what to
 * do; all of them are found in one pass.  An unknown key names the nearest
 * known one.  Secrets are never in the file: a setting of type SECRET is
 * written `NAME_file = PATH` and the file's first line is the secret; the
 * table names it without `_file`.
 *
 * Limits: a file of 1 MB, 256 sections, 1000 lines of settings.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/list.h"

struct arena;

enum setting_type {
	SETTING_TEXT,		/* const char * */
	SETTING_SECRET,		/* const char *, from a file */
	SETTING_INT,		/* int64_t, min to max */
	SETTING_TIME,		/* int64_t ms, "30s" "5 min" "2 h" "3 days"; min to max in ms */
	SETTING_BOOL,		/* bool, yes or no */
	SETTING_CHOICE,		/* int, the index into choices */
	SETTING_HOURS,		/* struct hours, "07:00-20:00" */
};

struct hours {
	int	 from, to;	/* Minutes of the day, to is exclusive. */
};

struct setting {
	const char		*name;
	enum setting_type	 type;
	size_t			 offset;	/* In the struct it fills. */
	const char		*preset;	/* As in the file; NULL: must be given. */
	int64_t			 min, max;	/* INT, TIME. */
	const char *const	*choices;	/* CHOICE; ends with NULL. */
	const char		*help;		/* A sentence or two. */
};				/* A table ends with a NULL name. */

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
	const char	*problems[100];	/* Sentences, in order of lines. */
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

void	 config_problem(struct config *, int line, const char *format, ...)
	    __attribute__((format(printf, 3, 4)));

/* The tables as an example file, every line a comment but the headings, and
 * as entries of the manual (man(7) markup). */
void	 config_example(FILE *, const char *heading, const struct setting *);
void	 config_manual(FILE *, const char *heading, const struct setting *);

#endif
