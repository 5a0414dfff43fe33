/*
 * What a text costs does not grow with what was written to the family before:
 * no statement walks along the attempts, deliveries, replies or rows of the
 * ledger that a phone, a person or a school has; and what a page of a talk
 * takes, with what else its school has said.
 *
 * The oracle is SQLite, which counts the steps of the programs into which it
 * compiles statements: the same for the same rows, on any machine.
 */

#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "flow/settle.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/contact.h"
#include "store/talk.h"
#include "tests/flow/rig.h"

#define STATEMENTS	600
#define BEFORE		2000	/* Texts to the same phone. */
#define MORE		3000	/* Steps; a walk takes three a row at least. */

/* The most steps that one run of a statement took, with few rows and with
 * many. */
static struct {
	char		 sql[4096];
	int		 steps[2];
} seen[STATEMENTS];

static struct {
	unsigned	 count;
	int		 many;		/* 0 or 1; -1: they do not count. */
	pthread_mutex_t	 lock;		/* The writer runs statements too. */
} all = { .many = -1, .lock = PTHREAD_MUTEX_INITIALIZER };

struct town {
	struct rig	*rig;
	int64_t		 school, teacher, student;
	const char	*phone, *other;	/* Which has a talk, too. */
};

static void
note(const char *sql, int steps)
{
	unsigned i;

	for (i = 0; i < all.count; i++)
		if (strcmp(seen[i].sql, sql) == 0)
			break;
	if (i == all.count) {
		assert_in_range(i, 0, STATEMENTS - 1);
		assert_in_range(strlen(sql), 1, sizeof seen[i].sql - 1);
		memcpy(seen[i].sql, sql, strlen(sql) + 1);
		all.count++;
	}
	if (steps > seen[i].steps[all.many])
		seen[i].steps[all.many] = steps;
}

static int
ended(unsigned type, void *arg, void *statement, void *ns)
{
	int steps = sqlite3_stmt_status(statement,
	    SQLITE_STMTSTATUS_VM_STEP, 1);

	(void)type;
	(void)arg;
	(void)ns;
	pthread_mutex_lock(&all.lock);
	if (all.many >= 0)
		note(sqlite3_sql(statement), steps);
	pthread_mutex_unlock(&all.lock);
	return 0;
}

static int
opened(sqlite3 *sqlite, char **why, const void *routines)
{
	(void)why;
	(void)routines;
	return sqlite3_trace_v2(sqlite, SQLITE_TRACE_PROFILE, ended, NULL);
}

static void
count_steps(int many)
{
	pthread_mutex_lock(&all.lock);
	all.many = many;
	pthread_mutex_unlock(&all.lock);
}

/* All that is planned is claimed, and becomes that. */
static void
settle_as(struct rig *r, enum attempt_state to)
{
	struct errand	 errands[8];
	struct settling	 list[8];
	struct move	 moves[8];
	struct db	*db;
	unsigned	 n;

	rig_tick(r);
	n = rig_claim(r);
	assert_in_range(n, 1, 8);
	db = rig_visit(r);
	assert_int_equal(attempt_errands(db, r->claimed, n, errands), n);
	for (unsigned i = 0; i < n; i++) {
		moves[i] = (struct move){ .attempt = r->claimed[i], .to = to,
		    .tried = true, .parts = 1, .reference =
		    arena_print(r->arena, "SM-%lld",
		    (long long)r->claimed[i]) };
		if (to == ATTEMPT_FAILED)
			moves[i].class = ERROR_RCPT_TEMP;
		list[i] = (struct settling){ &moves[i], &errands[i] };
	}
	settle_all(db, &r->gateway, list, n);
	rig_keep(r);
}

/* A receipt for the last text, as flow/receipts.c finds it. */
static void
deliver(struct town *t)
{
	struct rig	*r = t->rig;
	struct db	*db = rig_visit(r);
	int64_t		 message, id, last;
	struct contact	 contact;
	struct standing	 standing;

	assert_true(contact_find_or_add(db, CHANNEL_SMS, t->phone, "en-US",
	    &contact));
	last = attempt_last_to(db, contact.id, RIG_NUMBER, &message);
	id = attempt_by_reference(db, contact.id,
	    arena_print(r->arena, "SM-%lld", (long long)last));
	assert_int_equal(id, last);
	attempt_standings(db, &id, 1, &standing);
	rig_keep(r);
	assert_true(rig_move(r, id, ATTEMPT_DELIVERED));
}

/* What is shown of the other talk: of its school much more is said. */
static void
look(struct town *t)
{
	struct rig		*r = t->rig;
	struct db		*db = rig_visit(r);
	struct talk		 talk = { .talk.school = t->school };
	struct talk_line	*lines;
	int64_t			 before = INT64_MAX, newest;

	assert_true(contact_find_or_add(db, CHANNEL_SMS, t->other, "en-US",
	    &talk.contact));
	assert_true(conversation_with(db, talk.contact.id, t->school,
	    &talk.talk));
	assert_true(talk_lines(db, &talk, &before, &newest, &lines) > 0);
	rig_keep(r);
}

/* What happens every day. */
static void
a_day(struct town *t, int many)
{
	struct rig *r = t->rig;

	count_steps(many);
	assert_int_equal(rig_direct(r, t->teacher, "Ivy did well.",
	    t->student), 202);
	settle_as(r, ATTEMPT_SENT);
	deliver(t);
	rig_text(r, t->phone, "Gracias");
	assert_int_equal(rig_write(r, (struct draft){
	    .key.person = t->teacher, .audience = AUDIENCE_SCHOOL,
	    .target = t->school, .kind = KIND_ANNOUNCEMENT,
	    .words = "School ends at noon." }), 202);
	settle_as(r, ATTEMPT_FAILED);
	clock_pass(MINUTES(2));
	rig_tick(r);
	look(t);
	count_steps(-1);
}

