/*
 * One template: its English words, or those of another language beside them.
 *
 *	GET  /templates/new
 *	GET  /templates/:id	?language=TAG
 *
 * One's own may be changed by oneself, a school's by its office, the
 * district's at the desk.  Language services may change the words in other
 * languages of all that are not somebody's own, and who of them speaks a
 * language (speaker.h) approves those in it; nobody else says that words are
 * right.
 */

#include <string.h>

#include "base/arena.h"
#include "base/form.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/placeholder.h"
#include "base/reword.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/own.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/speaker.h"
#include "store/template.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"
#include "web/whom.h"

/* ------------------------------------------------------------- reading it */

bool
editing_speaks(const struct visit *v)
{
	return (v->who.standing.rights & RIGHT_LANGUAGE) != 0;
}

bool
editing_may(struct visit *v, struct db *db, const struct template *t)
{
	if (t->person != 0)
		return t->person == v->viewer.person;
	return t->school == 0 ? v->who.standing.desk : seat_at_office(db,
	    v->viewer.person, t->school, v->viewer.now);
}

struct template_words *
editing_words(struct editing *e, const char *language)
{
	for (unsigned i = 0; i < e->count; i++)
		if (strcmp(e->words[i].in.language, language) == 0)
			return &e->words[i];
	return NULL;
}

bool
editing_find(struct visit *v, struct db *db, int64_t id,
    const char *language, struct editing *e)
{
	struct template_words	*list;
	unsigned		 n;

	*e = (struct editing){ .language = language };
	if (!template_get(db, &v->viewer, editing_speaks(v), id, &e->t))
		return false;
	n = template_words(db, e->t.id, e->t.version, &list);
	e->english.in = (struct translation){ EDITING_ENGLISH, "",
	    WORDS_ORIGINAL, 0 };
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].in.language, EDITING_ENGLISH) == 0)
			e->english = list[i];
		else if (e->count < TRANSLATIONS_MOST)
			e->words[e->count++] = list[i];
	e->may = editing_may(v, db, &e->t);
	e->may_language = e->may || (editing_speaks(v) && e->t.person == 0);
	e->may_approve = editing_speaks(v) && e->t.person == 0 &&
	    speaker_speaks(db, v->viewer.person, language);
	return true;
}

const char *
editing_path(struct visit *v, int64_t id, const char *language)
{
	char text[ID_TEXT];

	id_text(id, text);
	return strcmp(language, EDITING_ENGLISH) == 0 ?
	    page_print(v, "/templates/%s", text) :
	    page_print(v, "/templates/%s?language=%s", text, language);
}

/* ---------------------------------------------------------------- states */

json_t *
editing_state(const struct template_words *w,
    const struct template_words *english)
{
	const char *state = "missing", *tone = "";

	if (w == english) {
		state = "original";
	} else if (w != NULL && template_is_old(w, english)) {
		state = "old";
		tone = "warn";
	} else if (w != NULL && w->in.state == WORDS_APPROVED) {
		state = "approved";
		tone = "ok";
	} else if (w != NULL && w->asked != 0) {
		state = "asked";
		tone = "info";
	} else if (w != NULL) {
		state = words_state_word(w->in.state);
		tone = "warn";
	}
	return json_pack("{s:s, s:s}", "state", state, "tone", tone);
}

static void
add_tab(struct visit *v, json_t *all, struct editing *e, const char *tag)
{
	const struct template_words	*w = strcmp(tag, EDITING_ENGLISH) == 0 ?
					    &e->english :
					    editing_words(e, tag);
	json_t				*tab = editing_state(w, &e->english);

	json_object_update_new(tab, json_pack("{s:o, s:o, s:b}",
	    "language", page_language(tag), "tab_url", json_string(
	    editing_path(v, e->t.id, tag)), "current",
	    strcmp(tag, e->language) == 0));
	json_array_append_new(all, tab);
}

/* English, the languages that have words, and those that families read. */
static json_t *
tabs_json(struct visit *v, struct db *db, struct editing *e)
{
	const char	*tag, **read;
	unsigned	 n = contact_languages(db, &read);
	json_t		*all = json_array();
	bool		 is_read;

	add_tab(v, all, e, EDITING_ENGLISH);
	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++) {
		is_read = strcmp(tag, e->language) == 0;
		for (unsigned k = 0; k < n && !is_read; k++)
			is_read = strcmp(tag, read[k]) == 0;
		if (strcmp(tag, EDITING_ENGLISH) != 0 && (is_read ||
		    editing_words(e, tag) != NULL))
			add_tab(v, all, e, tag);
	}
	return all;
}

