/*
 * PostgreSQL, for districts that run several gateways over one database.
 *
 * A writer takes the turn at BEGIN, an advisory lock that all gateways of a
 * district share: it gives SQLite's meaning, one writer at a time, also
 * across machines.  The number of the transaction is noted in the same round
 * trip.  When the answer of a COMMIT is lost, a new connection waits for the
 * turn, by which the old transaction has ended one way or the other, and
 * asks what became of that number.
 *
 * A writer also holds the number of its node, so that no two gateways are
 * the same one.
 *
 * Values and cells travel in binary: whole numbers are eight bytes, the
 * first one first, and bytes are bytes.
 */

#include <endian.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/db_driver.h"

/* The turn's number is "homeline" read as digits of base 256. */
#define TURN		"SELECT pg_advisory_xact_lock(7525353784737361509)"
#define LOCK_TIMEOUT	"'15s'"
#define NODES		1752133989	/* Likewise of "home". */
#define TEXT_OF(x)	TEXT_OF_IT(x)
#define TEXT_OF_IT(x)	#x

struct conn {
	PGconn		*pg;
	bool		 reads;
	bool		 without;	/* The node it should hold. */
	unsigned	 prepared;	/* Names the next statement. */
	char		 state[6];	/* SQLSTATE of the last failure. */
	char		 why[128];
};

struct stmt {
	struct conn	*conn;
	char		 name[16];
	PGresult	*result;
	int		 row;
};

/* The types of values and cells, by their numbers in the catalogue. */
enum oid {
	OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20,
	OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_UNKNOWN = 705,
	OID_VARCHAR = 1043,
};

static const char *words[][2] = {
	{ "@id@",		"BIGINT PRIMARY KEY" },
	{ "@int@",		"BIGINT" },
	{ "@text@",		"TEXT COLLATE \"C\"" },
	{ "@blob@",		"BYTEA" },
	{ "@strict@",		"" },
	{ "@json@",		"JSONB" },
	{ "@each@",		"jsonb_array_elements" },
	{ "@read@",		"ISOLATION LEVEL REPEATABLE READ READ ONLY" },
	{ "@write@",		"READ WRITE; " TURN
				"; SELECT pg_current_xact_id()" },
	{ "@clock@",		"CAST(extract(epoch FROM clock_timestamp())"
				" * 1000 AS BIGINT)" },
	{ "@tables@",		"(SELECT CAST(tablename AS TEXT) AS name"
				" FROM pg_catalog.pg_tables WHERE schemaname"
				" = current_schema()) AS tables" },
	{ NULL, NULL }
};

static const char *
postgres_why(struct conn *conn)
{
	return conn->why;
}

/*
 * Keep the code and the name of the constraint, or of the column that may
 * not be NULL: the text may hold what a family wrote.  At prepare there are
 * no values yet, so there it is the program's own.
 */
static bool
failed(struct conn *conn, const PGresult *result, bool preparing)
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
	snprintf(conn->state, sizeof conn->state, "%s", code);
	snprintf(conn->why, sizeof conn->why, "PostgreSQL %s%s%s", code,
	    more != NULL ? ", " : "", more != NULL ? more : "");
	return false;
}

static bool
good(struct conn *conn, const PGresult *result)
{
	ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
	    failed(conn, result, false);
}

/* Connection, deadlock, resources, operator, system: nobody's SQL. */
static bool
postgres_world(struct conn *conn)
{
	static const char *const classes[] = { "08", "25", "40", "53", "55",
	    "57", "58", "XX" };

	if (strcmp(conn->state, "08P01") == 0)
		return false;		/* Values and places differ. */
	if (conn->reads && (strcmp(conn->state, "25006") == 0 ||
	    strcmp(conn->state, "57014") == 0))
		return false;		/* It wrote, or took too long. */
	for (size_t i = 0; i < COUNT(classes); i++)
		if (strncmp(conn->state, classes[i], 2) == 0)
			return true;
	return false;
}

static bool
postgres_alive(struct conn *conn)
{
	return !conn->without && PQstatus(conn->pg) == CONNECTION_OK &&
	    PQtransactionStatus(conn->pg) == PQTRANS_IDLE;
}

static void
postgres_close(struct conn *conn)
{
	PQfinish(conn->pg);
	free(conn);
}

