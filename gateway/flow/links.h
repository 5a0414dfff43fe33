#ifndef GATEWAY_FLOW_LINKS_H
#define GATEWAY_FLOW_LINKS_H

/*
 * The digest of a month: a chain over its rows of the ledger in the order of
 * their ids, which begins with the digest of the month before (64 zeros at
 * the first).  A link is SHA-256, in hexadecimal, of the link before, a line
 * feed, and the row: its columns in the order of store/month.c with a tab
 * between two.  tests/recount.py does the same by itself.
 *
 * After every 100 rows the first 16 digits of the link are a mark; so of a
 * row that was altered later one knows between which it is.
 *
 * Pure, any thread.
 */

#include <stdint.h>

#include "base/buf.h"

struct arena;
struct rows;

#define LINKS_DIGEST	65
#define LINKS_MARK	16	/* Digits. */
#define LINKS_EVERY	100	/* Rows. */

struct links {
	char		 digest[LINKS_DIGEST];
	int64_t		 n;
	struct buf	 marks;		/* One after another. */
};

/* before: the digest of the month before, or NULL. */
void		 links_begin(struct links *, const char *before);
void		 links_end(struct links *);

/* The row on which rows stand. */
void		 links_add(struct links *, const struct rows *);

/* The row as a line, and the first 12 digits of its digest alone. */
const char	*links_line(struct arena *, const struct rows *);
const char	*links_sum(struct arena *, const struct rows *);

#endif
