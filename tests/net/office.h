#ifndef TESTS_NET_OFFICE_H
#define TESTS_NET_OFFICE_H

/*
 * A server of mail on the loop of the test, that says to each command what
 * its table says: "" is silence, "cut" ends the connection.  It remembers
 * what it heard.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/buf.h"

struct bufferevent;
struct caller;
struct evconnlistener;
struct loop;

enum verb { GREETING, SAY_EHLO, STARTTLS, AUTH, RSET, FROM, TO, BEGIN, END,
	NOOP, QUIT, VERBS };

/* What a server without a fault says. */
extern const char *const office_kind[VERBS];

struct office {
	struct evconnlistener	*listener;
	LIST_HEAD(, caller)	 callers;
	unsigned		 port;
	const char		*words[VERBS];
	unsigned		 came;		/* Connections. */
	unsigned		 reads;		/* Of bytes that came together. */
	unsigned		 count[VERBS];	/* Said. */
	struct buf		 heard;		/* Commands, one a line. */
	struct buf		 body;		/* Of all mails, without dots. */
	int64_t			 passes;	/* So much at DATA, if held. */
};

void	office_open(struct office *, struct loop *);
void	office_close(struct office *);
void	office_be_kind(struct office *);

#endif
