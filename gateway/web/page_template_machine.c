/*
 * What a computer says of a template's English words in another language, for
 * who asks for it (?machine=1): it stands in the box, and is nobody's until
 * they keep it.
 */

#include <string.h>

#include "base/arena.h"
#include "base/form.h"
#include "base/list.h"
#include "flow/gateway.h"
#include "flow/translate.h"
#include "store/concerned.h"
#include "store/db.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_templates.h"

static void
find(struct visit *v, struct db *db, const struct editing *e,
    struct saying *s)
{
	const struct concern concern = { .audience = AUDIENCE_STUDENTS,
	    .author = v->viewer.person, .now = v->viewer.now };

	*s = (struct saying){ .from = EDITING_ENGLISH, .to = e->language };
	translate_look(db, v->web->gateway, &concern, e->english.in.words, s);
}

/* On the loop. */
static void
wish(struct visit *v)
{
	struct saying	*s = (void *)(uintptr_t)v->wanted;
	json_t		*saying = json_object_get(json_object_get(v->view,
			    "box"), "saying");

	translate_wish(v->web->gateway->translate, s);
	if (s->state != SAY_WAITING && saying != NULL)
		json_object_update_new(saying, json_pack("{s:b, s:b}",
		    "waiting", 0, "failed", 1));
}

void
editing_machine(struct visit *v, struct db *db, struct editing *e,
    json_t *box)
{
	struct saying *s;

	if (!e->may_language)
		return;
	json_object_set_new(box, "machine_url", json_string(arena_print(
	    v->arena, "%s&machine=1", editing_path(v, e->t.id, e->language))));
	if (e->typed != NULL || form_get(&v->query, "machine") == NULL)
		return;
	s = NEW(v->arena, struct saying);
	find(v, db, e, s);
	if (s->state == SAY_WAITING) {
		v->wanted = s;
		v->kept = wish;
	} else if (s->state == SAY_DONE) {
		json_object_set_new(box, "words", json_string(s->words));
		json_object_set_new(box, "by_computer", json_true());
	}
	json_object_set_new(box, "saying", json_pack("{s:b, s:b, s:b}",
	    "waiting", s->state == SAY_WAITING, "failed",
	    s->state != SAY_WAITING && s->state != SAY_DONE, "computer",
	    s->state == SAY_DONE));
}

bool
editing_is_machine(struct visit *v, struct db *db, const struct editing *e)
{
	struct saying s;

	find(v, db, e, &s);
	return s.state == SAY_DONE && strcmp(s.words, e->typed) == 0;
}
