#ifndef GATEWAY_BASE_SETTING_H
#define GATEWAY_BASE_SETTING_H

/*
 * What one setting is: a row of a table that says its name, its type, its
 * limits, what it is when nobody gives it, and a sentence of help.  The
 * configuration (config.h) fills structs by such tables, and prints them as
 * its manual; so what is not in a table does not exist.
 *
 *	static const struct setting server[] = {
 *		{ "listen", SETTING_TEXT, offsetof(struct server, listen),
 *		  "127.0.0.1:8080", .help = "Where pages are served." },
 *		{ 0 },
 *	};
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

struct arena;
struct buf;

enum setting_type {
	SETTING_TEXT,		/* const char * */
	SETTING_SECRET,		/* const char *, from a file's first line */
	SETTING_KEY,		/* const char *, all of a file's text */
	SETTING_INT,		/* int64_t, min to max */
	SETTING_TIME,		/* int64_t ms, "30 s" "5 min" "2 h" "1 day";
				 * min to max in ms */
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
	const char		*preset;	/* As in the file; NULL: must
						 * be given. */
	int64_t			 min, max;	/* INT, TIME. */
	const char *const	*choices;	/* CHOICE; ends with NULL. */
	const char		*help;		/* A sentence or two. */
};				/* A table ends with a NULL name. */

/* What a line of the file adds to the name: "_file" for a secret and a key, or
 * "". */
const char	*setting_suffix(const struct setting *);

/*
 * Reads a value into its place in the struct.  For a secret or a key, text is
 * the path of its file; an empty path is an empty secret.  False: why is the
 * rest of a sentence that begins with the key, "must be yes or no, ...".
 */
bool		 setting_read(const struct setting *, struct arena *,
		    const char *text, void *into, const char **why) must_use;

/* What it takes, in words: "a whole number from 1 to 64". */
void		 setting_wanted(struct buf *, const struct setting *);

#endif
