/*
 * Words of cells.  What decides whether somebody may be written to fails
 * closed: a flag that nobody understands restricts.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/lang.h"
#include "base/phone.h"
#include "base/text.h"
#include "flow/oneroster_word.h"

#define WORD	40

/* What stands in a cell instead of nothing. */
static const char blanks[] =
    "|na|none|no|nil|null|unknown|unlisted|notavailable|notapplicable|tbd|"
    "noemail|nophone|0|0000000000|";

static const char yes_words[] =
    "|true|t|yes|y|1|x|on|si|restricted|";
static const char no_words[] =
    "|false|f|no|n|0|off|none|unrestricted|";

static const char here_words[] = "|active|a|enrolled|current|enabled|";
static const char gone_words[] =
    "|tobedeleted|inactive|i|deleted|removed|withdrawn|dropped|disabled|";

static const struct role_word roles[] = {
	{ "student", IS_STUDENT, false, false, true },
	{ "teacher", IS_STAFF, false, false, true },
	{ "aide", IS_STAFF, false, false, true },
	{ "proctor", IS_STAFF, false, false, true },
	{ "counselor", IS_STAFF, false, false, true },
	{ "principal", IS_STAFF, true, false, true },
	{ "siteadministrator", IS_STAFF, true, false, true },
	{ "administrator", IS_STAFF, true, true, true },
	{ "districtadministrator", IS_STAFF, false, true, true },
	{ "systemadministrator", IS_STAFF, false, false, true },
	{ "parent", IS_GUARDIAN, false, false, true },
	{ "guardian", IS_GUARDIAN, false, false, true },
	{ "relative", IS_GUARDIAN, false, false, true },

	{ "pupil", IS_STUDENT, false, false, false },
	{ "learner", IS_STUDENT, false, false, false },
	{ "staff", IS_STAFF, false, false, false },
	{ "faculty", IS_STAFF, false, false, false },
	{ "employee", IS_STAFF, false, false, false },
	{ "instructor", IS_STAFF, false, false, false },
	{ "counsellor", IS_STAFF, false, false, false },
	{ "paraprofessional", IS_STAFF, false, false, false },
	{ "nurse", IS_STAFF, false, false, false },
	{ "librarian", IS_STAFF, false, false, false },
	{ "secretary", IS_STAFF, true, false, false },
	{ "clerk", IS_STAFF, true, false, false },
	{ "assistantprincipal", IS_STAFF, true, false, false },
	{ "viceprincipal", IS_STAFF, true, false, false },
	{ "headteacher", IS_STAFF, true, false, false },
	{ "superintendent", IS_STAFF, false, true, false },
	{ "contact", IS_GUARDIAN, false, false, false },
	{ "caregiver", IS_GUARDIAN, false, false, false },
	{ "legalguardian", IS_GUARDIAN, false, false, false },
	{ "mother", IS_GUARDIAN, false, false, false },
	{ "father", IS_GUARDIAN, false, false, false },
	{ "stepmother", IS_GUARDIAN, false, false, false },
	{ "stepfather", IS_GUARDIAN, false, false, false },
	{ "grandmother", IS_GUARDIAN, false, false, false },
	{ "grandfather", IS_GUARDIAN, false, false, false },
	{ "grandparent", IS_GUARDIAN, false, false, false },
	{ "fosterparent", IS_GUARDIAN, false, false, false },
};

static bool
among(const char *text, const char *list)
{
	char	 bars[WORD + 2] = "|";

	word_fold(text, bars + 1, WORD);
	if (bars[1] == '\0')
		return false;
	memcpy(bars + strlen(bars), "|", 2);
	return strstr(list, bars) != NULL;
}

enum status
word_status(const char *text)
{
	if (*text == '\0' || among(text, here_words))
		return STATUS_HERE;
	return among(text, gone_words) ? STATUS_GONE : STATUS_STRANGE;
}

enum yes
word_yes(struct reading *r, const struct cell *cell, enum yes strange)
{
	const char *text = cell_text(r, cell);

	if (*text == '\0')
		return UNSAID;
	if (among(text, yes_words))
		return YES;
	if (among(text, no_words))
		return NO;
	note(r, NOTE_SKIPPED, cell, "\"%s\" is neither true nor false; to be "
	    "on the safe side this person is not written to: write true or "
	    "false", text);
	return strange;
}

/* Up to four digits, and the sign behind them is passed. */
static int64_t
number(const char **text)
{
	int64_t		 value = 0;
	unsigned	 digits = 0;

	for (; **text >= '0' && **text <= '9' && digits < 5; digits++)
		value = value * 10 + *(*text)++ - '0';
	if (**text == '-' || **text == '/')
		(*text)++;
	return digits == 0 ? -1 : value;
}

int64_t
word_day(const char *text)
{
	int64_t	 one = number(&text), two = number(&text),
		 three = number(&text), year, month, day;

	if (one > 31) {
		year = one;
		month = two;
		day = three;
	} else {
		month = one;
		day = two;
		year = three;
	}
	if (year < 1900 || year > 2200 || month < 1 || month > 12 ||
	    day < 1 || day > 31)
		return 0;
	return year * 10000 + month * 100 + day;
}

