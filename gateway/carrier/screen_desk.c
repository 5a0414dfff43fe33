/*
 * The desk on the home page: who to sign in as, what time it is in the
 * district, the switches one wants at hand, and the named phones and
 * mailboxes, each with its ready answers and a free field in its language.
 */

#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/zone.h"
#include "carrier/inside.h"
#include "carrier/mailbox.h"
#include "carrier/screen.h"
#include "carrier/screen_inside.h"

#define DESK_TEXTS	3
#define DESK_MAILS	2
#define LOOKED_MOST	50	/* Texts of a phone, for a word of consent. */
#define LAST		"{last}"

struct toggle {
	enum fault_kind	 kind, also;	/* also: FAULT_KINDS is none. */
	const char	*words;
	int64_t		 ms, count;
};

/* Those a demo needs; all others are below.  A line that drops takes the
 * receipts with it, else one of them says at once what became of the text. */
static const struct toggle toggles[] = {
	{ FAULT_DROP_AFTER, FAULT_LOST,
	    "Take the next text, then drop the line", 0, 1 },
	{ FAULT_SLOW, FAULT_KINDS,
	    "Answer each text 5 seconds late", 5000, 0 },
	{ FAULT_DELAY, FAULT_KINDS,
	    "Deliver each text a minute late", 60000, 0 },
	{ FAULT_NO_NUMBER, FAULT_KINDS,
	    "Refuse the next text: no such number", 0, 1 },
	{ FAULT_FILTERED, FAULT_KINDS, "Block texts as possible spam", 0, 0 },
	{ FAULT_503, FAULT_KINDS, "Outage: take no text", 0, 0 },
	{ FAULT_HOLD, FAULT_KINDS, "Keep texts back until they are let go",
	    0, 0 },
	{ FAULT_MAIL_OVER, FAULT_KINDS, "Every mailbox is full", 0, 0 },
};

static void
write_doors(struct view *v, const struct desk *d)
{
	struct buf *b = &v->b;

	if (d->gateway == NULL)
		return;
	buf_text(b, "<section class=\"card\"><h2>The gateway</h2>");
	if (d->title != NULL) {
		buf_text(b, "<p class=\"soft\">");
		buf_html(b, d->title);
		buf_text(b, "</p>");
	}
	if (v->handed < 0)
		buf_text(b, "<p class=\"warn\">It does not answer now.</p>");
	buf_text(b, "<ul class=\"doors\">");
	for (unsigned i = 0; i < d->door_count; i++) {
		buf_text(b, "<li><a href=\"");
		buf_html(b, d->gateway);
		buf_html(b, d->doors[i].path);
		buf_text(b, "\">Sign in as ");
		buf_html(b, d->doors[i].words);
		buf_text(b, "</a></li>");
	}
	buf_text(b, "</ul><details><summary>What the numbers above are"
	    "</summary><p><b>received</b>: texts this carrier took from the "
	    "gateway. <b>twice</b>: those of them that came again by the same "
	    "request. <b>missing</b>: how many more the gateway says it has "
	    "handed over than came here, each counted once. The carrier "
	    "counts by itself, and keeps its own record.</p></details>"
	    "</section>");
}

/* Such as "2026-12-08T10:05", of the field; some minutes later. */
static void
write_stamp(struct view *v, unsigned days, int minute)
{
	struct wall w;

	zone_wall(v->carrier->plan.zone, carrier_now(v->carrier), &w);
	if (minute >= 0) {
		w.day += (int)days;
		w.hour = minute / 60;
		w.minute = minute % 60;
		zone_wall(v->carrier->plan.zone, zone_utc(
		    v->carrier->plan.zone, &w), &w);
	}
	buf_print(&v->b, "%04d-%02d-%02dT%02d:%02d", w.year, w.month, w.day,
	    w.hour, w.minute);
}

