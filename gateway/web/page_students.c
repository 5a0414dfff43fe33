/*
 * Students: a list by name, and a student with who may be written to.
 *
 *	GET /students?q=le&class=ID&school=ID&name=N&after=ID
 *	GET /students/:id
 *
 * The page of a list is continued by the name and id of its last row, so
 * that it costs the same on every page of a large district.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/choose.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/pupil.h"
#include "store/reach.h"
#include "store/seat.h"
#include "store/word.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/whom.h"

#define LISTED		40	/* Students of one page. */
#define MESSAGES_SHOWN	8
#define NAME_MOST	200	/* Of a name that is searched. */

/* What is asked for. */
struct students_asked {
	const char		*typed;		/* As it was typed. */
	struct pupil_page	 page;
};

/* ------------------------------------------------------------- the list */

static json_t *
places_json(unsigned count, const struct sighted *list, int64_t chosen)
{
	json_t	*all = json_array();
	char	 text[ID_TEXT];

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
		    "id", id_text(list[i].id, text), "name", list[i].name,
		    "chosen", (int)(list[i].id == chosen)));
	return all;
}

/* The classes of the school that is chosen, or of the only one. */
static json_t *
classes_json(struct visit *v, struct db *db, const struct pupil_page *p,
    int64_t school)
{
	struct sighted	*list;
	unsigned	 n = school != 0 ? sight_classes(db, school, &list) :
			    pupil_classes(db, &v->viewer, &list);

	return places_json(n, list, p->class);
}

static json_t *
older_url(struct visit *v, const struct students_asked *a,
    const struct listed_pupil *last)
{
	char after[ID_TEXT], school[ID_TEXT] = "", class[ID_TEXT] = "";

	if (a->page.school != 0)
		id_text(a->page.school, school);
	if (a->page.class != 0)
		id_text(a->page.class, class);
	return page_url(v, "/students?q=%s&school=%s&class=%s&name=%s"
	    "&after=%s", a->typed, school, class, last->folded,
	    id_text(last->id, after));
}

static json_t *
list_students(struct visit *v, struct db *db)
{
	const struct students_asked	*a = v->wanted;
	struct listed_pupil		*list;
	struct sighted			*schools;
	unsigned			 n = pupil_list(db, &a->page, &list);
	unsigned			 m = sight_schools(db, &v->viewer,
					    &schools);
	int64_t				 school = a->page.school;
	json_t				*all = json_array(), *view;

	if (school == 0 && m == 1)
		school = schools[0].id;
	for (unsigned i = 0; i < n && i < LISTED; i++)
		json_array_append_new(all, whom_student(v, db, list[i].id,
		    list[i].name));
	view = json_pack("{s:o, s:s, s:b, s:b, s:o, s:o, s:b, s:b}",
	    "students", all, "typed", a->typed, "none", (int)(n == 0),
	    "narrowed", (int)(*a->typed != '\0' || a->page.school != 0 ||
	    a->page.class != 0),
	    "schools", places_json(m, schools, a->page.school),
	    "classes", classes_json(v, db, &a->page, school),
	    "several", (int)(m > 1), "nowhere", (int)(m == 0));
	if (n > LISTED)
		json_object_set_new(view, "pager", json_pack("{s:o}",
		    "older_url", older_url(v, a, &list[LISTED - 1])));
	return view;
}

static int64_t
asked_id(struct visit *v, const char *name)
{
	int64_t *one;

	return whom_ids(v, &v->query, name, &one, 1) == 1 ? one[0] : 0;
}

void
page_students(struct visit *v)
{
	struct students_asked *a = NEW(v->arena, struct students_asked);

	a->typed = text_cut(v->arena, whom_asked(v, "q"), NAME_MOST);
	a->page = (struct pupil_page){ .viewer = v->viewer,
	    .typed = pupil_typed(v->arena, a->typed),
	    .school = asked_id(v, "school"), .class = asked_id(v, "class"),
	    .after_name = whom_asked(v, "name"),
	    .after = asked_id(v, "after"), .most = LISTED + 1 };
	v->wanted = a;
	api_read(v, list_students);
}

/* ---------------------------------------------------------- one student */

static const char *
relation_to(struct db *db, int64_t guardian, int64_t student, int64_t now)
{
	struct cared	*list;
	unsigned	 n = reach_students(db, guardian, now, &list);

	for (unsigned i = 0; i < n; i++)
		if (list[i].student == student && !list[i].restricted)
			return list[i].relation;
	return "";
}

static json_t *
contacts_json(struct visit *v, struct db *db, int64_t person, bool office)
{
	struct contact	*list;
	unsigned	 n = contact_all(db, person, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, whom_contact(v, db,
		    &list[i], office));
	return all;
}

