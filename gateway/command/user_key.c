/*
 * `homeline user key, revoke`: API keys.
 */

#include <stdio.h>

#include "command/desk.h"
#include "command/user.h"

int
user_key_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Makes an API key that writes in the name of a member of staff.\n"
	    "The key is printed this once, alone on standard output.",
	    "homeline user key \"Pat Moore\" --name \"attendance system\"",
	    CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	struct match		 match;
	const char		*who = NULL, *name = NULL;
	const struct option_row	 rows[] = {
		{ .name = "NAME", .word = true, .needed = true, .text = &who,
		  .help = "whose it is" },
		{ .name = "name", .value = "TEXT", .text = &name,
		  .help = "what uses it" },
		AS_ROW(&d.as, "the member of staff who does this"),
		DESK_ROWS(&d), { .name = NULL },
	};
	json_t			*body;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) != CODE_OK ||
	    (code = here_find(&d.here, "staff", who, &match)) != CODE_OK)
		return desk_close(&d, code);
	body = json_object();
	desk_put(body, "name", name);
	code = desk_post(&d, desk_path(&d, "/local/v1/users/%s/keys",
	    match.id), body);
	if (code == CODE_OK && !desk_printed(&d, &code)) {
		printf("%s\n", ask_text(d.answer.json, "key"));
		fprintf(stderr, "This is told once. It writes for %s; its id "
		    "is %s, and `homeline user revoke %s` takes it back.\n",
		    match.name, ask_text(d.answer.json, "id"),
		    ask_text(d.answer.json, "id"));
		if (fflush(stdout) != 0)
			code = CODE_FAILED;
	}
	return desk_close(&d, code);
}

int
user_revoke_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Takes an API key back. It is refused within 10 seconds.",
	    "homeline user revoke 06D0R9V8GZQ3M", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const char		*id = NULL;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &id,
		  .help = "of the key, from homeline user keys" },
		AS_ROW(&d.as, "the member of staff who does this"),
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = here_id(id, "a key", "user keys")) != CODE_OK)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = desk_post(&d, desk_path(&d, "/local/v1/keys/%s/revoke",
	    ask_encode(&d.here.ground, id)), NULL)) == CODE_OK &&
	    !desk_printed(&d, &code))
		puts("The key is revoked; it is refused within 10 seconds.");
	return desk_close(&d, code);
}
