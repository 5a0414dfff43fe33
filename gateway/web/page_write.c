/*
 * Write to a family: one page and one form.
 *
 *	GET  /write?student=le		students whose name begins so
 *	GET  /write?about=ID		the form, about that student
 *	POST /write/preview		the form again, with what each gets
 *	POST /write			it is kept, and goes in 10 s
 *
 * A form goes from step to step: whom of those ticked it may go to (check),
 * what it would become (preview), and then it is kept (compose).  Where a
 * step says no, the form comes back with what was typed and what to do.
 *
 * The name of the form and what it says are together the name of what is
 * kept, so that a form that is sent twice writes once, and one that is
 * changed after Back writes again; the same words from a fresh form are asked
 * about (same.h).
 */

#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/text.h"
#include "flow/compose.h"
#include "flow/fill.h"
#include "flow/gateway.h"
#include "flow/preview.h"
#include "store/db.h"
#include "store/errand.h"
#include "store/person.h"
#include "store/sent.h"
#include "store/word.h"
#include "web/api.h"
#include "web/asks.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_inside.h"
#include "web/page_write.h"
#include "web/translating.h"
#include "web/pages.h"
#include "web/whom.h"

static void
again(struct writing *w, const char *field, const char *sentence)
{
	w->wrong_field = field;
	w->wrong = sentence;
	api_read(w->visit, write_view);
}

static bool
among(int64_t id, const int64_t *ids, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}

bool
write_barred(const struct writing *w, struct db *db, int64_t person)
{
	int64_t		*students;
	unsigned	 n = sight_restricted_for(db, person,
			    w->visit->viewer.now, &students);

	for (unsigned i = 0; i < n; i++)
		if (students[i] == w->base ||
		    among(students[i], w->about, w->about_count))
			return true;
	return false;
}

/* What the form says, without what differs when it is sent once more. */
static const char *
digest_of(const struct writing *w)
{
	struct arena	*arena = w->visit->arena;
	const char	*all = arena_print(arena, "%lld\n%s\n%s\n%s\n",
			    (long long)w->visit->who.person, w->words,
			    w->subject, topic_word(w->topic));

	for (unsigned i = 0; i < w->about_count; i++)
		all = arena_print(arena, "%s %lld", all,
		    (long long)w->about[i]);
	for (unsigned i = 0; i < w->person_count; i++)
		all = arena_print(arena, "%s,%lld", all,
		    (long long)w->people[i]);
	for (unsigned i = 0; i < w->value_count; i++)
		all = arena_print(arena, "%s\n%s %s", all,
		    w->values[i].name, w->values[i].texts[0]);
	return crypt_digest(arena, all, strlen(all));
}

/* The words as they are compared: with what stands in their places. */
static const char *
compared(const struct writing *w)
{
	const struct errand_values all = { .all = w->values,
				    .all_count = w->value_count };

	return fill_words(w->visit->arena, w->words, &all,
	    &(struct fill_as){ .wordings = NULL });
}

/* Of those ticked, who may be written to about the students that are; that
 * somebody else is left out is not told, as they are not shown. */
static void
check_work(struct job *job, struct db *db)
{
	struct writing	*w = CONTAINER(job, struct writing, job);
	struct visit	*v = w->visit;
	struct person	*list;
	unsigned	 n;

	w->person_count = 0;
	w->people = NEW_LIST(v->arena, int64_t, PEOPLE_MOST);
	for (unsigned s = 0; s < w->about_count; s++) {
		n = student_guardians(db, w->about[s], v->viewer.now, &list);
		for (unsigned i = 0; i < n; i++)
			if (among(list[i].id, w->to, w->to_count) &&
			    !among(list[i].id, w->people, w->person_count) &&
			    !write_barred(w, db, list[i].id))
				w->people[w->person_count++] = list[i].id;
	}
	if (!pupil_meanwhile(db, &v->viewer, w->about, w->about_count,
	    v->viewer.now - WRITE_LATELY, &w->meanwhile))
		w->meanwhile.message = 0;
	w->digest = digest_of(w);
	w->name = arena_print(v->arena, "write %.64s %.32s", w->key,
	    w->digest);
	w->same = same_lately(v, db, &(struct sent_same){
	    .audience = AUDIENCE_STUDENTS, .students = w->about,
	    .student_count = w->about_count }, compared(w), w->name);
}

