/*
 * The header of a mail: who, to whom, about what, and what it answers.
 *
 * A mailbox is taken when base/email takes it, and is nothing otherwise; so
 * no control character and no second address comes in by one.
 */

#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/mime_inside.h"
#include "base/text.h"

#define SUBJECT		500	/* UTF-16 units. */
#define NAME		100
#define FIELD		8192	/* Bytes of a field that is looked at. */
#define ID		998	/* Bytes of a Message-ID. */

struct reading {
	struct arena	*arena;
	struct mime_mail *mail;
};

/* The marks that turn the direction of what stands around a name, or end a
 * line. */
static bool
turns(uint32_t c)
{
	return (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
mime_line(struct arena *arena, const char *text, size_t most)
{
	size_t length = text == NULL ? 0 : strnlen(text, FIELD);
	char *line = text_clean(arena, text == NULL ? "" : text, length);
	char *out = line;
	const char *at = line, *from;

	while (*(from = at) != '\0') {
		if (turns(text_next(&at)))
			continue;
		memmove(out, from, (size_t)(at - from));
		if (*out == '\n' || *out == '\t')
			*out = ' ';
		out += at - from;
	}
	*out = '\0';
	line += strspn(line, " ");
	for (length = strlen(line); length > 0 && line[length - 1] == ' ';)
		line[--length] = '\0';
	return text_cut(arena, line, most);
}

const char *
mime_header(struct arena *arena, void *object, const char *name)
{
	return mime_line(arena, g_mime_object_get_header(object, name), FIELD);
}

/* A mailbox as email_read() has it, else NULL; none that looks like another
 * where it is shown. */
static const char *
mailbox(struct arena *arena, const char *text)
{
	const char *email, *why;

	if (text == NULL || strcmp(mime_line(arena, text, FIELD), text) != 0)
		return NULL;
	return email_read(arena, text, &email, &why) ? email : NULL;
}

static void
add_address(struct reading *r, const char *text)
{
	struct mime_mail *mail = r->mail;
	const char *email = mailbox(r->arena, text);

	if (email == NULL || mail->address_count == MIME_ADDRESSES)
		return;
	for (unsigned i = 0; i < mail->address_count; i++)
		if (strcmp(mail->addresses[i], email) == 0)
			return;
	mail->addresses[mail->address_count++] = email;
}

static void
add_list(struct reading *r, InternetAddressList *list, unsigned depth)
{
	int count = list == NULL ? 0 : internet_address_list_length(list);

	for (int i = 0; i < count &&
	    r->mail->address_count < MIME_ADDRESSES; i++) {
		InternetAddress *one =
		    internet_address_list_get_address(list, i);

		if (INTERNET_ADDRESS_IS_MAILBOX(one))
			add_address(r, internet_address_mailbox_get_addr(
			    (InternetAddressMailbox *)one));
		else if (depth < 3)
			add_list(r, internet_address_group_get_members(
			    (InternetAddressGroup *)one), depth + 1);
	}
}

/* Every field of that name, as servers add them. */
static void
add_fields(struct reading *r, GMimeMessage *message, const char *name)
{
	GMimeHeaderList *list =
	    g_mime_object_get_header_list((GMimeObject *)message);
	int count = g_mime_header_list_get_count(list);

	for (int i = 0; i < count; i++) {
		GMimeHeader *header =
		    g_mime_header_list_get_header_at(list, i);

		if (strcasecmp(g_mime_header_get_name(header), name) == 0)
			add_address(r, mime_line(r->arena,
			    g_mime_header_get_value(header), FIELD));
	}
}

static void
read_from(struct reading *r, GMimeMessage *message)
{
	InternetAddressList *list = g_mime_message_get_from(message);
	InternetAddress *one;
	const char *email = NULL;

	r->mail->from = r->mail->from_name = "";
	if (list == NULL || internet_address_list_length(list) < 1)
		return;
	one = internet_address_list_get_address(list, 0);
	if (INTERNET_ADDRESS_IS_MAILBOX(one))
		email = mailbox(r->arena, internet_address_mailbox_get_addr(
		    (InternetAddressMailbox *)one));
	r->mail->from = email != NULL ? email : "";
	r->mail->from_name = mime_line(r->arena,
	    internet_address_get_name(one), NAME);
}

/* Without < and >; "" when it is none. */
static const char *
message_id(struct arena *arena, const char *text)
{
	size_t length;

	if (text == NULL)
		return "";
	text += strspn(text, " \t\r\n<");
	length = strcspn(text, "> \t\r\n");
	if (length > ID)
		return "";
	return text_clean(arena, text, length);
}

static void
add_answer(struct reading *r, const char *text)
{
	struct mime_mail *mail = r->mail;
	const char *id = message_id(r->arena, text);

	if (*id == '\0' || mail->answer_count == MIME_ADDRESSES)
		return;
	for (unsigned i = 0; i < mail->answer_count; i++)
		if (strcmp(mail->answers[i], id) == 0)
			return;
	mail->answers[mail->answer_count++] = id;
}

/* What a field refers to, from its end. */
static void
add_references(struct reading *r, GMimeMessage *message, const char *name)
{
	const char *value = g_mime_object_get_header((GMimeObject *)message,
	    name);
	GMimeReferences *list;

	if (value == NULL)
		return;
	list = g_mime_references_parse(NULL, value);
	for (int i = g_mime_references_length(list); i-- > 0;)
		add_answer(r, g_mime_references_get_message_id(list, i));
	g_mime_references_free(list);
}

static int64_t
date_of(GMimeMessage *message)
{
	GDateTime *date = g_mime_message_get_date(message);
	gint64 seconds = date == NULL ? 0 : g_date_time_to_unix(date);

	return seconds <= 0 || seconds > INT64_C(253402300799) ? 0 :
	    seconds * 1000;
}

void
mime_head(struct arena *arena, void *message, struct mime_mail *mail)
{
	struct reading reading = { .arena = arena, .mail = mail };
	struct reading *r = &reading;

	read_from(r, message);
	mail->subject = mime_line(arena,
	    g_mime_message_get_subject(message), SUBJECT);
	mail->message_id = message_id(arena,
	    g_mime_object_get_header((GMimeObject *)message, "Message-ID"));
	mail->date = date_of(message);
	add_fields(r, message, "Delivered-To");
	add_fields(r, message, "X-Original-To");
	add_fields(r, message, "Envelope-To");
	add_fields(r, message, "X-Envelope-To");
	add_fields(r, message, "X-Delivered-To");
	add_list(r, g_mime_message_get_to(message), 0);
	add_list(r, g_mime_message_get_cc(message), 0);
	add_references(r, message, "In-Reply-To");
	add_references(r, message, "References");
}

