#ifndef GATEWAY_WEB_ANNOUNCE_H
#define GATEWAY_WEB_ANNOUNCE_H

/*
 * An announcement that somebody writes, step by step.  What they have so far
 * is kept on the server as JSON (store/unsent.h) at each step; it holds rules
 * ("class 3B"), not lists, so what it reaches is found anew each time.
 *
 *	announce_open(v, way)
 *	  store		the draft is read and resolved
 *	  loop		what it reaches is looked for (preview.h), if asked
 *	  store		way->look(v, db): v->wanted is the struct announcing
 *
 * It belongs to the loop, and in look() to the store thread.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "flow/compose.h"
#include "flow/preview.h"
#include "store/job.h"
#include "store/translation.h"

struct announcing;
struct arena;
struct db;
struct visit;

#define ANNOUNCE_PLACE	"announcement"
#define SAME_HOURS	24	/* In which the same again is asked about. */
#define CLASSES_MOST	20	/* That one announcement may go to. */
#define TAKE_BACK	10000	/* ms before the first copy goes. */

/* What its author has said. */
struct announcement {
	int64_t		 id;		/* Of the draft; and who keeps it */
	int64_t		 kept;		/* since when; 0: it is new. */
	enum kind	 kind;
	enum topic	 topic;
	enum readers	 readers;
	const char	*subject, *words;	/* "": none. */
	int64_t		 template;	/* It began as that; or 0. */
	int64_t		 version;	/* Of the template. */
	bool		 apart;		/* As the template says. */
	const struct value *values;	/* In the places of the words. */
	unsigned	 value_count;
	struct translation words_in[TRANSLATIONS_MOST];
	unsigned	 word_count;
	enum audience	 audience;
	int64_t		 school;	/* Of AUDIENCE_SCHOOL. */
	int64_t		 classes[CLASSES_MOST];
	unsigned	 class_count;
	int64_t		 students[STUDENTS_MOST];
	unsigned	 student_count;
	int64_t		 send_at;	/* 0: now. */
	bool		 at_night;
};

/* As JSON, and back; what cannot be read is as if it were not there. */
char		*announce_say(struct arena *, const struct announcement *);
void		 announce_read(struct arena *, const char *content,
		    struct announcement *);

/* The words in that language, or NULL; and others in their place (""): they
 * go. */
const struct translation *announce_words(const struct announcement *,
		    const char *language);
void		 announce_set(struct announcement *, const struct translation *);

bool		 announce_addressed(const struct announcement *); /* To whom. */

/* What a step does with it; each may be NULL but one of look and then. */
struct announce_way {
	unsigned	 flags;
	void		 (*take)(struct visit *, struct db *,
			    struct announcement *);	/* In the store: what a
					 * form says in place of what is kept. */
	json_t		*(*look)(struct visit *, struct db *);
	void		 (*then)(struct announcing *);	/* Instead, on the loop. */
};

enum announce_flag {
	ANNOUNCE_REACH	= 1,	/* What it reaches is looked for, */
	ANNOUNCE_WHOLE	= 2,	/* and without words there is no such page, */
	ANNOUNCE_TO	= 4,	/* nor without people. */
	ANNOUNCE_CHANGE	= 8,	/* look() writes. */
};

/* One visit to a step. */
struct announcing {
	struct job		 job;
	struct visit		*v;
	const struct announce_way *way;
	struct announcement	 a;
	struct draft		 draft;		/* It, resolved. */
	bool			 found;
	int64_t			 sent;		/* It was, as that message. */
	int64_t			 same;		/* The same was sent lately, as */
	int64_t			 same_at;	/* that message, then; or 0. */
	bool			 too_many;	/* Students of its classes. */
	struct previewing	 preview;	/* status 0: none was made. */
	const char		*field, *wrong;	/* For then(): what is; or NULL. */
};

/* By the id in the path.  What was sent already leads to the message; what is
 * not there is told, and from a step too far it goes back. */
void		 announce_open(struct visit *, const struct announce_way *);

/* The fields of the first step, as far as the form has them. */
void		 announce_take_message(struct visit *, struct db *,
		    struct announcement *);

/* In look(): kept as it is now. */
void		 announce_keep(struct visit *, struct db *,
		    const struct announcement *);

/* The path of a step of it. */
const char	*announce_path(struct visit *, int64_t id, const char *step);

/* The view of what it reaches: students, families, people, by_text, by_mail,
 * missed [{name, reason}], ..., for announce_reach.html. */
json_t		*announce_reach(struct visit *, struct db *,
		    const struct announcing *);

/* What is the same on all steps: id, steps [{key, path_url, current, done}],
 * step. */
void		 announce_frame(struct visit *, json_t *view,
		    const struct announcing *, unsigned step);

/* "You, 3B Park, Oak School": to whom it goes, for people. */
const char	*announce_whom(struct visit *, struct db *,
		    const struct announcement *);

/* [{topic, chosen}]: all of them; [{kind, checked}]: those that the viewer may
 * send, the office all, others announcements. */
json_t		*announce_topics(enum topic chosen);
bool		 announce_may_kind(const struct visit *, enum kind) must_use;
json_t		*announce_kinds(const struct visit *, enum kind chosen);

/* Who wrote words in a language: {state, by}, for announce_by.html. */
json_t		*announce_by(struct visit *, struct db *,
		    const struct translation *);

#endif
