/*
 * Definition 1 of KPI 2.1, a story for each thing a rule says: who writes
 * what to whom, what is handed over, fails, comes back or is answered, and
 * what the figures are then.  After each story the tally is the sum of the
 * ledger, each message and family stands there 0 or 1 times, and a program
 * that knows only the definition counts the same from the raw rows.
 */

#include <stdio.h>
#include <string.h>

#include "base/zone.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/roster.h"
#include "tests/flow/rig.h"

/* The people of all stories; 0 ends a list. */
enum staff { NOBODY, LEE, KIM, DORA, TESS, SUE };
enum student { NO_ONE, IVY, BEN, CAL, ED, FLO, RED, ROY, OLD, NEW_ONE, TIM,
    F1, F2, F3, F4, F5, F6, STUDENTS };
enum guardian { NONE_AT_ALL, ANA, BOB, DEE, EVE, ROSE, RON, RITA, OTTO, XAN,
    GUARDIANS, STRANGER = GUARDIANS, TESS_HERSELF, SUE_HERSELF, PHONES };

struct town {
	struct rig	*rig;
	int64_t		 oak, elm, class;
	int64_t		 staff[SUE + 1], student[STUDENTS];
	int64_t		 guardian[GUARDIANS];
	const char	*phone[PHONES];
	int64_t		 message;	/* The last one that staff wrote. */
};

struct step {
	void		(*play)(struct town *, const struct step *);
	int		 who;
	const char	*words;
	int		 whom[8];
	enum kind	 kind;
	enum readers	 readers;
	int64_t		 ms;
};

struct sums {
	int64_t		 out, in, announced, repeated, automatic, notice, not,
			 copies;
};

struct story {
	const char	*title;
	struct step	 steps[14];
	struct sums	 sums;
};

static void
write_step(struct town *t, const struct step *s)
{
	int64_t	 students[8];
	unsigned n = 0;

	for (; s->whom[n] != 0; n++)
		students[n] = t->student[s->whom[n]];
	assert_int_equal(rig_write(t->rig, (struct draft){
	    .key = { .id = s->who == NOBODY ? 5 : 0,
		.person = t->staff[s->who] },
	    .audience = AUDIENCE_STUDENTS, .students = students,
	    .student_count = n, .kind = s->kind, .readers = s->readers,
	    .words = s->words }), 202);
	t->message = t->rig->composed.message.id;
}

static void
group_step(struct town *t, const struct step *s)
{
	assert_int_equal(rig_write(t->rig, (struct draft){
	    .key.person = t->staff[s->who], .audience = AUDIENCE_CLASS,
	    .target = t->class, .kind = s->kind, .readers = s->readers,
	    .words = s->words }), 202);
}

static void
send_step(struct town *t, const struct step *s)
{
	(void)s;
	assert_true(rig_send(t->rig) > 0);
}

static void
first_step(struct town *t, const struct step *s)
{
	t->rig->room = 1;
	send_step(t, s);
	t->rig->room = 0;
}

static void
refuse_step(struct town *t, const struct step *s)
{
	unsigned n = rig_claim(t->rig);

	(void)s;
	assert_true(n > 0);
	while (n-- > 0)
		assert_true(rig_move(t->rig, t->rig->claimed[n],
		    ATTEMPT_FAILED));
}

/* The last attempt to a phone. */
static int64_t
attempt_to(struct town *t, int who)
{
	struct db	*db = rig_visit(t->rig);
	struct contact	 contact;
	int64_t		 message, attempt;

	assert_true(contact_find(db, CHANNEL_SMS, t->phone[who], &contact));
	attempt = attempt_last_to(db, contact.id, RIG_NUMBER, &message);
	rig_keep(t->rig);
	assert_int_not_equal(attempt, 0);
	return attempt;
}

static void
fail_step(struct town *t, const struct step *s)
{
	assert_true(rig_move(t->rig, attempt_to(t, s->who), ATTEMPT_FAILED));
}

