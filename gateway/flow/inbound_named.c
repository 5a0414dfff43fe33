/*
 * Whom a text names.  A name is found as the guard finds it (guard.h), so that
 * "de" and "la" are not Luis de la Cruz; and a text that is one word only may
 * be a name however it is typed, since it answers our question.
 */

#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/mime_read.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "flow/guard.h"
#include "flow/inbound_inside.h"
#include "flow/optout.h"
#include "store/db.h"
#include "store/sight.h"

#define LOOKED_AT	1000	/* UTF-16 units; a mail may be longer. */
#define ALONE_LEAST	3	/* "si" is an answer, and no name. */

/* One student, and where the text has the name or a word of it. */
struct child {
	int64_t			 id;
	struct guard_place	*places;
	unsigned		 count;
};

static const char *
bare(struct arena *arena, const char *text)
{
	return text_bare(arena, text_words(arena, text));
}

/* Whether the text, already bare, is one of the words of a name. */
static bool
is_word_of(struct arena *arena, const char *text, const char *name)
{
	const char	*word, *first;
	size_t		 n;

	for (;; name += n) {
		name += strspn(name, " ");
		if ((n = strcspn(name, " ")) == 0)
			return false;
		first = word = arena_copy(arena, name, n);
		if (!u_islower((UChar32)text_next(&first)) &&
		    strcmp(bare(arena, word), text) == 0)
			return true;
	}
}

static void
find(struct incoming *in, const char *text, struct child *child)
{
	struct arena	*arena = db_arena(in->db);
	const char	*name, *only = bare(arena, text);

	if (!student_name(in->db, child->id, &name))
		return;
	child->count = guard_places(arena, text, name, in->contact.language,
	    &child->places);
	if (child->count > 0 || text_points(only) < ALONE_LEAST ||
	    !is_word_of(arena, only, name))
		return;
	child->places = NEW(arena, struct guard_place);
	child->places[0].to = strlen(text);
	child->count = 1;
}

/* Whether a name of another one of them stands in that very place. */
static bool
is_shared(const struct child *list, unsigned count, const struct child *of,
    const struct guard_place *place)
{
	for (unsigned i = 0; i < count; i++)
		for (unsigned p = 0; &list[i] != of && p < list[i].count; p++)
			if (list[i].places[p].from == place->from &&
			    list[i].places[p].to == place->to)
				return true;
	return false;
}

static bool
is_named(const struct child *list, unsigned count, const struct child *child)
{
	for (unsigned p = 0; p < child->count; p++)
		if (!is_shared(list, count, child, &child->places[p]))
			return true;
	return false;
}

/* What is left of a text without those names. */
static const char *
without(struct arena *arena, const char *text, const struct child *list,
    unsigned count)
{
	char *rest = arena_text(arena, text);

	for (unsigned i = 0; i < count; i++)
		for (unsigned p = 0; p < list[i].count; p++)
			memset(rest + list[i].places[p].from, ' ',
			    list[i].places[p].to - list[i].places[p].from);
	return bare(arena, rest);
}

/* Whether there is a picture or a file with it: then it says more. */
static bool
brings(const struct incoming *in)
{
	const struct news *news = in->news;

	return news->media[0] != NULL ||
	    (news->mail != NULL && news->mail->file_count > 0);
}

bool
inbound_named(struct incoming *in, const int64_t *students, unsigned count,
    bool *named)
{
	struct arena	*arena = db_arena(in->db);
	const char	*all = in->news->text != NULL ? in->news->text : "",
			*text = text_cut(arena, all, LOOKED_AT);
	struct child	*list = NEW_LIST(arena, struct child, count);

	for (unsigned i = 0; i < count; i++) {
		list[i].id = students[i];
		find(in, text, &list[i]);
	}
	for (unsigned i = 0; i < count; i++)
		named[i] = is_named(list, count, &list[i]);
	return strlen(text) == strlen(all) && !brings(in) &&
	    phrase_says_whom(without(arena, text, list, count));
}

bool
inbound_says(struct incoming *in)
{
	struct arena		*arena = db_arena(in->db);
	const char		*text = in->news->text, *quoted;
	const struct written	 w = { .text = text != NULL ? text : "",
				    .language = in->contact.language };
	bool			 held = false;

	return optout_read(in->gateway->keywords, arena, &w, &held) ==
	    REPLY_MESSAGE && !held &&
	    phrase_read(arena, &w, &quoted) == REPLY_MESSAGE &&
	    !phrase_wrong_number(arena, &w);
}
