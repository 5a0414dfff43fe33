/*
 * A mailbox looks like a phone: its mails, newest last, with the form that
 * answers the last one.  Of a mail the plain text is shown, in the language
 * it says it is in; of one that a person wrote, what they typed, without the
 * mail they quoted.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mime_read.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/mailbox.h"
#include "carrier/screen.h"
#include "carrier/screen_inside.h"
#include "carrier/seen.h"
#include "net/server.h"

#define SOME_MAILS	4
#define MAILS_SHOWN	100

static void
write_words(struct view *v, const struct mail *mail, struct arena *arena,
    const struct seen *seen)
{
	struct buf		*b = &v->b;
	struct mime_mail	 read;
	const char		*text = seen->text, *why;

	if (mail->way == MAIL_IN && mime_read(arena, mail->raw, mail->length,
	    &read, &why))
		text = read.words;
	text += strspn(text, "\r\n");
	buf_text(b, "<p dir=\"auto\" lang=\"");
	buf_html(b, seen->language);
	buf_text(b, "\">");
	buf_html(b, text);
	buf_text(b, text[0] == '\0' ? "(no words)</p>" : "</p>");
}

static void
write_fate(struct view *v, const struct mail *mail, const struct seen *seen)
{
	struct buf *b = &v->b;

	buf_text(b, "<small>");
	if (mail->way == MAIL_OUT) {
		buf_text(b, "from ");
		buf_html(b, seen->from_name);
		buf_text(b, " &lt;");
		buf_html(b, seen->from);
		buf_text(b, "&gt;");
	} else {
		buf_text(b, mail->way == MAIL_OURS ?
		    "by its mail server, to " : "to ");
		buf_html(b, mail->to);
	}
	buf_print(b, ", %s, ", mails_word((enum mail_status)mail->status));
	screen_time(v, mail->created);
	if (mail->said != NULL) {
		buf_text(b, "<br>");
		buf_html(b, mail->said);
	}
	buf_text(b, "</small>");
}

static void
write_mail(struct view *v, const struct mail *mail)
{
	struct buf	*b = &v->b;
	struct arena	*arena = arena_new();
	struct seen	 seen;
	unsigned	 i;

	seen_read(arena, mail->raw, mail->length, &seen);
	buf_print(b, "<li class=\"mail%s\">", mail->way == MAIL_IN ?
	    " wrote" : mail->way == MAIL_OURS ? " own" : "");
	if (mail->copy > 1)
		buf_print(b, "<p class=\"warn\">came %s</p>",
		    mail->copy == 2 ? "twice" : "again");
	buf_text(b, "<p class=\"subject\" dir=\"auto\" lang=\"");
	buf_html(b, seen.language);
	buf_text(b, "\">");
	buf_html(b, seen.subject);
	buf_text(b, "</p>");
	write_words(v, mail, arena, &seen);
	for (i = 0; i < seen.file_count && mail->way != MAIL_OURS; i++) {
		buf_text(b, "<small>file: ");
		buf_html(b, seen.files[i]);
		buf_text(b, "</small>");
	}
	write_fate(v, mail, &seen);
	buf_text(b, "</li>");
	arena_free(arena);
}

static unsigned
gather(const struct carrier *c, uint32_t box,
    const struct mail *mails[MAILS_SHOWN], unsigned most)
{
	const struct mail	*mail = mails_get(&c->mails,
				    c->mails.boxes[box].newest);
	unsigned		 count;

	for (count = 0; count < most && mail != NULL; count++) {
		mails[count] = mail;
		mail = mails_get(&c->mails, mail->before);
	}
	return count;
}

static void
write_action(struct view *v, uint32_t box, const char *action)
{
	buf_text(&v->b, "<form method=\"post\" action=\"/mailbox/");
	buf_url(&v->b, v->carrier->mails.boxes[box].address);
	buf_print(&v->b, "/%s\">", action);
}

static void
write_answer_form(struct view *v, uint32_t box, uint32_t last)
{
	struct buf *b = &v->b;

	write_action(v, box, "answer");
	buf_print(b, "<input type=\"hidden\" name=\"mail\" value=\"%u\">"
	    "<input type=\"hidden\" name=\"back\" value=\"%s\">"
	    "<div class=\"wide\"><label for=\"b%u\">Answer as this mailbox"
	    "</label><textarea id=\"b%u\" name=\"body\" dir=\"auto\" "
	    "rows=\"2\" required></textarea></div>"
	    "<div class=\"tick\"><input type=\"checkbox\" id=\"p%u\" "
	    "name=\"picture\" value=\"yes\"><label for=\"p%u\">with a picture"
	    "</label></div><button>Send</button></form>", last,
	    v->alone ? "mailbox" : "list", box, box, box, box);
}

static bool
is_away(const struct carrier *c, uint32_t box)
{
	const struct faults	*faults = &c->faults;
	unsigned		 i;

	for (i = 0; i < faults->count; i++)
		if (faults->list[i].kind == FAULT_MAIL_AWAY &&
		    faults->list[i].number == mailbox_number(box))
			return true;
	return false;
}

static void
write_away_form(struct view *v, uint32_t box)
{
	struct buf	*b = &v->b;
	bool		 away = is_away(v->carrier, box);

	buf_print(b, "<form method=\"post\" action=\"/faults%s\">"
	    "<input type=\"hidden\" name=\"name\" value=\"mail-away\">",
	    away ? "/off" : "");
	for (int i = 0; i < 2; i++) {
		buf_print(b, "<input type=\"hidden\" name=\"%s\" value=\"",
		    i == 0 ? "number" : "box");
		buf_html(b, v->carrier->mails.boxes[box].address);
		buf_text(b, "\">");
	}
	buf_print(b, "<button class=\"quiet\">%s</button></form>", away ?
	    "Answer automatically no more" : "Answer automatically");
}

/* What else a mailbox can do. */
static void
write_more(struct view *v, uint32_t box, uint32_t last)
{
	struct buf *b = &v->b;

	buf_text(b, "<details><summary>More</summary><div class=\"more\">");
	write_away_form(v, box);
	if (last != 0) {
		write_action(v, box, "leave");
		buf_text(b, "<button class=\"quiet\">Unsubscribe</button>"
		    "</form>");
		write_action(v, box, "bounce");
		buf_text(b, "<button class=\"quiet\">Let the last mail bounce"
		    "</button></form>");
	}
	buf_text(b, "</div></details>");
}

