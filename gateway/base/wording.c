/*
 * Days, hours and names: what a file of words says of them goes over what ICU
 * says (wording_icu.c), and both are said here.
 */

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/locale_about.h"
#include "base/wording.h"
#include "base/wording_inside.h"
#include "base/zone.h"

#define LONGEST		(64 << 10)

struct own {
	const char	*language;
	struct style	 style;
};

struct wordings {
	struct own	*list;
	size_t		 count;
};

/* -------------------------------------------------------- from the files */

/* The letter of a name in braces, which locale_about.c has seen. */
static char
named(const char *name, size_t length)
{
	static const struct {
		const char	*name;
		char		 letter;
	} names[] = {
		{ "weekday", 'W' }, { "month", 'N' }, { "day", 'd' },
		{ "hour", 'h' }, { "hour24", 'G' }, { "minute", 'm' },
		{ "half", 'a' }, { "date", '1' }, { "time", '2' },
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (strlen(names[i].name) == length &&
		    strncmp(names[i].name, name, length) == 0)
			return names[i].letter;
	abort();
}

static const char *
from_braces(struct arena *arena, const char *pattern, const struct style *s)
{
	struct buf	 out;
	const char	*end;
	char		 mark[] = { FIELD, 0, '\0' }, *all;

	buf_init(&out, LONGEST);
	for (; *pattern != '\0'; pattern = end) {
		if (*pattern != '{') {
			end = pattern + strcspn(pattern, "{");
			buf_text(&out, arena_copy(arena, pattern,
			    (size_t)(end - pattern)));
			continue;
		}
		end = strchr(pattern, '}') + 1;
		mark[1] = named(pattern + 1, (size_t)(end - pattern) - 2);
		buf_text(&out, mark[1] == '1' ? s->date :
		    mark[1] == '2' ? s->time : mark);
	}
	all = buf_keep(&out, arena);
	buf_free(&out);
	return all;
}

static void
copy_names(struct arena *arena, const char **to, const char *const *from,
    size_t count)
{
	for (size_t i = 0; i < count && from[0] != NULL; i++)
		to[i] = arena_text(arena, from[i]);
}

static void
overrule(struct arena *arena, struct style *s, const struct locale_dates *d)
{
	bool	parts = d->date != NULL || d->time != NULL;

	copy_names(arena, s->weekdays, d->weekdays, 7);
	copy_names(arena, s->months, d->months, 12);
	copy_names(arena, s->short_months, d->months, 12);
	copy_names(arena, s->halves, d->halves, 2);
	if (d->date != NULL)
		s->date = from_braces(arena, d->date, s);
	if (d->time != NULL)
		s->time = from_braces(arena, d->time, s);
	if (d->moment != NULL || parts)
		s->moment = from_braces(arena, d->moment != NULL ? d->moment :
		    "{date}, {time}", s);
	if (d->comma != NULL)
		s->first = s->middle = arena_text(arena, d->comma);
	if (d->and != NULL)
		s->two = s->last = arena_text(arena, d->and);
}

struct wordings *
wordings_read(struct arena *arena, const struct locales *locales)
{
	struct wordings		*w = NEW(arena, struct wordings);
	unsigned		 n = locales_count(locales);
	const struct locale_dates *dates;
	const char		*language;

	w->list = NEW_LIST(arena, struct own, n);
	for (unsigned i = 0; i < n; i++) {
		language = locales_language(locales, i);
		if ((dates = locales_dates(locales, language)) == NULL)
			continue;
		w->list[w->count].language = arena_text(arena, language);
		w->list[w->count].style = *wording_style(language);
		overrule(arena, &w->list[w->count++].style, dates);
	}
	return w;
}

/* ----------------------------------------------------------------- said */

static const struct style *
style_of(const struct wordings *w, const char *language)
{
	for (size_t i = 0; i < w->count; i++)
		if (strcmp(w->list[i].language, language) == 0)
			return &w->list[i].style;
	return wording_style(language);
}

/* 0 is Sunday; by the rule of Sakamoto. */
static int
weekday(const struct wall *wall)
{
	static const int	shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2,
				    4 };
	int			year = wall->year - (wall->month < 3);

	return (year + year / 4 - year / 100 + year / 400 +
	    shift[wall->month - 1] + wall->day) % 7;
}

