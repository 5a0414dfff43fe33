/*
 * Settings: how many messages with families a month should have, and what the
 * gateway says by itself, which stands in the locales.
 *
 *	GET  /settings/report
 *	POST /settings/report		target; month ("2026-12"), or all
 *	GET  /settings/words?language=TAG
 *
 * A target is kept as the choice "report.target" (of every month), or
 * "report.target.202612" of one; its value is a whole number.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/locale.h"
#include "flow/gateway.h"
#include "store/choice.h"
#include "store/db.h"
#include "store/person.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/page_settings.h"
#include "web/pages.h"

#define TARGET		"report.target"
#define TARGET_MOST	10000000
#define LANGUAGES_MOST	64

/* "2026-12" of "report.target.202612"; NULL: of every month. */
static const char *
month_of(struct visit *v, const char *name)
{
	const char *month = name + sizeof TARGET - 1;

	return *month != '.' || strlen(month) != 7 ? NULL :
	    arena_print(v->arena, "%.4s-%.2s", month + 1, month + 5);
}

static json_t *
target_json(struct visit *v, struct db *db, const struct chosen *c)
{
	const char	*month = month_of(v, c->name);
	struct person	 p;

	if (c->choice.person == 0 || !person_get(db, c->choice.person, &p))
		p.name = NULL;
	return json_pack("{s:o, s:b, s:I, s:o, s:o}", "month",
	    api_text(month), "every", (int)(month == NULL),
	    "target", (json_int_t)strtoll(c->choice.value, NULL, 10),
	    "at", page_when(v, c->choice.at), "who", api_text(p.name));
}

static json_t *
report(struct visit *v, struct db *db)
{
	json_t		*view = settings_view(v, db, SETTINGS_REPORT);
	json_t		*all = json_array();
	struct chosen	*list;
	unsigned	 n = choice_list(db, TARGET, &list);

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, target_json(v, db, &list[i]));
	json_object_set_new(view, "targets", all);
	settings_typed(v, view, "target");
	settings_typed(v, view, "month");
	return view;
}

void
page_settings_report(struct visit *v)
{
	api_read(v, report);
}

/* "" or "2026-12" as the name of the choice; NULL: it is no month. */
static const char *
choice_name(struct visit *v, const char *month)
{
	char	*end;
	long	 year, number;

	if (*month == '\0')
		return TARGET;
	year = strtol(month, &end, 10);
	if (*end != '-')
		return NULL;
	number = strtol(end + 1, &end, 10);
	if (*end != '\0' || year < 2020 || year > 2100 || number < 1 ||
	    number > 12)
		return NULL;
	return arena_print(v->arena, TARGET ".%04ld%02ld", year, number);
}

static json_t *
set_target(struct visit *v, struct db *db)
{
	const char	*typed = page_field(v, "target");
	const char	*month = page_field(v, "month");
	const char	*name = choice_name(v, month);
	char		*end;
	long		 target = strtol(typed, &end, 10);

	if (name == NULL)
		page_wrong(v, "month", "Choose a month, or leave it empty "
		    "for every month.");
	if (*typed != '\0' && (*end != '\0' || target < 1 ||
	    target > TARGET_MOST))
		page_wrong(v, "target", "Type a whole number, such as 1200. "
		    "Leave it empty to have no target.");
	if (page_is_wrong(v))
		return report(v, db);
	if (*typed == '\0')
		choice_drop(db, name);
	else
		choice_set(db, name, &(struct choice){
		    .value = arena_print(v->arena, "%ld", target),
		    .person = v->viewer.person, .at = v->viewer.now });
	desk_audit(v, db, "report.target", 0, arena_print(v->arena, "%s: %s",
	    *month == '\0' ? "every month" : month,
	    *typed == '\0' ? "none" : typed));
	return settings_saved(v, SETTINGS_REPORT);
}

void
page_set_target(struct visit *v)
{
	api_change(v, set_target);
}

/* ---------------------------------------------------------------- words */

/* Their names stand in for what is put in late. */
static const struct bridge_value values[] = {
	{ "school", "Oak School", 0 }, { "author", "Ms. Rivera", 0 },
	{ "district", "Millbrook Public Schools", 0 },
	{ "words", "...", 0 }, { "mailbox", "a...@example.org", 0 },
	{ "url", "https://...", 0 },
};

static const char *const keys[] = {
	"text.introduction", "text.direct", "text.notice", "text.emergency",
	"auto.unknown_sender", "auto.nobody_reads", "auto.stop_confirmed",
	"auto.start_confirmed", "auto.help", "auto.help_at", "mail.subject",
	"mail.subject_notice", "mail.wrote", "mail.reads_author",
	"mail.reads_office", "mail.reads_nobody", "mail.stop",
};

/* The words on the loop, whose thread opened them. */
struct spoken {
	const char	*language;
	const char	*words[COUNT(keys)];
	const char	*tags[LANGUAGES_MOST];
	unsigned	 count;
};

static const char *
key_of(struct visit *v, const char *key)
{
	char *all = arena_print(v->arena, "settings.said_%s", key);

	for (char *p = all + 9; *p != '\0'; p++)
		if (*p == '.')
			*p = '_';
	return all;
}

/* [{tag, own, english, chosen}] */
static json_t *
languages(const struct spoken *s)
{
	json_t *all = json_array(), *one;

	for (unsigned i = 0; i < s->count; i++) {
		one = page_language(s->tags[i]);
		json_object_set_new(one, "chosen", json_boolean(
		    strcmp(s->language, s->tags[i]) == 0));
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *
words(struct visit *v, struct db *db)
{
	const struct spoken	*s = v->wanted;
	json_t			*view = settings_view(v, db, SETTINGS_WORDS);
	json_t			*all = json_array();

	for (size_t i = 0; i < COUNT(keys); i++)
		json_array_append_new(all, json_pack("{s:s, s:s}",
		    "key", key_of(v, keys[i]), "said", s->words[i]));
	json_object_set_new(view, "said", all);
	json_object_set_new(view, "languages", languages(s));
	json_object_set_new(view, "spoken", page_language(s->language));
	return view;
}

void
page_settings_words(struct visit *v)
{
	const struct locales	*l = v->web->gateway->locales;
	struct spoken		*s = NEW(v->arena, struct spoken);
	const char		*asked = form_get(&v->query, "language");

	for (unsigned i = 0; i < locales_count(l) &&
	    i < LANGUAGES_MOST; i++)
		s->tags[s->count++] = arena_text(v->arena,
		    locales_language(l, i));
	s->language = s->tags[0];
	for (unsigned i = 0; asked != NULL && i < s->count; i++)
		if (strcmp(asked, s->tags[i]) == 0)
			s->language = s->tags[i];
	for (size_t i = 0; i < COUNT(keys); i++)
		s->words[i] = locales_say(l, v->arena, s->language, keys[i],
		    values, COUNT(values));
	v->wanted = s;
	api_read(v, words);
}
