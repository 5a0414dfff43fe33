#ifndef GATEWAY_STORE_CONVERSATION_H
#define GATEWAY_STORE_CONVERSATION_H

/*
 * The talk of one contact with one school, read by a seat, and what families
 * wrote in it.
 *
 *	asked <-> answered -> closed (a reply opens it again)
 *
 * A text that was received is a reply, once: (account, reference) is unique.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;
struct family;

bool		 conversation_get(struct db *, int64_t id,
		    struct conversation *) must_use;

/* The talk of that contact with that school; a new one, answered, read by
 * that seat, if there was none. */
void		 conversation_open(struct db *, const struct conversation *,
		    struct conversation *);

/* The same, when there is one. */
bool		 conversation_with(struct db *, int64_t contact,
		    int64_t school, struct conversation *) must_use;

/* The family wrote: it needs a reply, of that seat. */
void		 conversation_asked(struct db *, int64_t id, int64_t seat,
		    int64_t now);

/* The family wrote what needs no reply: it is seen, and asks for nothing
 * more than was asked before. */
void		 conversation_heard(struct db *, int64_t id, int64_t seat,
		    int64_t now);

/* Somebody answered. */
void		 conversation_answered(struct db *, int64_t id, int64_t now);

/* Somebody read it, and it needs no reply; audited.  False: it did not. */
bool		 conversation_close(struct db *, int64_t id, int64_t person,
		    int64_t now);

/* Whom it is about from now on: the students of the last message. */
void		 conversation_set_students(struct db *, int64_t id,
		    const struct family *, unsigned count);
unsigned	 conversation_students(struct db *, int64_t id,
		    int64_t **students);

/* Talks that need a reply and whose seat has no reader now; up to `most`. */
unsigned	 conversation_unread(struct db *, int64_t now, int64_t most,
		    struct conversation **);
/* How many need a reply where that person reads now, up to 1,000. */
int64_t		 conversation_waiting(struct db *, int64_t person,
		    int64_t now);
void		 conversation_move(struct db *, int64_t id, int64_t seat);

/*
 * A person gives a talk to another seat: one of its school, or the desk,
 * where somebody reads.  What it asks is still asked there, and what the
 * family writes next is read there too, until a newer message of ours names
 * other readers.  It is audited.  Returns NULL, or a sentence that says why
 * nothing was changed.  And when that was done last (0: never).
 */
const char	*conversation_hand_over(struct db *, int64_t id, int64_t seat,
		    int64_t person, int64_t now) must_use;
int64_t		 conversation_handed(struct db *, int64_t id);

/* The talks in which something was written, with the newest first: those of
 * the schools in which a person has a seat (0: all); before that time, and of
 * those of that very time before that id. */
struct conversation_page {
	int64_t		 person, now, before, before_id, most;
	const char	*state;		/* Only those, or NULL. */
};
struct told_conversation {
	struct conversation	 talk;
	const char		*address, *language, *school, *seat;
};
unsigned	 conversation_list(struct db *, const struct conversation_page *,
		    struct told_conversation **);

struct reply {
	int64_t		 id, conversation, contact;
	const char	*account, *reference;
	const char	*sender;	/* Our number, that it was written to. */
	enum reply_what	 what;
	const char	*subject;	/* Of a mail; else "". */
	const char	*words;
	const char	*folded;	/* Of a mail: quotes, signature; "". */
	const char	*written_from;	/* Another mailbox than its own; "". */
	const char	*language, *language_by;	/* flow/tongue.h */
	const char	*raw;		/* The bytes, when cleaning changed them. */
	size_t		 raw_length;
	const char	*media;		/* A JSON list of links, or NULL. */
	int64_t		 attached;	/* Files; see attachment.h. */
	int64_t		 files;		/* Of links and files: no pictures. */
	int64_t		 answers;	/* The message, or 0. */
	enum counts	 counts;
	bool		 practice;	/* Came in practice. */
	int64_t		 at;
};

/* An id above those of all replies, whichever node made them, so that who
 * reads them by id misses none. */
int64_t		 reply_next_id(struct db *);

bool		 reply_seen(struct db *, const char *account,
		    const char *reference) must_use;
void		 reply_insert(struct db *, const struct reply *);

/* How many a contact wrote since then. */
int64_t		 reply_since(struct db *, int64_t contact, int64_t since);

/* Whether a contact ever wrote to us: then it is no landline. */
bool		 reply_wrote(struct db *, int64_t contact) must_use;

/* The words with which a contact said stop last; NULL: it never wrote so. */
const char	*reply_last_stop(struct db *, int64_t contact);

/* Replies by id, after that one, up to `most`: of one talk, or (0) of all. */
unsigned	 reply_list(struct db *, int64_t conversation, int64_t after,
		    int64_t most, struct reply **);

/* The last one of a talk that a person wrote to be read, or else the last of
 * all.  False: there is none. */
bool		 reply_last(struct db *, int64_t conversation, struct reply *)
		    must_use;

/* Those of a talk, or moved from it, that count as notice answers; they count
 * as direct from now on.  Up to 100 ids. */
unsigned	 reply_notice_answers(struct db *, int64_t conversation,
		    int64_t **ids);
void		 reply_counts(struct db *, int64_t id, enum counts);

/* What we wrote in a talk: messages with a delivery to its contact from its
 * school, by id, after that one. */
unsigned	 conversation_messages(struct db *, const struct conversation *,
		    int64_t after, int64_t most, struct message **);

#endif
