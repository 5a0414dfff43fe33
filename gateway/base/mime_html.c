/*
 * What a person sees of an HTML mail, as lines of text.
 *
 * libxml2 reads it and tells of each tag as it comes; there is no tree in
 * memory.  Its stack of open tags is searched for every tag that closes, so
 * a page that nests deeper than any program writes is read so far only.
 *
 * Programs for mail mark a quote each in their own way.  A blockquote that
 * says it is a quote, or what looks like one, gets > before its lines; a
 * blockquote alone may be a paragraph that somebody moved to the right, and
 * gets none.  Where a program only draws a line above what it quotes, there
 * is a mark for mime_fold.
 */

#include <string.h>
#include <strings.h>

#include <libxml/HTMLparser.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/mime_inside.h"

#define DEPTH		400		/* Tags open at a time. */
#define SOURCE		(2 * 1024 * 1024)	/* Bytes of a page. */
#define PIECES		1500		/* Words and signs of a tag. */
#define LINK		200		/* Bytes of an address shown. */
#define QUOTES		60		/* Marks before a line, at most. */

/* What an open tag means. */
enum sense {
	INLINE = 0,
	BLOCK = 1,		/* Begins and ends a line. */
	SPACED = 2,		/* A line between it and what is around it. */
	HIDDEN = 4,		/* Nobody sees it. */
	QUOTE = 8,
	KEPT = 16,		/* Spaces and lines count. */
	SIGNATURE = 32,
	CELL = 64,
};

struct page {
	htmlParserCtxtPtr ctxt;
	struct buf	 text;
	unsigned	 open[DEPTH];	/* An enum sense each. */
	unsigned	 depth, hidden, quotes, kept;
	unsigned	 feeds;		/* Line ends that are owed. */
	bool		 space;		/* A space is owed. */
	bool		 line;		/* Something stands in the line. */
	bool		 fresh;		/* Nothing stands in the quote. */
	bool		 cut;
	char		 link[LINK + 1];
	size_t		 link_at;	/* Where its words begin. */
};

static const struct {
	const char	*name;
	unsigned	 sense;
} tags[] = {
	{ "p", SPACED }, { "div", BLOCK }, { "br", INLINE },
	{ "table", BLOCK }, { "tr", BLOCK }, { "td", CELL }, { "th", CELL },
	{ "ul", SPACED }, { "ol", SPACED }, { "li", BLOCK },
	{ "dl", BLOCK }, { "dt", BLOCK }, { "dd", BLOCK },
	{ "h1", SPACED }, { "h2", SPACED }, { "h3", SPACED },
	{ "h4", SPACED }, { "h5", SPACED }, { "h6", SPACED },
	{ "blockquote", BLOCK }, { "pre", SPACED | KEPT }, { "hr", BLOCK },
	{ "section", BLOCK }, { "article", BLOCK }, { "header", BLOCK },
	{ "footer", BLOCK }, { "center", BLOCK }, { "address", BLOCK },
	{ "form", BLOCK }, { "body", BLOCK }, { "html", BLOCK },
	{ "style", HIDDEN }, { "script", HIDDEN }, { "head", HIDDEN },
	{ "title", HIDDEN }, { "template", HIDDEN }, { "noscript", HIDDEN },
	{ "object", HIDDEN }, { "select", HIDDEN }, { "textarea", HIDDEN },
	{ "svg", HIDDEN }, { "math", HIDDEN }, { "video", HIDDEN },
	{ "audio", HIDDEN }, { "iframe", HIDDEN },
};

static const char *
attribute(const xmlChar **attributes, const char *name)
{
	for (; attributes != NULL && attributes[0] != NULL; attributes += 2)
		if (strcasecmp((const char *)attributes[0], name) == 0)
			return attributes[1] == NULL ? "" :
			    (const char *)attributes[1];
	return "";
}

static bool
has(const char *value, const char *word)
{
	return strcasestr(value, word) != NULL;
}

/* Whether a style says something, spaces or not. */
static bool
styled(const char *style, const char *name, const char *value)
{
	const char *at = strcasestr(style, name);

	if (at == NULL)
		return false;
	at += strlen(name);
	at += strspn(at, " :");
	return strncasecmp(at, value, strlen(value)) == 0;
}

