#ifndef GATEWAY_BASE_PHONE_H
#define GATEWAY_BASE_PHONE_H

/*
 * Phone numbers as people write them, and their E.164 ("+15087993116").  A
 * number without a country is one of the United States.  The digits of any
 * script are digits.
 *
 * libphonenumber knows which numbers there are.  We know what a school
 * needs: a number that can get texts, and nothing beside it that somebody
 * meant ("do not call").  Pure, any thread.
 */

#include <stdbool.h>

#include "base/list.h"

struct arena;

#define PHONE_LONGEST	100		/* Bytes of a cell that are read. */

enum phone_type {
	PHONE_MOBILE,
	PHONE_FIXED,
	PHONE_FIXED_OR_MOBILE,		/* All numbers of the United States. */
	PHONE_TOLL_FREE,
	PHONE_PAID,			/* Whoever calls pays more. */
	PHONE_OTHER,			/* Pagers, personal numbers ... */
	PHONE_UNKNOWN,
};

struct phone {
	char		 number[32];	/* E.164 */
	char		 extension[32];	/* "" : none. */
	char		 region[8];	/* "US", "GH", or "ZZ": nowhere. */
	enum phone_type	 type;
	bool		 possible;	/* As many digits as some have. */
	bool		 valid;		/* There is such a number. */
	bool		 fictitious;	/* 555-01xx: for samples and practice. */
};

/* What can be said of a number; false: it is none. */
bool	 phone_look(const char *text, struct phone *) must_use;

/* A number that can get texts.  Fictitious ones can; whether they may is
 * the caller's to say.  False: why says what is wrong and what to do. */
bool	 phone_read(const char *text, struct phone *, const char **why)
	    must_use;

/* The numbers of one cell ("508-799-3116 / 774-555-0199", "a or b"), at
 * least one; nothing is said about whether they are any. */
unsigned phone_split(struct arena *, const char *text,
	    const char ***numbers);

#endif
