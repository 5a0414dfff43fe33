#ifndef GATEWAY_FLOW_KPI_H
#define GATEWAY_FLOW_KPI_H

/*
 * KPI 2.1 as it is published: the figures of some months by month, school,
 * language and channel, with what is not counted beside them, the students
 * behind them, and the months that are closed.  What a small group would tell
 * is not in it (suppress.h), so whatever is made of it - page, file, answer of
 * the API - hides the same.
 *
 * All of it is read in one transaction, on a store thread; lists and texts
 * belong to the arena.
 */

#include <stdbool.h>
#include <stdint.h>

#include "flow/suppress.h"

struct arena;
struct db;
struct zone;

enum kpi_figure {
	KPI_STAFF,		/* Direct, to families. */
	KPI_FAMILIES,		/* Direct, from families. */
	KPI_ANNOUNCED,
	KPI_AUTOMATIC,
	KPI_COPIES,
	KPI_NOTICES,		/* Answers to what nobody reads answers of. */
	KPI_OTHER,		/* Not counted. */
	KPI_BACK,		/* Direct ones that were taken back. */
};
#define KPI_FIGURES	(KPI_BACK + 1)

#define KPI_AUTHORS	5	/* Below it a school has no rate. */

/* Settings (store/choice.h): how many messages there should be in a month,
 * each ("report.target") or one of them ("report.target.202611"); and how many
 * students the smallest group has that is shown. */
#define KPI_TARGET	"report.target"
#define KPI_SMALL	"kpi.small"

struct kpi_ask {
	int64_t		 from, to;	/* Months, as 202611. */
	int64_t		 school;	/* Or -1. */
	const char	*language;	/* Or "*". */
	const char	*channel;	/* "sms", "email", or NULL. */
	const char	*direction;	/* "staff", "families", or NULL. */
	int64_t		 now;
	const struct zone *zone;
};

struct kpi_row {
	int64_t		 key;		/* A month, or a school. */
	const char	*name;		/* Of a school; a language; a channel. */
	int64_t		 n[KPI_FIGURES];
	enum suppressed	 hidden;	/* Then there are no numbers. */
	unsigned	 pooled;	/* So many languages in one row. */

	/* Of a school or a language. */
	int64_t		 students, reached, wrote, talked, authors;

	/* Of a month. */
	bool		 none, so_far;	/* No data yet; it is not over. */
	int64_t		 closed;	/* ms; 0: it is not. */
	int64_t		 was, more, back;	/* Direct then, and since. */
	int64_t		 target;	/* 0: there is none. */
};

/* Why something is not counted, or what kind of notice it is. */
struct kpi_why {
	const char	*word;
	bool		 automatic;
	int64_t		 n;
};

struct kpi {
	struct kpi_row	 total;
	struct kpi_row	*months, *schools, *languages, *channels;
	unsigned	 month_count, school_count, language_count,
			 channel_count;
	struct kpi_why	*why;
	unsigned	 why_count;
	int64_t		 first_month;	/* Of the ledger; 0: it is empty. */
	int64_t		 this_month;
	int64_t		 enrolled;	/* As of which day; 0: nobody knows. */
};
void		 kpi_read(struct db *, const struct kpi_ask *, struct arena *,
		    struct kpi *);

/* Which groups are small in those school years. */
struct suppression *kpi_groups(struct db *, struct arena *, int64_t from_year,
		    int64_t to_year);

/* Direct messages of a row. */
int64_t		 kpi_direct(const struct kpi_row *);

/* For every 100 students; of fewer than 40 rounded to 5.  -1: there is no
 * rate. */
int64_t		 kpi_per_100(const struct kpi_row *, int64_t n);

#endif
