/*
 * Frames.  Each key is filled once with marks in place of the values; the
 * marks are control characters, which no words of people have.
 */

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/wording.h"
#include "flow/frame.h"
#include "store/word.h"

#define OPENS	'\001'
#define CLOSES	'\002'
#define LONGEST	(1 << 20)	/* Bytes of what is said. */

static const char *const keys[] = {
	"text.direct", "text.notice", "text.emergency",
	"text.computer", "text.interpreter", "text.interpreter_office",
	"text.private", "text.private_office",
	"auto.night", "auto.whom", "auto.unreadable", "auto.language",
	"mail.night", "mail.whom", "mail.unreadable", "mail.language",
	"auto.unknown_sender", "auto.nobody_reads", "auto.stop_confirmed",
	"auto.start_confirmed", "auto.help", "auto.help_at",
	"mail.from", "mail.subject", "mail.subject_notice",
	"mail.subject_emergency", "mail.wrote", "mail.sent",
	"mail.reads_author", "mail.reads_team", "mail.reads_office",
	"mail.reads_nobody", "mail.stop", "mail.stop_word",
	"mail.unknown_sender", "mail.nobody_reads", "mail.stop_confirmed",
	"mail.start_confirmed", "mail.help", "mail.help_at",
	"leave.title", "leave.question", "leave.button", "leave.only_mail",
	"leave.done", "leave.again", "leave.again_button", "leave.back",
	"leave.wrong", "leave.later",
};

static const char *const values[] = {
	"school", "author", "words", "district", "url", "mailbox", "phone",
	"student",
};

struct words {
	const char	*language;
	const char	*said[COUNT(keys)];
	enum words_state state[COUNT(keys)];
};

struct frames {
	unsigned	 count;
	struct words	*words;		/* English is the first. */
	struct wordings	*wordings;
};

static enum words_state
state_of(const struct locales *locales, const char *language, const char *key)
{
	enum words_state	 state;
	const char		*word = locales_state(locales, language, key);

	return word != NULL && words_state_read(word, &state) ? state :
	    WORDS_ORIGINAL;
}

struct frames *
frames_read(struct arena *arena, const struct locales *locales)
{
	struct frames		*f = NEW(arena, struct frames);
	struct bridge_value	 marks[COUNT(values)];

	for (size_t v = 0; v < COUNT(values); v++)
		marks[v] = (struct bridge_value){ .name = values[v],
		    .text = arena_print(arena, "%c%s%c", OPENS, values[v],
		    CLOSES) };
	f->wordings = wordings_read(arena, locales);
	f->count = locales_count(locales);
	f->words = NEW_LIST(arena, struct words, f->count);
	for (unsigned i = 0; i < f->count; i++) {
		f->words[i].language = arena_text(arena,
		    locales_language(locales, i));
		for (size_t k = 0; k < COUNT(keys); k++) {
			f->words[i].said[k] = locales_say(locales, arena,
			    f->words[i].language, keys[k], marks,
			    COUNT(marks));
			f->words[i].state[k] = state_of(locales,
			    f->words[i].language, keys[k]);
		}
	}
	return f;
}

static const struct words *
words_of(const struct frames *f, const char *language)
{
	for (unsigned i = 0; i < f->count; i++)
		if (strcmp(f->words[i].language, language) == 0)
			return &f->words[i];
	return &f->words[0];
}

static size_t
place(const char *key)
{
	size_t k = 0;

	while (k < COUNT(keys) && strcmp(keys[k], key) != 0)
		k++;
	assert(k < COUNT(keys));
	return k;
}

/* The value that a mark names; "" for one that was not given. */
static const char *
value(const char *mark, size_t length, const struct bridge_value *given,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(given[i].name) == length &&
		    memcmp(given[i].name, mark, length) == 0)
			return given[i].text;
	return "";
}

static void
put_text(struct buf *out, const char *name, const char *text)
{
	(void)name;
	buf_text(out, text);
}

static void
put_html(struct buf *out, const char *name, const char *text)
{
	bool link = name != NULL && strncmp(name, "url", 3) == 0;

	if (name == NULL) {
		buf_html(out, text);
		return;
	}
	if (link) {
		buf_text(out, "<a href=\"");
		buf_html(out, text);
		buf_text(out, "\">");
	}
	buf_text(out, "<bdi>");
	buf_html(out, text);
	buf_text(out, link ? "</bdi></a>" : "</bdi>");
}

struct filling {
	const struct bridge_value	*given;
	size_t				 count;
	void	(*put)(struct buf *, const char *name, const char *text);
};

static char *
fill(struct arena *arena, const char *frame, const struct filling *f)
{
	struct buf	 out;
	const char	*mark;
	char		*said;
	size_t		 length;

	buf_init(&out, LONGEST);
	for (;;) {
		length = strcspn(frame, "\001");
		f->put(&out, NULL, arena_copy(arena, frame, length));
		mark = frame + length;
		if (*mark++ == '\0')
			break;
		length = strcspn(mark, "\002");
		f->put(&out, mark, value(mark, length, f->given, f->count));
		frame = mark + length + (mark[length] == CLOSES);
	}
	said = buf_keep(&out, arena);
	buf_free(&out);
	return said;
}

char *
frame_say(const struct frames *f, struct arena *arena, const char *language,
    const char *key, const struct bridge_value *given, size_t count)
{
	return fill(arena, words_of(f, language)->said[place(key)],
	    &(struct filling){ given, count, put_text });
}

char *
frame_html(const struct frames *f, struct arena *arena, const char *language,
    const char *key, const struct bridge_value *given, size_t count)
{
	return fill(arena, words_of(f, language)->said[place(key)],
	    &(struct filling){ given, count, put_html });
}

const char *
frame_language(const struct frames *f, const char *language, const char *key)
{
	const struct words	*w = words_of(f, language);
	size_t			 k = place(key);

	return strcmp(w->said[k], f->words[0].said[k]) == 0 ?
	    f->words[0].language : w->language;
}

enum words_state
frame_state(const struct frames *f, const char *language, const char *key)
{
	return words_of(f, language)->state[place(key)];
}

bool
frame_with_english(const struct frames *f, const char *language,
    const char *key)
{
	const char	*dot = strchr(key, '.');

	if (strcmp(frame_language(f, language, key),
	    f->words[0].language) == 0)
		return false;
	return frame_state(f, language, key) == WORDS_DRAFT ||
	    (dot != NULL && strcmp(dot, ".stop_confirmed") == 0);
}

const struct wordings *
frames_wordings(const struct frames *f)
{
	return f->wordings;
}
