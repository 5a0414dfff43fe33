/*
 * What a person wrote, apart from what they quoted and signed.
 *
 * Each line of a mail gets a place.  Lines with > are a quote, and with them
 * the lines above that say who wrote it.  A quote without > begins at the
 * fields of the older mail, or at a line that says who wrote what and when
 * and can be nothing else; it goes to the end, when somebody wrote something
 * above it.  Else the answer is somewhere below, nobody can say where, and
 * all of it is kept.  What is passed on is what the person wants to say, so
 * it is kept too.
 *
 * Who answers between quotes answers to them: "yes" alone says nothing.  So
 * where there are two quotes or more with words between them, the last lines
 * of each stay above the words that answer it.
 */

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mime_inside.h"
#include "base/text.h"

#define JOINED		4	/* Lines that say who wrote. */
#define LABELS		10	/* Lines looked through for fields. */
#define SIGNED		20	/* Lines of a signature, */
#define SIGNED_BARE	8	/* and below a -- without its space. */
#define KEPT		6	/* Lines of a quote that is answered. */

struct line {
	const char	*text;
	bool		 blank, quoted, folded;
	bool		 sign_off;	/* "-- " */
	char		 mark;		/* Or 0. */
};

struct fold {
	struct arena	*arena;
	struct line	*lines;
	size_t		 count;
	bool		 passes_on, answers;
	bool		 quotes;	/* What has > is one. */
};

/* Whether a quote begins with it: > but not an arrow, and not a face. */
static bool
has_sign(const char *text)
{
	text += strspn(text, " \t");
	if (*text != '>')
		return false;
	while (*text == '>' || *text == ' ')
		text++;
	return strncmp(text, ":(", 2) != 0 && strncmp(text, ":-", 2) != 0 &&
	    strncmp(text, ".<", 2) != 0 && strncmp(text, "_<", 2) != 0;
}

/* Whether only spaces stand in it, of Unicode too. */
static bool
is_blank(const char *text)
{
	for (;;) {
		if (strncmp(text, "\xc2\xa0", 2) == 0)
			text += 2;
		else if (strncmp(text, "\xe2\x80\x8b", 3) == 0 ||
		    strncmp(text, "\xef\xbb\xbf", 3) == 0)
			text += 3;
		else if (*text == ' ' || *text == '\t')
			text++;
		else
			return *text == '\0';
	}
}

static void
read_line(struct fold *f, struct line *l, const char *text, size_t length)
{
	if (length > 0 && text[0] >= MIME_MARK_REST &&
	    text[0] <= MIME_MARK_UNSIGNED) {
		l->mark = *text++;
		length--;
	}
	l->sign_off = length == 3 && memcmp(text, "-- ", 3) == 0;
	while (length > 0 && (text[length - 1] == ' ' ||
	    text[length - 1] == '\t'))
		length--;
	l->text = arena_copy(f->arena, text, length);
	l->blank = is_blank(l->text);
	l->quoted = has_sign(l->text);
}

static void
read_lines(struct fold *f, const char *text)
{
	const char *at = text;
	size_t length, i = 0;

	for (f->count = 1; (at = strchr(at, '\n')) != NULL; at++)
		f->count++;
	f->lines = NEW_LIST(f->arena, struct line, f->count);
	for (at = text; i < f->count; at += length + 1) {
		length = strcspn(at, "\n");
		read_line(f, &f->lines[i++], at, length);
	}
}

/* The next line from there on that is not blank; count: none. */
static size_t
next_line(const struct fold *f, size_t i)
{
	while (i < f->count && f->lines[i].blank)
		i++;
	return i;
}

/* Whether it was written, as far as is known. */
static bool
written(const struct line *l)
{
	return !l->blank && !l->quoted && !l->folded;
}

static void
fold_lines(struct fold *f, size_t from, size_t to)
{
	for (; from < to; from++)
		f->lines[from].folded = true;
}

static bool
written_above(const struct fold *f, size_t i)
{
	while (i > 0)
		if (written(&f->lines[--i]))
			return true;
	return false;
}

/* Whether a > at the beginning of a line is a sign: there are more of them,
 * a space is behind it, or the line above says so. */
static bool
is_sign(const struct fold *f, size_t i)
{
	const char *text = f->lines[i].text;
	size_t above = i;

	if (strncmp(text, "> ", 2) == 0 || strncmp(text, ">>", 2) == 0 ||
	    strcmp(text, ">") == 0 || (i > 0 && f->lines[i - 1].quoted) ||
	    (i + 1 < f->count && f->lines[i + 1].quoted))
		return true;
	while (above > 0 && f->lines[above - 1].blank)
		above--;
	return above > 0 && f->lines[above - 1].folded;
}

