/*
 * The part of a connection that is the same for every database: the words
 * of the dialect, the cache of prepared statements, transactions, and errors
 * that stick.
 *
 * A statement is known by the address of its struct in the program, so that
 * finding it again costs one look into a hash table.  The table grows; it is
 * emptied when the connection is lost, because the database has forgotten
 * its prepared statements with it.
 */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/db.h"
#include "store/db_driver.h"

#define WHY_SIZE	160

struct slot {
	const struct statement	*statement;	/* NULL: free. */
	struct stmt		*stmt;
};

struct db {
	const struct db_driver	*driver;
	struct conn		*conn;
	char			*where;
	bool			 writes, unhurried;
	char			 begin[160];	/* BEGIN, in its words. */
	int64_t			 node;		/* Held; 0: none. */

	struct slot		*slots;		/* A power of two of them. */
	size_t			 room, used;

	struct arena		*own, *arena;	/* Rows go into arena. */
	int64_t			 deadline;	/* Of a read; 0: none. */
	int64_t			 ticket;	/* Of the transaction. */
	bool			 inside;	/* Between begin and its end. */
	bool			 unsure;	/* Nobody knows how it ended. */
	bool			 changed;	/* Rows, in this transaction. */
	bool			 aside, shown;	/* See db_aside(). */

	char			 why[WHY_SIZE];	/* The first failure, or "". */
	bool			 world;		/* It was the world's. */
	bool			 late;		/* Of one that was sent. */
	const struct statement	*spoiler;
};

static void
say_begin(struct db *db)
{
	struct buf spoken;

	db_speak(db->driver, db->writes ? "BEGIN @write@" : "BEGIN @read@",
	    &spoken);
	assert(spoken.length < sizeof db->begin);
	memcpy(db->begin, spoken.data, spoken.length + 1);
	buf_free(&spoken);
}

struct db *
db_open(const struct db_driver *driver, const char *where, bool writes,
    const char **why)
{
	struct db	*db;
	struct conn	*conn;

	conn = driver->open(where, writes ? MODE_CREATE : MODE_READ, why);
	if (conn == NULL)
		return NULL;
	if ((db = calloc(1, sizeof *db)) == NULL ||
	    (db->where = strdup(where)) == NULL)
		abort();
	db->driver = driver;
	db->conn = conn;
	db->writes = writes;
	db->own = db->arena = arena_new();
	say_begin(db);
	return db;
}

static void
forget(struct db *db)
{
	for (size_t i = 0; i < db->room; i++)
		if (db->slots[i].statement != NULL)
			db->driver->free(db->slots[i].stmt);
	free(db->slots);
	db->slots = NULL;
	db->room = db->used = 0;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	forget(db);
	db->driver->close(db->conn);
	arena_free(db->own);
	free(db->where);
	free(db);
}

void
db_unhurried(struct db *db)
{
	db->unhurried = true;
	db->driver->unhurry(db->conn);
}

struct arena *
db_arena(struct db *db)
{
	return db->arena;
}

void
db_use(struct db *db, struct arena *arena)
{
	if (arena == NULL)
		arena_clear(db->own);
	db->arena = arena != NULL ? arena : db->own;
}

void
db_fail(struct db *db, const char *why)
{
	if (db->why[0] != '\0')
		return;
	snprintf(db->why, sizeof db->why, "%s", why);
	db->world = db->late = false;
	db->spoiler = NULL;
}

/* The driver failed: keep its reason, whose fault it was, and where. */
static void
failed(struct db *db, const struct statement *statement)
{
	if (db->why[0] != '\0')
		return;
	db_fail(db, db->driver->why(db->conn));
	db->world = db->driver->world(db->conn);
	db->late = db->driver->late != NULL && db->driver->late(db->conn);
	db->spoiler = db->late ? NULL : statement;
}

const char *
db_why(const struct db *db)
{
	return db->why[0] != '\0' ? db->why : NULL;
}

bool
db_world(const struct db *db)
{
	return db->why[0] != '\0' && db->world;
}

const struct statement *
db_spoiler(const struct db *db)
{
	return db->why[0] != '\0' ? db->spoiler : NULL;
}

