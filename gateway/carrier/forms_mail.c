/*
 * What the forms below mailboxes do: a person answers, writes, unsubscribes;
 * a mail bounces.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"
#include "base/text.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/mailbox.h"
#include "carrier/screen.h"
#include "carrier/screen_inside.h"
#include "carrier/seen.h"
#include "net/server.h"

#define WORDS_MOST	(64 * 1024)

static const char *
text_of(struct exchange *x, const struct form *form, const char *name)
{
	const char *text = form_get(form, name);

	return text == NULL || text[0] == '\0' ? NULL :
	    text_clean(exchange_arena(x), text, strlen(text));
}

/* To the page of the mailbox, or to its place in the list. */
static void
go(struct carrier *c, struct exchange *x, const char *box, bool list)
{
	struct buf b;

	buf_init(&b, 2048);
	if (list) {
		buf_print(&b, "/#m%u", mails_find_box(&c->mails, box));
	} else {
		buf_text(&b, "/mailbox/");
		buf_url(&b, box);
	}
	forms_go(x, buf_keep(&b, exchange_arena(x)));
	buf_free(&b);
}

static void
write_as_box(struct carrier *c, struct exchange *x, const struct typed *typed,
    bool list)
{
	const char *why = "Something has to be written, up to 65536 bytes.";

	if (typed->words != NULL && strlen(typed->words) <= WORDS_MOST &&
	    mailbox_write(c, typed, &why) != NULL)
		go(c, x, typed->box, list);
	else
		exchange_problem(x, 400, why);
}

/* Who has a mailbox at Apple writes with Apple's program. */
static bool
of_apple(const char *box)
{
	static const char *const domains[] = {
		"@icloud.", "@me.com", "@mac.com",
	};
	size_t i;

	for (i = 0; i < COUNT(domains); i++)
		if (strcasestr(box, domains[i]) != NULL)
			return true;
	return false;
}

void
screen_mail_answer(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	const char	*box = exchange_param(x, "address"), *mail, *back;
	struct form	 form;

	if (!forms_read(c, x, &form))
		return;
	mail = form_get(&form, "mail");
	back = form_get(&form, "back");
	write_as_box(c, x, &(struct typed){ .box = box,
	    .words = text_of(x, &form, "body"), .apple = of_apple(box),
	    .picture = form_get(&form, "picture") != NULL,
	    .answers = mail == NULL ? 0 :
	    (uint32_t)strtoul(mail, NULL, 10) },
	    back != NULL && strcmp(back, "list") == 0);
}

void
screen_mail_write(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	const char	*box, *subject;
	struct form	 form;

	if (!forms_read(c, x, &form))
		return;
	box = text_of(x, &form, "from");
	subject = text_of(x, &form, "subject");
	if (box == NULL)
		box = "";
	write_as_box(c, x, &(struct typed){ .box = box,
	    .to = text_of(x, &form, "to"),
	    .subject = subject != NULL ? subject : "",
	    .words = text_of(x, &form, "body"), .apple = of_apple(box) },
	    true);
}

/* The mailbox of a form without fields; 0: it was answered. */
static uint32_t
box_of(struct carrier *c, struct exchange *x)
{
	uint32_t box;

	if (!control_allowed(c, x))
		return 0;
	box = mails_find_box(&c->mails, exchange_param(x, "address"));
	if (box == 0)
		exchange_problem(x, 404,
		    "This mailbox got and wrote nothing.");
	return box;
}

void
screen_mail_leave(struct exchange *x, void *arg)
{
	struct carrier		*c = arg;
	uint32_t		 box = box_of(c, x);
	const struct mail	*mail;
	struct seen		 seen = { .unsubscribe = "" };

	if (box == 0)
		return;
	mail = mails_get(&c->mails, mailbox_last(c, box));
	if (mail != NULL)
		seen_read(exchange_arena(x), mail->raw, mail->length, &seen);
	if (seen.unsubscribe[0] == '\0')
		exchange_problem(x, 400,
		    "The last mail does not say how to unsubscribe.");
	else
		write_as_box(c, x, &(struct typed){ .box = exchange_param(x,
		    "address"), .to = seen.unsubscribe,
		    .subject = "unsubscribe", .words = "unsubscribe" },
		    false);
}

void
screen_mail_bounce(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	uint32_t	 box = box_of(c, x);

	if (box == 0)
		return;
	if (mailbox_bounce(c, mailbox_last(c, box), "5.1.1", 0))
		go(c, x, exchange_param(x, "address"), false);
	else
		exchange_problem(x, 400, "There is no mail that could.");
}
