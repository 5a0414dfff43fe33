/*
 * The parts are those of command/serve.c, but for lanes that tick.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/locale.h"
#include "base/log.h"
#include "base/page_template.h"
#include "base/zone.h"
#include "flow/bank.h"
#include "flow/district.h"
#include "flow/gateway.h"
#include "flow/keyword.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/job.h"
#include "store/role.h"
#include "store/schema.h"
#include "store/session.h"
#include "store/user.h"
#include "tests/web/counter.h"
#include "web/web.h"

extern const struct provider twilio_provider;

#define NOBODYS_KEY	"hl_nobody"
#define HOOK		"https://h.example.org/hooks/main"

static const char *
source(struct arena *arena, const char *name)
{
	const char *top = getenv("srcdir");

	return arena_print(arena, "%s/%s", top == NULL ? "." : top, name);
}

static void
load(struct counter *c, struct db *db)
{
	struct district_problems problems;
	struct district_file *district;
	struct district_key *keys;
	char *text = arena_take(c->arena, 1 << 20);
	FILE *file = fopen(source(c->arena, "tests/district.json"),
	    "r");
	const char *why;

	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
	fclose(file);
	district = district_read(c->arena, text, strlen(text), &c->configured,
	    &problems);
	assert_non_null(district);
	assert_true(schema_migrate(db, &why));
	assert_true(db_begin(db));
	assert_int_equal(district_load(db, district, NOW, &keys), 3);
	api_key_add(db, &(struct api_key){ .id = id_new(), .name = "nobody" },
	    crypt_digest(c->arena, NOBODYS_KEY, strlen(NOBODYS_KEY)), NOW);
	assert_true(db_commit(db));
	c->desk = keys[0].text;
	c->office = keys[1].text;
	c->teacher = keys[2].text;
	c->nobody = NOBODYS_KEY;
}

static void
make_database(struct counter *c)
{
	const char *why;
	struct db *db;

	place_make(&c->place, &db_sqlite);
	db = db_open(c->place.driver, c->place.where, true, &why);
	assert_non_null(db);
	db_use(db, c->arena);
	load(c, db);
	db_close(db);
}

static void
configure(struct counter *c)
{
	c->twilio = (struct twilio){ .account_sid = "AC1",
	    .auth_token = "token", .base_url = "http://127.0.0.1:1",
	    .auth_token_old = "", .api_key_sid = "", .api_key_secret = "",
	    .messaging_service_sid = "" };
	c->configured.count = 1;
	c->configured.settings.backlog = 100;
	c->configured.settings.public_url = "http://127.0.0.1";
	c->configured.accounts[0] = (struct account){
	    .name = "main", .provider = &twilio_provider,
	    .options = &c->twilio, .hook = HOOK };
	c->configured.use[0] = (struct account_settings){ .provider =
	    "twilio", .window = 2, .listing = MINUTES(5) };
}

void
counter_open(struct counter *c)
{
	const char *why;
	char words[200];
	struct page_words *words_of_pages;

	memset(c, 0, sizeof *c);
	clock_hold(NOW);
	log_level(LOG_LEVEL_ERROR);
	c->arena = arena_new();
	configure(c);
	make_database(c);
	c->locales = locales_open(source(c->arena, "locales"), words,
	    sizeof words);
	assert_non_null(c->locales);
	c->zone = zone_open("America/New_York", &why);
	c->loop = loop_new();
	c->store = store_open(c->loop, c->place.driver, c->place.where, 2,
	    &why);
	assert_non_null(c->store);
	store_twice(c->store, true);
	c->client = client_open(c->loop, 8);
	c->gateway = gateway_new(&(struct gateway_parts){ c->loop, c->store,
	    c->client, c->locales, c->zone, &c->configured, 1, 1,
	    "a key of tokens", keywords_read(c->arena, source(c->arena,
	    "locales"), words, sizeof words), bank_read(c->arena,
	    source(c->arena, "locales"), words, sizeof words) });
	words_of_pages = page_words_open(source(c->arena, "locales/pages"),
	    words, sizeof words);
	assert_non_null(words_of_pages);
	c->web = web_new(c->gateway, words_of_pages);
	c->server = server_open(c->loop, "127.0.0.1:0", web_routes, c->web,
	    NULL, &why);
	assert_non_null(c->server);
	web_server(c->web, c->server);
}

void
counter_close(struct counter *c)
{
	json_decref(c->json);
	gateway_stop(c->gateway);
	client_close(c->client);
	store_close(c->store);
	server_close(c->server);
	web_free(c->web);
	gateway_free(c->gateway);
	loop_free(c->loop);
	locales_close(c->locales);
	zone_close(c->zone);
	place_remove(&c->place);
	arena_free(c->arena);
	clock_release();
}

/* A request under way, and whose it is. */
struct errand_to {
	struct carriage	 carriage;
	struct counter	*counter;
};

