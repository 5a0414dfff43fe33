/*
 * The district's first templates.  What nobody has approved in their files
 * waits for somebody here who speaks the language.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/placeholder.h"
#include "flow/bank.h"
#include "store/db.h"
#include "store/template.h"
#include "store/translation.h"
#include "store/user.h"
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
{ "enrolment.next", "Enrollment", KIND_ANNOUNCEMENT, TOPIC_ENROLMENT, false },
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

/* ------------------------------------------------- what a district lacks */

/* One template as it is to become. */
struct plan {
	struct template		 t;		/* version 0: a new one. */
	struct template_words	*words;
	unsigned		 count;
	struct bank_step	 step;
};

struct planning {
	struct db	*db;
	const struct text *text;
	int64_t		 now;
	struct plan	*plan;
};

static void
say_language(const char **list, unsigned *count, const char *language)
{
	list[(*count)++] = language;
}

/* Drafts wait for somebody who speaks their language. */
static struct template_words
from_bank(const struct planning *p, const struct translation *words,
    int64_t base)
{
	return (struct template_words){ .in = *words, .base = base,
	    .asked = words->state == WORDS_DRAFT ? p->now : 0 };
}

static struct template_words *
words_in(const struct plan *plan, const char *language)
{
	for (unsigned i = 0; i < plan->count; i++)
		if (strcmp(plan->words[i].in.language, language) == 0)
			return &plan->words[i];
	return NULL;
}

/* Nobody here has said anything of them. */
static bool
is_untouched(const struct plan *plan)
{
	for (unsigned i = 0; i < plan->count; i++)
		if (plan->words[i].in.author != 0)
			return false;
	return true;
}

/* base 0: they say other English words than before, so all are newer. */
static void
plan_language(const struct planning *p, const struct translation *t,
    int64_t base)
{
	struct plan		*plan = p->plan;
	struct bank_step	*step = &plan->step;
	struct template_words	*w = words_in(plan, t->language);

	if (w == NULL && plan->count < TRANSLATIONS_MOST &&
	    !template_had(p->db, plan->t.id, t->language)) {
		plan->words[plan->count++] = from_bank(p, t, base);
		say_language(step->added, &step->added_count, t->language);
	} else if (w != NULL && w->in.author == 0 && (base == 0 ||
	    strcmp(w->in.words, t->words) != 0 ||
	    w->in.state != t->state)) {
		*w = from_bank(p, t, base);
		say_language(step->newer, &step->newer_count, t->language);
	}
}

/* One that the district has.  Words are of no use beside other English ones
 * than those that they say. */
static void
plan_known(const struct planning *p)
{
	const struct text	*text = p->text;
	struct plan		*plan = p->plan;
	struct template_words	*now;
	unsigned		 n = template_words(p->db, plan->t.id,
				    plan->t.version, &now);
	bool			 same;

	plan->words = NEW_LIST(db_arena(p->db), struct template_words,
	    n + text->count);
	plan->count = n;
	if (n == 0)
		return;
	memcpy(plan->words, now, n * sizeof *now);
	same = strcmp(now[0].in.words, text->words[0].words) == 0;
	if (!same && !is_untouched(plan))
		return;
	for (unsigned i = same; i < text->count; i++)
		plan_language(p, &text->words[i], same ? now[0].base : 0);
}

static void
plan_new(const struct planning *p)
{
	const struct text	*text = p->text;
	const struct entry	*entry = text->entry;
	struct plan		*plan = p->plan;

	plan->t = (struct template){ .id = id_new(), .name = entry->name,
	    .source = entry->key, .kind = entry->kind,
	    .topic = entry->topic, .apart = entry->apart };
	plan->words = NEW_LIST(db_arena(p->db), struct template_words,
	    text->count);
	plan->step.missing = true;
	for (; plan->count < text->count; plan->count++)
		plan->words[plan->count] = from_bank(p,
		    &text->words[plan->count], 0);
}

/* One that somebody here made by hand under the same name serves, too. */
static bool
plan_text(const struct planning *p, const struct template *begun,
    unsigned count)
{
	const struct entry	*entry = p->text->entry;
	struct bank_step	*step = &p->plan->step;
	unsigned		 i = 0;

	step->name = entry->name;
	step->added = NEW_LIST(db_arena(p->db), const char *, p->text->count);
	step->newer = NEW_LIST(db_arena(p->db), const char *, p->text->count);
	while (i < count && strcmp(begun[i].source, entry->key) != 0)
		i++;
	if (i == count) {
		if (!template_named(p->db, entry->name))
			plan_new(p);
	} else if (!begun[i].ended) {
		p->plan->t = begun[i];
		step->name = begun[i].name;
		plan_known(p);
	}
	return step->missing || step->added_count > 0 ||
	    step->newer_count > 0;
}

/* The plans of all texts of which there is something to be done. */
static unsigned
plan_all(struct db *db, const struct bank *bank, int64_t now,
    struct plan **list)
{
	struct template	*begun;
	unsigned	 count = template_begun(db, &begun), n = 0;
	struct plan	*plans = NEW_LIST(db_arena(db), struct plan,
			    COUNT(entries));

	for (size_t i = 0; i < COUNT(entries); i++) {
		const struct planning p = { db, &bank->texts[i], now,
		    &plans[n] };

		plans[n] = (struct plan){ .count = 0 };
		n += plan_text(&p, begun, count);
	}
	*list = plans;
	return n;
}

unsigned
bank_look(struct db *db, const struct bank *bank, struct bank_step **list)
{
	struct plan	*plans;
	unsigned	 n = plan_all(db, bank, 0, &plans);

	*list = NEW_LIST(db_arena(db), struct bank_step, n);
	for (unsigned i = 0; i < n; i++)
		(*list)[i] = plans[i].step;
	return n;
}

/* "Absent: Arabic, Nepali" */
static const char *
note_of(struct arena *arena, const struct bank_step *step)
{
	const char	*note = step->name, *between = ": ";

	for (unsigned i = 0; i < step->added_count + step->newer_count; i++) {
		note = arena_print(arena, "%s%s%s", note, between,
		    lang_english(i < step->added_count ? step->added[i] :
		    step->newer[i - step->added_count]));
		between = ", ";
	}
	return note;
}

static void
tell(struct db *db, const struct plan *plan, const struct deed *by,
    int64_t now)
{
	if (by != NULL)
		audit_add(db, &(struct deed){ .person = by->person,
		    .api_key = by->api_key, .deed = plan->step.missing ?
		    "template.add" : "template.renew", .object = plan->t.id,
		    .note = note_of(db_arena(db), &plan->step) }, now);
}

unsigned
bank_load(struct db *db, const struct bank *bank, const struct deed *by,
    int64_t now)
{
	struct plan	*plans;
	unsigned	 n = plan_all(db, bank, now, &plans);

	for (unsigned i = 0; i < n; i++) {
		struct plan *plan = &plans[i];

		if (plan->step.missing)
			template_add(db, &plan->t, now);
		if (!template_keep(db, &plan->t, plan->words, plan->count,
		    now))
			db_fail(db, "a template that a district begins with "
			    "cannot be kept");
		tell(db, plan, by, now);
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
