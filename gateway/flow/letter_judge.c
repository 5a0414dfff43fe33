/*
 * What a letter is, and whose.  First what is signed by us, wherever it
 * stands: the address of its envelope, those in its head, the Message-ID that
 * it answers.  Only without any of it who says to have written it.
 */

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/email.h"
#include "base/id.h"
#include "base/list.h"
#include "flow/aside.h"
#include "flow/gateway.h"
#include "flow/letter.h"
#include "flow/letter_inside.h"
#include "flow/settings.h"
#include "flow/token.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"

#define REFERENCE_MOST	200		/* Bytes. */
#define DATE_MOST	DAYS(7)		/* Older is a clock that is wrong. */

void
letter_name(struct letter *l)
{
	const char	*id = l->mail.message_id;
	size_t		 length = strlen(id);

	l->reference = length > 0 && length <= REFERENCE_MOST ? id :
	    crypt_digest(l->arena, l->taking->bytes, l->taking->length);
}

const struct account *
letter_account(const struct gateway *gateway, const char *name)
{
	const struct configured *c = gateway->configured;

	for (unsigned i = 0; i < c->count; i++)
		if (c->accounts[i].provider->channel == CHANNEL_EMAIL &&
		    (name == NULL || strcmp(c->accounts[i].name, name) == 0))
			return &c->accounts[i];
	return NULL;
}

/*
 * By what we signed.
 */

static bool
is_ours(struct letter *l, struct db *db, enum token_use use,
    const char *token)
{
	const struct account	*account;
	int64_t			 id;

	if (!token_read(l->gateway->token_key, use, token, &id) ||
	    !attempt_get(db, id, &l->attempt)) {
		l->attempt.id = 0;
		return false;
	}
	account = letter_account(l->gateway, l->attempt.account);
	if (account != NULL)
		l->account = account;
	l->use = (int)use;
	return true;
}

static bool
by_address(struct letter *l, struct db *db, const char *address)
{
	const char *token = address == NULL ? NULL : token_in(address);

	return token != NULL && (is_ours(l, db, TOKEN_REPLY, token) ||
	    is_ours(l, db, TOKEN_BOUNCE, token) ||
	    is_ours(l, db, TOKEN_UNSUBSCRIBE, token));
}

/* The attempt that it names, if any. */
static void
find_attempt(struct letter *l, struct db *db)
{
	const struct mime_mail *m = &l->mail;

	l->attempt.id = 0;
	l->use = 0;
	if (by_address(l, db, l->taking->to))
		return;
	for (unsigned i = 0; i < m->address_count; i++)
		if (by_address(l, db, m->addresses[i]))
			return;
	if (is_ours(l, db, TOKEN_MESSAGE, m->report.message_id))
		return;
	for (unsigned i = 0; i < m->answer_count; i++)
		if (is_ours(l, db, TOKEN_MESSAGE, m->answers[i]))
			return;
}

/*
 * Reports of mail servers.
 */

/* By the enhanced status (RFC 3463, and how large providers use it). */
static const struct {
	const char		*status;	/* Or how it begins. */
	enum error_class	 class;
	const char		*reason;
} statuses[] = {
	{ "5.1.7", ERROR_SENDER_STOP,
	    "Their mail server takes no mail from our address." },
	{ "5.1.8", ERROR_SENDER_STOP,
	    "Their mail server takes no mail from our address." },
	{ "5.1.", ERROR_RCPT_PERM, "There is no such mailbox." },
	{ "5.2.1", ERROR_RCPT_PERM, "The mailbox is closed." },
	{ "5.2.2", ERROR_RCPT_TEMP, "The mailbox is full." },
	{ "5.2.3", ERROR_CONTENT_PERM, "It is too large for the mailbox." },
	{ "5.3.4", ERROR_CONTENT_PERM,
	    "It is too large for their mail server." },
	{ "5.4.1", ERROR_RCPT_PERM, "There is no such mailbox." },
	{ "5.4.4", ERROR_RCPT_PERM, "There is no mail server for the "
	    "mailbox." },
	{ "5.6.", ERROR_CONTENT_PERM, "Their mail server refused it." },
	{ "5.7.23", ERROR_SENDER_STOP,
	    "Their mail server does not believe that it is from us." },
	{ "5.7.26", ERROR_SENDER_STOP,
	    "Their mail server does not believe that it is from us." },
	{ "5.7.", ERROR_CONTENT_PERM, "Their mail server refused it." },
	{ "4.", ERROR_RCPT_TEMP,
	    "Their mail server could not be reached, or did not take it." },
	{ "5.", ERROR_RCPT_TEMP, "Their mail server did not take it." },
	{ "", ERROR_UNKNOWN, "A mail server sent it back." },
};

