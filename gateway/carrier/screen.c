/*
 * The list shows the phones with the latest texts; a phone of its own page
 * shows more of its talk.  Who looks for a number finds those that hold the
 * digits.
 *
 * Nobody knows the language a phone writes in: lang is empty, which says so,
 * and the direction is that of the first letters.
 */

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/form.h"
#include "base/text.h"
#include "base/zone.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/screen.h"
#include "carrier/screen_inside.h"
#include "carrier/say.h"
#include "net/server.h"

#define SCREEN_SIZE	(8 * 1024 * 1024)
#define SOME_TEXTS	6
#define TEXTS_MOST	200

static char *
only_digits(struct arena *arena, const char *text)
{
	char *copy = arena_text(arena, text), *to = copy;

	for (; *text != '\0'; text++)
		if (*text >= '0' && *text <= '9')
			*to++ = *text;
	*to = '\0';
	return copy;
}

static void
read_query(struct view *v, struct exchange *x)
{
	struct form	 query;
	const char	*value;

	if (!form_query(exchange_arena(x), exchange_request(x)->url, &query))
		return;
	v->refresh = form_get(&query, "refresh") != NULL;
	v->all = form_get(&query, "all") != NULL;
	value = form_get(&query, "q");
	if (value == NULL || value[0] == '\0')
		return;
	v->asked = text_clean(exchange_arena(x), value, strlen(value));
	value = only_digits(exchange_arena(x), v->asked);
	if (value[0] != '\0')
		v->query = value;
}

void
screen_begin(struct view *v, const char *title)
{
	struct buf *b = &v->b;

	buf_text(b, "<!doctype html>\n<html lang=\"en\"><head>"
	    "<meta charset=\"utf-8\">"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">");
	if (v->refresh)
		buf_text(b, "<meta http-equiv=\"refresh\" content=\"5\">");
	buf_text(b, "<title>");
	buf_html(b, title);
	buf_text(b, "</title><style>");
	buf_text(b, screen_style);
	buf_text(b, screen_style_desk);
	buf_text(b, "</style></head><body>");
}

void
screen_sum(struct view *v, const char *label, uint64_t count, bool warn)
{
	buf_print(&v->b, "<li class=\"%s\">%s <b>%llu</b></li>",
	    warn ? "warn" : "", label, (unsigned long long)count);
}

static void
write_mail_sums(struct view *v)
{
	const struct mails *m = &v->carrier->mails;

	screen_sum(v, "mails", m->received, false);
	screen_sum(v, "mails twice", m->twice, m->twice > 0);
	screen_sum(v, "written by mailboxes", m->written, false);
	screen_sum(v, "mailboxes", m->active, false);
}

/* What the gateway has handed over, and is not here: what came twice stands
 * for one. */
static uint64_t
missing(const struct view *v)
{
	const struct record	*r = &v->carrier->record;
	int64_t			 here = (int64_t)(r->received - r->repeated);

	return r->missing + (v->handed > here ?
	    (uint64_t)(v->handed - here) : 0);
}

static void
write_sums(struct view *v)
{
	const struct carrier	*c = v->carrier;
	const struct record	*r = &c->record;

	buf_text(&v->b, "<ul class=\"sums\">");
	screen_sum(v, "received", r->received, false);
	screen_sum(v, "twice", r->repeated, r->repeated > 0);
	if (r->expected_count > 0 || v->handed >= 0)
		screen_sum(v, "missing", missing(v), missing(v) > 0);
	screen_sum(v, "written by phones", r->written, false);
	screen_sum(v, "phones", r->numbers.phones, false);
	if (c->mails.active > 0)
		write_mail_sums(v);
	if (c->posts.refused + c->posts.lost > 0)
		screen_sum(v, "webhooks not taken",
		    c->posts.refused + c->posts.lost, true);
	buf_text(&v->b, "</ul>");
}

static void
write_search(struct view *v)
{
	struct buf *b = &v->b;

	buf_text(b, "<form method=\"get\" action=\"/\" role=\"search\"><div>"
	    "<label for=\"q\">Find any phone by its digits, or a mailbox"
	    "</label><input id=\"q\" name=\"q\" type=\"search\" "
	    "autocomplete=\"off\" value=\"");
	if (v->asked != NULL)
		buf_html(b, v->asked);
	buf_text(b, "\"></div><button class=\"quiet\">Find</button></form>"
	    "<p class=\"soft\" style=\"margin-top:.75rem\">");
	buf_text(b, v->refresh ?
	    "<a href=\"/\">Stop renewing every 5 seconds</a>" :
	    "<a href=\"/?refresh=5\">Renew every 5 seconds</a>");
	buf_text(b, "</p>");
}

/* As it is on the wall of the carrier's zone. */
static void
write_wall(struct buf *b, const struct zone *zone, int64_t time)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct wall w;

	zone_wall(zone, time, &w);
	buf_print(b, "%02d %.3s %02d:%02d:%02d", w.day,
	    months + (w.month - 1) * 3, w.hour, w.minute, w.second);
}

