/*
 * Who is whose guardian.  OneRoster says it by agentSourcedIds, of the
 * student or of the guardian; relationships.csv (Microsoft's) and our own
 * family_contacts.csv say it in rows.  What one relation is told by several
 * is put together here; family_contacts wins over columns of users.csv, and
 * both over what was known before.
 *
 * The role makes a guardian: a teacher who is somebody's agent is not one
 * without it, unless family_contacts.csv says so in a row of its own.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"

#define WORDS_MOST	40		/* UTF-16 units of a relation. */

void
relation_add(struct reading *r, const struct relation *relation)
{
	r->relations = grown(r, r->relations, r->relation_count,
	    sizeof(*r->relations));
	r->relations[r->relation_count++] = *relation;
}

static bool
is(const struct reading *r, int user, unsigned kind)
{
	return (user_at(r, (unsigned)user)->kinds & kind) != 0;
}

static bool
is_there(const struct reading *r, int user)
{
	return user != NOTHING && !user_at(r, (unsigned)user)->thing.gone;
}

/* Why two users are not related by agentSourcedIds. */
static void
note_agent(struct reading *r, const struct cell *cell, int owner, int agent)
{
	const char *name = user_at(r, (unsigned)agent)->thing.name;

	if (is(r, owner, IS_STUDENT))
		note(r, NOTE_SKIPPED, cell, "\"%s\" is no guardian here, for "
		    "it has no role parent, guardian or relative; give it "
		    "one, or take it out", name);
	else if (is(r, owner, IS_GUARDIAN))
		note(r, NOTE_SKIPPED, cell, "\"%s\" is no student; name a "
		    "student, or take it out", name);
	else
		note(r, NOTE_TOLERATED, cell, "agents of who is neither "
		    "student nor guardian are passed over");
}

/* Which of two is the guardian; false: it is not to be seen. */
static bool
pair(struct reading *r, int one, int other, struct relation *relation)
{
	bool forth = is(r, one, IS_STUDENT) && is(r, other, IS_GUARDIAN);

	if (!forth && !(is(r, one, IS_GUARDIAN) && is(r, other, IS_STUDENT)))
		return false;
	relation->student = (unsigned)(forth ? one : other);
	relation->guardian = (unsigned)(forth ? other : one);
	return true;
}

static void
read_agents(struct reading *r, const struct csv_row *row)
{
	struct cell	 c = { &r->sheets[SHEET_USERS], row, ID };
	struct relation	 relation = { .source = RELATION_AGENTS,
			    .words = "" };
	const char	*list, *name;
	int		 owner, agent;

	if (!sheet_has(c.sheet, USER_AGENTS) || row_gone(c.sheet, row) ||
	    *csv_field(row, c.sheet->at[USER_AGENTS]) == '\0')
		return;
	owner = thing_find(r, &r->users, &c);
	if (!is_there(r, owner))
		return;
	list = cell_raw(cell_on(&c, USER_AGENTS));
	while ((name = list_next(r, &r->users, &list)) != NULL) {
		agent = thing_named(r, &r->users, &c, name);
		user_at(r, (unsigned)owner)->relisted = true;
		if (!is_there(r, agent))
			continue;
		if (pair(r, owner, agent, &relation))
			relation_add(r, &relation);
		else
			note_agent(r, &c, owner, agent);
	}
}

static const char *
words_of(struct reading *r, const struct cell *cell)
{
	return text_cut(r->own, cell_text(r, cell), WORDS_MOST);
}

/* Microsoft's files have no role for a guardian but the one of this row: who
 * has none of their own is a guardian when it says so. */
static void
take_role(struct reading *r, const struct cell *cell, struct user *one,
    struct user *other)
{
	struct user *u = one->kinds == 0 ? one : other;

	if (u->kinds != 0 || u->over ||
	    ((one->kinds | other->kinds) & IS_STUDENT) == 0 ||
	    !word_is_guardian(cell_text(r, cell)))
		return;
	u->kinds = IS_GUARDIAN;
	note(r, NOTE_TOLERATED, cell, "a user has no role in the roster; that "
	    "of the relationship is taken");
}

/* A row of relationships.csv. */
static void
read_relationship(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, RELATIONSHIP_USER };
	struct relation	 relation = { .source = RELATION_LISTED,
			    .gone = row_gone(sheet, row) };
	int		 one = thing_find(r, &r->users, &c);
	int		 other = thing_find(r, &r->users,
			    cell_on(&c, RELATIONSHIP_OTHER));

	if (!is_there(r, one) || !is_there(r, other) ||
	    (relation.gone && !r->file->delta))
		return;
	relation.words = words_of(r, cell_on(&c, RELATIONSHIP_ROLE));
	take_role(r, &c, user_at(r, (unsigned)one),
	    user_at(r, (unsigned)other));
	if (pair(r, one, other, &relation))
		relation_add(r, &relation);
	else
		note_agent(r, cell_on(&c, RELATIONSHIP_OTHER), one, other);
}

/* Addresses and language of a contact, in place of those of users.csv. */
static void
read_contact_reaches(struct reading *r, struct cell *c, struct user *u)
{
	const char *language = word_language(r, cell_on(c, CONTACT_LANGUAGE));

	if (language != NULL)
		u->language = language;
	word_phones(r, cell_on(c, CONTACT_PHONE), &u->told_phones);
	word_emails(r, cell_on(c, CONTACT_EMAIL), &u->told_emails);
}

