/*
 * What a district decides: practice and its list.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/practice.h"
#include "tests/scenarios/stage.h"

struct decision {
	const char	*phone, *why;
	bool		 done;
};

static void
begin_work(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE district SET practice = 1", NONE);
}

static void
sample_work(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE district SET sample = 1", NONE);
}

static void
live_work(struct db *db, void *arg)
{
	struct decision *d = arg;

	d->done = practice_live(db, &d->why);
}

static void
add_work(struct db *db, void *arg)
{
	struct decision *d = arg;

	d->done = practice_add(db, &(struct practice_contact){
	    .address = d->phone, .note = "", .added = clock_now() }, &d->why);
}

static void
remove_work(struct db *db, void *arg)
{
	struct decision *d = arg;

	d->done = practice_remove(db, CHANNEL_SMS, d->phone);
}

static const struct {
	const char	*verb;
	void		(*work)(struct db *, void *);
} decisions[] = {
	{ "begins", begin_work }, { "sample", sample_work },
	{ "ends", live_work }, { "adds", add_work },
	{ "removes", remove_work },
};

/* practice begins | sample | adds +1... | removes +1... | ends [refused] */
static void
play_practice(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	struct decision		 d = { .done = true };

	d.phone = s->count > 2 ? s->words[2] : "";
	for (size_t i = 0; i < COUNT(decisions); i++)
		if (says(s, 1, decisions[i].verb))
			stage_write(stage, decisions[i].work, &d);
	if (d.done == (place_of(s, "refused") != 0))
		stage_fail(stage, "%s", d.why != NULL ? d.why :
		    "it is not refused");
	if (stage->gateway != NULL)
		gateway_recall(stage->gateway);
}

bool
rules_play(struct stage *stage, const struct sentence *s)
{
	if (!says(s, 0, "practice"))
		return false;
	if (s->count < 2)
		stage_fail(stage, "something is missing here");
	play_practice(stage);
	return true;
}
