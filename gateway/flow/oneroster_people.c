/*
 * Users and what they are.  A user is described in users.csv and is what
 * roles.csv says (1.2), or the column role (1.1), where one person may stand
 * in a row for each school.
 *
 * Staff are called as they want to be; students and guardians by the name on
 * file, since what a student is called at school is not ours to tell at
 * home.  enabledUser says who may sign in to the other system, so it decides
 * nothing here.  A password is never read; that there are some is told.
 */

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/oneroster_inside.h"
#include "flow/oneroster_word.h"

#define NAME_MOST	200		/* UTF-16 units. */

struct user *
user_at(const struct reading *r, unsigned i)
{
	return &((struct user *)r->users.list)[i];
}

/* Two parts of a name with one space between words. */
static const char *
join(struct reading *r, const char *given, const char *family)
{
	char *name = arena_print(r->own, "%s %s", given, family), *out = name;

	for (const char *at = name; *at != '\0'; at++) {
		char c = *at == '\n' || *at == '\t' ? ' ' : *at;

		if (c != ' ' || (out > name && out[-1] != ' '))
			*out++ = c;
	}
	if (out > name && out[-1] == ' ')
		out--;
	*out = '\0';
	return text_cut(r->own, name, NAME_MOST);
}

/* A name may be "NULL": there are people who are called that. */
static const char *
part(const struct sheet *sheet, const struct csv_row *row, int column)
{
	return csv_field(row, sheet->at[column]);
}

static void
read_names(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row, struct user *u)
{
	const char *given = part(sheet, row, USER_GIVEN);
	const char *family = part(sheet, row, USER_FAMILY);
	const char *called = part(sheet, row, USER_CALLED);
	const char *after = part(sheet, row, USER_CALLED_FAMILY);

	u->title = join(r, given, family);
	u->first = *family == '\0' ? "" : join(r, given, "");
	u->called = join(r, *called != '\0' ? called : given,
	    *after != '\0' ? after : family);
}

static void
read_password(struct reading *r, const struct cell *cell)
{
	if (sheet_has(cell->sheet, USER_PASSWORD) && *cell_raw(cell) != '\0')
		note(r, NOTE_TOLERATED, cell, "there are passwords in the "
		    "file; they are not read: export it without them");
}

static void
read_user(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, ID };
	struct user	*u = thing_add(r, &r->users, &c);

	if (u == NULL)
		return;
	u->thing.gone = row_gone(sheet, row);
	u->school = u->left = NOTHING;
	u->title = u->called = u->relation = u->first = "";
	if (u->thing.gone)
		return;
	read_names(r, sheet, row, u);
	u->relation = sheet_text(r, sheet, row, USER_RELATION);
	u->language = word_language(r, cell_on(&c, USER_LANGUAGE));
	u->restricted = word_yes(r, cell_on(&c, USER_RESTRICTED), YES);
	u->write_to = word_yes(r, cell_on(&c, USER_WRITE_TO), NO);
	read_password(r, cell_on(&c, USER_PASSWORD));
}

/* What the roster knew of a person that the file does not say. */
static void
merge(void *kept, const void *before)
{
	struct user		*u = kept;
	const struct user	*was = before;

	u->kinds |= was->kinds;
	u->was |= was->was;
	u->desk = u->desk || was->desk;
	if (u->language == NULL)
		u->language = was->language;
	if (*u->title == '\0') {
		u->title = was->title;
		u->called = was->called;
		u->first = was->first;
	}
	if (u->thing.row != NULL)
		return;
	if (u->phones.count == 0)
		u->phones = was->phones;
	if (u->emails.count == 0)
		u->emails = was->emails;
}

/* In another row of the same user these have to be the same; orgs, roles
 * and agents add up. */
static const int same[] = {
	USER_GIVEN, USER_FAMILY, USER_EMAIL, USER_SMS, USER_PHONE,
	USER_LANGUAGE, USER_RESTRICTED, USER_WRITE_TO, -1
};

void
users_read(struct reading *r)
{
	struct sheet	*sheet = &r->sheets[SHEET_USERS];
	struct cell	 where = { sheet, NULL, -1 };

	for (unsigned i = 0; i < sheet->csv.row_count; i++)
		if (sheet->path != NULL)
			read_user(r, sheet, &sheet->csv.rows[i]);
	things_unite(r, &r->users, &where, same, merge);
	if (r->users.count == 0 && !r->file->delta)
		note_file(r, NOTE_REFUSED, sheet->name, "there is nobody in "
		    "it; export it again");
}

