#ifndef GATEWAY_NET_HEAD_H
#define GATEWAY_NET_HEAD_H

/*
 * A strict reader of HTTP/1 requests: what two readers could understand in
 * two ways is refused, because a proxy in front of us would be one of them
 * and a request smuggled past it the result.  Pure.
 *
 * A head is: a method, a target and HTTP/1.0 or 1.1, each after one space;
 * lines that end with CR LF and never begin with a space; names that are
 * tokens with the colon right behind; values without control characters;
 * exactly one Host (which an absolute target has to repeat); at most one
 * Content-Length of digits, or a Transfer-Encoding that is "chunked" and
 * nothing else, and not in HTTP/1.0.  Chunks have no extensions and no
 * trailers.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/http.h"
#include "base/list.h"

#define HEAD_MOST	16384
#define BODY_MOST	(1024 * 1024)	/* But see server.h; not looked at here. */

struct head {
	struct request	 request;	/* Its texts lie in the head. */
	size_t		 length;	/* Of the body, when not chunked. */
	bool		 chunked;
	bool		 keep;		/* The connection may be kept. */
	bool		 old;		/* HTTP/1.0 */
	bool		 expects;	/* It waits for "100 Continue". */
};

/* How long the head is, with the empty line that ends it; 0: it is not all
 * here; HEAD_BAD: it will never be one. */
#define HEAD_BAD	((size_t)-1)
size_t		 head_end(const char *bytes, size_t length);

/* Cuts a whole head into its parts, in place.  0, or the status it is
 * refused with and a sentence. */
int		 head_read(char *bytes, size_t length, struct head *,
		    const char **why) must_use;

enum chunked {
	CHUNKS_MORE,
	CHUNKS_WHOLE,
	CHUNKS_BAD,
};

struct chunks {			/* All zero at the start. */
	enum chunk_stage {
		CHUNK_SIZE,
		CHUNK_BYTES,
		CHUNK_BREAK,
		CHUNK_LAST,
	}		 stage;
	size_t		 left;		/* Of the chunk. */
	size_t		 body;		/* Bytes of the body so far. */
};

/* Takes the framing out of what came, in place: afterwards bytes hold the
 * body so far and then, up to *length, what is not understood yet (or, when
 * it is whole, what follows). */
enum chunked	 chunks_read(struct chunks *, char *bytes, size_t *length)
		    must_use;

#endif
