#ifndef GATEWAY_COMMAND_DESK_H
#define GATEWAY_COMMAND_DESK_H

/*
 * What the commands of office and operator share: one question to the
 * gateway, and its answer as it came (--json) or in words.
 *
 *	struct desk d = { .config = NULL };
 *	... command_options() with DESK_ROWS(&d) ...
 *	if ((code = desk_open(&d)) == CODE_OK &&
 *	    (code = desk_post(&d, path, body)) == CODE_OK &&
 *	    !desk_printed(&d, &code))
 *		printf(...)
 *	return desk_close(&d, code);
 */

#include <jansson.h>

#include <stdbool.h>

#include "command/here.h"

struct desk {
	struct here		 here;
	const char		*config, *as;
	bool			 json;
	struct ask_answer	 answer;
};

#define DESK_ROWS(desk) JSON_ROW(&(desk)->json), CONFIG_ROW(&(desk)->config)
#define WHO_ROW(desk)							\
	{ .name = "as", .value = "NAME", .text = &(desk)->as,		\
	  .needed = true, .help = "the member of staff who does this" }

/* Calls return exit codes; what is wrong was said. */
int	 desk_open(struct desk *) must_use;
int	 desk_get(struct desk *, const char *path) must_use;
int	 desk_post(struct desk *, const char *path, json_t *body)
	    must_use;		/* The body is used up; it may be NULL. */
int	 desk_close(struct desk *, int code);	/* Returns the code. */

/* True: the answer was printed as it came, as --json asks. */
bool	 desk_printed(struct desk *, int *code) must_use;

/* A command that takes no words: asks for a path, and says its answer. */
int	 desk_list(int argc, char **argv, const struct usage *,
	    const char *path, void (*say)(struct desk *));

/* The path with its values, in the arena of the command. */
const char *desk_path(struct desk *, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

/* A member of the answer or of an object in it, fit for a terminal; "". */
const char *desk_text(struct desk *, const json_t *object, const char *name);

/* The name in {"school": {"id", "name"}}; "". */
const char *desk_name(struct desk *, const json_t *object, const char *name);

/* "Spanish (es-US)" */
const char *desk_language(struct desk *, const char *tag);

/* "student" or "students" */
const char *desk_many(long long n, const char *one, const char *many);

/* Whole numbers of an object; 0 when there is none. */
long long desk_number(const json_t *object, const char *name);

/* Members of a body; NULL is left out. */
void	 desk_put(json_t *body, const char *name, const char *text);
void	 desk_flag(json_t *body, const char *name, bool);

#endif