static void
arrive_step(struct town *t, const struct step *s)
{
	assert_true(rig_move(t->rig, attempt_to(t, s->who),
	    ATTEMPT_DELIVERED));
}

/* What is no news changes nothing. */
static void
stale_step(struct town *t, const struct step *s)
{
	assert_false(rig_move(t->rig, attempt_to(t, s->who), ATTEMPT_SENT));
}

static void
text_step(struct town *t, const struct step *s)
{
	rig_text(t->rig, t->phone[s->who], s->words);
}

static void
twice_step(struct town *t, const struct step *s)
{
	text_step(t, s);
	t->rig->texts--;
	text_step(t, s);
}

static void
answer_step(struct town *t, const struct step *s)
{
	struct conversation_page	 page = { .before = INT64_MAX,
					    .now = clock_now(), .most = 50 };
	struct told_conversation	*list;
	unsigned			 n = conversation_list(
					    rig_visit(t->rig), &page, &list);
	int64_t				 talk = 0;

	rig_keep(t->rig);
	while (n-- > 0)
		if (strcmp(list[n].address, t->phone[s->whom[0]]) == 0)
			talk = list[n].talk.id;
	assert_int_equal(rig_write(t->rig, (struct draft){
	    .key = { .id = s->who == NOBODY ? 5 : 0,
		.person = t->staff[s->who] },
	    .audience = AUDIENCE_CONTACT, .target = talk,
	    .kind = KIND_DIRECT, .words = s->words }), 202);
	t->message = t->rig->composed.message.id;
}

static void
pass_step(struct town *t, const struct step *s)
{
	(void)t;
	clock_pass(s->ms);
}

static void
cancel_step(struct town *t, const struct step *s)
{
	(void)s;
	assert_true(compose_cancel(rig_visit(t->rig), t->message,
	    rig_moment(t->rig)));
	rig_keep(t->rig);
}

static void
relate_step(struct town *t, const struct step *s)
{
	rig_relate(t->rig, t->guardian[s->who], t->student[s->whom[0]]);
}

static void
by_key_step(struct town *t, const struct step *s)
{
	(void)s;
	t->rig->by_key = true;
}

#define WRITE(name, text, ...)						\
	{ .play = write_step, .who = (name), .words = (text),		\
	    .whom = { __VA_ARGS__ }, .kind = KIND_DIRECT }
#define OF_KIND(sort, name, ...)					\
	{ .play = write_step, .who = (name), .words = "Hello",		\
	    .whom = { __VA_ARGS__ }, .kind = (sort),			\
	    .readers = READERS_OFFICE }
#define NOTICE(sort, name, ...)						\
	{ .play = write_step, .who = (name), .words = "No school",	\
	    .whom = { __VA_ARGS__ }, .kind = (sort),			\
	    .readers = READERS_NOBODY }
#define TO_CLASS(name)							\
	{ .play = group_step, .who = (name), .words = "Hello",		\
	    .kind = KIND_DIRECT }
#define SEND		{ .play = send_step }
#define SEND_FIRST	{ .play = first_step }
#define REFUSED		{ .play = refuse_step }
#define FAIL(name)	{ .play = fail_step, .who = (name) }
#define ARRIVE(name)	{ .play = arrive_step, .who = (name) }
#define STALE(name)	{ .play = stale_step, .who = (name) }
#define SAYS(name, text)						\
	{ .play = text_step, .who = (name), .words = (text) }
#define SAYS_TWICE(name, text)						\
	{ .play = twice_step, .who = (name), .words = (text) }
#define ANSWER(name, to)						\
	{ .play = answer_step, .who = (name), .words = "At eight",	\
	    .whom = { (to) } }
#define PASS(span)	{ .play = pass_step, .ms = (span) }
#define CANCEL		{ .play = cancel_step }
#define RELATE(name, to)						\
	{ .play = relate_step, .who = (name), .whom = { (to) } }
#define BY_KEY		{ .play = by_key_step }

