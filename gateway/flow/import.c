/*
 * Imports: who may begin one, slices, and the way back.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/import.h"
#include "store/db.h"
#include "store/roster_row.h"
#include "store/user.h"

#define LOOKED_AT	100	/* Of the newest imports. */

static bool
no(const char **why, const char *sentence)
{
	*why = sentence;
	return false;
}

/* Whether nobody is at work on it any more. */
static bool
is_over(const struct imported *i, const struct import_begun *b)
{
	return i->node == b->node || b->now - i->touched > IMPORT_SILENCE;
}

/* The one that is open or being undone.  False: there is none. */
static bool
unfinished(struct db *db, struct imported *import)
{
	struct imported	*list;
	unsigned	 n = imported_list(db, LOOKED_AT, &list);

	for (unsigned i = 0; i < n; i++)
		if (list[i].state == IMPORT_OPEN ||
		    list[i].state == IMPORT_UNDOING) {
			*import = list[i];
			return true;
		}
	return false;
}

static bool
goes_on(const struct imported *i, const struct import_begun *b)
{
	return strcmp(i->digest, b->digest) == 0 &&
	    b->now - i->at < IMPORT_GO_ON;
}

bool
import_may(struct db *db, const struct import_begun *b, const char **why)
{
	struct imported open;

	if (unfinished(db, &open)) {
		if (!is_over(&open, b))
			return no(why, "Another import is under way at "
			    "another gateway. Wait until it has ended, or for "
			    "a minute if it was interrupted.");
		if (open.state == IMPORT_UNDOING)
			return no(why, "An undo was interrupted. Finish it "
			    "with `homeline import --undo` first.");
	}
	if (!b->desk && roster_row_desk(db, &(struct roster_leavers){
	    .gone = b->leave.list, .gone_count = b->leave.count,
	    .step_down = b->step_down.list,
	    .step_down_count = b->step_down.count, .now = b->now }) == 0)
		return no(why, "Nobody would read at the district's desk any "
		    "more. Let the roster name an administrator of the "
		    "district, or give somebody that seat first.");
	return true;
}

static void
audit(struct db *db, const struct import_begun *b, const char *deed,
    int64_t import)
{
	audit_add(db, &(struct deed){ .person = b->person, .deed = deed,
	    .object = import }, b->now);
}

bool
import_begin(struct db *db, const struct import_begun *b,
    struct imported *import, const char **why)
{
	if (!import_may(db, b, why))
		return false;
	if (unfinished(db, import)) {
		import->touched = b->now;
		import->node = b->node;
		if (!goes_on(import, b))
			import->state = import->changes > 0 ? IMPORT_DONE :
			    IMPORT_UNDONE;
		imported_keep(db, import);
		if (import->state == IMPORT_OPEN)
			return true;
	}
	*import = (struct imported){ .id = id_new(), .at = b->now,
	    .person = b->person, .source = b->source, .digest = b->digest,
	    .state = IMPORT_OPEN, .node = b->node, .touched = b->now };
	imported_add(db, import);
	audit(db, b, "roster.import", import->id);
	return true;
}

/* The rows that undo what was changed. */
static void
keep_way_back(struct db *db, struct imported *import,
    const struct roster_given *given, unsigned count)
{
	struct import_row *list = NEW_LIST(db_arena(db), struct import_row,
	    count + 1);
	unsigned n = 0;

	for (unsigned i = 0; i < count; i++) {
		if (!given[i].changed)
			continue;
		list[n].n = import->changes + n + 1;
		list[n].noun = roster_noun_word(given[i].noun);
		list[n].name = given[i].name;
		list[n++].content = given[i].before;
	}
	if (n > 0)
		imported_rows_add(db, import->id, list, n);
	import->changes += n;
}

bool
import_slice(struct db *db, const struct import_begun *b,
    struct imported *import, struct roster_given *given, unsigned count,
    const char **why)
{
	struct roster_times times = { .now = import->at, .clock = b->now,
	    .gateway = b->gateway };

	if (!imported_get(db, import->id, import))
		return no(why, "There is no such import.");
	if (import->state != IMPORT_OPEN)
		return no(why, "This import has ended. Begin another one.");
	if (count > IMPORT_SLICE)
		return no(why, "A slice has at most 500 rows.");
	if (!roster_apply(db, &times, given, count, why))
		return false;
	keep_way_back(db, import, given, count);
	import->touched = b->now;
	imported_keep(db, import);
	return true;
}

void
import_end(struct db *db, struct imported *import)
{
	if (!imported_get(db, import->id, import) ||
	    import->state != IMPORT_OPEN)
		return;
	import->state = import->changes > 0 ? IMPORT_DONE : IMPORT_UNDONE;
	imported_keep(db, import);
}

/* The import of that id, or the newest that was not undone; and whether it
 * may be undone. */
static bool
choose(struct db *db, const struct import_begun *b, int64_t id,
    struct imported *import, const char **why)
{
	struct imported	*list;
	unsigned	 n = imported_list(db, LOOKED_AT, &list), i = 0;

	while (i < n && list[i].state == IMPORT_UNDONE && list[i].id != id)
		i++;
	if (i == n)
		return no(why, "There is no import to undo.");
	*import = list[i];
	if (import->state == IMPORT_UNDONE)
		return no(why, "This import was undone already.");
	if (id != 0 && import->id != id)
		return no(why, "Another import followed it, or there is no "
		    "such import. Undo the last one first; `homeline import "
		    "--list` shows them.");
	if (b->now - import->at > IMPORT_UNDO)
		return no(why, "An import can be undone for 7 days, and this "
		    "one is older. Import an earlier file instead.");
	if (import->state != IMPORT_DONE && !is_over(import, b))
		return no(why, "This import is under way at another gateway. "
		    "Wait until it has ended, or for a minute if it was "
		    "interrupted.");
	return true;
}

/* One slice of the way back, the last row first. */
static bool
go_back(struct db *db, const struct import_begun *b, struct imported *import,
    const char **why)
{
	struct roster_times	 times = { .now = b->now,
				    .undo = import->at, .clock = b->now,
				    .gateway = b->gateway };
	struct import_row	*rows;
	unsigned		 n = imported_rows(db, import->id,
				    import->changes - import->undone,
				    IMPORT_SLICE, &rows);
	struct roster_given	*given = NEW_LIST(db_arena(db),
				    struct roster_given, n + 1);

	for (unsigned i = 0; i < n; i++) {
		given[i].name = rows[i].name;
		given[i].content = rows[i].content;
		if (!roster_noun_read(rows[i].noun, &given[i].noun))
			return no(why, "The import has a word that is not "
			    "ours. Tell who runs the gateway.");
	}
	import->undone = n > 0 ? import->undone + n : import->changes;
	return roster_apply(db, &times, given, n, why);
}

bool
import_undo(struct db *db, const struct import_begun *b, int64_t id,
    struct imported *import, const char **why)
{
	if (!choose(db, b, id, import, why))
		return false;
	if (import->state != IMPORT_UNDOING)
		audit(db, b, "roster.undo", import->id);
	import->state = IMPORT_UNDOING;
	import->touched = b->now;
	import->node = b->node;
	if (!go_back(db, b, import, why))
		return false;
	if (import->undone >= import->changes)
		import->state = IMPORT_UNDONE;
	imported_keep(db, import);
	return true;
}
