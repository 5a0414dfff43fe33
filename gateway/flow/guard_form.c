/*
 * The forms in which translators leave tokens alone.  Going out, what is
 * markup in a form is written as a reference; coming back, everything but
 * tokens, references and line breaks is mangled.  Spaces that no text of ours
 * has become plain ones, and marks that nobody sees go (domain.md 1.3).
 */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "flow/guard_inside.h"

static void
put_point(struct buf *b, uint32_t c)
{
	char bytes[5];

	buf_add(b, bytes, text_point(c, bytes));
}

static void
put_dressed(struct buf *b, uint32_t c, enum token_form form)
{
	char letter = (char)c;

	if (c == '\n' && form == TOKEN_SPAN)
		buf_text(b, "<br>");
	else if (c == '&' || c == '<' || c == '>' || c == '"')
		buf_html(b, (char []){ letter, '\0' });
	else
		put_point(b, c);
}

const char *
guard_dress(struct arena *arena, const char *plain, enum token_form form)
{
	struct buf	 b;
	const char	*dressed;
	unsigned	 n;

	if (form == TOKEN_BRACKETS)
		return arena_text(arena, plain);
	buf_init(&b, GUARD_BYTES * 8);
	while (*plain != '\0') {
		n = guard_token_at(&plain);
		if (n == 0)
			put_dressed(&b, text_next(&plain), form);
		else if (form == TOKEN_XML)
			buf_print(&b, "<x id=\"%u\"/>", n);
		else
			buf_print(&b, "<span class=\"notranslate\">%u</span>",
			    n);
	}
	dressed = buf_keep(&b, arena);
	buf_free(&b);
	return dressed;
}

static void
skip_spaces(const char **p)
{
	const char *next = *p;

	while (u_isUWhiteSpace((UChar32)text_next(&next)))
		*p = next;
}

static bool
skip(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (strncasecmp(*p, word, n) != 0)
		return false;
	*p += n;
	return true;
}

/* A number in the digits of any script. */
static unsigned
number(const char **p)
{
	const char	*next = *p;
	unsigned	 n = 0;
	int32_t		 digit;

	while ((digit = u_charDigitValue((UChar32)text_next(&next))) >= 0 &&
	    n <= GUARD_TOKENS) {
		n = n * 10 + (unsigned)digit;
		*p = next;
	}
	return n <= GUARD_TOKENS ? n : 0;
}

/* The value of an attribute up to the end of its tag; NULL: it has none. */
static const char *
attribute(struct arena *arena, const char *tag, const char *end,
    const char *name)
{
	size_t		 n = strlen(name);
	const char	*p = tag, *close;

	for (; p + n + 2 < end; p++)
		if (isspace((unsigned char)p[0]) &&
		    strncasecmp(p + 1, name, n) == 0 && p[n + 1] == '=' &&
		    (p[n + 2] == '"' || p[n + 2] == '\'')) {
			close = memchr(p + n + 3, p[n + 2],
			    (size_t)(end - p) - n - 3);
			return close == NULL ? NULL : arena_copy(arena,
			    p + n + 3, (size_t)(close - p) - n - 3);
		}
	return NULL;
}

/* <x id="1"/>, or <x id="1"></x> as some write it; 0: it is mangled. */
static unsigned
xml_token(struct arena *arena, const char **p)
{
	const char	*tag = *p, *end = strchr(tag, '>'), *id;
	unsigned	 n;

	if (end == NULL || !skip(p, "<x") || !isspace((unsigned char)**p))
		return 0;
	id = attribute(arena, tag, end, "id");
	if (id == NULL || (n = number(&id)) == 0 || *id != '\0')
		return 0;
	*p = end + 1;
	if (end[-1] == '/')
		return n;
	skip_spaces(p);
	return skip(p, "</x>") ? n : 0;
}

