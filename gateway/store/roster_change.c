/*
 * Collecting what is to be changed.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "store/db.h"
#include "store/roster.h"
#include "store/roster_change.h"
#include "store/roster_inside.h"
#include "store/word.h"

struct roster_change *
roster_change_new(struct db *db, int64_t now, int64_t undo)
{
	struct roster_change *c = NEW(db_arena(db), struct roster_change);

	c->db = db;
	c->now = now;
	c->undo = undo;
	c->first = id_new();
	for (unsigned i = 0; i < SORTS; i++)
		many_init(&c->lists[i]);
	return c;
}

void
roster_change_make(struct roster_change *c)
{
	roster_make(c);
	for (unsigned i = 0; i < SORTS; i++)
		many_free(&c->lists[i]);
}

/* The list of a sort, in which a row begins. */
static struct many *
row(struct roster_change *c, unsigned sort)
{
	many_row(&c->lists[sort]);
	return &c->lists[sort];
}

/* A name, and the same folded. */
static void
name(struct roster_change *c, struct many *m, const char *words)
{
	many_text(m, words);
	many_text(m, text_fold(db_arena(c->db), words));
}

void
roster_change_school(struct roster_change *c, int64_t id, const char *words,
    int64_t until)
{
	struct many *m = row(c, SORT_SCHOOL);

	many_int(m, id);
	name(c, m, words);
	many_int(m, until);
}

void
roster_change_class(struct roster_change *c, const struct roster_class *class)
{
	struct many *m = row(c, SORT_CLASS);

	many_int(m, class->id);
	many_int(m, class->school);
	many_text(m, class->name);
	many_int(m, class->until);
}

void
roster_change_person(struct roster_change *c, const struct roster_person *p)
{
	struct many *m = row(c, SORT_PERSON);

	many_int(m, p->id);
	name(c, m, p->name);
	many_text(m, p->language);
	many_int(m, p->guardian);
	many_int(m, p->staff);
}

void
roster_change_work_mail(struct roster_change *c, int64_t person,
    const char *mailbox, const char *former)
{
	struct many *m = row(c, SORT_WORK_MAIL);

	many_int(m, person);
	many_text(m, mailbox);
	many_text(m, former);
}

void
roster_change_student(struct roster_change *c, int64_t id, const char *words,
    const char *given)
{
	struct many *m = row(c, SORT_STUDENT);

	many_int(m, id);
	name(c, m, words);
	many_text(m, given);
}

void
roster_change_move(struct roster_change *c, int64_t class, int64_t school)
{
	struct many *m = row(c, SORT_MOVE);

	many_int(m, class);
	many_int(m, school);
}

void
roster_change_enrol(struct roster_change *c, const struct roster_place *p)
{
	struct many *m = row(c, SORT_ENROL);

	many_int(m, id_new());
	many_int(m, p->student);
	many_int(m, p->school);
	many_int(m, p->class);
	many_int(m, p->place);
}

void
roster_change_drop(struct roster_change *c, const struct roster_place *p)
{
	struct many *m = row(c, SORT_DROP);

	many_int(m, p->student);
	many_int(m, p->school);
	many_int(m, p->class);
}

void
roster_change_relate(struct roster_change *c, const struct roster_relation *r)
{
	struct many *m = row(c, SORT_RELATE);

	many_int(m, id_new());
	many_int(m, r->guardian);
	many_int(m, r->student);
	many_text(m, r->relation);
	many_int(m, r->write_to);
	many_int(m, r->restricted);
}

void
roster_change_part(struct roster_change *c, int64_t guardian, int64_t student)
{
	struct many *m = row(c, SORT_PART);

	many_int(m, guardian);
	many_int(m, student);
}

void
roster_change_speak(struct roster_change *c, int64_t person)
{
	many_int(row(c, SORT_SPEAKER), person);
}

/* The contact there follows the language of its first guardian.  A new person
 * is the last of those there, so when the contact is new, too, it speaks the
 * language of the first already. */
static void
speak(struct roster_change *c, const struct roster_reach *r)
{
	struct many *m = row(c, SORT_SPEAK);

	many_text(m, channel_word(r->channel));
	many_text(m, r->address);
	many_int(m, r->fresh ? c->first : INT64_MAX);
}

void
roster_change_reach(struct roster_change *c, const struct roster_reach *r)
{
	struct many *m = row(c, SORT_CONTACT);

	many_int(m, id_new());
	many_text(m, channel_word(r->channel));
	many_text(m, r->address);
	many_text(m, r->language);
	m = row(c, SORT_REACH);
	many_int(m, r->person);
	many_text(m, channel_word(r->channel));
	many_text(m, r->address);
	many_int(m, r->place);
	speak(c, r);
}

void
roster_change_unreach(struct roster_change *c, const struct roster_reach *r)
{
	struct many *m = row(c, SORT_UNREACH);

	many_int(m, r->person);
	many_text(m, channel_word(r->channel));
	many_text(m, r->address);
	speak(c, r);
}

/* By which a seat is known: kind, school, class. */
static void
seat(struct many *m, int64_t school, int64_t class)
{
	many_text(m, class != 0 ? "class" : school != 0 ? "office" : "desk");
	many_int(m, school);
	many_int(m, class);
}

void
roster_change_seat(struct roster_change *c, const struct seat *s)
{
	struct many *m = row(c, SORT_SEAT);

	many_int(m, s->id);
	seat(m, s->school, s->class);
	many_text(m, s->name);
}

void
roster_change_rename(struct roster_change *c, const struct seat *s,
    const char *former)
{
	struct many *m;

	if (strcmp(s->name, former) == 0)
		return;
	m = row(c, SORT_RENAME);
	seat(m, s->school, s->class);
	many_text(m, s->name);
	many_text(m, former);
}

void
roster_change_join(struct roster_change *c, int64_t person, int64_t school,
    int64_t class)
{
	struct many *m = row(c, SORT_JOIN);

	seat(m, school, class);
	many_int(m, person);
}

void
roster_change_leave(struct roster_change *c, int64_t person, int64_t school,
    int64_t class)
{
	struct many *m = row(c, SORT_LEAVE);

	seat(m, school, class);
	many_int(m, person);
}

void
roster_change_end(struct roster_change *c, enum roster_all all, int64_t id)
{
	many_int(row(c, SORT_END + all), id);
}

void
roster_change_again(struct roster_change *c, enum roster_all all, int64_t id)
{
	many_int(row(c, SORT_AGAIN + all), id);
}
