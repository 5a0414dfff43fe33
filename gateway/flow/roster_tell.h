#ifndef GATEWAY_FLOW_ROSTER_TELL_H
#define GATEWAY_FLOW_ROSTER_TELL_H

/*
 * A change of a roster in words, for the person who imports it:
 *
 *	student 1042 (Ivy Rivera): classes 5A -> 5B
 *	guardian 77 (Rosa Rivera): phones +15085550120 -> +16175550188
 *
 * It has names and numbers of families, so it never belongs into a log.
 * Pure; texts live in the arena.
 */

#include "flow/roster_diff.h"

struct arena;

/* Classes, schools and people are told by what they are called in `file` or,
 * when they are gone, before. */
const char *roster_tell(struct arena *, const struct roster_was *,
	    const struct roster_file *, const struct roster_given *);

#endif
