/*
 * A round, and what has to be so after it.  Every text has words that no
 * other has, so the carrier's own record and the rows of the store say how
 * often it was handed over, or came.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/compose.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "net/loop.h"
#include "store/db.h"
#include "store/ledger.h"
#include "tests/scenarios/stage.h"
#include "tests/torture/disk.h"
#include "tests/torture/faulty.h"
#include "tests/torture/round.h"

#define ANABEL		"+15085550101"
#define BERTHA		"+15085550102"
#define CARLOTTA	"+15085550103"
#define STRANGER	"+15085550177"
#define ASKS		6	/* Until it has to be told. */

static int64_t	before;		/* The carrier's last text, before a round. */

/* A failure that lasts is mended after people noticed it. */
static void
after_a_while(struct stage *stage)
{
	stage_until(stage, clock_now() + SECONDS(5));
	if (faulty_fired() != NULL)
		faulty_mend();
	if (disk_fired() != NULL)
		disk_mend();
}

/*
 * Staff.
 */

static const char *
say(struct arena *arena, const struct composed *done)
{
	char id[ID_TEXT];

	return arena_text(arena, id_text(done->message.id, id));
}

static void
composed(struct composing *c)
{
	*(bool *)c->arg = true;
}

static int
ask_once(struct stage *stage, struct composing *c)
{
	bool done = false;

	c->job.arena = stage->arena;
	c->arg = &done;
	compose(c);
	while (!done)
		loop_turn(stage->loop);
	return c->status;
}

/* The message, told. */
static int64_t
write_it(struct stage *stage, struct draft *draft, const char *words)
{
	struct thing		*lee = thing_get(stage, THING_STAFF, "Lee");
	struct composing	*c = NEW(stage->arena, struct composing);
	int64_t			 id = id_new();
	int			 status = 0;

	draft->key = (struct api_key){ .id = lee->key,
	    .person = lee->person, .name = lee->name };
	draft->words = arena_text(stage->arena, words);
	for (unsigned i = 0; i < ASKS && status != 202; i++) {
		*c = (struct composing){ .gateway = stage->gateway,
		    .draft = *draft, .id = id, .now = clock_now(),
		    .name = draft->words, .digest = draft->words, .say = say,
		    .then = composed };
		status = ask_once(stage, c);
		if (status != 202 && status != 503)
			break;
		after_a_while(stage);
	}
	if (status != 202)
		stage_fail(stage, "%s is answered %d: %s", words, status,
		    c->answer);
	if (!id_parse(c->answer, &id))
		stage_fail(stage, "%s has no id", words);
	return id;
}

static void
write_student(struct stage *stage, const char *name, int64_t at,
    const char *words)
{
	struct draft draft = { .audience = AUDIENCE_STUDENTS,
	    .students = &thing_get(stage, THING_STUDENT, name)->id,
	    .student_count = 1, .kind = KIND_DIRECT,
	    .readers = READERS_AUTHOR, .send_at = at };

	(void)write_it(stage, &draft, words);
}

void
round_write(struct stage *stage, const char *student, const char *words)
{
	write_student(stage, student, 0, words);
}

/*
 * Visits that are asked for again.
 */

struct visit {
	struct job	 job;
	void		(*work)(struct db *, void *);
	void		*arg;
	bool		 done, kept;
};

static void
visit_work(struct job *job, struct db *db)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	v->work(db, v->arg);
}

static void
visit_done(struct job *job, bool kept)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	v->done = true;
	v->kept = kept;
}

void
round_visit(struct stage *stage, void (*work)(struct db *, void *), void *arg)
{
	struct visit v = { .work = work, .arg = arg };

	for (unsigned i = 0; i < ASKS && !v.kept; i++) {
		v.job = (struct job){ .work = visit_work, .done = visit_done,
		    .arena = stage->arena };
		v.done = false;
		store_write(stage->store, &v.job);
		while (!v.done)
			loop_turn(stage->loop);
		after_a_while(stage);
	}
	if (!v.kept)
		stage_fail(stage, "a visit is refused for good");
}

struct cancelling {
	struct stage	*stage;
	int64_t		 message;
};

static void
cancel_work(struct db *db, void *arg)
{
	struct cancelling *c = arg;

	(void)compose_cancel(db, c->message, gateway_moment(c->stage->zone,
	    clock_now()));
}

/*
 * Families.
 */

static void
phone_writes(struct stage *stage, const char *from, const char *words)
{
	far_tell(&stage->far, "/carrier/write", json_pack("{ss ss ss}",
	    "from", from, "body", words, "to", "+15085550100"));
	stage_settle(stage);
	after_a_while(stage);
}