/* Who answers nothing, and says of nobody that they wrote, makes a list. */
static void
doubt_signs(struct fold *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->lines[i].quoted)
			f->lines[i].quoted = f->quotes && is_sign(f, i);
}

/* The lines up to and with the last, as one. */
static char *
joined(struct fold *f, size_t last, size_t lines)
{
	struct buf b;
	char *text;

	buf_init(&b, 2048);
	for (size_t i = last + 1 - lines; i <= last; i++) {
		buf_text(&b, f->lines[i].text);
		if (i < last && b.length > 0 && b.data[b.length - 1] != '<')
			buf_char(&b, ' ');
	}
	text = b.over ? arena_text(f->arena, "") : buf_keep(&b, f->arena);
	buf_free(&b);
	return text;
}

/* How many lines that end here say who wrote what is below; 0: they do not.
 * What proves most counts, and of the same the fewest. */
static size_t
lines_that_say(struct fold *f, size_t last, enum mime_proof *most)
{
	size_t found = 0;

	*most = MIME_UNSAID;
	for (size_t n = 1; n <= JOINED && n <= last + 1; n++) {
		const struct line *l = &f->lines[last + 1 - n];
		enum mime_proof proof;

		if (!written(l))
			break;
		proof = mime_says_who(f->arena, joined(f, last, n));
		if (l->mark == MIME_MARK_SAID && proof < MIME_LIKELY)
			proof = MIME_LIKELY;
		if (proof > *most) {
			*most = proof;
			found = n;
		}
		if (l->mark == MIME_MARK_SAID)
			break;
	}
	return found;
}

/* Cheap: whether a line can be the end of one that says who wrote. */
static bool
ends_saying(const struct line *l)
{
	size_t length = strlen(l->text);
	const char *end = l->text + length;

	if (!written(l) || length < 3)
		return false;
	return end[-1] == ':' || l->mark == MIME_MARK_SAID ||
	    strcmp(end - 3, "：") == 0 ||
	    ((end[-1] == '*' || end[-1] == '_') && end[-2] == ':');
}

/* Folds what says who wrote, above quotes with signs; and the rest of the
 * mail below what can say nothing else. */
static void
fold_said(struct fold *f)
{
	for (size_t i = 0; i < f->count; i++) {
		size_t below, n;
		enum mime_proof proof;

		if (!ends_saying(&f->lines[i]))
			continue;
		n = lines_that_say(f, i, &proof);
		if (n == 0)
			continue;
		below = next_line(f, i + 1);
		if (below < f->count && f->lines[below].quoted) {
			f->quotes = true;
			fold_lines(f, i + 1 - n, i + 1);
		} else if (proof == MIME_SURELY && below < f->count &&
		    written_above(f, i + 1 - n)) {
			fold_lines(f, i + 1 - n, f->count);
			return;
		}
	}
}

/* Whether the fields of an older mail begin here. */
static bool
labels_here(struct fold *f, size_t i)
{
	unsigned seen = 0, count = 0;

	if (!written(&f->lines[i]) ||
	    mime_label(f->arena, f->lines[i].text) == 0)
		return false;
	for (size_t end = i + LABELS; i < f->count && i < end; i++) {
		if (f->lines[i].blank && count >= 3)
			break;
		if (f->lines[i].quoted)
			break;
		seen |= mime_label(f->arena, f->lines[i].text);
		count = (unsigned)__builtin_popcount(seen);
	}
	return count >= 3 && (seen & 1) != 0 && (seen & 8) != 0;
}

/* Whether fields begin here, in whatever language: three words with colons,
 * one below the other. */
static bool
fields_here(const struct fold *f, size_t i)
{
	unsigned count = 0;

	for (; i < f->count && count < 3; i++, count++) {
		const char *text = f->lines[i].text;
		size_t length = strcspn(text, ":");

		if (length == 0 || length > 60 || text[length] == '\0')
			return false;
	}
	return count == 3;
}

/* What begins at a line: a border, which the fields below it explain. */
static enum mime_border
border_at(struct fold *f, size_t i)
{
	const struct line *l = &f->lines[i];
	enum mime_border border = MIME_NO_BORDER;
	size_t below;

	if (l->quoted || l->folded)
		return MIME_NO_BORDER;
	if (l->mark == MIME_MARK_REST)
		return fields_here(f, next_line(f, i + 1)) ? MIME_ORIGINAL :
		    MIME_NO_BORDER;
	if (l->blank)
		return MIME_NO_BORDER;
	if (labels_here(f, i))
		return MIME_ORIGINAL;
	border = mime_border(f->arena, l->text);
	if (border != MIME_LINE)
		return border;
	below = next_line(f, i + 1);
	return below < f->count && labels_here(f, below) ? MIME_ORIGINAL :
	    MIME_NO_BORDER;
}

