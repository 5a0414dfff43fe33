/*
 * Which column of a file is which.  The name OneRoster gives it is looked
 * for first, then that name in other letters, then the names other systems
 * have.  A name in front of which stands `metadata.` or `ext_` is the same
 * without it.
 */

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"

#define FOLDED	64

enum need { NO_NEED, NEEDED };

struct column {
	const char	*name;
	const char	*others;	/* Folded, between bars. */
	enum need	 need;
};

#define COMMON(others, need)						\
	{ "sourcedId", others, need }, { "status", "|", NO_NEED },	\
	{ "dateLastModified", "|datalastmodified|lastmodified|", NO_NEED }
#define NO_COMMON							\
	{ "", "|", NO_NEED }, { "status", "|", NO_NEED },		\
	{ "dateLastModified", "|", NO_NEED }

static const struct column org_columns[] = {
	COMMON("|orgsourcedid|orgid|schoolid|id|", NEEDED),
	{ "name", "|orgname|schoolname|title|", NEEDED },
	{ "type", "|orgtype|", NEEDED },
	{ "parentSourcedId", "|parentorgsourcedid|parentid|parent|",
	    NO_NEED },
	{ NULL, NULL, NO_NEED },
};

static const struct column user_columns[] = {
	COMMON("|userid|usersourcedid|id|", NEEDED),
	{ "role", "|userrole|", NO_NEED },
	{ "orgSourcedIds", "|orgsourcedid|orgids|schoolids|", NO_NEED },
	{ "givenName", "|firstname|first|", NO_NEED },
	{ "familyName", "|lastname|last|surname|name|fullname|", NO_NEED },
	{ "preferredGivenName", "|prefferedgivenname|preferredfirstname|"
	    "preferedgivenname|", NO_NEED },
	{ "preferredFamilyName", "|prefferedfamilyname|preferredlastname|"
	    "preferedfamilyname|", NO_NEED },
	{ "email", "|emailaddress|mail|", NO_NEED },
	{ "sms", "|mobile|mobilephone|cell|cellphone|smsnumber|", NO_NEED },
	{ "phone", "|phonenumber|telephone|homephone|", NO_NEED },
	{ "agentSourcedIds", "|agents|agentids|agentsourcedid|"
	    "agentsourceids|", NO_NEED },
	{ "primaryOrgSourcedId", "|primaryorg|primaryschool|"
	    "primaryschoolsourcedid|", NO_NEED },
	{ "password", "|", NO_NEED },
	{ "metadata.preferredLanguage", "|language|homelanguage|"
	    "languagecode|primarylanguage|contactlanguage|", NO_NEED },
	{ "metadata.contactRestricted", "|restricted|contactrestriction|"
	    "contactrestrictions|nocontact|donotcontact|", NO_NEED },
	{ "metadata.relation", "|relationship|relationtype|", NO_NEED },
	{ "metadata.writeTo", "|receivesmessages|contactallowed|", NO_NEED },
	{ NULL, NULL, NO_NEED },
};

static const struct column role_columns[] = {
	COMMON("|id|", NO_NEED),
	{ "userSourcedId", "|userid|user|", NEEDED },
	{ "roleType", "|isprimary|", NO_NEED },
	{ "role", "|userrole|", NEEDED },
	{ "orgSourcedId", "|orgid|schoolsourcedid|schoolid|org|", NEEDED },
	{ "endDate", "|roleenddate|", NO_NEED },
	{ NULL, NULL, NO_NEED },
};

static const struct column class_columns[] = {
	COMMON("|classsourcedid|classid|sectionid|id|", NEEDED),
	{ "title", "|name|classname|classtitle|", NEEDED },
	{ "classType", "|type|", NO_NEED },
	{ "schoolSourcedId", "|schoolid|orgsourcedid|school|", NEEDED },
	{ NULL, NULL, NO_NEED },
};

static const struct column enrollment_columns[] = {
	COMMON("|id|", NO_NEED),
	{ "classSourcedId", "|classid|sectionid|class|", NEEDED },
	{ "userSourcedId", "|userid|user|studentid|", NEEDED },
	{ "role", "|userrole|", NEEDED },
	{ "schoolSourcedId", "|schoolid|", NO_NEED },
	{ "endDate", "|", NO_NEED },
	{ NULL, NULL, NO_NEED },
};

static const struct column relationship_columns[] = {
	NO_COMMON,
	{ "userSourcedId", "|userid|studentsourcedid|", NEEDED },
	{ "relationshipUserSourcedId", "|relationshipuserid|"
	    "contactsourcedid|guardiansourcedid|", NEEDED },
	{ "relationshipRole", "|role|relationship|relation|", NO_NEED },
	{ NULL, NULL, NO_NEED },
};

