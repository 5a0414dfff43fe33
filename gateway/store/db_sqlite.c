/*
 * The embedded database: one file, one writer, as many readers as we like.
 *
 * The file is in WAL mode and every commit is synced, because told means
 * kept.  A reader's connection refuses to write, and a progress callback
 * ends a read transaction that takes too long, since its snapshot would let
 * the WAL grow without end.
 *
 * An I/O error in COMMIT ends the process: after a failed fsync nothing that
 * is in memory, the kernel's or ours, can be believed; what is on disk can.
 */

#include <sys/stat.h>

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "store/db_driver.h"

#define BUSY_MS		5000	/* Another process has its turn. */
#define GATHER_MS	500	/* Another process reads, at a checkpoint. */
#define OPS		2000	/* Between two looks at the clock. */

struct conn {
	sqlite3		*sqlite;
	bool		 reads;
	bool		 broken;	/* Only a new connection helps. */
	int64_t		 deadline;	/* Of a read transaction. */
	int		 code;		/* The last failure. */
	char		 why[128];
};

struct stmt {
	struct conn	*conn;
	sqlite3_stmt	*sqlite;
	int64_t		 before;	/* Changes of the connection so far. */
	int		 result;	/* What sqlite3_step() last said. */
	bool		 ready;		/* A row waits to be given out. */
	int		 places[DB_VALUES]; /* Of $1, $2, ... */
};

static const char *words[][2] = {
	{ "@id@",		"INTEGER PRIMARY KEY" },
	{ "@int@",		"INTEGER" },
	{ "@text@",		"TEXT" },
	{ "@blob@",		"BLOB" },
	{ "@strict@",		"STRICT" },
	{ "@json@",		"TEXT" },
	{ "@each@",		"json_each" },
	{ "@find@",		"instr" },
	{ "@beyond_ascii@",	"GLOB '*[^ -~]*'" },
	{ "@read@",		"DEFERRED" },
	{ "@write@",		"IMMEDIATE" },
	{ "@clock@",		"CAST(round((julianday('now') - 2440587.5)"
				" * 86400000) AS INTEGER)" },
	{ "@tables@",		"(SELECT name FROM sqlite_schema"
				" WHERE type = 'table') AS tables" },
	{ NULL, NULL }
};

/*
 * Keep the code of a failure before the next call changes it.  The text of a
 * broken constraint names tables and columns only; at prepare no value is
 * bound, so the text can be believed to be of the program too.
 */
static bool
failed(struct conn *conn, int code, bool preparing)
{
	int kind = code & 0xff;

	if (kind == SQLITE_NOMEM)
		abort();
	conn->code = code;
	if (kind == SQLITE_IOERR || kind == SQLITE_CORRUPT ||
	    kind == SQLITE_NOTADB || kind == SQLITE_CANTOPEN ||
	    kind == SQLITE_PROTOCOL)
		conn->broken = true;
	if (kind == SQLITE_INTERRUPT)
		snprintf(conn->why, sizeof conn->why, DB_READ_LONG);
	else if (preparing || kind == SQLITE_CONSTRAINT)
		snprintf(conn->why, sizeof conn->why, "SQLite %d, %s", code,
		    sqlite3_errmsg(conn->sqlite));
	else
		snprintf(conn->why, sizeof conn->why, "SQLite %d, %s", code,
		    sqlite3_errstr(code));
	return false;
}

static const char *
sqlite_why(struct conn *conn)
{
	return conn->why;
}

static bool
sqlite_world(struct conn *conn)
{
	switch (conn->code & 0xff) {
	case SQLITE_ERROR: case SQLITE_CONSTRAINT: case SQLITE_MISMATCH:
	case SQLITE_RANGE: case SQLITE_TOOBIG: case SQLITE_MISUSE:
		return false;
	case SQLITE_READONLY: case SQLITE_INTERRUPT:
		return !conn->reads;	/* It wrote, or took too long. */
	default:
		return true;
	}
}

static bool
sqlite_alive(struct conn *conn)
{
	return !conn->broken;
}

static void
sqlite_close(struct conn *conn)
{
	sqlite3_close(conn->sqlite);
	free(conn);
}

