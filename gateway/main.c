/*
 * The program: a name, and the command it stands for.
 */

#include <sys/prctl.h>
#include <sys/resource.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "carrier/carrier.h"
#include "carrier/translator.h"
#include "command/command.h"

#ifndef HOMELINE_VERSION
#define HOMELINE_VERSION "unknown"
#endif

/* A row without a name begins a group. */
static const struct {
	const char	*name;
	int		(*run)(int argc, char **argv);
	const char	*help;
} commands[] = {
	{ NULL, NULL, "Every day" },
	{ "send", send_main, "write to families" },
	{ "inbox", inbox_main, "who needs an answer" },
	{ "talk", talk_main, "one conversation, both directions" },
	{ "reply", reply_main, "answer in a conversation" },
	{ "sent", sent_main, "what was sent, and what became of it" },
	{ "cancel", cancel_main, "take back what was not sent yet" },
	{ "report", report_main, "the figures" },
	{ NULL, NULL, "In the office" },
	{ "contact", contact_main, "a number: what is known, and enter" },
	{ "contacts", contacts_main, "who cannot be reached by text" },
	{ "held", held_main, "texts that may mean stop" },
	{ "hand-over", hand_over_main, "give a conversation to others" },
	{ NULL, NULL, "For who runs a district" },
	{ "import", import_main, "a roster goes in" },
	{ "user", user_main, "the staff: seats, absences, keys" },
	{ "numbers", numbers_main, "the numbers families are texted from" },
	{ "office", office_main, "whom families may call" },
	{ "hours", hours_main, "when each kind of message goes" },
	{ "templates", templates_main, "the templates a district begins with" },
	{ "practice", practice_main, "whom practice really reaches" },
	{ "live", live_main, "end practice, for good" },
	{ NULL, NULL, "For who runs the gateway" },
	{ "serve", serve_main, "run the gateway" },
	{ "status", status_main, "how the gateway is" },
	{ "init", init_main, "make the database, and load a district" },
	{ "check", check_main, "is the configuration right?" },
	{ "text", text_main, "how a text travels as SMS, and what it costs" },
	{ "settings", settings_main, "print all settings as an example" },
	{ "migrate", migrate_main, "bring the database to this version" },
	{ "backup", backup_main, "copy the database while it is served" },
	{ "restore", restore_main, "put a backup back" },
	{ "mail-in", mail_in_main, "a mail server brings a mail" },
	{ "recount", recount_main, "count again, and compare" },
	{ NULL, NULL, "To try it" },
	{ "carrier", carrier_main, "a simulated carrier, to try things" },
	{ "translator", translator_main,
	    "a simulated translator, to try things" },
	{ "sample", sample_main, "play the history of a sample district" },
};

/* What families write, and secrets, are not for a file that a crash leaves
 * behind, nor for the program that the kernel may hand it to. */
static void
leave_no_cores(void)
{
	const struct rlimit none = { 0, 0 };

	(void)setrlimit(RLIMIT_CORE, &none);
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

static int
usage(FILE *out, int code)
{
	fputs("homeline: messages between schools and families\n\n", out);
	for (size_t i = 0; i < COUNT(commands); i++)
		if (commands[i].name == NULL)
			fprintf(out, "%s%s:\n", i == 0 ? "" : "\n",
			    commands[i].help);
		else
			fprintf(out, "  homeline %-10s %s\n",
			    commands[i].name, commands[i].help);
	fputs("\n`homeline COMMAND --help` says more, homeline(1) all.\n",
	    out);
	return code;
}

/* For packaging/commands. */
static int
describe(void)
{
	for (size_t i = 0; i < COUNT(commands); i++)
		if (commands[i].name != NULL)
			printf("%s\t%s\n", commands[i].name,
			    commands[i].help);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}

/* What nobody could be told was not done well: a full disk, for one. */
static int
told(int code)
{
	if (code != CODE_OK || (fflush(stdout) == 0 && !ferror(stdout)))
		return code;
	if (errno != EPIPE)
		command_say("standard output cannot be written: %s.",
		    strerror(errno));
	return CODE_FAILED;
}

static int
run(int argc, char **argv)
{
	if (argc < 2)
		return usage(stderr, CODE_USAGE);
	if (strcmp(argv[1], "--help") == 0)
		return usage(stdout, CODE_OK);
	if (strcmp(argv[1], "--version") == 0) {
		puts("homeline " HOMELINE_VERSION);
		return CODE_OK;
	}
	if (strcmp(argv[1], "--describe") == 0)
		return describe();
	for (size_t i = 0; i < COUNT(commands); i++)
		if (commands[i].name != NULL &&
		    strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 1, argv + 1);
	command_say("there is no command %s. Try `homeline --help`.",
	    argv[1]);
	return CODE_USAGE;
}

int
main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	log_journal();
	leave_no_cores();
	return told(run(argc, argv));
}
