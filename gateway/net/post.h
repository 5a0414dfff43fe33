#ifndef GATEWAY_NET_POST_H
#define GATEWAY_NET_POST_H

/*
 * Mail by SMTP (RFC 5321).  libcurl connects, agrees on TLS and logs in; the
 * mails are then said by us over its connection, because libcurl blocks its
 * thread until a server has answered the end of a mail, and says one command
 * at a time: four round trips instead of two.
 *
 *	post.c		lines kept and mails that wait for one
 *	post_line.c	bytes of a line, its replies, its end
 *	post_say.c	what is said, and what the replies mean
 *
 * A line is a connection.  It carries one mail at a time, to one recipient,
 * so that each refusal is about one person, and is kept for 20 s.  All of it
 * is the wire's.
 */

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/queue.h>

#include "base/buf.h"
#include "base/http.h"

struct carriage;
struct event;
struct wire;

enum awaiting {
	AWAIT_NOBODY,		/* It is kept. */
	AWAIT_LOGIN,		/* libcurl has it. */
	AWAIT_RESET, AWAIT_FROM, AWAIT_TO, AWAIT_DATA,
	AWAIT_BODY,		/* The answer to it. */
	AWAIT_NOTHING,		/* An empty mail to nobody was ended. */
	AWAIT_NOOP,
};

struct line {
	TAILQ_ENTRY(line)	 next;
	struct wire		*wire;
	struct carriage		*carriage;	/* NULL: it is kept. */
	char			*url, *user, *password, *authorities;
	bool			 starttls;
	CURL			*easy;
	struct event		*event, *timer;
	bool			 writing;	/* It waits to be able to. */

	/* What its server can, and did. */
	bool			 pipelining, sizes, utf8;
	int			 status;	/* Of the last reply. */
	bool			 whole;		/* There is no more of it. */
	bool			 logged_in;

	/* The mail under way. */
	enum awaiting		 awaiting;
	bool			 used;		/* It carried one before. */
	bool			 heard;		/* A reply about this one. */
	const char		*lost;		/* Why it is of no use. */
	bool			 dirty;		/* The last one was refused. */
	bool			 given;		/* The body. */
	bool			 over;		/* The response is there. */
	bool			 lasts;		/* And the line may be kept. */
	int			 refused;	/* Status of the first refusal. */
	enum mail_step		 refused_at;
	const char		*refusal;
	struct buf		 out, in, reply;
	size_t			 gone;		/* Of out. */
};

TAILQ_HEAD(lines, line);

/* A line for that carriage; it is connected to. */
struct line	*line_new(struct wire *, struct carriage *);
void		 line_free(struct line *);
bool		 line_fits(const struct line *, const struct request *);

/* libcurl has connected: false, when it could not, with the response. */
bool		 line_connected(struct line *, CURLcode);
void		 line_time(struct line *, int64_t ms);	/* Until post_time(). */
bool		 line_flush(struct line *);	/* False: it is lost. */
void		 line_part(struct line *);	/* Says QUIT. */

/* From the line to the post. */
void		 post_over(struct line *);	/* line->over */
void		 post_lost(struct line *, const char *why);
void		 post_time(struct line *);

/* Says what its carriage asks for; takes a whole reply. */
void		 say_begin(struct line *);
void		 say_heard(struct line *);

/* The carriage is answered by the last reply, to that step. */
void		 say_answered(struct line *, int status, enum mail_step,
		    const char *words);

#endif
