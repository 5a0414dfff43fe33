#ifndef TESTS_FLOW_RIG_H
#define TESTS_FLOW_RIG_H

/*
 * A small gateway for tests of flows and nouns: a fresh database, a store, a
 * district with one number of ours, and the clock, which is held on a school
 * day at 10:00.  There is no client: what would be sent is claimed and moved
 * by the test.
 *
 * A test has one rig, which its teardown (rig_shut) removes, also after a
 * failure.  Each call below is a transaction of its own, unless it stands
 * between rig_visit() and rig_keep(); rig_write() and rig_tick() must not.
 */

#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/list.h"
#include "flow/compose.h"
#include "flow/gateway.h"
#include "model.h"
#include "provider.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/delivery.h"
#include "tests/store/place.h"

#define RIG_ACCOUNT	"main"
#define RIG_NUMBER	"+15085550100"
#define RIG_KEY		"a key of tokens"
#define RIG_MOST	3000

/* One test on each database; its state is the driver. */
#define RIG_TEST(test)							\
	{ #test " (sqlite)", test, NULL, rig_shut,			\
	    (void *)(uintptr_t)&db_sqlite },				\
	{ #test " (postgres)", test, NULL, rig_shut,			\
	    (void *)(uintptr_t)PLACE_POSTGRES }

struct rig {
	struct place		 place;
	struct arena		*arena;		/* Cleared by rig_clear(). */
	struct db		*db;
	struct loop		*loop;
	struct store		*store;
	struct zone		*zone;
	struct configured	 configured;	/* No lanes. */
	struct gateway		 gateway;
	struct account		 account;
	const char		*key, *digest;	/* Idempotency-Key, or NULL. */
	bool			 by_key;	/* Nobody signs what is written. */
	bool			 done;
	struct composed		 composed;	/* By the last rig_write(). */
	const char		*answer;
	int64_t			 claimed[RIG_MOST];	/* By rig_claim(). */
	unsigned		 phones, texts;
	int64_t			 room;		/* Of rig_claim(); 0: any. */
	unsigned		 depth;		/* Of visits. */
};

/* Skips the test where there is no such database. */
struct rig	*rig_open(const struct db_driver *);
int		 rig_shut(void **state);	/* Of each test; */
int		 rig_end(void **state);		/* of all. */
void		 rig_clear(struct rig *);

/* The words of consent of this source; also for tests without a rig. */
const struct keywords	*rig_keywords(void);

struct db	*rig_visit(struct rig *);
void		 rig_keep(struct rig *);
struct moment	 rig_moment(const struct rig *);

/* Who there is; 0 is no seat, class or phone. */
int64_t		 rig_school(struct rig *, const char *name);
int64_t		 rig_class(struct rig *, int64_t school);
int64_t		 rig_staff(struct rig *, int64_t seat);
int64_t		 rig_student(struct rig *, int64_t school, int64_t class);
const char	*rig_phone(struct rig *);	/* A new one. */
int64_t		 rig_guardian(struct rig *, const char *language,
		    const char *phone);
void		 rig_reach(struct rig *, int64_t person, const char *phone);
void		 rig_relate(struct rig *, int64_t guardian, int64_t student);
int64_t		 rig_seat(struct rig *, int64_t school);	/* Its office; 0: */
int64_t		 rig_team(struct rig *, int64_t class);		/* the desk. */

/* A student with one guardian, who has a phone: a family. */
int64_t		 rig_family(struct rig *, int64_t school, const char *phone);

/* Writes; the status of the answer. */
int		 rig_write(struct rig *, struct draft);
int		 rig_direct(struct rig *, int64_t author, const char *words,
		    int64_t student);
void		 rig_tick(struct rig *);	/* Until nothing is due. */

/* Claims all that is due; and has all of it taken by a provider. */
unsigned	 rig_claim(struct rig *);
unsigned	 rig_send(struct rig *);
bool		 rig_move(struct rig *, int64_t attempt, enum attempt_state);
enum delivery_state rig_state(struct rig *, int64_t message, int64_t person);

/* A family writes, to RIG_NUMBER. */
void		 rig_text(struct rig *, const char *from, const char *words);

/* A sum of the ledger; and whether all can be counted again. */
int64_t		 rig_figure(struct rig *, const char *what);
void		 rig_agrees(struct rig *);

#endif
