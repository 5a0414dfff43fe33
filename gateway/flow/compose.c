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
#include "base/text.h"
#include "flow/compose.h"
#include "flow/expand.h"
#include "flow/gateway.h"
#include "flow/kind.h"
#include "flow/route.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/ledger.h"
#include "store/message.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/seat.h"

#define AHEAD_MOST	DAYS(366)
#define EXPAND_AT_ONCE	20	/* Students; more wait for the tick. */

/* Where the visit stands. */
struct visit {
	struct composing	*c;
	struct db		*db;
	struct composed		 out;
	struct family		*families;	/* One for each student. */
	unsigned		 count;
	int64_t			 class;		/* Of the first student. */
};

static bool
no(struct visit *v, int status, const char *sentence)
{
	v->c->status = status;
	v->c->answer = sentence;
	return false;
}

const char *
compose_digest(struct arena *arena, const char *words)
{
	const char	*folded = text_fold(arena, words);
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
		no(v, 422, "This Idempotency-Key was used for another request. "
		    "Use a new key for each new message.");
		return true;
	}
	c->status = (int)kept.status;
	c->answer = arena_text(c->job.arena, kept.answer);
	return true;
}

static bool
may(struct visit *v, int64_t school)
{
	int64_t person = v->c->draft.key.person;

	return person == 0 || seat_may(v->db, person, school, v->c->now);
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
	return no(v, 403, "Only the office of the school or the district's "
	    "desk may send this kind. Ask them, or choose another kind.");
}

/* Rule 7: a message about siblings counts at the school of its author. */
static bool
school_of_student(struct visit *v, int64_t student)
{
	struct message	*m = &v->out.message;
	int64_t		 school, class;

	if (!student_place(v->db, student, v->c->now, &school, &class))
		return no(v, 422, "A student is not enrolled now. Look the id "
		    "up with GET /api/v1/students.");
	if (!may(v, school))
		return no(v, 403, "You may only write to families of your own "
		    "schools.");
	if (m->school == 0) {
		m->school = school;
		v->class = class;
	}
	return true;
}

/* Rule 2: the same words to a sixth family. */
static enum counts
repeated(struct visit *v, int64_t family)
{
	struct message	*m = &v->out.message;
	bool		 already;
	int64_t		 said = message_said(v->db, &(struct said){
			    .author = m->author, .api_key = m->api_key,
			    .since = v->c->now - HOURS(24),
			    .digest = m->digest, .family = family }, &already);

	if (already || said < FAMILIES_DIRECT)
		return COUNTS_DIRECT;
	v->out.repeated++;
	return COUNTS_REPETITION;
}

/* Rows first without the count: rule 1 needs to know how many they are. */
static bool
named_students(struct visit *v)
{
	const struct draft *d = &v->c->draft;

	if (d->student_count == 0 || d->student_count > STUDENTS_MOST)
		return no(v, 422, "Name between 1 and 500 students, or a "
		    "class, or a school.");
	v->families = NEW_LIST(db_arena(v->db), struct family,
	    d->student_count);
	for (unsigned i = 0; i < d->student_count; i++) {
		if (!school_of_student(v, d->students[i]))
			return false;
		v->families[i].student = d->students[i];
		v->families[i].family = student_family(v->db,
		    d->students[i], v->c->now);
	}
	v->count = d->student_count;
	return true;
}

static bool
group(struct visit *v)
{
	const struct draft	*d = &v->c->draft;
	struct message		*m = &v->out.message;
	const char		*name;

	m->target = d->target;
	m->school = d->target;
	if (d->audience == AUDIENCE_CLASS) {
		if (!class_get(v->db, d->target, &m->school))
			return no(v, 422, "There is no class with that id.");
		v->class = d->target;
	} else if (!school_get(v->db, d->target, &name)) {
		return no(v, 422, "There is no school with that id. See "
		    "GET /api/v1/schools.");
	}
	if (!may(v, m->school))
		return no(v, 403, "You may only write to families of your own "
		    "schools.");
	if (m->kind == KIND_DIRECT)
		m->kind = KIND_ANNOUNCEMENT;
	return true;
}

/* Whether somebody at the contact may be written to about a student of the
 * talk; where it is about nobody, whether somebody there is not restricted. */
static bool
may_be_told(struct visit *v, int64_t contact, const int64_t *students)
{
	struct person	*people;
	int64_t		*theirs;
	unsigned	 n = person_at(v->db, contact, &people), m;

	if (v->count == 0)
		return !person_restricted_at(v->db, contact, v->c->now);
	for (unsigned i = 0; i < n; i++) {
		m = person_students(v->db, people[i].id, v->c->now, &theirs);
		for (unsigned t = 0; t < m; t++)
			for (unsigned s = 0; s < v->count; s++)
				if (theirs[t] == students[s])
					return true;
	}
	return false;
}

/* An answer: to the contact of the talk, about the students of the talk. */
static bool
answer(struct visit *v)
{
	struct message		*m = &v->out.message;
	struct conversation	 talk;
	struct contact		 contact;
	int64_t			*students;

	if (!conversation_get(v->db, v->c->draft.target, &talk) ||
	    !contact_get(v->db, talk.contact, &contact) ||
	    !may(v, talk.school))
		return no(v, 404, "There is no conversation with that id. See "
		    "GET /api/v1/conversations.");
	v->count = conversation_students(v->db, talk.id, &students);
	if (!may_be_told(v, contact.id, students) && !seat_at_office(v->db,
	    v->c->draft.key.person, talk.school, v->c->now))
		return no(v, 403, "The office answers in this conversation. "
		    "Ask them.");
	if (contact.state == CONTACT_STOPPED)
		return no(v, 422, "This family asked for no more texts. Call "
		    "them, or ask them to text START.");
	m->kind = KIND_DIRECT;
	m->school = talk.school;
	m->target = talk.contact;
	m->conversation = talk.id;
	m->seat = talk.seat;
	v->families = NEW_LIST(db_arena(v->db), struct family, v->count);
	for (unsigned i = 0; i < v->count; i++)
		v->families[i] = (struct family){ .student = students[i],
		    .family = student_family(v->db, students[i], v->c->now) };
	return true;
}

