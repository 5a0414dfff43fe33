/*
 * The table is read from its beginning, segment by segment.  Tables have a
 * few dozen routes, and most differ within the first bytes, so this costs
 * less than making something clever of them would.
 */

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "net/route.h"
#include "net/server.h"

/* The value of a hexadecimal digit, or -1. */
static int
digit(char c)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *found = c == '\0' ? NULL : strchr(digits, c);

	if (found == NULL)
		return -1;
	return (int)(found - digits) - (found - digits < 16 ? 0 : 6);
}

/* NULL: a bad escape, or a NUL. */
static char *
decode(struct arena *arena, const char *from, size_t length)
{
	char *text = arena_take(arena, length + 1), *to = text;
	size_t i;

	for (i = 0; i < length; i++) {
		int high, low;

		if (from[i] != '%') {
			*to++ = from[i];
			continue;
		}
		if (length - i < 3 || (high = digit(from[i + 1])) < 0 ||
		    (low = digit(from[i + 2])) < 0 || high + low == 0)
			return NULL;
		*to++ = (char)(high * 16 + low);
		i += 2;
	}
	return text;
}

/* Walks along both; where the path has a name, its part of the URL is left
 * as it is for now. */
static bool
fits(const char *path, const char *url, size_t length)
{
	const char *end = url + length;

	for (; *path != '\0'; path++) {
		if (*path == ':' && path[-1] == '/') {
			const char *begin = url;

			while (url < end && *url != '/')
				url++;
			if (url == begin)
				return false;
			path += strcspn(path, "/") - 1;
		} else if (url == end || *url++ != *path) {
			return false;
		}
	}
	return url == end;
}

static bool
take_param(struct params *params, struct arena *arena, const char *name,
    const char *url, size_t length)
{
	char *value = decode(arena, url, length);

	assert(params->count < ROUTE_PARAMS);
	if (value == NULL)
		return false;
	params->list[params->count].name =
	    arena_copy(arena, name, strcspn(name, "/"));
	params->list[params->count].value = value;
	params->count++;
	return true;
}

static bool
take_params(struct params *params, struct arena *arena, const char *path,
    const char *url)
{
	while ((path = strchr(path, '/')) != NULL) {
		size_t length;

		path++;
		url = strchr(url, '/') + 1;
		length = strcspn(url, "/?");
		if (*path == ':' &&
		    !take_param(params, arena, path + 1, url, length))
			return false;
	}
	return true;
}

static bool
same_method(const struct route *route, const char *method)
{
	return strcmp(route->method, method) == 0 ||
	    (strcmp(method, "HEAD") == 0 && strcmp(route->method, "GET") == 0);
}

static void
allow(struct routing *routing, struct arena *arena, const char *method)
{
	routing->allow = arena_print(arena, "%s%s%s%s",
	    routing->allow == NULL ? "" : routing->allow,
	    routing->allow == NULL ? "" : ", ", method,
	    strcmp(method, "GET") == 0 ? ", HEAD" : "");
}

enum routed
route_find(const struct route *routes, const char *method, const char *url,
    struct arena *arena, struct routing *routing)
{
	size_t length = strcspn(url, "?");
	const struct route *route;

	*routing = (struct routing){ .route = NULL };
	for (route = routes; route->method != NULL; route++) {
		bool rest = strcmp(route->path, "*") == 0;

		if (!(rest && routing->allow == NULL) &&
		    !fits(route->path, url, length))
			continue;
		if (!same_method(route, method)) {
			if (!rest)
				allow(routing, arena, route->method);
			continue;
		}
		routing->route = route;
		return take_params(&routing->params, arena, route->path,
		    url) ? ROUTED : ROUTED_NOWHERE;
	}
	return routing->allow == NULL ? ROUTED_NOWHERE : ROUTED_OTHERWISE;
}
