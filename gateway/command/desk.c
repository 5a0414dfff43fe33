/*
 * Questions of the desk.
 */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "command/desk.h"
#include "command/table.h"

int
desk_open(struct desk *d)
{
	return here_open(&d->here, d->config, d->as);
}

static int
question(struct desk *d, const char *method, const char *path, json_t *body)
{
	ask_free(&d->answer);
	return ask(&d->here.ground, &(struct ask_question){
	    .method = method, .path = path, .body = body, .as = d->here.as },
	    &d->answer);
}

int
desk_get(struct desk *d, const char *path)
{
	return question(d, "GET", path, NULL);
}

int
desk_post(struct desk *d, const char *path, json_t *body)
{
	int code = question(d, "POST", path, body);

	json_decref(body);
	return code;
}

int
desk_close(struct desk *d, int code)
{
	ask_free(&d->answer);
	here_close(&d->here);
	return code;
}

bool
desk_printed(struct desk *d, int *code)
{
	if (d->json)
		*code = ask_print(&d->answer);
	return d->json;
}

int
desk_list(int argc, char **argv, const struct usage *usage,
    const char *path, void (*say)(struct desk *))
{
	struct desk		 d = { .config = NULL };
	const struct option_row	 rows[] = { DESK_ROWS(&d),
				    { .name = NULL } };
	int			 code;

	code = command_options(argc, argv, rows, usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = desk_get(&d, path)) == CODE_OK &&
	    !desk_printed(&d, &code))
		say(&d);
	return desk_close(&d, code);
}

const char *
desk_path(struct desk *d, const char *format, ...)
{
	const char	*path;
	va_list		 values;

	va_start(values, format);
	path = arena_vprint(d->here.ground.arena, format, values);
	va_end(values);
	return path;
}

const char *
desk_text(struct desk *d, const json_t *object, const char *name)
{
	return table_clean(d->here.ground.arena, ask_text(object, name));
}

const char *
desk_name(struct desk *d, const json_t *object, const char *name)
{
	return desk_text(d, json_object_get(object, name), "name");
}

const char *
desk_language(struct desk *d, const char *tag)
{
	const char *name = *tag == '\0' ? NULL : lang_english(tag);

	return name == NULL ? tag : arena_print(d->here.ground.arena,
	    "%s (%s)", name, tag);
}

const char *
desk_many(long long n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

long long
desk_number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

void
desk_put(json_t *body, const char *name, const char *text)
{
	if (text != NULL)
		json_object_set_new(body, name, json_string(text));
}

void
desk_flag(json_t *body, const char *name, bool yes)
{
	if (yes)
		json_object_set_new(body, name, json_true());
}
