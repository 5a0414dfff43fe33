/*
 * What computers said to families lately, one language at a time, without the
 * names that we know.  Who may approve words in that language says it better,
 * for the next time.  The same is listed once.
 *
 *	GET  /language/said	?language=TAG, ?message=ID for one of them,
 *				?before=ID for older ones
 *	POST /language/said	language, message, words
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/form.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/compose.h"
#include "flow/translate.h"
#include "flow/translate_better.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/speaker.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/whom.h"

#define LISTED		10
#define READ		200	/* To list so many, */
#define LOOKED		50	/* and looked at: in a large school that
				 * takes 40 ms for each. */
#define LATELY		DAYS(14)

/* What is looked at. */
struct looked {
	const char	*language;
	int64_t		 message;	/* 0: all of lately. */
	bool		 may;		/* Say it better. */
	int64_t		 before;	/* 0: the newest ones. */
	int64_t		 older;		/* Before which there may be more, or
					 * 0. */
};

/* The one that is asked for; else the first that they speak, of those that
 * families read. */
static const char *
language_of(struct visit *v, struct db *db)
{
	const char	*asked = lang_tag(v->form.count > 0 ?
			    page_field(v, "language") : whom_asked(v,
			    "language")), **read, *first = NULL;
	unsigned	 n = contact_languages(db, &read);

	if (asked != NULL && !translate_english(asked))
		return asked;
	for (unsigned i = 0; i < n; i++) {
		if (translate_english(read[i]))
			continue;
		if (speaker_speaks(db, v->viewer.person, read[i]))
			return read[i];
		if (first == NULL)
			first = read[i];
	}
	return first;
}

static json_t *
tabs_json(struct visit *v, struct db *db, const struct looked *l)
{
	const char	**read;
	unsigned	 n = contact_languages(db, &read);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		if (!translate_english(read[i]))
			json_array_append_new(all, json_pack(
			    "{s:o, s:o, s:b}", "language",
			    page_language(read[i]), "tab_url", page_url(v,
			    "/language/said?language=%s", read[i]),
			    "current", (int)(strcmp(read[i],
			    l->language) == 0)));
	return all;
}

/* What was typed stays in the box it was typed for. */
static json_t *
entry_json(struct visit *v, struct db *db, const struct looked *l,
    int64_t message, const struct said_so *s)
{
	const char	*id = id_text(message, arena_take(v->arena, ID_TEXT));
	int64_t		 families = translation_families(db, message,
			    l->language);
	bool		 typed = page_is_wrong(v) && strcmp(id,
			    page_field(v, "message")) == 0;
	struct person	 who;
	json_t		*json;

	json = json_pack("{s:s, s:s, s:s, s:o, s:s, s:b, s:b, s:b}", "id", id,
	    "english_words", s->english, "words", s->words,
	    "at", page_when(v, id_time(message)),
	    "typed", typed ? whom_typed(v, "words") :
	    s->better != NULL ? s->better : s->words, "bad", (int)typed,
	    "may", (int)(l->may && s->may), "never", (int)!s->may);
	if (families > 0)
		json_object_set_new(json, "families", json_integer(families));
	if (s->better != NULL)
		json_object_set_new(json, "better", json_pack("{s:s, s:s}",
		    "now", s->better, "name", s->person != 0 &&
		    person_get(db, s->person, &who) ? who.name : ""));
	return json;
}

/* A list that is made. */
struct entries {
	json_t			*all;
	struct school_names	 names;
	const char		*english[LOOKED];	/* Looked at. */
	const char		*digests[LISTED];	/* Listed. */
	unsigned		 looked, count;
};

static bool
is_among(const char *const *list, unsigned count, const char *text)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(list[i], text) == 0)
			return true;
	return false;
}

/* Unless the same is listed, or was looked at in vain, for another message. */
static void
add_entry(struct visit *v, struct db *db, const struct looked *l,
    const struct translation_said *t, struct entries *e)
{
	struct message	 m;
	struct said_so	 s;
	const char	*both;

	if (!message_get(db, t->message, &m))
		return;
	both = arena_print(v->arena, "%s\n%s", m.words, t->words);
	if (is_among(e->english, e->looked, both))
		return;
	e->english[e->looked++] = both;
	if (!translate_said(db, v->web->gateway, &m, &(struct translation){
	    .language = l->language, .words = t->words }, &e->names, &s) ||
	    is_among(e->digests, e->count, s.digest))
		return;
	e->digests[e->count++] = s.digest;
	json_array_append_new(e->all, entry_json(v, db, l, t->message, &s));
}

