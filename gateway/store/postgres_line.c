/*
 * A connection to PostgreSQL, and its transactions; see db_postgres.c.
 */

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/postgres_inside.h"

#define LOCK_TIMEOUT	"'15s'"
#define TIMED_OUT	"57014"	/* SQLSTATE of a statement that was stopped. */
#define NODES		1752133989	/* "home", as digits of base 256. */
#define TEXT_OF(x)	TEXT_OF_IT(x)
#define TEXT_OF_IT(x)	#x

const char *
postgres_why(struct conn *conn)
{
	return conn->why;
}

/*
 * Keep the code and the name of the constraint, or of the column that may
 * not be NULL: the text may hold what a family wrote.  At prepare there are
 * no values yet, so there it is the program's own.
 */
bool
postgres_failed(struct conn *conn, const PGresult *result, bool preparing)
{
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *more = PQresultErrorField(result, preparing ?
	    PG_DIAG_MESSAGE_PRIMARY : PG_DIAG_CONSTRAINT_NAME);

	if (more == NULL)
		more = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
	if (PQresultStatus(result) == PGRES_EMPTY_QUERY) {
		code = "42601";
		more = "there is no statement";
	} else if (code == NULL) {
		code = "08006";
		more = "the connection is lost";
	}
	conn->late = false;
	snprintf(conn->state, sizeof conn->state, "%s", code);
	if (conn->reads && strcmp(code, TIMED_OUT) == 0)
		snprintf(conn->why, sizeof conn->why, DB_READ_LONG);
	else
		snprintf(conn->why, sizeof conn->why, "PostgreSQL %s%s%s",
		    code, more != NULL ? ", " : "", more != NULL ? more : "");
	return false;
}

bool
postgres_good(struct conn *conn, const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    postgres_failed(conn, result, false);
}

/* Connection, deadlock, resources, operator, system: nobody's SQL. */
bool
postgres_world(struct conn *conn)
{
	static const char *const classes[] = { "08", "25", "40", "53", "55",
	    "57", "58", "XX" };

	if (strcmp(conn->state, "08P01") == 0)
		return false;		/* Values and places differ. */
	if (conn->reads && (strcmp(conn->state, "25006") == 0 ||
	    strcmp(conn->state, TIMED_OUT) == 0))
		return false;		/* It wrote, or took too long. */
	for (size_t i = 0; i < COUNT(classes); i++)
		if (strncmp(conn->state, classes[i], 2) == 0)
			return true;
	return false;
}

bool
postgres_alive(struct conn *conn)
{
	return !conn->without && PQstatus(conn->pg) == CONNECTION_OK &&
	    PQtransactionStatus(conn->pg) == PQTRANS_IDLE;
}

void
postgres_close(struct conn *conn)
{
	PQfinish(conn->pg);
	free(conn);
}

static bool
simply(struct conn *conn, const char *sql)
{
	PGresult	*result = PQexec(conn->pg, sql);
	bool		 ok = postgres_good(conn, result);

	PQclear(result);
	return ok;
}

/* What the server promises about power failures has to be what we promise. */
static const char *
complaint(struct conn *conn)
{
	static const struct {
		const char *setting, *bad, *why;
	} rules[] = {
		{ "fsync", "off", "PostgreSQL runs with fsync = off, so a "
		    "power failure would lose what was told: turn it on" },
		{ "synchronous_commit", "off", "PostgreSQL runs with "
		    "synchronous_commit = off, so a power failure would lose "
		    "what was told: turn it on" },
		{ "full_page_writes", "off", "PostgreSQL runs with "
		    "full_page_writes = off, so a power failure could break "
		    "the database: turn it on" },
	};
	const char	*why = NULL;
	char		 sql[64];
	PGresult	*result;

	if (PQserverVersion(conn->pg) < 150000)
		return "PostgreSQL has to be version 15 or newer";
	if (strcmp(PQparameterStatus(conn->pg, "server_encoding"), "UTF8") != 0)
		return "the database has to have the encoding UTF8";
	for (size_t i = 0; i < COUNT(rules) && why == NULL; i++) {
		snprintf(sql, sizeof sql, "SHOW %s", rules[i].setting);
		result = PQexec(conn->pg, sql);
		if (!postgres_good(conn, result) || PQntuples(result) != 1)
			why = "PostgreSQL does not say how it is set";
		else if (strcmp(PQgetvalue(result, 0, 0), rules[i].bad) == 0)
			why = rules[i].why;
		PQclear(result);
	}
	return why;
}

static const char *
set_up(struct conn *conn)
{
	if (PQstatus(conn->pg) != CONNECTION_OK)
		return "PostgreSQL cannot be reached, or does not let us in";
	if (!simply(conn, "SET client_encoding = 'UTF8';"
	    "SET client_min_messages = error;"
	    "SET standard_conforming_strings = on;"
	    "SET jit = off;"
	    "SET idle_in_transaction_session_timeout = '10s';"
	    "SET lock_timeout = " LOCK_TIMEOUT) ||
	    (conn->reads && !simply(conn,
	    "SET default_transaction_read_only = on;"
	    "SET statement_timeout = " TEXT_OF(DB_READ_MS))))
		return "PostgreSQL does not take our settings";
	return complaint(conn);
}

