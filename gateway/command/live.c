/*
 * `homeline live`: practice ends, for good.  What will change is shown, and
 * the name of the district is to be typed, so that nobody does it by
 * accident.
 */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "command/desk.h"
#include "command/table.h"

#define NAME_BYTES	1000

static const struct usage usage = {
    "Ends practice: from now on families are really written to. It shows\n"
    "whom that reaches and asks for the name of the district. It cannot be\n"
    "undone. Without --as it only shows what would change.",
    "homeline live --as \"Pat Moore\"", CODES_ASK
};

static void
print_plan(struct desk *d)
{
	const json_t	*plan = d->answer.json, *row;
	struct table	*t = TABLE(d->here.ground.arena, "LANGUAGE",
			    "GUARDIANS");
	long long	 n = desk_number(plan, "guardians");
	const char	*school;
	size_t		 i;

	printf("%s goes live: %lld %s can be texted.\n\n",
	    desk_text(d, plan, "district"), n,
	    desk_many(n, "guardian", "guardians"));
	table_right(t, 1);
	json_array_foreach(json_object_get(plan, "languages"), i, row)
		TABLE_ROW(t, desk_language(d, desk_text(d, row, "language")),
		    desk_path(d, "%lld", desk_number(row, "guardians")));
	if (i > 0)
		table_print(t, stdout);
	puts("");
	json_array_foreach(json_object_get(plan, "numbers"), i, row) {
		school = desk_name(d, row, "school");
		printf("They are texted from %s (account %s)%s%s.\n",
		    desk_text(d, row, "number"), desk_text(d, row,
		    "account"), *school == '\0' ? "" : " for ", school);
	}
	puts("What was written in practice stays practice: it is not sent, "
	    "and counts nowhere.");
}

/* What was typed, or NULL. */
static const char *
typed_name(struct desk *d)
{
	char *line = arena_take(d->here.ground.arena, NAME_BYTES);

	if (isatty(STDIN_FILENO))
		printf("\nThis cannot be undone. Type the name of the "
		    "district: ");
	fflush(stdout);
	if (fgets(line, NAME_BYTES, stdin) == NULL)
		return NULL;
	line[strcspn(line, "\r\n")] = '\0';
	return *line == '\0' ? NULL : line;
}

static int
go_live(struct desk *d, const char *name)
{
	int code;

	if (name == NULL && (name = typed_name(d)) == NULL) {
		command_say("nothing was typed, so nothing was changed.");
		return CODE_FAILED;
	}
	code = desk_post(d, "/local/v1/live", json_pack("{s:s}", "district",
	    name));
	if (code == CODE_OK && !desk_printed(d, &code))
		printf("%s is live.\n", desk_text(d, d->answer.json,
		    "district"));
	return code;
}

/* Why it cannot be is said first, before anybody types. */
static int
live(struct desk *d, const char *name)
{
	const char	*obstacle;
	int		 code;

	if ((code = desk_get(d, "/local/v1/live")) != CODE_OK)
		return code;
	if (d->as == NULL && d->json)
		return ask_print(&d->answer);
	obstacle = ask_text(d->answer.json, "obstacle");
	if (*obstacle != '\0') {
		command_say("%s", obstacle);
		return CODE_FAILED;
	}
	if (!d->json)
		print_plan(d);
	if (d->as != NULL)
		return go_live(d, name);
	puts("\nNothing was changed. Say who does it: --as NAME, of somebody "
	    "at the district's desk.");
	return CODE_OK;
}

int
live_main(int argc, char **argv)
{
	struct desk		 d = { .config = NULL };
	const char		*name = NULL;
	const struct option_row	 rows[] = {
		{ .name = "district", .value = "NAME", .text = &name,
		  .help = "its name, for scripts, which type nothing" },
		AS_ROW(&d.as, "who does this, of the district's desk"),
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK)
		code = live(&d, name);
	return desk_close(&d, code);
}