static json_t *
entries_json(struct visit *v, struct db *db, struct looked *l)
{
	struct entries		*e = NEW(v->arena, struct entries);
	struct translation_said	*list;
	unsigned		 n, i;

	e->all = json_array();
	n = translation_said(db, &(struct translation_lately){
	    .language = l->language, .from = l->message != 0 ? l->message :
	    id_least(v->viewer.now - LATELY), .to = l->message != 0 ?
	    l->message : l->before != 0 ? l->before - 1 : INT64_MAX,
	    .most = READ }, &list);
	for (i = 0; i < n && e->count < LISTED && e->looked < LOOKED; i++)
		add_entry(v, db, l, &list[i], e);
	l->older = i < n || n == READ ? list[i - 1].message : 0;
	return e->all;
}

static json_t *
pager_json(struct visit *v, const struct looked *l)
{
	json_t	*pager = json_object();
	char	 id[ID_TEXT];

	if (l->before != 0)
		json_object_set_new(pager, "newer_url", page_url(v,
		    "/language/said?language=%s", l->language));
	if (l->older != 0)
		json_object_set_new(pager, "older_url", page_url(v,
		    "/language/said?language=%s&before=%s", l->language,
		    id_text(l->older, id)));
	return pager;
}

static json_t *
view_of(struct visit *v, struct db *db, struct looked *l)
{
	json_t *view, *entries;

	l->language = language_of(v, db);
	if (l->language == NULL)
		return json_pack("{s:s}", "title_key", "language.computer");
	l->may = speaker_speaks(db, v->viewer.person, l->language);
	entries = entries_json(v, db, l);
	view = json_pack("{s:s, s:o, s:o, s:b, s:b, s:b, s:b}", "title_key",
	    "language.computer", "lang", page_language(l->language),
	    "tabs", tabs_json(v, db, l), "may", (int)l->may,
	    "any", (int)(json_array_size(entries) > 0), "one",
	    (int)(l->message != 0), "kept",
	    (int)(form_get(&v->query, "kept") != NULL));
	json_object_set_new(view, "entries", entries);
	json_object_set_new(view, "all_url", page_url(v,
	    "/language/said?language=%s", l->language));
	if (l->before != 0 || l->older != 0)
		json_object_set_new(view, "pager", pager_json(v, l));
	return view;
}

static json_t *
look(struct visit *v, struct db *db)
{
	struct looked l = { .message = 0 };

	if (!id_parse(whom_asked(v, "message"), &l.message))
		l.message = 0;
	if (!id_parse(whom_asked(v, "before"), &l.before))
		l.before = 0;
	return view_of(v, db, &l);
}

void
page_language_said(struct visit *v)
{
	api_read(v, look);
}

/* ------------------------------------------------------- say it better */

/* A message that a computer said in that language. */
static bool
find(struct db *db, const struct looked *l, struct message *m)
{
	struct translation_said *list;

	return l->language != NULL && translation_said(db,
	    &(struct translation_lately){ l->language, l->message,
	    l->message, 1 }, &list) == 1 && message_get(db, l->message, m);
}

static json_t *
keep(struct visit *v, struct db *db)
{
	const char	*words = whom_typed(v, "words"), *why;
	struct looked	 l = { .language = lang_tag(page_field(v,
			    "language")) };
	struct message	 m;

	if (!id_parse(page_field(v, "message"), &l.message) ||
	    !find(db, &l, &m))
		return api_no(v, 404, "No computer said this to families. Go "
		    "back, and load the page again.");
	if (!speaker_speaks(db, v->viewer.person, l.language))
		return api_no(v, 403, "Only somebody of language services who "
		    "speaks this language may say it better. Ask an "
		    "administrator to enter that you do.");
	if (*words == '\0')
		page_wrong(v, page_field(v, "message"), "Write the words "
		    "first.");
	else if (text_units(words) > WORDS_MOST)
		page_wrong(v, page_field(v, "message"), "This is too long. "
		    "Write at most 1500 characters.");
	else if ((why = translate_better(db, v->web->gateway,
	    &(struct better){ &m, l.language, words, v->viewer.person,
	    v->viewer.now })) != NULL)
		page_wrong(v, page_field(v, "message"), why);
	return page_is_wrong(v) ? view_of(v, db, &l) : page_go(v, page_print(v,
	    "/language/said?language=%s&kept=1", l.language));
}

void
page_language_better(struct visit *v)
{
	api_change(v, keep);
}
