#ifndef GATEWAY_FLOW_MAILBOX_H
#define GATEWAY_FLOW_MAILBOX_H

/*
 * The mailbox of an account of mail, looked at by IMAP every few minutes
 * (`listing`), by one node at a time:
 *
 *	take	the mailbox, in the database, and up to where it was read;
 *	ask	whether there is more (STATUS), and which (UID SEARCH);
 *	each	in the order of UIDs: fetch it, have it kept (letter.h), and
 *		move on in the transaction that keeps it;
 *	done	leave it there, or delete it, as the account says.
 *
 * A mailbox that was made anew (another UIDVALIDITY) is read from its
 * beginning: what was kept is known by its Message-ID.  A mail that cannot be
 * fetched in three looks is passed over, and told of as a stray.  After a
 * failure it waits, 10 s doubling to 10 min.
 *
 * Nothing is sent by the account before its mailbox was looked at once, or for
 * a minute in vain, since a stop may be in it.
 */

#include <stdbool.h>
#include <stdint.h>

struct gateway;
struct mailbox;

/* Of the account of that number. */
struct mailbox	*mailbox_new(struct gateway *, unsigned account);
void		 mailbox_free(struct mailbox *);	/* NULL is allowed. */
void		 mailbox_tick(struct mailbox *);	/* Once a second. */
bool		 mailbox_idle(const struct mailbox *);

/* For status and metrics, on the loop; of NULL, too. */
struct mailbox_look {
	bool		 used;		/* The account has one to look at. */
	int64_t		 looked;	/* All was seen then; 0: not yet. */
	int64_t		 due;		/* Every so many ms. */
	uint64_t	 kept, failures;	/* Since the start. */
	const char	*why;		/* The last failure; NULL: none. */
};
void		 mailbox_look(const struct mailbox *, struct mailbox_look *);

#endif
