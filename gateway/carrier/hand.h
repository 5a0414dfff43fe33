#ifndef GATEWAY_CARRIER_HAND_H
#define GATEWAY_CARRIER_HAND_H

/*
 * Mails on their way to the gateway, as a mail server hands them to the
 * program of a mailbox: run with the mail on its standard input and the
 * recipient behind --to.  It ends with 0 when it has the mail, with 75 when
 * it wants it again later, with anything else when it does not want it; what
 * it said on its standard output is why.  Without a program they are given
 * to the plan's own function.
 *
 * A mail that is wanted again comes again after a second, two, four, and so
 * on up to a minute.  Four are under way at once.
 */

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/list.h"
#include "carrier/carrier.h"

struct carrier;
struct child;
struct timer;

struct hand {
	TAILQ_ENTRY(hand)	 link;
	struct carrier		*carrier;
	uint32_t		 n;		/* Its mail. */
	int64_t			 due;
	unsigned		 tries;
	struct carrier_mail	 mail;		/* While it is under way. */
	struct child		*child;		/* Of child.c, then; or NULL. */
};

TAILQ_HEAD(hand_list, hand);

struct hands {
	struct hand_list	 waiting;	/* By due. */
	struct hand_list	 going;
	unsigned		 under_way;
	struct timer		*bell;
	char			**words;	/* Of the program; NULL: none. */
};

/* program: split at spaces, "quoted" parts are one word; NULL: none. */
void	 hand_open(struct carrier *, const char *program);
void	 hand_close(struct carrier *);
bool	 hand_able(const struct carrier *);	/* There is somebody. */

/* `after`: ms from now. */
void	 hand_begin(struct carrier *, uint32_t mail, int64_t after);
void	 hand_run(struct carrier *);		/* Whatever is due. */
void	 hand_reset(struct carrier *);		/* Those that wait are gone. */

/* How many wait whose time has come; how many for theirs. */
void	 hand_count(const struct carrier *, unsigned *ready, unsigned *later);

/* child.c: runs the words with the mail; taken() of the mail is called when
 * it has ended. */
struct child	*child_run(struct carrier *, char **words,
		    struct carrier_mail *);
void		 child_kill(struct child *);	/* NULL is allowed. */

#endif
