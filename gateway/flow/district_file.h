#ifndef GATEWAY_FLOW_DISTRICT_FILE_H
#define GATEWAY_FLOW_DISTRICT_FILE_H

/*
 * What the files of district share: district.c (what is in the file),
 * district_check.c (whether it fits together) and district_load.c (its
 * rows).  Nobody else includes it.
 *
 * An entry that another one names by its key is found once, by the check,
 * and is a number in its list from then on.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct arena;
struct configured;
struct district_problems;

#define NOBODY	(-1)		/* No number in a list. */

/* Keys, or phones, that stand in a list of texts. */
struct texts {
	const char	**list;
	const char	**paths;
	unsigned	  count;
	int		 *of;		/* Of keys of staff: their numbers. */
};

struct number {
	const char	*path, *number, *account, *school;
	int		 at_school;	/* Or NOBODY: the district's. */
};

struct class_entry {
	const char	*path, *key, *name;
	struct texts	 team;
	int		 school;
	int64_t		 id;
};

struct school_entry {
	const char	*path, *key, *name, *phone;
	struct texts	 office;
	int64_t		 id;
};

struct staff_entry {
	const char	*path, *key, *name, *language, *phone, *email;
	struct texts	 roles, admin_of, approves;
	bool		 api_key, by_hand, guardian;
	int64_t		 id;
};

struct student_entry {
	const char	*path, *key, *name, *school, *class;
	const char	*given;		/* Or NULL: the first word of name. */
	int64_t		 since;		/* A day such as 20260901; then ms. */
	int		 at_school, in_class;
	int64_t		 id;		/* 0: it gets a new one. */
};

struct relation {
	const char	*path, *student, *relation;
	bool		 write_to, restricted;
	int		 of;		/* The number of the student. */
};

struct guardian_entry {
	const char	*path, *key, *name, *language;
	struct texts	 phones;
	struct relation	*relations;
	unsigned	 relation_count;
	int		 staff;		/* Who is the same person, or NOBODY. */
	int64_t		 id;
};

struct district_file {
	struct arena		*arena;
	const char		*name, *zone, *phone;
	bool			 sample;
	struct texts		 desk;
	struct number		*numbers;
	struct school_entry	*schools;
	struct class_entry	*classes;
	struct staff_entry	*staff;
	struct student_entry	*students;
	struct guardian_entry	*guardians;
	unsigned		 number_count, school_count, class_count,
				 staff_count, student_count, guardian_count;
};

/* A problem: its path, what is wrong, and what to do. */
void	 district_problem(struct district_file *, struct district_problems *,
	    const char *path, const char *format, ...)
	    __attribute__((format(printf, 4, 5)));

/* Finds everything that is named, and what does not fit together. */
void	 district_check(struct district_file *, const struct configured *,
	    struct district_problems *);

/* The file as rows of a roster, once all have their ids. */
struct db;
void	 district_rows(struct db *, struct district_file *);

#endif
