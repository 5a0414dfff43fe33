/*
 * The language of a page, and its days and hours.
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/lang.h"
#include "base/page_template.h"
#include "base/wording.h"
#include "base/zone.h"
#include "flow/frame.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_speech.h"

#define ENGLISH		"en-US"
#define ASKED		20	/* Languages of a browser that are read. */
#define TAG		35	/* Characters of one of them. */

/* ------------------------------------------------------------- language */

/* How much a browser wants it, of 1000: ";q=0.8", or all. */
static int
weight(const char *text)
{
	const char	*at = strstr(text, "q=");
	int		 sum = 0, unit = 100;

	if (at == NULL)
		return 1000;
	at += 2;
	if (*at != '0')
		return 1000;
	if (*++at == '.')
		for (at++; isdigit((unsigned char)*at) && unit > 0; at++) {
			sum += (*at - '0') * unit;
			unit /= 10;
		}
	return sum;
}

/* What the browser asks for most that there are words of; of two that it
 * wants alike the first. */
static const char *
asked(struct visit *v)
{
	const char	*list = headers_get(
			    &exchange_request(v->exchange)->headers,
			    "Accept-Language"), *best = ENGLISH, *tag;
	char		*one;
	size_t		 length;
	int		 most = 0, w;

	for (int i = 0; list != NULL && *list != '\0' && i < ASKED; i++) {
		list += strspn(list, ", \t");
		length = strcspn(list, ",");
		one = arena_copy(v->arena, list, length);
		list += length;
		w = weight(one);
		one[strcspn(one, "; \t")] = '\0';
		tag = strlen(one) > TAG ? NULL : lang_tag(one);
		if (tag == NULL || w <= most ||
		    !page_words_has(v->web->words, tag))
			continue;
		most = w;
		best = tag;
	}
	return best;
}

void
page_speech_choose(struct visit *v)
{
	const char *chosen = v->who.person == 0 ? NULL : v->who.language;

	if (chosen != NULL && *chosen != '\0' &&
	    page_words_has(v->web->words, chosen))
		v->language = chosen;
	else
		v->language = asked(v);
}

const char *
page_speech(const struct visit *v)
{
	return v->language == NULL ? ENGLISH : v->language;
}

/* ----------------------------------------------------------------- time */

static const struct wordings *
wordings(const struct visit *v)
{
	return frames_wordings(v->web->gateway->frames);
}

json_t *
page_when(struct visit *v, int64_t time)
{
	const struct zone	*zone = v->web->gateway->zone;
	const char		*language = page_speech(v), *hour, *words;
	struct wall		 w;
	int64_t			 days;

	if (time == 0)
		return json_null();
	zone_wall(zone, time, &w);
	hour = wording_time(wordings(v), v->arena, language, &w);
	days = (v->viewer.now - time) / DAYS(1);
	if (zone_day(zone, time) == zone_day(zone, v->viewer.now))
		words = hour;
	else if (days > -6 && days < 6)
		words = arena_print(v->arena, "%s %s", wording_weekday(
		    wordings(v), v->arena, language, &w), hour);
	else
		words = wording_day(wordings(v), v->arena, language, &w);
	return json_pack("{s:o, s:s, s:s, s:s}", "machine", api_time(v, time),
	    "words", words, "hour", hour, "long", wording_moment(wordings(v),
	    v->arena, language, &w));
}

const char *
page_date(struct visit *v, int64_t time)
{
	const struct zone	*zone = v->web->gateway->zone;
	struct wall		 w, now;

	zone_wall(zone, time, &w);
	zone_wall(zone, v->viewer.now, &now);
	return w.year == now.year ?
	    wording_date(wordings(v), v->arena, page_speech(v), &w) :
	    wording_whole(wordings(v), v->arena, page_speech(v), &w);
}

const char *
page_clock(struct visit *v, int64_t minute)
{
	struct wall w = { .year = 2000, .month = 1, .day = 1,
	    .hour = (int)(minute / 60 % 24), .minute = (int)(minute % 60) };

	return wording_time(wordings(v), v->arena, page_speech(v), &w);
}

/* Of 20261122. */
static struct wall
wall_of(int64_t day)
{
	return (struct wall){ .year = (int)(day / 10000),
	    .month = (int)(day / 100 % 100), .day = (int)(day % 100) };
}

const char *
page_day(struct visit *v, int64_t day)
{
	struct wall w = wall_of(day);

	return wording_whole(wordings(v), v->arena, page_speech(v), &w);
}

const char *
page_month(struct visit *v, int64_t month)
{
	struct wall w = wall_of(month * 100 + 1);

	return wording_month(wordings(v), v->arena, page_speech(v), &w);
}

const char *
page_month_short(struct visit *v, int64_t month)
{
	struct wall w = wall_of(month * 100 + 1);

	return wording_month_short(wordings(v), v->arena, page_speech(v), &w);
}
