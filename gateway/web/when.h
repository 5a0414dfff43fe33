#ifndef GATEWAY_WEB_WHEN_H
#define GATEWAY_WEB_WHEN_H

/*
 * Times and days as the API has them: RFC 3339 with an offset, and
 * 2026-11-22.  What we write is in UTC, with milliseconds.  Pure.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct arena;

/* ms since 1970, of years 1970 to 2199.  False: it is no such time. */
bool		 when_read(const char *text, int64_t *time) must_use;

/* NULL for time 0, which stands for none. */
const char	*when_text(struct arena *, int64_t time);

/* A day as a number, 20261122. */
bool		 when_day(const char *text, int64_t *day) must_use;

#endif
