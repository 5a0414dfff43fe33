#ifndef GATEWAY_STORE_CONTACT_H
#define GATEWAY_STORE_CONTACT_H

/*
 * Addresses: those of people, with what they told us about being written
 * to, and our own numbers.
 *
 * A contact that said stop is stopped on all our numbers; nothing is sent to
 * it until it says start.  Each change leaves a row of consent, the
 * evidence, with where it came from (consent.h).
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct consent;
struct db;

bool		 contact_get(struct db *, int64_t id, struct contact *) must_use;

/* Whether any contact is written to in that language. */
bool		 contact_spoken(struct db *, const char *language) must_use;

/* The contact of an address, if somebody has it. */
bool		 contact_find(struct db *, enum channel, const char *address,
		    struct contact *) must_use;

/* A mailbox as somebody else wrote it: found also when its letters are large
 * or small in other places. */
bool		 contact_find_mailbox(struct db *, const char *address,
		    struct contact *) must_use;

/* The contact of an address; a new one, unconfirmed and in that language,
 * if nobody had it.  False: it is new. */
bool		 contact_find_or_add(struct db *, enum channel,
		    const char *address, const char *language,
		    struct contact *);

/* The contacts of a person on a channel, the first place first. */
unsigned	 contact_of_person(struct db *, int64_t person, enum channel,
		    struct contact **);

/* The same on every channel. */
unsigned	 contact_all(struct db *, int64_t person, struct contact **);

void		 contact_stop(struct db *, int64_t contact,
		    const char *source, int64_t now);
void		 contact_start(struct db *, int64_t contact,
		    const char *source, int64_t now);

/* The same, with who entered it and their note; it answers what is held.  A number that is somebody
 * else's (consent_wrong()) is so again when it starts. */
void		 contact_says(struct db *, const struct consent *);

/* When they said so last; 0: never. */
int64_t		 contact_consent_at(struct db *, int64_t contact);

/* LANDLINE, INVALID, WRONG, OK; never over STOPPED. */
void		 contact_mark(struct db *, int64_t contact,
		    enum contact_state);

/* A number that was somebody else's has a new owner we know. */
void		 contact_again(struct db *, int64_t contact);

/* Texts to it are in that language from now on. */
void		 contact_speaks(struct db *, int64_t contact,
		    const char *language);

/* The same, because somebody chose it: it does not follow the language of the
 * first guardian there any more, whatever a roster says. */
void		 contact_chooses(struct db *, int64_t contact,
		    const char *language);

/* The languages of all of them, each once. */
unsigned	 contact_languages(struct db *, const char ***);

/* One of our own numbers. */
struct sender {
	const char	*address, *account;
	int64_t		 school;	/* 0: the district's. */
};

/* The number we write from for a school: its own, or the district's. */
bool		 sender_for(struct db *, int64_t school, enum channel,
		    struct sender *) must_use;
unsigned	 sender_list(struct db *, struct sender **);
bool		 sender_get(struct db *, const char *address,
		    struct sender *) must_use;

/* The number of an account that was asked about its inbound messages
 * longest ago, before that time; and until when it was listed then (0:
 * never). */
bool		 sender_to_list(struct db *, const char *account,
		    int64_t before, struct sender *, int64_t *listed) must_use;
void		 sender_listed(struct db *, const char *address, int64_t until);

#endif
