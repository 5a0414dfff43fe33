/*
 * `homeline restore`: a backup becomes the database, while none serves.
 *
 * All of it is done to a copy beside the database, DATABASE.new, which takes
 * its place in one step at the end; what was there stays under a name with
 * the time.  So whenever this is cut off there is a database, the one before
 * or the one that was put back.
 *
 * Nothing is sent twice: store/restored.h.
 */

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "command/command.h"
#include "command/ground.h"
#include "store/copy.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/ledger.h"
#include "store/person.h"
#include "store/restored.h"
#include "store/schema.h"

static const struct usage usage = {
    "Puts a backup in the place of the database, while no gateway serves. The\n"
    "backup is read through and counted again first; one of an older version\n"
    "is brought to this one. The database that was there stays beside it,\n"
    "under a name with the time.\n"
    "\n"
    "What was due since the backup was made may have been sent: the provider\n"
    "is asked before any of it is sent again. What families wrote since is\n"
    "asked for, too. What staff wrote since, and what the office entered, is\n"
    "lost. With --done FILE is left out: the database was put back by the\n"
    "tools of PostgreSQL, and the rest is done to it.",
    "homeline restore /var/lib/homeline/backup/homeline-20261122-023000.db",
    "0 done, 1 failed, 2 wrong options, 3 wrong configuration,\n"
    "4 a gateway serves, 5 the backup is of a newer version"
};

struct restoring {
	struct ground	 ground;
	const char	*file;		/* The backup. */
	const char	*database;	/* Where it goes: no symbolic link. */
	struct copy	 copy;
	int64_t		 now, made;
	unsigned	 doubts;
};

static int
failed(const char *why)
{
	command_say("nothing was changed: %s.", why);
	return CODE_FAILED;
}

/* The version of the copy becomes ours; it has a district, and its figures
 * agree. */
static int
examine(struct restoring *r, struct db *db)
{
	struct recount	 found = { .rows = 0 };
	struct district	 district;
	const char	*why;
	int		 version = schema_version(db);

	if (version > schema_needed()) {
		command_say("nothing was changed: %s is of version %d, and "
		    "this program is for %d. Install the newer program.",
		    r->file, version, schema_needed());
		return CODE_VERSION;
	}
	if (version < 1)
		return failed("it is no backup of Homeline");
	if (!schema_migrate(db, &why))
		return failed(why);
	db_unhurried(db);
	if (!db_begin(db))
		return failed(db_why(db));
	if (!district_get(db, &district))
		db_fail(db, "it has no district");
	ledger_recount(db, &found);
	if (!db_commit(db))
		return failed(db_why(db));
	return found.tally_wrong + found.sum_wrong == 0 ? CODE_OK :
	    failed("its tally does not agree with its ledger");
}

/* In one transaction each, so that there is no limit on how many. */
static int
doubt(struct restoring *r, struct db *db)
{
	struct district	 district = { .sample = false };
	int64_t		 until = r->now;
	unsigned	 n = RESTORED_MOST;

	if (!db_begin(db))
		return failed(db_why(db));
	r->made = restored_begin(db, r->now);
	if (district_get(db, &district) && district.sample)
		until = INT64_MAX;	/* Its clock may be any. */
	if (!db_commit(db))
		return failed(db_why(db));
	while (n == RESTORED_MOST) {
		if (!db_begin(db))
			return failed(db_why(db));
		n = restored_doubt(db, r->made, until, r->now);
		if (!db_commit(db))
			return failed(db_why(db));
		db_use(db, NULL);
		r->doubts += n;
	}
	return CODE_OK;
}

/* The copy beside the database. */
static int
prepare(struct restoring *r)
{
	const char	*why;
	struct db	*db;
	int		 code;

	(void)unlink(r->copy.to);	/* Of one that was cut off. */
	if ((why = copy_make(&r->copy)) != NULL ||
	    (why = copy_check(&r->copy)) != NULL)
		return failed(why);
	if ((db = db_open(&db_sqlite, r->copy.to, true, &why)) == NULL)
		return failed(why);
	if ((code = examine(r, db)) == CODE_OK)
		code = doubt(r, db);
	db_close(db);
	if (code == CODE_OK && (why = copy_settle(&r->copy)) != NULL)
		code = failed(why);
	return code;
}

/* Its owner is that of the state folder, also when root puts it back. */
static bool
give(const struct restoring *r)
{
	struct stat about;

	return geteuid() != 0 || (stat(r->ground.configured.settings.state,
	    &about) == 0 && chown(r->copy.to, about.st_uid, about.st_gid) ==
	    0);
}

