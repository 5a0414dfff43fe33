/*
 * `homeline import`: a roster goes in.
 *
 * The file is read and checked here, in a program of its own that ends
 * afterwards, since it comes from somewhere else; the gateway gets nothing
 * but rows.  Without --apply nothing is changed.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/zone.h"
#include "command/import.h"

static const struct usage usage = {
    "Reads a roster (a OneRoster 1.2 or 1.1 export, a zip or a folder) and\n"
    "tells what it would change. With --apply it is changed, a slice at a\n"
    "time while the gateway serves; when that is interrupted, the same\n"
    "command goes on. What was entered by hand stays. With --undo the last\n"
    "import is taken back, for 7 days.",
    "homeline import roster.zip\n"
    "homeline import roster.zip --apply\n"
    "homeline import --undo",
    "0 done, 1 it was refused or could not be done, 2 the command line is\n"
    "wrong, 3 the configuration is, 4 another import runs here, 6 no gateway\n"
    "runs here"
};

/* Of each row, and of all before it; so the same file has the same one. */
static void
digest(struct importing *i)
{
	struct arena	*arena = arena_new();
	const char	*text = "", *row;

	for (unsigned n = 0; n < i->file.row_count; n++) {
		const struct roster_row *r = &i->file.rows[n];

		row = arena_print(arena, "%s %d %s %s", text, r->noun,
		    r->name, r->gone ? "" : r->content);
		text = crypt_digest(arena, row, strlen(row));
		if (arena_size(arena) > (8 << 20)) {
			text = arena_text(i->arena, text);
			arena_clear(arena);
		}
	}
	i->digest = arena_text(i->arena, text);
	arena_free(arena);
}

/* False: the notes say why. */
static bool
read_roster(struct importing *i)
{
	const struct here *h = &i->here;
	bool good;

	good = oneroster_read(i->arena, i->path, &(struct oneroster_options){
	    .fictitious = h->sample || h->practice,
	    .today = zone_day(h->zone, h->face.now),
	    .before = i->was.rows, .before_count = i->was.count }, &i->file);
	return good && i->file.weights[NOTE_REFUSED] == 0;
}

/* What is changed, and whether it may be. */
static int
compare(struct importing *i)
{
	roster_diff_make(i->arena, &i->was, &i->file, &i->diff);
	i->problem_count = roster_diff_check(i->arena, &i->was, &i->file,
	    &i->diff, i->problems);
	i->brake = roster_diff_brake(i->arena, &i->diff, i->percent);
	digest(i);
	return i->diff.count == 0 ? CODE_OK : import_ask(i);
}

static int
tell(struct importing *i, int code)
{
	int reported = i->report != NULL ? import_report(i) : CODE_OK;

	if (i->json && import_tell_json(i) != CODE_OK)
		return CODE_FAILED;
	return code != CODE_OK ? code : reported;
}

/* From the file to the gateway, unless something is in the way. */
static int
take(struct importing *i)
{
	int code;

	if (i->apply && (code = import_lock(i)) != CODE_OK)
		return code;
	if ((code = import_fetch(i)) != CODE_OK)
		return code;
	if (!read_roster(i))
		code = CODE_FAILED;
	else if ((code = compare(i)) != CODE_OK)
		return code;
	if (i->problem_count > 0 || i->brake != NULL || i->refused != NULL)
		code = CODE_FAILED;
	if (!i->json)
		import_tell(i);
	if (code == CODE_OK && i->apply && i->diff.count > 0) {
		code = import_send(i);
		if (code == CODE_OK && !i->json)
			import_tell_done(i);
	}
	return tell(i, code);
}

static int
back(struct importing *i)
{
	int code = import_lock(i);

	if (code == CODE_OK)
		code = import_take_back(i);
	if (code != CODE_OK)
		return code;
	if (i->json)
		return here_print(i->import, NULL);
	import_tell_done(i);
	return CODE_OK;
}

/* What of the command line goes together. */
static int
check(struct importing *i, const char *drop)
{
	char *end;

	i->percent = ROSTER_DROP;
	if (drop != NULL) {
		i->percent = (unsigned)strtoul(drop, &end, 10);
		if (*drop < '0' || *drop > '9' || *end != '\0' ||
		    i->percent > 100) {
			command_say("import: --drop is a number from 0 to "
			    "100, of percent.");
			return CODE_USAGE;
		}
	}
	if (i->undo + i->list + i->apply > 1) {
		command_say("import: only one of --apply, --undo and --list "
		    "goes at a time.");
		return CODE_USAGE;
	}
	if (i->path == NULL && !i->undo && !i->list) {
		command_say("import: which file? Try `homeline import "
		    "--help`.");
		return CODE_USAGE;
	}
	if (i->path != NULL && i->undo)
		return here_id(i->path, "an import", "import --list");
	return CODE_OK;
}

static int
run(struct importing *i, const char *config)
{
	int code = here_open(&i->here, config, NULL);

	i->arena = i->here.ground.arena;
	if (code == CODE_OK)
		code = i->list ? import_tell_list(i) : i->undo ? back(i) :
		    take(i);
	json_decref(i->import);
	if (i->lock >= 0)
		close(i->lock);
	here_close(&i->here);
	return code;
}

int
import_main(int argc, char **argv)
{
	const char		*config = NULL, *drop = NULL;
	struct importing	 i = { .lock = -1 };
	const struct option_row	 rows[] = {
		{ .name = "FILE", .word = true, .text = &i.path,
		  .help = "a zip or a folder; with --undo the id of an "
		  "import" },
		{ .name = "apply", .yes = &i.apply,
		  .help = "change it, and not only tell what would change" },
		{ .name = "drop", .value = "PERCENT", .text = &drop,
		  .help = "so many students or guardians may be gone, "
		  "else 10" },
		{ .name = "report", .value = "FILE", .text = &i.report,
		  .help = "write all that was noted as a table (CSV)" },
		{ .name = "undo", .yes = &i.undo,
		  .help = "take the last import back, or that one" },
		{ .name = "list", .yes = &i.list,
		  .help = "which imports there were" },
		{ .name = "json", .yes = &i.json,
		  .help = "print all of it as JSON" },
		CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = check(&i, drop)) != CODE_OK)
		return code;
	return run(&i, config);
}
