#ifndef GATEWAY_STORE_TO_TRANSLATE_H
#define GATEWAY_STORE_TO_TRANSLATE_H

/*
 * What has to be said in another language: of a message, before it is
 * expanded, and of what a family wrote.
 *
 *	waiting -> done | blocked | none | failed
 *	failed, blocked -> waiting (somebody asks once more for a reply)
 *
 * A node claims a row before it asks a translator; when it has not ended it
 * by launch_by, another may.  So what a crash interrupts is asked again, and
 * whatever comes back twice is kept once.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct db;

enum say_state {
	SAY_WAITING,
	SAY_DONE,
	SAY_BLOCKED,		/* What came back had lost something. */
	SAY_NONE,		/* Nobody translates that pair. */
	SAY_FAILED,		/* Not in time, or never. */
};

enum say_what { SAY_MESSAGE, SAY_REPLY };

struct to_translate {
	int64_t		 id;
	enum say_what	 what;
	int64_t		 object;	/* A message or a reply. */
	const char	*from, *language;
	enum say_state	 state;
	const char	*reason;	/* A sentence, or "". */
	int64_t		 tries, due, until;	/* until 0: there is time. */
	int64_t		 at;
};

const char	*say_state_word(enum say_state);

/* Has no effect when the object has that language already. */
void		 to_translate_add(struct db *, const struct to_translate *);

/* Those of an object, by language; and whether one of them waits. */
unsigned	 to_translate_list(struct db *, enum say_what, int64_t object,
		    struct to_translate **);
bool		 to_translate_waits(struct db *, enum say_what,
		    int64_t object) must_use;

/* Claims up to `most` that are due, those with the least time first. */
struct to_translate_claim {
	int64_t		 node, now, launch_by, most;
};
unsigned	 to_translate_claim(struct db *,
		    const struct to_translate_claim *,
		    struct to_translate **);

/* What that node had claimed is anybody's. */
void		 to_translate_release(struct db *, int64_t node);

/* Ends one that waits.  False: it does not, so nothing is to be kept. */
bool		 to_translate_end(struct db *, int64_t id, enum say_state,
		    const char *reason, int64_t now);

/* Not now: it is due then, and a try was made. */
void		 to_translate_later(struct db *, int64_t id, int64_t due,
		    const char *reason);

/* What waited for longer than it may has failed; how many. */
int64_t		 to_translate_expire(struct db *, int64_t now);

/* A person asks once more for what a family wrote: there is time.  A message
 * waits for its languages once.  False: it waits, or is done. */
bool		 to_translate_again(struct db *, int64_t reply,
		    const char *language, int64_t now) must_use;

/* For health: of each language how many wait, and how many did not come
 * since then. */
struct say_figures {
	const char	*language;
	int64_t		 waiting, blocked, failed, done;
};
unsigned	 to_translate_figures(struct db *, int64_t since,
		    struct say_figures **);

/* What a family wrote, in English as a computer said it. */
struct reply_words {
	const char	*words, *translator;
	int64_t		 at;
};
void		 reply_words_add(struct db *, int64_t reply,
		    const char *language, const struct reply_words *);
bool		 reply_words_get(struct db *, int64_t reply,
		    const char *language, struct reply_words *) must_use;

#endif
