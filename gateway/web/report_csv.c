/*
 * "Messages with families" as a file for a spreadsheet: one table, in UTF-8
 * with a mark of it, with the filters, the definition and the day in lines of
 * "#" before it.  What a page hides is "fewer than 10" here, too.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/lang.h"
#include "flow/report.h"
#include "web/api.h"
#include "web/report_view.h"
#include "web/when.h"

#define SMALL		"fewer than 10"
#define OTHER		"hidden to protect another group"
#define NONE		"no data yet"

/*
 * The order of rows.
 */

static int64_t
number_of(const struct kpi_row *row, const char *by)
{
	if (strcmp(by, "staff") == 0)
		return kpi_per_100(row, row->n[KPI_STAFF]);
	if (strcmp(by, "families") == 0)
		return kpi_per_100(row, row->n[KPI_FAMILIES]);
	if (strcmp(by, "reached") == 0)
		return row->students == 0 ? -1 :
		    row->reached * 100 / row->students;
	return kpi_direct(row);
}

static int
last(const struct kpi_row *row)
{
	return row->hidden != SUPPRESS_NOT ? 2 : row->pooled > 0;
}

/* Languages have no key, and are called by their name in English. */
static const char *
sort_name(const struct kpi_row *row)
{
	const char *english = row->key == 0 && *row->name != '\0' ?
	    lang_english(row->name) : NULL;

	return english != NULL ? english : row->name;
}

static int
by_name(const void *a, const void *b)
{
	const struct kpi_row *x = a, *y = b;

	return last(x) != last(y) ? last(x) - last(y) :
	    strcmp(sort_name(x), sort_name(y));
}

void
report_sort(struct kpi_row *rows, unsigned count, const char *by)
{
	struct kpi_row row;

	qsort(rows, count, sizeof *rows, by_name);
	if (*by == '\0' || strcmp(by, "name") == 0)
		return;
	for (unsigned i = 1; i < count; i++)
		for (unsigned k = i; k > 0 && last(&rows[k]) == 0 &&
		    number_of(&rows[k], by) > number_of(&rows[k - 1], by);
		    k--) {
			row = rows[k];
			rows[k] = rows[k - 1];
			rows[k - 1] = row;
		}
}

/*
 * Cells.
 */

/* A text that no spreadsheet takes for a formula. */
static void
cell(struct buf *b, const char *text)
{
	buf_char(b, '"');
	if (*text != '\0' && strchr("=+-@\t\r", *text) != NULL)
		buf_char(b, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_char(b, '"');
		buf_char(b, *text);
	}
	buf_char(b, '"');
}

static void
note(struct buf *b, const char *name, const char *words)
{
	buf_print(b, "# %s: ", name);
	for (; *words != '\0'; words++)
		buf_char(b, *words == '\n' || *words == '\r' ? ' ' : *words);
	buf_text(b, "\r\n");
}

static void
number(struct buf *b, int64_t n)
{
	buf_char(b, ',');
	if (n >= 0)
		buf_print(b, "%lld", (long long)n);
}

static void
figures(struct buf *b, const struct kpi_row *row)
{
	number(b, kpi_direct(row));
	for (int i = 0; i < KPI_FIGURES; i++)
		number(b, row->n[i]);
}

static void
share(struct buf *b, int64_t of, int64_t students)
{
	struct share s = suppress_share(of, students);

	buf_char(b, ',');
	if (students == 0)
		return;
	buf_print(b, "%s%d", s.at_most ? "<=" : s.at_least ? ">=" : "",
	    s.percent);
}

static void
group(struct buf *b, const struct kpi_row *row)
{
	number(b, row->students);
	number(b, kpi_per_100(row, row->n[KPI_STAFF]));
	number(b, kpi_per_100(row, row->n[KPI_FAMILIES]));
	share(b, row->reached, row->students);
	share(b, row->talked, row->students);
}

static const char *
name_of(struct visit *v, const struct kpi_row *row, const char *by)
{
	if (strcmp(by, "month") == 0)
		return arena_print(v->arena, "%04d-%02d",
		    (int)(row->key / 100), (int)(row->key % 100));
	if (strcmp(by, "school") == 0)
		return report_school(row);
	if (strcmp(by, "language") == 0)
		return report_language(v, row);
	return strcmp(row->name, "sms") == 0 ? "text" : "mail";
}

struct csv_table {
	const char		*by;
	const struct kpi_row	*rows;
	unsigned		 count;
	bool			 groups;	/* It has students. */
};

static void
line(struct visit *v, struct buf *b, const struct csv_table *t,
    const struct kpi_row *row)
{
	cell(b, name_of(v, row, t->by));
	if (row->hidden != SUPPRESS_NOT || row->none) {
		buf_char(b, ',');
		cell(b, row->none ? NONE : row->hidden == SUPPRESS_SMALL ?
		    SMALL : OTHER);
	} else {
		figures(b, row);
		if (t->groups)
			group(b, row);
	}
	buf_text(b, "\r\n");
}

static struct csv_table
choose(const struct report_wanted *w, const struct kpi *kpi)
{
	if (strcmp(w->by, "school") == 0)
		return (struct csv_table){ "school", kpi->schools,
		    kpi->school_count, true };
	if (strcmp(w->by, "language") == 0)
		return (struct csv_table){ "language", kpi->languages,
		    kpi->language_count, true };
	if (strcmp(w->by, "channel") == 0)
		return (struct csv_table){ "channel", kpi->channels,
		    kpi->channel_count, false };
	return (struct csv_table){ "month", kpi->months, kpi->month_count,
	    false };
}

void
report_csv(struct visit *v, const struct report_wanted *w,
    const struct kpi *kpi, const char *filters, struct buf *b)
{
	struct csv_table t = choose(w, kpi);

	buf_text(b, "\xef\xbb\xbf");
	if (!w->plain) {
		note(b, "Messages with families (KPI 2.1)", filters);
		note(b, "Definition 1", REPORT_DEFINITION);
		note(b, "Data through", when_text(v->arena, v->viewer.now));
		note(b, "Hidden", "groups of fewer than 10 students, and "
		    "what would give them away");
	}
	cell(b, t.by);
	buf_text(b, ",direct,from_staff,from_families,announcements,"
	    "automatic,copies,notice_answers,not_counted,taken_back");
	if (t.groups)
		buf_text(b, ",students,from_staff_per_100,"
		    "from_families_per_100,reached_percent,"
		    "two_way_percent");
	buf_text(b, "\r\n");
	for (unsigned i = 0; i < t.count; i++)
		line(v, b, &t, &t.rows[i]);
}
