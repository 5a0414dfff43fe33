/*
 * Roles, and what follows from seats and roles together.  Who stands in for
 * somebody sits on their seats meanwhile; a role is nobody else's.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "store/away.h"
#include "store/db.h"
#include "store/person.h"
#include "store/role.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/staff.h"

static const struct {
	const char	*word;
	unsigned	 rights;
} roles[ROLES] = {
	[ROLE_SCHOOL_ADMIN] = { "school_admin", RIGHT_REPORT | RIGHT_USERS },
	[ROLE_LANGUAGE] = { "language", RIGHT_LANGUAGE },
	[ROLE_ANALYST] = { "analyst", RIGHT_REPORT | RIGHT_BUDGET |
	    RIGHT_ROWS },
	[ROLE_DISTRICT_ADMIN] = { "district_admin", RIGHT_REPORT |
	    RIGHT_BUDGET | RIGHT_USERS | RIGHT_SETTINGS | RIGHT_AUDIT |
	    RIGHT_ROWS },
	[ROLE_AUDITOR] = { "auditor", RIGHT_REPORT | RIGHT_AUDIT |
	    RIGHT_ROWS },
};

const char *
role_word(enum role role)
{
	return roles[role].word;
}

bool
role_parse(const char *word, enum role *role)
{
	for (unsigned i = 0; i < ROLES; i++) {
		if (strcmp(roles[i].word, word) == 0) {
			*role = i;
			return true;
		}
	}
	return false;
}

static void
look_at_seats(struct db *db, int64_t person, int64_t now,
    struct allowed *standing)
{
	struct rows *rows = db_query(db, "SELECT DISTINCT s.kind "
	    "FROM seat_member m JOIN seat s ON s.id = m.seat "
	    "WHERE m.person IN " STANDS_FOR("$1", "$2")
	    " AND " IS_NOW("m", "$2"), INT(person), INT(now));

	while (db_row(rows)) {
		standing->teacher |= strcmp(db_text(rows, 0), "class") == 0;
		standing->office |= strcmp(db_text(rows, 0), "office") == 0;
		standing->desk |= strcmp(db_text(rows, 0), "desk") == 0;
	}
	if (standing->teacher || standing->office || standing->desk)
		standing->rights |= RIGHT_WRITE | RIGHT_REPORT;
	if (standing->office || standing->desk)
		standing->rights |= RIGHT_OFFICE;
}

void
role_standing(struct db *db, int64_t person, int64_t now,
    struct allowed *standing)
{
	struct rows	*rows = db_query(db, "SELECT DISTINCT r.role "
			    "FROM role r WHERE r.person = $1 "
			    "AND " IS_NOW("r", "$2"), INT(person), INT(now));
	enum role	 role;

	*standing = (struct allowed){ .rights = RIGHT_NONE };
	look_at_seats(db, person, now, standing);
	while (db_row(rows)) {
		if (!role_parse(db_text(rows, 0), &role))
			continue;
		standing->roles |= 1u << role;
		standing->rights |= roles[role].rights;
	}
}

/* id, school, since, role, name of the school. */
static bool
read_held(const struct rows *rows, struct held_role *held)
{
	held->id = db_int(rows, 0);
	held->school = db_int(rows, 1);
	held->since = db_int(rows, 2);
	held->school_name = db_text(rows, 4);
	return role_parse(db_text(rows, 3), &held->role);
}

unsigned
role_list(struct db *db, int64_t person, struct held_role **list)
{
	struct rows	*rows = db_query(db, "SELECT r.id, r.school, r.since, "
			    "r.role, s.name FROM role r "
			    "LEFT JOIN school s ON s.id = r.school "
			    "WHERE r.person = $1 AND r.until = 0 "
			    "ORDER BY r.id LIMIT 50", INT(person));
	unsigned	 n = 0;

	*list = NEW_LIST(db_arena(db), struct held_role, ROLES_MOST);
	while (db_row(rows))
		n += read_held(rows, &(*list)[n]);
	return n;
}

bool
role_ended(struct db *db, int64_t id, int64_t person, int64_t now,
    struct held_role *held)
{
	struct rows *rows = db_query(db, "SELECT r.id, r.school, r.since, "
	    "r.role, s.name FROM role r LEFT JOIN school s ON s.id = r.school "
	    "WHERE r.id = $1 AND r.person = $2 AND r.until > $3 "
	    "AND r.until <= $4", INT(id), INT(person), INT(now - ROLE_TAKEN),
	    INT(now));

