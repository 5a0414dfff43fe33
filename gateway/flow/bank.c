/*
 * The district's first templates.  What nobody has approved in their files
 * waits for somebody here who speaks the language.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/placeholder.h"
#include "flow/bank.h"
#include "store/db.h"
#include "store/template.h"
#include "store/translation.h"
#include "store/word.h"

/* Those that are about one student are told apart, so that what they say of
 * one is not said of two, and nobody reads the grades of another. */
static const struct entry {
	const char	*key, *name;
	enum kind	 kind;
	enum topic	 topic;
	bool		 apart;
} entries[] = {
{ "attendance.absent", "Absent", KIND_ATTENDANCE, TOPIC_ATTENDANCE, true },
{ "attendance.late", "Late", KIND_ATTENDANCE, TOPIC_ATTENDANCE, true },
{ "attendance.early", "Left early", KIND_ATTENDANCE, TOPIC_ATTENDANCE, true },
{ "closing.closed", "School is closed", KIND_CLOSING, TOPIC_GENERAL, false },
{ "closing.delay", "School starts late", KIND_CLOSING, TOPIC_GENERAL, false },
{ "closing.early", "School ends early", KIND_CLOSING, TOPIC_GENERAL, false },
{ "emergency.lockdown", "Emergency: lockdown", KIND_EMERGENCY, TOPIC_GENERAL,
    false },
{ "emergency.shelter", "Emergency: stay inside", KIND_EMERGENCY,
    TOPIC_GENERAL, false },
{ "emergency.clear", "Emergency: all clear", KIND_EMERGENCY, TOPIC_GENERAL,
    false },
{ "emergency.evacuation", "Emergency: evacuation", KIND_EMERGENCY,
    TOPIC_GENERAL, false },
{ "conference.invitation", "Conference: invitation", KIND_ANNOUNCEMENT,
    TOPIC_GENERAL, true },
{ "conference.reminder", "Conference: reminder", KIND_ANNOUNCEMENT,
    TOPIC_GENERAL, true },
{ "report.card", "Report card", KIND_ANNOUNCEMENT, TOPIC_GRADES, true },
{ "assignment.missing", "Missing assignment", KIND_ANNOUNCEMENT, TOPIC_GRADES,
    true },
{ "trip.class", "Field trip", KIND_ANNOUNCEMENT, TOPIC_GENERAL, true },
{ "picture.day", "Picture day", KIND_ANNOUNCEMENT, TOPIC_GENERAL, false },
{ "bus.late", "Bus is late", KIND_TODAY, TOPIC_GENERAL, false },
{ "health.nurse", "Nurse wants to talk", KIND_ANNOUNCEMENT, TOPIC_HEALTH,
    true },
{ "health.class", "Illness in a class", KIND_ANNOUNCEMENT, TOPIC_HEALTH,
    false },
{ "meal.balance", "Meal balance", KIND_ANNOUNCEMENT, TOPIC_GENERAL, true },
{ "enrolment.next", "Enrolment", KIND_ANNOUNCEMENT, TOPIC_ENROLMENT, false },
{ "welcome.family", "Welcome", KIND_ANNOUNCEMENT, TOPIC_GENERAL, false },
};

struct text {
	const struct entry	*entry;
	struct translation	*words;		/* English is the first. */
	unsigned		 count;
};

struct bank {
	struct text	 texts[COUNT(entries)];
	unsigned	 languages, drafts;
};

struct reading {
	struct arena	*arena;
	const struct locales *locales;
	char		*why;
	size_t		 why_size;
};

static bool
refuse(const struct reading *r, const char *language, const char *key,
    const char *what)
{
	snprintf(r->why, r->why_size, "messages/%s.json: %s: %s", language,
	    key, what);
	return false;
}

