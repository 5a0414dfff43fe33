/*
 * No answer without a reader.  All the ways to lose one, alone and in random
 * order; after each text of a family its talk is read by a seat on which
 * somebody sits.  What is never lost is one person at the district's desk.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/compose.h"
#include "flow/gateway.h"
#include "flow/inbound.h"
#include "net/loop.h"
#include "provider.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/seat.h"
#include "tests/scenarios/stage.h"

#define STEPS	600

static const char town[] =
    "like oak.inc\n"
    "number +15085550110 account main of Oak\n"
    "number +15085550120 account main of Elm\n"
    "student Ida in Elm\n"			/* In no class. */
    "guardian Anabel of Ida\n"
    "guardian Greta of Ivy phone +15085550109 restricted\n"
    "staff Sam in Oak-2B phone +15085550121\n"
    "key feed\n";

static const char *const phones[] = { "+15085550101", "+15085550102",
    "+15085550103", "+15085550109", "+15085550121", "+15085559001",
    "+15085559002" };
static const char *const lines[] = { "+15085550100", "+15085550110",
    "+15085550120", "+15085550199" };		/* The last is nobody's. */

static struct stage	 stage;
static struct gateway	 gateway;
static struct configured none;
static unsigned		 seed;

static unsigned
any(unsigned count)
{
	seed = seed * 1103515245 + 12345;
	return seed / 65536 % count;
}

/*
 * The ways.
 */

static void
seat_empties(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE seat_member SET until = $1 WHERE until = 0 "
	    "AND seat IN (SELECT id FROM seat WHERE kind <> 'desk' "
	    "AND id % 3 = $2)", INT(clock_now()), INT(any(3)));
}

static void
offices_empty(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE seat_member SET until = $1 WHERE until = 0 "
	    "AND seat IN (SELECT id FROM seat WHERE kind = 'office')",
	    INT(clock_now()));
}

static void
classes_empty(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE seat_member SET until = $1 WHERE until = 0 "
	    "AND seat IN (SELECT id FROM seat WHERE kind = 'class')",
	    INT(clock_now()));
}

static void
members_go(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "DELETE FROM seat_member WHERE seat IN "
	    "(SELECT id FROM seat WHERE kind <> 'desk')", NONE);
}

static void
members_begin_later(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE seat_member SET since = $1 WHERE seat IN "
	    "(SELECT id FROM seat WHERE kind <> 'desk')",
	    INT(clock_now() + DAYS(1)));
}

static void
members_return(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE seat_member SET until = 0, since = 0", NONE);
}

static void
class_goes(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "DELETE FROM seat WHERE kind = 'class'", NONE);
	db_run(db, "DELETE FROM class", NONE);
}

static void
school_goes(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "DELETE FROM seat WHERE school <> 0", NONE);
	db_run(db, "DELETE FROM school", NONE);
}

static void
students_leave(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE enrolment SET until = $1", INT(clock_now()));
}

static void
guardians_leave(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE guardianship SET until = $1", INT(clock_now()));
}

static void
people_lose_phones(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "DELETE FROM reach", NONE);
}

static void
numbers_go(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "DELETE FROM sender", NONE);
}

static void
messages_forget_seats(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE message SET seat = 117310464123801601", NONE);
	db_run(db, "UPDATE conversation SET seat = 117310464123801601", NONE);
}

static const struct {
	const char	*what;
	void		(*work)(struct db *, void *);
} ways[] = {
	{ "everybody leaves some seats", seat_empties },
	{ "everybody leaves the offices", offices_empty },
	{ "everybody leaves the classes", classes_empty },
	{ "seats have no members", members_go },
	{ "members begin tomorrow", members_begin_later },
	{ "members return", members_return },
	{ "the classes are gone", class_goes },
	{ "the schools are gone", school_goes },
	{ "no student is enrolled", students_leave },
	{ "nobody is a guardian", guardians_leave },
	{ "phones belong to nobody", people_lose_phones },
	{ "our numbers are nobody's", numbers_go },
	{ "seats are gone that are named", messages_forget_seats },
};

/*
 * Writing, to and fro.
 */

static const char *
say(struct arena *arena, const struct composed *done)
{
	(void)done;
	return arena_text(arena, "yes");
}

static void
composed(struct composing *c)
{
	*(bool *)c->arg = true;
}

/* It may be refused; what was planned counts as sent. */
static void
sent_work(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE attempt SET state = 'sent' "
	    "WHERE state = 'planned'", NONE);
}

