/*
 * What a cell says beside a number matters: "508-799-3116 (cell)" is that
 * number, "508-799-3116 do not call" is one that nobody may use.  The
 * library passes over words in front of a number and takes those behind it
 * for digits, so words are looked at here first; the few that say nothing
 * go, and any other refuses the number.
 */

#include <string.h>

#include <unicode/uchar.h>

#include "base/arena.h"
#include "base/bridge.h"
#include "base/phone.h"
#include "base/text.h"

#define REGION		"US"
#define WORD		16	/* Letters of a word that are compared. */
#define PLAIN		(PHONE_LONGEST + 1)

/* As the library numbers them. */
static const enum phone_type types[] = {
	PHONE_FIXED, PHONE_MOBILE, PHONE_FIXED_OR_MOBILE, PHONE_TOLL_FREE,
	PHONE_PAID, PHONE_PAID,		/* Premium, shared cost. */
	PHONE_MOBILE,			/* Over the internet. */
	PHONE_OTHER, PHONE_OTHER, PHONE_OTHER, PHONE_OTHER,
	PHONE_UNKNOWN,
};

/* What a word beside a number is. */
enum word_kind {
	WORD_LABEL,		/* It says nothing that changes the number. */
	WORD_EXTENSION,
	WORD_MEANT,		/* Somebody meant something by it. */
};

static const char labels[] =
    "|c|cel|cell|cellphone|cellular|celular|f|father|h|home|m|main|mobile|"
    "mobil|mom|mother|mother's|movil|dad|daddy|n|number|p|ph|phone|primary|"
    "s|secondary|sms|t|tel|telefone|telefono|telephone|text|texts|w|work|"
    "casa|trabajo|trabalho|mae|pai|mama|papa|madre|padre|";
static const char extensions[] =
    "|x|ext|extn|extension|ramal|anexo|int|";

/* Between two numbers. */
static const char *const separators[] = {
	"/", ";", ",", "|", "&", "\n", "\t", " or ", " OR ", " Or ",
	" and ", " AND ", " o ", " y ", " ou ",
};

bool
phone_look(const char *text, struct phone *phone)
{
	struct bridge_phone known;

	*phone = (struct phone){ .type = PHONE_UNKNOWN };
	if (strlen(text) > PHONE_LONGEST ||
	    !bridge_phone_look(text, REGION, &known))
		return false;
	memcpy(phone->number, known.number, sizeof(phone->number));
	memcpy(phone->extension, known.extension, sizeof(phone->extension));
	memcpy(phone->region, known.region, sizeof(phone->region));
	if (known.type >= 0 && known.type < (int)COUNT(types))
		phone->type = types[known.type];
	phone->possible = known.possible;
	phone->valid = phone->type != PHONE_UNKNOWN;
	phone->fictitious = phone->valid && strlen(phone->number) == 12 &&
	    strncmp(phone->number, "+1", 2) == 0 &&
	    strncmp(phone->number + 5, "55501", 5) == 0;
	return true;
}

static bool
among(const char *word, const char *list)
{
	char	 bars[WORD + 3] = "|";

	memcpy(bars + 1, word, strlen(word));
	bars[strlen(word) + 1] = '|';
	return strstr(list, bars) != NULL;
}

/* A letter without its accent is enough to know a label by. */
static char
plain(uint32_t c)
{
	static const char from[] = "\xc3\xa1\xc3\xa3\xc3\xa9\xc3\xb3";
	const char *at = from, *into = "aaeo";

	c = (uint32_t)u_tolower((UChar32)c);
	while (c >= 0x80 && *at != '\0') {
		if (text_next(&at) == c)
			return *into;
		into++;
	}
	return c < 0x80 ? (char)c : '?';
}

static bool
is_letter(uint32_t c)
{
	return u_isalpha((UChar32)c) || c == '\'';
}

/* Reads a word, up to its end. */
static enum word_kind
word_read(const char **text)
{
	char		 word[WORD + 1] = "";
	size_t		 length = 0;
	const char	*next = *text;
	uint32_t	 c;

	while (is_letter(c = text_next(&next))) {
		if (length == WORD)
			return WORD_MEANT;
		word[length++] = plain(c);
		*text = next;
	}
	if (among(word, extensions))
		return WORD_EXTENSION;
	return among(word, labels) ? WORD_LABEL : WORD_MEANT;
}

/* Writes what the library is to read: digits of any script as ours, words
 * that say nothing as a space.  False: there are words that were meant. */
