#ifndef GATEWAY_WEB_REPORT_VIEW_H
#define GATEWAY_WEB_REPORT_VIEW_H

/*
 * What the files of "Messages with families" share: page_report.c (what is
 * asked for, the page), report_view.c (tables and charts of it) and
 * report_csv.c (the same as a file).  For a store thread.
 */

#include <jansson.h>

#include <stdbool.h>

#include "base/list.h"
#include "flow/kpi.h"

struct buf;
struct db;
struct visit;

/* What is asked for, as it stands in the address. */
struct report_wanted {
	struct kpi_ask	 ask;
	const char	*from, *to, *school, *language, *direction, *channel;
	const char	*sort;		/* Of schools and languages. */
	const char	*by;		/* Of a file: "month", "school", ... */
	bool		 plain;		/* A file without lines of "#". */
};

/* The address with other filters; NULL leaves one as it is.  With by it is
 * that of a file. */
struct report_link {
	const char	*from, *to, *school, *language, *sort, *by;
};
json_t	*report_link(struct visit *, const struct report_wanted *,
	    const struct report_link *);

/* A school as people call it; a language in English. */
const char *report_school(const struct kpi_row *);
const char *report_language(struct visit *, const struct kpi_row *);

/* In the order that was asked for: names from the first, numbers from the
 * largest, what is hidden and what is pooled last. */
void	 report_sort(struct kpi_row *, unsigned count, const char *by);

/* Tables, charts and the rest of the view. */
void	 report_view(struct visit *, const struct report_wanted *,
	    const struct kpi *, json_t *view);

/* The file; in plain words what was asked for stands on its first lines. */
void	 report_csv(struct visit *, const struct report_wanted *,
	    const struct kpi *, const char *filters, struct buf *);

#endif
