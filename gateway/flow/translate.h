#ifndef GATEWAY_FLOW_TRANSLATE_H
#define GATEWAY_FLOW_TRANSLATE_H

/*
 * What is said in another language by a computer: messages before they are
 * expanded, what families write, and drafts while somebody looks at them
 * (domain.md 9.2, ui.md 5.2 and 5.6).
 *
 *	the store	what has to be said (store/to_translate.h): nothing is
 *			lost, and after a crash it is asked again
 *	memory		what was said once; first of all it is looked for here
 *	translators	are asked as providers are: a few requests at a time,
 *			the next one when the first cannot, the sick ones rest
 *	guard.h		nothing that must not change leaves, and nothing that
 *			lost any of it comes back
 *
 * A message waits for its languages up to a minute or ten, by its kind; what
 * is not there then is said in English.  What a family wrote is never held
 * up: its English appears beside it.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/guard.h"
#include "model.h"
#include "store/concerned.h"
#include "store/to_translate.h"
#include "store/translation.h"

struct arena;
struct db;
struct gateway;
struct reply;
struct translate;

struct translate	*translate_new(struct gateway *);
void			 translate_free(struct translate *);
void			 translate_tick(struct translate *);	/* Once a second;
							 * NULL: nothing. */
void			 translate_stop(struct translate *);
bool			 translate_idle(const struct translate *);

/* The settings are new ones: who rests tries again. */
void			 translate_changed(struct translate *);

/*
 * On the writer.  Finds the languages of a message that has no words in them
 * and may be said by a computer; what memory has is kept at once.  True: it
 * has to wait for others.  It may be called again.
 */
bool	 translate_message(struct db *, const struct gateway *,
	    const struct message *, int64_t now) must_use;

/* On the writer: what a family wrote in a language is to be said in English,
 * if it is another one. */
void	 translate_reply(struct db *, const struct gateway *,
	    const struct reply *, const char *from, int64_t now);

/* A text on its way into one language. */
struct saying {
	const char	*from, *to;
	struct guarded	 guarded;
	const char	*digest;	/* Of its plain form. */
	int64_t		 glossary;
	bool		 simulated;	/* A simulated translator may say it. */
	enum say_state	 state;		/* WAITING: it has to be asked for. */
	const char	*reason;	/* BLOCKED, NONE, FAILED; or "". */
	const char	*words;		/* DONE. */
	const char	*plain;		/* DONE: as memory has it; or NULL. */
	bool		 approved;	/* DONE: a person has seen them. */
	int64_t		 person;	/* DONE: who; or 0. */
	const char	*translator;	/* DONE: or "". */
	const char	*but;		/* Whom others come before; or NULL. */
};

/* On a store thread: what is known of a text in a language. */
void	 translate_look(struct db *, const struct gateway *,
	    const struct concern *, const char *text, struct saying *);

/*
 * On a store thread: the languages of those whom a draft is for, and of each
 * without words among `have` what is known.  On the loop, translate_wish()
 * asks for those that wait, so that they are in memory soon; once for each.
 * state and reason become what came of that.
 */
struct drafted {
	const struct message		*message;
	const struct concern		*concern;
	const struct translation	*have;
	unsigned			 count;		/* Of have. */
};
unsigned translate_draft(struct db *, const struct gateway *,
	    const struct drafted *, struct saying **);
void	 translate_wish(struct translate *, struct saying *);

/*
 * On a store thread: how a computer reads in English again what one said of
 * ours, another one where there is one: for who decides about those words, and
 * never for families.  It proves nothing (domain.md 9.2).  False: there is
 * nothing to be read, or nobody to read it.  WAITING: translate_wish() asks;
 * what comes of a wish is read back without being asked for.
 */
bool	 translate_back(struct db *, const struct gateway *,
	    const struct saying *said, struct saying *back) must_use;

/* Ask once more for what failed. */
void	 translate_retry(struct translate *, const struct saying *);

/* Whether anybody translates that pair, for families or (simulated) to try
 * things with. */
bool	 translate_speaks(const struct gateway *, const char *from,
	    const char *to, bool simulated);

/* For health and pages: how a translator is. */
struct translator_state {
	const char	*name;
	const char	*why;		/* NULL: it is well. */
	int64_t		 since, again;	/* When it rests. */
	int64_t		 taken;		/* It answered last; 0: never. */
	bool		 quota;		/* What was paid for is used up. */
	bool		 simulated;
};
void	 translate_state(const struct translate *, unsigned translator,
	    struct translator_state *);

/* Whether a tag is English, of whatever country. */
bool	 translate_english(const char *tag);

#endif
