#ifndef TESTS_WEB_TALKS_H
#define TESTS_WEB_TALKS_H

/*
 * What the tests of talks on pages share: families that write, and somebody
 * of the staff who looks.
 */

#include "tests/web/counter.h"

#define ROSA	"+15085550120"	/* Ivy at Oak, Leo at the middle school. */
#define LINH	"+16175550122"	/* Oak, Vietnamese; shared with Bao. */
#define LAYLA	"+14135550130"	/* Zara at the middle school; Arabic. */
#define RUI	"+13515550129"	/* Restricted for Lucas, middle school. */
#define STRANGER "+15085550177"
#define ARABIC	"\xd9\x85\xd8\xaa\xd9\x89 \xd8\xa7\xd9\x84\xd8\xb1"	\
		"\xd8\xad\xd9\x84\xd8\xa9\xd8\x9f"
#define ASK	"\xc2\xbfHay clase de m\xc3\xbasica?"

extern struct counter c;

/* The fixtures of each test: a counter of its own. */
int setup(void **state);
int teardown(void **state);

/* A family writes. */
void text(const char *from, const char *words);

/* That one of the staff signs in. */
void as(const char *name);

/* A page that has to be there, without a word that is missing. */
void see(const char *path);

/* Shows the page and fails. */
void wrong(const char *how, const char *words);

/* What the last page has, and has not. */
void has(const char *words);
void has_not(const char *words);

/* The value that stands behind that text, in quotes; of the last answer. */
const char *value(const char *before);

/* The path of the first talk of a list, and one below it. */
const char *first_talk(const char *list);
const char *below(const char *path, const char *more);

/* A form, and its status. */
void post(int status, const char *path, const char *fields);

/* Answers the talk whose page was seen last. */
void answer(int status, const char *talk, const char *key, const char *words);

#endif