/* The first column of the first row of a pragma is that word. */
static bool
pragma_says(struct conn *conn, const char *sql, const char *word)
{
	sqlite3_stmt	*stmt;
	bool		 so = false;

	if (sqlite3_prepare_v2(conn->sqlite, sql, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		so = strcmp((const char *)sqlite3_column_text(stmt, 0),
		    word) == 0;
	sqlite3_finalize(stmt);
	return so;
}

static int
too_late(void *arg)
{
	struct conn *conn = arg;

	return db_ticks() > conn->deadline;
}

static bool
set_up(struct conn *conn, const char **why)
{
	sqlite3 *sqlite = conn->sqlite;

	sqlite3_extended_result_codes(sqlite, 1);
	sqlite3_busy_timeout(sqlite, BUSY_MS);
	sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	if (!pragma_says(conn, "PRAGMA journal_mode = WAL", "wal")) {
		*why = "the database file cannot be read, or its disk does "
		    "not allow SQLite's WAL";
		return false;
	}
	if (sqlite3_exec(sqlite,
	    "PRAGMA synchronous = FULL;"	/* Told means kept. */
	    "PRAGMA foreign_keys = ON;"		/* As in PostgreSQL. */
	    "PRAGMA cache_size = -16384;"	/* 16 MB */
	    "PRAGMA temp_store = MEMORY;"
	    "PRAGMA wal_autocheckpoint = 2000", NULL, NULL, NULL) ==
	    SQLITE_OK && (!conn->reads || sqlite3_exec(sqlite,
	    "PRAGMA query_only = ON;"
	    "PRAGMA cache_size = -4096",	/* There are several. */
	    NULL, NULL, NULL) == SQLITE_OK))
		return true;
	*why = "the database file cannot be read";
	return false;
}

static struct conn *
sqlite_open(const char *path, enum mode mode, const char **why)
{
	struct conn	*conn = calloc(1, sizeof *conn);
	int		 flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

	if (conn == NULL)
		abort();
	conn->reads = mode == MODE_READ;
	/* Nobody asks how much memory it uses, and to count it each take has a
	 * lock; refused once SQLite runs. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (mode == MODE_CREATE)
		flags |= SQLITE_OPEN_CREATE;
	*why = "the database file cannot be opened";
	if (sqlite3_open_v2(path, &conn->sqlite, flags, NULL) != SQLITE_OK ||
	    !set_up(conn, why)) {
		sqlite_close(conn);
		return NULL;
	}
	if (conn->reads)
		sqlite3_progress_handler(conn->sqlite, OPS, too_late, conn);
	return conn;
}

static void
sqlite_unhurry(struct conn *conn)
{
	sqlite3_progress_handler(conn->sqlite, 0, NULL, NULL);
}

/* A file that was moved or removed would take all we write with it. */
static bool
in_its_place(struct conn *conn)
{
	int moved = 0;

	sqlite3_file_control(conn->sqlite, "main", SQLITE_FCNTL_HAS_MOVED,
	    &moved);
	if (moved) {
		failed(conn, SQLITE_IOERR, false);
		snprintf(conn->why, sizeof conn->why,
		    "the database file was moved or removed");
	}
	return !moved;
}

static bool
sqlite_begin(struct conn *conn, const char *sql, int64_t *ticket)
{
	int code;

	*ticket = 0;
	conn->deadline = db_ticks() + DB_READ_MS * 1000;
	if (!in_its_place(conn))
		return false;
	code = sqlite3_exec(conn->sqlite, sql, NULL, NULL, NULL);
	return code == SQLITE_OK || failed(conn, code, false);
}

/* Some failures have rolled back already. */
static void
sqlite_rollback(struct conn *conn)
{
	if (sqlite3_get_autocommit(conn->sqlite) == 0 &&
	    sqlite3_exec(conn->sqlite, "ROLLBACK", NULL, NULL, NULL) !=
	    SQLITE_OK)
		conn->broken = true;
}

static enum ended
sqlite_commit(struct conn *conn)
{
	int code = sqlite3_exec(conn->sqlite, "COMMIT", NULL, NULL, NULL);

	if (code == SQLITE_OK)
		return ENDED_KEPT;
	failed(conn, code, false);
	if ((code & 0xff) == SQLITE_IOERR && !conn->reads) {
		log_error("store", 0, "a commit failed on disk, the program "
		    "ends: what was told is kept, why=\"%s\"", conn->why);
		abort();
	}
	sqlite_rollback(conn);
	return ENDED_LOST;
}

/* Never asked: a commit of ours is never unsure. */
static enum ended
sqlite_ask(struct conn *conn, int64_t ticket)
{
	(void)conn;
	(void)ticket;
	return ENDED_LOST;
}

/* SQLite numbers $n by first sight, not by n.  Every value has its place, and
 * every place its value. */
static bool
find_places(sqlite3_stmt *sqlite, const struct arg *args, int places[])
{
	char	 name[16];
	int	 n;

	for (n = 0; args[n].type != ARG_END; n++) {
		snprintf(name, sizeof name, "$%d", n + 1);
		places[n] = sqlite3_bind_parameter_index(sqlite, name);
		if (places[n] == 0)
			return false;
	}
	return sqlite3_bind_parameter_count(sqlite) == n;
}

static struct stmt *
refuse(struct conn *conn, sqlite3_stmt *sqlite, const char *why)
{
	sqlite3_finalize(sqlite);
	conn->code = SQLITE_ERROR;
	snprintf(conn->why, sizeof conn->why, "%s", why);
	return NULL;
}

static struct stmt *
sqlite_prepare(struct conn *conn, const char *sql, const struct arg *args)
{
	int		 places[DB_VALUES] = { 0 }, code;
	sqlite3_stmt	*sqlite;
	struct stmt	*stmt;
	const char	*rest;

	code = sqlite3_prepare_v3(conn->sqlite, sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &sqlite, &rest);
	if (code != SQLITE_OK) {
		failed(conn, code, true);
		return NULL;
	}
	if (sqlite == NULL)
		return refuse(conn, NULL, "there is no statement");
	if (rest[strspn(rest, "; \t\n")] != '\0')
		return refuse(conn, sqlite, "there is a second statement");
	if (!find_places(sqlite, args, places))
		return refuse(conn, sqlite, "values and places differ");
	if ((stmt = calloc(1, sizeof *stmt)) == NULL)
		abort();
	stmt->conn = conn;
	stmt->sqlite = sqlite;
	memcpy(stmt->places, places, sizeof places);
	return stmt;
}

static int
bind(sqlite3_stmt *sqlite, int i, const struct arg *arg)
{
	if (arg->bytes == NULL)
		return sqlite3_bind_null(sqlite, i);
	if (arg->type == ARG_INT)
		return sqlite3_bind_int64(sqlite, i, arg->number);
	if (arg->type == ARG_TEXT)
		return sqlite3_bind_text(sqlite, i, arg->bytes, -1,
		    SQLITE_STATIC);
	return sqlite3_bind_blob64(sqlite, i, arg->bytes, arg->length,
	    SQLITE_STATIC);
}

static bool
sqlite_start(struct stmt *stmt, const struct arg *args)
{
	struct conn	*conn = stmt->conn;
	int		 code;

	stmt->before = sqlite3_total_changes64(conn->sqlite);
	for (int i = 0; args[i].type != ARG_END; i++) {
		code = bind(stmt->sqlite, stmt->places[i], &args[i]);
		if (code != SQLITE_OK)
			return failed(conn, code, false);
	}
	stmt->result = sqlite3_step(stmt->sqlite);
	stmt->ready = stmt->result == SQLITE_ROW;
	if (stmt->ready || stmt->result == SQLITE_DONE)
		return true;
	failed(conn, stmt->result, false);
	sqlite3_reset(stmt->sqlite);
	return false;
}

static bool
sqlite_row(struct stmt *stmt)
{
	if (stmt->ready)
		stmt->ready = false;
	else if (stmt->result == SQLITE_ROW)
		stmt->result = sqlite3_step(stmt->sqlite);
	return stmt->result == SQLITE_ROW;
}

static int
sqlite_columns(struct stmt *stmt)
{
	return sqlite3_column_count(stmt->sqlite);
}

static bool
sqlite_cell(struct stmt *stmt, int column, struct cell *cell)
{
	sqlite3_stmt *sqlite = stmt->sqlite;

	switch (sqlite3_column_type(sqlite, column)) {
	case SQLITE_NULL:
		cell->type = CELL_NULL;
		return true;
	case SQLITE_INTEGER:
		cell->type = CELL_INT;
		cell->number = sqlite3_column_int64(sqlite, column);
		return true;
	case SQLITE_TEXT:
		cell->type = CELL_TEXT;
		cell->bytes = sqlite3_column_text(sqlite, column);
		break;
	case SQLITE_BLOB:
		cell->type = CELL_BLOB;
		cell->bytes = sqlite3_column_blob(sqlite, column);
		break;
	default:
		return false;
	}
	cell->length = (size_t)sqlite3_column_bytes(sqlite, column);
	if (cell->bytes == NULL) {
		assert(cell->length == 0);
		cell->bytes = "";	/* An empty blob. */
	}
	return true;
}

/* What a statement changed; what is not an INSERT, UPDATE or DELETE leaves
 * the number of the one before it. */
static bool
sqlite_finish(struct stmt *stmt, int64_t *changed)
{
	sqlite3	*sqlite = stmt->conn->sqlite;
	int	 code = stmt->result;

	*changed = sqlite3_total_changes64(sqlite) != stmt->before ?
	    sqlite3_changes64(sqlite) : 0;
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		failed(stmt->conn, code, false);
	sqlite3_reset(stmt->sqlite);
	sqlite3_clear_bindings(stmt->sqlite);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

static void
sqlite_free(struct stmt *stmt)
{
	sqlite3_finalize(stmt->sqlite);
	free(stmt);
}

static int64_t
sqlite_wal(struct conn *conn)
{
	const char	*path = sqlite3_db_filename(conn->sqlite, "main");
	struct stat	 about;

	if (stat(sqlite3_filename_wal(path), &about) != 0)
		return 0;
	return about.st_size;
}

static bool
sqlite_checkpoint(struct conn *conn)
{
	int code;

	sqlite3_busy_timeout(conn->sqlite, GATHER_MS);
	code = sqlite3_wal_checkpoint_v2(conn->sqlite, "main",
	    SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_timeout(conn->sqlite, BUSY_MS);
	return code == SQLITE_OK;
}

const struct db_driver db_sqlite = {
	.name = "sqlite",
	.words = words,
	.open = sqlite_open,
	.close = sqlite_close,
	.unhurry = sqlite_unhurry,
	.alive = sqlite_alive,
	.why = sqlite_why,
	.world = sqlite_world,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.ask = sqlite_ask,
	.prepare = sqlite_prepare,
	.start = sqlite_start,
	.row = sqlite_row,
	.columns = sqlite_columns,
	.cell = sqlite_cell,
	.finish = sqlite_finish,
	.free = sqlite_free,
	.wal = sqlite_wal,
	.checkpoint = sqlite_checkpoint,
};
