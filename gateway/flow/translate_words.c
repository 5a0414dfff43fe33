/*
 * What there is to say.  A text is protected with the names of those whom it
 * concerns, the schools and the glossary, and looked for in memory; what is
 * kept is looked at by the guard again, for memory was made of another text
 * with other names.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "flow/phones.h"
#include "flow/policy.h"
#include "flow/route.h"
#include "flow/translate_inside.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/memory.h"
#include "store/message.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/sight.h"
#include "store/term.h"
#include "store/thread.h"

#define NAMED_MOST	500	/* Students of a message. */
static const char	english[] = "en-US";
static const char	nobody[] = "Nobody translates this language.";
static const char	no_time[] = "There was no time to translate it.";

#define WAIT_LEAST	SECONDS(5)	/* Less is of no use. */

/* For how long a message waits for its languages. */
static const int64_t patience[KINDS] = {
	[KIND_TODAY] = MINUTES(1), [KIND_DIRECT] = MINUTES(1),
	[KIND_ANNOUNCEMENT] = MINUTES(10),
};

/* Whether there is anybody to ask.  A gateway of a test may have none. */
static bool
has_translators(const struct gateway *g)
{
	const struct configured *c = g->translating;

	return c != NULL && c->translator_count > 0;
}

bool
translate_english(const char *tag)
{
	return strncmp(tag, "en", 2) == 0 &&
	    (tag[2] == '\0' || tag[2] == '-');
}

static bool
may_say(const struct configured *c, int number, const struct saying *s)
{
	return s->simulated || (!c->translator_use[number].simulated &&
	    c->translators[number].translator->unfit == NULL);
}

/* In the order of the route; but whom others come before is the last. */
int
translate_nth(const struct gateway *g, const struct saying *s, unsigned n)
{
	const struct configured	*c = g->translating;
	int			 number, last = -1;

	for (unsigned i = 0; (number = settings_translates(c, s->from, s->to,
	    i)) >= 0; i++)
		if (!may_say(c, number, s))
			continue;
		else if (s->but != NULL && strcmp(c->translators[number].name,
		    s->but) == 0)
			last = number;
		else if (n-- == 0)
			return number;
	return n == 0 ? last : -1;
}

bool
translate_speaks(const struct gateway *g, const char *from, const char *to,
    bool simulated)
{
	return translate_nth(g, &(struct saying){ .from = from, .to = to,
	    .simulated = simulated }, 0) >= 0;
}

unsigned
translate_terms(struct db *db, const struct saying *s,
    struct guard_term **terms)
{
	bool		 out = translate_english(s->from);
	struct term	*list;
	struct sighted	*schools;
	struct guard_term *t;
	unsigned	 n = term_list(db, out ? s->to : s->from, &list),
			 m = sight_schools(db, &(struct viewer){ .now = 0 },
			    &schools), count = 0;

	t = *terms = NEW_LIST(db_arena(db), struct guard_term, n + m);
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].language, TERM_ALL) == 0)
			t[count++].term = list[i].term;
		else if (*list[i].words != '\0')
			t[count++] = out ? (struct guard_term){
			    list[i].term, list[i].words } :
			    (struct guard_term){ list[i].words,
			    list[i].term };
	for (unsigned i = 0; i < m; i++)
		t[count++].term = schools[i].name;
	return count;
}

void
translate_remember(struct db *db, struct saying *s)
{
	struct memory	 m = { .digest = s->digest, .from = s->from,
			    .language = s->to, .glossary = s->glossary,
			    .simulated = s->simulated };
	const char	*why, *words;

	if (!memory_find(db, &m))
		return;
	words = guard_restore(db_arena(db), &s->guarded, m.words, &why);
	if (words == NULL)
		return;
	s->state = SAY_DONE;
	s->words = words;
	s->plain = m.words;
	s->approved = m.approved;
	s->person = m.person;
	s->translator = m.translator;
}

/* The names that may stand in a text, of all whom it concerns. */
static void
find_names(struct db *db, const struct concern *concern, const char *text,
    struct source *source)
{
	const char	**all;
	unsigned	 n = concerned_names(db, concern, &all);

	source->text = text;
	source->name_count = guard_names(db_arena(db), text, all, n,
	    &source->names);
}

