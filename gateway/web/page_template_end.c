/*
 * Templates are archived, and come back: by whoever may change them.
 *
 *	GET  /templates/archived
 *	POST /templates/:id/end
 *	POST /templates/:id/back
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/user.h"
#include "store/word.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"

#define NOT_YOURS	"Only the owner of a template can archive it " \
			"or bring it back."

static json_t *
end(struct visit *v, struct db *db)
{
	struct editing *e = NEW(v->arena, struct editing);

	if (!editing_find(v, db, v->id, EDITING_ENGLISH, e))
		return api_no(v, 404, EDITING_GONE);
	if (!e->may)
		return api_no(v, 403, NOT_YOURS);
	template_end(db, e->t.id, v->viewer.now);
	desk_audit(v, db, "template.end", e->t.id, e->t.name);
	return page_go(v, "/templates");
}

void
page_template_end(struct visit *v)
{
	if (api_id(v))
		api_change(v, end);
}

/* Twice is once: it is there already. */
static json_t *
back(struct visit *v, struct db *db)
{
	const char	*path = editing_path(v, v->id, EDITING_ENGLISH);
	struct template	 t;

	if (template_get(db, &v->viewer, false, v->id, &t))
		return page_go(v, path);
	if (!template_get_ended(db, &v->viewer, v->id, &t))
		return api_no(v, 404, EDITING_GONE);
	if (!editing_may(v, db, &t))
		return api_no(v, 403, NOT_YOURS);
	template_back(db, t.id);
	desk_audit(v, db, "template.back", t.id, t.name);
	return page_go(v, path);
}

void
page_template_back(struct visit *v)
{
	if (api_id(v))
		api_change(v, back);
}

static json_t *
row_json(struct visit *v, const struct template *t)
{
	char	 id[ID_TEXT];
	json_t	*row = json_pack("{s:s, s:s, s:o, s:I}", "name", t->name,
		    "kind", kind_word(t->kind), "back_url", page_url(v,
		    "/templates/%s/back", id_text(t->id, id)),
		    "languages", (json_int_t)t->languages);

	if (t->person != 0)
		json_object_set_new(row, "of_mine", json_true());
	else if (t->school_name != NULL)
		json_object_set_new(row, "of_school",
		    json_string(t->school_name));
	else
		json_object_set_new(row, "of_district", json_true());
	return row;
}

/* Those that the viewer may bring back. */
static json_t *
look(struct visit *v, struct db *db)
{
	struct template	*list;
	unsigned	 n = template_list_ended(db, &v->viewer, &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		if (editing_may(v, db, &list[i]))
			json_array_append_new(all, row_json(v, &list[i]));
	return json_pack("{s:s, s:b, s:o}", "title_key",
	    "templates.archived_title", "any", json_array_size(all) > 0,
	    "templates", all);
}

void
page_templates_archived(struct visit *v)
{
	api_read(v, look);
}