static bool
simply(struct conn *conn, const char *sql)
{
	PGresult	*result = PQexec(conn->pg, sql);
	bool		 ok = good(conn, result);

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
		if (!good(conn, result) || PQntuples(result) != 1)
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
static void
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
static struct conn *
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
static const char *
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

static bool
postgres_begin(struct conn *conn, const char *sql, int64_t *ticket)
{
	PGresult	*result = PQexec(conn->pg, sql);
	bool		 ok = good(conn, result);

	*ticket = 0;
	if (ok && PQntuples(result) == 1)
		*ticket = strtoll(PQgetvalue(result, 0, 0), NULL, 10);
	PQclear(result);
	return ok;
}

static void
postgres_rollback(struct conn *conn)
{
	if (PQstatus(conn->pg) == CONNECTION_OK)
		(void)simply(conn, "ROLLBACK");
}

/*
 * A COMMIT that answers ROLLBACK, or fails on a connection that lives, kept
 * nothing.  Any failure on a dead one says nothing: the server may have
 * been told to end between its commit and its answer.
 */
static enum ended
postgres_commit(struct conn *conn)
{
	PGresult	*result = PQexec(conn->pg, "COMMIT");
	bool		 ok = good(conn, result);
	bool		 kept = ok &&
	    strcmp(PQcmdStatus(result), "COMMIT") == 0;

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
static enum ended
postgres_ask(struct conn *conn, int64_t ticket)
{
	enum ended	 ended = ENDED_UNSURE;
	PGresult	*result;
	char		 sql[160];

	snprintf(sql, sizeof sql, "BEGIN; " TURN
	    "; SELECT pg_xact_status('%lld'::xid8)", (long long)ticket);
	result = PQexec(conn->pg, sql);
	if (!good(conn, result)) {
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

static struct stmt *
postgres_prepare(struct conn *conn, const char *sql, const struct arg *args)
{
	Oid		 types[DB_VALUES];
	struct stmt	*stmt;
	PGresult	*result;
	int		 n;

	for (n = 0; args[n].type != ARG_END; n++)
		types[n] = args[n].type == ARG_INT ? OID_INT8 :
		    args[n].type == ARG_TEXT ? OID_TEXT : OID_BYTEA;
	if ((stmt = calloc(1, sizeof *stmt)) == NULL)
		abort();
	stmt->conn = conn;
	snprintf(stmt->name, sizeof stmt->name, "s%u", conn->prepared++);
	result = PQprepare(conn->pg, stmt->name, sql, n, types);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		failed(conn, result, true);
		free(stmt);
		stmt = NULL;
	}
	PQclear(result);
	return stmt;
}

static bool
postgres_start(struct stmt *stmt, const struct arg *args)
{
	const char	*values[DB_VALUES];
	int		 lengths[DB_VALUES], binary[DB_VALUES];
	uint64_t	 numbers[DB_VALUES];
	int		 n;

	for (n = 0; args[n].type != ARG_END; n++) {
		values[n] = args[n].bytes;
		lengths[n] = (int)args[n].length;
		binary[n] = args[n].type != ARG_TEXT;
		if (args[n].type != ARG_INT || args[n].bytes == NULL)
			continue;
		numbers[n] = htobe64((uint64_t)args[n].number);
		values[n] = (const char *)&numbers[n];
		lengths[n] = sizeof numbers[n];
	}
	PQclear(stmt->result);
	stmt->row = -1;
	stmt->result = PQexecPrepared(stmt->conn->pg, stmt->name, n, values,
	    lengths, binary, 1);
	if (good(stmt->conn, stmt->result))
		return true;
	PQclear(stmt->result);
	stmt->result = NULL;
	return false;
}

static bool
postgres_row(struct stmt *stmt)
{
	return ++stmt->row < PQntuples(stmt->result);
}

static int
postgres_columns(struct stmt *stmt)
{
	return PQnfields(stmt->result);
}

/* A whole number of 1 to 8 bytes, the first one first. */
static int64_t
number(const char *bytes, int length)
{
	const unsigned char	*byte = (const unsigned char *)bytes;
	uint64_t		 n = (byte[0] & 0x80) != 0 ? UINT64_MAX : 0;

	while (length-- > 0)
		n = n << 8 | *byte++;
	return (int64_t)n;
}

static bool
postgres_cell(struct stmt *stmt, int column, struct cell *cell)
{
	PGresult	*result = stmt->result;
	int		 length = PQgetlength(result, stmt->row, column);

	cell->type = CELL_NULL;
	if (PQgetisnull(result, stmt->row, column))
		return true;
	cell->bytes = PQgetvalue(result, stmt->row, column);
	cell->length = (size_t)length;
	switch (PQftype(result, column)) {
	case OID_BOOL: case OID_INT2: case OID_INT4: case OID_INT8:
		cell->type = CELL_INT;
		cell->number = number(cell->bytes, length);
		return true;
	case OID_TEXT: case OID_VARCHAR: case OID_NAME: case OID_UNKNOWN:
		cell->type = CELL_TEXT;
		return true;
	case OID_BYTEA:
		cell->type = CELL_BLOB;
		return true;
	default:
		return false;
	}
}

/* What was changed: the rows a SELECT found were not. */
static bool
postgres_finish(struct stmt *stmt, int64_t *changed)
{
	*changed = 0;
	if (strncmp(PQcmdStatus(stmt->result), "SELECT", 6) != 0)
		*changed = strtoll(PQcmdTuples(stmt->result), NULL, 10);
	PQclear(stmt->result);
	stmt->result = NULL;
	return true;
}

/* The statement itself ends with its connection. */
static void
postgres_free(struct stmt *stmt)
{
	PQclear(stmt->result);
	free(stmt);
}

const struct db_driver db_postgres = {
	.name = "postgres",
	.words = words,
	.open = postgres_open,
	.close = postgres_close,
	.unhurry = postgres_unhurry,
	.alive = postgres_alive,
	.hold = postgres_hold,
	.why = postgres_why,
	.world = postgres_world,
	.begin = postgres_begin,
	.commit = postgres_commit,
	.rollback = postgres_rollback,
	.ask = postgres_ask,
	.prepare = postgres_prepare,
	.start = postgres_start,
	.row = postgres_row,
	.columns = postgres_columns,
	.cell = postgres_cell,
	.finish = postgres_finish,
	.free = postgres_free,
};
