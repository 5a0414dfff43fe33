#ifndef GATEWAY_STORE_USER_H
#define GATEWAY_STORE_USER_H

/*
 * Who uses the gateway from outside: API keys, the answers that were given
 * to them.  What they did stands in the audit (audit.h).
 *
 * A key is known by the SHA-256 of its text only.  It names the member of
 * staff it writes for; a key that names nobody sends automatic messages,
 * which never count as direct.
 *
 * The answer to a request with an Idempotency-Key is kept in the same
 * transaction as what it did, so the same request gets the same answer, also
 * after a crash; for KEPT_ANSWERS days.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "store/audit.h"

struct db;

#define KEPT_ANSWERS	30	/* Days. */

struct api_key {
	int64_t		 id, person;	/* 0: it writes for nobody. */
	const char	*name;
};

/* The key of that digest, unless it was revoked. */
bool	 api_key_find(struct db *, const char *digest, struct api_key *) must_use;
void	 api_key_add(struct db *, const struct api_key *, const char *digest,
	    int64_t now);

struct kept_answer {
	int64_t		 api_key;
	const char	*name;		/* What the Idempotency-Key says. */
	const char	*digest;	/* Of method, path and body. */
	int64_t		 status;
	const char	*answer;
};

/* Fills digest, status and answer of what was kept under that name. */
bool	 kept_answer_find(struct db *, struct kept_answer *) must_use;
void	 kept_answer_add(struct db *, const struct kept_answer *, int64_t now);
void	 kept_answer_tidy(struct db *, int64_t before);

/* What was genuine and yet not understood, or refused by its own fault: kept
 * as it came.  What begins with "unwanted:" is kept and not counted. */
struct stray {
	const char	*account, *why, *url, *body;
	size_t		 length;
};
void	 stray_add(struct db *, const struct stray *, int64_t now);
int64_t	 stray_count(struct db *);

#endif
