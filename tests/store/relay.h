#ifndef TESTS_STORE_RELAY_H
#define TESTS_STORE_RELAY_H

/*
 * A relay between the store and PostgreSQL, a port of 127.0.0.1 that can lose
 * a COMMIT or its answer, and can be away.  It runs on a thread of its own;
 * the test tells it what to do.
 */

#include <stdbool.h>

struct relay;

/* To the server that "host=DIR port=N dbname=..." names; writes into where how to
 * connect to the same database by the relay. */
struct relay	*relay_open(const char *server, char *where, unsigned size);
void		 relay_close(struct relay *);

/* The next COMMIT is not passed on, or its answer is not, and that line is
 * cut. */
void		 relay_lose_commit(struct relay *);
void		 relay_lose_answer(struct relay *);

/* All lines are cut, and new ones are, until it is back. */
void		 relay_away(struct relay *, bool away);

/* The line that loses a COMMIT goes away itself. */
void		 relay_away_then(struct relay *);

#endif
