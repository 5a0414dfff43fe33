/*
 * The rows of the roster, in their order.  Of a delta only those are told
 * that differ from the rows before, and those that are there no more.
 */

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"
#include "flow/roster_content.h"

struct writing {
	struct reading		*r;
	struct roster_row	*rows;
	unsigned		 count;
	struct links		 offices, attends, teams; /* Left. */
	const struct relation	*relations;
	unsigned		 relation_count;		/* Left. */
};

/* jansson has no memory: neither have we. */
static json_t *
sure(json_t *value)
{
	if (value == NULL)
		abort();
	return value;
}

static void
set(json_t *object, const char *name, json_t *value)
{
	if (json_object_set_new(object, name, sure(value)) != 0)
		abort();
}

static void
append(json_t *list, json_t *value)
{
	if (json_array_append_new(list, sure(value)) != 0)
		abort();
}

/* A list of a content has so many entries at most (roster_content.h); that
 * there are more is told once of a thing. */
static void
append_most(struct writing *w, struct thing *thing, json_t *list,
    json_t *value)
{
	if (json_array_size(list) < ROSTER_LIST) {
		append(list, value);
		return;
	}
	json_decref(value);
	if (!thing->told)
		note_file(w->r, NOTE_SKIPPED, thing->file, "\"%s\" has more "
		    "than %d students, classes or staff; the others are left "
		    "out", thing->name, ROSTER_LIST);
	thing->told = true;
}

static json_t *
new_list(void)
{
	return sure(json_array());
}

static json_t *
texts(const struct reaches *reaches)
{
	json_t *list = new_list();

	for (unsigned i = 0; i < reaches->count; i++)
		append(list, json_string(reaches->list[i]));
	return list;
}

static void
add(struct writing *w, enum roster_noun noun, const struct thing *thing,
    json_t *content)
{
	char		*text = json_dumps(content,
			    JSON_COMPACT | JSON_SORT_KEYS);
	struct reading	*r = w->r;

	if (text == NULL)
		abort();
	w->rows = grown(r, w->rows, w->count, sizeof(*w->rows));
	w->rows[w->count++] = (struct roster_row){ .noun = noun,
	    .name = arena_text(r->arena, thing->name),
	    .content = arena_text(r->arena, text), .file = thing->file,
	    .line = thing->line };
	free(text);
	json_decref(content);
}

/* The links from a number, taken off the rest. */
static struct links
take(struct links *rest, unsigned from)
{
	struct links mine;

	while (rest->count > 0 && rest->list->from < from) {
		rest->list++;
		rest->count--;
	}
	mine.list = rest->list;
	mine.count = 0;
	while (mine.count < rest->count && mine.list[mine.count].from == from)
		mine.count++;
	return mine;
}

static void
add_schools(struct writing *w)
{
	for (unsigned i = 0; i < w->r->orgs.count; i++) {
		struct org	*org = org_at(w->r, i);
		json_t		*content;

		if (org->kind != ORG_SCHOOL || org->thing.gone)
			continue;
		content = sure(json_object());
		set(content, "name", json_string(org->title));
		add(w, ROSTER_SCHOOL, &org->thing, content);
	}
}

static void
add_member(struct writing *w, struct user *u, unsigned number)
{
	struct links	 mine = take(&w->offices, number);
	json_t		*content = sure(json_object()), *list = new_list();

	for (unsigned i = 0; i < mine.count; i++)
		if (!org_at(w->r, mine.list[i].to)->thing.gone)
			append(list, json_string(org_at(w->r,
			    mine.list[i].to)->thing.name));
	set(content, "name", json_string(u->called));
	set(content, "email", json_string(u->emails.count > 0 ?
	    u->emails.list[0] : ""));
	set(content, "phones", texts(&u->phones));
	set(content, "language", json_string(u->language == NULL ? "" :
	    u->language));
	set(content, "offices", list);
	set(content, "desk", json_boolean(u->desk));
	add(w, ROSTER_STAFF, &u->thing, content);
}

static bool
has_school(const struct reading *r, const struct class *class)
{
	return class->school != NOTHING && !class->thing.gone &&
	    !org_at(r, (unsigned)class->school)->thing.gone;
}

static void
add_classes(struct writing *w)
{
	struct reading *r = w->r;

	for (unsigned i = 0; i < r->classes.count; i++) {
		struct class	*class = class_at(r, i);
		struct links	 mine = take(&w->teams, i);
		json_t		*content, *list;

		if (!has_school(r, class))
			continue;
		content = sure(json_object());
		list = new_list();
		for (unsigned j = 0; j < mine.count; j++)
			if ((user_at(r, mine.list[j].to)->kinds & IS_STAFF))
				append_most(w, &class->thing, list,
				    json_string(user_at(r,
				    mine.list[j].to)->thing.name));
		set(content, "name", json_string(class->title));
		set(content, "school", json_string(org_at(r,
		    (unsigned)class->school)->thing.name));
		set(content, "team", list);
		add(w, ROSTER_CLASS, &class->thing, content);
	}
}

/* The classes of a student: homerooms, or all others. */
static void
append_classes(struct writing *w, struct user *u, json_t *list,
    const struct links *mine, bool homeroom)
{
	for (unsigned i = 0; i < mine->count; i++) {
		struct class *class = class_at(w->r, mine->list[i].to);

		if (has_school(w->r, class) && class->homeroom == homeroom)
			append_most(w, &u->thing, list,
			    json_string(class->thing.name));
	}
}

