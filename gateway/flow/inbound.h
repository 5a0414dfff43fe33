#ifndef GATEWAY_FLOW_INBOUND_H
#define GATEWAY_FLOW_INBOUND_H

/*
 * What a family wrote.  In one visit: have we seen it? whose address, which
 * school's number, which talk? a word of consent? who reads it? what does it
 * count as? must the gateway say something by itself?
 *
 * There is no way out without a reader: whatever is not somebody's is read
 * by the office of the school, or by the desk of the district.
 */

#include <stdint.h>

struct account;
struct db;
struct gateway;
struct news;

/* On the writer. */
void	inbound_keep(struct db *, const struct gateway *, const struct account *,
	    const struct news *, int64_t now);

#endif
