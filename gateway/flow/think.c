/*
 * The thinker: a crew of one, an inbox to it and one back.
 */

#include <stdlib.h>

#include "flow/think.h"
#include "net/loop.h"

#define AT_ONCE		1	/* The next one may be put off no longer. */

struct think {
	struct inbox	*put, *thought;
	struct crew	*crew;
	struct hearing	*hearing;
	unsigned	 under_way;	/* The loop's own. */
};

static void
thinker(void *arg)
{
	struct think	*think = arg;
	struct tasks	 tasks = STAILQ_HEAD_INITIALIZER(tasks);
	struct task	*task;
	struct thought	*thought;

	while (inbox_wait(think->put, &tasks, AT_ONCE) > 0) {
		task = STAILQ_FIRST(&tasks);
		STAILQ_REMOVE_HEAD(&tasks, next);
		thought = CONTAINER(task, struct thought, task);
		thought->work(thought);
		inbox_put(think->thought, task);
	}
}

static void
heard(void *arg, struct task *task)
{
	struct think	*think = arg;
	struct thought	*thought = CONTAINER(task, struct thought, task);

	think->under_way--;
	thought->done(thought);
}

struct think *
think_new(struct loop *loop)
{
	struct think	*think = calloc(1, sizeof *think);
	void		*hand = think;

	if (think == NULL)
		abort();
	think->put = inbox_new();
	think->thought = inbox_new();
	think->hearing = loop_hear(loop, think->thought, heard, think);
	think->crew = crew_start("thinker", thinker, &hand, 1);
	return think;
}

void
think_free(struct think *think)
{
	struct tasks forgotten = STAILQ_HEAD_INITIALIZER(forgotten);

	if (think == NULL)
		return;
	inbox_close(think->put);
	crew_join(think->crew);
	(void)inbox_take(think->thought, &forgotten);
	hearing_free(think->hearing);
	inbox_free(think->put);
	inbox_free(think->thought);
	free(think);
}

bool
think_put(struct think *think, struct thought *thought)
{
	if (think->under_way == THOUGHTS_MOST)
		return false;
	think->under_way++;
	inbox_put(think->put, &thought->task);
	return true;
}

unsigned
think_under_way(const struct think *think)
{
	return think->under_way;
}
