/*
 * `homeline backup`: asks the gateway for one, and waits until it is done.
 */

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "command/ask.h"
#include "command/command.h"
#include "command/ground.h"

#define LOOK_EVERY	200	/* ms */
#define PATH_SIZE	4096
#define KEEP_MOST	10000

static const struct usage usage = {
    "Copies the database while the gateway serves it, as it is at one moment,\n"
    "reads the copy through and counts it again. Only a copy that is whole\n"
    "gets its name; no file is written over. Without --to it goes into the\n"
    "folder `backup` of the state folder, named by the time (UTC). It is for\n"
    "SQLite; the manual has the tools of PostgreSQL. `homeline restore` puts\n"
    "it back.",
    "homeline backup --keep 14",
    CODES_ASK
};

/* The gateway has another folder to work in. */
static const char *
absolute(struct ground *g, const char *path)
{
	char here[PATH_SIZE];

	if (*path == '/' || getcwd(here, sizeof here) == NULL)
		return path;
	return arena_print(g->arena, "%s/%s", here, path);
}

/* On a terminal, in place. */
static void
show(const json_t *json)
{
	json_int_t	done = json_integer_value(json_object_get(json,
			    "done"));
	json_int_t	total = json_integer_value(json_object_get(json,
			    "total"));
	const char	*state = ask_text(json, "state");

	if (!isatty(STDERR_FILENO))
		return;
	if (strcmp(state, "copying") == 0)
		fprintf(stderr, "\rcopying: %3d %% of %lld MB ",
		    total > 0 ? (int)(done * 100 / total) : 0,
		    (long long)(total / 1000000));
	else
		fprintf(stderr, "\r%-40s", strcmp(state, "checking") == 0 ?
		    "reading it through" : "\r");
	fflush(stderr);
}

static bool
works(const struct ask_answer *answer)
{
	const char *state = ask_text(answer->json, "state");

	return strcmp(state, "copying") == 0 || strcmp(state, "checking") == 0;
}

static int
tell(const struct ask_answer *answer, bool json)
{
	const char	*file = ask_text(answer->json, "file");
	bool		 done = strcmp(ask_text(answer->json, "state"),
			    "done") == 0;

	if (json && ask_print(answer) != CODE_OK)
		return CODE_FAILED;
	if (!done)
		command_say("the backup failed: %s.", ask_text(answer->json,
		    "why"));
	else if (!json)
		printf("%s is a backup, whole and counted again. Keep a copy "
		    "of it on another machine.\n", file);
	return done ? CODE_OK : CODE_FAILED;
}

static int
wait_for_it(struct ground *g, bool json)
{
	struct ask_answer	answer;
	bool			going = true;
	int			code = CODE_OK;

	while (going && code == CODE_OK) {
		(void)poll(NULL, 0, LOOK_EVERY);
		code = ask(g, &(struct ask_question){ .method = "GET",
		    .path = "/local/v1/backup" }, &answer);
		if (code == CODE_OK)
			show(answer.json);
		going = code == CODE_OK && works(&answer);
		if (code == CODE_OK && !going)
			code = tell(&answer, json);
		ask_free(&answer);
	}
	return code;
}

static int
backup(struct ground *g, const char *to, const char *keep, bool json)
{
	struct ask_answer	 answer;
	json_t			*body = json_object();
	char			*end = NULL;
	long			 number = keep == NULL ? 0 :
				    strtol(keep, &end, 10);
	int			 code;

	if (keep != NULL && (*end != '\0' || number < 1 ||
	    number > KEEP_MOST)) {
		json_decref(body);
		command_say("backup: --keep is a number from 1 to 10000, not "
		    "%s.", keep);
		return CODE_USAGE;
	}
	if (to != NULL)
		json_object_set_new(body, "to", json_string(absolute(g, to)));
	json_object_set_new(body, "keep", json_integer(number));
	code = ask(g, &(struct ask_question){ .method = "POST",
	    .path = "/local/v1/backup", .body = body }, &answer);
	json_decref(body);
	ask_free(&answer);
	return code == CODE_OK ? wait_for_it(g, json) : code;
}

int
backup_main(int argc, char **argv)
{
	const char		*config = NULL, *to = NULL, *keep = NULL;
	bool			 json = false;
	struct ground		 g;
	const struct option_row	 rows[] = {
		{ .name = "to", .value = "FILE", .text = &to,
		  .help = "its name, in place of one by the time" },
		{ .name = "keep", .value = "N", .text = &keep,
		  .help = "so many stay in the folder of backups, older ones "
		  "go" },
		JSON_ROW(&json), CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = ground_config(&g, config)) == CODE_OK)
		code = backup(&g, to, keep, json);
	ground_free(&g);
	return code;
}
