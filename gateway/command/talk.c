/*
 * `homeline talk`: one conversation, both directions, in the order of time;
 * and the files that came with mail (talk_save.c).
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/desk.h"
#include "command/table.h"
#include "command/talk.h"

static const struct usage usage = {
    "Shows a conversation, both directions, and what became of each text.\n"
    "ID is what `homeline inbox` shows, or the name or number of whom it is\n"
    "with. What a mail quotes is left out unless --quoted asks for it. --save\n"
    "puts the files that came with mail into a folder, under names of their\n"
    "own: nothing that is there is overwritten.",
    "homeline talk \"Rosa Rivera\"",
    CODES_ASK
};

struct reading {
	struct desk	 desk;
	const char	*folder;	/* For files; NULL: not asked for. */
	bool		 quoted;
};

static void
head(struct here *h, const json_t *talk)
{
	struct arena	*arena = h->ground.arena;
	const char	*people = here_names(arena,
			    json_object_get(talk, "people"));
	const char	*students = here_names(arena,
			    json_object_get(talk, "students"));

	printf("%s%s%s\n", people, *people == '\0' ? "" : ", ",
	    ask_text(talk, "address"));
	printf("%s%s%s; read by: %s\n", *students == '\0' ? "" : "About ",
	    students, *students == '\0' ? "About nobody we know" : "",
	    table_clean(arena, ask_text(talk, "seat.name")));
	printf("%s, %s in %s, id %s\n",
	    table_clean(arena, ask_text(talk, "school.name")),
	    strchr(ask_text(talk, "address"), '@') != NULL ? "mails" : "texts",
	    ask_text(talk, "language"), ask_text(talk, "id"));
}

/* Several at one phone are the family. */
static const char *
speaker(const json_t *talk, const json_t *entry)
{
	const char *from = ask_text(entry, "from");
	const json_t *people = json_object_get(talk, "people");

	if (strcmp(from, "family") == 0)
		return json_array_size(people) == 1 ? ask_text(
		    json_array_get(people, 0), "name") : "the family";
	if (strcmp(from, "gateway") == 0)
		return "Homeline";
	return *ask_text(entry, "author.name") == '\0' ? "automatic" :
	    ask_text(entry, "author.name");
}

/* What only mail has. */
static void
print_mail(struct reading *r, const json_t *entry)
{
	struct arena	*arena = r->desk.here.ground.arena;
	const char	*folded = ask_text(entry, "folded");
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(entry, "attachments"), i, one)
		printf("  File: %s, %s%s\n", table_clean(arena,
		    ask_text(one, "name")), talk_size(arena, one),
		    json_is_true(json_object_get(one, "kept")) ? "" :
		    "; too large, it was not kept");
	if (*folded != '\0' && r->quoted)
		printf("  Quoted:\n  %s\n", table_clean(arena, folded));
	else if (*folded != '\0')
		puts("  (what it quotes is left out: --quoted shows it)");
}

static void
print_entry(struct reading *r, const json_t *talk, const json_t *entry)
{
	struct here	*h = &r->desk.here;
	struct arena	*arena = h->ground.arena;
	const json_t	*media = json_object_get(entry, "media"), *link;
	const char	*words = ask_text(entry, strcmp(ask_text(entry,
			    "from"), "family") == 0 ? "shown" : "words");
	const char	*became = ask_text(entry, "delivery.sentence");
	const char	*from = ask_text(entry, "written_from");
	const char	*subject = ask_text(entry, "subject");
	size_t		 i;

	if (*words == '\0')
		words = ask_text(entry, "template");
	printf("\n%s  %s%s%s:\n", times_say_api(&h->face,
	    ask_text(entry, "at")), table_clean(arena, speaker(talk, entry)),
	    *from == '\0' ? "" : ", from ", table_clean(arena, from));
	if (*subject != '\0')
		printf("  Subject: %s\n", table_clean(arena, subject));
	printf("  %s\n", table_clean(arena, words));
	json_array_foreach(media, i, link)
		printf("  %s\n", table_clean(arena, json_string_value(link)));
	print_mail(r, entry);
	if (*became != '\0')
		printf("  (%s)\n", became);
}

static int
show(struct reading *r, const char *id)
{
	struct desk	*d = &r->desk;
	json_t		*entries;
	const json_t	*talk, *entry;
	const char	*path = desk_path(d, "/api/v1/conversations/%s", id);
	size_t		 i;
	int		 code;

	if ((code = desk_get(d, path)) != CODE_OK || desk_printed(d, &code))
		return code;
	talk = d->answer.json;
	head(&d->here, talk);
	code = here_pages(&d->here, &(struct here_list){ .path = path,
	    .name = "entries", .mark = "after", .most = 10000 }, &entries);
	json_array_foreach(entries, i, entry) {
		print_entry(r, talk, entry);
		if (code == CODE_OK && r->folder != NULL)
			code = talk_save(d, entry, r->folder);
	}
	json_decref(entries);
	return code;
}

int
talk_main(int argc, char **argv)
{
	struct reading		 r = { .folder = NULL };
	const char		*who = NULL, *id;
	const struct option_row	 rows[] = {
		{ .name = "ID", .word = true, .needed = true, .text = &who,
		  .help = "of the conversation, or a name or number" },
		AS_ROW(&r.desk.as, "as this member of staff sees it"),
		{ .name = "quoted", .yes = &r.quoted,
		  .help = "show what mails quote, too" },
		{ .name = "save", .value = "FOLDER", .text = &r.folder,
		  .help = "put the files of mails there" },
		DESK_ROWS(&r.desk), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&r.desk)) == CODE_OK &&
	    (code = here_find_id(&r.desk.here, "conversation", who, &id)) ==
	    CODE_OK)
		code = show(&r, id);
	return desk_close(&r.desk, code);
}
