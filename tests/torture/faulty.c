/*
 * The driver that fails when it is told to.  Its connections and statements
 * stand around the true ones.  A line that was lost is closed at once, so
 * that a transaction on it is rolled back as the server would do it.
 *
 * What is sent (db_send) and fails does so as in PostgreSQL: nobody hears of
 * it before the next statement whose answer is wanted, or the COMMIT, and
 * what was sent behind it is not run.
 */

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/db_driver.h"
#include "tests/torture/faulty.h"

#define TICKETS	64		/* Commits whose end is remembered. */

struct conn {
	struct conn	*real;
	const char	*why;		/* Ours, or NULL: the true one's. */
	bool		 world, dead, reads;
	bool		 broken;	/* What was sent failed, unheard. */
	bool		 late;		/* That was it. */
	int64_t		 ticket;
};

struct stmt {
	struct stmt	*real;
	struct conn	*conn;
	bool		 failed;
};

const char *const fault_names[FAULTS] = { "its own", "once", "down", "gone",
    "lost" };

static pthread_mutex_t		 lock = PTHREAD_MUTEX_INITIALIZER;
static const struct db_driver	*under;
static struct db_driver		 around;
static enum fault		 fault;
static unsigned			 wanted, counted, opens;
static bool			 counts, down;
static const char		*fired;
static int64_t			 tickets;
static bool			 kept[TICKETS];

/* Whether this call fails. */
static bool
fails(struct conn *conn, const char *where)
{
	bool now = false;

	pthread_mutex_lock(&lock);
	if (!conn->reads && counts) {
		now = ++counted == wanted;
		if (now) {
			fired = where;
			down = fault == FAULT_DOWN;
			opens = fault >= FAULT_GONE ? 1 : 0;
		}
		now |= down;
	}
	pthread_mutex_unlock(&lock);
	return now;
}

/* What there is to say of it; the line may be lost by it. */
static void
break_it(struct conn *conn)
{
	conn->world = fault != FAULT_OWN;
	conn->why = conn->world ? "torture, the world" : "torture, its own";
	if (fault >= FAULT_GONE && !conn->dead)
		conn->dead = true;
}

/* The answer to what was sent: false when it failed. */
static bool
hear(struct conn *conn)
{
	if (!conn->broken)
		return true;
	conn->broken = false;
	conn->late = true;
	break_it(conn);
	return false;
}

static struct conn *
faulty_open(const char *where, enum mode mode, const char **why)
{
	struct conn	*conn;
	bool		 refused;

	pthread_mutex_lock(&lock);
	refused = mode == MODE_WRITE && (down || opens > 0);
	opens -= opens > 0;
	pthread_mutex_unlock(&lock);
	*why = "torture, nobody there";
	if (refused)
		return NULL;
	if ((conn = calloc(1, sizeof *conn)) == NULL)
		abort();
	conn->reads = mode == MODE_READ;
	conn->real = under->open(where, mode, why);
	if (conn->real != NULL)
		return conn;
	free(conn);
	return NULL;
}

static void
faulty_close(struct conn *conn)
{
	under->close(conn->real);
	free(conn);
}

static bool
faulty_alive(struct conn *conn)
{
	return !conn->dead && under->alive(conn->real);
}

static const char *
faulty_hold(struct conn *conn, int64_t node)
{
	return under->hold(conn->real, node);
}

static void
faulty_unhurry(struct conn *conn)
{
	under->unhurry(conn->real);
}

static const char *
faulty_why(struct conn *conn)
{
	return conn->why != NULL ? conn->why : under->why(conn->real);
}

static bool
faulty_world(struct conn *conn)
{
	return conn->why != NULL ? conn->world : under->world(conn->real);
}

static bool
faulty_begin(struct conn *conn, const char *sql, int64_t *ticket)
{
	conn->why = NULL;
	conn->broken = conn->late = false;
	if (fails(conn, "begin")) {
		break_it(conn);
		conn->world = true;	/* A BEGIN is nobody's fault. */
		return false;
	}
	if (!under->begin(conn->real, sql, ticket))
		return false;
	pthread_mutex_lock(&lock);
	conn->ticket = *ticket = ++tickets;
	kept[*ticket % TICKETS] = false;
	pthread_mutex_unlock(&lock);
	return true;
}

static void
faulty_rollback(struct conn *conn)
{
	under->rollback(conn->real);
}

