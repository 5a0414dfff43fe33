/*
 * Templates are made, changed, approved and taken away; each change is
 * another version.
 *
 *	POST /templates/new
 *	POST /templates/:id
 *	POST /templates/:id/end
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/compose.h"
#include "store/db.h"
#include "store/user.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"
#include "web/whom.h"

#define BOX		"in_"		/* And a language: its words. */
#define RIGHT_BOX	"approve_"	/* And a language: they are right. */
#define NAME_MOST	80		/* Units. */

static void
take_english(struct visit *v, struct editing *e)
{
	const char *words = whom_typed(v, "words");

	e->t.name = whom_typed(v, "name");
	if (strcmp(e->english, words) != 0)
		for (unsigned i = 0; i < e->count; i++)
			e->words[i].state = WORDS_DRAFT;
	e->english = words;
	if (*e->t.name == '\0')
		page_wrong(v, "name", "Give it a name, such as Picture day.");
	if (text_units(e->t.name) > NAME_MOST ||
	    strchr(e->t.name, '\n') != NULL)
		page_wrong(v, "name", "The name is one line of at most 80 "
		    "characters. Make it shorter.");
	if (*words == '\0')
		page_wrong(v, "words", "Write the words in English.");
	if (text_units(words) > WORDS_MOST)
		page_wrong(v, "words", whom_too_long(v->arena, text_units(
		    words)));
}

static struct translation *
box(struct editing *e, const char *tag)
{
	for (unsigned i = 0; i < e->count; i++)
		if (strcmp(e->words[i].language, tag) == 0)
			return &e->words[i];
	if (e->count == TRANSLATIONS_MOST)
		return NULL;
	e->words[e->count] = (struct translation){ tag, "", WORDS_DRAFT, 0 };
	return &e->words[e->count++];
}

/* Only language services say that words are right; a change of somebody else
 * makes them a draft again. */
static void
take_language(struct visit *v, struct editing *e, const char *field)
{
	const char		*tag = lang_tag(field + strlen(BOX));
	const char		*words = whom_typed(v, field);
	struct translation	*t = tag == NULL || strcmp(tag,
				    EDITING_ENGLISH) == 0 ? NULL :
				    box(e, tag);
	bool			 may = editing_speaks(v);
	bool			 approved = may && e->t.person == 0 &&
				    *page_field(v, arena_print(v->arena,
				    RIGHT_BOX "%s", field + strlen(BOX))) !=
				    '\0';

	if (t == NULL)
		return;
	if (text_units(words) > WORDS_MOST)
		page_wrong(v, field, arena_print(v->arena, "The words in %s "
		    "are too long. Write at most %s characters.",
		    lang_english(tag), chart_number(v->arena, WORDS_MOST)));
	if (strcmp(t->words, words) != 0 || approved !=
	    (t->state == WORDS_APPROVED)) {
		if (strcmp(t->words, words) == 0 && !approved && !may)
			return;
		t->author = v->viewer.person;
		t->state = approved ? WORDS_APPROVED : WORDS_DRAFT;
	}
	t->words = words;
}

static void
take_languages(struct visit *v, struct editing *e)
{
	unsigned n = 0;

	for (unsigned i = 0; i < v->form.count; i++)
		if (strncmp(v->form.fields[i].name, BOX, strlen(BOX)) == 0)
			take_language(v, e, v->form.fields[i].name);
	for (unsigned i = 0; i < e->count; i++)
		if (*e->words[i].words != '\0')
			e->words[n++] = e->words[i];
	e->count = n;
}

/* The next version, all languages of it; then the page again, with a box for
 * another language if one was asked for. */
static json_t *
keep(struct visit *v, struct db *db, struct editing *e)
{
	struct translation	 all[TRANSLATIONS_MOST + 1];
	const char		*add = lang_tag(page_field(v, "add"));
	char			 id[ID_TEXT];

	all[0] = (struct translation){ EDITING_ENGLISH, e->english,
	    WORDS_ORIGINAL, v->viewer.person };
	memcpy(all + 1, e->words, e->count * sizeof *all);
	if (!template_keep(db, &e->t, all, e->count + 1, v->viewer.now)) {
		page_wrong(v, "", "Somebody changed this template while you "
		    "were writing. Copy what you wrote, and load the page "
		    "again.");
		return editing_view(v, db, e);
	}
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .deed = "template.write", .object = e->t.id }, v->viewer.now);
	id_text(e->t.id, id);
	return page_go(v, add == NULL ? page_print(v, "/templates/%s", id) :
	    page_print(v, "/templates/%s?language=%s", id, add));
}

static json_t *
make(struct visit *v, struct db *db)
{
	struct editing	*e = NEW(v->arena, struct editing);
	const char	*scope = page_field(v, "scope");

	*e = (struct editing){ .english = "", .may = true,
	    .may_language = true, .t = { .name = "",
	    .person = v->viewer.person, .kind = KIND_ANNOUNCEMENT } };
	take_english(v, e);
	if (strcmp(scope, "district") == 0)
		e->t.person = e->t.school = 0;
	else if (id_parse(scope, &e->t.school))
		e->t.person = 0;
	if (!editing_may(v, db, &e->t))
		page_wrong(v, "scope", "You may make templates for yourself "
		    "and for schools whose office you are.");
	if (page_is_wrong(v))
		return editing_view(v, db, e);
	e->t.id = id_new();
	template_add(db, &e->t, v->viewer.now);
	return keep(v, db, e);
}

void
page_template_make(struct visit *v)
{
	api_change(v, make);
}

static json_t *
keep_one(struct visit *v, struct db *db)
{
	struct editing	*e = NEW(v->arena, struct editing);
	const char	*was = page_field(v, "version");

	if (!editing_find(v, db, e))
		return api_no(v, 404, EDITING_GONE);
	if (!e->may_language)
		return api_no(v, 403, "Only whose template it is may change "
		    "it. You can use it, or make one of your own.");
	if (e->may)
		take_english(v, e);
	take_languages(v, e);
	if (strcmp(was, arena_print(v->arena, "%lld",
	    (long long)e->t.version)) != 0)
		page_wrong(v, "", "Somebody changed this template while you "
		    "were writing. Copy what you wrote, and load the page "
		    "again.");
	return page_is_wrong(v) ? editing_view(v, db, e) : keep(v, db, e);
}

void
page_template_keep(struct visit *v)
{
	if (api_id(v))
		api_change(v, keep_one);
}

static json_t *
end(struct visit *v, struct db *db)
{
	struct editing *e = NEW(v->arena, struct editing);

	if (!editing_find(v, db, e))
		return api_no(v, 404, EDITING_GONE);
	if (!e->may)
		return api_no(v, 403, "Only whose template it is may take it "
		    "away.");
	template_end(db, e->t.id, v->viewer.now);
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .deed = "template.end", .object = e->t.id }, v->viewer.now);
	return page_go(v, "/templates");
}

void
page_template_end(struct visit *v)
{
	if (api_id(v))
		api_change(v, end);
}
