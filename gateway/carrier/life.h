#ifndef GATEWAY_CARRIER_LIFE_H
#define GATEWAY_CARRIER_LIFE_H

/*
 * What becomes of a text after it was taken: queued, sent, delivered (or
 * not), each told to the gateway by a receipt; or, when a phone wrote it,
 * carried to the gateway's hook.
 *
 * A step is taken at the next turn of the loop, after some time, or when it
 * is let go; the next one only after the gateway has heard of the one
 * before.  A life is over when there is nothing left to happen.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "carrier/record.h"

struct carrier;
struct exchange;
struct timer;

enum receipts {			/* How they are told. */
	RECEIPTS_GOOD,
	RECEIPTS_LOST,
	RECEIPTS_TWICE,
	RECEIPTS_SWAPPED,
};

struct life {
	TAILQ_ENTRY(life)	 link;
	uint32_t		 n;		/* Its text. */
	char			*url;		/* Where to tell; NULL: nobody. */
	int64_t			 due;		/* Its next step. */
	int64_t			 delay;		/* ms from sent to delivered. */
	int64_t			 dies;		/* If not sent by then; 0: never. */
	enum receipts		 receipts;
	uint16_t		 error;		/* It will not arrive: why. */
	uint8_t			 says[2];	/* Statuses to be told... */
	uint8_t			 untold;	/* ...and how many of them. */
	bool			 held;		/* At its first step. */
	struct exchange		*asked;		/* Answered when it is over. */
};

TAILQ_HEAD(life_list, life);

struct lives {
	struct life_list	 ready;		/* At the next turn. */
	struct life_list	 later;		/* By due. */
	struct life_list	 held;		/* Until they are let go. */
	struct timer		*bell;
	bool			 rung;		/* The next turn is asked for. */
	unsigned		 under_way;	/* Being told. */
};

void		 life_open(struct carrier *);
void		 life_close(struct carrier *);

/* A life for a text, to be filled and begun; url is copied. */
struct life	*life_new(const struct text *, const char *url);

/* From here on it is the lives' own. */
void		 life_begin(struct carrier *, struct life *);

/* The gateway heard it, or will not. */
void		 life_told(struct carrier *, struct life *);

/* All that are held go on; how many. */
unsigned	 life_release(struct carrier *);
void		 life_reset(struct carrier *);
void		 life_run(struct carrier *);	/* Whatever is due. */
void		 life_wake(struct carrier *);	/* Run at the next turn. */

#endif
