/*
 * The tables of settings as people read them: as an example file that
 * changes nothing until a line is uncommented, and as a part of the manual
 * page.
 */

#include <string.h>

#include "base/buf.h"
#include "base/config.h"

#define WIDTH		76
#define WORDS_MOST	8192

/* What there is to say about a setting. */
static void
add_words(struct buf *b, const struct setting *s)
{
	if (s->help != NULL)
		buf_print(b, "%s ", s->help);
	buf_text(b, "It is ");
	setting_wanted(b, s);
	buf_char(b, '.');
	if (s->preset == NULL)
		buf_text(b, " It must be given.");
}

/* Words as lines of a comment; one that is longer than a line gets its own. */
static void
print_comment(FILE *out, const char *words)
{
	size_t column = 0, length;

	for (; *words != '\0'; words += length) {
		words += strspn(words, " \n");
		length = strcspn(words, " \n");
		if (length == 0)
			break;
		if (column > 0 && column + 1 + length > WIDTH) {
			fputc('\n', out);
			column = 0;
		}
		fprintf(out, "%s%.*s", column == 0 ? "# " : " ", (int)length,
		    words);
		column += length + 1;
	}
	fputc('\n', out);
}

/* Text that troff prints as it stands. */
static void
print_plain(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text != '\0'; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else if (*text == '-')
			fputs("\\-", out);
		else
			fputc(*text, out);
	}
}

void
config_example(FILE *out, const char *heading, const struct setting *s)
{
	struct buf b;

	buf_init(&b, WORDS_MOST);
	fprintf(out, "[%s]\n", heading);
	for (; s->name != NULL; s++) {
		buf_clear(&b);
		add_words(&b, s);
		fputc('\n', out);
		print_comment(out, b.data);
		fprintf(out, "# %s%s = %s\n", s->name, setting_suffix(s),
		    s->preset == NULL ? "..." : s->preset);
	}
	fputc('\n', out);
	buf_free(&b);
}

void
config_manual(FILE *out, const char *heading, const struct setting *s)
{
	struct buf b;

	buf_init(&b, WORDS_MOST);
	fprintf(out, ".SS [%s]\n", heading);
	for (; s->name != NULL; s++) {
		buf_clear(&b);
		add_words(&b, s);
		fprintf(out, ".TP\n.B %s%s\n", s->name, setting_suffix(s));
		print_plain(out, b.data);
		fputc('\n', out);
		if (s->preset == NULL || *s->preset == '\0')
			continue;
		fputs("Unless given it is\n.BR \"", out);
		print_plain(out, s->preset);
		fputs("\" .\n", out);
	}
	buf_free(&b);
}
