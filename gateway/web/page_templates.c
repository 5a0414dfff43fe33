/*
 * Words that are used again: the list, and one template with a box for each
 * language.
 *
 *	GET  /templates
 *	GET  /templates/new
 *	GET  /templates/:id	?version=N: an older one
 *
 * One's own may be changed by oneself, a school's by its office, the
 * district's at the desk.  Language services may change and approve the words
 * in other languages of all that are not somebody's own; nobody else may say
 * that words are right.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "store/db.h"
#include "store/own.h"
#include "store/seat.h"
#include "store/template.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"
#include "web/whom.h"

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

/* ------------------------------------------------------------- the list */

static json_t *
row_json(struct visit *v, const struct template *t)
{
	json_t	*row;
	char	 id[ID_TEXT];

	id_text(t->id, id);
	row = json_pack("{s:s, s:s, s:s, s:o, s:o, s:I}", "id", id,
	    "name", t->name, "kind", kind_word(t->kind),
	    "template_url", page_url(v, "/templates/%s", id),
	    "use_url", page_url(v, "/announce?template=%s", id),
	    "languages", (json_int_t)t->languages);
	if (t->drafts > 0)
		json_object_set_new(row, "drafts", json_integer(t->drafts));
	if (t->school_name != NULL)
		json_object_set_new(row, "school",
		    json_string(t->school_name));
	return row;
}

static json_t *
look_list(struct visit *v, struct db *db)
{
	static const char *const names[] = { "mine", "school", "district" };
	struct template	*list;
	unsigned	 n = template_list(db, &v->viewer,
			    editing_speaks(v), &list);
	json_t		*groups[3], *all = json_array();

	for (unsigned i = 0; i < 3; i++)
		groups[i] = json_array();
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(groups[list[i].person != 0 ? 0 :
		    list[i].school != 0 ? 1 : 2], row_json(v, &list[i]));
	for (unsigned i = 0; i < 3; i++)
		json_array_append_new(all, json_pack("{s:s, s:b, s:o}",
		    "name", names[i], "any", json_array_size(groups[i]) > 0,
		    "templates", groups[i]));
	return json_pack("{s:o}", "groups", all);
}

void
page_templates(struct visit *v)
{
	api_read(v, look_list);
}

/* --------------------------------------------------------- one template */

static const struct translation *
words_in(const struct editing *e, const char *language)
{
	for (unsigned i = 0; i < e->count; i++)
		if (strcmp(e->words[i].language, language) == 0)
			return &e->words[i];
	return NULL;
}

static void
read_words(struct editing *e, const struct translation *list, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].language, EDITING_ENGLISH) == 0)
			e->english = list[i].words;
		else if (e->count < TRANSLATIONS_MOST)
			e->words[e->count++] = list[i];
}

bool
editing_find(struct visit *v, struct db *db, struct editing *e)
{
	struct translation	*list;
	unsigned		 n;

	*e = (struct editing){ .english = "" };
	if (!template_get(db, &v->viewer, editing_speaks(v), v->id, &e->t))
		return false;
	n = template_words(db, e->t.id, e->t.version, &list);
	read_words(e, list, n);
	e->may = editing_may(v, db, &e->t);
	e->may_language = e->may || (editing_speaks(v) && e->t.person == 0);
	return true;
}

static json_t *
box_json(struct visit *v, struct db *db, const struct translation *t)
{
	return json_pack("{s:o, s:s, s:s, s:o, s:b}",
	    "language", page_language(t->language), "tag", t->language,
	    "words", t->words, "by", announce_by(v, db, t),
	    "checked", t->state == WORDS_APPROVED);
}

/* Languages that have no box yet. */
static json_t *
more_json(const struct editing *e)
{
	const char	*tag;
	json_t		*all = json_array();

	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++)
		if (strcmp(tag, EDITING_ENGLISH) != 0 &&
		    words_in(e, tag) == NULL)
			json_array_append_new(all, json_pack("{s:s, s:s, "
			    "s:s}", "tag", tag, "own", lang_own(tag),
			    "english", lang_english(tag)));
	return all;
}

