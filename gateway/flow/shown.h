#ifndef GATEWAY_FLOW_SHOWN_H
#define GATEWAY_FLOW_SHOWN_H

/*
 * What staff see of a text of a family: its words and, each on a line of its
 * own, that there were pictures or files ("Sent 2 pictures"); never an empty
 * line.  In the language of staff, English.
 */

#include <stdint.h>

struct arena;
struct locales;
struct reply;
struct shown;

/* The words for it, in the arena; for the thread that opened the locales. */
struct shown	*shown_read(struct arena *, const struct locales *);

/* Any thread.  Needs words, media, attached and files of the reply. */
const char	*shown_say(const struct shown *, struct arena *,
		    const struct reply *);

#endif
