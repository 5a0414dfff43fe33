#ifndef GATEWAY_FLOW_ONEROSTER_SHEET_H
#define GATEWAY_FLOW_ONEROSTER_SHEET_H

/*
 * The files of an export as tables, whose columns are known by what they
 * mean: `sourcedId`, `SourcedID` and `sourced_id` are the same one, and so
 * are the names other systems have for it.  What is tolerated in files,
 * headers and rows is noted here, once for each column; a row that cannot be
 * meant is gone from its table.
 */

#include <stdbool.h>

#include "base/csv.h"

struct reading;

struct place {				/* Where something is said. */
	const char	*file;
	unsigned	 line;
};

enum sheet_name {
	SHEET_MANIFEST, SHEET_ORGS, SHEET_USERS, SHEET_ROLES, SHEET_CLASSES,
	SHEET_ENROLLMENTS, SHEET_RELATIONSHIPS, SHEET_CONTACTS,
};
#define SHEETS	8

/* Columns by what they mean; the first three are the same everywhere. */
enum { ID, STATUS, CHANGED };
enum { ORG_NAME = 3, ORG_TYPE, ORG_PARENT };
enum {
	USER_ROLE = 3, USER_ORGS, USER_GIVEN, USER_FAMILY, USER_CALLED,
	USER_CALLED_FAMILY, USER_EMAIL, USER_SMS, USER_PHONE, USER_AGENTS,
	USER_PRIMARY_ORG, USER_PASSWORD, USER_LANGUAGE, USER_RESTRICTED,
	USER_RELATION, USER_WRITE_TO
};
enum { ROLE_USER = 3, ROLE_TYPE, ROLE_ROLE, ROLE_ORG, ROLE_ENDS };
enum { CLASS_TITLE = 3, CLASS_TYPE, CLASS_SCHOOL };
enum {
	ENROLLMENT_CLASS = 3, ENROLLMENT_USER, ENROLLMENT_ROLE,
	ENROLLMENT_SCHOOL, ENROLLMENT_ENDS
};
enum { RELATIONSHIP_USER = 3, RELATIONSHIP_OTHER, RELATIONSHIP_ROLE };
enum {
	CONTACT_STUDENT = 3, CONTACT_GUARDIAN, CONTACT_RELATION,
	CONTACT_RESTRICTED, CONTACT_WRITE_TO, CONTACT_LANGUAGE,
	CONTACT_PHONE, CONTACT_EMAIL
};
#define SHEET_COLUMNS	19

enum sheet_mode { MODE_UNSAID, MODE_ABSENT, MODE_BULK, MODE_DELTA };

struct sheet {
	const char	*name;		/* "users.csv" */
	const char	*path;		/* In the zip; NULL: not there. */
	enum sheet_mode	 said;		/* By the manifest. */
	struct csv	 csv;
	int		 at[SHEET_COLUMNS];	/* In the table; -1: no. */
};

/* Reads all of them, and whether they are a delta. */
void		 sheets_read(struct reading *, const char *path);

/* A cell, by what its column means; what stands for nothing is "". */
struct cell {
	const struct sheet	*sheet;
	const struct csv_row	*row;
	int			 column;
};
const char	*cell_raw(const struct cell *);
const char	*cell_text(struct reading *, const struct cell *);
const char	*sheet_text(struct reading *, const struct sheet *,
		    const struct csv_row *, int column);
bool		 sheet_has(const struct sheet *, int column);

/* The same row, another column; the cell that is given changes. */
const struct cell	*cell_on(struct cell *, int column);

/* Whether a row says that what it describes is gone. */
bool		 row_gone(const struct sheet *, const struct csv_row *);

/* The name a column has in the file. */
const char	*cell_field(const struct cell *);
struct place	 cell_place(const struct cell *);

/* For one file: finds its columns, and takes out rows that cannot be meant;
 * then those whose status nobody knows. */
void		 sheet_match(struct reading *, enum sheet_name);
void		 sheet_status(struct reading *, struct sheet *);

/* Names are compared by their letters and digits alone. */
bool		 word_same(const char *one, const char *other);
void		 word_fold(const char *text, char *folded, unsigned size);

#endif
