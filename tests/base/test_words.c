/*
 * The words in locales/ and locales/messages/, file by file: what
 * locales_open() does not refuse and a family would still notice.  Which
 * letters a language has is asked of Unicode's exemplar sets (CLDR).
 *
 * HOMELINE_LENGTHS=1 prints how long every text is.
 */

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "base/locale.h"
#include "base/placeholder.h"
#include "base/sms.h"
#include "base/text.h"

/* What the product promises: whole in these. */
static const char *const ten[] = { "en-US", "es-US", "pt-BR", "vi", "ht",
	"ak", "ar", "sq", "ne", "ps" };

static const char *const folders[] = { "locales", "locales/messages" };

static struct arena	*arena;
static unsigned		 faults;

static void
fault(const char *file, const char *key, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", file, key, what);
	faults++;
}

/* Each text of each file: its language, key, words and English words. */
struct text {
	const char	*file, *language, *key, *words, *english;
	bool		 message;
};
typedef void	look(const struct text *);

static json_t *
load(const char *path)
{
	json_error_t	 error;
	json_t		*object = json_load_file(path, 0, &error);

	if (object == NULL)
		fprintf(stderr, "%s: line %d: %s\n", path, error.line,
		    error.text);
	assert_non_null(object);
	return object;
}

static const char *
folder_path(size_t i)
{
	const char *top = getenv("srcdir");

	return arena_print(arena, "%s/%s", top != NULL ? top : ".",
	    folders[i]);
}

static void
each_of(size_t folder, const char *file, json_t *english, look *at)
{
	const char	*path = arena_print(arena, "%s/%s",
			    folder_path(folder), file), *key;
	size_t		 length = strlen(file);
	json_t		*object, *value;
	struct text	 t = { .file = path, .message = folder == 1,
			    .language = arena_copy(arena, file, length - 5) };

	object = load(path);
	json_object_foreach(object, key, value) {
		if (!json_is_string(value))
			continue;
		t.key = key;
		t.words = json_string_value(value);
		t.english = json_string_value(json_object_get(english, key));
		at(&t);
	}
	json_decref(object);
}

static void
each_text(look *at)
{
	struct dirent	**files;
	json_t		*english;
	int		 n;

	faults = 0;
	for (size_t i = 0; i < COUNT(folders); i++) {
		english = load(arena_print(arena, "%s/en-US.json",
		    folder_path(i)));
		n = scandir(folder_path(i), &files, NULL, alphasort);
		assert_true(n > 0);
		for (int k = 0; k < n; k++) {
			if (strstr(files[k]->d_name, ".json") != NULL)
				each_of(i, files[k]->d_name, english, at);
			free(files[k]);
		}
		free(files);
		json_decref(english);
	}
	assert_int_equal(faults, 0);
}

/* The words without what is put into them, and without our syntax. */
static char *
bare(const char *words)
{
	char	*out = arena_text(arena, words), *to = out;
	int	 depth = 0;

	for (; *words != '\0'; words++) {
		if (strncmp(words, "((", 2) == 0 ||
		    (*words == '{' && depth == 0)) {
			depth++;
			words += *words == '(';
		} else if (depth > 0 && (strncmp(words, "??", 2) == 0 ||
		    *words == '{')) {
			depth = *words == '{' ? 2 : 0;
			words += *words == '?';
		} else if (*words == '}' || strncmp(words, "))", 2) == 0) {
			words += *words == ')';
			depth = depth == 2 ? 1 : 0;
		} else if (depth != 1)
			*to++ = *words;
	}
	*to = '\0';
	return out;
}

/* ---------------------------------------------------------------- looks */

static void
look_plain(const struct text *t)
{
	UErrorCode		 error = U_ZERO_ERROR;
	const UNormalizer2	*nfc = unorm2_getNFCInstance(&error);
	UChar			 units[4096];
	size_t			 length = strlen(t->words);

	u_strFromUTF8(units, COUNT(units), NULL, t->words, -1, &error);
	if (!unorm2_isNormalized(nfc, units, -1, &error) || U_FAILURE(error))
		fault(t->file, t->key, "it is not NFC: type the letters with "
		    "their marks as one");
	if (strstr(t->words, "  ") != NULL)
		fault(t->file, t->key, "there are two spaces");
	if (t->words[0] == ' ' || t->words[length - 1] == ' ')
		fault(t->file, t->key, "there is a space at an end");
	if (strpbrk(t->words, "\t&[]*_`") != NULL &&
	    strstr(t->english, "&") == NULL)
		fault(t->file, t->key, "there is markup");
	for (const char *at = t->words; *at != '\0'; ) {
		uint32_t c = text_next(&at);

		if ((c >= 0x2018 && c <= 0x201f) || c == 0x2026 ||
		    c == 0x2013 || c == 0x2014 || c == 0xa0 || c == 0x202f)
			fault(t->file, t->key, "there is a quotation mark, a "
			    "dash or a space that makes a text dearer; write "
			    "\" ' - or a plain space");
		if (u_isdigit((UChar32)c) && c > '9')
			fault(t->file, t->key, "digits are 0 to 9");
	}
}