enum error_class
letter_class(const char *status, const char **reason)
{
	size_t i = 0, length;

	for (;; i++) {
		length = strlen(statuses[i].status);
		if (strncmp(status, statuses[i].status, length) == 0 &&
		    (length < 5 || status[length] == '\0'))
			break;
	}
	*reason = statuses[i].reason;
	return statuses[i].class;
}

static const char *
stray(struct letter *l, const char *why)
{
	l->is_stray = true;
	return why;
}

static void
tell_receipt(struct letter *l, enum attempt_state state)
{
	char id[ID_TEXT];

	l->is_news = true;
	l->news = (struct news){ .kind = NEWS_RECEIPT, .state = state,
	    .key = arena_text(l->arena, id_text(l->attempt.id, id)),
	    .at = l->now };
}

static const char *
failed(struct letter *l, const char *status)
{
	tell_receipt(l, ATTEMPT_FAILED);
	l->news.class = letter_class(status, &l->news.reason);
	return "a mail of ours failed";
}

/* What was relayed may fail yet, but it was sent. */
static const char *
report(struct letter *l)
{
	const struct mime_report *r = &l->mail.report;

	if (l->attempt.id == 0)
		return stray(l, "a report about a mail that is not ours");
	if (r->what == MIME_FAILED)
		return failed(l, r->status);
	if (r->what == MIME_DELIVERED) {
		tell_receipt(l, ATTEMPT_SENT);
		return "a mail of ours was relayed";
	}
	return "a mail of ours is late";
}

/* Whether a mail server wrote it. */
static bool
by_server(const struct mime_mail *m)
{
	return *m->from == '\0' ||
	    strncasecmp(m->from, "mailer-daemon@", 14) == 0 ||
	    strncasecmp(m->from, "postmaster@", 11) == 0;
}

/*
 * What people write.
 */

/* To which of our mailboxes, when it answers nothing that we know. */
static const char *
written_to(struct letter *l, struct db *db)
{
	const struct mime_mail	*m = &l->mail;
	struct sender		 sender;
	const char		*address, *why;

	for (unsigned i = 0; i < m->address_count; i++)
		if (email_read(l->arena, m->addresses[i], &address, &why) &&
		    sender_get(db, address, &sender))
			return arena_text(l->arena, sender.address);
	return NULL;
}

/* That of the district, where nothing says more. */
static const char *
our_mailbox(struct letter *l, struct db *db)
{
	struct sender sender;

	return sender_for(db, 0, CHANNEL_EMAIL, &sender) ?
	    arena_text(l->arena, sender.address) : "";
}

/* What was sent last to who wrote. */
static void
find_last(struct letter *l, struct db *db, const char *from)
{
	struct contact	 contact;
	int64_t		 message, id;

	if (contact_find_mailbox(db, from, &contact) &&
	    (id = attempt_last_to(db, contact.id, NULL, &message)) != 0 &&
	    !attempt_get(db, id, &l->attempt))
		l->attempt.id = 0;
}

/* What a mail says of when it was written has whole seconds, and may come from
 * a clock that is behind: nobody answers what is not written yet. */
