#ifndef GATEWAY_BASE_PLACEHOLDER_H
#define GATEWAY_BASE_PLACEHOLDER_H

/*
 * Places in words that are filled for each family: ((student first name)),
 * and words that stand there for some: ((bring lunch??Bring a lunch.)).
 *
 * As GOV.UK Notify has them (ui.md 1.1): what \({2}([^()]+)\){2} matches is
 * one, so they do not nest, and ((( and ))) have a bracket to spare.  Names
 * compare without case, spaces, _ and -, in any script.  Words after ?? are
 * shown when the value is yes, y, true, t, 1, include or show, in any case,
 * and only then.
 *
 * Words are NFC, as text_clean() gives them.  Pure, any thread.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"

struct arena;

struct placeholder {
	const char	*name;		/* As written, without spaces around. */
	const char	*folded;	/* As it compares; "" of (( )). */
	const char	*shown;		/* What stands behind ??; or NULL. */
	size_t		 start, end;	/* Its bytes, with the brackets. */
};

/* All there are, in their order; how many. */
unsigned placeholder_list(struct arena *, const char *words,
	    struct placeholder **);

/* Each name once, where it is first.  A name that stands both as a value and
 * with ?? is there for each of them. */
unsigned placeholder_names(struct arena *, const char *words,
	    struct placeholder **);

/* A name as it compares: "Student first-name" is "studentfirstname". */
const char *placeholder_fold(struct arena *, const char *name);

/* Whether a value says that words behind ?? are shown. */
bool	 placeholder_shows(const char *value);

/* What words in another language have to have as the original has it. */
struct placeholder_change {
	const char	**missing, **added;	/* Names, as written. */
	const char	**different;		/* A value here, ?? there. */
	unsigned	  missing_count, added_count, different_count;
};

/* True: they have the same, in whatever order and however often. */
bool	 placeholder_same(struct arena *, const char *original,
	    const char *other, struct placeholder_change *) must_use;

struct placeholder_value {
	const char	*name;		/* Folded. */
	const char	*text;
};

/*
 * The words with their values; what a value says is not looked through for
 * others.  A name that has no value stays as it is written.  Where nothing
 * is shown between two spaces, one of them goes.
 *
 * Isolated: around each value that is shown are U+2068 and U+2069, so that
 * it has the direction of its own (mail; never a text, where each costs).
 */
char	*placeholder_fill(struct arena *, const char *words,
	    const struct placeholder_value *, size_t count);
char	*placeholder_isolate(struct arena *, const char *words,
	    const struct placeholder_value *, size_t count);

/* Which of the known names somebody may have meant; NULL: none is near. */
const char *placeholder_near(struct arena *, const char *name,
	    const char *const *known, size_t count);

#endif
