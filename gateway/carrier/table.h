#ifndef GATEWAY_CARRIER_TABLE_H
#define GATEWAY_CARRIER_TABLE_H

/*
 * A hash table from a number of 64 bits to a slot with two small numbers in
 * it.  Everything the carrier finds, it finds by one of these.  A slot may
 * move at the next table_need() of the same table.  The key 0 is taken for 1,
 * so 0 can stand for nothing.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct slot {
	uint64_t	 key;
	uint32_t	 a, b;
};

struct table {			/* All zeros is an empty one. */
	struct slot	*slots;
	size_t		 size;		/* A power of two, or 0. */
	size_t		 count;
};

/* NULL: it is not there. */
struct slot	*table_find(const struct table *, uint64_t key);

/* Makes it, with zeros, when it is not there. */
struct slot	*table_need(struct table *, uint64_t key);

/* Only the slots that keep() says yes to stay. */
void		 table_sift(struct table *, bool (*keep)(const struct slot *,
		    const void *arg), const void *arg);
void		 table_clear(struct table *);

#endif