/* A place that is lost in a language loses what the author wrote. */
static bool
same_places(const struct reading *r, const struct text *t,
    const struct translation *words)
{
	struct placeholder_change change;

	if (placeholder_same(r->arena, t->words[0].words, words->words,
	    &change))
		return true;
	return refuse(r, words->language, t->entry->key, arena_print(r->arena,
	    change.missing_count > 0 ? "((%s)) is missing" :
	    change.added_count > 0 ? "((%s)) is not in the English words" :
	    "((%s)) has ?? in one of them only",
	    change.missing_count > 0 ? change.missing[0] :
	    change.added_count > 0 ? change.added[0] : change.different[0]));
}

static bool
read_text(const struct reading *r, struct bank *bank, struct text *t)
{
	const char		*key = t->entry->key, *language, *state;
	struct translation	*words;
	unsigned		 n = locales_count(r->locales);

	t->words = NEW_LIST(r->arena, struct translation, n);
	for (unsigned i = 0; i < n; i++) {
		language = locales_language(r->locales, i);
		state = locales_state(r->locales, language, key);
		if (state == NULL && i == 0)
			return refuse(r, language, key, "it is missing");
		if (state == NULL)
			continue;
		words = &t->words[t->count++];
		words->language = arena_text(r->arena, language);
		words->words = locales_say(r->locales, r->arena, language,
		    key, NULL, 0);
		if (!words_state_read(state, &words->state))
			return refuse(r, language, key, "its state is unknown");
		if (!same_places(r, t, words))
			return false;
		bank->drafts += words->state == WORDS_DRAFT;
	}
	return true;
}

/* A key without a row would never be seen. */
static bool
all_are_known(const struct reading *r)
{
	const char	*key;
	size_t		 e;

	for (size_t i = 0; i < locales_key_count(r->locales); i++) {
		key = locales_key(r->locales, i);
		for (e = 0; e < COUNT(entries); e++)
			if (strcmp(entries[e].key, key) == 0)
				break;
		if (e == COUNT(entries))
			return refuse(r, "en-US", key, "no template has that "
			    "name; see the table in flow/bank.c");
	}
	return true;
}

static bool
read_texts(const struct reading *r, struct bank *bank)
{
	for (size_t i = 0; i < COUNT(entries); i++) {
		bank->texts[i].entry = &entries[i];
		if (!read_text(r, bank, &bank->texts[i]))
			return false;
	}
	bank->languages = locales_count(r->locales);
	return all_are_known(r);
}

struct bank *
bank_read(struct arena *arena, const char *locales, char *why,
    size_t why_size)
{
	struct bank	*bank = NEW(arena, struct bank);
	struct locales	*open = locales_open(arena_print(arena, "%s/messages",
			    locales), why, why_size);
	const struct reading r = { arena, open, why, why_size };
	bool		 good = open != NULL && read_texts(&r, bank);

	locales_close(open);
	return good ? bank : NULL;
}

unsigned
bank_load(struct db *db, const struct bank *bank, int64_t now)
{
	unsigned n = 0;

	for (size_t i = 0; i < COUNT(entries); i++) {
		const struct text	*t = &bank->texts[i];
		struct template_words	*words = NEW_LIST(db_arena(db),
					    struct template_words, t->count);
		struct template		 made = { .id = id_new(),
					    .name = t->entry->name,
					    .kind = t->entry->kind,
					    .topic = t->entry->topic,
					    .apart = t->entry->apart };

		if (template_named(db, made.name))
			continue;
		template_add(db, &made, now);
		for (unsigned k = 0; k < t->count; k++)
			words[k] = (struct template_words){
			    .in = t->words[k], .asked =
			    t->words[k].state == WORDS_DRAFT ? now : 0 };
		if (!template_keep(db, &made, words, t->count, now))
			db_fail(db, "a new template cannot be kept");
		n++;
	}
	return n;
}

unsigned
bank_languages(const struct bank *bank)
{
	return bank->languages;
}

unsigned
bank_drafts(const struct bank *bank)
{
	return bank->drafts;
}
