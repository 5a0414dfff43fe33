#ifndef GATEWAY_FLOW_CHOOSE_H
#define GATEWAY_FLOW_CHOOSE_H

/*
 * To which contact of a guardian a message goes, and from which address of
 * ours: route.h with what the database and the configuration know.  The same
 * when a message is expanded, when an attempt has failed, and in a preview.
 *
 * Mail is a way only where an account of the configuration carries it and the
 * school or the district has a mailbox of its own.  On a store thread.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/route.h"
#include "model.h"
#include "store/attempt.h"
#include "store/errand.h"
#include "store/contact.h"

struct db;
struct filling;
struct gateway;

/* What is the same for all the guardians of a message. */
struct choosing {
	/* Filled in by the caller; message: kind, template, words, school,
	 * author and conversation are read. */
	struct db		*db;
	const struct gateway	*gateway;
	const struct message	*message;
	int64_t			 now;
	struct filling		*filling;	/* Or NULL: to measure words
						 * with places in them. */

	/* By choose_start(). */
	int64_t			 due;		/* When its hours let it go. */
	int64_t			 rank;
	struct sender		 senders[CHANNELS];
	bool			 sends[CHANNELS];
	size_t			 longest;	/* A text; fit.h. */

	/* Of the person who is next, when they were read for many (store/kin.h):
	 * in their order; NULL: they are read. */
	const struct contact	*contacts;
	unsigned		 contact_count;

	/* Its own. */
	bool			 sampled;
	struct errand		 sample;	/* To measure the text. */
};
void	choose_start(struct choosing *);

/* What became of the contacts before; all 0: nothing was tried. */
struct tried {
	const int64_t	*contacts;
	unsigned	 count;
	bool		 unknown;		/* It may have arrived. */
	bool		 except[CHANNELS];	/* Of these no other one. */
};

struct chosen {
	const struct contact	*contact;	/* NULL: none. */
	const char		*why;		/* None, or mail: a sentence. */
	bool			 at_once;	/* Whatever the hour. */
};

/* `tried` NULL: nothing was.  What is chosen lives in the job's arena. */
void	choose(struct choosing *, const struct person *, const struct tried *,
	    struct chosen *);

/* The errand of a text of a message to nobody in particular, to be measured:
 * its language and what is each family's own are the caller's. */
void	choose_sample(struct db *, const struct message *, struct errand *);

/* When an attempt to what was chosen may go. */
int64_t	choose_due(const struct choosing *, const struct chosen *);

#endif
