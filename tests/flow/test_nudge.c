/*
 * When staff are told that families wait, as a table; and who is told of
 * what, on both databases.
 */

#include <string.h>

#include "base/zone.h"
#include "flow/nudge.h"
#include "store/aside.h"
#include "store/away.h"
#include "store/conversation.h"
#include "store/contact.h"
#include "tests/flow/rig.h"

static struct rig	*r;

/* Friday 2026-11-20, 10:00 in the district, and days from there. */
#define FRIDAY	INT64_C(1795186800000)

static const struct {
	const char	*told, *hours;
	int64_t		 now, new_since, last, tried;	/* From FRIDAY. */
	bool		 yes;
} table[] = {
	{ NULL, NULL, 0, -MINUTES(1), 0, 0, true },
	{ "at_once", NULL, 0, -MINUTES(1), 0, 0, true },
	{ "off", NULL, 0, -MINUTES(1), 0, 0, false },
	/* Hours; the usual ones are 7:30 AM to 4:30 PM. */
	{ NULL, NULL, -MINUTES(151), -HOURS(9), 0, 0, false },
	{ NULL, NULL, -MINUTES(150), -HOURS(9), 0, 0, true },
	{ NULL, NULL, MINUTES(389), 0, 0, 0, true },
	{ NULL, NULL, MINUTES(390), 0, 0, 0, false },
	{ NULL, "600-660", -MINUTES(1), -HOURS(9), 0, 0, false },
	{ NULL, "600-660", MINUTES(59), -HOURS(9), 0, 0, true },
	{ NULL, "nonsense", 0, -HOURS(9), 0, 0, true },
	/* No weekend. */
	{ NULL, NULL, DAYS(1), 0, 0, 0, false },
	{ NULL, NULL, DAYS(2), 0, 0, 0, false },
	{ NULL, NULL, DAYS(3), 0, 0, 0, true },
	/* An hour apart; again after ten minutes. */
	{ NULL, NULL, HOURS(2), HOURS(1), HOURS(1) + 1, 0, false },
	{ NULL, NULL, HOURS(2), HOURS(1), HOURS(1), 0, true },
	{ NULL, NULL, HOURS(2), HOURS(1), 0, MINUTES(111), false },
	{ NULL, NULL, HOURS(2), HOURS(1), 0, MINUTES(110), true },
	/* At the turn of the hour. */
	{ "hourly", NULL, MINUTES(59), MINUTES(1), 0, 0, false },
	{ "hourly", NULL, MINUTES(60), MINUTES(1), 0, 0, true },
	/* When their hours begin. */
	{ "daily", NULL, MINUTES(1), 0, 0, 0, false },
	{ "daily", NULL, MINUTES(1), -HOURS(9), 0, 0, true },
	{ "daily", NULL, MINUTES(1), -HOURS(9), -HOURS(2), 0, false },
	{ "daily", NULL, DAYS(3) - HOURS(2), 0, -HOURS(2), 0, true },
};

static void
test_when(void **state)
{
	const char	*why;
	struct zone	*zone = zone_open("America/New_York", &why);

	(void)state;
	for (size_t i = 0; i < COUNT(table); i++) {
		struct aside_reader reader = { .told = table[i].told,
		    .hours = table[i].hours, .waiting = 1,
		    .new_since = FRIDAY + table[i].new_since,
		    .last = table[i].last == 0 ? 0 : FRIDAY + table[i].last,
		    .tried = table[i].tried == 0 ? 0 :
		    FRIDAY + table[i].tried };

		if (nudge_now(zone, &reader, FRIDAY + table[i].now) !=
		    table[i].yes)
			fail_msg("row %zu is wrong", i);
	}
	zone_close(zone);
}

/* A class with two teachers, of whom a family asks. */
static int64_t	 oak, team, lee, moss, talk, office;

static void
mailbox(int64_t person, const char *address)
{
	db_run(rig_visit(r), "UPDATE person SET work_mail = $2 WHERE id = $1",
	    INT(person), TEXT(address));
	rig_keep(r);
}

static void
ask(int64_t at)
{
	conversation_asked(rig_visit(r), talk, team, clock_now() + at);
	rig_keep(r);
}