static const struct story stories[] = {
	{ "0: two guardians of a student are one family",
	    { WRITE(LEE, "Hello", IVY), SEND }, { .out = 1, .copies = 2 } },
	{ "0: siblings who share a guardian are one family",
	    { WRITE(DORA, "Hello", IVY, BEN), SEND },
	    { .out = 1, .copies = 2 } },
	{ "0: a restricted guardian joins no families",
	    { WRITE(KIM, "Hello", RED, ROY), SEND },
	    { .out = 2, .copies = 2 } },
	{ "0: a restricted guardian gets nothing",
	    { WRITE(KIM, "Hello", RED), SEND }, { .out = 1, .copies = 1 } },
	{ "0: a relation that has ended joins no families",
	    { WRITE(KIM, "Hello", OLD, NEW_ONE), SEND },
	    { .out = 2, .copies = 2 } },
	{ "0: a family is what it was when it was written to",
	    { WRITE(KIM, "Hello", CAL), RELATE(DEE, F1), SEND, FAIL(DEE),
	      ARRIVE(DEE) }, { .out = 1, .copies = 1 } },
	{ "0: families that were joined since are one",
	    { RELATE(DEE, F1), WRITE(KIM, "Hello", CAL, F1), SEND },
	    { .out = 1, .copies = 2 } },

	{ "1: a message of staff to one student counts once",
	    { WRITE(LEE, "Hello", CAL), SEND }, { .out = 1, .copies = 1 } },
	{ "1: the same message again is another one",
	    { WRITE(LEE, "Hello", CAL), WRITE(LEE, "Hello", CAL), SEND },
	    { .out = 2, .copies = 2 } },
	{ "1: a key that names nobody is automatic",
	    { WRITE(NOBODY, "Hello", CAL), SEND },
	    { .automatic = 1, .copies = 1 } },
	{ "1: a key that names somebody writes for them",
	    { BY_KEY, WRITE(LEE, "Hello", CAL), SEND },
	    { .out = 1, .copies = 1 } },
	{ "1: five families in one send count one each",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5), SEND },
	    { .out = 5, .copies = 5 } },
	{ "1: six families in one send are an announcement",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5, F6), SEND },
	    { .announced = 6, .copies = 6 } },
	{ "1: siblings are one of the five",
	    { WRITE(DORA, "Hello", IVY, BEN, F1, F2, F3, F4), SEND },
	    { .out = 5, .copies = 6 } },
	{ "1: a student who is named twice is one",
	    { WRITE(KIM, "Hello", CAL, CAL), SEND },
	    { .out = 1, .copies = 1 } },
	{ "1: a class is an announcement, also a small one",
	    { TO_CLASS(LEE), SEND }, { .announced = 1, .copies = 2 } },

	{ "2: the same words to a sixth family are no direct message",
	    { WRITE(KIM, "Hello", F1), WRITE(KIM, "Hello", F2),
	      WRITE(KIM, "Hello", F3), WRITE(KIM, "Hello", F4),
	      WRITE(KIM, "Hello", F5), WRITE(KIM, "Hello", F6), SEND },
	    { .out = 5, .repeated = 1, .copies = 6 } },
	{ "2: spaces and case make no other words",
	    { WRITE(KIM, "See you", F1, F2, F3), WRITE(KIM, " see  YOU", F4,
	      F5, F6), SEND }, { .out = 5, .repeated = 1, .copies = 6 } },
	{ "2: however they were entered",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4), BY_KEY,
	      WRITE(KIM, "Hello", F5, F6), SEND },
	    { .out = 5, .repeated = 1, .copies = 6 } },
	{ "2: a family that had the words is no sixth one",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5),
	      WRITE(KIM, "Hello", F2), SEND }, { .out = 6, .copies = 6 } },
	{ "2: other words begin again",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5),
	      WRITE(KIM, "Goodbye", F6), SEND }, { .out = 6, .copies = 6 } },
	{ "2: another author begins again",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5),
	      WRITE(LEE, "Hello", F6), SEND }, { .out = 6, .copies = 6 } },
	{ "2: after a day it begins again",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5), SEND,
	      PASS(HOURS(24)), WRITE(KIM, "Hello", F6), SEND },
	    { .out = 6, .copies = 6 } },
	{ "2: a millisecond less than a day is within a day",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5), SEND,
	      PASS(HOURS(24) - 1), WRITE(KIM, "Hello", F6), SEND },
	    { .out = 5, .repeated = 1, .copies = 6 } },
	{ "2: what was an announcement is none of the five",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5, F6),
	      WRITE(KIM, "Hello", CAL), SEND },
	    { .out = 1, .announced = 6, .copies = 7 } },
	{ "2: a repetition is taken back as one",
	    { WRITE(KIM, "Hello", F1, F2, F3, F4, F5),
	      WRITE(KIM, "Hello", CAL), SEND, FAIL(DEE) },
	    { .out = 5, .copies = 6 } },

	{ "3: what a guardian writes counts", { SAYS(ANA, "A que hora?") },
	    { .in = 1 } },
	{ "3: also as an answer", { WRITE(LEE, "Hello", IVY), SEND,
	    SAYS(ANA, "Hello"), SAYS(BOB, "Hello") },
	    { .out = 1, .in = 2, .copies = 2 } },
	{ "3: a webhook that comes twice is one",
	    { SAYS_TWICE(ANA, "A que hora?") }, { .in = 1 } },
	{ "3: STOP and START do not count",
	    { SAYS(ANA, "STOP"), SAYS(ANA, "Start") }, { .not = 2 } },
	{ "3: HELP does not", { SAYS(DEE, "help!") }, { .not = 1 } },
	{ "3: a heart beside a text of ours does not",
	    { WRITE(LEE, "Hello", IVY), SEND,
	      SAYS(ANA, "Loved \xe2\x80\x9cHello\xe2\x80\x9d") },
	    { .out = 1, .not = 1, .copies = 2 } },
	{ "3: an unknown sender does not", { SAYS(STRANGER, "Who is this?") },
	    { .not = 1 } },
	{ "3: the phone of staff does not", { SAYS(SUE_HERSELF, "I am ill") },
	    { .not = 1 } },
	{ "3: of staff who are guardians it does",
	    { SAYS(TESS_HERSELF, "Tim is ill") }, { .in = 1 } },
	{ "3: a restricted guardian belongs to the other family",
	    { SAYS(RON, "Hello") }, { .in = 1 } },
	{ "3: a guardian whose relations have ended has no family",
	    { SAYS(OTTO, "Hello") }, { .not = 1 } },
	{ "3: on a shared phone it is the family that it answers",
	    { WRITE(KIM, "Hello", FLO), SEND, SAYS(EVE, "Yes") },
	    { .out = 1, .in = 1, .copies = 1 } },
	{ "3: who said stop can still write",
	    { SAYS(ANA, "stop"), SAYS(ANA, "Ivy is ill") },
	    { .in = 1, .not = 1 } },

	{ "4: an answer to a closing counts apart",
	    { NOTICE(KIND_CLOSING, KIM, CAL), SEND, SAYS(DEE, "Lunch?") },
	    { .automatic = 1, .notice = 1, .copies = 1 } },
	{ "4: it becomes direct when staff answer",
	    { NOTICE(KIND_CLOSING, KIM, CAL), SEND, SAYS(DEE, "Lunch?"),
	      SAYS(DEE, "Bus?"), ANSWER(KIM, DEE), SEND },
	    { .out = 1, .in = 2, .automatic = 1, .copies = 2 } },
	{ "4: not when a key answers that names nobody",
	    { NOTICE(KIND_CLOSING, KIM, CAL), SEND, SAYS(DEE, "Lunch?"),
	      ANSWER(NOBODY, DEE), SEND },
	    { .automatic = 2, .notice = 1, .copies = 2 } },
	{ "4: what they write after the answer is direct",
	    { NOTICE(KIND_CLOSING, KIM, CAL), SEND, SAYS(DEE, "Lunch?"),
	      ANSWER(KIM, DEE), SEND, PASS(MINUTES(5)), SAYS(DEE, "Thanks") },
	    { .out = 1, .in = 2, .automatic = 1, .copies = 2 } },
	{ "4: where somebody reads it counts at once",
	    { OF_KIND(KIND_ANNOUNCEMENT, KIM, CAL), SEND, SAYS(DEE, "Yes") },
	    { .in = 1, .announced = 1, .copies = 1 } },
	{ "4: a direct message that nobody reads answers of is a notice",
	    { NOTICE(KIND_DIRECT, KIM, CAL), SEND, SAYS(DEE, "Yes") },
	    { .out = 1, .notice = 1, .copies = 1 } },

	{ "5: what was not handed over does not count",
	    { WRITE(KIM, "Hello", CAL) }, { .out = 0 } },
	{ "5: what was refused does not",
	    { WRITE(KIM, "Hello", CAL), REFUSED }, { .out = 0 } },
	{ "5: what was taken back before does not",
	    { WRITE(KIM, "Hello", CAL), CANCEL }, { .out = 0 } },
	{ "5: one copy of two is enough",
	    { WRITE(LEE, "Hello", IVY), SEND, FAIL(ANA) },
	    { .out = 1, .copies = 2 } },
	{ "5: when every copy fails it is taken back",
	    { WRITE(LEE, "Hello", IVY), SEND, FAIL(ANA), FAIL(BOB) },
	    { .out = 0, .copies = 2 } },
	{ "5: when one arrives after all it counts again",
	    { WRITE(LEE, "Hello", IVY), SEND, FAIL(ANA), FAIL(BOB),
	      ARRIVE(BOB), ARRIVE(ANA) }, { .out = 1, .copies = 2 } },
	{ "5: late news changes nothing",
	    { WRITE(KIM, "Hello", CAL), SEND, ARRIVE(DEE), STALE(DEE) },
	    { .out = 1, .copies = 1 } },
	{ "5: on the fourteenth day it is still taken back",
	    { WRITE(KIM, "Hello", CAL), SEND, PASS(DAYS(14)), FAIL(DEE) },
	    { .out = 0, .copies = 1 } },
	{ "5: later it stays",
	    { WRITE(KIM, "Hello", CAL), SEND, PASS(DAYS(14) + 1), FAIL(DEE) },
	    { .out = 1, .copies = 1 } },
	{ "5: also when the last copy fails later",
	    { WRITE(LEE, "Hello", IVY), SEND, PASS(DAYS(1)), FAIL(ANA),
	      PASS(DAYS(14)), FAIL(BOB) }, { .out = 1, .copies = 2 } },
	{ "5: the days begin with the first copy",
	    { WRITE(LEE, "Hello", IVY), SEND_FIRST, PASS(DAYS(2)), SEND,
	      FAIL(ANA), PASS(DAYS(13)), FAIL(BOB) },
	    { .out = 1, .copies = 2 } },
	{ "5: two families on one phone count one each",
	    { WRITE(KIM, "Hello", ED, FLO), SEND },
	    { .out = 2, .copies = 1 } },
	{ "5: and are taken back and counted again together",
	    { WRITE(KIM, "Hello", ED, FLO), SEND, FAIL(EVE), ARRIVE(EVE),
	      WRITE(KIM, "Bye", ED, FLO), SEND, FAIL(EVE) },
	    { .out = 2, .copies = 2 } },

	{ "6: attendance is automatic, whoever writes it",
	    { OF_KIND(KIND_ATTENDANCE, KIM, CAL), SEND },
	    { .automatic = 1, .copies = 1 } },
	{ "6: so are closings and emergencies and what is for today",
	    { OF_KIND(KIND_CLOSING, KIM, CAL), OF_KIND(KIND_EMERGENCY, KIM,
	      CAL), OF_KIND(KIND_TODAY, KIM, CAL), SEND },
	    { .automatic = 3, .copies = 3 } },
	{ "6: what the gateway says by itself is not counted at all",
	    { SAYS(STRANGER, "Who is this?"), SEND }, { .not = 1 } },
	{ "6: automatic ones are taken back too",
	    { OF_KIND(KIND_ATTENDANCE, KIM, CAL), SEND, FAIL(DEE) },
	    { .automatic = 0, .copies = 1 } },
};

