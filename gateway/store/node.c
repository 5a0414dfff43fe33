/*
 * Nodes.
 */

#include "base/arena.h"
#include "base/id.h"
#include "store/db.h"
#include "store/node.h"

int64_t
node_join(struct db *db, const char *name, int64_t now)
{
	int64_t node = db_number(db_query(db,
	    "SELECT id FROM node WHERE name = $1", TEXT(name)));

	if (node == 0) {
		node = db_number(db_query(db, "SELECT max(id) FROM node",
		    NONE)) + 1;
		if (node >= ID_NODES)
			db_fail(db, "there are too many nodes");
		db_run(db, "INSERT INTO node (id, name, started, alive) "
		    "VALUES ($1, $2, $3, $3)", INT(node), TEXT(name), INT(now));
	}
	db_run(db, "UPDATE node SET started = $2, alive = $2, "
	    "version = version + 1048576 WHERE id = $1", INT(node), INT(now));
	return node;
}

void
node_alive(struct db *db, int64_t node, int64_t now, int64_t version)
{
	db_aside(db, true);
	db_run(db, "UPDATE node SET alive = $2, version = CASE "
	    "WHEN version < $3 THEN $3 ELSE version END WHERE id = $1",
	    INT(node), INT(now), INT(version));
	db_aside(db, false);
}

int64_t
node_version(struct db *db, int64_t node)
{
	return db_number(db_query(db, "SELECT version FROM node "
	    "WHERE id = $1", INT(node)));
}

int64_t
node_versions(struct db *db, int64_t but)
{
	return db_number(db_query(db, "SELECT CAST(coalesce(sum(version), 0) "
	    "AS @int@) FROM node WHERE id <> $1", INT(but)));
}

unsigned
node_list(struct db *db, int64_t since, struct node_seen **list)
{
	struct rows	*rows = db_query(db, "SELECT name, started, alive "
			    "FROM node WHERE alive >= $1 ORDER BY name "
			    "LIMIT 50", INT(since));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct node_seen, db_rows(rows));
	for (; db_row(rows); n++)
		(*list)[n] = (struct node_seen){ db_text(rows, 0),
		    db_int(rows, 1), db_int(rows, 2) };
	return n;
}

int64_t
node_others(struct db *db, int64_t node, int64_t since)
{
	return db_number(db_query(db,
	    "SELECT count(*) FROM node WHERE id <> $1 AND alive >= $2",
	    INT(node), INT(since)));
}