void
student_at(struct user *u, int school, enum rank rank)
{
	if (school == NOTHING || (int)rank < u->rank)
		return;
	if ((int)rank == u->rank && u->school != NOTHING && u->school <= school)
		return;
	u->school = school;
	u->rank = (int)rank;
}

/* A role in an org. */
struct role {
	struct user		*user;
	unsigned		 number;
	const struct role_word	*word;
	int			 org;
	enum rank		 rank;
	bool			 gone;
};

static void
give_role(struct reading *r, const struct cell *cell, const struct role *role)
{
	struct user	*u = role->user;
	int		 school = school_of(r, role->org);
	bool		 district = role->org != NOTHING && org_at(r,
			    (unsigned)role->org)->kind == ORG_DISTRICT;

	u->kinds |= role->word->kinds;
	u->given |= role->word->kinds;
	if (u->role == NULL && role->word->kinds == IS_GUARDIAN)
		u->role = role->word->word;
	if (role->word->kinds == IS_STUDENT)
		student_at(u, school, role->rank);
	if (role->word->desk && (district || !role->word->office))
		u->desk = true;
	else if (role->word->office && school != NOTHING)
		link_add(r, &r->offices, (struct link){ role->number,
		    (unsigned)school, LINK_HERE });
	else if (role->word->office)
		note(r, NOTE_TOLERATED, cell, "who has this role sits in no "
		    "office, since the org is no school; name the school");
}

/* A delta takes a role away.  Staff may have another one that it does not
 * speak of, so they stay until the user is gone. */
static void
take_role(struct reading *r, const struct role *role)
{
	struct user	*u = role->user;
	int		 school = school_of(r, role->org);

	u->taken |= role->word->kinds & ~IS_STAFF;
	if (role->word->kinds == IS_STUDENT)
		u->left = school;
	if (role->word->desk)
		u->desk = false;
	if (role->word->office && school != NOTHING)
		link_add(r, &r->offices, (struct link){ role->number,
		    (unsigned)school, LINK_GONE });
}

static void
apply_role(struct reading *r, const struct cell *cell,
    const struct role *role)
{
	if (role->gone)
		take_role(r, role);
	else
		give_role(r, cell, role);
}

/* The orgs of a 1.1 user, the first is where a student is. */
static void
read_listed(struct reading *r, const struct cell *cell, struct role *role)
{
	const char	*list = cell_text(r, cell), *name;
	bool		 any = false;

	role->rank = RANK_LISTED;
	while ((name = list_next(r, &r->orgs, &list)) != NULL) {
		role->org = thing_named(r, &r->orgs, cell, name);
		apply_role(r, cell, role);
		role->rank = RANK_OTHER;
		any = true;
	}
	if (!any) {
		role->org = NOTHING;
		apply_role(r, cell, role);
	}
}

/* What users.csv says of a user beside the name: 1.1 its role. */
static void
read_own_role(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, ID };
	struct role	 role = { .number = 0 };
	int		 found = thing_find(r, &r->users, &c);

	if (found == NOTHING)
		return;
	role.number = (unsigned)found;
	role.user = user_at(r, role.number);
	if (role.user->thing.gone || row_gone(sheet, row))
		return;
	if (sheet_has(sheet, USER_ROLE)) {
		c.column = USER_ROLE;
		role.word = *cell_raw(&c) == '\0' &&
		    r->sheets[SHEET_ROLES].path != NULL ? NULL :
		    word_role(r, &c);
	}
	c.column = USER_ORGS;
	if (role.word != NULL)
		read_listed(r, &c, &role);
	c.column = USER_PRIMARY_ORG;
	if (*cell_text(r, &c) != '\0')
		student_at(role.user, school_of(r, thing_find(r, &r->orgs,
		    &c)), RANK_PRIMARY);
}

/* roleType, or (Microsoft's) isPrimary. */
static bool
is_second(const char *type)
{
	return word_same(type, "secondary") || word_same(type, "false");
}

/* Who had a role is not given one by what else the file says of them. */
static void
end_role(struct reading *r, const struct cell *user)
{
	int found = thing_search(&r->users, cell_raw(user));

	if (found != NOTHING)
		user_at(r, (unsigned)found)->over = true;
}

