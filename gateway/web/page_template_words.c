/*
 * The words of a template in another language: kept as a draft, sent for
 * approval, approved.
 *
 *	POST /templates/:id/words	language, words, do=save|ask|approve
 *	POST /templates/look		the same while they are typed
 *
 * What waits or is approved has the places of the English words, each of
 * them; a draft need not.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "flow/compose.h"
#include "store/db.h"
#include "store/user.h"
#include "store/word.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_templates.h"
#include "web/pages.h"
#include "web/whom.h"

enum deed_of_words { SAVE, ASK, APPROVE };

static enum deed_of_words
asked_for(struct visit *v)
{
	const char *wanted = page_field(v, "do");

	return strcmp(wanted, "approve") == 0 ? APPROVE :
	    strcmp(wanted, "ask") == 0 ? ASK : SAVE;
}

static const char *
other_language(struct visit *v)
{
	const char *tag = lang_tag(page_field(v, "language"));

	return tag == NULL || strcmp(tag, EDITING_ENGLISH) == 0 ? NULL : tag;
}

static int64_t
seen_version(struct visit *v)
{
	char		*end;
	int64_t		 n = strtoll(page_field(v, "seen"), &end, 10);

	return *end != '\0' || n < 0 ? 0 : n;
}

/* What the writer saw: the English words and theirs are still those. */
static bool
is_seen(struct visit *v, struct db *db, struct editing *e)
{
	const struct template_words	*w = editing_words(e, e->language);
	struct template_words		*list;
	int64_t				 seen = seen_version(v);
	unsigned			 n;

	if (seen == e->t.version)
		return true;
	n = template_words(db, e->t.id, seen, &list);
	if (n == 0 || list[0].base != e->english.base)
		return false;
	for (unsigned i = 1; i < n; i++)
		if (strcmp(list[i].in.language, e->language) == 0)
			return w != NULL && strcmp(w->in.words,
			    list[i].in.words) == 0 &&
			    w->in.state == list[i].in.state;
	return w == NULL;
}

/* The places that the words lack, or have too many, as a sentence. */
static const char *
places_wrong(struct visit *v, const struct editing *e, const char *words)
{
	struct placeholder_change c;

	if (placeholder_same(v->arena, e->english.in.words, words, &c))
		return NULL;
	if (c.missing_count > 0)
		return arena_print(v->arena, "((%s)) is missing here. Put it "
		    "where it belongs, spelled as in English.", c.missing[0]);
	if (c.added_count > 0)
		return arena_print(v->arena, "((%s)) is not in the English "
		    "words. Take it out, or write it as it is spelled there.",
		    c.added[0]);
	return arena_print(v->arena, "((%s)) has ?? in one language only. "
	    "Write it as it stands in English.", c.different[0]);
}

static void
look_at(struct visit *v, const struct editing *e, enum deed_of_words deed)
{
	const char *why;

	if (text_units(e->typed) > WORDS_MOST)
		page_wrong(v, "words", arena_print(v->arena, "The words in "
		    "%s are too long. Write at most %s characters.",
		    lang_english(e->language), chart_number(v->arena,
		    WORDS_MOST)));
	if (deed == SAVE)
		return;
	if (*e->typed == '\0')
		page_wrong(v, "words", "Write the words first.");
	else if ((why = places_wrong(v, e, e->typed)) != NULL)
		page_wrong(v, "words", why);
	if (e->t.person != 0)
		page_wrong(v, "words", "Nobody approves a template that is "
		    "yours alone. Make one for your school.");
	else if (deed == APPROVE && !e->may_approve)
		page_wrong(v, "words", arena_print(v->arena, "Only somebody "
		    "of language services who speaks %s may approve these "
		    "words. Send them for approval.", lang_english(
		    e->language)));
}

/* Who answers for them: whoever approves them; a computer for what nobody has
 * changed. */
static enum words_state
state_of(struct visit *v, struct db *db, const struct editing *e,
    const struct template_words *w, enum deed_of_words deed)
{
	if (deed == APPROVE)
		return WORDS_APPROVED;
	if (w->in.words != NULL && strcmp(w->in.words, e->typed) == 0 &&
	    w->in.state != WORDS_APPROVED)
		return w->in.state;
	return editing_is_machine(v, db, e) ? WORDS_MACHINE : WORDS_DRAFT;
}