static void
open_oak(void **state)
{
	struct contact		 contact;
	struct conversation	 opened;
	const char		*phone;

	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	team = rig_team(r, rig_class(r, oak));
	office = rig_seat(r, oak);
	lee = rig_staff(r, team);
	moss = rig_staff(r, office);
	mailbox(lee, "lee@oak.example");
	phone = rig_phone(r);
	(void)contact_find_or_add(rig_visit(r), CHANNEL_SMS, phone, "en-US",
	    &contact);
	conversation_open(r->db, &(struct conversation){
	    .contact = contact.id, .school = oak, .seat = team }, &opened);
	rig_keep(r);
	talk = opened.id;
}

static unsigned
readers(int64_t person, struct aside_reader *first)
{
	struct aside_reader	*list;
	unsigned		 n = aside_readers(rig_visit(r), 0,
				    clock_now(), &list), found = 0;

	rig_keep(r);
	for (unsigned i = 0; i < n; i++)
		if (list[i].person == person) {
			*first = list[i];
			found++;
		}
	return found;
}

static void
tell(int64_t person, enum aside_state became, const struct aside_reader *of)
{
	struct aside a = { .what = ASIDE_WAITING, .person = person,
	    .channel = CHANNEL_EMAIL, .account = "mail", .sender = "s@x",
	    .address = "lee@oak.example", .n = of->waiting,
	    .newest = of->newest, .at = clock_now() };

	aside_add(rig_visit(r), &a);
	if (became != ASIDE_BEGUN)
		aside_end(r->db, a.id, became, NULL);
	rig_keep(r);
}

static void
test_who(void **state)
{
	struct aside_reader	 first = { 0 };
	struct contact		 contact;
	struct absence		 away = { .cover = 0 };

	open_oak(state);
	assert_int_equal(readers(lee, &first), 0);
	ask(0);
	assert_int_equal(readers(lee, &first), 1);
	assert_int_equal(first.waiting, 1);
	assert_string_equal(first.mailbox, "lee@oak.example");
	tell(lee, ASIDE_REFUSED, &first);
	assert_int_equal(readers(lee, &first), 1);
	assert_int_equal(first.tried, clock_now());
	/* Begun, and nobody knows: they were told. */
	tell(lee, ASIDE_BEGUN, &first);
	assert_int_equal(readers(lee, &first), 0);
	ask(1);
	assert_int_equal(readers(lee, &first), 1);
	assert_int_equal(first.last, clock_now());
	assert_int_equal(readers(moss, &first), 0);
	/* Who is away is not told, who stands in is. */
	mailbox(moss, "moss@oak.example");
	away = (struct absence){ .person = lee, .cover = moss,
	    .since = clock_now() };
	assert_null(away_add(rig_visit(r), &away));
	rig_keep(r);
	assert_int_equal(readers(lee, &first), 0);
	assert_int_equal(readers(moss, &first), 1);
	/* No mailbox at work is a contact. */
	assert_false(contact_find(rig_visit(r), CHANNEL_EMAIL,
	    "lee@oak.example", &contact));
	rig_keep(r);
	assert_int_equal(rig_figure(r, "direct_out"), 0);
}

/* A talk that is given to others is new to them; one that is answered or of
 * somebody who left the staff asks nobody. */
static void
test_given(void **state)
{
	struct aside_reader first = { 0 };

	open_oak(state);
	mailbox(moss, "moss@oak.example");
	ask(0);
	assert_int_equal(readers(lee, &first), 1);
	tell(moss, ASIDE_SENT, &first);
	assert_null(conversation_hand_over(rig_visit(r), talk, office, lee,
	    clock_now() + 5));
	rig_keep(r);
	assert_int_equal(readers(lee, &first), 0);
	assert_int_equal(readers(moss, &first), 1);
	db_run(rig_visit(r), "UPDATE person SET staff = 0 WHERE id = $1",
	    INT(moss));
	rig_keep(r);
	assert_int_equal(readers(moss, &first), 0);
	conversation_answered(rig_visit(r), talk, clock_now() + 9);
	rig_keep(r);
	assert_int_equal(readers(lee, &first), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_when),
		RIG_TEST(test_who),
		RIG_TEST(test_given),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