/* Languages that have no tab yet. */
static json_t *
more_json(json_t *tabs)
{
	const char	*tag;
	json_t		*all = json_array(), *tab;
	size_t		 k;

	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++) {
		json_array_foreach(tabs, k, tab)
			if (strcmp(json_string_value(json_object_get(
			    json_object_get(tab, "language"), "tag")),
			    tag) == 0)
				break;
		if (k == json_array_size(tabs))
			json_array_append_new(all, page_language(tag));
	}
	return all;
}

/* ----------------------------------------------------------------- views */

json_t *
editing_changes(struct visit *v, const char *was, const char *now)
{
	struct reword	*list;
	unsigned	 n = reword(v->arena, was, now, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:b, s:b}",
		    "text", list[i].text, "gone",
		    list[i].what == REWORD_GONE, "came",
		    list[i].what == REWORD_CAME));
	return all;
}

/* What the English words were when these were written. */
static json_t *
since_json(struct visit *v, struct db *db, const struct editing *e,
    const struct template_words *w)
{
	struct template_words	*list;
	unsigned		 n = template_words(db, e->t.id, w->base,
				    &list);

	return n == 0 ? json_null() : editing_changes(v, list[0].in.words,
	    e->english.in.words);
}

/* The places of the English words, to be put into these. */
static json_t *
insert_json(struct visit *v, const struct editing *e)
{
	struct placeholder	*list;
	unsigned		 n = placeholder_names(v->arena,
				    e->english.in.words, &list);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_string(arena_print(v->arena,
		    list[i].shown == NULL ? "((%s))" : "((%s?? ))",
		    list[i].name)));
	return all;
}

static json_t *
box_json(struct visit *v, struct db *db, struct editing *e)
{
	const struct template_words	*w = editing_words(e, e->language);
	const char			*words = e->typed != NULL ? e->typed :
					    w == NULL ? "" : w->in.words;
	json_t				*box = editing_state(w, &e->english);
	struct person			 who;

	json_object_update_new(box, json_pack("{s:o, s:s, s:o, s:o, s:b}",
	    "language", page_language(e->language), "words", words,
	    "insert", insert_json(v, e),
	    "words_url", page_url(v, "/templates/%s/words", id_text(e->t.id,
	    arena_take(v->arena, ID_TEXT))), "may_approve",
	    (int)e->may_approve));
	editing_machine(v, db, e, box);
	if (w == NULL)
		return box;
	json_object_set_new(box, "at", page_when(v, w->at));
	if (w->in.author != 0 && person_get(db, w->in.author, &who))
		json_object_set_new(box, "who", json_string(who.name));
	if (template_is_old(w, &e->english))
		json_object_set_new(box, "since", json_pack("{s:o}",
		    "changes", since_json(v, db, e, w)));
	return box;
}

/* Whose a new one may be. */
static json_t *
scopes_json(struct visit *v, struct db *db, const char *chosen)
{
	struct own_place	*list;
	unsigned		 n = own_schools(db, &v->viewer, &list);
	json_t			*all = json_array();
	char			 id[ID_TEXT];

	json_array_append_new(all, json_pack("{s:s, s:b, s:b}", "scope",
	    "mine", "mine", 1, "checked", *chosen == '\0' ||
	    strcmp(chosen, "mine") == 0));
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
		    "scope", id_text(list[i].id, id), "school", list[i].name,
		    "checked", strcmp(chosen, id) == 0));
	if (v->who.standing.desk)
		json_array_append_new(all, json_pack("{s:s, s:b, s:b}",
		    "scope", "district", "district_wide", 1, "checked",
		    strcmp(chosen, "district") == 0));
	return all;
}

/* In place of the form: a page that asks. */
static void
ask_whether(json_t *view, bool other_places)
{
	json_object_set_new(view, "unsure", json_true());
	json_object_del(view, "title");
	json_object_set_new(view, "title_key",
	    json_string(other_places ? "templates.sure_title" :
	    "templates.sure_title_words"));
}

