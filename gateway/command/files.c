/*
 * The limit of open files (RLIMIT_NOFILE), before the first of them is opened.
 */

#include <sys/resource.h>

#include "base/log.h"
#include "command/command.h"
#include "command/files.h"

#define OTHERS	128	/* The database, libraries, the socket of commands. */

int
files_make_room(int64_t visitors, int64_t providers)
{
	rlim_t		need = (rlim_t)(visitors + providers + OTHERS);
	struct rlimit	limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return CODE_OK;
	if (limit.rlim_cur < need && limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max < need ? limit.rlim_max : need;
		(void)setrlimit(RLIMIT_NOFILE, &limit);
		(void)getrlimit(RLIMIT_NOFILE, &limit);
	}
	if (limit.rlim_cur < OTHERS) {
		command_say("only %llu files may be open here, and at least "
		    "%d are needed: raise the limit (LimitNOFILE of the "
		    "service, ulimit -n).", (unsigned long long)limit.rlim_cur,
		    OTHERS);
		return CODE_FAILED;
	}
	if (limit.rlim_cur < need)
		log_warn("gateway", 0, "fewer files may be open than there "
		    "may be connections: raise LimitNOFILE, or lower "
		    "`connections`, files=%llu needed=%llu",
		    (unsigned long long)limit.rlim_cur,
		    (unsigned long long)need);
	return CODE_OK;
}
