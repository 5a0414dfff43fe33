#ifndef GATEWAY_FLOW_ONEROSTER_INSIDE_H
#define GATEWAY_FLOW_ONEROSTER_INSIDE_H

/*
 * What the files of oneroster share; nobody else includes it.
 *
 * The way of a file: _sheet and _match (tables) - _people (users, roles) -
 * _classes (orgs, classes, enrollments) - _family (who is whose guardian) -
 * _rows (contents).  When a delta changes a roster, _before fills the lists
 * first from the rows there were.  _word knows what single cells mean, _note
 * keeps what is told, _thing how things are found by their names.
 *
 * Lists are sorted by sourcedId, so that a number in one is an order too.
 * All but rows and notes lives in `own` and goes at the end.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/oneroster.h"
#include "flow/oneroster_sheet.h"
#include "flow/oneroster_thing.h"

#define NOTHING		(-1)		/* No number in a list. */
#define REACHES_MOST	5		/* Phones, and emails, of a person. */

enum yes { UNSAID, NO, YES };

struct reaches {
	const char	*list[REACHES_MOST];
	unsigned	 count;
};

enum org_kind { ORG_OTHER, ORG_SCHOOL, ORG_DISTRICT };

struct org {
	struct thing	 thing;
	const char	*title, *parent;
	enum org_kind	 kind;
};

#define IS_STAFF	1u
#define IS_STUDENT	2u
#define IS_GUARDIAN	4u

struct user {
	struct thing	 thing;
	const char	*title;		/* "" : it has none. */
	const char	*called;	/* What staff want to be called. */
	const char	*first;		/* As the file has it; "". */
	const char	*language;	/* NULL: not said. */
	const char	*relation;	/* Of a guardian; "" : not said. */
	const char	*role;		/* "parent" ..., or NULL. */
	struct reaches	 phones, emails;
	struct reaches	 told_phones, told_emails; /* Of family_contacts. */
	unsigned	 kinds;
	unsigned	 was;		/* Kinds, in the rows before. */
	unsigned	 given, taken;	/* Kinds, by the roles of a delta. */
	enum yes	 restricted, write_to;
	int		 school;	/* Of a student: an org, or NOTHING. */
	int		 rank;		/* enum rank */
	int		 left;		/* The school a delta takes away. */
	bool		 desk;
	bool		 over;		/* A role of theirs has ended. */
	bool		 relisted;	/* A delta names its relations. */
};

struct class {
	struct thing	 thing;
	const char	*title;
	int		 school;	/* NOTHING: it is left out. */
	bool		 homeroom;
};

/* From one number to another: staff to office, student to class, class to
 * staff. */
struct link {
	unsigned	 from, to;
	unsigned	 source;	/* Of the same, the highest counts: */
};
#define LINK_BEFORE	0		/* it was there, */
#define LINK_GONE	1		/* a delta takes it away, */
#define LINK_HERE	2		/* the file has it. */

struct links {
	struct link	*list;
	unsigned	 count;
};

struct relation {
	unsigned	 guardian, student;
	enum { RELATION_BEFORE, RELATION_AGENTS, RELATION_LISTED, RELATION_CONTACTS } source;
	bool		 gone;
	const char	*words;		/* "" : not said. */
	enum yes	 restricted, write_to;
};

struct notes;

struct reading {
	struct arena			*own, *arena;
	const struct oneroster_options	*options;
	struct roster_file		*file;
	struct notes			*notes;
	struct sheet			 sheets[SHEETS];
	struct things			 orgs, users, classes;
	struct links			 offices, attends, teams;
	struct relation			*relations;
	unsigned			 relation_count;
	bool				 refused;
};

/* The steps, each needs those before it; oneroster.c has their order. */
void		 orgs_read(struct reading *);
void		 users_read(struct reading *);
void		 roles_read(struct reading *);
void		 people_settle(struct reading *);
void		 classes_read(struct reading *);
void		 enrollments_read(struct reading *);
void		 before_things(struct reading *);
void		 before_links(struct reading *);
void		 family_read(struct reading *);
void		 family_settle(struct reading *);
void		 rows_write(struct reading *);

/* Things by their numbers. */
struct org	*org_at(const struct reading *, unsigned i);
struct user	*user_at(const struct reading *, unsigned i);
struct class	*class_at(const struct reading *, unsigned i);

/* The school an org is, or is in; NOTHING: none. */
int		 school_of(struct reading *, int org);

/* A student is at a school; who knows it best is believed. */
enum rank {
	RANK_CLASS,			/* It is the school of a class. */
	RANK_OTHER,			/* A second one. */
	RANK_BEFORE,
	RANK_LISTED,			/* The first of a list. */
	RANK_PRIMARY,
};
void		 student_at(struct user *, int school, enum rank);

void		 relation_add(struct reading *, const struct relation *);

#endif