static void
write_clock_form(struct view *v)
{
	struct buf *b = &v->b;

	buf_text(b, "<form method=\"post\" action=\"/clock\"><div>"
	    "<label for=\"to\">Set it ahead to</label>"
	    "<input id=\"to\" name=\"to\" type=\"datetime-local\" required "
	    "min=\"");
	write_stamp(v, 0, -1);
	buf_text(b, "\" value=\"");
	write_stamp(v, 0, -1);
	buf_text(b, "\"></div><button>Set the clock</button></form>"
	    "<form method=\"post\" action=\"/clock\" class=\"ready\">"
	    "<button class=\"quiet\" name=\"by\" value=\"10\">10 minutes on"
	    "</button><button class=\"quiet\" name=\"by\" value=\"60\">"
	    "1 hour on</button><button class=\"quiet\" name=\"to\" value=\"");
	write_stamp(v, 1, 5 * 60 + 31);
	buf_text(b, "\">Tomorrow, 5:31 AM</button></form>");
}

static void
write_clock(struct view *v)
{
	static const char *const days[] = { "Sunday", "Monday", "Tuesday",
	    "Wednesday", "Thursday", "Friday", "Saturday" };
	const struct carrier	*c = v->carrier;
	struct wall		 w;

	if (!c->plan.clock || c->plan.zone == NULL)
		return;
	zone_wall(c->plan.zone, carrier_now(c), &w);
	buf_print(&v->b, "<section class=\"card\" id=\"clock\"><h2>The clock"
	    "</h2><p>%s, ", days[w.weekday]);
	screen_time(v, carrier_now(c));
	buf_text(&v->b, "</p><p class=\"soft\">Gateway and carrier share it. "
	    "It never goes back. Staff sign in again when it moves by more "
	    "than 20 minutes.</p>");
	write_clock_form(v);
	buf_text(&v->b, "</section>");
}

static bool
is_on(const struct carrier *c, enum fault_kind kind)
{
	for (unsigned i = 0; i < c->faults.count; i++)
		if (c->faults.list[i].kind == kind &&
		    c->faults.list[i].number == 0)
			return true;
	return false;
}

static void
write_toggle(struct view *v, const struct toggle *t)
{
	struct buf	*b = &v->b;
	bool		 on = is_on(v->carrier, t->kind);

	buf_print(b, "<li><form method=\"post\" action=\"/faults%s\">"
	    "<input type=\"hidden\" name=\"name\" value=\"%s\">",
	    on ? "/off" : "", fault_words[t->kind].name);
	if (t->also != FAULT_KINDS)
		buf_print(b, "<input type=\"hidden\" name=\"also\" "
		    "value=\"%s\">", fault_words[t->also].name);
	if (t->ms > 0)
		buf_print(b, "<input type=\"hidden\" name=\"ms\" "
		    "value=\"%lld\">", (long long)t->ms);
	if (t->count > 0)
		buf_print(b, "<input type=\"hidden\" name=\"count\" "
		    "value=\"%lld\">", (long long)t->count);
	buf_print(b, "<button class=\"%s\">%s%s</button></form></li>",
	    on ? "now" : "quiet", on ? "On: " : "", t->words);
}

static void
write_toggles(struct view *v)
{
	buf_text(&v->b, "<section class=\"card\"><h2>What goes wrong</h2>"
	    "<p class=\"soft\">A press switches it on, another one off.</p>"
	    "<ul class=\"toggles\">");
	for (size_t i = 0; i < COUNT(toggles); i++)
		write_toggle(v, &toggles[i]);
	buf_text(&v->b, "</ul></section>");
}

/*
 * A card.
 */

static void
write_language(struct view *v, const struct desk_card *card)
{
	const char *own = lang_own(card->language);
	const char *english = lang_english(card->language);

	buf_print(&v->b, "<p class=\"chip\"><span lang=\"%s\" dir=\"%s\">",
	    card->language,
	    lang_right_to_left(card->language) ? "rtl" : "ltr");
	buf_html(&v->b, own);
	buf_text(&v->b, "</span>");
	if (strcmp(own, english) != 0) {
		buf_text(&v->b, " (");
		buf_html(&v->b, english);
		buf_text(&v->b, ")");
	}
	buf_text(&v->b, "</p>");
}

