#ifndef GATEWAY_STORE_DELIVERY_H
#define GATEWAY_STORE_DELIVERY_H

/*
 * What becomes of a message for each person, and the one place where an
 * attempt's state changes.
 *
 *	attempt:  planned -> claimed -> sent -> delivered
 *	          claimed -> unknown -> sent | planned | failed
 *	          claimed -> planned (later), failed, dropped, practice
 *	          planned -> dropped; sent -> failed (a late receipt)
 *
 * A move that is not in the table of legal moves, such as a "sent" that
 * comes after "delivered", is ignored.  The one way up is failed ->
 * delivered, when a receipt says it arrived after all.
 *
 * With the attempt's state changes what its delivery says, the best of its
 * attempts; and when that makes a family's first copy handed over, or its
 * last one failed, the ledger is written in the same transaction.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

/* False: the message has a delivery to that person already. */
bool		 delivery_add(struct db *, const struct delivery *) must_use;

/* Why one that has no attempt failed: a constant sentence. */
void		 delivery_explain(struct db *, int64_t id, const char *reason);

/* To whom it goes, and about which student alone (0: all), unless it was
 * handed over or is on another way already; 0: nobody we know. */
int64_t		 delivery_person(struct db *, int64_t id, int64_t *student);

/* To whom it goes or went. */
int64_t		 delivery_whose(struct db *, int64_t id);

/* The deliveries that one covers, up to 50. */
unsigned	 delivery_covered(struct db *, int64_t id, int64_t **ids);

/* Counts one that was added as covered for its family, too, when what covers
 * it was handed over before. */
void		 delivery_cover(struct db *, const struct delivery *,
		    struct moment);

/* One that failed is covered from now on: what goes to its person's next
 * contact goes there already. */
void		 delivery_covers(struct db *, int64_t id, int64_t contact,
		    int64_t covered_by, struct moment);

/* It was covered, and is no more: what covered it goes where its person has
 * no contact.  It failed, and why. */
void		 delivery_alone(struct db *, int64_t id, const char *reason);

/* It has a new attempt, to another contact of its person. */
void		 delivery_waits(struct db *, int64_t id, int64_t contact);

/* The delivery of that message whose attempt goes to that contact, or 0. */
int64_t		 delivery_at(struct db *, int64_t message, int64_t contact);

/* The same, about the same student alone (0: about all): message, contact and
 * student are read. */
int64_t		 delivery_beside(struct db *, const struct delivery *);

/* Deliveries of a message by id, after that one, up to `most`. */
struct delivery_page {
	int64_t		 message, after, most;
};
struct told_delivery {
	struct delivery	 delivery;
	const char	*person, *reason;	/* Name; why it failed. */
	const char	*address;
};
unsigned	 delivery_list(struct db *, const struct delivery_page *,
		    struct told_delivery **);

/* What is known about a move. */
struct move {
	int64_t			 attempt;
	enum attempt_state	 to;
	const char		*reference;	/* The provider's; NULL: as it is. */
	enum error_class	 class;
	const char		*reason;	/* A constant sentence, or NULL. */
	int64_t			 due;		/* PLANNED, UNKNOWN: when next. */
	int64_t			 parts;		/* 0: as it is. */
	int64_t			 began;		/* Launched then; 0: as it is. */
	bool			 tried;		/* It counts as a try. */

	/* Whose claim it was, as attempt.node and launch_by.  When there has
	 * been another claim since, only that it was sent is still news.
	 * node 0: it does not come from a claim. */
	int64_t			 node, launch_by;
};

/* False: it was not a legal move, and nothing has changed. */
bool		 delivery_advance(struct db *, const struct move *,
		    struct moment);

/* Several, in their order, which costs less than one by one: moved[i] is what
 * delivery_advance() would say of moves[i]. */
void		 delivery_advance_all(struct db *,
		    const struct move *const moves[], bool moved[],
		    unsigned count, struct moment);

/* Everything of a message that is still planned is dropped, with that reason;
 * how many. */
unsigned	 delivery_drop_message(struct db *, int64_t message,
		    const char *reason, struct moment);
#define DROP_MOST	1000	/* In one call; call again while it is that. */

#endif
