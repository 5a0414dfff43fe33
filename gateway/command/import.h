#ifndef GATEWAY_COMMAND_IMPORT_H
#define GATEWAY_COMMAND_IMPORT_H

/*
 * What the files of `homeline import` share: import.c (the command),
 * import_send.c (what is asked of the gateway) and import_tell.c (what the
 * person is told).  Nobody else includes it.  Calls return exit codes; what
 * is wrong was said on standard error.
 */

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "base/list.h"
#include "command/here.h"
#include "flow/roster_diff.h"

struct importing {
	struct here		 here;
	struct arena		*arena;
	const char		*path;		/* Or with undo, an id. */
	const char		*report;	/* A file to write, or NULL. */
	unsigned		 percent;	/* That may be gone. */
	bool			 apply, undo, list, json;
	int			 lock;		/* Of the state folder; -1. */

	struct roster_was	 was;
	struct roster_file	 file;
	struct roster_diff	 diff;
	const char		*digest;	/* Of what the file says. */
	const char		*problems[ROSTER_PROBLEMS];
	unsigned		 problem_count;
	const char		*brake;		/* Or NULL. */
	const char		*refused;	/* By the gateway; or NULL. */
	json_t			*import;	/* What the gateway kept. */
};

/* Nobody else on this machine imports until the process ends. */
int	 import_lock(struct importing *) must_use;

/* What the roster says now. */
int	 import_fetch(struct importing *) must_use;

/* Whether the gateway would take it: else `refused` is its sentence. */
int	 import_ask(struct importing *) must_use;

/* Sends the changes; takes an import back; tells which there were. */
int	 import_send(struct importing *) must_use;
int	 import_take_back(struct importing *) must_use;
int	 import_tell_list(struct importing *) must_use;

/* What was read, the notes, the difference and what comes next. */
void	 import_tell(struct importing *);
int	 import_report(struct importing *) must_use;
int	 import_tell_json(struct importing *) must_use;

/* What became of it, once the gateway has it, or has it no more. */
void	 import_tell_done(struct importing *);

#endif
