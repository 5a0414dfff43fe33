#ifndef GATEWAY_STORE_CHOICE_H
#define GATEWAY_STORE_CHOICE_H

/*
 * What the pages change of the district's settings and the configuration file
 * does not have: names are "report.target.202611", "audit.checked", ...; a value
 * is text.
 *
 * All calls are for a store thread, inside a job; texts belong to its arena.
 */

#include <stdint.h>

struct db;

struct choice {
	const char	*value;
	int64_t		 person, at;	/* Who chose it last, and when. */
};

/* The value; NULL: none was chosen.  The struct may be NULL. */
const char	*choice_get(struct db *, const char *name, struct choice *);
void		 choice_set(struct db *, const char *name,
		    const struct choice *);
void		 choice_drop(struct db *, const char *name);

/* Those whose name begins with that, by name; up to 500. */
struct chosen {
	const char	*name;
	struct choice	 choice;
};
unsigned	 choice_list(struct db *, const char *prefix, struct chosen **);

#endif
