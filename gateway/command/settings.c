/*
 * `homeline settings`: all settings, as an example file or for the manual.
 * packaging/homeline.conf.example and a part of homeline.1 are made by it.
 */

#include <stdio.h>

#include "command/command.h"
#include "flow/settings.h"

static const struct usage usage = {
    "Prints all settings, as an example file.",
    "homeline settings > homeline.conf",
    "0 done, 1 it could not be written, 2 wrong options"
};

int
settings_main(int argc, char **argv)
{
	bool			manual = false;
	const struct option_row	rows[] = {
		{ .name = "manual", .yes = &manual,
		  .help = "as a part of the manual page" }, { .name = NULL },
	};
	int			code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	settings_print(stdout, manual);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}
