/*
 * What `homeline import` asks of the gateway: what the roster says now, page
 * by page, and to keep the changes, slice by slice.
 */

#include <sys/file.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "command/import.h"
#include "command/table.h"
#include "flow/import.h"

#define SLICE_BYTES	600000		/* Of 1 MB, before it is encoded. */
#define BUSY_MOST	SECONDS(60)
#define BUSY_AFTER	500		/* ms */

int
import_lock(struct importing *i)
{
	const char *state = i->here.ground.configured.settings.state;

	i->lock = open(state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (i->lock < 0) {
		command_say("%s: %s. Run this on the machine of the gateway, "
		    "as the user who runs it.", state, strerror(errno));
		return CODE_FAILED;
	}
	if (flock(i->lock, LOCK_EX | LOCK_NB) == 0)
		return CODE_OK;
	command_say("another import runs here. Wait until it has ended.");
	return CODE_RUNS;
}

/* One page of a noun; next is NULL behind the last. */
static void
keep_page(struct importing *i, enum roster_noun noun, const json_t *json,
    struct roster_row *rows, const char **next)
{
	const json_t	*list = json_object_get(json, "rows"), *row;
	const char	*name = "";
	size_t		 n;

	json_array_foreach(list, n, row) {
		name = arena_text(i->arena, json_string_value(
		    json_array_get(row, 0)));
		rows[n] = (struct roster_row){ .noun = noun, .name = name,
		    .content = arena_text(i->arena, json_string_value(
		    json_array_get(row, 1))), .file = "" };
	}
	*next = json_is_string(json_object_get(json, "next")) ? name : NULL;
}

/* The rows, and room for `more` of them. */
static struct roster_row *
room_for(struct importing *i, size_t more, unsigned *room)
{
	struct roster_row *all;

	if (i->was.count + more <= *room)
		return (struct roster_row *)(uintptr_t)i->was.rows;
	*room = (*room + (unsigned)more) * 2;
	all = NEW_LIST(i->arena, struct roster_row, *room);
	if (i->was.count > 0)
		memcpy(all, i->was.rows, i->was.count * sizeof *all);
	i->was.rows = all;
	return all;
}

static int
fetch(struct importing *i, enum roster_noun noun, unsigned *room)
{
	struct ground		*g = &i->here.ground;
	struct ask_answer	 answer;
	struct roster_row	*all;
	const char		*next = "";
	size_t			 n;
	int			 code = CODE_OK;

	while (next != NULL && code == CODE_OK) {
		code = ask(g, &(struct ask_question){ .method = "GET",
		    .path = arena_print(i->arena, "/local/v1/roster?noun=%s"
		    "&from=%s", roster_noun_word(noun), ask_encode(g,
		    next)) }, &answer);
		if (code == CODE_OK) {
			n = json_array_size(json_object_get(answer.json,
			    "rows"));
			all = room_for(i, n, room);
			keep_page(i, noun, answer.json, all + i->was.count,
			    &next);
			i->was.count += (unsigned)n;
		}
		ask_free(&answer);
	}
	return code;
}

int
import_fetch(struct importing *i)
{
	unsigned	room = 0;
	int		code = CODE_OK;

	for (int n = 0; n < ROSTER_NOUNS && code == CODE_OK; n++)
		code = fetch(i, (enum roster_noun)n, &room);
	return code;
}

/* Whether a second on, it may be answered otherwise. */
static bool
is_busy(const struct ask_answer *answer, int64_t until)
{
	if (answer->status != 503 || clock_boot() > until)
		return false;
	(void)poll(NULL, 0, BUSY_AFTER);
	return true;
}

/* Posts, and frees the body; waits for a gateway that has too much to do. */
static int
post(struct importing *i, const char *path, json_t *body,
    struct ask_answer *answer)
{
	int64_t	until = clock_boot() + BUSY_MOST;
	int	code;

	for (;;) {
		code = ask_quietly(&i->here.ground, &(struct ask_question){
		    .method = "POST", .path = path, .body = body }, answer);
		if (!is_busy(answer, until))
			break;
		ask_free(answer);
	}
	json_decref(body);
	return code;
}

static json_t *
names_json(const struct roster_names *names)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < names->count; i++)
		json_array_append_new(list, json_string(names->list[i]));
	return list;
}

/* The last part of the path, short enough. */
static const char *
source_of(struct importing *i)
{
	const char *slash = strrchr(i->path, '/');
	const char *name = slash != NULL && slash[1] != '\0' ? slash + 1 :
	    i->path;

	return text_cut(i->arena, table_clean(i->arena, name), 100);
}

static json_t *
begin_json(struct importing *i, bool dry)
{
	return json_pack("{s:s, s:s, s:o, s:o, s:b, s:b}",
	    "source", source_of(i), "digest", i->digest,
	    "leave", names_json(&i->diff.leave),
	    "step_down", names_json(&i->diff.step_down),
	    "desk", (int)i->diff.desk, "dry", (int)dry);
}

