/*
 * Credentials, faults that meet every request, and one message.
 */

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/crypt.h"
#include "carrier/api.h"
#include "carrier/inside.h"
#include "carrier/say.h"
#include "net/server.h"

#define MESSAGE_SIZE	65536

void
api_not_found(struct exchange *x)
{
	char message[1200];

	(void)snprintf(message, sizeof message,
	    "The requested resource %.1000s was not found",
	    exchange_request(x)->url);
	say_error(x, 404, 20404, message);
}

bool
api_allowed(struct carrier *c, struct exchange *x)
{
	const char *given, *sid = exchange_param(x, "sid");

	given = headers_get(&exchange_request(x)->headers, "Authorization");
	if (given == NULL || strncasecmp(given, "Basic ", 6) != 0 ||
	    !crypt_same(given + 6, c->basic + 6)) {
		exchange_header(x, "WWW-Authenticate",
		    "Basic realm=\"Twilio API\"");
		say_error(x, 401, 20003, "Authenticate");
		return false;
	}
	if (strcmp(sid, c->plan.account_sid) != 0) {
		api_not_found(x);
		return false;
	}
	return true;
}

bool
api_broken(struct carrier *c, struct exchange *x)
{
	struct faults *faults = &c->faults;

	if (fault_met_reading(faults, FAULT_429, NULL))
		say_error(x, 429, 20429, "Too Many Requests");
	else if (fault_met_reading(faults, FAULT_500, NULL))
		say_error(x, 500, 20500, "Internal Server Error");
	else if (fault_met_reading(faults, FAULT_503, NULL))
		say_error(x, 503, 20503, "Service Unavailable");
	else if (fault_met_reading(faults, FAULT_DROP_BEFORE, NULL))
		exchange_drop(x);
	else
		return false;
	return true;
}

/* The text whose "SM....json" is in the path, or NULL. */
static struct text *
named_text(struct carrier *c, struct exchange *x)
{
	const char	*name = exchange_param(x, "message");
	size_t		 length = strlen(name);
	struct text	*text;

	if (length < 5 || strcmp(name + length - 5, ".json") != 0)
		return NULL;
	text = record_find(&c->record,
	    arena_copy(exchange_arena(x), name, length - 5));
	return text == NULL || text->way == WAY_OURS ? NULL : text;
}

void
api_one(struct exchange *x, void *arg)
{
	struct carrier		*c = arg;
	const struct text	*text;
	struct buf		 b;

	if (!api_allowed(c, x) || api_broken(c, x))
		return;
	if ((text = named_text(c, x)) == NULL) {
		api_not_found(x);
		return;
	}
	buf_init(&b, MESSAGE_SIZE);
	say_message(&b, c, text);
	say_answer(x, 200, &b);
	buf_free(&b);
}
