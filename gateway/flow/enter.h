#ifndef GATEWAY_FLOW_ENTER_H
#define GATEWAY_FLOW_ENTER_H

/*
 * What the office enters about a contact: told on the phone, written on
 * paper, found out by calling.  Who entered it and what they noted is kept
 * in the audit, and where it is about being written to as evidence of
 * consent, too.
 *
 * Each call is a part of one visit, on the writer: it returns NULL when it
 * is done (`changed` says whether anything was different), or a sentence
 * that says why not and what to do; then nothing was changed.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;
struct gateway;

struct entering {
	struct db		*db;
	const struct gateway	*gateway;
	int64_t			 now;
	int64_t			 by, api_key;	/* Who enters it. */
	const char		*note;		/* Or NULL. */
	struct contact		 contact;

	/* Results. */
	bool			 changed;
	unsigned		 dropped;	/* Texts that will not go. */
};

/* Whether who enters sits in the office of a school that has to do with the
 * contact or with that person (0: only the contact), or at the desk. */
bool		 enter_may(const struct entering *, int64_t person) must_use;

/* They want no texts; and they want them again, which is believed only when
 * it was the office that stopped them. */
const char	*enter_stop(struct entering *) must_use;
const char	*enter_start(struct entering *) must_use;

/* What is planned for the contact, which just said stop (it is so in the
 * database), is dropped, and goes by another channel where the district's
 * policy lets it. */
void		 enter_stopped(struct entering *);

/* CONTACT_OK, LANDLINE or WRONG.  What is planned goes to the next number of
 * each person, where they have one. */
const char	*enter_mark(struct entering *, enum contact_state) must_use;

/* What is planned for the contact, which is not to be texted any more, goes
 * to the next number of each person, where they have one. */
void		 enter_elsewhere(struct entering *);

/* Texts to it are in that language from now on, and one in it says so, by day
 * (domain.md 3.2).  A roster changes languages elsewhere, and says nothing. */
const char	*enter_language(struct entering *, const char *tag) must_use;

/* A person is reached there, before their other numbers or behind them; and
 * is no more; and is again, where it stood, what was taken away within a
 * day. */
const char	*enter_reach(struct entering *, const struct person *,
		    bool first) must_use;
const char	*enter_unreach(struct entering *, int64_t person) must_use;
const char	*enter_reach_again(struct entering *, int64_t person) must_use;

#endif
