/*
 * An announcement, the third and the fourth step: in which languages, when.
 *
 *	GET  /announce/:id/languages	POST: kept, and on to when
 *	GET  /announce/:id/when		POST: kept, and on to confirm
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/clock.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/text.h"
#include "base/zone.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "store/db.h"
#include "store/speaker.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/inside.h"
#include "web/lengthy.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_speech.h"
#include "web/pages.h"
#include "web/translating.h"
#include "web/whom.h"

#define BOX		"in_"	/* And a language: the field of its words. */

static struct announcing *
going(struct visit *v)
{
	return (void *)(uintptr_t)v->wanted;
}

/* ----------------------------------------------------------- languages */

/* Texts, texts that introduce us, mails. */
static int
sort_of(const struct preview_sample *s)
{
	return s->channel != CHANNEL_SMS ? 2 : s->introduces;
}

/* The exact texts of a language, of one sort. */
static void
add_samples(const struct preview *p, const char *language, int sort,
    json_t *all)
{
	const struct preview_sample	*s;
	json_t				*one;

	for (unsigned i = 0; i < p->sample_count; i++) {
		s = &p->samples[i];
		if (strcmp(s->language, language) != 0 ||
		    sort_of(s) != sort)
			continue;
		one = json_pack("{s:b, s:s, s:b, s:b, s:I}", "by_text",
		    s->channel == CHANNEL_SMS, "text", s->text,
		    "names", (int)s->filled,
		    "introduces", (int)s->introduces,
		    "copies", (json_int_t)s->copies);
		if (s->subject != NULL)
			json_object_set_new(one, "subject",
			    json_string(s->subject));
		json_array_append_new(all, one);
	}
}

static json_t *
samples(const struct preview *p, const char *language)
{
	json_t *all = json_array();

	for (int sort = 0; sort <= 2; sort++)
		add_samples(p, language, sort, all);
	return all;
}

static json_t *
language_json(struct visit *v, struct db *db, const struct announcing *g,
    const struct preview_tongue *t)
{
	bool			 english = strcmp(t->language, "en-US") == 0;
	const struct translation *own = announce_words(&g->a, t->language);

	return json_pack("{s:o, s:s, s:b, s:b, s:I, s:I, s:I, s:s, s:o, s:o, "
	    "s:o, s:s}", "language", page_language(t->language),
	    "tag", t->language,
	    "english", (int)english, "english_only",
	    !english && t->words == NULL,
	    "families", (json_int_t)t->families,
	    "people", (json_int_t)t->people,
	    "parts", (json_int_t)t->parts,
	    "words", own == NULL ? "" : own->words,
	    "by", announce_by(v, db, t->there),
	    "samples", samples(&g->preview.told, t->language),
	    "saying", translating_json(&g->preview.told, t->language),
	    "says", policy_word(t->policy));
}

static json_t *
languages_json(struct visit *v, struct db *db, const struct announcing *g)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < g->preview.told.tongue_count; i++)
		json_array_append_new(all, language_json(v, db, g,
		    &g->preview.told.tongues[i]));
	return all;
}

/* What was typed is shown again. */
static void
show_typed(struct visit *v, json_t *languages)
{
	const char	*typed, *error;
	size_t		 i, e;
	json_t		*one, *wrong;

	json_array_foreach(languages, i, one) {
		typed = arena_print(v->arena, BOX "%s", json_string_value(
		    json_object_get(one, "tag")));
		if (form_get(&v->form, typed) == NULL)
			continue;
		json_object_set_new(one, "words", json_string(whom_typed(v,
		    typed)));
		json_array_foreach(v->errors, e, wrong) {
			error = json_string_value(json_object_get(wrong,
			    "field"));
			if (strcmp(error, typed) == 0)
				json_object_set(one, "error",
				    json_object_get(wrong, "words"));
		}
	}
}

