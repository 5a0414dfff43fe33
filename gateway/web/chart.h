#ifndef GATEWAY_WEB_CHART_H
#define GATEWAY_WEB_CHART_H

/*
 * Charts as numbers for a template: where each line, mark and word of an SVG
 * stands.  The partials report_line and report_bars draw them; nothing but
 * attributes of presentation colours them, so that a picture of the SVG alone
 * looks the same.
 *
 * The y axis begins at 0.  At most 4 series, each with a dash, a mark and a
 * colour of its own, and its name at its end.  Pure; the view is a new
 * reference.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct arena;

#define CHART_SERIES	4
#define CHART_POINTS	120
#define CHART_NOTHING	(-1)	/* In place of a value: there is none. */

struct chart_series {
	const char	*key;		/* Of the words for its name. */
	const int64_t	*values;
};

struct chart {
	const char	*id;		/* Of this chart in its page. */
	unsigned	 points;
	const char	*const *labels;	/* Below, one for each point. */
	unsigned	 count;
	struct chart_series series[CHART_SERIES];
	bool		 so_far;	/* The last point is not over. */
};
/* Its view. */
json_t	*chart_line(struct arena *, const struct chart *);

/* Bars from one side to the other, one for each value, none below 0. */
struct chart_bars {
	const char	*id;
	unsigned	 count;
	const char	*const *labels;
	const int64_t	*values;
	int64_t		 line;		/* Across all, or CHART_NOTHING. */
};
json_t	*chart_bars(struct arena *, const struct chart_bars *);

/* A number as people write it, "48,210". */
const char *chart_number(struct arena *, int64_t);

#endif
