/*
 * The rig of the tests of flows; see rig.h.
 */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/zone.h"
#include "flow/inbound.h"
#include "flow/keyword.h"
#include "providers/twilio.h"
#include "flow/report.h"
#include "flow/think.h"
#include "flow/tidy.h"
#include "net/loop.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/export.h"
#include "store/job.h"
#include "store/ledger.h"
#include "store/node.h"
#include "store/person.h"
#include "store/roster.h"
#include "store/schema.h"
#include "store/seat.h"
#include "tests/flow/rig.h"

#define BEGIN	INT64_C(1794927600000)	/* Tue 2026-11-17 10:00 EST */

extern char **environ;

static struct rig	rig;
static struct place	kept;		/* The one on PostgreSQL. */
static struct arena	*spoken;	/* Has the words of consent. */

/* Ids never step back, so each test begins four weeks after the last. */
static void
hold_clock(const struct zone *zone)
{
	static int begun;

	clock_hold(zone_next(zone, BEGIN + DAYS(28) * begun++, 10 * 60));
}

/* To make a database is slow on PostgreSQL, so there it is emptied. */
static void
place_again(const struct db_driver *driver)
{
	if (driver == &db_sqlite) {
		place_make(&rig.place, driver);
		return;
	}
	if (kept.where[0] == '\0')
		place_make(&kept, driver);
	else
		place_sql(&kept, "DO $$ DECLARE t text; BEGIN FOR t IN "
		    "SELECT tablename FROM pg_tables WHERE schemaname = "
		    "'public' AND tablename <> 'version' LOOP "
		    "EXECUTE 'DELETE FROM ' || quote_ident(t); "
		    "END LOOP; END $$");
	rig.place = kept;
}

static void
fill_database(struct rig *r)
{
	const char	*why = NULL;
	struct db	*db;

	r->db = db_open(r->place.driver, r->place.where, true, &why);
	if (r->db == NULL || !schema_migrate(r->db, &why))
		fail_msg("%s", why);
	db = rig_visit(r);
	district_add(db, &(struct district){ .id = id_new(),
	    .name = "Millbrook", .zone = "America/New_York" });
	roster_add_sender(db, &(struct sender){ .address = RIG_NUMBER,
	    .account = RIG_ACCOUNT });
	roster_add_seat(db, &(struct seat){ .id = id_new(), .kind = "desk",
	    .name = "Desk" });
	r->gateway.node = node_join(db, "rig", clock_now());
	rig_keep(r);
}

const struct keywords *
rig_keywords(void)
{
	static const struct keywords	*keywords;
	const char			*folder = getenv("srcdir");
	char				 why[500];

	if (keywords != NULL)
		return keywords;
	spoken = arena_new();
	keywords = keywords_read(spoken, arena_print(spoken, "%s/locales",
	    folder != NULL ? folder : "."), why, sizeof why);
	if (keywords == NULL)
		fail_msg("%s", why);
	return keywords;
}

struct rig *
rig_open(const struct db_driver *driver)
{
	const char *why = NULL;

	place_again(driver);
	rig.arena = arena_new();
	rig.zone = zone_open("America/New_York", &why);
	assert_non_null(rig.zone);
	hold_clock(rig.zone);
	fill_database(&rig);
	rig.loop = loop_new();
	rig.store = store_open(rig.loop, driver, rig.place.where, 1, &why);
	if (rig.store == NULL)
		fail_msg("%s", why);
	store_twice(rig.store, true);
	rig.gateway.loop = rig.loop;
	rig.gateway.keywords = rig_keywords();
	rig.gateway.store = rig.store;
	rig.gateway.zone = rig.zone;
	rig.gateway.configured = &rig.configured;
	rig.gateway.tidy = tidy_new(&rig.gateway);
	rig.gateway.think = think_new(rig.loop);
	rig.gateway.token_key = RIG_KEY;
	rig.account.name = RIG_ACCOUNT;
	rig.account.provider = &twilio_provider;
	return &rig;
}

int
rig_shut(void **state)
{
	(void)state;
	store_close(rig.store);
	tidy_free(rig.gateway.tidy);
	think_free(rig.gateway.think);
	if (rig.loop != NULL)
		loop_free(rig.loop);
	db_close(rig.db);
	zone_close(rig.zone);
	arena_free(rig.arena);
	if (rig.place.where[0] != '\0' && rig.place.driver == &db_sqlite)
		place_remove(&rig.place);
	memset(&rig, 0, sizeof rig);
	clock_release();
	return 0;
}

int
rig_end(void **state)
{
	(void)state;
	if (kept.where[0] != '\0')
		place_remove(&kept);
	return 0;
}

void
rig_clear(struct rig *r)
{
	arena_clear(r->arena);
}

struct db *
rig_visit(struct rig *r)
{
	if (r->depth++ == 0) {
		assert_true(db_begin(r->db));
		db_use(r->db, r->arena);
	}
	return r->db;
}

void
rig_keep(struct rig *r)
{
	if (--r->depth == 0 && !db_commit(r->db))
		fail_msg("%s", db_why(r->db));
}

