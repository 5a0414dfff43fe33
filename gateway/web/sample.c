/*
 * GET /sample/handed, of a sample district only: how many texts it says it
 * has handed over, so that the simulated carrier can tell which never came.
 * Anybody may ask: it is one number, and nobody in it is real.
 */

#include <inttypes.h>
#include <string.h>

#include "base/arena.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/job.h"
#include "store/person.h"
#include "store/sample.h"
#include "web/inside.h"

struct asked {
	struct job	 job;
	struct exchange	*exchange;
	bool		 sample;
	int64_t		 handed;
};

static void
count(struct job *job, struct db *db)
{
	struct asked	*a = CONTAINER(job, struct asked, job);
	struct district	 district;

	a->sample = district_get(db, &district) && district.sample;
	a->handed = a->sample ? sample_handed(db) : 0;
}

static void
counted(struct job *job, bool kept)
{
	struct asked	*a = CONTAINER(job, struct asked, job);
	const char	*answer;

	if (!kept || !a->sample) {
		exchange_problem(a->exchange, kept ? 404 : 503, kept ?
		    "This is no sample district." :
		    "The database cannot be read now. Try again.");
		return;
	}
	answer = arena_print(exchange_arena(a->exchange),
	    "{\"handed\":%" PRId64 "}", a->handed);
	exchange_header(a->exchange, "Cache-Control", "no-store");
	exchange_answer(a->exchange, 200, "application/json", answer,
	    strlen(answer));
}

void
sample_tell(struct exchange *x, void *arg)
{
	struct web	*web = arg;
	struct asked	*a;

	if (web_busy(web, x))
		return;
	a = NEW(exchange_arena(x), struct asked);
	a->exchange = x;
	a->job = (struct job){ .work = count, .done = counted,
	    .arena = exchange_arena(x) };
	store_read(web->gateway->store, &a->job);
}
