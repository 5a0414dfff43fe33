#ifndef GATEWAY_FLOW_KPI_INSIDE_H
#define GATEWAY_FLOW_KPI_INSIDE_H

/*
 * What the files of kpi share: kpi.c (months, totals, what is closed) and
 * kpi_group.c (schools and languages, and which are small).
 */

#include "flow/kpi.h"
#include "store/monthly.h"

/* What is being read. */
struct kpi_reading {
	struct db		*db;
	struct arena		*arena;
	const struct kpi_ask	*ask;
	struct suppression	*small;
	struct kpi		*kpi;
};

/* Adds a sum to a row, if the filter lets it. */
void	 kpi_add(const struct kpi_ask *, struct kpi_row *,
	    const struct monthly *);

/* Fills schools and languages, and the students of the total. */
void	 kpi_places(struct kpi_reading *);

#endif
