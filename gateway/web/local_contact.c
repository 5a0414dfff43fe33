/*
 * Contacts, as the office sees them and enters what it was told.
 *
 *	GET  /local/v1/contact?address=508-555-0101
 *	POST /local/v1/contact/stop {address, note}	also start, ok, wrong,
 *					landline, language {language}
 *	GET  /local/v1/people/:id	a person with all their contacts
 *	POST /local/v1/people/:id/contacts {address, first, remove, note}
 *
 * A stop is believed also of a number that nobody has: a roster may bring it
 * tomorrow.
 */

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "flow/enter.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk.h"
#include "web/inside.h"

/* What is asked for. */
struct entry_asked {
	const char		*typed, *note, *language;
	bool			 first, remove;
	const char		*deed;
	struct desk_address	 at;
};

static const struct body_member entry_members[] = {
	{ "address", BODY_TEXT, true, offsetof(struct entry_asked, typed) },
	BODY(note, BODY_LINE, false, entry_asked),
	BODY(language, BODY_TEXT, false, entry_asked),
	BODY(first, BODY_FLAG, false, entry_asked),
	BODY(remove, BODY_FLAG, false, entry_asked),
	{ .name = NULL },
};

static json_t *
nobody_has(struct visit *v, const char *address)
{
	return api_no(v, 404, arena_print(v->arena, "Nobody we know of has %s,"
	    " and nothing came from it. Add it with homeline contact add.",
	    address));
}

static json_t *
show(struct visit *v, struct db *db)
{
	const struct desk_address	*at = v->wanted;
	struct contact			 contact;

	if (!contact_find(db, at->channel, at->address, &contact))
		return nobody_has(v, at->address);
	return desk_card(v, db, &contact);
}

static void
ask_contact(struct visit *v)
{
	static const char *const names[] = { "address", NULL };
	struct desk_address	*at = NEW(v->arena, struct desk_address);
	const char		*typed, *why;

	if (!api_query(v, names))
		return;
	typed = form_get(&v->query, "address");
	v->wanted = at;
	if (typed == NULL)
		api_problem(v, 400, "address is missing.");
	else if ((why = desk_address(v, typed, at)) != NULL)
		api_problem(v, 422, why);
	else
		api_read(v, show);
}

static const char *
carry_out(struct entering *e, const struct entry_asked *asked)
{
	if (strcmp(asked->deed, "stop") == 0)
		return enter_stop(e);
	if (strcmp(asked->deed, "start") == 0)
		return enter_start(e);
	if (strcmp(asked->deed, "wrong") == 0)
		return enter_mark(e, CONTACT_WRONG);
	if (strcmp(asked->deed, "landline") == 0)
		return enter_mark(e, CONTACT_LANDLINE);
	if (strcmp(asked->deed, "language") == 0)
		return enter_language(e, asked->language);
	return enter_mark(e, CONTACT_OK);
}

static json_t *
not_theirs(struct visit *v)
{
	return api_no(v, 403, v->viewer.person == 0 ?
	    "Say who enters this: --as NAME, of somebody in the school's "
	    "office or at the district's desk." : "Only the office of a "
	    "school of this family and the district's desk may enter this.");
}

static struct entering
entering(struct visit *v, struct db *db, const struct entry_asked *asked)
{
	return (struct entering){ .db = db, .gateway = v->web->gateway,
	    .now = v->viewer.now, .by = v->viewer.person,
	    .api_key = v->viewer.api_key, .note = asked->note };
}

/* The card, with what was changed. */
static json_t *
entered(struct visit *v, struct entering *e)
{
	json_t *card = desk_card(v, e->db, &e->contact);

	json_object_set_new(card, "changed", json_boolean(e->changed));
	json_object_set_new(card, "dropped", json_integer(e->dropped));
	return card;
}

static json_t *
enter(struct visit *v, struct db *db)
{
	const struct entry_asked	*asked = v->wanted;
	const struct desk_address	*at = &asked->at;
	struct entering			 e = entering(v, db, asked);
	const char			*why;
	bool				 known;

	known = contact_find(db, at->channel, at->address, &e.contact);
	if (!known && strcmp(asked->deed, "stop") != 0)
		return nobody_has(v, at->address);
	if (!enter_may(&e, 0))
		return not_theirs(v);
	if (!known && (why = desk_refused(db, at)) != NULL)
		return api_no(v, 409, why);
	if (!known)
		(void)contact_find_or_add(db, at->channel, at->address,
		    "en-US", &e.contact);
	if ((why = carry_out(&e, asked)) != NULL)
		return api_no(v, 409, why);
	return entered(v, &e);
}

static bool
is_deed(const char *word)
{
	static const char *const deeds[] = { "stop", "start", "ok", "wrong",
	    "landline", "language" };

	for (size_t i = 0; i < COUNT(deeds); i++)
		if (strcmp(deeds[i], word) == 0)
			return true;
	return false;
}

/* Reads what both kinds of entry have.  False: it was answered. */
static bool
read_entry(struct visit *v, struct entry_asked *asked)
{
	const char *why;

	v->wanted = asked;
	if (!body_read(v, entry_members, asked))
		return false;
	if ((why = desk_address(v, asked->typed, &asked->at)) == NULL)
		return true;
	api_problem(v, 422, why);
	return false;
}

static void
ask_entry(struct visit *v)
{
	struct entry_asked *asked = NEW(v->arena, struct entry_asked);

	asked->deed = exchange_param(v->exchange, "deed");
	if (!is_deed(asked->deed)) {
		api_problem(v, 404, "What can be entered is: stop, start, ok, "
		    "wrong, landline, language.");
		return;
	}
	if (!read_entry(v, asked))
		return;
	if (asked->language != NULL)
		asked->language = lang_tag(asked->language);
	if (strcmp(asked->deed, "language") == 0 && asked->language == NULL)
		api_problem(v, 422, "This is no language we know. Write one "
		    "such as es-US, pt-BR or vi.");
	else
		api_change(v, enter);
}

static json_t *
reach(struct visit *v, struct db *db)
{
	const struct entry_asked	*asked = v->wanted;
	const struct desk_address	*at = &asked->at;
	struct entering			 e = entering(v, db, asked);
	struct person			 person;
	const char			*why;
	bool				 known;

	if (!person_get(db, v->id, &person))
		return api_no(v, 404, "There is no such person.");
	known = contact_find(db, at->channel, at->address, &e.contact);
	if (!known && asked->remove)
		return nobody_has(v, at->address);
	if (!enter_may(&e, person.id))
		return not_theirs(v);
	if (!asked->remove && (why = desk_refused(db, at)) != NULL)
		return api_no(v, 409, why);
	if (!known)
		(void)contact_find_or_add(db, at->channel, at->address,
		    person.language, &e.contact);
	why = asked->remove ? enter_unreach(&e, person.id) :
	    enter_reach(&e, &person, asked->first);
	return why != NULL ? api_no(v, 409, why) : entered(v, &e);
}

static void
ask_reach(struct visit *v)
{
	struct entry_asked *asked = NEW(v->arena, struct entry_asked);

	if (api_id(v) && read_entry(v, asked))
		api_change(v, reach);
}

void
local_contact(struct exchange *x, void *web)
{
	api_enter(x, web, ask_contact);
}

void
local_enter(struct exchange *x, void *web)
{
	api_enter(x, web, ask_entry);
}

void
local_reach(struct exchange *x, void *web)
{
	api_enter(x, web, ask_reach);
}