static unsigned
times(const char *text, const char *word)
{
	unsigned n = 0;

	for (; (text = strstr(text, word)) != NULL; text += strlen(word))
		n++;
	return n;
}

/* The words of the telephone companies, and numbers to call. */
static void
look_kept(const struct text *t)
{
	static const char *const kept[] = { "STOP", "START", "HELP", "911",
	    "988" };

	for (size_t i = 0; i < COUNT(kept); i++)
		if (times(t->words, kept[i]) != times(t->english, kept[i]))
			fault(t->file, t->key, arena_print(arena, "%s has to "
			    "be there as it is in English", kept[i]));
}

/* Letters of the language, and those of words that are English everywhere. */
static USet *
letters_of(const char *language)
{
	static const struct {
		const char	*language, *letters;
	} more[] = {	/* Where CLDR has no set of letters. */
		{ "ht", "[a-z è ò à]" },
	};
	UErrorCode	 error = U_ZERO_ERROR;
	USet		*all = uset_openEmpty(), *part = uset_openEmpty();
	char		 locale[100];
	ULocaleData	*known;

	for (size_t i = 0; i < COUNT(more); i++)
		if (strcmp(more[i].language, language) == 0) {
			UChar pattern[100];

			u_strFromUTF8(pattern, COUNT(pattern), NULL,
			    more[i].letters, -1, &error);
			uset_applyPattern(all, pattern, -1, 0, &error);
			uset_close(part);
			assert_true(U_SUCCESS(error));
			return all;
		}
	uloc_forLanguageTag(lang_icu(language), locale, sizeof locale, NULL,
	    &error);
	known = ulocdata_open(locale, &error);
	for (int type = ULOCDATA_ES_STANDARD; type <= ULOCDATA_ES_AUXILIARY;
	    type++) {
		ulocdata_getExemplarSet(known, part, 0,
		    (ULocaleDataExemplarSetType)type, &error);
		uset_addAll(all, part);
	}
	uset_close(part);
	ulocdata_close(known);
	assert_true(U_SUCCESS(error));
	return all;
}

static bool
english_word(const char *word, size_t length)
{
	static const char *const words[] = { "STOP", "START", "HELP", "ID" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == length &&
		    strncmp(words[i], word, length) == 0)
			return true;
	return false;
}

/* Latin words of a language in another script stand out. */
static char *
without_english(char *words)
{
	char	*at = words;
	size_t	 n;

	while (*at != '\0') {
		n = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		    "abcdefghijklmnopqrstuvwxyz");
		if (english_word(at, n))
			memset(at, ' ', n);
		at += n > 0 ? n : 1;
	}
	return words;
}

static USet	*letters;
static char	 letters_language[16];

static bool
has_letter(uint32_t c, bool latin)
{
	UChar	one[3], small[8];
	UErrorCode error = U_ZERO_ERROR;
	int32_t	n = 0;

	U16_APPEND_UNSAFE(one, n, (UChar32)c);
	n = u_strToLower(small, COUNT(small), one, n, "", &error);
	return uset_contains(letters, (UChar32)c) ||
	    uset_containsString(letters, small, n) ||
	    uset_contains(letters, u_tolower((UChar32)c)) ||
	    /* Marks of joining, and words from English, as Twi has them. */
	    (c >= 0x200c && c <= 0x200d) ||
	    (latin && c < 0x80 && u_isalpha((UChar32)c));
}

static void
look_letters(const struct text *t)
{
	char	*words = without_english(bare(t->words));
	bool	 latin;

	if (strcmp(letters_language, t->language) != 0) {
		uset_close(letters);
		letters = letters_of(t->language);
		snprintf(letters_language, sizeof letters_language, "%s",
		    t->language);
	}
	latin = uset_contains(letters, 'a');
	for (const char *at = words; *at != '\0'; ) {
		uint32_t c = text_next(&at);

		if ((u_isalpha((UChar32)c) || u_getCombiningClass(
		    (UChar32)c) != 0) && !has_letter(c, latin))
			fault(t->file, t->key, arena_print(arena, "the "
			    "language has no letter U+%04X", c));
	}
}

