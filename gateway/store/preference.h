#ifndef GATEWAY_STORE_PREFERENCE_H
#define GATEWAY_STORE_PREFERENCE_H

/*
 * What somebody of the staff chose for themselves.  What they did not choose
 * has no row; each name has one owner, who knows what is meant then:
 *
 *	language	of their pages, a tag; else what their browser asks for
 *			(web/page_speech.h)
 *	told		by mail that families wrote: "off", "hourly", "daily"; else
 *			at once, at most once an hour (flow/nudge.h)
 *	hours		"450-990": between these minutes of the day it may;
 *			else PREFERENCE_HOURS
 *
 * All calls are for a store thread, inside a job; texts belong to its arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define PREFERENCE_HOURS	"450-990"	/* 7:30 AM to 4:30 PM */

/* NULL: they did not choose. */
const char	*preference_get(struct db *, int64_t person, const char *name);

/* NULL: they choose no more. */
void		 preference_put(struct db *, int64_t person, const char *name,
		    const char *value);

/* Minutes of the day; false: this is no value of "hours". */
bool		 preference_hours(const char *value, int *from, int *to)
		    must_use;

#endif
