/*
 * Phone numbers that would turn round, found by hand: a text is rendered by
 * the ten thousand, and the expressions by which guard.h finds them cost a
 * millisecond each time.  What is one here is one there, and stays whole on
 * its way through a translator.
 *
 *	(508) 555-0100, 508-555-0100, 508 555 0100; with 1 or +1 before
 *	+52 55 1234 5678
 *	555-0100, where a word beside it says that one calls there
 *
 * In digits of any script, but not in a link or a mailbox.  What has only
 * spaces between its groups may be three rooms, unless all of it could be
 * dialed here.
 */

#include <string.h>
#include <strings.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/phones.h"

#define FAR_LEAST	6	/* Digits and signs behind +N, */
#define FAR_MOST	19	/* at most. */
#define NEAR		80	/* Bytes. */
#define OPENS		0x2068u
#define CLOSES		0x2069u
#define FIRST_BYTE	0xd6	/* No letter that is written from the right
				 * begins with less: all texts are looked
				 * through. */

bool
phones_turn(const char *text)
{
	uint32_t c;

	while (*text != '\0') {
		if ((unsigned char)*text < FIRST_BYTE) {
			text++;
			continue;
		}
		c = text_next(&text);
		if ((c >= 0x590 && c < 0x900) || (c >= 0xfb1d && c < 0xfe00) ||
		    (c >= 0xfe70 && c < 0xff00))
			return true;
	}
	return false;
}

static bool
digits(const char **at, unsigned n)
{
	const char *p = *at;

	while (n > 0 && u_isdigit((UChar32)text_next(&p)))
		n--;
	if (n == 0)
		*at = p;
	return n == 0;
}

/* One of these characters, if it is there. */
static bool
one_of(const char **at, const char *signs)
{
	if (**at == '\0' || strchr(signs, **at) == NULL)
		return false;
	(*at)++;
	return true;
}

/* No area and no exchange begins with 0 or 1. */
static bool
may_begin(const char *p)
{
	return u_charDigitValue((UChar32)text_next(&p)) > 1;
}

/* The four that find where a number that begins there ends, or NULL. */
static const char *
near(const char *p)
{
	const char	*area = p, *exchange;
	bool		 spaces = true;		/* Nothing else. */

	if (one_of(&p, "(")) {
		if (!digits(&p, 3) || !one_of(&p, ")"))
			return NULL;
		(void)one_of(&p, " ");
		spaces = false;
	} else if (!digits(&p, 3) || !one_of(&p, " .-")) {
		return NULL;
	}
	spaces = spaces && p[-1] == ' ';
	exchange = p;
	if (!digits(&p, 3) || !one_of(&p, " .-"))
		return NULL;
	spaces = spaces && p[-1] == ' ';
	if (spaces && (!may_begin(area) || !may_begin(exchange)))
		return NULL;
	return digits(&p, 4) ? p : NULL;
}

/* Pages 200-2000 look the same. */
static const char *
local(const char *p)
{
	return may_begin(p) && digits(&p, 3) && one_of(&p, ".-") &&
	    digits(&p, 4) ? p : NULL;
}

static const char *
with_one(const char *p)
{
	(void)one_of(&p, "+");
	if (!one_of(&p, "1"))
		return NULL;
	(void)one_of(&p, " .-");
	return near(p);
}

static const char *
far(const char *p)
{
	const char	*end = NULL;
	unsigned	 n = 0;

	if (!one_of(&p, "+") || !digits(&p, 1))
		return NULL;
	while (n < FAR_MOST && (digits(&p, 1) || one_of(&p, " .()-"))) {
		n++;
		if (n >= FAR_LEAST && strchr(" .()-", p[-1]) == NULL)
			end = p;
	}
	return end;
}