/* What a computer says, or is still asked for. */
static void
add_computer(struct visit *v, const struct announcing *g, json_t *view)
{
	const struct preview	*p = &g->preview.told;
	bool			 there = false;
	char			 id[ID_TEXT];

	for (unsigned i = 0; i < p->tongue_count; i++)
		there = there || (p->tongues[i].words != NULL &&
		    p->tongues[i].words->state == WORDS_MACHINE);
	json_object_set_new(view, "self_url", page_url(v,
	    "/announce/%s/languages", id_text(g->a.id, id)));
	json_object_set_new(view, "waiting_for",
	    json_boolean(p->translating));
	json_object_set_new(view, "by_computer",
	    json_boolean(there && !p->translating));
}

static json_t *
languages_view(struct visit *v, struct db *db)
{
	const struct announcing	*g = going(v);
	const struct preview	*p = &g->preview.told;
	json_t			*view = json_pack("{s:o, s:I, s:I}",
				    "languages", languages_json(v, db, g),
				    "parts", (json_int_t)p->parts,
				    "people", (json_int_t)p->reached);

	if (g->preview.status > 200)
		json_object_set_new(view, "problem",
		    json_string(g->preview.answer));
	json_object_set_new(view, "any", json_boolean(p->tongue_count > 0));
	json_object_set_new(view, "lengthy", lengthy_json(v->arena, p));
	add_computer(v, g, view);
	announce_frame(v, view, g, 2);
	show_typed(v, json_object_get(view, "languages"));
	return view;
}

void
page_announce_languages(struct visit *v)
{
	static const struct announce_way way = { .look = languages_view,
	    .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE | ANNOUNCE_TO };

	announce_open(v, &way);
}

/* Of language services, and they speak that one (store/speaker.h). */
static bool
approves(struct visit *v, struct db *db, const char *language)
{
	return (v->who.standing.rights & RIGHT_LANGUAGE) != 0 &&
	    speaker_speaks(db, v->viewer.person, language);
}

/* Words that were not changed keep who wrote or approved them. */
static void
take_language(struct visit *v, struct db *db, struct announcement *a,
    const char *field)
{
	const char			*tag = lang_tag(field + strlen(BOX));
	const char			*words = whom_typed(v, field);
	const struct translation	*old;

	if (tag == NULL || strcmp(tag, "en-US") == 0)
		return;
	old = announce_words(a, tag);
	if (old != NULL && strcmp(old->words, words) == 0)
		return;
	if (text_units(words) > WORDS_MOST)
		page_wrong(v, field, arena_print(v->arena, "The words in %s "
		    "are too long. Write at most %s characters.",
		    lang_english(tag), chart_number(v->arena, WORDS_MOST)));
	else
		announce_set(a, &(struct translation){ tag, words,
		    approves(v, db, tag) ? WORDS_APPROVED : WORDS_DRAFT,
		    v->viewer.person });
}

static json_t *
keep_languages(struct visit *v, struct db *db)
{
	struct announcing *g = going(v);

	for (unsigned i = 0; i < v->form.count; i++)
		if (strncmp(v->form.fields[i].name, BOX, strlen(BOX)) == 0)
			take_language(v, db, &g->a, v->form.fields[i].name);
	if (page_is_wrong(v))
		return languages_view(v, db);
	announce_keep(v, db, &g->a);
	return page_go(v, announce_path(v, g->a.id,
	    *page_field(v, "do") == '\0' ? "when" : "languages"));
}

void
page_announce_keep_languages(struct visit *v)
{
	static const struct announce_way way = { .look = keep_languages,
	    .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE | ANNOUNCE_TO |
	    ANNOUNCE_CHANGE };

	announce_open(v, &way);
}

/* ---------------------------------------------------------------- when */

static void
wall_fields(struct visit *v, json_t *view, int64_t time)
{
	struct wall w;

	zone_wall(v->web->gateway->zone, time, &w);
	json_object_set_new(view, "date", json_string(arena_print(v->arena,
	    "%04d-%02d-%02d", w.year, w.month, w.day)));
	json_object_set_new(view, "time", json_string(arena_print(v->arena,
	    "%02d:%02d", w.hour, w.minute)));
}

