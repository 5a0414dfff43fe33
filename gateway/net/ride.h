#ifndef GATEWAY_NET_RIDE_H
#define GATEWAY_NET_RIDE_H

/*
 * An easy handle of libcurl with what belongs to the carriage it carries.
 * Only the wire's thread (client.c) makes and uses rides; it keeps them for
 * the next carriage, since a new easy handle costs a tenth of a request.
 */

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/list.h"

struct carriage;

struct ride {
	LIST_ENTRY(ride)	 next;		/* The wire's. */
	struct carriage		*carriage;
	CURL			*easy;
	struct buf		 body;		/* Of the answer. */
	size_t			 head;		/* Bytes of its headers. */
	size_t			 given;		/* Bytes of our body. */
	bool			 asked;		/* Our body was asked for, and given. */
	bool			 too_long;
	bool			 head_ended;	/* All headers came. */
};

LIST_HEAD(rides, ride);

struct ride	*ride_new(void);
void		 ride_free(struct ride *);

/* Makes the easy handle ready to be added.  False: the carriage cannot go,
 * and its response says so. */
bool		 ride_begin(struct ride *, struct carriage *) must_use;

/* curl has ended it with this code; or we end it before that. */
void		 ride_end(struct ride *, CURLcode);
void		 ride_cut(struct ride *, const char *why);

/* The response of a carriage that never had a ride. */
void		 ride_refuse(struct carriage *, const char *why);

#endif