/*
 * The WAL goes first: it must never lie beside another database.  What was
 * there is whole with it, under the new name.
 */
static bool
put_aside(struct restoring *r, const char *aside)
{
	struct arena	*arena = r->ground.arena;
	const char	*wal = arena_print(arena, "%s-wal", r->database);

	if (access(r->database, F_OK) != 0)
		return errno == ENOENT;
	if (link(r->database, aside) != 0)
		return false;
	if (access(wal, F_OK) == 0 && rename(wal, arena_print(arena,
	    "%s-wal", aside)) != 0)
		return false;
	(void)unlink(arena_print(arena, "%s-shm", r->database));
	return copy_sync_folder(r->database);
}

static int
put_back(struct restoring *r)
{
	time_t		 seconds = (time_t)(r->now / 1000);
	char		 name[64];
	struct tm	 tm;
	const char	*aside;

	gmtime_r(&seconds, &tm);
	strftime(name, sizeof name, "before-%Y%m%d-%H%M%S", &tm);
	aside = arena_print(r->ground.arena, "%s.%s", r->database, name);
	if (!give(r) || !put_aside(r, aside))
		return failed(strerror(errno));
	if (rename(r->copy.to, r->database) != 0 ||
	    !copy_sync_folder(r->database)) {
		command_say("%s cannot get its name: %s. The database that "
		    "was there is %s.", r->copy.to, strerror(errno), aside);
		return CODE_FAILED;
	}
	if (access(aside, F_OK) == 0)
		printf("The database that was there is %s.\n", aside);
	return CODE_OK;
}

static void
tell(const struct restoring *r)
{
	time_t		seconds = (time_t)(r->made / 1000);
	char		when[64];
	struct tm	tm;

	gmtime_r(&seconds, &tm);
	strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", &tm);
	printf("The database is as it was at %s. Texts that may have been "
	    "sent since, and are asked for before they are sent: %u. Start "
	    "the gateway now.\n", when, r->doubts);
}

static int
restore(struct restoring *r)
{
	struct ground	*g = &r->ground;
	char		*real;
	int		 code;

	if (db_driver_for(g->configured.settings.database) != &db_sqlite)
		return failed("the database is PostgreSQL, which pg_restore "
		    "puts back; run `homeline restore --done` after it. See "
		    "BACKUP in homeline(1)");
	if (access(r->file, R_OK) != 0)
		return failed(arena_print(g->arena, "%s: %s", r->file,
		    strerror(errno)));
	if ((code = ground_lock(g, true)) != CODE_OK)
		return code;
	real = realpath(g->configured.settings.database, NULL);
	r->database = real != NULL ? arena_text(g->arena, real) :
	    g->configured.settings.database;
	free(real);
	r->copy.from = r->file;
	r->copy.to = arena_print(g->arena, "%s.new", r->database);
	if ((code = prepare(r)) == CODE_OK)
		code = put_back(r);
	if (code != CODE_OK)
		(void)unlink(r->copy.to);
	else
		tell(r);
	return code;
}

/* Of a database that is in its place already. */
static int
finish(struct restoring *r)
{
	struct ground	*g = &r->ground;
	int		 code;

	if ((code = ground_lock(g, true)) == CODE_OK &&
	    (code = ground_open(g, true)) == CODE_OK &&
	    (code = ground_version(g)) == CODE_OK &&
	    (code = ground_alone(g)) == CODE_OK &&
	    (code = examine(r, g->db)) == CODE_OK &&
	    (code = doubt(r, g->db)) == CODE_OK)
		tell(r);
	return code;
}

int
restore_main(int argc, char **argv)
{
	const char		*config = NULL;
	bool			 done = false;
	struct restoring	 r = { .file = NULL };
	const struct option_row	 rows[] = {
		{ .name = "FILE", .word = true, .text = &r.file,
		  .help = "the backup" },
		{ .name = "done", .yes = &done,
		  .help = "the database was put back by other tools" },
		CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if (done == (r.file != NULL)) {
		command_say("restore: a FILE or --done is wanted, one of "
		    "them. Try `homeline restore --help`.");
		return CODE_USAGE;
	}
	umask(077);
	r.now = clock_now();
	if ((code = ground_config(&r.ground, config)) == CODE_OK)
		code = done ? finish(&r) : restore(&r);
	ground_free(&r.ground);
	return code;
}
