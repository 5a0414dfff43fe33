#ifndef GATEWAY_STORE_ATTACHMENT_H
#define GATEWAY_STORE_ATTACHMENT_H

/*
 * Files that came with a mail.  What was too large or too many is here by its
 * name only, so that staff know of it and can ask for it.
 *
 * All calls are for a store thread, inside a job; texts belong to the job's
 * arena.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

struct db;

#define ATTACHMENTS_MOST	10			/* Kept of a mail, */
#define ATTACHMENT_BYTES	(10 * 1024 * 1024)	/* together. */
#define ATTACHMENTS_NAMED	30			/* Kept or not. */

struct attachment {
	int64_t		 id, reply;
	int64_t		 place;		/* In the mail, from 0. */
	const char	*name;		/* Without folders; never "". */
	const char	*type;		/* As the mail says: "image/jpeg". */
	int64_t		 size;		/* Bytes. */
	bool		 kept;
	const char	*bytes;		/* When it is; only of one. */
};

void		 attachment_add(struct db *, const struct attachment *);

/* Those of a reply in their order, without their bytes. */
unsigned	 attachment_list(struct db *, int64_t reply,
		    struct attachment **);

/* One, with its bytes, if it was kept. */
bool		 attachment_get(struct db *, int64_t id, struct attachment *)
		    must_use;

/* The conversation whose reply it belongs to; 0: none. */
int64_t		 attachment_talk(struct db *, int64_t id);

#endif