static unsigned
sense_of(const char *tag, const xmlChar **attributes)
{
	const char *style = attribute(attributes, "style");
	const char *class = attribute(attributes, "class");
	unsigned sense = INLINE;

	for (size_t i = 0; i < COUNT(tags); i++)
		if (strcasecmp(tag, tags[i].name) == 0)
			sense = tags[i].sense;
	if (styled(style, "display", "none") || has(style, "mso-hide:all"))
		sense |= HIDDEN;
	if (strcasecmp(tag, "blockquote") == 0 &&
	    (has(attribute(attributes, "type"), "cite") ||
	    has(class, "quote") || has(style, "border-left:") ||
	    attribute(attributes, "cite")[0] != '\0'))
		sense |= QUOTE;
	if (strcasecmp(tag, "div") != 0)
		return sense;
	if (has(class, "yahoo_quoted") || has(class, "zmail_extra") ||
	    strcmp(attribute(attributes, "name"), "quote") == 0)
		sense |= QUOTE;
	if (has(class, "gmail_signature") || has(class, "moz-signature") ||
	    has(class, "protonmail_signature_block-user") ||
	    strcmp(attribute(attributes, "id"), "Signature") == 0)
		sense |= SIGNATURE;
	return sense;
}

/* The mark for a tag that stands at the beginning of a quote, or 0. */
static char
mark_of(const char *tag, const xmlChar **attributes)
{
	const char *class = attribute(attributes, "class");
	const char *id = attribute(attributes, "id");
	const char *style = attribute(attributes, "style");

	if (strcasecmp(tag, "div") != 0)
		return 0;
	if (has(class, "gmail_attr") || has(class, "moz-cite-prefix"))
		return MIME_MARK_SAID;
	if (has(id, "divRplyFwdMsg"))
		return MIME_MARK_REST;
	if (styled(style, "border", "none") && has(style, "border-top:solid"))
		return MIME_MARK_REST;
	return 0;
}

static void
begin_line(struct page *p)
{
	for (unsigned i = 0; i < p->quotes && i < QUOTES; i++)
		buf_char(&p->text, '>');
	if (p->quotes > 0)
		buf_char(&p->text, ' ');
}

/* Ends the line, and leaves so many empty ones. */
static void
end_lines(struct page *p)
{
	for (; p->feeds > 0; p->feeds--) {
		if (!p->line)
			begin_line(p);
		buf_char(&p->text, '\n');
		p->line = p->space = false;
	}
}

/* Asks for line ends before the next word: 1, or 2 for an empty line. */
static void
owe(struct page *p, unsigned feeds)
{
	if (!p->line && feeds > 0)
		feeds--;
	if (p->fresh)
		return;
	if (p->text.length > 0 && p->feeds < feeds)
		p->feeds = feeds;
}

static void
put(struct page *p, char c)
{
	end_lines(p);
	if (!p->line)
		begin_line(p);
	else if (p->space)
		buf_char(&p->text, ' ');
	p->space = p->fresh = false;
	p->line = true;
	buf_char(&p->text, c);
}

static void
add_byte(struct page *p, char c)
{
	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')
		p->space = p->line;
	else if ((unsigned char)c >= ' ')
		put(p, c);
}

/* Where spaces and lines count. */
static void
add_kept(struct page *p, char c)
{
	if (c == '\n')
		p->feeds++;
	else if ((unsigned char)c >= ' ' || c == '\t')
		put(p, c);
}

static void
stop(struct page *p)
{
	p->cut = true;
	xmlStopParser(p->ctxt);
}

static void
add(struct page *p, const char *text, size_t length)
{
	if (p->hidden > 0)
		return;
	for (size_t i = 0; i < length; i++)
		if (i + 1 < length &&
		    memcmp(text + i, "\xc2\xa0", 2) == 0) {
			put(p, ' ');	/* A space that is no end of a line. */
			i++;
		} else if (p->kept > 0) {
			add_kept(p, text[i]);
		} else {
			add_byte(p, text[i]);
		}
	if (p->text.over)
		stop(p);
}

static void
add_mark(struct page *p, char mark)
{
	if (p->hidden > 0 || p->quotes > 0)
		return;
	owe(p, 1);
	end_lines(p);
	buf_char(&p->text, mark);
	if (mark == MIME_MARK_SAID)
		return;
	p->line = true;
	owe(p, 1);
	end_lines(p);
}

static void
begin_sense(struct page *p, unsigned sense)
{
	if (sense & (BLOCK | SPACED | QUOTE))
		owe(p, sense & (SPACED | QUOTE) ? 2 : 1);
	if (sense & QUOTE) {
		end_lines(p);
		p->fresh = true;
	}
	if (sense & CELL)
		p->space = p->line;
	if (sense & SIGNATURE)
		add_mark(p, MIME_MARK_SIGNED);
	p->hidden += (sense & HIDDEN) != 0;
	p->quotes += (sense & QUOTE) != 0;
	p->kept += (sense & KEPT) != 0;
}

static void
end_sense(struct page *p, unsigned sense)
{
	if (sense & (BLOCK | SPACED | QUOTE))
		owe(p, sense & SPACED ? 2 : 1);
	if (sense & QUOTE) {
		p->feeds = p->feeds > 0;
		end_lines(p);
		p->fresh = false;
	}
	if (sense & SIGNATURE)
		add_mark(p, MIME_MARK_UNSIGNED);
	p->hidden -= (sense & HIDDEN) != 0;
	p->quotes -= (sense & QUOTE) != 0;
	p->feeds += (sense & QUOTE) != 0;
	p->kept -= (sense & KEPT) != 0;
}

