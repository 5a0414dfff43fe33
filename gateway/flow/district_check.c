/*
 * Whether the entries of a district fit together: every key is there once,
 * everybody who is named exists, and what a family writes has a reader.
 */

#include <jansson.h>

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/zone.h"
#include "flow/district.h"
#include "flow/district_file.h"
#include "flow/settings.h"
#include "store/role.h"

#define PHONES_MOST	5	/* Of one guardian. */

struct checking {
	struct district_file		*file;
	const struct configured		*configured;
	struct district_problems	*problems;

	/* From key, or phone, to number in its list. */
	json_t	*numbers, *staff, *schools, *classes, *students, *guardians,
		*ids;
};

void
district_problem(struct district_file *file,
    struct district_problems *problems, const char *path, const char *format,
    ...)
{
	const char	*words;
	va_list		 values;

	if (problems->count == DISTRICT_PROBLEMS)
		return;
	va_start(values, format);
	words = arena_vprint(file->arena, format, values);
	va_end(values);
	problems->list[problems->count++] = arena_print(file->arena, "%s: %s",
	    path, words);
}

#define PROBLEM(c, ...)							\
	district_problem((c)->file, (c)->problems, __VA_ARGS__)

/* The number that stands for a key, or NOBODY. */
static int
number_of(const json_t *keys, const char *key)
{
	const json_t *found = json_object_get(keys, key);

	return found == NULL ? NOBODY : (int)json_integer_value(found);
}

/* A second entry of the same key is a problem. */
static void
add_key(struct checking *c, json_t *keys, const char *key, const char *path,
    unsigned i)
{
	if (json_object_get(keys, key) != NULL)
		PROBLEM(c, path, "the key \"%s\" is used twice; give this one "
		    "another", key);
	else if (json_object_set_new(keys, key, json_integer(i)) != 0)
		abort();		/* Out of memory. */
}

static json_t *
new_keys(void)
{
	json_t *keys = json_object();

	if (keys == NULL)
		abort();
	return keys;
}

static void
begin(struct checking *c)
{
	c->numbers = new_keys();
	c->staff = new_keys();
	c->schools = new_keys();
	c->classes = new_keys();
	c->students = new_keys();
	c->guardians = new_keys();
	c->ids = new_keys();
}

static void
end(struct checking *c)
{
	json_decref(c->numbers);
	json_decref(c->staff);
	json_decref(c->schools);
	json_decref(c->classes);
	json_decref(c->students);
	json_decref(c->guardians);
	json_decref(c->ids);
}

static void
collect_keys(struct checking *c)
{
	struct district_file *f = c->file;

	for (unsigned i = 0; i < f->staff_count; i++)
		add_key(c, c->staff, f->staff[i].key, f->staff[i].path,
		    i);
	for (unsigned i = 0; i < f->school_count; i++)
		add_key(c, c->schools, f->schools[i].key,
		    f->schools[i].path, i);
	for (unsigned i = 0; i < f->class_count; i++)
		add_key(c, c->classes, f->classes[i].key,
		    f->classes[i].path, i);
	for (unsigned i = 0; i < f->student_count; i++)
		add_key(c, c->students, f->students[i].key,
		    f->students[i].path, i);
}

static const char *
member(struct checking *c, const char *path, const char *name)
{
	return arena_print(c->file->arena, "%s.%s", path, name);
}

/* The number of what is named there; NOBODY is a problem. */
static int
find(struct checking *c, const json_t *keys, const char *key,
    const char *path, const char *list)
{
	int i = number_of(keys, key);

	if (i == NOBODY)
		PROBLEM(c, path, "there is no \"%s\" in %s; add it there, or "
		    "correct the key", key, list);
	return i;
}

static void
check_readers(struct checking *c, struct texts *readers)
{
	readers->of = NEW_LIST(c->file->arena, int, readers->count);
	for (unsigned i = 0; i < readers->count; i++)
		readers->of[i] = find(c, c->staff, readers->list[i],
		    readers->paths[i], "staff");
}

static bool
has_account(const struct configured *configured, const char *name)
{
	for (unsigned i = 0; i < configured->count; i++)
		if (strcmp(configured->accounts[i].name, name) == 0)
			return true;
	return false;
}

static void
check_number(struct checking *c, struct number *n, unsigned i)
{
	add_key(c, c->numbers, n->number, member(c, n->path, "number"), i);
	if (!has_account(c->configured, n->account))
		PROBLEM(c, member(c, n->path, "account"), "the configuration "
		    "has no [account %s]; add it there, or name another",
		    n->account);
	n->at_school = n->school == NULL ? NOBODY : find(c,
	    c->schools, n->school, member(c, n->path, "school"),
	    "schools");
}

static void
check_numbers(struct checking *c)
{
	struct district_file	*f = c->file;
	unsigned		 shared = 0;

	for (unsigned i = 0; i < f->number_count; i++) {
		check_number(c, &f->numbers[i], i);
		shared += f->numbers[i].school == NULL;
	}
	if (shared != 1)
		PROBLEM(c, "numbers", "%u of them have no school; the "
		    "district needs one number of its own, so leave out the "
		    "school of exactly one", shared);
}

static void
check_schools(struct checking *c)
{
	struct district_file *f = c->file;

	for (unsigned i = 0; i < f->school_count; i++)
		check_readers(c, &f->schools[i].office);
	for (unsigned i = 0; i < f->class_count; i++)
		check_readers(c, &f->classes[i].team);
	check_readers(c, &f->desk);
	if (f->desk.count == 0)
		PROBLEM(c, "desk", "nobody is at the desk, which reads what "
		    "nobody else does; name one of the staff");
}