struct moment
rig_moment(const struct rig *r)
{
	return gateway_moment(r->zone, clock_now());
}

int64_t
rig_school(struct rig *r, const char *name)
{
	struct db	*db = rig_visit(r);
	int64_t		 id = id_new();

	roster_add_school(db, id, name);
	roster_add_seat(db, &(struct seat){ .id = id_new(), .school = id,
	    .kind = "office", .name = name });
	rig_keep(r);
	return id;
}

int64_t
rig_class(struct rig *r, int64_t school)
{
	struct db	*db = rig_visit(r);
	int64_t		 id = id_new();

	roster_add_class(db, id, school, "1A");
	roster_add_seat(db, &(struct seat){ .id = id_new(), .school = school,
	    .class = id, .kind = "class", .name = "1A" });
	rig_keep(r);
	return id;
}

int64_t
rig_staff(struct rig *r, int64_t seat)
{
	struct db	*db = rig_visit(r);
	int64_t		 id = id_new();

	roster_add_person(db, &(struct person){ .id = id, .name = "Lee Kim",
	    .language = "en-US", .staff = true });
	if (seat != 0)
		roster_add_member(db, seat, id);
	rig_keep(r);
	return id;
}

int64_t
rig_student(struct rig *r, int64_t school, int64_t class)
{
	struct db	*db = rig_visit(r);
	int64_t		 id = id_new();

	roster_add_student(db, id, "Ivy Moss");
	roster_add_enrolment(db, &(struct enrolment){ .student = id,
	    .school = school, .class = class });
	rig_keep(r);
	return id;
}

const char *
rig_phone(struct rig *r)
{
	return arena_print(r->arena, "+1774555%04u", ++r->phones);
}

void
rig_reach(struct rig *r, int64_t person, const char *phone)
{
	struct db	*db = rig_visit(r);
	struct contact	 contact;
	struct person	 p;
	struct contact	*all;

	assert_true(person_get(db, person, &p));
	(void)contact_find_or_add(db, CHANNEL_SMS, phone, p.language,
	    &contact);
	roster_add_reach(db, person, contact.id,
	    contact_of_person(db, person, CHANNEL_SMS, &all));
	rig_keep(r);
}

int64_t
rig_guardian(struct rig *r, const char *language, const char *phone)
{
	struct db	*db = rig_visit(r);
	int64_t		 id = id_new();

	roster_add_person(db, &(struct person){ .id = id, .name = "Ana Moss",
	    .language = language, .guardian = true });
	rig_keep(r);
	if (phone != NULL)
		rig_reach(r, id, phone);
	return id;
}

void
rig_relate(struct rig *r, int64_t guardian, int64_t student)
{
	struct db *db = rig_visit(r);

	roster_add_guardianship(db, &(struct guardianship){
	    .guardian = guardian, .student = student, .relation = "mother",
	    .write_to = true });
	rig_keep(r);
}

int64_t
rig_seat(struct rig *r, int64_t school)
{
	struct db	*db = rig_visit(r);
	int64_t		 seat = school != 0 ? seat_of_office(db, school) :
			    seat_of_desk(db);

	rig_keep(r);
	return seat;
}

int64_t
rig_team(struct rig *r, int64_t class)
{
	int64_t seat = seat_of_class(rig_visit(r), class);

	rig_keep(r);
	return seat;
}

int64_t
rig_family(struct rig *r, int64_t school, const char *phone)
{
	int64_t student = rig_student(r, school, 0);

	rig_relate(r, rig_guardian(r, "es-US", phone), student);
	return student;
}

static const char *
say(struct arena *arena, const struct composed *composed)
{
	rig.composed = *composed;
	return arena_print(arena, "%lld", (long long)composed->message.id);
}

static void
written(struct composing *c)
{
	((struct rig *)c->arg)->done = true;
}

int
rig_write(struct rig *r, struct draft draft)
{
	struct composing c = { .job.arena = r->arena, .gateway = &r->gateway,
	    .draft = draft, .id = id_new(), .now = clock_now(),
	    .name = r->key, .digest = r->digest, .say = say, .then = written,
	    .arg = r };

	if (r->by_key)
		c.draft.key.id = 77;
	r->done = false;
	r->composed = (struct composed){ 0 };
	compose(&c);
	while (!r->done)
		loop_turn(r->loop);
	r->answer = c.answer;
	return c.status;
}

int
rig_direct(struct rig *r, int64_t author, const char *words, int64_t student)
{
	return rig_write(r, (struct draft){ .key.person = author,
	    .audience = AUDIENCE_STUDENTS, .students = &student,
	    .student_count = 1, .kind = KIND_DIRECT, .words = words });
}

void
rig_tick(struct rig *r)
{
	tidy_tick(r->gateway.tidy);
	while (!tidy_idle(r->gateway.tidy))
		loop_turn(r->loop);
}

