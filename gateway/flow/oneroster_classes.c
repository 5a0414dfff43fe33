/*
 * Schools, classes, and who is in them.  An org that is no school (a
 * department, a programme) stands for the school it is in.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"

#define TITLE_MOST	200		/* UTF-16 units. */
#define DEPTH		10		/* Of orgs in orgs. */

struct org *
org_at(const struct reading *r, unsigned i)
{
	return &((struct org *)r->orgs.list)[i];
}

struct class *
class_at(const struct reading *r, unsigned i)
{
	return &((struct class *)r->classes.list)[i];
}

/* What orgs may be beside schools and districts. */
static bool
is_other(const char *text)
{
	return word_same(text, "department") || word_same(text, "local") ||
	    word_same(text, "state") || word_same(text, "national");
}

static enum org_kind
kind_of(struct reading *r, const struct cell *cell)
{
	const char *text = cell_text(r, cell);

	if (word_same(text, "school") || word_same(text, "district")) {
		if (strcmp(text, "school") != 0 &&
		    strcmp(text, "district") != 0)
			note(r, NOTE_TOLERATED, cell, "the type is \"%s\"; "
			    "OneRoster writes it in small letters", text);
		return word_same(text, "school") ? ORG_SCHOOL : ORG_DISTRICT;
	}
	if (strcasestr(text, "school") == NULL) {
		if (!is_other(text))
			note(r, NOTE_SKIPPED, cell, "nobody knows the type "
			    "\"%s\", so this is no school; write school where "
			    "it is one", text);
		return ORG_OTHER;
	}
	note(r, NOTE_TOLERATED, cell, "the type \"%s\" is taken for school",
	    text);
	return ORG_SCHOOL;
}

/* A title, or what the thing is called in its place. */
static const char *
title_of(struct reading *r, const struct cell *cell, const struct thing *t)
{
	const char *title = cell_text(r, cell);

	if (*title == '\0') {
		note(r, NOTE_TOLERATED, cell, "there is no name; the "
		    "sourcedId is used in its place");
		return t->name;
	}
	return text_cut(r->own, title, TITLE_MOST);
}

static void
read_org(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, ID };
	struct org	*org = thing_add(r, &r->orgs, &c);

	if (org == NULL)
		return;
	org->thing.gone = row_gone(sheet, row);
	org->parent = sheet_text(r, sheet, row, ORG_PARENT);
	org->title = "";
	if (org->thing.gone)
		return;
	org->kind = kind_of(r, cell_on(&c, ORG_TYPE));
	org->title = title_of(r, cell_on(&c, ORG_NAME), &org->thing);
	if (org->kind == ORG_DISTRICT && *r->file->district == '\0')
		r->file->district = arena_text(r->arena, org->title);
}

/* The file says all there is to say. */
static void
merge_nothing(void *kept, const void *before)
{
	(void)kept;
	(void)before;
}

static unsigned
count_schools(const struct reading *r)
{
	unsigned schools = 0;

	for (unsigned i = 0; i < r->orgs.count; i++)
		schools += org_at(r, i)->kind == ORG_SCHOOL &&
		    !org_at(r, i)->thing.gone;
	return schools;
}

/* Some systems call their schools something else; then all orgs of a kind
 * are taken for schools, rather than none. */
static void
take_for_schools(struct reading *r, enum org_kind kind)
{
	struct cell c = { &r->sheets[SHEET_ORGS], NULL, ORG_TYPE };

	if (r->file->delta || count_schools(r) > 0)
		return;
	for (unsigned i = 0; i < r->orgs.count; i++) {
		struct org *org = org_at(r, i);

		if (org->kind != kind || org->thing.gone)
			continue;
		org->kind = ORG_SCHOOL;
		c.row = org->thing.row;
		note(r, NOTE_TOLERATED, &c, "no org has the type school, so "
		    "\"%s\" is taken for one", org->title);
	}
}

void
orgs_read(struct reading *r)
{
	static const int same[] = { ORG_NAME, ORG_TYPE, -1 };
	struct sheet	*sheet = &r->sheets[SHEET_ORGS];
	struct cell	 where = { sheet, NULL, -1 };

	for (unsigned i = 0; i < sheet->csv.row_count; i++)
		read_org(r, sheet, &sheet->csv.rows[i]);
	things_unite(r, &r->orgs, &where, same, merge_nothing);
	take_for_schools(r, ORG_OTHER);
	take_for_schools(r, ORG_DISTRICT);
	if (count_schools(r) == 0 && !r->file->delta)
		note_file(r, NOTE_REFUSED, sheet->name, "there is no school "
		    "in it; export it again");
}

