/*
 * A VFS that hands every call to the one below it, but for those that take
 * room on the disk.  Its files are its own struct with the true file behind
 * it, in the memory that SQLite gives for both.
 */

#include <assert.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

#include "tests/torture/disk.h"

struct file {
	sqlite3_file	 base;		/* SQLite knows this one. */
	const char	*kind;
	sqlite3_file	*real;		/* Behind it. */
};

static pthread_mutex_t	 lock = PTHREAD_MUTEX_INITIALIZER;
static sqlite3_vfs	*under, around;
static unsigned		 wanted, counted;
static bool		 counts, full;
static const char	*fired;

static sqlite3_file *
real(sqlite3_file *file)
{
	return ((struct file *)(void *)file)->real;
}

static bool
no_room(sqlite3_file *file)
{
	const char	*kind = ((struct file *)(void *)file)->kind;
	bool		 none = false;

	pthread_mutex_lock(&lock);
	if (counts && kind != NULL) {
		if (++counted == wanted) {
			full = true;
			fired = kind;
		}
		none = full;
	}
	pthread_mutex_unlock(&lock);
	return none;
}

static int
file_close(sqlite3_file *f)
{
	return real(f)->pMethods->xClose(real(f));
}

static int
file_read(sqlite3_file *f, void *into, int length, sqlite3_int64 at)
{
	return real(f)->pMethods->xRead(real(f), into, length, at);
}

static int
file_write(sqlite3_file *f, const void *bytes, int length, sqlite3_int64 at)
{
	return no_room(f) ? SQLITE_FULL :
	    real(f)->pMethods->xWrite(real(f), bytes, length, at);
}

static int
file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	return real(f)->pMethods->xTruncate(real(f), size);
}

static int
file_sync(sqlite3_file *f, int flags)
{
	return real(f)->pMethods->xSync(real(f), flags);
}

static int
file_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return real(f)->pMethods->xFileSize(real(f), size);
}

static int
file_lock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xLock(real(f), level);
}

static int
file_unlock(sqlite3_file *f, int level)
{
	return real(f)->pMethods->xUnlock(real(f), level);
}

static int
file_reserved(sqlite3_file *f, int *is)
{
	return real(f)->pMethods->xCheckReservedLock(real(f), is);
}

static int
file_control(sqlite3_file *f, int what, void *arg)
{
	return real(f)->pMethods->xFileControl(real(f), what, arg);
}

static int
file_sector(sqlite3_file *f)
{
	return real(f)->pMethods->xSectorSize(real(f));
}

static int
file_traits(sqlite3_file *f)
{
	return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

static int
shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **at)
{
	return real(f)->pMethods->xShmMap(real(f), page, size, extend, at);
}

static int
shm_lock(sqlite3_file *f, int from, int n, int flags)
{
	return real(f)->pMethods->xShmLock(real(f), from, n, flags);
}

static void
shm_barrier(sqlite3_file *f)
{
	real(f)->pMethods->xShmBarrier(real(f));
}

static int
shm_unmap(sqlite3_file *f, int remove)
{
	return real(f)->pMethods->xShmUnmap(real(f), remove);
}

/* Version 2: without memory maps of files. */
static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector,
	.xDeviceCharacteristics = file_traits,
	.xShmMap = shm_map,
	.xShmLock = shm_lock,
	.xShmBarrier = shm_barrier,
	.xShmUnmap = shm_unmap,
};

static int
open_file(sqlite3_vfs *vfs, sqlite3_filename path, sqlite3_file *f, int flags,
    int *out)
{
	struct file	*file = (struct file *)(void *)f;
	int		 code;

	(void)vfs;
	memset(file, 0, sizeof *file);
	file->real = (sqlite3_file *)(void *)(file + 1);
	file->kind = flags & SQLITE_OPEN_MAIN_DB ? "database" :
	    flags & SQLITE_OPEN_WAL ? "log" : NULL;
	code = under->xOpen(under, path, file->real, flags, out);
	if (file->real->pMethods != NULL)
		f->pMethods = &methods;
	return code;
}

void
disk_install(void)
{
	under = sqlite3_vfs_find(NULL);
	around = *under;
	around.zName = "torture";
	around.szOsFile = (int)sizeof(struct file) + under->szOsFile;
	around.xOpen = open_file;
	if (sqlite3_vfs_register(&around, 1) != SQLITE_OK)
		assert(false);
}

void
disk_arm(unsigned n)
{
	pthread_mutex_lock(&lock);
	wanted = n;
	counted = 0;
	counts = true;
	full = false;
	fired = NULL;
	pthread_mutex_unlock(&lock);
}

unsigned
disk_count(void)
{
	unsigned n;

	pthread_mutex_lock(&lock);
	counts = false;
	n = counted;
	pthread_mutex_unlock(&lock);
	return n;
}

const char *
disk_fired(void)
{
	const char *kind;

	pthread_mutex_lock(&lock);
	kind = fired;
	pthread_mutex_unlock(&lock);
	return kind;
}

void
disk_mend(void)
{
	pthread_mutex_lock(&lock);
	counts = full = false;
	pthread_mutex_unlock(&lock);
}
