/*
 * `homeline translator`: the simulated translator as a program of its own.
 */

#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/log.h"
#include "carrier/phrases.h"
#include "carrier/translator.h"
#include "net/loop.h"

static const char help[] =
    "homeline translator: a simulated translator that speaks LibreTranslate's\n"
    "API from a phrase book, and refuses what the book does not have\n"
    "\n"
    "  --phrases FILE        the phrase book (gateway/carrier/phrases.h)\n"
    "  --port N              listen on this port of 127.0.0.1 (8082; 0: any)\n"
    "  --quiet               say nothing but errors\n"
    "  --help\n"
    "\n"
    "SIGTERM and SIGINT end it.  Exit codes: 0 ended as asked, 64 wrong\n"
    "options, 69 cannot listen or cannot read the book.\n";

static const struct option options[] = {
	{ "phrases", required_argument, NULL, 'f' },
	{ "port", required_argument, NULL, 'p' },
	{ "quiet", no_argument, NULL, 'q' },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

struct command {
	const char	*phrases;
	unsigned	 port;
	bool		 quiet, help;
	const char	*wrong;		/* A sentence. */
};

static void
read_port(struct command *cmd)
{
	char		*end;
	unsigned long	 port = strtoul(optarg, &end, 10);

	if (*end != '\0' || *optarg == '-' || port > 65535)
		cmd->wrong = "--port is a number up to 65535.";
	cmd->port = (unsigned)port;
}

static void
read_command(struct command *cmd, int argc, char **argv)
{
	int name;

	optind = 0;			/* main has read its own before. */
	while ((name = getopt_long(argc, argv, "", options, NULL)) != -1)
		if (name == 'f')
			cmd->phrases = optarg;
		else if (name == 'p')
			read_port(cmd);
		else if (name == 'q')
			cmd->quiet = true;
		else if (name == 'h')
			cmd->help = true;
		else
			cmd->wrong = "homeline translator --help names the "
			    "options.";
	if (optind < argc)
		cmd->wrong = "homeline translator --help names the options.";
	if (cmd->wrong == NULL && !cmd->help && cmd->phrases == NULL)
		cmd->wrong = "--phrases has to name a phrase book.";
}

static void
stop(void *loop)
{
	loop_stop(loop);
}

static int
fail(const char *why)
{
	(void)fprintf(stderr, "homeline translator: %s\n", why);
	return EX_UNAVAILABLE;
}

static int
run(const struct command *cmd, const struct phrases *phrases)
{
	struct loop		*loop = loop_new();
	struct translator_peer	*t;
	const char		*why;
	char			 listen[32];

	(void)snprintf(listen, sizeof listen, "127.0.0.1:%u", cmd->port);
	t = translator_open(loop, listen, phrases, &why);
	if (t == NULL) {
		loop_free(loop);
		return fail(why);
	}
	loop_signal(loop, SIGTERM, stop, loop);
	loop_signal(loop, SIGINT, stop, loop);
	if (!cmd->quiet)
		printf("Simulated translator is ready: http://127.0.0.1:%u\n",
		    translator_port(t));
	(void)fflush(stdout);
	loop_run(loop);
	translator_close(t);
	loop_free(loop);
	return EX_OK;
}

static int
serve(const struct command *cmd)
{
	const char	*why;
	struct phrases	*phrases = phrases_read(cmd->phrases, &why);
	int		 code;

	if (phrases == NULL)
		return fail(why);
	code = run(cmd, phrases);
	phrases_free(phrases);
	return code;
}

int
translator_main(int argc, char **argv)
{
	struct command	 cmd = { .port = 8082 };

	log_level(LOG_LEVEL_WARN);
	read_command(&cmd, argc, argv);
	if (cmd.wrong != NULL) {
		(void)fprintf(stderr, "homeline translator: %s\n", cmd.wrong);
		return EX_USAGE;
	}
	if (!cmd.help)
		return serve(&cmd);
	(void)fputs(help, stdout);
	return EX_OK;
}
