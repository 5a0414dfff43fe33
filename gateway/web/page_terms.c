/*
 * The glossary: how the district's terms are said.
 *
 *	GET  /language/terms		all of them, and a form
 *	POST /language/terms		one more, or said in another way
 *	POST /language/terms/end	not any more
 */

#include <string.h>

#include "base/id.h"
#include "base/lang.h"
#include "store/db.h"
#include "store/term.h"
#include "web/api.h"
#include "web/page.h"
#include "web/pages.h"
#include "web/whom.h"

static json_t *
term_json(const struct term *t)
{
	bool	 all = strcmp(t->language, TERM_ALL) == 0;
	json_t	*json = json_pack("{s:o, s:s, s:b}", "id", api_id_text(t->id),
		    "term", t->term, "as_it_is", (int)(all ||
		    *t->words == '\0'));

	json_object_set_new(json, "said", api_text(t->words));
	if (!all)
		json_object_set_new(json, "language",
		    page_language(t->language));
	return json;
}

/* Those that a glossary may have, each by its name in English. */
static json_t *
languages_json(const char *chosen)
{
	json_t		*all = json_array();
	const char	*tag;

	for (unsigned i = 0; (tag = lang_at(i)) != NULL; i++)
		if (strncmp(tag, "en", 2) != 0)
			json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
			    "tag", tag, "english", lang_english(tag),
			    "chosen", (int)(strcmp(tag, chosen) == 0)));
	return all;
}

static json_t *
list(struct visit *v, struct db *db)
{
	struct term	*terms;
	unsigned	 n = term_list(db, NULL, &terms);
	json_t		*all = json_array(), *view;

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, term_json(&terms[i]));
	view = json_pack("{s:s, s:o, s:b, s:o, s:b, s:b}",
	    "title_key", "language.terms", "terms", all, "any", (int)(n > 0),
	    "languages", languages_json(whom_typed(v, "language")),
	    "wrong", (int)page_is_wrong(v),
	    "kept", (int)(form_get(&v->query, "kept") != NULL));
	if (page_is_wrong(v))
		json_object_update_new(view, json_pack("{s:s, s:s}",
		    "term_typed", whom_typed(v, "term"),
		    "said_typed", whom_typed(v, "said")));
	return view;
}

/* NULL: it may be kept. */
static const char *
wrong(const struct term *t, const char **field)
{
	*field = "term";
	if (*t->term == '\0')
		return "Write the term in English.";
	if (strlen(t->term) > TERM_BYTES)
		return "This is too long for a term. Write at most 100 "
		    "letters.";
	*field = "language";
	if (t->language == NULL)
		return "Choose a language, or all languages.";
	*field = "said";
	if (strlen(t->words) > TERM_BYTES)
		return "This is too long. Write at most 100 letters.";
	if (*t->words == '\0' && strcmp(t->language, TERM_ALL) != 0)
		return "Write how it is said in that language.";
	return NULL;
}

static json_t *
add(struct visit *v, struct db *db)
{
	const char	*tag = whom_typed(v, "language"), *why, *field;
	struct term	 t = { .term = whom_typed(v, "term"),
			    .words = whom_typed(v, "said"),
			    .person = v->viewer.person,
			    .since = v->viewer.now };

	t.language = strcmp(tag, TERM_ALL) == 0 ? TERM_ALL : lang_tag(tag);
	if (t.language != NULL && strcmp(t.language, TERM_ALL) == 0)
		t.words = "";
	if ((why = wrong(&t, &field)) != NULL)
		page_wrong(v, field, why);
	else if (!term_add(db, &t))
		page_wrong(v, "term", "The glossary is full. Take out a term "
		    "that nobody needs.");
	return page_is_wrong(v) ? list(v, db) :
	    page_go(v, "/language/terms?kept=1");
}

static json_t *
end(struct visit *v, struct db *db)
{
	int64_t id;

	if (id_parse(page_field(v, "term"), &id) && !term_end(db, id,
	    v->viewer.person, v->viewer.now))
		return page_go(v, "/language/terms");
	return page_go(v, "/language/terms?kept=1");
}

void
page_terms(struct visit *v)
{
	api_read(v, list);
}

void
page_terms_add(struct visit *v)
{
	api_change(v, add);
}

void
page_terms_end(struct visit *v)
{
	api_change(v, end);
}
