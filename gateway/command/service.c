/*
 * The beat, and the status line.
 */

#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/notify.h"
#include "command/service.h"
#include "flow/gateway.h"
#include "store/job.h"

#define STATUS_EVERY	SECONDS(30)
#define BEATS		4	/* Within what the watchdog waits. */

struct service {
	struct gateway	*gateway;
	const char	*address;
	struct job	 beat;
	bool		 out, stopping;
	int64_t		 watchdog;	/* ms; 0: nobody watches. */
	int64_t		 beat_at, status_at;
};

static void
beat_work(struct job *job, struct db *db)
{
	(void)job;
	(void)db;
}

/* The loop turns, and the writer took a job and gave it back. */
static void
beat_done(struct job *job, bool kept)
{
	struct service *s = CONTAINER(job, struct service, beat);

	(void)kept;
	s->out = false;
	notify_alive();
}

static void
beat(struct service *s, int64_t now)
{
	if (s->watchdog == 0 || s->out || s->stopping || now < s->beat_at)
		return;
	s->out = true;
	s->beat_at = now + s->watchdog / BEATS;
	s->beat = (struct job){ .work = beat_work, .done = beat_done,
	    .patient = true };
	store_write(s->gateway->store, &s->beat);
}

/* Nobody knows it before the first look at the database. */
static const char *
mode(const struct gateway_figures *f)
{
	if (!f->looked)
		return "Serves";
	return f->in_sample ? "A sample district," :
	    f->in_practice ? "In practice," : "Live,";
}

static void
tell_status(struct service *s, int64_t now)
{
	const struct gateway_figures	*f = &s->gateway->figures;
	int64_t				 queued = 0;

	if (s->stopping || now < s->status_at)
		return;
	s->status_at = now + STATUS_EVERY;
	for (size_t i = 0; i < COUNT(f->queued); i++)
		queued += f->queued[i];
	notify_status("%s at %s; texts that wait: %" PRId64
	    ", that may have arrived: %" PRId64, mode(f), s->address, queued,
	    f->unknown);
}

void
service_tick(struct service *s)
{
	int64_t now = clock_boot();

	beat(s, now);
	tell_status(s, now);
}

void
service_ready(struct service *s)
{
	notify_ready();
	tell_status(s, clock_boot());
}

void
service_stopping(struct service *s)
{
	s->stopping = true;
	notify_stopping();
	notify_status("Stopping: what is under way ends.");
}

struct service *
service_new(struct gateway *gateway, const char *address)
{
	struct service *s = calloc(1, sizeof *s);

	if (s == NULL)
		abort();
	s->gateway = gateway;
	s->address = address;
	s->watchdog = notify_watchdog();
	return s;
}

void
service_free(struct service *s)
{
	free(s);
}
