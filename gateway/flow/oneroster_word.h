#ifndef GATEWAY_FLOW_ONEROSTER_WORD_H
#define GATEWAY_FLOW_ONEROSTER_WORD_H

/*
 * What single cells mean, in the words of OneRoster and in those other
 * systems write in their place; and the notes about what they do not.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/oneroster.h"
#include "flow/oneroster_inside.h"

enum status { STATUS_HERE, STATUS_GONE, STATUS_STRANGE };

/* Whether a row counts: "active", "", "tobedeleted", "inactive" ... */
enum status	 word_status(const char *text);

/* A flag.  What cannot be understood is `strange`, with a note: restricted
 * fails closed, and the others do too. */
enum yes	 word_yes(struct reading *, const struct cell *,
		    enum yes strange);

/* 20261208 of "2026-12-08" or "12/8/2026", with or without a time; 0: it is
 * none. */
int64_t		 word_day(const char *text);

/* Whether what ends on the day of a cell is over. */
bool		 word_over(struct reading *, const struct cell *);

struct role_word {
	const char	*word;
	unsigned	 kinds;
	bool		 office, desk;	/* Where its org is one. */
	bool		 ours;		/* It is one of OneRoster's. */
};

/* NULL: nobody knows it, with a note. */
const struct role_word	*word_role(struct reading *, const struct cell *);

/* Whether it is the role of a guardian, without a word. */
bool		 word_is_guardian(const char *text);

/* A tag; NULL: the cell is empty.  What we do not know is English. */
const char	*word_language(struct reading *, const struct cell *);

/* Adds what the cell has to those a person has. */
void		 word_phones(struct reading *, const struct cell *,
		    struct reaches *);
void		 word_emails(struct reading *, const struct cell *,
		    struct reaches *);

/* Notes are kept as they are found; notes_end() hands them over, sorted. */
struct notes	*notes_new(void);
void		 notes_end(struct reading *);
void		 note(struct reading *, enum roster_weight, const struct cell *,
		    const char *format, ...)
		    __attribute__((format(printf, 4, 5)));
void		 note_file(struct reading *, enum roster_weight,
		    const char *file, const char *format, ...)
		    __attribute__((format(printf, 4, 5)));

#endif
