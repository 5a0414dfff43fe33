#ifndef GATEWAY_STORE_SECRET_H
#define GATEWAY_STORE_SECRET_H

/*
 * Keys that all nodes of a district share and nobody else knows: "tokens",
 * which signs the addresses in our mail (flow/token.h).  A key is made once,
 * is never changed, and goes into backups, so that an answer to an old mail
 * still comes home after the database was put back from one.
 *
 * On a store thread.
 */

#include <stdint.h>

struct db;

/* The key of that name, 64 letters; made now if there is none yet; "" in a
 * transaction that failed.  On the writer, in the job's arena. */
const char	*secret_take(struct db *, const char *name, int64_t now);

#endif
