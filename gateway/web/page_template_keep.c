/*
 * Templates are made, copied and changed.  Each change is another version of
 * it as a whole.
 *
 *	POST /templates/new
 *	POST /templates/:id		its English words, kind and topic
 *	POST /templates/:id/copy
 *
 * What other English words do to the other languages is asked about first
 * (page_template_sure.c).
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/compose.h"
#include "store/db.h"
#include "store/user.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"
#include "web/whom.h"

#define NAME_MOST	80		/* Units. */

/* What waits, when the English words change: those that somebody had approved
 * or asked to have approved. */
static void
outdate(struct editing *e, int64_t now)
{
	struct template_words *w;

	for (unsigned i = 0; i < e->count; i++) {
		w = &e->words[i];
		if (e->t.person == 0 && w->asked == 0 &&
		    w->in.state == WORDS_APPROVED)
			w->asked = now;
		if (w->in.state == WORDS_APPROVED)
			w->in.state = WORDS_DRAFT;
	}
	e->english.base = 0;
}

static void
look_at(struct visit *v, const struct editing *e)
{
	const char *words = e->english.in.words;

	if (*e->t.name == '\0')
		page_wrong(v, "name", "Give it a name, such as Picture day.");
	if (text_units(e->t.name) > NAME_MOST ||
	    strchr(e->t.name, '\n') != NULL)
		page_wrong(v, "name", "The name is one line of at most 80 "
		    "characters. Make it shorter.");
	if (*words == '\0')
		page_wrong(v, "words", "Write the words in English.");
	if (text_units(words) > WORDS_MOST)
		page_wrong(v, "words", whom_too_long(v->arena, text_units(
		    words)));
}

void
editing_take_kind(struct visit *v, struct template *t)
{
	enum kind kind;

	if (kind_read(page_field(v, "kind"), &kind) &&
	    announce_may_kind(v, kind))
		t->kind = kind;
}

static void
take_english(struct visit *v, struct editing *e)
{
	const char *was = e->english.in.words;
	const char *words = whom_typed(v, "words");

	e->t.name = whom_typed(v, "name");
	e->t.apart = *page_field(v, "apart") != '\0';
	editing_take_kind(v, &e->t);
	if (!topic_read(page_field(v, "topic"), &e->t.topic))
		e->t.topic = TOPIC_GENERAL;
	if (strcmp(was, words) != 0) {
		outdate(e, v->viewer.now);
		e->english.in.author = v->viewer.person;
	}
	e->english.in.words = words;
	look_at(v, e);
}

/* The next version, all languages of it; then the page again. */
static json_t *
keep(struct visit *v, struct db *db, struct editing *e)
{
	struct template_words *all = NEW_LIST(v->arena,
				   struct template_words, e->count + 1);

	all[0] = e->english;
	memcpy(all + 1, e->words, e->count * sizeof *all);
	if (!template_keep(db, &e->t, all, e->count + 1, v->viewer.now)) {
		page_wrong(v, "", EDITING_CHANGED);
		return editing_view(v, db, e);
	}
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .deed = "template.write", .object = e->t.id }, v->viewer.now);
	return page_go(v, editing_path(v, e->t.id, EDITING_ENGLISH));
}

static json_t *
make(struct visit *v, struct db *db)
{
	struct editing	*e = NEW(v->arena, struct editing);
	const char	*scope = page_field(v, "scope");

	*e = (struct editing){ .may = true, .may_language = true,
	    .language = EDITING_ENGLISH, .t = { .name = "",
	    .person = v->viewer.person, .kind = KIND_ANNOUNCEMENT },
	    .english.in = { EDITING_ENGLISH, "", WORDS_ORIGINAL,
	    v->viewer.person } };
	take_english(v, e);
	if (strcmp(scope, "district") == 0)
		e->t.person = e->t.school = 0;
	else if (id_parse(scope, &e->t.school))
		e->t.person = 0;
	if (!editing_may(v, db, &e->t))
		page_wrong(v, "scope", "You may make templates for yourself "
		    "and for schools whose office you are.");
	if (page_is_wrong(v))
		return editing_view(v, db, e);
	e->t.id = id_new();
	template_add(db, &e->t, v->viewer.now);
	return keep(v, db, e);
}

void
page_template_make(struct visit *v)
{
	api_change(v, make);
}

/* Whether the English words are still those that the writer saw. */
static bool
is_seen(struct visit *v, const struct editing *e)
{
	return strcmp(page_field(v, "seen"), arena_print(v->arena, "%lld",
	    (long long)e->english.base)) == 0;
}

static json_t *
keep_one(struct visit *v, struct db *db)
{
	struct editing	*e = NEW(v->arena, struct editing);
	struct editing	*was = NEW(v->arena, struct editing);

	if (!editing_find(v, db, v->id, EDITING_ENGLISH, e))
		return api_no(v, 404, EDITING_GONE);
	if (!e->may)
		return api_no(v, 403, "Only whose template it is may change "
		    "it. You can use it, or make one of your own.");
	if (!is_seen(v, e))
		page_wrong(v, "", EDITING_CHANGED);
	*was = *e;
	take_english(v, e);
	if (page_is_wrong(v))
		return editing_view(v, db, e);
	if (*page_field(v, "sure") == '\0' && editing_asks(v, db, was, e))
		return editing_sure(v, db, was, e);
	return keep(v, db, e);
}

void
page_template_keep(struct visit *v)
{
	if (api_id(v))
		api_change(v, keep_one);
}

/* One's own, with all languages; nobody has approved what is in it.  A kind
 * that they may not send is of no use to them. */
static json_t *
copy(struct visit *v, struct db *db)
{
	struct editing	*e = NEW(v->arena, struct editing);

	if (!editing_find(v, db, v->id, EDITING_ENGLISH, e))
		return api_no(v, 404, EDITING_GONE);
	e->t.id = id_new();
	e->t.school = e->t.version = 0;
	e->t.person = v->viewer.person;
	e->t.source = "";
	if (!announce_may_kind(v, e->t.kind))
		e->t.kind = KIND_ANNOUNCEMENT;
	e->t.name = text_cut(v->arena, arena_print(v->arena, "Copy of %s",
	    e->t.name), NAME_MOST);
	outdate(e, v->viewer.now);
	for (unsigned i = 0; i < e->count; i++)
		e->words[i].base = e->words[i].asked = 0;
	template_add(db, &e->t, v->viewer.now);
	return keep(v, db, e);
}

void
page_template_copy(struct visit *v)
{
	if (api_id(v))
		api_change(v, copy);
}
