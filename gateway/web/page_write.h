#ifndef GATEWAY_WEB_PAGE_WRITE_H
#define GATEWAY_WEB_PAGE_WRITE_H

/*
 * What the files of "write to a family" share: page_write.c (what is asked
 * for, and the steps to a message), page_write_view.c (the form again, with
 * what each guardian would get) and page_written.c (what became of it).
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"
#include "store/job.h"
#include "store/pupil.h"
#include "web/same.h"

struct db;
struct previewing;
struct value;
struct visit;

#define WRITE_ABOUT	20	/* Students of one family. */
#define WRITE_DELAY	10000	/* ms in which it can be taken back. */
#define WRITE_LATELY	900000	/* ms: what a colleague wrote is told. */

/* What somebody is writing; v->wanted. */
struct writing {
	struct visit		*visit;
	struct job		 job;
	bool			 posted;	/* A form came. */
	const char		*typed;		/* A name to look for; or "". */
	int64_t			 base;		/* The student it began with. */
	int64_t			*about, *to, *shown;
	unsigned		 about_count, to_count, shown_count;
	const char		*words, *subject;
	enum topic		 topic;		/* What it is about. */
	const struct value	*values;	/* In the places of them. */
	unsigned		 value_count;
	int64_t			 seen;		/* Newest of a colleague. */
	bool			 told;		/* Of the repetition. */

	/* By the first look at the store: whom of those ticked it may go to,
	 * and what a colleague wrote meanwhile (message 0: nothing). */
	int64_t			*people;
	unsigned		 person_count;
	struct meanwhile	 meanwhile;
	struct same		 same;		/* What they sent just now. */
	const char		*digest, *name;	/* Of what would be kept. */

	struct previewing	*preview;	/* NULL: not asked for. */
	const char		*key;
	const char		*wrong_field, *wrong;	/* NULL: nothing is. */
};

/* In the store: whether somebody must not be written to about one of the
 * students it is about, or the one it began with. */
bool		 write_barred(const struct writing *, struct db *,
		    int64_t person);

/* In the store: the page, whatever step it is at. */
json_t		*write_view(struct visit *, struct db *);

/* Whether a message to families may be taken back by the viewer, and done;
 * api_write.c. */
json_t		*write_cancel(struct visit *, struct db *);

#endif
