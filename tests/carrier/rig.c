/*
 * The parts of a test of the carrier.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"
#include "tests/carrier/rig.h"

#define PATIENCE	SECONDS(10)

/*
 * The gateway's side.
 */

static void
take_hook(struct exchange *x, void *arg)
{
	struct rig *rig = arg;
	const struct request *request = exchange_request(x);
	struct hooked *hooked = &rig->hooked[rig->hooked_count++];
	char *body = arena_copy(rig->arena, request->body, request->length);

	assert_true(rig->hooked_count < RIG_HOOKED);
	hooked->url = arena_print(rig->arena, "%.*s%s",
	    (int)(strlen(rig->hook) - strlen("/hooks")), rig->hook,
	    request->url);
	hooked->signature = arena_text(rig->arena,
	    headers_get(&request->headers, "X-Twilio-Signature"));
	assert_true(form_read(rig->arena, body, request->length,
	    &hooked->form));
	exchange_answer(x, rig->status, "text/xml", "<Response/>", 11);
}

static const struct route hooks[] = {
	{ "POST", "/hooks", take_hook },
	{ NULL, NULL, NULL },
};

/*
 * Asking.
 */

/* While it is carried its arena is the wire's, so it has its own. */
struct question {
	struct carriage	 carriage;
	bool		 answered;
	struct question	*before;
};

static void
keep_answer(struct carriage *carriage)
{
	struct question *q = CONTAINER(carriage, struct question, carriage);

	q->answered = true;
}

struct question *
rig_begin(struct rig *rig, const char *header, const char *method,
    const char *path, const char *body)
{
	struct arena *arena = arena_new();
	struct question *q = NEW(arena, struct question);
	struct request *request = &q->carriage.request;
	const char *colon = header == NULL ? NULL : strchr(header, ':');

	request->method = method;
	request->url = arena_print(arena, "http://127.0.0.1:%u%s",
	    carrier_port(rig->carrier), path);
	request->body = arena_text(arena, body);
	request->length = body == NULL ? 0 : strlen(body);
	if (colon != NULL)
		assert_true(headers_add(&request->headers,
		    arena_copy(arena, header, (size_t)(colon - header)),
		    arena_text(arena, colon + 2)));
	q->before = rig->questions;
	rig->questions = q;
	q->carriage.arena = arena;
	q->carriage.limit = 64 << 20;
	q->carriage.answered = keep_answer;
	client_carry(rig->client, &q->carriage);
	return q;
}

bool
rig_answered(const struct question *q)
{
	return q->answered;
}

struct response *
rig_ask_with(struct rig *rig, const char *header, const char *method,
    const char *path, const char *body)
{
	struct question *q = rig_begin(rig, header, method, path, body);
	int64_t until = clock_boot() + PATIENCE;

	while (!q->answered) {
		loop_turn(rig->loop);
		assert_true(clock_boot() < until);
	}
	return &q->carriage.response;
}

const char *
rig_key(struct rig *rig)
{
	return arena_print(rig->arena, "Authorization: %s",
	    http_basic(rig->arena, CARRIER_SID, CARRIER_TOKEN));
}

struct response *
rig_ask(struct rig *rig, const char *method, const char *path,
    const char *body)
{
	return rig_ask_with(rig, strncmp(path, "/2010", 5) == 0 ?
	    rig_key(rig) : NULL, method, path, body);
}

const char *
rig_messages(struct rig *rig, const char *rest)
{
	return arena_print(rig->arena, "/2010-04-01/Accounts/%s/Messages%s",
	    CARRIER_SID, rest);
}

struct response *
rig_send(struct rig *rig, const char *to, const char *words,
    const char *more)
{
	struct buf b;
	char *body;

	buf_init(&b, 1 << 20);
	buf_text(&b, "To=");
	buf_url(&b, to);
	buf_text(&b, "&From=");
	buf_url(&b, RIG_OWN);
	buf_text(&b, "&Body=");
	buf_url(&b, words);
	buf_text(&b, more);
	body = buf_keep(&b, rig->arena);
	buf_free(&b);
	return rig_ask(rig, "POST", rig_messages(rig, ".json"), body);
}

const char *
rig_receipts(struct rig *rig, const char *id)
{
	struct buf b;
	const char *form;

	buf_init(&b, 4096);
	buf_text(&b, "&StatusCallback=");
	buf_url(&b, arena_print(rig->arena, "%s?a=%s", rig->hook, id));
	form = buf_keep(&b, rig->arena);
	buf_free(&b);
	return form;
}

