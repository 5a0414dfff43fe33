/*
 * What a mail server says of a mail of ours.
 *
 * Most say it in a part for machines (RFC 3464), with the header of our mail
 * beside it.  qmail, Exim before 4.90 and servers older than the standard
 * say it in words and put our mail below them; those are looked at only when
 * nobody's mailbox wrote it, for people write of lost mails too.
 *
 * A report names some recipients, each with what became of it; ours have
 * one.  Of several, what is worst counts.
 */

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/list.h"
#include "base/mime_inside.h"
#include "base/text.h"

#define STATUS	(64 * 1024)	/* Bytes of a report that are read. */
#define WHY	500		/* UTF-16 units. */
#define ID	998		/* Bytes of an id. */

struct reading {
	struct arena	*arena;
	struct mime_report *report;
	unsigned	 mails;		/* Looked at for their Message-ID. */
};

static bool
begins(const char *text, const char *word)
{
	return strncasecmp(text, word, strlen(word)) == 0;
}

/* "rfc822; ana@example.org" without what stands before it. */
static const char *
typed(const char *value)
{
	const char *end = strchr(value, ';');

	if (end != NULL && end - value < 20)
		value = end + 1;
	return value + strspn(value, " \t");
}

/* A mailbox or an id without what stands around it. */
static const char *
bare(struct arena *arena, const char *text)
{
	size_t length;

	text += strspn(text, " <");
	length = strcspn(text, "> \t\n");
	return length > ID ? "" : arena_copy(arena, text, length);
}

/* The value of a field in a block of fields, its lines joined; "". */
static const char *
field(struct arena *arena, const char *block, const char *name)
{
	size_t length = strlen(name);
	const char *at = block, *end;
	char *value;

	while (strncasecmp(at, name, length) != 0 || at[length] != ':') {
		at = strchr(at, '\n');
		if (at == NULL)
			return "";
		at++;
	}
	at += length + 1;
	at += strspn(at, " \t");
	for (end = strchr(at, '\n'); end != NULL &&
	    (end[1] == ' ' || end[1] == '\t');)
		end = strchr(end + 1, '\n');
	value = end == NULL ? arena_text(arena, at) :
	    arena_copy(arena, at, (size_t)(end - at));
	for (char *c = value; *c != '\0'; c++)
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	return value;
}

/* The first status like 5.1.1 that is no address of a machine; "". */
static const char *
find_status(struct arena *arena, const char *text)
{
	for (const char *c = text; (c = strchr(c, '.')) != NULL; c++) {
		size_t subject = strspn(c + 1, "0123456789"), detail;

		if (c == text || strchr("245", c[-1]) == NULL ||
		    (c > text + 1 && (isdigit((unsigned char)c[-2]) ||
		    c[-2] == '.')) || subject < 1 || subject > 3 ||
		    c[subject + 1] != '.')
			continue;
		detail = strspn(c + subject + 2, "0123456789");
		if (detail < 1 || detail > 3 || c[subject + detail + 2] == '.')
			continue;
		return arena_copy(arena, c - 1, subject + detail + 3);
	}
	return "";
}

static const char *
one_line(struct arena *arena, const char *text)
{
	char *line = text_cut(arena, text, WHY);

	line[strcspn(line, "\n")] = '\0';
	return line;
}

/* What the other server said, where ours gives only the class: 5.0.0. */
static const char *
precise(struct arena *arena, const struct mime_report *report)
{
	const char *said = find_status(arena, report->why);

	return strcmp(report->status + strcspn(report->status, "."),
	    ".0.0") == 0 && said[0] == report->status[0] ? said :
	    report->status;
}

/* One recipient of a report; what is worse than before counts. */
static void
read_recipient(struct reading *r, const char *block)
{
	static const struct {
		const char *word;
		unsigned what;
	} actions[] = {
		{ "failed", MIME_FAILED }, { "delayed", MIME_DELAYED },
		{ "delivered", MIME_DELIVERED }, { "relayed", MIME_DELIVERED },
		{ "expanded", MIME_DELIVERED },
	};
	const char *action = field(r->arena, block, "Action");
	struct mime_report *report = r->report;
	const char *to;
	unsigned what = MIME_NO_REPORT;

	for (size_t i = 0; i < COUNT(actions); i++)
		if (begins(action, actions[i].word))
			what = actions[i].what;
	if (what == MIME_NO_REPORT || (report->what != MIME_NO_REPORT &&
	    what >= report->what))
		return;
	report->what = what;
	report->status = find_status(r->arena,
	    field(r->arena, block, "Status"));
	report->why = one_line(r->arena,
	    typed(field(r->arena, block, "Diagnostic-Code")));
	report->status = precise(r->arena, report);
	to = typed(field(r->arena, block, "Original-Recipient"));
	if (strchr(to, '@') == NULL)
		to = typed(field(r->arena, block, "Final-Recipient"));
	report->recipient = bare(r->arena, to);
	if (strlen(report->recipient) > EMAIL_MOST)
		report->recipient = "";
}

static void
read_status(struct reading *r, const char *text)
{
	char *block = arena_text(r->arena, text), *end;

	while (block != NULL) {
		end = strstr(block, "\n\n");
		if (end != NULL)
			*end = '\0';
		read_recipient(r, block);
		block = end == NULL ? NULL : end + 2;
	}
}

