#ifndef GATEWAY_FLOW_SUPPRESS_H
#define GATEWAY_FLOW_SUPPRESS_H

/*
 * Which groups of students are too small to be shown.  It is decided once for
 * a school year, for all schools and languages together, from how many
 * students are in each: so pages, files and the API agree, and what one of
 * them hides no other one shows.
 *
 * All that is ever published is a sum over a school, a language, both, or
 * neither, of some months, channels and directions.  A group of fewer than
 * SUPPRESS_FEW students is hidden, and then so much more that
 *
 *	- nothing that is hidden can be had by subtraction from what is shown:
 *	  think of the table of schools by languages, with a row and a column
 *	  of sums, as a graph whose edges are its hidden cells.  A cell can be
 *	  had exactly if its edge is a bridge (Gusfield, 1988), so cells are
 *	  hidden until no small one is;
 *	- what is hidden in a row or a column together is of no fewer students
 *	  than that, since its sum can always be had.
 *
 * As the same cells are hidden for every month, channel and direction, no
 * combination of filters gives more.  Of several years what is hidden in one
 * of them is hidden in all.
 *
 * The sum over all schools and languages is always shown.  School 0, the
 * desk, is as large as the district.  Pure; lists belong to the arena.
 */

#include <stdbool.h>
#include <stdint.h>

struct arena;

#define SUPPRESS_FEW	10

enum suppressed {
	SUPPRESS_NOT,
	SUPPRESS_SMALL,		/* Fewer than 10 students. */
	SUPPRESS_OTHER,		/* To protect another group. */
};

/* How many students in a school year; 0 where something was counted all the
 * same. */
struct suppress_group {
	int64_t		 year, school, students;
	const char	*language;
};

struct suppression;

/* Of one school year or several; students are those of the last one.  few: 5
 * or more, or 0 for SUPPRESS_FEW. */
struct suppression *suppress_new(struct arena *,
		    const struct suppress_group *, unsigned count, int few);

/* Of a school (-1: all), in a language ("*": all). */
enum suppressed	 suppress_of(const struct suppression *, int64_t school,
		    const char *language);
int64_t		 suppress_students(const struct suppression *, int64_t school,
		    const char *language);

/*
 * A share of students in words of numbers: of fewer than 40 it is rounded to
 * 5 points, and nobody is told that all or none did.
 */
struct share {
	int		 percent;
	bool		 at_most, at_least;
};
struct share	 suppress_share(int64_t of, int64_t students);

#endif
