/*
 * The list of language services: what families wrote, the oldest first, each
 * with a box for its English.  No names, no numbers.
 */

#include "base/id.h"
#include "base/text.h"
#include "store/db.h"
#include "store/language.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/pages.h"
#include "web/whom.h"

#define LISTED	20

/* What was typed stays in the box of the reply it was typed for. */
static json_t *
entry_json(struct visit *v, const struct asked *a, int64_t typed)
{
	json_t *json = json_pack("{s:o, s:o, s:s, s:o}",
	    "reply", api_id_text(a->reply), "lang",
	    page_language(a->language), "words", a->words,
	    "at", page_when(v, a->at));

	if (*a->subject != '\0')
		json_object_set_new(json, "subject",
		    json_string(a->subject));
	if (a->reply == typed && page_is_wrong(v))
		json_object_update_new(json, json_pack("{s:b, s:s}",
		    "bad", 1, "typed", whom_typed(v, "english")));
	return json;
}

static json_t *
list(struct visit *v, struct db *db)
{
	struct asked	*asked;
	unsigned	 n = language_list(db, LISTED, &asked);
	int64_t		 typed, count = language_waiting(db);
	json_t		*all = json_array(), *view;

	if (!id_parse(page_field(v, "reply"), &typed))
		typed = 0;
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, entry_json(v, &asked[i], typed));
	view = json_pack("{s:o, s:b, s:b, s:b}", "entries", all,
	    "any", (int)(n > 0), "wrong", (int)page_is_wrong(v),
	    "said", (int)(form_get(&v->query, "said") != NULL));
	if (count > 0)
		json_object_set_new(view, "count", json_integer(count));
	return view;
}

static json_t *
say(struct visit *v, struct db *db)
{
	const char	*words = whom_typed(v, "english");
	int64_t		 reply;

	if (!id_parse(page_field(v, "reply"), &reply))
		return api_no(v, 404, "That message does not wait any more. "
		    "Go back, and load the page again.");
	if (*words == '\0')
		page_wrong(v, page_field(v, "reply"), "Write what it says "
		    "in English.");
	else if (text_units(words) > LANGUAGE_WORDS)
		page_wrong(v, page_field(v, "reply"), "This is too long. "
		    "Write at most 5000 characters.");
	else if (!language_say(db, reply, words, v->viewer.person,
	    v->viewer.now))
		page_wrong(v, "", "Somebody else has said this one in "
		    "English already. Yours was not kept.");
	if (page_is_wrong(v))
		return list(v, db);
	return page_go(v, "/language?said=1");
}

void
page_language_list(struct visit *v)
{
	api_read(v, list);
}

void
page_language_say(struct visit *v)
{
	api_change(v, say);
}
