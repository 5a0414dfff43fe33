/*
 * Changes in words.  Of a list only what left it and what came is told.
 */

#include <string.h>

#include "base/arena.h"
#include "flow/roster_tell.h"

#define TOLD_MOST	5	/* Entries of a list. */

struct telling {
	struct arena			*arena;
	const struct roster_was		*was;
	const struct roster_file	*file;
	const char			*text;	/* So far. */
};

/* What a thing is called; or the name the roster has for it. */
static const char *
called(struct telling *t, enum roster_noun noun, const char *name)
{
	const struct roster_row	*row = roster_row_of(t->file->rows,
				    t->file->row_count, noun, name);
	struct roster_content	 c;
	const char		*why;

	if (row == NULL || row->content == NULL)
		row = roster_row_of(t->was->rows, t->was->count, noun, name);
	if (row == NULL || !roster_content_read(t->arena, noun, row->content,
	    &c, &why))
		return name;
	return c.name;
}

static void
differs(struct telling *t, const char *field, const char *before,
    const char *after)
{
	if (before == NULL || after == NULL || strcmp(before, after) == 0)
		return;
	t->text = arena_print(t->arena, "%s%s%s %s -> %s", t->text,
	    *t->text != '\0' ? "; " : "", field,
	    *before != '\0' ? before : "none",
	    *after != '\0' ? after : "none");
}

/* The entries of one list that are not in the other; noun < 0: as they are. */
static const char *
without(struct telling *t, const struct roster_names *list,
    const struct roster_names *other, int noun)
{
	const char	*text = "", *entry;
	unsigned	 n = 0;

	for (unsigned i = 0; i < list->count; i++) {
		if (roster_names_have(other, list->list[i]))
			continue;
		if (++n > TOLD_MOST)
			continue;
		entry = noun < 0 ? list->list[i] : called(t,
		    (enum roster_noun)noun, list->list[i]);
		text = arena_print(t->arena, "%s%s%s", text,
		    *text != '\0' ? ", " : "", entry);
	}
	return n <= TOLD_MOST ? text : arena_print(t->arena, "%s and %u more",
	    text, n - TOLD_MOST);
}

static void
lists_differ(struct telling *t, const char *field,
    const struct roster_names *before, const struct roster_names *after,
    int noun)
{
	const char *left = without(t, before, after, noun);
	const char *came = without(t, after, before, noun);

	if (*left != '\0' || *came != '\0') {
		differs(t, field, left, came);
		return;
	}
	for (unsigned i = 0; i < after->count && i < before->count; i++)
		if (strcmp(before->list[i], after->list[i]) != 0) {
			t->text = arena_print(t->arena, "%s%s%s in another "
			    "order", t->text, *t->text != '\0' ? "; " : "",
			    field);
			return;
		}
}

/* A guardian's students as entries of a list, with all that is said. */
static struct roster_names
kin(struct telling *t, const struct roster_content *c)
{
	struct roster_names names = { .count = 0 };

	for (unsigned i = 0; i < c->kin_count; i++)
		roster_names_add(t->arena, &names, arena_print(t->arena,
		    "%s%s%s%s%s", called(t, ROSTER_STUDENT,
		    c->kin[i].student),
		    *c->kin[i].relation != '\0' ? " as " : "",
		    c->kin[i].relation,
		    c->kin[i].write_to ? "" : ", not written to",
		    c->kin[i].restricted ? ", restricted" : ""));
	return names;
}

static void
compare(struct telling *t, enum roster_noun noun,
    const struct roster_content *a, const struct roster_content *b)
{
	struct roster_names before = kin(t, a), after = kin(t, b);

	differs(t, "name", a->name, b->name);
	differs(t, "given name", a->given, b->given);
	differs(t, "language", a->language, b->language);
	if (a->school != NULL && b->school != NULL)
		differs(t, "school", called(t, ROSTER_SCHOOL, a->school),
		    called(t, ROSTER_SCHOOL, b->school));
	lists_differ(t, noun == ROSTER_STAFF ? "offices" : "classes",
	    &a->places, &b->places,
	    noun == ROSTER_STAFF ? ROSTER_SCHOOL : ROSTER_CLASS);
	lists_differ(t, "team", &a->team, &b->team, ROSTER_STAFF);
	lists_differ(t, "phones", &a->phones, &b->phones, -1);
	lists_differ(t, "emails", &a->emails, &b->emails, -1);
	differs(t, "email", a->email, b->email);
	if (a->desk != b->desk)
		differs(t, "desk", a->desk ? "yes" : "no",
		    b->desk ? "yes" : "no");
	lists_differ(t, "students", &before, &after, -1);
}

const char *
roster_tell(struct arena *arena, const struct roster_was *was,
    const struct roster_file *file, const struct roster_given *g)
{
	struct telling		 t = { arena, was, file, "" };
	struct roster_content	 before = { .name = "" }, after = before;
	const char		*why;

	if (g->before != NULL && !roster_content_read(arena, g->noun,
	    g->before, &before, &why))
		before.name = "?";
	if (g->content != NULL && !roster_content_read(arena, g->noun,
	    g->content, &after, &why))
		after.name = "?";
	if (g->before == NULL)
		t.text = "new";
	else if (g->content == NULL)
		t.text = "gone";
	else
		compare(&t, g->noun, &before, &after);
	return arena_print(arena, "%s %s (%s): %s", roster_noun_word(g->noun),
	    g->name, g->content != NULL ? after.name : before.name, t.text);
}