bool
word_over(struct reading *r, const struct cell *cell)
{
	const char	*text;
	int64_t		 day;

	if (r->options->today == 0 || !sheet_has(cell->sheet, cell->column))
		return false;
	text = cell_text(r, cell);
	if (*text == '\0')
		return false;
	day = word_day(text);
	if (day == 0)
		note(r, NOTE_TOLERATED, cell, "\"%s\" is no day such as "
		    "2026-12-08; it is passed over", text);
	else if (day < r->options->today)
		note(r, NOTE_TOLERATED, cell, "this ended on %s; it is left "
		    "out", text);
	return day != 0 && day < r->options->today;
}

const struct role_word *
word_role(struct reading *r, const struct cell *cell)
{
	const char	*text = cell_text(r, cell);
	char		 word[WORD];

	word_fold(text, word, sizeof(word));
	for (unsigned i = 0; i < COUNT(roles); i++) {
		if (strcmp(word, roles[i].word) != 0)
			continue;
		if (!roles[i].ours)
			note(r, NOTE_TOLERATED, cell, "\"%s\" is no role of "
			    "OneRoster; it is taken for %s", text,
			    roles[i].kinds == IS_STAFF ? "a member of staff" :
			    roles[i].kinds == IS_STUDENT ? "a student" :
			    "a guardian");
		return &roles[i];
	}
	if (*text == '\0')
		note(r, NOTE_SKIPPED, cell, "there is no role; write one such "
		    "as student, teacher or parent");
	else
		note(r, NOTE_SKIPPED, cell, "nobody knows the role \"%s\"; it "
		    "is left out: write one such as student, teacher or "
		    "parent", text);
	return NULL;
}

bool
word_is_guardian(const char *text)
{
	char word[WORD];

	word_fold(text, word, sizeof(word));
	for (unsigned i = 0; i < COUNT(roles); i++)
		if (strcmp(word, roles[i].word) == 0)
			return roles[i].kinds == IS_GUARDIAN;
	return false;
}

const char *
word_language(struct reading *r, const struct cell *cell)
{
	const char *text, *tag;

	if (!sheet_has(cell->sheet, cell->column))
		return NULL;
	text = cell_text(r, cell);
	if (*text == '\0')
		return NULL;
	tag = lang_tag(text);
	if (tag != NULL)
		return tag;
	note(r, NOTE_TOLERATED, cell, "we do not know the language \"%s\"; "
	    "English is written: correct it, or ask for that language", text);
	return "en-US";
}

/* Adds an address, once. */
static void
reach(struct reading *r, const struct cell *cell, struct reaches *all,
    const char *address)
{
	for (unsigned i = 0; i < all->count; i++)
		if (strcmp(all->list[i], address) == 0)
			return;
	if (all->count == REACHES_MOST) {
		note(r, NOTE_SKIPPED, cell, "\"%s\" is left out: a person has "
		    "at most %d", address, REACHES_MOST);
		return;
	}
	all->list[all->count++] = address;
}

static void
add_phone(struct reading *r, const struct cell *cell, const char *text,
    struct reaches *phones)
{
	struct phone	 phone;
	const char	*why;

	if (!phone_read(text, &phone, &why))
		note(r, NOTE_SKIPPED, cell, "\"%s\" is left out: %s", text,
		    why);
	else if (phone.fictitious && !r->options->fictitious)
		note(r, NOTE_SKIPPED, cell, "\"%s\" is left out: nobody has a "
		    "number with 555-01; such numbers are for a district in "
		    "practice", text);
	else
		reach(r, cell, phones, arena_text(r->own, phone.number));
}

static bool
is_blank(struct reading *r, const struct cell *cell, const char *text)
{
	if (*text == '\0' || text[strspn(text, "-. /")] == '\0')
		return true;
	if (!among(text, blanks))
		return false;
	note(r, NOTE_TOLERATED, cell, "\"%s\" is read as empty", text);
	return true;
}

void
word_phones(struct reading *r, const struct cell *cell,
    struct reaches *phones)
{
	const char	*text, **numbers;
	unsigned	 count;

	if (!sheet_has(cell->sheet, cell->column))
		return;
	text = cell_raw(cell);
	if (is_blank(r, cell, text))
		return;
	count = phone_split(r->own, text, &numbers);
	if (count > 1)
		note(r, NOTE_TOLERATED, cell, "there are %u numbers in this "
		    "field; each is read", count);
	for (unsigned i = 0; i < count; i++)
		add_phone(r, cell, numbers[i], phones);
}

void
word_emails(struct reading *r, const struct cell *cell,
    struct reaches *emails)
{
	const char	*text, **list, *email, *why;
	unsigned	 count;

	if (!sheet_has(cell->sheet, cell->column))
		return;
	text = cell_raw(cell);
	if (is_blank(r, cell, text))
		return;
	count = email_split(r->own, text, &list);
	for (unsigned i = 0; i < count; i++)
		if (email_read(r->own, list[i], &email, &why))
			reach(r, cell, emails, email);
		else
			note(r, NOTE_SKIPPED, cell, "\"%s\" is left out: %s",
			    list[i], why);
}
