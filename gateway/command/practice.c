/*
 * `homeline practice`: whom a district in practice may really reach.
 */

#include <stdio.h>
#include <string.h>

#include "command/desk.h"
#include "command/table.h"
#include "command/verb.h"

static const char about[] =
    "A new district is in practice: only the numbers and mailboxes on this\n"
    "list, 20 at most, are ever handed to a provider. `homeline live` ends it.";

static void
print_list(struct desk *d)
{
	const json_t	*list = json_object_get(d->answer.json, "addresses");
	const json_t	*row;
	const char	*mode = ask_text(d->answer.json, "mode");
	struct table	*t = TABLE(d->here.ground.arena, "ADDRESS", "SINCE",
			    "NOTE");
	size_t		 i;

	if (strcmp(mode, "live") == 0) {
		puts("The district is live: everybody is reached, and there "
		    "is no list.");
		return;
	}
	if (strcmp(mode, "sample") == 0)
		puts("This is a sample district: nobody real is reached.");
	else
		printf("The district is in practice: %zu of %lld addresses "
		    "are really reached.\n", json_array_size(list),
		    desk_number(d->answer.json, "most"));
	if (json_array_size(list) == 0)
		return;
	putchar('\n');
	json_array_foreach(list, i, row)
		TABLE_ROW(t, desk_text(d, row, "address"),
		    times_say_api(&d->here.face, ask_text(row, "added")),
		    desk_text(d, row, "note"));
	table_print(t, stdout);
}

static int
list_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists the numbers and mailboxes that are really reached while\n"
	    "the district is in practice. `homeline practice add` and\n"
	    "`homeline practice remove` change the list.",
	    "homeline practice", CODES_ASK
	};

	return desk_list(argc, argv, &usage, "/local/v1/practice", print_list);
}

struct listing {
	struct desk	 desk;
	const char	*address, *note;
	bool		 remove;
};

#define LISTING_ROWS(l)							\
	{ .name = "NUMBER", .word = true, .needed = true,		\
	  .text = &(l)->address, .help = "a phone number or a mailbox" }, \
	AS_ROW(&(l)->desk.as, "the member of staff who does this"),	\
	DESK_ROWS(&(l)->desk)

static int
put(struct listing *l)
{
	json_t	*body;
	int	 code;

	if ((code = desk_open(&l->desk)) != CODE_OK)
		return code;
	body = json_pack("{s:s}", "address", l->address);
	desk_put(body, "note", l->note);
	desk_flag(body, "remove", l->remove);
	code = desk_post(&l->desk, "/local/v1/practice", body);
	if (code == CODE_OK && !desk_printed(&l->desk, &code))
		print_list(&l->desk);
	return code;
}

static int
add_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "That number or mailbox is really reached, also in practice.\n"
	    "Write those of people who know that they will get texts.",
	    "homeline practice add 508-799-3116 --note \"Pat's own phone\"",
	    CODES_ASK
	};
	struct listing		 l = { .remove = false };
	const struct option_row	 rows[] = {
		LISTING_ROWS(&l),
		{ .name = "note", .value = "TEXT", .text = &l.note,
		  .help = "whose it is" },
		{ .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&l.desk, put(&l));
}

static int
remove_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "That number or mailbox is not reached in practice any more.",
	    "homeline practice remove 508-799-3116", CODES_ASK
	};
	struct listing		 l = { .remove = true };
	const struct option_row	 rows[] = { LISTING_ROWS(&l),
				    { .name = NULL } };
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&l.desk, put(&l));
}

int
practice_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "", list_main, "the list" },
		{ "add", add_main, "that number is really reached" },
		{ "remove", remove_main, "and is no more" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
