#ifndef GATEWAY_BASE_WORDING_H
#define GATEWAY_BASE_WORDING_H

/*
 * Days, hours and names of people as a language says them: "Friday, December
 * 4", "2:00 PM", "Ana, Ben, and Cruz".  They follow domain.md 1.2 and 1.3:
 *
 * What the file of the language says (locale_about.h) comes first, then ICU,
 * but only where its data are of that language and not of another one that
 * it falls back to; and where neither knows, or what ICU says is disputed,
 * numbers with the English weekday: "Friday, 12/04/2026".  The calendar is
 * Gregorian and the digits are 0 to 9 in every language, since a computer
 * compares them with the original.  There are no spaces but plain ones and
 * no characters that nobody sees, as each could double the price of a text.
 *
 * What ICU knows is read once, when a language is first used, into tables
 * that never change.  Any thread; texts are in the arena.
 */

#include <stddef.h>

struct arena;
struct locales;
struct wall;
struct wordings;

/* In the arena; the locales are not needed afterwards. */
struct wordings	*wordings_read(struct arena *, const struct locales *);

/* A day, an hour and both; language is a tag of lang.h, and weekday and
 * second of the wall are not looked at. */
char	*wording_date(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);
char	*wording_time(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);
char	*wording_moment(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);

/* For pages, where there is little room: "Friday", "Dec 4", "December 2026",
 * "December 4, 2026", "Dec". */
char	*wording_weekday(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);
char	*wording_day(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);
char	*wording_month(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);
char	*wording_whole(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);
char	*wording_month_short(const struct wordings *, struct arena *,
	    const char *language, const struct wall *);

/* Names in their order, joined; "" of none. */
char	*wording_list(const struct wordings *, struct arena *,
	    const char *language, const char *const *names, size_t count);

#endif
