#ifndef GATEWAY_STORE_MEMORY_H
#define GATEWAY_STORE_MEMORY_H

/*
 * What was translated once, so that the same words are said the same way and
 * paid for once.  A text is found by the digest of its plain form (guard.h),
 * which has tokens where numbers stood, and names of those whom it concerns: so
 * is the translation.  What a person corrected has no name that we know
 * (flow/translate_better.h).
 *
 * It holds texts of ours alone.  What a family wrote may name people whom
 * nobody here knows, and no token hides those: its English, a computer's or a
 * person's, stands with their text and never here.
 *
 * What a person approved is found whatever the glossary says since, and
 * before what a computer said.
 *
 * All calls are for a store thread, inside a job; texts belong to the job's
 * arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

struct memory {
	const char	*digest;	/* Of the plain source. */
	const char	*from, *language;
	int64_t		 glossary;	/* term_version() */
	const char	*words;		/* Plain. */
	bool		 approved;
	int64_t		 person;	/* Who approved them; or 0. */
	const char	*translator;	/* Its name in the settings; or "". */
	bool		 simulated;	/* It is for no family. */
};

/* Fills the rest by digest, languages and glossary; false: there is none.
 * What a simulated translator said is found only if `simulated` is set. */
bool		 memory_find(struct db *, struct memory *) must_use;

/* Replaces what is there, but by what a computer said never what a person
 * approved. */
void		 memory_keep(struct db *, const struct memory *, int64_t now);

#endif
