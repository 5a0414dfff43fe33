/*
 * Inbound texts and mail.  The school is that of the message they answer, else
 * that of the number they wrote to, else that of the family's first student.
 */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "flow/answer.h"
#include "flow/gateway.h"
#include "flow/inbound.h"
#include "flow/inbound_inside.h"
#include "flow/optout.h"
#include "flow/tongue.h"
#include "flow/translate.h"
#include "store/attempt.h"
#include "store/db.h"
#include "store/ledger.h"
#include "store/meant.h"
#include "store/message.h"
#include "store/practice.h"
#include "store/seat.h"
#include "store/sight.h"

#define TAPPED		DAYS(14)	/* Longer ago nobody taps a text. */

static void
who(struct incoming *in)
{
	if (!inbound_by_mail(in))
		(void)contact_find_or_add(in->db, CHANNEL_SMS,
		    in->news->from, "en-US", &in->contact);
	else if (!inbound_by_attempt(in))
		inbound_mailbox(in);
	in->people_count = person_at(in->db, in->contact.id, &in->people);
	for (unsigned i = 0; i < in->people_count; i++)
		in->guardian |= in->people[i].guardian;
	if (!sender_get(in->db, in->news->to, &in->sender))
		in->sender = (struct sender){ .address = in->news->to };
}

/* One more student that it is about, unless it is known already. */
static void
about(struct incoming *in, int64_t student, int64_t family)
{
	for (unsigned i = 0; i < in->family_count; i++)
		if (in->families[i].student == student)
			return;
	if (in->family_count < ABOUT_MOST)
		in->families[in->family_count++] = (struct family){
		    .student = student, .family = family };
}

/*
 * The students of the people at this contact: of those the message it
 * answers is about, in the family that got it; or (0) all of the first
 * person who has any.  A restricted guardian has none, whatever they were
 * sent before.  All students of one guardian are of one family, and to find
 * that takes time by their number.
 */
static void
find_families(struct incoming *in, int64_t message, int64_t family)
{
	int64_t		*students, of = 0;
	unsigned	 n;

	for (unsigned i = 0; i < in->people_count; i++) {
		n = person_students(in->db, in->people[i].id, in->now,
		    &students);
		for (unsigned s = 0; s < n &&
		    in->family_count < ABOUT_MOST; s++) {
			if (message != 0)
				of = message_family(in->db, message,
				    students[s]);
			else if (s == 0)
				of = student_family(in->db, students[s],
				    in->now);
			if (of != 0 && (message == 0 || of == family))
				about(in, students[s], of);
		}
		if (message == 0 && in->family_count > 0)
			return;
	}
}

/* The attempt that it names, or else the last one.  What answers something
 * that the gateway said by itself goes on with what was said before. */
static bool
find_message(struct incoming *in)
{
	int64_t message = 0;

	if (in->attempt != 0 && in->message.kind != KIND_SYSTEM)
		return true;
	in->attempt = attempt_last_to(in->db, in->contact.id, in->news->to,
	    &message);
	if (in->attempt == 0 || !message_get(in->db, message, &in->message))
		in->message.id = 0;
	inbound_meant(in);
	return in->message.id != 0;
}

static void
what_it_answers(struct incoming *in)
{
	int64_t class, family;

	if (find_message(in)) {
		in->school = in->message.school;
		family = attempt_family(in->db, in->attempt, &in->language);
		find_families(in, in->message.id, family);
	}
	if (in->family_count == 0)
		find_families(in, 0, 0);
	if (in->school == 0)
		in->school = in->sender.school;
	if (in->school == 0 && in->family_count > 0 &&
	    !student_place(in->db, in->families[0].student, in->now,
	    &in->school, &class))
		in->school = 0;
}

/* Who reads it by the message it answers, unless a person has given the talk
 * to somebody else since; 0: nobody was named. */
static int64_t
named(struct incoming *in)
{
	return in->message.seat == 0 || conversation_handed(in->db,
	    in->talk.id) > in->message.created ? 0 : in->message.seat;
}

/* The talk, and the seat that will read it: never none.  Of who must not be
 * written to only an office reads. */
