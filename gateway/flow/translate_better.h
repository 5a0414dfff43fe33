#ifndef GATEWAY_FLOW_TRANSLATE_BETTER_H
#define GATEWAY_FLOW_TRANSLATE_BETTER_H

/*
 * What a computer said of a message, for language services, and what a person
 * says instead (domain.md 9.2).  Names that we know are hidden: "[name]"
 * (guard.h) stands for whoever is, or was, a student of the message's school
 * or a guardian of one.  A word with a capital that the computer left as it
 * was is hidden, too: it is the name of somebody whom no roster has, or not by
 * that name any more, unless the glossary has it.  A name that nobody here
 * knows, and that was written in other letters, cannot be found.
 *
 * What cannot be hidden in both languages is not shown, and nothing of a
 * school (or district) of more names than CONCERNED_ALL.
 *
 * A person's words in their place are the approved ones of memory from then
 * on; what was sent stays as it was, and so does its record.  Who is named
 * beside those whom the message was for has no token there, so what names
 * them can be read, but not corrected: it is not said again.
 *
 * All calls are for a store thread, inside a job; texts belong to its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;
struct gateway;
struct translation;

/* Names of the school that was looked at last, so that they are read once for
 * many messages.  Zeroed before the first. */
struct school_names {
	bool		  known, whole;
	int64_t		  school;
	const char	**list;
	unsigned	  count;
};

struct said_so {
	const char	*english, *words;
	const char	*better;	/* A person's, for the next time; or NULL. */
	int64_t		 person;	/* Whose they are. */
	const char	*digest;	/* Of the English form: one that has the
					 * same is said the same. */
	bool		 may;		/* Be corrected. */
};
bool	 translate_said(struct db *, const struct gateway *,
	    const struct message *, const struct translation *,
	    struct school_names *, struct said_so *) must_use;
					/* False: it cannot be shown. */

/* On the writer.  NULL, or a sentence that says what is wrong with them. */
struct better {
	const struct message	*message;
	const char		*language, *words;
	int64_t			 person, now;
};
const char *translate_better(struct db *, const struct gateway *,
	    const struct better *) must_use;

#endif
