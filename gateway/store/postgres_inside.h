#ifndef GATEWAY_STORE_POSTGRES_INSIDE_H
#define GATEWAY_STORE_POSTGRES_INSIDE_H

/*
 * What the two halves of the driver for PostgreSQL share: postgres_line.c is
 * the connection and its transactions, db_postgres.c the statements.
 */

#include <libpq-fe.h>

#include "store/db_driver.h"

/* The turn's number is "homeline" read as digits of base 256. */
#define TURN		"SELECT pg_advisory_xact_lock(7525353784737361509)"

struct conn {
	PGconn		*pg;
	bool		 reads;
	bool		 without;	/* The node it should hold. */
	unsigned	 prepared;	/* Names the next statement. */
	unsigned	 sent;		/* On their way, without an answer. */
	bool		 late;		/* One of them was what failed. */
	bool		 changed;	/* One of them changed a row. */
	char		 state[6];	/* SQLSTATE of the last failure. */
	char		 why[128];
};

/* Keeps why it failed; false.  NULL: the connection is lost. */
bool		 postgres_failed(struct conn *, const PGresult *,
		    bool preparing);
bool		 postgres_good(struct conn *, const PGresult *);

/* Reads the answers to all that was sent: before anything that cannot be sent
 * behind it.  False: one of them failed. */
bool		 postgres_hear(struct conn *);

/* Of struct db_driver. */
const char	*postgres_why(struct conn *);
bool		 postgres_world(struct conn *);
bool		 postgres_alive(struct conn *);
void		 postgres_close(struct conn *);
void		 postgres_unhurry(struct conn *);
struct conn	*postgres_open(const char *where, enum mode, const char **why);
const char	*postgres_hold(struct conn *, int64_t node);
bool		 postgres_begin(struct conn *, const char *sql,
		    int64_t *ticket);
void		 postgres_rollback(struct conn *);
enum ended	 postgres_commit(struct conn *);
enum ended	 postgres_ask(struct conn *, int64_t ticket);

#endif