static json_t *
guardians_json(struct visit *v, struct db *db, bool office)
{
	struct person	*list;
	unsigned	 n = student_guardians(db, v->id, v->viewer.now,
			    &list);
	json_t		*all = json_array(), *contacts;
	char		 text[ID_TEXT];

	for (unsigned i = 0; i < n; i++) {
		contacts = contacts_json(v, db, list[i].id, office);
		id_text(list[i].id, text);
		json_array_append_new(all, json_pack("{s:s, s:s, s:o, s:s, "
		    "s:s, s:b, s:o, s:o}", "id", text,
		    "name", list[i].name,
		    "language", page_language(list[i].language),
		    "relation", relation_to(db, list[i].id, v->id,
		    v->viewer.now), "prefers",
		    prefers_word(list[i].prefers),
		    "none", (int)(json_array_size(contacts) == 0),
		    "contacts", contacts, "card_url", office ?
		    page_url(v, "/contacts/people/%s", text) : json_null()));
	}
	return all;
}

static json_t *
barred_json(struct visit *v, struct db *db, bool office)
{
	struct pupil	*list;
	unsigned	 n = !office ? 0 : pupil_barred(db, v->id,
			    v->viewer.now, &list);
	json_t		*all = json_array();
	char		 text[ID_TEXT];

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:o}",
		    "name", list[i].name, "card_url",
		    page_url(v, "/contacts/people/%s", id_text(list[i].id,
		    text))));
	return all;
}

static json_t *
siblings_json(struct visit *v, struct db *db)
{
	struct pupil	*list;
	unsigned	 n = pupil_siblings(db, &v->viewer, v->id, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, whom_student(v, db, list[i].id,
		    list[i].name));
	return all;
}

/* What was written to one family has a page of its own; what went to many,
 * that of announcements; an answer stands in its talk. */
static json_t *
message_json(struct visit *v, struct db *db, const struct message *m)
{
	struct person	author;
	char		text[ID_TEXT];
	const char	*place = m->audience == AUDIENCE_STUDENTS ?
			    "/write/%s" : m->audience == AUDIENCE_CONTACT ?
			    "/inbox/%s" : "/messages/%s";

	id_text(m->audience == AUDIENCE_CONTACT ? m->conversation : m->id,
	    text);
	return json_pack("{s:s, s:s, s:o, s:o, s:o}", "words", m->words,
	    "kind", kind_word(m->kind), "at", page_when(v, m->send_at),
	    "author", m->author != 0 && person_get(db, m->author, &author) ?
	    api_text(author.name) : json_null(),
	    "message_url", json_string(page_print(v, place, text)));
}

static json_t *
messages_json(struct visit *v, struct db *db)
{
	struct message	*list;
	unsigned	 n = pupil_messages(db, &v->viewer, v->id,
			    MESSAGES_SHOWN, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, message_json(v, db, &list[i]));
	return all;
}

static json_t *
talks_json(struct visit *v, struct db *db)
{
	struct pupil_talk	*list;
	unsigned		 n = pupil_talks(db, &v->viewer, v->id,
				    &list);
	json_t			*all = json_array();
	char			 text[ID_TEXT];

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b, s:o, "
		    "s:o, s:o}", "who", list[i].who, "state", list[i].state,
		    "asked", (int)(strcmp(list[i].state, "asked") == 0),
		    "at", page_when(v, list[i].at),
		    "school", api_text(list[i].school),
		    "talk_url", page_url(v, "/inbox/%s",
		    id_text(list[i].id, text))));
	return all;
}

/* A list, and whether it has anything. */
static void
put(json_t *view, const char *name, json_t *list)
{
	char has[32];

	snprintf(has, sizeof has, "has_%s", name);
	json_object_set_new(view, has, json_boolean(
	    json_array_size(list) > 0));
	json_object_set_new(view, name, list);
}

static json_t *
show_student(struct visit *v, struct db *db)
{
	const char	*name;
	int64_t		 school, class;
	json_t		*view, *guardians, *barred;
	bool		 office;

	if (!pupil_seen(db, &v->viewer, v->id) ||
	    !student_name(db, v->id, &name))
		return api_no(v, 404, "There is no such student, or they are "
		    "not of a school of yours.");
	office = student_place(db, v->id, v->viewer.now, &school, &class) &&
	    seat_at_office(db, v->viewer.person, school, v->viewer.now);
	view = whom_student(v, db, v->id, name);
	guardians = guardians_json(v, db, office);
	barred = barred_json(v, db, office);
	json_object_set_new(view, "title", json_string(name));
	json_object_set_new(view, "nobody", json_boolean(
	    json_array_size(guardians) == 0));
	json_object_set_new(view, "somebody", json_boolean(
	    json_array_size(guardians) + json_array_size(barred) > 0));
	json_object_set_new(view, "guardians", guardians);
	json_object_set_new(view, "barred", barred);
	put(view, "siblings", siblings_json(v, db));
	put(view, "messages", messages_json(v, db));
	put(view, "talks", talks_json(v, db));
	json_object_set_new(view, "office", json_boolean(office));
	return view;
}

void
page_student(struct visit *v)
{
	if (api_id(v))
		api_read(v, show_student);
}
