#ifndef GATEWAY_COMMAND_PLAY_H
#define GATEWAY_COMMAND_PLAY_H

/*
 * The stage on which the history of a sample district is played: a whole
 * gateway in this process, with its store, its loop, its server and its
 * client, under a clock that is held, and the simulated carrier as its peer
 * over loopback.  What happens there happens by the same functions as later,
 * when people use it.
 *
 *	play.c		the parts, the time, the carrier
 *	event.c		one event: who writes what, which phone answers
 *	event_roster.c	one event: a roster comes
 *	sample.c	the command
 *
 * The first failure is kept in `why`, and from then on nothing happens.  All
 * of it is for the thread of the loop.
 */

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "net/loop.h"

struct arena;
struct client;
struct db;
struct gateway;
struct ground;
struct locales;
struct server;
struct store;
struct web;
struct zone;

#define PLAY_WHY	300

struct play {
	struct ground		*ground;
	struct zone		*zone;
	int64_t			 node;
	const char		*token_key;
	struct locales		*locales;
	struct loop		*loop;
	struct store		*store;
	struct client		*client;
	struct gateway		*gateway;
	struct web		*web;
	struct server		*server;
	struct timer		*guard;
	struct arena		*arena;		/* Of the event; cleared by */
						/* whoever plays it. */
	const char		*carrier;	/* Where it listens. */
	const char		*folder;	/* Of the history, or "". */
	char			 why[PLAY_WHY];	/* "": all is well. */
};

/* Makes the parts of a ground that is locked, from its zone and node on; the
 * clock is held already. */
bool	 play_open(struct play *) must_use;

/* Ends what is under way, and unmakes what there is. */
void	 play_close(struct play *);

/* Keeps the first failure.  False. */
bool	 play_fail(struct play *, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

/* Time goes on until then; nothing is under way when it returns. */
bool	 play_until(struct play *, int64_t time) must_use;
bool	 play_settle(struct play *) must_use;

/* Runs work(db, arg) in a job that reads, or writes, and waits for it. */
bool	 play_read(struct play *, void (*work)(struct db *, void *),
	    void *arg) must_use;
bool	 play_write(struct play *, void (*work)(struct db *, void *),
	    void *arg) must_use;

/* Tells the carrier something by its control API; the body is given away. */
bool	 play_tell(struct play *, const char *method, const char *path,
	    json_t *body) must_use;

/* Plays one event; line is its number, for complaints. */
bool	 event_play(struct play *, const json_t *event, unsigned line)
	    must_use;

/* Of event_play(): the roster in a file comes. */
bool	 event_roster(struct play *, const char *name) must_use;

#endif
