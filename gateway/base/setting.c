/*
 * Values as people write them, and what to say when they are wrong.  Numbers
 * are whole and written plainly; times have a unit, because nobody remembers
 * which one a bare number would be in.
 *
 * A secret is read from a file that others cannot read.  Its words appear in
 * no sentence of this file.
 */

#include <sys/stat.h>

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/setting.h"

#define SECRET_MOST	4096
#define KEY_MOST	16384
#define WANTED_MOST	1024
#define DAY_MINUTES	1440

/* The largest first. */
static const struct unit {
	const char	*name;
	int64_t		 ms;
} units[] = {
	{ "days", DAYS(1) },
	{ "day", DAYS(1) },
	{ "h", HOURS(1) },
	{ "min", MINUTES(1) },
	{ "s", SECONDS(1) },
	{ "ms", 1 },
};

/* Reads digits, with a minus perhaps, and says where they end. */
static bool
read_number(const char *text, int64_t *number, const char **end)
{
	char *stop;

	if (!isdigit((unsigned char)text[text[0] == '-']))
		return false;
	errno = 0;
	*number = strtoll(text, &stop, 10);
	*end = stop;
	return errno == 0;
}

static bool
within(const struct setting *s, int64_t number)
{
	return s->min <= number && number <= s->max;
}

static bool
read_int(const struct setting *s, const char *text, int64_t *number)
{
	const char *end;

	return read_number(text, number, &end) && *end == '\0' &&
	    within(s, *number);
}

static bool
read_time(const struct setting *s, const char *text, int64_t *ms)
{
	const char *unit;
	int64_t number;

	if (!read_number(text, &number, &unit))
		return false;
	unit += strspn(unit, " \t");
	for (size_t i = 0; i < COUNT(units); i++) {
		if (strcmp(unit, units[i].name) != 0)
			continue;
		return !__builtin_mul_overflow(number, units[i].ms, ms) &&
		    within(s, *ms);
	}
	return false;
}

static bool
read_bool(const char *text, bool *yes)
{
	*yes = strcmp(text, "yes") == 0;
	return *yes || strcmp(text, "no") == 0;
}

static bool
read_choice(const struct setting *s, const char *text, int *choice)
{
	for (*choice = 0; s->choices[*choice] != NULL; ++*choice)
		if (strcmp(text, s->choices[*choice]) == 0)
			return true;
	return false;
}

/* "07:00", and the text after it. */
static bool
read_minute(const char **text, int *minute)
{
	const char *t = *text;

	for (int i = 0; i < 5; i++)
		if (i == 2 ? t[i] != ':' : !isdigit((unsigned char)t[i]))
			return false;
	*minute = ((t[0] - '0') * 10 + t[1] - '0') * 60 +
	    (t[3] - '0') * 10 + t[4] - '0';
	*text += 5;
	return t[3] < '6' && *minute <= DAY_MINUTES;
}

static bool
read_hours(const char *text, struct hours *hours)
{
	if (!read_minute(&text, &hours->from) || hours->from == DAY_MINUTES)
		return false;
	text += strspn(text, " ");
	if (*text++ != '-')
		return false;
	text += strspn(text, " ");
	return read_minute(&text, &hours->to) && *text == '\0';
}

/* How many bytes of the file fit; negative: it cannot be read. */
static ssize_t
read_bytes(int file, char bytes[], size_t room)
{
	size_t length = 0;
	ssize_t got;

	while (length < room) {
		got = read(file, bytes + length, room - length);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return got;
		if (got == 0)
			break;
		length += (size_t)got;
	}
	return (ssize_t)length;
}

/* What is wrong with the file before it is read, or NULL. */
static const char *
unfit(struct arena *arena, const char *path, int file)
{
	struct stat about;

	if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode))
		return arena_print(arena, "names %s, which is not a plain "
		    "file; write the path of one", path);
	if ((about.st_mode & 0007) != 0)
		return arena_print(arena, "names %s, which others can read; "
		    "run: chmod o= %s", path, path);
	return NULL;
}

static const char *
first_line(struct arena *arena, const char *path, int file, char **secret)
{
	char bytes[SECRET_MOST + 2];	/* The newline may be CR LF. */
	ssize_t got = read_bytes(file, bytes, sizeof bytes);
	size_t length = 0;

	if (got < 0)
		return arena_print(arena, "names %s, which cannot be read: "
		    "%s", path, strerror(errno));
	while (length < (size_t)got && bytes[length] != '\n')
		length++;
	if (length > 0 && bytes[length - 1] == '\r')
		length--;
	if (length == 0)
		return arena_print(arena, "names %s, whose first line is "
		    "empty; write the secret there", path);
	if (length > SECRET_MOST || memchr(bytes, '\0', length) != NULL)
		return arena_print(arena, "names %s, whose first line is no "
		    "text of at most %d bytes", path, SECRET_MOST);
	*secret = arena_copy(arena, bytes, length);
	return NULL;
}

