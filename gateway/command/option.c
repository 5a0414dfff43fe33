/*
 * Options of a command: --name VALUE, --name=VALUE or --name.
 */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "command/command.h"

void
command_say(const char *format, ...)
{
	va_list values;

	fputs("homeline: ", stderr);
	va_start(values, format);
	vfprintf(stderr, format, values);
	va_end(values);
	fputc('\n', stderr);
}

/* The row of "--name" or "--name=VALUE", and where a value begins. */
static const struct option_row *
row_of(const struct option_row *rows, const char *word, const char **value)
{
	size_t length = strcspn(word, "=");

	*value = word[length] == '=' ? word + length + 1 : NULL;
	if (strncmp(word, "--", 2) != 0)
		return NULL;
	for (; rows->name != NULL; rows++)
		if (strlen(rows->name) == length - 2 &&
		    memcmp(rows->name, word + 2, length - 2) == 0)
			return rows;
	return NULL;
}

static int
complain(const char *command, const char *what, const char *word)
{
	command_say("%s: %s%s. Try `homeline %s --help`.", command, what,
	    word, command);
	return CODE_USAGE;
}

/* Takes what argv[*i] says, and its value from the next word. */
static int
take(int argc, char **argv, int *i, const struct option_row *rows)
{
	const char *value, *word = argv[*i];
	const struct option_row *row = row_of(rows, word, &value);

	if (row == NULL)
		return complain(argv[0], "there is no option ", word);
	if (row->yes != NULL) {
		if (value != NULL)
			return complain(argv[0], "no value belongs to ", word);
		*row->yes = true;
		return CODE_GO_ON;
	}
	if (value == NULL && *i + 1 < argc)
		value = argv[++*i];
	if (value == NULL || *value == '\0')
		return complain(argv[0], "a value is missing after ", word);
	*row->text = value;
	return CODE_GO_ON;
}

int
command_options(int argc, char **argv, const struct option_row *rows,
    const char *help)
{
	int code;

	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0) {
			fputs(help, stdout);
			return CODE_OK;
		}
	for (int i = 1; i < argc; i++)
		if ((code = take(argc, argv, &i, rows)) != CODE_GO_ON)
			return code;
	for (; rows->name != NULL; rows++)
		if (rows->needed && *rows->text == NULL)
			return complain(argv[0], "this option is missing: --",
			    rows->name);
	return CODE_GO_ON;
}