static void
came_back(struct carriage *carriage)
{
	struct errand_to *e = CONTAINER(carriage, struct errand_to, carriage);

	e->counter->response = carriage->response;
	e->counter->answered = true;
}

static int
carry(struct counter *c, struct errand_to *e)
{
	e->counter = c;
	e->carriage.arena = c->arena;
	e->carriage.answered = came_back;
	e->carriage.request.length = e->carriage.request.body == NULL ? 0 :
	    strlen(e->carriage.request.body);
	c->answered = false;
	client_carry(c->client, &e->carriage);
	while (!c->answered)
		loop_turn(c->loop);
	assert_int_equal(c->response.carried, ANSWERED);
	json_decref(c->json);
	c->json = json_loadb(c->response.body, c->response.length, 0, NULL);
	return c->response.status;
}

int
counter_ask(struct counter *c, const struct asking *a)
{
	struct errand_to *e = NEW(c->arena, struct errand_to);
	struct request *r = &e->carriage.request;

	r->method = a->method;
	r->url = arena_print(c->arena, "http://127.0.0.1:%u%s",
	    server_port(c->server), a->path);
	r->body = a->body;
	if (a->key != NULL)
		assert_true(headers_add(&r->headers, "Authorization",
		    arena_print(c->arena, "Bearer %s", a->key)));
	if (a->once != NULL)
		assert_true(headers_add(&r->headers, "Idempotency-Key",
		    a->once));
	for (unsigned i = 0; i < a->header_count; i++)
		assert_true(headers_add(&r->headers, a->headers[i].name,
		    a->headers[i].value));
	return carry(c, e);
}

int
counter_get(struct counter *c, const char *key, const char *path)
{
	return counter_ask(c, &(struct asking){ .method = "GET",
	    .path = path, .key = key });
}

static int64_t
staff_named(struct db *db, const char *name)
{
	int64_t id = db_number(db_query(db, "SELECT id FROM person "
	    "WHERE name = $1 AND staff = 1", TEXT(name)));

	assert_int_not_equal(id, 0);
	return id;
}

void
counter_sign_in(struct counter *c, const char *name, const char *role)
{
	const char	*why, *token;
	struct db	*db;
	enum role	 given;
	int64_t		 person;

	c->cookie = NULL;
	if (name == NULL)
		return;
	token = crypt_random(c->arena, 16);
	db = db_open(c->place.driver, c->place.where, true, &why);
	assert_non_null(db);
	assert_true(db_begin(db));
	db_use(db, c->arena);
	person = staff_named(db, name);
	session_begin(db, crypt_digest(c->arena, token, strlen(token)),
	    person, clock_now());
	if (role != NULL) {
		assert_true(role_parse(role, &given));
		assert_null(role_give(db, person, given, 0, clock_now()));
	}
	assert_true(db_commit(db));
	db_close(db);
	c->cookie = token;
}

static struct request *
browser(struct counter *c, struct errand_to *e, const char *path)
{
	struct request *r = &e->carriage.request;

	r->method = "GET";
	r->url = arena_print(c->arena, "http://127.0.0.1:%u%s",
	    server_port(c->server), path);
	assert_true(headers_add(&r->headers, "Accept", "text/html"));
	if (c->cookie != NULL)
		assert_true(headers_add(&r->headers, "Cookie",
		    arena_print(c->arena, "homeline=%s", c->cookie)));
	return r;
}

int
counter_page(struct counter *c, const char *path)
{
	struct errand_to *e = NEW(c->arena, struct errand_to);

	(void)browser(c, e, path);
	return carry(c, e);
}

