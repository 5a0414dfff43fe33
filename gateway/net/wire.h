#ifndef GATEWAY_NET_WIRE_H
#define GATEWAY_NET_WIRE_H

/*
 * A wire: a thread with an event base and one multi handle of libcurl, which
 * only it calls (a silent resolver blocks a call for seconds).  Carriages
 * cross to it by an inbox and come back by another, all that ended between
 * two waits together.  What it does with them is its sort's.
 *
 *	rides.c		HTTP and IMAP, spoken by libcurl
 *	post.c		mail by SMTP, spoken by us
 *
 * What is called by a sort is called on its wire's thread; the rest is the
 * client's, on the loop.
 */

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "base/crew.h"
#include "base/list.h"

struct carriage;
struct event;
struct event_base;
struct wire;

struct wire_sort {
	int	flags;			/* Of its event base. */
	void	(*open)(struct wire *);
	void	(*start)(struct wire *, struct carriage *);
	void	(*ended)(struct wire *, CURL *, CURLcode); /* Says curl. */
	void	(*close)(struct wire *);	/* All under way ends. */
};

extern const struct wire_sort wire_of_rides, wire_of_post;

struct wire {
	const struct wire_sort	*sort;
	struct inbox		*out, *back;
	struct crew		*crew;
	struct task		 stop;
	_Atomic(unsigned)	 wanted;	/* Connections to a host. */
	_Atomic(bool)		 stopping;

	/* The thread's own. */
	unsigned		 connections;	/* As they are now. */
	bool			 stopped;
	struct event_base	*base;
	struct event		*timer;
	CURLM			*multi;
	struct tasks		 ended;
	void			*own;		/* The sort's; freed at last. */
};

/* What ended goes to `back`, which is somebody else's. */
struct wire	*wire_open(const struct wire_sort *, struct inbox *back,
		    unsigned connections);
void		 wire_close(struct wire *);	/* NULL is allowed. */
void		 wire_carry(struct wire *, struct carriage *);
void		 wire_connections(struct wire *, unsigned);

/* For sorts: that carriage has its response. */
void		 wire_ended(struct wire *, struct carriage *);

#endif