/* A day becomes the time at which it begins. */
static void
check_since(struct checking *c, struct student_entry *s,
    const struct zone *zone)
{
	struct wall	 wall = { .year = (int)(s->since / 10000),
			    .month = (int)(s->since / 100 % 100),
			    .day = (int)(s->since % 100) };
	int64_t		 day = s->since;

	if (day == 0)
		return;
	if (wall.year >= 1970 && wall.year <= 2100)
		s->since = zone_utc(zone, &wall);
	if (s->since == day || zone_day(zone, s->since) != day)
		PROBLEM(c, member(c, s->path, "since"), "there is no such "
		    "day; write one from 1970 on");
}

static void
check_student(struct checking *c, struct student_entry *s)
{
	struct district_file *f = c->file;
	char id[ID_TEXT];

	if (s->id != 0)
		add_key(c, c->ids, id_text(s->id, id), member(c, s->path,
		    "id"), 0);
	s->in_class = NOBODY;
	s->at_school = find(c, c->schools, s->school,
	    member(c, s->path, "school"), "schools");
	if (s->class == NULL)
		return;
	s->in_class = find(c, c->classes, s->class,
	    member(c, s->path, "class"), "the classes of schools");
	if (s->in_class != NOBODY && s->at_school != NOBODY &&
	    f->classes[s->in_class].school != s->at_school)
		PROBLEM(c, member(c, s->path, "class"), "the class \"%s\" is "
		    "of another school; name one of %s", s->class, s->school);
}

static void
check_relations(struct checking *c, struct guardian_entry *g)
{
	if (g->relation_count == 0)
		PROBLEM(c, member(c, g->path, "students"), "a guardian needs "
		    "a student; name one, or take the guardian out");
	for (unsigned i = 0; i < g->relation_count; i++) {
		struct relation *r = &g->relations[i];

		r->of = find(c, c->students, r->student,
		    member(c, r->path, "student"), "students");
		for (unsigned j = 0; j < i; j++)
			if (strcmp(g->relations[j].student, r->student) == 0)
				PROBLEM(c, r->path, "this student is here "
				    "twice; take one out");
	}
}

static void
check_phone(struct checking *c, const char *phone, const char *path)
{
	if (json_object_get(c->numbers, phone) != NULL)
		PROBLEM(c, path, "this is one of our own numbers; write the "
		    "number of that person");
}

/* The same key: the same person, so the same name. */
static void
check_same(struct checking *c, struct guardian_entry *g)
{
	struct staff_entry *staff;

	if (g->key == NULL)
		return;
	add_key(c, c->guardians, g->key, g->path, 0);
	if ((g->staff = number_of(c->staff, g->key)) == NOBODY)
		return;
	staff = &c->file->staff[g->staff];
	if (strcmp(staff->name, g->name) != 0)
		PROBLEM(c, member(c, g->path, "name"), "%s has another name "
		    "in staff; use the same, or another key", g->key);
	staff->guardian = true;
}

static void
check_guardian(struct checking *c, struct guardian_entry *g)
{
	check_relations(c, g);
	check_same(c, g);
	if (g->phones.count > PHONES_MOST)
		PROBLEM(c, member(c, g->path, "phones"), "there are more than "
		    "%d; leave some out", PHONES_MOST);
	for (unsigned i = 0; i < g->phones.count; i++)
		check_phone(c, g->phones.list[i], g->phones.paths[i]);
}

static void
check_staff(struct checking *c, struct staff_entry *s)
{
	enum role role;

	if (s->phone != NULL)
		check_phone(c, s->phone, member(c, s->path, "phone"));
	for (unsigned i = 0; i < s->roles.count; i++)
		if (!role_parse(s->roles.list[i], &role) ||
		    role == ROLE_SCHOOL_ADMIN)
			PROBLEM(c, s->roles.paths[i], "this is no role; write "
			    "language, analyst, district_admin or auditor, "
			    "and schools in admin_of");
	if (s->roles.count + s->admin_of.count > ROLES_MOST)
		PROBLEM(c, s->path, "there are more than %d roles; leave some "
		    "out", ROLES_MOST);
	s->admin_of.of = NEW_LIST(c->file->arena, int, s->admin_of.count);
	for (unsigned i = 0; i < s->admin_of.count; i++)
		s->admin_of.of[i] = find(c, c->schools, s->admin_of.list[i],
		    s->admin_of.paths[i], "schools");
}

static void
check_people(struct checking *c, const struct zone *zone)
{
	struct district_file *f = c->file;

	for (unsigned i = 0; i < f->staff_count; i++)
		check_staff(c, &f->staff[i]);
	for (unsigned i = 0; i < f->student_count; i++) {
		check_student(c, &f->students[i]);
		if (zone != NULL)
			check_since(c, &f->students[i], zone);
	}
	for (unsigned i = 0; i < f->guardian_count; i++)
		check_guardian(c, &f->guardians[i]);
}

void
district_check(struct district_file *f, const struct configured *configured,
    struct district_problems *problems)
{
	struct checking	 c = { f, configured, problems, .numbers = NULL };
	const char	*why;
	struct zone	*zone = zone_open(f->zone, &why);

	if (zone == NULL)
		PROBLEM(&c, "zone", "there is no zone \"%s\"; write one such "
		    "as America/New_York", f->zone);
	begin(&c);
	collect_keys(&c);
	check_numbers(&c);
	check_schools(&c);
	check_people(&c, zone);
	end(&c);
	zone_close(zone);
}
