#ifndef GATEWAY_COMMAND_COMMAND_H
#define GATEWAY_COMMAND_COMMAND_H

/*
 * The commands of the program, one in each file, and what they share: exit
 * codes and the reading of options.  This is the top floor; it may include
 * everything.
 *
 *	homeline COMMAND [--option VALUE] ...
 *
 * A command gets its own name as argv[0] and returns an exit code.  What
 * went wrong is a sentence on standard error.
 */

#include <stdbool.h>

#include "base/list.h"

enum exit_code {
	CODE_OK,
	CODE_FAILED,		/* What was asked for could not be done. */
	CODE_USAGE,		/* The command line is wrong. */
	CODE_CONFIG,		/* The configuration is, or the district. */
	CODE_RUNS,		/* Another one uses the state or the database. */
	CODE_VERSION,		/* The database is of another version. */
	CODE_GO_ON = -1,	/* Of command_options(): nothing has ended. */
};

/* `--name VALUE` goes to text, a plain `--name` sets yes. */
struct option_row {
	const char	 *name;
	const char	**text;
	bool		 *yes;
	bool		  needed;
};				/* A table ends with a NULL name. */

/* Reads the options; --help prints the text and ends with CODE_OK. */
int	 command_options(int argc, char **argv, const struct option_row *,
	    const char *help) must_use;

/* A sentence for whoever typed the command. */
void	 command_say(const char *format, ...)
	    __attribute__((format(printf, 1, 2)));

/* The commands. */
int	 serve_main(int argc, char **argv);
int	 init_main(int argc, char **argv);
int	 migrate_main(int argc, char **argv);
int	 check_main(int argc, char **argv);
int	 settings_main(int argc, char **argv);
int	 recount_main(int argc, char **argv);

#endif