static const char *
whole_text(struct arena *arena, const char *path, int file, char **secret)
{
	char *bytes = arena_take(arena, KEY_MOST + 1);
	ssize_t got = read_bytes(file, bytes, KEY_MOST + 1);

	if (got < 0)
		return arena_print(arena, "names %s, which cannot be read: "
		    "%s", path, strerror(errno));
	if (got == 0 || got > KEY_MOST || memchr(bytes, '\0',
	    (size_t)got) != NULL)
		return arena_print(arena, "names %s, which is no text of 1 to "
		    "%d bytes", path, KEY_MOST);
	*secret = bytes;
	return NULL;
}

/* What is wrong, or NULL. */
static const char *
read_secret(struct arena *arena, const char *path, bool whole, char **secret)
{
	const char *why;
	int file;

	*secret = arena_text(arena, "");
	if (*path == '\0')
		return NULL;
	/* Without O_NONBLOCK a pipe nobody writes to would hold us. */
	file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0)
		return arena_print(arena, "names %s, which cannot be opened: "
		    "%s", path, strerror(errno));
	why = unfit(arena, path, file);
	if (why == NULL)
		why = whole ? whole_text(arena, path, file, secret) :
		    first_line(arena, path, file, secret);
	close(file);
	return why;
}

static void
add_time(struct buf *b, int64_t ms)
{
	size_t i = 0;

	if (ms == 0) {
		buf_text(b, "0 s");
		return;
	}
	while (ms % units[i].ms != 0)
		i++;
	if (ms == units[i].ms && i == 0)
		i++;			/* "1 day" */
	buf_print(b, "%" PRId64 " %s", ms / units[i].ms, units[i].name);
}

static void
add_choices(struct buf *b, const char *const *choice)
{
	buf_text(b, *choice++);
	for (; *choice != NULL; choice++)
		buf_print(b, "%s%s", choice[1] == NULL ? " or " : ", ",
		    *choice);
}

const char *
setting_suffix(const struct setting *s)
{
	return s->type == SETTING_SECRET || s->type == SETTING_KEY ?
	    "_file" : "";
}

void
setting_wanted(struct buf *b, const struct setting *s)
{
	switch (s->type) {
	case SETTING_TEXT:
		buf_text(b, "text");
		return;
	case SETTING_SECRET:
		buf_text(b, "the path of a file whose first line is the "
		    "secret");
		return;
	case SETTING_KEY:
		buf_text(b, "the path of a file");
		return;
	case SETTING_INT:
		buf_print(b, "a whole number from %" PRId64 " to %" PRId64,
		    s->min, s->max);
		return;
	case SETTING_TIME:
		buf_text(b, "a time in ms, s, min, h or days, from ");
		add_time(b, s->min);
		buf_text(b, " to ");
		add_time(b, s->max);
		return;
	case SETTING_BOOL:
		buf_text(b, "yes or no");
		return;
	case SETTING_CHOICE:
		add_choices(b, s->choices);
		return;
	case SETTING_HOURS:
		buf_text(b, "hours of the day such as 07:00-20:00");
		return;
	}
}

static bool
understood(const struct setting *s, struct arena *arena, const char *text,
    void *place)
{
	switch (s->type) {
	case SETTING_INT:
		return read_int(s, text, place);
	case SETTING_TIME:
		return read_time(s, text, place);
	case SETTING_BOOL:
		return read_bool(text, place);
	case SETTING_CHOICE:
		return read_choice(s, text, place);
	case SETTING_HOURS:
		return read_hours(text, place);
	default:
		*(char **)place = arena_text(arena, text);
		return true;
	}
}

bool
setting_read(const struct setting *s, struct arena *arena, const char *text,
    void *into, const char **why)
{
	void *place = (char *)into + s->offset;
	struct buf b;

	if (s->type == SETTING_SECRET || s->type == SETTING_KEY) {
		*why = read_secret(arena, text, s->type == SETTING_KEY,
		    place);
		return *why == NULL;
	}
	if (understood(s, arena, text, place))
		return true;
	buf_init(&b, WANTED_MOST);
	setting_wanted(&b, s);
	*why = arena_print(arena, "must be %s, not \"%s\"", b.data, text);
	buf_free(&b);
	return false;
}
