/*
 * Students and guardians as pages list them, on both databases: who is found
 * by which letters and in which order, page after page each once, for whom;
 * and that a restricted guardian makes nobody known.
 */

#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "store/contact.h"
#include "store/guardian.h"
#include "store/kin.h"
#include "store/person.h"
#include "store/pupil.h"
#include "store/reach.h"
#include "store/roster.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, elm, class, teacher, clerk, desk;
static struct pupil	*found;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	elm = rig_school(r, "Elm School");
	class = rig_class(r, oak);
	teacher = rig_staff(r, rig_team(r, class));
	clerk = rig_staff(r, rig_seat(r, oak));
	desk = rig_staff(r, rig_seat(r, 0));
}

static struct viewer
viewer(int64_t person)
{
	return (struct viewer){ .person = person, .now = clock_now() };
}

static int64_t
pupil(const char *name, int64_t school, int64_t of)
{
	int64_t id = rig_student(r, school, of);

	db_run(rig_visit(r), "UPDATE student SET name = $2, folded = $3 "
	    "WHERE id = $1", INT(id), TEXT(name),
	    TEXT(text_fold(r->arena, name)));
	rig_keep(r);
	return id;
}

static void
name_guardian(int64_t id, const char *name)
{
	db_run(rig_visit(r), "UPDATE person SET name = $2, folded = $3 "
	    "WHERE id = $1", INT(id), TEXT(name),
	    TEXT(text_fold(r->arena, name)));
	rig_keep(r);
}

/* The names that are found, one after another. */
static const char *
search(int64_t by, const char *typed)
{
	struct viewer	 v = viewer(by);
	const char	*all = "";
	unsigned	 n = pupil_search(rig_visit(r), &v,
			    pupil_typed(r->arena, typed), &found);

	for (unsigned i = 0; i < n; i++)
		all = arena_print(r->arena, "%s%s%s", all,
		    i > 0 ? ", " : "", found[i].name);
	rig_keep(r);
	return all;
}

static void
test_found_by_two_letters(void **state)
{
	open_oak(state);
	pupil("Leo Martinez", oak, class);
	pupil("Lea Martin", oak, 0);
	pupil("Ali Le", oak, 0);
	pupil("Mary-Lee Abel", oak, 0);
	pupil("Leon Elmer", elm, 0);
	pupil("Cleo Smith", oak, class);
	pupil("Ana Núñez", oak, 0);
	assert_string_equal(search(teacher, "Le"),
	    "Leo Martinez, Lea Martin, Ali Le, Mary-Lee Abel");
	assert_string_equal(search(clerk, "LE"),
	    "Lea Martin, Leo Martinez, Ali Le, Mary-Lee Abel");
	assert_string_equal(search(desk, "le"),
	    "Lea Martin, Leo Martinez, Leon Elmer, Ali Le, Mary-Lee Abel");
	assert_string_equal(search(desk, " mary lee  a"), "Mary-Lee Abel");
	assert_string_equal(search(desk, "mart"), "Lea Martin, Leo Martinez");
	assert_string_equal(search(desk, "NUNEZ"), "Ana Núñez");
	assert_string_equal(search(teacher, "nu"), "Ana Núñez");
	assert_string_equal(search(clerk, "núñ"), "Ana Núñez");
	assert_string_equal(search(desk, "%"), "");
	assert_string_equal(search(desk, " - "), "");
}

/* All of a list, by pages of two; how many. */
static unsigned
listed(struct pupil_page page, const char **names)
{
	struct listed_pupil	*list;
	unsigned		 n, all = 0;

	page.most = 2;
	page.typed = page.typed == NULL ? "" : page.typed;
	page.after_name = *names = "";
	do {
		n = pupil_list(rig_visit(r), &page, &list);
		for (unsigned i = 0; i < n; i++)
			*names = arena_print(r->arena, "%s%s%s", *names,
			    all++ > 0 ? ", " : "", list[i].name);
		if (n > 0) {
			page.after_name = arena_text(r->arena,
			    list[n - 1].folded);
			page.after = list[n - 1].id;
		}
		rig_keep(r);
	} while (n == 2);
	return all;
}

static void
test_listed_page_by_page(void **state)
{
	const char *names;

	open_oak(state);
	pupil("Bo", oak, class);
	pupil("Bo", oak, 0);
	pupil("Al", oak, 0);
	pupil("Cy", oak, class);
	pupil("Di", elm, 0);
#define LISTED(by, count, are, ...)					\
	assert_int_equal(listed((struct pupil_page){			\
	    .viewer = viewer(by), __VA_ARGS__ }, &names), (count));	\
	assert_string_equal(names, (are))
	LISTED(teacher, 4, "Al, Bo, Bo, Cy", .school = 0);
	LISTED(teacher, 2, "Bo, Cy", .class = class);
	LISTED(teacher, 0, "", .school = elm);
	LISTED(clerk, 4, "Al, Bo, Bo, Cy", .school = oak);
	LISTED(desk, 5, "Al, Bo, Bo, Cy, Di", .school = 0);
	LISTED(desk, 1, "Di", .school = elm);
	LISTED(desk, 2, "Bo, Bo", .typed = "b");
	LISTED(teacher, 2, "Bo, Bo", .typed = "b");
#undef LISTED
}

