/*
 * `homeline sent`: what was written, and what became of it for whom.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/desk.h"
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

static int
list(struct desk *d)
{
	json_t		*all;
	const json_t	*m;
	size_t		 i;
	struct table	*t = TABLE(d->here.ground.arena, "WHEN", "WHO", "TO",
			    "KIND", "STATE", "ID", "WORDS");
	int		 code = here_pages(&d->here, &(struct here_list){
			    .path = "/api/v1/messages", .name = "messages",
			    .mark = "before", .most = MOST }, &all);

	if (code == CODE_OK && d->json) {
		code = here_print(all, "messages");
	} else if (code == CODE_OK) {
		json_array_foreach(all, i, m)
			TABLE_ROW(t, times_say_api(&d->here.face,
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
head(struct desk *d, const json_t *m)
{
	struct arena *arena = d->here.ground.arena;

	printf("%s to %s, %s, by %s\n", here_kind(ask_text(m, "kind")),
	    table_clean(arena, ask_text(m, "recipients")),
	    times_say_api(&d->here.face, ask_text(m, "send_at")),
	    *ask_text(m, "author.name") == '\0' ? "nobody (automatic)" :
	    table_clean(arena, ask_text(m, "author.name")));
	printf("  %s\n", table_clean(arena, *ask_text(m, "words") == '\0' ?
	    ask_text(m, "template") : ask_text(m, "words")));
	printf("It is %s: %s. Useful until %s.%s\n\n", ask_text(m, "state"),
	    states(arena, m), times_say_api(&d->here.face,
	    ask_text(m, "not_after")),
	    json_is_true(json_object_get(m, "practice")) ?
	    " It was written in practice and counts nowhere." : "");
}

static void
print_copies(struct desk *d, const json_t *all)
{
	struct table	*t = TABLE(d->here.ground.arena, "WHO", "ADDRESS",
			    "LANGUAGE", "WHAT BECAME OF IT");
	const json_t	*copy;
	const char	*next;
	size_t		 i;

	json_array_foreach(all, i, copy) {
		next = ask_text(copy, "next");
		if (strcmp(next, "There is nothing to do.") == 0)
			next = "";
		TABLE_ROW(t, ask_text(copy, "person.name"),
		    ask_text(copy, "to"), ask_text(copy, "language"),
		    desk_path(d, "%s%s%s", ask_text(copy, "sentence"),
		    *next == '\0' ? "" : " ", next));
	}
	if (json_array_size(all) > 0)
		table_print(t, stdout);
}

static int
show(struct desk *d, const char *id)
{
	const char	*path = desk_path(d, "/api/v1/messages/%s",
			    ask_encode(&d->here.ground, id));
	json_t		*all = NULL;
	int		 code;

	if ((code = desk_get(d, path)) == CODE_OK)
		code = here_pages(&d->here, &(struct here_list){
		    .path = desk_path(d, "%s/deliveries", path),
		    .name = "deliveries", .mark = "after",
		    .most = COPIES_MOST }, &all);
	if (code == CODE_OK && d->json) {
		json_object_set(d->answer.json, "copies", all);
		code = here_print(d->answer.json, NULL);
	} else if (code == CODE_OK) {
		head(d, d->answer.json);
		print_copies(d, all);
	}
	json_decref(all);
	return code;
}

int
sent_main(int argc, char **argv)
{
	struct desk		 d = { .config = NULL };
	const char		*id = NULL;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .text = &id,
		  .help = "of one message" },
		AS_ROW(&d.as, "what this member of staff wrote"),
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if (id != NULL && (code = here_id(id, "a message", "sent")) != CODE_OK)
		return code;
	if ((code = desk_open(&d)) == CODE_OK)
		code = id == NULL ? list(&d) : show(&d, id);
	return desk_close(&d, code);
}
