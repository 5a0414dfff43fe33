#ifndef TESTS_FLOW_ROLL_H
#define TESTS_FLOW_ROLL_H

/*
 * Rosters for tests: what a roster says of a small district, by hand or by
 * chance, imported into a rig; and all that is valid in the district now, as
 * a text.
 */

#include "flow/import.h"
#include "tests/flow/rig.h"

#define ROLL_MOST	400

struct roll {
	struct roster_given	 rows[ROLL_MOST];
	unsigned		 count;
};

/* One more row, or another content for one that is there; NULL takes it
 * out.  The JSON is written as the reader writes it: keys in order. */
void		 roll_say(struct roll *, enum roster_noun, const char *name,
		    const char *content);

/* A school, its office, two classes, three teachers, five students and their
 * families; and one made of chance: what it says fits together. */
void		 roll_oak(struct roll *);
void		 roll_chance(struct rig *, struct roll *, unsigned seed);

/* Makes `after` of what was imported as `before` (NULL: nothing), in slices
 * of `most` rows; fails the test when that is refused. */
struct imported	 roll_import(struct rig *, const struct roll *before,
		    const struct roll *after, unsigned most);
void		 roll_undo(struct rig *);

/* The same, refused: why. */
const char	*roll_refused(struct rig *, const struct roll *before,
		    const struct roll *after);

/* What is valid now, a line for each row, in order.  By id and time, or by
 * the names of the roster alone, so that two districts can be compared. */
const char	*roll_dump(struct rig *);
const char	*roll_names(struct rig *);
void		 roll_same(const char *a, const char *b);

#endif
