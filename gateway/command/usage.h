#ifndef GATEWAY_COMMAND_USAGE_H
#define GATEWAY_COMMAND_USAGE_H

/*
 * What --help prints, the same shape for every command: the usage, what it
 * does, the options, an example, the exit codes.  Both calls return an exit
 * code.
 */

#include "command/command.h"

int	 usage_print(const char *command, const struct option_row *,
	    const struct usage *);

/*
 * The same for the program that makes the completion and the manual, a line
 * for each thing, its parts separated by tabs:
 *
 *	option	NAME	VALUE	needed|may|list|needed-list	HELP
 *	word	NAME		...				HELP
 *	text|example|codes	LINE
 */
int	 usage_describe(const char *command, const struct option_row *,
	    const struct usage *);

#endif
