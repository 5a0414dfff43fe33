/*
 * The post: lines that are kept, and mails that wait because there are as
 * many lines as there may be.  A kept line that turns out to be dead before
 * its server has said a word about a mail is replaced, once.
 */

#include <assert.h>
#include <stdlib.h>

#include "base/clock.h"
#include "net/client.h"
#include "net/post.h"
#include "net/ride.h"
#include "net/wire.h"

#define PATIENCE	SECONDS(60)
#define KEPT		SECONDS(20)

struct post {
	struct lines	 kept, busy;
	unsigned	 count;		/* Of both. */
	struct tasks	 waiting;
	bool		 placing;
};

static void
drop(struct line *line)
{
	struct post *post = line->wire->own;

	TAILQ_REMOVE(line->awaiting == AWAIT_NOBODY ? &post->kept :
	    &post->busy, line, next);
	post->count--;
	line_part(line);
	line_free(line);
}

static void
connect_for(struct wire *wire, struct carriage *c)
{
	struct post *post = wire->own;
	struct line *line = line_new(wire, c);

	TAILQ_INSERT_TAIL(&post->busy, line, next);
	post->count++;
	line_time(line, c->patience > 0 ? c->patience : PATIENCE);
}

/* A new mail on a line that is connected. */
static void
begin(struct line *line)
{
	line->heard = line->given = line->over = false;
	line->refused = 0;
	line->lasts = true;
	say_begin(line);
	if (line->over)
		post_over(line);
	else if (!line_flush(line))
		post_lost(line, "cut the connection");
}

static struct line *
kept_for(struct post *post, const struct request *request)
{
	struct line *line;

	TAILQ_FOREACH(line, &post->kept, next)
		if (line_fits(line, request))
			return line;
	return NULL;
}

/* False: there is no line for it now. */
static bool
place(struct wire *wire, struct carriage *c)
{
	struct post *post = wire->own;
	struct line *line = kept_for(post, &c->request);

	if (line == NULL) {
		if (post->count >= atomic_load(&wire->wanted) &&
		    !TAILQ_EMPTY(&post->kept))
			drop(TAILQ_FIRST(&post->kept));
		if (post->count >= atomic_load(&wire->wanted))
			return false;
		connect_for(wire, c);
		return true;
	}
	TAILQ_REMOVE(&post->kept, line, next);
	TAILQ_INSERT_TAIL(&post->busy, line, next);
	line->carriage = c;
	line->used = true;
	line->awaiting = AWAIT_RESET;
	line_time(line, c->patience > 0 ? c->patience : PATIENCE);
	begin(line);
	return true;
}

/* What waits, as far as there are lines again. */
static void
place_waiting(struct wire *wire)
{
	struct post *post = wire->own;
	struct task *task;

	if (post->placing)
		return;			/* The one above goes on. */
	post->placing = true;
	while ((task = STAILQ_FIRST(&post->waiting)) != NULL) {
		struct carriage *c = CONTAINER(task, struct carriage, task);

		STAILQ_REMOVE_HEAD(&post->waiting, next);
		if (ride_passed(c)) {
			wire_ended(wire, c);
		} else if (!place(wire, c)) {
			STAILQ_INSERT_HEAD(&post->waiting, task, next);
			break;
		}
	}
	post->placing = false;
}

void
post_over(struct line *line)
{
	struct wire *wire = line->wire;
	struct post *post = wire->own;

	wire_ended(wire, line->carriage);
	line->carriage = NULL;
	if (line->lasts) {
		TAILQ_REMOVE(&post->busy, line, next);
		TAILQ_INSERT_HEAD(&post->kept, line, next);
		line->awaiting = AWAIT_NOBODY;
		line_time(line, KEPT);
	} else {
		drop(line);
	}
	place_waiting(wire);
}

/* The first reply of a kept line may say that it was kept for too long. */
static bool
was_stale(const struct line *line)
{
	return line->used && !line->given && !line->heard;
}

void
post_lost(struct line *line, const char *why)
{
	struct wire *wire = line->wire;
	struct carriage *c = line->carriage;

	if (c == NULL) {
		drop(line);
	} else if (was_stale(line)) {
		drop(line);
		connect_for(wire, c);
	} else {
		if (line->refused != 0) {
			say_answered(line, line->refused, line->refused_at,
			    line->refusal);
		} else {
			c->response.carried = line->given ? CUT_OFF :
			    NEVER_SPOKE;
			c->why = why;
		}
		line->lasts = false;
		post_over(line);
	}
}

void
post_time(struct line *line)
{
	if (line->carriage == NULL) {
		drop(line);
		return;
	}
	line->used = false;
	post_lost(line, "did not answer in time");
}

static void
start(struct wire *wire, struct carriage *c)
{
	struct post *post = wire->own;

	ride_refuse(c, ride_mail_unfit(&c->request));
	if (c->why != NULL || ride_passed(c))
		wire_ended(wire, c);
	else if (!STAILQ_EMPTY(&post->waiting) || !place(wire, c))
		STAILQ_INSERT_TAIL(&post->waiting, &c->task, next);
}

static void
connected(struct wire *wire, CURL *easy, CURLcode code)
{
	struct line *line;

	(void)wire;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, &line);
	if (line_connected(line, code))
		begin(line);
	else
		post_over(line);
}

static void
make_post(struct wire *wire)
{
	struct post *post = calloc(1, sizeof *post);

	assert(post != NULL);
	TAILQ_INIT(&post->kept);
	TAILQ_INIT(&post->busy);
	STAILQ_INIT(&post->waiting);
	wire->own = post;
}

static void
end_all(struct wire *wire)
{
	struct post *post = wire->own;
	struct task *task;

	while ((task = STAILQ_FIRST(&post->waiting)) != NULL) {
		STAILQ_REMOVE_HEAD(&post->waiting, next);
		ride_refuse(CONTAINER(task, struct carriage, task),
		    RIDE_STOPPING);
		wire_ended(wire, CONTAINER(task, struct carriage, task));
	}
	while (!TAILQ_EMPTY(&post->busy)) {
		struct line *line = TAILQ_FIRST(&post->busy);

		line->used = false;
		post_lost(line, RIDE_STOPPING);
	}
	while (!TAILQ_EMPTY(&post->kept))
		drop(TAILQ_FIRST(&post->kept));
}

const struct wire_sort wire_of_post = {
	.open = make_post,
	.start = start,
	.ended = connected,
	.close = end_all,
};
