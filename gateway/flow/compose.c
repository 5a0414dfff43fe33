/*
 * Composing.  The visit goes straight down: was this asked before, may they,
 * to whom, as what does it count, who reads the answers, keep it.  A step
 * that says no leaves a status and a sentence and writes nothing.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "base/zone.h"
#include "flow/address.h"
#include "flow/compose.h"
#include "flow/expand.h"
#include "flow/fill.h"
#include "flow/fit.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "flow/phones.h"
#include "flow/policy.h"
#include "flow/route.h"
#include "flow/translate.h"
#include "store/choice.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/errand.h"
#include "store/ledger.h"
#include "store/message.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/seat.h"
#include "store/translation.h"

#define AHEAD_MOST	DAYS(366)
#define EXPAND_AT_ONCE	20	/* Students; more wait for the tick. */

const char *
compose_digest(struct arena *arena, const struct draft *d)
{
	const struct errand_values all = { .all = d->values,
				    .all_count = d->value_count };
	const char	*folded = text_fold(arena, fill_words(arena,
			    d->words, &all, &(struct fill_as){
			    .wordings = NULL }));
	struct buf	 b;
	const char	*digest;

	buf_init(&b, strlen(folded) + 1);
	for (; *folded != '\0'; folded++)
		if (strchr(" \t\n\r", *folded) == NULL)
			buf_char(&b, *folded);
	digest = crypt_digest(arena, b.data, b.length);
	buf_free(&b);
	return digest;
}

/* The same request again has the answer that was kept. */
static bool
asked_before(struct visit *v)
{
	struct composing	*c = v->c;
	struct kept_answer	 kept = { .api_key = c->draft.key.id,
				    .name = c->name };

	if (c->name == NULL || !kept_answer_find(v->db, &kept))
		return false;
	if (strcmp(kept.digest, c->digest) != 0) {
		(void)address_no(v, 422, "This Idempotency-Key was used for "
		    "another request. Use a new key for each new message.");
		return true;
	}
	c->status = (int)kept.status;
	c->answer = arena_text(c->job.arena, kept.answer);
	return true;
}

/* Emergencies, closings and what is for today are the office's to send. */
static bool
may_send_kind(struct visit *v)
{
	const struct message *m = &v->out.message;

	if (m->kind != KIND_EMERGENCY && m->kind != KIND_CLOSING &&
	    m->kind != KIND_TODAY)
		return true;
	if (m->author != 0 && seat_at_office(v->db, m->author, m->school,
	    v->c->now))
		return true;
	return address_no(v, 403, "Only the office of the school or the "
	    "district's desk may send this kind. Ask them, or choose another "
	    "kind.");
}

/* Who reads the answers; a seat that has a reader, or nobody. */
static void
decide_seat(struct visit *v)
{
	struct message	*m = &v->out.message;
	int64_t		 seat = m->seat;

	if (m->readers == READERS_NOBODY)
		return;
	if (seat == 0 && m->readers == READERS_AUTHOR && m->author != 0)
		seat = seat_of_person(v->db, m->author, m->school, v->class,
		    v->c->now);
	if (seat == 0 && m->readers == READERS_CLASS_TEAM)
		seat = seat_of_class(v->db, v->class);
	m->seat = seat_choose(v->db, seat, m->school, v->c->now);
}

/* One box of words for each language that is ours and not English. */
static bool
good_translations(struct visit *v)
{
	const struct draft		*d = &v->c->draft;
	const struct translation	*t = d->translations;

	if (d->translation_count > TRANSLATIONS_MOST)
		return address_no(v, 422, "There are too many languages. "
		    "Write in at most 64.");
	for (unsigned i = 0; i < d->translation_count; i++) {
		if (lang_tag(t[i].language) == NULL ||
		    strcmp(t[i].language, "en-US") == 0)
			return address_no(v, 422, "A translation names no "
			    "language that we know, or English.");
		if (t[i].words[strspn(t[i].words, " \t\n\r")] == '\0')
			return address_no(v, 422, "A translation is empty. "
			    "Write some words, or leave its language out.");
		if (text_units(t[i].words) > WORDS_MOST)
			return address_no(v, 422, arena_print(
			    v->c->job.arena, "The words in %s are too long. "
			    "Write at most 1500 characters.",
			    lang_english(t[i].language)));
		for (unsigned k = 0; k < i; k++)
			if (strcmp(t[k].language, t[i].language) == 0)
				return address_no(v, 422, "A language is "
				    "there twice. Write in it once.");
	}
	return true;
}