static bool
strip(const char *text, char out[PLAIN], unsigned *digits)
{
	const char	*next = text;
	size_t		 length = 0;
	uint32_t	 c;

	*digits = 0;
	while ((c = text_next(&next)) != 0) {
		if (is_letter(c)) {
			enum word_kind kind = word_read(&text);

			if (kind == WORD_MEANT)
				return false;
			out[length++] = kind == WORD_EXTENSION ? 'x' : ' ';
			next = text;
			continue;
		}
		if (u_charDigitValue((UChar32)c) >= 0) {
			out[length++] = (char)('0' +
			    u_charDigitValue((UChar32)c));
			(*digits)++;
			text = next;
		}
		while (text < next)
			out[length++] = *text++;
	}
	out[length] = '\0';
	return true;
}

/* Why a number that was read cannot get texts; NULL: it can. */
static const char *
refuse(const struct phone *phone, unsigned digits)
{
	if (phone->extension[0] != '\0')
		return "a number with an extension cannot get texts; write a "
		    "mobile number";
	if (digits == 7)
		return "this number has no area code; write all ten digits, "
		    "as 508-799-3116";
	if (!phone->possible)
		return "this number has too few digits or too many; write all "
		    "ten, or + and the country for one abroad";
	if (!phone->valid)
		return "there is no such number; check its digits";
	if (phone->type == PHONE_TOLL_FREE)
		return "a toll-free number cannot get texts from a school; "
		    "write a mobile number";
	if (phone->type == PHONE_PAID)
		return "this is a number that costs extra; write a mobile "
		    "number";
	if (phone->type == PHONE_OTHER)
		return "this is no number of a mobile phone; write one";
	return NULL;
}

static bool
has_more(const char *text)
{
	struct arena	 *arena = arena_new();
	const char	**numbers;
	bool		  more = phone_split(arena, text, &numbers) > 1;

	arena_free(arena);
	return more;
}

bool
phone_read(const char *text, struct phone *phone, const char **why)
{
	char		 plainly[PLAIN];
	unsigned	 digits;

	*phone = (struct phone){ .type = PHONE_UNKNOWN };
	*why = NULL;
	if (strlen(text) > PHONE_LONGEST)
		*why = "this is too long for a phone number; write the number "
		    "alone";
	else if (!strip(text, plainly, &digits))
		*why = "there are words beside the number, or in place of it; "
		    "write the number alone";
	else if (digits == 0)
		*why = "there is no number; write one, as 508-799-3116";
	else if (!phone_look(plainly, phone))
		*why = has_more(text) ?
		    "there is more than one number; write them apart" :
		    "this is no phone number; write one as 508-799-3116, or "
		    "with + and the country";
	else
		*why = refuse(phone, digits);
	return *why == NULL;
}

/* Where the next separator is, and how long it is. */
static const char *
find_separator(const char *text, size_t *length)
{
	const char *first = NULL, *at;

	for (size_t i = 0; i < COUNT(separators); i++) {
		at = strstr(text, separators[i]);
		if (at != NULL && (first == NULL || at < first)) {
			first = at;
			*length = strlen(separators[i]);
		}
	}
	return first;
}

/* Cuts the text into the pieces that have a number.  0: somebody meant
 * something by a word in it, so it stays whole. */
static unsigned
cut(struct arena *arena, const char *text, const char **numbers)
{
	char		 plainly[PLAIN];
	const char	*end;
	char		*piece;
	size_t		 length = 0;
	unsigned	 count = 0, digits;

	for (;; text = end + length) {
		end = find_separator(text, &length);
		piece = arena_copy(arena, text, end == NULL ? strlen(text) :
		    (size_t)(end - text));
		if (!strip(piece, plainly, &digits))
			return 0;
		if (digits > 0)
			numbers[count++] = piece;
		if (end == NULL)
			return count;
	}
}

unsigned
phone_split(struct arena *arena, const char *text, const char ***numbers)
{
	struct phone	 whole;
	size_t		 length;
	unsigned	 count;

	*numbers = NEW_LIST(arena, const char *, PHONE_LONGEST + 1);
	if (strlen(text) <= PHONE_LONGEST &&
	    find_separator(text, &length) != NULL &&
	    !(phone_look(text, &whole) && whole.valid) &&
	    (count = cut(arena, text, *numbers)) > 0)
		return count;
	**numbers = text;
	return 1;
}
