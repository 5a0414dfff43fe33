#ifndef GATEWAY_BASE_ID_H
#define GATEWAY_BASE_ID_H

/*
 * Ids that are made without asking anyone: 41 bits of milliseconds since
 * 2026-01-01 UTC, 10 of the node, 12 of a sequence; 63 bits, never 0.  They
 * are ordered by time (random keys make an index 4 to 6 times slower) and
 * never step back, also when the clock does.  When a millisecond has used up
 * its 4096 numbers, the next millisecond is borrowed.
 *
 * Outside the program an id is text, 13 characters of Crockford's base32 in
 * upper case, because JavaScript rounds whole numbers above 2^53.  Any
 * thread may make ids.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

#define ID_TEXT		14	/* Room for the text and its NUL. */
#define ID_NODES	1024

void	 id_node(unsigned node);	/* Below ID_NODES; once, at the start. */
int64_t	 id_new(void);

/* Every id that is made from now on is above that one (of another node). */
void	 id_pass(int64_t id);

/* Writes the text into out and returns it. */
char	*id_text(int64_t id, char out[ID_TEXT]);

/* False: not an id.  Lower case and O, I, L for 0, 1, 1 are understood. */
bool	 id_parse(const char *text, int64_t *id) must_use;

/* When an id was made, in ms since 1970; and the least id of a time. */
int64_t	 id_time(int64_t id);
int64_t	 id_least(int64_t time);

#endif
