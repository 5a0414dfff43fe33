#ifndef GATEWAY_CARRIER_POST_H
#define GATEWAY_CARRIER_POST_H

/*
 * Webhooks: a receipt or a reply as a form, signed as Twilio signs, to the
 * URL of its life.  One is tried again once when nobody was there to hear
 * it (a setting of the plan), as Twilio does; life_told() follows, once.
 */

#include "base/form.h"
#include "carrier/record.h"

struct arena;
struct carrier;
struct life;

/* TEXT_RECEIVED: a reply; any other: a receipt with that status. */
void	 post_tell(struct carrier *, struct life *, const struct text *,
	    enum text_status);

/* X-Twilio-Signature: base64 of the HMAC-SHA1, under the token, of the URL
 * without its fragment and each name and value, by names. */
char	*post_sign(struct arena *, const char *token, const char *url,
	    const struct form *);

#endif
