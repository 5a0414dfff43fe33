/*
 * The tables and charts of "Messages with families".  A number that is hidden
 * is not in the view at all; the row says why in its place.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "flow/gateway.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_speech.h"
#include "web/report_view.h"

#define BARS_MOST	12
#define PARITY		80	/* Percent of the rate of the district. */

static const char *const names[] = { "staff", "families", "announced",
    "automatic", "copies", "notices", "other", "back" };

const char *
report_school(const struct kpi_row *row)
{
	return *row->name == '\0' ? "The district" : row->name;
}

const char *
report_language(struct visit *v, const struct kpi_row *row)
{
	if (row->pooled > 0)
		return arena_print(v->arena, "Other languages (%u)",
		    row->pooled);
	return lang_english(row->name) != NULL ? lang_english(row->name) :
	    row->name;
}

static void
set_number(struct visit *v, json_t *json, const char *name, int64_t n)
{
	json_object_set_new(json, name, json_string(chart_number(v->arena,
	    n)));
}

static json_t *
share_json(int64_t of, int64_t students)
{
	struct share s = suppress_share(of, students);

	if (students == 0)
		return json_null();
	return json_pack("{s:i, s:s}", "percent", s.percent, "share_key",
	    s.at_most ? "report.share_most" : s.at_least ?
	    "report.share_least" : students < 40 ? "report.share_about" :
	    "report.share");
}

/* The figures of a row, or why there are none. */
static json_t *
figures(struct visit *v, const struct kpi_row *row)
{
	json_t *json = json_object();

	if (row->hidden != SUPPRESS_NOT) {
		json_object_set_new(json, "hidden", json_string(
		    row->hidden == SUPPRESS_SMALL ? "report.hidden_small" :
		    "report.hidden_other"));
		json_object_set_new(json, "group_key", json_string(
		    row->hidden == SUPPRESS_SMALL ? "report.group_small" :
		    "report.group_other"));
		return json;
	}
	json_object_set_new(json, "shown", json_true());
	set_number(v, json, "direct", kpi_direct(row));
	for (size_t i = 0; i < COUNT(names); i++)
		set_number(v, json, names[i], row->n[i]);
	return json;
}

static void
add_rate(struct visit *v, json_t *json, const char *name, int64_t rate)
{
	if (rate >= 0)
		set_number(v, json, name, rate);
}

/* Below four fifths of the rate of all it is said in words. */
static bool
is_below(const struct kpi_row *row, const struct kpi_row *all)
{
	int64_t	rate = kpi_per_100(row, row->n[KPI_STAFF]);
	int64_t	every = kpi_per_100(all, all->n[KPI_STAFF]);

	return rate >= 0 && every > 0 && rate * 100 < every * PARITY;
}

/* A school or a language, with what its students make of the figures. */
static json_t *
group_json(struct visit *v, const struct kpi_row *row,
    const struct kpi_row *all)
{
	json_t *json = figures(v, row);

	if (row->hidden != SUPPRESS_NOT)
		return json;
	set_number(v, json, "students", row->students);
	add_rate(v, json, "staff_100", kpi_per_100(row, row->n[KPI_STAFF]));
	add_rate(v, json, "families_100", kpi_per_100(row,
	    row->n[KPI_FAMILIES]));
	if (row->authors < KPI_AUTHORS)
		json_object_set_new(json, "few_authors", json_true());
	json_object_set_new(json, "reached", share_json(row->reached,
	    row->students));
	json_object_set_new(json, "talked", share_json(row->talked,
	    row->students));
	json_object_set_new(json, "below", json_boolean(is_below(row, all)));
	return json;
}

static json_t *
schools_json(struct visit *v, const struct report_wanted *w,
    const struct kpi *kpi)
{
	json_t		*all = json_array(), *json;
	char		 id[ID_TEXT];
	struct kpi_row	*row;

	for (unsigned i = 0; i < kpi->school_count; i++) {
		row = &kpi->schools[i];
		json = group_json(v, row, &kpi->total);
		json_object_set_new(json, "name",
		    json_string(report_school(row)));
		if (row->key != 0 && row->hidden == SUPPRESS_NOT)
			json_object_set_new(json, "only_url", report_link(v,
			    w, &(struct report_link){ .school =
			    id_text(row->key, id) }));
		json_array_append_new(all, json);
	}
	return all;
}

