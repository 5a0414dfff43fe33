/*
 * The list of messages, newest first.  A page goes on after the text its
 * PageToken names, so texts that arrive between two pages move nothing; a
 * Page without a token is counted from the newest.
 *
 * date_sent is in whole seconds and null while a text is queued: then no
 * filter by date finds it.  "DateSent>=2026-01-01" is, as a form, a field
 * named "DateSent>", and means from then on, inclusively.
 */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"
#include "base/list.h"
#include "carrier/api.h"
#include "carrier/inside.h"
#include "carrier/say.h"
#include "net/server.h"

#define PAGE_PRESET	50
#define PAGE_MOST	1000
#define LISTING_SIZE	(32 * 1024 * 1024)
#define TOKEN_HEAD	2		/* "PA" */
#define DAY		86400

struct listing {
	struct carrier	*carrier;
	struct form	 query;
	uint64_t	 to, from;	/* 0: any. */
	int64_t		 since, before;	/* Seconds; before is exclusive. */
	bool		 dated, nothing;
	uint32_t	 page, size;
	uint32_t	 next;		/* The text to look at. */
};

/* Seconds; whole_day: no time of day was given. */
static bool
read_date(const char *text, int64_t *seconds, bool *whole_day)
{
	static const struct {
		const char	*format;
		bool		 whole_day;
	} formats[] = {
		{ "%Y-%m-%dT%H:%M:%S", false },
		{ "%Y-%m-%d %H:%M:%S", false },
		{ "%a, %d %b %Y %H:%M:%S", false },
		{ "%Y-%m-%d", true },
	};
	struct tm	 tm;
	const char	*end;
	size_t		 i;

	for (i = 0; i < COUNT(formats); i++) {
		tm = (struct tm){ 0 };
		end = strptime(text, formats[i].format, &tm);
		if (end == NULL || (formats[i].whole_day && *end != '\0'))
			continue;
		*seconds = (int64_t)timegm(&tm);
		*whole_day = formats[i].whole_day;
		return true;
	}
	return false;
}

static bool
read_dates(struct listing *l)
{
	static const struct {
		const char	*name;
		bool		 from, until;
	} filters[] = {
		{ "DateSent", true, true },
		{ "DateSent>", true, false },
		{ "DateSent<", false, true },
	};
	const char	*value;
	int64_t		 seconds;
	bool		 whole_day;
	size_t		 i;

	l->before = INT64_MAX;
	for (i = 0; i < COUNT(filters); i++) {
		value = form_get(&l->query, filters[i].name);
		if (value == NULL || value[0] == '\0')
			continue;
		if (!read_date(value, &seconds, &whole_day))
			return false;
		l->dated = true;
		if (filters[i].from)
			l->since = seconds;
		if (filters[i].until)
			l->before = seconds + (whole_day ? DAY : 1);
	}
	return true;
}

/* A number that is no number, or that nobody has, finds nothing. */
static uint64_t
read_number(struct listing *l, const char *name)
{
	const char	*value = form_get(&l->query, name);
	uint64_t	 digits = number_read(value);

	if (value == NULL || value[0] == '\0')
		return 0;
	if (number_find(&l->carrier->record.numbers, digits) == 0)
		l->nothing = true;
	return digits;
}

static uint32_t
read_count(struct listing *l, const char *name, uint32_t preset,
    uint32_t most)
{
	const char	*value = form_get(&l->query, name);
	long long	 count;
	char		*end;

	if (value == NULL || value[0] == '\0')
		return preset;
	count = strtoll(value, &end, 10);
	if (*end != '\0' || count < 0)
		return preset;
	return count > most ? most : (uint32_t)count;
}

static bool
read_listing(struct carrier *c, struct exchange *x, struct listing *l)
{
	*l = (struct listing){ .carrier = c };
	if (!form_query(exchange_arena(x), exchange_request(x)->url,
	    &l->query) || !read_dates(l))
		return false;
	l->to = read_number(l, "To");
	l->from = read_number(l, "From");
	l->size = read_count(l, "PageSize", PAGE_PRESET, PAGE_MOST);
	l->page = read_count(l, "Page", 0, RECORD_MOST);
	if (l->size == 0)
		l->size = PAGE_PRESET;
	return true;
}

static bool
wanted(const struct listing *l, const struct text *text)
{
	const struct record	*record = &l->carrier->record;
	int64_t			 sent = text->sent / 1000;

	if (text->way == WAY_OURS)
		return false;
	if (l->to != 0 && record_digits(record, text->to) != l->to)
		return false;
	if (l->from != 0 && record_digits(record, text->from) != l->from)
		return false;
	if (!l->dated)
		return true;
	return text->sent != 0 && sent >= l->since && sent < l->before;
}