static json_t *
read_json(const struct response *response)
{
	json_t *json;

	assert_int_equal(response->carried, ANSWERED);
	json = json_loadb(response->body, response->length, 0, NULL);
	assert_non_null(json);
	return json;
}

json_t *
rig_tell(struct rig *rig, const char *path, const char *body)
{
	struct response *response;

	response = rig_ask(rig, body == NULL ? "GET" : "POST", path, body);
	assert_in_range(response->status, 200, 201);
	return read_json(response);
}

json_t *
rig_twilio(struct rig *rig, int status, const char *method, const char *path,
    const char *body)
{
	struct response *response = rig_ask(rig, method, path, body);

	assert_int_equal(response->status, status);
	return read_json(response);
}

int64_t
rig_count(struct rig *rig, const char *name)
{
	json_t *counts = rig_tell(rig, "/carrier/counts", NULL);
	json_t *count = json_object_get(counts, name);
	int64_t n = (int64_t)json_integer_value(count);

	assert_true(json_is_integer(count));
	json_decref(counts);
	return n;
}

/*
 * Waiting.
 */

void
rig_until_hooked(struct rig *rig, unsigned count)
{
	int64_t until = clock_boot() + PATIENCE;

	while (rig->hooked_count < count) {
		loop_turn(rig->loop);
		assert_true(clock_boot() < until);
	}
}

void
rig_until(struct rig *rig, const char *name, int64_t n)
{
	int64_t until = clock_boot() + PATIENCE;

	while (rig_count(rig, name) != n)
		assert_true(clock_boot() < until);
}

/*
 * What came.
 */

const char *
rig_hooked(struct rig *rig, unsigned n, const char *field)
{
	const char *value;

	assert_true(n < rig->hooked_count);
	value = form_get(&rig->hooked[n].form, field);
	return value == NULL ? "" : value;
}

static int
by_name(const void *left, const void *right)
{
	const struct field *a = left, *b = right;

	return strcmp(a->name, b->name);
}

bool
rig_genuine(struct rig *rig, unsigned n)
{
	const struct hooked *hooked = &rig->hooked[n];
	struct form form = hooked->form;
	unsigned char mac[20], text[29];
	char signed_text[65536];
	size_t length;
	unsigned i;

	qsort(form.fields, form.count, sizeof *form.fields, by_name);
	length = (size_t)snprintf(signed_text, sizeof signed_text, "%s",
	    hooked->url);
	for (i = 0; i < form.count; i++)
		length += (size_t)snprintf(signed_text + length,
		    sizeof signed_text - length, "%s%s", form.fields[i].name,
		    form.fields[i].value);
	assert_non_null(HMAC(EVP_sha1(), CARRIER_TOKEN,
	    (int)strlen(CARRIER_TOKEN), (unsigned char *)signed_text, length,
	    mac, NULL));
	EVP_EncodeBlock(text, mac, sizeof mac);
	return hooked->signature != NULL &&
	    strcmp((char *)text, hooked->signature) == 0;
}

const char *
rig_text(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

/*
 * Life.
 */

struct rig *
rig_open_with(bool hooked, struct carrier_plan plan)
{
	struct rig *rig = calloc(1, sizeof *rig);
	const char *why;

	assert_non_null(rig);
	rig->status = 200;
	rig->loop = loop_new();
	rig->arena = arena_new();
	rig->client = client_open(rig->loop, 8);
	rig->gateway = server_open(rig->loop, "127.0.0.1:0", hooks, rig, NULL,
	    &why);
	assert_non_null(rig->gateway);
	(void)snprintf(rig->hook, sizeof rig->hook,
	    "http://127.0.0.1:%u/hooks", server_port(rig->gateway));
	plan.hook = hooked ? rig->hook : NULL;
	rig->carrier = carrier_open(rig->loop, &plan, &why);
	assert_non_null(rig->carrier);
	return rig;
}

struct rig *
rig_open(bool hooked, const char *record)
{
	return rig_open_with(hooked, (struct carrier_plan){
	    .record = record });
}

void
rig_close(struct rig *rig)
{
	struct question *q;

	carrier_close(rig->carrier);
	client_close(rig->client);
	if (rig->gateway != NULL)
		server_close(rig->gateway);
	loop_free(rig->loop);
	while ((q = rig->questions) != NULL) {
		rig->questions = q->before;
		arena_free(q->carriage.arena);	/* It is in it. */
	}
	arena_free(rig->arena);
	free(rig);
}
