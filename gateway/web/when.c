/*
 * The proleptic Gregorian calendar in both directions; leap seconds do not
 * exist here, as they do not in the time of Unix.
 */


#include "base/arena.h"
#include "base/clock.h"
#include "web/when.h"

struct parts {
	int	 year, month, day, hour, minute, second, ms;
};

/* Reads so many digits. */
static bool
digits(const char **text, int count, int *number)
{
	for (*number = 0; count > 0; count--, ++*text) {
		if (**text < '0' || **text > '9')
			return false;
		*number = *number * 10 + **text - '0';
	}
	return true;
}

static bool
sign(const char **text, char c)
{
	if (**text != c)
		return false;
	++*text;
	return true;
}

static bool
leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
	    30, 31 };

	return days[month - 1] + (month == 2 && leap(year));
}

/* Days since 1970. */
static int64_t
day_number(int year, int month, int day)
{
	int64_t before = year - 1;
	int64_t n = before * 365 + before / 4 - before / 100 + before / 400 -
	    719162;

	for (int m = 1; m < month; m++)
		n += days_of(year, m);
	return n + day - 1;
}

static bool
read_date(const char **text, struct parts *p)
{
	return digits(text, 4, &p->year) && sign(text, '-') &&
	    digits(text, 2, &p->month) && sign(text, '-') &&
	    digits(text, 2, &p->day) && p->year >= 1970 && p->year < 2200 &&
	    p->month >= 1 && p->month <= 12 && p->day >= 1 &&
	    p->day <= days_of(p->year, p->month);
}

/* A fraction of any length; what is below a millisecond is cut. */
static bool
read_fraction(const char **text, struct parts *p)
{
	int scale = 100, count = 0;

	p->ms = 0;
	if (!sign(text, '.'))
		return true;
	for (; **text >= '0' && **text <= '9'; ++*text, count++) {
		p->ms += (**text - '0') * scale;
		scale /= 10;
	}
	return count > 0 && count <= 9;
}

static bool
read_clock(const char **text, struct parts *p)
{
	return digits(text, 2, &p->hour) && sign(text, ':') &&
	    digits(text, 2, &p->minute) && sign(text, ':') &&
	    digits(text, 2, &p->second) && p->hour < 24 && p->minute < 60 &&
	    p->second < 60 && read_fraction(text, p);
}

/* "Z" or "-05:00", in ms to be taken off. */
static bool
read_offset(const char **text, int64_t *offset)
{
	int hours, minutes;
	bool behind = **text == '-';

	*offset = 0;
	if (sign(text, 'Z') || sign(text, 'z'))
		return true;
	if (!sign(text, '-') && !sign(text, '+'))
		return false;
	if (!digits(text, 2, &hours) || !sign(text, ':') ||
	    !digits(text, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*offset = HOURS(hours) + MINUTES(minutes);
	if (behind)
		*offset = -*offset;
	return true;
}

bool
when_read(const char *text, int64_t *time)
{
	struct parts p;
	int64_t offset;

	if (!read_date(&text, &p) || (!sign(&text, 'T') &&
	    !sign(&text, 't') && !sign(&text, ' ')) ||
	    !read_clock(&text, &p) || !read_offset(&text, &offset) ||
	    *text != '\0')
		return false;
	*time = DAYS(day_number(p.year, p.month, p.day)) + HOURS(p.hour) +
	    MINUTES(p.minute) + SECONDS(p.second) + p.ms - offset;
	return true;
}

const char *
when_text(struct arena *arena, int64_t time)
{
	int64_t day = time / DAYS(1), ms = time % DAYS(1);
	int year = 1970, month = 1;

	if (time <= 0)
		return NULL;
	for (; day >= 365 + leap(year); year++)
		day -= 365 + leap(year);
	for (; day >= days_of(year, month); month++)
		day -= days_of(year, month);
	return arena_print(arena, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year,
	    month, (int)day + 1, (int)(ms / HOURS(1)),
	    (int)(ms / MINUTES(1) % 60), (int)(ms / 1000 % 60),
	    (int)(ms % 1000));
}

bool
when_day(const char *text, int64_t *day)
{
	struct parts p;

	if (!read_date(&text, &p) || *text != '\0')
		return false;
	*day = (int64_t)p.year * 10000 + p.month * 100 + p.day;
	return true;
}
