#ifndef TESTS_BENCH_LINE_H
#define TESTS_BENCH_LINE_H

/*
 * What the programs of the bench share: a socket that never waits, with what
 * was heard and what is still to be said; where an HTTP message ends; a clock
 * and a list of times.  Not for the gateway: it believes what it hears.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/list.h"

struct line {
	int		 fd;		/* -1: closed */
	int		 poll;		/* The epoll it belongs to, */
	void		*owner;		/* and what that gives back. */
	struct buf	 heard, say;
	size_t		 said;		/* Bytes of say that are out. */
	bool		 full;		/* The socket took no more. */
};

/* Both are for 127.0.0.1.  Port 0 is any; the one that was taken is told. */
int	 line_listen(unsigned *port);
int	 line_call(unsigned port);

void	 line_open(struct line *, int fd, int poll, void *owner);
void	 line_close(struct line *);

/* Reads what has come; false: the other side has ended. */
bool	 line_hear(struct line *) must_use;
/* Says what is to be said, as far as the socket takes it; false: as above. */
bool	 line_flush(struct line *) must_use;
/* So many bytes of what was heard are done with. */
void	 line_done(struct line *, size_t length);

/* The length of the first HTTP message that is whole, or 0; head is that of
 * its head with the empty line. */
size_t	 line_http(const struct line *, size_t *head);

/* CLOCK_MONOTONIC, microseconds; CPU of this process, seconds. */
int64_t	 line_now(void);
double	 line_cpu(void);

/* A whole number that stands in the options, or the program ends. */
int64_t	 line_number(const char *text);

struct times {
	int64_t		*list;
	size_t		 count, room;
};
void	 times_add(struct times *, int64_t us);
void	 times_sort(struct times *);
/* Of a sorted list; 0 when there are none.  share is 0 to 1. */
int64_t	 times_at(const struct times *, double share);

#endif