/*
 * Folds a quote without signs.  What is passed on ends the looking: f->count
 * becomes where it begins, and the lines from there on are kept.  So is what
 * looks like a quote in a mail that answers nothing: somebody put it there.
 */
static void
fold_rest(struct fold *f)
{
	for (size_t i = 0; i < f->count; i++) {
		enum mime_border border = border_at(f, i);

		if (border == MIME_NO_BORDER)
			continue;
		if (border == MIME_PASSED_ON || f->passes_on || !f->answers)
			f->count = i;
		else if (written_above(f, i))
			fold_lines(f, i, f->count);
		return;
	}
}

/* The signature that begins behind a line "-- ", as far as the next quote;
 * a long one is something else.  Without the space it is a line that people
 * draw too. */
static void
fold_signature(struct fold *f, size_t from)
{
	size_t to = from + 1, lines = 0, most = SIGNED;

	if (!f->lines[from].sign_off) {
		if (from > 0 && !f->lines[from - 1].blank)
			return;
		most = SIGNED_BARE;
	}

	for (; to < f->count; to++) {
		if (f->lines[to].quoted || f->lines[to].folded)
			break;
		lines += !f->lines[to].blank;
	}
	if (lines <= most)
		fold_lines(f, from, to);
}

/* The signature between two marks. */
static void
fold_marked(struct fold *f, size_t from)
{
	size_t to = from + 1, lines = 0;

	for (; to < f->count; to++) {
		if (f->lines[to].mark == MIME_MARK_UNSIGNED)
			break;
		lines += !f->lines[to].blank;
	}
	if (to < f->count && lines <= SIGNED)
		fold_lines(f, from, to + 1);
}

static void
fold_signatures(struct fold *f)
{
	for (size_t i = 0; i < f->count; i++) {
		if (f->lines[i].folded)
			continue;
		if (f->lines[i].mark == MIME_MARK_SIGNED)
			fold_marked(f, i);
		else if (strcmp(f->lines[i].text, "--") == 0)
			fold_signature(f, i);
	}
}

/* Folds what a telephone added at the end of what was written. */
static void
fold_sent_from(struct fold *f)
{
	bool last = true;

	for (size_t i = f->count; i-- > 0;) {
		struct line *l = &f->lines[i];

		if (l->quoted || l->folded)
			last = true;
		if (!written(l) || !last)
			continue;
		last = mime_sent_from(f->arena, l->text);
		l->folded = last;
	}
}

/* How many stretches were written that have a quote above and below. */
static bool
answers_between(const struct fold *f)
{
	bool quote = false, between = false;

	for (size_t i = 0; i < f->count; i++) {
		if (f->lines[i].quoted) {
			if (between)
				return true;
			quote = true;
		} else if (quote && written(&f->lines[i])) {
			between = true;
		}
	}
	return false;
}

/* Folds quotes, but the ends of those that are answered one by one. */
static void
fold_quotes(struct fold *f)
{
	bool between = answers_between(f), answered = false;
	size_t kept = 0;

	for (size_t i = f->count; i-- > 0;) {
		struct line *l = &f->lines[i];

		if (l->quoted) {
			l->folded = !between || !answered || kept++ >= KEPT;
		} else if (!l->blank) {
			answered = !l->folded;
			kept = 0;
		}
	}
}

/* The lines that are folded, or the others, as one text. */
static const char *
gather(struct fold *f, size_t count, bool folded)
{
	struct buf b;
	unsigned feeds = 0;
	const char *text;

	buf_init(&b, (size_t)2 * MIME_TEXT + 16);
	for (size_t i = 0; i < count; i++) {
		const struct line *l = &f->lines[i];

		if (l->blank || l->folded != folded) {
			feeds = 2;
			continue;
		}
		for (; feeds > 0 && b.length > 0; feeds--)
			buf_char(&b, '\n');
		buf_text(&b, l->text);
		feeds = 1;
	}
	text = text_clean(f->arena, b.data, b.length);
	buf_free(&b);
	return text;
}

void
mime_fold(struct arena *arena, struct mime_folding *folding)
{
	struct fold f = {
		.arena = arena,
		.passes_on = folding->passes_on,
		.answers = folding->answers,
		.quotes = folding->answers,
	};
	size_t count;

	read_lines(&f, folding->text);
	count = f.count;
	fold_rest(&f);
	fold_said(&f);
	doubt_signs(&f);
	fold_signatures(&f);
	fold_sent_from(&f);
	fold_quotes(&f);
	folding->words = gather(&f, count, false);
	folding->folded = gather(&f, count, true);
}