	return db_row(rows) && read_held(rows, held);
}

/* The office of that school, or the desk; made where there is none. */
static int64_t
seat_for(struct db *db, int64_t school, const char *school_name)
{
	struct seat	s = { .kind = "desk", .name = "District desk" };
	int64_t		seat = school != 0 ? seat_of_office(db, school) :
			    seat_of_desk(db);

	if (seat != 0)
		return seat;
	if (school != 0) {
		s.school = school;
		s.kind = "office";
		s.name = arena_print(db_arena(db), "%s office", school_name);
	}
	s.id = id_new();
	roster_add_seat(db, &s);
	return s.id;
}

static bool
holds(struct db *db, int64_t person, enum role role, int64_t school)
{
	return db_row(db_query(db, "SELECT 1 FROM role WHERE person = $1 "
	    "AND role = $2 AND school = $3 AND until = 0 LIMIT 1",
	    INT(person), TEXT(role_word(role)), INT(school)));
}

static bool
too_many(struct db *db, int64_t person)
{
	return db_number(db_query(db, "SELECT count(*) FROM role "
	    "WHERE person = $1 AND until = 0", INT(person))) >= ROLES_MOST;
}

const char *
role_give(struct db *db, int64_t person, enum role role, int64_t school,
    int64_t now)
{
	struct person	 p;
	const char	*name = NULL;

	if (!person_get(db, person, &p) || !p.staff)
		return "There is no member of staff with that name.";
	if (role == ROLE_SCHOOL_ADMIN && school == 0)
		return "A school administrator is one of a school. Say of "
		    "which.";
	if (role != ROLE_SCHOOL_ADMIN && school != 0)
		return "Only a school administrator is one of a school. The "
		    "other roles are for the whole district.";
	if (school != 0 && !school_get(db, school, &name))
		return "There is no such school.";
	if (!holds(db, person, role, school)) {
		if (too_many(db, person))
			return "Nobody has more than 50 roles. End one first.";
		db_run(db, "INSERT INTO role "
		    "(id, person, role, school, since, until) "
		    "VALUES ($1, $2, $3, $4, $5, 0)", INT(id_new()),
		    INT(person), TEXT(role_word(role)), INT(school),
		    INT(now));
	}
	if (role == ROLE_SCHOOL_ADMIN || role == ROLE_DISTRICT_ADMIN)
		staff_sit(db, seat_for(db, school, name), person, now);
	return NULL;
}

bool
role_last(struct db *db, int64_t person)
{
	return holds(db, person, ROLE_DISTRICT_ADMIN, 0) &&
	    !db_row(db_query(db, "SELECT 1 FROM role r "
	    "JOIN person p ON p.id = r.person WHERE r.role = 'district_admin' "
	    "AND r.until = 0 AND r.person <> $1 AND p.staff = 1 LIMIT 1",
	    INT(person)));
}

const char *
role_take(struct db *db, int64_t id, int64_t person, int64_t now)
{
	struct rows *rows = db_query(db, "SELECT role FROM role "
	    "WHERE id = $1 AND person = $2 AND until = 0", INT(id),
	    INT(person));

	if (!db_row(rows))
		return "They do not have that role any more.";
	if (strcmp(db_text(rows, 0), role_word(ROLE_DISTRICT_ADMIN)) == 0 &&
	    role_last(db, person))
		return ROLE_LAST;
	db_run(db, "UPDATE role SET until = $2 WHERE id = $1", INT(id),
	    INT(now));
	return NULL;
}

void
role_sign_in(struct db *db, int64_t now, int64_t *people,
    int64_t *administrators)
{
	*people = db_number(db_query(db, "SELECT count(*) FROM login "
	    "WHERE password <> ''", NONE));
	*administrators = db_number(db_query(db, "SELECT count(*) "
	    "FROM login l WHERE l.password <> '' AND EXISTS (SELECT 1 "
	    "FROM role r WHERE r.person = l.person "
	    "AND r.role = 'district_admin' AND " IS_NOW("r", "$1") ")",
	    INT(now)));
}

void
role_end_all(struct db *db, int64_t person, int64_t now)
{
	db_run(db, "UPDATE role SET until = $2 "
	    "WHERE person = $1 AND until = 0", INT(person), INT(now));
}
