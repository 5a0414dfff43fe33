/*
 * Options of a command: --name VALUE, --name=VALUE or --name, and words.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "command/command.h"
#include "command/table.h"
#include "command/usage.h"

#define CONFIG		"/etc/homeline/homeline.conf"

void
command_say(const char *format, ...)
{
	struct arena	*arena = arena_new();
	va_list		 values;

	va_start(values, format);
	fprintf(stderr, "%shomeline: %s\n", log_mark(LOG_LEVEL_ERROR),
	    table_clean(arena, arena_vprint(arena, format, values)));
	va_end(values);
	arena_free(arena);
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
		if (!rows->word && strlen(rows->name) == length - 2 &&
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

static bool
add(struct option_list *list, const char *value)
{
	if (list->count == OPTION_MOST)
		return false;
	list->list[list->count++] = value;
	return true;
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
	if (row->list != NULL)
		return add(row->list, value) ? CODE_GO_ON :
		    complain(argv[0], "too often: ", word);
	*row->text = value;
	return CODE_GO_ON;
}

/* A word goes to the first row that has room for it. */
static int
take_word(char **argv, const char *word, const struct option_row *rows)
{
	for (; rows->name != NULL; rows++) {
		if (!rows->word)
			continue;
		if (rows->list != NULL && add(rows->list, word))
			return CODE_GO_ON;
		if (rows->list == NULL && *rows->text == NULL) {
			*rows->text = word;
			return CODE_GO_ON;
		}
	}
	return complain(argv[0], "there is a word too much: ", word);
}

static bool
missing(const struct option_row *row)
{
	return row->needed && (row->list != NULL ? row->list->count == 0 :
	    *row->text == NULL);
}

/* Whether what was typed is text; the name of a file may be any bytes. */
static bool
is_text(const struct option_row *row)
{
	const char *kind = row->word ? row->name : row->value;

	if (row->yes != NULL || (kind != NULL && strcmp(kind, "FILE") == 0))
		return true;
	for (unsigned i = 0; row->list != NULL && i < row->list->count; i++)
		if (!text_valid(row->list->list[i],
		    strlen(row->list->list[i])))
			return false;
	return row->list != NULL || *row->text == NULL ||
	    text_valid(*row->text, strlen(*row->text));
}

/* What has a default, what may not be missing, and what is no text. */
static int
complete(const char *command, const struct option_row *rows)
{
	const char *config = getenv("HOMELINE_CONFIG");

	for (; rows->name != NULL; rows++) {
		if (strcmp(rows->name, "config") == 0 && *rows->text == NULL)
			*rows->text = config != NULL && *config != '\0' ?
			    config : CONFIG;
		if (missing(rows))
			return complain(command, rows->word ?
			    "this is missing: " : "this option is missing: --",
			    rows->name);
		if (!is_text(rows))
			return complain(command, "this is not UTF-8: ",
			    rows->name);
	}
	return CODE_GO_ON;
}

static bool
is_option(const char *word, bool all_words)
{
	return !all_words && word[0] == '-' && word[1] != '\0';
}

int
command_options(int argc, char **argv, const struct option_row *rows,
    const struct usage *usage)
{
	bool all_words = false;
	int code = CODE_GO_ON;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--help") == 0)
			return usage_print(argv[0], rows, usage);
		if (strcmp(argv[i], "--describe") == 0)
			return usage_describe(argv[0], rows, usage);
	}
	for (int i = 1; i < argc && code == CODE_GO_ON; i++) {
		if (strcmp(argv[i], "--") == 0 && !all_words)
			all_words = true;
		else if (is_option(argv[i], all_words))
			code = take(argc, argv, &i, rows);
		else
			code = take_word(argv, argv[i], rows);
	}
	return code == CODE_GO_ON ? complete(argv[0], rows) : code;
}
