#ifndef GATEWAY_BASE_HTTP_H
#define GATEWAY_BASE_HTTP_H

/*
 * HTTP as plain records: what the server receives, what the client carries,
 * what the providers read and write.  They own nothing; their text belongs
 * to an arena.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

#define HTTP_HEADERS	64	/* Behind proxies 16 are too few. */

struct header {
	const char	*name;
	const char	*value;
};

struct headers {
	struct header	 list[HTTP_HEADERS];
	unsigned	 count;
};

struct request {
	const char	*method;
	const char	*url;		/* To a server: path and query only. */
	struct headers	 headers;
	const char	*body;		/* A NUL follows; NULL: none. */
	size_t		 length;
};

/* How far a request came. */
enum carried {
	ANSWERED,	/* There is a status and a whole body. */
	NEVER_SPOKE,	/* No byte of the body was asked for: safe to repeat. */
	CUT_OFF,	/* Nobody knows. */
};

struct response {
	enum carried	 carried;
	int		 status;
	struct headers	 headers;
	const char	*body;		/* A NUL follows. */
	size_t		 length;
};

/* The first header of that name, in any case of letters, or NULL. */
const char	*headers_get(const struct headers *, const char *name);

/* Adds one; the texts have to live as long as the headers do.  False: there
 * is no room for it. */
bool		 headers_add(struct headers *, const char *name,
		    const char *value);

/* "Basic dXNlcjpwYXNz", for an Authorization header. */
char		*http_basic(struct arena *, const char *user, const char *password);

#endif
