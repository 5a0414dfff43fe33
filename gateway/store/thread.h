#ifndef GATEWAY_STORE_THREAD_H
#define GATEWAY_STORE_THREAD_H

/*
 * What a mail of ours goes on from, so that the family's mail program shows
 * it beside what it answers.
 *
 *	an answer	the last mail of the family in that talk, before the
 *			message was written; and the attempt which that
 *			answered
 *	any other	the last attempt of the same school to the contact
 *
 * Only what was there when the attempt was made is looked at, so it is the
 * same at every try.  On a store thread; texts belong to the arena in use.
 */

#include <stdint.h>

struct attempt;
struct db;

/* What a mail goes on from. */
struct thread {
	const char	*reference;	/* Their Message-ID, or NULL. */
	const char	*subject;	/* Of theirs, or NULL. */
	int64_t		 attempt;	/* Ours; 0: it begins a thread. */
	const char	*sender;	/* From which that was sent. */
};

/* Of an attempt (id, message and contact are read) of a message that answers
 * in that conversation; 0: it answers nobody. */
void	thread_find(struct db *, const struct attempt *, int64_t conversation,
	    struct thread *);

#endif
