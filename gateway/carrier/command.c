/*
 * `homeline carrier`: the carrier as a program of its own.
 */

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/zone.h"
#include "carrier/carrier.h"
#include "net/loop.h"

#define TOKEN_MOST	256

static const char help[] =
    "homeline carrier: a simulated carrier that speaks Twilio's contract\n"
    "\n"
    "  --port N              listen on this port (8081; 0: any)\n"
    "  --listen ADDRESS      on this address (127.0.0.1); elsewhere than on\n"
    "                        loopback the page and the control API are off\n"
    "  --hook URL            where replies of phones go\n"
    "  --account-sid SID     AC and 32 hexadecimal digits\n"
    "  --auth-token TOKEN    the key of the account, which also signs\n"
    "  --auth-token-file F   the same, from the first line of a file\n"
    "  --smtp-port N         take mail by SMTP, on 127.0.0.1, too (0: any)\n"
    "  --mail-program WORDS  run for each mail a mailbox writes: the mail is\n"
    "                        its input, and --to RECIPIENT is added, such as\n"
    "                        \"homeline mail-in --config FILE\"\n"
    "  --record FILE         keep a journal, and go on from it\n"
    "  --at TIME             begin at that time, \"2026-12-08 10:05\"\n"
    "  --zone ZONE           of that time, and of those on the page; UTC\n"
    "                        without --at, or else America/New_York\n"
    "  --clock FILE          share the clock by this file with `homeline\n"
    "                        serve`; the page can set it ahead\n"
    "  --desk FILE           show some phones and mailboxes by name, side by\n"
    "                        side (gateway/carrier/desk.h)\n"
    "  --once                never try a webhook again\n"
    "  --quiet               say nothing but errors\n"
    "  --help\n"
    "\n"
    "SIGTERM and SIGINT end it.  Exit codes: 0 ended as asked, 64 wrong\n"
    "options, 69 cannot listen or cannot read a file.\n";

enum option_name {
	OPT_PORT = 1, OPT_LISTEN, OPT_HOOK, OPT_SID, OPT_TOKEN,
	OPT_TOKEN_FILE, OPT_RECORD, OPT_AT, OPT_ZONE, OPT_ONCE, OPT_QUIET,
	OPT_HELP, OPT_SMTP_PORT, OPT_MAIL_PROGRAM, OPT_CLOCK, OPT_DESK,
};

