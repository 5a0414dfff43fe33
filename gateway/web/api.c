/*
 * What all requests of the API have in common.
 */

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/db.h"
#include "store/person.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/when.h"

#define KEY_MOST	200	/* Letters of an API key. */

void
api_answer(struct visit *v, int status, const char *json)
{
	exchange_header(v->exchange, "Cache-Control", "no-store");
	exchange_answer(v->exchange, status, "application/json", json,
	    strlen(json));
}

void
api_problem(struct visit *v, int status, const char *sentence)
{
	if (v->page != NULL) {
		page_problem(v, status, sentence);
		return;
	}
	if (status == 401)
		exchange_header(v->exchange, "WWW-Authenticate",
		    "Bearer realm=\"Homeline\"");
	if (status == 503)
		exchange_header(v->exchange, "Retry-After", "5");
	exchange_problem(v->exchange, status, sentence);
}

json_t *
api_no(struct visit *v, int status, const char *sentence)
{
	v->status = status;
	v->answer = sentence;
	return NULL;
}

/* The key of a known digest, or NULL. */
static const struct known_key *
remembered(const struct web *web, const char *digest)
{
	int64_t now = clock_boot();

	for (unsigned i = 0; i < KEYS_KEPT; i++)
		if (web->keys[i].until > now &&
		    crypt_same(web->keys[i].digest, digest))
			return &web->keys[i];
	return NULL;
}

static void
remember(struct web *web, const struct visit *v)
{
	struct known_key *k = &web->keys[web->next_key++ % KEYS_KEPT];

	k->id = v->key.id;
	k->person = v->key.person;
	k->until = clock_boot() + KEY_AGE;
	snprintf(k->digest, sizeof k->digest, "%s", v->digest);
	snprintf(k->name, sizeof k->name, "%s", v->key.name);
}

/* Somebody is there: the real request begins. */
static void
admit(struct visit *v)
{
	v->viewer = (struct viewer){ .person = v->key.person,
	    .api_key = v->key.id, .now = clock_now(),
	    .operator = v->local && v->key.person == 0 };
	v->ready(v);
}

static void
find_key(struct job *job, struct db *db)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	v->known = api_key_find(db, v->digest, &v->key);
}

static void
key_found(struct job *job, bool kept)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	if (!kept) {
		api_problem(v, 503, "The database does not answer. Try again "
		    "in a few seconds.");
	} else if (!v->known) {
		api_problem(v, 401, "This API key is not known, or was taken "
		    "back. Ask who runs the gateway for another.");
	} else {
		remember(v->web, v);
		admit(v);
	}
}

static void
find_person(struct job *job, struct db *db)
{
	struct visit	*v = CONTAINER(job, struct visit, job);
	struct person	 p;

	v->known = person_get(db, v->key.person, &p) && p.staff;
}

static void
person_found(struct job *job, bool kept)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	if (!kept)
		api_problem(v, 503, "The database does not answer. Try again "
		    "in a few seconds.");
	else if (!v->known)
		api_problem(v, 422, "The header Homeline-As is the id of no "
		    "member of staff. Look it up with GET /local/v1/find.");
	else
		admit(v);
}

/* Who may open the socket is the operator, and may say who writes. */
static void
enter_locally(struct visit *v)
{
	const char *as = headers_get(&exchange_request(v->exchange)->headers,
	    "Homeline-As");

	v->local = true;
	v->key.name = "command line";
	if (as == NULL) {
		admit(v);
		return;
	}
	if (!id_parse(as, &v->key.person)) {
		api_problem(v, 400, "The header Homeline-As is no id. An id "
		    "is 13 letters and digits.");
		return;
	}
	v->job = (struct job){ .work = find_person, .done = person_found,
	    .arena = v->arena };
	store_read(v->web->gateway->store, &v->job);
}

/* The key of "Bearer KEY", or NULL. */
static const char *
bearer(const struct request *request)
{
	const char *value = headers_get(&request->headers, "Authorization");

	if (value == NULL || strncasecmp(value, "Bearer ", 7) != 0)
		return NULL;
	value += 7 + strspn(value + 7, " ");
	return *value == '\0' || strlen(value) > KEY_MOST ? NULL : value;
}

void
api_enter(struct exchange *x, struct web *web, void (*ready)(struct visit *))
{
	struct visit		*v = NEW(exchange_arena(x), struct visit);
	const char		*key = bearer(exchange_request(x));
	const struct known_key	*known;

	*v = (struct visit){ .web = web, .exchange = x, .ready = ready,
	    .arena = exchange_arena(x), .before = INT64_MAX,
	    .most = PAGE_MOST / 2 };
	if (web_busy(web, x))
		return;
	if (web->local != NULL && exchange_at(x, web->local)) {
		enter_locally(v);
		return;
	}
	if (key == NULL) {
		api_problem(v, 401, "An API key is missing. Send it in the "
		    "header Authorization: Bearer KEY.");
		return;
	}
	v->digest = crypt_digest(v->arena, key, strlen(key));
	known = remembered(web, v->digest);
	if (known != NULL) {
		v->key = (struct api_key){ known->id, known->person,
		    arena_text(v->arena, known->name) };
		admit(v);
		return;
	}
	v->job = (struct job){ .work = find_key, .done = key_found,
	    .arena = v->arena };
	store_read(web->gateway->store, &v->job);
}

