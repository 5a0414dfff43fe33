#ifndef GATEWAY_BASE_LOCALE_ABOUT_H
#define GATEWAY_BASE_LOCALE_ABOUT_H

/*
 * What stands under "about" in a file of words, for locale.c and wording.c:
 *
 *	"about": {
 *	  "approved": { "auto.help": "Ana Silva, 2026-12-01", "*": "..." },
 *	  "dates": { "weekdays": [7 from Sunday], "months": [12],
 *	    "halves": [2], "date": "{weekday}, {day} {month}",
 *	    "time": "{hour}:{minute} {half}", "moment": "{date}, {time}",
 *	    "comma": ", ", "and": " ak " } }
 *
 * approved says who, and when, has read the words of a key and says they are
 * right; "*" is all keys.  Words that nobody approved are a draft.
 *
 * dates is how the language says days and hours, where ICU does not know it
 * or says it in a way that its speakers do not; each part may be left out.
 *
 * Also what no words may be, in any language.  Pure, any thread.
 */

#include <jansson.h>

#include <stdbool.h>

struct arena;
struct bridge_format;

struct locale_dates {
	const char	*weekdays[7], *months[12], *halves[2];
	const char	*date, *time, *moment;
	const char	*comma, *and;		/* Of a list of names. */
};

struct about;

/* In the arena; NULL: reason is a sentence (of at least 200 bytes). */
struct about		*about_read(struct arena *, const json_t *,
			    char *reason);

/* Who approved the words of a key, and when; NULL: nobody. */
const char		*about_approved(const struct about *, const char *key);

/* NULL: the file says nothing of them. */
const struct locale_dates *about_dates(const struct about *);

/* What no pattern may have: markup, and characters that turn the direction
 * of a text, which cost in a text message and show as boxes.  NULL: nothing.
 * A constant. */
const char		*locale_wrong(const char *pattern);

/* A plural category of the language for which a plural of the format has no
 * words ("few"), a constant; NULL: there is none.  What ICU calls `many` in
 * the languages around Spanish are millions, and may be left out. */
const char		*locale_misses(const struct bridge_format *,
			    const char *language);

#endif
