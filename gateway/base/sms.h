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
#include <stdint.h>

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

/* Septets of a character in the 7-bit alphabet; 0: it is not in it. */
unsigned	 sms_septets(uint32_t character);

/* How a text will travel.  An empty text has one part; one that needs more
 * than SMS_PARTS says so, and whoever asks refuses it. */
void		 sms_measure(const char *text, struct sms *);

/*
 * The text as it is sent: marks of typography (curly quotes, dashes, three
 * dots in one, spaces that do not break, what is invisible) become those of
 * the 7-bit alphabet, when the whole text is in it then; else it stays as it
 * is, since nothing would be saved.  No letter is ever changed, and the
 * joiners of Persian and Nepali (U+200C, U+200D) stay.
 */
const char	*sms_plain(struct arena *, const char *text);

/* A character that costs more than one of the alphabet would. */
struct sms_cost {
	uint32_t	 character;
	unsigned	 count;		/* So often in the text. */
	enum sms_cost_kind {
		COST_LETTER,	/* Of a language, or its punctuation: it stays. */
		COST_SIGN,	/* A symbol or an emoji: all in UCS-2. */
		COST_TWO,	/* In the 7-bit alphabet, as two septets. */
	} kind;
};

/* Which do, in the order in which they come: in a text of UCS-2 what is not
 * in the 7-bit alphabet, else what costs two.  At most `most`. */
unsigned	 sms_costs(const char *text, struct sms_cost *, unsigned most);

/*
 * The parts themselves, `count` of them, as text: where a carrier cuts, as far
 * as it can be known.  It fills each part to its last unit, in the middle of a
 * word, and the phone joins them again (TS 23.040, 9.2.3.24.1), so nobody is
 * meant to read one alone.  We hand over the whole text and cut nowhere; this
 * is to count, and to show what is counted.
 */
const char	**sms_split(struct arena *, const char *text, unsigned *count);

#endif