static void
find_talk(struct db *db, void *arg)
{
	int64_t *id = arg;

	*id = db_number(db_query(db, "SELECT max(c.id) FROM conversation c "
	    "JOIN contact k ON k.id = c.contact WHERE k.address = $1",
	    TEXT(ANABEL)));
}

static void
find_stopped(struct db *db, void *arg)
{
	int64_t *stopped = arg;

	*stopped = db_number(db_query(db, "SELECT count(*) FROM contact "
	    "WHERE address = $1 AND state = 'stopped'", TEXT(CARLOTTA)));
}

/* Says START until she is heard: the first may have become a stray. */
static void
start_again(struct stage *stage)
{
	int64_t stopped = 1;

	for (unsigned i = 0; i < ASKS && stopped; i++) {
		phone_writes(stage, CARLOTTA, "START");
		stage_until(stage, clock_now() + MINUTES(6));
		stage_read(stage, find_stopped, &stopped);
	}
	if (stopped)
		stage_fail(stage, "START is not heard");
}

/*
 * A round.
 */

const char *
round_name(char *into, unsigned n, char letter)
{
	snprintf(into, ROUND_WORDS, "zq%05u%c", n, letter);
	return into;
}

static void
staff_write(struct stage *stage, unsigned n)
{
	struct draft	 draft = { .audience = AUDIENCE_SCHOOL,
			    .target = thing_get(stage, THING_SCHOOL,
			    "Oak")->id, .kind = KIND_ANNOUNCEMENT,
			    .readers = READERS_AUTHOR,
			    .send_at = clock_now() + MINUTES(2) };
	struct draft	 later = { .audience = AUDIENCE_STUDENTS,
			    .students = &thing_get(stage, THING_STUDENT,
			    "Ivy")->id, .student_count = 1,
			    .kind = KIND_DIRECT, .readers = READERS_AUTHOR,
			    .send_at = clock_now() + MINUTES(20) };
	struct cancelling c = { .stage = stage };
	char		 words[ROUND_WORDS];

	write_student(stage, "Ivy", 0, round_name(words, n, 'a'));
	(void)write_it(stage, &draft, round_name(words, n, 'b'));
	c.message = write_it(stage, &later, round_name(words, n, 'c'));
	round_visit(stage, cancel_work, &c);
	stage_until(stage, clock_now() + MINUTES(3));
	after_a_while(stage);
}

static void
talk(struct stage *stage, unsigned n)
{
	struct draft	 draft = { .audience = AUDIENCE_CONTACT,
			    .kind = KIND_DIRECT, .readers = READERS_AUTHOR };
	char		 words[ROUND_WORDS];

	phone_writes(stage, ANABEL, round_name(words, n, 'd'));
	stage_until(stage, clock_now() + MINUTES(6));
	stage_read(stage, find_talk, &draft.target);
	if (draft.target != 0)
		(void)write_it(stage, &draft, round_name(words, n, 'e'));
	phone_writes(stage, STRANGER, round_name(words, n, 'h'));
}

/* Carlotta stops while something waits for her; a line is dropped. */
static void
trouble(struct stage *stage, unsigned n)
{
	char words[ROUND_WORDS];

	write_student(stage, "Cyrus", clock_now() + MINUTES(1),
	    round_name(words, n, 'f'));
	phone_writes(stage, CARLOTTA, "STOP");
	far_tell(&stage->far, "/carrier/fault", json_pack("{ss ss sI}",
	    "name", "drop-after", "number", BERTHA, "count",
	    (json_int_t)1));
	write_student(stage, "Theodore", 0, round_name(words, n, 'g'));
	stage_until(stage, clock_now() + MINUTES(7));
	after_a_while(stage);
	start_again(stage);
}

/* The carrier's number of its last text, of either way. */
static int64_t
last_text(struct stage *stage)
{
	json_t	*record = far_ask(&stage->far, "GET",
		    "/carrier/record?most=1&after=4294967294", NULL);
	int64_t	 n = json_integer_value(json_object_get(record, "received")) +
		    json_integer_value(json_object_get(record, "written"));

	json_decref(record);
	return n;
}

void
round_play(struct stage *stage, unsigned n)
{
	before = last_text(stage);
	staff_write(stage, n);
	talk(stage, n);
	trouble(stage, n);
	round_roster(stage, n);
	round_mail(stage, n);
}

