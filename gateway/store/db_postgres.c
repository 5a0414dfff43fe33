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
 * What is sent (db_send) goes one behind the other and is answered together.
 *
 * Values and cells travel in binary: whole numbers are eight bytes, the
 * first one first, and bytes are bytes.
 */

#include <endian.h>

#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/postgres_inside.h"

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
	{ "@find@",		"strpos" },
	{ "@beyond_ascii@",	"~ '[^ -~]'" },
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

/*
 * Statements of which nobody waits for the answer are sent one after the
 * other, in libpq's pipeline, and their answers are read when one is asked
 * for that matters, or when so many are on their way that nobody should have
 * to keep more.
 */
#define SENT_MOST	128

/* The answer to one that was sent.  Those behind the first that fails are
 * not run. */
static bool
hear_one(struct conn *conn)
{
	PGresult	*result = PQgetResult(conn->pg);
	ExecStatusType	 status = PQresultStatus(result);
	bool		 ok = status != PGRES_PIPELINE_ABORTED &&
	    postgres_good(conn, result);

	if (ok && strncmp(PQcmdStatus(result), "SELECT", 6) != 0)
		conn->changed |= strtoll(PQcmdTuples(result), NULL, 10) > 0;
	PQclear(result);
	if (result != NULL)
		PQclear(PQgetResult(conn->pg));		/* The end of it. */
	return ok;
}

/* All answers; the last one, if it is wanted, is the caller's.  False: one
 * before it failed. */
static bool
hear(struct conn *conn, PGresult **last)
{
	unsigned	 count = conn->sent;
	bool		 ok = true;

	conn->sent = 0;
	if (PQpipelineSync(conn->pg) != 1)
		ok = postgres_failed(conn, NULL, false);
	for (unsigned i = 0; ok && i < count; i++)
		ok = hear_one(conn);
	conn->late = !ok;
	if (last != NULL)
		*last = ok ? PQgetResult(conn->pg) : NULL;
	while (PQstatus(conn->pg) == CONNECTION_OK &&
	    PQpipelineStatus(conn->pg) != PQ_PIPELINE_OFF &&
	    PQexitPipelineMode(conn->pg) != 1)
		PQclear(PQgetResult(conn->pg));
	return ok;
}

/* Before what cannot be in a pipeline. */
bool
postgres_hear(struct conn *conn)
{
	return conn->sent == 0 || hear(conn, NULL);
}

static struct stmt *
postgres_prepare(struct conn *conn, const char *sql, const struct arg *args)
{
	Oid		 types[DB_VALUES];
	struct stmt	*stmt;
	PGresult	*result;
	int		 n;

	if (!postgres_hear(conn))
		return NULL;
	for (n = 0; args[n].type != ARG_END; n++)
		types[n] = args[n].type == ARG_INT ? OID_INT8 :
		    args[n].type == ARG_TEXT ? OID_TEXT : OID_BYTEA;
	if ((stmt = calloc(1, sizeof *stmt)) == NULL)
		abort();
	stmt->conn = conn;
	snprintf(stmt->name, sizeof stmt->name, "s%u", conn->prepared++);
	result = PQprepare(conn->pg, stmt->name, sql, n, types);
	if (PQresultStatus(result) != PGRES_COMMAND_OK) {
		postgres_failed(conn, result, true);
		free(stmt);
		stmt = NULL;
	}
	PQclear(result);
	return stmt;
}

/* Values as they travel. */
struct spoken {
	const char	*values[DB_VALUES];
	int		 lengths[DB_VALUES], binary[DB_VALUES], count;
	uint64_t	 numbers[DB_VALUES];
};

static void
speak(struct spoken *s, const struct arg *args)
{
	int n;

	for (n = 0; args[n].type != ARG_END; n++) {
		s->values[n] = args[n].bytes;
		s->lengths[n] = (int)args[n].length;
		s->binary[n] = args[n].type != ARG_TEXT;
		if (args[n].type != ARG_INT || args[n].bytes == NULL)
			continue;
		s->numbers[n] = htobe64((uint64_t)args[n].number);
		s->values[n] = (const char *)&s->numbers[n];
		s->lengths[n] = sizeof s->numbers[n];
	}
	s->count = n;
}

static bool
send_one(struct stmt *stmt, const struct arg *args)
{
	struct spoken	 s;
	struct conn	*conn = stmt->conn;

	speak(&s, args);
	return PQsendQueryPrepared(conn->pg, stmt->name, s.count, s.values,
	    s.lengths, s.binary, 1) == 1 || postgres_failed(conn, NULL, false);
}

static bool
postgres_later(struct stmt *stmt, const struct arg *args)
{
	struct conn *conn = stmt->conn;

	if (conn->sent == 0 && PQenterPipelineMode(conn->pg) != 1)
		return postgres_failed(conn, NULL, false);
	if (!send_one(stmt, args))
		return false;
	return ++conn->sent < SENT_MOST || postgres_hear(conn);
}

static bool
postgres_late(struct conn *conn)
{
	return conn->late;
}

static bool
postgres_changed(struct conn *conn)
{
	return conn->changed;
}

/* Behind what is on its way, or by itself. */
static bool
ask(struct stmt *stmt, const struct arg *args)
{
	struct conn	*conn = stmt->conn;
	struct spoken	 s;

	if (conn->sent > 0)
		return send_one(stmt, args) && hear(conn, &stmt->result);
	speak(&s, args);
	stmt->result = PQexecPrepared(conn->pg, stmt->name, s.count, s.values,
	    s.lengths, s.binary, 1);
	return true;
}

static bool
postgres_start(struct stmt *stmt, const struct arg *args)
{
	PQclear(stmt->result);
	stmt->result = NULL;
	stmt->row = -1;
	if (!ask(stmt, args))
		return false;
	if (postgres_good(stmt->conn, stmt->result))
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
	.later = postgres_later,
	.late = postgres_late,
	.changed = postgres_changed,
};
