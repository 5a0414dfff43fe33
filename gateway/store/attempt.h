#ifndef GATEWAY_STORE_ATTEMPT_H
#define GATEWAY_STORE_ATTEMPT_H

/*
 * The queue: attempts, each one try to hand a delivery to a provider.
 *
 * They are claimed by account, in the order of rank, turn and due.  turn is
 * a delivery's number within its message plus the turn that was being served
 * when the message came, so small sends pass through large ones.
 *
 * What changes an attempt's state after it was claimed is delivery_advance()
 * and nothing else.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

/* Plans one: id, delivery, message, contact, account, sender, rank, turn,
 * due, filled are read. */
void		 attempt_plan(struct db *, const struct attempt *);
bool		 attempt_get(struct db *, int64_t id, struct attempt *) must_use;

/* The turn now being served. */
int64_t		 attempt_turn(struct db *, const char *account, int64_t rank);

struct claim {
	const char	*account;
	int64_t		 now, launch_by, node;
	int64_t		 rank;		/* The highest that may be claimed. */
	int64_t		 room;		/* So many at most. */
};
unsigned	 attempt_claim(struct db *, const struct claim *, int64_t **ids);

/* When the next one that is planned is due, after that time; 0: none. */
int64_t		 attempt_next_due(struct db *, const char *account,
		    int64_t after);

/* Where an attempt stands: all that is needed to keep a receipt of it, unless
 * something follows, for which there is attempt_errands(). */
struct standing {
	int64_t			 id;		/* 0: there is none. */
	const char		*account;
	enum attempt_state	 state;
	int64_t			 looks;
	bool			 follows;	/* Also from its arrival: it
						 * has a reason, or introduces
						 * and was not handed over. */
};
void		 attempt_standings(struct db *, const int64_t ids[],
		    unsigned count, struct standing list[]);

/* The attempts of an account whose outcome is unknown and which are due to
 * be looked for; each is put off for `lease` ms meanwhile. */
unsigned	 attempt_unknown(struct db *, const struct claim *,
		    int64_t lease, int64_t **ids);

/* One whose receipt came before the provider's answer to that claim (node,
 * launch_by and parts are read): it was a try. */
void		 attempt_taken(struct db *, const struct attempt *);

/* One that was looked for in vain: looks + 1, and when to look again. */
void		 attempt_looked(struct db *, int64_t id, int64_t due);

/* Claimed attempts that nobody will settle any more: those of a node that
 * starts, and those whose launch_by is before that time. */
unsigned	 attempt_forgotten(struct db *, int64_t node, int64_t before,
		    int64_t **ids);

/* What a node has claimed for an account (both of the claim) and must not send
 * any more: it was taken back, the contact may not be texted now, or may want
 * to stop (flow/hold.h), or practice does not reach it on a real account. */
unsigned	 attempt_recalled(struct db *, const struct claim *, bool real,
		    int64_t **ids);

/* An attempt to that contact with that reference, or 0. */
int64_t		 attempt_by_reference(struct db *, int64_t contact,
		    const char *reference);

/* The last one to a contact from that number of ours (NULL: any), that was
 * handed over or may have been; 0: none. */
int64_t		 attempt_last_to(struct db *, int64_t contact,
		    const char *sender, int64_t *message);

/* The family that an attempt's delivery went to, and in which language; 0 and
 * NULL: none. */
int64_t		 attempt_family(struct db *, int64_t id,
		    const char **language);

/* The attempts of a delivery, by id, up to 100. */
unsigned	 attempt_of(struct db *, int64_t delivery, struct attempt **);

/* The queue by rank, for metrics: how many are planned, and the oldest due. */
struct queued {
	int64_t		 rank, count, oldest;
};
unsigned	 attempt_queued(struct db *, int64_t now, struct queued **);
int64_t		 attempt_count(struct db *, enum attempt_state);

#endif
