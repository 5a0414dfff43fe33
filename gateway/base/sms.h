#ifndef GATEWAY_BASE_SMS_H
#define GATEWAY_BASE_SMS_H

/*
 * How a text travels as SMS (3GPP TS 23.038 and 23.040): in the 7-bit
 * alphabet when every character is in it (160 septets alone, 153 a part of
 * several; the extension characters cost two and never straddle parts), or
 * else in UCS-2, really UTF-16 (70 alone, 67 a part; no grapheme is split
 * unless it alone is longer than a part).  Pure, any thread.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum sms_encoding {
	SMS_GSM7,
	SMS_UCS2,
};

#define SMS_PARTS	255	/* The concatenation header cannot say more. */

struct sms {
	enum sms_encoding	 encoding;
	size_t			 units;		/* Septets or UTF-16 units. */
	unsigned		 parts;		/* Carriers count and bill these. */
};

/* How a text will travel.  An empty text has one part; one that needs more
 * than SMS_PARTS says so, and whoever asks refuses it. */
void		 sms_measure(const char *text, struct sms *);

/* The parts themselves, `count` of them, as text. */
const char	**sms_split(struct arena *, const char *text, unsigned *count);

#endif
