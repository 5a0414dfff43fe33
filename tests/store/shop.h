#ifndef TESTS_STORE_SHOP_H
#define TESTS_STORE_SHOP_H

/*
 * A store over a fresh database, a loop, and jobs like those of a family's
 * replies: each inserts a row and counts it.  What the log says is counted.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/db.h"
#include "store/job.h"
#include "tests/store/place.h"

/* Of full size: what fits into 32 bits hides a missing type. */
#define SHOP_ID		INT64_C(117310464123801601)
#define SHOP_DAY	INT64_C(1795314091123)

struct loop;

struct shop {
	struct place	 place;
	struct loop	*loop;
	struct store	*store;
	unsigned	 left, kept, refused;	/* Of the jobs of shop_reply(). */
};

struct reply {
	struct job	 job;
	struct shop	*shop;
	int64_t		 id;
	const char	*body;		/* NULL is refused by the database. */
	void		(*trouble)(struct reply *, struct db *); /* Before. */
	int64_t		 total;		/* Result: replies so far. */
	unsigned	 runs;
	bool		 done, kept;
};

/* Makes the database; skips the test where there is none. */
void	shop_make(struct shop *, const struct db_driver *);

/* Opens the store, at another address of the same database or (NULL) at its
 * own. */
void	shop_open(struct shop *, const char *where);
void	shop_close(struct shop *);
void	shop_remove(struct shop *);

/* Hands a job over; shop_wait() turns the loop until all are done. */
void	shop_reply(struct shop *, struct reply *, int64_t id, const char *body);
void	shop_put(struct shop *, struct reply *);
void	shop_wait(struct shop *);

/* By another connection: rows, and what was counted. */
int64_t	shop_rows(const struct shop *);
int64_t	shop_counted(const struct shop *);

/* Lines of the log since the last call, and the last line of that level. */
unsigned shop_warnings(void);
unsigned shop_errors(void);
bool	shop_log_has(const char *words);

#endif