static void
people(struct town *t)
{
	struct rig *r = t->rig;

	t->oak = rig_school(r, "Oak School");
	t->elm = rig_school(r, "Elm School");
	t->class = rig_class(r, t->oak);
	t->staff[KIM] = rig_staff(r, rig_seat(r, t->oak));
	t->staff[TESS] = rig_staff(r, rig_seat(r, t->elm));
	t->staff[SUE] = rig_staff(r, 0);
	t->staff[DORA] = rig_staff(r, rig_seat(r, 0));
	t->staff[LEE] = rig_staff(r, rig_team(r, t->class));
	for (int i = IVY; i < STUDENTS; i++)
		t->student[i] = rig_student(r, i == BEN ? t->elm : t->oak,
		    i == IVY ? t->class : 0);
	for (int i = ANA; i < PHONES; i++)
		t->phone[i] = rig_phone(r);
	for (int i = ANA; i < GUARDIANS; i++)
		t->guardian[i] = rig_guardian(r, i == ANA ? "es-US" :
		    "en-US", t->phone[i]);
	rig_reach(r, t->staff[TESS], t->phone[TESS_HERSELF]);
	rig_reach(r, t->staff[SUE], t->phone[SUE_HERSELF]);
	for (int i = F1; i <= F6; i++)
		rig_relate(r, rig_guardian(r, "en-US", rig_phone(r)),
		    t->student[i]);
}