/* ------------------------------------------------------------ the steps */

static struct draft
draft_of(const struct writing *w)
{
	return (struct draft){ .key = w->visit->key,
	    .audience = AUDIENCE_STUDENTS, .students = w->about,
	    .student_count = w->about_count, .people = w->people,
	    .person_count = w->person_count, .kind = KIND_DIRECT,
	    .topic = w->topic, .readers = READERS_AUTHOR, .words = w->words,
	    .subject = *w->subject == '\0' ? NULL : w->subject,
	    .values = w->values, .value_count = w->value_count,
	    .send_at = w->visit->viewer.now + WRITE_DELAY };
}

static const char *
say(struct arena *arena, const struct composed *c)
{
	char text[ID_TEXT];

	return arena_text(arena, id_text(c->message.id, text));
}

static void
composed(struct composing *c)
{
	struct writing *w = c->arg;

	if (c->status >= 400)
		again(w, "", c->answer);
	else
		page_leave(w->visit, page_print(w->visit, "/write/%s",
		    c->answer));
}

static void
keep(struct writing *w)
{
	struct composing *c = NEW(w->visit->arena, struct composing);

	c->job.arena = w->visit->arena;
	c->gateway = w->visit->web->gateway;
	c->draft = draft_of(w);
	c->id = id_new();
	c->now = w->visit->viewer.now;
	c->digest = w->digest;
	if (*w->key != '\0')
		c->name = w->name;
	c->say = say;
	c->then = composed;
	c->arg = w;
	compose(c);
}

/* Nobody finds out after sending what could be told before. */
static void
judge(struct previewing *p)
{
	struct writing *w = p->arg;

	if (p->status != 200)
		again(w, p->status == 422 ? "words" : "", p->answer);
	else if (p->told.reached == 0)
		again(w, "", "Nobody of those you chose can be reached. "
		    "Choose somebody else, or call the family.");
	else if (p->told.repeated > 0 && !w->told)
		again(w, "words", "You sent these words to 5 families since "
		    "yesterday. From the sixth on they count as an "
		    "announcement, not as a message to one family. Send "
		    "again if that is right.");
	else if (w->same.message != 0)
		again(w, "", NULL);
	else if (w->meanwhile.message > w->seen)
		again(w, "", arena_print(w->visit->arena, "%s wrote to this "
		    "family while you were writing. Read it first, or send "
		    "again.", w->meanwhile.name));
	else
		keep(w);
}

static void
show(struct previewing *p)
{
	struct writing *w = p->arg;

	if (p->status == 422)
		again(w, "words", p->answer);
	else
		api_read(w->visit, write_view);
}

static void
look_ahead(struct writing *w, void (*then)(struct previewing *))
{
	struct previewing *p = NEW(w->visit->arena, struct previewing);

	p->arena = w->visit->arena;
	p->gateway = w->visit->web->gateway;
	p->draft = draft_of(w);
	p->now = w->visit->viewer.now;
	p->ask = translating_asks(w->visit, w->words);
	p->then = then;
	p->arg = w;
	w->preview = p;
	preview(p);
}

