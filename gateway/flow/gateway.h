#ifndef GATEWAY_FLOW_GATEWAY_H
#define GATEWAY_FLOW_GATEWAY_H

/*
 * What the flows share: the store, the client, the lanes.  It is made once,
 * lives on the loop, and nothing in it is needed to know what was promised:
 * that is in the database.
 *
 *	gateway_new() -> gateway_start() -> ... gateway_tick() each second ...
 *	-> gateway_stop() -> gateway_free()
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/disk.h"
#include "flow/settings.h"
#include "model.h"

struct arena;
struct bank;
struct chain;
struct client;
struct db;
struct frames;
struct guard_forms;
struct keywords;
struct introductions;
struct lane;
struct locales;
struct loop;
struct mailbox;
struct nudge;
struct receipts;
struct shown;
struct store;
struct think;
struct tidy;
struct translate;
struct zone;

/* Counters since the start, for metrics. */
struct gateway_figures {
	uint64_t	 outcomes[OUTCOME_SICK + 1];	/* Of attempts. */
	uint64_t	 receipts, replies, not_genuine;
	int64_t		 receipt_at, reply_at;	/* The last of them. */
	uint64_t	 practice;	/* Attempts that ended so. */
	uint64_t	 tells;
	/* From the last look at the database, once in 15 s at most. */
	int64_t		 strays, unread, unknown;
	int64_t		 queued[10], oldest_due[10];	/* By rank. */
	bool		 looked;		/* There was such a look. */
	bool		 in_sample, in_practice; /* The district is. */
	int64_t		 backed_up;	/* The last good backup; 0: never. */
	bool		 audit_broken;	/* By the last check of it. */
	struct disk_room disks[2];	/* Of the state, of the database's file;
					 * size 0: nobody knows. */
};

struct gateway {
	struct arena		*arena;
	struct loop		*loop;
	struct store		*store;
	struct client		*client;
	struct locales		*locales;
	const struct frames	*_Atomic frames;	/* Any thread. */
	const struct keywords	*_Atomic keywords;	/* Any thread. */
	_Atomic unsigned	 instead;	/* 1 << enum instead; any thread. */
	const struct bank	*_Atomic bank;		/* Or NULL; any thread. */
	const struct introductions *introductions;
	const struct shown	*shown;
	const struct zone	*zone;
	const struct configured	*configured;
	const struct configured	*_Atomic translating;	/* As it was read last:
						 * who translates; any thread. */
	int64_t			 node;
	int64_t			 district;	/* Its id. */
	int64_t			 version;	/* Of the node at its start; 0, or
						 * the caller's. */
	const char		*token_key;	/* flow/token.h; a constant. */
	bool			 stopping;
	bool			 clock_off;	/* From the database's by > 2 s. */
	struct lane		*lanes[ACCOUNTS_MOST];
	struct tidy		*tidy;
	struct chain		*chain;
	struct nudge		*nudge;
	struct receipts		*receipts;
	struct mailbox		*mailboxes[ACCOUNTS_MOST];	/* Or NULL. */
	struct think		*think;		/* Reads mail. */
	struct translate	*translate;
	struct guard_forms	*guard;		/* For translate; any thread. */
	unsigned		 letters;	/* Mails on their way in. */
	unsigned		 asides;	/* On their way out; aside.h. */
	struct gateway_figures	 figures;
};

/* The parts are the caller's and have to outlive it. */
struct gateway_parts {
	struct loop		*loop;
	struct store		*store;
	struct client		*client;
	struct locales		*locales;
	const struct zone	*zone;
	const struct configured	*configured;
	int64_t			 node;
	int64_t			 district;
	const char		*token_key;	/* store/secret.h; copied. */
	const struct keywords	*keywords;	/* They outlive it. */
	const struct bank	*bank;		/* It too; or NULL. */
};
struct gateway	*gateway_new(const struct gateway_parts *);
void		 gateway_free(struct gateway *);

/* Takes back what this node had claimed when it ended, lists what was
 * written to us meanwhile, and begins to send. */
void		 gateway_start(struct gateway *);

/* Once a second, and in tests after the clock was moved. */
void		 gateway_tick(struct gateway *);

/* The configuration has new values, the accounts are the same ones: the
 * lanes look at theirs, and one that rests tries again.  The locales, the
 * words of consent and the first templates are new ones, and outlive it
 * too. */
void		 gateway_changed(struct gateway *, struct locales *,
		    const struct keywords *, const struct bank *);

/* Something was written: look at once, also for bulk. */
void		 gateway_poke(struct gateway *, bool bulk);

/* What is in hand goes back to the queue, where it is looked at again: once
 * this was called after a change, nothing leaves by what was known before. */
void		 gateway_recall(struct gateway *);

/* Claims no more; what is under way ends.  Then store_stop(). */
void		 gateway_stop(struct gateway *);
bool		 gateway_idle(const struct gateway *);	/* Nothing is under way. */

/* Moves when this node changed something that a page may show. */
int64_t	 gateway_version(const struct gateway *);

/* Why nothing should be sent here now; NULL: all is well.  A constant. */
const char	*gateway_ill(struct gateway *);

/* The moment it is, in the district's zone. */
struct moment	 gateway_moment(const struct zone *, int64_t now);

#endif
