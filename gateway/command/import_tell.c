/*
 * What `homeline import` tells.  The notes quote the file, and so does this,
 * to the person who has it.
 */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "command/csv.h"
#include "command/import.h"
#include "command/table.h"
#include "flow/import.h"
#include "flow/roster_tell.h"
#include "web/when.h"

#define SHOWN_NOTES	20	/* Of each weight. */
#define SHOWN_CHANGES	5	/* Of each noun and sort. */

static const char *const headings[NOTE_WEIGHTS] = {
	[NOTE_REFUSED] = "Nothing can be applied before this is corrected",
	[NOTE_SKIPPED] = "Left out",
	[NOTE_TOLERATED] = "Understood all the same",
};

static const char *const weights[NOTE_WEIGHTS] = {
	[NOTE_REFUSED] = "refused", [NOTE_SKIPPED] = "left out",
	[NOTE_TOLERATED] = "understood",
};

static const char *const plurals[ROSTER_NOUNS] = {
	[ROSTER_SCHOOL] = "schools", [ROSTER_STAFF] = "staff",
	[ROSTER_CLASS] = "classes", [ROSTER_STUDENT] = "students",
	[ROSTER_GUARDIAN] = "guardians",
};

static void
tell_read(const struct importing *i)
{
	const struct roster_file *f = &i->file;

	printf("%s: %s%s%s%s%s%s.\n", table_clean(i->arena, i->path),
	    *f->version != '\0' ? "OneRoster " : "a roster", f->version,
	    *f->system != '\0' ? ", from " : "",
	    table_clean(i->arena, f->system),
	    *f->district != '\0' ? ", of " : "",
	    table_clean(i->arena, f->district));
	printf("Read: ");
	for (int n = 0; n < ROSTER_NOUNS; n++)
		printf("%s%u %s", n > 0 ? ", " : "", f->nouns[n], plurals[n]);
	printf("%s.\n", f->delta ? "; it has changes only" : "");
}

/* "users.csv row 12, phone" */
static const char *
place(const struct importing *i, const struct roster_note *n)
{
	const char *text = *n->file != '\0' ? n->file : "the file";

	if (n->line > 0)
		text = arena_print(i->arena, "%s row %u", text, n->line);
	if (*n->field != '\0')
		text = arena_print(i->arena, "%s, %s", text, n->field);
	if (n->times > 1)
		text = arena_print(i->arena, "%s (%u times)", text, n->times);
	return table_clean(i->arena, text);
}

static void
tell_notes(const struct importing *i, enum roster_weight weight)
{
	unsigned shown = 0;

	if (i->file.weights[weight] == 0)
		return;
	printf("\n%s (%u):\n", headings[weight], i->file.weights[weight]);
	for (unsigned n = 0; n < i->file.note_count &&
	    shown < SHOWN_NOTES; n++) {
		const struct roster_note *note = &i->file.notes[n];

		if (note->weight != weight)
			continue;
		printf("  %s: %s\n", place(i, note), table_clean(i->arena,
		    note->sentence));
		shown++;
	}
	if (i->file.weights[weight] > shown)
		printf("  and %u more; --report FILE.csv has them.\n",
		    i->file.weights[weight] - shown);
}

static void
tell_counts(const struct importing *i)
{
	struct table *t = TABLE(i->arena, "", "NEW", "CHANGED", "GONE",
	    "SAME");

	for (int n = 0; n < ROSTER_NOUNS; n++) {
		const struct roster_counts *c = &i->diff.nouns[n];

		TABLE_ROW(t, plurals[n], arena_print(i->arena, "%u",
		    c->fresh), arena_print(i->arena, "%u", c->changed),
		    arena_print(i->arena, "%u", c->gone),
		    arena_print(i->arena, "%u", c->same));
	}
	for (unsigned column = 1; column <= 4; column++)
		table_right(t, column);
	printf("\n");
	table_print(t, stdout);
}

/* New, changed, gone: each has its own examples. */
static int
sort_of(const struct roster_given *g)
{
	return g->before == NULL ? 0 : g->content != NULL ? 1 : 2;
}

static void
tell_changes(const struct importing *i)
{
	unsigned shown[ROSTER_NOUNS][3] = { { 0 } };

	if (i->diff.count > 0)
		printf("\n");
	for (unsigned n = 0; n < i->diff.count; n++) {
		const struct roster_given *g = &i->diff.changes[n];

		if (++shown[g->noun][sort_of(g)] > SHOWN_CHANGES)
			continue;
		printf("  %s\n", table_clean(i->arena, roster_tell(i->arena,
		    &i->was, &i->file, g)));
	}
	for (int n = 0; n < ROSTER_NOUNS; n++)
		for (int s = 0; s < 3; s++)
			if (shown[n][s] > SHOWN_CHANGES) {
				printf("  and so on\n");
				return;
			}
}

