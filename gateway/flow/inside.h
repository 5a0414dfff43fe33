#ifndef GATEWAY_FLOW_INSIDE_H
#define GATEWAY_FLOW_INSIDE_H

/*
 * What the files of dispatch share: dispatch.c (the beat of a lane), claim.c
 * (what comes into its hand), conclude.c (what an answer means for the attempt
 * and the lane), recall.c (what must not go any more), seek.c (looking for
 * attempts whose outcome is unknown) and listing.c (what was written to us).
 */

#include <stdbool.h>
#include <sys/queue.h>

#include "base/email.h"
#include "base/sms.h"
#include "flow/pace.h"
#include "flow/settings.h"
#include "net/client.h"
#include "provider.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/delivery.h"
#include "store/job.h"

struct db;
struct gateway;
struct timer;

/* What was claimed together was read together: it goes with the last of it. */
struct lot {
	struct arena		*arena;
	unsigned		 left;
};

/* A claimed attempt, from claim to settlement; it belongs to its lot, and what
 * its launch makes to an arena of its own. */
struct claimed {
	TAILQ_ENTRY(claimed)	 next;
	struct lane		*lane;
	struct lot		*lot;
	struct arena		*arena;		/* NULL before its launch. */
	struct errand		 errand;
	struct outgoing		 out;
	struct sms		 sms;
	struct carriage		 carriage;
	struct move		 move;		/* What the store will be told. */
	int64_t			 launch_by;	/* clock_boot() */
	int64_t			 began;		/* clock_boot() */
};
TAILQ_HEAD(claimed_list, claimed);

struct ask {
	struct job		 job;
	struct claim		 claim;
	int64_t			 launch_by;	/* clock_boot() */
	struct lot		*lot;		/* Being read. */
	struct claimed_list	 got;		/* Result. */
	unsigned		 found;		/* Result; of them */
	unsigned		 held;		/* so many ended as practice. */
	int64_t			 next;		/* Result: due then. */
};

/* What is in hand and was taken back meanwhile. */
struct recall {
	struct job		 job;
	struct arena		*arena;
	int64_t			*ids;		/* Result. */
	unsigned		 count;
};

struct tell {
	struct job		 job;
	struct claimed_list	 ended;
};

/* A number of ours that may not send for a while. */
struct resting {
	char			 sender[EMAIL_MOST + 1];
	int64_t			 until;		/* clock_boot() */
};

struct lane {
	struct arena			*arena;
	struct gateway			*gateway;
	const struct account		*account;
	const struct account_settings	*use;
	bool				 simulated;	/* Any thread. */
	struct pace			 pace;
	struct timer			*again;
	unsigned			 window;	/* Requests at once. */
	unsigned			 under_way, bulk_under_way;
	unsigned			 in_hand, bulk_in_hand;
	struct claimed_list		 first, bulk;	/* In hand. */
	struct claimed_list		 ended;		/* To be told. */
	bool				 asking, telling, recalling;
	bool				 dry, first_dry; /* The queue had no more. */
	bool				 hush;		/* The store refused. */
	struct ask			 ask;
	struct tell			 tell;
	struct recall			 recall;

	/* Sickness, by clock_boot(). */
	int64_t				 well_at, rest, rested, taken_at;
	unsigned			 unknowns;	/* One after another. */
	bool				 probing;
	const char			*why;
	int64_t				 ill_since;	/* clock_now() */

	struct resting			 resting[16];	/* Numbers of ours. */
	unsigned			 rests;

	unsigned			 seeking;	/* Searches under way. */
	bool				 seek_asking;
	bool				 listing_now;
	bool				 heard;		/* What came before us. */
	int64_t				 started;	/* clock_now() */
	int64_t				 list_at;	/* clock_boot() */
	int64_t				 bulk_at;	/* Wall time: look for bulk. */
};

void	claim_work(struct job *, struct db *);	/* Of an ask. */
void	claim_drop(struct ask *);		/* What it got. */
void	claim_free(struct claimed_list *);
void	conclude(struct lane *, struct claimed *);

/* For how long one of our numbers may not send; 0: it may. */
int64_t	lane_sender_rests(const struct lane *, const char *sender);

void	lane_look(struct lane *);	/* There may be something new, */
void	lane_look_first(struct lane *);	/* that is not bulk. */
void	lane_stay(struct lane *, struct claimed *, int64_t due);
void	lane_tell(struct lane *);	/* What has ended. */
void	recall_start(struct lane *);
void	recall_tick(struct lane *);
void	recall_one(struct lane *, int64_t attempt);	/* If it is in hand. */
void	lane_put_back(struct lane *);
void	seek_tick(struct lane *);
void	listing_tick(struct lane *);

#endif
