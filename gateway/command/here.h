#ifndef GATEWAY_COMMAND_HERE_H
#define GATEWAY_COMMAND_HERE_H

/*
 * The district that runs here, as a command needs it: its zone and clock,
 * who writes (--as), and whom somebody means by a name.  What is wrong is
 * said on standard error; calls return exit codes.
 *
 *	code = here_open(&h, config, as)	(as: a name or an id, or NULL)
 *	... ask(&h.ground, &(struct ask_question){ ..., .as = h.as }, &answer)
 *	here_close(&h)				(always)
 */

#include <stdbool.h>
#include <stdint.h>

#include "command/ask.h"
#include "command/ground.h"
#include "command/times.h"

struct here {
	struct ground		 ground;
	struct zone		*zone;
	struct clockface	 face;
	const char		*district;
	bool			 sample, practice;
	const char		*as, *as_name;	/* An id; NULL: nobody. */
};

int	 here_open(struct here *, const char *config, const char *as)
	    must_use;
void	 here_close(struct here *);

/* One thing that was found; "" is what does not apply. */
struct match {
	const char	*noun, *id, *name, *school, *class, *address;
};

/*
 * Whom or what a text means; `of` is some of "student,class,school,staff,
 * contact,conversation".  When it may be several, they are listed with what
 * tells them apart, and when it is nobody, the nearest names; both are
 * CODE_USAGE.
 */
int	 here_find(struct here *, const char *of, const char *text,
	    struct match *) must_use;

/* The id alone; NULL when the text is NULL, since nobody was named. */
int	 here_find_id(struct here *, const char *of, const char *text,
	    const char **id) must_use;

/* Whether what was typed is an id.  Otherwise says that it is none of a
 * `noun`, and which command lists them: CODE_USAGE. */
int	 here_id(const char *typed, const char *noun, const char *command)
	    must_use;

/* The words of a message as they were typed; "-" is standard input, up to
 * 64 kB, of which the last line feeds go. */
int	 here_words(struct here *, const char *typed, const char **words)
	    must_use;

/* "Ivy Rivera (Oak Elementary School, Grade 1)" */
const char *here_name(struct here *, const struct match *);

/* The names of a list of {id, name}, with commas between them. */
const char *here_names(struct arena *, const json_t *list);

/* "A direct message", "An announcement"; of a word that the API has. */
const char *here_kind(const char *kind);

/* For --json, what several answers had: {name: list}, or with NULL the JSON
 * itself. */
int	 here_print(json_t *, const char *name) must_use;

/* All pages of a list: the array of that name of each answer, one after the
 * other, until there is no `next` or so many are there; the caller's. */
struct here_list {
	const char	*path;		/* With a query, or without. */
	const char	*name;		/* "conversations" */
	const char	*mark;		/* "before" or "after" */
	size_t		 most;
};
int	 here_pages(struct here *, const struct here_list *, json_t **all)
	    must_use;

#endif