static int64_t
written_at(const struct letter *l)
{
	int64_t	 at = l->mail.date, asked = id_time(l->attempt.id);

	if (at <= l->now - DATE_MOST || at > l->now)
		return l->now;
	return at < asked && asked <= l->now ? asked : at;
}

static void
tell_reply(struct letter *l, struct db *db, const char *from)
{
	const struct mime_mail	*m = &l->mail;
	const char		*to = NULL;
	bool			 ours = l->attempt.id != 0;
	char			 id[ID_TEXT];

	if (!ours && (to = written_to(l, db)) == NULL)
		find_last(l, db, from);
	if (to == NULL)
		to = l->attempt.id != 0 ? l->attempt.sender :
		    our_mailbox(l, db);

	l->is_news = true;
	l->news = (struct news){ .kind = NEWS_REPLY,
	    .reference = l->reference, .from = from,
	    .to = to, .text = m->words, .mail = m, .unproven = !ours,
	    .word = REPLY_MESSAGE, .at = written_at(l) };
	if (l->attempt.id != 0)
		l->news.key = arena_text(l->arena,
		    id_text(l->attempt.id, id));
	if (l->use == TOKEN_UNSUBSCRIBE)
		l->news.word = REPLY_STOP;
	else if (m->automatic != NULL || (m->list && !ours))
		l->news.word = REPLY_AUTOMATIC;
	l->arrived = ours && l->attempt.state == ATTEMPT_UNKNOWN;
}

static bool
is_known(struct db *db, const char *mailbox)
{
	struct contact	 contact;
	struct person	*people;

	return contact_find_mailbox(db, mailbox, &contact) &&
	    person_at(db, contact.id, &people) > 0;
}

/* A report about what was said aside, or an answer to it: nobody waits for
 * it, and whoever of the staff sends it is no family. */
static bool
is_aside(const struct mime_mail *m)
{
	static const char	 begins[] = ASIDE_ID;
	size_t			 length = sizeof begins - 1;

	if (m->report.message_id != NULL &&
	    strncmp(m->report.message_id, begins, length) == 0)
		return true;
	for (unsigned i = 0; i < m->answer_count; i++)
		if (strncmp(m->answers[i], begins, length) == 0)
			return true;
	return false;
}

/* Without anything that we signed.  What is unwanted needs nobody's eyes. */
static const char *
by_writer(struct letter *l, struct db *db, const char *from)
{
	const struct mime_mail	*m = &l->mail;
	struct sender		 sender;

	if (from == NULL)
		return stray(l, "it does not say who wrote it");
	if (sender_get(db, from, &sender))
		return stray(l, "it says that we wrote it");
	if (!is_known(db, from)) {
		if (m->spam)
			return stray(l, "unwanted: spam");
		if (m->list)
			return stray(l, "unwanted: of a list");
		if (m->automatic != NULL)
			return stray(l, "unwanted: automatic");
	}
	tell_reply(l, db, from);
	return "a mail came";
}

const char *
letter_judge(struct letter *l, struct db *db)
{
	const struct mime_mail	*m = &l->mail;
	const char		*from, *why;
	int64_t			 own;

	l->is_news = l->is_stray = l->arrived = false;
	find_attempt(l, db);
	if (l->attempt.id == 0 && is_aside(m))
		return stray(l, "unwanted: about a mail to staff");
	if (m->report.what != MIME_NO_REPORT)
		return report(l);
	if (token_read(l->gateway->token_key, TOKEN_MESSAGE, m->message_id,
	    &own))
		return "our own mail came back";
	if (l->use == TOKEN_BOUNCE && by_server(m) && m->automatic == NULL)
		return failed(l, "");
	if (!email_read(l->arena, m->from, &from, &why))
		from = NULL;
	if (l->attempt.id == 0)
		return by_writer(l, db, from);
	tell_reply(l, db, from == NULL ? "" : from);
	return l->use == TOKEN_UNSUBSCRIBE ? "a mail of ours is not wanted" :
	    "an answer came";
}
