#ifndef GATEWAY_BASE_WORDING_INSIDE_H
#define GATEWAY_BASE_WORDING_INSIDE_H

/*
 * What the files of wording share; nobody else includes it.  A pattern is text
 * in which a field is FIELD and a letter:
 *
 *	W w	weekday; w where it stands alone	N S	month, the same
 *	n M	month as a number, of two digits	Y	year
 *	B	month, short
 *	d D	day, of two digits			m	minute
 *	h H G	hour to 12, to 24, of two digits	a	half of the day
 */

#define FIELD		'\001'

struct arena;

struct style {
	struct arena	*arena;		/* Its own; NULL: another's. */
	const char	*weekdays[7], *months[12], *halves[2];
	const char	*short_months[12];
	const char	*date, *time, *moment, *day, *month, *whole;
	const char	*two, *first, *middle, *last;	/* Between names. */
};

/* As ICU says it in a language, or by numbers; a constant, any thread. */
const struct style *wording_style(const char *language);

#endif
