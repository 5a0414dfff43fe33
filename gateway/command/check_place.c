/*
 * What can be seen on this machine: who may read what families wrote, what
 * becomes of it when the power fails, and whether anybody keeps the clock
 * right.
 */

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/disk.h"
#include "command/check.h"
#include "store/db.h"
#include "store/db_driver.h"

static bool
is_file(const struct checking *c)
{
	return db_driver_for(c->ground.configured.settings.database) ==
	    &db_sqlite;
}

/* What only its owner may read: no group, no others. */
static void
look_at_mode(struct checking *c, const char *what, const char *path)
{
	struct stat about;

	if (stat(path, &about) != 0)
		return;
	if ((about.st_mode & 0077) != 0)
		check_doubt(c, "%s %s can be read by others (mode %04o), and "
		    "it has what families write. Run: chmod %s %s", what, path,
		    (unsigned)(about.st_mode & 07777),
		    S_ISDIR(about.st_mode) ? "700" : "600", path);
	if (geteuid() != 0 && about.st_uid != geteuid())
		check_doubt(c, "%s %s belongs to another user (%u). Run "
		    "`homeline check` as the user who runs the gateway.",
		    what, path, (unsigned)about.st_uid);
}

/* A connection string may have a password in it. */
static void
look_at_password(struct checking *c)
{
	const char	*database = c->ground.configured.settings.database;
	const char	*path = c->ground.config.path;
	const char	*at = strchr(database, '@');
	struct stat	 about;

	if (is_file(c) || stat(path, &about) != 0 ||
	    (about.st_mode & 0007) == 0)
		return;
	if (strstr(database, "password=") != NULL || (at != NULL &&
	    memchr(database + strcspn(database, "/"), ':',
	    (size_t)(at - database) - strcspn(database, "/")) != NULL))
		check_doubt(c, "%s has a password in `database`, and others "
		    "can read it. Run: chmod o= %s", path, path);
}

static void
look_at_disk(struct checking *c, const char *what, const char *path)
{
	switch (disk_kind(path)) {
	case DISK_MEMORY:
		check_doubt(c, "%s %s is in memory: all of it is gone when "
		    "the power fails. Put it on a disk.", what, path);
		break;
	case DISK_NETWORK:
		check_doubt(c, "%s %s is on a network file system, whose "
		    "locks and syncs cannot be relied on. Put it on a disk of "
		    "this machine, or use PostgreSQL.", what, path);
		break;
	case DISK_LASTING:
		break;
	}
}

static void
look_at_cores(struct checking *c)
{
	struct rlimit limit;

	if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0 ||
	    getrlimit(RLIMIT_CORE, &limit) != 0 || limit.rlim_cur != 0)
		check_doubt(c, "core dumps cannot be switched off here, and "
		    "one would have what families write. Set LimitCORE=0 for "
		    "the service.");
}

static void
look_at_clock(struct checking *c)
{
	struct timex	kernel = { .modes = 0 };
	int		state = adjtimex(&kernel);

	if (state == TIME_ERROR || (kernel.status & STA_UNSYNC) != 0)
		check_doubt(c, "nobody keeps the clock of this machine right. "
		    "Texts would go out at the wrong time: install chrony, or "
		    "run: timedatectl set-ntp true");
}

void
check_place(struct checking *c)
{
	const struct settings *s = &c->ground.configured.settings;

	look_at_mode(c, "the state folder", s->state);
	if (is_file(c)) {
		look_at_mode(c, "the database", s->database);
		look_at_disk(c, "the database", s->database);
	}
	look_at_mode(c, "the folder of backups", arena_print(c->ground.arena,
	    "%s/backup", s->state));
	look_at_password(c);
	look_at_cores(c);
	look_at_clock(c);
}
