#ifndef GATEWAY_STORE_INTRODUCTION_H
#define GATEWAY_STORE_INTRODUCTION_H

/*
 * Which text introduces a number of ours to a contact: who writes, that it
 * may cost, how to get help and how to stop.  The first text of each number
 * carries it, once; that text is one attempt, chosen when it is claimed, with
 * the words it carries, so that it says the same at each of its tries.
 *
 * An introduction stands while its attempt is under way, may have arrived, or
 * was handed over.  When the attempt ends otherwise the next one to be
 * claimed takes it over.
 *
 * When it is handed over that is kept, and so is a row of consent,
 * "introduced" by "text" with the words as its note: the evidence of what
 * they were told, and when.  Of what was written in practice there is none.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

/* From now on this attempt (id, contact, sender) introduces, in these words. */
void		 introduction_take(struct db *, const struct attempt *,
		    const char *words);

/* The attempt was handed over; of no effect when it introduces nothing, or
 * that is known. */
void		 introduction_handed(struct db *, int64_t attempt,
		    int64_t now);

/* Whether one stands for that number of ours and that contact. */
bool		 introduction_stands(struct db *, int64_t contact,
		    const char *sender) must_use;

#endif