int
counter_form(struct counter *c, const char *path, const char *fields)
{
	struct errand_to	*e = NEW(c->arena, struct errand_to);
	struct request		*r = browser(c, e, path);
	const char		*secret = arena_print(c->arena, "form %s",
				    c->cookie == NULL ? "" : c->cookie);

	r->method = "POST";
	r->body = arena_print(c->arena, "csrf=%.40s&%s",
	    crypt_digest(c->arena, secret, strlen(secret)), fields);
	assert_true(headers_add(&r->headers, "Content-Type",
	    "application/x-www-form-urlencoded"));
	return carry(c, e);
}

const char *
counter_went(struct counter *c)
{
	const char *to = headers_get(&c->response.headers, "Location");

	return to == NULL ? "" : to;
}

/* As Twilio signs: the URL, then names and values by the order of names. */
static const char *
signature(struct counter *c, const char *from, const char *words,
    const char *sid)
{
	unsigned char digest[CRYPT_SHA1];
	const char *all = arena_print(c->arena, HOOK "Body%sFrom%s"
	    "MessageSid%sSmsStatusreceivedTo%s", words, from, sid, NUMBER);

	crypt_hmac_sha1("token", 5, all, strlen(all), digest);
	return crypt_base64(c->arena, digest, sizeof digest);
}

int
counter_text(struct counter *c, const char *from, const char *words,
    const char *sid, bool genuine)
{
	struct errand_to *e = NEW(c->arena, struct errand_to);
	struct request *r = &e->carriage.request;
	struct buf b;

	buf_init(&b, 10000);
	buf_text(&b, "Body=");
	buf_url(&b, words);
	buf_text(&b, "&From=");
	buf_url(&b, from);
	buf_print(&b, "&MessageSid=%s&SmsStatus=received&To=", sid);
	buf_url(&b, NUMBER);
	r->method = "POST";
	r->url = arena_print(c->arena, "http://127.0.0.1:%u/hooks/main",
	    server_port(c->server));
	r->body = buf_keep(&b, c->arena);
	buf_free(&b);
	assert_true(headers_add(&r->headers, "Content-Type",
	    "application/x-www-form-urlencoded"));
	assert_true(headers_add(&r->headers, "X-Twilio-Signature",
	    genuine ? signature(c, from, words, sid) : "c2lnbmF0dXJl"));
	return carry(c, e);
}

static json_t *
walk(struct counter *c, const char *way)
{
	json_t *at = c->json;
	char name[64];

	while (*way != '\0') {
		size_t length = strcspn(way, ".");

		assert_true(length < sizeof name);
		memcpy(name, way, length);
		name[length] = '\0';
		at = json_is_array(at) ? json_array_get(at,
		    strtoul(name, NULL, 10)) : json_object_get(at, name);
		way += length + (way[length] == '.');
	}
	return at;
}

const char *
counter_word(struct counter *c, const char *way)
{
	const char *text = json_string_value(walk(c, way));

	return text == NULL ? "" : arena_text(c->arena, text);
}

int64_t
counter_number(struct counter *c, const char *way)
{
	return json_integer_value(walk(c, way));
}

size_t
counter_count(struct counter *c, const char *way)
{
	return json_array_size(walk(c, way));
}

bool
counter_says(struct counter *c, const char *words)
{
	return strstr(c->response.body, words) != NULL;
}

const char *
counter_student(struct counter *c, const char *name)
{
	assert_int_equal(counter_get(c, c->desk, arena_print(c->arena,
	    "/api/v1/students?q=%s", name)), 200);
	assert_int_equal(counter_count(c, "students"), 1);
	return counter_word(c, "students.0.id");
}

const char *
counter_write(struct counter *c, const char *student, const char *once)
{
	assert_int_equal(counter_ask(c, &(struct asking){ .method = "POST",
	    .path = "/api/v1/messages", .key = c->desk, .once = once,
	    .body = arena_print(c->arena, "{\"to\": {\"students\": [\"%s\"]}, "
	    "\"words\": \"Practice begins at 3.\"}", student) }), 202);
	return counter_word(c, "id");
}
