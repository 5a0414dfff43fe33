/*
 * Style sheets and scripts: built into the program, packed beforehand, under
 * a path that names their state, so that a browser asks once.
 */

#include <string.h>

#include "net/server.h"
#include "web/inside.h"
#include "web/page_inside.h"

void
assets_take(struct exchange *x, void *web)
{
	const char	*name = exchange_param(x, "name");
	const char	*takes = headers_get(&exchange_request(x)->headers,
			    "Accept-Encoding");
	bool		 packed = takes != NULL &&
			    strstr(takes, "gzip") != NULL;
	const struct asset *a;

	for (a = assets; a->name != NULL && strcmp(a->name, name) != 0; a++)
		;
	if (a->name == NULL ||
	    strcmp(exchange_param(x, "build"), assets_build) != 0) {
		exchange_problem(x, 404, "There is no such file. Load the "
		    "page again.");
		return;
	}
	page_headers(x, page_secure(web));
	exchange_header(x, "Cache-Control",
	    "public, max-age=31536000, immutable");
	exchange_header(x, "Vary", "Accept-Encoding");
	if (packed)
		exchange_header(x, "Content-Encoding", "gzip");
	exchange_answer(x, 200, a->type,
	    (const char *)(packed ? a->packed : a->plain),
	    packed ? a->packed_length : a->length);
}
