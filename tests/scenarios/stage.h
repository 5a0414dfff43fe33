#ifndef TESTS_SCENARIOS_STAGE_H
#define TESTS_SCENARIOS_STAGE_H

/*
 * The stage of a scenario: a fresh database, a real store, client, server
 * and gateway on one loop, the simulated carrier in a process of its own,
 * and the time, which is held.  Sentences are played one after the other;
 * after each nothing is under way any more.
 *
 *	script.c	sentences
 *	stage.c		the parts, time, visits to the store
 *	town.c		who there is
 *	deeds.c		what people, phones and machines do
 *	rules.c		what a district decides: practice; introductions
 *	hands.c		who is away, and talks that are handed over
 *	post.c		our account of mail, and our door for it
 *	mail.c		mailboxes: what they write, what came to them
 *	tongues.c	the translator
 *	expect.c	what has to be true
 *	recount.c	whether the figures can be counted again
 *	watch.c		what the log may say
 *	far.c		the carrier's process
 *
 * When something is not true the test fails with the sentence and what was
 * found.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/settings.h"
#include "model.h"
#include "providers/twilio.h"
#include "store/job.h"
#include "tests/scenarios/far.h"
#include "tests/scenarios/script.h"
#include "tests/store/place.h"

#define THINGS_MOST	9000
#define ACCOUNTS_HERE	3	/* main, second, mail */
#define BEGIN		INT64_C(1770044400000)	/* Mon 2026-02-02 10:00 EST */

struct db;
struct exchange;
struct gateway;
struct previewing;

enum thing_kind {
	THING_SCHOOL, THING_CLASS, THING_STAFF, THING_STUDENT,
	THING_GUARDIAN, THING_KEY, THING_MESSAGE,
};

/* Something that sentences name. */
struct thing {
	enum thing_kind	 kind;
	const char	*name;
	int64_t		 id;
	int64_t		 seat;		/* Of a school's office, of a class. */
	int64_t		 key, person;	/* Whose API key. */
	const char	*answer;	/* Of a message: what its author got. */
};

struct stage {
	struct place		 place;
	bool			 placed;
	struct arena		*arena;
	struct loop		*loop;
	struct timer		*guard;
	struct store		*store;
	struct client		*client;
	struct server		*server;
	struct locales		*locales;
	const struct keywords	*keywords;
	struct zone		*zone;
	struct gateway		*gateway;
	struct configured	 configured;
	struct twilio		 twilio;
	void			*smtp;		/* Options of the account mail. */
	struct far		 far;
	int64_t			 node, desk;
	const char		*token_key;
	unsigned		 port;
	bool			 twice;		/* Each batch runs twice. */
	bool			 held;		/* The carrier keeps its answers. */
	unsigned		 taught;	/* Sentences of the translator, */
	unsigned		 waits;		/* and answers that it keeps. */
	struct thing		 things[THINGS_MOST];
	unsigned		 thing_count;
	struct previewing	*previewed;	/* By the last preview. */
	const struct script	*script;
	const struct sentence	*now;		/* That is played. */
};

void		 stage_open(struct stage *, const struct db_driver *,
		    bool twice);
void		 stage_close(struct stage *);	/* Also after a failure. */
void		 stage_play(struct stage *, const struct script *);
void		 stage_play_text(struct stage *, const char *name,
		    const char *text);
/* The same without the figures being counted again at the end. */
void		 stage_play_on(struct stage *, const char *name,
		    const char *text);
void		 stage_fail(struct stage *, const char *format, ...)
		    __attribute__((format(printf, 2, 3), noreturn));

/* Runs work(db, arg) in a job, and turns the loop until it is done. */
void		 stage_write(struct stage *, void (*work)(struct db *, void *),
		    void *arg);
void		 stage_read(struct stage *, void (*work)(struct db *, void *),
		    void *arg);

/* The parts of a life: all of them; as kill(1) would end it. */
void		 stage_begin(struct stage *);
void		 stage_end(struct stage *);
void		 stage_crash(struct stage *);

/* Time goes on until then; nothing is under way when it returns. */
void		 stage_until(struct stage *, int64_t time);
void		 stage_settle(struct stage *);

/* A moment of a sentence, "2026-03-02 19:58" or "19:58" of that day, from
 * that word on. */
int64_t		 stage_time(struct stage *, unsigned from);

/* "5 min" from that word on, in ms. */
int64_t		 stage_span(struct stage *, unsigned from);

struct thing	*thing_add(struct stage *, enum thing_kind, const char *name);
struct thing	*thing_find(struct stage *, enum thing_kind, const char *name);
struct thing	*thing_get(struct stage *, enum thing_kind, const char *name);

/* By which channel that address is reached. */
enum channel	 channel_of(const char *address);

/* The seat that words from there on name: a class, `office Oak`, `desk`. */
int64_t		 town_seat(struct stage *, unsigned from);

/* post.c: the account of mail; its server, when the carrier has a port; the
 * route by which a mail is brought; why mail may go instead of a text. */
void		 mail_add_account(struct stage *);
void		 mail_name_server(struct stage *);
void		 mail_instead(struct stage *, const char *words);
void		 mail_brought(struct exchange *, void *stage);

/* Each plays a sentence if its verb is one of its own. */
bool		 town_play(struct stage *, const struct sentence *);
bool		 deeds_play(struct stage *, const struct sentence *);
/* Where the introduction of a text begins, or NULL. */
const char	*introduction_in(const json_t *text);
bool		 rules_play(struct stage *, const struct sentence *);
bool		 hands_play(struct stage *, const struct sentence *);
bool		 mail_play(struct stage *, const struct sentence *);
bool		 expect_play(struct stage *, const struct sentence *);

/* tongues.c: our account with the translator, once there is a port; what asks
 * it; whom it kept waiting is gone. */
void		 tongues_begin(struct stage *);
void		 tongues_asked(struct exchange *, void *stage);
void		 tongues_crash(struct stage *);
bool		 tongues_play(struct stage *, const struct sentence *);

/* What is asked of every scenario at its end. */
void		 recount_agrees(struct stage *);

/* watch.c: the log.  A secret is in no line; a warning is in none but what
 * was allowed. */
void		 watch_begin(void);
void		 watch_secret(const char *text);
void		 watch_allow(const char *text);
unsigned	 watch_count(const char *text);	/* Lines that have it. */
const char	*watch_found(void);		/* What must not be, or NULL. */

#endif
