/*
 * What a test asks of mailboxes and tells them.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"
#include "base/text.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/mail_control.h"
#include "carrier/mailbox.h"
#include "carrier/say.h"
#include "carrier/seen.h"
#include "net/server.h"

#define ANSWER_SIZE	(64 * 1024 * 1024)
#define MAILS_PRESET	1000
#define MAILS_SHOWN	10000
#define WORDS_MOST	(64 * 1024)

static const char *const ways[] = { "out", "in", "ours" };

/*
 * Told.
 */

static void
say_words(struct buf *b, const char *name, const char *text)
{
	buf_print(b, ",\"%s\":", name);
	say_text(b, text);
}

static void
say_seen(struct buf *b, const struct seen *seen)
{
	unsigned i;

	say_words(b, "subject", seen->subject);
	say_words(b, "from", seen->from);
	say_words(b, "from_name", seen->from_name);
	say_words(b, "reply_to", seen->reply_to);
	say_words(b, "references", seen->references);
	say_words(b, "language", seen->language);
	say_words(b, "automatic", seen->automatic);
	say_words(b, "unsubscribe", seen->unsubscribe);
	say_words(b, "unsubscribe_url", seen->unsubscribe_url);
	say_words(b, "text", seen->text);
	say_words(b, "html", seen->html);
	buf_text(b, ",\"files\":[");
	for (i = 0; i < seen->file_count; i++) {
		buf_text(b, i > 0 ? "," : "");
		say_text(b, seen->files[i]);
	}
	buf_text(b, "]");
}

static void
say_mail(struct buf *b, const struct carrier *c, const struct mail *mail)
{
	struct arena	*arena = arena_new();
	struct seen	 seen;

	seen_read(arena, mail->raw, mail->length, &seen);
	buf_print(b, "{\"n\":%u,\"way\":\"%s\",\"status\":\"%s\","
	    "\"copy\":%u,\"size\":%zu,\"at\":%lld", mail->n, ways[mail->way],
	    mails_word((enum mail_status)mail->status), mail->copy,
	    mail->length, (long long)mail->created);
	say_words(b, "box", c->mails.boxes[mail->mailbox].address);
	say_words(b, "envelope_from", mail->from);
	say_words(b, "envelope_to", mail->to);
	say_words(b, "id", mail->id);
	say_words(b, "said", mail->said != NULL ? mail->said : "");
	say_seen(b, &seen);
	buf_char(b, '}');
	arena_free(arena);
}

static const char *
asked(struct exchange *x, const char *name)
{
	struct form query;

	if (!form_query(exchange_arena(x), exchange_request(x)->url, &query))
		return NULL;
	return form_get(&query, name);
}

static uint32_t
asked_number(struct exchange *x, const char *name, uint32_t preset,
    uint32_t most)
{
	const char	*value = asked(x, name);
	char		*end;
	unsigned long	 n;

	if (value == NULL)
		return preset;
	n = strtoul(value, &end, 10);
	if (*end != '\0' || value[0] == '-')
		return preset;
	return n > most ? most : (uint32_t)n;
}

/* Up to `most` mails after n; the number of the last, or 0: that was all. */
static uint32_t
say_mails(struct buf *b, struct carrier *c, uint32_t box, uint32_t n,
    uint32_t most)
{
	const struct mail	*mail;
	uint32_t		 count = 0;

	n = n < c->mails.oldest ? c->mails.oldest : n + 1;
	for (; n <= c->mails.newest && n > 0; n++) {
		mail = mails_get(&c->mails, n);
		if (mail == NULL || (box != 0 && mail->mailbox != box))
			continue;
		if (count == most)
			return n - 1;
		if (count++ > 0)
			buf_char(b, ',');
		say_mail(b, c, mail);
	}
	return 0;
}

void
mail_control_list(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	const char	*address;
	uint32_t	 box = 0, next = 0;
	struct buf	 b;

	if (!control_allowed(c, x))
		return;
	address = asked(x, "box");
	if (address != NULL)
		box = mails_find_box(&c->mails, address);
	buf_init(&b, ANSWER_SIZE);
	buf_print(&b, "{\"received\":%llu,\"twice\":%llu,\"written\":%llu,"
	    "\"mails\":[", (unsigned long long)c->mails.received,
	    (unsigned long long)c->mails.twice,
	    (unsigned long long)c->mails.written);
	if (address == NULL || box != 0)
		next = say_mails(&b, c, box,
		    asked_number(x, "after", 0, UINT32_MAX - 1),
		    asked_number(x, "most", MAILS_PRESET, MAILS_SHOWN));
	if (next > 0)
		buf_print(&b, "],\"next\":%u}", next);
	else
		buf_text(&b, "],\"next\":null}");
	say_answer(x, 200, &b);
	buf_free(&b);
}