static bool
is_name(const char *const *names, const char *name)
{
	for (; *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

static bool
read_most(const char *text, int64_t *most)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	*most = strtol(text, &end, 10);
	return *end == '\0' && *most >= 1 && *most <= PAGE_MOST;
}

/* An id, or where many rows share one moment, that moment and an id. */
static bool
read_before(struct visit *v, const char *text)
{
	const char *moment = arena_print(v->arena, "%.*s", ID_TEXT - 1, text);

	if (strlen(text) != 2 * (ID_TEXT - 1))
		return id_parse(text, &v->before);
	return id_parse(moment, &v->before) &&
	    id_parse(text + ID_TEXT - 1, &v->before_id);
}

/* One parameter.  False: sentence says what is wrong with it. */
static bool
parameter(struct visit *v, const struct field *f, const char **sentence)
{
	*sentence = arena_print(v->arena, "%s is no id. Write what `next` of "
	    "the page before said.", f->name);
	if (strcmp(f->name, "after") == 0)
		return id_parse(f->value, &v->after);
	if (strcmp(f->name, "before") == 0)
		return read_before(v, f->value);
	*sentence = "most is a number from 1 to 100.";
	if (strcmp(f->name, "most") == 0)
		return read_most(f->value, &v->most);
	return true;
}

static const char *
unknown(struct visit *v, const char *name)
{
	const char *clean = text_clean(v->arena, name, strlen(name));

	return arena_print(v->arena, "There is no parameter \"%s\" here. "
	    "See /api/v1/openapi.json.", text_cut(v->arena, clean, 40));
}

bool
api_query(struct visit *v, const char *const *names)
{
	const char *sentence = "The query of this URL cannot be read.";

	if (!form_query(v->arena, exchange_request(v->exchange)->url,
	    &v->query)) {
		api_problem(v, 400, sentence);
		return false;
	}
	for (unsigned i = 0; i < v->query.count; i++) {
		const struct field *f = &v->query.fields[i];

		if (!is_name(names, f->name)) {
			api_problem(v, 400, unknown(v, f->name));
			return false;
		}
		if (!parameter(v, f, &sentence)) {
			api_problem(v, 400, sentence);
			return false;
		}
	}
	return true;
}

bool
api_id(struct visit *v)
{
	if (id_parse(exchange_param(v->exchange, "id"), &v->id))
		return true;
	api_problem(v, 404, "The path has no id of ours. An id is 13 letters "
	    "and digits.");
	return false;
}

bool
api_signed(struct visit *v)
{
	if (!v->viewer.operator)
		return true;
	api_problem(v, 403, "Say which member of staff writes: --as NAME, or "
	    "the header Homeline-As.");
	return false;
}

/* On a store thread, perhaps more than once.  After a failure of the database
 * rows are missing, and with them perhaps the answer. */
static void
work(struct job *job, struct db *db)
{
	struct visit	*v = CONTAINER(job, struct visit, job);
	json_t		*json;
	char		*text;

	v->status = 200;
	v->answer = "The answer could not be made. Tell who runs the gateway.";
	if (v->page != NULL) {
		page_look(v, db);
		return;
	}
	json = v->look(v, db);
	if (json == NULL) {
		if (v->status == 200)
			v->status = 500;
		return;
	}
	text = json_dumps(json, JSON_COMPACT);
	assert(text != NULL);
	v->answer = arena_text(v->arena, text);
	free(text);
	json_decref(json);
}

void
api_tell_file(struct visit *v)
{
	exchange_header(v->exchange, "Content-Disposition",
	    v->file.disposition);
	exchange_header(v->exchange, "Content-Security-Policy",
	    "default-src 'none'; sandbox");
	exchange_answer(v->exchange, v->status, v->file.type, v->file.bytes,
	    v->file.length);
}

static void
tell(struct visit *v)
{
	if (v->kept != NULL)
		v->kept(v);
	if (v->file.bytes != NULL)
		api_tell_file(v);
	else
		api_answer(v, v->status, v->answer);
}

static void
done(struct job *job, bool kept)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	/* What spoiled its own transaction (db_fail) says why by itself. */
	if (!kept && (job->world || v->status < 400))
		api_problem(v, 503, "The database does not answer. Try again "
		    "in a few seconds.");
	else if (v->page != NULL)
		page_tell(v);
	else if (v->status >= 400)
		api_problem(v, v->status, v->answer);
	else
		tell(v);
}

static void
go(struct visit *v, json_t *(*look)(struct visit *, struct db *))
{
	v->look = look;
	v->job = (struct job){ .work = work, .done = done,
	    .arena = v->arena };
}

void
api_read(struct visit *v, json_t *(*look)(struct visit *, struct db *))
{
	go(v, look);
	store_read(v->web->gateway->store, &v->job);
}

void
api_change(struct visit *v, json_t *(*look)(struct visit *, struct db *))
{
	go(v, look);
	store_write(v->web->gateway->store, &v->job);
}

json_t *
api_text(const char *text)
{
	json_t *json = text == NULL ? json_null() : json_string(text);

	assert(json != NULL);
	return json;
}

json_t *
api_id_text(int64_t id)
{
	char text[ID_TEXT];

	return api_text(id == 0 ? NULL : id_text(id, text));
}

json_t *
api_time(struct visit *v, int64_t time)
{
	return api_text(when_text(v->arena, time));
}

json_t *
api_place(int64_t id, const char *name)
{
	if (id == 0 || name == NULL)
		return json_null();
	return json_pack("{s:o, s:o}", "id", api_id_text(id),
	    "name", api_text(name));
}

json_t *
api_next(const struct visit *v, unsigned count, int64_t last)
{
	return api_id_text(count < (uint64_t)v->most ? 0 : last);
}
