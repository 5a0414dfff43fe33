/*
 * A delta says what changed, so the lists begin with what was there: the
 * rows before, read back from their contents.  First the things, which the
 * file's are put upon; when all have their numbers, what joins them.
 */

#include <jansson.h>

#include <string.h>

#include "base/arena.h"
#include "flow/oneroster_inside.h"

static const char *
text_of(struct reading *r, const json_t *content, const char *name)
{
	const char *text = json_string_value(json_object_get(content, name));

	return text == NULL ? "" : arena_text(r->own, text);
}

static const char *
text_at(const json_t *list, size_t i)
{
	const char *text = json_string_value(json_array_get(list, i));

	return text == NULL ? "" : text;
}

static void
reaches_of(struct reading *r, const json_t *content, const char *name,
    struct reaches *into)
{
	json_t *list = json_object_get(content, name);

	for (size_t i = 0; i < json_array_size(list) && i < REACHES_MOST; i++)
		into->list[into->count++] = arena_text(r->own,
		    text_at(list, i));
}

static void
add_person(struct reading *r, const struct roster_row *row,
    const json_t *content, unsigned kind)
{
	struct user	*u = thing_add_before(r, &r->users, row->name);
	const char	*email = text_of(r, content, "email");

	u->title = u->called = text_of(r, content, "name");
	u->first = text_of(r, content, "given");
	u->language = text_of(r, content, "language");
	if (*u->language == '\0')
		u->language = NULL;
	u->relation = "";
	u->kinds = u->was = kind;
	u->school = u->left = NOTHING;
	u->desk = json_is_true(json_object_get(content, "desk"));
	reaches_of(r, content, "phones", &u->phones);
	reaches_of(r, content, "emails", &u->emails);
	if (*email != '\0' && u->emails.count == 0)
		u->emails.list[u->emails.count++] = email;
}

static void
add_thing(struct reading *r, const struct roster_row *row,
    const json_t *content)
{
	struct class	*class;
	struct org	*org;

	switch (row->noun) {
	case ROSTER_SCHOOL:
		org = thing_add_before(r, &r->orgs, row->name);
		org->title = text_of(r, content, "name");
		org->parent = "";
		org->kind = ORG_SCHOOL;
		return;
	case ROSTER_CLASS:
		class = thing_add_before(r, &r->classes, row->name);
		class->title = text_of(r, content, "name");
		class->school = NOTHING;
		return;
	case ROSTER_STAFF:
		add_person(r, row, content, IS_STAFF);
		return;
	case ROSTER_STUDENT:
		add_person(r, row, content, IS_STUDENT);
		return;
	case ROSTER_GUARDIAN:
		add_person(r, row, content, IS_GUARDIAN);
	}
}

static void
link_all(struct reading *r, const json_t *list, struct things *things,
    struct links *links, unsigned from)
{
	for (size_t i = 0; i < json_array_size(list); i++) {
		int to = thing_search(things, text_at(list, i));

		if (to != NOTHING)
			link_add(r, links, (struct link){ from, (unsigned)to,
			    LINK_BEFORE });
	}
}

/* Homerooms come first and each part is in order, so where the order breaks
 * the homerooms end. */
static void
find_homerooms(struct reading *r, const json_t *list)
{
	size_t ends = 0;

	for (size_t i = 1; i < json_array_size(list); i++)
		if (strcmp(text_at(list, i - 1), text_at(list, i)) > 0)
			ends = i;
	for (size_t i = 0; i < ends; i++) {
		int class = thing_search(&r->classes, text_at(list, i));

		if (class != NOTHING && class_at(r,
		    (unsigned)class)->thing.row == NULL)
			class_at(r, (unsigned)class)->homeroom = true;
	}
}

static void
link_student(struct reading *r, const json_t *content, unsigned number)
{
	const json_t *classes = json_object_get(content, "classes");

	student_at(user_at(r, number), school_of(r, thing_search(&r->orgs,
	    text_of(r, content, "school"))), RANK_BEFORE);
	find_homerooms(r, classes);
	link_all(r, classes, &r->classes, &r->attends, number);
}

static enum yes
yes_of(const json_t *content, const char *name)
{
	return json_is_true(json_object_get(content, name)) ? YES : NO;
}

static void
link_guardian(struct reading *r, const json_t *content, unsigned number)
{
	json_t *list = json_object_get(content, "students");

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t	*one = json_array_get(list, i);
		int		 student = thing_search(&r->users,
				    text_of(r, one, "student"));
		struct relation	 relation = { .guardian = number,
				    .source = RELATION_BEFORE };

		if (student == NOTHING)
			continue;
		relation.student = (unsigned)student;
		relation.words = text_of(r, one, "relation");
		relation.restricted = yes_of(one, "restricted");
		relation.write_to = relation.restricted == YES ? UNSAID :
		    yes_of(one, "write_to");
		relation_add(r, &relation);
	}
}

static void
link_thing(struct reading *r, const struct roster_row *row,
    const json_t *content)
{
	struct things	*of = row->noun == ROSTER_SCHOOL ? &r->orgs :
			    row->noun == ROSTER_CLASS ? &r->classes :
			    &r->users;
	int		 found = thing_search(of, row->name);
	unsigned	 number = (unsigned)found;

	if (found == NOTHING)
		return;
	if (row->noun == ROSTER_STAFF)
		link_all(r, json_object_get(content, "offices"), &r->orgs,
		    &r->offices, number);
	if (row->noun == ROSTER_STUDENT)
		link_student(r, content, number);
	if (row->noun == ROSTER_GUARDIAN)
		link_guardian(r, content, number);
	if (row->noun != ROSTER_CLASS)
		return;
	if (class_at(r, number)->thing.row == NULL)
		class_at(r, number)->school = thing_search(&r->orgs,
		    text_of(r, content, "school"));
	link_all(r, json_object_get(content, "team"), &r->users, &r->teams,
	    number);
}

static void
each(struct reading *r, void (*one)(struct reading *,
    const struct roster_row *, const json_t *))
{
	const struct oneroster_options *o = r->options;

	for (unsigned i = 0; i < o->before_count && r->file->delta; i++) {
		json_t *content;

		if (o->before[i].gone || o->before[i].content == NULL)
			continue;
		content = json_loads(o->before[i].content, 0, NULL);
		if (content != NULL)
			one(r, &o->before[i], content);
		json_decref(content);
	}
}

void
before_things(struct reading *r)
{
	each(r, add_thing);
}

void
before_links(struct reading *r)
{
	each(r, link_thing);
}