int
school_of(struct reading *r, int org)
{
	struct cell c = { &r->sheets[SHEET_ORGS], NULL, ORG_PARENT };

	for (unsigned depth = 0; org != NOTHING && depth < DEPTH; depth++) {
		struct org *o = org_at(r, (unsigned)org);

		if (o->thing.gone)
			return NOTHING;
		if (o->kind == ORG_SCHOOL)
			return org;
		if (o->thing.row == NULL || o->thing.told)
			return NOTHING;
		c.row = o->thing.row;
		org = thing_named(r, &r->orgs, &c, o->parent);
		o->thing.told = org == NOTHING;
	}
	return NOTHING;
}

static void
read_class(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, ID };
	struct class	*class = thing_add(r, &r->classes, &c);

	if (class == NULL)
		return;
	class->thing.gone = row_gone(sheet, row);
	class->school = NOTHING;
	class->title = "";
	if (class->thing.gone)
		return;
	class->title = title_of(r, cell_on(&c, CLASS_TITLE), &class->thing);
	class->homeroom = word_same(sheet_text(r, sheet, row, CLASS_TYPE),
	    "homeroom");
	class->school = school_of(r, thing_find(r, &r->orgs,
	    cell_on(&c, CLASS_SCHOOL)));
	if (class->school == NOTHING)
		note(r, NOTE_SKIPPED, &c, "the class \"%s\" is at no school, "
		    "and is left out; name a school of orgs.csv",
		    class->thing.name);
}

void
classes_read(struct reading *r)
{
	static const int same[] = { CLASS_TITLE, CLASS_SCHOOL, -1 };
	struct sheet	*sheet = &r->sheets[SHEET_CLASSES];
	struct cell	 where = { sheet, NULL, -1 };

	for (unsigned i = 0; i < sheet->csv.row_count; i++)
		read_class(r, sheet, &sheet->csv.rows[i]);
	things_unite(r, &r->classes, &where, same, merge_nothing);
}

/* Who has no role of their own has the one they are enrolled with. */
static const struct role_word *
role_of(struct reading *r, const struct cell *cell, struct user *u)
{
	const struct role_word *word = word_role(r, cell);

	if (word == NULL || word->kinds == IS_GUARDIAN ||
	    (u->kinds & word->kinds) != 0)
		return word;
	if (u->kinds == 0 && !u->over) {
		note(r, NOTE_TOLERATED, cell, "a user has no role in the "
		    "roster; that of the enrollment is taken");
		u->kinds |= word->kinds;
		return word;
	}
	note(r, NOTE_SKIPPED, cell, "\"%s\" is enrolled as %s, and is none in "
	    "the roster; correct one of them", u->thing.name, word->word);
	return NULL;
}

/* Who reads what is written to a class. */
static bool
teaches(const struct role_word *word)
{
	return word->kinds == IS_STAFF && !word->office && !word->desk &&
	    strcmp(word->word, "proctor") != 0;
}

/* Enrolls a user in a class, or ends it. */
static void
enroll(struct reading *r, const struct cell *cell, unsigned user,
    unsigned class)
{
	struct user	*u = user_at(r, user);
	bool		 gone = row_gone(cell->sheet, cell->row);
	unsigned	 source = gone ? LINK_GONE : LINK_HERE;
	const struct role_word *word = role_of(r, cell, u);

	if (word == NULL)
		return;
	if (word->kinds == IS_STUDENT) {
		if (!gone)
			student_at(u, class_at(r, class)->school, RANK_CLASS);
		link_add(r, &r->attends, (struct link){ user, class, source });
	} else if (teaches(word)) {
		link_add(r, &r->teams, (struct link){ class, user, source });
	}
}

static void
read_enrollment(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, ENROLLMENT_ENDS };
	bool		 gone = row_gone(sheet, row);
	int		 user, class;

	if ((gone && !r->file->delta) || word_over(r, &c))
		return;
	class = thing_find(r, &r->classes, cell_on(&c, ENROLLMENT_CLASS));
	user = thing_find(r, &r->users, cell_on(&c, ENROLLMENT_USER));
	if (class == NOTHING || user == NOTHING ||
	    user_at(r, (unsigned)user)->thing.gone ||
	    class_at(r, (unsigned)class)->thing.gone ||
	    class_at(r, (unsigned)class)->school == NOTHING)
		return;
	enroll(r, cell_on(&c, ENROLLMENT_ROLE), (unsigned)user,
	    (unsigned)class);
}

void
enrollments_read(struct reading *r)
{
	struct sheet *sheet = &r->sheets[SHEET_ENROLLMENTS];

	for (unsigned i = 0; i < sheet->csv.row_count; i++)
		read_enrollment(r, sheet, &sheet->csv.rows[i]);
	links_settle(&r->attends);
	links_settle(&r->teams);
	links_settle(&r->offices);
}