static int
by_family(const void *one, const void *other)
{
	const struct family *a = one, *b = other;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	return (a->student > b->student) - (a->student < b->student);
}

/* A student who was named twice is one. */
static void
sort_families(struct visit *v)
{
	unsigned n = 0;

	if (v->count == 0)
		return;
	qsort(v->families, v->count, sizeof *v->families, by_family);
	for (unsigned i = 0; i < v->count; i++) {
		if (i > 0 && v->families[i].student ==
		    v->families[i - 1].student)
			continue;
		if (i == 0 || v->families[i].family !=
		    v->families[i - 1].family)
			v->out.families++;
		v->families[n++] = v->families[i];
	}
	v->count = n;
	v->out.students = n;
}

/*
 * Rules 1 and 2.  An answer in a talk is to one family, that of the message
 * it goes on from, so its students count as one.
 */
static void
decide_counts(struct visit *v)
{
	struct message	*m = &v->out.message;

	sort_families(v);
	if (m->kind == KIND_DIRECT && v->out.families > FAMILIES_DIRECT)
		m->kind = KIND_ANNOUNCEMENT;
	m->counts = m->practice ? COUNTS_NOT :
	    kind_counts(m->kind, m->author != 0);
}

static void
keep_families(struct visit *v)
{
	struct message	*m = &v->out.message;
	struct family	*f = v->families;

	for (unsigned i = 0; i < v->count; i++) {
		if (i > 0 && f[i].family == f[i - 1].family)
			f[i].counts = f[i - 1].counts;
		else if (m->counts == COUNTS_DIRECT)
			f[i].counts = repeated(v, f[i].family);
		else
			f[i].counts = m->counts;
		message_add_family(v->db, m->id, &f[i]);
		if (m->audience == AUDIENCE_STUDENTS)
			message_add_student(v->db, m->id, f[i].student);
	}
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

static bool
address(struct visit *v)
{
	switch (v->c->draft.audience) {
	case AUDIENCE_STUDENTS:
		return named_students(v);
	case AUDIENCE_CONTACT:
		return answer(v);
	default:
		return group(v);
	}
}

/* What the draft says, before anything was looked up. */
static bool
begin(struct visit *v)
{
	struct composing	*c = v->c;
	const struct draft	*d = &c->draft;
	struct message		*m = &v->out.message;

	*m = (struct message){ .id = c->id, .state = MESSAGE_WAITING,
	    .kind = d->kind, .readers = d->readers, .author = d->key.person,
	    .api_key = d->key.id, .audience = d->audience,
	    .words = d->words, .created = c->now,
	    .practice = practice_mode(v->db) == MODE_PRACTICE };
	m->digest = compose_digest(db_arena(v->db), d->words);
	m->send_at = d->send_at > c->now ? d->send_at : c->now;
	if (d->kind == KIND_SYSTEM)
		return no(v, 422, "Messages of the kind system are the "
		    "gateway's own. Choose another kind.");
	if (d->words[strspn(d->words, " \t\n\r")] == '\0')
		return no(v, 422, "The message is empty. Write some words.");
	if (text_units(d->words) > WORDS_MOST)
		return no(v, 422, "The message is too long. Write at most "
		    "1500 characters.");
	return true;
}

static bool
decide_time(struct visit *v)
{
	const struct draft	*d = &v->c->draft;
	struct message		*m = &v->out.message;

	if (d->not_after != 0 && d->not_after <= v->c->now)
		return no(v, 422, "not_after is over. Choose a later time.");
	if (d->send_at > v->c->now + AHEAD_MOST ||
	    d->not_after > v->c->now + AHEAD_MOST)
		return no(v, 422, "send_at or not_after is more than a year "
		    "ahead. Choose an earlier time.");
	m->not_after = d->not_after != 0 ? d->not_after :
	    kind_not_after(m->kind, v->c->gateway->zone, m->send_at);
	if (m->not_after <= m->send_at)
		return no(v, 422, "not_after is before the message would be "
		    "sent. Choose a later time.");
	if (route_when(m->kind, m->conversation != 0, v->c->gateway->zone,
	    m->send_at) >= m->not_after)
		return no(v, 422, "The hours of this kind are over, and it "
		    "would be useless by the time they begin again. Choose "
		    "another kind, or a later not_after.");
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
keep(struct visit *v)
{
	struct composing	*c = v->c;
	struct message		*m = &v->out.message;

	message_insert(v->db, m);
	keep_families(v);
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
	if (m->send_at <= c->now && (m->audience == AUDIENCE_CONTACT ||
	    (m->audience == AUDIENCE_STUDENTS && v->count <= EXPAND_AT_ONCE)))
		expand_chunk(v->db, c->gateway->zone, m, c->now);
}

static void
compose_work(struct job *job, struct db *db)
{
	struct composing	*c = CONTAINER(job, struct composing, job);
	struct visit		 v = { .c = c, .db = db };

	c->status = 0;
	c->answer = NULL;
	if (asked_before(&v) || !begin(&v) || !address(&v) ||
	    !may_send_kind(&v))
		return;
	decide_counts(&v);
	if (!decide_time(&v))
		return;
	decide_seat(&v);
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
