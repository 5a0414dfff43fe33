#ifndef GATEWAY_CARRIER_SMTP_H
#define GATEWAY_CARRIER_SMTP_H

/*
 * The mail server of all families: strict SMTP (RFC 5321) on loopback, with
 * PIPELINING, 8BITMIME, SMTPUTF8, SIZE, ENHANCEDSTATUSCODES and AUTH (PLAIN,
 * LOGIN; the password is the carrier's auth token, whatever the user).  It
 * takes mail for every mailbox, unless a fault says otherwise.
 *
 * It refuses what a strict server does: a line that does not end in CRLF, a
 * line of more than 998 characters, 8 bits without BODY=8BITMIME, commands
 * out of their order.  Limits: a line of a command 1000 bytes, 100
 * recipients, a mail 10 MB, 256 connections, 256 MB of unfinished mails, 20
 * wrong commands, 5 minutes without a word.
 *
 *	smtp.c		who is connected: lines in, answers out
 *	dialog.c	what is said
 *	login.c		AUTH
 */

#include <event2/bufferevent.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/list.h"

struct carrier;
struct timer;

#define SMTP_RECIPIENTS	100
#define SMTP_SIZE	(10 * 1024 * 1024)

enum smtp_state {
	SMTP_NEW,		/* Nobody said hello. */
	SMTP_GREETED,
	SMTP_FROM,		/* There is a sender, */
	SMTP_TO,		/* and a recipient. */
	SMTP_BODY,		/* Lines of the mail. */
	SMTP_LOGIN_PLAIN, SMTP_LOGIN_USER, SMTP_LOGIN_PASSWORD,
};

struct session {
	LIST_ENTRY(session)	 link;
	struct carrier		*carrier;
	struct bufferevent	*line;
	struct timer		*late;		/* An answer waits; or NULL. */
	const char		*late_answer;
	enum smtp_state		 state;
	bool			 eight, utf8;	/* What MAIL announced. */
	bool			 doomed;	/* The line drops in the body. */
	bool			 mute;		/* It is not answered any more. */
	bool			 leaving;	/* When all is written. */
	bool			 dropped;	/* At once, without a word. */
	unsigned		 wrong;		/* Commands. */
	char			*from;
	char			*to[SMTP_RECIPIENTS];
	uint32_t		 boxes[SMTP_RECIPIENTS];
	unsigned		 to_count;
	struct buf		 body;
	const char		*trouble;	/* The mail's; or NULL. */
	size_t			 held;		/* Counted in smtp->held. */
};

struct smtp {
	struct evconnlistener	*listener;	/* NULL: no mail is taken. */
	unsigned		 port;
	LIST_HEAD(, session)	 sessions;
	unsigned		 count;
	size_t			 held;		/* Bytes of unfinished mails. */
	char			 answer[96];	/* To a mail that was taken. */
};

/* On 127.0.0.1; port 0: any.  False: why is a sentence. */
bool	 smtp_open(struct carrier *, unsigned port, const char **why)
	    must_use;
void	 smtp_close(struct carrier *);

/* An answer, now; or after some ms, and until then nothing is heard. */
void	 session_say(struct session *, const char *answer);
void	 session_say_late(struct session *, const char *answer, int64_t ms);

/* Counts the bytes of the mail; false: all of them together are too many. */
bool	 session_weigh(struct session *);

/* dialog.c: a whole line, without its CRLF; and all that was begun is
 * forgotten. */
void	 dialog_line(struct session *, const char *line, size_t length);
void	 dialog_forget(struct session *);

/* Answers a command that is wrong; the last of too many. */
void	 dialog_wrong(struct session *, const char *answer);

/* login.c: AUTH, and the lines that follow it. */
void	 login_begin(struct session *, const char *rest);
void	 login_go_on(struct session *, const char *line);

#endif