static json_t *
versions_json(struct visit *v, struct db *db, const struct template *t)
{
	struct template_version	*list;
	unsigned		 n = template_versions(db, t->id, &list);
	json_t			*all = json_array(), *one;
	char			 id[ID_TEXT];

	for (unsigned i = 0; i < n; i++) {
		one = json_pack("{s:I, s:o, s:o, s:o, s:b}",
		    "version", (json_int_t)list[i].version,
		    "at", page_when(v, list[i].at),
		    "by", api_text(list[i].name), "version_url",
		    json_string(arena_print(v->arena,
		    "/templates/%s?version=%lld", id_text(t->id, id),
		    (long long)list[i].version)),
		    "current", list[i].version == t->version);
		json_array_append_new(all, one);
	}
	return all;
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

json_t *
editing_view(struct visit *v, struct db *db, const struct editing *e)
{
	const char	*add = form_get(&v->query, "language");
	json_t		*view, *boxes = json_array();
	char		 id[ID_TEXT];

	for (unsigned i = 0; i < e->count; i++)
		json_array_append_new(boxes, box_json(v, db, &e->words[i]));
	add = add == NULL ? NULL : lang_tag(add);
	if (add != NULL && words_in(e, add) == NULL &&
	    strcmp(add, EDITING_ENGLISH) != 0)
		json_array_append_new(boxes, box_json(v, db,
		    &(struct translation){ add, "", WORDS_DRAFT, 0 }));
	view = json_pack("{s:s, s:s, s:s, s:I, s:o, s:b, s:b, s:b, s:o}",
	    "name", e->t.name, "english", e->english,
	    "kind", kind_word(e->t.kind),
	    "version", (json_int_t)e->t.version, "boxes", boxes,
	    "may", (int)e->may, "may_language", (int)e->may_language,
	    "may_approve", e->may_language && editing_speaks(v) &&
	    e->t.person == 0,
	    "more", more_json(e));
	if (e->t.id == 0) {
		json_object_set_new(view, "new", json_true());
		json_object_set_new(view, "scopes", scopes_json(v, db,
		    page_field(v, "scope")));
		json_object_set_new(view, "action_url",
		    json_string("/templates/new"));
		json_object_set_new(view, "title_key",
		    json_string("templates.title_new"));
		return view;
	}
	id_text(e->t.id, id);
	json_object_set_new(view, "title", json_string(e->t.name));
	json_object_set_new(view, "action_url", page_url(v, "/templates/%s",
	    id));
	json_object_set_new(view, "end_url", page_url(v, "/templates/%s/end",
	    id));
	json_object_set_new(view, "use_url", page_url(v,
	    "/announce?template=%s", id));
	json_object_set_new(view, "versions", versions_json(v, db, &e->t));
	if (e->t.person == v->viewer.person)
		json_object_set_new(view, "of_mine", json_true());
	else if (e->t.school_name != NULL)
		json_object_set_new(view, "of_school",
		    json_string(e->t.school_name));
	else
		json_object_set_new(view, "of_district", json_true());
	return view;
}

/* An older version is there to be read only. */
static void
older(struct visit *v, struct db *db, struct editing *e)
{
	const char		*asked = form_get(&v->query, "version");
	struct translation	*list;
	int64_t			 version = 0;
	unsigned		 n;

	for (; asked != NULL && *asked >= '0' && *asked <= '9' &&
	    version < 1000000; asked++)
		version = version * 10 + (*asked - '0');
	if (version == 0 || version == e->t.version)
		return;
	n = template_words(db, e->t.id, version, &list);
	if (n == 0)
		return;
	e->count = 0;
	e->t.version = version;
	e->may = e->may_language = false;
	read_words(e, list, n);
}

static json_t *
look_one(struct visit *v, struct db *db)
{
	struct editing *e = NEW(v->arena, struct editing);

	if (!editing_find(v, db, e))
		return api_no(v, 404, EDITING_GONE);
	older(v, db, e);
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

	*e = (struct editing){ .english = "", .may = true,
	    .may_language = true, .t = { .name = "",
	    .kind = KIND_ANNOUNCEMENT } };
	return editing_view(v, db, e);
}

void
page_template_new(struct visit *v)
{
	api_read(v, look_new);
}
