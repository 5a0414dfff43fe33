#ifndef GATEWAY_STORE_MONTHLY_H
#define GATEWAY_STORE_MONTHLY_H

/*
 * The ledger summed by month, so that a page about five years reads few rows.
 * The sums go up to one row of the ledger (table summed) and are moved on
 * behind the writers (flow/closing.c); whoever reads adds the rows that came
 * since, in the same transaction, so what is read is always live.
 *
 * A row of the ledger is summed a minute after its id was made: no
 * transaction that could still bring an earlier id lasts as long.
 *
 * All calls are for a store thread, inside a job; lists and texts belong to
 * the job's arena.
 */

#include <stdbool.h>
#include <stdint.h>

struct db;

#define MONTHLY_ALL_SCHOOLS	(-1)
#define MONTHLY_ALL_LANGUAGES	"*"
#define MONTHLY_LEAST_AGE	60000	/* ms */

/* Rows of the ledger with an id in (after, to], as the writer adds them. */
struct monthly_page {
	int64_t		 after, to;
	int64_t		 rows;		/* 0: there are none. */
	bool		 more;		/* There may be more behind them. */
	bool		 direct;	/* Some are of direct messages: */
	const char	*authors, *students;
	const char	*sums;
};

/* Up to 5,000 rows older than that id that are not summed; on a reader. */
void		 monthly_read(struct db *, int64_t before,
		    struct monthly_page *);
/* Adds them, and marks the students of whom they tell (enrolled.h); on the
 * writer.  False: they are not those any more, and have to be read again. */
bool		 monthly_add(struct db *, const struct monthly_page *,
		    int64_t now);

/* A sum.  detail is the kind of what is automatic, and the reason of what is
 * not counted. */
struct monthly {
	int64_t		 month, school;
	const char	*language, *channel, *what, *detail;
	int64_t		 n;
};

/* From which month to which, both included (202611).  A list has a row for
 * each channel, what and detail in each month, school or language. */
struct monthly_ask {
	int64_t		 from, to;
	int64_t		 school;	/* Or MONTHLY_ALL_SCHOOLS. */
	const char	*language;	/* Or MONTHLY_ALL_LANGUAGES. */
};
unsigned	 monthly_by_month(struct db *, const struct monthly_ask *,
		    struct monthly **);
/* Of each school; ask.school does not matter. */
unsigned	 monthly_by_school(struct db *, const struct monthly_ask *,
		    struct monthly **);
/* Of each language; ask.language does not matter. */
unsigned	 monthly_by_language(struct db *, const struct monthly_ask *,
		    struct monthly **);

/* In which schools and languages anything was counted in those years. */
struct summed_place {
	int64_t		 year, school;
	const char	*language;
};
unsigned	 monthly_places(struct db *, int64_t from, int64_t to,
		    struct summed_place **);

/* Of how many staff each school had direct messages in a year. */
struct school_authors {
	int64_t		 school, n;
};
unsigned	 monthly_authors(struct db *, int64_t year,
		    struct school_authors **);

/* How many of the sums are not what the ledger says. */
int64_t		 monthly_wrong(struct db *);

/* The year of a school year in which a day or a month is: 202611 and 20261105
 * are of 2026, 202706 too. */
int64_t		 school_year(int64_t month_or_day);

#endif
