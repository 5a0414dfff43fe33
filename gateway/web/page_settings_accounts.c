/*
 * Settings: the accounts at providers, how they are, and a test of each; the
 * mailboxes that answers come to.
 *
 *	GET  /settings/accounts
 *	POST /settings/accounts		account, address: a test goes there
 *	GET  /settings/mail
 *
 * An account stands in the configuration file, with its secrets, which no
 * page shows.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/locale.h"
#include "flow/aside.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/mailbox.h"
#include "store/aside.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/failed.h"
#include "store/person.h"
#include "store/practice.h"
#include "store/user.h"
#include "web/api.h"
#include "web/desk_settings.h"
#include "web/inside.h"
#include "web/page_settings.h"
#include "web/pages.h"

#define LOST_AFTER	MINUTES(2)	/* A test without an end. */

/* What the loop knows, and what is tried. */
struct looked {
	struct lane_state	 lanes[ACCOUNTS_MOST];
	struct mailbox_look	 mailboxes[ACCOUNTS_MOST];

	/* A test. */
	int			 account;	/* Its place; -1: none. */
	struct desk_address	 at;
	const char		*why;		/* It was typed wrong. */
	struct aside		 aside;
	struct aside_words	 words;
	bool			 open;
	const char		*district;
};

static struct looked *
look(struct visit *v)
{
	const struct gateway	*g = v->web->gateway;
	struct looked		*l = NEW(v->arena, struct looked);

	for (unsigned i = 0; i < g->configured->count; i++) {
		lane_state(g->lanes[i], &l->lanes[i]);
		mailbox_look(g->mailboxes[i], &l->mailboxes[i]);
	}
	l->account = -1;
	v->wanted = l;
	return l;
}

static bool
is_mail(const struct configured *c, unsigned i)
{
	return c->accounts[i].provider->channel == CHANNEL_EMAIL;
}

/* What became of the last tests of an account. */
static json_t *
trials(struct visit *v, struct db *db, const char *account)
{
	struct aside	*list;
	unsigned	 n = aside_list(db, ASIDE_TRIAL, account, &list);
	json_t		*all = json_array();
	const char	*word;

	for (unsigned i = 0; i < n && i < 3; i++) {
		word = aside_word(list[i].state);
		if (list[i].state == ASIDE_BEGUN &&
		    v->viewer.now - list[i].at > LOST_AFTER)
			word = aside_word(ASIDE_UNKNOWN);
		json_array_append_new(all, json_pack(
		    "{s:b, s:o, s:s, s:s, s:s, s:o}", "begun",
		    (int)(strcmp(word, aside_word(ASIDE_BEGUN)) == 0),
		    "at", page_when(v, list[i].at), "to", list[i].address,
		    "account", account,
		    "state_key", arena_print(v->arena, "settings.trial_%s%s",
		    word, list[i].channel == CHANNEL_EMAIL ? "_mail" : ""),
		    "reason", api_text(*list[i].reason == '\0' ? NULL :
		    list[i].reason)));
	}
	return all;
}

/* What failed of the last tries: [{reason, n, at}]. */
static json_t *
failures(struct visit *v, struct db *db, const char *account)
{
	struct failed	*list;
	unsigned	 n = failed_list(db, account, v->viewer.now - DAYS(1),
			    &list);
	json_t		*all = json_array();

	for (unsigned i = 0; i < n; i++)
		json_array_append_new(all, json_pack("{s:s, s:I, s:o}",
		    "reason", list[i].reason, "n", (json_int_t)list[i].count,
		    "at", page_when(v, list[i].last)));
	return all;
}

