/*
 * `homeline reply`: an answer in a conversation.
 */

#include <stdio.h>

#include "base/arena.h"
#include "command/here.h"
#include "command/preview.h"

static const struct usage usage = {
    "Answers a family. ID is what `homeline inbox` shows, or the name or\n"
    "number of whom the conversation is with. WORDS is one text in quotes, or\n"
    "- for standard input.",
    "homeline reply \"Rosa Rivera\" --as \"Carmen Lopez\" \"See you at 3.\"",
    CODES_ASK
};

static void
tell(struct here *h, const struct match *talk, const json_t *composed)
{
	const char *id = ask_text(composed, "id");

	printf("Your answer to %s is kept and goes %s.\n", talk->name,
	    preview_when(h, ask_text(composed, "goes_at")));
	printf("Its id is %s; `homeline sent %s` tells what becomes of it.\n",
	    id, id);
}

static int
answer(struct here *h, const struct match *talk, const char *words, bool json)
{
	struct ask_answer	 answer;
	json_t			*body = json_pack("{s:s}", "words", words);
	int			 code;

	code = ask(&h->ground, &(struct ask_question){ .method = "POST",
	    .path = arena_print(h->ground.arena,
	    "/api/v1/conversations/%s/replies", talk->id), .body = body,
	    .as = h->as, .key = ask_key(&h->ground) }, &answer);
	if (code == CODE_OK && json)
		code = ask_print(&answer);
	else if (code == CODE_OK)
		tell(h, talk, answer.json);
	json_decref(body);
	ask_free(&answer);
	return code;
}

int
reply_main(int argc, char **argv)
{
	const char		*config = NULL, *as = NULL, *id = NULL;
	const char		*typed = NULL, *words;
	bool			 json = false;
	struct here		 h;
	struct match		 talk;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &id,
		  .help = "of the conversation, or a name or number" },
		{ .name = "WORDS", .word = true, .needed = true,
		  .text = &typed, .help = "what you write; - is standard "
		  "input" },
		{ .name = "as", .value = "NAME", .needed = true, .text = &as,
		  .help = "the member of staff who writes" },
		JSON_ROW(&json), CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = here_open(&h, config, as)) == CODE_OK &&
	    (code = here_find(&h, "conversation", id, &talk)) == CODE_OK &&
	    (code = here_words(&h, typed, &words)) == CODE_OK)
		code = answer(&h, &talk, words, json);
	here_close(&h);
	return code;
}