/* Why nothing can be applied, or what to do to apply it. */
static void
tell_next(const struct importing *i)
{
	printf("\n");
	for (unsigned n = 0; n < i->problem_count && n < SHOWN_NOTES; n++)
		printf("%s\n", table_clean(i->arena, i->problems[n]));
	if (i->problem_count > SHOWN_NOTES)
		printf("And %u more of that sort.\n",
		    i->problem_count - SHOWN_NOTES);
	if (i->brake != NULL)
		printf("%s\n", i->brake);
	if (i->refused != NULL)
		printf("%s\n", i->refused);
	if (i->problem_count > 0 || i->brake != NULL || i->refused != NULL)
		printf("Nothing was changed.\n");
	else if (i->diff.count == 0)
		printf("Nothing is different: there is nothing to change.\n");
	else if (!i->apply)
		printf("Nothing was changed. Add --apply to do it.\n");
	fflush(stdout);
}

void
import_tell(struct importing *i)
{
	tell_read(i);
	for (int w = 0; w < NOTE_WEIGHTS; w++)
		tell_notes(i, (enum roster_weight)w);
	if (i->file.weights[NOTE_REFUSED] > 0) {
		printf("\nNothing was changed.\n");
		return;
	}
	tell_counts(i);
	tell_changes(i);
	tell_next(i);
}

void
import_tell_done(struct importing *i)
{
	long long	 changes = (long long)json_integer_value(
			    json_object_get(i->import, "changes"));
	const char	*id = ask_text(i->import, "id");
	const char	*at = ask_text(i->import, "at");
	int64_t		 time = 0;

	if (i->undo) {
		printf("Import %s is undone: %lld rows are as they were "
		    "before it.\n", id, changes);
		return;
	}
	if (!when_read(at, &time))
		time = i->here.face.now;
	printf("Import %s changed %lld rows. Until %s `homeline import "
	    "--undo` takes it back.\n", id, changes, times_say(&i->here.face,
	    time + IMPORT_UNDO));
}

static void
write_report(const struct importing *i, FILE *out)
{
	CSV_ROW_TO(out, "file", "row", "field", "times",
	    "what became of it", "what to do");
	for (unsigned n = 0; n < i->file.note_count; n++) {
		const struct roster_note *note = &i->file.notes[n];

		CSV_ROW_TO(out, note->file, arena_print(i->arena, "%u",
		    note->line), note->field, arena_print(i->arena, "%u",
		    note->times), weights[note->weight], note->sentence);
	}
	for (unsigned n = 0; n < i->problem_count && n < ROSTER_PROBLEMS;
	    n++)
		CSV_ROW_TO(out, "", "", "", "1", "refused", i->problems[n]);
}

int
import_report(struct importing *i)
{
	FILE *out = fopen(i->report, "we");
	bool  bad = out == NULL;

	if (out != NULL) {
		write_report(i, out);
		bad = ferror(out) != 0;
		bad = fclose(out) != 0 || bad;
	}
	if (!bad)
		return CODE_OK;
	command_say("%s: it could not be written: %s. Name another file.",
	    i->report, strerror(errno));
	return CODE_FAILED;
}

static json_t *
notes_json(const struct importing *i)
{
	json_t *all = json_array();

	for (unsigned n = 0; n < i->file.note_count; n++) {
		const struct roster_note *note = &i->file.notes[n];

		json_array_append_new(all, json_pack(
		    "{s:s, s:s, s:i, s:s, s:i, s:s}",
		    "weight", weights[note->weight], "file", note->file,
		    "row", (int)note->line, "field", note->field,
		    "times", (int)note->times, "sentence", note->sentence));
	}
	return all;
}

static json_t *
counts_json(const struct importing *i)
{
	json_t *all = json_object();

	for (int n = 0; n < ROSTER_NOUNS; n++) {
		const struct roster_counts *c = &i->diff.nouns[n];

		json_object_set_new(all, roster_noun_word(
		    (enum roster_noun)n), json_pack(
		    "{s:i, s:i, s:i, s:i, s:i}", "read",
		    (int)i->file.nouns[n], "new", (int)c->fresh,
		    "changed", (int)c->changed, "gone", (int)c->gone,
		    "same", (int)c->same));
	}
	return all;
}

int
import_tell_json(struct importing *i)
{
	json_t	*problems = json_array(), *all;
	int	 code;

	for (unsigned n = 0; n < i->problem_count && n < ROSTER_PROBLEMS; n++)
		json_array_append_new(problems, json_string(i->problems[n]));
	if (i->brake != NULL)
		json_array_append_new(problems, json_string(i->brake));
	if (i->refused != NULL)
		json_array_append_new(problems, json_string(i->refused));
	all = json_pack("{s:o, s:o, s:o, s:i, s:O?}",
	    "notes", notes_json(i), "problems", problems,
	    "changes", counts_json(i), "rows", (int)i->diff.count,
	    "import", i->import);
	code = here_print(all, NULL);
	json_decref(all);
	return code;
}
