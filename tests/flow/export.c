/* A small export, and how tests look at what was read of it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/flow/export.h"

struct pack			 export_place;
struct oneroster_options	 export_options;
struct roster_file		 export_file;

static const char *const weights[] = { "refused", "skipped", "tolerated" };

int
export_setup(void **state)
{
	(void)state;
	pack_open(&export_place);
	export_options = (struct oneroster_options){ .today = 20261208 };
	return 0;
}

int
export_teardown(void **state)
{
	(void)state;
	pack_close(&export_place);
	return 0;
}

/* Adds a file, unless it is left out. */
static unsigned
put(struct packed *files, unsigned count, const char *name, const char *text,
    const char *usual)
{
	if (text == NULL)
		text = usual;
	if (text == NULL || strcmp(text, LEFT_OUT) == 0)
		return count;
	files[count] = (struct packed){ name, text, 0 };
	return count + 1;
}

const char *
export_zip(const struct export *e)
{
	static struct packed	 files[40];
	unsigned		 n = 0;

	memset(files, 0, sizeof(files));
	n = put(files, n, "manifest.csv", e->manifest,
	    e->only ? NULL : MANIFEST("file.orgs,bulk\nfile.users,bulk\n"));
	n = put(files, n, "orgs.csv", e->orgs,
	    e->only ? NULL : ORGS ORG_ROWS);
	n = put(files, n, "users.csv", e->users,
	    e->only ? NULL : USERS USER_ROWS);
	n = put(files, n, "roles.csv", e->roles,
	    e->only ? NULL : ROLES ROLE_ROWS);
	n = put(files, n, "classes.csv", e->classes,
	    e->only ? NULL : CLASSES CLASS_ROWS);
	n = put(files, n, "enrollments.csv", e->enrollments,
	    e->only ? NULL : ENROLLMENTS ENROLLMENT_ROWS);
	n = put(files, n, "relationships.csv", e->relationships, NULL);
	n = put(files, n, "family_contacts.csv", e->contacts, NULL);
	for (const struct packed *m = e->more; m != NULL && m->name != NULL;
	    m++)
		files[n++] = *m;
	return pack_zip(&export_place, files);
}

bool
export_read_path(const char *path)
{
	bool read = oneroster_read(export_place.arena, path, &export_options,
	    &export_file);

	assert_int_equal(read, export_file.weights[NOTE_REFUSED] == 0);
	assert_true(read || export_file.row_count == 0);
	return read;
}

bool
export_read(const struct export *e)
{
	return export_read_path(export_zip(e));
}

static const struct roster_row *
find(enum roster_noun noun, const char *name)
{
	for (unsigned i = 0; i < export_file.row_count; i++)
		if (export_file.rows[i].noun == noun &&
		    strcmp(export_file.rows[i].name, name) == 0)
			return &export_file.rows[i];
	return NULL;
}

const char *
export_row(enum roster_noun noun, const char *name)
{
	const struct roster_row *row = find(noun, name);

	return row == NULL ? NULL : row->gone ? "gone" : row->content;
}

/* Everything that was read, for whoever looks at a failure. */
static void
print_all(void)
{
	for (unsigned i = 0; i < export_file.row_count; i++)
		print_message("%d %s %s\n", export_file.rows[i].noun,
		    export_file.rows[i].name, export_file.rows[i].gone ?
		    "gone" : export_file.rows[i].content);
	for (unsigned i = 0; i < export_file.note_count; i++) {
		const struct roster_note *n = &export_file.notes[i];

		print_message("%s %s:%u:%s: %s (%u)\n", weights[n->weight],
		    n->file, n->line, n->field, n->sentence, n->times);
	}
}

void
export_expect(enum roster_noun noun, const char *name, const char *content)
{
	const char *row = export_row(noun, name);

	if ((row == NULL) == (content == NULL) &&
	    (row == NULL || strcmp(row, content) == 0))
		return;
	print_all();
	fail_msg("%s: %s, not %s", name, row == NULL ? "nothing" : row,
	    content == NULL ? "nothing" : content);
}

