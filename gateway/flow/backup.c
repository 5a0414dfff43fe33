/*
 * The thread that makes a backup, and what the loop knows of it.
 */

#include <sys/stat.h>

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "flow/backup.h"
#include "flow/gateway.h"
#include "net/loop.h"
#include "store/copy.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/job.h"
#include "store/ledger.h"
#include "store/restored.h"
#include "store/schema.h"
#include "store/user.h"

#define PATH_SIZE	4096
#define NAMES		"homeline-[0-9]*-[0-9]*.db"
#define NAME_LENGTH	27		/* homeline-20261122-093000.db */

const char *const backup_words[] = {
	[BACKUP_NONE] = "none", [BACKUP_COPYING] = "copying",
	[BACKUP_CHECKING] = "checking", [BACKUP_DONE] = "done",
	[BACKUP_FAILED] = "failed",
};

struct backup {
	struct gateway		*gateway;
	struct inbox		*ended;
	struct hearing		*hearing;
	struct crew		*crew;		/* While it works. */
	struct task		 task;
	struct job		 audit;
	_Atomic(int)		 state;		/* enum backup_state */
	struct copy		 copy;
	int64_t			 began, keep;
	char			 folder[PATH_SIZE];
	char			 file[PATH_SIZE], part[PATH_SIZE + 4];
	const char		*why;		/* The thread's, then ours. */
};

/* What the copy says of itself, by our own eyes. */
static const char *
look_at_copy(struct backup *b)
{
	struct recount	 r = { .rows = 0 };
	const char	*why = NULL;
	struct db	*db = db_open(&db_sqlite, b->part, true, &why);

	if (db == NULL)
		return why;
	db_unhurried(db);
	why = schema_complaint(db);
	if (why == NULL && db_begin(db)) {
		restored_copy(db, b->began);
		ledger_recount(db, &r);
		if (!db_commit(db))
			why = "the copy cannot be read through";
	}
	if (why == NULL && r.tally_wrong + r.sum_wrong > 0)
		why = "the tally does not agree with the ledger: see "
		    "`homeline recount`";
	db_close(db);
	return why;
}

static int
is_backup(const struct dirent *entry)
{
	return strlen(entry->d_name) == NAME_LENGTH &&
	    fnmatch(NAMES, entry->d_name, 0) == 0;
}

static int
is_part(const struct dirent *entry)
{
	return fnmatch(NAMES ".new*", entry->d_name, 0) == 0;
}

/* Removes all of those but the last by name. */
static void
remove_from(const char *folder, int (*which)(const struct dirent *),
    int64_t keep)
{
	struct dirent	**list;
	char		  path[PATH_SIZE + 256];
	int		  n = scandir(folder, &list, which, alphasort);

	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, list[i]->d_name);
		if (i < n - keep && unlink(path) == 0)
			log_info("backup", 0, "an older one is removed, "
			    "file=%s", list[i]->d_name);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
}

static const char *
make(struct backup *b)
{
	const char *why;

	if (b->folder[0] != '\0')
		remove_from(b->folder, is_part, 0);
	if ((why = copy_make(&b->copy)) != NULL)
		return why;
	atomic_store(&b->state, BACKUP_CHECKING);
	if ((why = look_at_copy(b)) == NULL &&
	    (why = copy_check(&b->copy)) == NULL &&
	    (why = copy_settle(&b->copy)) == NULL)
		why = copy_place(b->part, b->file);
	if (why == NULL && b->keep > 0)
		remove_from(b->folder, is_backup, b->keep);
	return why;
}

/* A part that there was before is not ours to remove. */
static void
work(void *arg)
{
	struct backup	*b = arg;
	bool		 ours = access(b->part, F_OK) != 0;

	b->why = make(b);
	if (b->why != NULL && ours)
		unlink(b->part);
	inbox_put(b->ended, &b->task);
}

static void
audit_work(struct job *job, struct db *db)
{
	struct backup *b = CONTAINER(job, struct backup, audit);

	audit_add(db, &(struct deed){ .deed = "backup", .note = b->file },
	    b->began);
}

/* The file is whole, whether the audit has it or not. */
static void
audit_done(struct job *job, bool kept)
{
	struct backup *b = CONTAINER(job, struct backup, audit);

	if (kept)
		b->gateway->figures.backed_up = b->began;
	else
		log_warn("backup", 0, "it is made, and the audit does not "
		    "have it");
	atomic_store(&b->state, BACKUP_DONE);
}

