/*
 * No small group can be had from all that is published of a district: brute
 * force over made-up districts.
 *
 * The oracle is linear algebra.  What is published are sums of unknown
 * numbers, one for each school and language; a small group can be had exactly
 * if its own sum is a combination of published ones, which elimination over a
 * prime field finds out.  All tables of all filters together are published:
 * a school or all, a language or all.  Months, channels and directions have
 * the same cells, so what cannot be had of one cannot be had of any.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/suppress.h"

#define SCHOOLS		7
#define LANGUAGES	6
#define YEARS		2
#define CELLS		(SCHOOLS * LANGUAGES * YEARS)
#define SUMS		(3 * (SCHOOLS + 1) * (LANGUAGES + 1))
#define PRIME		INT64_C(1000003)
#define DISTRICTS	2500

static const char *const tags[LANGUAGES] = { "ak", "ar", "en-US", "es-US",
	"ht", "vi" };

static struct arena	*arena;
static uint64_t		 seed;

static unsigned
chance(unsigned n)
{
	seed = seed * UINT64_C(6364136223846793005) +
	    UINT64_C(1442695040888963407);
	return (unsigned)(seed >> 33) % n;
}

struct made {
	struct suppress_group	 groups[CELLS];
	unsigned		 count, schools, languages, years;
	int64_t			 students[YEARS][SCHOOLS][LANGUAGES];
	bool			 exists[YEARS][SCHOOLS][LANGUAGES];
};

/* A few large groups, many small ones, and some that nobody is in. */
static void
make(struct made *m)
{
	memset(m, 0, sizeof *m);
	m->schools = 1 + chance(SCHOOLS);
	m->languages = 1 + chance(LANGUAGES);
	m->years = 1 + chance(YEARS);
	for (unsigned y = 0; y < m->years; y++)
		for (unsigned i = 0; i < m->schools; i++)
			for (unsigned k = 0; k < m->languages; k++) {
				if (chance(3) == 0)
					continue;
				m->exists[y][i][k] = true;
				m->students[y][i][k] = chance(3) == 0 ?
				    chance(200) : chance(14);
				m->groups[m->count++] =
				    (struct suppress_group){
				    .year = 2024 + y, .school = 1 + i,
				    .students = m->students[y][i][k],
				    .language = tags[k] };
			}
}

/* The sum of a school and a language as a row of ones; -1 is all. */
static void
sum_of(const struct made *m, int year, int school, int language,
    int64_t row[CELLS])
{
	memset(row, 0, CELLS * sizeof *row);
	for (unsigned y = 0; y < m->years; y++)
		for (unsigned i = 0; i < m->schools; i++)
			for (unsigned k = 0; k < m->languages; k++)
				if ((year < 0 || (unsigned)year == y) &&
				    (school < 0 || (unsigned)school == i) &&
				    (language < 0 || (unsigned)language == k) &&
				    m->exists[y][i][k])
					row[(y * SCHOOLS + i) * LANGUAGES +
					    k] = 1;
}

static int64_t
power(int64_t base, int64_t exponent)
{
	int64_t result = 1;

	for (; exponent > 0; exponent /= 2, base = base * base % PRIME)
		if (exponent % 2 == 1)
			result = result * base % PRIME;
	return result;
}

/* Rows in echelon form, each with its first column. */
struct space {
	int64_t		 rows[SUMS][CELLS];
	int		 lead[SUMS];
	unsigned	 count;
};

/* What is left of a row; whether anything is. */
static bool
reduce(const struct space *s, int64_t row[CELLS])
{
	int64_t factor;

	for (unsigned i = 0; i < s->count; i++) {
		factor = row[s->lead[i]];
		if (factor == 0)
			continue;
		for (unsigned k = 0; k < CELLS; k++)
			row[k] = ((row[k] - factor * s->rows[i][k]) % PRIME +
			    PRIME) % PRIME;
	}
	for (unsigned k = 0; k < CELLS; k++)
		if (row[k] != 0)
			return true;
	return false;
}

