/*
 * `homeline reply`: an answer in a conversation.
 */

#include <stdio.h>

#include "command/desk.h"
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
answer(struct desk *d, const struct match *talk, const char *words)
{
	struct here	*h = &d->here;
	json_t		*body = json_pack("{s:s}", "words", words);
	int		 code;

	code = ask(&h->ground, &(struct ask_question){ .method = "POST",
	    .path = desk_path(d, "/api/v1/conversations/%s/replies",
	    talk->id), .body = body, .as = h->as,
	    .key = ask_key(&h->ground) }, &d->answer);
	json_decref(body);
	if (code == CODE_OK && !desk_printed(d, &code))
		tell(h, talk, d->answer.json);
	return code;
}

int
reply_main(int argc, char **argv)
{
	struct desk		 d = { .config = NULL };
	const char		*id = NULL, *typed = NULL, *words;
	struct match		 talk;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &id,
		  .help = "of the conversation, or a name or number" },
		{ .name = "WORDS", .word = true, .needed = true,
		  .text = &typed, .help = "what you write; - is standard "
		  "input" },
		{ .name = "as", .value = "NAME", .needed = true, .text = &d.as,
		  .help = "the member of staff who writes" },
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = here_find(&d.here, "conversation", id, &talk)) ==
	    CODE_OK && (code = here_words(&d.here, typed, &words)) == CODE_OK)
		code = answer(&d, &talk, words);
	return desk_close(&d, code);
}