#define ROWS								\
	" WITH RECURSIVE n (i) AS (SELECT CAST(1 AS @int@) UNION ALL "	\
	"SELECT i + 1 FROM n WHERE i < $1) "

/* So many direct messages of yesterday, each sent and answered. */
static void
remember(struct town *t)
{
	struct rig	*r = t->rig;
	struct db	*db = rig_visit(r);
	int64_t		 id = id_least(clock_now() - DAYS(1)), person, talk,
			 contact = db_number(db_query(db, "SELECT id FROM "
			    "contact WHERE address = $1", TEXT(t->phone)));

	person = db_number(db_query(db, "SELECT person FROM reach "
	    "WHERE contact = $1", INT(contact)));
	talk = db_number(db_query(db, "SELECT id FROM conversation "
	    "WHERE contact = $1", INT(contact)));
	db_run(db, "INSERT INTO message (id, state, kind, readers, seat, "
	    "author, api_key, school, audience, target, conversation, words, "
	    "digest, counts, send_at, not_after, cursor, made, turn, created) "
	    ROWS "SELECT $2 + i, 'done', 'direct', 'author', 0, $3, 0, $4, "
	    "'students', 0, $5, 'Yes.', 'x' || i, 'direct', 1, 1, 0, 1, 0, 1 "
	    "FROM n", INT(BEFORE), INT(id), INT(t->teacher), INT(t->school),
	    INT(talk));
	db_run(db, "INSERT INTO message_family (message, student, family, "
	    "counts)" ROWS "SELECT $2 + i, $3, $3, 'direct' FROM n",
	    INT(BEFORE), INT(id), INT(t->student));
	db_run(db, "INSERT INTO delivery (id, message, person, student, "
	    "family, contact, state, covered_by, school, language, turn)" ROWS
	    "SELECT $2 + i, $2 + i, $3, 0, $4, $5, 'sent', 0, $6, 'es-US', 0 "
	    "FROM n", INT(BEFORE), INT(id), INT(person), INT(t->student),
	    INT(contact), INT(t->school));
	db_run(db, "INSERT INTO attempt (id, delivery, message, contact, "
	    "account, sender, rank, turn, due, state, launch_by, node, tries, "
	    "looks, reference, parts, began, handed, ended)" ROWS
	    "SELECT $2 + i, $2 + i, $2 + i, $3, $4, $5, 5, 0, 1, 'sent', 0, 0, "
	    "1, 0, 'SMX' || i, 1, i, i, i FROM n", INT(BEFORE), INT(id),
	    INT(contact), TEXT(RIG_ACCOUNT), TEXT(RIG_NUMBER));
	db_run(db, "INSERT INTO ledger (id, at, day, what, message, family, "
	    "round, reason, person, school, language, channel, direction, "
	    "kind, author)" ROWS "SELECT $2 + i, 1, 20261005, 'direct_out', "
	    "$2 + i, $3, 0, 'handed', $4, $5, 'es-US', 'sms', 'out', "
	    "'direct', 'staff' FROM n", INT(BEFORE), INT(id), INT(t->student),
	    INT(person), INT(t->school));
	db_run(db, "INSERT INTO reply (id, conversation, contact, account, "
	    "reference, sender, what, words, answers, counts, at)" ROWS
	    "SELECT $2 + i, $3, $4, $5, 'SMY' || i, $6, 'message', 'Si', "
	    "$2 + i, 'direct', i FROM n", INT(BEFORE), INT(id), INT(talk),
	    INT(contact), TEXT(RIG_ACCOUNT), TEXT(RIG_NUMBER));
	db_run(db, "INSERT INTO summed (id, last_id, at) VALUES (1, $1, 1) "
	    "ON CONFLICT (id) DO UPDATE SET last_id = $1", INT(id + BEFORE));
	rig_keep(r);
}

static void
test_steps_do_not_grow(void **state)
{
	struct town	 t = { .rig = rig_open(*state) };
	unsigned	 wrong = 0, both = 0;

	t.school = rig_school(t.rig, "Oak");
	t.teacher = rig_staff(t.rig, rig_seat(t.rig, t.school));
	t.phone = rig_phone(t.rig);
	t.student = rig_family(t.rig, t.school, t.phone);
	t.other = rig_phone(t.rig);
	(void)rig_family(t.rig, t.school, t.other);
	rig_text(t.rig, t.other, "When is the trip?");
	a_day(&t, -1);		/* From then on the talk is there. */
	clock_pass(HOURS(1));
	a_day(&t, 0);
	clock_pass(HOURS(1));
	remember(&t);
	a_day(&t, 1);
	for (unsigned i = 0; i < all.count; i++) {
		both += seen[i].steps[0] > 0 && seen[i].steps[1] > 0;
		if (seen[i].steps[1] > seen[i].steps[0] + MORE) {
			wrong++;
			print_error("%d steps in place of %d: %s\n",
			    seen[i].steps[1], seen[i].steps[0], seen[i].sql);
		}
	}
	assert_true(both > 50);
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		{ "test_steps_do_not_grow", test_steps_do_not_grow, NULL,
		    rig_shut, (void *)(uintptr_t)&db_sqlite },
	};

	if (sqlite3_auto_extension((void (*)(void))opened) != SQLITE_OK)
		return 1;
	return cmocka_run_group_tests(tests, NULL, rig_end);
}
