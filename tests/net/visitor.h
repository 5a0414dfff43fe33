#ifndef TESTS_NET_VISITOR_H
#define TESTS_NET_VISITOR_H

/*
 * A visitor is a plain socket that says what it is told to a server on the
 * same loop, byte by byte if need be, and keeps what it hears.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event;
struct loop;

struct visitor {
	struct loop	*loop;
	struct event	*event;
	int		 fd;
	char		*heard;		/* A NUL follows. */
	size_t		 length, room;
	bool		 closed;	/* The other side has ended. */
};

/* To 127.0.0.1, or to a unix socket. */
void	 visitor_come(struct visitor *, struct loop *, unsigned port);
void	 visitor_come_unix(struct visitor *, struct loop *, const char *path);
void	 visitor_leave(struct visitor *);

void	 visitor_say(struct visitor *, const char *text);
void	 visitor_say_bytes(struct visitor *, const void *, size_t length);

/* Whether it reads what comes. */
void	 visitor_listen(struct visitor *, bool);
void	 visitor_forget(struct visitor *);	/* What it heard. */

/* Turns the loop until that was heard, so many bytes were, or it ended. */
void	 visitor_hear(struct visitor *, const char *text);
void	 visitor_hear_bytes(struct visitor *, size_t length);
void	 visitor_hear_end(struct visitor *);

/* How often a text is in what it heard. */
unsigned visitor_heard(const struct visitor *, const char *text);

/* Lets the loop do all that is ready. */
void	 settle(struct loop *);

#endif
