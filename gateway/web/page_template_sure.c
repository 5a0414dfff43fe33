/*
 * Other English words: what becomes of the other languages, and which
 * announcements that are not sent yet began as this template, for who is asked
 * before it is kept (ui.md 1.1 and 5.5).
 *
 * Those keep the words they were written and confirmed with; whoever wants the
 * new ones takes them back and begins again.  Of colleagues' drafts only the
 * number is told, and of announcements that the viewer may not see, too.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/sight.h"
#include "store/unsent.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_message.h"
#include "web/page_templates.h"

#define SHORT	60		/* Units of the words of a draft. */

static bool
has_other_places(struct visit *v, const struct editing *was,
    const struct editing *e, struct placeholder_change *change)
{
	return !placeholder_same(v->arena, was->english.in.words,
	    e->english.in.words, change);
}

/* Languages whose words say the English ones as they are now. */
static json_t *
outdated(const struct editing *was)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < was->count; i++)
		if (!template_is_old(&was->words[i], &was->english))
			json_array_append_new(all, page_language(
			    was->words[i].in.language));
	return all;
}

/* What waits to go and is the viewer's to see; the others are counted. */
static json_t *
scheduled(struct visit *v, struct db *db, int64_t template, int64_t *hidden)
{
	int64_t		*ids;
	unsigned	 n = message_waiting_from(db, template,
			    v->viewer.now, &ids);
	json_t		*all = json_array();
	struct message	 m;
	struct person	 author;
	char		 id[ID_TEXT];

	*hidden = 0;
	for (unsigned i = 0; i < n; i++) {
		if (!message_get(db, ids[i], &m) || !sight_message(db,
		    &v->viewer, &m)) {
			++*hidden;
			continue;
		}
		if (!person_get(db, m.author, &author))
			author.name = NULL;
		json_array_append_new(all, json_pack("{s:s, s:o, s:o, s:o}",
		    "whom", message_whom(v, db, &m), "goes", page_when(v,
		    m.send_at), "author", api_text(author.name),
		    "message_url", page_url(v, "/messages/%s", id_text(m.id,
		    id))));
	}
	return all;
}

static json_t *
own_drafts(struct visit *v, struct db *db, int64_t template)
{
	struct unsent		*list;
	unsigned		 n = unsent_list(db, v->viewer.person,
				    ANNOUNCE_PLACE, UNSENT_MOST, &list);
	struct announcement	*a = NEW(v->arena, struct announcement);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++) {
		announce_read(v->arena, list[i].content, a);
		if (a->template == template)
			json_array_append_new(all, json_pack(
			    "{s:s, s:o, s:o}", "words", text_cut(v->arena,
			    a->words, SHORT), "at", page_when(v, list[i].at),
			    "step_url", json_string(announce_path(v,
			    list[i].id, "message"))));
	}
	return all;
}

/* {scheduled, any_scheduled, hidden, drafts, any_drafts, others, used} */
static json_t *
uses(struct visit *v, struct db *db, int64_t template)
{
	int64_t	 hidden, others = unsent_others(db, v->viewer.person,
		    template);
	json_t	*waiting = scheduled(v, db, template, &hidden);
	json_t	*drafts = own_drafts(v, db, template);
	bool	 any = json_array_size(waiting) > 0;
	bool	 own = json_array_size(drafts) > 0;
	json_t	*view = json_pack("{s:o, s:b, s:o, s:b, s:b}", "scheduled",
		    waiting, "any_scheduled", (int)any, "drafts", drafts,
		    "any_drafts", (int)own, "used", any || own ||
		    hidden > 0 || others > 0);

	if (hidden > 0)
		json_object_set_new(view, "hidden", json_integer(hidden));
	if (others > 0)
		json_object_set_new(view, "others", json_integer(others));
	return view;
}

bool
editing_asks(struct visit *v, struct db *db, const struct editing *was,
    const struct editing *e)
{
	struct placeholder_change	 change;
	json_t				*old, *view;
	bool				 asks;

	if (strcmp(was->english.in.words, e->english.in.words) == 0)
		return false;
	if (has_other_places(v, was, e, &change))
		return true;
	old = outdated(was);
	view = uses(v, db, e->t.id);
	asks = json_array_size(old) > 0 ||
	    json_is_true(json_object_get(view, "used"));
	json_decref(old);
	json_decref(view);
	return asks;
}

static json_t *
names(const char *const *list, unsigned count, json_t *all)
{
	for (unsigned i = 0; i < count; i++)
		json_array_append_new(all, json_string(list[i]));
	return all;
}

json_t *
editing_sure(struct visit *v, struct db *db, const struct editing *was,
    struct editing *e)
{
	struct placeholder_change	 c;
	bool				 other = has_other_places(v, was, e,
					    &c);
	json_t				*added = names(c.different,
					    c.different_count, names(c.added,
					    c.added_count, json_array()));
	json_t				*old = outdated(was), *view;
	bool				 any = json_array_size(old) > 0;

	e->unsure = true;
	e->other_places = other;
	view = editing_view(v, db, e);
	json_object_update_new(view, json_pack("{s:b, s:b, s:o, s:b, s:o, "
	    "s:b, s:b, s:o, s:o, s:s}", "other_places", (int)other,
	    "any_added", json_array_size(added) > 0, "added", added,
	    "any_removed", c.missing_count > 0, "removed", names(c.missing,
	    c.missing_count, json_array()), "any_words", was->count > 0,
	    "any_old", (int)any, "old", old,
	    "changes", editing_changes(v, was->english.in.words,
	    e->english.in.words), "seen", page_field(v, "seen")));
	json_object_update_new(view, uses(v, db, e->t.id));
	return view;
}
