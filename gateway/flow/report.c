/*
 * Figures are sums of the tally, grouped here, not in SQL, so that no query
 * has optional parts; the tally is small (a few rows a day and school).
 */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/kpi.h"
#include "flow/report.h"
#include "store/db.h"
#include "store/ledger.h"
#include "store/monthly.h"
#include "store/person.h"

#define GROUPS_MOST	1000

static const struct {
	const char	*what, *figure;
	int		 sign;
} sums[] = {
	{ "direct_out", "from_staff", 1 },
	{ "direct_out_back", "from_staff", -1 },
	{ "direct_in", "from_families", 1 },
	{ "announcement", "announcements", 1 },
	{ "announcement_back", "announcements", -1 },
	{ "announcement_by_repetition", "announcements", 1 },
	{ "announcement_by_repetition_back", "announcements", -1 },
	{ "automatic", "automatic", 1 },
	{ "automatic_back", "automatic", -1 },
	{ "copy", "copies", 1 },
	{ "notice_answer", "notice_answers", 1 },
	{ "notice_answer_back", "notice_answers", -1 },
	{ "not_counted", "not_counted", 1 },
};

static const char *const figures[] = { "from_staff", "from_families",
    "announcements", "automatic", "copies", "notice_answers", "not_counted" };

struct counting {
	json_t		*rows, *total;
	enum report_by	 by;
	const struct suppression *small;	/* NULL: all is shown. */
};

static json_t *
row_new(const char *name)
{
	json_t *row = json_object();

	if (name != NULL)
		json_object_set_new(row, "group", json_string(name));
	json_object_set_new(row, "direct", json_integer(0));
	for (size_t i = 0; i < COUNT(figures); i++)
		json_object_set_new(row, figures[i], json_integer(0));
	return row;
}

static void
more(json_t *row, const char *figure, int64_t n)
{
	json_t *value = json_object_get(row, figure);

	json_integer_set(value, json_integer_value(value) + n);
}

static void
sum(json_t *row, const struct figure *f)
{
	for (size_t i = 0; i < COUNT(sums); i++) {
		if (strcmp(sums[i].what, f->what) != 0)
			continue;
		more(row, sums[i].figure, sums[i].sign * f->n);
		if (strncmp(f->what, "direct_", 7) == 0)
			more(row, "direct", sums[i].sign * f->n);
	}
}

static const char *
day_text(struct arena *arena, int64_t day)
{
	return arena_print(arena, "%04d-%02d-%02d", (int)(day / 10000),
	    (int)(day / 100 % 100), (int)(day % 100));
}

/* The name of the group a figure belongs to. */
static const char *
group_of(struct db *db, const struct figure *f, enum report_by by)
{
	struct arena	*arena = db_arena(db);
	const char	*name;

	switch (by) {
	case BY_SCHOOL:
		return f->school != 0 && school_get(db, f->school, &name) ?
		    name : "The district";
	case BY_LANGUAGE:
		return f->language;
	case BY_MONTH:
		return arena_print(arena, "%.7s", day_text(arena, f->day));
	case BY_DAY:
		return day_text(arena, f->day);
	case BY_CHANNEL:
		return f->channel;
	default:
		return NULL;
	}
}

/* The row of that group, in the order of first sight. */
static json_t *
row_of(json_t *rows, const char *name)
{
	json_t *row;
	size_t	i;

	json_array_foreach(rows, i, row)
		if (strcmp(json_string_value(json_object_get(row, "group")),
		    name) == 0)
			return row;
	if (i >= GROUPS_MOST)
		return NULL;
	row = row_new(name);
	json_array_append_new(rows, row);
	return row;
}

/* Of a small group nothing stands there; small languages are one. */
static const char *
shown_group(struct db *db, const struct figure *f, struct counting *c,
    enum suppressed *hidden)
{
	*hidden = SUPPRESS_NOT;
	if (c->small != NULL && c->by == BY_SCHOOL)
		*hidden = suppress_of(c->small, f->school, "*");
	if (c->small != NULL && c->by == BY_LANGUAGE &&
	    suppress_of(c->small, -1, f->language) != SUPPRESS_NOT)
		return "Other languages";
	return group_of(db, f, c->by);
}

static void
hide(json_t *row, enum suppressed hidden)
{
	for (size_t i = 0; i < COUNT(figures); i++)
		json_object_del(row, figures[i]);
	json_object_del(row, "direct");
	json_object_set_new(row, "suppressed", json_string(
	    hidden == SUPPRESS_SMALL ? "small" : "other"));
}

static void
count_days(struct db *db, int64_t from, int64_t to, struct counting *c)
{
	struct figure	*list;
	unsigned	 n = ledger_figures(db, from, to, &list);
	enum suppressed	 hidden;
	const char	*name;
	json_t		*row;

	for (unsigned i = 0; i < n; i++) {
		sum(c->total, &list[i]);
		name = shown_group(db, &list[i], c, &hidden);
		row = name != NULL ? row_of(c->rows, name) : NULL;
		if (row != NULL && hidden != SUPPRESS_NOT)
			hide(row, hidden);
		else if (row != NULL)
			sum(row, &list[i]);
	}
}

/* The last day of the half of a month a day is in, as a number; a month may
 * end before its 31st. */
static int64_t
half_ends(int64_t day)
{
	return day / 100 * 100 + (day % 100 <= 15 ? 15 : 31);
}

static int64_t
half_begins_after(int64_t end)
{
	int64_t month = end / 100;

	if (end % 100 == 15)
		return month * 100 + 16;
	return (month % 100 == 12 ? month + 89 : month + 1) * 100 + 1;
}

static json_t *
count(struct db *db, const struct report *report)
{
	struct counting	 c = { json_array(), row_new(NULL), report->by, NULL };
	int64_t		 day = report->from, end;

	if (!report->all && (report->by == BY_SCHOOL ||
	    report->by == BY_LANGUAGE))
		c.small = kpi_groups(db, db_arena(db),
		    school_year(report->from), school_year(report->to));

	for (; day <= report->to; day = half_begins_after(end)) {
		end = half_ends(day);
		count_days(db, day, end < report->to ? end : report->to, &c);
	}
	return json_pack("{so so}", "rows", c.rows, "total", c.total);
}

const char *
report_json(struct db *db, const struct report *report, struct arena *arena)
{
	static const char *const by[] = { "nothing", "school", "language",
	    "month", "day", "channel" };
	json_t		*all = count(db, report);
	char		*text;
	const char	*kept;

	json_object_set_new(all, "definition", json_integer(1));
	json_object_set_new(all, "from",
	    json_string(day_text(arena, report->from)));
	json_object_set_new(all, "to",
	    json_string(day_text(arena, report->to)));
	json_object_set_new(all, "by", json_string(by[report->by]));
	text = json_dumps(all, JSON_COMPACT | JSON_SORT_KEYS);
	kept = arena_text(arena, text);
	free(text);
	json_decref(all);
	return kept;
}
