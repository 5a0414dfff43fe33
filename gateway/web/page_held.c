/*
 * What may be a stop: texts of families that the office is asked about.
 *
 *	GET  /contacts/held
 *	POST /contacts/held/:id		the reply; answer: stop, no
 *
 * Yes ends what we send there, as entered by the office; no lets go what has
 * waited (flow/hold.h).
 */

#include <string.h>

#include "base/id.h"
#include "base/text.h"
#include "flow/enter.h"
#include "flow/gateway.h"
#include "flow/hold.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/held.h"
#include "store/person.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_contact.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/whom.h"

#define AFTER_SHOWN	200	/* UTF-16 units of what we had written. */

static json_t *
names(struct db *db, int64_t contact)
{
	struct person	*list;
	unsigned	 n = person_at(db, contact, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:b}",
		    "name", list[i].name, "further", (int)(i > 0)));
	return all;
}

static json_t *
held_json(struct visit *v, struct db *db, const struct held *h)
{
	struct contact	contact;
	char		text[ID_TEXT];
	json_t		*one;

	if (!contact_get(db, h->contact, &contact)) {
		db_fail(db, "a contact is gone");
		return json_null();
	}
	one = json_pack("{s:o, s:o, s:o, s:s, s:o}",
	    "people", names(db, h->contact),
	    "at", page_when(v, h->at),
	    "speaks", page_language(h->language),
	    "words", h->words,
	    "contact", whom_contact(v, db, &contact, true));
	if (h->after != NULL && *h->after != '\0')
		json_object_set_new(one, "after", json_string(text_cut(
		    v->arena, h->after, AFTER_SHOWN)));
	json_object_set_new(one, "say_url", page_url(v, "/contacts/held/%s",
	    id_text(h->reply, text)));
	json_object_set_new(one, "talk_url", page_url(v, "/inbox/%s",
	    id_text(h->talk, text)));
	return one;
}

/* What was just said, as a key: only what is ours. */
static const char *
said(struct visit *v)
{
	const char *done = whom_asked(v, "done");

	return strcmp(done, "stop") == 0 ? "stop" : strcmp(done, "no") == 0 ?
	    "no" : strcmp(done, "gone") == 0 ? "gone" : NULL;
}

static json_t *
show(struct visit *v, struct db *db)
{
	struct held	*list;
	unsigned	 n = held_list(db, &v->viewer, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, held_json(v, db, &list[i]));
	return json_pack("{s:o, s:b, s:s*}", "held", all, "some",
	    (int)(n > 0), "done", said(v));
}

void
page_held(struct visit *v)
{
	api_read(v, show);
}

static json_t *
say(struct visit *v, struct db *db)
{
	const char	*answer = whom_typed(v, "answer"), *why;
	bool		 stop = strcmp(answer, "stop") == 0;
	struct entering	 e = contact_entering(v, db, NULL);
	struct held	 h;

	if (!stop && strcmp(answer, "no") != 0)
		return api_no(v, 422, "Choose whether the family wants to "
		    "stop.");
	if (!held_get(db, &v->viewer, v->id, &h) ||
	    !contact_get(db, h.contact, &e.contact))
		return page_go(v, "/contacts/held?done=gone");
	if ((why = hold_say(&e, stop)) != NULL)
		return api_no(v, 422, why);
	return page_go(v, stop ? "/contacts/held?done=stop" :
	    "/contacts/held?done=no");
}

static void
let_go(struct visit *v)
{
	gateway_poke(v->web->gateway, true);
}

void
page_held_say(struct visit *v)
{
	if (!api_id(v))
		return;
	v->kept = let_go;
	api_change(v, say);
}
