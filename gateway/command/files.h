#ifndef GATEWAY_COMMAND_FILES_H
#define GATEWAY_COMMAND_FILES_H

/*
 * How many files may be open in a process that serves.  Each connection is
 * one, of visitors and to providers; the database, the log and the threads
 * have some more.
 *
 * The soft limit is raised as far as is needed and the hard one allows.  One
 * that is lower than the connections need is a warning in the log; one with
 * which nothing works is said, and is CODE_FAILED.
 */

#include <stdint.h>

/* visitors: as many connections as may come; providers: as may go out. */
int	files_make_room(int64_t visitors, int64_t providers);

#endif