/* True: something is other. */
static bool
set_words(struct visit *v, struct db *db, struct editing *e,
    enum deed_of_words deed)
{
	struct template_words	*w = editing_words(e, e->language);
	bool			 same = w != NULL && strcmp(w->in.words,
				    e->typed) == 0;
	bool			 approved = same && w->base ==
				    e->english.base &&
				    w->in.state == WORDS_APPROVED;

	if ((w == NULL && *e->typed == '\0') || approved ||
	    (w == NULL && e->count == TRANSLATIONS_MOST))
		return false;
	if (*e->typed == '\0') {
		*w = e->words[--e->count];
		return true;
	}
	if (w == NULL)
		w = &e->words[e->count++];
	*w = (struct template_words){ .base = e->english.base,
	    .asked = deed == APPROVE ? 0 : deed == ASK && w->asked == 0 ?
	    v->viewer.now : w->asked, .in = { e->language, e->typed,
	    state_of(v, db, e, w, deed), deed != APPROVE && same ?
	    w->in.author : v->viewer.person } };
	return true;
}

static json_t *
keep(struct visit *v, struct db *db, struct editing *e,
    enum deed_of_words deed)
{
	static const char *const	 names[] = { "template.words",
					    "template.ask",
					    "template.approve" };
	struct template_words		*all = NEW_LIST(v->arena,
					    struct template_words,
					    e->count + 1);

	all[0] = e->english;
	memcpy(all + 1, e->words, e->count * sizeof *all);
	if (!template_keep(db, &e->t, all, e->count + 1, v->viewer.now)) {
		page_wrong(v, "", EDITING_CHANGED);
		return editing_view(v, db, e);
	}
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .deed = names[deed], .object = e->t.id,
	    .note = lang_english(e->language) }, v->viewer.now);
	return page_go(v, editing_path(v, e->t.id, e->language));
}

static json_t *
keep_words(struct visit *v, struct db *db)
{
	struct editing		*e = NEW(v->arena, struct editing);
	const char		*tag = other_language(v);
	enum deed_of_words	 deed = asked_for(v);

	if (tag == NULL || !editing_find(v, db, v->id, tag, e))
		return api_no(v, 404, EDITING_GONE);
	if (!e->may_language)
		return api_no(v, 403, "Only whose template it is, or language "
		    "services, may change its words. You can use it, or make "
		    "one of your own.");
	e->typed = whom_typed(v, "words");
	look_at(v, e, deed);
	if (!is_seen(v, db, e))
		page_wrong(v, "", EDITING_CHANGED);
	if (page_is_wrong(v))
		return editing_view(v, db, e);
	if (!set_words(v, db, e, deed))
		return page_go(v, editing_path(v, e->t.id, tag));
	return keep(v, db, e, deed);
}

void
page_template_words(struct visit *v)
{
	if (api_id(v))
		api_change(v, keep_words);
}

/* ------------------------------------------------------- while it is typed */

static json_t *
look_typed(struct visit *v, struct db *db)
{
	struct editing	*e = NEW(v->arena, struct editing);
	const char	*tag = other_language(v);
	int64_t		 id;

	*e = (struct editing){ .may = true, .may_language = true,
	    .language = EDITING_ENGLISH, .english.in.words = "",
	    .t = { .name = "", .kind = KIND_ANNOUNCEMENT } };
	if (id_parse(page_field(v, "template"), &id) && !editing_find(v, db,
	    id, tag == NULL ? EDITING_ENGLISH : tag, e))
		return api_no(v, 404, EDITING_GONE);
	e->typed = whom_typed(v, "words");
	if (tag == NULL) {
		e->t.name = whom_typed(v, "name");
		e->english.in.words = e->typed;
		editing_take_kind(v, &e->t);
		(void)!topic_read(page_field(v, "topic"), &e->t.topic);
		e->t.apart = *page_field(v, "apart") != '\0';
	}
	return editing_view(v, db, e);
}

void
page_template_look(struct visit *v)
{
	api_read(v, look_typed);
}
