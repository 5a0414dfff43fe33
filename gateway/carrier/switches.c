/*
 * The part of the page where the carrier is told to break, and the form by
 * which a phone that is not there yet writes.
 */

#include "base/buf.h"
#include "carrier/inside.h"
#include "carrier/screen.h"

/* A mailbox, a phone, or "". */
static const char *
whose(const struct carrier *c, const struct fault *fault,
    char out[NUMBER_TEXT])
{
	if (fault->number == 0)
		return "";
	if ((fault->number & FAULT_MAILBOX) != 0)
		return c->mails.boxes[fault->number & ~FAULT_MAILBOX].address;
	return number_text(fault->number, out);
}

static void
write_fault(struct buf *b, const struct carrier *c, const struct fault *fault)
{
	const struct fault_words	*words = &fault_words[fault->kind];
	char				 out[NUMBER_TEXT];
	const char			*name = whose(c, fault, out);

	buf_text(b, "<li><span>");
	buf_html(b, name[0] != '\0' ? name : fault_is_of_mail(fault->kind) ?
	    "all mailboxes" : "all phones");
	buf_print(b, ": %s", words->label);
	if (words->timed)
		buf_print(b, ", %lld ms", (long long)fault->ms);
	if (fault->left > 0)
		buf_print(b, ", %lld more", (long long)fault->left);
	buf_print(b, "</span><form method=\"post\" action=\"/faults/off\">"
	    "<input type=\"hidden\" name=\"name\" value=\"%s\">"
	    "<input type=\"hidden\" name=\"number\" value=\"",
	    words->name);
	buf_html(b, name);
	buf_print(b, "\"><button class=\"quiet\" aria-label=\"Switch off: "
	    "%s\">Switch off</button></form></li>", words->label);
}

static void
write_choices(struct buf *b)
{
	unsigned i;

	buf_text(b, "<optgroup label=\"Texts\">");
	for (i = 0; i < FAULT_KINDS; i++) {
		if (i == FAULT_MAIL_FIRST)
			buf_text(b, "</optgroup><optgroup label=\"Mail\">");
		buf_print(b, "<option value=\"%s\">%s%s</option>",
		    fault_words[i].name, fault_words[i].label,
		    fault_words[i].timed ? " (ms)" : "");
	}
	buf_text(b, "</optgroup>");
}

static void
write_fault_form(struct buf *b)
{
	buf_text(b, "<form method=\"post\" action=\"/faults\"><div>"
	    "<label for=\"name\">What goes wrong</label>"
	    "<select id=\"name\" name=\"name\">");
	write_choices(b);
	buf_text(b, "</select></div><div>"
	    "<label for=\"number\">Which phone or mailbox</label>"
	    "<input id=\"number\" name=\"number\" "
	    "autocomplete=\"off\" placeholder=\"all\"></div>"
	    "<div class=\"short\">"
	    "<label for=\"ms\">Milliseconds</label>"
	    "<input id=\"ms\" name=\"ms\" inputmode=\"numeric\" "
	    "autocomplete=\"off\"></div><div class=\"short\">"
	    "<label for=\"count\">How many times</label>"
	    "<input id=\"count\" name=\"count\" inputmode=\"numeric\" "
	    "autocomplete=\"off\"></div>"
	    "<button>Switch on</button></form>");
}

static void
write_release(struct buf *b)
{
	buf_text(b, "<form method=\"post\" action=\"/release\" "
	    "style=\"margin-bottom:.75rem\">"
	    "<button>Let the texts that wait go on</button></form>");
}

static void
write_write_form(struct buf *b)
{
	buf_text(b, "<details><summary>A phone writes</summary>"
	    "<form method=\"post\" action=\"/write\"><div>"
	    "<label for=\"from\">From the phone</label>"
	    "<input id=\"from\" name=\"from\" inputmode=\"tel\" "
	    "autocomplete=\"off\" placeholder=\"+15085550101\" required>"
	    "</div><div><label for=\"to\">To the number of a school</label>"
	    "<input id=\"to\" name=\"to\" inputmode=\"tel\" "
	    "autocomplete=\"off\" required></div><div>"
	    "<label for=\"body\">What it writes</label>"
	    "<input id=\"body\" name=\"body\" dir=\"auto\" "
	    "autocomplete=\"off\" required></div>"
	    "<button>Send</button></form></details>");
}

static void
write_mail_form(struct buf *b)
{
	buf_text(b, "<details><summary>A mailbox writes</summary>"
	    "<form method=\"post\" action=\"/mail\"><div>"
	    "<label for=\"mf\">From the mailbox</label>"
	    "<input id=\"mf\" name=\"from\" autocomplete=\"off\" "
	    "placeholder=\"ana@home.example\" required></div><div>"
	    "<label for=\"mt\">To the mailbox of a school</label>"
	    "<input id=\"mt\" name=\"to\" autocomplete=\"off\" required>"
	    "</div><div><label for=\"ms2\">Subject</label>"
	    "<input id=\"ms2\" name=\"subject\" dir=\"auto\" "
	    "autocomplete=\"off\"></div><div class=\"wide\">"
	    "<label for=\"mb\">What it writes</label>"
	    "<textarea id=\"mb\" name=\"body\" dir=\"auto\" rows=\"3\" "
	    "required></textarea></div>"
	    "<button>Send</button></form></details>");
}

void
screen_switches(struct buf *b, struct carrier *c)
{
	unsigned i, on = c->faults.count;

	buf_print(b, "<details%s><summary>Faults: %u on</summary>",
	    on > 0 ? " open" : "", on);
	if (on > 0)
		buf_text(b, "<ul class=\"on\">");
	for (i = 0; i < on; i++)
		write_fault(b, c, &c->faults.list[i]);
	if (on > 0)
		buf_text(b, "</ul>");
	if (!TAILQ_EMPTY(&c->lives.held))
		write_release(b);
	write_fault_form(b);
	buf_text(b, "</details>");
	write_write_form(b);
	if (c->smtp.listener != NULL)
		write_mail_form(b);
}
