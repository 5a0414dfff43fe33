/*
 * For whom of several a text is.  What we said is compared by who reads the
 * answers and by students; a text by the words of names that only one of the
 * students has.  Texts of other families are never looked at: all of it was
 * said to this one contact, from the number it writes to.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "flow/inbound_inside.h"
#include "store/attempt.h"
#include "store/db.h"
#include "store/meant.h"
#include "store/moved.h"
#include "store/sight.h"
#include "store/user.h"

#define LATELY		DAYS(2)		/* Longer ago nobody answers it. */
#define PLAIN		HOURS(1)
#define OPTIONS_MOST	8
#define NAME_WORDS	4		/* "It is for Ivy." */

/* One that it may be for: what was said last of one seat, or (message 0) a
 * school. */
struct option {
	struct meant	 meant;
	int64_t		 students[ABOUT_MOST];
	unsigned	 count;
};

struct options {
	struct option	 list[OPTIONS_MOST];
	unsigned	 count;
};

static bool
has(const struct option *o, int64_t student)
{
	for (unsigned i = 0; i < o->count; i++)
		if (o->students[i] == student)
			return true;
	return false;
}

static void
add(struct option *o, int64_t student)
{
	if (!has(o, student) && o->count < ABOUT_MOST)
		o->students[o->count++] = student;
}

/* That of the same readers; a new one, when there is none. */
static struct option *
option_of(struct options *o, const struct meant *meant)
{
	for (unsigned i = 0; i < o->count; i++)
		if (o->list[i].meant.school == meant->school &&
		    o->list[i].meant.seat == meant->seat)
			return &o->list[i];
	if (o->count == OPTIONS_MOST)
		return NULL;
	o->list[o->count] = (struct option){ .meant = *meant };
	return &o->list[o->count++];
}

/* The students of the people there, restricted guardians left out. */
static unsigned
students_of(struct incoming *in, int64_t ids[ABOUT_MOST])
{
	struct option	 all = { .count = 0 };
	int64_t		*list;
	unsigned	 n;

	for (unsigned i = 0; i < in->people_count; i++) {
		n = person_students(in->db, in->people[i].id, in->now, &list);
		for (unsigned s = 0; s < n; s++)
			add(&all, list[s]);
	}
	memcpy(ids, all.students, sizeof all.students);
	return all.count;
}

/* What was said to them since then, the last first. */
static void
said_since(struct incoming *in, int64_t since, struct options *o)
{
	int64_t		 ids[ABOUT_MOST];
	unsigned	 m = students_of(in, ids), n;
	struct meant	*said;
	struct option	*option;

	n = meant_said(in->db, in->contact.id, in->news->to, since, &said);
	for (unsigned i = 0; i < n; i++) {
		option = option_of(o, &said[i]);
		for (unsigned s = 0; s < m && option != NULL; s++)
			if (message_family(in->db, said[i].message,
			    ids[s]) != 0)
				add(option, ids[s]);
	}
}

/* The schools of their students, when they wrote to no school's number. */
static void
schools_of(struct incoming *in, struct options *o)
{
	int64_t		 ids[ABOUT_MOST], school, class;
	unsigned	 m = in->sender.school != 0 ? 0 :
			    students_of(in, ids);
	struct option	*option;

	for (unsigned s = 0; s < m; s++) {
		if (!student_place(in->db, ids[s], in->now, &school, &class))
			continue;
		option = option_of(o, &(struct meant){ .school = school });
		if (option != NULL)
			add(option, ids[s]);
	}
}

/* One word of a name, and on to the next; its length, 0: there is none. */
static size_t
word_at(const char **words, const char **word)
{
	size_t n;

	*words += strspn(*words, " ");
	*word = *words;
	n = strcspn(*words, " ");
	*words += n;
	return n;
}

static bool
has_word(const char *words, const char *wanted, size_t length)
{
	const char	*word;
	size_t		 n;

	while ((n = word_at(&words, &word)) > 0)
		if (n == length && memcmp(word, wanted, n) == 0)
			return true;
	return false;
}

static const char *
words_of(struct incoming *in, const char *text)
{
	struct arena *arena = db_arena(in->db);

	return text_bare(arena, text_words(arena, text));
}

static const char *
name_of(struct incoming *in, int64_t student)
{
	const char *name;

	return student_name(in->db, student, &name) ? words_of(in, name) : "";
}

/* Whether another student among them has that word in the name. */
static bool
is_shared(struct incoming *in, const struct options *o, int64_t student,
    const char *word, size_t length)
{
	for (unsigned i = 0; i < o->count; i++)
		for (unsigned s = 0; s < o->list[i].count; s++)
			if (o->list[i].students[s] != student && has_word(
			    name_of(in, o->list[i].students[s]), word,
			    length))
				return true;
	return false;
}

static bool
is_named(struct incoming *in, const struct options *o, int64_t student,
    const char *text)
{
	const char	*name = name_of(in, student), *word;
	size_t		 n;

	while ((n = word_at(&name, &word)) > 0)
		if (has_word(text, word, n) &&
		    !is_shared(in, o, student, word, n))
			return true;
	return false;
}

/* Which of them it names: the last said about a student that it names; NULL:
 * none, or several. */
