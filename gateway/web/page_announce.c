/*
 * An announcement, the first step: what it says.
 *
 *	GET  /announce			a new one, or one begun before
 *	GET  /announce/:id/message	POST: kept, and on to who
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/list.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "store/db.h"
#include "store/own.h"
#include "store/template.h"
#include "store/unsent.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/asks.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"
#include "web/whom.h"

#define OFFERED_MOST	5	/* Drafts begun before. */
#define SHORT		60	/* Units of a draft's words in the list. */

static const enum kind kinds[] = { KIND_ANNOUNCEMENT, KIND_TODAY,
    KIND_CLOSING, KIND_ATTENDANCE, KIND_EMERGENCY };
static const enum readers reads[] = { READERS_AUTHOR, READERS_CLASS_TEAM,
    READERS_OFFICE, READERS_NOBODY };

static bool
is_office(const struct visit *v)
{
	return v->who.standing.office || v->who.standing.desk;
}

bool
announce_may_kind(const struct visit *v, enum kind kind)
{
	return kind == KIND_ANNOUNCEMENT || (is_office(v) &&
	    kind != KIND_DIRECT && kind != KIND_SYSTEM);
}

json_t *
announce_kinds(const struct visit *v, enum kind chosen)
{
	json_t *all = json_array();

	for (size_t i = 0; i < COUNT(kinds); i++)
		if (announce_may_kind(v, kinds[i]))
			json_array_append_new(all, json_pack("{s:s, s:b}",
			    "kind", kind_word(kinds[i]),
			    "checked", kinds[i] == chosen));
	return all;
}

static json_t *
readers_json(enum readers chosen)
{
	json_t *all = json_array();

	for (size_t i = 0; i < COUNT(reads); i++)
		json_array_append_new(all, json_pack("{s:s, s:b}",
		    "readers", readers_word(reads[i]),
		    "checked", reads[i] == chosen));
	return all;
}

static json_t *
templates_json(struct visit *v, struct db *db, int64_t chosen)
{
	struct template	*list;
	unsigned	 n = template_list(db, &v->viewer, false, &list);
	json_t		*all = json_array();
	char		 id[ID_TEXT];

	for (unsigned i = 0; i < n; i++)
		if (announce_may_kind(v, list[i].kind))
			json_array_append_new(all, json_pack("{s:s, s:s, "
			    "s:b}", "id", id_text(list[i].id, id),
			    "name", list[i].name,
			    "chosen", list[i].id == chosen));
	return all;
}

/* Those begun before, for who begins a new one. */
static json_t *
begun_json(struct visit *v, struct db *db)
{
	struct unsent		*list;
	struct announcement	*a = NEW(v->arena, struct announcement);
	unsigned		 n = unsent_list(db, v->viewer.person,
				    ANNOUNCE_PLACE, OFFERED_MOST, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++) {
		announce_read(v->arena, list[i].content, a);
		if (*a->words == '\0')
			continue;
		json_array_append_new(all, json_pack("{s:s, s:o, s:o}",
		    "words", text_cut(v->arena, a->words, SHORT),
		    "at", page_when(v, list[i].at),
		    "step_url", json_string(announce_path(v, list[i].id,
		    "message"))));
	}
	return all;
}

/* The words of a template, and who answers for them; what is out of date, or
 * lacks a place, is not said to anybody. */
static void
use_template(struct visit *v, struct db *db, int64_t id,
    struct announcement *a)
{
	struct template		 t;
	struct placeholder_change change;
	struct template_words	*list;
	unsigned		 n;

	if (!template_get(db, &v->viewer, false, id, &t) ||
	    !announce_may_kind(v, t.kind))
		return;
	a->template = t.id;
	a->version = t.version;
	a->kind = t.kind;
	a->topic = t.topic;
	a->apart = t.apart;
	a->word_count = 0;
	n = template_words(db, t.id, t.version, &list);
	for (unsigned i = 0; i < n; i++)
		if (i == 0)
			a->words = list[i].in.words;
		else if (!template_is_old(&list[i], &list[0]) &&
		    placeholder_same(v->arena, a->words, list[i].in.words,
		    &change))
			announce_set(a, &list[i].in);
}

/* Its words, as far as places in them are concerned. */
static struct draft
draft_of(const struct announcement *a)
{
	return (struct draft){ .words = a->words, .subject = a->subject,
	    .values = a->values, .value_count = a->value_count };
}

static json_t *
message_view(struct visit *v, struct db *db, struct announcing *g)
{
	struct announcement	*a = &g->a;
	const struct draft	 d = draft_of(a);
	json_t			*view;

	view = json_pack("{s:s, s:s, s:o, s:o, s:o, s:o}",
	    "words", a->words, "subject", a->subject,
	    "kinds", announce_kinds(v, a->kind), "topics",
	    announce_topics(a->topic),
	    "readers", readers_json(a->readers),
	    "templates", templates_json(v, db, a->template));
	if (json_array_size(json_object_get(view, "kinds")) > 1)
		json_object_set_new(view, "several_kinds", json_true());
	if (json_array_size(json_object_get(view, "templates")) > 0)
		json_object_set_new(view, "any_template", json_true());
	if (a->word_count > 0)
		json_object_set_new(view, "other_languages",
		    json_integer(a->word_count));
	asks_view(v, view, &d);
	editing_insert(v, view);
	announce_frame(v, view, g, 0);
	return view;
}

