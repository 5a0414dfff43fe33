#ifndef GATEWAY_FLOW_INBOUND_INSIDE_H
#define GATEWAY_FLOW_INBOUND_INSIDE_H

/*
 * What the files of inbound share: inbound.c (whose it is, what it is, who
 * reads it), inbound_meant.c (for whom of several), inbound_named.c (by name),
 * inbound_mail.c (what mail has besides) and inbound_follow.c (what follows
 * from it).  On the writer.
 */

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "provider.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/message.h"
#include "store/person.h"

#define ABOUT_MOST	32	/* Students of one talk. */

struct db;
struct gateway;

/* What is found out about one text. */
struct incoming {
	struct db		*db;
	const struct gateway	*gateway;
	const struct account	*account;
	const struct news	*news;
	int64_t			 now;
	struct contact		 contact;
	struct sender		 sender;
	struct person		*people;
	unsigned		 people_count;
	bool			 guardian;	/* One of the people is one. */
	int64_t			 attempt;	/* It answers; 0: none, */
	struct message		 message;	/* and its message; id 0: none. */
	const char		*language;	/* Of our last text; or NULL. */
	struct family		 families[ABOUT_MOST];	/* It is about. */
	unsigned		 family_count;
	bool			 kept;		/* A file of it. */
	bool			 wrong;		/* Says it is not theirs. */
	bool			 held;		/* It may be a stop. */
	bool			 unsure;	/* Whom of several it is for. */
	int64_t			 asked;		/* It says for whom that was; 0. */
	bool			 name_only;	/* And says nothing else. */
	const char		*elsewhere;	/* Written from there; or "". */
	int64_t			 school;
	struct conversation	 talk;
	struct reply		 reply;
};

/* Whether it came by mail; and what it says that could be a word of consent:
 * its words, or its subject when it has no words. */
bool		 inbound_by_mail(const struct incoming *);
const char	*inbound_text(const struct incoming *);

/* By the attempt that the news names: whose talk it belongs to, and from
 * where else it was written.  False: it names none. */
bool		 inbound_by_attempt(struct incoming *) must_use;

/* Who wrote a mail; a new contact, when nobody has it. */
void		 inbound_mailbox(struct incoming *);

/* Whether more comes from there than a person writes: then it is kept, and
 * asks for nothing. */
bool		 inbound_too_many(struct incoming *);

/* Puts subject, what is folded and how many files there are into the reply;
 * and, once that is kept, keeps the files. */
void		 inbound_dress(struct incoming *);
void		 inbound_attach(struct incoming *);

/*
 * For whom it is that names no attempt, when what we said last may be not
 * what it answers (house.md 6, keep_reply()).  It goes on with what they
 * wrote before, when we have said nothing since.  Else it is for one of
 * several, when texts of different readers about different students are
 * unanswered at that phone, or nothing of ours is and their students are at
 * several schools.  A name of one of those students says whom; what was said
 * last is meant when it is answered within an hour and the others were said
 * an hour before it.  Else it stays with what was said last, read by those
 * readers, and the family is asked, once a day: `unsure`.  A name that it says
 * then is the answer (`asked` is the reply it was asked about), for two days;
 * a text that names a student and says more is one within an hour; and neither
 * when anything else of ours has come in between, or staff have answered,
 * closed, handed over or moved what it is about.
 *
 * inbound_meant() chooses message and attempt, or the school.  When the reply
 * is kept, inbound_moved() has what they were asked about, and what they have
 * written after it there, follow it to its talk.  It counts where it counted.
 */
void		 inbound_meant(struct incoming *);
void		 inbound_moved(struct incoming *);

/* Which of those students (up to ABOUT_MOST) a text names, by a word that no
 * other of them has.  True: it says nothing besides names and the few words
 * that stand around one ("It is for Ivy"), and brings nothing. */
bool		 inbound_named(struct incoming *, const int64_t *students,
		    unsigned count, bool *named);

/* Whether it says something: no thank-you, reaction, wrong number or what may
 * be a word of consent. */
bool		 inbound_says(struct incoming *) must_use;

/* That they are asked now. */
void		 inbound_asks(struct incoming *);

/* Consent, who has to reply, what we say by ourselves. */
void		 inbound_follow(struct incoming *);

#endif