static json_t *
account_json(struct visit *v, struct db *db, unsigned i)
{
	const struct configured	*c = v->web->gateway->configured;
	const struct looked	*l = v->wanted;
	const struct lane_state	*s = &l->lanes[i];
	json_t			*json = json_pack("{s:s, s:s, s:s, s:b, s:b, "
				    "s:o, s:o, s:o, s:b}",
				    "name", c->accounts[i].name,
				    "provider", c->use[i].provider,
				    "channel_key", is_mail(c, i) ?
				    "settings.by_mail" : "settings.by_text",
				    "mail", (int)is_mail(c, i),
				    "simulated", (int)c->use[i].simulated,
				    "rests", api_text(s->why),
				    "since", page_when(v, s->since),
				    "taken", page_when(v, s->taken),
				    "well", (int)(s->why == NULL));

	json_object_set_new(json, "failures", failures(v, db,
	    c->accounts[i].name));
	json_object_set_new(json, "trials", trials(v, db,
	    c->accounts[i].name));
	if ((int)i == l->account) {
		settings_typed(v, json, "address");
		json_object_set_new(json, "trial_error", api_text(l->why));
	}
	return json;
}

/* Whether there were tests, and whether one is still on its way. */
static void
say_tried(const json_t *all, json_t *view)
{
	size_t	 i, k;
	json_t	*account, *trial;

	json_array_foreach(all, i, account)
		json_array_foreach(json_object_get(account, "trials"), k,
		    trial) {
			json_object_set_new(view, "tried", json_true());
			if (json_is_true(json_object_get(trial, "begun")))
				json_object_set_new(view, "sending",
				    json_true());
		}
}

static json_t *
accounts(struct visit *v, struct db *db)
{
	const struct configured	*c = v->web->gateway->configured;
	json_t			*view = settings_view(v, db,
				    SETTINGS_ACCOUNTS);
	json_t			*all = json_array();

	for (unsigned i = 0; i < c->count; i++)
		json_array_append_new(all, account_json(v, db, i));
	say_tried(all, view);
	json_object_set_new(view, "accounts", all);
	json_object_set_new(view, "is_practice", json_boolean(
	    practice_mode(db) == MODE_PRACTICE));
	return view;
}

void
page_settings_accounts(struct visit *v)
{
	(void)look(v);
	api_read(v, accounts);
}

/* --------------------------------------------------------------- a test */

/* The first number or mailbox of ours at that account. */
static bool
sender_of(struct db *db, const char *account, struct sender *sender)
{
	struct sender	*list;
	unsigned	 n = sender_list(db, &list);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].account, account) == 0) {
			*sender = list[i];
			return true;
		}
	return false;
}

/* NULL, or why no test goes there. */
static const char *
refused(struct db *db, const struct desk_address *at)
{
	struct contact	 contact;
	const char	*why = desk_refused(db, at);

	if (why != NULL)
		return why;
	if (practice_mode(db) == MODE_PRACTICE &&
	    !practice_listed(db, at->channel, at->address))
		return "In practice a test goes only to the practice list. "
		    "Add this one under District first.";
	if (contact_find(db, at->channel, at->address, &contact) &&
	    contact.state == CONTACT_STOPPED)
		return "Whoever has this asked us to send nothing more, so "
		    "no test goes there. Use one of your own.";
	return NULL;
}

static const char *
begin(struct visit *v, struct db *db, struct looked *l)
{
	const char	*account = v->web->gateway->configured->accounts[
			    l->account].name;
	const char	*why = refused(db, &l->at);
	struct sender	 sender;
	struct district	 d;

	if (why != NULL)
		return why;
	if (!sender_of(db, account, &sender))
		return "This account has no number or mailbox of ours yet. "
		    "Add one under Numbers and mailboxes.";
	if (!district_get(db, &d))
		return "There is no district yet.";
	l->district = d.name;
	l->aside = (struct aside){ .what = ASIDE_TRIAL,
	    .person = v->viewer.person, .channel = l->at.channel,
	    .account = account, .sender = sender.address,
	    .address = l->at.address, .at = v->viewer.now };
	l->open = aside_open(db, v->web->gateway, &l->aside);
	aside_add(db, &l->aside);
	desk_audit(v, db, "trial.send", 0, arena_print(v->arena, "%s: %s",
	    account, l->at.address));
	return NULL;
}

