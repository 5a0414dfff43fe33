/*
 * Rendering a mail.  Nobody knows in which language people wrote their words,
 * so these have none (lang=""), unless they were written for one, and find
 * their direction themselves; all that we say has both.  Colors, fonts and
 * widths are the reader's: there is nothing here that a mail program has to
 * undo in the dark.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/fill.h"
#include "flow/frame.h"
#include "flow/phones.h"
#include "flow/render.h"
#include "flow/token.h"
#include "store/errand.h"
#include "store/translation.h"

#define LONGEST	(1 << 20)	/* Bytes of a mail's text. */
#define LINES	4
#define ISOLATE	"\xe2\x81"	/* How U+2068 and U+2069 begin, */
#define OPENS	'\xa8'		/* and end. */
#define CLOSES	'\xa9'
#define HIDDEN	"..."		/* In a preview, for a token. */

#define VALUES	(sizeof ((struct rendering *)NULL)->values /		\
	sizeof *((struct rendering *)NULL)->values)

struct rendering {
	const struct frames	*frames;
	const struct errand	*errand;
	const struct letterhead	*head;
	struct arena		*arena;
	const char		*school;
	const char		*words, *spoken; /* Theirs; in which language,
						 * or "". */
	bool			 noted;		/* A computer's words. */
	const char		*isolated;	/* The words, and around what
						 * fills them U+2068, U+2069. */
	const char		*above;		/* A key: a line above them; */
	const char		*instead;	/* or in their place. */
	bool			 signed_by;	/* The author is named. */
	const char		*lines[LINES];	/* Keys; below the words. */
	unsigned		 count;
	struct bridge_value	 values[7];
};

static const char *
domain(const char *mailbox)
{
	const char *at = mailbox == NULL ? NULL : strrchr(mailbox, '@');

	return at == NULL ? "localhost" : at + 1;
}

static const char *
token(const struct rendering *r, enum token_use use)
{
	return r->head->token_key == NULL ? HIDDEN : token_make(r->arena,
	    r->head->token_key, use, r->errand->attempt.id);
}

static bool
has_page(const struct rendering *r)
{
	return r->head->public_url != NULL && *r->head->public_url != '\0';
}

/* What stands below the words; the gateway's own say it all. */
static void
choose_lines(struct rendering *r)
{
	const struct errand *e = r->errand;

	if (e->kind == KIND_SYSTEM)
		return;
	if (r->noted)
		r->lines[r->count++] = "text.computer";
	r->lines[r->count++] = r->signed_by ? "mail.wrote" : "mail.sent";
	if (e->readers == READERS_NOBODY)
		r->lines[r->count++] = "mail.reads_nobody";
	else if (e->readers == READERS_CLASS_TEAM)
		r->lines[r->count++] = "mail.reads_team";
	else if (e->readers == READERS_AUTHOR && e->author != NULL)
		r->lines[r->count++] = "mail.reads_author";
	else
		r->lines[r->count++] = "mail.reads_office";
	r->lines[r->count++] = has_page(r) ? "mail.stop" : "mail.stop_word";
}

/* As plain text the words have isolates only where one is needed: some
 * programs show them. */
static void
choose_words(struct rendering *r)
{
	const struct errand	*e = r->errand;
	bool			 ask = e->phone == NULL || *e->phone == '\0';
	struct fill_as		 as = { frames_wordings(r->frames), NULL };
	struct render_words	 w;

	render_choose(e, &w);
	as.language = w.language;
	r->isolated = fill_isolated(r->arena, w.words, &e->values, &as);
	r->words = fill_words(r->arena, w.words, &e->values, &as);
	if (phones_turn(r->words))
		r->words = r->isolated = phones_isolated(r->arena,
		    r->isolated);
	r->spoken = w.translation != NULL ? w.translation->language : "";
	if (w.policy == POLICY_INTERPRETER)
		r->above = ask ? "text.interpreter_office" : "text.interpreter";
	r->noted = w.policy == POLICY_NOTED && e->noted;
	if (w.policy == POLICY_CALL)
		r->instead = ask ? "text.private_office" : "text.private";
}

static void
start(struct rendering *r)
{
	const struct errand	*e = r->errand;
	const char		*url = !has_page(r) ? "" : arena_print(
				    r->arena, "%s/u/%s", r->head->public_url,
				    token(r, TOKEN_UNSUBSCRIBE));

	choose_words(r);
	r->school = e->school != NULL ? e->school : e->district;
	r->signed_by = e->author != NULL && (e->kind == KIND_DIRECT ||
	    e->kind == KIND_ANNOUNCEMENT);
	r->values[0] = (struct bridge_value){ "school", r->school, 0 };
	r->values[1] = (struct bridge_value){ "author",
	    e->author != NULL ? e->author : "", 0 };
	r->values[2] = (struct bridge_value){ "words", r->words, 0 };
	r->values[3] = (struct bridge_value){ "district", e->district, 0 };
	r->values[4] = (struct bridge_value){ "url", url, 0 };
	r->values[5] = (struct bridge_value){ "phone", e->phone == NULL ? "" :
	    fill_phone(r->arena, e->phone), 0 };
	r->values[6] = (struct bridge_value){ "student",
	    render_student(r->frames, e, r->arena), 0 };
	choose_lines(r);
}

