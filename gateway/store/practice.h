#ifndef GATEWAY_STORE_PRACTICE_H
#define GATEWAY_STORE_PRACTICE_H

/*
 * Practice.  A district is a sample, for ever; or it is in practice, from
 * `init` until it goes live, for good; or it is live.
 *
 * In practice a real provider is handed only what goes to an address of the
 * list, 20 at most: phones and mailboxes of those who try the gateway out.
 * All else ends as `practice`, and whatever is written or received in
 * practice counts nowhere, ever.  What was written in practice is held to the
 * list also after the district went live, and going live empties the list.
 * Who was introduced to us in practice was so perhaps by a simulated carrier,
 * that is not at all; so going live forgets that, and it is no evidence.
 * An account whose provider is simulated may be handed anything.
 *
 * Whoever changes the list or the mode calls gateway_recall() once that is
 * kept, and only then says that it is done.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

#define PRACTICE_MOST	20	/* Addresses of the list. */
#define PRACTICE_NOTE	100	/* Bytes of a note. */

enum district_mode { MODE_LIVE, MODE_PRACTICE, MODE_SAMPLE };

enum district_mode practice_mode(struct db *);
const char	*practice_word(enum district_mode);	/* "live", "practice", "sample" */

/* The list, by channel and address. */
struct practice_contact {
	enum channel	 channel;
	const char	*address;	/* E.164 or a mailbox, checked already. */
	const char	*note;		/* Whose it is; "". */
	int64_t		 added;
};
unsigned	 practice_list(struct db *, struct practice_contact **);
bool		 practice_listed(struct db *, enum channel,
		    const char *address) must_use;

/* Adds one; when it is there, its note changes.  False: the list is full, or
 * the district is not in practice; why is a sentence. */
bool		 practice_add(struct db *, const struct practice_contact *,
		    const char **why) must_use;

/* False: it was not there. */
bool		 practice_remove(struct db *, enum channel,
		    const char *address) must_use;

/* Ends practice.  False: it is a sample, which never goes live, or is live
 * already; why is a sentence. */
bool		 practice_live(struct db *, const char **why) must_use;

#endif