void
mail_control_raw(struct exchange *x, void *arg)
{
	struct carrier		*c = arg;
	const struct mail	*mail;

	if (!control_allowed(c, x))
		return;
	mail = mails_get(&c->mails, (uint32_t)strtoul(exchange_param(x, "n"),
	    NULL, 10));
	if (mail == NULL)
		exchange_problem(x, 404, "There is no mail of that number.");
	else
		exchange_answer(x, 200, "message/rfc822", mail->raw,
		    mail->length);
}

void
mail_control_boxes(struct exchange *x, void *arg)
{
	struct carrier		*c = arg;
	const struct mailbox	*box;
	struct buf		 b;
	uint32_t		 at, left;

	if (!control_allowed(c, x))
		return;
	left = asked_number(x, "most", MAILS_PRESET, MAILS_SHOWN);
	buf_init(&b, ANSWER_SIZE);
	buf_text(&b, "{\"mailboxes\":[");
	for (at = c->mails.latest; at != 0 && left > 0; left--) {
		box = &c->mails.boxes[at];
		buf_text(&b, "{\"address\":");
		say_text(&b, box->address);
		buf_print(&b, ",\"received\":%u,\"wrote\":%u}",
		    box->received, box->wrote);
		at = box->older;
		if (at != 0 && left > 1)
			buf_char(&b, ',');
	}
	buf_text(&b, "]}");
	say_answer(x, 200, &b);
	buf_free(&b);
}

/*
 * Heard.
 */

static const char *
words(struct exchange *x, const json_t *json, const char *name)
{
	const char *text = json_string_value(json_object_get(json, name));

	return text == NULL ? NULL :
	    text_clean(exchange_arena(x), text, strlen(text));
}

static bool
on(const json_t *json, const char *name)
{
	return json_is_true(json_object_get(json, name));
}

static void
answer_number(struct exchange *x, uint32_t n)
{
	const char *answer = arena_print(exchange_arena(x), "{\"n\":%u}", n);

	exchange_answer(x, 200, "application/json", answer, strlen(answer));
}

void
mail_control_write(struct exchange *x, void *arg)
{
	struct carrier		*c = arg;
	json_t			*json = control_read(c, x);
	const struct mail	*mail = NULL;
	const char		*why = "\"text\" is up to 65536 bytes.";
	struct typed		 t;
	uint32_t		 box;

	if (json == NULL)
		return;
	t = (struct typed){ .box = exchange_param(x, "address"),
	    .to = words(x, json, "to"), .subject = words(x, json, "subject"),
	    .words = words(x, json, "text"), .apple = on(json, "apple"),
	    .picture = on(json, "picture"),
	    .automatic = on(json, "automatic"),
	    .answers = (uint32_t)json_integer_value(
	    json_object_get(json, "answers")) };
	json_decref(json);
	box = mails_find_box(&c->mails, t.box);
	if (t.answers == 0 && t.to == NULL && box != 0)
		t.answers = mailbox_last(c, box);
	if (t.words != NULL && strlen(t.words) <= WORDS_MOST)
		mail = mailbox_write(c, &t, &why);
	if (mail == NULL)
		exchange_problem(x, 400, why);
	else
		answer_number(x, mail->n);
}

static bool
good_status(const char *status)
{
	return strspn(status, "0123456789.") == strlen(status) &&
	    strlen(status) >= 5 && strlen(status) < 12;
}

void
mail_control_bounce(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	json_t		*json = control_read(c, x);
	const char	*status;
	uint32_t	 n, box;

	if (json == NULL)
		return;
	n = (uint32_t)json_integer_value(json_object_get(json, "mail"));
	status = words(x, json, "status");
	json_decref(json);
	box = mails_find_box(&c->mails, exchange_param(x, "address"));
	if (n == 0 && box != 0)
		n = mailbox_last(c, box);
	if (status == NULL)
		status = "5.1.1";
	if (!good_status(status) || !mailbox_bounce(c, n, status, 0))
		exchange_problem(x, 400, "A mailbox bounces a mail it got, "
		    "with a status such as 5.1.1.");
	else
		answer_number(x, c->mails.newest);
}