static void
somebody_writes(void)
{
	static const char *const authors[] = { "Clerk", "Lee", "Moss",
	    "Keeper", "Sam", "Dora", NULL };
	static const char *const students[] = { "Ivy", "Theodore", "Cyrus",
	    "Ida" };
	const char		*name = authors[any(COUNT(authors))];
	struct thing		*who = name == NULL ? thing_get(&stage,
				    THING_KEY, "feed") :
				    thing_get(&stage, THING_STAFF, name);
	struct arena		*arena = arena_new();
	struct composing	*c = NEW(arena, struct composing);
	int64_t			 id = thing_get(&stage, THING_STUDENT,
				    students[any(4)])->id;
	bool			 done = false;

	*c = (struct composing){ .gateway = &gateway, .id = id_new(),
	    .now = clock_now(), .say = say, .then = composed, .arg = &done,
	    .draft = { .key = { .id = who->key, .person = who->person },
		.students = &id, .student_count = 1,
		.kind = (enum kind)any(KIND_SYSTEM),
		.readers = (enum readers)any(READERS_NOBODY + 1),
		.words = "How are you?" } };
	c->job.arena = arena;
	compose(c);
	while (!done)
		loop_turn(stage.loop);
	arena_free(arena);
	stage_write(&stage, sent_work, NULL);
}

struct text {
	const char	*from, *to;
	struct news	 news;
	int64_t		 talks, unread;
};

static void
text_work(struct db *db, void *arg)
{
	struct text	*text = arg;
	struct rows	*rows;

	inbound_keep(db, &gateway, &stage.configured.accounts[0],
	    &text->news, clock_now());
	rows = db_query(db, "SELECT count(*) FROM reply r "
	    "JOIN conversation c ON c.id = r.conversation "
	    "WHERE r.reference = $1 AND c.state = 'asked'",
	    TEXT(text->news.reference));
	text->talks = db_row(rows) ? db_int(rows, 0) : -1;
	rows = db_query(db, "SELECT c.seat FROM reply r "
	    "JOIN conversation c ON c.id = r.conversation "
	    "WHERE r.reference = $1", TEXT(text->news.reference));
	text->unread = !db_row(rows) ||
	    !seat_has_reader(db, db_int(rows, 0), clock_now());
}

static void
phone_writes(const char *from, const char *to, const char *after)
{
	static unsigned	 count;
	char		 name[32];
	struct text	 text = { .from = from, .to = to };

	snprintf(name, sizeof name, "SM%u", ++count);
	text.news = (struct news){ .kind = NEWS_REPLY, .reference = name,
	    .from = from, .to = to, .text = "Who reads this?" };
	stage_write(&stage, text_work, &text);
	if (text.talks != 1 || text.unread != 0)
		fail_msg("after \"%s\" nobody reads %s to %s (seed %u)",
		    after, from, to, seed);
}

static void
everybody_writes(const char *after)
{
	for (size_t i = 0; i < COUNT(phones); i++)
		for (size_t j = 0; j < COUNT(lines); j++)
			phone_writes(phones[i], lines[j], after);
}

/*
 * The tests.
 */

static void
open_town(const struct db_driver *driver)
{
	struct script script;

	stage_open(&stage, driver, driver == &db_sqlite);
	script_read(&script, stage.arena, "the town", town);
	stage_play(&stage, &script);
	gateway = (struct gateway){ .store = stage.store,
	    .zone = stage.zone, .configured = &none,
	    .keywords = stage.keywords };
}

static int
unmake(void **state)
{
	(void)state;
	stage_close(&stage);
	return 0;
}

static void
each_way_alone_leaves_a_reader(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(ways); i++) {
		if (i > 0)
			stage_close(&stage);
		open_town(&db_sqlite);
		everybody_writes("nothing");
		for (unsigned n = 0; n < 12; n++)
			somebody_writes();
		everybody_writes("messages");
		clock_pass(MINUTES(1));
		stage_write(&stage, ways[i].work, NULL);
		everybody_writes(ways[i].what);
	}
}

static void
any_order_leaves_a_reader(const struct db_driver *driver)
{
	const char *last = "nothing";

	open_town(driver);
	seed = 20261122;
	for (unsigned i = 0; i < STEPS; i++) {
		unsigned way = any(COUNT(ways));

		if (any(4) == 0) {
			last = ways[way].what;
			stage_write(&stage, ways[way].work, NULL);
		} else if (any(3) == 0) {
			somebody_writes();
		}
		phone_writes(phones[any(COUNT(phones))],
		    lines[any(COUNT(lines))], last);
		clock_pass(SECONDS(1) + any(3) * MINUTES(1));
	}
}

static void
any_order_on_sqlite(void **state)
{
	(void)state;
	any_order_leaves_a_reader(&db_sqlite);
}

static void
any_order_on_postgres(void **state)
{
	(void)state;
	any_order_leaves_a_reader(db_driver_for("host=here"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(each_way_alone_leaves_a_reader,
		    unmake),
		cmocka_unit_test_teardown(any_order_on_sqlite, unmake),
		cmocka_unit_test_teardown(any_order_on_postgres, unmake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