/* If it cannot be set, what takes too long fails as before. */
void
postgres_unhurry(struct conn *conn)
{
	(void)simply(conn, "SET statement_timeout = 0");
}

/* What it says by itself may quote what was written: nobody listens. */
static void
say_nothing(void *arg, const PGresult *result)
{
	(void)arg;
	(void)result;
}

/* What stands in `where` goes before what we would choose. */
struct conn *
postgres_open(const char *where, enum mode mode, const char **why)
{
	const char *const keys[] = { "connect_timeout", "keepalives_idle",
	    "keepalives_interval", "keepalives_count", "tcp_user_timeout",
	    "application_name", "dbname", NULL };
	const char *const values[] = { "5", "10", "5", "3", "20000",
	    "homeline", where, NULL };
	struct conn *conn;

	if ((conn = calloc(1, sizeof *conn)) == NULL)
		abort();
	conn->reads = mode == MODE_READ;
	conn->pg = PQconnectdbParams(keys, values, 1);
	if (conn->pg == NULL)
		abort();
	PQsetNoticeReceiver(conn->pg, say_nothing, NULL);
	if ((*why = set_up(conn)) == NULL)
		return conn;
	postgres_close(conn);
	return NULL;
}

/*
 * The lock goes with the connection.  That of a program which was killed a
 * moment ago may still be there, so this waits; and so that it is not there
 * for long, the server looks after whom it works for.
 */
const char *
postgres_hold(struct conn *conn, int64_t node)
{
	char sql[160];

	(void)simply(conn, "SET client_connection_check_interval = '1s'");
	snprintf(sql, sizeof sql, "SET lock_timeout = '5s';"
	    "SELECT pg_advisory_lock(" TEXT_OF(NODES) ", %lld);"
	    "SET lock_timeout = " LOCK_TIMEOUT, (long long)node);
	conn->without = !simply(conn, "SET tcp_keepalives_idle = 10;"
	    "SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3") ||
	    !simply(conn, sql);
	if (!conn->without)
		return NULL;
	return strcmp(conn->state, "55P03") != 0 ? conn->why :
	    "another homeline is this node; stop it, or write another name";
}

bool
postgres_begin(struct conn *conn, const char *sql, int64_t *ticket)
{
	PGresult	*result = PQexec(conn->pg, sql);
	bool		 ok = postgres_good(conn, result);

	conn->changed = false;
	*ticket = 0;
	if (ok && PQntuples(result) == 1)
		*ticket = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	return ok;
}

void
postgres_rollback(struct conn *conn)
{
	(void)postgres_hear(conn);
	if (PQstatus(conn->pg) == CONNECTION_OK)
		(void)simply(conn, "ROLLBACK");
}

/*
 * A COMMIT that answers ROLLBACK, or fails on a connection that lives, kept
 * nothing.  Any failure on a dead one says nothing: the server may have
 * been told to end between its commit and its answer.
 */
enum ended
postgres_commit(struct conn *conn)
{
	PGresult	*result;
	bool		 ok, kept;

	if (!postgres_hear(conn)) {
		postgres_rollback(conn);
		return ENDED_LOST;
	}
	result = PQexec(conn->pg, "COMMIT");
	ok = postgres_good(conn, result);
	kept = ok && strcmp(PQcmdStatus(result), "COMMIT") == 0;
	PQclear(result);
	if (ok && !kept) {
		snprintf(conn->state, sizeof conn->state, "40000");
		snprintf(conn->why, sizeof conn->why,
		    "PostgreSQL rolled back by itself");
	}
	if (kept)
		return ENDED_KEPT;
	return PQstatus(conn->pg) == CONNECTION_OK ? ENDED_LOST : ENDED_UNSURE;
}

/* A number the server never gave out (it is another one now) was lost. */
enum ended
postgres_ask(struct conn *conn, int64_t ticket)
{
	enum ended	 ended = ENDED_UNSURE;
	PGresult	*result;
	char		 sql[160];

	snprintf(sql, sizeof sql, "BEGIN; " TURN
	    "; SELECT pg_xact_status('%lld'::xid8)", (long long)ticket);
	result = PQexec(conn->pg, sql);
	if (!postgres_good(conn, result)) {
		if (strcmp(conn->state, "22023") == 0)
			ended = ENDED_LOST;
	} else if (PQntuples(result) == 1) {
		if (strcmp(PQgetvalue(result, 0, 0), "committed") == 0)
			ended = ENDED_KEPT;
		else if (strcmp(PQgetvalue(result, 0, 0), "aborted") == 0)
			ended = ENDED_LOST;
	}
	PQclear(result);
	postgres_rollback(conn);
	return ended;
}
