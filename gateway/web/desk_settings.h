#ifndef GATEWAY_WEB_DESK_SETTINGS_H
#define GATEWAY_WEB_DESK_SETTINGS_H

/*
 * What the socket (local_practice.c, local_number.c, local_hours.c) and the
 * pages of settings share.  A change is one call in the store: it looks
 * whether it may be, keeps it and writes the audit.  It gives NULL, or a
 * sentence that says why nothing was changed.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "model.h"
#include "web/desk.h"

struct db;
struct visit;

/* Practice: the list is {mode, addresses: [{channel, address, note, added}],
 * most}.  Whoever changes it sets v->kept to desk_recall. */
struct desk_practice {
	struct desk_address	 at;
	const char		*note;		/* Or NULL. */
	bool			 remove;
};
json_t		*desk_practice(struct visit *, struct db *);
const char	*desk_change_practice(struct visit *, struct db *,
		    const struct desk_practice *);
void		 desk_recall(struct visit *);

/* What would change: {district, mode, guardians, languages, numbers,
 * obstacle}; and it goes live when the name is typed as it is. */
json_t		*desk_live(struct visit *, struct db *);
const char	*desk_go_live(struct visit *, struct db *, const char *typed);

/* A number or mailbox of ours; the first on the loop, it knows the accounts. */
struct desk_number {
	struct desk_address	 at;
	const char		*account;
	int64_t			 school;	/* 0: the district's. */
};
const char	*desk_no_account(struct visit *, const struct desk_number *);
const char	*desk_add_number(struct visit *, struct db *,
		    const struct desk_number *);

/* Hours: {kinds: [{kind, of, any_hour, opens, closes, useful, until}],
 * school}; of is "default", "district" or "school". */
struct desk_hours {
	enum kind		 kind;
	int64_t			 school;
	int64_t			 opens, closes, until;	/* Minutes; -1: as it is. */
	int64_t			 useful;		/* ms; -1. */
	bool			 reset;
};
json_t		*desk_hours(struct visit *, struct db *, int64_t school);
const char	*desk_set_hours(struct visit *, struct db *,
		    const struct desk_hours *);

/* Whom families may call: a phone as people write it becomes that of a school,
 * or (0) of the district; "" takes it away. */
const char	*desk_set_phone(struct visit *, struct db *, int64_t school,
		    const char *typed);

/* What the district lacks of the templates that one begins with (bank.h):
 * {templates: [{name, missing, added: [tag], newer: [tag]}]}.  And it is
 * added; how many templates. */
json_t		*desk_bank(struct visit *, struct db *);
unsigned	 desk_add_bank(struct visit *, struct db *);

#endif
