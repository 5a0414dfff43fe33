/*
 * What has a form of its own (links, numbers), as regular expressions, which
 * know the digits of all scripts.  To read them takes longer than to use them,
 * so they are read once, and each use has copies of its own.
 */

#include <assert.h>
#include <stdlib.h>

#include "base/list.h"
#include "flow/guard_inside.h"

/* \w and \d know all scripts, and ICU keeps them ready; a set that is written
 * out costs it a millisecond each time. */
#define NO_WORD_BEFORE	"(?<!\\w)"
#define NO_WORD_BEHIND	"(?!\\w)"
#define NO_DIGIT_BEFORE	"(?<!\\d)"
#define NO_DIGIT_BEHIND	"(?!\\d)"
#define LABEL		"\\w(?:\\w|-){0,62}"
#define PATH		"(?:[:/?#][^\\s<>\"\\u27E6\\u27E7]{0,400})?"
#define MONEY		"$\\u00A2-\\u00A5\\u20A0-\\u20C0"
#define HALF		"(?:\\s?(?:[AaPp]\\.\\s?[Mm]\\.|[AaPp][Mm]"	\
			NO_WORD_BEHIND "))"

static const char *const patterns[] = {
	/* Links: with a scheme, with www, or what ends as one does. */
	"(?i)(?:https?|ftp)://[^\\s<>\"\\u27E6\\u27E7]{1,600}",
	"(?i)" NO_WORD_BEFORE "www\\.[^\\s<>\"\\u27E6\\u27E7]{1,600}",
	NO_WORD_BEFORE "(?:" LABEL "\\.){1,6}(?:com|org|net|edu|gov|us|info|"
	    "app|io|ly|gl|me|co|tv|link|page|school|family|mx|br|COM|ORG|NET|"
	    "EDU|GOV|US)" NO_WORD_BEHIND PATH,
	/* Mailboxes. */
	NO_WORD_BEFORE "\\w(?:\\w|[.%+'-]){0,63}@(?:" LABEL
	    "\\.){1,6}\\w{2,24}" NO_WORD_BEHIND,
	/* Phone numbers: of here, of anywhere, and bare. */
	NO_DIGIT_BEFORE "(?:\\+?\\d{1,3}[ .-]?)?(?:\\(\\d{3}\\)[ ]?|"
	    "\\d{3}[ .-])\\d{3}[ .-]\\d{4}" NO_DIGIT_BEHIND
	    "(?:,?\\s?(?:x|ext)\\.?\\s?\\d{1,6})?",
	"\\+\\d(?:\\d|[ .()-]){5,18}\\d" NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d{3}[.-]\\d{4}" NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d{7,30}" NO_DIGIT_BEHIND,
	/* Times. */
	NO_DIGIT_BEFORE "\\d{1,2}[:h]\\d{2}" NO_DIGIT_BEHIND HALF "?",
	NO_DIGIT_BEFORE "\\d{1,2}(?:[.:h]\\d{2})?" HALF,
	/* Dates in figures. */
	NO_DIGIT_BEFORE "\\d{1,4}[/.-]\\d{1,2}[/.-]\\d{1,4}"
	    NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d{1,2}/\\d{1,2}" NO_DIGIT_BEHIND,
	/* Amounts, and numbers with a point or a comma. */
	"[" MONEY "]\\s?\\d+(?:[.,]\\d+){0,6}" NO_DIGIT_BEHIND,
	NO_DIGIT_BEFORE "\\d+(?:[.,]\\d+){0,6}\\s?[%" MONEY "]",
	NO_DIGIT_BEFORE "\\d+(?:[.,]\\d+){1,6}" NO_DIGIT_BEHIND,
	/* Rooms and classes: 3B, B12, A-2. */
	NO_WORD_BEFORE "(?=[A-Z-]*[0-9])(?=[0-9-]*[A-Z])"
	    "[A-Z0-9]+(?:-[A-Z0-9]+){0,3}" NO_WORD_BEHIND,
	/* Other numbers that may be somebody's: of students, of rooms. */
	NO_DIGIT_BEFORE "\\d{4,6}" NO_DIGIT_BEHIND,
	/* What would look like a token. */
	"[\\u27E6\\u27E7]",
	/* GUARD_ANY_LINK */
	"(?:\\w|-)\\.{1,3}(?:[a-z]{2}|COM|ORG|NET|EDU|GOV|INFO|XYZ|TOP|IO)|"
	    "[A-Za-z]{2,8}://",
};

_Static_assert(COUNT(patterns) == GUARD_FORMS + 1, "the number of forms");

struct guard_forms {
	URegularExpression *list[COUNT(patterns)];
};

static URegularExpression *
expression(const char *pattern)
{
	UErrorCode		 status = U_ZERO_ERROR;
	URegularExpression	*e = uregex_openC(pattern, 0, NULL, &status);

	assert(U_SUCCESS(status));
	uregex_setTimeLimit(e, 2000, &status);
	return e;
}

struct guard_forms *
guard_forms_new(void)
{
	struct guard_forms *f = calloc(1, sizeof *f);

	if (f == NULL)
		abort();
	for (size_t i = 0; i < COUNT(patterns); i++)
		f->list[i] = expression(patterns[i]);
	return f;
}

void
guard_forms_free(struct guard_forms *f)
{
	for (size_t i = 0; f != NULL && i < COUNT(patterns); i++)
		uregex_close(f->list[i]);
	free(f);
}

URegularExpression *
guard_form(const struct guard_forms *f, unsigned form)
{
	UErrorCode		 status = U_ZERO_ERROR;
	URegularExpression	*e;

	if (f == NULL)
		return expression(patterns[form]);
	e = uregex_clone(f->list[form], &status);
	assert(U_SUCCESS(status));
	uregex_setTimeLimit(e, 2000, &status);
	return e;
}
