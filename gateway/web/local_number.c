/*
 * Our own numbers, and talks that are given to another seat.
 *
 *	GET  /local/v1/numbers
 *	POST /local/v1/numbers {number, account, school}
 *	POST /local/v1/conversations/:id/hand-over {seat} or {office},
 *					{desk}, {class}
 */

#include <string.h>

#include "base/arena.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/sight.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk_settings.h"
#include "web/inside.h"

struct number_asked {
	const char		*typed, *account;
	int64_t			 school;
	struct desk_number	 number;
};

struct hand_asked {
	int64_t			 seat, class;
	bool			 office, desk;
};

static json_t *
tell_numbers(struct visit *v, struct db *db)
{
	json_t *all = desk_numbers(db);

	(void)v;
	return json_pack("{s:o}", "numbers", all);
}

static void
ask_numbers(struct visit *v)
{
	api_read(v, tell_numbers);
}

/* NULL, or why it cannot be ours. */
static const char *
not_ours(struct visit *v, struct db *db, const struct desk_number *asked)
{
	struct sender	 other;
	struct contact	 contact;
	const char	*school;

	bool		 mail = asked->at.channel == CHANNEL_EMAIL;

	if (asked->at.fictitious && practice_mode(db) == MODE_LIVE)
		return "Numbers with 555-01 are fictitious: no provider has "
		    "them. Write the real number.";
	if (sender_get(db, asked->at.address, &other))
		return mail ? "This mailbox is ours already. See homeline "
		    "numbers." : "This number is ours already. See homeline "
		    "numbers.";
	if (contact_find(db, asked->at.channel, asked->at.address, &contact))
		return mail ? "This is the mailbox of a family or of somebody "
		    "who wrote to us. Write one that is ours." :
		    "This is the number of a family or of somebody who "
		    "wrote to us. Write one of your account's.";
	if (asked->school != 0)
		return school_get(db, asked->school, &school) ? NULL :
		    "There is no such school.";
	if (sender_for(db, 0, asked->at.channel, &other))
		return arena_print(v->arena, "The district has a %s of "
		    "its own already, %s. Say of which school this one is: "
		    "--school NAME.", mail ? "mailbox" : "number",
		    other.address);
	return NULL;
}

const char *
desk_add_number(struct visit *v, struct db *db,
    const struct desk_number *number)
{
	const char *why = not_ours(v, db, number);

	if (why != NULL)
		return why;
	roster_add_sender(db, &(struct sender){
	    .address = number->at.address, .account = number->account,
	    .school = number->school });
	desk_audit(v, db, "number.add", number->school, number->at.address);
	return NULL;
}

static json_t *
add_number(struct visit *v, struct db *db)
{
	const struct number_asked	*asked = v->wanted;
	const char			*why = desk_add_number(v, db,
					    &asked->number);

	return why == NULL ? tell_numbers(v, db) : api_no(v, 409, why);
}

/* NULL, or why that account cannot have the address. */
const char *
desk_no_account(struct visit *v, const struct desk_number *asked)
{
	const struct configured *c = v->web->gateway->configured;

	for (unsigned i = 0; i < c->count; i++) {
		if (strcmp(c->accounts[i].name, asked->account) != 0)
			continue;
		if (c->accounts[i].provider->channel == asked->at.channel)
			return NULL;
		return asked->at.channel == CHANNEL_SMS ?
		    "This account carries mail. Write a mailbox, or name an "
		    "account that carries texts." :
		    "This account carries texts. Write a phone number, or "
		    "name an account that carries mail.";
	}
	return arena_print(v->arena, "The configuration has no [account %s]. "
	    "Add it there and restart, or name another.", asked->account);
}

static void
ask_add_number(struct visit *v)
{
	static const struct body_member members[] = {
		{ "number", BODY_TEXT, true,
		    offsetof(struct number_asked, typed) },
		BODY(account, BODY_TEXT, true, number_asked),
		BODY(school, BODY_ID, false, number_asked),
		{ .name = NULL },
	};
	struct number_asked	*asked = NEW(v->arena, struct number_asked);
	const char		*why;

	v->wanted = asked;
	if (!body_read(v, members, asked))
		return;
	asked->number.account = asked->account;
	asked->number.school = asked->school;
	if ((why = desk_address(v, asked->typed, &asked->number.at)) != NULL)
		api_problem(v, 422, why);
	else if ((why = desk_no_account(v, &asked->number)) != NULL)
		api_problem(v, 422, why);
	else
		api_change(v, add_number);
}

static int64_t
seat_meant(struct db *db, const struct hand_asked *asked, int64_t school)
{
	if (asked->desk)
		return seat_of_desk(db);
	if (asked->office)
		return seat_of_office(db, school);
	return asked->seat != 0 ? asked->seat :
	    seat_of_class(db, asked->class);
}

static json_t *
hand_over(struct visit *v, struct db *db)
{
	const struct hand_asked	*asked = v->wanted;
	struct conversation	 talk;
	const char		*why, *name = NULL;
	int64_t			 seat;

	if (v->viewer.person == 0)
		return api_no(v, 403, "Say who hands it over: --as NAME.");
	if (!conversation_get(db, v->id, &talk) ||
	    !sight_talk(db, &v->viewer, &talk))
		return api_no(v, 404, "There is no conversation with that "
		    "id that they may read.");
	seat = seat_meant(db, asked, talk.school);
	if (seat == 0 || !seat_name(db, seat, &name))
		return api_no(v, 404, "There is no such seat. Name a class, "
		    "the office or the desk.");
	why = conversation_hand_over(db, v->id, seat, v->viewer.person,
	    v->viewer.now);
	if (why != NULL)
		return api_no(v, 409, why);
	return json_pack("{s:o, s:o}", "id", api_id_text(v->id),
	    "seat", api_place(seat, name));
}

static void
ask_hand_over(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(seat, BODY_ID, false, hand_asked),
		BODY(class, BODY_ID, false, hand_asked),
		BODY(office, BODY_FLAG, false, hand_asked),
		BODY(desk, BODY_FLAG, false, hand_asked),
		{ .name = NULL },
	};
	struct hand_asked *asked = NEW(v->arena, struct hand_asked);

	v->wanted = asked;
	if (!api_id(v) || !body_read(v, members, asked))
		return;
	if ((asked->seat != 0) + (asked->class != 0) + asked->office +
	    asked->desk != 1)
		api_problem(v, 422, "Name one: a seat, a class, the office "
		    "or the desk.");
	else
		api_change(v, hand_over);
}

void
local_numbers(struct exchange *x, void *web)
{
	api_enter(x, web, ask_numbers);
}

void
local_add_number(struct exchange *x, void *web)
{
	api_enter(x, web, ask_add_number);
}

void
local_hand_over(struct exchange *x, void *web)
{
	api_enter(x, web, ask_hand_over);
}
