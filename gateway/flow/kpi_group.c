/*
 * Schools and languages: their figures, their students, and which of them are
 * too small to be shown.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/zone.h"
#include "flow/kpi_inside.h"
#include "store/choice.h"
#include "store/db.h"
#include "store/enrolled.h"
#include "store/person.h"

#define SMALL_LEAST	5
#define SMALL_MOST	100

/* The smallest group, if the district chose another one. */
static int
few(struct db *db)
{
	const char	*value = choice_get(db, KPI_SMALL, NULL);
	long		 n = value == NULL ? 0 : strtol(value, NULL, 10);

	return n < SMALL_LEAST || n > SMALL_MOST ? 0 : (int)n;
}

struct suppression *
kpi_groups(struct db *db, struct arena *arena, int64_t from, int64_t to)
{
	struct enrolled_count	*counts;
	struct summed_place	*places;
	unsigned		 n = enrolled_counts(db, from, to, &counts);
	unsigned		 m = monthly_places(db, from, to, &places);
	struct suppress_group	*all = NEW_LIST(arena, struct suppress_group,
				    n + m + 1);

	for (unsigned i = 0; i < n; i++)
		all[i] = (struct suppress_group){ counts[i].year,
		    counts[i].school, counts[i].n, counts[i].language };
	for (unsigned i = 0; i < m; i++)
		all[n + i] = (struct suppress_group){ places[i].year,
		    places[i].school, 0, places[i].language };
	return suppress_new(arena, all, n + m, few(db));
}

/* The row of a school or language; it is made when it is not there. */
static struct kpi_row *
row_of(struct kpi_row *rows, unsigned *count, int64_t school,
    const char *language)
{
	struct kpi_row *row;

	for (unsigned i = 0; i < *count; i++)
		if (language != NULL ? strcmp(rows[i].name, language) == 0 :
		    rows[i].key == school)
			return &rows[i];
	row = &rows[(*count)++];
	row->key = school;
	row->name = language;
	return row;
}

static struct kpi_row *
school_row(struct kpi *kpi, int64_t school)
{
	return row_of(kpi->schools, &kpi->school_count, school, NULL);
}

static struct kpi_row *
language_row(struct kpi *kpi, const char *language)
{
	return row_of(kpi->languages, &kpi->language_count, 0, language);
}

static void
add_students(struct kpi_row *row, const struct enrolled_count *c)
{
	row->students += c->n;
	row->reached += c->reached;
	row->wrote += c->wrote;
	row->talked += c->talked;
}

/* The students of the last of the school years, up to the end of the last
 * month. */
static void
read_students(struct kpi_reading *r)
{
	int64_t			 year = school_year(r->ask->to);
	struct enrolled_count	*list;
	unsigned		 n;
	bool			 here, so;

	if (!enrolled_day(r->db, year, &r->kpi->enrolled))
		return;
	n = enrolled_by(r->db, year, r->ask->to * 100 + 31, &list);
	for (unsigned i = 0; i < n; i++) {
		here = r->ask->school < 0 || r->ask->school == list[i].school;
		so = strcmp(r->ask->language, "*") == 0 ||
		    strcmp(r->ask->language, list[i].language) == 0;
		if (here && so)
			add_students(&r->kpi->total, &list[i]);
		if (so)
			add_students(school_row(r->kpi, list[i].school),
			    &list[i]);
		if (here)
			add_students(language_row(r->kpi, list[i].language),
			    &list[i]);
	}
}

/* Authors are of a school, and of the district more than of any of them. */
static void
read_authors(struct kpi_reading *r)
{
	struct school_authors	*list;
	unsigned		 n = monthly_authors(r->db,
				    school_year(r->ask->to), &list);
	int64_t			 here = 0;

	for (unsigned i = 0; i < n; i++) {
		for (unsigned k = 0; k < r->kpi->school_count; k++)
			if (r->kpi->schools[k].key == list[i].school)
				r->kpi->schools[k].authors = list[i].n;
		if ((r->ask->school < 0 || r->ask->school == list[i].school) &&
		    list[i].n > here)
			here = list[i].n;
	}
	r->kpi->total.authors = here;
	for (unsigned i = 0; i < r->kpi->language_count; i++)
		r->kpi->languages[i].authors = here;
}

static void
clear(struct kpi_row *row, enum suppressed hidden)
{
	*row = (struct kpi_row){ .key = row->key, .name = row->name,
	    .hidden = hidden };
}

static void
hide_schools(struct kpi_reading *r)
{
	enum suppressed hidden;

	for (unsigned i = 0; i < r->kpi->school_count; i++) {
		hidden = suppress_of(r->small, r->kpi->schools[i].key,
		    r->ask->language);
		if (hidden != SUPPRESS_NOT)
			clear(&r->kpi->schools[i], hidden);
	}
}

static void
pool(struct kpi_row *all, const struct kpi_row *row)
{
	for (int i = 0; i < KPI_FIGURES; i++)
		all->n[i] += row->n[i];
	all->students += row->students;
	all->reached += row->reached;
	all->wrote += row->wrote;
	all->talked += row->talked;
	all->authors = row->authors;
	all->pooled++;
}

/* Small ones become one row, the last, which is what the others leave of the
 * total. */
static void
pool_languages(struct kpi_reading *r)
{
	struct kpi	*kpi = r->kpi;
	struct kpi_row	 others = { .name = "" };
	unsigned	 n = 0;

	for (unsigned i = 0; i < kpi->language_count; i++)
		if (suppress_of(r->small, r->ask->school,
		    kpi->languages[i].name) == SUPPRESS_NOT)
			kpi->languages[n++] = kpi->languages[i];
		else
			pool(&others, &kpi->languages[i]);
	if (others.pooled > 0)
		kpi->languages[n++] = others;
	kpi->language_count = n;
}

static void
read_schools(struct kpi_reading *r)
{
	struct monthly_ask	 ask = { r->ask->from, r->ask->to, -1,
				    r->ask->language };
	struct monthly		*list;
	unsigned		 n = monthly_by_school(r->db, &ask, &list);
	const char		*name;

	for (unsigned i = 0; i < n; i++)
		kpi_add(r->ask, school_row(r->kpi, list[i].school), &list[i]);
	for (unsigned i = 0; i < r->kpi->school_count; i++)
		r->kpi->schools[i].name = r->kpi->schools[i].key != 0 &&
		    school_get(r->db, r->kpi->schools[i].key, &name) ? name :
		    "";
}

static void
read_languages(struct kpi_reading *r)
{
	struct monthly_ask	 ask = { r->ask->from, r->ask->to,
				    r->ask->school, "*" };
	struct monthly		*list;
	unsigned		 n = monthly_by_language(r->db, &ask, &list);

	for (unsigned i = 0; i < n; i++)
		kpi_add(r->ask, language_row(r->kpi, list[i].language),
		    &list[i]);
}

/* Of one school there is no list of schools, and of one language none of
 * languages. */
static void
keep_what_was_asked(struct kpi_reading *r)
{
	if (r->ask->school >= 0)
		r->kpi->school_count = 0;
	if (strcmp(r->ask->language, "*") != 0)
		r->kpi->language_count = 0;
}

#define ROWS_MOST	5000

void
kpi_places(struct kpi_reading *r)
{
	r->kpi->schools = NEW_LIST(r->arena, struct kpi_row, ROWS_MOST);
	r->kpi->languages = NEW_LIST(r->arena, struct kpi_row, ROWS_MOST);
	read_students(r);
	read_schools(r);
	read_languages(r);
	read_authors(r);
	keep_what_was_asked(r);
	hide_schools(r);
	pool_languages(r);
}
