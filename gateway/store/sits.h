#ifndef GATEWAY_STORE_SITS_H
#define GATEWAY_STORE_SITS_H

/*
 * SQL for the files of store/ that cut a list down to the schools in which
 * somebody sits.  viewer and now are values such as "$1" and "$2", school a
 * column or another value.  Who stands in for somebody sits where they do.
 */

#include "store/away.h"

#define SITS_AS(viewer, now, school, more)				\
	"EXISTS (SELECT 1 FROM seat_member m "				\
	"JOIN seat x ON x.id = m.seat "					\
	"WHERE m.person IN " STANDS_FOR(viewer, now)			\
	" AND x.school IN (" school ", 0) " more			\
	"AND " IS_NOW("m", now) ") "

/* A seat in that school, or at the desk. */
#define SITS_IN(viewer, now, school)	SITS_AS(viewer, now, school, "")

/* In its office, or at the desk. */
#define OFFICE_IN(viewer, now, school)					\
	SITS_AS(viewer, now, school, "AND x.kind IN ('office', 'desk') ")

/* The schools in which they sit; of one at the desk, 0 alone. */
#define SCHOOLS_OF(viewer, now)						\
	"(SELECT x.school FROM seat_member m "				\
	"JOIN seat x ON x.id = m.seat "					\
	"WHERE m.person IN " STANDS_FOR(viewer, now)			\
	" AND " IS_NOW("m", now) ") "

/* Whether a folded name has a part that begins with that text, which has a
 * space where the name has a hyphen. */
#define BEGINS(folded, text)						\
	"@find@(' ' || replace(" folded ", '-', ' '), ' ' || " text ") > 0 "

#endif
