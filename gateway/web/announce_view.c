/*
 * What the steps of an announcement show of it.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/list.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/many.h"
#include "store/own.h"
#include "store/person.h"
#include "store/sight.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/whom.h"

#define NAMED_MOST	3	/* Classes and students by name. */

static const char *const steps[] = { "message", "who", "languages", "when",
    "confirm" };

void
announce_frame(struct visit *v, json_t *view, const struct announcing *g,
    unsigned step)
{
	const struct announcement	*a = &g->a;
	json_t				*all = json_array(), *one;
	unsigned			 open = *a->words == '\0' ? 0 :
					    !announce_addressed(a) ? 1 : 4;
	char				 key[40], id[ID_TEXT];

	for (unsigned i = 0; i < COUNT(steps); i++) {
		one = json_pack("{s:s, s:b, s:b}", "name", steps[i],
		    "current", i == step, "done", i < step && i <= open);
		if (a->kept != 0 && i <= open && i != step)
			json_object_set_new(one, "path_url", json_string(
			    announce_path(v, a->id, steps[i])));
		json_array_append_new(all, one);
	}
	(void)snprintf(key, sizeof key, "announce.title_%s", steps[step]);
	json_object_set_new(view, "title_key", json_string(key));
	json_object_set_new(view, "steps", all);
	json_object_set_new(view, "step", json_integer(step + 1));
	json_object_set_new(view, "id", json_string(id_text(a->id, id)));
	json_object_set_new(view, "action_url", json_string(
	    announce_path(v, a->id, steps[step])));
	json_object_set_new(view, "draft_url", json_string(
	    announce_path(v, a->id, "draft")));
	json_object_set_new(view, "discard_url", json_string(
	    announce_path(v, a->id, "discard")));
	if (step > 0)
		json_object_set_new(view, "back_url", json_string(
		    announce_path(v, a->id, steps[step - 1])));
	if (a->kept != 0)
		json_object_set_new(view, "kept", page_when(v, a->kept));
}

static json_t *
missed_json(struct db *db, const struct preview *p)
{
	struct person	 who;
	json_t		*all = json_array();

	for (unsigned i = 0; i < p->missed_count; i++)
		if (person_get(db, p->missed[i].person, &who))
			json_array_append_new(all, json_pack("{s:s, s:o}",
			    "name", who.name,
			    "reason", api_text(p->missed[i].reason)));
	return all;
}

static json_t *
reasons_json(const struct preview_reason *list, unsigned count)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(all, json_pack("{s:s, s:I}",
		    "reason", list[i].reason,
		    "people", (json_int_t)list[i].people));
	return all;
}

/* For the office: who is in none of the numbers. */
static int64_t
barred(struct visit *v, struct db *db, const struct draft *d)
{
	struct many	many;
	int64_t		n;

	many_init(&many);
	for (unsigned i = 0; d->audience == AUDIENCE_STUDENTS &&
	    i < d->student_count; i++)
		many_id(&many, d->students[i]);
	n = own_barred(db, d->audience, d->target, many_value(&many),
	    v->viewer.now);
	many_free(&many);
	return n;
}

json_t *
announce_reach(struct visit *v, struct db *db, const struct announcing *g)
{
	const struct preview	*p = &g->preview.told;
	int64_t			 missed = p->people - p->reached, n;
	json_t			*view;

	if (g->preview.status != 200)
		return json_null();
	view = json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:o, s:o}",
	    "students", (json_int_t)p->students,
	    "families", (json_int_t)p->families,
	    "people", (json_int_t)p->people,
	    "reached", (json_int_t)p->reached,
	    "by_text", (json_int_t)(p->reached - p->by_mail),
	    "by_mail", (json_int_t)p->by_mail,
	    "missed", missed_json(db, p),
	    "mail_because", reasons_json(p->mail_reasons,
	    p->mail_reason_count));
	if (missed > 0)
		json_object_set_new(view, "unreached", json_integer(missed));
	if (missed > (int64_t)p->missed_count)
		json_object_set_new(view, "more_missed", json_integer(missed -
		    (json_int_t)p->missed_count));
	json_object_set_new(view, "nobody", json_boolean(p->reached == 0));
	if (p->shared > 0)
		json_object_set_new(view, "shared", json_integer(p->shared));
	if (p->practice)
		json_object_set_new(view, "held", json_integer(p->held));
	if ((v->who.standing.rights & RIGHT_OFFICE) &&
	    (n = barred(v, db, &g->draft)) > 0)
		json_object_set_new(view, "barred", json_integer(n));
	return view;
}

/* "3B Park", "3B Park, 4A Ruiz, and 2 more". */
static const char *
names_of(struct visit *v, struct db *db, const int64_t *ids, unsigned count,
    bool (*name_of)(struct db *, int64_t, const char **))
{
	const char	*all = "", *name;
	unsigned	 n = 0;

	for (; n < count && n < NAMED_MOST; n++)
		if (name_of(db, ids[n], &name))
			all = *all == '\0' ? name : arena_print(v->arena,
			    "%s, %s", all, name);
	return count <= NAMED_MOST ? all : arena_print(v->arena,
	    "%s, and %u more", all, count - NAMED_MOST);
}

const char *
announce_whom(struct visit *v, struct db *db, const struct announcement *a)
{
	const char	*name;
	struct district	 d;

	if (a->audience == AUDIENCE_DISTRICT)
		return district_get(db, &d) ? d.name : "";
	if (a->audience == AUDIENCE_SCHOOL)
		return school_get(db, a->school, &name) ? name : "";
	if (a->audience == AUDIENCE_STUDENTS)
		return names_of(v, db, a->students, a->student_count,
		    student_name);
	return names_of(v, db, a->classes, a->class_count, class_name);
}

json_t *
announce_topics(enum topic chosen)
{
	json_t *all = json_array();

	for (enum topic i = 0; i < TOPICS; i++)
		json_array_append_new(all, json_pack("{s:s, s:b}", "topic",
		    topic_word(i), "chosen", i == chosen));
	return all;
}

json_t *
announce_by(struct visit *v, struct db *db, const struct translation *t)
{
	struct person	 who;
	json_t		*by = json_object();

	if (t == NULL) {
		json_object_set_new(by, "english", json_true());
		return by;
	}
	json_object_set_new(by, t->state == WORDS_APPROVED ? "approved" :
	    t->state == WORDS_MACHINE ? "computer" : "draft", json_true());
	if (t->author == v->viewer.person)
		json_object_set_new(by, "you", json_true());
	else if (t->author != 0 && person_get(db, t->author, &who))
		json_object_set_new(by, "speaker", json_string(who.name));
	return by;
}
