/*
 * A node joins, in one transaction of the ground's database.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/zone.h"
#include "command/command.h"
#include "command/join.h"
#include "command/shift.h"
#include "store/db.h"
#include "store/node.h"
#include "store/person.h"
#include "store/restored.h"
#include "store/secret.h"

static int
complain(const char *what, const char *why)
{
	command_say("%s: %s.", what, why);
	return CODE_FAILED;
}

/* Its mode, its zone and its clock. */
static int
use_district(const struct ground *g, const struct district *district,
    const struct shift *shift, struct joined *joined)
{
	const char *why;

	if (district->sample && !ground_reaches_none(g))
		return CODE_CONFIG;
	joined->sample = district->sample;
	joined->district = district->id;
	joined->zone = zone_open(district->zone, &why);
	if (joined->zone == NULL)
		return complain(district->zone, why);
	return shift_clock(g->db, district, joined->zone, shift);
}

int
join(const struct ground *g, const struct shift *shift, struct joined *joined)
{
	struct db	*db = g->db;
	struct district	 district;
	int		 code = CODE_FAILED;

	if (!db_begin(db))
		return complain("the database cannot be used", db_why(db));
	if (!district_get(db, &district))
		command_say("the database has no district. Run `homeline "
		    "init` first.");
	else if (restored_is_copy(db))
		command_say("the database is a backup that was not put back. "
		    "Move it out of the way and give it to `homeline "
		    "restore`, so that nothing is sent twice.");
	else
		code = use_district(g, &district, shift, joined);
	if (code != CODE_OK) {
		db_rollback(db);
		return code;
	}
	joined->node = node_join(db, g->configured.settings.node,
	    clock_true());
	joined->version = node_version(db, joined->node);
	joined->token_key = arena_text(g->arena, secret_take(db, "tokens",
	    clock_true()));
	if (!db_commit(db))
		return complain("the database cannot be used", db_why(db));
	id_node((unsigned)joined->node);
	return CODE_OK;
}
