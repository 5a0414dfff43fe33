/*
 * Steps: rows of one noun are read with what was said before and with all
 * they name, in one query each, and are compared one by one; the change is
 * then made with one statement for each sort.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/expand.h"
#include "flow/gateway.h"
#include "flow/roster_inside.h"
#include "store/attempt.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/reach.h"
#include "store/roster_change.h"

static struct roster_content *
content(struct step *s, const char *text)
{
	struct roster_content	*c;
	const char		*why;

	if (text == NULL)
		return NULL;
	c = NEW(s->arena, struct roster_content);
	if (!roster_content_read(s->arena, s->noun, text, c, &why) &&
	    s->why == NULL)
		s->why = why;
	return c;
}

static void
fill(struct step *s, struct thing *t, const struct roster_said *was)
{
	t->before = content(s, t->given->before);
	t->after = content(s, t->given->content);
	t->fresh = was == NULL;
	if (was == NULL)
		return;
	t->id = was->id;
	t->called = t->before != NULL ? t->before->name :
	    content(s, was->content)->name;
}

/* What the step's own noun and names say now; which of them changes. */
static void
read_things(struct step *s, struct roster_given *given, unsigned count)
{
	const char	**names = NEW_LIST(s->arena, const char *, count);
	struct roster_said *list;
	unsigned	 n;

	for (unsigned i = 0; i < count; i++)
		names[i] = given[i].name;
	n = roster_row_find(s->db, roster_noun_word(s->noun), names, count,
	    &list);
	s->things = NEW_LIST(s->arena, struct thing, count);
	for (unsigned i = 0; i < count; i++) {
		const struct roster_said *was = roster_row_in(list, n,
		    given[i].name);
		struct thing *t = &s->things[s->count];

		given[i].before = was != NULL && !was->gone ? was->content :
		    NULL;
		given[i].changed = given[i].content == NULL ?
		    given[i].before != NULL : given[i].before == NULL ||
		    strcmp(given[i].before, given[i].content) != 0;
		if (!given[i].changed)
			continue;
		t->given = &given[i];
		fill(s, t, was);
		s->count++;
	}
}

const struct roster_said *
step_find(struct step *s, enum roster_noun noun, const char *name)
{
	return roster_row_in(s->named[noun].list, s->named[noun].count,
	    name);
}

void
step_name(struct step *s, enum roster_noun noun,
    const struct roster_names *names)
{
	struct named_things *named = &s->named[noun];

	named->count = roster_row_find(s->db, roster_noun_word(noun),
	    names->list, names->count, &named->list);
}

int64_t
step_id(struct step *s, enum roster_noun noun, const char *name)
{
	const struct roster_said *said = step_find(s, noun, name);

	return said != NULL ? said->id : 0;
}

/* What is said now names what is there only. */
static void
need(struct step *s, enum roster_noun noun, const char *name)
{
	const struct roster_said *said = step_find(s, noun, name);

	if (s->why == NULL && (said == NULL || said->gone))
		s->why = arena_print(s->arena, "A %s names the %s \"%s\", "
		    "which is not in the roster. Import the whole file again.",
		    roster_noun_word(s->noun), roster_noun_word(noun), name);
}

static void
need_all(struct step *s, const struct roster_content *c)
{
	if (c->school != NULL)
		need(s, ROSTER_SCHOOL, c->school);
	for (unsigned i = 0; i < c->places.count; i++)
		need(s, s->noun == ROSTER_STAFF ? ROSTER_SCHOOL :
		    ROSTER_CLASS, c->places.list[i]);
	for (unsigned i = 0; i < c->team.count; i++)
		need(s, ROSTER_STAFF, c->team.list[i]);
	for (unsigned i = 0; i < c->kin_count; i++)
		need(s, ROSTER_STUDENT, c->kin[i].student);
}

/* Names of one noun, as they are collected. */
struct collected {
	struct roster_names	 of[ROSTER_NOUNS];
};

static void
collect_all(struct step *s, struct roster_names *into,
    const struct roster_names *names)
{
	for (unsigned i = 0; i < names->count; i++)
		roster_names_add(s->arena, into, names->list[i]);
}

static void
collect(struct step *s, struct collected *all, const struct roster_content *c)
{
	if (c == NULL)
		return;
	if (c->school != NULL)
		roster_names_add(s->arena, &all->of[ROSTER_SCHOOL],
		    c->school);
	collect_all(s, &all->of[s->noun == ROSTER_STAFF ? ROSTER_SCHOOL :
	    ROSTER_CLASS], &c->places);
	collect_all(s, &all->of[ROSTER_STAFF], &c->team);
	for (unsigned i = 0; i < c->kin_count; i++)
		roster_names_add(s->arena, &all->of[ROSTER_STUDENT],
		    c->kin[i].student);
}

