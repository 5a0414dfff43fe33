#ifndef GATEWAY_CARRIER_MAILS_H
#define GATEWAY_CARRIER_MAILS_H

/*
 * Every mail the carrier took for a mailbox or a mailbox wrote, as it came,
 * and what it counted: received (from the gateway), twice (copies beyond the
 * first of one Message-ID to one mailbox).
 *
 * A mail is kept once, as its bytes; what stands in it is read when somebody
 * looks (seen.h).  Mails are numbered from 1; the last MAILS_MOST are kept,
 * as long as they have no more than MAILS_BYTES; counts are of all.  A mail
 * may be gone after the next mails_add().
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "carrier/table.h"

#define MAILS_MOST	100000
#define MAILS_BYTES	(256 * 1024 * 1024)
#define MAILBOX_MOST	1000000
#define MAILBOX_TEXT	255	/* Room for an address and its NUL. */

enum mail_way {
	MAIL_OUT,		/* From the gateway to a mailbox. */
	MAIL_IN,		/* A mailbox wrote it. */
	MAIL_OURS,		/* Its mail server did: a bounce. */
};

enum mail_status {
	MAIL_TAKEN,
	MAIL_BOUNCED,		/* Taken, and a bounce followed. */
	MAIL_WAITING,		/* On its way to the gateway. */
	MAIL_HANDED,		/* The gateway took it. */
	MAIL_REFUSED,		/* The gateway will not have it. */
	MAIL_NOWHERE,		/* There was nobody to hand it to. */
};

struct mail {
	char		*raw;		/* length bytes and a NUL. */
	char		*from, *to;	/* Of the envelope; from "": <>. */
	char		*id;		/* Message-ID without < and >; or "". */
	char		*said;		/* Why it was refused; or NULL. */
	size_t		 length;
	int64_t		 created;	/* ms */
	uint32_t	 n, mailbox;
	uint32_t	 before;	/* The mailbox's mail before; or 0. */
	uint32_t	 copy;		/* OUT: 1, 2 when it came again. */
	uint8_t		 way, status;
};

struct mailbox {
	char		*address;	/* As it was first written. */
	uint32_t	 newest;
	uint32_t	 received, wrote;
	uint32_t	 newer, older;	/* By their last mail. */
};

struct mails {			/* All zeros is none. */
	struct mailbox	*boxes;		/* From 1. */
	uint32_t	 box_count, box_room;
	uint32_t	 latest;	/* The mailbox with the last mail. */
	uint32_t	 active;	/* Mailboxes with mails. */
	struct table	 by_address, times;
	struct mail	**list;		/* A ring. */
	uint32_t	 oldest, newest;
	size_t		 bytes;
	uint64_t	 received, twice, written;
};

/* Whether it can stand in an envelope; 8 bits only when utf8. */
bool		 mails_good_address(const char *, bool utf8);

/* 0: it is not there; and there is no room for more.  In any case of
 * letters. */
uint32_t	 mails_find_box(const struct mails *, const char *address);
uint32_t	 mails_need_box(struct mails *, const char *address);

/* Keeps a copy and counts it; `like` has its mailbox, way, status, created,
 * from, to, raw and length. */
struct mail	*mails_add(struct mails *, const struct mail *like);
struct mail	*mails_get(const struct mails *, uint32_t n);
void		 mails_say(struct mail *, const char *said);

const char	*mails_word(enum mail_status);
void		 mails_clear(struct mails *);	/* Numbers go on. */

#endif
