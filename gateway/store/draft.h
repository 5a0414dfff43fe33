#ifndef GATEWAY_STORE_DRAFT_H
#define GATEWAY_STORE_DRAFT_H

/*
 * What somebody has written on a page and not sent: one for each person and
 * place ("talk:ID", "announcement").  What is in it is for the page to say.
 *
 * All calls are for a store thread, inside a job; texts belong to the job's
 * arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define DRAFT_MOST	20000	/* Bytes of one; the caller looks. */
#define DRAFTS_MOST	500	/* Of one person, that are read at once. */

/* In place of what was there. */
void		 draft_keep(struct db *, int64_t person, const char *place,
		    const char *content, int64_t now);
bool		 draft_find(struct db *, int64_t person, const char *place,
		    const char **content) must_use;
void		 draft_drop(struct db *, int64_t person, const char *place);

/* The places of all of somebody's, the newest first. */
unsigned	 draft_places(struct db *, int64_t person,
		    const char ***places);

#endif
