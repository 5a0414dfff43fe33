/*
 * Counting again: the tally against the ledger, each sum 0 or 1, the
 * independent program against both, and no talk without a reader.
 */

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/report.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/export.h"
#include "store/ledger.h"
#include "tests/scenarios/stage.h"

extern char **environ;

struct counted {
	struct stage	*stage;
	struct recount	 recount;
	unsigned	 unread;
	FILE		*rows;
	const char	*figures;
};

static void
count_work(struct db *db, void *arg)
{
	struct counted		*c = arg;
	struct conversation	*talks;

	ledger_recount(db, &c->recount);
	c->unread = conversation_unread(db, clock_now(), 100, &talks);
	rewind(c->rows);
	for (unsigned i = 0; export_nouns[i] != NULL; i++) {
		struct rows_page page = { .noun = export_nouns[i],
		    .out = c->rows };

		while (report_rows(db, &page) > 0)
			continue;
	}
	c->figures = report_json(db, &(struct report){ .from = 20260101,
	    .to = 20991231, .by = BY_NOTHING }, db_arena(db));
}

/* What the program says, and whether it agrees. */
static bool
run(struct stage *stage, const char *rows, const char *figures,
    const char *said)
{
	const char	*folder = getenv("srcdir");
	char		*script = arena_print(stage->arena,
			    "%s/tests/recount.py",
			    folder != NULL ? folder : ".");
	const char	*argv[] = { "python3", script,
			    rows, "--figures", figures, NULL };
	posix_spawn_file_actions_t actions;
	pid_t		 pid;
	int		 status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, said,
	    O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO,
	    STDERR_FILENO);
	if (posix_spawnp(&pid, "python3", &actions, NULL,
	    (char **)(uintptr_t)argv, environ) != 0)
		stage_fail(stage, "there is no python3");
	posix_spawn_file_actions_destroy(&actions);
	return waitpid(pid, &status, 0) == pid && status == 0;
}

static void
write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
		abort();
}

static const char *
read_text(struct stage *stage, const char *path)
{
	char	*text = arena_take(stage->arena, 4096);
	FILE	*file = fopen(path, "r");

	if (file != NULL) {
		(void)!fread(text, 1, 4095, file);
		fclose(file);
	}
	return text;
}

static void
compare(struct stage *stage, const struct counted *c, const char *rows)
{
	const char	*figures = arena_print(stage->arena, "%s.figures",
			    rows);
	const char	*said = arena_print(stage->arena, "%s.said", rows);
	bool		 agree;

	write_text(figures, c->figures);
	agree = run(stage, rows, figures, said);
	if (!agree)
		stage_fail(stage, "counted again (%s): %s", rows,
		    read_text(stage, said));
	unlink(figures);
	unlink(said);
}

void
recount_agrees(struct stage *stage)
{
	const char	*tmp = getenv("TMPDIR");
	char		*path = arena_print(stage->arena, "%s/rows-XXXXXX",
			    tmp != NULL ? tmp : "/tmp");
	int		 fd = mkstemp(path);
	struct counted	 c = { .stage = stage, .rows = fdopen(fd, "w") };

	if (c.rows == NULL)
		stage_fail(stage, "no file for the rows");
	stage_read(stage, count_work, &c);
	fclose(c.rows);
	if (c.recount.tally_wrong != 0 || c.recount.sum_wrong != 0)
		stage_fail(stage, "tally: %lld wrong, sums: %lld wrong",
		    (long long)c.recount.tally_wrong,
		    (long long)c.recount.sum_wrong);
	if (c.unread != 0)
		stage_fail(stage, "%u talks have no reader", c.unread);
	compare(stage, &c, path);
	unlink(path);
}