/* A form that was sent twice sends one test. */
static bool
is_new(struct visit *v, struct db *db)
{
	struct kept_answer kept = { .name = arena_print(v->arena, "trial %s",
	    page_field(v, "key")), .digest = "", .status = 303,
	    .answer = "" };

	if (kept_answer_find(db, &kept))
		return false;
	kept_answer_add(db, &kept, v->viewer.now);
	return true;
}

static json_t *
try_it(struct visit *v, struct db *db)
{
	struct looked *l = (struct looked *)(uintptr_t)v->wanted;

	l->aside.id = 0;
	if (l->why != NULL || (l->why = begin(v, db, l)) != NULL) {
		page_wrong(v, arena_print(v->arena, "address-%s",
		    page_field(v, "account")), l->why);
		return accounts(v, db);
	}
	return settings_saved(v, SETTINGS_ACCOUNTS);
}

static json_t *
try_once(struct visit *v, struct db *db)
{
	struct looked *l = (struct looked *)(uintptr_t)v->wanted;

	l->aside.id = 0;
	l->why = NULL;
	return is_new(v, db) ? try_it(v, db) :
	    settings_saved(v, SETTINGS_ACCOUNTS);
}

/* On the loop, when it is written down. */
static void
hand_over(struct visit *v)
{
	struct looked		*l = (struct looked *)(uintptr_t)v->wanted;
	const struct locales	*words = v->web->gateway->locales;
	struct bridge_value	 values[] = { { "district", l->district, 0 } };

	if (l->aside.id == 0)
		return;
	aside_carry(v->web->gateway, &l->aside, &(struct aside_words){
	    .from_name = l->district,
	    .subject = locales_say(words, v->arena, "en-US",
	    "staff.trial_subject", values, COUNT(values)),
	    .text = locales_say(words, v->arena, "en-US", "staff.trial",
	    values, COUNT(values)) }, l->open);
}

void
page_try_account(struct visit *v)
{
	const struct configured	*c = v->web->gateway->configured;
	struct looked		*l = look(v);

	l->account = aside_account(v->web->gateway, page_field(v,
	    "account"));
	if (l->account < 0) {
		page_leave(v, "/settings/accounts");
		return;
	}
	l->why = desk_address(v, page_field(v, "address"), &l->at);
	if (l->why == NULL && l->at.channel !=
	    c->accounts[l->account].provider->channel)
		l->why = l->at.channel == CHANNEL_SMS ?
		    "This account carries mail. Type a mailbox." :
		    "This account carries texts. Type a phone number.";
	if (l->why != NULL) {
		api_read(v, try_it);
		return;
	}
	v->kept = hand_over;
	api_change(v, try_once);
}

/* ----------------------------------------------------------------- mail */

static json_t *
box_json(struct visit *v, unsigned i)
{
	const struct account_settings	*use =
	    &v->web->gateway->configured->use[i];
	const struct looked		*l = v->wanted;
	const struct mailbox_look	*box = &l->mailboxes[i];

	return json_pack("{s:s, s:s, s:b, s:s, s:o, s:I, s:o, s:b}",
	    "name", v->web->gateway->configured->accounts[i].name,
	    "replies", use->replies != NULL ? use->replies : "",
	    "imap", (int)box->used,
	    "server", box->used ? use->imap : "",
	    "looked", page_when(v, box->looked),
	    "kept", (json_int_t)box->kept, "why", api_text(box->why),
	    "well", (int)(box->why == NULL));
}

static json_t *
mail(struct visit *v, struct db *db)
{
	const struct configured	*c = v->web->gateway->configured;
	json_t			*view = settings_view(v, db, SETTINGS_MAIL);
	json_t			*all = json_array();

	for (unsigned i = 0; i < c->count; i++)
		if (is_mail(c, i))
			json_array_append_new(all, box_json(v, i));
	json_object_set_new(view, "boxes", all);
	json_object_set_new(view, "numbers", desk_numbers(db));
	return view;
}

void
page_settings_mail(struct visit *v)
{
	(void)look(v);
	api_read(v, mail);
}
