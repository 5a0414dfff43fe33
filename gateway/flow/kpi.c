/*
 * The published figures: months, totals, and what was closed.
 */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/zone.h"
#include "flow/closing.h"
#include "flow/kpi_inside.h"
#include "store/choice.h"
#include "store/db.h"
#include "store/enrolled.h"
#include "store/month.h"

#define WHY_MOST	40

/* What each word of the ledger adds to which figure, and whether it is what a
 * family wrote. */
static const struct {
	const char	*what;
	enum kpi_figure	 figure;
	int		 sign;
	bool		 in;
} words[] = {
	{ "direct_out", KPI_STAFF, 1, false },
	{ "direct_out_back", KPI_STAFF, -1, false },
	{ "direct_out_back", KPI_BACK, 1, false },
	{ "direct_in", KPI_FAMILIES, 1, true },
	{ "announcement", KPI_ANNOUNCED, 1, false },
	{ "announcement_back", KPI_ANNOUNCED, -1, false },
	{ "announcement_by_repetition", KPI_ANNOUNCED, 1, false },
	{ "announcement_by_repetition_back", KPI_ANNOUNCED, -1, false },
	{ "automatic", KPI_AUTOMATIC, 1, false },
	{ "automatic_back", KPI_AUTOMATIC, -1, false },
	{ "copy", KPI_COPIES, 1, false },
	{ "notice_answer", KPI_NOTICES, 1, true },
	{ "notice_answer_back", KPI_NOTICES, -1, true },
	{ "not_counted", KPI_OTHER, 1, true },
};

int64_t
kpi_direct(const struct kpi_row *row)
{
	return row->n[KPI_STAFF] + row->n[KPI_FAMILIES];
}

int64_t
kpi_per_100(const struct kpi_row *row, int64_t n)
{
	int64_t rate;

	if (row->students == 0 || row->authors < KPI_AUTHORS)
		return -1;
	rate = (n * 100 + row->students / 2) / row->students;
	return row->students < 40 ? (rate + 2) / 5 * 5 : rate;
}

static bool
lets(const struct kpi_ask *ask, const struct monthly *m, bool in)
{
	if (ask->channel != NULL && strcmp(ask->channel, m->channel) != 0)
		return false;
	return ask->direction == NULL ||
	    in == (strcmp(ask->direction, "families") == 0);
}

void
kpi_add(const struct kpi_ask *ask, struct kpi_row *row,
    const struct monthly *m)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i].what, m->what) == 0 &&
		    lets(ask, m, words[i].in))
			row->n[words[i].figure] += words[i].sign * m->n;
}

/* Of the kinds and reasons of what is beside the number. */
static void
add_why(struct kpi_reading *r, const struct monthly *m)
{
	struct kpi	*kpi = r->kpi;
	bool		 automatic = strncmp(m->what, "automatic", 9) == 0;
	int		 sign = strcmp(m->what, "automatic_back") == 0 ? -1 : 1;
	unsigned	 i;

	if ((!automatic && strcmp(m->what, "not_counted") != 0) ||
	    !lets(r->ask, m, !automatic))
		return;
	for (i = 0; i < kpi->why_count; i++)
		if (kpi->why[i].automatic == automatic &&
		    strcmp(kpi->why[i].word, m->detail) == 0)
			break;
	if (i == WHY_MOST)
		return;
	if (i == kpi->why_count)
		kpi->why[kpi->why_count++] = (struct kpi_why){ m->detail,
		    automatic, 0 };
	kpi->why[i].n += sign * m->n;
}

static void
add_channel(struct kpi_reading *r, const struct monthly *m)
{
	for (unsigned i = 0; i < r->kpi->channel_count; i++)
		if (strcmp(r->kpi->channels[i].name, m->channel) == 0)
			kpi_add(r->ask, &r->kpi->channels[i], m);
}

static void
lay_months(struct kpi_reading *r)
{
	struct kpi	*kpi = r->kpi;
	int64_t		 month;
	struct kpi_row	*row;

	kpi->months = NEW_LIST(r->arena, struct kpi_row,
	    (size_t)((r->ask->to / 100 - r->ask->from / 100 + 1) * 12));
	for (month = r->ask->from; month <= r->ask->to &&
	    month <= kpi->this_month; month = closing_next(month)) {
		row = &kpi->months[kpi->month_count++];
		row->key = month;
		row->so_far = month == kpi->this_month;
		row->none = kpi->first_month == 0 || month < kpi->first_month;
	}
}

/* The index of a month, from that of the first. */
static struct kpi_row *
month_of(const struct kpi *kpi, int64_t month)
{
	int64_t first, n;

	if (kpi->month_count == 0)
		return NULL;
	first = kpi->months[0].key;
	n = (month / 100 - first / 100) * 12 + month % 100 - first % 100;
	return n < 0 || n >= kpi->month_count ? NULL : &kpi->months[n];
}