static json_t *
message(struct visit *v, struct db *db)
{
	struct announcing	*g = (void *)(uintptr_t)v->wanted;
	const char		*id = form_get(&v->query, "template");
	int64_t			 template;

	if (!g->found && id == NULL)
		return api_no(v, 404, "There is no such draft. It was sent "
		    "or thrown away. Begin a new announcement.");
	if (id != NULL && id_parse(id, &template))
		use_template(v, db, template, &g->a);
	return message_view(v, db, g);
}

void
page_announce_message(struct visit *v)
{
	static const struct announce_way way = { .look = message };

	announce_open(v, &way);
}

static json_t *
fresh(struct visit *v, struct db *db)
{
	struct announcing	*g = NEW(v->arena, struct announcing);
	const char		*id = form_get(&v->query, "template");
	int64_t			 template;
	json_t			*view, *begun = begun_json(v, db);

	announce_read(v->arena, "{}", &g->a);
	g->a.id = id_new();
	if (is_office(v) && !v->who.standing.teacher)
		g->a.readers = READERS_OFFICE;
	if (id != NULL && id_parse(id, &template))
		use_template(v, db, template, &g->a);
	view = message_view(v, db, g);
	json_object_set_new(view, "new", json_true());
	if (json_array_size(begun) > 0)
		json_object_set(view, "begun", begun);
	json_decref(begun);
	return view;
}

void
page_announce(struct visit *v)
{
	api_read(v, fresh);
}

/* What was approved, or written, was for other words. */
static void
set_words(struct announcement *a, const char *words)
{
	if (strcmp(a->words, words) != 0)
		for (unsigned i = 0; i < a->word_count; i++)
			a->words_in[i].state = WORDS_DRAFT;
	a->words = words;
}

void
announce_take_message(struct visit *v, struct db *db, struct announcement *a)
{
	enum kind	kind;
	enum readers	readers;
	enum topic	topic;
	int64_t		template;

	if (form_get(&v->form, "words") == NULL)
		return;
	if (id_parse(page_field(v, "template"), &template) &&
	    template != a->template)
		use_template(v, db, template, a);
	set_words(a, whom_typed(v, "words"));
	a->subject = whom_typed(v, "subject");
	if (kind_read(page_field(v, "kind"), &kind) &&
	    announce_may_kind(v, kind))
		a->kind = kind;
	if (readers_read(page_field(v, "readers"), &readers))
		a->readers = readers;
	if (topic_read(page_field(v, "topic"), &topic))
		a->topic = topic;
	a->value_count = asks_take(v, a->words, a->subject, &a->values);
}

/* A closing is everybody's: whoever has not said yet to whom it goes begins
 * with all that are theirs to write to. */
static void
begin_with_all(struct visit *v, struct db *db, struct announcement *a)
{
	struct own_place *list;

	if ((a->kind != KIND_CLOSING && a->kind != KIND_EMERGENCY) ||
	    announce_addressed(a))
		return;
	if (v->who.standing.desk) {
		a->audience = AUDIENCE_DISTRICT;
	} else if (own_schools(db, &v->viewer, &list) == 1) {
		a->audience = AUDIENCE_SCHOOL;
		a->school = list[0].id;
	}
}

static json_t *
keep_message(struct visit *v, struct db *db)
{
	struct announcing	*g = (void *)(uintptr_t)v->wanted;
	struct announcement	*a = &g->a;
	struct draft		 d;
	const char		*field, *wrong;
	size_t			 units;

	announce_take_message(v, db, a);
	units = text_units(a->words);
	d = draft_of(a);
	wrong = asks_wrong(v, &d, &field);
	if (*a->words == '\0')
		page_wrong(v, "words", "Write the message.");
	if (units > WORDS_MOST)
		page_wrong(v, "words", whom_too_long(v->arena, units));
	if (text_units(a->subject) > SUBJECT_MOST ||
	    strchr(a->subject, '\n') != NULL)
		page_wrong(v, "subject", "The subject is one line of at most "
		    "200 characters. Make it shorter.");
	if (wrong != NULL && *a->words != '\0')
		page_wrong(v, field, wrong);
	if (page_is_wrong(v))
		return message_view(v, db, g);
	begin_with_all(v, db, a);
	announce_keep(v, db, a);
	return page_go(v, announce_path(v, a->id, "who"));
}

void
page_announce_keep_message(struct visit *v)
{
	static const struct announce_way way = { .flags = ANNOUNCE_CHANGE,
	    .look = keep_message };

	announce_open(v, &way);
}
