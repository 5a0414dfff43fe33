#ifndef GATEWAY_STORE_LEDGER_H
#define GATEWAY_STORE_LEDGER_H

/*
 * What counts, by Definition 1 of KPI 2.1: append-only rows, one for each
 * (message, family, what, round), and the tally, their sum, kept in the same
 * transaction.
 *
 * Out: `direct_out` when the first copy of a family is handed over, and
 * `direct_out_back` when all its copies have failed within 14 days; they
 * alternate, so their sum is 0 or 1 and no second guardian, channel, try or
 * part can count twice.  `announcement`, `announcement_by_repetition` and
 * `automatic` likewise.  `copy` is one per delivery handed over.  Whenever a
 * row is written, its day is that of the first hand-over, or of the receipt:
 * so a month changes for 14 days after its end, and hardly ever later.
 * Of what was written or received in practice nothing counts.
 * In: `direct_in`; `notice_answer` for an answer to what nobody is named to
 * read the answers of, until a member of staff answers; `not_counted` with
 * its reason.
 *
 * All calls are for a store thread, inside a job.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"
#include "model.h"

struct db;

#define LEDGER_BACK	DAYS(14)

struct entry {
	struct moment	 at;
	int64_t		 message, family, person, school;
	const char	*language;
	enum channel	 channel;
	enum kind	 kind;
	bool		 in;		/* Direction. */
	const char	*author;	/* "staff", "key", "family", "gateway" */
	const char	*reason;	/* "" unless not counted, or taken back. */
};

/*
 * Many lines at once.  The rows are written as they come, and the tally, in
 * which many lines are one number, at ledger_end(), without which it would be
 * wrong.
 */
#define LEDGER_SUMS	16

struct ledger {
	struct db	*db;
	bool		 passed;	/* Its ids are above what is summed. */
	unsigned	 count;
	struct sum {
		struct entry	 entry;	/* What a group has in common. */
		const char	*what;
		int64_t		 n;
	} sums[LEDGER_SUMS];
};
void		 ledger_begin(struct ledger *, struct db *);
void		 ledger_end(struct ledger *);

/* How many lines say of a family whether it was handed a copy: they
 * alternate, so it was when their number is odd. */
int64_t		 ledger_lines(struct db *, int64_t message, int64_t family);

/* A copy was handed over / no copy of the family is handed over any more;
 * lines as above.  False: the ledger said so before, or it does not count.
 * The texts of the entry live until ledger_end(). */
bool		 ledger_handed(struct ledger *, enum counts,
		    const struct entry *, int64_t lines);
bool		 ledger_back(struct ledger *, enum counts,
		    const struct entry *, int64_t lines);
void		 ledger_copy(struct ledger *, const struct entry *,
		    int64_t turn);

/* A reply: COUNTS_DIRECT, COUNTS_NOTICE_ANSWER or COUNTS_NOT. */
void		 ledger_reply(struct db *, enum counts, const struct entry *);

/* A notice answer becomes direct, because somebody answered it. */
void		 ledger_answered(struct db *, int64_t reply, struct moment);

/* One figure of the tally, summed over what is asked for. */
struct figure {
	int64_t		 day, school;	/* Of a group by day or school. */
	const char	*language, *what, *direction, *channel, *kind;
	int64_t		 n;
};

/* Sums from day to day (both included), one row per group of the columns
 * day, school, language, channel, direction, kind, what; up to 100,000: ask
 * for half a month at a time. */
unsigned	 ledger_figures(struct db *, int64_t from, int64_t to,
		    struct figure **);

/* Whether the tally is the sum of the ledger and each sum per message and
 * family is 0 or 1; how many rows differ in each way. */
struct recount {
	int64_t		 rows;		/* Of the ledger. */
	int64_t		 tally_wrong;	/* Groups that differ. */
	int64_t		 sum_wrong;	/* Message x family not 0 or 1. */
};
void		 ledger_recount(struct db *, struct recount *);

#endif