void
screen_time(struct view *v, int64_t time)
{
	const struct zone	*zone = v->carrier->plan.zone;
	time_t			 seconds = (time_t)(time / 1000);
	struct tm		 tm;
	char			 out[96];

	(void)gmtime_r(&seconds, &tm);
	if (strftime(out, sizeof out,
	    "<time datetime=\"%Y-%m-%dT%H:%M:%SZ\">", &tm) > 0)
		buf_text(&v->b, out);
	if (zone != NULL)
		write_wall(&v->b, zone, time);
	else if (strftime(out, sizeof out, "%d %b %H:%M:%S UTC", &tm) > 0)
		buf_text(&v->b, out);
	buf_text(&v->b, "</time>");
}

static void
write_fate(struct view *v, const struct text *text)
{
	const char	*reason = say_reason(text->error);
	char		 out[NUMBER_TEXT];

	if (text->way == WAY_IN)
		buf_print(&v->b, "to %s", number_text(record_digits(
		    &v->carrier->record, text->to), out));
	else
		buf_print(&v->b, "from %s, %s", number_text(record_digits(
		    &v->carrier->record, text->from), out),
		    text->way == WAY_OURS ? "by the carrier itself" :
		    record_word((enum text_status)text->status));
	if (reason != NULL)
		buf_print(&v->b, " (%u, %s)", text->error, reason);
	buf_text(&v->b, ", ");
	screen_time(v, text->created);
}

static void
write_bubble(struct view *v, const struct text *text)
{
	struct buf	*b = &v->b;
	unsigned	 i;

	buf_print(b, "<li%s><p dir=\"auto\" lang=\"\">",
	    text->way == WAY_IN ? " class=\"wrote\"" :
	    text->way == WAY_OURS ? " class=\"own\"" : "");
	buf_html(b, text->body);
	buf_text(b, "</p>");
	for (i = 0; i < text->media; i++) {
		buf_text(b, "<small>picture: ");
		buf_html(b, record_media(text, i));
		buf_text(b, "</small>");
	}
	buf_text(b, "<small>");
	write_fate(v, text);
	buf_text(b, "</small></li>");
}

/* The newest texts of a phone, both ways, newest first; how many. */
static unsigned
gather(const struct carrier *c, uint32_t phone,
    const struct text *texts[TEXTS_MOST], unsigned most)
{
	const struct number	*number = &c->record.numbers.list[phone];
	const struct text	*got, *wrote;
	unsigned		 count;

	got = record_text(&c->record, number->newest_to);
	wrote = record_text(&c->record, number->newest_from);
	for (count = 0; count < most && (got != NULL || wrote != NULL);
	    count++) {
		if (wrote == NULL || (got != NULL && got->n > wrote->n)) {
			texts[count] = got;
			got = record_text(&c->record, got->before_to);
		} else {
			texts[count] = wrote;
			wrote = record_text(&c->record, wrote->before_from);
		}
	}
	return count;
}

static void
write_answer_form(struct view *v, const char *digits, uint32_t line)
{
	struct buf	*b = &v->b;
	char		 out[NUMBER_TEXT];

	buf_print(b, "<form method=\"post\" action=\"/phone/%s/write\">"
	    "<input type=\"hidden\" name=\"to\" value=\"%s\">"
	    "<input type=\"hidden\" name=\"back\" value=\"%s\"><div>"
	    "<label for=\"w%s\">Write as this phone</label>"
	    "<input id=\"w%s\" name=\"body\" dir=\"auto\" "
	    "autocomplete=\"off\" required></div>"
	    "<button>Send</button></form>", digits,
	    number_text(record_digits(&v->carrier->record, line), out),
	    v->alone ? "phone" : "list", digits, digits);
}

const char *
screen_path(uint64_t digits, char out[NUMBER_TEXT])
{
	const char *text = number_text(digits, out);

	return text[0] == '+' ? text + 1 : text;
}

void
screen_stopped(struct view *v, uint32_t phone, uint32_t line)
{
	if (number_stopped(&v->carrier->record.numbers, phone, line))
		buf_text(&v->b, "<p class=\"warn\">said STOP</p>");
}

uint32_t
screen_texts(struct view *v, uint32_t phone, unsigned most)
{
	const struct text	*texts[TEXTS_MOST];
	unsigned		 count = gather(v->carrier, phone, texts,
				    most);

	if (count == 0)
		return 0;
	buf_text(&v->b, "<ol class=\"talk\">");
	for (unsigned i = count; i-- > 0;)
		write_bubble(v, texts[i]);
	buf_text(&v->b, "</ol>");
	return texts[0]->way == WAY_IN ? texts[0]->to : texts[0]->from;
}

/* Whom it talks with now; 0: nobody. */
static uint32_t
line_of(const struct carrier *c, uint32_t phone)
{
	const struct text *texts[TEXTS_MOST];

	if (gather(c, phone, texts, 1) == 0)
		return 0;
	return texts[0]->way == WAY_IN ? texts[0]->to : texts[0]->from;
}

