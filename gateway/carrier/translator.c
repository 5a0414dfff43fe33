/*
 * The simulated translator: its routes.  pb is what LibreTranslate called
 * pt-BR before, and it takes both.
 */

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/arena.h"
#include "base/form.h"
#include "carrier/phrases.h"
#include "carrier/translator.h"
#include "net/loop.h"
#include "net/server.h"

#define TICK	1000		/* ms */

struct translator_peer {
	struct server		*server;
	struct timer		*tick;
	const struct phrases	*phrases;
};

/* What is asked for. */
struct wish {
	const char	*q, *source, *target;
};

static void
answer(struct exchange *x, int status, json_t *json)
{
	char	*text = json_dumps(json, JSON_COMPACT);

	if (text == NULL)
		abort();
	exchange_answer(x, status, "application/json", text, strlen(text));
	free(text);
	json_decref(json);
}

static void
refuse(struct exchange *x, const char *error)
{
	answer(x, 400, json_pack("{s:s}", "error", error));
}

static const char *
member(const json_t *json, const char *name, struct arena *arena)
{
	return arena_text(arena,
	    json_string_value(json_object_get(json, name)));
}

static void
read_wish(struct exchange *x, struct wish *wish)
{
	const struct request	*r = exchange_request(x);
	struct arena		*arena = exchange_arena(x);
	const char		*type = headers_get(&r->headers,
				    "Content-Type");
	struct form		 form = { .count = 0 };
	json_t			*json;

	if (type == NULL || strncmp(type, "application/json", 16) != 0) {
		if (!form_read(arena, r->body == NULL ? "" : r->body,
		    r->length, &form))
			form.count = 0;
		*wish = (struct wish){ form_get(&form, "q"),
		    form_get(&form, "source"), form_get(&form, "target") };
		return;
	}
	json = r->body == NULL ? NULL :
	    json_loadb(r->body, r->length, 0, NULL);
	*wish = (struct wish){ member(json, "q", arena),
	    member(json, "source", arena), member(json, "target", arena) };
	json_decref(json);
}

static const char *
code_of(const char *code)
{
	return strcmp(code, "pb") == 0 ? "pt-BR" : code;
}

static bool
has(const struct translator_peer *t, const char *code)
{
	return json_object_get(phrases_languages(t->phrases),
	    code_of(code)) != NULL;
}

static void
translate(struct exchange *x, void *arg)
{
	const struct translator_peer	*t = arg;
	struct arena			*arena = exchange_arena(x);
	struct wish			 w;
	const char			*said;

	read_wish(x, &w);
	if (w.q == NULL || *w.q == '\0')
		refuse(x, "Invalid request: missing q parameter");
	else if (w.source == NULL)
		refuse(x, "Invalid request: missing source parameter");
	else if (w.target == NULL)
		refuse(x, "Invalid request: missing target parameter");
	else if (!has(t, w.source) || !has(t, w.target))
		refuse(x, arena_print(arena, "%.32s is not supported",
		    has(t, w.source) ? w.target : w.source));
	else if ((said = phrases_say(t->phrases, code_of(w.source),
	    code_of(w.target), w.q, arena)) == NULL)
		refuse(x, "The phrase book does not have these words");
	else
		answer(x, 200, json_pack("{s:s}", "translatedText", said));
}

static void
languages(struct exchange *x, void *arg)
{
	const struct translator_peer	*t = arg;
	json_t				*all, *list = json_array(), *name;
	json_t				*targets = json_array();
	const char			*code;

	all = phrases_languages(t->phrases);
	json_object_foreach(all, code, name)
		json_array_append_new(targets, json_string(code));
	json_object_foreach(all, code, name)
		json_array_append_new(list, json_pack("{s:s, s:O, s:O}",
		    "code", code, "name", name, "targets", targets));
	json_decref(targets);
	answer(x, 200, list);
}

static void
health(struct exchange *x, void *arg)
{
	(void)arg;
	answer(x, 200, json_pack("{s:s}", "status", "ok"));
}

static const struct route routes[] = {
	{ "POST", "/translate", translate },
	{ "GET", "/languages", languages },
	{ "GET", "/health", health },
	{ NULL, NULL, NULL },
};

static void
second(void *arg)
{
	struct translator_peer *t = arg;

	server_tick(t->server);
	timer_set(t->tick, TICK);
}

struct translator_peer *
translator_open(struct loop *loop, const char *listen,
    const struct phrases *phrases, const char **why)
{
	static const struct server_limits limits = {
		.connections = 256, .per_peer = 256,
	};
	struct translator_peer *t = calloc(1, sizeof *t);

	if (t == NULL)
		abort();
	t->phrases = phrases;
	t->server = server_open(loop, listen, routes, t, &limits, why);
	if (t->server == NULL) {
		free(t);
		return NULL;
	}
	t->tick = timer_new(loop, second, t);
	timer_set(t->tick, TICK);
	return t;
}

void
translator_close(struct translator_peer *t)
{
	timer_free(t->tick);
	server_close(t->server);
	free(t);
}

unsigned
translator_port(const struct translator_peer *t)
{
	return server_port(t->server);
}
