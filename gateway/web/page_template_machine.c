/*
 * What a computer says of a template's English words in another language, for
 * who asks for it (?machine=1): it stands in the box, and is nobody's until
 * they keep it.  Beside a computer's words stands how one reads them again.
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
#include "web/translating.h"

static void
find(struct visit *v, struct db *db, const char *english,
    const char *language, struct saying *s)
{
	const struct concern concern = { .audience = AUDIENCE_STUDENTS,
	    .author = v->viewer.person, .now = v->viewer.now };

	*s = (struct saying){ .from = EDITING_ENGLISH, .to = language };
	translate_look(db, v->web->gateway, &concern, english, s);
}

/* --------------------------------------------------- what is asked for */

#define BACKS_MOST	8	/* Asked for by one page. */

struct wishes {
	struct saying	 draft;
	bool		 drafted;	/* The draft waits. */
	struct saying	 backs[BACKS_MOST];
	unsigned	 count;
};

void
editing_wish_none(struct visit *v)
{
	v->wanted = NULL;
	v->kept = NULL;
}

/* On the loop.  The page says that a draft waits; for what is read back
 * nothing on it does. */
static void
wish(struct visit *v)
{
	struct wishes	*w = (void *)(uintptr_t)v->wanted;
	json_t		*saying = json_object_get(json_object_get(v->view,
			    "box"), "saying");

	for (unsigned i = 0; i < w->count; i++)
		translate_wish(v->web->gateway->translate, &w->backs[i]);
	if (!w->drafted)
		return;
	translate_wish(v->web->gateway->translate, &w->draft);
	if (w->draft.state != SAY_WAITING && saying != NULL)
		json_object_update_new(saying, json_pack("{s:b, s:b}",
		    "waiting", 0, "failed", 1));
}

static struct wishes *
wishes_of(struct visit *v)
{
	if (v->wanted == NULL) {
		v->wanted = NEW(v->arena, struct wishes);
		v->kept = wish;
	}
	return (void *)(uintptr_t)v->wanted;
}

/* ----------------------------------------------------------- read back */

static void
add_back(struct visit *v, struct db *db, const struct saying *said,
    json_t *into)
{
	struct wishes	*w = wishes_of(v);
	struct saying	*back = &w->backs[w->count];

	if (w->count == BACKS_MOST ||
	    !translate_back(db, v->web->gateway, said, back))
		return;
	translating_back(into, back);
	w->count++;
}

void
editing_back(struct visit *v, struct db *db, const struct editing_said *said,
    json_t *into)
{
	struct saying s;

	find(v, db, said->english, said->language, &s);
	if (s.state == SAY_DONE && strcmp(s.words, said->words) == 0)
		add_back(v, db, &s, into);
}

/* -------------------------------------------------------------- a draft */

/* Those that are kept, as a computer said them. */
static void
add_kept(struct visit *v, struct db *db, struct editing *e, json_t *box)
{
	const struct template_words *w = editing_words(e, e->language);

	if (w != NULL && w->in.state == WORDS_MACHINE &&
	    !template_is_old(w, &e->english))
		editing_back(v, db, &(struct editing_said){
		    e->english.in.words, e->language, w->in.words }, box);
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
	if (e->typed != NULL)
		return;
	if (form_get(&v->query, "machine") == NULL) {
		add_kept(v, db, e, box);
		return;
	}
	s = NEW(v->arena, struct saying);
	find(v, db, e->english.in.words, e->language, s);
	if (s->state == SAY_WAITING) {
		wishes_of(v)->draft = *s;
		wishes_of(v)->drafted = true;
	} else if (s->state == SAY_DONE) {
		json_object_set_new(box, "words", json_string(s->words));
		json_object_set_new(box, "by_computer", json_true());
		add_back(v, db, s, box);
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

	find(v, db, e->english.in.words, e->language, &s);
	return s.state == SAY_DONE && strcmp(s.words, e->typed) == 0;
}