/* <span class="notranslate">1</span> */
static unsigned
span_token(struct arena *arena, const char **p)
{
	const char	*tag = *p, *end = strchr(tag, '>'), *class;
	unsigned	 n;

	if (end == NULL || !skip(p, "<span") || !isspace((unsigned char)**p))
		return 0;
	class = attribute(arena, tag, end, "class");
	if (class == NULL || strcmp(class, "notranslate") != 0)
		return 0;
	*p = end + 1;
	skip_spaces(p);
	n = number(p);
	skip_spaces(p);
	return skip(p, "</span>") ? n : 0;
}

/* U+27E6 1 U+27E7 */
static unsigned
bracket_token(const char **p)
{
	unsigned n;

	(void)text_next(p);
	skip_spaces(p);
	n = number(p);
	skip_spaces(p);
	return text_next(p) == TOKEN_ENDS ? n : 0;
}

/* What &...; stands for, and on; 0: nothing we know. */
static uint32_t
reference(const char **p)
{
	static const struct {
		const char	*name;
		uint32_t	 is;
	} known[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
		{ "&quot;", '"' }, { "&apos;", '\'' }, { "&nbsp;", ' ' } };
	char		*end;
	unsigned long	 is;

	for (size_t i = 0; i < COUNT(known); i++)
		if (skip(p, known[i].name))
			return known[i].is;
	if (!skip(p, "&#"))
		return 0;
	is = skip(p, "x") ? (isxdigit((unsigned char)**p) ?
	    strtoul(*p, &end, 16) : 0) : (isdigit((unsigned char)**p) ?
	    strtoul(*p, &end, 10) : 0);
	if (is == 0 || is > UCHAR_MAX_VALUE || U_IS_SURROGATE(is) ||
	    *end != ';')
		return 0;
	*p = end + 1;
	return (uint32_t)is;
}

/* As our texts are written. */
static uint32_t
plainly(uint32_t c, enum token_form form)
{
	if (c == 0x200B || c == 0x200E || c == 0x200F || c == 0x00AD ||
	    c == 0x2060 || c == 0xFEFF)
		return 0;
	if (c == '\n' && form != TOKEN_SPAN)
		return c;
	return u_isUWhiteSpace((UChar32)c) ? ' ' : c;
}

/* The next token or letter of an answer; false: it is mangled. */
static bool
undress_next(struct arena *arena, const char **p, enum token_form form,
    struct buf *b)
{
	uint32_t	 c;
	unsigned	 n = 0;

	if (form == TOKEN_SPAN && (skip(p, "<br>") || skip(p, "<br/>") ||
	    skip(p, "<br />"))) {
		buf_char(b, '\n');
		return true;
	}
	if (form == TOKEN_BRACKETS && strncmp(*p, "\xE2\x9F\xA6", 3) == 0)
		n = bracket_token(p);
	else if (form != TOKEN_BRACKETS && **p == '<')
		n = form == TOKEN_XML ? xml_token(arena, p) :
		    span_token(arena, p);
	else {
		c = form != TOKEN_BRACKETS && **p == '&' ? reference(p) :
		    text_next(p);
		if (c == 0 || c == TOKEN_BEGINS || c == TOKEN_ENDS)
			return false;
		if ((c = plainly(c, form)) != 0)
			put_point(b, c);
		return true;
	}
	if (n == 0)
		return false;
	buf_print(b, "\xE2\x9F\xA6%u\xE2\x9F\xA7", n);
	return true;
}

const char *
guard_undress(struct arena *arena, const char *answer, enum token_form form)
{
	struct buf	 b;
	const char	*p, *plain = NULL;
	bool		 good = true;

	if (strlen(answer) > GUARD_BYTES * 8)
		return NULL;
	p = text_clean(arena, answer, strlen(answer));
	buf_init(&b, GUARD_BYTES);
	while (*p != '\0' && good)
		good = undress_next(arena, &p, form, &b);
	if (good && !b.over)
		plain = text_clean(arena, b.data, b.length);
	buf_free(&b);
	return plain;
}