void
translate_look_up(struct db *db, const struct gateway *g,
    const struct source *source, struct saying *s)
{
	struct arena		*arena = db_arena(db);
	struct guarding		 by = { .from = s->from, .to = s->to,
				    .names = source->names,
				    .name_count = source->name_count,
				    .forms = g->guard };
	struct guard_term	*terms;
	const char		*why;

	s->state = SAY_WAITING;
	s->reason = s->translator = "";
	s->simulated = practice_mode(db) != MODE_LIVE;
	s->glossary = term_version(db);
	by.term_count = translate_terms(db, s, &terms);
	by.terms = terms;
	if (!guard_protect(arena, source->text, &by, &s->guarded, &why)) {
		s->state = SAY_FAILED;
		s->reason = why;
		return;
	}
	s->digest = crypt_digest(arena, s->guarded.plain,
	    strlen(s->guarded.plain));
	if (!guard_speaks(&s->guarded)) {
		s->state = SAY_DONE;
		s->words = source->text;
		return;
	}
	translate_remember(db, s);
	if (s->state == SAY_WAITING && translate_nth(g, s, 0) < 0) {
		s->state = SAY_NONE;
		s->reason = nobody;
	}
}

void
translate_look(struct db *db, const struct gateway *g,
    const struct concern *concern, const char *text, struct saying *s)
{
	struct source source;

	find_names(db, concern, text, &source);
	translate_look_up(db, g, &source, s);
}

/* What a computer may say (flow/policy.h), and whether there is time. */
static bool
may_be_said(const struct message *m)
{
	enum policy policy = policy_say(m->kind, m->topic, m->discreet,
	    POLICY_MACHINE);

	return m->template == NULL && patience[m->kind] > 0 &&
	    (policy == POLICY_WORDS || policy == POLICY_NOTED);
}

void
translate_concern(struct db *db, const struct message *m, int64_t now,
    struct concern *c)
{
	int64_t *students;

	*c = (struct concern){ .audience = m->audience, .target = m->target,
	    .author = m->author, .conversation = m->conversation,
	    .now = now };
	if (m->audience != AUDIENCE_STUDENTS)
		return;
	c->count = message_students(db, m->id, 0, NAMED_MOST, &students);
	c->students = students;
}

/* As they are sent. */
static struct translation
as_words(struct db *db, const struct saying *s)
{
	return (struct translation){ .language = s->to, .words =
	    s->words == NULL ? NULL : phones_kept(db_arena(db), s->words),
	    .state = s->approved ? WORDS_APPROVED : WORDS_MACHINE,
	    .author = s->person };
}

/* What no text would have room for is not used: a person has to say it. */
static void
end_too_long(struct db *db, const struct gateway *g, const struct message *m,
    struct saying *s)
{
	const struct translation words = as_words(db, s);

	if (s->state != SAY_DONE || fit_words(db, g, m, &words) == 0)
		return;
	s->state = SAY_BLOCKED;
	s->reason = FIT_NOT;
}

unsigned
translate_draft(struct db *db, const struct gateway *g,
    const struct drafted *d, struct saying **list)
{
	struct source	 source;
	const char	**tags;
	unsigned	 n, found = 0;

	if (!has_translators(g) || !may_be_said(d->message))
		return 0;
	find_names(db, d->concern, d->message->words, &source);
	n = concerned_languages(db, d->concern, &tags);
	*list = NEW_LIST(db_arena(db), struct saying, n);
	for (unsigned i = 0; i < n; i++) {
		if (translate_english(tags[i]) ||
		    translation_for(d->have, d->count, tags[i]) != NULL)
			continue;
		(*list)[found] = (struct saying){ .from = english,
		    .to = tags[i] };
		translate_look_up(db, g, &source, &(*list)[found]);
		end_too_long(db, g, d->message, &(*list)[found++]);
	}
	return found;
}

static bool
is_there(const struct to_translate *rows, unsigned count, const char *tag)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(rows[i].language, tag) == 0)
			return true;
	return false;
}

/* Until when a message waits for its languages; 0: not at all.  At the end of
 * its hours it would go a day later, or never, so it leaves as much time for
 * sending as it takes. */
static int64_t
wait_until(struct db *db, const struct gateway *g, const struct message *m,
    int64_t now)
{
	bool		 answer = m->conversation != 0;
	int64_t		 from = m->send_at > now ? m->send_at : now, due, last;
	struct rule	 rule;

	kind_rule(db, m->school, m->kind, &rule);
	due = route_when(&rule, answer, g->zone, from);
	for (int64_t wait = patience[m->kind]; wait >= WAIT_LEAST; wait /= 2) {
		last = from + 2 * wait > due ? from + 2 * wait : due;
		if (last < m->not_after &&
		    route_when(&rule, answer, g->zone, last) == last)
			return from + wait;
	}
	return 0;
}

