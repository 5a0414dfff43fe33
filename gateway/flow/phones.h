#ifndef GATEWAY_FLOW_PHONES_H
#define GATEWAY_FLOW_PHONES_H

/*
 * Phone numbers in words that run from right to left (domain.md 1.2, item 6).
 * Behind an Arabic letter the groups of 508-555-0100 change places, because a
 * hyphen, a space or a parenthesis between them has no direction of its own
 * (UAX #9, W4): one reads 0100-555-508.  A dot between two of these numbers
 * belongs to them, so it takes their place where the words are kept, and once
 * more when they were filled; mail has isolates, too.
 *
 * What is a phone number, flow/guard.h knows.  Pure, any thread.
 */

#include <stdbool.h>

struct arena;

/* Whether anything in a text runs from right to left. */
bool		 phones_turn(const char *text);

/* The words with dots in their phone numbers; +1, which would end up behind
 * the number, is left out. */
const char	*phones_dotted(struct arena *, const char *words);

/* The same, if anything of the words runs from right to left: so they are
 * kept, and so they are sent. */
const char	*phones_kept(struct arena *, const char *words);

/* The words with U+2068 and U+2069 around phone numbers that are in no isolate
 * yet. */
const char	*phones_isolated(struct arena *, const char *words);

#endif