static void
add_student(struct writing *w, struct user *u, unsigned number)
{
	struct links	 mine = take(&w->attends, number);
	json_t		*content = sure(json_object()), *list = new_list();

	append_classes(w, u, list, &mine, true);
	append_classes(w, u, list, &mine, false);
	set(content, "name", json_string(u->title));
	if (*u->first != '\0' && strcmp(u->first, text_first_name(w->r->own,
	    u->title)) != 0)
		set(content, "given", json_string(u->first));
	set(content, "school", json_string(org_at(w->r,
	    (unsigned)u->school)->thing.name));
	set(content, "classes", list);
	set(content, "language", json_string(u->language == NULL ? "" :
	    u->language));
	add(w, ROSTER_STUDENT, &u->thing, content);
}

static json_t *
relation_json(const struct reading *r, const struct relation *relation)
{
	json_t	*one = sure(json_object());
	bool	 restricted = relation->restricted == YES;

	set(one, "student", json_string(user_at(r,
	    relation->student)->thing.name));
	set(one, "relation", json_string(relation->words));
	set(one, "restricted", json_boolean(restricted));
	set(one, "write_to", json_boolean(!restricted &&
	    relation->write_to != NO));
	return one;
}

/* Who has no language of their own has the one spoken at home. */
static void
add_guardian(struct writing *w, struct user *u, unsigned number)
{
	json_t		*content = sure(json_object()), *list = new_list();
	const char	*language = u->language;

	for (; w->relation_count > 0 && w->relations->guardian <= number;
	    w->relations++, w->relation_count--) {
		if (w->relations->guardian < number)
			continue;
		append_most(w, &u->thing, list,
		    relation_json(w->r, w->relations));
		if (language == NULL)
			language = user_at(w->r,
			    w->relations->student)->language;
	}
	set(content, "name", json_string((u->kinds & IS_STAFF) != 0 ?
	    u->called : u->title));
	set(content, "language", json_string(language == NULL ? "" :
	    language));
	set(content, "phones", texts(&u->phones));
	set(content, "emails", texts(&u->emails));
	set(content, "students", list);
	add(w, ROSTER_GUARDIAN, &u->thing, content);
}

static void
add_people(struct writing *w, unsigned kind,
    void (*add_one)(struct writing *, struct user *, unsigned))
{
	for (unsigned i = 0; i < w->r->users.count; i++)
		if ((user_at(w->r, i)->kinds & kind) != 0)
			add_one(w, user_at(w->r, i), i);
}

static int
compare(const void *one, const void *other)
{
	const struct roster_row *a = one, *b = other;

	if (a->noun != b->noun)
		return a->noun < b->noun ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* The rows before, in the order of ours, without those that were gone. */
static struct roster_row *
sorted_before(struct reading *r, unsigned *count)
{
	const struct oneroster_options	*o = r->options;
	struct roster_row		*list = NEW_LIST(r->own,
					    struct roster_row,
					    o->before_count + 1);

	*count = 0;
	for (unsigned i = 0; i < o->before_count; i++)
		if (!o->before[i].gone && o->before[i].content != NULL)
			list[(*count)++] = o->before[i];
	if (*count > 1)
		qsort(list, *count, sizeof(*list), compare);
	return list;
}

/* Leaves the rows that differ from those before, and adds those that are
 * gone.  Both are in order. */
static void
leave_changes(struct writing *w)
{
	unsigned		 old, new = 0, i = 0, count = 0;
	struct roster_row	*before = sorted_before(w->r, &old);
	struct roster_row	*all = NEW_LIST(w->r->own, struct roster_row,
				    w->count + old + 1);

	while (new < w->count || i < old) {
		int order = new == w->count ? 1 : i == old ? -1 :
		    compare(&w->rows[new], &before[i]);

		if (order > 0) {
			all[count] = before[i++];
			all[count].name = arena_text(w->r->arena,
			    all[count].name);
			all[count].content = NULL;
			all[count].file = "";
			all[count].line = 0;
			all[count++].gone = true;
		} else {
			if (order < 0 || strcmp(w->rows[new].content,
			    before[i].content) != 0)
				all[count++] = w->rows[new];
			i += order == 0;
			new++;
		}
	}
	w->rows = all;
	w->count = count;
}

void
rows_write(struct reading *r)
{
	struct writing w = { .r = r, .offices = r->offices,
	    .attends = r->attends, .teams = r->teams,
	    .relations = r->relations,
	    .relation_count = r->relation_count };
	struct roster_file *file = r->file;

	add_schools(&w);
	add_people(&w, IS_STAFF, add_member);
	add_classes(&w);
	add_people(&w, IS_STUDENT, add_student);
	add_people(&w, IS_GUARDIAN, add_guardian);
	if (file->delta)
		leave_changes(&w);
	file->rows = NEW_LIST(r->arena, struct roster_row, w.count);
	file->row_count = w.count;
	for (unsigned i = 0; i < w.count; i++) {
		file->rows[i] = w.rows[i];
		file->rows[i].file = arena_text(r->arena, w.rows[i].file);
		file->nouns[w.rows[i].noun] += !w.rows[i].gone;
	}
}