bool
translate_message(struct db *db, const struct gateway *g,
    const struct message *m, int64_t now)
{
	struct concern		 concern;
	struct translation	*have, words;
	struct to_translate	*rows, row = { .what = SAY_MESSAGE,
				    .object = m->id, .from = english,
				    .at = now };
	struct saying		*list;
	unsigned		 count, n, before;

	if (!has_translators(g) || !may_be_said(m))
		return false;
	translate_concern(db, m, now, &concern);
	count = translation_list(db, m->id, &have);
	n = translate_draft(db, g, &(struct drafted){ m, &concern, have,
	    count }, &list);
	before = to_translate_list(db, SAY_MESSAGE, m->id, &rows);
	row.until = wait_until(db, g, m, now);
	for (unsigned i = 0; i < n; i++) {
		if (is_there(rows, before, list[i].to))
			continue;
		row.language = list[i].to;
		row.state = list[i].state;
		row.reason = list[i].reason;
		if (row.state == SAY_WAITING && row.until == 0) {
			row.state = SAY_FAILED;
			row.reason = no_time;
		}
		to_translate_add(db, &row);
		words = as_words(db, &list[i]);
		if (row.state == SAY_DONE)
			translation_add(db, m->id, &words);
	}
	return to_translate_waits(db, SAY_MESSAGE, m->id);
}

void
translate_reply(struct db *db, const struct gateway *g,
    const struct reply *r, const char *from, int64_t now)
{
	if (!has_translators(g) || translate_english(from) ||
	    *r->words == '\0')
		return;
	to_translate_add(db, &(struct to_translate){ .what = SAY_REPLY,
	    .object = r->id, .from = from, .language = english,
	    .state = SAY_WAITING, .reason = "", .at = now });
}

static bool
reply_source(struct db *db, int64_t id, struct concern *c, const char **text)
{
	struct conversation	 talk;
	struct reply		*r;

	if (reply_list(db, 0, id - 1, 1, &r) == 0 || r->id != id ||
	    !conversation_get(db, r->conversation, &talk))
		return false;
	c->audience = AUDIENCE_CONTACT;
	c->target = r->contact;
	c->conversation = talk.id;
	*text = r->words;
	return true;
}

static bool
message_source(struct db *db, int64_t id, int64_t now, struct concern *c,
    const char **text)
{
	struct message m;

	if (!message_get(db, id, &m) || m.state != MESSAGE_WAITING)
		return false;
	translate_concern(db, &m, now, c);
	*text = arena_text(db_arena(db), m.words);
	return true;
}

bool
translate_source(struct db *db, const struct to_translate *row, int64_t now,
    struct source *source)
{
	struct concern	 c = { .now = now };
	const char	*text;

	if (source->object == row->object && source->what == row->what)
		return source->there;
	*source = (struct source){ .what = row->what, .object = row->object };
	source->there = row->what == SAY_REPLY ?
	    reply_source(db, row->object, &c, &text) :
	    message_source(db, row->object, now, &c, &text);
	if (source->there)
		find_names(db, &c, text, source);
	return source->there;
}

/* Words of a message never change once it is being expanded. */
void
translate_keep(struct db *db, const struct gateway *g,
    const struct to_translate *row, const struct saying *s, int64_t now)
{
	const struct translation words = as_words(db, s);
	struct message		 m;

	if (row->what == SAY_MESSAGE && (!message_get(db, row->object, &m) ||
	    m.state != MESSAGE_WAITING)) {
		to_translate_end(db, row->id, SAY_FAILED,
		    "The message went out before.", now);
		return;
	}
	if (row->what == SAY_MESSAGE && fit_words(db, g, &m, &words) > 0) {
		to_translate_end(db, row->id, SAY_BLOCKED, FIT_NOT, now);
		return;
	}
	if (!to_translate_end(db, row->id, SAY_DONE, "", now))
		return;
	if (row->what == SAY_MESSAGE)
		translation_add(db, row->object, &words);
	else
		reply_words_add(db, row->object, row->language,
		    &(struct reply_words){ s->words, s->translator, now });
}
