#ifndef GATEWAY_WEB_PAGE_TALK_H
#define GATEWAY_WEB_PAGE_TALK_H

/*
 * What the files of the pages of talks share.
 *
 *	page_inbox.c		the list
 *	page_talk.c		reading, writing, what a family gets
 *	page_talk_view.c	the view of a talk
 *	page_talk_lines.c	its lines
 *	page_talk_deed.c	notes, hand over, move, take back, ...
 *	page_talk_tongue.c	its languages
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "flow/preview.h"
#include "store/job.h"
#include "store/talk.h"
#include "web/same.h"

struct attachment;
struct db;
struct visit;

#define TALK_DELAY	10000	/* ms in which an answer is taken back. */
#define NO_TALK		"There is no such conversation, or it is not for "	\
			"you to read. Another school may read it."

/* What is being written, on its way through the steps of a form: what was
 * typed, and what came of it. */
struct answering {
	struct visit		*visit;
	struct job		 job;
	const char		*words;		/* NULL: the draft's. */
	const char		*key;		/* Of the form. */
	int64_t			 seen;		/* The last line they saw. */
	const struct preview	*preview;	/* Or NULL. */
	struct same		 same;		/* They sent it just now. */
	const char		*digest, *name;	/* Of what would be kept. */
	int			 status;	/* Of compose; 0: not asked. */
	const char		*wrong;		/* A sentence, or NULL. */
	const char		*field;		/* Whose it is. */
};

/* The view of talk v->id; v->wanted is a struct answering, or NULL. */
json_t		*talk_view(struct visit *, struct db *);

/* The same, and what was typed stays a draft.  On the writer. */
json_t		*talk_view_kept(struct visit *, struct db *);

/* Writes down that somebody looked who is not part of it, once an hour.  On the
 * writer. */
void		 talk_tell_look(struct visit *, struct db *,
		    const struct talk *);

/* The talk of v->id; false: it is not theirs to see, and api_no() says so. */
bool		 talk_find(struct visit *, struct db *, struct talk *)
		    must_use;

/* A form of the talk that the path names: look() runs on the writer. */
void		 talk_change(struct visit *,
		    json_t *(*look)(struct visit *, struct db *));

/* Days of lines, for a template. */
json_t		*talk_days(struct visit *, struct db *, const struct talk *,
		    const char *who, int64_t *before, int64_t *newest);

/* A page_when() whose words are the hour alone. */
json_t		*talk_hour(struct visit *, int64_t at);

/* The draft of a talk: "talk:ID", and its words. */
const char	*talk_place(struct visit *, int64_t talk);
void		 talk_keep_draft(struct visit *, struct db *, int64_t talk,
		    const char *words);
const char	*talk_draft(struct visit *, struct db *, int64_t talk);

/* What stands in a preview. */
json_t		*talk_preview(struct visit *, const struct preview *);

/* "/inbox/ID", and more behind it. */
const char	*talk_path(struct visit *, int64_t talk, const char *more);

#endif
