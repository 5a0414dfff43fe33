/*
 * What may be a stop.
 */

#include "flow/enter.h"
#include "flow/hold.h"
#include "store/db.h"
#include "store/held.h"
#include "store/user.h"

bool
hold_waits(enum kind kind, bool answer)
{
	return kind == KIND_ANNOUNCEMENT || (kind == KIND_DIRECT && !answer);
}

const char *
hold_say(struct entering *e, bool stop)
{
	if (held_open(e->db, e->contact.id) == 0)
		return NULL;		/* A colleague was quicker. */
	if (!held_end(e->db, e->contact.id, stop, e->by, e->now))
		db_fail(e->db, "what was held is gone");
	e->changed = true;
	audit_add(e->db, &(struct deed){ .person = e->by,
	    .api_key = e->api_key, .deed = stop ? "contact.held_stop" :
	    "contact.held_no", .object = e->contact.id, .note = e->note },
	    e->now);
	return stop ? enter_stop(e) : NULL;
}
