#ifndef GATEWAY_CARRIER_FAULT_H
#define GATEWAY_CARRIER_FAULT_H

/*
 * The ways to break.  A fault is switched on for the next `left` requests or
 * until it is switched off, for one number or for all.  Some numbers have
 * one fault for ever: those of the fictional range in area code 212, which
 * make demos and tests honest (fault.c lists them).
 */

#include <stdbool.h>
#include <stdint.h>

#define FAULT_MOST	64	/* Switched on at once. */
#define FAULT_NUMBER	12125550100ULL	/* +1 212 555 0100, and up. */
#define FAULT_MAILBOX	((uint64_t)1 << 62)	/* And the mailbox's place. */

enum fault_kind {
	/* The answer to a request. */
	FAULT_SLOW, FAULT_429, FAULT_500, FAULT_503, FAULT_DROP_BEFORE,
	FAULT_DROP_AFTER, FAULT_GARBAGE,
	/* The receipts. */
	FAULT_LOST, FAULT_TWICE, FAULT_SWAPPED, FAULT_EARLY,
	/* How long a text waits. */
	FAULT_QUEUE, FAULT_DELAY, FAULT_HOLD,
	/* Refused at once. */
	FAULT_NO_NUMBER, FAULT_STOPPED, FAULT_SENDER,
	/* Taken, and never there. */
	FAULT_UNKNOWN, FAULT_OFF, FAULT_LANDLINE, FAULT_FILTERED,
	/* The phone answers. */
	FAULT_SPANISH, FAULT_ARABIC, FAULT_SAYS_STOP,
	/* Mail: at MAIL, RCPT, DATA, and behind the last dot. */
	FAULT_MAIL_LOGIN, FAULT_MAIL_FIRST = FAULT_MAIL_LOGIN,
	FAULT_MAIL_FROM_4, FAULT_MAIL_FROM_5,
	FAULT_MAIL_TO_4, FAULT_MAIL_TO_5, FAULT_MAIL_NOBODY, FAULT_MAIL_FULL,
	FAULT_MAIL_OVER, FAULT_MAIL_SILENT,
	FAULT_MAIL_DATA_4, FAULT_MAIL_DATA_5, FAULT_MAIL_DROP_BEFORE,
	FAULT_MAIL_DOT_4, FAULT_MAIL_DOT_5, FAULT_MAIL_DROP_AFTER,
	FAULT_MAIL_SLOW,
	/* Taken, and the mailbox answers. */
	FAULT_MAIL_BOUNCE, FAULT_MAIL_AWAY,
	FAULT_KINDS,
};

struct fault_words {
	const char	*name;		/* In the control API. */
	const char	*label;		/* On the page. */
	bool		 timed;		/* It has ms. */
};

struct fault {
	enum fault_kind	 kind;
	int64_t		 ms;
	int64_t		 left;		/* Requests; 0: until it is off. */
	uint64_t	 number;	/* A phone or mailbox; 0: all. */
	bool		 reading;	/* It also meets look-ups and lists. */
};

struct faults {			/* All zeros is none. */
	struct fault	 list[FAULT_MOST];
	unsigned	 count;
};

extern const struct fault_words fault_words[FAULT_KINDS];

/* The kind of that name; false: there is none. */
bool	 fault_named(const char *name, enum fault_kind *);

/* Whether it is one of mail; the others are of texts. */
bool	 fault_is_of_mail(enum fault_kind);

/* Switches one on, in place of the same kind for the same number.  False:
 * too many. */
bool	 fault_on(struct faults *, const struct fault *);
void	 fault_off(struct faults *, enum fault_kind, uint64_t number);

/* Whether a request for that number meets the fault, and uses it up; ms (or
 * NULL) is set when it does. */
bool	 fault_met(struct faults *, enum fault_kind, uint64_t number,
	    int64_t *ms);

/* The same for a request that only reads. */
bool	 fault_met_reading(struct faults *, enum fault_kind, int64_t *ms);

#endif