/* An emoji that is drawn as a picture. */
static void
add_picture(struct page *p, const xmlChar **attributes)
{
	const char *alt = attribute(attributes, "alt");

	if ((unsigned char)alt[0] >= 0x80 && strlen(alt) <= 32)
		add(p, alt, strlen(alt));
}

static void
begin_link(struct page *p, const xmlChar **attributes)
{
	const char *to = attribute(attributes, "href");

	p->link[0] = '\0';
	if ((strncasecmp(to, "http://", 7) == 0 ||
	    strncasecmp(to, "https://", 8) == 0) && strlen(to) <= LINK &&
	    strpbrk(to, " \n\t<>") == NULL)
		memcpy(p->link, to, strlen(to) + 1);
	p->link_at = p->text.length;
}

/* Shows where a link goes, when its words do not and somebody wrote them. */
static void
end_link(struct page *p)
{
	const char *words = p->text.data + p->link_at;
	const char *bare = strchr(p->link, '/');
	size_t length;

	if (p->link[0] == '\0' || p->quotes > 0 || p->hidden > 0 ||
	    p->text.length <= p->link_at)
		return;
	bare += 2;
	length = strlen(bare);
	if (length > 0 && bare[length - 1] == '/')
		length--;
	if (memmem(words, strlen(words), bare, length) == NULL) {
		add(p, " (", 2);
		add(p, p->link, strlen(p->link));
		add(p, ")", 1);
	}
	p->link[0] = '\0';
}

static void
start_tag(void *context, const xmlChar *name, const xmlChar **attributes)
{
	struct page *p = context;
	const char *tag = (const char *)name;
	unsigned sense = sense_of(tag, attributes);
	char mark = mark_of(tag, attributes);

	if (p->depth == DEPTH) {
		stop(p);
		return;
	}
	if (strcasecmp(tag, "br") == 0 && p->hidden == 0)
		p->feeds++;
	else if (strcasecmp(tag, "img") == 0)
		add_picture(p, attributes);
	else if (strcasecmp(tag, "a") == 0)
		begin_link(p, attributes);
	begin_sense(p, sense);
	p->open[p->depth++] = sense;
	if (mark != 0)
		add_mark(p, mark);
	if (strcasecmp(tag, "li") == 0)
		add(p, "- ", 2);
}

static void
end_tag(void *context, const xmlChar *name)
{
	struct page *p = context;

	if (p->depth == 0)
		return;
	if (strcasecmp((const char *)name, "a") == 0)
		end_link(p);
	end_sense(p, p->open[--p->depth]);
}

static void
characters(void *context, const xmlChar *text, int length)
{
	add(context, (const char *)text, (size_t)length);
}

/* Behind a tag, and how many pieces it has; what is in quotes is none. */
static const char *
tag_end(const char *at, unsigned *pieces)
{
	const char *close;
	bool value = false;

	for (*pieces = 0; *at != '\0' && *at != '>'; at++) {
		if (value && (*at == '"' || *at == '\'')) {
			close = strchr(at + 1, *at);
			at = close != NULL ? close : at;
		}
		if (*at == ' ' || *at == '\t' || *at == '\n')
			continue;
		value = *at == '=';
		*pieces += value || strchr(" \t\n\"'", at[1]) != NULL;
	}
	return at;
}

/* How much of a page can be read: each attribute of a tag is compared with
 * the others, so they may not be many. */
static size_t
readable(const char *html)
{
	const char *at = html, *open;
	unsigned pieces;

	while ((open = strchr(at, '<')) != NULL) {
		at = tag_end(open + 1, &pieces);
		if (pieces > PIECES)
			return (size_t)(open - html);
	}
	return strlen(html);
}

char *
mime_html(struct arena *arena, const char *html, bool *cut)
{
	struct page p = { .ctxt = htmlNewParserCtxt() };
	size_t length = readable(html);
	char *text;

	p.cut = html[length] != '\0' || length > SOURCE;
	if (length > SOURCE)
		length = SOURCE;
	buf_init(&p.text, MIME_TEXT);
	memset(p.ctxt->sax, 0, sizeof(*p.ctxt->sax));
	p.ctxt->sax->startElement = start_tag;
	p.ctxt->sax->endElement = end_tag;
	p.ctxt->sax->characters = characters;
	p.ctxt->sax->ignorableWhitespace = characters;
	p.ctxt->userData = &p;
	htmlCtxtReadMemory(p.ctxt, html, (int)length, NULL, "UTF-8",
	    HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
	    HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	htmlFreeParserCtxt(p.ctxt);
	text = buf_keep(&p.text, arena);
	*cut |= p.cut;
	buf_free(&p.text);
	return text;
}