static void
test_brothers_and_sisters(void **state)
{
	struct viewer	 v;
	int64_t		 leo, ana, bob, far, mother, father;

	open_oak(state);
	leo = pupil("Leo", oak, class);
	ana = pupil("Ana", oak, 0);
	bob = pupil("Bob", oak, 0);
	far = pupil("Eve", elm, 0);
	mother = rig_guardian(r, "es-US", rig_phone(r));
	father = rig_guardian(r, "es-US", rig_phone(r));
	rig_relate(r, mother, leo);
	rig_relate(r, mother, ana);
	rig_relate(r, mother, far);
	rig_relate(r, father, leo);
	rig_relate(r, father, bob);
	v = viewer(teacher);
	assert_int_equal(pupil_siblings(rig_visit(r), &v, leo, &found), 2);
	rig_keep(r);
	v = viewer(desk);
	assert_int_equal(pupil_siblings(rig_visit(r), &v, leo, &found), 3);
	rig_keep(r);
	db_run(rig_visit(r), "UPDATE guardianship SET restricted = 1 "
	    "WHERE guardian = $1 AND student = $2", INT(father), INT(leo));
	rig_keep(r);
	v = viewer(teacher);
	assert_int_equal(pupil_siblings(rig_visit(r), &v, leo, &found), 1);
	assert_int_equal(found[0].id, ana);
	assert_int_equal(pupil_barred(r->db, leo, clock_now(), &found), 1);
	assert_int_equal(found[0].id, father);
	rig_keep(r);
	assert_false(pupil_seen(rig_visit(r), &v, far));
	assert_true(pupil_seen(r->db, &v, bob));
	rig_keep(r);
}

static void
test_somebody_wrote_meanwhile(void **state)
{
	struct viewer	 v;
	struct meanwhile m;
	int64_t		 leo;

	open_oak(state);
	leo = rig_family(r, oak, rig_phone(r));
	assert_int_equal(rig_direct(r, teacher, "Well done.", leo), 202);
	v = viewer(teacher);
	assert_false(pupil_meanwhile(rig_visit(r), &v, &leo, 1,
	    clock_now() - MINUTES(10), &m));
	rig_keep(r);
	v = viewer(clerk);
	assert_true(pupil_meanwhile(rig_visit(r), &v, &leo, 1,
	    clock_now() - MINUTES(10), &m));
	assert_int_equal(m.author, teacher);
	assert_false(pupil_meanwhile(r->db, &v, &leo, 1,
	    clock_now() + MINUTES(1), &m));
	rig_keep(r);
}

static unsigned
guardians(int64_t by, enum guardian_tab tab, const char *typed)
{
	struct listed_guardian	*list;
	struct guardian_page	 page = { .viewer = viewer(by), .tab = tab,
				    .typed = typed, .after_name = "",
				    .most = 50 };
	unsigned		 n = guardian_list(rig_visit(r), &page,
				    &list);

	rig_keep(r);
	return n;
}

static void
mark(const char *phone, const char *state)
{
	db_run(rig_visit(r), "UPDATE contact SET state = $2 "
	    "WHERE address = $1", TEXT(phone), TEXT(state));
	rig_keep(r);
}

static void
test_what_the_office_sees(void **state)
{
	struct listed_guardian	*list;
	struct viewer		 v;
	const char		*phone, *other;
	int64_t			 leo, eve, rosa, ali;

	open_oak(state);
	leo = pupil("Leo", oak, class);
	eve = pupil("Eve", elm, 0);
	rosa = rig_guardian(r, "es-US", phone = rig_phone(r));
	ali = rig_guardian(r, "ar", other = rig_phone(r));
	name_guardian(rosa, "Rosa Martinez");
	name_guardian(ali, "Ali Hassan");
	rig_relate(r, rosa, leo);
	rig_relate(r, ali, eve);
	assert_int_equal(guardians(clerk, GUARDIANS_ALL, ""), 1);
	assert_int_equal(guardians(desk, GUARDIANS_ALL, ""), 2);
	assert_int_equal(guardians(desk, GUARDIANS_ALL, "mart"), 1);
	assert_int_equal(guardians(teacher, GUARDIANS_ALL, ""), 0);
	rig_relate(r, rig_guardian(r, "vi", NULL), eve);
	assert_int_equal(guardians(clerk, GUARDIANS_BARE, ""), 0);
	assert_int_equal(guardians(desk, GUARDIANS_BARE, ""), 1);
	assert_int_equal(guardians(desk, GUARDIANS_TO_FIX, ""), 0);
	mark(phone, "landline");
	mark(other, "stopped");
	assert_int_equal(guardians(clerk, GUARDIANS_TO_FIX, ""), 1);
	assert_int_equal(guardians(clerk, GUARDIANS_STOPPED, ""), 0);
	assert_int_equal(guardians(desk, GUARDIANS_STOPPED, ""), 1);
	v = viewer(desk);
	assert_int_equal(guardian_count(rig_visit(r), &v,
	    GUARDIANS_TO_FIX), 1);
	assert_int_equal(guardian_at(r->db, &v, phone + 5, &list), 1);
	assert_int_equal(list[0].person, rosa);
	v = viewer(clerk);
	assert_int_equal(guardian_count(r->db, &v, GUARDIANS_STOPPED), 0);
	assert_true(guardian_seen(r->db, &v, rosa));
	assert_false(guardian_seen(r->db, &v, ali));
	v = viewer(teacher);
	assert_false(guardian_seen(r->db, &v, rosa));
	rig_keep(r);
}

