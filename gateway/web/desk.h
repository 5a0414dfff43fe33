#ifndef GATEWAY_WEB_DESK_H
#define GATEWAY_WEB_DESK_H

/*
 * What the office and whoever runs the gateway enter by command: routes of
 * the socket (local.h), in the files local_*.c that say what each takes and
 * gives.  Where somebody has to answer for a change, the header Homeline-As
 * names them.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;
struct exchange;
struct visit;

#define DESK_ROUTES							\
	{ "GET", "/local/v1/contact", local_contact },			\
	{ "POST", "/local/v1/contact/:deed", local_enter },		\
	{ "GET", "/local/v1/people/:id", local_person },		\
	{ "POST", "/local/v1/people/:id/contacts", local_reach },	\
	{ "POST", "/local/v1/people/:id/prefers", local_prefers },	\
	{ "GET", "/local/v1/unreached", local_unreached },		\
	{ "GET", "/local/v1/users", local_users },			\
	{ "POST", "/local/v1/users", local_add_user },			\
	{ "GET", "/local/v1/users/:id", local_user },			\
	{ "POST", "/local/v1/users/:id/seats", local_seat },		\
	{ "POST", "/local/v1/users/:id/keys", local_add_key },		\
	{ "POST", "/local/v1/users/:id/login", local_login },		\
	{ "POST", "/local/v1/users/:id/link", local_link },		\
	{ "POST", "/local/v1/users/:id/roles", local_role },		\
	{ "POST", "/local/v1/users/:id/left", local_left },		\
	{ "POST", "/local/v1/users/:id/away", local_away },		\
	{ "POST", "/local/v1/users/:id/back", local_back },		\
	{ "GET", "/local/v1/keys", local_keys },			\
	{ "POST", "/local/v1/keys/:id/revoke", local_revoke },		\
	{ "GET", "/local/v1/hours", local_hours },			\
	{ "POST", "/local/v1/hours", local_set_hours },			\
	{ "GET", "/local/v1/office", local_offices },			\
	{ "POST", "/local/v1/office", local_set_office },		\
	{ "GET", "/local/v1/templates", local_templates },		\
	{ "POST", "/local/v1/templates", local_add_templates },		\
	{ "GET", "/local/v1/practice", local_practice },		\
	{ "POST", "/local/v1/practice", local_change_practice },	\
	{ "GET", "/local/v1/live", local_live },			\
	{ "POST", "/local/v1/live", local_go_live },			\
	{ "GET", "/local/v1/numbers", local_numbers },			\
	{ "POST", "/local/v1/numbers", local_add_number },		\
	{ "POST", "/local/v1/conversations/:id/hand-over",		\
	    local_hand_over }

/* In the order of the table. */
void	 local_contact(struct exchange *, void *web);
void	 local_enter(struct exchange *, void *web);
void	 local_person(struct exchange *, void *web);
void	 local_reach(struct exchange *, void *web);
void	 local_prefers(struct exchange *, void *web);
void	 local_unreached(struct exchange *, void *web);
void	 local_users(struct exchange *, void *web);
void	 local_add_user(struct exchange *, void *web);
void	 local_user(struct exchange *, void *web);
void	 local_seat(struct exchange *, void *web);
void	 local_add_key(struct exchange *, void *web);
void	 local_login(struct exchange *, void *web);
void	 local_link(struct exchange *, void *web);
void	 local_role(struct exchange *, void *web);
void	 local_left(struct exchange *, void *web);
void	 local_away(struct exchange *, void *web);
void	 local_back(struct exchange *, void *web);
void	 local_keys(struct exchange *, void *web);
void	 local_revoke(struct exchange *, void *web);
void	 local_hours(struct exchange *, void *web);
void	 local_set_hours(struct exchange *, void *web);
void	 local_offices(struct exchange *, void *web);
void	 local_set_office(struct exchange *, void *web);
void	 local_templates(struct exchange *, void *web);
void	 local_add_templates(struct exchange *, void *web);
void	 local_practice(struct exchange *, void *web);
void	 local_change_practice(struct exchange *, void *web);
void	 local_live(struct exchange *, void *web);
void	 local_go_live(struct exchange *, void *web);
void	 local_numbers(struct exchange *, void *web);
void	 local_add_number(struct exchange *, void *web);
void	 local_hand_over(struct exchange *, void *web);

/* A phone number as people write it, or a mailbox, as we keep it. */
struct desk_address {
	enum channel	 channel;
	const char	*address;
	bool		 fictitious;	/* For practice and samples only. */
};

/* NULL, or a sentence that says what is wrong with it. */
const char	*desk_address(struct visit *, const char *typed,
		    struct desk_address *) must_use;

/* In the store: whether this district may have it, and it is not one of our
 * own numbers.  NULL, or a sentence. */
const char	*desk_refused(struct db *, const struct desk_address *) must_use;

/* api_query() where `school` may be named; its id goes to v->id. */
bool		 desk_query(struct visit *, const char *const *names)
		    must_use;

/* In the store: somebody of the staff, by the id of the path.  False: it was
 * answered. */
bool		 desk_staff(struct visit *, struct db *, struct person *)
		    must_use;

/* What the office sees of a contact, as local_contact.c has it. */
json_t		*desk_card(struct visit *, struct db *,
		    const struct contact *);

/* Whether a contact can be used, and what to do when not. */
const char	*desk_sentence(const struct contact *);

/* The student, its school and class, as {id, name, school, class}. */
json_t		*desk_student(struct visit *, struct db *, int64_t id);

/* Our own numbers, as [{number, account, school}]. */
json_t		*desk_numbers(struct db *);

/* Whether who asks sits at the district's desk; and the answer when they do
 * not. */
bool		 desk_sits(struct visit *, struct db *) must_use;
json_t		*desk_only(struct visit *);

/* What a guardian prefers from now on, with its audit; false: it was so. */
bool		 desk_prefer(struct visit *, struct db *,
		    const struct person *, enum prefers, const char *note);

/* Writes into the audit what was done to that. */
void		 desk_audit(struct visit *, struct db *, const char *deed,
		    int64_t object, const char *note);

#endif