static void
publish(struct space *s, int64_t row[CELLS])
{
	int64_t inverse;
	unsigned k;

	if (!reduce(s, row))
		return;
	assert_true(s->count < SUMS);
	for (k = 0; row[k] == 0; k++)
		continue;
	inverse = power(row[k], PRIME - 2);
	s->lead[s->count] = (int)k;
	for (unsigned i = 0; i < CELLS; i++)
		s->rows[s->count][i] = row[i] * inverse % PRIME;
	s->count++;
}

/* The tables of one year (or -1: of all of them in one). */
static struct suppression *
tables(const struct made *m, int year)
{
	struct suppress_group	 groups[CELLS];
	unsigned		 n = 0;

	for (unsigned i = 0; i < m->count; i++)
		if (year < 0 || m->groups[i].year == 2024 + year)
			groups[n++] = m->groups[i];
	return suppress_new(arena, groups, n, 0);
}

static const char *
tag(int language)
{
	return language < 0 ? "*" : tags[language];
}

static int64_t
id(int school)
{
	return school < 0 ? -1 : 1 + school;
}

static void
publish_all(const struct made *m, struct suppression *const *of,
    struct space *s)
{
	int64_t row[CELLS];

	for (int y = m->years > 1 ? -1 : 0; y < (int)m->years; y++)
		for (int i = -1; i < (int)m->schools; i++)
			for (int k = -1; k < (int)m->languages; k++) {
				if (suppress_of(of[y + 1], id(i), tag(k)) !=
				    SUPPRESS_NOT)
					continue;
				sum_of(m, y, i, k, row);
				publish(s, row);
			}
}

static int64_t
students(const struct made *m, int year, int school, int language)
{
	int64_t n = 0;

	for (unsigned i = 0; i < m->schools; i++)
		for (unsigned k = 0; k < m->languages; k++)
			if ((school < 0 || (unsigned)school == i) &&
			    (language < 0 || (unsigned)language == k))
				n += m->students[year][i][k];
	return n;
}

/* Whether the sum is that of the whole district: nobody else is in it. */
static bool
is_all(const struct made *m, int year, const int64_t row[CELLS])
{
	int64_t all[CELLS];

	sum_of(m, year, -1, -1, all);
	return memcmp(all, row, sizeof all) == 0;
}

static bool
is_none(const int64_t row[CELLS])
{
	for (unsigned i = 0; i < CELLS; i++)
		if (row[i] != 0)
			return false;
	return true;
}

static unsigned
check_year(const struct made *m, const struct space *s, int year)
{
	int64_t		 row[CELLS];
	unsigned	 small = 0;

	for (int i = -1; i < (int)m->schools; i++)
		for (int k = -1; k < (int)m->languages; k++) {
			sum_of(m, year, i, k, row);
			if (is_none(row) || is_all(m, year, row) ||
			    students(m, year, i, k) >= SUPPRESS_FEW)
				continue;
			small++;
			if (!reduce(s, row))
				fail_msg("year %d: school %d, language %d of "
				    "%lld students can be had", year, i, k,
				    (long long)students(m, year, i, k));
		}
	return small;
}

static void
no_small_group_can_be_had(void **state)
{
	static struct made	 m;
	static struct space	 s;
	struct suppression	*of[YEARS + 1];
	unsigned		 small = 0, shown = 0;

	(void)state;
	for (unsigned n = 0; n < DISTRICTS; n++) {
		seed = n + 1;
		arena_clear(arena);
		make(&m);
		s.count = 0;
		for (int y = -1; y < (int)m.years; y++)
			of[y + 1] = tables(&m, y);
		publish_all(&m, of, &s);
		for (unsigned y = 0; y < m.years; y++)
			small += check_year(&m, &s, (int)y);
		shown += s.count;
	}
	assert_true(small > DISTRICTS);
	assert_true(shown > DISTRICTS * 3);
}

