/*
 * Filling for a recipient.  Names are looked up only where the words use
 * them, and who else shares a contact only where the words name people: so a
 * closing without places costs nothing here.
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/choose.h"
#include "flow/fill.h"
#include "store/called.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/office.h"
#include "store/person.h"
#include "store/sight.h"
#include "store/translation.h"

#define USES(f, what)	(((f)->uses & (1u << (what))) != 0)
#define PEOPLE		((1u << KNOWN_GUARDIAN) | (1u << KNOWN_STUDENT) | \
			(1u << KNOWN_FIRST_NAME))
#define PLACES		((1u << KNOWN_SCHOOL) | (1u << KNOWN_CLASS) | \
			(1u << KNOWN_TEACHER) | (1u << KNOWN_PHONE))
#define SHARE_MOST	50	/* People at one contact. */
#define STUDENTS	50	/* In one text. */

/* Who and what one text is about. */
struct recipients {
	const struct person	*people[SHARE_MOST];
	int64_t			 students[STUDENTS];
	unsigned		 person_count, student_count;
};

static void
look_through(struct filling *f, struct arena *arena, const char *words)
{
	struct placeholder	*list;
	unsigned		 n = words == NULL ? 0 :
				    placeholder_names(arena, words, &list);

	for (unsigned i = 0; i < n; i++)
		for (int k = 0; k < KNOWNS; k++)
			if (strcmp(list[i].folded,
			    fill_folded((enum known)k)) == 0)
				f->uses |= 1u << k;
}

void
fill_start(struct filling *f, const struct translation *others,
    unsigned count)
{
	const struct message	*m = f->choosing->message;
	struct arena		*arena = db_arena(f->choosing->db);

	f->uses = m->discreet ? 1u << KNOWN_FIRST_NAME : 0;
	if (!m->discreet && m->template == NULL) {
		look_through(f, arena, m->words);
		look_through(f, arena, m->subject);
		for (unsigned i = 0; i < count; i++)
			look_through(f, arena, others[i].words);
	}
	f->names_student = USES(f, KNOWN_STUDENT) ||
	    USES(f, KNOWN_FIRST_NAME);
	f->apart = m->apart && f->names_student &&
	    m->audience != AUDIENCE_CONTACT;
}

static bool
is_in(const int64_t *list, unsigned count, int64_t id)
{
	for (unsigned i = 0; i < count; i++)
		if (list[i] == id)
			return true;
	return false;
}

/* Restricted for a student that the message names: it is not for them. */
static bool
is_barred(struct filling *f, int64_t person)
{
	int64_t		*barred;
	unsigned	 n = f->student_count == 0 ? 0 :
			    sight_restricted_for(f->choosing->db, person,
			    f->choosing->now, &barred);

	for (unsigned i = 0; i < n; i++)
		if (is_in(f->students, f->student_count, barred[i]))
			return true;
	return false;
}

/* The students of the message that a guardian is written to about. */
static unsigned
students_of(struct filling *f, int64_t person, int64_t **students)
{
	const struct message	*m = f->choosing->message;
	unsigned		 n, kept = 0;

	n = called_about(f->choosing->db, &(struct about){
	    .audience = m->audience, .target = m->target, .guardian = person,
	    .now = f->choosing->now }, students);
	if (m->audience != AUDIENCE_STUDENTS &&
	    m->audience != AUDIENCE_CONTACT)
		return n;
	for (unsigned i = 0; i < n; i++)
		if (is_in(f->students, f->student_count, (*students)[i]))
			(*students)[kept++] = (*students)[i];
	return kept;
}

static void
add_student(struct recipients *r, int64_t student)
{
	unsigned at = r->student_count;

	if (at == STUDENTS || is_in(r->students, at, student))
		return;
	for (; at > 0 && r->students[at - 1] > student; at--)
		r->students[at] = r->students[at - 1];
	r->students[at] = student;
	r->student_count++;
}

/* A guardian, with the students that their text is about; false: none. */
static bool
add_person(struct filling *f, struct recipients *r,
    const struct person *person, int64_t student)
{
	int64_t		*students;
	unsigned	 n = students_of(f, person->id, &students);

	if (student != 0) {
		if (!is_in(students, n, student))
			return false;
		students = &student;
		n = 1;
	}
	for (unsigned i = 0; i < n; i++)
		add_student(r, students[i]);
	if (n > 0 && r->person_count < SHARE_MOST)
		r->people[r->person_count++] = person;
	return n > 0;
}

/* Whether a text to somebody at the contact goes there, too. */
static bool
goes_there(struct filling *f, const struct person *person,
    const struct contact *contact)
{
	struct choosing	*c = f->choosing;
	const struct contact *next = c->contacts;
	struct chosen	 chosen;

	if ((f->person_count > 0 &&
	    !is_in(f->people, f->person_count, person->id)) ||
	    is_barred(f, person->id))
		return false;
	c->contacts = NULL;		/* Those were another person's. */
	choose(c, person, NULL, &chosen);
	c->contacts = next;
	return chosen.contact != NULL && chosen.contact->id == contact->id;
}

static void
find(struct filling *f, const struct fill_to *to, struct recipients *r)
{
	struct person	*people;
	unsigned	 n;

	r->person_count = r->student_count = 0;
	if (f->choosing->message->audience == AUDIENCE_CONTACT) {
		for (unsigned i = 0; i < f->student_count; i++)
			add_student(r, f->students[i]);
		if (to->person != NULL)
			r->people[r->person_count++] = to->person;
		return;
	}
	if (to->contact == NULL) {
		(void)add_person(f, r, to->person, to->student);
		return;
	}
	n = person_at(f->choosing->db, to->contact->id, &people);
	for (unsigned i = 0; i < n; i++)
		if (people[i].id == to->person->id ||
		    goes_there(f, &people[i], to->contact))
			(void)add_person(f, r, &people[i], to->student);
}

