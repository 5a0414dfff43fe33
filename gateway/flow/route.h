#ifndef GATEWAY_FLOW_ROUTE_H
#define GATEWAY_FLOW_ROUTE_H

/*
 * Which contact, may we, and when.  Asked when a message is expanded and
 * again immediately before an attempt is launched, because consent, hours
 * and use may have changed meanwhile.  Pure, any thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"

struct errand;
struct rule;
struct zone;

/* Whether a contact may be texted at all. */
bool	route_open(enum contact_state);

/* Whether it may get a text of that template (a key of the locales, or NULL):
 * who said stop gets the answer to that, once, and to HELP, and nothing
 * else. */
bool	route_may(enum contact_state, const char *template);

/* What is known about a person when one of their contacts is chosen. */
struct routing {
	const struct contact	*contacts;	/* In their order. */
	unsigned		 count;
	enum prefers		 prefers;
	bool			 sends[CHANNELS]; /* We can, from that school. */
	bool			 fits;		/* PREFERS_TEXT_SHORT: the text
						 * is short and may go now. */
	unsigned		 instead;	/* Policy: 1 << enum instead. */

	/* After an attempt. */
	const int64_t		*tried;		/* Contacts. */
	unsigned		 tries;
	bool			 unknown;	/* It may have arrived. */
	bool			 except[CHANNELS]; /* Of these no other one. */
};

/*
 * The first contact, in the order of the person, of the channel they prefer;
 * where it has none that may be written to, of the other: mail in place of a
 * text where the district's policy has that reason, a text in place of mail
 * always.  NULL: none.  why says it in a sentence, for the office: why none,
 * or why mail; NULL for a text.
 */
const struct contact *route_choose(const struct routing *, const char **why);

/* Why nobody could be chosen, a sentence for the office. */
const char *route_none(const struct contact *, unsigned count);

#define ROUTE_NO_NUMBER							\
	"The school has no number to text from. Tell the office."
#define ROUTE_NO_MAILBOX						\
	"The school has no mailbox to write from. Tell the office."

/* When a message of that rule may go: now, or at the next opening. */
int64_t	route_when(const struct rule *, bool answer, const struct zone *,
	    int64_t now);

/* What to do with an attempt that is about to be launched. */
enum route_now {
	ROUTE_GO,
	ROUTE_WAIT,		/* Until `due`: its hours are over, or it is
				 * held, as `reason` says then. */
	ROUTE_DROP,		/* Never: `reason` says why. */
};
enum route_now route_launch(const struct errand *, const struct zone *,
	    int64_t now, int64_t *due, const char **reason);

#endif
