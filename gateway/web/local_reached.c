/*
 * GET /local/v1/unreached?part=0&school=ID&language=TAG&after=ID&most=100:
 * who cannot be reached by text, a page for a visit.
 *
 *	{"people": [{"part", "person", "students", "language", "address",
 *	             "why", "sentence", "reason", "email"}],
 *	 "next": {"part": 1, "after": "..."} or null}
 *
 * A page may be empty and not the last: each looks at a limited stretch.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "flow/route.h"
#include "net/server.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "store/reached.h"
#include "store/word.h"
#include "web/api.h"
#include "web/desk.h"

static const char *const parts[UNREACHED_PARTS] = {
	[UNREACHED_STUDENTS] = "no_guardian",
	[UNREACHED_ALONE] = "nobody_else",
	[UNREACHED_OTHERS] = "others",
};

/* Why somebody is not reached: a word, a sentence and the last failure. */
struct because {
	const char	*why, *sentence, *reason, *address;
};

/* The number that can be texted, else the one that is asked first. */
static const struct contact *
about(const struct contact *contacts, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (route_open(contacts[i].state))
			return &contacts[i];
	return contacts;
}

static struct because
because(struct visit *v, struct db *db, int64_t person)
{
	struct contact		*contacts;
	unsigned		 n = contact_of_person(db, person,
				    CHANNEL_SMS, &contacts);
	const struct contact	*c = about(contacts, n);
	struct because		 b = { "no_number", route_none(c, n), NULL,
				    NULL };
	int64_t			 failed;

	if (n == 0)
		return b;
	b.address = c->address;
	b.why = contact_state_word(c->state);
	b.reason = unreached_why(db, c->id, &failed);
	if (!route_open(c->state))
		return b;
	b.why = "failing";
	b.sentence = arena_print(v->arena, "The last %lld texts did not "
	    "arrive, and nobody has ever answered. Call, or ask for another "
	    "number.", (long long)failed);
	return b;
}

static json_t *
students_json(struct visit *v, struct db *db, int64_t guardian)
{
	int64_t		*list;
	unsigned	 n = unreached_students(db, guardian, v->viewer.now,
			    &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, desk_student(v, db, list[i]));
	return all;
}

static json_t *
guardian_json(struct visit *v, struct db *db, enum unreached_part part,
    const struct unreached *u)
{
	struct because	 b = because(v, db, u->id);
	struct contact	*mail;

	return json_pack("{s:s, s:o, s:o, s:s, s:o, s:s, s:s, s:o, s:b}",
	    "part", parts[part], "person", api_place(u->id, u->name),
	    "students", students_json(v, db, u->id),
	    "language", u->language, "address", api_text(b.address),
	    "why", b.why, "sentence", b.sentence,
	    "reason", api_text(b.reason), "email",
	    (int)(contact_of_person(db, u->id, CHANNEL_EMAIL, &mail) > 0));
}

static json_t *
student_json(struct visit *v, struct db *db, const struct unreached *u)
{
	return json_pack("{s:s, s:n, s:[o], s:n, s:n, s:s, s:s, s:n, s:b}",
	    "part", parts[UNREACHED_STUDENTS], "person",
	    "students", desk_student(v, db, u->id), "language", "address",
	    "why", "no_guardian", "sentence", "Nobody may be written to "
	    "about this student. Ask for a guardian, and add them to the "
	    "roster.", "reason", "email", 0);
}

static json_t *
next_json(const struct unreached_page *page, int64_t after)
{
	int part = (int)page->part;

	if (after == 0 && ++part == UNREACHED_PARTS)
		return json_null();
	return json_pack("{s:i, s:o}", "part", part,
	    "after", api_id_text(after));
}

static json_t *
tell_unreached(struct visit *v, struct db *db)
{
	struct unreached_page	 page = *(const struct unreached_page *)
				    v->wanted;
	struct unreached	*list;
	int64_t			 next;
	unsigned		 n = unreached_list(db, &page, &list, &next);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, page.part == UNREACHED_STUDENTS ?
		    student_json(v, db, &list[i]) :
		    guardian_json(v, db, page.part, &list[i]));
	return json_pack("{s:o, s:o}", "people", all,
	    "next", next_json(&page, next));
}

static void
ask_unreached(struct visit *v)
{
	static const char *const names[] = { "part", "school", "language",
	    "after", "most", NULL };
	struct unreached_page	*page = NEW(v->arena, struct unreached_page);
	const char		*part;

	if (!desk_query(v, names))
		return;
	part = form_get(&v->query, "part");
	page->school = v->id;
	page->language = form_get(&v->query, "language");
	page->now = v->viewer.now;
	page->after = v->after;
	page->most = v->most;
	if (part != NULL)
		page->part = (enum unreached_part)strtoul(part, NULL, 10);
	v->wanted = page;
	if (page->part >= UNREACHED_PARTS)
		api_problem(v, 400, "part is 0, 1 or 2.");
	else if (page->language != NULL && (page->language =
	    lang_tag(page->language)) == NULL)
		api_problem(v, 422, "This is no language we know. Write one "
		    "such as es-US, pt-BR or vi.");
	else
		api_read(v, tell_unreached);
}

void
local_unreached(struct exchange *x, void *web)
{
	api_enter(x, web, ask_unreached);
}
