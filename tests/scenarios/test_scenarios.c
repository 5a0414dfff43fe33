/*
 * The scenarios: each file on each database.  A scenario is played by a
 * process of its own (this program again: `self play FILE DATABASE`), so
 * that ids begin anew, and what one leaves behind is no other's.  On SQLite
 * each batch runs twice.
 *
 *	test_scenarios sqlite	plays on SQLite only (or postgres)
 *	HOMELINE_SCENARIO=part	plays only files with that in their name
 *	HOMELINE_SCENARIO_LOG=1	shows the log
 */

#include <glob.h>
#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>

#include "base/arena.h"
#include "store/db_driver.h"
#include "tests/scenarios/stage.h"

#define TESTS_MOST	400
#define SAID_MOST	20000

extern char **environ;

/*
 * The one that plays.
 */

static const char	*file_name, *database;

static int
make(void **state)
{
	static struct stage	 stage;
	const struct db_driver	*driver = &db_sqlite;

#ifdef WITH_POSTGRES
	if (strcmp(database, "postgres") == 0)
		driver = &db_postgres;
#endif
	stage_open(&stage, driver, driver == &db_sqlite);
	*state = &stage;
	return 0;
}

static int
unmake(void **state)
{
	stage_close(*state);
	return 0;
}

static void
play(void **state)
{
	struct stage	*stage = *state;
	struct script	 script;

	script_read(&script, stage->arena, file_name,
	    script_file(stage->arena, file_name));
	stage_play(stage, &script);
}

static int
play_main(char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(play, make, unmake),
	};

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	file_name = argv[2];
	database = argv[3];
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The one that has them played.
 */

struct wish {
	const char	*file, *database;
};

static size_t
read_all(int from, char *text)
{
	size_t	length = 0;
	ssize_t n;
	char	rest[4096];

	while ((n = read(from, length < SAID_MOST ? text + length : rest,
	    length < SAID_MOST ? SAID_MOST - length : sizeof rest)) > 0)
		if (length < SAID_MOST)
			length += (size_t)n;
	text[length] = '\0';
	return length;
}

static int
run(const struct wish *wish, char *said)
{
	const char *argv[] = { "self", "play", wish->file,
		    wish->database, NULL };
	int	 ends[2], status;
	pid_t	 pid;
	posix_spawn_file_actions_t actions;

	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
	assert_int_equal(posix_spawn(&pid, "/proc/self/exe", &actions, NULL,
	    (char **)(uintptr_t)argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	read_all(ends[0], said);
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static void
scenario(void **state)
{
	const struct wish	*wish = *state;
	const char		*cluster = getenv("HOMELINE_TEST_POSTGRES");
	static char		 said[SAID_MOST + 1];

	if (strcmp(wish->database, "postgres") == 0 &&
	    (cluster == NULL || *cluster == '\0'))
		skip();
	if (run(wish, said) != 0)
		fail_msg("%s", said);
}

static unsigned
list_files(struct arena *arena, struct CMUnitTest *tests, const char *only)
{
	static const char *const databases[] = { "sqlite", "postgres" };
	const char	*folder = getenv("srcdir");
	const char	*part = getenv("HOMELINE_SCENARIO");
	glob_t		 found;
	unsigned	 n = 0;

	assert_int_equal(glob(arena_print(arena, "%s/tests/scenarios/*.txt",
	    folder != NULL ? folder : "."), 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc * 2 && n < TESTS_MOST; i++) {
		struct wish *wish = NEW(arena, struct wish);

		wish->file = arena_text(arena,
		    strrchr(found.gl_pathv[i / 2], '/') + 1);
		wish->database = databases[i % 2];
		if (only != NULL && strcmp(wish->database, only) != 0)
			continue;
		if (part != NULL && strstr(wish->file, part) == NULL)
			continue;
		tests[n++] = (struct CMUnitTest){ .name = arena_print(arena,
		    "%s on %s", wish->file, wish->database),
		    .test_func = scenario, .initial_state = wish };
	}
	globfree(&found);
	return n;
}

int
main(int argc, char **argv)
{
	static struct CMUnitTest tests[TESTS_MOST];
	struct arena	*arena;
	unsigned	 n;
	int		 failed;

	if (argc > 1 && strcmp(argv[1], "carrier") == 0)
		return far_main(argc - 1, argv + 1);
	if (argc == 4 && strcmp(argv[1], "play") == 0)
		return play_main(argv);
	arena = arena_new();
	n = list_files(arena, tests, argc == 2 ? argv[1] : NULL);
	failed = _cmocka_run_group_tests("scenarios", tests, n, NULL, NULL);
	arena_free(arena);
	return failed;
}
