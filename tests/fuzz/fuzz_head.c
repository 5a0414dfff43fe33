/*
 * Any bytes as a request: a head that is taken is what it has to be, and a
 * chunked body is the same however it is cut.
 */

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "net/head.h"
#include "net/route.h"
#include "net/server.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct route routes[] = {
	{ "GET", "/", NULL },
	{ "POST", "/hooks/:account", NULL },
	{ "GET", "/a/:one/b/:other", NULL },
	{ NULL, NULL, NULL },
};

static unsigned
count_of(const struct headers *headers, const char *name)
{
	struct headers rest = *headers;
	unsigned count = 0;

	while (headers_get(&rest, name) != NULL) {
		while (strcasecmp(rest.list[0].name, name) != 0) {
			memmove(rest.list, rest.list + 1,
			    --rest.count * sizeof rest.list[0]);
		}
		memmove(rest.list, rest.list + 1,
		    --rest.count * sizeof rest.list[0]);
		count++;
	}
	return count;
}

static void
look_at_text(const char *text)
{
	assert(strpbrk(text, "\r\n") == NULL);
}

static void
look_at_head(const struct head *head)
{
	const struct headers *headers = &head->request.headers;
	unsigned lengths = count_of(headers, "Content-Length");
	unsigned codings = count_of(headers, "Transfer-Encoding");

	assert(count_of(headers, "Host") == 1);
	assert(lengths + codings <= 1);
	assert(head->chunked == (codings == 1));
	assert(head->length == 0 || lengths == 1);
	assert(head->request.url[0] == '/');
	look_at_text(head->request.method);
	look_at_text(head->request.url);
	for (unsigned i = 0; i < headers->count; i++) {
		assert(headers->list[i].name[0] != '\0');
		look_at_text(headers->list[i].name);
		look_at_text(headers->list[i].value);
	}
}

static void
look_at_route(struct arena *arena, const struct request *request)
{
	struct routing routing;
	enum routed routed = route_find(routes, request->method,
	    request->url, arena, &routing);

	if (routed == ROUTED)
		for (unsigned i = 0; i < routing.params.count; i++)
			assert(routing.params.list[i].value[0] != '\0');
	if (routed == ROUTED_OTHERWISE)
		assert(routing.allow != NULL);
}

static void
try_head(struct arena *arena, const char *bytes, size_t length)
{
	size_t whole = head_end(bytes, length);
	struct head head;
	const char *why = NULL;
	int status;

	if (whole == 0 || whole == HEAD_BAD)
		return;
	assert(whole <= length);
	status = head_read(arena_copy(arena, bytes, whole), whole, &head,
	    &why);
	if (status != 0) {
		assert(status >= 400 && why != NULL);
		return;
	}
	look_at_head(&head);
	look_at_route(arena, &head.request);
}

/* Gives the bytes in steps; the last result, and the body in into. */
static enum chunked
read_in_steps(const char *bytes, size_t length, size_t step, char *into,
    struct chunks *c)
{
	enum chunked result = CHUNKS_MORE;
	size_t from = 0, held = 0;

	*c = (struct chunks){ .stage = CHUNK_SIZE };
	while (result == CHUNKS_MORE && from < length) {
		size_t more = length - from < step ? length - from : step;

		memcpy(into + held, bytes + from, more);
		from += more;
		held += more;
		result = chunks_read(c, into, &held);
		assert(result == CHUNKS_BAD || c->body <= held);
		assert(held <= from);
	}
	return result;
}

static void
try_chunks(const char *bytes, size_t length)
{
	char *one = malloc(length + 1), *other = malloc(length + 1);
	struct chunks c, d;

	assert(one != NULL && other != NULL);
	if (length > 0) {
		enum chunked at_once = read_in_steps(bytes, length, length,
		    one, &c);
		enum chunked in_steps = read_in_steps(bytes, length, 1,
		    other, &d);

		assert(at_once == in_steps);
		assert(at_once == CHUNKS_BAD || (c.body == d.body &&
		    memcmp(one, other, c.body) == 0));
	}
	free(one);
	free(other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();

	if (length <= HEAD_MOST) {
		try_head(arena, (const char *)bytes, length);
		try_chunks((const char *)bytes, length);
	}
	arena_free(arena);
	return 0;
}
