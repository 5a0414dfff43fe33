#ifndef TESTS_NET_PEER_H
#define TESTS_NET_PEER_H

/*
 * A peer is a server on the loop of the test that answers as badly as it is
 * told to, and remembers what it got.
 */

#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

struct bufferevent;
struct evconnlistener;
struct loop;
struct peer;

/* One connection to it. */
struct guest {
	LIST_ENTRY(guest)	 next;
	struct peer		*peer;
	struct bufferevent	*bytes;
	size_t			 kept;		/* Heard, and no request yet. */
};

struct peer {
	struct loop		*loop;
	struct evconnlistener	*listener;
	unsigned		 port;
	LIST_HEAD(, guest)	 guests;
	unsigned		 open, most;	/* Connections now, at once. */
	unsigned		 came;		/* Connections. */
	unsigned		 requests;	/* That came whole. */
	size_t			 heard;		/* Bytes, of all. */
	char			*request;	/* The last of them. */
	size_t			 length;
	const char		*words;		/* For asked(). */

	/* What it does with a whole request. */
	void			(*asked)(struct guest *);
};

void	peer_open(struct peer *, struct loop *, void (*asked)(struct guest *));
void	peer_close(struct peer *);

void	guest_say(struct guest *, const char *text);
void	guest_say_bytes(struct guest *, const void *, size_t length);

/* Says what there is left to say, then ends. */
void	guest_end(struct guest *);

/* Ends at once, by a reset. */
void	guest_cut(struct guest *);

#endif
