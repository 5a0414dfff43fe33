/*
 * `homeline hand-over`: a conversation is given to another seat.
 */

#include <stdio.h>
#include <string.h>

#include "command/desk.h"

static const struct usage usage = {
    "Gives a conversation to others: the office of its school, the\n"
    "district's desk, or the team of a class. What the family writes next is\n"
    "read there, too.",
    "homeline hand-over \"Rosa Rivera\" --to office --as \"Carmen Lopez\"",
    CODES_ASK
};

/* {"office": true}, {"desk": true}, or the class of that name. */
static int
seat_body(struct desk *d, const char *to, json_t **body)
{
	const char	*class;
	int		 code;

	if (strcmp(to, "office") == 0 || strcmp(to, "desk") == 0) {
		*body = json_pack("{s:b}", to, 1);
		return CODE_OK;
	}
	code = here_find_id(&d->here, "class", to, &class);
	if (code == CODE_OK)
		*body = json_pack("{s:s}", "class", class);
	return code;
}

int
hand_over_main(int argc, char **argv)
{
	struct desk		 d = { .config = NULL };
	const char		*who = NULL, *to = NULL;
	struct match		 talk;
	json_t			*body;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &who,
		  .help = "of the conversation, or a name or number" },
		{ .name = "to", .value = "SEAT", .text = &to, .needed = true,
		  .help = "office, desk, or the name of a class" },
		WHO_ROW(&d), DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = here_find(&d.here, "conversation", who, &talk)) ==
	    CODE_OK && (code = seat_body(&d, to, &body)) == CODE_OK &&
	    (code = desk_post(&d, desk_path(&d,
	    "/local/v1/conversations/%s/hand-over", talk.id), body)) ==
	    CODE_OK && !desk_printed(&d, &code))
		printf("The conversation with %s is read by %s now.\n",
		    talk.name, desk_name(&d, d.answer.json, "seat"));
	return desk_close(&d, code);
}
