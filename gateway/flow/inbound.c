/*
 * Inbound texts.  The school is that of the message they answer, else that
 * of the number they wrote to, else that of the family's first student.
 */

#include <jansson.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/automatic.h"
#include "flow/gateway.h"
#include "flow/inbound.h"
#include "flow/optout.h"
#include "provider.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/ledger.h"
#include "store/message.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/seat.h"

#define ABOUT_MOST	32	/* Students of one talk. */

/* What is found out about one text. */
struct incoming {
	struct db		*db;
	const struct zone	*zone;
	const struct news	*news;
	int64_t			 now;
	bool			 known;		/* It was there before. */
	struct contact		 contact;
	struct sender		 sender;
	struct person		*people;
	unsigned		 people_count;
	bool			 guardian;	/* One of the people is one. */
	struct message		 message;	/* It answers; id 0: none. */
	struct family		 families[ABOUT_MOST];	/* It is about. */
	unsigned		 family_count;
	int64_t			 school;
	struct conversation	 talk;
	struct reply		 reply;
};

static void
who(struct incoming *in)
{
	in->known = contact_find_or_add(in->db, CHANNEL_SMS, in->news->from,
	    "en-US", &in->contact);
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
 * sent before.
 */
static void
find_families(struct incoming *in, int64_t message, int64_t family)
{
	int64_t		*students, of;
	unsigned	 n;

	for (unsigned i = 0; i < in->people_count; i++) {
		n = person_students(in->db, in->people[i].id, in->now,
		    &students);
		for (unsigned s = 0; s < n; s++) {
			of = message == 0 ? student_family(in->db,
			    students[s], in->now) : message_family(in->db,
			    message, students[s]);
			if (of != 0 && (message == 0 || of == family))
				about(in, students[s], of);
		}
		if (message == 0 && in->family_count > 0)
			return;
	}
}

static void
what_it_answers(struct incoming *in)
{
	int64_t attempt, message = 0, class;

	attempt = attempt_last_to(in->db, in->contact.id, in->news->to,
	    &message);
	if (attempt != 0 && message_get(in->db, message, &in->message)) {
		in->school = in->message.school;
		find_families(in, message, attempt_family(in->db, attempt));
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

/* The talk, and the seat that will read it: never none. */
static void
which_talk(struct incoming *in)
{
	struct conversation wanted = { .contact = in->contact.id,
	    .school = in->school };

	wanted.seat = seat_choose(in->db, in->message.seat, in->school,
	    in->now);
	conversation_open(in->db, &wanted, &in->talk);
	if (in->talk.seat == 0 || named(in) != 0)
		in->talk.seat = wanted.seat;
	else
		in->talk.seat = seat_choose(in->db, in->talk.seat,
		    in->school, in->now);
	if (in->talk.seat == 0)
		db_fail(in->db, "there is no desk to read this");
	conversation_set_students(in->db, in->talk.id, in->families,
	    in->family_count);
}

/* Whether nobody was named to read the answers to what it answers. */
static bool
to_a_notice(const struct incoming *in)
{
	return in->message.id != 0 && in->message.readers == READERS_NOBODY;
}

/* Rules 3 and 4 of Definition 1; why is for what does not count. */
static enum counts
counts(const struct incoming *in, const char **why)
{
	*why = "";
	if (in->reply.practice)
		*why = "practice";
	else if (in->reply.what != REPLY_MESSAGE)
		*why = "word of consent";
	else if (in->news->text != NULL &&
	    optout_reaction(db_arena(in->db), in->news->text))
		*why = "reaction";
	else if (in->people_count == 0)
		*why = "unknown sender";
	else if (!in->guardian)
		*why = "staff phone";
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

static void
write_reply(struct incoming *in, const struct account *account)
{
	const struct news	*news = in->news;
	struct reply		*r = &in->reply;

	*r = (struct reply){ .id = reply_next_id(in->db),
	    .conversation = in->talk.id,
	    .contact = in->contact.id, .account = account->name,
	    .reference = news->reference, .sender = news->to,
	    .what = r->what, .practice = r->practice,
	    .words = news->text != NULL ? news->text : "",
	    .raw = news->raw, .raw_length = news->raw_length,
	    .media = links(db_arena(in->db), news),
	    .answers = in->message.id, .counts = r->counts,
	    .at = news->at != 0 && news->at < in->now ? news->at : in->now };
	reply_insert(in->db, r);
}

static void
write_ledger(struct incoming *in, const char *why)
{
	struct entry	 e = { .at = gateway_moment(in->zone, in->reply.at),
			    .message = in->reply.id, .school = in->school,
			    .language = in->contact.language,
			    .channel = CHANNEL_SMS, .kind = KIND_DIRECT,
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

/* What was listed late does not overrule what they have said since. */
static void
consent(struct incoming *in)
{
	if (in->reply.what != REPLY_MESSAGE &&
	    contact_consent_at(in->db, in->contact.id) > in->reply.at)
		return;
	if (in->reply.what == REPLY_STOP) {
		contact_stop(in->db, in->contact.id, "text", in->reply.at);
		delivery_drop_contact(in->db, in->contact.id,
		    "They asked for no texts.",
		    gateway_moment(in->zone, in->now));
	} else if (in->reply.what == REPLY_START) {
		contact_start(in->db, in->contact.id, "text", in->reply.at);
	} else if (in->contact.state == CONTACT_UNCONFIRMED ||
	    in->contact.state == CONTACT_INVALID ||
	    in->contact.state == CONTACT_LANDLINE) {
		contact_mark(in->db, in->contact.id, CONTACT_OK);
	}
}

/* Who wrote to nobody, or whom nobody knows, is told who reads it. */
static void
say_by_ourselves(struct incoming *in)
{
	struct automatic a = { .contact = in->contact.id,
	    .school = in->school, .now = in->now };

	if (in->contact.state == CONTACT_STOPPED)
		return;
	if (in->people_count == 0)
		a.template = "auto.unknown_sender";
	else if (in->reply.counts == COUNTS_NOTICE_ANSWER)
		a.template = "auto.nobody_reads";
	else
		return;
	automatic_say(in->db, in->zone, &a);
}

void
inbound_keep(struct db *db, const struct zone *zone,
    const struct account *account, const struct news *news, int64_t now)
{
	struct incoming	 in = { .db = db, .zone = zone, .news = news,
			    .now = now };
	const char	*why;

	if (reply_seen(db, account->name, news->reference))
		return;
	who(&in);
	what_it_answers(&in);
	in.reply.what = optout_read(db_arena(db), news->text != NULL ?
	    news->text : "", in.contact.language,
	    in.contact.state == CONTACT_STOPPED);
	if (news->class == ERROR_RCPT_OPTOUT)
		in.reply.what = REPLY_STOP;	/* The provider says so. */
	which_talk(&in);
	in.reply.practice = practice_mode(db) == MODE_PRACTICE;
	in.reply.counts = counts(&in, &why);
	write_reply(&in, account);
	write_ledger(&in, why);
	consent(&in);
	if (in.reply.what == REPLY_STOP || in.reply.what == REPLY_START)
		return;
	conversation_asked(db, in.talk.id, in.talk.seat, in.reply.at);
	say_by_ourselves(&in);
}
