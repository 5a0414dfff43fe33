/*
 * One event of a history: an object whose members say what it is.
 *
 *	{"at": "2026-09-01 07:42", ...
 *	 "write": STAFF, "students": [NAME], "words": ...}
 *	 "write": STAFF, "school": NAME, "class": NAME, "words": ...}
 *	 "answer": STAFF, "phone": NUMBER, "school": NAME, "words": ...}
 *	 "phone": NUMBER, "to": NUMBER, "words": ..., "media": [LINK]}
 *	 "carrier": FAULT, "phone": NUMBER}, or "well": no more faults
 *	 "roster": FILE}, beside the history
 *
 * What is written may have a "kind" and "readers".
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "command/play.h"
#include "flow/compose.h"
#include "store/sample.h"
#include "store/word.h"

#define STUDENTS	8	/* That an event may name. */

/* What an event says, with the ids of whom it names. */
struct wish {
	const json_t	*event;
	struct draft	 draft;
	int64_t		 students[STUDENTS];
	int64_t		 school;
	const char	*missing;	/* What nothing has the name of. */
};

static const char *
word_of(const json_t *event, const char *name)
{
	return json_string_value(json_object_get(event, name));
}

static int64_t
found(struct wish *w, const char *what, int64_t id)
{
	if (id == 0)
		w->missing = what;
	return id;
}

static void
find_students(struct db *db, struct wish *w, const json_t *names)
{
	size_t i;

	w->draft.audience = AUDIENCE_STUDENTS;
	w->draft.students = w->students;
	for (i = 0; i < json_array_size(names) && i < STUDENTS; i++)
		w->students[i] = found(w, "student", sample_student(db,
		    json_string_value(json_array_get(names, i))));
	w->draft.student_count = (unsigned)i;
}

static void
find_audience(struct db *db, struct wish *w)
{
	const char *class = word_of(w->event, "class");

	if (w->school == 0) {
		find_students(db, w, json_object_get(w->event, "students"));
	} else if (class != NULL) {
		w->draft.audience = AUDIENCE_CLASS;
		w->draft.target = found(w, "class", sample_class(db,
		    w->school, class));
	} else {
		w->draft.audience = AUDIENCE_SCHOOL;
		w->draft.target = w->school;
	}
}

static void
wish_work(struct db *db, void *arg)
{
	struct wish	*w = arg;
	const char	*school = word_of(w->event, "school");
	const char	*answer = word_of(w->event, "answer");
	const char	*author = answer != NULL ? answer :
			    word_of(w->event, "write");

	w->missing = NULL;
	w->draft.key.person = found(w, "staff", sample_staff(db, author));
	if (school != NULL)
		w->school = found(w, "school", sample_school(db, school));
	if (answer == NULL) {
		find_audience(db, w);
		return;
	}
	w->draft.audience = AUDIENCE_CONTACT;
	w->draft.target = found(w, "talk", sample_talk(db,
	    word_of(w->event, "phone"), w->school));
}

/*
 * Writing.
 */

static const char *
say(struct arena *arena, const struct composed *composed)
{
	(void)arena;
	(void)composed;
	return "";
}

static void
composed(struct composing *c)
{
	*(bool *)c->arg = true;
}

static bool
send_draft(struct play *play, const struct draft *draft, unsigned line)
{
	struct composing	*c = NEW(play->arena, struct composing);
	bool			 done = false;

	*c = (struct composing){ .gateway = play->gateway, .draft = *draft,
	    .id = id_new(), .now = clock_now(), .say = say,
	    .then = composed, .arg = &done };
	c->job.arena = play->arena;
	compose(c);
	while (!done)
		loop_turn(play->loop);
	return c->status == 202 || play_fail(play, "line %u: %s", line,
	    c->answer);
}

static bool
play_author(struct play *play, const json_t *event, unsigned line)
{
	struct wish	 w = { .event = event };
	struct draft	*d = &w.draft;
	const char	*kind = word_of(event, "kind");
	const char	*readers = word_of(event, "readers");

	d->words = word_of(event, "words");
	d->kind = KIND_DIRECT;
	d->readers = READERS_AUTHOR;
	if ((kind != NULL && !kind_read(kind, &d->kind)) ||
	    (readers != NULL && !readers_read(readers, &d->readers)) ||
	    d->words == NULL)
		return play_fail(play, "line %u: there are no such words, "
		    "kind or readers", line);
	if (!play_read(play, wish_work, &w))
		return false;
	if (w.missing != NULL)
		return play_fail(play, "line %u: there is no such %s", line,
		    w.missing);
	return send_draft(play, d, line);
}

/*
 * The other side.
 */

static bool
play_phone(struct play *play, const json_t *event)
{
	json_t	*body = json_pack("{ss* ss* ss*}", "from",
		    word_of(event, "phone"), "to", word_of(event, "to"),
		    "body", word_of(event, "words"));
	json_t	*media = json_object_get(event, "media");

	if (media != NULL)
		json_object_set(body, "media", media);
	return play_tell(play, "POST", "write", body);
}

static bool
play_carrier(struct play *play, const json_t *event)
{
	const char *fault = word_of(event, "carrier");

	if (strcmp(fault, "well") == 0)
		return play_tell(play, "DELETE", "fault", NULL);
	return play_tell(play, "POST", "fault", json_pack("{ss ss*}", "name",
	    fault, "number", word_of(event, "phone")));
}

bool
event_play(struct play *play, const json_t *event, unsigned line)
{
	if (word_of(event, "write") != NULL ||
	    word_of(event, "answer") != NULL)
		return play_author(play, event, line);
	if (word_of(event, "carrier") != NULL)
		return play_carrier(play, event);
	if (word_of(event, "phone") != NULL)
		return play_phone(play, event);
	if (word_of(event, "roster") != NULL)
		return event_roster(play, word_of(event, "roster"));
	return play_fail(play, "line %u: this is no event", line);
}
