#ifndef GATEWAY_CARRIER_SEND_H
#define GATEWAY_CARRIER_SEND_H

/*
 * POST Messages.json: the text is looked at as Twilio looks at it, taken,
 * given its life and answered; or not, when a fault is on.
 */

#include <stdint.h>

struct carrier;
struct exchange;

/* The route. */
void	 send_text(struct exchange *, void *carrier);

/* The 201 for text n, as it was when it was taken.  While the carrier
 * closes, or when the text is gone, the line is dropped. */
void	 send_answer(struct carrier *, struct exchange *, uint32_t n);

/* Ends the answers that are to come late. */
void	 send_close(struct carrier *);

#endif
