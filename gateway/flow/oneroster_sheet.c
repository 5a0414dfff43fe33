/*
 * The files of an export: which of a zip they are, what the manifest says of
 * them, how they were written, and whether they are all of a roster or only
 * what changed.
 *
 * Where the manifest and the files do not say the same, the files win.  A
 * file that the manifest promises and that is not there stops everything:
 * without it a class of things would look as if it were gone.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/archive.h"
#include "base/text.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"

static const char *const names[SHEETS] = {
	"manifest.csv", "orgs.csv", "users.csv", "roles.csv", "classes.csv",
	"enrollments.csv", "relationships.csv", "family_contacts.csv",
};

/* The name of a file without the folders it is in. */
static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *back = strrchr(path, '\\');

	if (back != NULL && (slash == NULL || back > slash))
		slash = back;
	return slash == NULL ? path : slash + 1;
}

static bool
is_litter(const char *path)
{
	return strstr(path, "__MACOSX") != NULL || *base_name(path) == '.';
}

/* Finds a file; the entry, or NOTHING. */
static int
find(struct reading *r, struct sheet *sheet, const struct archive *archive)
{
	int found = NOTHING;

	for (unsigned i = 0; i < archive->count; i++) {
		const char *path = archive->entries[i].name;

		if (is_litter(path) ||
		    strcasecmp(base_name(path), sheet->name) != 0)
			continue;
		if (found != NOTHING)
			note_file(r, NOTE_REFUSED, sheet->name, "the file is "
			    "there twice (%s, %s); take one out", sheet->path,
			    path);
		found = (int)i;
		sheet->path = arena_text(r->own, path);
	}
	if (found == NOTHING)
		return NOTHING;
	if (strcmp(base_name(sheet->path), sheet->name) != 0)
		note_file(r, NOTE_TOLERATED, sheet->name, "the file is called "
		    "%s", base_name(sheet->path));
	if (base_name(sheet->path) != sheet->path)
		note_file(r, NOTE_TOLERATED, sheet->name, "the file is in a "
		    "folder of the zip (%s)", sheet->path);
	return found;
}

/* How a table was written, where OneRoster wants it otherwise. */
static void
note_writing(struct reading *r, const struct sheet *sheet)
{
	const struct csv *csv = &sheet->csv;

	if (csv->wide)
		note_file(r, NOTE_TOLERATED, sheet->name, "the file is in "
		    "UTF-16; OneRoster wants UTF-8");
	if (csv->strange > 0)
		note_file(r, NOTE_TOLERATED, sheet->name, "%u rows are not in "
		    "UTF-8, the first near row %u; they are read as "
		    "Windows-1252: look at names with accents",
		    csv->strange, csv->stranger);
	if (csv->separator != ',' && csv->column_count > 1)
		note_file(r, NOTE_TOLERATED, sheet->name, "columns are "
		    "separated by %s; OneRoster wants commas",
		    csv->separator == ';' ? "semicolons" :
		    csv->separator == '\t' ? "tabs" : "bars");
}

static void
read_table(struct reading *r, struct sheet *sheet, struct archive *archive,
    unsigned entry)
{
	struct arena	*arena = arena_new();
	const char	*bytes, *why;
	size_t		 size = archive->entries[entry].size;
	struct cell	 cell = { sheet, NULL, -1 };

	if (!archive_read(archive, entry, arena, &bytes, &why)) {
		note_file(r, NOTE_REFUSED, sheet->name, "%s", why);
	} else if (!csv_read(r->own, bytes, size, &sheet->csv, &why)) {
		sheet->csv.header = sheet->csv.broken;
		note(r, NOTE_REFUSED, &cell, "%s", why);
	} else {
		note_writing(r, sheet);
	}
	arena_free(arena);
}

static enum sheet_mode
mode_of(struct reading *r, const char *property, const char *value)
{
	static const char *const words[] = { "absent", "bulk", "delta" };

	for (unsigned i = 0; i < COUNT(words); i++)
		if (word_same(value, words[i]))
			return MODE_ABSENT + i;
	note_file(r, NOTE_TOLERATED, names[SHEET_MANIFEST], "%s is \"%s\", "
	    "which is none of absent, bulk and delta; it is passed over",
	    property, value);
	return MODE_UNSAID;
}

