/*
 * POST /local/v1/mail?to=ADDRESS: a mail, whole, as it came, is brought by a
 * mail server of this machine (`homeline mail-in`).  It is answered when it is
 * kept: 200 {"kept": true}; 503, bring it again; 422, it never will be, and
 * the detail says why.
 */

#include <string.h>

#include "base/arena.h"
#include "base/form.h"
#include "base/list.h"
#include "flow/letter.h"
#include "net/server.h"
#include "web/inside.h"
#include "web/local.h"

#define TO_MOST		1000	/* Bytes of an address of the envelope. */

struct bringing {
	struct letter_taking	 taking;
	struct exchange		*exchange;
};

static void
taken(struct letter_taking *taking, enum letter_taken how, const char *why)
{
	static const char	 kept[] = "{\"kept\":true}";
	struct exchange		*x = CONTAINER(taking, struct bringing,
				    taking)->exchange;

	switch (how) {
	case LETTER_KEPT:
		exchange_answer(x, 200, "application/json", kept,
		    sizeof kept - 1);
		break;
	case LETTER_LATER:
		exchange_header(x, "Retry-After", "60");
		exchange_problem(x, 503, why);
		break;
	case LETTER_REFUSED:
		exchange_problem(x, 422, why);
		break;
	}
}

void
local_mail(struct exchange *x, void *arg)
{
	struct web		*web = arg;
	const struct request	*request = exchange_request(x);
	struct arena		*arena = exchange_arena(x);
	struct bringing		*b = NEW(arena, struct bringing);
	struct form		 query;
	const char		*to;

	if (!form_query(arena, request->url, &query) ||
	    ((to = form_get(&query, "to")) != NULL && strlen(to) > TO_MOST)) {
		exchange_problem(x, 400, "The query may have `to`, the "
		    "address that the mail was sent to.");
		return;
	}
	if (web_busy(web, x))
		return;
	b->exchange = x;
	b->taking = (struct letter_taking){
	    .bytes = request->body == NULL ? "" : request->body,
	    .length = request->length, .to = to, .taken = taken };
	letter_take(web->gateway, &b->taking);
}
