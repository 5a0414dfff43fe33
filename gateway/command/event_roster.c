/*
 * A roster comes, in the history of a sample district: it is read, compared
 * with what was said before, and kept in slices, as `homeline import` does.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/zone.h"
#include "command/play.h"
#include "flow/import.h"
#include "flow/roster_diff.h"
#include "store/db.h"
#include "store/roster_row.h"

#define WAS_MOST	10000	/* Rows that a sample district has. */

struct coming {
	struct play		*play;
	const char		*name;
	struct roster_row	*was;
	unsigned		 was_count;
	struct roster_diff	 diff;
	unsigned		 from, count;	/* Of the slice. */
	struct imported		 import;
	const char		*why;
};

/* All that was said of a noun before. */
static void
fetch(struct db *db, struct coming *c, enum roster_noun noun)
{
	struct roster_said	*said;
	const char		*after = "";
	unsigned		 n;

	do {
		n = roster_row_page(db, roster_noun_word(noun), after, 500,
		    &said);
		for (unsigned i = 0; i < n && c->was_count < WAS_MOST; i++)
			c->was[c->was_count++] = (struct roster_row){
			    .noun = noun, .name = said[i].name,
			    .content = said[i].content, .file = "" };
		if (n > 0)
			after = said[n - 1].name;
	} while (n == 500);
}

static void
fetch_work(struct db *db, void *arg)
{
	struct coming *c = arg;

	c->was_count = 0;
	for (unsigned noun = 0; noun < ROSTER_NOUNS; noun++)
		fetch(db, c, (enum roster_noun)noun);
}

static bool
compare(struct coming *c)
{
	struct play		*play = c->play;
	struct roster_was	 was = { c->was, c->was_count };
	struct roster_file	 file;
	const char		*problems[ROSTER_PROBLEMS];
	const char		*path = arena_print(play->arena, "%s%s",
				    play->folder, c->name);

	if (!oneroster_read(play->arena, path, &(struct oneroster_options){
	    .fictitious = true, .today = zone_day(play->zone, clock_now()),
	    .before = was.rows, .before_count = was.count }, &file))
		return play_fail(play, "%s: %s", path, file.note_count > 0 ?
		    file.notes[0].sentence : "this is no roster");
	if (file.note_count > 0)
		return play_fail(play, "%s: %s, line %u: %s", path,
		    file.notes[0].file, file.notes[0].line,
		    file.notes[0].sentence);
	roster_diff_make(play->arena, &was, &file, &c->diff);
	if (roster_diff_check(play->arena, &was, &file, &c->diff,
	    problems) > 0)
		return play_fail(play, "%s: %s", path, problems[0]);
	return true;
}

static struct import_begun
begun(struct db *db, const struct coming *c)
{
	return (struct import_begun){ .source = c->name,
	    .digest = crypt_digest(db_arena(db), c->name, strlen(c->name)),
	    .node = c->play->node, .now = clock_now(),
	    .gateway = c->play->gateway, .leave = c->diff.leave,
	    .step_down = c->diff.step_down, .desk = c->diff.desk };
}

static void
begin_work(struct db *db, void *arg)
{
	struct coming		*c = arg;
	struct import_begun	 b = begun(db, c);

	c->why = NULL;
	if (!import_begin(db, &b, &c->import, &c->why))
		db_fail(db, "a roster was refused");
}

static void
slice_work(struct db *db, void *arg)
{
	struct coming		*c = arg;
	struct import_begun	 b = begun(db, c);

	c->why = NULL;
	if (!import_slice(db, &b, &c->import, c->diff.changes + c->from,
	    c->count, &c->why))
		db_fail(db, "a slice of a roster was refused");
}

static void
end_work(struct db *db, void *arg)
{
	import_end(db, &((struct coming *)arg)->import);
}

static bool
keep(struct coming *c, void (*work)(struct db *, void *))
{
	if (play_write(c->play, work, c))
		return true;
	if (c->why != NULL)
		c->play->why[0] = '\0';
	return c->why == NULL ? false :
	    play_fail(c->play, "%s: %s", c->name, c->why);
}

static bool
keep_all(struct coming *c)
{
	if (!keep(c, begin_work))
		return false;
	for (; c->from < c->diff.count; c->from += c->count) {
		c->count = c->diff.count - c->from;
		if (c->count > IMPORT_SLICE)
			c->count = IMPORT_SLICE;
		if (!keep(c, slice_work))
			return false;
	}
	return keep(c, end_work);
}

bool
event_roster(struct play *play, const char *name)
{
	struct coming *c = NEW(play->arena, struct coming);

	c->play = play;
	c->name = name;
	c->was = NEW_LIST(play->arena, struct roster_row, WAS_MOST);
	return play_read(play, fetch_work, c) && compare(c) && keep_all(c);
}