/* Who is whose. */
static void
relations(struct town *t)
{
	static const int pairs[][2] = { { ANA, IVY }, { ANA, BEN },
	    { BOB, IVY }, { DEE, CAL }, { EVE, ED }, { ROSE, RED },
	    { RON, ROY }, { RITA, ROY },
	    { XAN, NEW_ONE } };
	struct rig	*r = t->rig;
	int64_t		 fay = rig_guardian(r, "en-US", t->phone[EVE]);
	struct db	*db;

	for (size_t i = 0; i < COUNT(pairs); i++)
		rig_relate(r, t->guardian[pairs[i][0]],
		    t->student[pairs[i][1]]);
	rig_relate(r, fay, t->student[FLO]);
	rig_relate(r, rig_guardian(r, "en-US", rig_phone(r)),
	    t->student[OLD]);
	rig_relate(r, t->staff[TESS], t->student[TIM]);
	db = rig_visit(r);
	roster_add_guardianship(db, &(struct guardianship){
	    .guardian = t->guardian[RON], .student = t->student[RED],
	    .relation = "father", .write_to = true, .restricted = true });
	db_run(db, "UPDATE person SET guardian = 1 WHERE id = $1",
	    INT(t->staff[TESS]));
	db_run(db, "INSERT INTO guardianship (id, guardian, student, "
	    "relation, write_to, restricted, since, until) "
	    "VALUES (1, $1, $3, 'aunt', 1, 0, 0, $4), "
	    "(2, $2, $3, 'uncle', 1, 0, 0, $4)", INT(t->guardian[XAN]),
	    INT(t->guardian[OTTO]), INT(t->student[OLD]), INT(clock_now()));
	rig_keep(r);
}

