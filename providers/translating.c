/*
 * What the modules of translators have in common.
 *
 * An answer that is not understood is LATER, not REFUSED: it may come from a
 * machine in between, and asking again does no harm.  It is not SICK either,
 * because one strange text would then hold up all others.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "providers/translating.h"

#define REST_MOST	3600		/* Seconds of a Retry-After. */
#define USED_UP		HOURS(1)	/* Until a quota is tried again. */

const struct spoken *
translating_find(const struct spoken *row, const char *tag)
{
	for (; row->tag != NULL; row++)
		if (strcmp(row->tag, tag) == 0)
			return row;
	return NULL;
}

bool
translating_pair(const struct spoken *rows, const char *from, const char *to,
    enum token_form *form)
{
	const struct spoken	*a = translating_find(rows, from);
	const struct spoken	*b = translating_find(rows, to);

	if (a == NULL || b == NULL || a == b || a->from == NULL ||
	    b->to == NULL)
		return false;
	*form = a->form == b->form ? a->form : TOKEN_BRACKETS;
	return true;
}

const char *
translating_url(struct arena *arena, const char *base, const char *path)
{
	size_t length = strlen(base);

	while (length > 0 && base[length - 1] == '/')
		length--;
	return arena_print(arena, "%.*s%s", (int)length, base, path);
}

void
translating_header(struct request *request, const char *name,
    const char *value)
{
	bool added = headers_add(&request->headers, name, value);

	assert(added);
}

void
translating_post(struct request *request, const char *url, const char *type,
    json_t *body, struct arena *arena)
{
	char *text = json_dumps(body, JSON_COMPACT);

	if (text == NULL)
		abort();
	*request = (struct request){ .method = "POST", .url = url };
	translating_header(request, "Content-Type",
	    type != NULL ? type : "application/json; charset=utf-8");
	request->body = arena_text(arena, text);
	request->length = strlen(text);
	free(text);
	json_decref(body);
}

json_t *
translating_read(const struct response *response)
{
	if (response->body == NULL)
		return NULL;
	return json_loadb(response->body, response->length,
	    JSON_REJECT_DUPLICATES, NULL);
}

static void
say(struct translated *said, enum outcome outcome, const char *reason)
{
	*said = (struct translated){ .outcome = outcome, .reason = reason };
}

void
translating_later(struct translated *said, const char *reason)
{
	say(said, OUTCOME_LATER, reason);
}

void
translating_refused(struct translated *said, const char *reason)
{
	say(said, OUTCOME_REFUSED, reason);
}

void
translating_sick(struct translated *said, const char *reason)
{
	say(said, OUTCOME_SICK, reason);
}

void
translating_used_up(struct translated *said)
{
	say(said, OUTCOME_SICK, "its quota is used up");
	said->wait = USED_UP;
	said->quota = true;
}

void
translating_busy(struct translated *said, const struct response *response)
{
	const char	*rest = headers_get(&response->headers, "Retry-After");
	char		*end;
	long		 seconds = 0;

	if (rest != NULL && *rest >= '0' && *rest <= '9') {
		seconds = strtol(rest, &end, 10);
		if (*end != '\0')
			seconds = 0;
	}
	say(said, OUTCOME_SICK, "it is asked too often");
	said->wait = SECONDS(seconds < REST_MOST ? seconds : REST_MOST);
}

void
translating_words(struct translated *said, json_t *text, struct arena *arena)
{
	const char *words;

	if (!json_is_string(text)) {
		translating_later(said, "its answer is not understood");
		return;
	}
	words = text_clean(arena, json_string_value(text),
	    json_string_length(text));
	if (*words == '\0') {
		translating_refused(said, "it answered without words");
		return;
	}
	*said = (struct translated){ .outcome = OUTCOME_SENT, .text = words };
}

bool
translating_failed(struct translated *said, const struct response *response)
{
	int status = response->status;

	if (response->carried != ANSWERED)
		translating_later(said, "it did not answer");
	else if (status == 200)
		return false;
	else if (status == 401 || status == 403)
		translating_sick(said, "it does not accept our key");
	else if (status == 404)
		translating_sick(said, "it has nothing at that address");
	else if (status == 429)
		translating_busy(said, response);
	else if (status == 413)
		translating_refused(said, "the text is too long for it");
	else if (status == 408 || status >= 500 || status / 100 != 4)
		translating_later(said, "it is out of order");
	else
		translating_refused(said, "it refuses the text");
	return true;
}
