/*
 * What changed in a template: the words of each version, who wrote or approved
 * them, and when.
 *
 *	GET  /templates/:id/history
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/template.h"
#include "store/word.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_templates.h"
#include "web/pages.h"

/* Words that are out of date are those that they were. */
static json_t *
change_json(const struct template_change *c)
{
	bool gone = *c->in.words == '\0';

	return json_pack("{s:o, s:s, s:s, s:o}", "language",
	    page_language(c->in.language), "words", c->old ? "" :
	    c->in.words, "state", gone ? "removed" : c->old ? "old" :
	    words_state_word(c->in.state), "name", c->old ? json_null() :
	    api_text(c->name));
}

static json_t *
look(struct visit *v, struct db *db)
{
	struct editing		*e = NEW(v->arena, struct editing);
	struct template_change	*list;
	unsigned		 n;
	json_t			*all, *changes = NULL;
	char			 id[ID_TEXT];

	if (!editing_find(v, db, v->id, EDITING_ENGLISH, e))
		return api_no(v, 404, EDITING_GONE);
	all = json_array();
	n = template_changes(db, e->t.id, &list);
	for (unsigned i = 0; i < n; i++) {
		if (i == 0 || list[i].version != list[i - 1].version) {
			changes = json_array();
			json_array_append_new(all, json_pack(
			    "{s:I, s:o, s:o, s:b}", "version",
			    (json_int_t)list[i].version, "at", page_when(v,
			    list[i].at), "changes", changes, "current",
			    list[i].version == e->t.version));
		}
		json_array_append_new(changes, change_json(&list[i]));
	}
	return json_pack("{s:s, s:s, s:o, s:o}", "name", e->t.name,
	    "title_key", "templates.history", "versions", all, "template_url",
	    page_url(v, "/templates/%s", id_text(e->t.id, id)));
}

void
page_template_history(struct visit *v)
{
	if (api_id(v))
		api_read(v, look);
}