/* What is hidden in a line has a sum that can be had: it is of enough. */
static void
what_is_hidden_together_is_not_small(void **state)
{
	static struct made	 m;
	struct suppression	*of;
	int64_t			 n;

	(void)state;
	for (unsigned round = 0; round < DISTRICTS; round++) {
		seed = round + 90001;
		arena_clear(arena);
		make(&m);
		of = tables(&m, 0);
		for (int i = -1; i < (int)m.schools; i++) {
			if (suppress_of(of, id(i), "*") != SUPPRESS_NOT ||
			    students(&m, 0, -1, -1) < SUPPRESS_FEW)
				continue;
			n = -1;
			for (int k = 0; k < (int)m.languages; k++)
				if ((i < 0 ? students(&m, 0, i, k) > 0 :
				    m.exists[0][i][k]) && suppress_of(of,
				    id(i), tag(k)) != SUPPRESS_NOT)
					n = (n < 0 ? 0 : n) +
					    students(&m, 0, i, k);
			if (n >= 0 && n < SUPPRESS_FEW)
				fail_msg("round %u: of school %d %lld "
				    "students are hidden together", round, i,
				    (long long)n);
		}
	}
}

static void
a_plain_district(void **state)
{
	static const struct suppress_group groups[] = {
		{ 2026, 1, 300, "en-US" }, { 2026, 1, 60, "es-US" },
		{ 2026, 1, 4, "ak" }, { 2026, 2, 250, "en-US" },
		{ 2026, 2, 40, "es-US" }, { 2026, 2, 12, "ak" },
		{ 2026, 3, 100, "en-US" }, { 2026, 3, 80, "es-US" },
		{ 2026, 3, 9, "ak" },
	};
	struct suppression *s;

	(void)state;
	s = suppress_new(arena, groups, COUNT(groups), 0);
	assert_int_equal(suppress_of(s, -1, "*"), SUPPRESS_NOT);
	assert_int_equal(suppress_of(s, 1, "*"), SUPPRESS_NOT);
	assert_int_equal(suppress_of(s, -1, "ak"), SUPPRESS_NOT);
	assert_int_equal(suppress_of(s, 1, "ak"), SUPPRESS_SMALL);
	assert_int_equal(suppress_of(s, 3, "ak"), SUPPRESS_SMALL);
	assert_int_equal(suppress_of(s, 2, "ak"), SUPPRESS_NOT);
	assert_int_equal(suppress_of(s, 1, "es-US"), SUPPRESS_OTHER);
	assert_int_equal(suppress_of(s, 3, "es-US"), SUPPRESS_OTHER);
	assert_int_equal(suppress_of(s, 1, "en-US"), SUPPRESS_NOT);
	assert_int_equal(suppress_of(s, 2, "en-US"), SUPPRESS_NOT);
	assert_int_equal(suppress_students(s, -1, "ak"), 25);
	assert_int_equal(suppress_of(s, 9, "*"), SUPPRESS_SMALL);
	assert_int_equal(suppress_of(s, 1, "vi"), SUPPRESS_SMALL);
}

static void
shares(void **state)
{
	static const struct {
		int64_t	of, students;
		int	percent;
		bool	at_most, at_least;
	} rows[] = {
		{ 0, 500, 5, true, false }, { 500, 500, 95, false, true },
		{ 1, 500, 5, true, false }, { 250, 500, 50, false, false },
		{ 7, 20, 35, false, false }, { 1, 30, 5, true, false },
		{ 29, 30, 95, false, true }, { 13, 39, 35, false, false },
		{ 13, 40, 33, false, false }, { 0, 0, 0, false, false },
	};
	struct share s;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		s = suppress_share(rows[i].of, rows[i].students);
		assert_int_equal(s.percent, rows[i].percent);
		assert_int_equal(s.at_most, rows[i].at_most);
		assert_int_equal(s.at_least, rows[i].at_least);
	}
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plain_district),
		cmocka_unit_test(shares),
		cmocka_unit_test(no_small_group_can_be_had),
		cmocka_unit_test(what_is_hidden_together_is_not_small),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
