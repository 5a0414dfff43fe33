#ifndef GATEWAY_STORE_TERM_H
#define GATEWAY_STORE_TERM_H

/*
 * The district's glossary: terms that are said in one way in a language, or
 * (language "*") stay in all languages as they are, such as IEP.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define TERM_BYTES	100	/* Of a term, and of what is said for it. */
#define TERMS_MOST	500	/* In use. */
#define TERM_ALL	"*"

struct term {
	int64_t		 id;
	const char	*term;		/* English. */
	const char	*language, *words;	/* words "": as it is. */
	int64_t		 person, since;
};

/* Those in use: of a language and of all, or (NULL) of every one; by term. */
unsigned	 term_list(struct db *, const char *language, struct term **);

/* Adds one, or changes how it is said; audited.  False: there are too many. */
bool		 term_add(struct db *, const struct term *) must_use;

/* It is not used any more; audited.  False: it was not. */
bool		 term_end(struct db *, int64_t id, int64_t person,
		    int64_t now) must_use;

/* Moves when a term is added or ended; 0: there never was one. */
int64_t		 term_version(struct db *);

#endif