static void
read_contact(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, CONTACT_STUDENT };
	struct relation	 relation = { .source = RELATION_CONTACTS,
			    .gone = row_gone(sheet, row) };
	int		 student = thing_find(r, &r->users, &c);
	int		 guardian = thing_find(r, &r->users,
			    cell_on(&c, CONTACT_GUARDIAN));

	if (!is_there(r, student) || !is_there(r, guardian) ||
	    (relation.gone && !r->file->delta))
		return;
	if (!is(r, student, IS_STUDENT)) {
		note(r, NOTE_SKIPPED, cell_on(&c, CONTACT_STUDENT), "\"%s\" "
		    "is no student; name a student, or take the row out",
		    user_at(r, (unsigned)student)->thing.name);
		return;
	}
	relation.student = (unsigned)student;
	relation.guardian = (unsigned)guardian;
	relation.words = words_of(r, cell_on(&c, CONTACT_RELATION));
	relation.restricted = word_yes(r, cell_on(&c, CONTACT_RESTRICTED),
	    YES);
	relation.write_to = word_yes(r, cell_on(&c, CONTACT_WRITE_TO), NO);
	relation_add(r, &relation);
	if (relation.gone)
		return;
	user_at(r, relation.guardian)->kinds |= IS_GUARDIAN;
	read_contact_reaches(r, &c, user_at(r, relation.guardian));
}

void
family_read(struct reading *r)
{
	struct sheet *users = &r->sheets[SHEET_USERS];
	struct sheet *listed = &r->sheets[SHEET_RELATIONSHIPS];
	struct sheet *contacts = &r->sheets[SHEET_CONTACTS];

	for (unsigned i = 0; i < contacts->csv.row_count; i++)
		read_contact(r, contacts, &contacts->csv.rows[i]);
	for (unsigned i = 0; i < listed->csv.row_count; i++)
		read_relationship(r, listed, &listed->csv.rows[i]);
	for (unsigned i = 0; i < users->csv.row_count; i++)
		read_agents(r, &users->csv.rows[i]);
}

static int
compare(const void *one, const void *other)
{
	const struct relation *a = one, *b = other;

	if (a->guardian != b->guardian)
		return a->guardian < b->guardian ? -1 : 1;
	if (a->student != b->student)
		return a->student < b->student ? -1 : 1;
	return a->source > b->source ? -1 : a->source < b->source;
}

/* Of several tellings the best source that says it; of the same source the
 * one that restricts. */
static enum yes
said(const struct relation *list, unsigned count, unsigned source,
    bool restricted)
{
	enum yes found = UNSAID, worse = restricted ? YES : NO;

	for (unsigned i = 0; i < count; i++) {
		enum yes now = restricted ? list[i].restricted :
		    list[i].write_to;

		if (list[i].source == source && now != UNSAID &&
		    found != worse)
			found = now;
	}
	return found;
}

static enum yes
first(enum yes one, enum yes two, enum yes three)
{
	return one != UNSAID ? one : two != UNSAID ? two : three;
}

static const char *
words_said(const struct relation *list, unsigned count,
    unsigned source)
{
	for (unsigned i = 0; i < count; i++)
		if (list[i].source == source && *list[i].words != '\0')
			return list[i].words;
	return "";
}

static const char *
best_words(const struct relation *list, unsigned count, const struct user *g)
{
	const char *const words[] = {
		words_said(list, count, RELATION_CONTACTS), g->relation,
		words_said(list, count, RELATION_LISTED),
		words_said(list, count, RELATION_BEFORE),
		g->role != NULL ? g->role : "",
	};

	for (unsigned i = 0; i < COUNT(words); i++)
		if (*words[i] != '\0')
			return words[i];
	return "guardian";
}

/* What all tellings of one relation come to; false: it is none. */
static bool
settle(struct reading *r, struct relation *list, unsigned count,
    struct relation *into)
{
	struct user	*g = user_at(r, list->guardian);
	struct user	*s = user_at(r, list->student);
	enum yes	 column = first(g->restricted == YES ||
			    s->restricted == YES ? YES : UNSAID,
			    g->restricted, s->restricted);
	struct relation	 one = *list;

	if ((g->kinds & IS_GUARDIAN) == 0 || (s->kinds & IS_STUDENT) == 0 ||
	    list->gone || (list->source == RELATION_BEFORE &&
	    (g->relisted || s->relisted)))
		return false;
	one.restricted = first(said(list, count, RELATION_CONTACTS, true),
	    column, said(list, count, RELATION_BEFORE, true));
	one.write_to = first(said(list, count, RELATION_CONTACTS, false),
	    g->write_to, said(list, count, RELATION_BEFORE, false));
	one.words = best_words(list, count, g);
	*into = one;
	return true;
}

/* A guardian of nobody is left out. */
static void
check_guardian(struct reading *r, struct user *u)
{
	struct cell c = { &r->sheets[SHEET_USERS], u->thing.row, ID };

	u->kinds &= ~IS_GUARDIAN;
	note(r, NOTE_SKIPPED, &c, "the guardian \"%s\" is left out, for no "
	    "student of the roster names it and it names none; write them "
	    "into agentSourcedIds", u->thing.name);
}

void
family_settle(struct reading *r)
{
	struct relation	*list = r->relations;
	unsigned	 count = 0, n;
	bool		*any = NEW_LIST(r->own, bool, r->users.count + 1);

	if (r->relation_count > 1)
		qsort(list, r->relation_count, sizeof(*list), compare);
	for (unsigned i = 0; i < r->relation_count; i += n) {
		for (n = 1; i + n < r->relation_count &&
		    list[i + n].guardian == list[i].guardian &&
		    list[i + n].student == list[i].student; n++)
			;
		if (settle(r, list + i, n, list + count))
			any[list[count++].guardian] = true;
	}
	r->relation_count = count;
	for (unsigned i = 0; i < r->users.count; i++)
		if ((user_at(r, i)->kinds & IS_GUARDIAN) != 0 && !any[i])
			check_guardian(r, user_at(r, i));
}
