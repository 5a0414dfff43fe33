#ifndef GATEWAY_FLOW_NUDGE_H
#define GATEWAY_FLOW_NUDGE_H

/*
 * Staff are told by work mail that families wait for them: how many talks
 * need a reply and where the inbox is; no names, no words.
 *
 *	who	reads a seat whose talks need a reply, has a mailbox at work,
 *		and was not told of the last of them; not who is away, but who
 *		stands in for them
 *	when	in their hours, on a weekday; at most once an hour
 *	how	as they chose: at once, each hour, each morning, or never
 *		(preference.h)
 *
 * It is looked at once a minute.  That somebody was told is written down
 * before the mail is handed over, so after a crash nobody is told twice;
 * what the mail server refused is tried again after ten minutes.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct aside_reader;
struct gateway;
struct nudge;
struct zone;

struct nudge	*nudge_new(struct gateway *);
void		 nudge_free(struct nudge *);	/* NULL is allowed. */
void		 nudge_tick(struct nudge *);	/* Once a second. */
bool		 nudge_idle(const struct nudge *);	/* Nothing is at the
						 * store. */

/* Whether somebody is told now.  Pure. */
bool		 nudge_now(const struct zone *, const struct aside_reader *,
		    int64_t now) must_use;

#endif
