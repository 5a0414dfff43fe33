#ifndef GATEWAY_NET_CLIENT_H
#define GATEWAY_NET_CLIENT_H

/*
 * Requests to other machines, by HTTP, SMTP and IMAP (http.h).  They are
 * carried by a thread of their own, the wire, which alone calls libcurl (a
 * silent resolver blocks a call for seconds); they cross to it and back like
 * jobs.  SMTP and IMAP have a wire each, from their first request on.
 *
 * A POST is spoken at most once.  curl asks before it speaks one on a
 * connection, and is let go but once: otherwise it repeats a POST by itself
 * when a kept connection dies.  response.carried tells how far it came:
 * ANSWERED; NEVER_SPOKE (it was not let go, so it may be repeated); CUT_OFF
 * (nobody knows).  A request without a body that gets no answer is
 * NEVER_SPOKE.
 *
 * A mail is spoken at most once, too: CUT_OFF when its body was given and
 * the answer to it not read.  A password goes over a line without TLS only to
 * this machine.
 *
 * No redirect is followed; TLS is verified.
 * At most `limit` bytes of an answer are read; a longer one is CUT_OFF.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/crew.h"
#include "base/http.h"

struct arena;
struct client;
struct loop;

/*
 * One request under way.  The caller fills the first part, keeps the struct
 * and what it points to alive, and does not touch it until answered() is
 * called on the loop, once, never from within client_carry().
 */
struct carriage {
	struct request		 request;
	int64_t			 launch_by;	/* clock_boot(); looked at just
						 * before the body is given:
						 * later is NEVER_SPOKE.
						 * 0: any time. */
	int64_t			 patience;	/* ms for all of it; 0: 60 s. */
	size_t			 limit;		/* Of the answer; 0: 1 MB. */
	struct arena		*arena;		/* The answer goes here. */
	void			(*answered)(struct carriage *);

	struct response		 response;	/* The result. */
	const char		*why;		/* When not ANSWERED: a few constant
						 * words, for the log. */
	bool			 late;		/* launch_by had passed. */

	struct task		 task;		/* The client's own. */
};

/* At most `connections` to one host at a time; the number may change. */
struct client	*client_open(struct loop *, unsigned connections);
void		 client_connections(struct client *, unsigned connections);

/* All that is under way ends as CUT_OFF or NEVER_SPOKE, and is answered. */
void		 client_close(struct client *);

void		 client_carry(struct client *, struct carriage *);

/* How many were carried and not answered yet. */
unsigned	 client_under_way(const struct client *);

#endif