static void
read_original(struct reading *r, const char *head)
{
	if (r->report->message_id[0] == '\0')
		r->report->message_id = bare(r->arena,
		    field(r->arena, head, "Message-ID"));
}

static char *
part_text(struct reading *r, void *part)
{
	size_t length;
	char *bytes = mime_content(r->arena, part, &length);

	return text_clean(r->arena, bytes, length < STATUS ? length : STATUS);
}

static void
look(GMimeObject *parent, GMimeObject *part, gpointer context)
{
	GMimeContentType *type = g_mime_object_get_content_type(part);
	struct reading *r = context;
	GMimeMessage *mail;
	const char *id;

	(void)parent;
	if (GMIME_IS_MESSAGE_PART(part)) {
		mail = g_mime_message_part_get_message(
		    (GMimeMessagePart *)part);
		id = mail == NULL ? "" :
		    mime_header(r->arena, mail, "Message-ID");
		if (r->mails++ == 0 && r->report->message_id[0] == '\0')
			r->report->message_id = bare(r->arena, id);
		return;
	}
	if (!GMIME_IS_PART(part))
		return;
	if (g_mime_content_type_is_type(type, "message", "delivery-status") ||
	    g_mime_content_type_is_type(type, "message",
	    "global-delivery-status"))
		read_status(r, part_text(r, part));
	else if (g_mime_content_type_is_type(type, "text", "rfc822-headers") ||
	    g_mime_content_type_is_type(type, "message", "global-headers"))
		read_original(r, part_text(r, part));
}

/* Words by which servers begin that do not say it for machines, and what
 * stands above our mail in them. */
static const struct {
	const char	*words;
	unsigned	 what;
} spoken[] = {
	{ "I wasn't able to deliver your message", MIME_FAILED },
	{ "message could not be delivered to one or more", MIME_FAILED },
	{ "had permanent fatal errors", MIME_FAILED },
	{ "did not reach some or all of the intended", MIME_FAILED },
	{ "Delivery has failed to these recipients", MIME_FAILED },
	{ "This is a permanent error", MIME_FAILED },
	{ "unable to deliver your message to the following", MIME_FAILED },
	{ "has not been delivered to one or more", MIME_DELAYED },
	{ "has not yet been delivered", MIME_DELAYED },
	{ "had transient non-fatal errors", MIME_DELAYED },
	{ "will continue to be attempted", MIME_DELAYED },
};

/* The first mailbox that stands alone in a line, with < and > or without. */
static const char *
find_recipient(struct arena *arena, const char *text)
{
	for (const char *line = text; line != NULL;
	    line = strchr(line, '\n')) {
		const char *at, *end;

		line += strspn(line, "\n \t<");
		end = line + strcspn(line, "> \t\n");
		at = memchr(line, '@', (size_t)(end - line));
		if (at != NULL && at > line && end - line <= EMAIL_MOST &&
		    strcspn(end, "\n") <= 2)
			return arena_copy(arena, line,
			    (size_t)(end - line - (end[-1] == ':')));
	}
	return "";
}

/* The line below the recipient that says why, or the one with a code. */
static const char *
find_why(struct arena *arena, const char *text, const char *recipient)
{
	const char *at = *recipient == '\0' ? NULL : strstr(text, recipient);

	at = at == NULL ? NULL : strchr(at, '\n');
	if (at == NULL)
		return "";
	return one_line(arena, at + strspn(at, "\n \t"));
}

static void
read_spoken(struct reading *r, const char *text)
{
	struct mime_report *report = r->report;

	for (size_t i = 0; i < COUNT(spoken); i++)
		if (report->what == MIME_NO_REPORT &&
		    strcasestr(text, spoken[i].words) != NULL)
			report->what = spoken[i].what;
	if (report->what == MIME_NO_REPORT)
		return;
	report->recipient = find_recipient(r->arena, text);
	report->why = find_why(r->arena, text, report->recipient);
	report->status = find_status(r->arena, report->why);
	read_original(r, text);
}

/* Whether nobody wrote it. */
static bool
from_nobody(const struct mime_mail *mail)
{
	return mail->automatic != NULL && (
	    strcmp(mail->automatic, "Return-Path") == 0 ||
	    strcmp(mail->automatic, "X-Failed-Recipients") == 0 ||
	    begins(mail->from, "mailer-daemon@") ||
	    begins(mail->from, "postmaster@"));
}

void
mime_report(struct arena *arena, void *message, struct mime_mail *mail)
{
	struct reading r = { .arena = arena, .report = &mail->report };
	const char *text;

	mail->report = (struct mime_report){
		.status = "", .why = "", .recipient = "", .message_id = "",
	};
	g_mime_message_foreach(message, look, &r);
	if (mail->report.what != MIME_NO_REPORT || !from_nobody(mail)) {
		if (mail->report.what == MIME_NO_REPORT)
			mail->report.message_id = "";
		return;
	}
	text = arena_print(arena, "%s\n%s", mail->words, mail->folded);
	read_spoken(&r, text);
	if (mail->report.what == MIME_NO_REPORT)
		mail->report.message_id = "";
}
