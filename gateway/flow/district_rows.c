/*
 * What the file of a district said, as rows of a roster: each thing under
 * its key, so that a roster with the same names goes on from there.  A
 * guardian without a key, whom no roster can name, stays as they are.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "flow/district_file.h"
#include "flow/roster_content.h"
#include "store/roster_row.h"

/* The rows of one noun. */
struct rows_of {
	struct arena		*arena;
	enum roster_noun	 noun;
	struct roster_said	*list;
	unsigned		 count;
};

static struct rows_of
rows_of(struct district_file *f, enum roster_noun noun, unsigned most)
{
	return (struct rows_of){ .arena = f->arena, .noun = noun,
	    .list = NEW_LIST(f->arena, struct roster_said, most + 1) };
}

static void
add(struct rows_of *rows, const char *key, int64_t id,
    const struct roster_content *c)
{
	rows->list[rows->count++] = (struct roster_said){ .name = key,
	    .id = id, .content = roster_content_text(rows->arena, rows->noun,
	    c) };
}

static void
keep(struct db *db, const struct rows_of *rows)
{
	if (rows->count > 0)
		roster_row_put(db, roster_noun_word(rows->noun), rows->list,
		    rows->count);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Lists without an order of their own are in that of their bytes. */
static void
sort(struct roster_names *names)
{
	if (names->count > 1)
		qsort(names->list, names->count, sizeof *names->list,
		    by_text);
}

static bool
among(const struct texts *texts, int entry)
{
	for (unsigned i = 0; i < texts->count; i++)
		if (texts->of[i] == entry)
			return true;
	return false;
}

static void
keep_schools(struct db *db, struct district_file *f)
{
	struct rows_of rows = rows_of(f, ROSTER_SCHOOL, f->school_count);

	for (unsigned i = 0; i < f->school_count; i++)
		add(&rows, f->schools[i].key, f->schools[i].id,
		    &(struct roster_content){ .name = f->schools[i].name });
	keep(db, &rows);
}

/* What the file does not say of them is English, and so is nothing said. */
static void
keep_staff(struct db *db, struct district_file *f)
{
	struct rows_of rows = rows_of(f, ROSTER_STAFF, f->staff_count);

	for (unsigned i = 0; i < f->staff_count; i++) {
		const struct staff_entry *s = &f->staff[i];
		struct roster_content c = { .name = s->name,
		    .email = s->email == NULL ? "" : s->email,
		    .language = strcmp(s->language, "en-US") == 0 ? "" :
		    s->language, .desk = among(&f->desk, (int)i) };

		if (s->by_hand)
			continue;
		if (s->phone != NULL)
			roster_names_add(f->arena, &c.phones, s->phone);
		for (unsigned k = 0; k < f->school_count; k++)
			if (among(&f->schools[k].office, (int)i))
				roster_names_add(f->arena, &c.places,
				    f->schools[k].key);
		sort(&c.places);
		add(&rows, s->key, s->id, &c);
	}
	keep(db, &rows);
}

static void
keep_classes(struct db *db, struct district_file *f)
{
	struct rows_of rows = rows_of(f, ROSTER_CLASS, f->class_count);

	for (unsigned i = 0; i < f->class_count; i++) {
		const struct class_entry *e = &f->classes[i];
		struct roster_content c = { .name = e->name,
		    .school = f->schools[e->school].key };

		for (unsigned k = 0; k < e->team.count; k++)
			if (!roster_names_have(&c.team, e->team.list[k]))
				roster_names_add(f->arena, &c.team,
				    e->team.list[k]);
		sort(&c.team);
		add(&rows, e->key, e->id, &c);
	}
	keep(db, &rows);
}

static void
keep_students(struct db *db, struct district_file *f)
{
	struct rows_of rows = rows_of(f, ROSTER_STUDENT, f->student_count);

	for (unsigned i = 0; i < f->student_count; i++) {
		const struct student_entry *s = &f->students[i];
		struct roster_content c = { .name = s->name, .given = s->given,
		    .language = "", .school = f->schools[s->at_school].key };

		if (s->in_class != NOBODY)
			roster_names_add(f->arena, &c.places,
			    f->classes[s->in_class].key);
		add(&rows, s->key, s->id, &c);
	}
	keep(db, &rows);
}

static int
by_student(const void *a, const void *b)
{
	return strcmp(((const struct roster_kin *)a)->student,
	    ((const struct roster_kin *)b)->student);
}

static void
keep_guardians(struct db *db, struct district_file *f)
{
	struct rows_of rows = rows_of(f, ROSTER_GUARDIAN, f->guardian_count);

	for (unsigned i = 0; i < f->guardian_count; i++) {
		const struct guardian_entry *g = &f->guardians[i];
		struct roster_content c = { .name = g->name,
		    .language = g->language };

		if (g->key == NULL)
			continue;
		for (unsigned k = 0; k < g->phones.count; k++)
			if (!roster_names_have(&c.phones, g->phones.list[k]))
				roster_names_add(f->arena, &c.phones,
				    g->phones.list[k]);
		c.kin = NEW_LIST(f->arena, struct roster_kin,
		    g->relation_count);
		for (unsigned k = 0; k < g->relation_count; k++)
			c.kin[c.kin_count++] = (struct roster_kin){
			    .student = f->students[g->relations[k].of].key,
			    .relation = g->relations[k].relation,
			    .write_to = g->relations[k].write_to,
			    .restricted = g->relations[k].restricted };
		qsort(c.kin, c.kin_count, sizeof *c.kin, by_student);
		add(&rows, g->key, g->id, &c);
	}
	keep(db, &rows);
}

void
district_rows(struct db *db, struct district_file *f)
{
	if (f->school_count == 0)
		return;		/* It waits for a roster, which does not
				 * know the people it begins with. */
	keep_schools(db, f);
	keep_staff(db, f);
	keep_classes(db, f);
	keep_students(db, f);
	keep_guardians(db, f);
	roster_row_adopt(db);
}
