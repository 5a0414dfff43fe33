/*
 * What is seen of a template's words while they are typed: the places they
 * have and lack, what somebody gets by its policy, and two families whose
 * names are a trial of them, one long and one from right to left, as the text
 * that each would get and what it costs.
 */

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/placeholder.h"
#include "base/sms.h"
#include "flow/fill.h"
#include "flow/gateway.h"
#include "flow/policy.h"
#include "flow/render.h"
#include "provider.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/choice.h"
#include "store/db.h"
#include "store/office.h"
#include "store/own.h"
#include "store/person.h"
#include "store/value.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/lengthy.h"
#include "web/page.h"
#include "web/page_templates.h"
#include "web/whom.h"

/* ---------------------------------------------------------------- places */

static bool
is_among(struct visit *v, const char *name, const char *const *list,
    unsigned count)
{
	const char *folded = placeholder_fold(v->arena, name);

	for (unsigned i = 0; i < count; i++)
		if (strcmp(folded, placeholder_fold(v->arena, list[i])) == 0)
			return true;
	return false;
}

static json_t *
names_json(const char *const *list, unsigned count)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(all, json_string(list[i]));
	return all;
}

/* Those of the English words: there, or not. */
static void
add_places(struct visit *v, const struct editing *e, const char *words,
    json_t *look)
{
	struct placeholder_change	 c;
	struct placeholder		*list;
	const char			*english = e->english.in.words;
	unsigned			 n = placeholder_names(v->arena,
					    english, &list);
	bool				 same = placeholder_same(v->arena,
					    english, words, &c);
	json_t				*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:b}", "name",
		    list[i].name, "there", !is_among(v, list[i].name,
		    c.missing, c.missing_count) && !is_among(v,
		    list[i].name, c.different, c.different_count)));
	json_object_update_new(look, json_pack("{s:o, s:o, s:b, s:b}",
	    "places", all, "extra", names_json(c.added, c.added_count),
	    "any_place", n > 0 || c.added_count > 0, "same", (int)same));
}

void
editing_insert(struct visit *v, json_t *view)
{
	const char *const	*known;
	unsigned		 n = fill_known(&known);
	json_t			*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_string(arena_print(v->arena,
		    "((%s))", known[i])));
	json_object_set_new(view, "insert", all);
	json_object_set_new(view, "any_insert", json_boolean(n > 0));
}

/* Of the English words: what is known of each family, what whoever sends it
 * fills in, and what may be a slip. */
static void
add_english_places(struct visit *v, const char *words, json_t *look)
{
	const char *const	*known;
	unsigned		 known_count = fill_known(&known);
	struct placeholder	*list;
	unsigned		 n = placeholder_names(v->arena, words, &list);
	json_t			*filled = json_array(), *given = json_array();
	json_t			*near = json_array();
	const char		*meant;

	for (unsigned i = 0; i < n; i++) {
		if (is_among(v, list[i].name, known, known_count)) {
			json_array_append_new(filled, json_string(
			    list[i].name));
			continue;
		}
		json_array_append_new(given, json_string(list[i].name));
		meant = placeholder_near(v->arena, list[i].name, known,
		    known_count);
		if (meant != NULL)
			json_array_append_new(near, json_pack("{s:s, s:s}",
			    "name", list[i].name, "meant", meant));
	}
	json_object_update_new(look, json_pack("{s:o, s:b, s:o, s:b, s:o}",
	    "filled", filled, "any_filled", json_array_size(filled) > 0,
	    "given", given, "any_given", json_array_size(given) > 0,
	    "near", near));
}

/* ---------------------------------------------------------------- policy */

/* Whether they are those that somebody has approved. */
static bool
is_approved(const struct editing *e, const char *words)
{
	for (unsigned i = 0; i < e->count; i++)
		if (strcmp(e->words[i].in.language, e->language) == 0)
			return e->words[i].in.state == WORDS_APPROVED &&
			    !template_is_old(&e->words[i], &e->english) &&
			    strcmp(e->words[i].in.words, words) == 0;
	return false;
}

/* What becomes of them, a word of "templates.policy_..."; "": they are said
 * as they are. */
static const char *
policy(struct visit *v, const struct editing *e, struct db *db,
    const char *words)
{
	const char	*allows = choice_get(db, POLICY_ALLOWS, NULL);
	bool		 english = strcmp(e->language, EDITING_ENGLISH) == 0;
	bool		 discreet = policy_discreet(e->t.kind, e->t.topic,
			    allows != NULL && strcmp(allows, "yes") == 0);
	bool		 approved = is_approved(e, words);
	struct placeholder_change change;

	switch (policy_say(e->t.kind, e->t.topic, discreet, approved ?
	    POLICY_APPROVED : POLICY_DRAFT)) {
	case POLICY_CALL:
		return english ? "call_english" : "call";
	case POLICY_INTERPRETER:
		return english ? "interpreter_english" :
		    e->t.person != 0 ? "interpreter_own" : "interpreter";
	default:
		return english || approved || *words == '\0' ? "" :
		    placeholder_same(v->arena, e->english.in.words, words,
		    &change) ? "draft" : "lacks";
	}
}

/* --------------------------------------------------------------- samples */

