#ifndef GATEWAY_FLOW_RECEIPTS_H
#define GATEWAY_FLOW_RECEIPTS_H

/*
 * Receipts, many in one job: while one job is with the store, those that come
 * are collected for the next.  A district of 40,000 families has 80,000 of
 * them within minutes of an announcement.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct account;
struct db;
struct gateway;
struct news;

/* One; it and what it points to live until done() is called, on the loop.
 * Neither kept nor refused by the world: it, or one that was in the same job,
 * cannot be kept, and is to be tried by itself. */
struct receipt {
	const struct account	*account;
	const struct news	*news;
	void			(*done)(struct receipt *, bool kept,
				    bool world);
	int64_t			 settled;	/* See receive_keep(). */
	STAILQ_ENTRY(receipt)	 next;		/* The module's own. */
};

struct receipts;
struct receipts	*receipts_new(struct gateway *);
void		 receipts_free(struct receipts *);

/* Gives one to be kept, and how many are not kept yet.  On the loop. */
void		 receipts_put(struct receipts *, struct receipt *);
unsigned	 receipts_waiting(const struct receipts *);

/* On the writer: keeps them, in their order, and fills in settled. */
void		 receipts_keep(struct db *, struct gateway *,
		    struct receipt *const list[], unsigned count);

#endif