/* When it goes, and until when it is useful, by what was looked ahead. */
static void
times(struct visit *v, json_t *view, const struct announcing *g)
{
	const struct preview *p = &g->preview.told;

	if (g->preview.status != 200) {
		json_object_set_new(view, "problem", json_string(
		    g->a.kind == KIND_CLOSING && !g->a.at_night ? "At this "
		    "hour a closing waits for the morning, and would be too "
		    "late. Tick that it may go at night." :
		    g->preview.answer));
		return;
	}
	json_object_set_new(view, "goes", page_when(v, p->due));
	json_object_set_new(view, "until", page_when(v, p->not_after));
	json_object_set_new(view, "waits", json_boolean(p->due >
	    p->send_at + MINUTES(1)));
	json_object_set_new(view, "at_once", json_boolean(g->a.send_at == 0 &&
	    p->due <= p->send_at + MINUTES(1)));
}

static json_t *
when_view(struct visit *v, struct db *db)
{
	const struct announcing	*g = going(v);
	int64_t			 now = v->viewer.now;
	struct rule		 rule;
	json_t			*view;

	kind_rule(db, g->draft.audience == AUDIENCE_SCHOOL ?
	    g->draft.target : 0, g->a.kind, &rule);
	view = json_pack("{s:s, s:b, s:b, s:b, s:o}",
	    "kind", kind_word(g->a.kind), "later", g->a.send_at > now,
	    "closing", g->a.kind == KIND_CLOSING,
	    "at_night", (int)g->a.at_night, "now", page_when(v, now));
	wall_fields(v, view, g->a.send_at > now ? g->a.send_at :
	    now + HOURS(1));
	if (rule.hours.from != rule.hours.to) {
		json_object_set_new(view, "opens", json_string(
		    page_clock(v, rule.hours.from)));
		json_object_set_new(view, "closes", json_string(
		    page_clock(v, rule.hours.to)));
	}
	times(v, view, g);
	announce_frame(v, view, g, 3);
	if (form_get(&v->form, "date") != NULL) {
		json_object_set_new(view, "date",
		    json_string(page_field(v, "date")));
		json_object_set_new(view, "time",
		    json_string(page_field(v, "time")));
		json_object_set_new(view, "later", json_boolean(strcmp(
		    page_field(v, "when"), "later") == 0));
	}
	return view;
}

void
page_announce_when(struct visit *v)
{
	static const struct announce_way way = { .look = when_view,
	    .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE | ANNOUNCE_TO };

	announce_open(v, &way);
}

static json_t *
keep_when(struct visit *v, struct db *db)
{
	struct announcing	*g = going(v);
	const char		*text = arena_print(v->arena, "%s %s",
				    page_field(v, "date"),
				    page_field(v, "time"));
	int64_t			 time = 0;

	if (strcmp(page_field(v, "when"), "later") == 0) {
		if (!zone_read(v->web->gateway->zone, text, &time))
			page_wrong(v, "date", "Enter a date and a time, such "
			    "as 2026-09-14 and 08:00.");
		else if (time <= v->viewer.now)
			page_wrong(v, "date", "This time is over. Choose a "
			    "later one.");
		else if (time > v->viewer.now + DAYS(366))
			page_wrong(v, "date", "This is more than a year "
			    "ahead. Choose an earlier time.");
	}
	if (page_is_wrong(v))
		return when_view(v, db);
	g->a.send_at = time;
	g->a.at_night = *page_field(v, "at_night") != '\0';
	announce_keep(v, db, &g->a);
	return page_go(v, announce_path(v, g->a.id, "confirm"));
}

void
page_announce_keep_when(struct visit *v)
{
	static const struct announce_way way = { .look = keep_when,
	    .flags = ANNOUNCE_REACH | ANNOUNCE_WHOLE | ANNOUNCE_TO |
	    ANNOUNCE_CHANGE };

	announce_open(v, &way);
}
