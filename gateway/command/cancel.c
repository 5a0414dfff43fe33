/*
 * `homeline cancel`: what was not handed over yet is taken back.
 */

#include <stdio.h>

#include "base/arena.h"
#include "command/here.h"

static const struct usage usage = {
    "Takes a message back, as far as it was not sent yet. ID is what\n"
    "`homeline send` and `homeline sent` show. Without --as it is the deed\n"
    "of who runs the gateway, which the audit says.",
    "homeline cancel 038NTJEHW0001 --as \"Carmen Lopez\"",
    CODES_ASK
};

static int
cancel(struct here *h, const char *id, bool json)
{
	struct ask_answer	answer;
	int			code;

	code = ask(&h->ground, &(struct ask_question){ .method = "POST",
	    .path = arena_print(h->ground.arena, "/api/v1/messages/%s/cancel",
	    ask_encode(&h->ground, id)), .as = h->as }, &answer);
	if (code == CODE_OK && json)
		code = ask_print(&answer);
	else if (code == CODE_OK)
		printf("It is taken back; what was sent before stays sent. "
		    "`homeline sent %s` tells which.\n", id);
	ask_free(&answer);
	return code;
}

int
cancel_main(int argc, char **argv)
{
	const char		*config = NULL, *as = NULL, *id = NULL;
	bool			 json = false;
	struct here		 h;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &id,
		  .help = "of the message" },
		AS_ROW(&as, "the member of staff who takes it back"),
		JSON_ROW(&json), CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = here_id(id, "a message", "sent")) != CODE_OK)
		return code;
	if ((code = here_open(&h, config, as)) == CODE_OK)
		code = cancel(&h, id, json);
	here_close(&h);
	return code;
}