static const struct family {
	const char	*key, *guardian, *student;
} families[] = {
	{ "long", "Maria Fernanda Guadalupe Oliveira de Albuquerque",
	    "Maximiliana Antonia" },
	{ "rtl", "\xd9\x81\xd8\xa7\xd8\xb7\xd9\x85\xd8\xa9 "
	    "\xd8\xa7\xd9\x84\xd8\xb2\xd9\x87\xd8\xb1\xd8\xa7\xd8\xa1 "
	    "\xd8\xa7\xd9\x84\xd8\xad\xd8\xb3\xd9\x86",
	    "\xd8\xb9\xd8\xa8\xd8\xaf \xd8\xa7\xd9\x84\xd8\xb1\xd8\xad"
	    "\xd9\x85\xd9\x86" },
};

/* Whose school it is in the samples: the template's, or one of theirs. */
static const char *
school_of(struct visit *v, struct db *db, const struct template *t,
    int64_t *school)
{
	struct own_place	*list;
	struct district		 d;

	*school = t->school;
	if (t->school_name != NULL)
		return t->school_name;
	if (own_schools(db, &v->viewer, &list) > 0) {
		*school = list[0].id;
		return list[0].name;
	}
	return district_get(db, &d) ? d.name : "";
}

static void
fill_sample(struct visit *v, const struct family *f, const char *school,
    const char *phone, struct errand *e)
{
	const char	*texts[KNOWNS] = {
		[KNOWN_GUARDIAN] = f->guardian, [KNOWN_STUDENT] = f->student,
		[KNOWN_FIRST_NAME] = f->student, [KNOWN_SCHOOL] = school,
		[KNOWN_CLASS] = "3B", [KNOWN_TEACHER] = e->author,
		[KNOWN_PHONE] = phone, [KNOWN_DISTRICT] = e->district };
	struct value	*own = NEW_LIST(v->arena, struct value, KNOWNS);
	const char	**list = NEW_LIST(v->arena, const char *, KNOWNS);

	for (enum known i = 0; i < KNOWNS; i++) {
		list[i] = texts[i];
		own[i] = (struct value){ .name = fill_folded(i),
		    .kind = VALUE_TEXT, .texts = &list[i], .count = 1 };
	}
	e->values.own = own;
	e->values.own_count = KNOWNS;
}

static json_t *
sample_json(struct visit *v, const struct family *f, struct errand *e)
{
	struct outgoing	 out;
	struct sms	 sms;

	render(v->web->gateway->frames, e, NULL, v->arena, &out, &sms);
	return json_pack("{s:s, s:s, s:s, s:I}", "key", f->key, "text",
	    out.text, "tag", e->language, "parts", (json_int_t)sms.parts);
}

/* As who reads it gets them once they are approved. */
static void
add_samples(struct visit *v, struct db *db, const struct editing *e,
    const char *words, json_t *look)
{
	struct translation	 said = { e->language, words, WORDS_APPROVED,
				    0 };
	bool			 english = strcmp(e->language,
				    EDITING_ENGLISH) == 0;
	struct district		 d;
	struct person		 me;
	struct errand		 errand = { .kind = e->t.kind,
				    .topic = e->t.topic, .subject = "",
				    .words = english ? words :
				    e->english.in.words, .others = &said,
				    .other_count = english ? 0 : 1,
				    .language = e->language,
				    .contact.channel = CHANNEL_SMS };
	int64_t			 school, most = 0, parts;
	const char		*longest = "";
	json_t			*all = json_array(), *one;

	errand.author = person_get(db, v->viewer.person, &me) ? me.name : "";
	errand.school = school_of(v, db, &e->t, &school);
	errand.phone = office_phone(db, school);
	errand.district = district_get(db, &d) ? d.name : "";
	for (size_t i = 0; i < COUNT(families) && *words != '\0'; i++) {
		fill_sample(v, &families[i], errand.school, *errand.phone ==
		    '\0' ? "508.555.0100" : fill_phone(v->arena,
		    errand.phone), &errand);
		one = sample_json(v, &families[i], &errand);
		parts = json_integer_value(json_object_get(one, "parts"));
		if (parts > most) {
			most = parts;
			longest = json_string_value(json_object_get(one,
			    "text"));
		}
		json_array_append_new(all, one);
	}
	json_object_set_new(look, "samples", all);
	if (most > 0)
		json_object_update_new(look, json_pack("{s:I, s:o}", "parts",
		    (json_int_t)most, "lengthy", lengthy_text(v->arena,
		    longest, !english)));
}

json_t *
editing_look(struct visit *v, struct db *db, const struct editing *e,
    const char *words)
{
	const char	*say = policy(v, e, db, words);
	json_t		*look = json_pack("{s:s, s:b}", "in",
			    lang_english(e->language), "is_english",
			    strcmp(e->language, EDITING_ENGLISH) == 0);

	if (*say != '\0')
		json_object_set_new(look, "policy", json_string(say));
	if (strcmp(e->language, EDITING_ENGLISH) == 0)
		add_english_places(v, words, look);
	else
		add_places(v, e, words, look);
	if (e->t.apart && !fill_names_student(v->arena, e->english.in.words))
		json_object_set_new(look, "apart_alone", json_true());
	add_samples(v, db, e, words, look);
	return look;
}
