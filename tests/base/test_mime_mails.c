/*
 * Mails as real programs write them, tests/mails/NAME.eml, are read as the
 * NAME.json beside each says; what it does not name is not looked at.  What
 * belongs to every mail is looked at in all: text is valid, and nothing that
 * stands in the words of one is lost.
 *
 * With names of mails as arguments the program prints what is read, as JSON,
 * for people and for tests/base/mails.py.
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

#include "base/arena.h"
#include "base/buf.h"
#include "base/mime_inside.h"
#include "base/mime_words.h"
#include "base/text.h"

#define MAILS	400

static char	 folder[4096];

static char *
slurp(struct arena *arena, const char *path, size_t *length)
{
	FILE *file = fopen(path, "rb");
	char *bytes = arena_take(arena, MIME_MOST);

	if (file == NULL)
		return NULL;
	*length = fread(bytes, 1, MIME_MOST, file);
	fclose(file);
	return bytes;
}

static json_t *
list(const char *const *texts, unsigned count)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(array, json_string(texts[i]));
	return array;
}

static json_t *
files(const struct mime_mail *mail)
{
	json_t *array = json_array();

	for (unsigned i = 0; i < mail->file_count; i++)
		json_array_append_new(array, json_pack("[s,s,I]",
		    mail->files[i].name, mail->files[i].type,
		    (json_int_t)mail->files[i].length));
	return array;
}

static json_t *
report(const struct mime_report *report)
{
	static const char *const whats[] = {
		"", "failed", "delayed", "delivered",
	};

	if (report->what == MIME_NO_REPORT)
		return json_null();
	return json_pack("{s:s,s:s,s:s,s:s,s:s}", "what", whats[report->what],
	    "status", report->status, "why", report->why, "recipient",
	    report->recipient, "message_id", report->message_id);
}

/* What is read of a mail, with the names of the struct. */
static json_t *
told(const struct mime_mail *mail)
{
	json_t *object = json_pack(
	    "{s:s,s:s,s:o,s:s,s:s,s:o,s:I,s:s,s:s,s:o,s:i,s:b}",
	    "from", mail->from, "from_name", mail->from_name,
	    "addresses", list(mail->addresses, mail->address_count),
	    "subject", mail->subject, "message_id", mail->message_id,
	    "answers", list(mail->answers, mail->answer_count),
	    "date", (json_int_t)mail->date,
	    "words", mail->words, "folded", mail->folded,
	    "files", files(mail), "more_files", (int)mail->more_files,
	    "cut", mail->cut);

	json_object_set_new(object, "automatic", mail->automatic == NULL ?
	    json_null() : json_string(mail->automatic));
	json_object_set_new(object, "list", json_boolean(mail->list));
	json_object_set_new(object, "spam", json_boolean(mail->spam));
	json_object_set_new(object, "report", report(&mail->report));
	return object;
}

static json_t *
read_file(struct arena *arena, const char *path)
{
	struct mime_mail mail;
	const char *why;
	size_t length = 0;
	char *bytes = slurp(arena, path, &length);

	if (bytes == NULL || !mime_read(arena, bytes, length, &mail, &why))
		return bytes == NULL ? NULL : json_pack("{s:s}", "why", why);
	return told(&mail);
}

/* ----------------------------------------------------------------- tests */

/* Whether each of the words stands in what was folded. */
static bool
holds(json_t *words, json_t *seen)
{
	const char *folded = json_string_value(json_object_get(seen,
	    "folded"));
	json_t *word;
	size_t i;

	json_array_foreach(words, i, word)
		if (strstr(folded, json_string_value(word)) == NULL)
			return false;
	return true;
}

static bool
is_as(const char *name, json_t *expected, json_t *seen)
{
	if (strcmp(name, "about") == 0)
		return true;
	if (strcmp(name, "holds") == 0)
		return holds(expected, seen);
	return json_equal(expected, json_object_get(seen, name));
}

