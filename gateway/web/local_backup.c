/*
 * POST /local/v1/backup {"to": PATH, "keep": N} begins a backup, both may be
 * missing; GET /local/v1/backup tells how far it is.
 */

#include <stdlib.h>

#include "base/arena.h"
#include "flow/backup.h"
#include "net/server.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/local.h"

#define KEEP_MOST	10000

static void
tell(struct visit *v, int status)
{
	struct backup_look	 look;
	json_t			*json;
	char			*text;

	backup_look(v->web->backup, &look);
	json = json_pack("{s:s, s:s, s:o, s:I, s:I, s:o}",
	    "state", backup_words[look.state], "file", look.file,
	    "began", api_time(v, look.began),
	    "done", (json_int_t)look.done, "total", (json_int_t)look.total,
	    "why", api_text(look.why));
	text = json_dumps(json, JSON_COMPACT);
	if (text == NULL)
		abort();
	api_answer(v, status, text);
	free(text);
	json_decref(json);
}

/* An empty body asks for nothing special.  False: it was answered. */
static bool
read_body(struct visit *v, json_t **json, const char **to, json_int_t *keep)
{
	const struct request *request = exchange_request(v->exchange);

	*json = request->length == 0 ? json_object() :
	    json_loadb(request->body, request->length, 0, NULL);
	if (*json != NULL && json_unpack(*json, "{s?s, s?I !}", "to", to,
	    "keep", keep) == 0 && *keep >= 0 && *keep <= KEEP_MOST)
		return true;
	json_decref(*json);
	api_problem(v, 400, "The body may have `to`, a path, and `keep`, a "
	    "number up to 10000.");
	return false;
}

static void
start(struct visit *v)
{
	const char	*to = NULL, *why;
	json_int_t	 keep = 0;
	json_t		*json;

	if (!v->viewer.operator) {
		api_problem(v, 403, "Only who runs the gateway makes "
		    "backups: leave out the header Homeline-As.");
		return;
	}
	if (!read_body(v, &json, &to, &keep))
		return;
	if (backup_start(v->web->backup, to, keep, &why))
		tell(v, 202);
	else
		api_problem(v, 409, why);
	json_decref(json);
}

static void
look(struct visit *v)
{
	tell(v, 200);
}

void
local_backup_start(struct exchange *x, void *web)
{
	api_enter(x, web, start);
}

void
local_backup_tell(struct exchange *x, void *web)
{
	api_enter(x, web, look);
}
