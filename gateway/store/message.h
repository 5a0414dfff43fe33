#ifndef GATEWAY_STORE_MESSAGE_H
#define GATEWAY_STORE_MESSAGE_H

/*
 * What somebody wrote, once, and which students and families it is about.
 *
 *	draft -> waiting -> expanding -> sending -> done
 *	(cancelled from any but done)
 *
 * The row of message_family is the unit of KPI 2.1: it is written when the
 * message is (for a class or school: when it is expanded), says as what it
 * counts, and is never looked up again in the graph of families.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

void		 message_insert(struct db *, const struct message *);
bool		 message_get(struct db *, int64_t id, struct message *) must_use;

/* Those that wait for a time to come and have their words from that template,
 * the next one first; up to 50. */
unsigned	 message_waiting_from(struct db *, int64_t template, int64_t now,
		    int64_t **ids);

/* The next message that is due to be expanded and waits for no translation:
 * emergencies, closings, what is for today, then the oldest first. */
bool		 message_due(struct db *, int64_t now, struct message *) must_use;

/* Keeps state, cursor, made and turn. */
void		 message_expanded(struct db *, const struct message *);

/* False: nothing of it is waiting any more. */
bool		 message_cancel(struct db *, int64_t id) must_use;

/* What is sending and has nothing waiting any more is done; how many. */
int64_t		 message_end(struct db *);

void		 message_add_student(struct db *, int64_t message,
		    int64_t student);
unsigned	 message_students(struct db *, int64_t message, int64_t after,
		    int64_t most, int64_t **students);

/* Whom among the guardians of its students the author chose: up to 50 ids,
 * sorted; none: all who may be written to. */
void		 message_add_person(struct db *, int64_t message,
		    int64_t person);
unsigned	 message_people(struct db *, int64_t message,
		    int64_t **people);

struct family {
	int64_t		 student, family;
	enum counts	 counts;
};

/* Has no effect when the message has that student already. */
void		 message_add_family(struct db *, int64_t message,
		    const struct family *);

/* The family of a student as that message has it, or 0. */
int64_t		 message_family(struct db *, int64_t message, int64_t student);
unsigned	 message_families(struct db *, int64_t message,
		    struct family **);
#define FAMILIES_MOST	500	/* That are read at once. */

/* As what the family's copy counts; COUNTS_NOT when it has no row. */
enum counts	 message_counts(struct db *, int64_t message, int64_t family);

/*
 * Rule 2: to how many families has this author (or this key, when nobody
 * signed) written words of this digest since then, as direct messages; and
 * is this family one of them?
 */
struct said {
	int64_t		 author, api_key, since;
	const char	*digest;
	int64_t		 family;
};
int64_t		 message_said(struct db *, const struct said *, bool *already);

/* Up to `most` messages of an author, or (0) of a school (or 0: all), the
 * newest first, before that id. */
struct message_page {
	int64_t		 author, school, before, most;
};
unsigned	 message_list(struct db *, const struct message_page *,
		    struct message **);

#endif
