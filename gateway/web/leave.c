/*
 * /u/TOKEN: who has the link of a mail of ours ends the mail to that mailbox,
 * or lets it begin again.  GET changes nothing, since scanners of mail follow
 * every link; a mail program may POST by itself (RFC 8058), without cookies
 * and without being sent elsewhere.  Texts are another matter, and go on.
 *
 * The page needs no script, no picture and no color of ours.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/form.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/enter.h"
#include "flow/frame.h"
#include "flow/gateway.h"
#include "flow/token.h"
#include "net/server.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/job.h"
#include "store/person.h"
#include "web/inside.h"

#define PAGE_MOST	65536

enum wish { WISH_LOOK, WISH_LEAVE, WISH_AGAIN };

struct leaving {
	struct job		 job;
	struct web		*web;
	struct exchange		*exchange;
	struct arena		*arena;
	int64_t			 attempt;
	enum wish		 wish;

	/* Results. */
	bool			 found;
	struct contact		 contact;
	const char		*district;
};

static const char style[] =
    ":root{color-scheme:light dark}"
    "body{margin:0;padding:1.5rem;font:1.125rem/1.5 system-ui,sans-serif}"
    "main{max-width:36rem;margin:0 auto;overflow-wrap:anywhere}"
    "h1{font-size:1.5rem}"
    "button{font:inherit;min-height:3rem;padding:.5rem 1.5rem;"
    "max-width:100%}"
    "button:focus-visible{outline:.25rem solid;outline-offset:.25rem}";

static const struct frames *
frames_of(const struct leaving *l)
{
	return l->web->gateway->frames;
}

/* In the language that was found, or English. */
static const char *
language_of(const struct leaving *l)
{
	return l->found ? l->contact.language : "en-US";
}

/* Whose mailbox it is, they know; to others who have the link it says
 * little. */
static const char *
masked(const struct leaving *l)
{
	const char *address = l->found ? l->contact.address : "";
	const char *at = strrchr(address, '@');

	return at == NULL ? "" : arena_print(l->arena, "%.*s...%s",
	    (int)text_fit(address, 1), address, at);
}

static char *
say(const struct leaving *l, const char *key)
{
	const struct bridge_value values[] = {
		{ .name = "district", .text = l->found ? l->district : "" },
		{ .name = "mailbox", .text = masked(l) },
	};

	return frame_html(frames_of(l), l->arena, language_of(l), key,
	    values, COUNT(values));
}

static void
put(struct buf *out, const struct leaving *l, const char *tag,
    const char *key)
{
	buf_print(out, "<%s>", tag);
	buf_text(out, say(l, key));
	buf_print(out, "</%s>\n", tag);
}

/* Of plain text, and nothing in it that a title cannot show. */
static void
put_title(struct buf *out, const struct leaving *l)
{
	const struct bridge_value district = { .name = "district",
	    .text = l->found ? l->district : "" };

	buf_text(out, "<title>");
	buf_html(out, frame_say(frames_of(l), l->arena, language_of(l),
	    l->found ? "leave.title" : "leave.button", &district, 1));
	buf_text(out, "</title>\n");
}

static void
put_button(struct buf *out, const struct leaving *l, const char *name,
    const char *key)
{
	buf_print(out, "<form method=\"post\"><input type=\"hidden\" "
	    "name=\"%s\" value=\"yes\">", name);
	put(out, l, "button", key);
	buf_text(out, "</form>\n");
}

/* What it says for who may go, who is gone, and who is back. */
static void
put_state(struct buf *out, const struct leaving *l)
{
	bool gone = l->contact.state == CONTACT_STOPPED;

	put(out, l, "h1", gone ? "leave.done" : l->wish == WISH_AGAIN ?
	    "leave.back" : "leave.question");
	if (gone || l->wish != WISH_AGAIN)
		put(out, l, "p", "leave.only_mail");
	if (gone)
		put(out, l, "p", "leave.again");
	put_button(out, l, gone ? "again" : "leave", gone ?
	    "leave.again_button" : "leave.button");
}

static void
protect(struct leaving *l)
{
	unsigned char digest[CRYPT_SHA256];

	crypt_sha256(style, strlen(style), digest);
	exchange_header(l->exchange, "Content-Security-Policy", arena_print(
	    l->arena, "default-src 'none'; style-src 'sha256-%s'; "
	    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
	    crypt_base64(l->arena, digest, sizeof digest)));
	exchange_header(l->exchange, "X-Frame-Options", "DENY");
	exchange_header(l->exchange, "Referrer-Policy", "no-referrer");
	exchange_header(l->exchange, "Cache-Control", "no-store");
	exchange_header(l->exchange, "X-Robots-Tag", "noindex");
}

