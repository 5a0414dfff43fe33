/*
 * Long texts, as pages tell of them.  Signs are named when the text would have
 * fewer parts without them: next to letters that need the large alphabet
 * anyway an emoji costs next to nothing.
 */

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/sms.h"
#include "base/text.h"
#include "flow/preview.h"
#include "web/lengthy.h"

#define COSTS_MOST	64	/* Different signs of a text. */
#define SIGNS_SHOWN	8
#define JOINER		0x200du
#define AS_EMOJI	0xfe0fu

struct signs {
	struct sms_cost	 list[COSTS_MOST];
	unsigned	 count;
};

static void
find_signs(const char *text, struct signs *signs)
{
	struct sms_cost	 all[COSTS_MOST];
	unsigned	 n = sms_costs(text, all, COSTS_MOST);

	signs->count = 0;
	for (unsigned i = 0; i < n; i++)
		if (all[i].kind != COST_LETTER)
			signs->list[signs->count++] = all[i];
}

static bool
is_sign(const struct signs *signs, uint32_t c)
{
	for (unsigned i = 0; i < signs->count; i++)
		if (signs->list[i].character == c)
			return true;
	return false;
}

static unsigned
parts_of(const char *text)
{
	struct sms sms;

	sms_measure(text, &sms);
	return sms.parts;
}

/* Its parts without them; several emoji may be joined to one. */
static unsigned
parts_without(struct arena *arena, const char *text,
    const struct signs *signs)
{
	const char	*at = text, *rest;
	struct buf	 out;
	bool		 left_out = false;
	uint32_t	 c;

	buf_init(&out, strlen(text) + 1);
	for (; (c = text_next(&at)) != 0; text = at) {
		left_out = is_sign(signs, c) || (left_out && c == JOINER);
		if (!left_out)
			buf_add(&out, text, (size_t)(at - text));
	}
	rest = buf_keep(&out, arena);
	buf_free(&out);
	return parts_of(sms_plain(arena, rest));
}

/* The colors of skin belong to the emoji before them; the halves of a flag
 * are one. */
static const char *
name_signs(struct arena *arena, const struct signs *signs, unsigned *count)
{
	const char	*all = "";
	bool		 half = false;
	char		 sign[5];
	uint32_t	 c;

	*count = 0;
	for (unsigned i = 0; i < signs->count && *count < SIGNS_SHOWN; i++) {
		c = signs->list[i].character;
		if (c == AS_EMOJI || (c >= 0x1f3fb && c <= 0x1f3ff))
			continue;
		(void)text_point(c, sign);
		half = c >= 0x1f1e6 && c <= 0x1f1ff && !half;
		all = arena_print(arena, "%s%s%s", all, *all == '\0' ||
		    (!half && c >= 0x1f1e6 && c <= 0x1f1ff) ? "" : " ", sign);
		*count += !half;
	}
	return all;
}

/* some: it is so in some languages. */
static json_t *
say(struct arena *arena, const char *text, unsigned parts, bool some)
{
	static const char *const sentences[2][2] = {
		{ "text", "some" },
		{ "very", "very_some" },
	};
	struct signs	 signs;
	const char	*names = "";
	unsigned	 n = 0;

	if (parts <= LENGTHY_SOFT)
		return json_null();
	find_signs(text, &signs);
	if (signs.count > 0 &&
	    parts_without(arena, text, &signs) < parts_of(text))
		names = name_signs(arena, &signs, &n);
	return json_pack("{s:s, s:b, s:o, s:I}", "sentence",
	    sentences[parts > LENGTHY_HARD][some],
	    "very", (int)(parts > LENGTHY_HARD), "signs", n == 0 ?
	    json_null() : json_string(names), "sign_count", (json_int_t)n);
}

json_t *
lengthy_text(struct arena *arena, const char *text, bool some)
{
	return say(arena, text, parts_of(text), some);
}

static unsigned
cap(const struct preview_sample *s)
{
	return s == NULL || s->lasting <= LENGTHY_SOFT ? 0 :
	    s->lasting <= LENGTHY_HARD ? 1 : 2;
}

/* What stands around the author's words in some languages makes them longer:
 * their own are the shortest. */
json_t *
lengthy_json(struct arena *arena, const struct preview *p)
{
	const struct preview_sample *own = NULL, *most = NULL, *s;

	for (unsigned i = 0; i < p->sample_count; i++) {
		s = &p->samples[i];
		if (s->channel != CHANNEL_SMS)
			continue;
		if (s->words == NULL && (own == NULL ||
		    s->lasting < own->lasting))
			own = s;
		if (most == NULL || s->lasting > most->lasting)
			most = s;
	}
	if (cap(most) == 0)
		return json_null();
	return cap(own) == cap(most) ? say(arena, own->text, own->lasting,
	    false) : say(arena, most->text, most->lasting, true);
}
