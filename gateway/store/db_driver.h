#ifndef GATEWAY_STORE_DB_DRIVER_H
#define GATEWAY_STORE_DB_DRIVER_H

/*
 * What a database has to be able to do for us.  A driver knows nothing of
 * messages or contacts: it runs SQL, binds values and reads cells.  Each
 * driver has its own struct conn and struct stmt, in its own file.
 *
 * A call that fails returns NULL or false and leaves the reason for why(): a
 * code and the name of a constraint, which hold nothing of what was being
 * written.
 *
 * Below it stands what db.c offers to its neighbours on this floor only.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/db.h"

#define DB_READ_MS	2000	/* What a read transaction may take. */
#define DB_READ_LONG	"reading took too long"	/* And what it says then. */

struct conn;
struct stmt;

/* How a COMMIT ended.  UNSURE: the line was lost, and nobody said. */
enum ended {
	ENDED_KEPT,
	ENDED_LOST,
	ENDED_UNSURE,
};

/* CREATE also writes, and makes the file where there is none. */
enum mode {
	MODE_READ,
	MODE_WRITE,
	MODE_CREATE,
};

/* One column of one row; its bytes live until the next row is asked for. */
struct cell {
	enum { CELL_NULL, CELL_INT, CELL_TEXT, CELL_BLOB } type;
	int64_t		 number;
	const void	*bytes;
	size_t		 length;
};

struct db_driver {
	const char	 *name;
	const char	*(*words)[2];	/* { "@word@", "becomes" }, ends with NULL. */

	struct conn	*(*open)(const char *where, enum mode,
			    const char **why);
	void		 (*close)(struct conn *);
	bool		 (*alive)(struct conn *);
	/* Nobody else has that node while this connection lives; NULL, or why
	 * not, and then it is not alive.  NULL where a file's lock does it. */
	const char	*(*hold)(struct conn *, int64_t node);
	void		 (*unhurry)(struct conn *);	/* See db_unhurried(). */
	const char	*(*why)(struct conn *);
	/* Was it the world (disk, lock, connection, deadlock), not the SQL? */
	bool		 (*world)(struct conn *);

	/* sql is "BEGIN @read@" or "BEGIN @write@", spoken.  A ticket names
	 * the transaction, so that another connection can ask about it. */
	bool		 (*begin)(struct conn *, const char *sql,
			    int64_t *ticket);
	enum ended	 (*commit)(struct conn *);
	void		 (*rollback)(struct conn *);
	enum ended	 (*ask)(struct conn *, int64_t ticket);

	/* The values are those of the first start; only their types matter. */
	struct stmt	*(*prepare)(struct conn *, const char *sql,
			    const struct arg *);
	bool		 (*start)(struct stmt *, const struct arg *);
	bool		 (*row)(struct stmt *);		/* False: no more. */
	int		 (*columns)(struct stmt *);
	bool		 (*cell)(struct stmt *, int column, struct cell *);
	bool		 (*finish)(struct stmt *, int64_t *changed);
	void		 (*free)(struct stmt *);

	/*
	 * As start() to finish(), but what became of it is known when the next
	 * statement starts or the transaction is committed, which then fails,
	 * and late() says that it was not its own fault; changed() is what all
	 * of this transaction changed.  All NULL where a statement costs no
	 * round trip.
	 */
	bool		 (*later)(struct stmt *, const struct arg *);
	bool		 (*late)(struct conn *);
	bool		 (*changed)(struct conn *);

	/* NULL where the database minds its own log. */
	int64_t		 (*wal)(struct conn *);
	bool		 (*checkpoint)(struct conn *);
};

extern const struct db_driver db_sqlite;
extern const struct db_driver db_postgres;	/* WITH_POSTGRES only. */

/* Fills out (which the caller frees) with the text, every @word@ of it
 * replaced by what the driver says. */
struct buf;
void	 db_speak(const struct db_driver *, const char *sql, struct buf *out);

/* All rows of a running statement (NULL: none), or why they spoil the
 * transaction; and a change of mind. */
struct rows *rows_read(const struct db_driver *, struct stmt *,
	    struct arena *, const char **why);
void	 rows_drop(struct rows *);

/* Runs one statement that is no literal of db_run(): the schema's. */
void	 db_schema(struct db *, const char *sql);

/* Prepares a statement and does not run it. */
bool	 db_prepare(struct db *, const struct statement *,
	    const struct arg *) must_use;

/* Which statement spoiled the transaction; NULL: none of them, or one that was
 * sent (db_send), perhaps by an earlier job. */
const struct statement *db_spoiler(const struct db *);
bool	 db_late(const struct db *);

/* Microseconds that nobody can hold or set: for limits and latencies. */
int64_t	 db_ticks(void);

#endif
