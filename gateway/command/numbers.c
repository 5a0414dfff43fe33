/*
 * `homeline numbers`: the numbers families are texted from.
 */

#include <stdio.h>

#include "command/desk.h"
#include "command/table.h"
#include "command/verb.h"

static const char about[] =
    "Our own numbers and mailboxes, from which families are written to:\n"
    "of the district, and of a school where it has its own.";

static void
print_list(struct desk *d)
{
	const json_t	*list = json_object_get(d->answer.json, "numbers");
	const json_t	*row;
	struct table	*t = TABLE(d->here.ground.arena, "ADDRESS", "ACCOUNT",
			    "SCHOOL");
	const char	*school;
	size_t		 i;

	if (json_array_size(list) == 0) {
		puts("There is no number yet, so nobody can be texted. To add "
		    "one: homeline numbers add.");
		return;
	}
	json_array_foreach(list, i, row) {
		school = desk_name(d, row, "school");
		TABLE_ROW(t, desk_text(d, row, "number"),
		    desk_text(d, row, "account"), *school == '\0' ?
		    "the district" : school);
	}
	table_print(t, stdout);
}

static int
list_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists the numbers families are texted from. `homeline numbers\n"
	    "add` adds one.",
	    "homeline numbers", CODES_ASK
	};

	return desk_list(argc, argv, &usage, "/local/v1/numbers", print_list);
}

struct adding {
	struct desk	 desk;
	const char	*number, *account, *school;
};

static int
add(struct adding *a)
{
	struct desk	*d = &a->desk;
	const char	*school;
	json_t		*body;
	int		 code;

	if ((code = desk_open(d)) != CODE_OK ||
	    (code = here_find_id(&d->here, "school", a->school, &school)) !=
	    CODE_OK)
		return code;
	body = json_pack("{s:s, s:s}", "number", a->number, "account",
	    a->account);
	desk_put(body, "school", school);
	code = desk_post(d, "/local/v1/numbers", body);
	if (code == CODE_OK && !desk_printed(d, &code))
		print_list(d);
	return code;
}

static int
add_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Adds a number or mailbox of an account of the configuration: the\n"
	    "district's own, or that of a school. It is used at once.",
	    "homeline numbers add +15087993116 --account main", CODES_ASK
	};
	struct adding		 a = { .number = NULL };
	const struct option_row	 rows[] = {
		{ .name = "NUMBER", .word = true, .needed = true,
		  .text = &a.number,
		  .help = "as the provider has it, or a mailbox of ours" },
		{ .name = "account", .value = "NAME", .text = &a.account,
		  .needed = true, .help = "of the configuration" },
		{ .name = "school", .value = "SCHOOL", .text = &a.school,
		  .help = "whose it is, unless the district's" },
		AS_ROW(&a.desk.as, "the member of staff who does this"),
		DESK_ROWS(&a.desk), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&a.desk, add(&a));
}

int
numbers_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "", list_main, "the numbers there are" },
		{ "add", add_main, "one more" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
