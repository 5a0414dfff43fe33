/*
 * Who may change whom.
 */

#include "base/arena.h"
#include "store/authority.h"
#include "store/db.h"
#include "store/role.h"
#include "store/staff.h"

#define SCHOOLS_MOST	500

bool
authority_all(struct db *db, int64_t administrator, int64_t now)
{
	struct allowed allowed;

	role_standing(db, administrator, now, &allowed);
	return (allowed.roles & 1u << ROLE_DISTRICT_ADMIN) != 0;
}

unsigned
authority_schools(struct db *db, int64_t administrator, int64_t now,
    struct administered **list)
{
	struct rows	*rows;
	unsigned	 n = 0;

	if (authority_all(db, administrator, now))
		rows = db_query(db, "SELECT id, name FROM school "
		    "WHERE until = 0 OR until > $1 ORDER BY folded, id "
		    "LIMIT 500", INT(now));
	else
		rows = db_query(db, "SELECT s.id, s.name FROM role r "
		    "JOIN school s ON s.id = r.school WHERE r.person = $1 "
		    "AND r.role = 'school_admin' AND r.until = 0 "
		    "AND r.since <= $2 ORDER BY s.folded, s.id LIMIT 500",
		    INT(administrator), INT(now));
	*list = NEW_LIST(db_arena(db), struct administered, SCHOOLS_MOST);
	while (db_row(rows))
		(*list)[n++] = (struct administered){ db_int(rows, 0),
		    db_text(rows, 1) };
	return n;
}

static bool
is_among(const struct administered *list, unsigned n, int64_t school)
{
	for (unsigned i = 0; i < n; i++)
		if (list[i].id == school)
			return true;
	return false;
}

bool
authority_at(struct db *db, int64_t administrator, int64_t school,
    int64_t now)
{
	struct administered	*list;
	unsigned		 n;

	if (school == 0)
		return authority_all(db, administrator, now);
	n = authority_schools(db, administrator, now, &list);
	return is_among(list, n, school);
}

enum authority
authority_over(struct db *db, int64_t administrator, int64_t person,
    int64_t now)
{
	struct administered	*list;
	struct seated		*seats;
	struct held_role	*roles;
	unsigned		 n, count, inside = 0, outside = 0;

	if (authority_all(db, administrator, now))
		return AUTHORITY_CHANGES;
	n = authority_schools(db, administrator, now, &list);
	count = staff_seats(db, person, now, &seats);
	for (unsigned i = 0; i < count; i++)
		is_among(list, n, seats[i].school) ? inside++ : outside++;
	count = role_list(db, person, &roles);
	for (unsigned i = 0; i < count; i++)
		is_among(list, n, roles[i].school) ? inside++ : outside++;
	if (inside == 0)
		return AUTHORITY_NONE;
	return outside == 0 ? AUTHORITY_CHANGES : AUTHORITY_SEES;
}