static void
read_version(struct reading *r, const char *value)
{
	r->file->version = arena_text(r->arena, value);
	if (strncmp(value, "1.1", 3) != 0 && strncmp(value, "1.2", 3) != 0)
		note_file(r, NOTE_TOLERATED, names[SHEET_MANIFEST],
		    "oneroster.version is \"%s\"; we know 1.1 and 1.2, and "
		    "read what we can", value);
}

/* "file.users" and "users.csv" are of one file. */
static void
read_property(struct reading *r, const char *property, const char *value)
{
	if (word_same(property, "oneroster.version"))
		read_version(r, value);
	if (word_same(property, "source.systemName") &&
	    !word_same(value, "absent"))
		r->file->system = arena_text(r->arena, value);
	if (strncasecmp(property, "file.", 5) != 0)
		return;
	for (unsigned i = SHEET_ORGS; i < SHEETS; i++) {
		size_t length = strlen(names[i]) - strlen(".csv");

		if (strlen(property) == 5 + length &&
		    strncasecmp(property + 5, names[i], length) == 0)
			r->sheets[i].said = mode_of(r, property, value);
	}
}

/* The header of a manifest may be missing, so it is a property too. */
static void
read_manifest(struct reading *r)
{
	struct sheet	*sheet = &r->sheets[SHEET_MANIFEST];
	struct csv	*csv = &sheet->csv;

	if (sheet->path == NULL || csv->column_count == 0) {
		note_file(r, NOTE_TOLERATED, sheet->name, "there is no "
		    "manifest, so the export is taken for a whole roster");
		return;
	}
	if (csv->column_count > 1)
		read_property(r, csv->columns[0], csv->columns[1]);
	for (unsigned i = 0; i < csv->row_count; i++)
		read_property(r, csv_field(&csv->rows[i], 0),
		    csv_field(&csv->rows[i], 1));
}

/* What is there against what was promised. */
static void
check_there(struct reading *r, struct sheet *sheet)
{
	if (sheet->path != NULL && sheet->csv.column_count == 0) {
		if (sheet->said != MODE_ABSENT)
			note_file(r, NOTE_REFUSED, sheet->name, "the file is "
			    "empty, without even a header; export it again");
		sheet->path = NULL;
	} else if (sheet->path == NULL && sheet->said > MODE_ABSENT) {
		note_file(r, NOTE_REFUSED, sheet->name, "the manifest says "
		    "that the file is there, and it is not; export it again");
	} else if (sheet->path != NULL && sheet->said == MODE_ABSENT) {
		note_file(r, NOTE_TOLERATED, sheet->name, "the manifest says "
		    "that the file is absent, and it is there; it is read");
	}
	if (sheet->path != NULL && sheet->csv.row_count == 0)
		note_file(r, NOTE_TOLERATED, sheet->name, "the file has a "
		    "header and nothing below it");
}

/* Rows of a file that have a status, those that say when it changed too, and
 * those that are gone. */
struct tally {
	unsigned	 rows, told, dated, gone;
};

static struct tally
tally_of(const struct sheet *sheet)
{
	struct tally t = { .rows = sheet->csv.row_count };

	if (!sheet_has(sheet, STATUS))
		return t;
	for (unsigned i = 0; i < t.rows; i++) {
		const struct csv_row *row = &sheet->csv.rows[i];
		const char *status = csv_field(row, sheet->at[STATUS]);

		t.told += *status != '\0';
		t.dated += *status != '\0' &&
		    *csv_field(row, sheet->at[CHANGED]) != '\0';
		t.gone += word_same(status, "tobedeleted");
	}
	return t;
}

/* Files that say of every row when it changed, and of some that they are to
 * be deleted, need no absence to say who left; those that say it of no row
 * cannot be a delta. */
