/*
 * A browser without scripts.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/id.h"
#include "net/server.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/session.h"
#include "tests/web/browser.h"

struct browser_session {
	const char	*digest;
	int64_t		 person;
};

static void
add(struct asking *a, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	a->headers[a->header_count++] = (struct header){ name, value };
}

/* The text between two others, or "". */
static void
between(const char *text, const char *before, char *into, size_t size)
{
	const char *at = strstr(text, before);

	into[0] = '\0';
	if (at == NULL)
		return;
	at += strlen(before);
	snprintf(into, size, "%.*s", (int)strcspn(at, "\""), at);
}

static void
keep_cookie(struct browser *b, const char *set)
{
	if (set == NULL)
		return;
	if (strstr(set, "Max-Age=0") != NULL)
		b->cookie[0] = '\0';
	else
		snprintf(b->cookie, sizeof b->cookie, "%.*s",
		    (int)strcspn(set, ";"), set);
}

static int
ask(struct browser *b, struct asking *a)
{
	struct counter	*c = b->counter;
	const char	*location;
	int		 status;

	add(a, "Cookie", b->cookie);
	add(a, "X-Fragment", b->fragment);
	status = counter_ask(c, a);
	keep_cookie(b, headers_get(&c->response.headers, "Set-Cookie"));
	location = headers_get(&c->response.headers, "Location");
	b->location = location == NULL ? "" : arena_text(c->arena, location);
	b->html = c->response.body == NULL ? "" : c->response.body;
	if (strstr(b->html, "name=\"csrf\" value=\"") != NULL)
		between(b->html, "name=\"csrf\" value=\"", b->csrf,
		    sizeof b->csrf);
	return status;
}

int
browser_get(struct browser *b, const char *path)
{
	struct asking a = { .method = "GET", .path = path };

	return ask(b, &a);
}

int
browser_post_bare(struct browser *b, const char *path, const char *form)
{
	struct asking	 a = { .method = "POST", .path = path,
			    .body = form };
	const char	*own = arena_print(b->counter->arena,
			    "http://127.0.0.1:%u",
			    server_port(b->counter->server));

	add(&a, "Content-Type", "application/x-www-form-urlencoded");
	add(&a, "Origin", b->origin == NULL ? own : b->origin);
	add(&a, "Sec-Fetch-Site", b->site == NULL ? "same-origin" : b->site);
	return ask(b, &a);
}

int
browser_post(struct browser *b, const char *path, const char *form)
{
	return browser_post_bare(b, path, arena_print(b->counter->arena,
	    "csrf=%s&%s", b->csrf, form));
}

bool
browser_sees(const struct browser *b, const char *words)
{
	return strstr(b->html, words) != NULL;
}

int64_t
browser_ask(struct browser *b, int64_t (*look)(struct db *,
    const void *), const void *arg)
{
	struct place	*place = &b->counter->place;
	const char	*why;
	struct db	*db = db_open(place->driver, place->where, true,
			    &why);
	int64_t		 value;

	assert_non_null(db);
	db_use(db, b->counter->arena);
	assert_true(db_begin(db));
	value = look(db, arg);
	assert_true(db_commit(db));
	db_close(db);
	return value;
}

static int64_t
staff(struct db *db, const void *name)
{
	return db_number(db_query(db, "SELECT id FROM person "
	    "WHERE name = $1 AND staff = 1", TEXT(name)));
}

int64_t
browser_staff(struct browser *b, const char *name)
{
	return browser_ask(b, staff, name);
}

void
browser_as(struct browser *b, const char *name)
{
	char id[ID_TEXT];

	id_text(browser_staff(b, name), id);
	b->cookie[0] = '\0';
	assert_int_equal(browser_post(b, "/signin", arena_print(
	    b->counter->arena, "as=%s", id)), 303);
	assert_string_equal(b->location, "/");
}

static int64_t
begin_session(struct db *db, const void *arg)
{
	const struct browser_session *s = arg;

	session_begin(db, s->digest, s->person, clock_now());
	return 0;
}

void
browser_is(struct browser *b, int64_t person)
{
	struct arena	*arena = b->counter->arena;
	const char	*token = crypt_random(arena, 32);

	browser_ask(b, begin_session, &(struct browser_session){
	    crypt_digest(arena, token, strlen(token)), person });
	snprintf(b->cookie, sizeof b->cookie, "homeline=%s", token);
	snprintf(b->csrf, sizeof b->csrf, "%.40s", crypt_digest(arena,
	    arena_print(arena, "form %s", token), strlen(token) + 5));
}
