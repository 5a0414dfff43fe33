/*
 * From the cookie of a request to a page.  Who is signed in is remembered for
 * 10 s, as API keys are; what they may is decided by the page's row in the
 * table, before its handler.
 *
 * A form is believed when it comes from a page of ours: by its token, which
 * is a digest of the cookie, and by what the browser says of the origin.
 */

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/db.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page_speech.h"
#include "web/pages.h"

#define TOKEN_MOST	100
#define URL_MOST	2000	/* Of a place to come back to. */
#define SLOW		"The database does not answer. Try again in a few " \
			"seconds."

const struct page pages[] = {
#define PAGE_ROW(...)	{ __VA_ARGS__ },
	PAGES(PAGE_ROW)
#undef PAGE_ROW
	{ NULL, NULL, 0, NULL, NULL },
};

bool
page_secure(const struct web *web)
{
	return strncmp(web->gateway->configured->settings.public_url,
	    "https:", 6) == 0;
}

const char *
page_cookie(const struct web *web)
{
	return page_secure(web) ? "__Host-homeline" : "homeline";
}

static const struct page *
page_of(struct exchange *x)
{
	const char	*method = exchange_request(x)->method;
	const char	*path = exchange_path(x);

	if (strcmp(method, "HEAD") == 0)
		method = "GET";
	for (const struct page *p = pages; p->method != NULL; p++)
		if (strcmp(p->path, path) == 0 &&
		    strcmp(p->method, method) == 0)
			return p;
	return NULL;
}

/* The value of our cookie, or NULL. */
static const char *
cookie(struct visit *v)
{
	const char	*all = headers_get(
			    &exchange_request(v->exchange)->headers, "Cookie");
	const char	*name = page_cookie(v->web);
	size_t		 length = strlen(name), value;

	while (all != NULL && *all != '\0') {
		all += strspn(all, "; \t");
		value = strcspn(all, ";");
		if (strncmp(all, name, length) == 0 && all[length] == '=')
			return value - length - 1 > TOKEN_MOST ? NULL :
			    arena_print(v->arena, "%.*s",
			    (int)(value - length - 1), all + length + 1);
		all += value;
	}
	return NULL;
}

const char *
page_csrf(const struct visit *v)
{
	return v->token == NULL ? "" : arena_print(v->arena, "%.40s",
	    crypt_digest(v->arena, arena_print(v->arena, "form %s", v->token),
	    strlen(v->token) + 5));
}

static bool
same_host(const char *origin, const char *host)
{
	const char *at = strstr(origin, "://");

	return at != NULL && host != NULL && strcasecmp(at + 3, host) == 0;
}

/* Whether a form comes from a page of ours. */
static bool
is_ours(struct visit *v)
{
	const struct headers	*h = &exchange_request(v->exchange)->headers;
	const char		*site = headers_get(h, "Sec-Fetch-Site");
	const char		*origin = headers_get(h, "Origin");

	if (site != NULL && strcmp(site, "same-origin") != 0 &&
	    strcmp(site, "none") != 0)
		return false;
	if (origin != NULL && !same_host(origin, headers_get(h, "Host")))
		return false;
	return v->token == NULL || v->who.person == 0 ||
	    crypt_same(page_field(v, "csrf"), page_csrf(v));
}

static bool
read_form(struct visit *v)
{
	const struct request	*r = exchange_request(v->exchange);
	const char		*type = headers_get(&r->headers,
				    "Content-Type");

	return type != NULL && strncasecmp(type,
	    "application/x-www-form-urlencoded", 33) == 0 &&
	    form_read(v->arena, r->body == NULL ? "" : r->body, r->length,
	    &v->form);
}

static void
go_sign_in(struct visit *v)
{
	const struct request	*r = exchange_request(v->exchange);

	if (v->fragment != NULL)
		page_problem(v, 401, "You were signed out. Sign in again.");
	else if (strcmp(r->method, "POST") == 0 || strcmp(r->url, "/") == 0 ||
	    strlen(r->url) > URL_MOST)
		page_leave(v, "/signin");
	else
		page_leave(v, page_print(v, "/signin?next=%s", r->url));
}

/* Who has a page that they have not. */
static const char *
not_yours(struct visit *v, unsigned right)
{
	static const struct {
		unsigned	 right;
		const char	*whose;
	} list[] = {
		{ RIGHT_WRITE, "teachers, school offices and the district's "
		    "desk" },
		{ RIGHT_OFFICE, "school offices and the district's desk" },
		{ RIGHT_LANGUAGE, "language services" },
		{ RIGHT_REPORT, "school staff, analysts and administrators" },
		{ RIGHT_BUDGET, "analysts and the district's administrators" },
		{ RIGHT_USERS, "administrators of a school or the district" },
		{ RIGHT_SETTINGS, "the district's administrators" },
		{ RIGHT_ROWS, "analysts, auditors and the district's "
		    "administrators" },
		{ RIGHT_AUDIT, "auditors and the district's administrators" },
	};
	const char *whose = "others at your district";

	for (size_t i = 0; i < COUNT(list); i++)
		if (list[i].right & right) {
			whose = list[i].whose;
			break;
		}
	return arena_print(v->arena, "It is for %s. If it should be yours, "
	    "ask your administrator for the role.", whose);
}