bool
db_late(const struct db *db)
{
	return db->why[0] != '\0' && db->late;
}

const char *
db_hold(struct db *db, int64_t node)
{
	db->node = node;
	return node != 0 && db->driver->hold != NULL ?
	    db->driver->hold(db->conn, node) : NULL;
}

bool
db_reopen(struct db *db)
{
	const char	*why = NULL;
	struct conn	*conn;

	if (db->driver->alive(db->conn))
		return true;
	conn = db->driver->open(db->where,
	    db->writes ? MODE_WRITE : MODE_READ, &why);
	if (conn != NULL) {
		forget(db);
		db->driver->close(db->conn);
		db->conn = conn;
		why = db_hold(db, db->node);
	}
	if (why == NULL)
		return true;
	db->why[0] = '\0';
	db_fail(db, why);
	db->world = true;
	return false;
}

static struct slot *
slot_of(const struct slot *slots, size_t room,
    const struct statement *statement)
{
	size_t i = ((uintptr_t)statement >> 3) * 0x9e3779b1u % room;

	while (slots[i].statement != NULL && slots[i].statement != statement)
		i = (i + 1) % room;
	return (struct slot *)&slots[i];
}

static void
grow(struct db *db)
{
	size_t		 room = db->room == 0 ? 64 : db->room * 2;
	struct slot	*slots = calloc(room, sizeof *slots);

	if (slots == NULL)
		abort();
	for (size_t i = 0; i < db->room; i++)
		if (db->slots[i].statement != NULL)
			*slot_of(slots, room, db->slots[i].statement) =
			    db->slots[i];
	free(db->slots);
	db->slots = slots;
	db->room = room;
}

static struct stmt *
prepare(struct db *db, const char *sql, const struct arg *args)
{
	struct stmt	*stmt;
	struct buf	 spoken;
	unsigned	 n = 0;

	while (args[n].type != ARG_END)
		n++;
	assert(n <= DB_VALUES);
	db_speak(db->driver, sql, &spoken);
	stmt = db->driver->prepare(db->conn, spoken.data, args);
	buf_free(&spoken);
	return stmt;
}

/* The prepared statement, prepared at its first use. */
static struct stmt *
prepared(struct db *db, const struct statement *statement,
    const struct arg *args)
{
	struct slot *slot;

	if (db->used * 4 >= db->room * 3)
		grow(db);
	slot = slot_of(db->slots, db->room, statement);
	if (slot->statement != NULL)
		return slot->stmt;
	if ((slot->stmt = prepare(db, statement->sql, args)) == NULL)
		return NULL;
	slot->statement = statement;
	db->used++;
	return slot->stmt;
}

bool
db_prepare(struct db *db, const struct statement *statement,
    const struct arg *args)
{
	if (db->why[0] == '\0' && prepared(db, statement, args) == NULL)
		failed(db, statement);
	return db->why[0] == '\0';
}

/* The statement, running; NULL: the transaction is spoiled. */
static struct stmt *
start(struct db *db, const struct statement *statement,
    const struct arg *args)
{
	struct stmt *stmt;

	assert(db->inside || db->why[0] != '\0');
	if (db->deadline != 0 && db_ticks() > db->deadline)
		db_fail(db, DB_READ_LONG);
	if (db->why[0] != '\0')
		return NULL;
	stmt = prepared(db, statement, args);
	if (stmt == NULL || !db->driver->start(stmt, args)) {
		failed(db, statement);
		return NULL;
	}
	return stmt;
}

static void
note_change(struct db *db, bool changed)
{
	db->changed |= changed;
	db->shown |= changed && !db->aside;
}

/* Run it to its end, whatever rows it gives. */
static int64_t
drain(struct db *db, struct stmt *stmt, const struct statement *statement)
{
	int64_t changed = 0;

	while (db->driver->row(stmt))
		continue;
	if (!db->driver->finish(stmt, &changed)) {
		failed(db, statement);
		return 0;
	}
	note_change(db, changed > 0);
	return changed;
}

