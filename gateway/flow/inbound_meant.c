/*
 * For whom of several a text is.  What we said is compared by who reads the
 * answers and by students; a text by the words of names that only one of the
 * students has.  Texts of other families are never looked at: all of it was
 * said to this one contact, from the number it writes to.
 */

#include <string.h>

#include "base/clock.h"
#include "flow/inbound_inside.h"
#include "flow/move.h"
#include "flow/phrase.h"
#include "store/attempt.h"
#include "store/db.h"
#include "store/meant.h"
#include "store/sight.h"

#define LATELY		DAYS(2)		/* Longer ago nobody answers it. */
#define PLAIN		HOURS(1)
#define OPTIONS_MOST	8

/* One that it may be for: what was said last of one seat, or (message 0) a
 * school. */
struct option {
	struct meant	 meant;
	int64_t		 students[ABOUT_MOST];
	unsigned	 count;
};

struct options {
	struct option	 list[OPTIONS_MOST];
	unsigned	 count;
};

static bool
has(const struct option *o, int64_t student)
{
	for (unsigned i = 0; i < o->count; i++)
		if (o->students[i] == student)
			return true;
	return false;
}

static void
add(struct option *o, int64_t student)
{
	if (!has(o, student) && o->count < ABOUT_MOST)
		o->students[o->count++] = student;
}

/* That of the same readers; a new one, when there is none. */
static struct option *
option_of(struct options *o, const struct meant *meant)
{
	for (unsigned i = 0; i < o->count; i++)
		if (o->list[i].meant.school == meant->school &&
		    o->list[i].meant.seat == meant->seat)
			return &o->list[i];
	if (o->count == OPTIONS_MOST)
		return NULL;
	o->list[o->count] = (struct option){ .meant = *meant };
	return &o->list[o->count++];
}

/* The students of the people there, restricted guardians left out. */
static unsigned
students_of(struct incoming *in, int64_t ids[ABOUT_MOST])
{
	struct option	 all = { .count = 0 };
	int64_t		*list;
	unsigned	 n;

	for (unsigned i = 0; i < in->people_count; i++) {
		n = person_students(in->db, in->people[i].id, in->now, &list);
		for (unsigned s = 0; s < n; s++)
			add(&all, list[s]);
	}
	memcpy(ids, all.students, sizeof all.students);
	return all.count;
}

/* What was said to them since then, the last first. */
static void
said_since(struct incoming *in, int64_t since, struct options *o)
{
	int64_t		 ids[ABOUT_MOST];
	unsigned	 m = students_of(in, ids), n;
	struct meant	*said;
	struct option	*option;

	n = meant_said(in->db, in->contact.id, in->news->to, since, &said);
	for (unsigned i = 0; i < n; i++) {
		option = option_of(o, &said[i]);
		for (unsigned s = 0; s < m && option != NULL; s++)
			if (message_family(in->db, said[i].message,
			    ids[s]) != 0)
				add(option, ids[s]);
	}
}

/* The schools of their students, when they wrote to no school's number. */
static void
schools_of(struct incoming *in, struct options *o)
{
	int64_t		 ids[ABOUT_MOST], school, class;
	unsigned	 m = in->sender.school != 0 ? 0 :
			    students_of(in, ids);
	struct option	*option;

	for (unsigned s = 0; s < m; s++) {
		if (!student_place(in->db, ids[s], in->now, &school, &class))
			continue;
		option = option_of(o, &(struct meant){ .school = school });
		if (option != NULL)
			add(option, ids[s]);
	}
}

/* Options are in the order in which they were said last. */
static const struct option *
first_about(const struct options *o, int64_t student)
{
	unsigned i = 0;

	while (i + 1 < o->count && !has(&o->list[i], student))
		i++;
	return &o->list[i];
}

/* Which of them it names: the last said about a student that it names; NULL:
 * none, or several.  And whether it says nothing else. */
static const struct option *
named(struct incoming *in, const struct options *o, bool *only)
{
	struct option		 all = { .count = 0 };
	const struct option	*found = NULL;
	bool			 is[ABOUT_MOST];

	for (unsigned i = 0; i < o->count; i++)
		for (unsigned s = 0; s < o->list[i].count; s++)
			add(&all, o->list[i].students[s]);
	*only = inbound_named(in, all.students, all.count, is);
	for (unsigned s = 0; s < all.count; s++) {
		if (!is[s] || (found != NULL && has(found, all.students[s])))
			continue;
		if (found != NULL)
			return NULL;
		found = first_about(o, all.students[s]);
	}
	return found;
}

static void
choose(struct incoming *in, const struct option *o)
{
	if (o->meant.message != 0) {
		in->attempt = o->meant.attempt;
		if (!message_get(in->db, o->meant.message, &in->message))
			db_fail(in->db, "a message is gone");
		return;
	}
	in->message.id = 0;
	in->school = o->meant.school;
	for (unsigned s = 0; s < o->count; s++)
		in->families[in->family_count++] = (struct family){
		    .student = o->students[s], .family = student_family(
		    in->db, o->students[s], in->now) };
}

