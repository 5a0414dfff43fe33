#ifndef GATEWAY_FLOW_AUTOMATIC_H
#define GATEWAY_FLOW_AUTOMATIC_H

/*
 * What the gateway says by itself: to whom nobody knows, to who answers what
 * nobody reads the answers of, after a word of consent, when nothing could be
 * read, when it cannot tell whom something is for, and in which language it
 * writes from now on.  It is a message of the kind system like any other, in
 * the language of the contact, and counts nowhere.
 *
 * It is capped, so that two auto-responders that meet do not talk for ever:
 * 3 an hour and 10 a day to one contact.
 *
 * On the writer, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

struct db;
struct gateway;

struct automatic {
	const char	*template;	/* A key of the locales. */
	const char	*words;		/* For its {words}; NULL: none. */
	int64_t		 contact, school;
	int64_t		 now;
	int64_t		 not_before;	/* 0: at once. */
	int64_t		 not_after;	/* 0: a day from then. */
};

/* False: the cap is reached. */
bool	automatic_say(struct db *, const struct gateway *,
	    const struct automatic *);

#endif