static const struct column contact_columns[] = {
	NO_COMMON,
	{ "studentSourcedId", "|studentid|student|", NEEDED },
	{ "guardianSourcedId", "|guardianid|guardian|contactsourcedid|"
	    "usersourcedid|", NEEDED },
	{ "relation", "|relationship|", NO_NEED },
	{ "restricted", "|contactrestricted|nocontact|", NO_NEED },
	{ "writeTo", "|write|", NO_NEED },
	{ "language", "|preferredlanguage|", NO_NEED },
	{ "phone", "|phones|sms|mobile|", NO_NEED },
	{ "email", "|emails|mail|", NO_NEED },
	{ NULL, NULL, NO_NEED },
};

static const struct column *const wanted[SHEETS] = {
	[SHEET_ORGS] = org_columns,
	[SHEET_USERS] = user_columns,
	[SHEET_ROLES] = role_columns,
	[SHEET_CLASSES] = class_columns,
	[SHEET_ENROLLMENTS] = enrollment_columns,
	[SHEET_RELATIONSHIPS] = relationship_columns,
	[SHEET_CONTACTS] = contact_columns,
};

void
word_fold(const char *text, char *folded, unsigned size)
{
	unsigned length = 0;

	for (; *text != '\0' && length + 1 < size; text++) {
		char c = *text;

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    (unsigned char)c >= 0x80)
			folded[length++] = c;
	}
	folded[length] = '\0';
}

bool
word_same(const char *one, const char *other)
{
	char a[FOLDED], b[FOLDED];

	word_fold(one, a, sizeof(a));
	word_fold(other, b, sizeof(b));
	return strcmp(a, b) == 0;
}

/* The name without what vendors put in front of it. */
static const char *
bare(const char *name)
{
	static const char *const fronts[] = {
		"metadata.", "metadata_", "ext_", "ext."
	};

	for (unsigned i = 0; i < COUNT(fronts); i++)
		if (strncasecmp(name, fronts[i], strlen(fronts[i])) == 0)
			return name + strlen(fronts[i]);
	return name;
}

static bool
among(const char *name, const char *others)
{
	char	 bars[FOLDED + 2] = "|";

	word_fold(name, bars + 1, FOLDED);
	if (bars[1] == '\0')
		return false;
	memcpy(bars + strlen(bars), "|", 2);
	return strstr(others, bars) != NULL;
}

/* How well a column of the file is the wanted one, 0: not at all. */
static unsigned
match(const char *name, const struct column *column)
{
	if (strcmp(name, column->name) == 0)
		return 3;
	if (*name != '\0' && word_same(bare(name), bare(column->name)))
		return 2;
	return among(bare(name), column->others) ? 1 : 0;
}

static void
match_column(struct reading *r, struct sheet *sheet, int column,
    const struct column *w)
{
	struct cell	 header = { sheet, NULL, column };
	unsigned	 best = 0, again = 0;

	sheet->at[column] = -1;
	for (unsigned i = 0; i < sheet->csv.column_count; i++) {
		unsigned now = match(sheet->csv.columns[i], w);

		again = now > best ? 0 : again + (now == best && now > 1);
		if (now <= best)
			continue;
		best = now;
		sheet->at[column] = (int)i;
	}
	if (again > 0)
		note(r, NOTE_TOLERATED, &header, "this column is there twice; "
		    "the first is read");
	else if (best != 0 && strcmp(bare(cell_field(&header)),
	    bare(w->name)) != 0)
		note(r, NOTE_TOLERATED, &header, "OneRoster calls this column "
		    "%s; it is read as that", w->name);
	if (best == 0 && w->need == NEEDED)
		note_file(r, NOTE_REFUSED, sheet->name, "there is no column "
		    "%s; export the file with it", w->name);
}

/* Whether most rows are longer than the header: then it is how the file was
 * written, with separators at the end.  A single one has slipped, by a comma
 * in a text that is not quoted. */
static bool
are_long(const struct csv *csv)
{
	unsigned count = 0;

	for (unsigned i = 0; i < csv->row_count; i++)
		count += csv->rows[i].count > csv->column_count;
	return count > csv->row_count / 2;
}

static bool
is_whole(struct reading *r, struct sheet *sheet, const struct csv_row *row,
    bool is_long)
{
	struct cell	 cell = { sheet, row, -1 };
	unsigned	 count = sheet->csv.column_count;
	bool		 whole = is_long || row->count <= count;

	for (unsigned i = count; i < row->count; i++)
		whole = whole && *row->fields[i] == '\0';
	if (!whole)
		note(r, NOTE_SKIPPED, &cell, "this row has more columns than "
		    "the header, so they may mean something else; it is left "
		    "out: put texts with a comma in quotes");
	else if (row->count < count)
		note(r, NOTE_TOLERATED, &cell, "this row has fewer columns "
		    "than the header; those that are missing are empty");
	return whole;
}