static int64_t
net(struct rig *r, const char *what, const char *back)
{
	return rig_figure(r, what) - rig_figure(r, back);
}

struct play {
	const struct story	*story;
	const struct db_driver	*driver;
};

static void
test_story(void **state)
{
	const struct play	*play = *state;
	const struct sums	*s = &play->story->sums;
	struct town		 t = { .rig = rig_open(play->driver) };
	struct rig		*r = t.rig;

	rig_visit(t.rig);
	people(&t);
	relations(&t);
	rig_keep(r);
	for (size_t i = 0; play->story->steps[i].play != NULL; i++)
		play->story->steps[i].play(&t, &play->story->steps[i]);
	assert_int_equal(net(r, "direct_out", "direct_out_back"), s->out);
	assert_int_equal(rig_figure(r, "direct_in"), s->in);
	assert_int_equal(net(r, "announcement", "announcement_back"),
	    s->announced);
	assert_int_equal(net(r, "announcement_by_repetition",
	    "announcement_by_repetition_back"), s->repeated);
	assert_int_equal(net(r, "automatic", "automatic_back"), s->automatic);
	assert_int_equal(net(r, "notice_answer", "notice_answer_back"),
	    s->notice);
	assert_int_equal(rig_figure(r, "not_counted"), s->not);
	assert_int_equal(rig_figure(r, "copy"), s->copies);
	rig_agrees(r);
}