static const struct option options[] = {
	{ "port", required_argument, NULL, OPT_PORT },
	{ "listen", required_argument, NULL, OPT_LISTEN },
	{ "hook", required_argument, NULL, OPT_HOOK },
	{ "account-sid", required_argument, NULL, OPT_SID },
	{ "auth-token", required_argument, NULL, OPT_TOKEN },
	{ "auth-token-file", required_argument, NULL, OPT_TOKEN_FILE },
	{ "record", required_argument, NULL, OPT_RECORD },
	{ "at", required_argument, NULL, OPT_AT },
	{ "zone", required_argument, NULL, OPT_ZONE },
	{ "clock", required_argument, NULL, OPT_CLOCK },
	{ "desk", required_argument, NULL, OPT_DESK },
	{ "once", no_argument, NULL, OPT_ONCE },
	{ "quiet", no_argument, NULL, OPT_QUIET },
	{ "smtp-port", required_argument, NULL, OPT_SMTP_PORT },
	{ "mail-program", required_argument, NULL, OPT_MAIL_PROGRAM },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

struct command {
	struct carrier_plan	 plan;
	struct arena		*arena;
	const char		*address, *port, *smtp_port, *at, *zone, *clock;
	struct zone		*own;		/* Opened here; or NULL. */
	bool			 quiet, help;
	const char		*wrong;		/* A sentence. */
};

static void
read_token(struct command *cmd, const char *path)
{
	FILE	*file = fopen(path, "r");
	char	 line[TOKEN_MOST];

	if (file == NULL || fgets(line, sizeof line, file) == NULL)
		cmd->wrong = "The file of --auth-token-file cannot be read.";
	else {
		line[strcspn(line, "\r\n")] = '\0';
		cmd->plan.auth_token = arena_text(cmd->arena, line);
	}
	if (file != NULL)
		(void)fclose(file);
}

static void
read_option(struct command *cmd, int name)
{
	switch (name) {
	case OPT_PORT:
		cmd->port = optarg;
		break;
	case OPT_LISTEN:
		cmd->address = optarg;
		break;
	case OPT_HOOK:
		cmd->plan.hook = optarg;
		break;
	case OPT_SID:
		cmd->plan.account_sid = optarg;
		break;
	case OPT_TOKEN:
		cmd->plan.auth_token = optarg;
		break;
	case OPT_TOKEN_FILE:
		read_token(cmd, optarg);
		break;
	case OPT_RECORD:
		cmd->plan.record = optarg;
		break;
	case OPT_AT:
		cmd->at = optarg;
		break;
	case OPT_ZONE:
		cmd->zone = optarg;
		break;
	case OPT_CLOCK:
		cmd->clock = optarg;
		break;
	case OPT_DESK:
		cmd->plan.desk = optarg;
		break;
	case OPT_SMTP_PORT:
		cmd->smtp_port = optarg;
		break;
	case OPT_MAIL_PROGRAM:
		cmd->plan.mail_program = optarg;
		break;
	case OPT_ONCE:
		cmd->plan.once = true;
		break;
	case OPT_QUIET:
		cmd->quiet = true;
		break;
	case OPT_HELP:
		cmd->help = true;
		break;
	default:
		cmd->wrong = "homeline carrier --help names the options.";
	}
}

/* Its own clock, like that of a sample district's gateway. */
static void
set_clock(struct command *cmd)
{
	const char	*why;
	int64_t		 time;

	cmd->own = zone_open(cmd->zone != NULL ? cmd->zone :
	    "America/New_York", &why);
	cmd->plan.zone = cmd->own;
	if (cmd->own == NULL)
		cmd->wrong = "--zone is the name of a time zone, such as "
		    "America/New_York.";
	else if (cmd->clock != NULL && !clock_share(cmd->clock))
		cmd->wrong = "The file of --clock cannot be used.";
	else if (cmd->at == NULL)
		return;
	else if (!zone_read(cmd->own, cmd->at, &time))
		cmd->wrong = "--at is a time such as \"2026-12-08 10:05\".";
	else
		clock_shift(time - clock_true());
}

static bool
good_sid(const char *sid)
{
	return sid == NULL || (strncmp(sid, "AC", 2) == 0 &&
	    strlen(sid) == 34 &&
	    strspn(sid + 2, "0123456789abcdefABCDEF") == 32);
}

/* What is wrong when the text is none is said as that sentence. */
static unsigned
read_port(struct command *cmd, const char *text, const char *wrong)
{
	char		*end;
	unsigned long	 port = strtoul(text, &end, 10);

	if (*end != '\0' || text[0] == '-' || port > 65535)
		cmd->wrong = wrong;
	return (unsigned)port;
}

static void
read_command(struct command *cmd, int argc, char **argv)
{
	unsigned	 port;
	int		 name;

	optind = 0;			/* main has read its own before. */
	while ((name = getopt_long(argc, argv, "", options, NULL)) != -1)
		read_option(cmd, name);
	port = read_port(cmd, cmd->port, "--port is a number up to 65535.");
	cmd->plan.smtp = cmd->smtp_port != NULL;
	if (cmd->plan.smtp)
		cmd->plan.smtp_port = read_port(cmd, cmd->smtp_port,
		    "--smtp-port is a number up to 65535.");
	if (!good_sid(cmd->plan.account_sid))
		cmd->wrong = "--account-sid is AC and 32 hexadecimal digits.";
	if (optind < argc)
		cmd->wrong = "homeline carrier --help names the options.";
	cmd->plan.clock = cmd->clock != NULL;
	if ((cmd->at != NULL || cmd->zone != NULL || cmd->clock != NULL) &&
	    cmd->wrong == NULL)
		set_clock(cmd);
	cmd->plan.listen = strncmp(cmd->address, "unix:", 5) == 0 ?
	    cmd->address : arena_print(cmd->arena,
	    strchr(cmd->address, ':') != NULL && cmd->address[0] != '[' ?
	    "[%s]:%u" : "%s:%u", cmd->address, port);
}

static void
stop(void *loop)
{
	loop_stop(loop);
}

static void
greet(const struct command *cmd, const struct carrier *c)
{
	if (cmd->quiet)
		return;
	if (strncmp(cmd->plan.listen, "unix:", 5) == 0)
		printf("Simulated carrier is ready: %s\n", cmd->plan.listen);
	else
		printf("Simulated carrier is ready: http://%.*s:%u\n",
		    (int)(strrchr(cmd->plan.listen, ':') -
		    cmd->plan.listen), cmd->plan.listen, carrier_port(c));
	printf("account sid: %s\n", cmd->plan.account_sid != NULL ?
	    cmd->plan.account_sid : CARRIER_SID);
	if (cmd->plan.smtp)
		printf("mail: smtp://127.0.0.1:%u\n", carrier_smtp_port(c));
	if (cmd->plan.auth_token == NULL)
		printf("auth token: %s\n", CARRIER_TOKEN);
	(void)fflush(stdout);
}

static int
serve(const struct command *cmd)
{
	struct loop	*loop = loop_new();
	const char	*why;
	struct carrier	*c = carrier_open(loop, &cmd->plan, &why);

	if (c == NULL) {
		(void)fprintf(stderr, "homeline carrier: %s\n", why);
		loop_free(loop);
		return EX_UNAVAILABLE;
	}
	loop_signal(loop, SIGTERM, stop, loop);
	loop_signal(loop, SIGINT, stop, loop);
	greet(cmd, c);
	loop_run(loop);
	carrier_close(c);
	loop_free(loop);
	return EX_OK;
}

int
carrier_main(int argc, char **argv)
{
	struct command	 cmd = {
		.arena = arena_new(), .address = "127.0.0.1", .port = "8081",
	};
	int		 code = EX_OK;

	log_level(LOG_LEVEL_WARN);
	read_command(&cmd, argc, argv);
	if (cmd.wrong != NULL) {
		(void)fprintf(stderr, "homeline carrier: %s\n", cmd.wrong);
		code = EX_USAGE;
	} else if (cmd.help)
		(void)fputs(help, stdout);
	else
		code = serve(&cmd);
	zone_close(cmd.own);
	arena_free(cmd.arena);
	return code;
}