/* Whether it can be an answer to that question at all.  Anybody can write a
 * mail in their name, and what was listed late may have been written before;
 * a text that says more than a name does, and comes late, has its own sense. */
static bool
may_answer(struct incoming *in, const struct meant_asked *asked, bool only)
{
	const struct news *news = in->news;

	if (news->word != REPLY_MESSAGE || news->unproven ||
	    (news->at != 0 && news->at < asked->at))
		return false;
	return only ||
	    (in->now - asked->at <= PLAIN && inbound_says(in));
}

/* They were asked, and name a student: that is the answer. */
static bool
is_told(struct incoming *in)
{
	struct options		 o = { .count = 0 };
	const struct option	*option;
	struct meant_asked	 asked;
	bool			 only;

	if (!meant_asked(in->db, in->contact.id, in->news->to,
	    in->now - LATELY, &asked))
		return false;
	if (!asked.open) {
		meant_told(in->db, asked.reply, asked.reply);
		return false;
	}
	said_since(in, asked.at - LATELY, &o);
	if (o.count == 0)
		schools_of(in, &o);
	option = named(in, &o, &only);
	if (option == NULL || !may_answer(in, &asked, only))
		return false;
	in->name_only = only;
	choose(in, option);
	in->asked = asked.reply;
	return true;
}

/* We have said nothing since they wrote last. */
static bool
goes_on(struct incoming *in, const struct meant_reply *last)
{
	struct attempt	 attempt;
	struct message	 message;

	if (in->message.id == 0) {
		if (last->at > in->now - LATELY && in->school == 0)
			in->school = last->school;
		return last->at > in->now - LATELY;
	}
	if (!attempt_get(in->db, in->attempt, &attempt) ||
	    attempt.began >= last->at)
		return false;
	if (last->answers != 0 && last->answers != in->message.id &&
	    message_get(in->db, last->answers, &message)) {
		in->message = message;
		in->attempt = meant_attempt(in->db, in->contact.id,
		    message.id);
	}
	return true;
}

/* Whether it was said to end a talk: an answer of ours that asks nothing. */
static bool
ends_talk(const struct meant *meant)
{
	return meant->conversation != 0 && !phrase_asks(meant->words);
}

/* Those that are about no student of the first one, and wait for an answer. */
static void
keep_apart(struct options *o)
{
	unsigned	n = 1;
	bool		out;

	for (unsigned i = 1; i < o->count; i++) {
		out = o->list[i].count == 0 ||
		    ends_talk(&o->list[i].meant);
		for (unsigned s = 0; s < o->list[i].count; s++)
			out |= has(&o->list[0], o->list[i].students[s]);
		if (!out)
			o->list[n++] = o->list[i];
	}
	o->count = o->count == 0 || o->list[0].count == 0 ? 0 : n;
}

static bool
is_plain(const struct incoming *in, const struct options *o)
{
	return o->list[0].meant.message != 0 &&
	    in->now - o->list[0].meant.began <= PLAIN &&
	    o->list[0].meant.began - o->list[1].meant.began >= PLAIN;
}

static void
choose_one(struct incoming *in, int64_t since)
{
	struct options		 o = { .count = 0 };
	const struct option	*option;
	bool			 only;

	if (in->message.id == 0)
		schools_of(in, &o);
	else
		said_since(in, since, &o);
	if (o.count == 0 || o.list[0].meant.message != in->message.id)
		return;
	keep_apart(&o);
	if (o.count < 2)
		return;
	option = named(in, &o, &only);
	if (option != NULL)
		choose(in, option);
	else
		in->unsure = !is_plain(in, &o);
}

void
inbound_meant(struct incoming *in)
{
	struct meant_reply	 last = { .at = 0 };
	int64_t			 since = in->now - LATELY;

	if (!in->guardian || is_told(in))
		return;
	if (meant_last(in->db, in->contact.id, in->news->to, &last) &&
	    goes_on(in, &last))
		return;
	choose_one(in, last.at > since ? last.at : since);
}

void
inbound_moved(struct incoming *in)
{
	struct meant_line	*list;
	unsigned		 n = meant_lines(in->db, in->asked,
				    in->reply.id, &list);

	for (unsigned i = 0; i < n; i++) {
		if (in->message.id != 0)
			meant_answers(in->db, list[i].reply, in->message.id);
		if (list[i].talk != in->talk.id)
			move_on(in->db, &(struct moving_on){
			    .reply = list[i].reply, .from = list[i].talk,
			    .to = in->talk.id, .now = in->now,
			    .why = "the family said so; " });
	}
	meant_told(in->db, in->asked, in->reply.id);
	conversation_asked(in->db, in->talk.id, in->talk.seat, in->reply.at);
}

void
inbound_asks(struct incoming *in)
{
	meant_ask(in->db, in->contact.id, in->reply.id, in->now);
}
