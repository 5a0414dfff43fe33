/*
 * Commands of two words.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/command.h"
#include "command/verb.h"

static int
list(const char *command, const struct verb *verbs, const char *text)
{
	printf("homeline %s %s\n\n%s\n\n", command,
	    *verbs->name == '\0' ? "[WORD ...]" : "WORD ...", text);
	for (; verbs->name != NULL; verbs++)
		printf("  homeline %s %-9s %s\n", command, verbs->name,
		    verbs->help);
	printf("\n`homeline %s WORD --help` says more.\n", command);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}

/* What the first word takes alone, and then its verbs. */
static int
describe(int argc, char **argv, const struct verb *verbs, const char *text)
{
	const struct verb	*v = verbs;
	size_t			 length;

	while (v->name != NULL && *v->name != '\0')
		v++;
	if (v->name != NULL)
		(void)v->run(argc, argv);
	else
		printf("command\t%s\n", argv[0]);
	for (; v->name == NULL && *text != '\0'; text += length) {
		length = strcspn(text, "\n");
		printf("text\t%.*s\n", (int)length, text);
		length += text[length] == '\n';
	}
	for (; verbs->name != NULL; verbs++)
		if (*verbs->name != '\0')
			printf("verb\t%s\t%s\n", verbs->name, verbs->help);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}

/* The verb is a part of the name the others print. */
static int
run(const struct verb *verb, int argc, char **argv)
{
	struct arena	*arena = arena_new();
	int		 code;

	if (*verb->name != '\0') {
		argv[1] = arena_print(arena, "%s %s", argv[0], argv[1]);
		argc--;
		argv++;
	}
	code = verb->run(argc, argv);
	arena_free(arena);
	return code;
}

int
verb_run(int argc, char **argv, const struct verb *verbs, const char *text)
{
	const char *word = argc > 1 && argv[1][0] != '-' ? argv[1] : "";

	if (argc > 1 && strcmp(argv[1], "--help") == 0)
		return list(argv[0], verbs, text);
	if (argc > 1 && strcmp(argv[1], "--describe") == 0)
		return describe(argc, argv, verbs, text);
	for (const struct verb *v = verbs; v->name != NULL; v++)
		if (strcmp(v->name, word) == 0)
			return run(v, argc, argv);
	if (*word == '\0')
		command_say("%s: a word is missing. Try `homeline %s "
		    "--help`.", argv[0], argv[0]);
	else
		command_say("%s: there is no \"%s\". Try `homeline %s "
		    "--help`.", argv[0], word, argv[0]);
	return CODE_USAGE;
}