/* What differs from what is expected, in words; NULL: nothing. */
static char *
difference(struct arena *arena, json_t *expected, json_t *seen)
{
	const char *name;
	json_t *value;
	char *want, *have, *text;

	json_object_foreach(expected, name, value) {
		if (is_as(name, value, seen))
			continue;
		want = json_dumps(value, JSON_ENCODE_ANY);
		have = json_dumps(json_object_get(seen,
		    strcmp(name, "holds") == 0 ? "folded" : name),
		    JSON_ENCODE_ANY);
		text = arena_print(arena, "%s is\n  %s\nand not\n  %s", name,
		    have != NULL ? have : "missing", want);
		free(want);
		free(have);
		return text;
	}
	return NULL;
}

static void
a_mail_is_read_as_expected(void **state)
{
	const char *name = *state;
	struct arena *arena = arena_new();
	char *path = arena_print(arena, "%s/%s", folder, name), *wrong;
	json_t *expected, *seen = read_file(arena, path);

	memcpy(path + strlen(path) - 4, ".jso", 4);
	expected = json_load_file(arena_print(arena, "%sn", path), 0, NULL);
	assert_non_null(expected);
	assert_non_null(seen);
	wrong = difference(arena, expected, seen);
	if (wrong != NULL)
		fail_msg("%s: %s", name, wrong);
	json_decref(expected);
	json_decref(seen);
	arena_free(arena);
}

static void
expect_folded(const char *word)
{
	struct arena *arena = arena_new();

	assert_string_equal(text_fold(arena, word), word);
	arena_free(arena);
}

/* Else they would never be found. */
static void
the_words_are_as_they_are_compared(void **state)
{
	(void)state;
	for (const struct mime_said *row = mime_said; row->begins; row++) {
		expect_folded(row->begins);
		expect_folded(row->holds);
	}
	for (size_t i = 0; i < 4; i++)
		expect_folded(mime_labels[i]);
	expect_folded(mime_original);
	expect_folded(mime_passed);
	expect_folded(mime_passing);
	expect_folded(mime_prefixes);
	expect_folded(mime_answering);
	for (const char *const *word = mime_sent_begins; *word; word++)
		expect_folded(*word);
	for (const char *const *word = mime_sent_ends; *word; word++)
		expect_folded(*word);
	for (const char *const *word = mime_away_words; *word; word++)
		expect_folded(*word);
	for (const char *const *word = mime_away_colon; *word; word++)
		expect_folded(*word);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names of the mails in the folder. */
static size_t
find_mails(struct arena *arena, char **names)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	size_t count = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		if (strstr(entry->d_name, ".eml") != NULL && count < MAILS)
			names[count++] = arena_text(arena, entry->d_name);
	if (dir != NULL)
		closedir(dir);
	qsort(names, count, sizeof(*names), by_name);
	return count;
}

static int
show(int count, char **paths)
{
	for (int i = 1; i < count; i++) {
		struct arena *arena = arena_new();
		json_t *mail = read_file(arena, paths[i]);

		json_dumpf(mail, stdout, JSON_COMPACT);
		printf("\n");
		json_decref(mail);
		arena_free(arena);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	const char *top = getenv("srcdir");
	struct arena *arena = arena_new();
	static char *names[MAILS];
	static struct CMUnitTest tests[MAILS + 1];
	size_t count;
	int failed;

	if (argc > 1)
		return show(argc, argv);
	snprintf(folder, sizeof(folder), "%s/tests/mails",
	    top != NULL ? top : ".");
	count = find_mails(arena, names);
	for (size_t i = 0; i < count; i++)
		tests[i] = (struct CMUnitTest){ names[i],
			a_mail_is_read_as_expected, NULL, NULL, names[i] };
	tests[count] = (struct CMUnitTest)
		cmocka_unit_test(the_words_are_as_they_are_compared);
	failed = _cmocka_run_group_tests("mails", tests, count + 1, NULL,
	    NULL);
	arena_free(arena);
	return failed;
}
