/*
 * What the pages of announcements ask of the store: what became of each
 * person, sums that close without whom nobody may see, groups somebody may
 * write to, templates and their versions, what was sent before, drafts.
 */

#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "store/message.h"
#include "store/own.h"
#include "store/person.h"
#include "store/result.h"
#include "store/roster.h"
#include "store/sent.h"
#include "store/speaker.h"
#include "store/template.h"
#include "store/unsent.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, class, office, clerk, teacher;

static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	class = rig_class(r, oak);
	office = rig_seat(r, oak);
	clerk = rig_staff(r, office);
	teacher = rig_staff(r, rig_team(r, class));
	(void)rig_staff(r, rig_seat(r, 0));
}

static struct viewer
as(int64_t person)
{
	return (struct viewer){ .person = person, .now = clock_now() };
}

static int64_t
pupil_with(int64_t guardian)
{
	int64_t student = rig_student(r, oak, class);

	if (guardian != 0)
		rig_relate(r, guardian, student);
	return student;
}

static int64_t
write_to_class(const char *words)
{
	assert_int_equal(rig_write(r, (struct draft){ .key = { .person =
	    clerk }, .audience = AUDIENCE_CLASS, .target = class,
	    .kind = KIND_ANNOUNCEMENT, .readers = READERS_OFFICE,
	    .words = words }), 202);
	return r->composed.message.id;
}

static struct results
sums(int64_t viewer, int64_t message)
{
	struct viewer	v = as(viewer);
	struct results	sum;
	struct message	m;
	struct db	*db = rig_visit(r);

	assert_true(message_get(db, message, &m));
	result_sums(db, &v, &m, &sum);
	rig_keep(r);
	return sum;
}

static int64_t
parts(int64_t viewer, int64_t message)
{
	struct viewer	v = as(viewer);
	struct message	m;
	struct db	*db = rig_visit(r);
	int64_t		n;

	assert_true(message_get(db, message, &m));
	n = result_parts(db, &v, &m);
	rig_keep(r);
	return n;
}

static unsigned
people(int64_t viewer, int64_t message, int fate, struct result **list)
{
	struct viewer	 v = as(viewer);
	struct message	 m;
	struct db	*db = rig_visit(r);
	unsigned	 n;

	assert_true(message_get(db, message, &m));
	n = result_list(db, &(struct result_page){ .viewer = &v,
	    .message = &m, .one_fate = fate >= 0,
	    .fate = fate < 0 ? FATE_DELIVERED : (enum fate)fate,
	    .most = 100 }, list);
	rig_keep(r);
	return n;
}

static void
restrict_one(int64_t guardian, int64_t student)
{
	roster_add_guardianship(rig_visit(r), &(struct guardianship){
	    .guardian = guardian, .student = student, .relation = "father",
	    .write_to = true, .restricted = true });
	rig_keep(r);
}

/* A mail counts as no text. */
static void
be_of(const char *address, const char *channel)
{
	db_run(rig_visit(r), "UPDATE contact SET channel = $2 "
	    "WHERE address = $1", TEXT(address), TEXT(channel));
	rig_keep(r);
}

static void
test_each_person_has_one_fate(void **state)
{
	int64_t		 ana, ben, cid, eve, message;
	struct results	 sum;
	struct result	*list;
	const char	*shared;

	open_oak(state);
	shared = rig_phone(r);
	ana = rig_guardian(r, "es-US", shared);
	ben = rig_guardian(r, "es-US", shared);
	cid = rig_guardian(r, "en-US", NULL);
	eve = rig_guardian(r, "vi", rig_phone(r));
	rig_relate(r, ben, pupil_with(ana));
	(void)pupil_with(cid);
	(void)pupil_with(eve);
	message = write_to_class("Picture day.");
	rig_tick(r);
	sum = sums(clerk, message);
	assert_int_equal(sum.people, 4);
	assert_int_equal(sum.fates[FATE_ON_THE_WAY], 3);
	assert_int_equal(sum.waiting, 3);
	assert_int_equal(sum.handed, 0);
	assert_int_equal(sum.fates[FATE_NOT_REACHED], 1);
	assert_int_equal(rig_send(r), 2);
	sum = sums(clerk, message);
	assert_int_equal(sum.waiting, 0);
	assert_int_equal(sum.handed, 3);
	assert_int_equal(parts(clerk, message), 4);
	be_of(shared, "email");
	assert_int_equal(parts(clerk, message), 2);
	be_of(shared, "sms");
	assert_true(rig_move(r, r->claimed[0], ATTEMPT_DELIVERED));
	assert_true(rig_move(r, r->claimed[1], ATTEMPT_FAILED));
	sum = sums(clerk, message);
	assert_int_equal(sum.fates[FATE_DELIVERED], 2);
	assert_int_equal(sum.fates[FATE_NOT_DELIVERED], 1);
	assert_int_equal(people(clerk, message, FATE_DELIVERED, &list), 2);
	assert_int_equal(list[0].told.delivery.person, ana);
	assert_int_equal(list[1].told.delivery.person, ben);
	assert_int_not_equal(list[1].told.delivery.covered_by, 0);
	assert_true(list[1].tried);
	assert_int_equal(people(clerk, message, FATE_NOT_REACHED, &list), 1);
	assert_false(list[0].tried);
	assert_string_equal(list[0].told.person, "Ana Moss");
	assert_int_equal(people(clerk, message, -1, &list), 4);
}