static void
write_head(struct view *v, const struct desk_card *card, const char *place,
    const char *path)
{
	struct buf *b = &v->b;

	buf_print(b, "<div class=\"top\"><h2>");
	if (path[0] != '\0')
		buf_print(b, "<a href=\"/%s/%s\">", place, path);
	buf_text(b, "<bdi>");
	buf_html(b, card->name);
	buf_text(b, path[0] != '\0' ? "</bdi></a></h2>" : "</bdi></h2>");
	write_language(v, card);
	buf_text(b, "</div><p class=\"soft\">");
	if (card->about != NULL) {
		buf_html(b, card->about);
		buf_text(b, "<br>");
	}
	buf_text(b, "<bdi dir=\"ltr\">");
	buf_html(b, card->address);
	buf_text(b, "</bdi></p>");
}

/* How what a card writes is marked: in its script and direction. */
static void
write_tongue(struct view *v, const struct desk_card *card)
{
	buf_print(&v->b, " lang=\"%s\" dir=\"%s\"", card->language,
	    lang_right_to_left(card->language) ? "rtl" : "auto");
}

/* What the forms of a card need. */
struct answering {
	const struct desk_card	*card;
	const char		*action, *line;
	uint32_t		 last;		/* The mail it answers; or 0. */
	const char		*words;		/* That it got last; or "". */
};

/* The words of a ready answer, as HTML. */
static void
write_words(struct view *v, const struct answering *a, const char *answer)
{
	const char *at = strstr(answer, LAST);

	if (at != NULL)
		answer = arena_print(v->arena, "%.*s%s%s", (int)(at - answer),
		    answer, a->words, at + sizeof LAST - 1);
	buf_html(&v->b, answer);
}

static void
write_hidden(struct view *v, const struct answering *a)
{
	struct buf *b = &v->b;

	if (a->last != 0)
		buf_print(b, "<input type=\"hidden\" name=\"mail\" "
		    "value=\"%u\">", a->last);
	buf_text(b, "<input type=\"hidden\" name=\"from\" value=\"");
	buf_html(b, a->card->address);
	buf_text(b, "\"><input type=\"hidden\" name=\"to\" value=\"");
	buf_html(b, a->line);
	buf_text(b, "\"><input type=\"hidden\" name=\"subject\" "
	    "value=\"School\"><input type=\"hidden\" name=\"back\" "
	    "value=\"list\">");
}

static void
write_ready(struct view *v, const struct answering *a)
{
	const char *answer;

	buf_print(&v->b, "<form method=\"post\" action=\"%s\" "
	    "class=\"ready\">", a->action);
	write_hidden(v, a);
	for (unsigned i = 0; i < DESK_ANSWERS; i++) {
		answer = a->card->answers[i];
		if (answer == NULL || (a->words[0] == '\0' &&
		    strstr(answer, LAST) != NULL))
			continue;
		buf_text(&v->b, "<button class=\"quiet\" name=\"body\"");
		write_tongue(v, a->card);
		buf_text(&v->b, " value=\"");
		write_words(v, a, answer);
		buf_text(&v->b, "\">");
		write_words(v, a, answer);
		buf_text(&v->b, "</button>");
	}
	buf_text(&v->b, "</form>");
}

static void
write_forms(struct view *v, const struct answering *a)
{
	struct buf	*b = &v->b;
	unsigned	 n = (unsigned)(a->card - v->carrier->desk->cards);

	write_ready(v, a);
	buf_print(b, "<form method=\"post\" action=\"%s\">", a->action);
	write_hidden(v, a);
	buf_print(b, "<div><label for=\"d%u\">Write as <bdi>", n);
	buf_html(b, a->card->name);
	buf_print(b, "</bdi></label><input id=\"d%u\" name=\"body\" "
	    "autocomplete=\"off\" required", n);
	write_tongue(v, a->card);
	buf_text(b, "></div><button>Send</button></form></section>");
}

