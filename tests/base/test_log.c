/* A fact is one line, whole, and cannot forge a second one. */

#include <sys/stat.h>

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/crew.h"
#include "base/id.h"
#include "base/list.h"
#include "base/log.h"

#define LINES	300

static char seen[2000];
static enum log_level seen_level;
static unsigned seen_count;

static void
see(enum log_level level, const char *line)
{
	snprintf(seen, sizeof seen, "%s", line);
	seen_level = level;
	seen_count++;
}

static int
setup(void **state)
{
	(void)state;
	log_hook(see);
	seen_count = 0;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	log_hook(NULL);
	log_level(LOG_LEVEL_INFO);
	return 0;
}

static void
a_line_says_level_noun_id_and_fact(void **state)
{
	char id[ID_TEXT], line[200];

	(void)state;
	log_info("attempt", 123456789, "sent, account=%s parts=%d", "a", 3);
	snprintf(line, sizeof line, "info attempt %s: sent, account=a parts=3",
	    id_text(123456789, id));
	assert_string_equal(seen, line);
	assert_int_equal(seen_level, LOG_LEVEL_INFO);
}

static void
without_an_id_it_says_level_noun_and_fact(void **state)
{
	(void)state;
	log_warn("store", 0, "resting, after=%dms", 20);
	assert_string_equal(seen, "warn store: resting, after=20ms");
	assert_int_equal(seen_level, LOG_LEVEL_WARN);
	log_error("store", 0, "gone");
	assert_string_equal(seen, "error store: gone");
}

static void
lines_below_the_level_are_not_written(void **state)
{
	(void)state;
	log_debug("loop", 0, "turn");
	assert_int_equal(seen_count, 0);
	log_level(LOG_LEVEL_DEBUG);
	log_debug("loop", 0, "turn");
	assert_string_equal(seen, "debug loop: turn");
	log_level(LOG_LEVEL_ERROR);
	log_warn("loop", 0, "slow");
	assert_int_equal(seen_count, 1);
}

static void
control_characters_become_question_marks(void **state)
{
	(void)state;
	log_info("hook", 0, "%s", "a\nb\rc\td\x1b[0m\x7f");
	assert_string_equal(seen, "info hook: a?b?c?d?[0m?");
	log_info("hook", 0, "%s", "caf\xc3\xa9");
	assert_string_equal(seen, "info hook: caf\xc3\xa9");
}

static void
a_long_line_is_cut_between_characters(void **state)
{
	(void)state;
	log_info("x", 0, "%*d", 5000, 1);
	assert_int_equal(strlen(seen), 1000);
	/* "info x: " is 8 bytes; the character has the bytes 999 to 1001. */
	log_info("x", 0, "%*s%s", 991, "", "\xe2\x82\xac and more");
	assert_int_equal(strlen(seen), 999);
	log_info("x", 0, "%*s%s", 989, "", "\xe2\x82\xac");
	assert_int_equal(strlen(seen), 1000);
	log_info("x", 0, "%*s%s", 989, "", "\xe2\x82\xac.");
	assert_int_equal(strlen(seen), 1000);
}

/* Standard error becomes a file, which is given back. */
static FILE *
divert(int *kept)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	fcntl(fileno(file), F_SETFL, O_APPEND);
	*kept = dup(STDERR_FILENO);
	dup2(fileno(file), STDERR_FILENO);
	log_hook(NULL);
	return file;
}

static void
restore(FILE *file, int kept)
{
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(file);
}

static void
lines_go_to_standard_error(void **state)
{
	char text[200];
	FILE *file;
	int kept;

	(void)state;
	file = divert(&kept);
	log_info("main", 0, "ready, port=%d", 8080);
	log_warn("main", 0, "two\nlines");
	restore(file, kept);
	assert_non_null(fgets(text, sizeof text, file));
	assert_string_equal(text, "info main: ready, port=8080\n");
	assert_non_null(fgets(text, sizeof text, file));
	assert_string_equal(text, "warn main: two?lines\n");
	assert_null(fgets(text, sizeof text, file));
	fclose(file);
}

/* As systemd names the journal's socket: by device and inode. */
static void
name_journal(unsigned long inode)
{
	struct stat about;
	char stream[64];

	assert_int_equal(fstat(STDERR_FILENO, &about), 0);
	snprintf(stream, sizeof stream, "%lu:%lu",
	    (unsigned long)about.st_dev,
	    inode != 0 ? inode : (unsigned long)about.st_ino);
	setenv("JOURNAL_STREAM", stream, 1);
	log_journal();
	unsetenv("JOURNAL_STREAM");
}

static void
the_journal_is_told_the_priority(void **state)
{
	static const char *const lines[] = { "<7>debug x: a\n",
	    "<6>info x: b\n", "<4>warn x: c\n", "<3>error x: d\n" };
	char text[200];
	FILE *file;
	int kept;

	(void)state;
	file = divert(&kept);
	name_journal(0);
	log_level(LOG_LEVEL_DEBUG);
	log_debug("x", 0, "a");
	log_info("x", 0, "b");
	log_warn("x", 0, "c");
	log_error("x", 0, "d");
	restore(file, kept);
	for (size_t i = 0; i < COUNT(lines); i++) {
		assert_non_null(fgets(text, sizeof text, file));
		assert_string_equal(text, lines[i]);
	}
	assert_string_equal(log_mark(LOG_LEVEL_WARN), "<4>");
	fclose(file);
}

/* Standard error was redirected, or nothing is said of a journal. */
static void
another_file_is_no_journal(void **state)
{
	FILE *file;
	int kept;

	(void)state;
	file = divert(&kept);
	name_journal(1);
	assert_string_equal(log_mark(LOG_LEVEL_WARN), "");
	name_journal(0);
	assert_string_equal(log_mark(LOG_LEVEL_WARN), "<4>");
	log_journal();
	assert_string_equal(log_mark(LOG_LEVEL_WARN), "");
	restore(file, kept);
	fclose(file);
}

static void
talk(void *hand)
{
	const char *letter = hand;
	char words[901];

	memset(words, *letter, 900);
	words[900] = '\0';
	for (int i = 0; i < LINES; i++)
		log_info("x", 0, "%s", words);
}

static void
lines_of_many_threads_stay_whole(void **state)
{
	char letters[] = "abcd";
	void *hands[] = { letters, letters + 1, letters + 2, letters + 3 };
	unsigned count = 0;
	char text[2000];
	FILE *file;
	int kept;

	(void)state;
	file = divert(&kept);
	crew_join(crew_start("talk", talk, hands, 4));
	restore(file, kept);
	for (; fgets(text, sizeof text, file) != NULL; count++) {
		char one[2] = { text[8], '\0' };

		assert_int_equal(strlen(text), 909);
		assert_int_equal(strspn(text + 8, one), 900);
	}
	assert_int_equal(count, 4 * LINES);
	fclose(file);
}

int
main(void)
{
#define CASE(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_line_says_level_noun_id_and_fact),
		CASE(without_an_id_it_says_level_noun_and_fact),
		CASE(lines_below_the_level_are_not_written),
		CASE(control_characters_become_question_marks),
		CASE(a_long_line_is_cut_between_characters),
		CASE(lines_go_to_standard_error),
		CASE(the_journal_is_told_the_priority),
		CASE(another_file_is_no_journal),
		CASE(lines_of_many_threads_stay_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
