/*
 * Words that are used again: the list, and what waits for approval.
 *
 *	GET  /templates			?folder=mine|school|district, ?q=WORDS
 *	POST /templates/begin		what the district lacks of the templates
 *					that one begins with is added (bank.h)
 *	GET  /templates/waiting
 */

#include <string.h>

#include "base/arena.h"
#include "base/form.h"
#include "base/id.h"
#include "base/text.h"
#include "store/db.h"
#include "store/speaker.h"
#include "store/template.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/desk_settings.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"
#include "web/whom.h"

#define ASKED_MOST	80	/* Units that are looked for. */

static const char *const folders[] = { "mine", "school", "district" };

struct asked {
	const char	*typed, *plain;	/* A part of the name; "": all. */
	const char	*folder;	/* One of them; "": all. */
};

static json_t *
row_json(struct visit *v, const struct template *t)
{
	json_t	*row;
	char	 id[ID_TEXT];

	id_text(t->id, id);
	row = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:I}", "id", id,
	    "name", t->name, "kind", kind_word(t->kind),
	    "topic", topic_word(t->topic),
	    "template_url", page_url(v, "/templates/%s", id),
	    "use_url", page_url(v, "/announce?template=%s", id),
	    "languages", (json_int_t)t->languages);
	if (announce_may_kind(v, t->kind))
		json_object_set_new(row, "usable", json_true());
	if (t->kind != KIND_ANNOUNCEMENT)
		json_object_set_new(row, "as", json_true());
	if (t->topic != TOPIC_GENERAL && strcmp(topic_word(t->topic),
	    kind_word(t->kind)) != 0)
		json_object_set_new(row, "about", json_true());
	if (t->drafts > 0)
		json_object_set_new(row, "drafts", json_integer(t->drafts));
	if (t->old > 0)
		json_object_set_new(row, "old", json_integer(t->old));
	if (t->school_name != NULL)
		json_object_set_new(row, "school",
		    json_string(t->school_name));
	return row;
}

static unsigned
folder_of(const struct template *t)
{
	return t->person != 0 ? 0 : t->school != 0 ? 1 : 2;
}

static json_t *
folders_json(const struct asked *a)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < 3; i++)
		json_array_append_new(all, json_pack("{s:s, s:b}", "folder",
		    folders[i], "chosen", strcmp(a->folder, folders[i]) == 0));
	return all;
}

static bool
wanted(struct visit *v, const struct asked *a, const struct template *t)
{
	if (*a->folder != '\0' && strcmp(a->folder,
	    folders[folder_of(t)]) != 0)
		return false;
	return strstr(text_plain(v->arena, t->name), a->plain) != NULL;
}

static json_t *
groups_json(struct visit *v, struct db *db, const struct asked *a,
    bool *any)
{
	struct template	*list;
	unsigned	 n = template_list(db, &v->viewer,
			    editing_speaks(v), &list);
	json_t		*groups[3], *all = json_array();

	for (unsigned i = 0; i < 3; i++)
		groups[i] = json_array();
	for (unsigned i = 0; i < n; i++)
		if (wanted(v, a, &list[i]))
			json_array_append_new(groups[folder_of(&list[i])],
			    row_json(v, &list[i]));
	*any = false;
	for (unsigned i = 0; i < 3; i++) {
		bool some = json_array_size(groups[i]) > 0;

		*any |= some;
		if (some || (*a->typed == '\0' && (*a->folder == '\0' ||
		    strcmp(a->folder, folders[i]) == 0)))
			json_array_append_new(all, json_pack(
			    "{s:s, s:b, s:o}", "name", folders[i], "any",
			    (int)some, "templates", groups[i]));
		else
			json_decref(groups[i]);
	}
	return all;
}

/* For who administers the district: how many templates it lacks of those
 * that one begins with, and how many can have more or newer words. */
