#ifndef GATEWAY_FLOW_DISTRICT_H
#define GATEWAY_FLOW_DISTRICT_H

/*
 * A district as a file of JSON: its numbers, schools, classes, staff,
 * students and guardians, named by keys of the file's own.  It is checked
 * whole before the first row is written; every problem begins with its path
 * in the file (`students[3].class`) and says what to do.
 *
 *	{ "name": "Millbrook", "zone": "America/New_York", "sample": true,
 *	  "phone": "+15085550190",
 *	  "numbers": [{ "number": "+15085550100", "account": "main" }],
 *	  "schools": [{ "key": "oak", "name": "Oak School",
 *	    "phone": "+1...", "office": ["clerk"],
 *	    "classes": [{ "key": "oak-1", "name": "1A", "team": ["ana"] }] }],
 *	  "desk": ["clerk"],
 *	  "staff": [{ "key": "clerk", "name": "...", "language": "en-US",
 *	    "phone": "+1...", "email": "...", "api_key": true,
 *	    "roles": ["analyst"], "admin_of": ["oak"],
 *	    "approves": ["es-US"] }, ...],
 *	  "students": [{ "key": "ivy", "name": "...", "school": "oak",
 *	    "class": "oak-1", "since": "2026-09-01" }],
 *	  "guardians": [{ "name": "...", "language": "es-US",
 *	    "phones": ["+1..."], "students": [{ "student": "ivy",
 *	    "relation": "mother", "write_to": true,
 *	    "restricted": false }] }] }
 *
 * Staff sign in by their email, once they have a password; roles are those of
 * store/role.h, and of the schools in admin_of they are an administrator;
 * who has the role language says that words in the languages of approves are
 * right.
 * Who is there by_hand is not expected in a roster.  The phone of the district
 * and of a school is that which families are told to call (store/office.h).
 *
 * A guardian with the key of one of the staff is that person.  Those who
 * share a phone share the contact; it speaks the language of the first.
 * Schools, students and guardians may be left out: then a roster brings them.
 * A student may have an "id", by which programs know them; else it is new.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"

struct arena;
struct configured;
struct db;
struct district_file;

#define DISTRICT_BYTES		(8 << 20)
#define DISTRICT_PROBLEMS	50	/* What is more is not kept. */

struct district_problems {
	const char	*list[DISTRICT_PROBLEMS];
	unsigned	 count;
};

/* Reads and checks a file; its accounts have to be those of the config.
 * NULL: problems says why.  What it returns lives in the arena. */
struct district_file *district_read(struct arena *, const char *text,
	    size_t length, const struct configured *,
	    struct district_problems *);

/* The API key of one of the staff, whose text is told this once. */
struct district_key {
	const char	*name;		/* The key of the staff in the file. */
	const char	*text;
};

/* Writes it all.  On the writer, in a transaction; how many keys. */
unsigned district_load(struct db *, struct district_file *, int64_t now,
	    struct district_key **);

#endif
