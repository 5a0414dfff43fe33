/*
 * Any server of mail that takes mail to be passed on: the district's own, or
 * one of Google's, Microsoft's, Amazon's.
 *
 * The server gets the domain of the sender as our name (EHLO), the signed
 * mailbox of the attempt as the envelope's sender, so that what cannot be
 * delivered comes back by its name, and one recipient.  How its replies are
 * understood stands in smtp_answer.c.
 *
 * Mail has no webhooks: what comes to a hook of such an account is not
 * genuine.  Nobody can be asked what became of a mail, either.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/mime_write.h"
#include "providers/smtp.h"

#define OPTION(field)	#field, .offset = offsetof(struct smtp, field)

static const char *const encrypts[] = { "starttls", "none", NULL };

static const struct setting settings[] = {
	{ OPTION(server), .type = SETTING_TEXT,
	    .help = "The server that takes our mail: smtp://HOST:587, or "
	    "smtps://HOST:465 for one that speaks TLS from the first byte." },
	{ OPTION(user), .type = SETTING_TEXT, .preset = "",
	    .help = "Who we are to it. Empty: it knows us without." },
	{ OPTION(password), .type = SETTING_SECRET, .preset = "",
	    .help = "The password of that user. Google and Microsoft want one "
	    "made for a program (an app password)." },
	{ OPTION(encrypt), .type = SETTING_CHOICE, .preset = "starttls",
	    .choices = encrypts,
	    .help = "With smtp://: starttls says nothing before TLS is agreed "
	    "on; none is for a server on this machine only." },
	{ OPTION(authorities), .type = SETTING_TEXT, .preset = "",
	    .help = "A file of certificates (PEM) to be trusted there in "
	    "place of the system's, for a server with one of your own." },
	{ .name = NULL },
};

static const char *
or_null(const char *text)
{
	return text == NULL || *text == '\0' ? NULL : text;
}

/* With our name behind it. */
static const char *
url(const struct smtp *smtp, const char *from, struct arena *arena)
{
	const char *at = from == NULL ? NULL : strrchr(from, '@');
	size_t length = strlen(smtp->server);

	while (length > 0 && smtp->server[length - 1] == '/')
		length--;
	return arena_print(arena, "%.*s/%s", (int)length, smtp->server,
	    at == NULL ? "localhost" : at + 1);
}

static char *
write_mail(const struct outgoing *out, struct arena *arena, size_t *length)
{
	struct letter letter = {
		.from_name = out->from_name,
		.from = out->from,
		.to = out->to,
		.reply_to = out->reply_to,
		.subject = out->subject == NULL ? "" : out->subject,
		.message_id = out->message_id,
		.in_reply_to = out->in_reply_to,
		.references = out->references,
		.language = out->language,
		.text = out->text,
		.html = out->html,
		.unsubscribe_url = out->unsubscribe,
		.unsubscribe_to = out->unsubscribe_to,
		.date = out->date,
		.automatic = out->automatic,
	};

	return mime_write(arena, &letter, length);
}

static void
build(const struct account *account, const struct outgoing *out, int64_t now,
    struct request *request, struct arena *arena)
{
	const struct smtp *smtp = account->options;

	(void)now;
	*request = (struct request){
		.url = url(smtp, out->from, arena),
		.mail_from = out->bounce == NULL ? out->from : out->bounce,
		.mail_to = out->to,
		.user = or_null(smtp->user),
		.password = or_null(smtp->password),
		.authorities = or_null(smtp->authorities),
		.starttls = smtp->encrypt == SMTP_STARTTLS &&
		    strncasecmp(smtp->server, "smtp://", 7) == 0,
	};
	request->body = write_mail(out, arena, &request->length);
}

static enum genuine
genuine(const struct account *account, const struct request *request,
    int64_t now, struct need *need, struct arena *arena)
{
	(void)account;
	(void)request;
	(void)now;
	(void)need;
	(void)arena;
	return GENUINE_NO;
}

static bool
read_hook(const struct account *account, const struct request *request,
    struct news **news, struct arena *arena)
{
	(void)account;
	(void)request;
	(void)arena;
	*news = NULL;
	return false;
}

const struct provider smtp_provider = {
	.name = "smtp",
	.channel = CHANNEL_EMAIL,
	.settings = settings,
	.size = sizeof(struct smtp),
	.yes = { 200, "text/plain", "" },
	.later = { 503, "text/plain", "Try again later." },
	.never = { 404, "text/plain", "Mail has no webhooks." },
	.build = build,
	.judge = smtp_judge,
	.genuine = genuine,
	.read = read_hook,
};