static void
heard(void *arg, struct task *task)
{
	struct backup *b = arg;

	(void)task;
	crew_join(b->crew);
	b->crew = NULL;
	if (b->why != NULL) {
		log_error("backup", 0, "it failed, why=\"%s\" file=%s",
		    b->why, b->file);
		atomic_store(&b->state, BACKUP_FAILED);
		return;
	}
	log_info("backup", 0, "made, file=%s bytes=%lld took=%llds", b->file,
	    (long long)copy_size(b->file),
	    (long long)((clock_now() - b->began) / 1000));
	b->audit = (struct job){ .work = audit_work, .done = audit_done };
	store_write(b->gateway->store, &b->audit);
}

/* STATE/backup, and the name by the time; UTC has no hour twice. */
static bool
name_file(struct backup *b)
{
	time_t		seconds = (time_t)(b->began / 1000);
	char		name[64];
	struct tm	tm;

	gmtime_r(&seconds, &tm);
	strftime(name, sizeof name, "homeline-%Y%m%d-%H%M%S.db", &tm);
	snprintf(b->folder, sizeof b->folder, "%s/backup",
	    b->gateway->configured->settings.state);
	snprintf(b->file, sizeof b->file, "%.4000s/%s", b->folder, name);
	return mkdir(b->folder, 0700) == 0 || errno == EEXIST;
}

static bool
name_all(struct backup *b, const char *to, int64_t keep, const char **why)
{
	*why = "The folder of backups cannot be made in the state folder. "
	    "Make it, for the user who runs the gateway.";
	b->folder[0] = '\0';
	if (to == NULL && !name_file(b))
		return false;
	*why = "Backups that were given a name by `to` are not removed: leave "
	    "out `keep`.";
	if (to != NULL && keep > 0)
		return false;
	*why = "The path of the file has to begin with a slash, and to have "
	    "at most 4000 bytes.";
	if (to != NULL && (*to != '/' || strlen(to) > 4000))
		return false;
	if (to != NULL)
		snprintf(b->file, sizeof b->file, "%s", to);
	snprintf(b->part, sizeof b->part, "%s.new", b->file);
	*why = "There is a file of that name already. Give another.";
	return access(b->file, F_OK) != 0;
}

bool
backup_start(struct backup *b, const char *to, int64_t keep, const char **why)
{
	const char	*database = b->gateway->configured->settings.database;
	void		*hand = b;

	*why = "The database is PostgreSQL, which has tools for that: pg_dump "
	    "-Fc, or pg_basebackup. See BACKUP in homeline(1).";
	if (db_driver_for(database) != &db_sqlite)
		return false;
	*why = "A backup is being made. Wait until it is done.";
	if (b->crew != NULL || b->gateway->stopping)
		return false;
	b->began = clock_now();
	if (!name_all(b, to, keep, why))
		return false;
	b->keep = keep;
	b->why = NULL;
	b->copy.from = database;
	b->copy.to = b->part;
	atomic_store(&b->copy.done, 0);
	atomic_store(&b->copy.total, 0);
	atomic_store(&b->state, BACKUP_COPYING);
	b->crew = crew_start("backup", work, &hand, 1);
	return true;
}

void
backup_look(const struct backup *b, struct backup_look *look)
{
	*look = (struct backup_look){ .file = b->file, .began = b->began,
	    .state = (enum backup_state)atomic_load(&b->state),
	    .done = atomic_load(&b->copy.done),
	    .total = atomic_load(&b->copy.total) };
	if (look->state == BACKUP_FAILED)
		look->why = b->why;
}

struct backup *
backup_new(struct gateway *gateway)
{
	struct backup *b = calloc(1, sizeof *b);

	if (b == NULL)
		abort();
	b->gateway = gateway;
	b->ended = inbox_new();
	b->hearing = loop_hear(gateway->loop, b->ended, heard, b);
	return b;
}

void
backup_free(struct backup *b)
{
	struct tasks none = STAILQ_HEAD_INITIALIZER(none);

	if (b == NULL)
		return;
	atomic_store(&b->copy.stop, true);
	crew_join(b->crew);
	inbox_take(b->ended, &none);
	hearing_free(b->hearing);
	inbox_free(b->ended);
	free(b);
}