static json_t *
languages_json(struct visit *v, const struct report_wanted *w,
    const struct kpi *kpi)
{
	json_t		*all = json_array(), *json;
	struct kpi_row	*row;

	for (unsigned i = 0; i < kpi->language_count; i++) {
		row = &kpi->languages[i];
		json = group_json(v, row, &kpi->total);
		if (row->pooled > 0) {
			json_object_set_new(json, "pooled",
			    json_integer(row->pooled));
		} else {
			json_object_set_new(json, "tongue",
			    page_language(row->name));
			json_object_set_new(json, "only_url", report_link(v,
			    w, &(struct report_link){
			    .language = row->name }));
		}
		json_array_append_new(all, json);
	}
	return all;
}

/* "Closed": what it was then, and what came since. */
static void
add_closed(struct visit *v, json_t *json, const struct kpi_row *row)
{
	json_t *closed;

	if (row->closed == 0)
		return;
	closed = json_pack("{s:o, s:I, s:s, s:I, s:I, s:b}",
	    "day", page_when(v, row->closed), "was", (json_int_t)row->was,
	    "month", page_month(v, row->key),
	    "back", (json_int_t)row->back, "more", (json_int_t)row->more,
	    "changed", (int)(row->back != 0 || row->more != 0));
	if (row->back == 0)
		json_object_del(closed, "back");
	if (row->more == 0)
		json_object_del(closed, "more");
	json_object_set_new(json, "closed", closed);
}

static json_t *
month_json(struct visit *v, const struct report_wanted *w,
    const struct kpi_row *row)
{
	json_t		*json = figures(v, row);
	const char	*month = arena_print(v->arena, "%d", (int)row->key);

	json_object_set_new(json, "name", json_string(page_month(v,
	    row->key)));
	json_object_set_new(json, "only_url", report_link(v, w,
	    &(struct report_link){ .from = month, .to = month }));
	json_object_set_new(json, "so_far", json_boolean(row->so_far));
	if (row->target > 0)
		set_number(v, json, "target", row->target);
	if (row->none) {
		json_object_set_new(json, "none", json_true());
		json_object_del(json, "shown");
	}
	add_closed(v, json, row);
	return json;
}

static json_t *
months_json(struct visit *v, const struct report_wanted *w,
    const struct kpi *kpi)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < kpi->month_count; i++)
		json_array_append_new(all, month_json(v, w,
		    &kpi->months[i]));
	return all;
}

/* A word of the ledger as the end of a key. */
static const char *
key_of(struct visit *v, const struct kpi_why *why)
{
	char *key = arena_print(v->arena, "report.%s_%s", why->automatic ?
	    "notice" : "why", why->word);

	for (char *p = key; *p != '\0'; p++)
		if (*p == ' ')
			*p = '_';
	return key;
}

static json_t *
why_json(struct visit *v, const struct kpi *kpi, bool automatic)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < kpi->why_count; i++)
		if (kpi->why[i].automatic == automatic && kpi->why[i].n != 0)
			json_array_append_new(all, json_pack("{s:s, s:s}",
			    "why_key", key_of(v, &kpi->why[i]),
			    "n", chart_number(v->arena, kpi->why[i].n)));
	return all;
}

static json_t *
channels_json(struct visit *v, const struct kpi *kpi)
{
	json_t *all = json_array(), *json;

	for (unsigned i = 0; i < kpi->channel_count; i++) {
		json = figures(v, &kpi->channels[i]);
		json_object_set_new(json, "channel_key", json_sprintf(
		    "report.channel_%s", kpi->channels[i].name));
		json_array_append_new(all, json);
	}
	return all;
}