static void
read_role(struct reading *r, const struct sheet *sheet,
    const struct csv_row *row)
{
	struct cell	 c = { sheet, row, ROLE_USER };
	struct role	 role = { .gone = row_gone(sheet, row) };
	int		 found;

	if ((role.gone && !r->file->delta) ||
	    word_over(r, cell_on(&c, ROLE_ENDS))) {
		end_role(r, cell_on(&c, ROLE_USER));
		return;
	}
	found = thing_find(r, &r->users, cell_on(&c, ROLE_USER));
	if (found == NOTHING)
		return;
	role.number = (unsigned)found;
	role.user = user_at(r, role.number);
	if (role.user->thing.gone)
		return;
	role.rank = is_second(sheet_text(r, sheet, row, ROLE_TYPE)) ?
	    RANK_OTHER : RANK_PRIMARY;
	role.word = word_role(r, cell_on(&c, ROLE_ROLE));
	role.org = thing_find(r, &r->orgs, cell_on(&c, ROLE_ORG));
	if (role.word != NULL)
		apply_role(r, &c, &role);
}

void
roles_read(struct reading *r)
{
	struct sheet *users = &r->sheets[SHEET_USERS];
	struct sheet *roles = &r->sheets[SHEET_ROLES];

	for (unsigned i = 0; i < users->csv.row_count; i++)
		if (*csv_field(&users->csv.rows[i], users->at[ID]) != '\0')
			read_own_role(r, users, &users->csv.rows[i]);
	for (unsigned i = 0; i < roles->csv.row_count; i++)
		read_role(r, roles, &roles->csv.rows[i]);
}

/* Addresses are read once for a person, for numbers cost time. */
static void
read_reaches(struct reading *r, struct user *u)
{
	struct cell c = { &r->sheets[SHEET_USERS], u->thing.row, USER_SMS };

	if (u->told_phones.count > 0) {
		u->phones = u->told_phones;
	} else if (u->thing.row != NULL) {
		word_phones(r, cell_on(&c, USER_SMS), &u->phones);
		word_phones(r, cell_on(&c, USER_PHONE), &u->phones);
	}
	if (u->told_emails.count > 0)
		u->emails = u->told_emails;
	else if (u->thing.row != NULL)
		word_emails(r, cell_on(&c, USER_EMAIL), &u->emails);
}

/* What a delta took away and did not give again. */
static void
take_kinds(struct user *u)
{
	unsigned taken = u->taken & ~u->given;

	if (u->left == NOTHING || u->left != u->school)
		taken &= ~IS_STUDENT;
	u->kinds &= ~taken;
}

/* Nobody can be told by an empty name. */
static bool
has_name(struct reading *r, struct user *u)
{
	struct cell c = { &r->sheets[SHEET_USERS], u->thing.row, ID };

	if (*u->title != '\0' || u->thing.row == NULL)
		return true;
	note(r, NOTE_SKIPPED, &c, "\"%s\" has no name, and is left out; "
	    "write a givenName or a familyName", u->thing.name);
	u->thing.told = true;
	return false;
}

static void
check_kinds(struct reading *r, struct user *u)
{
	struct cell c = { &r->sheets[SHEET_USERS], u->thing.row, ID };

	if (u->kinds == 0 && u->thing.row != NULL && u->was == 0)
		note(r, NOTE_SKIPPED, &c, "\"%s\" has no role, and is left "
		    "out; give one in roles.csv", u->thing.name);
	if ((u->kinds & IS_STUDENT) == 0 || u->school != NOTHING)
		return;
	u->kinds &= ~IS_STUDENT;
	note(r, NOTE_SKIPPED, &c, "the student \"%s\" is at no school, and "
	    "is left out; name the school in roles.csv, or enroll the "
	    "student in a class", u->thing.name);
}

void
people_settle(struct reading *r)
{
	for (unsigned i = 0; i < r->users.count; i++) {
		struct user *u = user_at(r, i);

		take_kinds(u);
		if (u->thing.gone || !has_name(r, u)) {
			u->kinds = 0;
			continue;
		}
		check_kinds(r, u);
		if ((u->kinds & (IS_STAFF | IS_GUARDIAN)) != 0)
			read_reaches(r, u);
	}
}
