/*
 * What follows from what a family wrote: consent, a talk that needs a reply,
 * and what the gateway says by itself.
 */

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/wording.h"
#include "base/zone.h"
#include "flow/automatic.h"
#include "flow/enter.h"
#include "flow/frame.h"
#include "flow/gateway.h"
#include "flow/inbound_inside.h"
#include "flow/kind.h"
#include "flow/night.h"
#include "flow/optout.h"
#include "store/consent.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/held.h"
#include "store/itself.h"
#include "store/restored.h"

/* 47 CFR 64.1200(a)(12). */
#define CONFIRMED_WITHIN	MINUTES(5)

#define ASKS		"auto.whom"
#define BROKEN		0xFFFD		/* Where bytes were no text. */

/* Where consent comes from. */
static const char *
source(const struct incoming *in)
{
	return inbound_by_mail(in) ? "mail" : "text";
}

/* Who has the phone of somebody else gets nothing more about a student; the
 * office reads it, and asks for the right number. */
static void
not_theirs(struct incoming *in)
{
	struct entering e = { .db = in->db, .gateway = in->gateway,
	    .now = in->now, .contact = in->contact };

	if (in->contact.state == CONTACT_WRONG)
		return;
	contact_mark(in->db, in->contact.id, CONTACT_WRONG);
	contact_says(in->db, &(struct consent){ .contact = in->contact.id,
	    .what = "wrong", .source = source(in), .at = in->reply.at });
	if (in->contact.state == CONTACT_STOPPED)
		return;			/* It is kept for when they start. */
	e.contact.state = CONTACT_WRONG;
	enter_elsewhere(&e);
}

/* When a word of consent was said.  The date of a mail is what its writer's
 * clock shows, so it counts when it comes. */
static int64_t
said_at(const struct incoming *in)
{
	return inbound_by_mail(in) ? in->now : in->reply.at;
}

/* What was listed late does not overrule what they have said since. */
static bool
overruled(const struct incoming *in)
{
	return (in->reply.what == REPLY_STOP ||
	    in->reply.what == REPLY_START) &&
	    contact_consent_at(in->db, in->contact.id) > said_at(in);
}

/* It may be a stop: the office is asked, and routine messages wait.  Not of
 * who is not written to, and not when they have said since what they want. */
static void
hold(struct incoming *in)
{
	if (in->guardian && in->contact.state != CONTACT_STOPPED &&
	    contact_consent_at(in->db, in->contact.id) <= said_at(in))
		held_add(in->db, &(struct held){ .reply = in->reply.id,
		    .contact = in->contact.id, .school = in->school,
		    .at = in->reply.at });
}

static void
consent(struct incoming *in)
{
	if (in->reply.what == REPLY_AUTOMATIC)
		return;			/* Nobody has read anything. */
	if (in->held)
		hold(in);
	if (in->reply.what == REPLY_STOP) {
		contact_stop(in->db, in->contact.id, source(in), said_at(in));
		enter_stopped(&(struct entering){ .db = in->db,
		    .gateway = in->gateway, .now = in->now,
		    .contact = in->contact });
	} else if (in->reply.what == REPLY_START) {
		contact_start(in->db, in->contact.id, source(in),
		    said_at(in));
	} else if (in->wrong) {
		not_theirs(in);
	} else if (in->contact.state == CONTACT_UNCONFIRMED ||
	    in->contact.state == CONTACT_INVALID ||
	    in->contact.state == CONTACT_LANDLINE) {
		contact_mark(in->db, in->contact.id, CONTACT_OK);
	}
}

/* Whether the provider holds back what we send since their last stop: it
 * said so, or knew the word. */
static bool
blocked_there(struct incoming *in)
{
	const char *source = consent_stop_source(in->db, in->contact.id);
	const char *stop = reply_last_stop(in->db, in->contact.id);

	return source != NULL && (strcmp(source, "carrier") == 0 ||
	    (strcmp(source, "text") == 0 && stop != NULL &&
	    optout_answered(in->account->provider, stop)));
}

/* Whether it is for us to answer a word of consent.  A provider answers the
 * words that it knows; but START only of whom it had stopped. */
static bool
ours_to_answer(struct incoming *in)
{
	if (in->news->word != REPLY_MESSAGE)
		return false;
	return in->account->answers_words || !optout_answered(
	    in->account->provider, in->reply.words) ||
	    (in->reply.what == REPLY_START &&
	    in->contact.state == CONTACT_STOPPED && !blocked_there(in));
}

/* What was written before the database was put back from a copy may have been
 * answered then. */
static bool
say(struct incoming *in, struct automatic *a)
{
	return !restored_after(in->db, in->reply.at) &&
	    automatic_say(in->db, in->gateway, a);
}

