/*
 * /report, "Messages with families": KPI 2.1 as flow/kpi.h gives it, with what
 * it does not say.  The address is the whole state: months from and to (as
 * 202611), school (an id), language, direction, channel, sort.  /report.csv
 * is one of its tables as a file.
 *
 * Unknown or impossible filters are as if they were not there: a link that is
 * a year old still shows something, and the page says what.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/zone.h"
#include "flow/closing.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/month.h"
#include "store/monthly.h"
#include "store/person.h"
#include "store/sight.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page_speech.h"
#include "web/pages.h"
#include "web/report_view.h"

#define MONTHS_MOST	120	/* That a list offers. */
#define CSV_MOST	(8u << 20)

static const char *
param(struct visit *v, const char *name)
{
	const char *value = form_get(&v->query, name);

	return value == NULL ? "" : value;
}

/* A month as 202611. */
static bool
read_month(const char *text, int64_t *month)
{
	char	*end;
	int64_t	 n = strtoll(text, &end, 10);

	if (end == text || *end != '\0' || n < 200001 || n > 219912 ||
	    n % 100 < 1 || n % 100 > 12)
		return false;
	*month = n;
	return true;
}

static bool
is_one_of(const char *text, const char *a, const char *b)
{
	return strcmp(text, a) == 0 || strcmp(text, b) == 0;
}

static void
read_wanted(struct visit *v)
{
	struct report_wanted	*w = NEW(v->arena, struct report_wanted);
	struct kpi_ask		*ask = &w->ask;
	int64_t			 month = zone_day(v->web->gateway->zone,
				    v->viewer.now) / 100;

	*ask = (struct kpi_ask){ .from = school_year(month) * 100 + 7,
	    .to = month, .school = -1, .language = "*",
	    .now = v->viewer.now, .zone = v->web->gateway->zone };
	w->school = id_parse(param(v, "school"), &ask->school) ?
	    param(v, "school") : "";
	if (*w->school == '\0')
		ask->school = MONTHLY_ALL_SCHOOLS;
	w->language = lang_tag(param(v, "language"));
	if (w->language != NULL)
		ask->language = w->language;
	else
		w->language = "";
	w->direction = param(v, "direction");
	if (is_one_of(w->direction, "staff", "families"))
		ask->direction = w->direction;
	else
		w->direction = "";
	w->channel = param(v, "channel");
	if (is_one_of(w->channel, "sms", "email"))
		ask->channel = w->channel;
	else
		w->channel = "";
	if (!read_month(param(v, "from"), &ask->from) ||
	    !read_month(param(v, "to"), &ask->to)) {
		ask->from = school_year(month) * 100 + 7;
		ask->to = month;
	}
	w->sort = param(v, "sort");
	w->by = param(v, "by");
	w->plain = strcmp(param(v, "plain"), "1") == 0;
	v->wanted = w;
}

/* Not before the first row, not after this month, ten years at most, and from
 * before to. */
static void
bound(struct visit *v, struct db *db, struct report_wanted *w)
{
	int64_t this_month = zone_day(v->web->gateway->zone,
	    v->viewer.now) / 100;
	int64_t first = month_first(db);

	first = (first == 0 ? school_year(this_month) :
	    school_year(first)) * 100 + 7;
	if (first < this_month - 1000)
		first = this_month - 1000;
	if (w->ask.to > this_month)
		w->ask.to = this_month;
	if (w->ask.from < first)
		w->ask.from = first;
	if (w->ask.from > w->ask.to)
		w->ask.from = w->ask.to;
	w->from = arena_print(v->arena, "%d", (int)w->ask.from);
	w->to = arena_print(v->arena, "%d", (int)w->ask.to);
}

#define OR(link, wanted)	((link) != NULL ? (link) : (wanted))
#define FILTERS								\
	"?from=%s&to=%s&school=%s&language=%s&direction=%s&channel=%s&sort=%s"

json_t *
report_link(struct visit *v, const struct report_wanted *w,
    const struct report_link *link)
{
	const char *from = OR(link->from, w->from), *to = OR(link->to, w->to);
	const char *school = OR(link->school, w->school);
	const char *language = OR(link->language, w->language);
	const char *sort = OR(link->sort, w->sort);

	if (link->by != NULL)
		return page_url(v, "/report.csv" FILTERS "&by=%s", from, to,
		    school, language, w->direction, w->channel, sort,
		    link->by);
	return page_url(v, "/report" FILTERS, from, to, school, language,
	    w->direction, w->channel, sort);
}

