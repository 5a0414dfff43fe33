/*
 * The few things to be done with the records of HTTP: find a header, add
 * one, say who we are.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/http.h"

const char *
headers_get(const struct headers *headers, const char *name)
{
	for (unsigned i = 0; i < headers->count; i++)
		if (strcasecmp(headers->list[i].name, name) == 0)
			return headers->list[i].value;
	return NULL;
}

bool
headers_add(struct headers *headers, const char *name, const char *value)
{
	if (headers->count == HTTP_HEADERS)
		return false;
	headers->list[headers->count++] = (struct header){ name, value };
	return true;
}

char *
http_basic(struct arena *arena, const char *user, const char *password)
{
	char *both = arena_print(arena, "%s:%s", user, password);

	return arena_print(arena, "Basic %s",
	    crypt_base64(arena, both, strlen(both)));
}
