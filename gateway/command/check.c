/*
 * `homeline check`: is the configuration right?  Each problem is a line with
 * the file, its line, what is wrong and what to do.
 */

#include <stdio.h>

#include "base/locale.h"
#include "command/command.h"
#include "command/ground.h"

#define WHY_SIZE	512

static const struct usage usage = {
    "Is the configuration right? Prints every problem with its line and what\n"
    "to do. Nothing is changed.",
    "homeline check --config /etc/homeline/homeline.conf",
    "0 all is well, 2 wrong options, 3 there are problems"
};

static int
check_locales(const struct ground *g)
{
	const char	*folder = g->configured.settings.locales;
	char		 why[WHY_SIZE];
	struct locales	*locales = locales_open(folder, why, sizeof why);

	if (locales == NULL)
		fprintf(stderr, "%s: locales: %s\n", g->config.path, why);
	else
		printf("%s: all is well, accounts=%u\n", g->config.path,
		    g->configured.count);
	locales_close(locales);
	return locales == NULL ? CODE_CONFIG : CODE_OK;
}

int
check_main(int argc, char **argv)
{
	const char		*config = NULL;
	const struct option_row	 rows[] = {
		CONFIG_ROW(&config), { .name = NULL },
	};
	struct ground		 g;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	code = ground_config(&g, config);
	if (code == CODE_OK)
		code = check_locales(&g);
	ground_free(&g);
	return code;
}