/* A person is looked for among staff and guardians, whichever it is. */
static void
read_named(struct step *s)
{
	struct collected	*all = NEW(s->arena, struct collected);
	enum roster_noun	 other = s->noun == ROSTER_STAFF ?
				    ROSTER_GUARDIAN : ROSTER_STAFF;

	for (unsigned i = 0; i < s->count; i++) {
		collect(s, all, s->things[i].before);
		collect(s, all, s->things[i].after);
		if (s->noun == ROSTER_STAFF || s->noun == ROSTER_GUARDIAN)
			roster_names_add(s->arena, &all->of[other],
			    s->things[i].given->name);
	}
	for (int n = 0; n < ROSTER_NOUNS; n++)
		step_name(s, (enum roster_noun)n, &all->of[n]);
	for (unsigned i = 0; i < s->count; i++)
		if (s->things[i].after != NULL)
			need_all(s, s->things[i].after);
}

/* New things have their ids before anything is compared. */
static void
give_ids(struct step *s)
{
	const struct roster_said *same;

	for (unsigned i = 0; i < s->count; i++) {
		struct thing *t = &s->things[i];

		same = t->id != 0 ? NULL : s->noun == ROSTER_STAFF ?
		    step_find(s, ROSTER_GUARDIAN, t->given->name) :
		    s->noun == ROSTER_GUARDIAN ?
		    step_find(s, ROSTER_STAFF, t->given->name) : NULL;
		if (t->id == 0)
			t->id = same != NULL ? same->id : id_new();
	}
}

void
step_less(struct step *s, int64_t person)
{
	if (s->less == NULL)
		s->less = NEW_LIST(s->arena, int64_t, s->count);
	if (s->less_count == 0 || s->less[s->less_count - 1] != person)
		s->less[s->less_count++] = person;
}

/* What waits for them, and should not go to them any more. */
static void
recall(struct step *s)
{
	const struct roster_times	*t = s->times;
	struct moment			 now = gateway_moment(t->gateway->zone,
					    t->clock);
	struct unmeant			*list;
	struct attempt			 attempt;
	unsigned			 n = s->less_count > 0 ? DROP_MOST : 0;

	while (n == DROP_MOST) {
		n = reach_unmeant(s->db, s->less, s->less_count, t->clock,
		    &list);
		for (unsigned i = 0; i < n; i++) {
			if (!attempt_get(s->db, list[i].attempt, &attempt) ||
			    !delivery_advance(s->db, &(struct move){
			    .attempt = list[i].attempt,
			    .to = ATTEMPT_DROPPED, .reason =
			    list[i].elsewhere ? "The number was taken away." :
			    "They are not written to about this any more." },
			    now))
				continue;
			if (list[i].elsewhere)
				expand_again(s->db, t->gateway, &attempt,
				    EXPAND_CONTACT);
		}
	}
}

static void
write_rows(struct step *s)
{
	struct roster_said *list = NEW_LIST(s->arena, struct roster_said,
	    s->count);

	for (unsigned i = 0; i < s->count; i++) {
		const struct roster_given *g = s->things[i].given;

		list[i].name = g->name;
		list[i].id = s->things[i].id;
		list[i].gone = g->content == NULL;
		list[i].content = g->content != NULL ? g->content : g->before;
	}
	roster_row_put(s->db, roster_noun_word(s->noun), list, s->count);
}

static void
compare(struct step *s)
{
	switch (s->noun) {
	case ROSTER_SCHOOL:
		step_schools(s);
		return;
	case ROSTER_CLASS:
		step_classes(s);
		return;
	case ROSTER_STUDENT:
		step_students(s);
		return;
	case ROSTER_STAFF:
	case ROSTER_GUARDIAN:
		step_people(s);
		return;
	}
}

/* Rows of one noun.  A failure of the database leaves rows missing, and what
 * is wrong then is not their fault; the job is refused in any case. */
static bool
make_step(struct db *db, const struct roster_times *times,
    struct roster_given *given, unsigned count, const char **why)
{
	struct step s = { .db = db, .arena = db_arena(db), .times = times,
	    .noun = given->noun };

	read_things(&s, given, count);
	if (s.count == 0)
		return true;
	if (s.why == NULL) {
		read_named(&s);
		give_ids(&s);
		s.change = roster_change_new(db, times->now, times->undo);
		compare(&s);
		roster_change_make(s.change);
		recall(&s);
		write_rows(&s);
	}
	*why = s.why;
	return s.why == NULL;
}

bool
roster_apply(struct db *db, const struct roster_times *times,
    struct roster_given *given, unsigned count, const char **why)
{
	unsigned end;

	*why = NULL;
	for (unsigned i = 0; i < count; i = end) {
		end = i + 1;
		while (end < count && given[end].noun == given[i].noun)
			end++;
		if (!make_step(db, times, &given[i], end - i, why))
			return false;
	}
	return true;
}
