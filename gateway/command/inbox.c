/*
 * `homeline inbox`: who needs an answer, the newest first.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/desk.h"
#include "command/table.h"

#define MOST		500
#define ASKED		"/api/v1/conversations?state=asked"
#define ALL		"/api/v1/conversations"

static const struct usage usage = {
    "Shows which families wait for an answer, the newest first: who wrote,\n"
    "about which student, whose seat reads it, and the words. Without --as it\n"
    "is the whole district's.",
    "homeline inbox --as \"Carmen Lopez\"",
    CODES_ASK
};

struct inbox {
	struct desk	 desk;
	bool		 all;
};

static const char *
who(struct arena *arena, const json_t *talk)
{
	const json_t *people = json_object_get(talk, "people");

	return json_array_size(people) == 0 ? ask_text(talk, "address") :
	    here_names(arena, people);
}

static void
print(struct inbox *in, const json_t *list)
{
	struct arena	*arena = in->desk.here.ground.arena;
	struct table	*t = TABLE(arena, "WHEN", "STATE", "WHO", "ABOUT",
			    "READ BY", "ID", "WORDS");
	const json_t	*talk;
	size_t		 i;

	json_array_foreach(list, i, talk)
		TABLE_ROW(t, times_ago_api(&in->desk.here.face,
		    ask_text(talk, "last_reply.at")),
		    ask_text(talk, "state"), who(arena, talk),
		    here_names(arena, json_object_get(talk, "students")),
		    ask_text(talk, "seat.name"), ask_text(talk, "id"),
		    ask_text(talk, "last_reply.shown"));
	if (json_array_size(list) > 0)
		table_print(t, stdout);
	else
		puts(in->all ? "No family has written yet." :
		    "Nobody waits for an answer.");
	if (json_array_size(list) >= MOST)
		printf("These are the newest %d.\n", MOST);
}

static int
show(struct inbox *in)
{
	json_t	*list;
	int	 code = here_pages(&in->desk.here, &(struct here_list){
		    .path = in->all ? ALL : ASKED, .name = "conversations",
		    .mark = "before", .most = MOST }, &list);

	if (code == CODE_OK && in->desk.json)
		code = here_print(list, "conversations");
	else if (code == CODE_OK)
		print(in, list);
	json_decref(list);
	return code;
}

int
inbox_main(int argc, char **argv)
{
	struct inbox		 in = { .all = false };
	const struct option_row	 rows[] = {
		AS_ROW(&in.desk.as, "only what this member of staff reads"),
		{ .name = "all", .yes = &in.all,
		  .help = "also what was answered" },
		DESK_ROWS(&in.desk), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&in.desk)) == CODE_OK)
		code = show(&in);
	return desk_close(&in.desk, code);
}