/* Who was restricted after it was sent is in no sum any more. */
static void
test_sums_close_without_whom_nobody_may_see(void **state)
{
	int64_t		 ana, ron, student, message;
	struct results	 sum;
	struct result	*list;
	struct result_way *ways;
	struct viewer	 v;
	struct message	 m;
	struct db	*db;

	open_oak(state);
	ana = rig_guardian(r, "es-US", rig_phone(r));
	ron = rig_guardian(r, "vi", rig_phone(r));
	student = pupil_with(ana);
	rig_relate(r, ron, student);
	message = write_to_class("Picture day.");
	assert_int_equal(rig_send(r), 2);
	assert_int_equal(sums(teacher, message).people, 2);
	db = rig_visit(r);
	db_run(db, "UPDATE guardianship SET restricted = 1 "
	    "WHERE guardian = $1", INT(ron));
	rig_keep(r);
	sum = sums(teacher, message);
	assert_int_equal(sum.people, 1);
	assert_int_equal(sum.fates[FATE_ON_THE_WAY], 1);
	assert_int_equal(parts(teacher, message), 2);
	assert_int_equal(people(teacher, message, -1, &list), 1);
	assert_int_equal(list[0].told.delivery.person, ana);
	db = rig_visit(r);
	v = as(teacher);
	assert_true(message_get(db, message, &m));
	assert_int_equal(result_ways(db, &v, &m, &ways), 1);
	assert_string_equal(ways[0].language, "es-US");
	rig_keep(r);
}

/* Of named students of two schools the families of the viewer's own. */
static void
test_families_of_other_schools(void **state)
{
	int64_t	 elm, other, keeper, one, two, message, ids[2];
	struct db *db;

	open_oak(state);
	elm = rig_school(r, "Elm School");
	keeper = rig_staff(r, rig_seat(r, elm));
	db = rig_visit(r);
	roster_add_member(db, rig_seat(r, elm), clerk);
	rig_keep(r);
	one = rig_family(r, oak, rig_phone(r));
	two = rig_family(r, elm, rig_phone(r));
	ids[0] = one;
	ids[1] = two;
	assert_int_equal(rig_write(r, (struct draft){ .key = { .person =
	    clerk }, .audience = AUDIENCE_STUDENTS, .students = ids,
	    .student_count = 2, .kind = KIND_ANNOUNCEMENT,
	    .words = "To two." }), 202);
	message = r->composed.message.id;
	rig_tick(r);
	other = rig_staff(r, office);
	assert_int_equal(sums(clerk, message).people, 2);
	assert_int_equal(sums(other, message).people, 1);
	assert_int_equal(sums(keeper, message).people, 1);
}

static void
test_groups_that_are_somebodys_own(void **state)
{
	struct own_place	*list;
	struct viewer		 t, c, d;
	int64_t			 elm, theirs, desk, ana, ron;
	struct db		*db;

	open_oak(state);
	elm = rig_school(r, "Elm School");
	theirs = rig_class(r, elm);
	desk = rig_staff(r, rig_seat(r, 0));
	ana = rig_guardian(r, "es-US", rig_phone(r));
	ron = rig_guardian(r, "es-US", rig_phone(r));
	restrict_one(ron, pupil_with(ana));
	t = as(teacher);
	c = as(clerk);
	d = as(desk);
	db = rig_visit(r);
	assert_int_equal(own_classes(db, &t, 0, &list), 1);
	assert_int_equal(list[0].id, class);
	assert_int_equal(list[0].students, 1);
	assert_string_equal(list[0].school_name, "Oak School");
	assert_int_equal(own_schools(db, &t, &list), 0);
	assert_int_equal(own_classes(db, &c, 0, &list), 1);
	assert_int_equal(own_classes(db, &c, elm, &list), 0);
	assert_int_equal(own_schools(db, &c, &list), 1);
	assert_int_equal(own_classes(db, &d, 0, &list), 2);
	assert_int_equal(own_schools(db, &d, &list), 2);
	assert_true(own_may(db, &t, AUDIENCE_CLASS, class));
	assert_false(own_may(db, &t, AUDIENCE_CLASS, theirs));
	assert_false(own_may(db, &t, AUDIENCE_SCHOOL, oak));
	assert_true(own_may(db, &c, AUDIENCE_SCHOOL, oak));
	assert_false(own_may(db, &c, AUDIENCE_SCHOOL, elm));
	assert_true(own_may(db, &d, AUDIENCE_SCHOOL, elm));
	assert_int_equal(own_barred(db, AUDIENCE_CLASS, class, NULL,
	    clock_now()), 1);
	assert_int_equal(own_barred(db, AUDIENCE_SCHOOL, elm, NULL,
	    clock_now()), 0);
	rig_keep(r);
}