unsigned
rig_claim(struct rig *r)
{
	struct db	*db = rig_visit(r);
	int64_t		*ids;
	unsigned	 n = attempt_claim(db, &(struct claim){
			    .account = RIG_ACCOUNT, .now = clock_now(),
			    .launch_by = clock_now() + MINUTES(2),
			    .node = r->gateway.node, .rank = 9,
			    .room = r->room != 0 ? r->room : RIG_MOST },
			    &ids);

	memcpy(r->claimed, ids, n * sizeof *ids);
	rig_keep(r);
	return n;
}

unsigned
rig_send(struct rig *r)
{
	unsigned	 n;
	struct db	*db;

	rig_tick(r);
	n = rig_claim(r);
	db = rig_visit(r);
	for (unsigned i = 0; i < n; i++)
		assert_true(delivery_advance(db, &(struct move){
		    .attempt = r->claimed[i], .to = ATTEMPT_SENT, .parts = 2,
		    .tried = true }, rig_moment(r)));
	rig_keep(r);
	return n;
}

bool
rig_move(struct rig *r, int64_t attempt, enum attempt_state to)
{
	struct db	*db = rig_visit(r);
	bool		 moved = delivery_advance(db, &(struct move){
			    .attempt = attempt, .to = to,
			    .due = clock_now() }, rig_moment(r));

	rig_keep(r);
	return moved;
}

enum delivery_state
rig_state(struct rig *r, int64_t message, int64_t person)
{
	struct told_delivery	*list;
	unsigned		 n = delivery_list(rig_visit(r),
				    &(struct delivery_page){
				    .message = message, .most = RIG_MOST },
				    &list);

	rig_keep(r);
	for (unsigned i = 0; i < n; i++)
		if (list[i].delivery.person == person)
			return list[i].delivery.state;
	fail_msg("there is no delivery to that person");
	return DELIVERY_DROPPED;
}

void
rig_text(struct rig *r, const char *from, const char *words)
{
	struct db	*db = rig_visit(r);
	struct news	 news = { .kind = NEWS_REPLY, .from = from,
			    .to = RIG_NUMBER, .text = words,
			    .at = clock_now() };

	news.reference = arena_print(r->arena, "SM%u", ++r->texts);
	inbound_keep(db, &r->gateway, &r->account, &news, clock_now());
	rig_keep(r);
}

int64_t
rig_figure(struct rig *r, const char *what)
{
	struct figure	*list;
	unsigned	 n = ledger_figures(rig_visit(r), 20260101, 20991231,
			    &list);
	int64_t		 sum = 0;

	rig_keep(r);
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].what, what) == 0)
			sum += list[i].n;
	return sum;
}

/* All raw rows, and the figures as the gateway shows them. */
static void
export(struct rig *r, const char *rows, const char *figures)
{
	FILE		*out = fopen(rows, "w"), *shown = fopen(figures, "w");
	struct db	*db = rig_visit(r);

	assert_non_null(out);
	assert_non_null(shown);
	for (unsigned i = 0; export_nouns[i] != NULL; i++) {
		struct rows_page page = { .noun = export_nouns[i],
		    .out = out };

		while (report_rows(db, &page) > 0)
			continue;
	}
	fputs(report_json(db, &(struct report){ .from = 20260101,
	    .to = 20991231 }, r->arena), shown);
	rig_keep(r);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(fclose(shown), 0);
}

/* False: there is no python3. */
static bool
run(const char *script, const char *rows, const char *figures,
    const char *said, int *status)
{
	const char	*argv[] = { "python3", script, rows, "--figures",
			    figures, NULL };
	posix_spawn_file_actions_t actions;
	pid_t		 pid;
	bool		 there;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO,
	    STDERR_FILENO);
	there = posix_spawnp(&pid, argv[0], &actions, NULL,
	    (char **)(uintptr_t)argv, environ) == 0;
	posix_spawn_file_actions_destroy(&actions);
	return there && waitpid(pid, status, 0) == pid;
}

static void
count_again(struct rig *r)
{
	const char	*folder = getenv("srcdir"), *tmp = getenv("TMPDIR");
	char		*place = arena_print(r->arena, "%s/count-XXXXXX",
			    tmp != NULL ? tmp : "/tmp");
	const char	*rows, *figures, *said;
	char		 words[512] = "";
	FILE		*file;
	int		 status = 0;

	assert_non_null(mkdtemp(place));
	rows = arena_print(r->arena, "%s/rows", place);
	figures = arena_print(r->arena, "%s/figures", place);
	said = arena_print(r->arena, "%s/said", place);
	export(r, rows, figures);
	if (run(arena_print(r->arena, "%s/tests/recount.py",
	    folder != NULL ? folder : "."), rows, figures, said, &status) &&
	    status != 0 && (file = fopen(said, "r")) != NULL) {
		(void)!fread(words, 1, sizeof words - 1, file);
		fclose(file);
	}
	unlink(rows);
	unlink(figures);
	unlink(said);
	rmdir(place);
	if (status != 0)
		fail_msg("counted again: %s", words);
}

void
rig_agrees(struct rig *r)
{
	struct recount recount;

	ledger_recount(rig_visit(r), &recount);
	rig_keep(r);
	assert_int_equal(recount.tally_wrong, 0);
	assert_int_equal(recount.sum_wrong, 0);
	count_again(r);
}
