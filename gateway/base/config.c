/*
 * Reading the file and filling structs from it.
 *
 * libinih cuts a line into key and value.  It knows no line numbers here,
 * goes on after a first mistake without telling of the next ones, cuts long
 * lines and names, takes an indented line for more of the value above, and
 * is silent about an empty section; so the lines reach it through a reader
 * of ours, which counts them, takes the headings, and notes what became no
 * setting.
 *
 * The lines of all sections are one list, since those of a section stand
 * together.
 */

#include <assert.h>
#include <errno.h>
#include <ini.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/text.h"

#define FILE_MOST	(1024 * 1024)
#define SECTIONS_MOST	256
#define LINES_MOST	1000
#define KEY_MOST	64	/* Of the names in tables. */

struct reading {
	struct config		*config;
	struct section		*section;	/* NULL: lines drop. */
	struct config_line	*lines;
	unsigned		 count;
	const char		*at, *end;
	int			 line;
	bool			 begun;		/* There was a heading. */
	bool			 open;		/* No setting yet. */
	bool			 over;		/* A limit is reached. */
};

/* The search for the known key that is nearest to another. */
struct near {
	const char	*key, *best;
	unsigned	 least;
};

/* A line's text without the space around it. */
struct stretch {
	const char	*at;
	size_t		 length;
};

void
config_problem(struct config *config, int line, const char *format, ...)
{
	char *text, *whole;
	va_list values;
	unsigned i;

	if (config->problem_count == CONFIG_PROBLEMS)
		return;
	va_start(values, format);
	text = arena_vprint(config->arena, format, values);
	va_end(values);
	if (line > 0)
		whole = arena_print(config->arena, "%s:%d: %s", config->path,
		    line, text);
	else
		whole = arena_print(config->arena, "%s: %s", config->path,
		    text);
	i = config->problem_count++;
	for (; i > 0 && config->problem_lines[i - 1] > line; i--) {
		config->problems[i] = config->problems[i - 1];
		config->problem_lines[i] = config->problem_lines[i - 1];
	}
	config->problems[i] = whole;
	config->problem_lines[i] = line;
}

static bool
space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct stretch
trim(const char *at, const char *end)
{
	while (at < end && space(*at))
		at++;
	while (at < end && space(end[-1]))
		end--;
	return (struct stretch){ at, (size_t)(end - at) };
}

static bool
has_control(struct stretch s)
{
	for (size_t i = 0; i < s.length; i++)
		if (((unsigned char)s.at[i] < ' ' && s.at[i] != '\t') ||
		    s.at[i] == 0x7f)
			return true;
	return false;
}

static struct section *
find(struct config *config, const char *kind, const char *name)
{
	for (unsigned i = 0; i < config->count; i++)
		if (strcmp(config->sections[i].kind, kind) == 0 &&
		    strcmp(config->sections[i].name, name) == 0)
			return &config->sections[i];
	return NULL;
}

static void
begin(struct reading *r, const char *kind, const char *name)
{
	struct config *config = r->config;
	struct section *same = find(config, kind, name);

	if (same != NULL) {
		config_problem(config, r->line, "this section is also in "
		    "line %d; make one of the two", same->line);
		return;
	}
	if (config->count == SECTIONS_MOST) {
		config_problem(config, r->line, "there are more than %d "
		    "sections; take some out", SECTIONS_MOST);
		r->over = true;
		return;
	}
	r->section = &config->sections[config->count++];
	*r->section = (struct section){
		.kind = kind,
		.name = name,
		.line = r->line,
		.lines = &r->lines[r->count],
	};
}

/* "[account main]" and perhaps a comment.  After a heading that is wrong the
 * lines that follow are dropped: whose they are nobody knows. */
static void
heading(struct reading *r, struct stretch s)
{
	struct arena *arena = r->config->arena;
	const char *end = s.at + s.length, *close, *blank;
	struct stretch inside, rest;

	r->begun = true;
	r->section = NULL;
	close = memchr(s.at, ']', s.length);
	inside = trim(s.at + 1, close == NULL ? end : close);
	rest = trim(close == NULL ? end : close + 1, end);
	if (close == NULL || inside.length == 0 ||
	    (rest.length > 0 && *rest.at != ';' && *rest.at != '#')) {
		config_problem(r->config, r->line, "this is no heading; "
		    "write [KIND] or [KIND NAME] on a line of its own");
		return;
	}
	blank = inside.at;
	end = inside.at + inside.length;
	while (blank < end && !space(*blank))
		blank++;
	rest = trim(blank, end);
	begin(r, arena_copy(arena, inside.at, (size_t)(blank - inside.at)),
	    arena_copy(arena, rest.at, rest.length));
}