int64_t
db_start(struct db *db, const struct statement *statement,
    const struct arg *args)
{
	struct stmt *stmt = start(db, statement, args);

	return stmt != NULL ? drain(db, stmt, statement) : 0;
}

void
db_later(struct db *db, const struct statement *statement,
    const struct arg *args)
{
	struct stmt *stmt;

	if (db->driver->later == NULL) {
		(void)db_start(db, statement, args);
		return;
	}
	assert(db->inside || db->why[0] != '\0');
	if (db->why[0] != '\0')
		return;
	stmt = prepared(db, statement, args);
	if (stmt == NULL || !db->driver->later(stmt, args))
		failed(db, statement);
}

void
db_schema(struct db *db, const char *sql)
{
	const struct arg	 none = NONE;
	struct stmt		*stmt;

	assert(db->inside || db->why[0] != '\0');
	if (db->why[0] != '\0')
		return;
	stmt = prepare(db, sql, &none);
	if (stmt == NULL || !db->driver->start(stmt, &none))
		failed(db, NULL);
	else
		drain(db, stmt, NULL);
	if (stmt != NULL)
		db->driver->free(stmt);
}

struct rows *
db_read(struct db *db, const struct statement *statement,
    const struct arg *args)
{
	struct stmt	*stmt = start(db, statement, args);
	const char	*why = NULL;
	struct rows	*rows;
	int64_t		 changed = 0;

	rows = rows_read(db->driver, stmt, db->arena, &why);
	if (why != NULL) {
		db_fail(db, why);
		db->spoiler = statement;
	}
	if (stmt != NULL && !db->driver->finish(stmt, &changed))
		failed(db, statement);
	note_change(db, changed > 0);
	if (db->why[0] != '\0')
		rows_drop(rows);
	return rows;
}

bool
db_begin(struct db *db)
{
	assert(!db->inside && !db->unsure);
	db->why[0] = '\0';
	db->ticket = 0;
	db->changed = db->aside = db->shown = false;
	db->deadline = 0;
	if (!db->writes && !db->unhurried)
		db->deadline = db_ticks() + DB_READ_MS * 1000;
	if (!db->driver->begin(db->conn, db->begin, &db->ticket)) {
		failed(db, NULL);
		db->driver->rollback(db->conn);
		return false;
	}
	db->inside = true;
	return true;
}

void
db_rollback(struct db *db)
{
	if (db->inside)
		db->driver->rollback(db->conn);
	db->inside = false;
}

bool
db_ask(struct db *db)
{
	enum ended ended = ENDED_UNSURE;

	assert(db->unsure);
	if (db_reopen(db))
		ended = db->driver->ask(db->conn, db->ticket);
	db->unsure = ended == ENDED_UNSURE;
	if (ended == ENDED_KEPT)
		db->why[0] = '\0';
	return ended == ENDED_KEPT;
}

bool
db_commit(struct db *db)
{
	enum ended ended;

	if (!db->inside || db->why[0] != '\0') {
		db_rollback(db);
		return false;
	}
	db->inside = false;
	ended = db->driver->commit(db->conn);
	if (db->driver->changed != NULL)
		note_change(db, db->driver->changed(db->conn));
	if (ended == ENDED_KEPT)
		return true;
	failed(db, NULL);
	db->unsure = ended == ENDED_UNSURE && db->writes;
	return db->unsure && db_ask(db);
}

bool
db_changed(const struct db *db)
{
	return db->changed;
}

void
db_aside(struct db *db, bool aside)
{
	db->aside = aside;
}

bool
db_shown(const struct db *db)
{
	return db->shown;
}

bool
db_unsure(const struct db *db)
{
	return db->unsure;
}

int64_t
db_wal(const struct db *db)
{
	return db->driver->wal != NULL ? db->driver->wal(db->conn) : 0;
}

bool
db_checkpoint(struct db *db)
{
	assert(!db->inside);
	return db->driver->checkpoint == NULL ||
	    db->driver->checkpoint(db->conn);
}

int64_t
db_clock(struct db *db)
{
	struct rows *rows = db_query(db, "SELECT @clock@", NONE);

	return db_row(rows) ? db_int(rows, 0) : 0;
}