/* Staff, families, and the target where there is one. */
static json_t *
line_json(struct visit *v, const struct kpi *kpi)
{
	unsigned	 n = kpi->month_count > CHART_POINTS ? CHART_POINTS :
			    kpi->month_count;
	int64_t		*values = NEW_LIST(v->arena, int64_t, 3 * n + 1);
	const char	**labels = NEW_LIST(v->arena, const char *, n + 1);
	struct chart	 c = { .id = "months", .points = n, .labels = labels,
			    .count = 2, .series = {
			    { "report.from_staff", values },
			    { "report.from_families", values + n },
			    { "report.target", values + 2 * n } } };
	const struct kpi_row *row;

	for (unsigned i = 0; i < n; i++) {
		row = &kpi->months[i];
		labels[i] = page_month_short(v, row->key);
		values[i] = row->none ? CHART_NOTHING : row->n[KPI_STAFF];
		values[n + i] = row->none ? CHART_NOTHING :
		    row->n[KPI_FAMILIES];
		values[2 * n + i] = row->target > 0 ? row->target :
		    CHART_NOTHING;
		if (row->target > 0)
			c.count = 3;
		c.so_far = row->so_far;
	}
	return chart_line(v->arena, &c);
}

/* What staff wrote for every 100 students of a language. */
static json_t *
bars_json(struct visit *v, const struct kpi *kpi)
{
	int64_t		*values = NEW_LIST(v->arena, int64_t, BARS_MOST);
	const char	**labels = NEW_LIST(v->arena, const char *, BARS_MOST);
	struct chart_bars c = { .id = "languages", .labels = labels,
			    .values = values, .line = kpi_per_100(
			    &kpi->total, kpi->total.n[KPI_STAFF]) };
	int64_t		 rate, pooled[BARS_MOST];
	json_t		*json, *bars;

	for (unsigned i = 0; i < kpi->language_count &&
	    c.count < BARS_MOST; i++) {
		rate = kpi_per_100(&kpi->languages[i],
		    kpi->languages[i].n[KPI_STAFF]);
		if (rate < 0)
			continue;
		labels[c.count] = report_language(v, &kpi->languages[i]);
		pooled[c.count] = kpi->languages[i].pooled;
		values[c.count++] = rate;
	}
	if (c.count < 2)
		return json_null();
	json = chart_bars(v->arena, &c);
	bars = json_object_get(json, "bars");
	for (unsigned i = 0; i < c.count; i++)
		if (pooled[i] > 0)
			json_object_set_new(json_array_get(bars, i), "pooled",
			    json_integer(pooled[i]));
	return json;
}

/* The three figures side by side. */
static void
add_students(struct visit *v, const struct kpi *kpi, json_t *view)
{
	const struct kpi_row	*t = &kpi->total;
	json_t			*json;

	if (kpi->enrolled == 0 || t->students == 0 ||
	    t->hidden != SUPPRESS_NOT)
		return;
	json = json_pack("{s:o, s:o, s:I, s:s, s:b}",
	    "talked", share_json(t->talked, t->students),
	    "unreached", share_json(t->students - t->reached, t->students),
	    "n", (json_int_t)t->students,
	    "day", page_day(v, kpi->enrolled),
	    "october", (int)(kpi->enrolled % 10000 == 1001));
	if (t->students >= 40) {
		set_number(v, json, "talked_n", t->talked);
		set_number(v, json, "unreached_n", t->students - t->reached);
	}
	json_object_set_new(view, "students", json);
}

void
report_view(struct visit *v, const struct report_wanted *w,
    const struct kpi *kpi, json_t *view)
{
	json_t *total = figures(v, &kpi->total);

	json_object_set_new(total, "n", json_integer(kpi_direct(&kpi->total)));
	json_object_set_new(view, "total", total);
	add_students(v, kpi, view);
	json_object_set_new(view, "months", months_json(v, w, kpi));
	json_object_set_new(view, "schools", schools_json(v, w, kpi));
	json_object_set_new(view, "languages", languages_json(v, w, kpi));
	json_object_set_new(view, "channels", channels_json(v, kpi));
	json_object_set_new(view, "whys", why_json(v, kpi, false));
	json_object_set_new(view, "notice_kinds", why_json(v, kpi, true));
	json_object_set_new(view, "has_schools",
	    json_boolean(kpi->school_count > 0));
	json_object_set_new(view, "has_languages",
	    json_boolean(kpi->language_count > 0));
	if (kpi->total.hidden != SUPPRESS_NOT || kpi->month_count == 0)
		return;
	json_object_set_new(view, "line", line_json(v, kpi));
	json_object_set_new(view, "bars", bars_json(v, kpi));
}