static struct template
new_template(int64_t school, int64_t person)
{
	struct template t = { .id = id_new(), .school = school,
	    .person = person, .name = "Picture day",
	    .kind = KIND_ANNOUNCEMENT };

	template_add(r->db, &t, clock_now());
	return t;
}

static void
test_templates(void **state)
{
	const struct template_words one[] = {
		{ .in = { "en-US", "Picture day is Friday.",
		    WORDS_ORIGINAL, 1 } },
		{ .in = { "es-US", "El viernes.", WORDS_DRAFT, 1 } } };
	const struct template_words two[] = {
		{ .in = { "en-US", "Picture day is Friday.",
		    WORDS_ORIGINAL, 1 }, .base = 1 },
		{ .in = { "es-US", "El viernes.", WORDS_APPROVED, 2 },
		    .base = 1 } };
	struct template		 t, old, *list;
	struct template_words	*words;
	struct template_change	*changes;
	struct viewer		 v, l;
	struct db		*db;

	open_oak(state);
	v = as(teacher);
	l = as(rig_staff(r, 0));
	db = rig_visit(r);
	t = new_template(oak, 0);
	(void)new_template(0, 0);
	(void)new_template(0, clerk);
	old = t;
	assert_true(template_keep(db, &t, one, 2, clock_now()));
	assert_int_equal(t.version, 1);
	assert_false(template_keep(db, &old, two, 2, clock_now()));
	assert_true(template_keep(db, &t, two, 2, clock_now() + 5));
	assert_int_equal(template_list(db, &v, false, &list), 2);
	assert_int_equal(template_list(db, &l, false, &list), 1);
	assert_int_equal(template_list(db, &l, true, &list), 2);
	assert_true(template_get(db, &v, false, t.id, &old));
	assert_int_equal(old.version, 2);
	assert_int_equal(old.languages, 1);
	assert_int_equal(old.drafts, 0);
	assert_false(template_get(db, &l, false, t.id, &old));
	assert_int_equal(template_words(db, t.id, 1, &words), 2);
	assert_string_equal(words[0].in.language, "en-US");
	assert_int_equal(words[1].in.state, WORDS_DRAFT);
	assert_int_equal(words[1].base, 1);
	assert_int_equal(template_words(db, t.id, 2, &words), 2);
	assert_int_equal(words[1].in.state, WORDS_APPROVED);
	assert_int_equal(words[0].at, clock_now());
	assert_int_equal(words[1].at, clock_now() + 5);
	/* Of the second version only what is new in it. */
	assert_int_equal(template_changes(db, t.id, &changes), 3);
	assert_int_equal(changes[0].version, 2);
	assert_int_equal(changes[0].at, clock_now() + 5);
	assert_string_equal(changes[0].in.language, "es-US");
	assert_int_equal(changes[1].version, 1);
	assert_string_equal(changes[1].in.language, "en-US");
	template_end(db, t.id, clock_now());
	assert_int_equal(template_list(db, &v, false, &list), 1);
	rig_keep(r);
}

/* Spanish waits for who speaks it, and for nobody else; and it is out of date
 * once the English words are others. */