uint32_t
screen_mails(struct view *v, uint32_t box, unsigned most)
{
	const struct mail	*mails[MAILS_SHOWN];
	unsigned		 count = gather(v->carrier, box, mails, most);

	if (count > 0)
		buf_text(&v->b, "<ol class=\"talk\">");
	for (unsigned i = count; i-- > 0;)
		write_mail(v, mails[i]);
	if (count > 0)
		buf_text(&v->b, "</ol>");
	return mailbox_last(v->carrier, box);
}

static void
write_box(struct view *v, uint32_t box)
{
	const char		*address = v->carrier->mails.boxes[box].address;
	struct buf		*b = &v->b;
	uint32_t		 last;

	buf_print(b, "<section class=\"card%s\" id=\"m%u\">",
	    v->alone ? " one" : "", box);
	if (!v->alone) {
		buf_text(b, "<h2><a href=\"/mailbox/");
		buf_url(b, address);
		buf_text(b, "\">");
		buf_html(b, address);
		buf_text(b, "</a></h2>");
	}
	last = screen_mails(v, box, v->alone ? MAILS_SHOWN : SOME_MAILS);
	if (last != 0)
		write_answer_form(v, box, last);
	write_more(v, box, last);
	buf_text(b, "</section>");
}

unsigned
screen_mailboxes(struct view *v, bool *more)
{
	const struct mails	*m = &v->carrier->mails;
	uint32_t		 at = m->latest;
	unsigned		 count = 0;

	for (; at != 0 && count < SCREEN_SHOWN; at = m->boxes[at].older)
		if (v->asked == NULL ||
		    strcasestr(m->boxes[at].address, v->asked) != NULL) {
			write_box(v, at);
			count++;
		}
	*more = at != 0;
	return count;
}

void
screen_mailbox(struct exchange *x, void *arg)
{
	struct view	 v = { .carrier = arg, .alone = true };
	uint32_t	 box;

	if (!control_allowed(v.carrier, x))
		return;
	box = mails_find_box(&v.carrier->mails, exchange_param(x, "address"));
	if (box == 0 || v.carrier->mails.boxes[box].newest == 0) {
		exchange_problem(x, 404,
		    "This mailbox got and wrote nothing.");
		return;
	}
	buf_init(&v.b, 8 * 1024 * 1024);
	screen_begin(&v, v.carrier->mails.boxes[box].address);
	buf_text(&v.b, "<header><p><a href=\"/\">All phones and mailboxes</a>"
	    "</p><h1>");
	buf_html(&v.b, v.carrier->mails.boxes[box].address);
	buf_text(&v.b, "</h1></header><main>");
	write_box(&v, box);
	screen_end(&v, x);
}
