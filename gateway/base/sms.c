/*
 * How a text travels as SMS.
 *
 * The 7-bit alphabet is a table of what each character costs; where its
 * septet lies is the carrier's affair, for we hand over text.  Note the
 * capital C-cedilla, which the standard has, and not the small one, which a
 * well-known list has in its place.
 *
 * Parts are filled greedily, which is what carriers do, so the price shown
 * is the price paid.
 */

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/sms.h"
#include "base/text.h"

/* Septets of each character of Latin-1, sixteen a row; 0: not in it. */
static const char	latin_1[] =
	"0000000000102100"	/* LF, FF (an extension), CR */
	"0000000000000000"
	"1111111111111111"
	"1111111111111111"
	"1111111111111111"	/* @ A B C ... */
	"1111111111122221"	/* ... [ \ ] ^ _ */
	"0111111111111111"	/* ` is not in it */
	"1111111111122220"	/* ... { | } ~ */
	"0000000000000000"
	"0000000000000000"
	"0101110100000000"	/* ¡ £ ¤ ¥ § */
	"0000000000000001"	/* ¿ */
	"0000111101000000"	/* Ä Å Æ Ç É */
	"0100001010001001"	/* Ñ Ö Ø Ü ß */
	"1000111011001000"	/* à ä å æ è é ì */
	"0110001011001000";	/* ñ ò ö ø ù ü */

#define ALONE_GSM7	160
#define ALONE_UCS2	70
#define PART_GSM7	153
#define PART_UCS2	67

unsigned
sms_septets(uint32_t c)
{
	if (c < 0x100)
		return ((unsigned)(latin_1[c] - '0'));
	switch (c) {
	case 0x0393: case 0x0394: case 0x0398: case 0x039b: case 0x039e:
	case 0x03a0: case 0x03a3: case 0x03a6: case 0x03a8: case 0x03a9:
		return (1);		/* Γ Δ Θ Λ Ξ Π Σ Φ Ψ Ω */
	case 0x20ac:
		return (2);		/* € */
	default:
		return (0);
	}
}

/* How many bytes of the text make a part of several. */
static size_t
part_of(enum sms_encoding encoding, const char *text)
{
	const char	*at = text, *end;
	unsigned	 used = 0;

	if (encoding == SMS_UCS2)
		return (text_fit(text, PART_UCS2));
	do {
		end = at;
		if (*at == '\0')
			break;
		used += sms_septets(text_next(&at));
	} while (used <= PART_GSM7);
	return ((size_t)(end - text));
}

/* False: it is not all in the alphabet. */
static bool
count_septets(const char *text, size_t *units)
{
	unsigned	 cost;

	for (*units = 0; *text != '\0'; *units += cost)
		if ((cost = sms_septets(text_next(&text))) == 0)
			return (false);
	return (true);
}

static unsigned
count_parts(enum sms_encoding encoding, const char *text)
{
	unsigned	 parts = 0;

	for (; *text != '\0'; parts++)
		text += part_of(encoding, text);
	return (parts);
}

void
sms_measure(const char *text, struct sms *sms)
{
	size_t	 alone = ALONE_GSM7;

	sms->encoding = SMS_GSM7;
	if (!count_septets(text, &sms->units)) {
		sms->encoding = SMS_UCS2;
		sms->units = text_units(text);
		alone = ALONE_UCS2;
	}
	sms->parts = sms->units <= alone ? 1 :
	    count_parts(sms->encoding, text);
}

const char **
sms_split(struct arena *arena, const char *text, unsigned *count)
{
	struct sms	 sms;
	const char	**parts;
	size_t		 bytes;

	sms_measure(text, &sms);
	parts = NEW_LIST(arena, const char *, sms.parts);
	*count = sms.parts;
	for (unsigned i = 0; i < sms.parts; i++, text += bytes) {
		bytes = sms.parts == 1 ? strlen(text) :
		    part_of(sms.encoding, text);
		parts[i] = arena_copy(arena, text, bytes);
	}
	return (parts);
}