static const struct option *
named(struct incoming *in, const struct options *o)
{
	const char		*text = words_of(in, inbound_text(in));
	const struct option	*found = NULL;

	for (unsigned i = 0; i < o->count; i++)
		for (unsigned s = 0; s < o->list[i].count; s++) {
			if ((found != NULL &&
			    has(found, o->list[i].students[s])) ||
			    !is_named(in, o, o->list[i].students[s], text))
				continue;
			if (found != NULL && found != &o->list[i])
				return NULL;
			found = &o->list[i];
		}
	return found;
}

static bool
is_short(struct incoming *in)
{
	const char	*words = words_of(in, inbound_text(in)), *word;
	unsigned	 n = 0;

	while (word_at(&words, &word) > 0)
		n++;
	return n <= NAME_WORDS;
}

static void
choose(struct incoming *in, const struct option *o)
{
	if (o->meant.message != 0) {
		in->attempt = o->meant.attempt;
		if (!message_get(in->db, o->meant.message, &in->message))
			db_fail(in->db, "a message is gone");
		return;
	}
	in->message.id = 0;
	in->school = o->meant.school;
	for (unsigned s = 0; s < o->count; s++)
		in->families[in->family_count++] = (struct family){
		    .student = o->students[s], .family = student_family(
		    in->db, o->students[s], in->now) };
}

/* They were asked, and name a student: that is the answer. */
static bool
is_told(struct incoming *in)
{
	struct options		 o = { .count = 0 };
	const struct option	*option;
	int64_t			 at, asked = meant_asked(in->db,
				    in->contact.id, in->now - LATELY, &at);

	if (asked == 0)
		return false;
	said_since(in, at - LATELY, &o);
	if (o.count == 0)
		schools_of(in, &o);
	option = named(in, &o);
	if (option == NULL)
		return false;
	choose(in, option);
	in->asked = asked;
	in->name_only = is_short(in);
	return true;
}

/* We have said nothing since they wrote last. */
static bool
goes_on(struct incoming *in, const struct meant_reply *last)
{
	struct attempt	 attempt;
	struct message	 message;

	if (in->message.id == 0) {
		if (last->at > in->now - LATELY && in->school == 0)
			in->school = last->school;
		return last->at > in->now - LATELY;
	}
	if (!attempt_get(in->db, in->attempt, &attempt) ||
	    attempt.began >= last->at)
		return false;
	if (last->answers != 0 && last->answers != in->message.id &&
	    message_get(in->db, last->answers, &message)) {
		in->message = message;
		in->attempt = meant_attempt(in->db, in->contact.id,
		    message.id);
	}
	return true;
}

/* Those that are about no student of the first one. */
static void
keep_apart(struct options *o)
{
	unsigned	n = 1;
	bool		shares;

	for (unsigned i = 1; i < o->count; i++) {
		shares = o->list[i].count == 0;
		for (unsigned s = 0; s < o->list[i].count; s++)
			shares |= has(&o->list[0], o->list[i].students[s]);
		if (!shares)
			o->list[n++] = o->list[i];
	}
	o->count = o->count == 0 || o->list[0].count == 0 ? 0 : n;
}

static bool
is_plain(const struct incoming *in, const struct options *o)
{
	return o->list[0].meant.message != 0 &&
	    in->now - o->list[0].meant.began <= PLAIN &&
	    o->list[0].meant.began - o->list[1].meant.began >= PLAIN;
}

static void
choose_one(struct incoming *in, int64_t since)
{
	struct options		 o = { .count = 0 };
	const struct option	*option;

	if (in->message.id == 0)
		schools_of(in, &o);
	else
		said_since(in, since, &o);
	if (o.count == 0 || o.list[0].meant.message != in->message.id)
		return;
	keep_apart(&o);
	if (o.count < 2)
		return;
	option = named(in, &o);
	if (option != NULL)
		choose(in, option);
	else
		in->unsure = !is_plain(in, &o);
}

void
inbound_meant(struct incoming *in)
{
	struct meant_reply	 last = { .at = 0 };
	int64_t			 since = in->now - LATELY;

	if (!in->guardian || is_told(in))
		return;
	if (meant_last(in->db, in->contact.id, in->news->to, &last) &&
	    goes_on(in, &last))
		return;
	choose_one(in, last.at > since ? last.at : since);
}

static void
move(struct incoming *in, const struct meant_line *line)
{
	if (in->message.id != 0)
		meant_answers(in->db, line->reply, in->message.id);
	if (line->talk == in->talk.id)
		return;
	moved_on(in->db, line->reply, line->talk, in->talk.id);
	audit_add(in->db, &(struct deed){ .deed = "reply.move",
	    .object = line->reply, .note = arena_print(db_arena(in->db),
	    "the family said so; from conversation %lld to conversation "
	    "%lld", (long long)line->talk, (long long)in->talk.id) },
	    in->now);
	if (moved_all(in->db, line->talk))
		conversation_close(in->db, line->talk, 0, in->now);
}

void
inbound_moved(struct incoming *in)
{
	struct meant_line	*list;
	unsigned		 n = meant_since(in->db, in->contact.id,
				    in->news->to, in->asked, in->reply.id,
				    &list);

	for (unsigned i = 0; i < n; i++)
		move(in, &list[i]);
	meant_told(in->db, in->asked, in->reply.id);
	conversation_asked(in->db, in->talk.id, in->talk.seat, in->reply.at);
}

void
inbound_asks(struct incoming *in)
{
	meant_ask(in->db, in->contact.id, in->reply.id, in->now);
}
