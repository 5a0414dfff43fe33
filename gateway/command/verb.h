#ifndef GATEWAY_COMMAND_VERB_H
#define GATEWAY_COMMAND_VERB_H

/*
 * Commands of two words: `homeline contact stop`.  Each verb has options and
 * a help of its own; `homeline contact --help` lists them.  A verb whose name
 * is "" is what the first word does alone.
 *
 * --describe without a verb prints what the first word takes alone, and a line
 * for each verb, for the maker of completion and manual (usage.h):
 *
 *	verb	NAME	HELP
 */

struct verb {
	const char	*name;
	int		(*run)(int argc, char **argv);
	const char	*help;
};				/* A table ends with a NULL name. */

/* Runs the verb of argv[1]; an exit code.  text: what the command is for, two
 * or three lines. */
int	 verb_run(int argc, char **argv, const struct verb *,
	    const char *text);

#endif