static struct stretch
take_line(struct reading *r)
{
	const char *from = r->at, *end;

	end = memchr(from, '\n', (size_t)(r->end - from));
	r->at = end == NULL ? r->end : end + 1;
	r->line++;
	return trim(from, end == NULL ? r->end : end);
}

/* Looks at a line before libinih does; true: it is left to libinih. */
static bool
plain(struct reading *r, struct stretch s, int room)
{
	if (s.length == 0 || *s.at == ';' || *s.at == '#')
		return false;
	if (s.length + 2 > (size_t)room) {
		config_problem(r->config, r->line, "this line is too long; "
		    "make it %d bytes at most", room - 2);
		return false;
	}
	if (has_control(s)) {
		config_problem(r->config, r->line, "this line has a control "
		    "character; take it out");
		return false;
	}
	if (*s.at == '[') {
		heading(r, s);
		return false;
	}
	return true;
}

/* Gives libinih the next line, as fgets() would: an empty one in place of
 * what is not its business. */
static char *
next_line(char *into, int room, void *arg)
{
	struct reading *r = arg;
	struct stretch s;

	if (r->open)
		config_problem(r->config, r->line, "this is neither a setting "
		    "nor a heading; write KEY = VALUE");
	r->open = false;
	if (r->at == r->end || r->over)
		return NULL;
	s = take_line(r);
	into[0] = '\0';
	if (!plain(r, s, room))
		return into;
	memcpy(into, s.at, s.length);
	into[s.length] = '\0';
	r->open = true;
	return into;
}

static struct config_line *
line_of(struct section *section, const char *key)
{
	for (unsigned i = 0; i < section->count; i++)
		if (strcmp(section->lines[i].key, key) == 0)
			return &section->lines[i];
	return NULL;
}

static void
keep(struct reading *r, const char *key, const char *value)
{
	struct config *config = r->config;
	struct config_line *same = line_of(r->section, key);

	if (same != NULL) {
		config_problem(config, r->line, "%s is also in line %d; keep "
		    "one of the two", key, same->line);
		return;
	}
	if (r->count == LINES_MOST) {
		config_problem(config, r->line, "there are more than %d "
		    "settings; take some out", LINES_MOST);
		r->over = true;
		return;
	}
	r->lines[r->count++] = (struct config_line){
		.key = arena_text(config->arena, key),
		.value = arena_text(config->arena, value),
		.line = r->line,
	};
	r->section->count++;
}

/* libinih has found a setting.  Its idea of the section is not ours. */
static int
found(void *arg, const char *section, const char *key, const char *value)
{
	struct reading *r = arg;

	(void)section;
	if (*key == '\0')
		return 1;		/* The line stays open: a problem. */
	r->open = false;
	if (r->section != NULL)
		keep(r, key, value);
	else if (!r->begun)
		config_problem(r->config, r->line, "%s stands before any "
		    "heading; write one such as [homeline] above it", key);
	return 1;
}

bool
config_parse(struct config *config, struct arena *arena, const char *path,
    const char *text, size_t length)
{
	struct reading r = { .config = config, .at = text,
	    .end = text + length };

	memset(config, 0, sizeof *config);
	config->arena = arena;
	config->path = arena_text(arena, path);
	if (length > FILE_MOST || !text_valid(text, length)) {
		config_problem(config, 0, "this is not a file of UTF-8 text "
		    "of at most 1 MB");
		return false;
	}
	if (length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		r.at += 3;		/* A byte order mark. */
	config->sections = NEW_LIST(arena, struct section, SECTIONS_MOST);
	r.lines = NEW_LIST(arena, struct config_line, LINES_MOST);
	if (ini_parse_stream(next_line, &r, found, &r) < 0)
		abort();		/* Out of memory. */
	return !r.over;
}

bool
config_read(struct config *config, struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "re");
	char *text;
	size_t length = 0;
	int failed = errno;

	memset(config, 0, sizeof *config);
	config->arena = arena;
	config->path = arena_text(arena, path);
	if (file != NULL) {
		text = arena_take(arena, FILE_MOST + 1);
		length = fread(text, 1, FILE_MOST + 1, file);
		failed = ferror(file) ? errno : 0;
		fclose(file);
		if (!failed)
			return config_parse(config, arena, path, text,
			    length);
	}
	config_problem(config, 0, "this file cannot be read: %s",
	    strerror(failed));
	return false;
}