static bool
is_latin(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Whether a slash there is one of a link: oak.example/, but not Phone/. */
static bool
ends_host(const char *text, const char *slash)
{
	bool letter = false, dot = false;

	while (slash > text && strchr(" \t\n", *--slash) == NULL) {
		letter = letter || is_latin(*slash);
		dot = dot || *slash == '.';
	}
	return letter && dot;
}

/* Whether it stands in a link or a mailbox, or in a name like X-508. */
static bool
is_elsewhere(const char *text, const char *at, const char *end)
{
	const char *p = at;

	if (p > text && is_latin(p[-1]))
		return true;
	if (p - text > 1 && p[-1] == '-' && (is_latin(p[-2]) ||
	    (p[-2] >= '0' && p[-2] <= '9')))
		return true;
	while (p > text && strchr(" \t\n", p[-1]) == NULL)
		if (strchr("@=?_", *--p) != NULL ||
		    (*p == '/' && ends_host(text, p)))
			return true;
	return *end == '@' || ((*end == '.' || *end == '-') &&
	    is_latin(end[1]));
}

/* Whether one of the words by which people say that it is a phone begins
 * there: of English, Arabic, Persian and Dari, Pashto, Urdu, Hebrew. */
static bool
tells(const char *text, const char *p)
{
	static const char *const words[] = { "phone", "telephone", "call",
	    "tel", "text", "dial", "هاتف", "اتصل", "اتصال", "جوال", "تلفون",
	    "رقم", "تلفن", "تماس", "زنگ", "شماره", "ټلیفون", "تلیفون", "زنګ",
	    "شمېر", "شمیر", "فون", "نمبر", "טלפון", "התקשר", "להתקשר",
	    "מספר" };
	size_t n;

	for (size_t i = 0; i < COUNT(words); i++) {
		n = strlen(words[i]);
		if (strncasecmp(p, words[i], n) == 0 && (!is_latin(*p) ||
		    (!is_latin(p[n]) && (p == text || !is_latin(p[-1])))))
			return true;
	}
	return false;
}

/* Whether one stands near, in the same part of the sentence. */
static bool
is_told(const char *text, const char *at, const char *end)
{
	const char *p = at;

	while (p > text && at - p < NEAR && strchr(".!?;,\n", p[-1]) == NULL)
		if (tells(text, --p))
			return true;
	for (p = end; *p != '\0' && p - end < NEAR && strchr(".!?;,\n",
	    *p) == NULL; p++)
		if (tells(text, p))
			return true;
	return false;
}

/* Where the number that begins there ends, or NULL: none does. */
static const char *
number_end(const char *text, const char *at)
{
	const char *end = with_one(at), *p;

	if (end == NULL)
		end = near(at);
	if (end == NULL && (end = local(at)) != NULL &&
	    !is_told(text, at, end))
		end = NULL;
	if (end == NULL)
		end = far(at);
	p = end;
	return end == NULL || digits(&p, 1) || is_elsewhere(text, at, end) ?
	    NULL : end;
}

/* The number with dots; +1 is not dialed here. */
static void
put_dotted(struct buf *out, const char *at, const char *end)
{
	bool		 dot = false;
	const char	*next;

	if (at[0] == '+' && at[1] == '1' && with_one(at) == end)
		at += 2;
	at += strspn(at, " .-(");
	for (; at < end; at = next) {
		next = at;
		if (one_of(&next, " .-()")) {
			dot = true;
			continue;
		}
		(void)text_next(&next);
		if (dot)
			buf_char(out, '.');
		buf_add(out, at, (size_t)(next - at));
		dot = false;
	}
}

/* Between digits that are Arabic themselves only a dot will do. */
static void
put_isolated(struct buf *out, const char *at, const char *end)
{
	const char *other = at;

	while (other < end && (unsigned char)*other < 0x80)
		other++;
	buf_text(out, "\u2068");
	if (other < end)
		put_dotted(out, at, end);
	else
		buf_add(out, at, (size_t)(end - at));
	buf_text(out, "\u2069");
}

/* Whether what ends there stands in an isolate. */
static bool
is_inside(const char *text, const char *end)
{
	bool	 inside = false;
	uint32_t c;

	while (text < end && (c = text_next(&text)) != 0)
		inside = c == OPENS || (inside && c != CLOSES);
	return inside;
}

static const char *
put_all(struct arena *arena, const char *words, bool isolate)
{
	const char	*at = words, *end;
	struct buf	 out;
	bool		 behind = false;	/* A digit. */
	uint32_t	 c;

	buf_init(&out, 2 * strlen(words) + 1);
	while (*at != '\0') {
		end = behind ? NULL : number_end(words, at);
		if (end == NULL || (isolate && is_inside(words, at))) {
			end = at;
			c = text_next(&end);
			behind = u_isdigit((UChar32)c);
			buf_add(&out, at, (size_t)(end - at));
		} else {
			(isolate ? put_isolated : put_dotted)(&out, at, end);
			behind = true;
		}
		at = end;
	}
	at = buf_keep(&out, arena);
	buf_free(&out);
	return at;
}

const char *
phones_dotted(struct arena *arena, const char *words)
{
	return put_all(arena, words, false);
}

const char *
phones_kept(struct arena *arena, const char *words)
{
	return phones_turn(words) ? phones_dotted(arena, words) : words;
}

const char *
phones_isolated(struct arena *arena, const char *words)
{
	return put_all(arena, words, true);
}
