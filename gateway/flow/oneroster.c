/*
 * The steps of reading, one after the other; each needs what those before
 * it found.  The first thing that refuses ends it: what follows would be
 * told of a file that is not whole.
 */

#include "base/arena.h"
#include "flow/oneroster.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"

typedef void step(struct reading *);

static step *const steps[] = {
	before_things, orgs_read, users_read, classes_read, before_links,
	roles_read, enrollments_read, family_read, people_settle,
	family_settle, rows_write,
};

bool
oneroster_read(struct arena *arena, const char *path,
    const struct oneroster_options *options, struct roster_file *file)
{
	struct reading r = {
		.own = arena_new(), .arena = arena, .options = options,
		.file = file, .notes = notes_new(),
		.orgs = { .size = sizeof(struct org), .what = "org" },
		.users = { .size = sizeof(struct user), .what = "user" },
		.classes = { .size = sizeof(struct class), .what = "class" },
	};

	*file = (struct roster_file){ .version = "", .system = "",
	    .district = "" };
	sheets_read(&r, path);
	for (unsigned i = 0; i < COUNT(steps) && !r.refused; i++)
		steps[i](&r);
	notes_end(&r);
	arena_free(r.own);
	return !r.refused;
}