static void
which_talk(struct incoming *in)
{
	struct conversation wanted = { .contact = in->contact.id,
	    .school = in->school };
	bool	barred = in->family_count == 0 && person_restricted_at(
		    in->db, in->contact.id, in->now);

	wanted.seat = seat_choose(in->db, barred ? 0 : in->message.seat,
	    in->school, in->now);
	conversation_open(in->db, &wanted, &in->talk);
	if (in->talk.seat == 0 || barred || named(in) != 0)
		in->talk.seat = wanted.seat;
	else
		in->talk.seat = seat_choose(in->db, in->talk.seat,
		    in->school, in->now);
	if (in->talk.seat == 0)
		db_fail(in->db, "there is no desk to read this");
	conversation_set_students(in->db, in->talk.id, in->families,
	    in->family_count);
}

/* Whether words have those of a text in them; an emoji has no words. */
static bool
has(struct arena *arena, const char *words, const char *text)
{
	text = text_words(arena, text);
	return *text != '\0' && strstr(words, text) != NULL;
}

/* Whether it has the words of one of our last texts. */
static bool
is_said(struct incoming *in, const char *words)
{
	struct meant	*said;
	unsigned	 n = meant_said(in->db, in->contact.id, in->news->to,
			    in->now - TAPPED, &said);

	for (unsigned i = 0; i < n; i++)
		if (has(db_arena(in->db), words, said[i].words))
			return true;
	return in->message.id != 0 && has(db_arena(in->db), words,
	    in->message.words);
}

/* Whether what a reaction quotes is a text of ours: it names one of our
 * schools, as our texts do, or has the words of one of the last. */
static bool
is_ours(struct incoming *in, const char *quoted)
{
	struct arena	*arena = db_arena(in->db);
	struct sighted	*schools;
	struct district	 district;
	const char	*words = text_words(arena, quoted);
	unsigned	 n;

	if (is_said(in, words) || (district_get(in->db, &district) &&
	    has(arena, words, district.name)))
		return true;
	n = sight_schools(in->db, &(struct viewer){ .now = in->now },
	    &schools);
	for (unsigned i = 0; i < n; i++)
		if (has(arena, words, schools[i].name))
			return true;
	return false;
}

/* What the text is.  Anybody can write a mail in the name of somebody else:
 * unproven, a mail stops what we send at most, and a person reads the rest. */
static enum reply_what
what(struct incoming *in)
{
	const struct written	 w = {
	    .text = inbound_text(in),
	    .language = in->contact.language, .last = in->language,
	    .stopped = in->contact.state == CONTACT_STOPPED,
	    .asked = in->message.id != 0 &&
		answer_wanted(db_arena(in->db), in->message.words),
	    .media = in->news->media[0] != NULL };
	enum reply_what		 is = in->news->word;
	const char		*quoted;

	if (is == REPLY_MESSAGE)	/* The provider does not say. */
		is = optout_read(in->gateway->keywords, db_arena(in->db), &w,
		    &in->held);
	if (is == REPLY_START && in->news->unproven)
		return REPLY_MESSAGE;
	if (is == REPLY_MESSAGE && inbound_too_many(in))
		is = REPLY_AUTOMATIC;
	if (is != REPLY_MESSAGE)
		return is;
	if (in->name_only) {		/* Some names are words, too. */
		in->held = false;
		return is;
	}
	in->wrong = !in->news->unproven &&
	    phrase_wrong_number(db_arena(in->db), &w);
	is = phrase_read(db_arena(in->db), &w, &quoted);
	if (is == REPLY_REACTION && quoted != NULL && !is_ours(in, quoted))
		return REPLY_MESSAGE;
	return is;
}

/* Whether nobody was named to read the answers to what it answers. */
static bool
to_a_notice(const struct incoming *in)
{
	return in->message.id != 0 && in->message.readers == READERS_NOBODY;
}

/* What never counts, and why. */
static const char *const uncounted[REPLY_AUTOMATIC + 1] = {
	[REPLY_STOP] = "word of consent", [REPLY_START] = "word of consent",
	[REPLY_HELP] = "word of consent", [REPLY_REACTION] = "reaction",
	[REPLY_AUTOMATIC] = "automatic answer",
};

