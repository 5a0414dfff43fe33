/*
 * SQLite's online backup.  The source has a read transaction of its own; the
 * backup then reads by it, and what others write does not concern it.
 *
 * The copy has no journal while it is made: until it has its name nobody
 * needs it.
 */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/disk.h"
#include "store/copy.h"

#define PAGES		256	/* In one step. */
#define OPS		20000	/* Between two looks at `stop`. */
#define PATH_SIZE	4096

static const char stopped[] = "it was stopped";
static const char unreadable[] = "the database cannot be read, see its disk";
static const char unwritable[] = "the copy cannot be written, see its disk";
static const char no_room[] = "the disk has no room for it: it must have as "
    "much as the database, and 200 MiB besides";

int64_t
copy_size(const char *path)
{
	char		wal[PATH_SIZE];
	struct stat	about;
	int64_t		size = 0;

	if (stat(path, &about) == 0)
		size += about.st_size;
	snprintf(wal, sizeof wal, "%s-wal", path);
	if (stat(wal, &about) == 0)
		size += about.st_size;
	return size;
}

static bool
has_room(const char *path, int64_t bytes)
{
	struct disk_room room;

	return !disk_room(path, &room) || room.free >= bytes + COPY_ROOM;
}

static int
look_at_stop(void *arg)
{
	struct copy *copy = arg;

	return atomic_load(&copy->stop);
}

static bool
open_file(struct copy *copy, const char *path, sqlite3 **sqlite)
{
	if (sqlite3_open_v2(path, sqlite, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
		return false;
	sqlite3_busy_timeout(*sqlite, 5000);
	sqlite3_progress_handler(*sqlite, OPS, look_at_stop, copy);
	return true;
}

static bool
run(sqlite3 *sqlite, const char *sql)
{
	return sqlite3_exec(sqlite, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* The steps, from the snapshot on. */
static const char *
step_through(struct copy *copy, sqlite3_backup *backup)
{
	int64_t	size = atomic_load(&copy->total);
	int	code, count;

	do {
		if (atomic_load(&copy->stop))
			return stopped;
		code = sqlite3_backup_step(backup, PAGES);
		count = sqlite3_backup_pagecount(backup);
		if (count > 0)
			atomic_store(&copy->done, size * (count -
			    sqlite3_backup_remaining(backup)) / count);
		if (code == SQLITE_OK && (!has_room(copy->to, 0) ||
		    !has_room(copy->from, 0)))
			return no_room;
	} while (code == SQLITE_OK);
	if (code == SQLITE_DONE)
		return NULL;
	return (code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_FULL ?
	    unwritable : unreadable;
}

static const char *
copy_between(struct copy *copy, sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup	*backup;
	const char	*why;

	if (!run(from, "PRAGMA query_only = ON; BEGIN; "
	    "SELECT count(*) FROM sqlite_schema"))
		return sqlite3_errcode(from) == SQLITE_NOTADB ?
		    "it is no database of SQLite" : unreadable;
	if (!run(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF"))
		return unwritable;
	backup = sqlite3_backup_init(to, "main", from, "main");
	if (backup == NULL)
		return unwritable;
	why = step_through(copy, backup);
	if (sqlite3_backup_finish(backup) != SQLITE_OK && why == NULL)
		why = unwritable;
	return why;
}

const char *
copy_make(struct copy *copy)
{
	sqlite3		*from = NULL, *to = NULL;
	const char	*why;
	int		 fd;

	atomic_store(&copy->total, copy_size(copy->from));
	if (!has_room(copy->to, copy_size(copy->from)))
		return no_room;
	fd = open(copy->to, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST ? "there is a file of that name" :
		    errno == EACCES || errno == EROFS ?
		    "the gateway may not write there" : unwritable;
	close(fd);
	if (!open_file(copy, copy->from, &from))
		why = unreadable;
	else if (!open_file(copy, copy->to, &to))
		why = unwritable;
	else
		why = copy_between(copy, from, to);
	sqlite3_close(from);
	if (sqlite3_close(to) != SQLITE_OK && why == NULL)
		why = unwritable;
	return why;
}

/* The first row of a statement is that word. */
static bool
says(sqlite3 *sqlite, const char *sql, const char *word)
{
	sqlite3_stmt	*stmt;
	bool		 so = false;

	if (sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL) != SQLITE_OK)
		return false;
	if (sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_type(stmt, 0) == SQLITE_TEXT)
		so = strcmp((const char *)sqlite3_column_text(stmt, 0),
		    word) == 0;
	sqlite3_finalize(stmt);
	return so;
}

const char *
copy_check(struct copy *copy)
{
	sqlite3		*sqlite = NULL;
	const char	*why = NULL;

	if (!open_file(copy, copy->to, &sqlite))
		why = "the copy cannot be read";
	else if (!says(sqlite, "PRAGMA integrity_check", "ok"))
		why = atomic_load(&copy->stop) ? stopped : "it is not whole: "
		    "the database, or the disk, is damaged";
	sqlite3_close(sqlite);
	return why;
}

static bool
sync_file(const char *path)
{
	int	fd = open(path, O_RDONLY | O_CLOEXEC);
	bool	good = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return good;
}

bool
copy_sync_folder(const char *path)
{
	char	 folder[PATH_SIZE];
	char	*slash;

	snprintf(folder, sizeof folder, "%s", path);
	slash = strrchr(folder, '/');
	if (slash == NULL)
		return sync_file(".");
	slash[slash == folder] = '\0';
	return sync_file(folder);
}

const char *
copy_settle(const struct copy *copy)
{
	sqlite3	*sqlite = NULL;
	bool	 good = sqlite3_open_v2(copy->to, &sqlite,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ==
		    SQLITE_OK && says(sqlite, "PRAGMA journal_mode = DELETE",
		    "delete");

	if (sqlite3_close(sqlite) != SQLITE_OK || !good ||
	    !sync_file(copy->to))
		return unwritable;
	return NULL;
}

/* Where the file system does not know how to refuse, we look before. */
const char *
copy_place(const char *from, const char *name)
{
	int code = renameat2(AT_FDCWD, from, AT_FDCWD, name,
	    RENAME_NOREPLACE);

	if (code != 0 && (errno == EINVAL || errno == ENOSYS))
		code = access(name, F_OK) == 0 ? (errno = EEXIST, -1) :
		    rename(from, name);
	if (code != 0)
		return errno == EEXIST ? "there is a file of that name" :
		    unwritable;
	return copy_sync_folder(name) ? NULL : unwritable;
}