static void
take_out_broken(struct reading *r, struct sheet *sheet)
{
	bool		 is_long = are_long(&sheet->csv);
	unsigned	 count = 0;

	for (unsigned i = 0; i < sheet->csv.row_count; i++)
		if (is_whole(r, sheet, &sheet->csv.rows[i], is_long))
			sheet->csv.rows[count++] = sheet->csv.rows[i];
	sheet->csv.row_count = count;
}

void
sheet_match(struct reading *r, enum sheet_name name)
{
	struct sheet *sheet = &r->sheets[name];

	for (int i = 0; wanted[name][i].name != NULL; i++)
		match_column(r, sheet, i, &wanted[name][i]);
	if (name == SHEET_USERS && sheet->at[USER_GIVEN] < 0 &&
	    sheet->at[USER_FAMILY] < 0)
		note_file(r, NOTE_REFUSED, sheet->name, "there is no column "
		    "givenName or familyName; export the file with them");
	take_out_broken(r, sheet);
}

/* What the status of a row is told as; false: nobody knows it. */
static bool
note_status(struct reading *r, const struct cell *cell)
{
	const char	*text = cell_text(r, cell);
	enum status	 status = word_status(text);

	if (status == STATUS_STRANGE)
		note(r, NOTE_SKIPPED, cell, "nobody knows the status \"%s\"; "
		    "the row is left out: write active or tobedeleted", text);
	else if (status == STATUS_GONE && !r->file->delta)
		note(r, NOTE_TOLERATED, cell, "this row is \"%s\"; it is left "
		    "out", text);
	else if (status == STATUS_GONE && !word_same(text, "tobedeleted"))
		note(r, NOTE_TOLERATED, cell, "\"%s\" is no status of "
		    "OneRoster; it is taken for tobedeleted", text);
	return status != STATUS_STRANGE;
}

/* When a row changed decides nothing; that it cannot be read is told. */
static void
note_changed(struct reading *r, const struct cell *cell)
{
	const char *text = cell_text(r, cell);

	if (*text != '\0' && (word_day(text) == 0 ||
	    strchr(text, '/') != NULL || strchr(text, 'T') == NULL))
		note(r, NOTE_TOLERATED, cell, "\"%s\" is no time such as "
		    "2026-09-01T06:00:00.000Z; it is not needed", text);
}

void
sheet_status(struct reading *r, struct sheet *sheet)
{
	struct cell	 cell = { sheet, NULL, STATUS };
	unsigned	 count = 0;

	for (unsigned i = 0; i < sheet->csv.row_count; i++) {
		cell.row = &sheet->csv.rows[i];
		note_changed(r, cell_on(&cell, CHANGED));
		if (note_status(r, cell_on(&cell, STATUS)))
			sheet->csv.rows[count++] = sheet->csv.rows[i];
	}
	sheet->csv.row_count = count;
}

bool
row_gone(const struct sheet *sheet, const struct csv_row *row)
{
	return word_status(csv_field(row, sheet->at[STATUS])) == STATUS_GONE;
}

const struct cell *
cell_on(struct cell *cell, int column)
{
	cell->column = column;
	return cell;
}

bool
sheet_has(const struct sheet *sheet, int column)
{
	return sheet->path != NULL && sheet->at[column] >= 0;
}

const char *
cell_field(const struct cell *c)
{
	return c->column < 0 || c->sheet->at[c->column] < 0 ? "" :
	    c->sheet->csv.columns[c->sheet->at[c->column]];
}

struct place
cell_place(const struct cell *c)
{
	return (struct place){ c->sheet->name,
	    c->row != NULL ? c->row->line : c->sheet->csv.header };
}

const char *
cell_raw(const struct cell *c)
{
	return csv_field(c->row, c->sheet->at[c->column]);
}

/* A line break becomes a space. */
static const char *
in_one_line(struct reading *r, const struct cell *c, const char *text)
{
	char *line = arena_text(r->own, text);

	note(r, NOTE_TOLERATED, c, "there is a line break in this field; it "
	    "is read as a space");
	for (char *at = line; *at != '\0'; at++)
		if (*at == '\n' || *at == '\t')
			*at = ' ';
	return line;
}

const char *
cell_text(struct reading *r, const struct cell *c)
{
	const char *text = cell_raw(c);

	if (strcmp(text, "NULL") == 0 || strcmp(text, "\\N") == 0 ||
	    strcmp(text, "(null)") == 0 || strcmp(text, "#N/A") == 0) {
		note(r, NOTE_TOLERATED, c, "\"%s\" is read as empty", text);
		return "";
	}
	return text[strcspn(text, "\n\t")] == '\0' ? text :
	    in_one_line(r, c, text);
}

const char *
sheet_text(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row, int column)
{
	struct cell cell = { sheet, row, column };

	return cell_text(r, &cell);
}