/* How it may be said, by what it is about. */
static void
decide_topic(struct visit *v)
{
	const struct draft	*d = &v->c->draft;
	struct message		*m = &v->out.message;
	const char		*allows = choice_get(v->db, POLICY_ALLOWS,
				    NULL);

	m->topic = d->kind == KIND_ATTENDANCE && d->topic == TOPIC_GENERAL ?
	    TOPIC_ATTENDANCE : d->topic;
	m->discreet = policy_discreet(m->kind, m->topic, allows != NULL &&
	    strcmp(allows, "yes") == 0);
	m->apart = (d->apart || policy_private(m->topic)) && !m->discreet &&
	    fill_names_student(db_arena(v->db), d->words);
	m->template_id = d->template_id;
	m->template_version = d->template_version;
}

/* Places that are known of everybody have to be known of these. */
static bool
can_fill(struct visit *v)
{
	const struct draft	*d = &v->c->draft;
	const char		*why = fill_cannot(v->db, &v->out.message,
				    &(struct fill_draft){ d->translations,
				    d->translation_count, v->count });

	return why == NULL || address_no(v, 422, why);
}

/* What the draft says, before anything was looked up. */
static bool
begin(struct visit *v)
{
	struct composing	*c = v->c;
	const struct draft	*d = &c->draft;
	struct message		*m = &v->out.message;
	const char		*wrong;

	*m = (struct message){ .id = c->id, .state = MESSAGE_WAITING,
	    .kind = d->kind, .readers = d->readers, .author = d->key.person,
	    .api_key = d->key.id, .audience = d->audience,
	    .words = phones_kept(db_arena(v->db), d->words),
	    .subject = d->subject, .created = c->now,
	    .practice = practice_mode(v->db) == MODE_PRACTICE };
	m->send_at = d->send_at > c->now ? d->send_at : c->now;
	if (d->kind == KIND_SYSTEM)
		return address_no(v, 422, "Messages of the kind system are "
		    "the gateway's own. Choose another kind.");
	if (d->words[strspn(d->words, " \t\n\r")] == '\0')
		return address_no(v, 422, "The message is empty. Write some "
		    "words.");
	if (text_units(d->words) > WORDS_MOST)
		return address_no(v, 422, "The message is too long. Write at "
		    "most 1500 characters.");
	if (d->subject != NULL && text_units(d->subject) > SUBJECT_MOST)
		return address_no(v, 422, "The subject is too long. Write at "
		    "most 200 characters.");
	if (!good_translations(v))
		return false;
	if ((wrong = fill_wrong(db_arena(v->db), d)) != NULL)
		return address_no(v, 422, wrong);
	m->digest = compose_digest(db_arena(v->db), d);
	decide_topic(v);
	return true;
}

/* When it goes.  A closing that is not meant for the night waits for the
 * morning. */
static bool
decide_time(struct visit *v)
{
	const struct draft	*d = &v->c->draft;
	const struct zone	*zone = v->c->gateway->zone;
	struct message		*m = &v->out.message;
	struct rule		 rule;

	if (d->not_after != 0 && d->not_after <= v->c->now)
		return address_no(v, 422, "not_after is over. Choose a later "
		    "time.");
	if (d->send_at > v->c->now + AHEAD_MOST ||
	    d->not_after > v->c->now + AHEAD_MOST)
		return address_no(v, 422, "send_at or not_after is more than "
		    "a year ahead. Choose an earlier time.");
	kind_rule(v->db, m->school, m->kind, &rule);
	if (m->kind == KIND_CLOSING && !d->at_night)
		m->send_at = zone_open_at(zone, rule.hours, m->send_at);
	m->not_after = d->not_after != 0 ? d->not_after :
	    kind_not_after(&rule, zone, m->send_at);
	v->out.due = route_when(&rule, m->conversation != 0, zone,
	    m->send_at);
	if (m->not_after <= m->send_at && m->send_at > d->send_at &&
	    m->send_at > v->c->now)
		return address_no(v, 422, "At night a closing goes out only "
		    "with at_night, and by the morning it would be useless. "
		    "Write at_night, or a later not_after.");
	if (m->not_after <= m->send_at)
		return address_no(v, 422, "not_after is before the message "
		    "would be sent. Choose a later time.");
	if (v->out.due >= m->not_after)
		return address_no(v, 422, "The hours of this kind are over, "
		    "and it would be useless by the time they begin again. "
		    "Choose another kind, or a later not_after.");
	return true;
}

