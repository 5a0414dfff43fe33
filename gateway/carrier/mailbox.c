/*
 * What mailboxes do.  Answers go to the Reply-To of the mail; what a mail
 * server or a vacation program writes goes to the envelope's sender, from
 * nobody (RFC 3834, RFC 3464).
 */

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "carrier/hand.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/mailbox.h"
#include "carrier/seen.h"
#include "carrier/typed.h"

#define MAIL_MOST	(4 * 1024 * 1024)

static const char away_words[] =
    "Thank you for your mail. I am out of the office until Monday and will "
    "read it then.";

uint64_t
mailbox_number(uint32_t box)
{
	return box == 0 ? 0 : FAULT_MAILBOX | box;
}

uint32_t
mailbox_last(const struct carrier *c, uint32_t box)
{
	const struct mail *mail = mails_get(&c->mails,
	    c->mails.boxes[box].newest);

	while (mail != NULL && mail->way != MAIL_OUT)
		mail = mails_get(&c->mails, mail->before);
	return mail == NULL ? 0 : mail->n;
}

/* What is written goes on its way. */
static struct mail *
send_off(struct carrier *c, struct mail *like, struct buf *raw,
    int64_t after)
{
	struct mail	*mail;
	bool		 somewhere = hand_able(c);

	like->status = somewhere ? MAIL_WAITING : MAIL_NOWHERE;
	like->created = carrier_now(c);
	like->raw = raw->data;
	like->length = raw->length;
	mail = mails_add(&c->mails, like);
	journal_mail(c, mail);
	if (somewhere)
		hand_begin(c, mail->n, after);
	return mail;
}

static const char *
number_of(struct arena *arena, const struct carrier *c)
{
	return arena_print(arena, "%016llx.%u",
	    (unsigned long long)c->record.run, c->mails.newest + 1);
}

/* The whole of what is typed, from what it answers.  False: to nobody. */
static bool
complete(struct arena *arena, const struct carrier *c, struct typed *t,
    const struct mail *original, const struct seen *seen)
{
	bool re = strncasecmp(seen->subject, "Re:", 3) == 0;

	t->box = c->mails.boxes[mails_find_box(&c->mails, t->box)].address;
	if (original != NULL && t->automatic)
		t->to = original->from;
	else if (original != NULL && t->to == NULL)
		t->to = seen->reply_to;
	if (t->subject == NULL)
		t->subject = arena_print(arena, "%s%s",
		    t->automatic ? "Automatic reply: " : re ? "" : "Re: ",
		    seen->subject);
	return t->to != NULL && mails_good_address(t->to, true);
}

struct mail *
mailbox_write(struct carrier *c, const struct typed *typed,
    const char **why)
{
	struct arena		*arena = arena_new();
	struct typed		 t = *typed;
	struct mail		 like = { .way = MAIL_IN };
	const struct mail	*original = mails_get(&c->mails, t.answers);
	struct seen		 seen = { .subject = "" };
	struct mail		*mail = NULL;
	struct buf		 raw;

	buf_init(&raw, MAIL_MOST);
	like.mailbox = mails_need_box(&c->mails, t.box);
	if (original != NULL)
		seen_read(arena, original->raw, original->length, &seen);
	*why = "A mailbox writes to a mailbox, or answers a mail it got.";
	if (like.mailbox != 0 && complete(arena, c, &t, original, &seen)) {
		typed_mail(&raw, &t, original != NULL ? &seen : NULL,
		    number_of(arena, c), carrier_now(c));
		like.from = (char *)(uintptr_t)(t.automatic ? "" : t.box);
		like.to = (char *)(uintptr_t)t.to;
		*why = "The mail is too long.";
		if (!raw.over)
			mail = send_off(c, &like, &raw, 0);
	}
	buf_free(&raw);
	arena_free(arena);
	return mail;
}

/* How long the head is. */
static int
head_of(const struct mail *mail)
{
	const char *end = strstr(mail->raw, "\r\n\r\n");

	return end == NULL ? 0 : (int)(end - mail->raw) + 2;
}

bool
mailbox_bounce(struct carrier *c, uint32_t n, const char *status,
    int64_t after)
{
	struct mail	*mail = mails_get(&c->mails, n);
	struct mail	 like = { .way = MAIL_OURS };
	struct arena	*arena;
	struct buf	 raw;

	if (mail == NULL || mail->way != MAIL_OUT || mail->from[0] == '\0')
		return false;
	mail->status = MAIL_BOUNCED;
	journal_fate(c, mail);
	arena = arena_new();
	buf_init(&raw, MAIL_MOST);
	like.mailbox = mail->mailbox;
	like.from = arena_text(arena, "");
	like.to = arena_text(arena, mail->from);
	typed_notice(&raw, &(struct notice){ .box = mail->to,
	    .to = like.to, .status = status, .head = mail->raw,
	    .head_length = head_of(mail), .number = number_of(arena, c),
	    .now = carrier_now(c) });
	(void)send_off(c, &like, &raw, after);
	buf_free(&raw);
	arena_free(arena);
	return true;
}

struct mail *
mailbox_got(struct carrier *c, const struct mail *like)
{
	struct mail	 own = *like;
	struct mail	*mail;
	uint64_t	 number = mailbox_number(like->mailbox);
	uint32_t	 n;
	int64_t		 ms;
	const char	*why;

	own.way = MAIL_OUT;
	own.status = MAIL_TAKEN;
	own.created = carrier_now(c);
	mail = mails_add(&c->mails, &own);
	journal_mail(c, mail);
	n = mail->n;
	if (fault_met(&c->faults, FAULT_MAIL_BOUNCE, number, &ms))
		(void)mailbox_bounce(c, n, "5.1.1", ms);
	else if (fault_met(&c->faults, FAULT_MAIL_AWAY, number, NULL) &&
	    mail->from[0] != '\0')
		(void)mailbox_write(c, &(struct typed){ .words = away_words,
		    .box = c->mails.boxes[like->mailbox].address,
		    .answers = n, .automatic = true }, &why);
	return mails_get(&c->mails, n);
}
