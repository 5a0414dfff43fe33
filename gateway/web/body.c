/*
 * Bodies as records.
 */

#include <jansson.h>

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "net/server.h"
#include "web/api.h"
#include "web/body.h"

static const char *const wanted[] = {
	[BODY_TEXT] = "is a text of at most 500 characters",
	[BODY_LINE] = "is a text of at most 500 characters",
	[BODY_ID] = "is an id: 13 letters and digits",
	[BODY_NUMBER] = "is a whole number, 0 or more",
	[BODY_FLAG] = "is true or false",
};

/* Each run of blanks becomes one space; none is left at the ends. */
static const char *
in_one_line(char *text)
{
	char *to = text;

	for (const char *at = text; *at != '\0'; at++)
		if (strchr(" \t\n", *at) == NULL)
			*to++ = *at;
		else if (to > text && to[-1] != ' ')
			*to++ = ' ';
	to -= to > text && to[-1] == ' ';
	*to = '\0';
	return text;
}

static bool
read_member(struct visit *v, const json_t *value, enum body_form form,
    void *place)
{
	const char	*text = json_string_value(value);
	char		*clean;

	switch (form) {
	case BODY_TEXT:
	case BODY_LINE:
		if (text == NULL || text_units(text) > BODY_MOST)
			return false;
		clean = text_clean(v->arena, text, strlen(text));
		*(const char **)place = form == BODY_TEXT ? clean :
		    in_one_line(clean);
		return true;
	case BODY_ID:
		return text != NULL && id_parse(text, place);
	case BODY_NUMBER:
		*(int64_t *)place = json_integer_value(value);
		return json_is_integer(value) && *(int64_t *)place >= 0;
	case BODY_FLAG:
		*(bool *)place = json_is_true(value);
		return json_is_boolean(value);
	}
	return false;
}

/* NULL, or what is wrong with it. */
static const char *
fill(struct visit *v, const json_t *object, const struct body_member *m,
    void *record)
{
	const json_t	*value = json_object_get(object, m->name);
	char		*place = (char *)record + m->offset;

	if (m->form == BODY_NUMBER)
		*(int64_t *)(void *)place = -1;
	if (value == NULL || json_is_null(value))
		return !m->needed ? NULL : arena_print(v->arena,
		    "%s is missing. It %s.", m->name, wanted[m->form]);
	if (read_member(v, value, m->form, place))
		return NULL;
	return arena_print(v->arena, "%s %s.", m->name, wanted[m->form]);
}

static bool
is_member(const struct body_member *m, const char *name)
{
	for (; m->name != NULL; m++)
		if (strcmp(m->name, name) == 0)
			return true;
	return false;
}

static const char *
unknown(struct visit *v, json_t *object, const struct body_member *members)
{
	const char	*name;
	json_t		*value;

	json_object_foreach(object, name, value)
		if (!is_member(members, name))
			return arena_print(v->arena, "There is no member "
			    "\"%s\" here. Take it out, or correct its name.",
			    text_cut(v->arena, name, 40));
	return NULL;
}

bool
body_read(struct visit *v, const struct body_member *members, void *record)
{
	const struct request	*request = exchange_request(v->exchange);
	json_t			*object;
	const char		*wrong = NULL;

	object = request->length == 0 ? json_object() :
	    json_loadb(request->body, request->length,
	    JSON_REJECT_DUPLICATES, NULL);
	if (!json_is_object(object)) {
		json_decref(object);
		api_problem(v, 400, "The body is no JSON object.");
		return false;
	}
	wrong = unknown(v, object, members);
	for (; wrong == NULL && members->name != NULL; members++)
		wrong = fill(v, object, members, record);
	json_decref(object);
	if (wrong != NULL)
		api_problem(v, 422, wrong);
	return wrong == NULL;
}
