#ifndef GATEWAY_FLOW_SETTLE_H
#define GATEWAY_FLOW_SETTLE_H

/*
 * Moves of attempts are kept, with what follows from them: for the contact,
 * when the provider says that it cannot or may not be written to; for the
 * person, who may have another contact.  On the writer.
 */

#include <stdbool.h>

struct db;
struct errand;
struct gateway;
struct move;

/* One move.  What is no news changes nothing. */
void	settle(struct db *, struct gateway *, const struct move *,
	    const struct errand *);

/* Many, in their order.  An arrival from which nothing follows (struct
 * standing) needs no errand: NULL. */
struct settling {
	const struct move	*move;
	const struct errand	*errand;
};
void	settle_all(struct db *, struct gateway *, const struct settling *,
	    unsigned count);

/* What is said of a mail whose outcome was unknown: once, and again. */
#define MAIL_TWICE							\
	"The line was lost, so it was sent again: it may have come twice."
#define MAIL_TWICE_LOST							\
	"The line was lost twice: it may have come, also twice."

/* Whether that was said of an attempt.  Any thread. */
bool	mail_twice(const struct errand *);

#endif