/* Somebody is there, or nobody has to be. */
static void
admit(struct visit *v)
{
	unsigned	right = v->page->right;
	bool		post = strcmp(v->page->method, "POST") == 0;

	v->viewer = (struct viewer){ .person = v->who.person,
	    .now = clock_now() };
	v->key = (struct api_key){ .person = v->who.person, .name = "pages" };
	page_speech_choose(v);
	if (v->who.person == 0 && !(right & RIGHT_OPEN))
		go_sign_in(v);
	else if (!(right & RIGHT_OPEN) && right != RIGHT_NONE &&
	    !(right & v->who.standing.rights))
		page_problem(v, 403, not_yours(v, right));
	else if (post && !is_ours(v))
		page_problem(v, 403, "This form was not sent from a page of "
		    "ours, or you signed in again meanwhile. Go back, load "
		    "the page again, and send it once more.");
	else
		v->page->handle(v);
}

/* ------------------------------------------------------------- sessions */

static struct known_session *
slot(struct web *web, const char *digest)
{
	char first[9];

	snprintf(first, sizeof first, "%.8s", digest);
	return &web->sessions[strtoul(first, NULL, 16) % SESSIONS_KEPT];
}

/* Unless somebody was to be forgotten while this was read. */
static void
remember(struct visit *v)
{
	struct known_session *k = slot(v->web, v->digest);

	if (v->forgotten != v->web->forgotten)
		return;
	snprintf(k->digest, sizeof k->digest, "%s", v->digest);
	snprintf(k->name, sizeof k->name, "%s", v->who.name);
	snprintf(k->language, sizeof k->language, "%s", v->who.language);
	k->session = v->who;
	k->session.name = k->name;
	k->session.language = k->language;
	k->until = clock_boot() + SESSION_AGE;
}

static bool
remembered(struct visit *v)
{
	const struct known_session *k = slot(v->web, v->digest);

	if (k->until <= clock_boot() || !crypt_same(k->digest, v->digest) ||
	    k->session.until <= clock_now())
		return false;
	v->who = k->session;
	v->who.name = arena_text(v->arena, k->name);
	v->who.language = arena_text(v->arena, k->language);
	return true;
}

void
page_forget(struct web *web, const char *digest)
{
	web->forgotten++;
	if (digest == NULL)
		memset(web->sessions, 0,
		    SESSIONS_KEPT * sizeof *web->sessions);
	else
		slot(web, digest)->until = 0;
}

static void
write_seen(struct job *job, struct db *db)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	session_seen(db, v->digest, clock_now());
}

/* Whether or not it could be written down, they are who they are. */
static void
seen(struct job *job, bool kept)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	(void)kept;
	admit(v);
}

static void
find(struct job *job, struct db *db)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	v->known = session_find(db, v->digest, clock_now(), &v->who);
}

static void
found(struct job *job, bool kept)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	if (!kept) {
		page_problem(v, 503, SLOW);
		return;
	}
	if (!v->known) {
		memset(&v->who, 0, sizeof v->who);
		admit(v);
		return;
	}
	remember(v);
	/* What a page asks for by itself keeps nobody signed in. */
	if (v->fragment != NULL ||
	    clock_now() - v->who.seen < SESSION_NOTED) {
		admit(v);
		return;
	}
	v->job = (struct job){ .work = write_seen, .done = seen,
	    .arena = v->arena };
	store_write(v->web->gateway->store, &v->job);
}

static bool
is_fragment(const char *name)
{
	for (const struct page_text *t = page_texts; t->name != NULL; t++)
		if (strcmp(t->name, name) == 0)
			return true;
	return false;
}

static void
take(struct exchange *x, struct web *web, const struct page *page)
{
	struct visit		*v = NEW(exchange_arena(x), struct visit);
	const struct request	*r = exchange_request(x);

	*v = (struct visit){ .web = web, .exchange = x,
	    .arena = exchange_arena(x), .before = INT64_MAX,
	    .most = PAGE_MOST / 2, .page = page };
	if (web_busy(web, x))
		return;
	v->fragment = headers_get(&r->headers, "X-Fragment");
	if (v->fragment != NULL && !is_fragment(v->fragment)) {
		exchange_problem(x, 404, "There is no such part of a page.");
		return;
	}
	v->token = cookie(v);
	v->version = page_version(web);
	page_speech_choose(v);
	if (!form_query(v->arena, r->url, &v->query)) {
		page_problem(v, 400, "This address cannot be read. Go back "
		    "and try again.");
		return;
	}
	if (strcmp(v->page->method, "POST") == 0 && !read_form(v)) {
		page_problem(v, 400, "This form cannot be read. Go back and "
		    "try again.");
		return;
	}
	if (v->token == NULL) {
		admit(v);
		return;
	}
	v->digest = crypt_digest(v->arena, v->token, strlen(v->token));
	if (remembered(v)) {
		admit(v);
		return;
	}
	v->job = (struct job){ .work = find, .done = found,
	    .arena = v->arena };
	v->forgotten = web->forgotten;
	store_read(web->gateway->store, &v->job);
}

void
page_take(struct exchange *x, void *web)
{
	const struct page *page = page_of(x);

	assert(page != NULL);
	take(x, web, page);
}

static void
nowhere(struct visit *v)
{
	page_problem(v, 404, "There is no such page, or it is not yours to "
	    "see. Look for it from the home page.");
}

void
page_nowhere(struct exchange *x, void *web)
{
	static const struct page page = { "GET", "*", RIGHT_OPEN, "problem",
	    nowhere };
	const char *takes = headers_get(&exchange_request(x)->headers,
	    "Accept");

	if (takes != NULL && strstr(takes, "text/html") != NULL)
		take(x, web, &page);
	else
		exchange_problem(x, 404, "There is nothing here.");
}
