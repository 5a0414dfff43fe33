/*
 * `homeline migrate`: brings the database to the version of this program.
 */

#include <sys/stat.h>

#include <stdio.h>

#include "command/command.h"
#include "command/ground.h"
#include "store/schema.h"

static const struct usage usage = {
    "Brings the database to the version of this program. Each version is\n"
    "applied whole or not at all. It is refused while a node serves the\n"
    "database.",
    "homeline migrate --config /etc/homeline/homeline.conf",
    "0 done, 1 failed, 2 wrong options, 3 wrong configuration,\n"
    "4 a node serves, 5 the database is of a newer version"
};

static int
migrate(struct ground *g)
{
	int		 before = schema_version(g->db);
	const char	*why;
	int		 code;

	if (before > schema_needed())
		return ground_version(g);
	if ((code = ground_alone(g)) != CODE_OK)
		return code;
	if (!schema_migrate(g->db, &why)) {
		command_say("the database is as it was: %s.", why);
		return CODE_FAILED;
	}
	printf("The database is of version %d", schema_needed());
	printf(before == schema_needed() ? ", as it was.\n" : " now.\n");
	return CODE_OK;
}

int
migrate_main(int argc, char **argv)
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
	umask(077);
	if ((code = ground_config(&g, config)) == CODE_OK &&
	    (code = ground_lock(&g, false)) == CODE_OK &&
	    (code = ground_open(&g, true)) == CODE_OK)
		code = migrate(&g);
	ground_free(&g);
	return code;
}
