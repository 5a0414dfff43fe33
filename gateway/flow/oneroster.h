#ifndef GATEWAY_FLOW_ONEROSTER_H
#define GATEWAY_FLOW_ONEROSTER_H

/*
 * A OneRoster 1.2 or 1.1 CSV export, a zip or a folder, read into the rows
 * of a roster.  Pure: it opens the file, asks no clock and no database.
 *
 * A row is a thing with the name its roster has for it (the sourcedId) and
 * a content, which is compact JSON with sorted keys, so that two contents
 * are the same when their bytes are:
 *
 *	school	 name
 *	staff	 name, email, phones, language, offices, desk
 *	class	 name, school, team
 *	student	 name, school, classes (the homeroom first), language;
 *		 given, where it is not the first word of the name
 *	guardian name, language, phones, emails,
 *		 students: student, relation, write_to, restricted
 *
 * Schools, classes, staff and students are named by their sourcedId.  Phones
 * are E.164, those of the column sms first.  A language is a tag of
 * base/lang.h, or "" when the file says nothing.  Lists that have no order
 * of their own are in byte order.  One sourcedId may be a member of staff
 * and a guardian.  Every thing that is named is there: in the rows of a full
 * file, or (of a delta) in the rows before.
 *
 * In an office are who has the role principal, siteAdministrator or (1.1)
 * administrator in it; at the desk those of the district.  Teachers, aides,
 * counselors and all others are staff without an office.
 *
 * Notes are for the person who imports.  They may quote the file, and so
 * never belong into a log.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct arena;

enum roster_noun {			/* In the order they are applied. */
	ROSTER_SCHOOL,
	ROSTER_STAFF,
	ROSTER_CLASS,
	ROSTER_STUDENT,
	ROSTER_GUARDIAN,
};
#define ROSTER_NOUNS	5

struct roster_row {
	enum roster_noun	 noun;
	const char		*name;
	const char		*content;	/* NULL when gone. */
	const char		*file;		/* "users.csv" ... */
	unsigned		 line;		/* As a spreadsheet counts. */
	bool			 gone;		/* A delta says so. */
};

enum roster_weight {
	NOTE_REFUSED,		/* Nothing of the file may be applied. */
	NOTE_SKIPPED,		/* This is left out; the rest is read. */
	NOTE_TOLERATED,		/* It is wrong and was understood. */
};
#define NOTE_WEIGHTS	3
#define NOTES_MOST	1000	/* Kept of each weight; all are counted. */

struct roster_note {
	enum roster_weight	 weight;
	const char		*file;		/* "" : the whole file. */
	unsigned		 line;		/* The header is 1; 0: no row. */
	const char		*field;		/* The column, or "". */
	const char		*sentence;	/* What is wrong, what to do. */
	unsigned		 times;		/* TOLERATED is told once, of its
						 * first row; else 1. */
};

struct roster_file {
	struct roster_row	*rows;		/* By noun, then name; each once. */
	unsigned		 row_count;
	unsigned		 nouns[ROSTER_NOUNS];	/* Rows that are not gone. */
	struct roster_note	*notes;		/* By weight, file, row. */
	unsigned		 note_count;
	unsigned		 weights[NOTE_WEIGHTS];	/* All, kept or not. */
	bool			 delta;		/* Else who is not in it is gone. */
	const char		*version;	/* "1.1", "1.2", or "". */
	const char		*system;	/* Of the manifest, or "". */
	const char		*district;	/* Its name in orgs.csv, or "". */
};

struct oneroster_options {
	bool			 fictitious;	/* 555-01xx may be phones. */
	int64_t			 today;		/* Such as 20261208: what ended
						 * before is left out; 0: no. */
	const struct roster_row	*before;	/* What the roster says now; */
	unsigned		 before_count;	/* a delta changes that. */
};

/* False: the notes say why, there are no rows.  Everything lives in the
 * arena.  Of the files at most 256 MB are read (base/archive.h). */
bool	 oneroster_read(struct arena *, const char *path,
	    const struct oneroster_options *, struct roster_file *) must_use;

/* "school", "staff", "class", "student", "guardian". */
const char	*roster_noun_word(enum roster_noun);

#endif