static void
add_lacked(struct visit *v, struct db *db, json_t *view)
{
	json_t		*lacked, *one;
	json_int_t	 missing = 0, other = 0;
	size_t		 i;

	if (!(v->who.standing.rights & RIGHT_SETTINGS))
		return;
	lacked = desk_bank(v, db);
	json_array_foreach(json_object_get(lacked, "templates"), i, one)
		if (json_is_true(json_object_get(one, "missing")))
			missing++;
		else
			other++;
	if (missing > 0)
		json_object_set_new(view, "missing", json_integer(missing));
	if (other > 0)
		json_object_set_new(view, "renewed", json_integer(other));
	json_object_set_new(view, "lacks", json_boolean(missing + other > 0));
	json_decref(lacked);
}

static json_t *
look_list(struct visit *v, struct db *db)
{
	struct asked	 a = { .folder = whom_asked(v, "folder") };
	bool		 any;
	json_t		*view = json_object(), *groups;
	int64_t		 waiting;

	a.typed = text_cut(v->arena, whom_asked(v, "q"), ASKED_MOST);
	a.plain = text_plain(v->arena, a.typed);
	groups = groups_json(v, db, &a, &any);
	waiting = editing_speaks(v) ? template_waiting_count(db,
	    v->viewer.person) : 0;
	json_object_update_new(view, json_pack("{s:o, s:o, s:s, s:b}",
	    "groups", groups, "folders", folders_json(&a), "typed", a.typed,
	    "none_found", !any && *a.typed != '\0'));
	if (waiting > 0)
		json_object_set_new(view, "waiting_words",
		    json_integer(waiting));
	add_lacked(v, db, view);
	if (strcmp(whom_asked(v, "done"), "added") == 0)
		json_object_set_new(view, "added", json_true());
	return view;
}

void
page_templates(struct visit *v)
{
	api_read(v, look_list);
}

static json_t *
begin(struct visit *v, struct db *db)
{
	(void)desk_add_bank(v, db);
	return page_go(v, "/templates?done=added");
}

void
page_templates_begin(struct visit *v)
{
	api_change(v, begin);
}

/* ------------------------------------------------ what waits for approval */

/* How a computer reads its own words again. */
static void
add_back(struct visit *v, struct db *db, const struct template_waiting *w,
    json_t *row)
{
	struct editing			*e = NEW(v->arena, struct editing);
	const struct template_words	*words;

	if (w->state != WORDS_MACHINE || w->old ||
	    !editing_find(v, db, w->template, w->language, e) ||
	    (words = editing_words(e, w->language)) == NULL)
		return;
	json_object_set_new(row, "english", json_string(
	    e->english.in.words));
	editing_back(v, db, &(struct editing_said){ e->english.in.words,
	    w->language, words->in.words }, row);
}

static json_t *
waiting_json(struct visit *v, struct db *db,
    const struct template_waiting *w)
{
	json_t *row = json_pack("{s:s, s:o, s:s, s:o, s:b, s:o}",
	    "name", w->name, "language", page_language(w->language),
	    "state", w->old ? "old" : words_state_word(w->state),
	    "at", page_when(v, w->asked), "old", (int)w->old,
	    "words_url", json_string(editing_path(v, w->template,
	    w->language)));

	if (w->school_name != NULL)
		json_object_set_new(row, "school",
		    json_string(w->school_name));
	add_back(v, db, w, row);
	return row;
}

static json_t *
look_waiting(struct visit *v, struct db *db)
{
	struct template_waiting	*list;
	struct spoken		*spoken;
	unsigned		 n = template_waiting(db, v->viewer.person,
				    &list);
	unsigned		 languages = speaker_list(db,
				    v->viewer.person, &spoken);
	json_t			*all = json_array(), *mine = json_array();
	json_t			*view;

	editing_wish_none(v);
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, waiting_json(v, db, &list[i]));
	for (unsigned i = 0; i < languages; i++)
		json_array_append_new(mine,
		    page_language(spoken[i].language));
	view = json_pack("{s:s, s:o, s:b, s:o, s:b}", "title_key",
	    "templates.waiting_title", "list", all, "any", (int)(n > 0),
	    "languages", mine, "speaks", (int)(languages > 0));
	if (n > 0)
		json_object_set_new(view, "count", json_integer(
		    template_waiting_count(db, v->viewer.person)));
	return view;
}

void
page_templates_waiting(struct visit *v)
{
	api_read(v, look_waiting);
}