static void
add_kept(struct visit *v, struct db *db, struct editing *e, json_t *view)
{
	json_t		*tabs = tabs_json(v, db, e);
	const char	*id = id_text(e->t.id, arena_take(v->arena, ID_TEXT));

	json_object_update_new(view, json_pack("{s:s, s:o, s:o, s:o, s:o, "
	    "s:o, s:o, s:o, s:s}", "title", e->t.name,
	    "action_url", page_url(v, "/templates/%s", id),
	    "end_url", page_url(v, "/templates/%s/end", id),
	    "copy_url", page_url(v, "/templates/%s/copy", id),
	    "history_url", page_url(v, "/templates/%s/history", id),
	    "use_url", page_url(v, "/announce?template=%s", id),
	    "english_url", json_string(editing_path(v, e->t.id,
	    EDITING_ENGLISH)), "more", more_json(tabs), "id", id));
	json_object_set_new(view, "tabs", tabs);
	if (announce_may_kind(v, e->t.kind))
		json_object_set_new(view, "usable", json_true());
	if (strcmp(e->language, EDITING_ENGLISH) != 0)
		json_object_set_new(view, "box", box_json(v, db, e));
	if (e->t.person == v->viewer.person)
		json_object_set_new(view, "of_mine", json_true());
	else if (e->t.school_name != NULL)
		json_object_set_new(view, "of_school",
		    json_string(e->t.school_name));
	else
		json_object_set_new(view, "of_district", json_true());
}

json_t *
editing_view(struct visit *v, struct db *db, struct editing *e)
{
	bool				 other = strcmp(e->language,
					    EDITING_ENGLISH) != 0;
	const struct template_words	*w = other ? editing_words(e,
					    e->language) : &e->english;
	const char			*words = e->typed != NULL ? e->typed :
					    w == NULL ? "" : w->in.words;
	json_t				*view;

	editing_wish_none(v);
	view = json_pack("{s:s, s:s, s:s, s:I, s:b, s:b, s:b, s:o, s:o, s:s}",
	    "name", e->t.name, "english", e->english.in.words, "words",
	    words, "version", (json_int_t)e->t.version,
	    "may", (int)e->may, "may_language", (int)e->may_language,
	    "apart", (int)e->t.apart, "topics", announce_topics(e->t.topic),
	    "look", editing_look(v, db, e, words), "topic",
	    topic_word(e->t.topic));
	json_object_update_new(view, json_pack("{s:I, s:s, s:o}", "seen",
	    (json_int_t)e->english.base, "kind", kind_word(e->t.kind),
	    "kinds", announce_kinds(v, e->t.kind)));
	if (json_array_size(json_object_get(view, "kinds")) > 1)
		json_object_set_new(view, "several_kinds", json_true());
	editing_insert(v, view);
	if (e->t.id != 0) {
		add_kept(v, db, e, view);
		if (e->unsure)
			ask_whether(view, e->other_places);
		return view;
	}
	json_object_update_new(view, json_pack("{s:b, s:o, s:s, s:s}",
	    "new", 1, "scopes", scopes_json(v, db, page_field(v, "scope")),
	    "action_url", "/templates/new", "title_key",
	    "templates.title_new"));
	return view;
}

static json_t *
look_one(struct visit *v, struct db *db)
{
	struct editing	*e = NEW(v->arena, struct editing);
	const char	*asked = form_get(&v->query, "language"),
			*tag = asked == NULL ? NULL : lang_tag(asked);

	if (!editing_find(v, db, v->id, tag == NULL ? EDITING_ENGLISH : tag,
	    e))
		return api_no(v, 404, EDITING_GONE);
	return editing_view(v, db, e);
}

void
page_template(struct visit *v)
{
	if (api_id(v))
		api_read(v, look_one);
}

static json_t *
look_new(struct visit *v, struct db *db)
{
	struct editing *e = NEW(v->arena, struct editing);

	*e = (struct editing){ .english.in.words = "", .may = true,
	    .may_language = true, .language = EDITING_ENGLISH,
	    .t = { .name = "", .kind = KIND_ANNOUNCEMENT } };
	return editing_view(v, db, e);
}

void
page_template_new(struct visit *v)
{
	api_read(v, look_new);
}