/* Who has another phone is fixed; and what was taken away is put back where it
 * stood, for a day. */
static void
test_what_was_taken_away(void **state)
{
	struct contact	*list;
	const char	*first, *second;
	int64_t		 rosa;

	open_oak(state);
	rosa = rig_guardian(r, "es-US", first = rig_phone(r));
	rig_relate(r, rosa, pupil("Leo", oak, class));
	rig_reach(r, rosa, second = rig_phone(r));
	mark(first, "invalid");
	assert_int_equal(guardians(clerk, GUARDIANS_TO_FIX, ""), 0);
	mark(second, "landline");
	assert_int_equal(guardians(clerk, GUARDIANS_TO_FIX, ""), 2);
	assert_int_equal(guardians(desk, GUARDIANS_TO_FIX, ""), 2);
	assert_int_equal(contact_all(rig_visit(r), rosa, &list), 2);
	assert_true(reach_remove(r->db, rosa, list[0].id, clock_now()));
	assert_false(reach_has(r->db, rosa, list[0].id));
	assert_true(reach_taken(r->db, rosa, list[0].id, clock_now()));
	assert_false(reach_taken(r->db, rosa, list[0].id,
	    clock_now() + DAYS(1)));
	assert_false(reach_taken(r->db, rosa, list[1].id, clock_now()));
	reach_put_back(r->db, rosa, list[0].id);
	assert_false(reach_taken(r->db, rosa, list[0].id, clock_now()));
	assert_int_equal(contact_all(r->db, rosa, &list), 2);
	assert_string_equal(list[0].address, first);
	assert_false(reach_remove(r->db, teacher, list[0].id, clock_now()));
	rig_keep(r);
}

/* Read for many it is what is read for each. */
static void
same_for_each(struct db *db, const int64_t *ids, unsigned count, int64_t now)
{
	struct kin_guardian	*all;
	struct kin_contact	*contacts;
	struct person		*one;
	struct contact		*theirs;
	int64_t			*families = kin_families(db, ids, count, now);
	unsigned		 n = kin_guardians(db, ids, count, now, &all);
	unsigned		 at = 0, k;

	for (unsigned i = 0; i < count; i++) {
		assert_int_equal(families[i], student_family(db, ids[i],
		    now));
		k = student_guardians(db, ids[i], now, &one);
		for (unsigned g = 0; g < k; g++, at++) {
			assert_int_equal(all[at].student, ids[i]);
			assert_int_equal(all[at].person.id, one[g].id);
			assert_string_equal(all[at].person.name, one[g].name);
		}
	}
	assert_int_equal(at, n);
	for (unsigned i = 0; i < n; i++) {
		int64_t twice[] = { all[i].person.id, all[i].person.id };

		k = contact_all(db, twice[0], &theirs);
		assert_int_equal(kin_contacts(db, twice, 2, &contacts), k);
		for (unsigned c = 0; c < k; c++)
			assert_string_equal(contacts[c].contact.address,
			    theirs[c].address);
	}
}

static void
test_kin_of_many(void **state)
{
	int64_t	ids[4], rosa, ali;

	open_oak(state);
	for (unsigned i = 0; i < COUNT(ids); i++)
		ids[i] = pupil("Leo", oak, class);
	rosa = rig_guardian(r, "es-US", rig_phone(r));
	ali = rig_guardian(r, "ar", rig_phone(r));
	rig_reach(r, ali, rig_phone(r));
	rig_relate(r, rosa, ids[0]);
	rig_relate(r, rosa, ids[2]);
	rig_relate(r, ali, ids[2]);
	rig_relate(r, ali, ids[3]);
	db_run(rig_visit(r), "UPDATE guardianship SET restricted = 1 "
	    "WHERE guardian = $1 AND student = $2", INT(ali), INT(ids[3]));
	same_for_each(r->db, ids, COUNT(ids), clock_now());
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_found_by_two_letters),
		RIG_TEST(test_listed_page_by_page),
		RIG_TEST(test_brothers_and_sisters),
		RIG_TEST(test_somebody_wrote_meanwhile),
		RIG_TEST(test_what_the_office_sees),
		RIG_TEST(test_what_was_taken_away),
		RIG_TEST(test_kin_of_many),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
