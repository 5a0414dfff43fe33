#ifndef GATEWAY_CARRIER_MAILBOX_H
#define GATEWAY_CARRIER_MAILBOX_H

/*
 * The mailboxes: one gets a mail, writes one, answers one; and those whose
 * fault it is bounce it, or answer by themselves.
 *
 * What they write is a mail as their program would write it: words and HTML
 * beside each other, the mail they answer quoted below, to its Reply-To.
 */

#include <stdbool.h>
#include <stdint.h>

#include "carrier/mails.h"

struct carrier;

/* What a person types. */
struct typed {
	const char	*box;		/* Their mailbox. */
	const char	*to;		/* NULL: whom the answered mail says. */
	const char	*subject;	/* NULL: "Re: ..." */
	const char	*words;
	uint32_t	 answers;	/* A mail; 0: none. */
	bool		 apple;		/* Written by Apple Mail, not Gmail. */
	bool		 picture;	/* One is attached. */
	bool		 automatic;	/* Their vacation program wrote it. */
};

/* What a fault names it by (fault.h). */
uint64_t	 mailbox_number(uint32_t box);

/* A mail of the gateway was taken. */
struct mail	*mailbox_got(struct carrier *, const struct mail *like);

/* The last mail the gateway sent to that mailbox; 0: none. */
uint32_t	 mailbox_last(const struct carrier *, uint32_t box);

/* It is on its way to the gateway when this returns.  NULL: why is a
 * sentence. */
struct mail	*mailbox_write(struct carrier *, const struct typed *,
		    const char **why);

/* Its mail server sends a failure notice (RFC 3464) for that mail, with a
 * status such as 5.1.1.  False: there is nobody to send it to. */
bool		 mailbox_bounce(struct carrier *, uint32_t mail,
		    const char *status, int64_t after);

#endif
