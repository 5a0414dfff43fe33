#ifndef GATEWAY_FLOW_REPORT_H
#define GATEWAY_FLOW_REPORT_H

/*
 * The figures of KPI 2.1 and what stands beside them, from the tally, as
 * JSON; and the raw rows from which anybody can count them again
 * (tests/recount.py does, by the written definition alone).
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct arena;
struct db;

/* The definition in short, in lines, for whoever reads a figure. */
#define REPORT_DEFINITION						\
	"A direct message is one message written by one person at a "	\
	"school to one\nfamily, or by one family member to the school. "	\
	"It counts once, whoever else in\nthe family gets a copy, in "	\
	"however many languages, channels, parts or tries."

enum report_by { BY_NOTHING, BY_SCHOOL, BY_LANGUAGE, BY_MONTH, BY_DAY, BY_CHANNEL };

/*
 * {"definition":1, "from":"2026-11-01", "to":"2026-11-30", "by":"school",
 *  "rows":[{"group":"Oak School","direct":5,"from_staff":3,
 *  "from_families":2,"announcements":1,"automatic":0,"copies":9,
 *  "notice_answers":0,"not_counted":1}], "total":{...}}
 * from and to are days, both included.  On a store thread.
 *
 * A small group is hidden as on the page (kpi.h), whoever asks, but for who
 * runs the gateway: a school has {"group": ..., "suppressed": "small"} and no
 * figures, small languages are one group, "Other languages (7)".
 */
struct report {
	int64_t		 from, to;
	enum report_by	 by;
	bool		 all;		/* Who runs the gateway asks. */
};
const char	*report_json(struct db *, const struct report *, struct arena *);

/*
 * The raw rows of a noun of store/export.h as lines of JSON: one page after
 * another, until it returns 0 lines.  A row of the ledger has its `sum`, by
 * which a file that was altered names the row (links.h).  salt is of one
 * export, and nobody knows it: with it is made what stands in place of who
 * wrote.
 */
struct rows_page {
	const char	*noun, *salt;
	int64_t		 after;		/* 0 at first; moves on by itself. */
	FILE		*out;
};
unsigned	 report_rows(struct db *, struct rows_page *);

#endif