/*
 * The form.
 */

static void
add_choice(json_t *all, const char *value, const char *words,
    const char *chosen)
{
	json_array_append_new(all, json_pack("{s:s, s:s, s:b}",
	    "value", value, "words", words,
	    "chosen", (int)(strcmp(value, chosen) == 0)));
}

static json_t *
months_offered(struct visit *v, struct db *db, const char *chosen)
{
	int64_t	 month = month_first(db), last = zone_day(
		    v->web->gateway->zone, v->viewer.now) / 100;
	json_t	*all = json_array();

	month = school_year(month == 0 ? last : month) * 100 + 7;
	if (month < last - 1000)
		month = last - 1000;
	for (unsigned n = 0; month <= last && n < MONTHS_MOST;
	    month = closing_next(month), n++)
		add_choice(all, arena_print(v->arena, "%d", (int)month),
		    page_month(v, month), chosen);
	return all;
}

/* A button for each school year. */
static json_t *
years_offered(struct visit *v, struct db *db, const struct report_wanted *w)
{
	int64_t	 month = month_first(db), last = zone_day(
		    v->web->gateway->zone, v->viewer.now) / 100, year;
	json_t	*all = json_array();

	year = school_year(month == 0 ? last : month);
	if (year < school_year(last) - 9)
		year = school_year(last) - 9;
	for (; year <= school_year(last); year++)
		json_array_append_new(all, json_pack("{s:s, s:o}", "words",
		    arena_print(v->arena, "%d-%02d", (int)year,
		    (int)((year + 1) % 100)), "year_url", report_link(v, w,
		    &(struct report_link){
		    .from = arena_print(v->arena, "%d07", (int)year),
		    .to = arena_print(v->arena, "%d06", (int)year + 1) })));
	return all;
}

static json_t *
schools_offered(struct visit *v, const struct kpi *whole,
    const struct report_wanted *w)
{
	json_t	*all = json_array();
	char	 id[ID_TEXT];

	(void)v;
	for (unsigned i = 0; i < whole->school_count; i++)
		if (whole->schools[i].key != 0)
			add_choice(all, id_text(whole->schools[i].key, id),
			    report_school(&whole->schools[i]), w->school);
	return all;
}

static json_t *
languages_offered(struct visit *v, const struct kpi *whole,
    const struct report_wanted *w)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < whole->language_count; i++)
		if (whole->languages[i].pooled == 0)
			add_choice(all, whole->languages[i].name,
			    report_language(v, &whole->languages[i]),
			    w->language);
	return all;
}

/* What the filters leave, as a line of text. */
static const char *
filters(struct visit *v, struct db *db, const struct report_wanted *w)
{
	const char *school = "all schools", *language = "all languages";

	if (w->ask.school >= 0 && !school_get(db, w->ask.school, &school))
		school = "a school that there is not";
	if (*w->language != '\0')
		language = lang_english(w->language);
	return arena_print(v->arena, "%s to %s; %s; %s; %s; %s",
	    page_month(v, w->ask.from), page_month(v, w->ask.to), school,
	    language, *w->direction == '\0' ? "both directions" :
	    strcmp(w->direction, "staff") == 0 ? "from staff" :
	    "from families", *w->channel == '\0' ? "text and mail" :
	    strcmp(w->channel, "sms") == 0 ? "by text" : "by mail");
}

/* Schools and languages that can be chosen are those of all. */
static void
add_form(struct visit *v, struct db *db, const struct report_wanted *w,
    const struct kpi *kpi, json_t *view)
{
	struct kpi_ask	ask = w->ask;
	struct kpi	whole = *kpi;

	if (w->ask.school >= 0 || *w->language != '\0') {
		ask.school = MONTHLY_ALL_SCHOOLS;
		ask.language = MONTHLY_ALL_LANGUAGES;
		kpi_read(db, &ask, v->arena, &whole);
		report_sort(whole.schools, whole.school_count, "name");
		report_sort(whole.languages, whole.language_count, "name");
	}
	json_object_set_new(view, "years", years_offered(v, db, w));
	json_object_set_new(view, "months_from", months_offered(v, db,
	    w->from));
	json_object_set_new(view, "months_to", months_offered(v, db, w->to));
	json_object_set_new(view, "choose_school", schools_offered(v, &whole,
	    w));
	json_object_set_new(view, "choose_language", languages_offered(v,
	    &whole, w));
	json_object_set_new(view, arena_print(v->arena, "direction_%s",
	    w->direction), json_true());
	json_object_set_new(view, arena_print(v->arena, "channel_%s",
	    w->channel), json_true());
}