/* The text to look at after this one: the way that passes fewest. */
static uint32_t
before(const struct listing *l, const struct text *text)
{
	const struct record *record = &l->carrier->record;

	if (l->to != 0 && record_digits(record, text->to) == l->to)
		return text->before_to;
	if (l->from != 0 && record_digits(record, text->from) == l->from)
		return text->before_from;
	return text->n - 1;
}

/* The newest that could be wanted. */
static uint32_t
newest(const struct listing *l)
{
	const struct numbers *numbers = &l->carrier->record.numbers;

	if (l->nothing)
		return 0;
	if (l->to != 0)
		return numbers->list[number_find(numbers, l->to)].newest_to;
	if (l->from != 0)
		return numbers->list[number_find(numbers,
		    l->from)].newest_from;
	return l->carrier->record.newest;
}

/* The next one that is wanted, or NULL. */
static const struct text *
take(struct listing *l)
{
	const struct text *text;

	while ((text = record_text(&l->carrier->record, l->next)) != NULL) {
		l->next = before(l, text);
		if (wanted(l, text))
			return text;
	}
	return NULL;
}

/* Goes to where the page begins. */
static void
seek(struct listing *l)
{
	const char		*token = form_get(&l->query, "PageToken");
	const struct text	*text = NULL;
	uint64_t		 pass = (uint64_t)l->page * l->size;

	if (token != NULL && strlen(token) > TOKEN_HEAD)
		text = record_find(&l->carrier->record, token + TOKEN_HEAD);
	if (text != NULL && !l->nothing) {
		l->next = before(l, text);
		return;
	}
	l->next = newest(l);
	while (pass-- > 0 && take(l) != NULL)
		;
}

/* The path of a page with the same filters; last: of the page before it. */
static void
say_page(struct buf *b, const struct listing *l, uint32_t page,
    const struct text *last)
{
	static const char *const kept[] = {
		"To", "From", "DateSent", "DateSent>", "DateSent<",
	};
	const char	*value;
	char		 sid[RECORD_SID];
	size_t		 i;

	buf_print(b, "\"/2010-04-01/Accounts/%s/Messages.json?",
	    l->carrier->plan.account_sid);
	for (i = 0; i < COUNT(kept); i++) {
		if ((value = form_get(&l->query, kept[i])) == NULL)
			continue;
		buf_url(b, kept[i]);
		buf_char(b, '=');
		buf_url(b, value);
		buf_char(b, '&');
	}
	buf_print(b, "PageSize=%u&Page=%u", l->size, page);
	if (last != NULL)
		buf_print(b, "&PageToken=PA%s",
		    record_sid(&l->carrier->record, last, sid));
	buf_char(b, '"');
}

static void
say_frame(struct buf *b, const struct listing *l, uint32_t count,
    const struct text *last)
{
	uint32_t start = count > 0 ? l->page * l->size : 0;

	buf_print(b, "],\"page\":%u,\"page_size\":%u,\"start\":%u,\"end\":%u",
	    l->page, l->size, start, count > 0 ? start + count - 1 : 0);
	buf_text(b, ",\"first_page_uri\":");
	say_page(b, l, 0, NULL);
	buf_text(b, ",\"uri\":");
	say_page(b, l, l->page, NULL);
	buf_text(b, ",\"previous_page_uri\":");
	if (l->page > 0)
		say_page(b, l, l->page - 1, NULL);
	else
		buf_text(b, "null");
	buf_text(b, ",\"next_page_uri\":");
	if (last != NULL)
		say_page(b, l, l->page + 1, last);
	else
		buf_text(b, "null");
	buf_char(b, '}');
}

static void
say_listing(struct buf *b, struct listing *l)
{
	const struct text	*text, *last = NULL;
	uint32_t		 count = 0;

	buf_text(b, "{\"messages\":[");
	while (count < l->size && (text = take(l)) != NULL) {
		if (count++ > 0)
			buf_char(b, ',');
		say_message(b, l->carrier, text);
		last = text;
	}
	if (count < l->size || take(l) == NULL)
		last = NULL;
	say_frame(b, l, count, last);
}

void
listing_answer(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	struct listing	 l;
	struct buf	 b;

	if (!api_allowed(c, x) || api_broken(c, x))
		return;
	if (!read_listing(c, x, &l)) {
		say_error(x, 400, 20001, "Invalid Parameter");
		return;
	}
	buf_init(&b, LISTING_SIZE);
	seek(&l);
	say_listing(&b, &l);
	say_answer(x, 200, &b);
	buf_free(&b);
}
