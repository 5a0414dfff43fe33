/*
 * `homeline held`: texts of families that may mean stop, and which it is.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "command/desk.h"
#include "command/table.h"
#include "command/verb.h"

static const char about[] =
    "Texts of families that may mean stop and may be a name or an answer.\n"
    "Nothing was stopped; announcements to them wait until somebody of the\n"
    "office says which it is.";

static const char *
who(struct arena *arena, const json_t *one)
{
	const json_t *people = json_object_get(one, "people");

	return json_array_size(people) == 0 ? ask_text(one, "address") :
	    here_names(arena, people);
}

static void
print_held(struct desk *d)
{
	struct arena	*arena = d->here.ground.arena;
	const json_t	*list = json_object_get(d->answer.json, "held"), *one;
	struct table	*t = TABLE(arena, "WHEN", "WHO", "SCHOOL", "LANGUAGE",
			    "ID", "WORDS");
	size_t		 i;

	if (json_array_size(list) == 0) {
		puts("No family has written a word that may mean stop.");
		return;
	}
	json_array_foreach(list, i, one)
		TABLE_ROW(t, times_ago_api(&d->here.face, ask_text(one,
		    "at")), who(arena, one), ask_text(one, "school.name"),
		    ask_text(one, "language"), ask_text(one, "id"),
		    ask_text(one, "words"));
	table_print(t, stdout);
	puts("\nDo they want no more texts? `homeline held stop ID` when they "
	    "do, `homeline held no ID`\nwhen they do not; what waited for "
	    "them then goes.");
}

static int
list_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists the texts that may mean stop, the oldest first; without\n"
	    "--as those of the whole district.",
	    "homeline held", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const struct option_row	 rows[] = {
		AS_ROW(&d.as, "only what this member of staff is asked"),
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = desk_get(&d, "/api/v1/held")) == CODE_OK &&
	    !desk_printed(&d, &code))
		print_held(&d);
	return desk_close(&d, code);
}

static void
print_said(struct desk *d)
{
	long long dropped = desk_number(d->answer.json, "dropped");

	if (strcmp(ask_text(d->answer.json, "answer"), "no") == 0) {
		puts("They go on getting texts; what waited for them goes.");
		return;
	}
	fputs("They get no more texts.", stdout);
	if (dropped > 0)
		printf(" %lld %s dropped.", dropped, desk_many(dropped,
		    "text that was planned is", "texts that were planned are"));
	putchar('\n');
}

static int
say(int argc, char **argv, const char *answer, const struct usage *usage)
{
	struct desk		 d = { .config = NULL };
	const char		*id = NULL, *note = NULL;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &id,
		  .help = "of the text, as `homeline held` has it" },
		WHO_ROW(&d),
		{ .name = "note", .value = "TEXT", .text = &note,
		  .help = "how you know, for the record" },
		DESK_ROWS(&d), { .name = NULL },
	};
	json_t			*body;
	int			 code;

	code = command_options(argc, argv, rows, usage);
	if (code != CODE_GO_ON ||
	    (code = here_id(id, "a text", "held")) != CODE_OK)
		return code;
	if ((code = desk_open(&d)) == CODE_OK) {
		body = json_pack("{s:s}", "answer", answer);
		desk_put(body, "note", note);
		code = desk_post(&d, desk_path(&d, "/api/v1/held/%s",
		    ask_encode(&d.here.ground, id)), body);
	}
	if (code == CODE_OK && !desk_printed(&d, &code))
		print_said(&d);
	return desk_close(&d, code);
}

static int
stop_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Yes, they want to stop: nothing is sent to that number any more,\n"
	    "as when the office enters it by `homeline contact stop`.",
	    "homeline held stop 038NTJEHW0001 --as \"Pat Moore\"", CODES_ASK
	};

	return say(argc, argv, "stop", &usage);
}

static int
no_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "No, it was a name or an answer: what waited for them goes.",
	    "homeline held no 038NTJEHW0001 --as \"Pat Moore\"", CODES_ASK
	};

	return say(argc, argv, "no", &usage);
}

int
held_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "", list_main, "what the office is asked about" },
		{ "stop", stop_main, "yes, they want to stop" },
		{ "no", no_main, "no, they do not" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
