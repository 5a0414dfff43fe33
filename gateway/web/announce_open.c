/*
 * From the id of a draft to the draft, resolved, and what it reaches.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/list.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/message.h"
#include "store/person.h"
#include "store/sent.h"
#include "store/unsent.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"

#define GONE	"There is no such draft. It was sent or thrown away. "	\
		"Look under Sent, or begin a new announcement."

const char *
announce_path(struct visit *v, int64_t id, const char *step)
{
	char text[ID_TEXT];

	return page_print(v, "/announce/%s/%s", id_text(id, text), step);
}

static int
by_id(const void *one, const void *other)
{
	const int64_t *a = one, *b = other;

	return (*a > *b) - (*a < *b);
}

/* The students of several classes, each once. */
static void
gather(struct announcing *g, struct db *db)
{
	const struct announcement	*a = &g->a;
	int64_t				*all, *some;
	unsigned			 n = 0, m, k = 0;

	all = NEW_LIST(g->v->arena, int64_t,
	    CLASSES_MOST * (STUDENTS_MOST + 1));
	for (unsigned i = 0; i < a->class_count; i++) {
		m = group_students(db, &(struct group){
		    .audience = AUDIENCE_CLASS, .target = a->classes[i],
		    .most = STUDENTS_MOST + 1, .now = g->v->viewer.now },
		    &some);
		memcpy(all + n, some, m * sizeof *some);
		n += m;
	}
	qsort(all, n, sizeof *all, by_id);
	for (unsigned i = 0; i < n; i++)
		if (i == 0 || all[i] != all[i - 1])
			all[k++] = all[i];
	g->too_many = k > STUDENTS_MOST;
	g->draft.audience = AUDIENCE_STUDENTS;
	g->draft.students = all;
	g->draft.student_count = g->too_many ? STUDENTS_MOST : k;
}

/* What compose() and preview() are asked. */
static void
resolve(struct announcing *g, struct db *db)
{
	const struct announcement	*a = &g->a;
	struct draft			*d = &g->draft;

	*d = (struct draft){ .key = g->v->key, .audience = a->audience,
	    .target = a->school, .kind = a->kind, .readers = a->readers,
	    .words = a->words, .subject = *a->subject == '\0' ? NULL :
	    a->subject, .translations = a->words_in,
	    .translation_count = a->word_count, .send_at = a->send_at,
	    .at_night = a->at_night, .topic = a->topic, .apart = a->apart,
	    .values = a->values, .value_count = a->value_count,
	    .template_id = a->template, .template_version = a->version };
	if (a->audience == AUDIENCE_STUDENTS) {
		d->students = a->students;
		d->student_count = a->student_count;
	} else if (a->audience == AUDIENCE_DISTRICT) {
		d->target = 0;
	} else if (a->audience != AUDIENCE_SCHOOL && a->class_count == 1) {
		d->audience = AUDIENCE_CLASS;
		d->target = a->classes[0];
	} else if (a->audience != AUDIENCE_SCHOOL) {
		gather(g, db);
	}
}

/* Whether they sent the same lately. */
static void
find_same(struct announcing *g, struct db *db)
{
	const struct draft	*d = &g->draft;
	struct message		 m;

	g->same = *d->words == '\0' ? 0 : sent_same(db, &(struct sent_same){
	    .author = g->v->viewer.person,
	    .since = g->v->viewer.now - HOURS(SAME_HOURS),
	    .audience = d->audience, .target = d->target,
	    .digest = compose_digest(g->v->arena, d),
	    .students = d->students, .student_count = d->student_count });
	if (g->same != 0 && message_get(db, g->same, &m))
		g->same_at = m.created;
}

static void
find(struct job *job, struct db *db)
{
	struct announcing	*g = CONTAINER(job, struct announcing, job);
	struct visit		*v = g->v;
	struct unsent		 u;
	struct kept_answer	 kept = { .api_key = 0,
				    .name = announce_path(v, v->id, "") };

	g->sent = 0;
	g->found = unsent_get(db, v->id, v->viewer.person, &u);
	if (kept_answer_find(db, &kept) &&
	    strcmp(kept.digest, ANNOUNCE_PLACE) == 0 &&
	    !id_parse(kept.answer, &g->sent))
		g->sent = 0;
	memset(&g->a, 0, sizeof g->a);
	announce_read(v->arena, g->found ? u.content : "{}", &g->a);
	g->a.id = v->id;
	g->a.kept = g->found ? u.at : 0;
	if (g->way->take != NULL)
		g->way->take(v, db, &g->a);
	resolve(g, db);
	find_same(g, db);
}

static void
go_on(struct announcing *g)
{
	if (g->way->then != NULL)
		g->way->then(g);
	else if (g->way->flags & ANNOUNCE_CHANGE)
		api_change(g->v, g->way->look);
	else
		api_read(g->v, g->way->look);
}

static void
previewed(struct previewing *p)
{
	struct announcing *g = p->arg;

	if (p->status == 503)
		page_problem(g->v, 503, p->answer);
	else
		go_on(g);
}

static void
look_ahead(struct announcing *g)
{
	g->preview = (struct previewing){ .arena = g->v->arena,
	    .gateway = g->v->web->gateway, .draft = g->draft,
	    .now = g->v->viewer.now, .ask = true, .then = previewed,
	    .arg = g };
	preview(&g->preview);
}

static void
found(struct job *job, bool kept)
{
	struct announcing	*g = CONTAINER(job, struct announcing, job);
	struct visit		*v = g->v;
	unsigned		 flags = g->way->flags;
	bool			 words = *g->a.words != '\0';
	bool			 to = announce_addressed(&g->a) && !g->too_many;
	char			 id[ID_TEXT];

	if (!kept)
		page_problem(v, 503, "The database does not answer. Try "
		    "again in a few seconds.");
	else if (g->sent != 0)
		page_leave(v, page_print(v, "/messages/%s",
		    id_text(g->sent, id)));
	else if (!g->found && (flags & ANNOUNCE_WHOLE))
		page_problem(v, 404, GONE);
	else if (!words && (flags & ANNOUNCE_WHOLE))
		page_leave(v, announce_path(v, v->id, "message"));
	else if (!to && (flags & ANNOUNCE_TO))
		page_leave(v, announce_path(v, v->id, "who"));
	else if (words && to && (flags & ANNOUNCE_REACH))
		look_ahead(g);
	else
		go_on(g);
}

void
announce_open(struct visit *v, const struct announce_way *way)
{
	struct announcing *g = NEW(v->arena, struct announcing);

	if (!api_id(v))
		return;
	g->v = v;
	g->way = way;
	v->wanted = g;
	g->job = (struct job){ .work = find, .done = found,
	    .arena = v->arena };
	store_read(v->web->gateway->store, &g->job);
}

void
announce_keep(struct visit *v, struct db *db, const struct announcement *a)
{
	unsent_keep(db, &(struct unsent){ .id = a->id,
	    .person = v->viewer.person, .place = ANNOUNCE_PLACE,
	    .content = announce_say(v->arena, a), .at = v->viewer.now,
	    .template = a->template });
}