static void
add_links(struct visit *v, const struct report_wanted *w, json_t *view)
{
	static const struct {
		const char	*name, *sort, *by;
	} links[] = {
		{ "by_name_url", "name", NULL },
		{ "by_direct_url", "direct", NULL },
		{ "by_staff_url", "staff", NULL },
		{ "by_families_url", "families", NULL },
		{ "by_reached_url", "reached", NULL },
		{ "csv_month_url", NULL, "month" },
		{ "csv_school_url", NULL, "school" },
		{ "csv_language_url", NULL, "language" },
		{ "csv_channel_url", NULL, "channel" },
	};

	for (size_t i = 0; i < COUNT(links); i++)
		json_object_set_new(view, links[i].name, report_link(v, w,
		    &(struct report_link){ .sort = links[i].sort,
		    .by = links[i].by }));
	json_object_set_new(view, arena_print(v->arena, "sorted_%s",
	    *w->sort == '\0' ? "name" : w->sort), json_true());
	json_object_set_new(view, "filtered", json_boolean(*w->school != '\0' ||
	    *w->language != '\0' || *w->direction != '\0' ||
	    *w->channel != '\0'));
}

/* "In November 2026 ...", or from one month to another. */
static void
add_sentence(struct visit *v, const struct report_wanted *w,
    const struct kpi *kpi, json_t *view)
{
	int64_t target = kpi->total.target;

	json_object_set_new(view, "first_month", json_string(page_month(v,
	    w->ask.from)));
	json_object_set_new(view, "last_month", json_string(page_month(v,
	    w->ask.to)));
	json_object_set_new(view, "one_month",
	    json_boolean(w->ask.from == w->ask.to));
	json_object_set_new(view, "empty", json_boolean(
	    kpi->first_month == 0));
	if (target > 0)
		json_object_set_new(view, "of_target", json_pack("{s:s, s:I}",
		    "n", chart_number(v->arena, target), "percent",
		    (json_int_t)((kpi_direct(&kpi->total) * 100 + target / 2) /
		    target)));
}

static json_t *
look(struct visit *v, struct db *db)
{
	struct report_wanted	 w = *(const struct report_wanted *)v->wanted;
	struct kpi		 kpi;
	json_t			*view = json_object();

	bound(v, db, &w);
	kpi_read(db, &w.ask, v->arena, &kpi);
	report_sort(kpi.schools, kpi.school_count, w.sort);
	report_sort(kpi.languages, kpi.language_count, w.sort);
	add_form(v, db, &w, &kpi, view);
	add_links(v, &w, view);
	add_sentence(v, &w, &kpi, view);
	json_object_set_new(view, "filters", json_string(filters(v, db, &w)));
	json_object_set_new(view, "through", page_when(v, v->viewer.now));
	json_object_set_new(view, "can_rows", json_boolean(
	    (v->who.standing.rights & RIGHT_ROWS) != 0));
	report_view(v, &w, &kpi, view);
	return view;
}

void
page_report(struct visit *v)
{
	read_wanted(v);
	api_read(v, look);
}

static json_t *
look_csv(struct visit *v, struct db *db)
{
	struct report_wanted	 w = *(const struct report_wanted *)v->wanted;
	struct kpi		 kpi;
	struct buf		 b;

	bound(v, db, &w);
	kpi_read(db, &w.ask, v->arena, &kpi);
	report_sort(kpi.schools, kpi.school_count, w.sort);
	report_sort(kpi.languages, kpi.language_count, w.sort);
	buf_init(&b, CSV_MOST);
	report_csv(v, &w, &kpi, filters(v, db, &w), &b);
	v->file = (struct visit_file){ .bytes = buf_keep(&b, v->arena),
	    .length = b.length, .type = "text/csv; charset=utf-8",
	    .disposition = arena_print(v->arena, "attachment; filename=\""
	    "messages-with-families-%s-%s.csv\"", w.from, w.to) };
	buf_free(&b);
	return json_object();
}

void
page_report_csv(struct visit *v)
{
	read_wanted(v);
	api_read(v, look_csv);
}