static const struct bridge_value values[] = {
	{ "school", "Oak Street School", 0 }, { "author", "Ms. Rivera", 0 },
	{ "district", "Millbrook Public Schools", 0 },
	{ "words", "508-555-0100", 0 }, { "phone", "508-555-0100", 0 },
	{ "student", "Ana", 0 }, { "mailbox", "a...@example.org", 0 },
	{ "url", "https://school.example/u/u0000000000c1sw905nt7", 0 },
	{ "settings", "https://school.example/me", 0 },
	{ "count", NULL, 3 },
};

static const struct placeholder_value filled[] = {
	{ "studentfirstname", "Ana" }, { "date", "12/04/2026" },
	{ "time", "2:05 PM" }, { "officephone", "508-555-0100" },
	{ "teachername", "Ms. Rivera" }, { "room", "12" },
	{ "place", "Oak Park" }, { "lastday", "12/01/2026" },
	{ "bringlunch", "yes" }, { "bus", "12" }, { "class", "1A" },
	{ "balance", "$12.50" }, { "assignment", "Science" },
	{ "school", "Oak Street School" },
};

/* An introduction, an answer and a template cost no more than these parts,
 * in any language: four, where each letter of an alphabet costs double. */
#define PARTS_MOST	4

static struct locales	*opened[2];

static void
look_length(const struct text *t)
{
	char		*said = locales_try(opened[t->message], arena,
			    t->language, t->key, values, COUNT(values));
	struct sms	 sms;

	assert_non_null(said);
	if (t->message)
		said = placeholder_fill(arena, arena_print(arena,
		    "Oak Street School: %s", said), filled, COUNT(filled));
	else if (strncmp(t->key, "text.", 5) != 0 &&
	    strncmp(t->key, "auto.", 5) != 0)
		return;
	sms_measure(said, &sms);
	if (getenv("HOMELINE_LENGTHS") != NULL)
		printf("# %s %s: %s, %zu units, %zu parts\n", t->language,
		    t->key, sms.encoding == SMS_GSM7 ? "GSM-7" : "UCS-2",
		    (size_t)sms.units, (size_t)sms.parts);
	if (sms.parts > PARTS_MOST)
		fault(t->file, t->key, arena_print(arena, "it is %zu texts "
		    "long, with short names; make it shorter",
		    (size_t)sms.parts));
	if (strstr(said, "((") != NULL || strchr(said, '{') != NULL)
		fault(t->file, t->key, "something was not filled");
}

/* ---------------------------------------------------------------- tests */

static void
words_are_plain(void **state)
{
	(void)state;
	each_text(look_plain);
}

static void
words_of_the_telephone_companies_stay(void **state)
{
	(void)state;
	each_text(look_kept);
}

static void
letters_are_those_of_the_language(void **state)
{
	(void)state;
	letters = uset_openEmpty();
	letters_language[0] = '\0';
	each_text(look_letters);
	uset_close(letters);
}

static void
texts_are_short(void **state)
{
	char	why[300];

	(void)state;
	for (size_t i = 0; i < COUNT(folders); i++) {
		opened[i] = locales_open(folder_path(i), why, sizeof why);
		assert_non_null(opened[i]);
	}
	each_text(look_length);
	locales_close(opened[0]);
	locales_close(opened[1]);
}

/* Mails to staff are in English. */
static void
ten_languages_are_whole(void **state)
{
	char		 why[300];
	struct locales	*l;
	const char	*key;

	(void)state;
	faults = 0;
	for (size_t i = 0; i < COUNT(folders); i++) {
		l = locales_open(folder_path(i), why, sizeof why);
		assert_non_null(l);
		for (size_t k = 0; k < locales_key_count(l); k++)
			for (size_t t = 0; t < COUNT(ten); t++) {
				key = locales_key(l, k);
				if (strncmp(key, "staff.", 6) != 0 &&
				    locales_state(l, ten[t], key) == NULL)
					fault(ten[t], key, "is missing");
			}
		locales_close(l);
	}
	assert_int_equal(faults, 0);
}

static int
make(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_plain),
		cmocka_unit_test(words_of_the_telephone_companies_stay),
		cmocka_unit_test(letters_are_those_of_the_language),
		cmocka_unit_test(texts_are_short),
		cmocka_unit_test(ten_languages_are_whole),
	};

	return cmocka_run_group_tests(tests, make, unmake);
}
