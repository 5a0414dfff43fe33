/*
 * The help of a command, made from the table of its options.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/usage.h"

#define COLUMNS		79
#define HELP_COLUMN	22

/* "--to WHO", "[--to WHO]...", "WORDS", ... */
static const char *
word_of(struct arena *arena, const struct option_row *row)
{
	const char *name = row->word ? row->name : row->value == NULL ?
	    arena_print(arena, "--%s", row->name) :
	    arena_print(arena, "--%s %s", row->name, row->value);

	if (!row->needed)
		name = arena_print(arena, "[%s]", name);
	return row->list == NULL ? name : arena_print(arena, "%s...", name);
}

/* Options first, the configuration behind the others, then the words. */
static int
place_of(const struct option_row *row)
{
	return row->word ? 2 : strcmp(row->name, "config") == 0;
}

static void
print_line(struct arena *arena, const char *command,
    const struct option_row *rows)
{
	const char	*word;
	size_t		 column;

	printf("homeline %s", command);
	column = strlen("homeline ") + strlen(command);
	for (int place = 0; place < 3; place++)
		for (const struct option_row *r = rows; r->name != NULL; r++) {
			if (place_of(r) != place)
				continue;
			word = word_of(arena, r);
			if (column + 1 + strlen(word) > COLUMNS) {
				printf("\n       ");
				column = 7;
			}
			printf(" %s", word);
			column += 1 + strlen(word);
		}
	putchar('\n');
}

static void
print_option(struct arena *arena, const struct option_row *row)
{
	const char *name = row->word ? row->name :
	    arena_print(arena, "--%s%s%s", row->name,
	    row->value == NULL ? "" : " ", row->value == NULL ? "" :
	    row->value);

	if (row->help == NULL)
		return;
	if (strlen(name) + 4 > HELP_COLUMN)
		printf("  %s\n%*s%s\n", name, HELP_COLUMN, "", row->help);
	else
		printf("  %-*s%s\n", HELP_COLUMN - 2, name, row->help);
}

/* Each line of a text, with something before it. */
static void
print_lines(const char *before, const char *text)
{
	while (text != NULL && *text != '\0') {
		size_t length = strcspn(text, "\n");

		printf("%s%.*s\n", length > 0 ? before : "", (int)length,
		    text);
		text += length + (text[length] == '\n');
	}
}

int
usage_print(const char *command, const struct option_row *rows,
    const struct usage *usage)
{
	static const int order[] = { 2, 0, 1 };
	struct arena *arena = arena_new();

	print_line(arena, command, rows);
	putchar('\n');
	print_lines("", usage->text);
	if (rows->name != NULL)
		putchar('\n');
	for (size_t i = 0; i < COUNT(order); i++)
		for (const struct option_row *r = rows; r->name != NULL; r++)
			if (place_of(r) == order[i])
				print_option(arena, r);
	if (usage->example != NULL)
		puts("\nExample:");
	print_lines("  ", usage->example);
	printf("\nExit codes: %s.\n", usage->codes);
	arena_free(arena);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}

static void
describe(const struct option_row *row)
{
	printf("%s\t%s\t%s\t%s%s\t%s\n", row->word ? "word" : "option",
	    row->name, row->value == NULL ? "" : row->value,
	    row->needed ? "needed" : row->list == NULL ? "may" : "",
	    row->list == NULL ? "" : row->needed ? "-list" : "list",
	    row->help == NULL ? "" : row->help);
}

int
usage_describe(const char *command, const struct option_row *rows,
    const struct usage *usage)
{
	printf("command\t%s\n", command);
	for (int place = 0; place < 3; place++)
		for (const struct option_row *r = rows; r->name != NULL; r++)
			if (place_of(r) == place)
				describe(r);
	print_lines("text\t", usage->text);
	print_lines("example\t", usage->example);
	print_lines("codes\t", usage->codes);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}