static char *
say(const struct rendering *r, const char *key)
{
	return frame_say(r->frames, r->arena, r->errand->language, key,
	    r->values, VALUES);
}

/* The same in plain text, where an isolate is a pair of characters: in a line
 * that runs the other way a name must not turn it round. */
static char *
say_line(const struct rendering *r, const char *key)
{
	struct bridge_value	 isolated[VALUES];
	const char		*language = frame_language(r->frames,
				    r->errand->language, key);

	if (!lang_right_to_left(language))
		return say(r, key);
	memcpy(isolated, r->values, sizeof isolated);
	for (size_t i = 0; i < VALUES; i++)
		isolated[i].text = arena_print(r->arena, "\u2068%s\u2069",
		    r->values[i].text);
	return frame_say(r->frames, r->arena, language, key, isolated,
	    VALUES);
}

/* Of a template the key for mail: auto.help is mail.help; NULL: people wrote
 * the words, and they may be said. */
static const char *
template_key(const struct rendering *r)
{
	const char *template = r->errand->template;

	if (template == NULL)
		return r->instead;
	return strncmp(template, "auto.", 5) == 0 ? arena_print(r->arena,
	    "mail.%s", template + 5) : template;
}

/* The English words of an answer of ours; NULL: they do not stand below it. */
static char *
in_english(const struct rendering *r, const char *key)
{
	return frame_with_english(r->frames, r->errand->language, key) ?
	    frame_say(r->frames, r->arena, "en-US", key, r->values, VALUES) :
	    NULL;
}

static char *
text(const struct rendering *r)
{
	const char	*key = template_key(r);
	const char	*english = key != NULL ? in_english(r, key) : NULL;
	char		*all = key != NULL ? say_line(r, key) :
			    arena_text(r->arena, r->words);

	if (english != NULL)
		all = arena_print(r->arena, "%s\n\n%s", all, english);
	if (r->above != NULL)
		all = arena_print(r->arena, "%s\n\n%s",
		    say_line(r, r->above), all);
	for (unsigned i = 0; i < r->count; i++)
		all = arena_print(r->arena, "%s\n%s%s", all,
		    i == 0 ? "\n-- \n" : "", say_line(r, r->lines[i]));
	return all;
}

/* How long the link is that begins there; 0: none does. */
static size_t
link_length(const char *at)
{
	size_t		 length;
	const char	*isolate;

	if (strncasecmp(at, "https://", 8) != 0 &&
	    strncasecmp(at, "http://", 7) != 0)
		return 0;
	length = strcspn(at, " \t\n<>\"'`");
	isolate = strstr(at, ISOLATE);
	if (isolate != NULL && (size_t)(isolate - at) < length)
		length = (size_t)(isolate - at);
	while (length > 0 && strchr(".,;:!?)]}", at[length - 1]) != NULL)
		length--;
	return at[length - 1] == '/' && length < 9 ? 0 : length;
}

static void
put_link(struct buf *out, struct arena *arena, const char *at, size_t length)
{
	const char *url = arena_copy(arena, at, length);

	buf_text(out, "<a href=\"");
	buf_html(out, url);
	buf_text(out, "\">");
	buf_html(out, url);
	buf_text(out, "</a>");
}

/* What begins there, and how long it is. */
static size_t
put_next(struct buf *out, struct arena *arena, const char *words, bool *open)
{
	size_t	length = link_length(words);
	char	one[2] = { *words, '\0' };

	if (length > 0) {
		put_link(out, arena, words, length);
		return length;
	}
	if (strncmp(words, ISOLATE, 2) == 0 && words[2] == (*open ? CLOSES :
	    OPENS)) {
		buf_text(out, *open ? "</bdi>" : "<bdi>");
		*open = !*open;
		return 3;
	}
	if (*words != '\n') {
		buf_html(out, one);
		return 1;
	}
	length = *open ? 1 : strspn(words, "\n");
	buf_text(out, length == 1 ? "<br>\n" : "</p>\n<p dir=\"auto\">");
	return length;
}

/* The words of people: an empty line begins a paragraph, links can be
 * followed, what was filled in has its own direction, and everything else is
 * as they wrote it. */
static void
put_words(struct buf *out, struct arena *arena, const char *words)
{
	bool open = false;

	buf_text(out, "<p dir=\"auto\">");
	while (*words != '\0')
		words += put_next(out, arena, words, &open);
	buf_text(out, open ? "</bdi></p>\n" : "</p>\n");
}