static void
test_waiting(void **state)
{
	struct template_words	 words[] = {
		{ .in = { "en-US", "It is Friday.", WORDS_ORIGINAL, 1 } },
		{ .in = { "es-US", "El viernes.", WORDS_DRAFT, 1 },
		    .asked = clock_now() } };
	struct template_waiting	*list;
	struct template_change	*changes;
	struct template		 t, *all;
	struct spoken		*spoken;
	struct viewer		 v;
	struct db		*db;

	open_oak(state);
	v = as(teacher);
	db = rig_visit(r);
	t = new_template(oak, 0);
	assert_true(template_keep(db, &t, words, 2, clock_now()));
	assert_int_equal(template_waiting(db, clerk, &list), 0);
	speaker_add(db, clerk, "es-US", clock_now());
	speaker_add(db, clerk, "es-US", clock_now());
	speaker_add(db, clerk, "vi", clock_now());
	assert_int_equal(speaker_list(db, clerk, &spoken), 2);
	assert_int_equal(template_waiting(db, clerk, &list), 1);
	assert_int_equal(list[0].template, t.id);
	assert_string_equal(list[0].language, "es-US");
	assert_false(list[0].old);
	words[1].base = 1;
	words[0].in.words = "It is Monday.";
	assert_true(template_keep(db, &t, words, 2, clock_now()));
	assert_int_equal(template_waiting(db, clerk, &list), 1);
	assert_true(list[0].old);
	assert_int_equal(template_list(db, &v, false, &all), 1);
	assert_int_equal(all[0].old, 1);
	assert_int_equal(all[0].drafts, 0);
	assert_int_equal(template_waiting_count(db, clerk), 1);
	words[0].base = 2;
	assert_true(template_keep(db, &t, words, 1, clock_now()));
	assert_int_equal(template_waiting_count(db, clerk), 0);
	assert_true(template_changes(db, t.id, &changes) == 4);
	assert_string_equal(changes[0].in.language, "es-US");
	assert_string_equal(changes[0].in.words, "");
	assert_string_equal(speaker_end(db, spoken[0].id, clerk, 1),
	    "es-US");
	assert_null(speaker_end(db, spoken[0].id, clerk, 1));
	assert_false(speaker_speaks(db, clerk, "es-US"));
	rig_keep(r);
}

static void
test_the_same_again(void **state)
{
	struct sent_same	 same = { .audience = AUDIENCE_CLASS };
	struct message		*list;
	int64_t			 message;
	struct db		*db;

	open_oak(state);
	(void)pupil_with(rig_guardian(r, "es-US", rig_phone(r)));
	message = write_to_class("Picture day.");
	same.author = clerk;
	same.target = class;
	same.since = clock_now() - HOURS(24);
	same.digest = compose_digest(r->arena, &(struct draft){
	    .words = "picture DAY." });
	db = rig_visit(r);
	assert_int_equal(sent_same(db, &same), message);
	same.author = teacher;
	assert_int_equal(sent_same(db, &same), 0);
	same.author = clerk;
	same.target = oak;
	assert_int_equal(sent_same(db, &same), 0);
	same.target = class;
	same.since = clock_now();
	assert_int_equal(sent_same(db, &same), 0);
	assert_int_equal(sent_list(db, &(struct sent_page){ .author = clerk,
	    .before = INT64_MAX, .most = 10 }, &list), 1);
	assert_int_equal(sent_list(db, &(struct sent_page){ .school = oak,
	    .before = INT64_MAX, .most = 10 }, &list), 1);
	assert_int_equal(sent_list(db, &(struct sent_page){ .before = message,
	    .most = 10 }, &list), 0);
	rig_keep(r);
}

/* What one kept nobody else changes or sees. */
static void
test_what_was_not_sent(void **state)
{
	struct unsent	 u = { .id = 7, .person = 1, .place = "announcement",
			    .content = "{}", .at = 5 }, found;
	struct db	*db;

	open_oak(state);
	db = rig_visit(r);
	unsent_keep(db, &u);
	u.content = "{\"words\":\"Hi\"}";
	u.at = 6;
	unsent_keep(db, &u);
	u.person = 2;
	u.content = "mine now";
	unsent_keep(db, &u);
	assert_false(unsent_get(db, 7, 2, &found));
	assert_true(unsent_get(db, 7, 1, &found));
	assert_string_equal(found.content, "{\"words\":\"Hi\"}");
	assert_true(unsent_find(db, 1, "announcement", &found));
	assert_int_equal(found.at, 6);
	assert_false(unsent_find(db, 1, "talk:7", &found));
	unsent_drop(db, 7, 2);
	assert_true(unsent_get(db, 7, 1, &found));
	for (int i = 0; i < UNSENT_MOST; i++)
		unsent_keep(db, &(struct unsent){ .id = 100 + i, .person = 1,
		    .place = "talk:1", .content = "{}", .at = 7 });
	assert_false(unsent_get(db, 7, 1, &found));
	unsent_drop(db, 100, 1);
	assert_false(unsent_get(db, 100, 1, &found));
	rig_keep(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_each_person_has_one_fate),
		RIG_TEST(test_sums_close_without_whom_nobody_may_see),
		RIG_TEST(test_families_of_other_schools),
		RIG_TEST(test_groups_that_are_somebodys_own),
		RIG_TEST(test_templates),
		RIG_TEST(test_waiting),
		RIG_TEST(test_the_same_again),
		RIG_TEST(test_what_was_not_sent),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
