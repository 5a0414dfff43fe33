/*
 * A parser of mails makes an object of every field, every address and every
 * part, a hundred bytes and more of three; so a mail of ten megabytes could
 * become a gigabyte, or nest so deep that every line is compared with a
 * thousand boundaries.  Here lines are counted that might be such, wherever
 * they stand, before anybody parses: where a line is a field and where it is
 * text need not be known for that.
 *
 * A field that is too long loses its end.  Where there are too many, the
 * mail ends.  What people and their programs send is far from all of it.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mime_inside.h"

#define FIELDS		20000		/* Lines that might be fields, */
#define FIELDS_SIZE	(512 * 1024)	/* all their bytes, */
#define FIELD		32768		/* and those of one. */
#define BOUNDARIES	3000		/* Lines that might be boundaries. */
#define NESTS		100		/* Parts that might have parts. */

struct trim {
	const char	*at, *end;
	char		*copy;		/* NULL: nothing is gone so far. */
	const char	*begin;
	size_t		 kept;
	size_t		 fields, fields_size, boundaries, nests;
};

static const char *
line_end(const char *at, const char *end)
{
	const char *feed = memchr(at, '\n', (size_t)(end - at));

	return feed == NULL ? end : feed + 1;
}

/* A line and those that go on with it. */
static const char *
run_end(const char *at, const char *end)
{
	do
		at = line_end(at, end);
	while (at < end && (*at == ' ' || *at == '\t'));
	return at;
}

static bool
is_field(const char *line, const char *end)
{
	const char *c = line;

	while (c < end && *c > ' ' && *c < 0x7f && *c != ':')
		c++;
	if (c == line)
		return false;
	while (c < end && (*c == ' ' || *c == '\t'))
		c++;
	return c < end && *c == ':';
}

/* Whether a field says that a part has parts. */
static bool
nests(const char *at, const char *end)
{
	static const char name[] = "content-type";

	if ((size_t)(end - at) < sizeof(name) ||
	    strncasecmp(at, name, sizeof(name) - 1) != 0)
		return false;
	for (at += sizeof(name) - 1; end - at >= 7; at++)
		if (strncasecmp(at, "multipa", 7) == 0 ||
		    strncasecmp(at, "message", 7) == 0)
			return true;
	return false;
}

/* Leaves out what is between here and there. */
static void
leave(struct arena *arena, struct trim *t, const char *here,
    const char *there)
{
	if (t->copy == NULL) {
		t->copy = arena_take(arena, (size_t)(t->end - t->begin) + 1);
		t->kept = (size_t)(here - t->begin);
		memcpy(t->copy, t->begin, t->kept);
	}
	t->at = there;
}

static void
keep(struct trim *t, const char *end)
{
	if (t->copy != NULL) {
		memcpy(t->copy + t->kept, t->at, (size_t)(end - t->at));
		t->kept += (size_t)(end - t->at);
	}
	t->at = end;
}

/* False: it is one too many. */
static bool
keep_field(struct arena *arena, struct trim *t)
{
	const char *end = run_end(t->at, t->end), *all = end;

	if ((size_t)(end - t->at) > FIELD)
		end = t->at + FIELD;
	t->fields++;
	t->fields_size += (size_t)(end - t->at);
	t->nests += nests(t->at, end);
	if (t->fields > FIELDS || t->fields_size > FIELDS_SIZE ||
	    t->nests > NESTS)
		return false;
	keep(t, end);
	if (end < all) {
		leave(arena, t, end, all);
		t->copy[t->kept++] = '\n';
	}
	return true;
}

const char *
mime_trim(struct arena *arena, const char *bytes, size_t *length, bool *cut)
{
	struct trim t = { .at = bytes, .begin = bytes, .end = bytes + *length };
	const char *end;

	while (t.at < t.end) {
		end = line_end(t.at, t.end);
		if (end - t.at > 2 && t.at[0] == '-' && t.at[1] == '-' &&
		    ++t.boundaries > BOUNDARIES)
			break;
		if (!is_field(t.at, end))
			keep(&t, end);
		else if (!keep_field(arena, &t))
			break;
	}
	if (t.at < t.end)
		leave(arena, &t, t.at, t.end);
	if (t.copy == NULL)
		return bytes;
	*cut = true;
	*length = t.kept;
	return t.copy;
}
