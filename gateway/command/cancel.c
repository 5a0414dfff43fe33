/*
 * `homeline cancel`: what was not handed over yet is taken back.
 */

#include <stdio.h>

#include "command/desk.h"

static const struct usage usage = {
    "Takes a message back, as far as it was not sent yet. ID is what\n"
    "`homeline send` and `homeline sent` show. Without --as it is the deed\n"
    "of who runs the gateway, which the audit says.",
    "homeline cancel 038NTJEHW0001 --as \"Carmen Lopez\"",
    CODES_ASK
};

int
cancel_main(int argc, char **argv)
{
	struct desk		 d = { .config = NULL };
	const char		*id = NULL;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &id,
		  .help = "of the message" },
		AS_ROW(&d.as, "the member of staff who takes it back"),
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = here_id(id, "a message", "sent")) != CODE_OK)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = desk_post(&d, desk_path(&d, "/api/v1/messages/%s/cancel",
	    ask_encode(&d.here.ground, id)), NULL)) == CODE_OK &&
	    !desk_printed(&d, &code))
		printf("It is taken back; what was sent before stays sent. "
		    "`homeline sent %s` tells which.\n", id);
	return desk_close(&d, code);
}
