#ifndef GATEWAY_NET_RIDE_H
#define GATEWAY_NET_RIDE_H

/*
 * An easy handle of libcurl with what belongs to the carriage it carries.
 * Only the wire's thread (client.c) makes and uses rides; it keeps them for
 * the next carriage, since a new easy handle costs a tenth of a request.
 */

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/list.h"

struct carriage;
struct request;

/*
 * The sockets of mailboxes.  When it closes one libcurl takes leave and waits
 * for the server's answer, up to two minutes; so at the end they are shut
 * before that.
 */
struct ride_sockets {
	int			 list[64];
	unsigned		 count;
	const _Atomic(bool)	*stopping;	/* Waiting ends, too. */
};

struct ride {
	LIST_ENTRY(ride)	 next;		/* The wire's. */
	struct carriage		*carriage;
	CURL			*easy;
	struct buf		 body;		/* Of the answer. */
	size_t			 head;		/* Bytes of its headers. */
	bool			 asked;		/* It was let go with its body. */
	bool			 too_long;
	bool			 head_ended;	/* All headers came. */
	bool			 imap;		/* And not HTTP. */
	struct ride_sockets	*sockets;	/* IMAP; the wire's. */
};

LIST_HEAD(rides, ride);

#define RIDE_STOPPING	"we are stopping"	/* Why, then. */
#define RIDE_MAIL_MOST	(16 * 1024 * 1024)	/* Bytes of a mail. */

struct ride	*ride_new(void);
void		 ride_free(struct ride *);

/* Makes the easy handle ready to be added.  False: the carriage cannot go,
 * and its response says so. */
bool		 ride_begin(struct ride *, struct carriage *) must_use;

/* curl has ended it with this code; or we end it before that. */
void		 ride_end(struct ride *, CURLcode);
void		 ride_cut(struct ride *, const char *why);

/* Whether launch_by is over; the carriage says so then. */
bool		 ride_passed(struct carriage *);

/* What libcurl's code means, in a few constant words. */
const char	*ride_cause(CURL *, CURLcode);

/*
 * Of mail (ride_mail.c): why a request may not be sent, or NULL; what every
 * server of mail is told, on an easy handle of its own; and IMAP.
 */
const char	*ride_mail_unfit(const struct request *);
void		 ride_mail_set_up(CURL *, const struct request *);
void		 ride_imap_set_up(struct ride *, int64_t patience);
void		 ride_imap_end(struct ride *, CURLcode);

/* The response of a carriage that never had a ride. */
void		 ride_refuse(struct carriage *, const char *why);

#endif
