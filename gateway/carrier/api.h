#ifndef GATEWAY_CARRIER_API_H
#define GATEWAY_CARRIER_API_H

/*
 * What Twilio's requests have in common, and the reading ones: one message,
 * and the list of messages with its filters and pages (listing.c).
 */

#include <stdbool.h>

#include "base/list.h"

struct carrier;
struct exchange;

/* False: wrong credentials or another account; it was answered. */
bool	 api_allowed(struct carrier *, struct exchange *) must_use;

/* True: a fault for all requests met this one, and it was answered. */
bool	 api_broken(struct carrier *, struct exchange *) must_use;

/* The error, answered, that Twilio gives for a thing it has not. */
void	 api_not_found(struct exchange *);

/* The routes. */
void	 api_one(struct exchange *, void *carrier);
void	 listing_answer(struct exchange *, void *carrier);

#endif
