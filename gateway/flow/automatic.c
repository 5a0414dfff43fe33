/*
 * The gateway speaks by itself, and not too often.
 */

#include "base/clock.h"
#include "base/id.h"
#include "flow/automatic.h"
#include "flow/expand.h"
#include "model.h"
#include "store/itself.h"
#include "store/message.h"
#include "store/practice.h"

#define HOUR_MOST	3
#define DAY_MOST	10

bool
automatic_say(struct db *db, const struct gateway *gateway,
    const struct automatic *a)
{
	int64_t		 then = a->not_before > a->now ? a->not_before :
			    a->now;
	struct message	 m = { .id = id_new(), .state = MESSAGE_WAITING,
			    .kind = KIND_SYSTEM, .readers = READERS_NOBODY,
			    .school = a->school, .audience = AUDIENCE_CONTACT,
			    .target = a->contact, .template = a->template,
			    .words = a->words != NULL ? a->words : "",
			    .digest = "",
			    .counts = COUNTS_NOT, .send_at = then,
			    .practice = practice_mode(db) == MODE_PRACTICE,
			    .not_after = a->not_after != 0 ? a->not_after :
				then + DAYS(1),
			    .created = a->now };

	if (itself_count(db, a->contact, a->now - HOURS(1)) >= HOUR_MOST ||
	    itself_count(db, a->contact, a->now - DAYS(1)) >= DAY_MOST)
		return false;
	message_insert(db, &m);
	if (then == a->now)
		expand_chunk(db, gateway, &m, a->now);
	return true;
}
