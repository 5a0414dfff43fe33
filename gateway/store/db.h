#ifndef GATEWAY_STORE_DB_H
#define GATEWAY_STORE_DB_H

/*
 * One connection to the database, for one thread at a time.  Calls block.
 *
 * SQL is written once, in the words that SQLite and PostgreSQL share, with
 * $1, $2, ... for values (up to 24).  Where the two differ, a @word@ stands
 * in the SQL and the driver says what it becomes.  A statement is prepared
 * at its first start with the types its values have, so nothing is inferred.
 *
 * Errors are sticky.  When a statement fails, the rest of the transaction
 * does nothing, queries give no rows, and db_commit() keeps nothing.  So the
 * code between begin and commit reads straight down, and only the one who
 * commits has to look.
 *
 * db_query() reads all its rows at once into the arena of the job, so that
 * other statements may run inside the loop over them; a query that can
 * return many has a LIMIT.  Queries nest: db_row() and db_int() speak of the
 * rows they are given.
 *
 *	struct rows *rows = db_query(db, "SELECT id FROM person WHERE ...",
 *	    INT(school));
 *	while (db_row(rows))
 *		insert(db, db_int(rows, 0));
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "store/statement.h"

struct arena;
struct db;
struct db_driver;
struct rows;

#define db_run(db, literal, ...)					\
	db_start((db), DB_STATEMENT(literal, __VA_ARGS__),		\
	    (const struct arg[]){ __VA_ARGS__, { .type = ARG_END } })
#define db_query(db, literal, ...)					\
	db_read((db), DB_STATEMENT(literal, __VA_ARGS__),		\
	    (const struct arg[]){ __VA_ARGS__, { .type = ARG_END } })

/*
 * db_send() is db_run() of which nobody wants to know what it changed: where
 * the database is another program, it travels with what follows, and a
 * failure of it shows there, or when the transaction is committed.
 */
#define db_send(db, literal, ...)					\
	db_later((db), DB_STATEMENT(literal, __VA_ARGS__),		\
	    (const struct arg[]){ __VA_ARGS__, { .type = ARG_END } })

/* Returns how many rows were changed (0 after a failure). */
int64_t		 db_start(struct db *, const struct statement *,
		    const struct arg *);
void		 db_later(struct db *, const struct statement *,
		    const struct arg *);
struct rows	*db_read(struct db *, const struct statement *,
		    const struct arg *);

bool		 db_row(struct rows *);		/* The next one; false: no more. */
unsigned	 db_rows(const struct rows *);	/* How many there are in all. */
int64_t		 db_int(const struct rows *, int column);	/* NULL: 0. */
const char	*db_text(const struct rows *, int column);	/* NULL: NULL. */
const void	*db_blob(const struct rows *, int column, size_t *length);

/* The first column of all rows, in the arena of the job; how many. */
unsigned	 db_ids(struct db *, struct rows *, int64_t **ids);

/* The first column of the first row, or 0. */
int64_t		 db_number(struct rows *);

/* The arena of the job that is running.  NULL is the connection's own, and
 * empties it. */
struct arena	*db_arena(struct db *);
void		 db_use(struct db *, struct arena *);

bool		 db_begin(struct db *) must_use; /* False: the world failed. */
void		 db_rollback(struct db *);

/*
 * False: nothing was kept, unless db_unsure().  A COMMIT whose answer was
 * lost is asked about by a new connection, and only when there is none yet
 * it stays unsure; then db_ask() asks again (true: it was kept), and nothing
 * else may be begun before it knows.
 */
bool		 db_commit(struct db *) must_use;
bool		 db_unsure(const struct db *);
bool		 db_ask(struct db *) must_use;

/* From now on only who holds that node may use this database as it, also
 * after db_reopen(), which fails otherwise.  NULL, or why it is not held. */
const char	*db_hold(struct db *, int64_t node);

bool		 db_world(const struct db *);	/* Not the job's fault. */
bool		 db_reopen(struct db *) must_use; /* True: connected (again). */
void		 db_fail(struct db *, const char *why);	/* Spoil it; constant words. */
const char	*db_why(const struct db *);	/* NULL: all is well. */
int64_t		 db_wal(const struct db *);	/* Bytes of SQLite's WAL. */
bool		 db_checkpoint(struct db *);	/* Empty the WAL. */
int64_t		 db_clock(struct db *);		/* The database's clock, ms. */

struct db	*db_open(const struct db_driver *, const char *where,
		    bool writes, const char **why);
/* What it reads may take longer than 2 s: for a command that nobody waits
 * for, never for the gateway itself, whose WAL would grow meanwhile. */
void		 db_unhurried(struct db *);
void		 db_close(struct db *);		/* NULL is allowed. */

/* "postgres://..." or "host=... dbname=..." is PostgreSQL (NULL when it is
 * not built in), all else the path of a SQLite file. */
const struct db_driver *db_driver_for(const char *where);

/* Whether the last transaction changed any row: only then did its commit show
 * that the database can be written. */
bool		 db_changed(const struct db *);

/* What is run between true and false is of no page: a heartbeat, when somebody
 * was last seen.  Whether the last transaction changed anything else. */
void		 db_aside(struct db *, bool);
bool		 db_shown(const struct db *);

#endif
