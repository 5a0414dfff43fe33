/*
 * The card of one guardian for the office: how they are reached, what they
 * prefer, a new number.
 *
 *	GET  /contacts/people/:id
 *	POST /contacts/people/:id/add		address, first, note
 *	POST /contacts/people/:id/remove	contact, note
 *	POST /contacts/people/:id/put-back	contact
 *	POST /contacts/people/:id/prefers	prefers, note
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "store/reach.h"
#include "store/word.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_contact.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/whom.h"

/* A new number, and what is wrong with how it was typed. */
struct add_asked {
	struct desk_address	 at;
	const char		*why;
	bool			 first;
};

static json_t *
contacts_json(struct visit *v, struct db *db, int64_t person)
{
	struct contact	*list;
	unsigned	 n = contact_all(db, person, &list);
	json_t		*all = json_array(), *one;

	for (unsigned i = 0; i < n; i++) {
		one = whom_contact(v, db, &list[i], true);
		json_object_set_new(one, "first", json_boolean(i == 0));
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *
prefers_json(const struct person *p)
{
	static const enum prefers all[] = { PREFERS_TEXT, PREFERS_MAIL,
	    PREFERS_TEXT_SHORT };
	json_t *list = json_array();

	for (size_t i = 0; i < COUNT(all); i++)
		json_array_append_new(list, json_pack("{s:s, s:b}",
		    "word", prefers_word(all[i]),
		    "chosen", (int)(p->prefers == all[i])));
	return list;
}

/* What was just taken away can be put back. */
static void
add_undo(struct visit *v, struct db *db, const struct person *p, json_t *view)
{
	struct contact	 c;
	int64_t		*was;
	char		 id[ID_TEXT], person[ID_TEXT];

	if (whom_ids(v, &v->query, "was", &was, 1) == 0 ||
	    !reach_taken(db, p->id, was[0], v->viewer.now) ||
	    !contact_get(db, was[0], &c))
		return;
	json_object_set_new(view, "undo", json_pack("{s:s, s:s, s:o}",
	    "id", id_text(c.id, id), "address", whom_address(v->arena, &c,
	    true), "back_url", page_url(v, "/contacts/people/%s/put-back",
	    id_text(p->id, person))));
}

static json_t *
card(struct visit *v, struct db *db, const struct person *p)
{
	const char	*done = contact_done(v);
	json_t		*contacts = contacts_json(v, db, p->id), *view;
	char		 id[ID_TEXT];

	id_text(p->id, id);
	view = json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:b, s:s, s:s, s:o, "
	    "s:o, s:o}", "title", p->name, "name", p->name,
	    "speaks", page_language(p->language),
	    "students", contact_students(v, db, p->id),
	    "contacts", contacts, "choices", prefers_json(p),
	    "none", (int)(json_array_size(contacts) == 0),
	    "address", whom_typed(v, "address"),
	    "note", whom_typed(v, "note"),
	    "add_url", page_url(v, "/contacts/people/%s/add", id),
	    "remove_url", page_url(v, "/contacts/people/%s/remove", id),
	    "prefers_url", page_url(v, "/contacts/people/%s/prefers", id));
	if (done != NULL)
		json_object_set_new(view, "done", json_string(done));
	if (done != NULL && strcmp(done, "remove") == 0)
		add_undo(v, db, p, view);
	return view;
}

/* Whether the viewer's office has to do with them.  False: answered. */
static bool
found(struct visit *v, struct entering *e, struct person *p)
{
	if (person_get(e->db, v->id, p) && p->guardian && enter_may(e, p->id))
		return true;
	(void)api_no(v, 404, "There is no such guardian, or they are not of "
	    "a family of your school.");
	return false;
}

static json_t *
show(struct visit *v, struct db *db)
{
	struct entering	e = contact_entering(v, db, NULL);
	struct person	p;

	return found(v, &e, &p) ? card(v, db, &p) : NULL;
}

void
page_person(struct visit *v)
{
	if (api_id(v))
		api_read(v, show);
}

static json_t *
go_back(struct visit *v, const struct entering *e, const char *deed)
{
	char text[ID_TEXT];

	return page_go(v, page_print(v, "/contacts/people/%s?done=%s",
	    id_text(v->id, text), e->changed ? deed : "same"));
}

static struct entering
entering(struct visit *v, struct db *db)
{
	return contact_entering(v, db, text_cut(v->arena,
	    whom_typed(v, "note"), CONTACT_NOTE));
}

/* A number that was somebody else's is given to nobody beside them. */
static const char *
taken(struct entering *e, bool known)
{
	struct person *people;

	if (known && e->contact.state == CONTACT_WRONG &&
	    person_at(e->db, e->contact.id, &people) > 0)
		return "This number was marked as somebody else’s. Take it "
		    "from the one who has it here first.";
	return NULL;
}

static const char *
put(struct entering *e, const struct person *p, const struct add_asked *a,
    bool known)
{
	const char *why = taken(e, known);

	if (why != NULL)
		return why;
	if (!known)
		(void)contact_find_or_add(e->db, a->at.channel,
		    a->at.address, p->language, &e->contact);
	return enter_reach(e, p, a->first);
}

static json_t *
add(struct visit *v, struct db *db)
{
	const struct add_asked	*a = v->wanted;
	struct entering		 e = entering(v, db);
	struct person		 p;
	const char		*why = a->why;
	bool			 known;

	if (!found(v, &e, &p))
		return NULL;
	known = why == NULL && contact_find(db, a->at.channel,
	    a->at.address, &e.contact);
	if (why == NULL)
		why = desk_refused(db, &a->at);
	if (why == NULL)
		why = put(&e, &p, a, known);
	if (why == NULL)
		return go_back(v, &e, "add");
	page_wrong(v, "address", why);
	return card(v, db, &p);
}

void
page_person_add(struct visit *v)
{
	struct add_asked	*a = NEW(v->arena, struct add_asked);
	const char		*typed = whom_typed(v, "address");

	a->first = *whom_typed(v, "first") != '\0';
	a->why = *typed == '\0' ? "Write a phone number or a mailbox." :
	    desk_address(v, typed, &a->at);
	v->wanted = a;
	if (api_id(v))
		api_change(v, add);
}

/* The contact of the form, when there is such a one. */
static bool
is_named(struct visit *v, struct entering *e)
{
	int64_t *one;

	return whom_ids(v, &v->form, "contact", &one, 1) == 1 &&
	    contact_get(e->db, one[0], &e->contact);
}

static json_t *
take_away(struct visit *v, struct db *db)
{
	struct entering	 e = entering(v, db);
	struct person	 p;
	char		 id[ID_TEXT], was[ID_TEXT];

	if (!found(v, &e, &p))
		return NULL;
	if (!is_named(v, &e) || !reach_has(db, p.id, e.contact.id) ||
	    enter_unreach(&e, p.id) != NULL)
		return go_back(v, &e, "same");
	return page_go(v, page_print(v,
	    "/contacts/people/%s?done=remove&was=%s", id_text(v->id, id),
	    id_text(e.contact.id, was)));
}

void
page_person_remove(struct visit *v)
{
	if (api_id(v))
		api_change(v, take_away);
}

static json_t *
put_back(struct visit *v, struct db *db)
{
	struct entering	 e = entering(v, db);
	struct person	 p;
	const char	*why;

	if (!found(v, &e, &p))
		return NULL;
	why = is_named(v, &e) ? enter_reach_again(&e, p.id) : NULL;
	if (why == NULL)
		return go_back(v, &e, "back");
	page_wrong(v, "", why);
	return card(v, db, &p);
}

void
page_person_put_back(struct visit *v)
{
	if (api_id(v))
		api_change(v, put_back);
}

static json_t *
prefer(struct visit *v, struct db *db)
{
	struct entering	e = entering(v, db);
	struct person	p;
	enum prefers	wanted;

	if (!found(v, &e, &p))
		return NULL;
	if (!prefers_read(whom_typed(v, "prefers"), &wanted)) {
		page_wrong(v, "prefers", "Choose one of these.");
		return card(v, db, &p);
	}
	e.changed = desk_prefer(v, db, &p, wanted, e.note);
	return go_back(v, &e, "prefers");
}

void
page_person_prefers(struct visit *v)
{
	if (api_id(v))
		api_change(v, prefer);
}