/* The page; `trouble` is what it says instead of the state, or NULL. */
static void
answer(struct leaving *l, int status, const char *trouble)
{
	const char	*language = frame_language(frames_of(l),
			    language_of(l), "leave.button");
	struct buf	 out;
	char		*page;

	buf_init(&out, PAGE_MOST);
	buf_print(&out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n"
	    "<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n", language,
	    lang_right_to_left(language) ? "rtl" : "ltr");
	put_title(&out, l);
	buf_print(&out, "<style>%s</style>\n</head>\n<body>\n<main>\n", style);
	if (trouble != NULL)
		put(&out, l, "p", trouble);
	else
		put_state(&out, l);
	buf_text(&out, "</main>\n</body>\n</html>\n");
	page = buf_keep(&out, l->arena);
	buf_free(&out);
	protect(l);
	exchange_answer(l->exchange, status, "text/html; charset=utf-8",
	    page, strlen(page));
}

static void
change(struct leaving *l, struct db *db)
{
	int64_t now = clock_now();

	if (l->wish == WISH_LEAVE && l->contact.state != CONTACT_STOPPED) {
		contact_stop(db, l->contact.id, "mail", now);
		enter_stopped(&(struct entering){ .db = db,
		    .gateway = l->web->gateway, .now = now,
		    .contact = l->contact });
	} else if (l->wish == WISH_AGAIN &&
	    l->contact.state == CONTACT_STOPPED) {
		contact_start(db, l->contact.id, "mail", now);
	}
	if (!contact_get(db, l->contact.id, &l->contact))
		db_fail(db, "a contact is gone");
}

static void
leave_work(struct job *job, struct db *db)
{
	struct leaving	*l = CONTAINER(job, struct leaving, job);
	struct attempt	 attempt;
	struct district	 district;

	l->found = attempt_get(db, l->attempt, &attempt) &&
	    contact_get(db, attempt.contact, &l->contact) &&
	    l->contact.channel == CHANNEL_EMAIL && district_get(db, &district);
	if (!l->found)
		return;
	l->district = district.name;
	if (l->wish != WISH_LOOK)
		change(l, db);
}

static void
leave_done(struct job *job, bool kept)
{
	struct leaving *l = CONTAINER(job, struct leaving, job);

	if (!kept)
		l->found = false;
	if (!kept)
		answer(l, 503, "leave.later");
	else if (!l->found)
		answer(l, 404, "leave.wrong");
	else
		answer(l, 200, NULL);
}

/* Of a form in parts, which a mail program may send, one is looked for. */
static bool
in_parts(const struct request *r)
{
	const char *type = headers_get(&r->headers, "Content-Type");

	return type != NULL && strncasecmp(type, "multipart/form-data",
	    19) == 0 && memmem(r->body, r->length, "List-Unsubscribe",
	    16) != NULL && memmem(r->body, r->length, "One-Click", 9) != NULL;
}

/* What the form says; false: nothing we know. */
static bool
read_wish(const struct request *r, struct arena *arena, enum wish *wish)
{
	struct form	 form;
	const char	*one_click;

	*wish = WISH_LEAVE;
	if (r->body == NULL)
		return false;
	if (in_parts(r))
		return true;
	if (!form_read(arena, r->body, r->length, &form))
		return false;
	one_click = form_get(&form, "List-Unsubscribe");
	if (one_click != NULL && strcmp(one_click, "One-Click") == 0)
		return true;
	if (form_get(&form, "leave") != NULL)
		return true;
	*wish = WISH_AGAIN;
	return form_get(&form, "again") != NULL;
}

static void
begin(struct exchange *x, struct web *web, bool posted)
{
	struct arena		*arena = exchange_arena(x);
	struct gateway		*g = web->gateway;
	struct leaving		*l = NEW(arena, struct leaving);

	*l = (struct leaving){ .web = web, .exchange = x, .arena = arena,
	    .job = { .work = leave_work, .done = leave_done,
	    .arena = arena } };
	if (!token_read(g->token_key, TOKEN_UNSUBSCRIBE,
	    exchange_param(x, "token"), &l->attempt))
		answer(l, 404, "leave.wrong");
	else if (posted && !read_wish(exchange_request(x), arena, &l->wish))
		answer(l, 400, "leave.wrong");
	else if (g->stopping || store_backlog(g->store) >
	    (unsigned)g->configured->settings.backlog)
		answer(l, 503, "leave.later");
	else if (posted)
		store_write(g->store, &l->job);
	else
		store_read(g->store, &l->job);
}

void
leave_look(struct exchange *x, void *web)
{
	begin(x, web, false);
}

void
leave_take(struct exchange *x, void *web)
{
	begin(x, web, true);
}
