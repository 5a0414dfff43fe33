#ifndef GATEWAY_CARRIER_PHONE_H
#define GATEWAY_CARRIER_PHONE_H

/*
 * The phones: one writes a text to a line, and those whose nature it is (see
 * fault.h) answer by themselves.
 *
 * STOP and its kin, as the whole text, close the way from that line to that
 * phone; START and its kin open it again; HELP is answered.  The carrier
 * answers these by itself, as Twilio does, and carries them to the gateway
 * like any other text.
 */

#include <stdint.h>

struct carrier;
struct text;

/* NULL: there is no room for the numbers. */
struct text	*phone_write(struct carrier *, const struct text *like,
		    const char *body, const char *const *media);

/* A text was delivered to that phone. */
void		 phone_got(struct carrier *, uint32_t phone, uint32_t line);

#endif