/* A line that we say, in the language it is said in. */
static void
put_line(struct buf *out, const struct rendering *r, const char *wanted,
    const char *key)
{
	const char *language = frame_language(r->frames, wanted, key);

	buf_print(out, "<p lang=\"%s\" dir=\"%s\">", language,
	    lang_right_to_left(language) ? "rtl" : "ltr");
	buf_text(out, frame_html(r->frames, r->arena, language, key,
	    r->values, VALUES));
	buf_text(out, "</p>\n");
}

static void
put_head(struct buf *out, const struct outgoing *mail)
{
	const char *dir = lang_right_to_left(mail->language) ? "rtl" : "ltr";

	buf_print(out, "<!DOCTYPE html>\n<html lang=\"%s\" dir=\"%s\">\n"
	    "<head>\n<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<title>", mail->language, dir);
	buf_html(out, mail->subject);
	buf_print(out, "</title>\n</head>\n"
	    "<body style=\"margin: 0; padding: 16px\">\n"
	    "<div lang=\"%s\" dir=\"%s\" style=\"max-width: 36em; "
	    "font-size: 18px; line-height: 1.5; font-family: sans-serif; "
	    "overflow-wrap: anywhere\">\n", mail->language, dir);
}

static char *
html(const struct rendering *r, const struct outgoing *mail)
{
	const char	*key = template_key(r);
	struct buf	 out;
	char		*all;

	buf_init(&out, LONGEST);
	put_head(&out, mail);
	if (r->above != NULL)
		put_line(&out, r, r->errand->language, r->above);
	if (key != NULL) {
		put_line(&out, r, r->errand->language, key);
		if (in_english(r, key) != NULL)
			put_line(&out, r, "en-US", key);
	} else {
		buf_print(&out, "<div lang=\"%s\" dir=\"auto\">\n",
		    r->spoken);
		put_words(&out, r->arena, r->isolated);
		buf_text(&out, "</div>\n");
	}
	if (r->count > 0)
		buf_text(&out, "<hr>\n<div style=\"font-size: 16px\">\n");
	for (unsigned i = 0; i < r->count; i++)
		put_line(&out, r, r->errand->language, r->lines[i]);
	buf_print(&out, "%s</div>\n</body>\n</html>\n",
	    r->count > 0 ? "</div>\n" : "");
	all = buf_keep(&out, r->arena);
	buf_free(&out);
	return all;
}

/* The author's own, that of the family's mail it answers, or ours. */
static const char *
subject(const struct rendering *r)
{
	const struct errand	*e = r->errand;
	const char		*theirs = e->thread.subject;

	if (e->subject != NULL && *e->subject != '\0' && r->instead == NULL)
		return fill_words(r->arena, e->subject, &e->values,
		    &(struct fill_as){ frames_wordings(r->frames),
		    "en-US" });
	if (theirs != NULL && *theirs != '\0')
		return strncasecmp(theirs, "re:", 3) == 0 ? theirs :
		    arena_print(r->arena, "Re: %s", theirs);
	if (e->kind == KIND_EMERGENCY)
		return say(r, "mail.subject_emergency");
	return say(r, r->signed_by ? "mail.subject" : "mail.subject_notice");
}

static const char *
address(const struct rendering *r, enum token_use use)
{
	if (r->head->token_key == NULL)
		return NULL;
	return token_address(r->arena, r->head->replies, token(r, use));
}

/* Their mail, and ours which that answered, or else our last one. */
static void
go_on_from(const struct rendering *r, struct outgoing *out)
{
	const struct thread	*t = &r->errand->thread;
	const char		*ours = NULL;

	if (t->attempt != 0 && r->head->token_key != NULL)
		ours = arena_print(r->arena, "%s@%s", token_make(r->arena,
		    r->head->token_key, TOKEN_MESSAGE, t->attempt),
		    domain(t->sender));
	out->in_reply_to = t->reference;
	out->references = ours == NULL ? t->reference :
	    t->reference == NULL ? ours :
	    arena_print(r->arena, "%s %s", ours, t->reference);
}

void
render_mail(const struct frames *frames, const struct errand *e,
    const struct letterhead *head, struct arena *arena, struct outgoing *out)
{
	struct rendering r = { .frames = frames, .errand = e, .head = head,
	    .arena = arena };

	start(&r);
	*out = (struct outgoing){ .from = e->attempt.sender,
	    .to = e->contact.address, .language = e->language,
	    .date = e->created, .not_after = e->not_after,
	    .automatic = e->author == NULL };
	out->from_name = r.signed_by ? say(&r, "mail.from") : r.school;
	out->subject = subject(&r);
	out->text = text(&r);
	out->html = html(&r, out);
	out->message_id = arena_print(arena, "%s@%s", token(&r,
	    TOKEN_MESSAGE), domain(e->attempt.sender));
	out->reply_to = address(&r, TOKEN_REPLY);
	out->bounce = address(&r, TOKEN_BOUNCE);
	out->unsubscribe_to = address(&r, TOKEN_UNSUBSCRIBE);
	if (has_page(&r))
		out->unsubscribe = r.values[4].text;
	go_on_from(&r, out);
}
