#ifndef GATEWAY_FLOW_DISPATCH_H
#define GATEWAY_FLOW_DISPATCH_H

/*
 * From the queue to a provider.  Each account has a lane with one beat:
 *
 *	ask	the store for attempts that are due, as many as there is
 *		room for (write: they are claimed);
 *	launch	each: look at consent, hours and use once more, render it,
 *		build the request, let the client carry it;
 *	tell	the store what became of those that ended.
 *
 * lane_poke() starts whatever can be started and may be called at any time.
 * A sick lane rests, 10 s doubling to 5 min, and ends its rest with a single
 * probe.
 *
 * An outcome that is unknown is looked for at the provider (seek.c) and
 * never resent blindly.
 */

#include <stdbool.h>
#include <stdint.h>

struct gateway;
struct lane;

#define LEASE		MINUTES(2)	/* From claim to the last launch. */

struct lane	*lane_new(struct gateway *, unsigned account);
void		 lane_free(struct lane *);
void		 lane_poke(struct lane *);
void		 lane_tick(struct lane *);	/* Once a second. */
bool		 lane_idle(const struct lane *);

/* For health: resting because of its provider, and why; NULL: it is well. */
const char	*lane_resting(const struct lane *);

/* The same for pages: since when it fails, when it is tried again, when
 * something was taken last (0: not since the start). */
struct lane_state {
	const char	*why;		/* NULL: it is well. */
	int64_t		 since, again, taken;
};
void		 lane_state(const struct lane *, struct lane_state *);

/* Its provider took what was no attempt (aside.h). */
void		 lane_took(struct lane *);

#endif
