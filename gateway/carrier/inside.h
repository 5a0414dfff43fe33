#ifndef GATEWAY_CARRIER_INSIDE_H
#define GATEWAY_CARRIER_INSIDE_H

/*
 * What the files of the carrier share: the carrier itself, and who takes
 * what from whom.
 *
 *	api.c, listing.c	Twilio's requests	 -> record, life
 *	control.c, counts.c	ours			 -> record, fault, phone
 *	screen.c, forms.c		what people see and do	 -> the same
 *	desk.c, screen_desk.c	some of them, named	 -> the same, client
 *	phone.c			a phone writes, STOP	 -> record, life
 *	life.c			what becomes of a text	 -> post
 *	post.c			receipts and replies, signed, to the gateway
 *	smtp.c, dialog.c	mail by SMTP		 -> mailbox
 *	mailbox.c		a mailbox gets, writes	 -> mails, hand
 *	hand.c, child.c		what it wrote, to the gateway
 *	journal.c		all of it, to a file and back
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "carrier/carrier.h"
#include "carrier/desk.h"
#include "carrier/fault.h"
#include "carrier/hand.h"
#include "carrier/life.h"
#include "carrier/mails.h"
#include "carrier/record.h"
#include "carrier/smtp.h"

struct arena;
struct buf;
struct client;
struct exchange;
struct journal;
struct late;
struct server;
struct timer;

#define CARRIER_HOOKS	256	/* Numbers with a hook of their own. */

struct hook {
	uint64_t	 digits;	/* 0: all others. */
	char		*url;
};

/* What happened on the way to the gateway. */
struct carrier_posts {
	uint64_t	 receipts;	/* Answered with success. */
	uint64_t	 replies;
	uint64_t	 refused;	/* Answered, without success. */
	uint64_t	 lost;		/* Nobody answered. */
};

struct carrier {
	struct loop		*loop;
	struct server		*server;
	struct client		*client;
	struct timer		*tick;		/* Once a second. */
	struct arena		*arena;		/* Its plan. */
	struct carrier_plan	 plan;
	struct desk		*desk;		/* NULL: none. */
	const char		*basic;		/* The Authorization we want. */
	bool			 open_to_all;	/* Not on loopback. */
	bool			 closing;
	int64_t			 held;		/* The clock; 0: it runs. */
	struct hook		 hooks[CARRIER_HOOKS];
	unsigned		 hook_count;
	struct faults		 faults;
	struct lives		 lives;
	struct record		 record;
	struct smtp		 smtp;
	struct mails		 mails;
	struct hands		 hands;
	struct journal		*journal;	/* NULL: none. */
	LIST_HEAD(, late)	 lates;		/* Of send.c. */
	struct carrier_posts	 posts;
};

/* Its clock, in ms since 1970. */
int64_t		 carrier_now(const struct carrier *);

/* Where replies to that line go, or NULL. */
const char	*carrier_hook(const struct carrier *, uint64_t line);

/* False: there are too many.  url NULL: nowhere. */
bool		 carrier_set_hook(struct carrier *, uint64_t line,
		    const char *url);

/* Forgets texts, mails, phones, mailboxes, faults, the held clock; hooks
 * stay. */
void		 carrier_reset(struct carrier *);

#endif
