#ifndef GATEWAY_FLOW_RECEIVE_H
#define GATEWAY_FLOW_RECEIVE_H

/*
 * A provider tells us something: receipts for what we sent, or what families
 * wrote.  Is it genuine?  What does it say?  Keep it.  Then, and only then,
 * answer that we have it.
 *
 * Nothing genuine is lost: what is not understood, or refused by its own
 * fault, is kept raw as a stray and answered as success; what the world
 * refused is answered `later`, and the provider sends it again.
 */

#include <stdint.h>

#include "provider.h"

struct db;
struct gateway;

/* One webhook.  answered() is called on the loop, once, with the provider's
 * yes, later or never.  The request belongs to the arena. */
struct receiving;
void	receive(struct gateway *, const struct account *,
	    const struct request *, struct arena *,
	    void (*answered)(void *arg, const struct answer *), void *arg);

/* One piece of news, however it came (webhook or listing).  On the writer.
 * The attempt that must not be launched any more, because a receipt of an
 * earlier launch has just settled it, or 0; for receive_kept() on the loop,
 * when the news was kept. */
int64_t	receive_keep(struct db *, struct gateway *, const struct account *,
	    const struct news *, int64_t now);
void	receive_kept(struct gateway *, int64_t attempt);

#endif