/* Rule 4: what they wrote to a notice has become a talk. */
static void
answered(struct visit *v)
{
	struct composing	*c = v->c;
	int64_t			*ids;
	unsigned		 n;

	n = reply_notice_answers(v->db, v->out.message.conversation, &ids);
	for (unsigned i = 0; i < n; i++) {
		reply_counts(v->db, ids[i], COUNTS_DIRECT);
		ledger_answered(v->db, ids[i],
		    gateway_moment(c->gateway->zone, c->now));
	}
	conversation_answered(v->db, v->out.message.conversation, c->now);
}

static void
keep_families(struct visit *v)
{
	struct message	*m = &v->out.message;
	struct family	*f = v->families;

	for (unsigned i = 0; i < v->count; i++) {
		if (m->practice)
			f[i].counts = COUNTS_NOT;
		message_add_family(v->db, m->id, &f[i]);
		if (m->audience == AUDIENCE_STUDENTS)
			message_add_student(v->db, m->id, f[i].student);
	}
}

/* With phone numbers as they are sent. */
static void
keep_translations(struct visit *v)
{
	const struct draft	*d = &v->c->draft;
	struct translation	 t;

	for (unsigned i = 0; i < d->translation_count; i++) {
		t = d->translations[i];
		t.words = phones_kept(db_arena(v->db), t.words);
		translation_add(v->db, v->out.message.id, &t);
	}
}

static void
keep(struct visit *v)
{
	struct composing	*c = v->c;
	struct message		*m = &v->out.message;

	if (m->practice)
		m->counts = COUNTS_NOT;
	message_insert(v->db, m);
	keep_translations(v);
	for (unsigned i = 0; i < c->draft.value_count; i++)
		value_add(v->db, m->id, &c->draft.values[i]);
	keep_families(v);
	for (unsigned i = 0; i < c->draft.person_count; i++)
		message_add_person(v->db, m->id, c->draft.people[i]);
	if (m->conversation != 0 && m->author != 0)
		answered(v);
	audit_add(v->db, &(struct deed){ .person = m->author,
	    .api_key = m->api_key, .deed = "message.write",
	    .object = m->id, .note = c->draft.key.id == 0 ?
	    c->draft.key.name : NULL }, c->now);
	v->out.conversation = m->conversation;
	c->status = 202;
	c->answer = c->say(c->job.arena, &v->out);
	if (c->name != NULL)
		kept_answer_add(v->db, &(struct kept_answer){
		    .api_key = m->api_key, .name = c->name,
		    .digest = c->digest, .status = c->status,
		    .answer = c->answer }, c->now);
	if (!translate_message(v->db, c->gateway, m, c->now) &&
	    m->send_at <= c->now && (m->audience == AUDIENCE_CONTACT ||
	    (m->audience == AUDIENCE_STUDENTS && v->count <= EXPAND_AT_ONCE)))
		expand_chunk(v->db, c->gateway, m, c->now);
}

bool
compose_look(struct visit *v)
{
	const char *wrong;

	if (!begin(v) || !address(v) || !may_send_kind(v) || !can_fill(v))
		return false;
	address_counts(v);
	if (!decide_time(v))
		return false;
	if ((wrong = fit_wrong(v)) != NULL)
		return address_no(v, 422, wrong);
	decide_seat(v);
	return true;
}

static void
compose_work(struct job *job, struct db *db)
{
	struct composing	*c = CONTAINER(job, struct composing, job);
	struct visit		 v = { .c = c, .db = db };

	c->status = 0;
	c->answer = NULL;
	if (!asked_before(&v) && compose_look(&v))
		keep(&v);
}

static void
compose_done(struct job *job, bool kept)
{
	struct composing *c = CONTAINER(job, struct composing, job);

	if (!kept) {
		c->status = 503;
		c->answer = "The message could not be kept. Try again in a "
		    "minute.";
	}
	gateway_poke(c->gateway, c->draft.kind == KIND_ANNOUNCEMENT ||
	    c->draft.student_count > FAMILIES_DIRECT);
	c->then(c);
}

void
compose(struct composing *c)
{
	c->job.work = compose_work;
	c->job.done = compose_done;
	store_write(c->gateway->store, &c->job);
}

bool
compose_cancel(struct db *db, int64_t message, struct moment now)
{
	if (!message_cancel(db, message))
		return false;
	while (delivery_drop_message(db, message, "It was taken back.",
	    now) == DROP_MOST)
		continue;
	return true;
}
