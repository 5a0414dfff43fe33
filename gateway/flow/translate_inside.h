#ifndef GATEWAY_FLOW_TRANSLATE_INSIDE_H
#define GATEWAY_FLOW_TRANSLATE_INSIDE_H

/*
 * What the files of translate share: translate.c (claims, wishes, and keeping
 * what came), translate_ask.c (translators), translate_words.c (what there is
 * to say, and memory), translate_back.c (what was said, read again) and
 * translate_better.c (what was said, corrected).
 */

#include <stdbool.h>
#include <sys/queue.h>

#include "flow/settings.h"
#include "flow/translate.h"
#include "net/client.h"
#include "store/job.h"
#include "translator.h"

struct timer;

#define SAY_LEASE	MINUTES(2)	/* From claim to the last request. */
#define SAY_PATIENCE	SECONDS(20)	/* For one request. */

/* A text that is asked for, with an arena of its own. */
struct asking {
	TAILQ_ENTRY(asking)	 next;
	struct translate	*t;
	struct arena		*arena;
	struct saying		 saying;
	struct to_translate	 row;		/* id 0: somebody looks at it. */
	int64_t			 launch_by;	/* clock_boot() */
	unsigned		 nth;		/* Of those who translate it. */
	int			 translator;	/* Just asked; -1: none. */
	bool			 asked_anew;	/* With another token. */
	enum token_form		 form;
	struct carriage		 carriage;

	/* What the translators so far said. */
	const char		*later, *blocked, *refused;
	int64_t			 due;		/* LATER: clock_now() */

	struct job		 job;		/* Keeps what came. */
};
TAILQ_HEAD(asking_list, asking);

/* A translator of the settings, as it is. */
struct service {
	struct translate	*t;
	unsigned		 number;
	unsigned		 under_way;
	int64_t			 well_at, rest;	/* clock_boot() */
	int64_t			 ill_since, taken_at;	/* clock_now() */
	const char		*why;
	bool			 quota;
	bool			 fetching;
	bool			 outdated;	/* What is being fetched. */
	char			 token[4096];
	int64_t			 token_until;	/* clock_now() */
	struct arena		*arena;		/* Of the fetch. */
	struct carriage		 fetch;
};

/* What became of a wish, for who looks at the page again. */
struct wished {
	char			 digest[80], from[24], to[24];
	enum say_state		 state;
	const char		*reason;	/* A constant. */
};
#define WISHES_MOST	64

struct translate {
	struct gateway		*gateway;
	struct service		 services[TRANSLATORS_MOST];
	struct asking_list	 ready;		/* For a translator. */
	unsigned		 in_hand;	/* Askings there are. */
	bool			 claiming, start, stopping;
	struct job		 claim;
	struct arena		*arena;		/* Of the claim. */
	struct to_translate	*rows;		/* Its result. */
	struct saying		*sayings;
	unsigned		 count;
	struct wished		 wished[WISHES_MOST];
	unsigned		 wishes;	/* Ever. */
};

/* Gives what is ready to translators that have room. */
void	 translate_pump(struct translate *);

/* It has ended: saying.state says how, or row.due when again. */
void	 translate_ended(struct asking *, bool later);

/* A service rests no more, and its token is forgotten. */
void	 service_wake(struct service *);
bool	 service_idle(const struct service *);

/* The nth translator for a pair that may say it; -1. */
int	 translate_nth(const struct gateway *, const struct saying *,
	    unsigned n);

/* Terms of the glossary, in the direction of the text, and schools. */
unsigned translate_terms(struct db *, const struct saying *,
	    struct guard_term **);

/* What memory has of it: DONE, or as it was. */
void	 translate_remember(struct db *, struct saying *);

/* What was said is to be said in the language it was said of. */
void	 translate_turn(struct arena *, const struct saying *said,
	    struct saying *back);

/* Whom a message concerns, as it was then. */
void	 translate_concern(struct db *, const struct message *, int64_t now,
	    struct concern *);

/* What rows are about: a text, and the names that may stand in it.  The rows
 * of one message follow each other, and have it read once. */
struct source {
	enum say_what	 what;
	int64_t		 object;	/* 0: nothing was read yet. */
	bool		 there;
	const char	*text;
	const char	**names;
	unsigned	 name_count;
};

/* Of a row; false: it is gone, or needs none. */
bool	 translate_source(struct db *, const struct to_translate *,
	    int64_t now, struct source *) must_use;

/* What is known of it in a language, as translate_look(). */
void	 translate_look_up(struct db *, const struct gateway *,
	    const struct source *, struct saying *);

/* On the writer: words that came for a row. */
void	 translate_keep(struct db *, const struct gateway *,
	    const struct to_translate *, const struct saying *, int64_t now);

#endif