/* A refusal is kept as a sentence; all else that is wrong is said. */
static int
refusal(struct importing *i, const struct ask_answer *answer, int code)
{
	if (code == CODE_OK || answer->status == 0)
		return code;
	i->refused = arena_text(i->arena, ask_problem(answer));
	return CODE_OK;
}

int
import_ask(struct importing *i)
{
	struct ask_answer	answer;
	int			code;

	code = refusal(i, &answer, post(i, "/local/v1/imports",
	    begin_json(i, true), &answer));
	ask_free(&answer);
	return code;
}

static void
progress(const char *what, unsigned done, unsigned all)
{
	if (isatty(STDERR_FILENO) == 1)
		fprintf(stderr, "\r%s %u of %u rows%s", what, done, all,
		    done == all ? "\n" : "");
}

/* The rows of the next slice: of one noun, and not too many; how many. */
static unsigned
slice(const struct roster_diff *d, unsigned from, json_t *rows)
{
	size_t		 bytes = 0;
	unsigned	 n = from;

	for (; n < d->count && n - from < IMPORT_SLICE; n++) {
		const struct roster_given *g = &d->changes[n];

		bytes += strlen(g->name) + 20 +
		    (g->content != NULL ? strlen(g->content) : 0);
		if (n > from && (bytes > SLICE_BYTES ||
		    g->noun != d->changes[from].noun))
			break;
		json_array_append_new(rows, json_pack("[s, s, s?]",
		    roster_noun_word(g->noun), g->name, g->content));
	}
	return n - from;
}

/* The answer is the import as the gateway has it now. */
static int
keep(struct importing *i, struct ask_answer *answer, int code)
{
	if (code == CODE_OK) {
		json_decref(i->import);
		i->import = json_incref(answer->json);
	} else if (answer->status != 0) {
		command_say("%s", ask_problem(answer));
	}
	ask_free(answer);
	return code;
}

static int
interrupted(struct importing *i, unsigned done)
{
	command_say("it was interrupted after %u of %u rows. Run the same "
	    "command again to go on.", done, i->diff.count);
	return CODE_FAILED;
}

int
import_send(struct importing *i)
{
	struct ask_answer	 answer;
	const char		*id;
	unsigned		 done = 0, n;
	json_t			*rows;
	int			 code;

	code = keep(i, &answer, post(i, "/local/v1/imports",
	    begin_json(i, false), &answer));
	if (code != CODE_OK)
		return code;
	id = arena_text(i->arena, ask_text(i->import, "id"));
	while (done < i->diff.count) {
		rows = json_array();
		n = slice(&i->diff, done, rows);
		code = keep(i, &answer, post(i, arena_print(i->arena,
		    "/local/v1/imports/%s/rows", id), json_pack("{s:o}",
		    "rows", rows), &answer));
		if (code != CODE_OK)
			return interrupted(i, done);
		progress("Applied", done += n, i->diff.count);
	}
	return keep(i, &answer, post(i, arena_print(i->arena,
	    "/local/v1/imports/%s/end", id), json_object(), &answer));
}

int
import_take_back(struct importing *i)
{
	struct ask_answer	 answer;
	const char		*id = i->path;
	unsigned		 undone, all;
	int			 code;

	for (bool again = false;; again = true) {
		code = keep(i, &answer, post(i, "/local/v1/imports/undo",
		    json_pack("{s:s?, s:b}", "id", id, "again", (int)again),
		    &answer));
		if (code != CODE_OK)
			return code;
		undone = (unsigned)json_integer_value(json_object_get(
		    i->import, "undone"));
		all = (unsigned)json_integer_value(json_object_get(i->import,
		    "changes"));
		progress("Undone", undone, all);
		if (strcmp(ask_text(i->import, "state"), "undone") == 0)
			return CODE_OK;
		id = arena_text(i->arena, ask_text(i->import, "id"));
	}
}

int
import_tell_list(struct importing *i)
{
	struct ask_answer	 answer;
	struct table		*t = TABLE(i->arena, "ID", "WHEN", "CHANGES",
				    "STATE", "FILE");
	const json_t		*one;
	size_t			 n;
	int			 code;

	code = ask(&i->here.ground, &(struct ask_question){ .method = "GET",
	    .path = "/local/v1/imports" }, &answer);
	if (code == CODE_OK && i->json) {
		code = ask_print(&answer);
	} else if (code == CODE_OK) {
		table_right(t, 2);
		json_array_foreach(json_object_get(answer.json, "imports"),
		    n, one)
			TABLE_ROW(t, ask_text(one, "id"), times_say_api(
			    &i->here.face, ask_text(one, "at")),
			    arena_print(i->arena, "%lld", (long long)
			    json_integer_value(json_object_get(one,
			    "changes"))), ask_text(one, "state"),
			    ask_text(one, "source"));
		if (n == 0)
			puts("There was no import yet.");
		else
			table_print(t, stdout);
	}
	ask_free(&answer);
	return code;
}