static void
put(struct buf *out, const struct style *s, char what,
    const struct wall *wall)
{
	switch (what) {
	case 'W': case 'w':
		buf_text(out, s->weekdays[weekday(wall)]);
		break;
	case 'N': case 'S':
		buf_text(out, s->months[wall->month - 1]);
		break;
	case 'B':
		buf_text(out, s->short_months[wall->month - 1]);
		break;
	case 'n':
		buf_print(out, "%d", wall->month);
		break;
	case 'M':
		buf_print(out, "%02d", wall->month);
		break;
	case 'd':
		buf_print(out, "%d", wall->day);
		break;
	case 'D':
		buf_print(out, "%02d", wall->day);
		break;
	case 'Y':
		buf_print(out, "%d", wall->year);
		break;
	case 'h':
		buf_print(out, "%d", (wall->hour + 11) % 12 + 1);
		break;
	case 'H':
		buf_print(out, "%d", wall->hour);
		break;
	case 'G':
		buf_print(out, "%02d", wall->hour);
		break;
	case 'm':
		buf_print(out, "%02d", wall->minute);
		break;
	case 'a':
		buf_text(out, s->halves[wall->hour >= 12]);
		break;
	default:
		abort();
	}
}

static char *
say(struct arena *arena, const struct style *s, const char *pattern,
    const struct wall *wall)
{
	struct buf	 out;
	char		*said;
	size_t		 length;

	assert(wall->month >= 1 && wall->month <= 12);
	buf_init(&out, LONGEST);
	for (; *pattern != '\0'; pattern += length) {
		length = strcspn(pattern, "\001");
		buf_add(&out, pattern, length);
		if (pattern[length] == FIELD) {
			put(&out, s, pattern[length + 1], wall);
			length += 2;
		}
	}
	said = buf_keep(&out, arena);
	buf_free(&out);
	return said;
}

char *
wording_date(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	const struct style *s = style_of(w, language);

	return say(arena, s, s->date, wall);
}

char *
wording_time(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	const struct style *s = style_of(w, language);

	return say(arena, s, s->time, wall);
}

char *
wording_moment(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	const struct style *s = style_of(w, language);

	return say(arena, s, s->moment, wall);
}

char *
wording_weekday(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	return say(arena, style_of(w, language), "\001W", wall);
}

char *
wording_day(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	const struct style *s = style_of(w, language);

	return say(arena, s, s->day, wall);
}

char *
wording_month(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	const struct style *s = style_of(w, language);

	return say(arena, s, s->month, wall);
}

char *
wording_whole(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	const struct style *s = style_of(w, language);

	return say(arena, s, s->whole, wall);
}

char *
wording_month_short(const struct wordings *w, struct arena *arena,
    const char *language, const struct wall *wall)
{
	return say(arena, style_of(w, language), "\001B", wall);
}

/* In Spanish "y" is "e" before the sound of i: Ana e Inés. */
static const char *
before(const char *language, const char *separator, const char *name)
{
	bool	h = *name == 'h' || *name == 'H';
	char	next = h ? name[1] : *name;

	if (strncmp(language, "es", 2) != 0 || strcmp(separator, " y ") != 0 ||
	    (next != 'i' && next != 'I') ||
	    (h && name[2] != '\0' && strchr("aeAE", name[2]) != NULL))
		return separator;
	return " e ";
}

char *
wording_list(const struct wordings *w, struct arena *arena,
    const char *language, const char *const *names, size_t count)
{
	const struct style	*s = style_of(w, language);
	struct buf		 out;
	char			*said;

	buf_init(&out, LONGEST);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_text(&out, before(language, count == 2 ? s->two :
			    i == count - 1 ? s->last : i == 1 ? s->first :
			    s->middle, names[i]));
		buf_text(&out, names[i]);
	}
	said = buf_keep(&out, arena);
	buf_free(&out);
	return said;
}
