#ifndef GATEWAY_CARRIER_TYPED_H
#define GATEWAY_CARRIER_TYPED_H

/*
 * The bytes of mails that mailboxes and their mail servers write.  Pure.
 */

#include <stdint.h>

struct buf;
struct seen;
struct typed;

/* A failure notice (RFC 3464) for the mail whose head is given. */
struct notice {
	const char	*box;		/* That did not get it, */
	const char	*to;		/* and who sent it. */
	const char	*status;	/* 5.1.1 */
	const char	*head;		/* Of the mail, up to its empty line. */
	int		 head_length;
	const char	*number;
	int64_t		 now;
};

/* original: the mail it answers, or NULL; number makes its Message-ID. */
void	 typed_mail(struct buf *, const struct typed *,
	    const struct seen *original, const char *number, int64_t now);
void	 typed_notice(struct buf *, const struct notice *);

/* ms since 1970 as a mail has it, "Tue, 08 Dec 2026 10:05:00 +0000". */
#define TYPED_DATE	40
void	 typed_date(int64_t time, char out[TYPED_DATE]);

#endif
