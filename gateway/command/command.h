#ifndef GATEWAY_COMMAND_COMMAND_H
#define GATEWAY_COMMAND_COMMAND_H

/*
 * The commands of the program, one in each file, and what they share: exit
 * codes and the reading of options.  This is the top floor; it may include
 * everything.
 *
 *	homeline COMMAND [--option VALUE] [WORD] ...
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
	CODE_STOPPED,		/* No gateway runs here to ask. */
	CODE_GO_ON = -1,	/* Of command_options(): nothing has ended. */
};

/* Values of an option that may be said again, or words. */
#define OPTION_MOST	100
struct option_list {
	const char	*list[OPTION_MOST];
	unsigned	 count;
};

/*
 * One thing a command takes.  `--name VALUE` goes to text or is added to
 * list, a plain `--name` sets yes.  A row with `word` is for a word without
 * an option before it: words go to these rows in their order; a list takes
 * all that are left.  A command without such a row takes no words.
 *
 * --config has a default for all commands: $HOMELINE_CONFIG, or
 * /etc/homeline/homeline.conf.
 */
struct option_row {
	const char		 *name;		/* A word's: "ID". */
	const char		 *value;	/* "FILE", or of yes NULL. */
	const char		 *help;		/* Half a line, no full stop. */
	const char		**text;
	bool			 *yes;
	struct option_list	 *list;
	bool			  needed, word;
};				/* A table ends with a NULL name. */

#define CONFIG_ROW(variable) \
	{ .name = "config", .value = "FILE", .text = (variable), \
	  .help = "the configuration, $HOMELINE_CONFIG unless given" }

#define AS_ROW(variable, what) \
	{ .name = "as", .value = "NAME", .text = (variable), .help = (what) }
#define JSON_ROW(variable) \
	{ .name = "json", .yes = (variable), \
	  .help = "print what the gateway answered, as it came" }

/* What --help says beside the usage and the options, which are made from the
 * table.  text: what it does, in lines; example: a line or several. */
struct usage {
	const char	*text, *example, *codes;
};

/* The codes of commands that ask the gateway (ask.h). */
#define CODES_ASK	"0 done, 1 it could not be done, 2 the command line " \
			"is wrong,\n3 the configuration is, 6 no gateway runs " \
			"here"

/* Reads the options; --help prints and ends with CODE_OK, and so does
 * --describe, which is for the maker of completion and manual. */
int	 command_options(int argc, char **argv, const struct option_row *,
	    const struct usage *) must_use;

/* A sentence for whoever typed the command. */
void	 command_say(const char *format, ...)
	    __attribute__((format(printf, 1, 2)));

/* The commands. */
int	 serve_main(int argc, char **argv);
int	 init_main(int argc, char **argv);
int	 migrate_main(int argc, char **argv);
int	 check_main(int argc, char **argv);
int	 settings_main(int argc, char **argv);
int	 text_main(int argc, char **argv);
int	 backup_main(int argc, char **argv);
int	 restore_main(int argc, char **argv);
int	 recount_main(int argc, char **argv);
int	 sample_main(int argc, char **argv);
int	 send_main(int argc, char **argv);
int	 inbox_main(int argc, char **argv);
int	 talk_main(int argc, char **argv);
int	 reply_main(int argc, char **argv);
int	 sent_main(int argc, char **argv);
int	 cancel_main(int argc, char **argv);
int	 report_main(int argc, char **argv);
int	 status_main(int argc, char **argv);
int	 contact_main(int argc, char **argv);
int	 contacts_main(int argc, char **argv);
int	 user_main(int argc, char **argv);
int	 held_main(int argc, char **argv);
int	 hours_main(int argc, char **argv);
int	 office_main(int argc, char **argv);
int	 templates_main(int argc, char **argv);
int	 practice_main(int argc, char **argv);
int	 live_main(int argc, char **argv);
int	 numbers_main(int argc, char **argv);
int	 hand_over_main(int argc, char **argv);
int	 import_main(int argc, char **argv);
int	 mail_in_main(int argc, char **argv);	/* Exits as sysexits.h says. */

#endif