static void
write_phone(struct view *v, uint32_t phone)
{
	uint64_t	 digits = record_digits(&v->carrier->record, phone);
	uint32_t	 line = line_of(v->carrier, phone);
	char		 out[NUMBER_TEXT], number[NUMBER_TEXT];
	const char	*path = screen_path(digits, out);

	if (line == 0)
		return;
	buf_print(&v->b, "<section class=\"card%s\" id=\"p%s\">"
	    "<div class=\"top\">", v->alone ? " one" : "", path);
	if (!v->alone)
		buf_print(&v->b, "<h2><a href=\"/phone/%s\">%s</a></h2>",
		    path, number_text(digits, number));
	screen_stopped(v, phone, line);
	buf_text(&v->b, "</div>");
	(void)screen_texts(v, phone, v->alone ? TEXTS_MOST : SOME_TEXTS);
	write_answer_form(v, path, line);
	buf_text(&v->b, "</section>");
}

static bool
wanted(const struct view *v, uint32_t phone)
{
	char out[NUMBER_TEXT];

	if (v->asked != NULL && v->query == NULL)
		return false;
	return v->query == NULL || strstr(number_text(
	    record_digits(&v->carrier->record, phone), out),
	    v->query) != NULL;
}

static void
write_phones(struct view *v)
{
	const struct numbers	*numbers = &v->carrier->record.numbers;
	uint32_t		 at = numbers->latest;
	unsigned		 count = 0, boxes;
	bool			 more;

	buf_text(&v->b, "<div class=\"phones\">");
	boxes = screen_mailboxes(v, &more);
	for (; at != 0 && count < SCREEN_SHOWN; at = numbers->list[at].older)
		if (wanted(v, at)) {
			write_phone(v, at);
			count++;
		}
	buf_text(&v->b, "</div>");
	if (count + boxes == 0)
		buf_text(&v->b, v->asked != NULL ?
		    "<p>No phone has these digits, and no mailbox this name."
		    "</p>" : "<p>Nobody got or wrote anything yet.</p>");
	if (at != 0 || more)
		buf_text(&v->b, "<p class=\"soft\">These are the 50 with the "
		    "latest texts or mails. Others are found by their digits "
		    "or names.</p>");
}

void
screen_end(struct view *v, struct exchange *x)
{
	buf_text(&v->b, "</main></body></html>\n");
	exchange_header(x, "Cache-Control", "no-store");
	/* With "no-referrer" a browser says of no form where it came from. */
	exchange_header(x, "Referrer-Policy", "same-origin");
	exchange_header(x, "Content-Security-Policy", "default-src 'none'; "
	    "style-src 'unsafe-inline'; form-action 'self'; "
	    "frame-ancestors 'none'; base-uri 'none'");
	exchange_answer(x, 200, "text/html; charset=utf-8", v->b.data,
	    v->b.length);
	buf_free(&v->b);
}

static void
show_list(struct exchange *x, struct carrier *c, int64_t handed)
{
	struct view	 v = { .carrier = c, .handed = handed,
			    .arena = exchange_arena(x) };
	bool		 desk;

	buf_init(&v.b, SCREEN_SIZE);
	read_query(&v, x);
	desk = c->desk != NULL && v.asked == NULL && !v.all;
	screen_begin(&v, "Simulated carrier");
	buf_text(&v.b, "<header><h1>Simulated carrier</h1>"
	    "<p class=\"soft\">The phones and mailboxes of all families. "
	    "Nothing here reaches a real one.</p>");
	write_sums(&v);
	buf_text(&v.b, "</header><main>");
	if (desk)
		screen_desk(&v);
	screen_switches(&v.b, c);
	write_search(&v);
	if (!desk)
		write_phones(&v);
	screen_end(&v, x);
}

void
screen_list(struct exchange *x, void *arg)
{
	if (control_allowed(arg, x))
		desk_ask(arg, x, show_list);
}

static uint32_t
named_phone(struct carrier *c, struct exchange *x)
{
	const char *name = exchange_param(x, "number");
	uint64_t    digits = number_read(arena_print(exchange_arena(x),
	    "+%s", name));

	if (number_find(&c->record.numbers, digits) == 0)
		digits = number_read(name);
	return number_find(&c->record.numbers, digits);
}

void
screen_phone(struct exchange *x, void *arg)
{
	struct view	 v = { .carrier = arg, .alone = true };
	uint32_t	 phone;
	char		 out[NUMBER_TEXT];

	if (!control_allowed(v.carrier, x))
		return;
	phone = named_phone(v.carrier, x);
	if (phone == 0) {
		exchange_problem(x, 404, "This phone got and wrote nothing.");
		return;
	}
	buf_init(&v.b, SCREEN_SIZE);
	number_text(record_digits(&v.carrier->record, phone), out);
	screen_begin(&v, out);
	buf_print(&v.b, "<header><p><a href=\"/\">All phones</a></p>"
	    "<h1>Phone %s</h1></header><main>", out);
	write_phone(&v, phone);
	screen_end(&v, x);
}
