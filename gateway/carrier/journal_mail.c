/*
 * A mail is {"mail":n,...}, with its bytes in base64, and what became of it
 * {"fate":n,...}.
 */

#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/journal_inside.h"
#include "carrier/say.h"

void
journal_mail(struct carrier *c, const struct mail *mail)
{
	struct arena	*arena;
	struct buf	*b;

	if (!journal_begin(c, "mail"))
		return;
	b = &c->journal->line;
	arena = arena_new();
	buf_print(b, "%u,\"way\":%u,\"at\":%lld,\"status\":%u,\"box\":",
	    mail->n, mail->way, (long long)mail->created, mail->status);
	say_text(b, c->mails.boxes[mail->mailbox].address);
	buf_text(b, ",\"from\":");
	say_text(b, mail->from);
	buf_text(b, ",\"to\":");
	say_text(b, mail->to);
	buf_print(b, ",\"raw\":\"");
	buf_text(b, crypt_base64(arena, mail->raw, mail->length));
	buf_char(b, '"');
	arena_free(arena);
	journal_finish(c);
}

void
journal_fate(struct carrier *c, const struct mail *mail)
{
	if (!journal_begin(c, "fate"))
		return;
	buf_print(&c->journal->line, "%u,\"status\":%u,\"said\":", mail->n,
	    mail->status);
	say_text(&c->journal->line, mail->said != NULL ? mail->said : "");
	journal_finish(c);
}

static int64_t
whole(const json_t *line, const char *name)
{
	return (int64_t)json_integer_value(json_object_get(line, name));
}

static const char *
words(const json_t *line, const char *name)
{
	const char *text = json_string_value(json_object_get(line, name));

	return text != NULL ? text : "";
}

bool
journal_read_mail(struct carrier *c, const json_t *line)
{
	struct arena	*arena = arena_new();
	struct mail	 like = {
		.way = (uint8_t)whole(line, "way"),
		.status = (uint8_t)whole(line, "status"),
		.created = whole(line, "at"),
		.mailbox = mails_need_box(&c->mails, words(line, "box")),
		.from = arena_text(arena, words(line, "from")),
		.to = arena_text(arena, words(line, "to")),
	};
	bool		 good;

	like.raw = crypt_unbase64(arena, words(line, "raw"), &like.length);
	good = like.raw != NULL && like.mailbox != 0 &&
	    like.way <= MAIL_OURS && like.status <= MAIL_NOWHERE &&
	    whole(line, "mail") == (int64_t)c->mails.newest + 1;
	if (good)
		(void)mails_add(&c->mails, &like);
	arena_free(arena);
	return good;
}

bool
journal_read_fate(struct carrier *c, const json_t *line)
{
	struct mail	*mail;
	const char	*said = words(line, "said");

	mail = mails_get(&c->mails, (uint32_t)whole(line, "fate"));
	if (mail == NULL)
		return true;		/* Older than what is kept. */
	mail->status = (uint8_t)whole(line, "status");
	mails_say(mail, said[0] != '\0' ? said : NULL);
	return mail->status <= MAIL_NOWHERE;
}

void
journal_hand_on(struct carrier *c)
{
	const struct mail	*mail;
	uint32_t		 n;

	if (!hand_able(c))
		return;
	for (n = c->mails.oldest; n <= c->mails.newest; n++) {
		mail = mails_get(&c->mails, n);
		if (mail != NULL && mail->status == MAIL_WAITING)
			hand_begin(c, n, 0);
	}
}