/* What is wrong with the form, or NULL. */
static const char *
wrong(struct writing *w, const char **field)
{
	const struct draft	 d = draft_of(w);
	size_t			 units = text_units(w->words);
	const char		*places;

	*field = "words";
	if (w->words[0] == '\0')
		return "Write some words.";
	if (units > WORDS_MOST)
		return whom_too_long(w->visit->arena, units);
	*field = "subject";
	if (text_units(w->subject) > SUBJECT_MOST)
		return "The subject is too long. Write at most 200 "
		    "characters.";
	if ((places = asks_wrong(w->visit, &d, field)) != NULL)
		return places;
	*field = "about";
	if (w->about_count == 0)
		return "Choose at least one student it is about.";
	*field = "to";
	if (w->person_count == 0)
		return "Choose at least one guardian of the students it is "
		    "about.";
	return NULL;
}

static void
send_checked(struct job *job, bool kept)
{
	struct writing	*w = CONTAINER(job, struct writing, job);
	const char	*field, *sentence;

	if (!kept)
		page_problem(w->visit, 503, "The database does not answer. "
		    "Go back and try again in a few seconds.");
	else if ((sentence = wrong(w, &field)) != NULL)
		again(w, field, sentence);
	else
		look_ahead(w, judge);
}

static void
preview_checked(struct job *job, bool kept)
{
	struct writing	*w = CONTAINER(job, struct writing, job);
	const char	*field, *sentence;

	w->same.message = 0;
	if (!kept)
		page_problem(w->visit, 503, "The database does not answer. "
		    "Try again in a few seconds.");
	else if ((sentence = wrong(w, &field)) == NULL)
		look_ahead(w, show);
	else if (w->words[0] == '\0' && w->visit->fragment != NULL)
		api_read(w->visit, write_view);
	else
		again(w, field, sentence);
}

/* ----------------------------------------------------------- the routes */

static struct writing *
read_form(struct visit *v)
{
	struct writing	*w = NEW(v->arena, struct writing);
	int64_t		*one;

	*w = (struct writing){ .visit = v, .posted = true, .typed = "",
	    .words = whom_typed(v, "words"),
	    .subject = whom_typed(v, "subject"),
	    .key = whom_typed(v, "key"),
	    .told = *whom_typed(v, "told") != '\0' };
	if (whom_ids(v, &v->form, "student", &one, 1) == 1)
		w->base = one[0];
	if (whom_ids(v, &v->form, "seen", &one, 1) == 1)
		w->seen = one[0];
	w->about_count = whom_ids(v, &v->form, "about", &w->about,
	    WRITE_ABOUT);
	w->to_count = whom_ids(v, &v->form, "to", &w->to, PEOPLE_MOST);
	w->shown_count = whom_ids(v, &v->form, "shown", &w->shown,
	    PEOPLE_MOST);
	if (w->base == 0 && w->about_count > 0)
		w->base = w->about[0];
	if (!topic_read(page_field(v, "topic"), &w->topic))
		w->topic = TOPIC_GENERAL;
	w->value_count = asks_take(v, w->words, w->subject, &w->values);
	v->wanted = w;
	return w;
}

static void
check(struct writing *w, void (*then)(struct job *, bool))
{
	w->job = (struct job){ .work = check_work, .done = then,
	    .arena = w->visit->arena };
	store_read(w->visit->web->gateway->store, &w->job);
}

void
page_write_send(struct visit *v)
{
	check(read_form(v), send_checked);
}

void
page_write_preview(struct visit *v)
{
	check(read_form(v), preview_checked);
}

/* `student` is what is typed into the search; an id, where a link has it. */
void
page_write_form(struct visit *v)
{
	struct writing	*w = NEW(v->arena, struct writing);
	int64_t		*one;

	*w = (struct writing){ .visit = v, .words = whom_asked(v, "words"),
	    .subject = "", .typed = whom_asked(v, "student") };
	w->about_count = whom_ids(v, &v->query, "about", &w->about,
	    WRITE_ABOUT);
	if (w->about_count == 0 && whom_ids(v, &v->query, "student", &one,
	    1) == 1) {
		w->about = one;
		w->about_count = 1;
		w->typed = "";
	}
	if (w->about_count > 0)
		w->base = w->about[0];
	v->wanted = w;
	api_read(v, write_view);
}