void
round_town(struct stage *stage)
{
	static const char *const worldly[] = { "store", "listing", "webhook",
	    "lane", "database" };

	for (size_t i = 0; i < COUNT(worldly); i++)
		watch_allow(worldly[i]);
	stage_play_on(stage, "torture", "like oak.inc\n"
	    "number school@school.example account mail\n"
	    "student Dahlia in Oak class Oak-1A\n"
	    "guardian Delia of Dahlia mailbox delia@x.example\n"
	    "start\n");
}

/*
 * What has to be so.
 */

struct found {
	unsigned	 n;
	int64_t		 under_way, replies, strays, maybe;
	struct recount	 recount;
	const char	*words;
};

static void
find_rest(struct db *db, void *arg)
{
	struct found *f = arg;

	ledger_recount(db, &f->recount);
	f->under_way = db_number(db_query(db, "SELECT count(*) FROM attempt "
	    "WHERE state IN ('planned', 'claimed') OR (state = 'unknown' "
	    "AND account <> 'mail')", NONE));	/* Nobody can be asked. */
	f->under_way += db_number(db_query(db, "SELECT count(*) FROM message "
	    "WHERE state IN ('waiting', 'expanding', 'sending')", NONE));
}

static void
find_reply(struct db *db, void *arg)
{
	struct found *f = arg;

	f->replies = db_number(db_query(db, "SELECT count(*) FROM reply "
	    "WHERE words LIKE $1", TEXT(f->words)));
	f->strays = db_number(db_query(db, "SELECT count(*) FROM stray", NONE));
}

/* How often those words are in the carrier's record, to that phone. */
static int64_t
handed(const json_t *texts, const char *words, const char *to)
{
	const json_t	*text;
	size_t		 i;
	int64_t		 n = 0;

	json_array_foreach(texts, i, text)
		n += strstr(json_string_value(json_object_get(text, "body")),
		    words) != NULL && strcmp(json_string_value(
		    json_object_get(text, "to")), to) == 0;
	return n;
}

static void
expect_handed(struct stage *stage, const json_t *texts, unsigned n,
    char letter, const char *to, int64_t least, int64_t most)
{
	char	words[ROUND_WORDS];
	int64_t times = handed(texts, round_name(words, n, letter), to);

	if (times < least || times > most)
		stage_fail(stage, "%s was handed over %lld times to %s",
		    words, (long long)times, to);
}

static void
check_handed(struct stage *stage, unsigned n)
{
	json_t *record = far_ask(&stage->far, "GET", arena_print(
	    stage->arena, "/carrier/record?most=10000&after=%lld",
	    (long long)before), NULL);
	const json_t *texts = json_object_get(record, "texts");

	expect_handed(stage, texts, n, 'a', ANABEL, 1, 1);
	expect_handed(stage, texts, n, 'b', ANABEL, 1, 1);
	expect_handed(stage, texts, n, 'b', BERTHA, 1, 1);
	expect_handed(stage, texts, n, 'b', CARLOTTA, 1, 1);
	expect_handed(stage, texts, n, 'c', ANABEL, 0, 0);
	expect_handed(stage, texts, n, 'e', ANABEL, 1, 1);
	expect_handed(stage, texts, n, 'f', CARLOTTA, 0, 1);
	expect_handed(stage, texts, n, 'g', BERTHA, 1, 1);
	json_decref(record);
}

/* Once, or it stands among the strays, for the office. */
static void
check_reply(struct stage *stage, unsigned n, char letter)
{
	char		 words[ROUND_WORDS];
	struct found	 f = { .words = arena_print(stage->arena, "%s%%",
			    round_name(words, n, letter)) };

	stage_read(stage, find_reply, &f);
	if (f.replies > 1 || f.replies + f.strays < 1)
		stage_fail(stage, "%s came %lld times", words,
		    (long long)f.replies);
}

void
round_check(struct stage *stage, unsigned n)
{
	struct found f = { .n = n };

	stage_until(stage, clock_now() + MINUTES(30));
	stage_read(stage, find_rest, &f);
	if (f.under_way != 0)
		stage_fail(stage, "%lld are under way",
		    (long long)f.under_way);
	if (f.recount.tally_wrong != 0 || f.recount.sum_wrong != 0)
		stage_fail(stage, "tally: %lld wrong, sums: %lld wrong",
		    (long long)f.recount.tally_wrong,
		    (long long)f.recount.sum_wrong);
	check_handed(stage, n);
	check_reply(stage, n, 'd');
	check_reply(stage, n, 'h');
	check_reply(stage, n, 'k');
	round_mail_check(stage, n);
	if (gateway_ill(stage->gateway) != NULL ||
	    lane_resting(stage->gateway->lanes[0]) != NULL)
		stage_fail(stage, "the gateway is not well");
}
