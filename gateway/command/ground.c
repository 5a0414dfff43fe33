/*
 * Configuration, lock and database of a command.
 */

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "command/command.h"
#include "command/ground.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/node.h"
#include "store/schema.h"

int
ground_config(struct ground *g, const char *path)
{
	memset(g, 0, sizeof *g);
	g->lock = g->file_lock = -1;
	g->arena = arena_new();
	if (settings_read(&g->configured, &g->config, g->arena, path))
		return CODE_OK;
	for (unsigned i = 0; i < g->config.problem_count; i++)
		fprintf(stderr, "%s\n", g->config.problems[i]);
	return CODE_CONFIG;
}

static int
make_folder(const char *state)
{
	struct stat about;

	if (mkdir(state, 0700) == 0 || errno == EEXIST)
		return CODE_OK;
	if (stat(state, &about) != 0)
		command_say("the state folder %s cannot be made: %s. Make it, "
		    "or write another in the configuration.", state,
		    strerror(errno));
	return CODE_FAILED;
}

static int
open_lock(const char *state, const char *path, int *lock)
{
	*lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*lock >= 0)
		return CODE_OK;
	if (errno == ENOENT)
		command_say("there is no state folder %s. Run `homeline init` "
		    "first.", state);
	else
		command_say("%s cannot be opened: %s. Run this as the user "
		    "who owns the state folder.", path, strerror(errno));
	return CODE_FAILED;
}

/* Two paths may lead to one file; its lock stands beside the file itself. */
static int
lock_file(struct ground *g)
{
	const char *database = g->configured.settings.database, *path;
	char *real = realpath(database, NULL);

	if (real != NULL)
		database = arena_text(g->arena, real);
	free(real);
	path = arena_print(g->arena, "%s.lock", database);
	g->file_lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (g->file_lock < 0) {
		command_say("%s cannot be opened: %s. See that its folder is "
		    "there, and run this as the user who owns it.", path,
		    strerror(errno));
		return CODE_FAILED;
	}
	if (flock(g->file_lock, LOCK_EX | LOCK_NB) == 0)
		return CODE_OK;
	command_say("another homeline uses %s. Stop it first, or give this "
	    "one a database of its own.", database);
	return CODE_RUNS;
}

int
ground_lock(struct ground *g, bool make)
{
	const struct db_driver *driver =
	    db_driver_for(g->configured.settings.database);
	const char *state = g->configured.settings.state;
	const char *path = arena_print(g->arena, "%s/homeline.lock", state);

	if (make && make_folder(state) != CODE_OK)
		return CODE_FAILED;
	if (open_lock(state, path, &g->lock) != CODE_OK)
		return CODE_FAILED;
	if (flock(g->lock, LOCK_EX | LOCK_NB) == 0)
		return driver == &db_sqlite ? lock_file(g) : CODE_OK;
	command_say("another homeline uses %s. Stop it first, or give this "
	    "one a state folder of its own.", state);
	return CODE_RUNS;
}

int
ground_open(struct ground *g, bool writes)
{
	const char *where = g->configured.settings.database, *why;

	g->db = db_open(db_driver_for(where), where, writes, &why);
	if (g->db != NULL) {
		db_use(g->db, g->arena);
		return CODE_OK;
	}
	command_say("the database cannot be opened: %s. See that it is there "
	    "and that `database` in the configuration names it.", why);
	return CODE_FAILED;
}

int
ground_version(struct ground *g)
{
	const char *complaint = schema_complaint(g->db);

	if (complaint == NULL)
		return CODE_OK;
	command_say("%s.", complaint);
	return CODE_VERSION;
}

/* Our own node does not count when nobody else is it.  It joins to be known,
 * and that is not kept. */
int
ground_alone(struct ground *g)
{
	int64_t now = clock_true(), node = 0, others = 0;
	const char *why;

	if (schema_version(g->db) < 1)
		return CODE_OK;
	if (db_begin(g->db)) {
		node = node_join(g->db, g->configured.settings.node, now);
		others = node_others(g->db, node, now - MINUTES(1));
		db_rollback(g->db);
	}
	if ((why = db_hold(g->db, node)) != NULL) {
		command_say("node %s: %s.", g->configured.settings.node, why);
		return CODE_RUNS;
	}
	if (others == 0)
		return CODE_OK;
	command_say("another node serves this database. Stop all of them "
	    "and try again, after a minute when one has crashed.");
	return CODE_RUNS;
}

bool
ground_reaches_none(const struct ground *g)
{
	for (unsigned i = 0; i < g->configured.count; i++)
		if (!g->configured.use[i].simulated) {
			command_say("this is a sample district, and account "
			    "%s reaches real phones. Write simulated = yes in "
			    "its section of %s and run `homeline carrier`.",
			    g->configured.accounts[i].name, g->config.path);
			return false;
		}
	return true;
}

void
ground_free(struct ground *g)
{
	db_close(g->db);
	if (g->lock >= 0)
		close(g->lock);
	if (g->file_lock >= 0)
		close(g->file_lock);
	arena_free(g->arena);
}