static void
read_months(struct kpi_reading *r)
{
	struct monthly_ask	 ask = { r->ask->from, r->ask->to,
				    r->ask->school, r->ask->language };
	struct monthly		*list;
	unsigned		 n = monthly_by_month(r->db, &ask, &list);
	struct kpi_row		*row;

	for (unsigned i = 0; i < n; i++) {
		if ((row = month_of(r->kpi, list[i].month)) == NULL)
			continue;
		kpi_add(r->ask, row, &list[i]);
		kpi_add(r->ask, &r->kpi->total, &list[i]);
		add_channel(r, &list[i]);
		add_why(r, &list[i]);
	}
}

/* Of the whole district only: a closed month is closed as a whole. */
static void
read_closed(struct kpi_reading *r)
{
	struct closed_month	*list;
	unsigned		 n = month_list(r->db, &list);
	struct kpi_row		*row;
	json_t			*was;
	json_int_t		 out, back, in;

	if (r->ask->school >= 0 || strcmp(r->ask->language, "*") != 0 ||
	    r->ask->channel != NULL || r->ask->direction != NULL)
		return;
	for (unsigned i = 0; i < n; i++) {
		if ((row = month_of(r->kpi, list[i].month)) == NULL)
			continue;
		was = json_loads(list[i].figures, 0, NULL);
		out = json_integer_value(json_object_get(was, "direct_out"));
		back = json_integer_value(json_object_get(was,
		    "direct_out_back"));
		in = json_integer_value(json_object_get(was, "direct_in"));
		row->closed = closing_time(r->ask->zone, row->key) - 1;
		row->was = out - back + in;
		row->back = row->n[KPI_BACK] - back;
		row->more = kpi_direct(row) + row->back - row->was;
		json_decref(was);
	}
}

/* Of each month, and then of those that have their own. */
static void
set_targets(struct kpi *kpi, const struct chosen *list, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		const char	*month = list[i].name + strlen(KPI_TARGET);
		int64_t		 wanted = strtoll(list[i].choice.value, NULL,
				    10);
		struct kpi_row	*row;

		if (*month == '\0') {
			for (unsigned m = 0; m < kpi->month_count; m++)
				kpi->months[m].target = wanted;
		} else if (*month == '.') {
			row = month_of(kpi, strtoll(month + 1, NULL, 10));
			if (row != NULL)
				row->target = wanted;
		}
	}
}

/* All months together have one when each of them has. */
static void
read_targets(struct kpi_reading *r)
{
	struct kpi	*kpi = r->kpi;
	struct chosen	*list;
	unsigned	 n = choice_list(r->db, KPI_TARGET, &list), found = 0;

	if (r->ask->school >= 0 || strcmp(r->ask->language, "*") != 0 ||
	    r->ask->channel != NULL || r->ask->direction != NULL)
		return;
	set_targets(kpi, list, n);
	for (unsigned m = 0; m < kpi->month_count; m++) {
		kpi->total.target += kpi->months[m].target;
		found += kpi->months[m].target > 0;
	}
	if (found < kpi->month_count)
		kpi->total.target = 0;
}

/* A small group has nothing, wherever it would stand. */
static void
hide_all(struct kpi *kpi)
{
	enum suppressed hidden = kpi->total.hidden;

	kpi->total = (struct kpi_row){ .hidden = hidden };
	for (unsigned i = 0; i < kpi->month_count; i++) {
		memset(kpi->months[i].n, 0, sizeof kpi->months[i].n);
		kpi->months[i].hidden = hidden;
	}
	kpi->school_count = kpi->language_count = kpi->channel_count = 0;
	kpi->why_count = 0;
}

static void
lay_channels(struct kpi_reading *r)
{
	static const char *const names[] = { "sms", "email" };

	r->kpi->channels = NEW_LIST(r->arena, struct kpi_row, COUNT(names));
	for (size_t i = 0; i < COUNT(names); i++)
		if (r->ask->channel == NULL ||
		    strcmp(r->ask->channel, names[i]) == 0)
			r->kpi->channels[r->kpi->channel_count++].name =
			    names[i];
}

static int64_t
month_now(const struct kpi_ask *ask)
{
	return zone_day(ask->zone, ask->now) / 100;
}

void
kpi_read(struct db *db, const struct kpi_ask *ask, struct arena *arena,
    struct kpi *kpi)
{
	struct kpi_reading r = { .db = db, .arena = arena, .ask = ask,
	    .kpi = kpi };

	*kpi = (struct kpi){ .first_month = month_first(db),
	    .this_month = month_now(ask),
	    .why = NEW_LIST(arena, struct kpi_why, WHY_MOST) };
	r.small = kpi_groups(db, arena, school_year(ask->from),
	    school_year(ask->to));
	lay_months(&r);
	lay_channels(&r);
	read_months(&r);
	read_closed(&r);
	read_targets(&r);
	kpi_places(&r);
	kpi->total.hidden = suppress_of(r.small, ask->school, ask->language);
	if (kpi->total.hidden != SUPPRESS_NOT)
		hide_all(kpi);
}