static void
find_delta(struct reading *r)
{
	bool		 said = false, told = false, any = false, gone = false,
			 marks = true;
	const char	*name = names[SHEET_MANIFEST];

	for (unsigned i = SHEET_ORGS; i <= SHEET_ENROLLMENTS; i++) {
		struct tally t = tally_of(&r->sheets[i]);

		said = said || r->sheets[i].said == MODE_DELTA;
		told = told || t.told > 0;
		any = any || t.rows > 0;
		gone = gone || t.gone > 0;
		marks = marks && t.dated == t.rows;
	}
	marks = marks && gone;
	r->file->delta = said ? told || !any : marks;
	if (said && !r->file->delta)
		note_file(r, NOTE_TOLERATED, name, "the manifest says that "
		    "this is a delta, and no row has a status; it is taken "
		    "for a whole roster");
	if (!said && marks)
		note_file(r, NOTE_TOLERATED, name, "every row has its status "
		    "and some are to be deleted; it is taken for a delta, so "
		    "who is not in it stays");
}

/* What a roster cannot be without. */
static void
check_needed(struct reading *r)
{
	bool all = !r->file->delta;

	if (all && r->sheets[SHEET_ORGS].path == NULL)
		note_file(r, NOTE_REFUSED, names[SHEET_ORGS], "there is no "
		    "such file; export it with the others");
	if (all && r->sheets[SHEET_USERS].path == NULL)
		note_file(r, NOTE_REFUSED, names[SHEET_USERS], "there is no "
		    "such file; export it with the others");
	else if (all && r->sheets[SHEET_ROLES].path == NULL &&
	    !sheet_has(&r->sheets[SHEET_USERS], USER_ROLE))
		note_file(r, NOTE_REFUSED, names[SHEET_ROLES], "there is no "
		    "such file, and users.csv has no column role; export it "
		    "with the others");
	if (all && r->sheets[SHEET_CLASSES].path == NULL)
		note_file(r, NOTE_TOLERATED, names[SHEET_CLASSES], "there is "
		    "no such file; the roster has no classes");
	if (all && r->sheets[SHEET_ENROLLMENTS].path == NULL)
		note_file(r, NOTE_TOLERATED, names[SHEET_ENROLLMENTS],
		    "there is no such file; nobody is in a class");
}

static void
read_all(struct reading *r, struct archive *archive)
{
	int entries[SHEETS];

	for (unsigned i = 0; i < SHEETS; i++)
		entries[i] = find(r, &r->sheets[i], archive);
	for (unsigned i = 0; i < SHEETS && !r->refused; i++)
		if (entries[i] != NOTHING)
			read_table(r, &r->sheets[i], archive,
			    (unsigned)entries[i]);
}

/* A zip with another one in it, or with nothing we know. */
static void
check_any(struct reading *r, const struct archive *archive)
{
	bool any = false;

	for (unsigned i = SHEET_ORGS; i < SHEETS; i++)
		any = any || r->sheets[i].path != NULL;
	if (!any)
		note_file(r, NOTE_REFUSED, "", "none of the %u files in it is "
		    "a file of OneRoster (users.csv, orgs.csv ...); give the "
		    "zip that the school system exports", archive->count);
}

void
sheets_read(struct reading *r, const char *path)
{
	const char	*why;
	struct archive	*archive;

	for (unsigned i = 0; i < SHEETS; i++) {
		r->sheets[i].name = names[i];
		memset(r->sheets[i].at, -1, sizeof(r->sheets[i].at));
	}
	archive = archive_open(r->own, path, &why);
	if (archive == NULL) {
		note_file(r, NOTE_REFUSED, "", "%s", why);
		return;
	}
	read_all(r, archive);
	check_any(r, archive);
	archive_close(archive);
	if (r->refused)
		return;
	read_manifest(r);
	for (unsigned i = SHEET_ORGS; i < SHEETS; i++) {
		check_there(r, &r->sheets[i]);
		if (r->sheets[i].path != NULL)
			sheet_match(r, i);
	}
	find_delta(r);
	check_needed(r);
	for (unsigned i = SHEET_ORGS; i < SHEETS; i++)
		if (r->sheets[i].path != NULL)
			sheet_status(r, &r->sheets[i]);
}