/* The gateway holds back what goes to a phone that said stop in its language;
 * that is between the two, so the card says what the phone wrote. */
static void
write_stopped(struct view *v, const struct desk_card *card, uint32_t phone)
{
	const struct record	*r = &v->carrier->record;
	const struct text	*t = record_text(r,
				    r->numbers.list[phone].newest_from);

	for (unsigned i = 0; t != NULL && i < LOOKED_MOST &&
	    card->stops != NULL; i++, t = record_text(r, t->before_from)) {
		if (strcasecmp(t->body, "START") == 0)
			break;
		if (strcasecmp(t->body, card->stops) != 0)
			continue;
		buf_text(&v->b, "<p class=\"warn\">said ");
		buf_html(&v->b, card->stops);
		buf_text(&v->b, "</p>");
		return;
	}
	screen_stopped(v, phone, number_find(&r->numbers,
	    number_read(card->line)));
}

static void
write_phone_card(struct view *v, const struct desk_card *card)
{
	const struct record	*r = &v->carrier->record;
	uint64_t		 digits = number_read(card->address);
	uint32_t		 phone = number_find(&r->numbers, digits);
	uint32_t		 line = 0;
	const struct text	*got = NULL;
	char			 out[NUMBER_TEXT], number[NUMBER_TEXT];
	const char		*path = screen_path(digits, out);
	struct answering	 a = { .card = card, .line = card->line,
				    .words = "", .action = arena_print(
				    v->arena, "/phone/%s/write", path) };

	buf_print(&v->b, "<section class=\"card\" id=\"p%s\">", path);
	write_head(v, card, "phone", phone != 0 ? path : "");
	if (phone != 0) {
		write_stopped(v, card, phone);
		line = screen_texts(v, phone, DESK_TEXTS);
		got = record_text(r, r->numbers.list[phone].newest_to);
	}
	if (line != 0)
		a.line = number_text(record_digits(r, line), number);
	else
		buf_text(&v->b, "<p class=\"none\">No texts yet.</p>");
	if (got != NULL)
		a.words = got->body;
	write_forms(v, &a);
}

static void
write_box_card(struct view *v, const struct desk_card *card)
{
	const struct mails	*mails = &v->carrier->mails;
	uint32_t		 box = mails_find_box(mails, card->address);
	struct answering	 a = { .card = card, .line = card->line,
				    .words = "", .action = "/mail" };
	struct buf		 path;

	buf_init(&path, 2048);
	buf_url(&path, card->address);
	buf_print(&v->b, "<section class=\"card\" id=\"m%u\">", box);
	write_head(v, card, "mailbox",
	    box != 0 && mails->boxes[box].newest != 0 ? path.data : "");
	if (box != 0)
		a.last = screen_mails(v, box, DESK_MAILS);
	if (a.last != 0)
		a.action = arena_print(v->arena, "/mailbox/%s/answer",
		    path.data);
	if (box == 0 || mails->boxes[box].newest == 0)
		buf_text(&v->b, "<p class=\"none\">No mail yet.</p>");
	write_forms(v, &a);
	buf_free(&path);
}

void
screen_desk(struct view *v)
{
	const struct desk *d = v->carrier->desk;

	buf_text(&v->b, "<div class=\"phones first\">");
	write_doors(v, d);
	write_clock(v);
	write_toggles(v);
	buf_text(&v->b, "</div><div class=\"phones desk\">");
	for (unsigned i = 0; i < d->card_count; i++)
		if (strchr(d->cards[i].address, '@') != NULL)
			write_box_card(v, &d->cards[i]);
		else
			write_phone_card(v, &d->cards[i]);
	buf_text(&v->b, "</div>");
}
