/*
 * AWS Signature Version 4.
 */

#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "providers/sigv4.h"

#define SIGNED_MOST	(64 * 1024)

/* What is signed of a request. */
struct parts {
	const char	*host, *path, *query;
	const char	*names;		/* "host;x-amz-date" */
	const char	*lines;		/* "host:...\nx-amz-date:...\n" */
};

static void
take_apart(struct parts *p, const char *url, struct arena *arena)
{
	const char	*host = strstr(url, "://"), *path, *query;

	assert(host != NULL);
	host += 3;
	path = strchr(host, '/');
	assert(path != NULL);
	query = strchr(path, '?');
	p->host = arena_copy(arena, host, (size_t)(path - host));
	p->path = query == NULL ? path :
	    arena_copy(arena, path, (size_t)(query - path));
	p->query = query == NULL ? "" : query + 1;
}

static const char *
small(const char *name, struct arena *arena)
{
	char *text = arena_text(arena, name);

	for (char *at = text; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	return text;
}

static int
by_name(const void *one, const void *other)
{
	const struct header *a = one, *b = other;

	return strcmp(a->name, b->name);
}

/* The headers by name, small, and what they say. */
static void
list_headers(struct parts *p, const struct request *request,
    struct arena *arena)
{
	struct header	 list[HTTP_HEADERS + 1];
	unsigned	 count = request->headers.count;
	struct buf	 names, lines;

	for (unsigned i = 0; i < count; i++)
		list[i] = (struct header){
		    small(request->headers.list[i].name, arena),
		    request->headers.list[i].value };
	list[count++] = (struct header){ "host", p->host };
	qsort(list, count, sizeof *list, by_name);
	buf_init(&names, SIGNED_MOST);
	buf_init(&lines, SIGNED_MOST);
	for (unsigned i = 0; i < count; i++) {
		buf_print(&names, "%s%s", i == 0 ? "" : ";", list[i].name);
		buf_print(&lines, "%s:%s\n", list[i].name, list[i].value);
	}
	assert(!names.over && !lines.over);
	p->names = buf_keep(&names, arena);
	p->lines = buf_keep(&lines, arena);
	buf_free(&names);
	buf_free(&lines);
}

static const char *
digest_of(const struct request *request, const struct parts *p,
    struct arena *arena)
{
	const char *body = crypt_digest(arena,
	    request->body == NULL ? "" : request->body, request->length);
	const char *all = arena_print(arena, "%s\n%s\n%s\n%s\n%s\n%s",
	    request->method, p->path, p->query, p->lines, p->names, body);

	return crypt_digest(arena, all, strlen(all));
}

/* The key of a day, a region and a service, and what it makes of a text. */
static const char *
sign(const struct sigv4 *s, const char *day, const char *text,
    struct arena *arena)
{
	const char	*words[] = { day, s->region, s->service,
			    "aws4_request", text };
	const char	*first = arena_print(arena, "AWS4%s", s->secret);
	unsigned char	 key[CRYPT_SHA256], next[CRYPT_SHA256];

	for (size_t i = 0; i < COUNT(words); i++) {
		if (i == 0)
			crypt_hmac_sha256(first, strlen(first), words[i],
			    strlen(words[i]), next);
		else
			crypt_hmac_sha256(key, sizeof key, words[i],
			    strlen(words[i]), next);
		memcpy(key, next, sizeof key);
	}
	return crypt_hexadecimal(arena, key, sizeof key);
}

static void
add(struct request *request, const char *name, const char *value)
{
	bool added = headers_add(&request->headers, name, value);

	assert(added);
}

void
sigv4_sign(const struct sigv4 *s, int64_t now, struct request *request,
    struct arena *arena)
{
	time_t		 seconds = (time_t)(now / 1000);
	char		 at[32], day[16];
	struct tm	 tm;
	struct parts	 p;
	const char	*scope, *text;

	gmtime_r(&seconds, &tm);
	strftime(at, sizeof at, "%Y%m%dT%H%M%SZ", &tm);
	strftime(day, sizeof day, "%Y%m%d", &tm);
	add(request, "X-Amz-Date", arena_text(arena, at));
	if (*s->session != '\0')
		add(request, "X-Amz-Security-Token", s->session);
	take_apart(&p, request->url, arena);
	list_headers(&p, request, arena);
	scope = arena_print(arena, "%s/%s/%s/aws4_request", day, s->region,
	    s->service);
	text = arena_print(arena, "AWS4-HMAC-SHA256\n%s\n%s\n%s", at, scope,
	    digest_of(request, &p, arena));
	add(request, "Authorization", arena_print(arena, "AWS4-HMAC-SHA256 "
	    "Credential=%s/%s, SignedHeaders=%s, Signature=%s", s->key_id,
	    scope, p.names, sign(s, day, text, arena)));
}