/* The one text that who said stop still gets, and the answers to START and
 * HELP.  A stop is confirmed once, within five minutes or never. */
static void
answer_word(struct incoming *in, struct automatic *a)
{
	bool	help = in->account->help != NULL &&
		    in->account->help[0] != '\0';

	if (!ours_to_answer(in))
		return;
	if (in->reply.what == REPLY_STOP) {
		a->template = "auto.stop_confirmed";
		a->not_after = said_at(in) + CONFIRMED_WITHIN;
		if (in->contact.state == CONTACT_STOPPED ||
		    a->not_after <= in->now)
			return;
	} else if (in->reply.what == REPLY_START) {
		a->template = "auto.start_confirmed";
	} else {
		a->template = help ? "auto.help_at" : "auto.help";
		a->words = in->account->help;
	}
	(void)say(in, a);
}

/* Whether nobody works just now and they have not been told; then they are,
 * with the day on which somebody will read it. */
static bool
at_night(const struct incoming *in, struct automatic *a)
{
	struct rule	 rule;
	struct wall	 next;

	if (!in->account->answers_nights || in->held || !in->guardian)
		return false;
	kind_rule(in->db, in->school, KIND_DIRECT, &rule);
	if (!night_is(in->gateway->zone, kind_hours(&rule, false),
	    in->reply.at, &next) || in->reply.at + NIGHT_AGAIN < in->now ||
	    itself_said(in->db, in->contact.id, "auto.night",
	    in->now - NIGHT_AGAIN))
		return false;
	a->template = "auto.night";
	a->words = wording_date(frames_wordings(in->gateway->frames),
	    db_arena(in->db), in->contact.language, &next);
	return true;
}

/* Whether nobody can read anything of it: no words, or bytes that are none,
 * and no picture or file.  The subject of a mail that answers one is ours. */
static bool
is_unreadable(const struct incoming *in)
{
	const char	*text = text_fold(db_arena(in->db),
			    in->news->key == NULL ? inbound_text(in) :
			    in->reply.words);
	unsigned	 read = 0, broken = 0;
	uint32_t	 point;

	while ((point = text_next(&text)) != 0)
		if (point == BROKEN)
			broken++;
		else
			read += point != ' ' && point != '\n' && point != '\t';
	return broken >= read && in->news->media[0] == NULL && !in->kept;
}

/* What cannot be read, or given to one of several: they are told so, but once
 * a day. */
static bool
not_clear(struct incoming *in, struct automatic *a)
{
	if (!in->guardian)
		return false;
	if (is_unreadable(in))
		a->template = "auto.unreadable";
	else if (in->unsure)
		a->template = ASKS;
	else
		return false;
	return !itself_said(in->db, in->contact.id, a->template,
	    in->now - DAYS(1));
}

/* Who wrote to nobody, or whom nobody knows, is told who reads it; but not
 * whom nobody knows by mail: most of that was never written to be answered,
 * and who it says it is from may not have written it. */
static void
say_who_reads(struct incoming *in, struct automatic *a)
{
	if (in->contact.state == CONTACT_STOPPED || in->wrong ||
	    (in->people_count == 0 && inbound_by_mail(in)))
		return;
	if (in->people_count == 0)
		a->template = "auto.unknown_sender";
	else if (not_clear(in, a))
		;			/* That is said first. */
	else if (in->reply.counts == COUNTS_NOTICE_ANSWER)
		a->template = "auto.nobody_reads";
	else if (!at_night(in, a))
		return;
	if (say(in, a) && strcmp(a->template, ASKS) == 0)
		inbound_asks(in);
}

/* What follows from what it is: who has to reply, and what we say. */
static void
go_on(struct incoming *in)
{
	struct automatic a = { .contact = in->contact.id,
	    .school = in->school, .now = in->now };

	switch (in->reply.what) {
	case REPLY_MESSAGE:
		if (in->asked != 0) {
			inbound_moved(in);
			break;
		}
		conversation_asked(in->db, in->talk.id, in->talk.seat,
		    in->reply.at);
		say_who_reads(in, &a);
		break;
	case REPLY_HELP:
		conversation_heard(in->db, in->talk.id, in->talk.seat,
		    in->reply.at);
		answer_word(in, &a);
		break;
	case REPLY_STOP:
	case REPLY_START:
		answer_word(in, &a);
		break;
	case REPLY_THANKS:
		conversation_heard(in->db, in->talk.id, in->talk.seat,
		    in->reply.at);
		break;
	case REPLY_REACTION:
	case REPLY_AUTOMATIC:
		break;
	}
}

void
inbound_follow(struct incoming *in)
{
	if (overruled(in))
		return;
	consent(in);
	go_on(in);
}
