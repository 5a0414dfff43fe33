#ifndef GATEWAY_CARRIER_DESK_H
#define GATEWAY_CARRIER_DESK_H

/*
 * The desk: some phones and mailboxes with names, side by side on the home
 * page, for who shows a gateway to others.  What stands on it comes from a
 * file, JSON, which is read again when it has changed:
 *
 *	{"title": "Millbrook (sample)", "gateway": "http://127.0.0.1:8080",
 *	 "doors": [{"words": "Ms. Park, teacher", "path": "/signin?as=7"}],
 *	 "cards": [{"address": "+15085550101", "name": "Ana Soto",
 *	   "about": "mother of Leo", "language": "es-US",
 *	   "line": "+15085550100", "answers": ["Gracias", "ALTO"],
 *	   "stops": "ALTO"}]}
 *
 * An address with @ is a mailbox; line is whom they write to first.  In an
 * answer {last} stands for the words they got last.  By the word `stops` they
 * ask the gateway for no more texts; the carrier knows STOP alone.  Without a gateway there
 * are no doors, and nothing is missing.
 *
 * The gateway is asked how many texts it says it has handed over, at
 * GATEWAY/sample/handed: {"handed": N}.  Those the carrier does not have are
 * missing.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

#define DESK_CARDS	16
#define DESK_DOORS	16
#define DESK_ANSWERS	2

struct arena;
struct carrier;
struct exchange;

struct desk_card {
	const char	*address, *name, *about, *language, *line;
	const char	*stops;			/* Or NULL. */
	const char	*answers[DESK_ANSWERS];	/* NULL: no more. */
};

struct desk_door {
	const char	*words, *path;
};

struct desk {
	struct arena	*arena;
	const char	*title, *gateway;	/* Or NULL. */
	struct desk_card cards[DESK_CARDS];
	unsigned	 card_count;
	struct desk_door doors[DESK_DOORS];
	unsigned	 door_count;
	int64_t		 changed;		/* The file; ns. */
};

/* NULL: why is a sentence. */
struct desk	*desk_read(const char *path, const char **why);
void		 desk_free(struct desk *);	/* NULL is allowed. */

/* The carrier's, read again when the file has changed; one that is wrong is
 * left alone.  NULL: it has none. */
const struct desk *desk_now(struct carrier *);

/* Asks the gateway, then shows the page with the answer: -1, it did not
 * answer, or there is none. */
void		 desk_ask(struct carrier *, struct exchange *,
		    void (*show)(struct exchange *, struct carrier *,
			int64_t handed));

#endif
