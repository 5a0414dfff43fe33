/*
 * Inbound mail: by a token it belongs to the talk of the attempt that it
 * answers, whoever wrote it, since who has the token got it from us: a mailbox
 * that forwards to another, a grandmother who was shown the mail.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/list.h"
#include "base/mime_read.h"
#include "base/text.h"
#include "flow/inbound_inside.h"
#include "store/attachment.h"
#include "store/attempt.h"
#include "store/db.h"
#include "store/message.h"

#define HOUR_MOST	20	/* Mails of a mailbox that are asked about. */
#define SUBJECT_MOST	300	/* UTF-16 units that are kept, */
#define NAME_MOST	120	/* and of a file's name. */
#define TYPE_MOST	100	/* Bytes. */

bool
inbound_by_mail(const struct incoming *in)
{
	return in->account->provider->channel == CHANNEL_EMAIL;
}

static bool
is_blank(const char *text)
{
	return text[strspn(text, " \t\n")] == '\0';
}

const char *
inbound_text(const struct incoming *in)
{
	const struct news	*news = in->news;
	const char		*text = news->text != NULL ? news->text : "";

	return news->mail != NULL && is_blank(text) ? news->mail->subject :
	    text;
}

bool
inbound_by_attempt(struct incoming *in)
{
	struct attempt	 attempt;
	const char	*from = in->news->from;
	int64_t		 id;

	if (in->news->key == NULL || !id_parse(in->news->key, &id) ||
	    !attempt_get(in->db, id, &attempt) ||
	    !contact_get(in->db, attempt.contact, &in->contact))
		return false;
	in->attempt = id;
	if (!message_get(in->db, attempt.message, &in->message))
		in->message.kind = KIND_SYSTEM;
	in->school = in->message.school;
	in->elsewhere = strcasecmp(from, in->contact.address) == 0 ? "" : from;
	return true;
}

void
inbound_mailbox(struct incoming *in)
{
	if (!contact_find_mailbox(in->db, in->news->from, &in->contact))
		(void)contact_find_or_add(in->db, CHANNEL_EMAIL,
		    in->news->from, "en-US", &in->contact);
}

bool
inbound_too_many(struct incoming *in)
{
	return inbound_by_mail(in) && reply_since(in->db, in->contact.id,
	    in->now - HOURS(1)) >= HOUR_MOST;
}

static bool
is_picture(const struct mime_file *file)
{
	return strncmp(file->type, "image/", 6) == 0;
}

void
inbound_dress(struct incoming *in)
{
	const struct mime_mail	*mail = in->news->mail;
	struct arena		*arena = db_arena(in->db);
	struct reply		*r = &in->reply;

	if (mail == NULL)
		return;
	r->subject = text_cut(arena, mail->subject, SUBJECT_MOST);
	r->folded = mail->folded;
	r->written_from = in->elsewhere;
	r->attached = mail->file_count + mail->more_files;
	r->files = mail->more_files;
	for (unsigned i = 0; i < mail->file_count; i++)
		r->files += !is_picture(&mail->files[i]);
}

/* How a file is named that has no name. */
static const char *
name_of(struct arena *arena, const struct mime_file *file)
{
	return *file->name != '\0' ? text_cut(arena, file->name, NAME_MOST) :
	    is_picture(file) ? "picture" : "file";
}

void
inbound_attach(struct incoming *in)
{
	const struct mime_mail	*mail = in->news->mail;
	struct arena		*arena = db_arena(in->db);
	size_t			 room = ATTACHMENT_BYTES;

	for (unsigned i = 0; mail != NULL && i < mail->file_count &&
	    i < ATTACHMENTS_NAMED; i++) {
		const struct mime_file	*file = &mail->files[i];
		bool			 kept = i < ATTACHMENTS_MOST &&
					    file->length <= room;

		attachment_add(in->db, &(struct attachment){
		    .reply = in->reply.id, .place = i,
		    .name = name_of(arena, file),
		    .type = arena_copy(arena, file->type,
			strnlen(file->type, TYPE_MOST)),
		    .size = (int64_t)file->length, .kept = kept,
		    .bytes = file->bytes });
		in->kept |= kept;
		if (kept)
			room -= file->length;
	}
}