const char *
section_get(struct section *section, const char *key)
{
	struct config_line *line = line_of(section, key);

	if (line == NULL)
		return NULL;
	line->used = true;
	return line->value;
}

/* How many letters have to be put in, taken out or changed. */
static unsigned
distance(const char *one, const char *other)
{
	unsigned row[KEY_MOST + 1], corner, above, least;
	size_t width = strlen(other);

	assert(width <= KEY_MOST);
	for (unsigned j = 0; j <= width; j++)
		row[j] = j;
	for (unsigned i = 1; one[i - 1] != '\0'; i++) {
		corner = i - 1;
		row[0] = i;
		for (size_t j = 1; j <= width; j++) {
			above = row[j];
			least = above < row[j - 1] ? above : row[j - 1];
			least++;
			if (one[i - 1] != other[j - 1])
				corner++;
			row[j] = corner < least ? corner : least;
			corner = above;
		}
	}
	return row[width];
}

static char *
key_of(struct config *config, const struct setting *s)
{
	return arena_print(config->arena, "%s%s", s->name, setting_suffix(s));
}

/* Keeps what is shown when the name is nearer than those before. */
static void
consider(struct near *near, const char *name, const char *shown)
{
	unsigned far = distance(near->key, name);

	if (far >= near->least)
		return;
	near->least = far;
	near->best = shown;
}

/* The known key that is nearest to one that is not known.  Who wrote a
 * secret's name without _file means the secret. */
static const char *
nearest(struct config *config, const struct setting *s,
    const char *const *also, const char *key)
{
	struct near near = { key, "", UINT_MAX };

	for (; s->name != NULL; s++) {
		char *known = key_of(config, s);

		consider(&near, known, known);
		consider(&near, s->name, known);
	}
	for (; also != NULL && *also != NULL; also++)
		consider(&near, *also, *also);
	return near.best;
}

static bool
listed(const char *const *list, const char *key)
{
	for (; list != NULL && *list != NULL; list++)
		if (strcmp(*list, key) == 0)
			return true;
	return false;
}

static void
name_unknown(struct config *config, const struct section *section,
    const struct setting *settings, const char *const *also)
{
	for (unsigned i = 0; i < section->count; i++) {
		const struct config_line *line = &section->lines[i];

		if (line->used || listed(also, line->key))
			continue;
		config_problem(config, line->line, "there is no setting %s in "
		    "[%s]; the nearest is %s", line->key, section->kind,
		    nearest(config, settings, also, line->key));
	}
}

static void
name_missing(struct config *config, const struct section *section,
    const char *key)
{
	if (section == NULL)
		config_problem(config, 0, "%s is missing; add a line %s = ...",
		    key, key);
	else
		config_problem(config, section->line, "%s is missing in this "
		    "section; add a line %s = ...", key, key);
}

static void
fill_one(struct config *config, struct section *section,
    const struct setting *s, void *into)
{
	char *key = key_of(config, s);
	struct config_line *line;
	const char *text = s->preset, *why;

	line = section == NULL ? NULL : line_of(section, key);
	if (line != NULL) {
		line->used = true;
		text = line->value;
	}
	if (text == NULL) {
		name_missing(config, section, key);
		return;
	}
	if (setting_read(s, config->arena, text, into, &why))
		return;
	/* A preset outside its own limits is a mistake in the table; only
	 * that of a secret can fail, when its file is not there. */
	assert(line != NULL || *setting_suffix(s) != '\0');
	config_problem(config, line == NULL ? 0 : line->line, "%s %s", key,
	    why);
}

void
config_fill(struct config *config, struct section *section,
    const struct setting *settings, const char *const *also, void *into)
{
	for (const struct setting *s = settings; s->name != NULL; s++)
		fill_one(config, section, s, into);
	if (section != NULL)
		name_unknown(config, section, settings, also);
}
