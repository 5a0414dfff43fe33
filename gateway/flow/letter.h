#ifndef GATEWAY_FLOW_LETTER_H
#define GATEWAY_FLOW_LETTER_H

/*
 * A mail that came for us, as raw bytes, whichever way (homeline mail-in, the
 * mailbox that is looked at).  A thinker reads it, the writer finds out whose
 * it is and keeps it, in one transaction:
 *
 *	a token of ours in an address	the attempt that it answers, fails or
 *					unsubscribes
 *	In-Reply-To, References		the attempt with that Message-ID
 *	who wrote			their talk
 *
 * Nothing is lost and nothing is kept twice: a mail is known by its account
 * and Message-ID.  What is not understood, and what a machine writes to whom
 * nobody knows, is kept as it came, as a stray, and not answered.
 */

#include <stddef.h>

struct arena;
struct db;
struct gateway;

enum letter_taken {
	LETTER_KEPT,		/* Also when it was here before. */
	LETTER_LATER,		/* Not now; bring it again. */
	LETTER_REFUSED,		/* Never; why says it to who sent it. */
};

struct letter_taking {
	const char	*bytes;		/* Stay until taken(). */
	size_t		 length;	/* More than MIME_MOST is not read. */
	const char	*to;		/* Of its envelope; NULL: unknown. */
	const char	*account;	/* NULL: that which its addresses name,
					 * or the first of mail. */

	/* Called on the loop, once, after the commit; perhaps before
	 * letter_take() returns.  why is a constant sentence. */
	void		(*taken)(struct letter_taking *, enum letter_taken,
			    const char *why);

	/* On the writer, in the transaction that keeps it; or NULL. */
	void		(*keep)(struct letter_taking *, struct db *);
};

/* The taking is the caller's and has to live until taken(). */
void	letter_take(struct gateway *, struct letter_taking *);

#endif
