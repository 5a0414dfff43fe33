/*
 * What a text costs, and the typography that need not.
 *
 * The marks are those that word processors and phones put in by themselves;
 * most are on the list of GOV.UK Notify.  Not on ours: what changes how a
 * word is read (letters, accents), fractions (two and a half would become
 * 21/2), and the joiners.
 */

#include <string.h>
#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/sms.h"
#include "base/text.h"

static const struct mark {
	uint32_t	 from, to;	/* A run of characters. */
	const char	*plain;
} marks[] = {
	{ 0x0009, 0x0009, " " },	/* Tab */
	{ 0x0060, 0x0060, "'" },	/* Grave and acute, as quotes */
	{ 0x00a0, 0x00a0, " " },
	{ 0x00ab, 0x00ab, "\"" },	/* Guillemets */
	{ 0x00ad, 0x00ad, "" },		/* Soft hyphen */
	{ 0x00b4, 0x00b4, "'" },
	{ 0x00bb, 0x00bb, "\"" },
	{ 0x061c, 0x061c, "" },		/* Marks of direction */
	{ 0x2000, 0x200a, " " },	/* Spaces of printers */
	{ 0x200b, 0x200b, "" },		/* Zero width space */
	{ 0x200e, 0x200f, "" },
	{ 0x2010, 0x2015, "-" },	/* Hyphens and dashes */
	{ 0x2018, 0x201b, "'" },	/* Curly and low quotes */
	{ 0x201c, 0x201f, "\"" },
	{ 0x2022, 0x2022, "-" },	/* Bullet */
	{ 0x2026, 0x2026, "..." },
	{ 0x2028, 0x2029, "\n" },	/* Line and paragraph */
	{ 0x202a, 0x202e, "" },
	{ 0x202f, 0x202f, " " },
	{ 0x2032, 0x2032, "'" },	/* Primes */
	{ 0x2033, 0x2033, "\"" },
	{ 0x2039, 0x203a, "'" },
	{ 0x205f, 0x205f, " " },
	{ 0x2060, 0x2060, "" },		/* Word joiner */
	{ 0x2066, 0x2069, "" },
	{ 0x2212, 0x2212, "-" },	/* Minus */
	{ 0xfeff, 0xfeff, "" },
};

/* What stands for a mark; NULL: it is none. */
static const char *
plain_mark(uint32_t c)
{
	for (size_t i = 0; i < COUNT(marks); i++)
		if (c >= marks[i].from && c <= marks[i].to)
			return (marks[i].plain);
	return (NULL);
}

/* False: a character is neither in the alphabet nor a mark. */
static bool
would_fit(const char *text, bool *marked)
{
	uint32_t	 c;

	*marked = false;
	while ((c = text_next(&text)) != 0) {
		if (sms_septets(c) != 0)
			continue;
		if (plain_mark(c) == NULL)
			return (false);
		*marked = true;
	}
	return (true);
}

const char *
sms_plain(struct arena *arena, const char *text)
{
	const char	*at, *mark;
	struct buf	 out;
	bool		 marked;
	uint32_t	 c;

	if (!would_fit(text, &marked) || !marked)
		return (text);
	buf_init(&out, 3 * strlen(text) + 1);
	for (at = text; (c = text_next(&at)) != 0; text = at) {
		mark = sms_septets(c) != 0 ? NULL : plain_mark(c);
		if (mark != NULL)
			buf_text(&out, mark);
		else
			buf_add(&out, text, (size_t)(at - text));
	}
	at = buf_keep(&out, arena);
	buf_free(&out);
	return (at);
}

static enum sms_cost_kind
kind_of(uint32_t c)
{
	if (sms_septets(c) != 0)
		return (COST_TWO);
	return ((U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK |
	    U_GC_N_MASK | U_GC_P_MASK | U_GC_CF_MASK)) != 0 &&
	    !u_hasBinaryProperty((UChar32)c, UCHAR_EMOJI_PRESENTATION) &&
	    c != 0xfe0f ? COST_LETTER : COST_SIGN);
}

static void
count_cost(struct sms_cost *list, unsigned *count, unsigned most, uint32_t c)
{
	for (unsigned i = 0; i < *count; i++)
		if (list[i].character == c) {
			list[i].count++;
			return;
		}
	if (*count < most)
		list[(*count)++] = (struct sms_cost){ c, 1, kind_of(c) };
}

unsigned
sms_costs(const char *text, struct sms_cost *list, unsigned most)
{
	unsigned	 count = 0, dear;
	struct sms	 sms;
	uint32_t	 c;

	sms_measure(text, &sms);
	dear = sms.encoding == SMS_GSM7 ? 2 : 0;
	while ((c = text_next(&text)) != 0)
		if (sms_septets(c) == dear)
			count_cost(list, &count, most, c);
	return (count);
}
