/*
 * `homeline sent`: what was written, and what became of it for whom.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/here.h"
#include "command/table.h"

#define MOST		100
#define COPIES_MOST	20000

static const struct usage usage = {
    "Shows what was written, the newest first, or with ID what became of one\n"
    "message for each guardian, in words. Without --as it is the whole\n"
    "district's.",
    "homeline sent --as \"Carmen Lopez\"\nhomeline sent 038NTJEHW0001",
    CODES_ASK
};

struct sent {
	struct here	 here;
	bool		 json;
};

static int
list(struct sent *s)
{
	json_t		*all;
	const json_t	*m;
	size_t		 i;
	struct table	*t = TABLE(s->here.ground.arena, "WHEN", "WHO", "TO",
			    "KIND", "STATE", "ID", "WORDS");
	int		 code = here_pages(&s->here, &(struct here_list){
			    .path = "/api/v1/messages", .name = "messages",
			    .mark = "before", .most = MOST }, &all);

	if (code == CODE_OK && s->json) {
		code = here_print(all, "messages");
	} else if (code == CODE_OK) {
		json_array_foreach(all, i, m)
			TABLE_ROW(t, times_say_api(&s->here.face,
			    ask_text(m, "send_at")),
			    *ask_text(m, "author.name") == '\0' ? "automatic" :
			    ask_text(m, "author.name"),
			    ask_text(m, "recipients"), ask_text(m, "kind"),
			    ask_text(m, "state"), ask_text(m, "id"),
			    *ask_text(m, "words") == '\0' ?
			    ask_text(m, "template") : ask_text(m, "words"));
		if (json_array_size(all) > 0)
			table_print(t, stdout);
		else
			puts("Nothing was written yet.");
	}
	json_decref(all);
	return code;
}

/* "3 delivered, 1 failed" */
static const char *
states(struct arena *arena, const json_t *message)
{
	const char	*all = "", *name;
	json_t		*count;

	json_object_foreach(json_object_get(message, "deliveries"), name,
	    count)
		if (json_integer_value(count) > 0)
			all = arena_print(arena, "%s%s%lld %s", all,
			    *all == '\0' ? "" : ", ",
			    (long long)json_integer_value(count), name);
	return *all == '\0' ? "nobody yet" : all;
}

static void
head(struct sent *s, const json_t *m)
{
	struct arena *arena = s->here.ground.arena;

	printf("%s to %s, %s, by %s\n", here_kind(ask_text(m, "kind")),
	    table_clean(arena, ask_text(m, "recipients")),
	    times_say_api(&s->here.face, ask_text(m, "send_at")),
	    *ask_text(m, "author.name") == '\0' ? "nobody (automatic)" :
	    table_clean(arena, ask_text(m, "author.name")));
	printf("  %s\n", table_clean(arena, *ask_text(m, "words") == '\0' ?
	    ask_text(m, "template") : ask_text(m, "words")));
	printf("It is %s: %s. Useful until %s.%s\n\n", ask_text(m, "state"),
	    states(arena, m), times_say_api(&s->here.face,
	    ask_text(m, "not_after")),
	    json_is_true(json_object_get(m, "practice")) ?
	    " It was written in practice and counts nowhere." : "");
}

static void
print_copies(struct sent *s, const json_t *all)
{
	struct table	*t = TABLE(s->here.ground.arena, "WHO", "NUMBER",
			    "LANGUAGE", "WHAT BECAME OF IT");
	const json_t	*d;
	const char	*next;
	size_t		 i;

	json_array_foreach(all, i, d) {
		next = ask_text(d, "next");
		if (strcmp(next, "There is nothing to do.") == 0)
			next = "";
		TABLE_ROW(t, ask_text(d, "person.name"), ask_text(d, "to"),
		    ask_text(d, "language"), arena_print(
		    s->here.ground.arena, "%s%s%s", ask_text(d, "sentence"),
		    *next == '\0' ? "" : " ", next));
	}
	if (json_array_size(all) > 0)
		table_print(t, stdout);
}

static int
show(struct sent *s, const char *id)
{
	const char		*path = arena_print(s->here.ground.arena,
				    "/api/v1/messages/%s",
				    ask_encode(&s->here.ground, id));
	struct ask_answer	 answer;
	json_t			*all = NULL;
	int			 code;

	code = ask(&s->here.ground, &(struct ask_question){ .method = "GET",
	    .path = path, .as = s->here.as }, &answer);
	if (code == CODE_OK)
		code = here_pages(&s->here, &(struct here_list){
		    .path = arena_print(s->here.ground.arena, "%s/deliveries",
		    path), .name = "deliveries", .mark = "after",
		    .most = COPIES_MOST }, &all);
	if (code == CODE_OK && s->json) {
		json_object_set(answer.json, "copies", all);
		code = here_print(answer.json, NULL);
	} else if (code == CODE_OK) {
		head(s, answer.json);
		print_copies(s, all);
	}
	json_decref(all);
	ask_free(&answer);
	return code;
}

int
sent_main(int argc, char **argv)
{
	const char		*config = NULL, *as = NULL, *id = NULL;
	struct sent		 s = { .json = false };
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .text = &id,
		  .help = "of one message" },
		AS_ROW(&as, "what this member of staff wrote"),
		JSON_ROW(&s.json), CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if (id != NULL && (code = here_id(id, "a message", "sent")) != CODE_OK)
		return code;
	code = here_open(&s.here, config, as);
	if (code == CODE_OK)
		code = id == NULL ? list(&s) : show(&s, id);
	here_close(&s.here);
	return code;
}