/* Rule 7, of the only row that the ledger has. */
static void
assert_row(struct rig *r, int64_t school, const char *language, int64_t time)
{
	struct figure	*list;
	unsigned	 n = ledger_figures(rig_visit(r), 20260101, 20991231,
			    &list);

	rig_keep(r);
	while (n-- > 0) {
		assert_int_equal(list[n].school, school);
		assert_string_equal(list[n].language, language);
		assert_int_equal(list[n].day, zone_day(r->zone, time));
	}
}

static void
test_where_and_when_ours(void **state)
{
	struct town	 t = { .rig = rig_open(*state) };
	struct rig	*r = t.rig;

	rig_visit(t.rig);
	people(&t);
	relations(&t);
	rig_keep(t.rig);
	assert_int_equal(rig_direct(r, t.staff[DORA], "Hello",
	    t.student[BEN]), 202);
	clock_pass(DAYS(1));		/* It is handed over the next day. */
	assert_int_equal(rig_send(r), 1);
	assert_row(r, t.elm, "es-US", clock_now());
	clock_pass(DAYS(1));		/* And fails the day after. */
	rig_move(r, r->claimed[0], ATTEMPT_FAILED);
	assert_int_equal(rig_figure(r, "direct_out_back"), 1);
}

static void
test_where_and_when_theirs(void **state)
{
	struct town	 t = { .rig = rig_open(*state) };

	rig_visit(t.rig);
	people(&t);
	relations(&t);
	rig_keep(t.rig);
	clock_pass(HOURS(13));		/* 23:00; tomorrow, in UTC. */
	rig_text(t.rig, t.phone[ANA], "A que hora?");
	assert_row(t.rig, t.oak, "es-US", clock_now());
	assert_int_equal(zone_day(t.rig->zone, clock_now()),
	    zone_day(t.rig->zone, clock_now() - HOURS(13)));
}

int
main(void)
{
	static struct play		 plays[COUNT(stories) * 2];
	static char			 names[COUNT(stories) * 2][100];
	static struct CMUnitTest	 tests[COUNT(stories) * 2 + 4];
	static const struct CMUnitTest	 more[] = {
		RIG_TEST(test_where_and_when_ours),
		RIG_TEST(test_where_and_when_theirs),
	};

	for (size_t i = 0; i < COUNT(plays); i++) {
		plays[i] = (struct play){ &stories[i / 2],
		    i % 2 == 0 ? &db_sqlite : PLACE_POSTGRES };
		snprintf(names[i], sizeof names[i], "%s (%s)",
		    stories[i / 2].title, i % 2 == 0 ? "sqlite" : "postgres");
		tests[i] = (struct CMUnitTest){ names[i], test_story, NULL,
		    rig_shut, &plays[i] };
	}
	memcpy(tests + COUNT(plays), more, sizeof more);
	return cmocka_run_group_tests_name("rules", tests, NULL, rig_end);
}