void
export_expect_note(enum roster_weight weight, const char *where,
    const char *piece)
{
	for (unsigned i = 0; i < export_file.note_count; i++) {
		const struct roster_note *n = &export_file.notes[i];

		if (n->weight == weight && strcmp(where,
		    arena_print(export_place.arena, "%s:%u:%s", n->file,
		    n->line, n->field)) == 0 &&
		    strstr(n->sentence, piece) != NULL)
			return;
	}
	print_all();
	fail_msg("%s %s: %s", weights[weight], where, piece);
}

void
export_expect_weights(unsigned skipped, unsigned tolerated)
{
	if (export_file.weights[NOTE_REFUSED] == 0 &&
	    export_file.weights[NOTE_SKIPPED] == skipped &&
	    export_file.weights[NOTE_TOLERATED] == tolerated)
		return;
	print_all();
	fail_msg("skipped %u, tolerated %u",
	    export_file.weights[NOTE_SKIPPED],
	    export_file.weights[NOTE_TOLERATED]);
}

void
export_expect_right(void)
{
	static const struct {
		enum roster_noun noun;
		const char *name, *content;
	} right[] = {
		{ ROSTER_SCHOOL, "elm", "{\"name\":\"Elm School\"}" },
		{ ROSTER_SCHOOL, "oak", "{\"name\":\"Oak School\"}" },
		{ ROSTER_STAFF, "ana", "{\"desk\":false,\"email\":"
		    "\"ana@town.example\",\"language\":\"\",\"name\":"
		    "\"Ana Lima\",\"offices\":[],\"phones\":"
		    "[\"+15087993101\"]}" },
		{ ROSTER_STAFF, "dot", "{\"desk\":true,\"email\":"
		    "\"dot@town.example\",\"language\":\"\",\"name\":"
		    "\"Dot Reed\",\"offices\":[],\"phones\":[]}" },
		{ ROSTER_STAFF, "pat", "{\"desk\":false,\"email\":"
		    "\"pat@town.example\",\"language\":\"\",\"name\":"
		    "\"Pat Chen\",\"offices\":[\"oak\"],\"phones\":[]}" },
		{ ROSTER_CLASS, "o0", "{\"name\":\"Music\",\"school\":"
		    "\"oak\",\"team\":[\"ana\"]}" },
		{ ROSTER_CLASS, "o1", "{\"name\":\"1A\",\"school\":\"oak\","
		    "\"team\":[\"ana\"]}" },
		{ ROSTER_STUDENT, "ivy", "{\"classes\":[\"o1\",\"o0\"],"
		    "\"language\":\"es-US\",\"name\":\"Ivy Cruz\","
		    "\"school\":\"oak\"}" },
		{ ROSTER_STUDENT, "max", "{\"classes\":[\"o1\"],"
		    "\"language\":\"\",\"name\":\"Max Diaz\",\"school\":"
		    "\"oak\"}" },
		{ ROSTER_GUARDIAN, "leo", "{\"emails\":[],\"language\":"
		    "\"es-US\",\"name\":\"Leo Diaz\",\"phones\":"
		    "[\"+16177993118\"],\"students\":["
		    "{\"relation\":\"guardian\",\"restricted\":false,"
		    "\"student\":\"ivy\",\"write_to\":true},"
		    "{\"relation\":\"guardian\",\"restricted\":false,"
		    "\"student\":\"max\",\"write_to\":true}]}" },
		{ ROSTER_GUARDIAN, "rosa", "{\"emails\":"
		    "[\"rosa@mail.example\"],\"language\":\"es-US\","
		    "\"name\":\"Rosa Cruz\",\"phones\":[\"+15087993116\","
		    "\"+17747993117\"],\"students\":[{\"relation\":"
		    "\"parent\",\"restricted\":false,\"student\":\"ivy\","
		    "\"write_to\":true}]}" },
	};

	for (size_t i = 0; i < COUNT(right); i++) {
		export_expect(right[i].noun, right[i].name,
		    right[i].content);
		if (i < export_file.row_count)
			assert_string_equal(export_file.rows[i].name,
			    right[i].name);
	}
	assert_int_equal(export_file.row_count, COUNT(right));
}