/* Rules 3 and 4 of Definition 1; why is for what does not count. */
static enum counts
counts(const struct incoming *in, const char **why)
{
	*why = "";
	if (in->reply.practice)
		*why = "practice";
	else if (uncounted[in->reply.what] != NULL)
		*why = uncounted[in->reply.what];
	else if (in->wrong)
		*why = "wrong number";
	else if (in->name_only)
		*why = "answer to our question";
	else if (in->people_count == 0)
		*why = "unknown sender";
	else if (!in->guardian)
		*why = inbound_by_mail(in) ? "staff mailbox" : "staff phone";
	else if (in->family_count == 0)
		*why = "no family";
	else
		return to_a_notice(in) ? COUNTS_NOTICE_ANSWER :
		    COUNTS_DIRECT;
	return COUNTS_NOT;
}

static const char *
links(struct arena *arena, const struct news *news)
{
	json_t		*list;
	char		*text;
	const char	*kept;

	if (news->media[0] == NULL)
		return NULL;
	list = json_array();
	for (unsigned i = 0; news->media[i] != NULL; i++)
		json_array_append_new(list, json_string(news->media[i]));
	text = json_dumps(list, JSON_COMPACT);
	kept = arena_text(arena, text);
	free(text);
	json_decref(list);
	return kept;
}

static bool
is_spoken(void *db, const char *language)
{
	return contact_spoken(db, language);
}

/* What a person wrote is to be read by staff who do not know the language. */
static void
find_language(struct incoming *in)
{
	struct reply	*r = &in->reply;
	struct tongue	 tongue;

	if (r->what != REPLY_MESSAGE && r->what != REPLY_THANKS)
		return;
	tongue_read(r->words, in->contact.language, is_spoken, in->db,
	    &tongue);
	r->language = tongue.language;
	r->language_by = tongue.by;
}

static void
write_reply(struct incoming *in)
{
	const struct news	*news = in->news;
	struct reply		*r = &in->reply;

	*r = (struct reply){ .id = reply_next_id(in->db),
	    .conversation = in->talk.id,
	    .contact = in->contact.id, .account = in->account->name,
	    .reference = news->reference, .sender = news->to,
	    .what = r->what, .practice = r->practice,
	    .words = news->text != NULL ? news->text : "",
	    .raw = news->raw, .raw_length = news->raw_length,
	    .media = links(db_arena(in->db), news), .files = news->files,
	    .answers = in->message.id, .counts = r->counts,
	    .at = news->at != 0 && news->at < in->now ? news->at : in->now };
	inbound_dress(in);
	find_language(in);
	reply_insert(in->db, r);
	inbound_attach(in);
	if (r->language != NULL)
		translate_reply(in->db, in->gateway, r, r->language, in->now);
}

static void
write_ledger(struct incoming *in, const char *why)
{
	struct entry	 e = { .at = gateway_moment(in->gateway->zone,
			    in->reply.at),
			    .message = in->reply.id, .school = in->school,
			    .language = in->contact.language,
			    .channel = in->contact.channel,
			    .kind = KIND_DIRECT,
			    .in = true, .author = "family", .reason = why };
	struct family	 f;

	if (in->people_count > 0)
		e.person = in->people[0].id;
	if (in->reply.counts != COUNTS_NOT)
		e.family = in->families[0].family;
	for (unsigned i = 0; i < in->family_count; i++) {
		f = in->families[i];
		f.counts = in->reply.counts;
		if (f.family == e.family)
			message_add_family(in->db, in->reply.id, &f);
	}
	ledger_reply(in->db, in->reply.counts, &e);
}

void
inbound_keep(struct db *db, const struct gateway *gateway,
    const struct account *account, const struct news *news, int64_t now)
{
	struct incoming	 in = { .db = db, .gateway = gateway,
			    .account = account, .news = news, .now = now };
	const char	*why;

	if (reply_seen(db, account->name, news->reference))
		return;
	who(&in);
	what_it_answers(&in);
	in.reply.what = what(&in);
	which_talk(&in);
	in.reply.practice = practice_mode(db) == MODE_PRACTICE;
	in.reply.counts = counts(&in, &why);
	write_reply(&in);
	write_ledger(&in, why);
	inbound_follow(&in);
}