/* A value of several texts, each once. */
struct texts {
	const char	*list[STUDENTS];
	unsigned	 count;
};

static void
add_text(struct texts *t, const char *text)
{
	for (unsigned i = 0; i < t->count; i++)
		if (strcmp(t->list[i], text) == 0)
			return;
	if (t->count < STUDENTS)
		t->list[t->count++] = text;
}

/* Whose name stands for a teacher where a class has none. */
static const char *
author_or(struct filling *f, const char *other)
{
	struct person author;

	return person_get(f->choosing->db, f->choosing->message->author,
	    &author) ? author.name : other;
}

static void
add_place(struct filling *f, struct texts texts[KNOWNS],
    const struct called *c)
{
	const struct message	*m = f->choosing->message;
	struct db		*db = f->choosing->db;
	struct district		 district = { .name = "" };
	int64_t			 class = m->audience == AUDIENCE_CLASS ?
				    m->target : c->class_id;
	const char		*school = c->school, *name = c->class;

	if (school == NULL && !school_get(db, m->school, &school))
		school = district_get(db, &district) ? district.name : "";
	if (m->audience == AUDIENCE_CLASS && !class_name(db, class, &name))
		name = NULL;
	add_text(&texts[KNOWN_SCHOOL], school);
	add_text(&texts[KNOWN_CLASS], name != NULL ? name : school);
	if (USES(f, KNOWN_TEACHER)) {
		name = called_teacher(db, class, m->author, f->choosing->now);
		add_text(&texts[KNOWN_TEACHER], name != NULL ? name :
		    author_or(f, school));
	}
	if (texts[KNOWN_PHONE].count == 0)
		add_text(&texts[KNOWN_PHONE], fill_phone(db_arena(db),
		    office_phone(db, m->school != 0 ? m->school :
		    c->school_id)));
}

static void
add_students(struct filling *f, struct texts texts[KNOWNS],
    const struct recipients *r)
{
	struct db	*db = f->choosing->db;
	struct called	 c;

	for (unsigned i = 0; i < r->student_count; i++) {
		if (!called_student(db, r->students[i], f->choosing->now, &c))
			continue;
		add_text(&texts[KNOWN_STUDENT], c.name);
		add_text(&texts[KNOWN_FIRST_NAME], *c.given != '\0' ?
		    c.given : text_first_name(db_arena(db), c.name));
		if ((f->uses & PLACES) != 0)
			add_place(f, texts, &c);
	}
	if (r->student_count == 0 && (f->uses & PLACES) != 0)
		add_place(f, texts, &(struct called){ .school = NULL });
}

const char *
fill_for(struct filling *f, const struct fill_to *to)
{
	struct arena		*arena = db_arena(f->choosing->db);
	struct texts		*texts;
	struct recipients	*r;
	struct district		 district;
	struct value		 values[KNOWNS];
	unsigned		 n = 0;

	if (f->uses == 0)
		return "";
	texts = NEW_LIST(arena, struct texts, KNOWNS);
	r = NEW(arena, struct recipients);
	find(f, to, r);
	for (unsigned i = 0; i < r->person_count; i++)
		add_text(&texts[KNOWN_GUARDIAN], r->people[i]->name);
	if ((f->uses & (PEOPLE | PLACES)) != 0)
		add_students(f, texts, r);
	if (USES(f, KNOWN_DISTRICT) &&
	    district_get(f->choosing->db, &district))
		add_text(&texts[KNOWN_DISTRICT], district.name);
	for (int k = 0; k < KNOWNS; k++)
		if (USES(f, k))
			values[n++] = (struct value){
			    .name = fill_folded((enum known)k),
			    .texts = texts[k].list,
			    .count = texts[k].count };
	return value_write(arena, values, n);
}

bool
fill_covers(struct filling *f, int64_t person, int64_t other)
{
	int64_t		*theirs, *others;
	unsigned	 n, m;

	if (!f->names_student)
		return true;
	n = students_of(f, person, &theirs);
	m = students_of(f, other, &others);
	for (unsigned i = 0; i < m; i++)
		if (!is_in(theirs, n, others[i]))
			return false;
	return true;
}

const char *
fill_cannot(struct db *db, const struct message *m,
    const struct fill_draft *d)
{
	struct choosing	 c = { .db = db, .message = m };
	struct filling	 f = { .choosing = &c };
	struct person	*people;

	fill_start(&f, d->others, d->other_count);
	if (USES(&f, KNOWN_PHONE) && *office_phone(db, m->school) == '\0')
		return "There is no phone of an office for ((office phone)) "
		    "yet. Who administers the district enters it on the "
		    "settings page; or write the number.";
	if (m->audience != AUDIENCE_CONTACT)
		return NULL;
	if (f.names_student && d->student_count == 0 && !m->discreet)
		return "This talk is about no student we know, so nothing can "
		    "stand for their name. Write without it.";
	if (USES(&f, KNOWN_GUARDIAN) &&
	    person_at(db, m->target, &people) == 0)
		return "We do not know who this is, so nothing can stand for "
		    "((guardian name)). Write without it.";
	return NULL;
}