static enum ended
faulty_commit(struct conn *conn)
{
	bool lost;

	if (!hear(conn)) {
		under->rollback(conn->real);
		return ENDED_LOST;
	}
	lost = fails(conn, "commit");
	if (lost && fault != FAULT_GONE) {
		under->rollback(conn->real);
		break_it(conn);
		return fault == FAULT_LOST ? ENDED_UNSURE : ENDED_LOST;
	}
	switch (under->commit(conn->real)) {
	case ENDED_KEPT:
		break;
	case ENDED_LOST:
		return ENDED_LOST;
	case ENDED_UNSURE:
		abort();	/* Nobody but us breaks lines here. */
	}
	kept[conn->ticket % TICKETS] = true;
	if (!lost)
		return ENDED_KEPT;
	break_it(conn);
	return ENDED_UNSURE;
}

static enum ended
faulty_ask(struct conn *conn, int64_t ticket)
{
	(void)conn;
	return kept[ticket % TICKETS] ? ENDED_KEPT : ENDED_LOST;
}

static struct stmt *
faulty_prepare(struct conn *conn, const char *sql, const struct arg *args)
{
	struct stmt *stmt;

	if (!hear(conn))
		return NULL;
	if ((stmt = calloc(1, sizeof *stmt)) == NULL)
		abort();
	stmt->conn = conn;
	stmt->real = under->prepare(conn->real, sql, args);
	if (stmt->real != NULL)
		return stmt;
	free(stmt);
	return NULL;
}

static bool
faulty_start(struct stmt *stmt, const struct arg *args)
{
	stmt->failed = false;
	if (!hear(stmt->conn))
		return false;
	if (fails(stmt->conn, "start")) {
		break_it(stmt->conn);
		return false;
	}
	return under->start(stmt->real, args);
}

static bool
faulty_row(struct stmt *stmt)
{
	return under->row(stmt->real);
}

static int
faulty_columns(struct stmt *stmt)
{
	return under->columns(stmt->real);
}

static bool
faulty_cell(struct stmt *stmt, int column, struct cell *cell)
{
	return under->cell(stmt->real, column, cell);
}

static bool
faulty_finish(struct stmt *stmt, int64_t *changed)
{
	bool well = under->finish(stmt->real, changed);

	if (!fails(stmt->conn, "finish"))
		return well;
	break_it(stmt->conn);
	return false;
}

static void
faulty_free(struct stmt *stmt)
{
	under->free(stmt->real);
	free(stmt);
}

static bool
faulty_later(struct stmt *stmt, const struct arg *args)
{
	struct conn *conn = stmt->conn;

	conn->broken = conn->broken || fails(conn, "later");
	return conn->broken || under->later(stmt->real, args);
}

static bool
faulty_late(struct conn *conn)
{
	return conn->why != NULL ? conn->late : under->late(conn->real);
}

static bool
faulty_changed(struct conn *conn)
{
	return under->changed(conn->real);
}

static int64_t
faulty_wal(struct conn *conn)
{
	return under->wal(conn->real);
}

static bool
faulty_checkpoint(struct conn *conn)
{
	return under->checkpoint(conn->real);
}

const struct db_driver *
faulty_over(const struct db_driver *driver)
{
	under = driver;
	fired = NULL;
	faulty_mend();
	around = (struct db_driver){
		.name = driver->name,
		.words = driver->words,
		.open = faulty_open,
		.close = faulty_close,
		.alive = faulty_alive,
		.hold = driver->hold != NULL ? faulty_hold : NULL,
		.unhurry = faulty_unhurry,
		.why = faulty_why,
		.world = faulty_world,
		.begin = faulty_begin,
		.commit = faulty_commit,
		.rollback = faulty_rollback,
		.ask = faulty_ask,
		.prepare = faulty_prepare,
		.start = faulty_start,
		.row = faulty_row,
		.columns = faulty_columns,
		.cell = faulty_cell,
		.finish = faulty_finish,
		.free = faulty_free,
		.later = driver->later != NULL ? faulty_later : NULL,
		.late = driver->late != NULL ? faulty_late : NULL,
		.changed = driver->changed != NULL ? faulty_changed : NULL,
		.wal = driver->wal != NULL ? faulty_wal : NULL,
		.checkpoint = driver->checkpoint != NULL ?
		    faulty_checkpoint : NULL,
	};
	return &around;
}

void
faulty_arm(enum fault which, unsigned n)
{
	pthread_mutex_lock(&lock);
	fault = which;
	wanted = n;
	counted = opens = 0;
	counts = true;
	down = false;
	fired = NULL;
	pthread_mutex_unlock(&lock);
}

unsigned
faulty_count(void)
{
	unsigned n;

	pthread_mutex_lock(&lock);
	counts = false;
	n = counted;
	pthread_mutex_unlock(&lock);
	return n;
}

const char *
faulty_fired(void)
{
	const char *where;

	pthread_mutex_lock(&lock);
	where = fired;
	pthread_mutex_unlock(&lock);
	return where;
}

void
faulty_mend(void)
{
	pthread_mutex_lock(&lock);
	counts = down = false;
	opens = 0;
	pthread_mutex_unlock(&lock);
}
