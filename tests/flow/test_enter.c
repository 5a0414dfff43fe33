/*
 * What the office enters about a contact, on both databases: who may, what is
 * planned and goes elsewhere or nowhere, and the evidence.
 */

#include <string.h>

#include "base/id.h"
#include "flow/enter.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/person.h"
#include "store/reach.h"
#include "store/roster.h"
#include "store/seat.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static int64_t		 oak, clerk, ana, ivy;
static const char	*phone;

/* Ana is the mother of Ivy; the clerk sits in the office of Oak School. */
static void
open_oak(void **state)
{
	r = rig_open(*state);
	oak = rig_school(r, "Oak School");
	clerk = rig_staff(r, rig_seat(r, oak));
	phone = rig_phone(r);
	ana = rig_guardian(r, "es-US", phone);
	ivy = rig_student(r, oak, 0);
	rig_relate(r, ana, ivy);
}

/* Between this and rig_keep() the contact of that number is entered for. */
static struct entering
entering(const char *number)
{
	struct entering e = { .db = rig_visit(r), .gateway = &r->gateway,
	    .now = clock_now(), .by = clerk, .note = "told on the phone" };

	assert_true(contact_find(r->db, CHANNEL_SMS, number, &e.contact));
	return e;
}

static enum contact_state
state_of(const char *number)
{
	struct entering e = entering(number);

	rig_keep(r);
	return e.contact.state;
}

static long long
audited(const char *deed)
{
	long long n;

	n = db_number(db_query(rig_visit(r), "SELECT count(*) FROM audit "
	    "WHERE deed = $1 AND person = $2", TEXT(deed), INT(clerk)));
	rig_keep(r);
	return n;
}

/* A message to Ivy's guardians that is planned, by night. */
static int64_t
planned(void)
{
	clock_pass(HOURS(12));
	assert_int_equal(rig_direct(r, clerk, "See you tomorrow", ivy), 202);
	return r->composed.message.id;
}

static void
test_who_may(void **state)
{
	int64_t		elm, other, desk;
	struct entering	e;

	open_oak(state);
	elm = rig_school(r, "Elm School");
	other = rig_staff(r, rig_seat(r, elm));
	desk = rig_staff(r, rig_seat(r, 0));
	e = entering(phone);
	assert_true(enter_may(&e, 0));
	e.by = desk;
	assert_true(enter_may(&e, 0));
	e.by = other;
	assert_false(enter_may(&e, 0));
	assert_false(enter_may(&e, ana));
	e.by = 0;
	assert_false(enter_may(&e, 0));
	/* Somebody of the class team is not the office. */
	e.by = rig_staff(r, rig_team(r, rig_class(r, oak)));
	assert_false(enter_may(&e, 0));
	rig_keep(r);
}

static void
test_a_number_nobody_knows_is_that_of_its_talk(void **state)
{
	const char	*stranger;
	struct entering	 e;

	open_oak(state);
	stranger = rig_phone(r);
	rig_text(r, stranger, "Ivy is ill");
	e = entering(stranger);
	assert_false(enter_may(&e, 0));		/* It is the desk's. */
	assert_true(enter_may(&e, ana));	/* But to be Ana's. */
	db_run(r->db, "UPDATE conversation SET school = $1", INT(oak));
	assert_true(enter_may(&e, 0));
	rig_keep(r);
}

static void
test_stop_drops_and_is_evidence(void **state)
{
	int64_t		 message;
	struct entering	 e;
	struct consent	*rows;

	open_oak(state);
	message = planned();
	e = entering(phone);
	assert_null(enter_stop(&e));
	assert_true(e.changed);
	assert_int_equal(e.dropped, 1);
	assert_int_equal(consent_list(r->db, e.contact.id, &rows), 1);
	assert_string_equal(rows[0].what, "stop");
	assert_string_equal(rows[0].source, "office");
	assert_string_equal(rows[0].note, "told on the phone");
	assert_string_equal(rows[0].name, "Lee Kim");
	rig_keep(r);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_DROPPED);
	assert_int_equal(state_of(phone), CONTACT_STOPPED);
	e = entering(phone);
	assert_null(enter_stop(&e));
	assert_false(e.changed);
	rig_keep(r);
	assert_int_equal(audited("contact.stop"), 1);
}

static void
test_start_undoes_only_the_office(void **state)
{
	struct entering e;

	open_oak(state);
	e = entering(phone);
	assert_null(enter_stop(&e));
	e.note = NULL;
	assert_non_null(strstr(enter_start(&e), "--note"));
	e.note = "";
	assert_non_null(strstr(enter_start(&e), "--note"));
	e.note = "came to the desk";
	assert_null(enter_start(&e));
	assert_int_equal(e.contact.state, CONTACT_OK);
	rig_keep(r);
	assert_int_equal(state_of(phone), CONTACT_OK);
	/* By a text; then the office hears it, too. */
	rig_text(r, phone, "STOP");
	e = entering(phone);
	assert_non_null(strstr(enter_start(&e), "text START"));
	assert_null(enter_stop(&e));
	assert_non_null(strstr(enter_start(&e), "text START"));
	rig_keep(r);
	assert_int_equal(state_of(phone), CONTACT_STOPPED);
	rig_text(r, phone, "START");
	e = entering(phone);
	assert_null(enter_stop(&e));
	assert_null(enter_start(&e));
	rig_keep(r);
	assert_int_equal(audited("contact.start"), 2);
}

static void
test_a_wrong_number_goes_on_to_the_next(void **state)
{
	int64_t		 message;
	const char	*second;
	struct entering	 e;

	open_oak(state);
	second = rig_phone(r);
	rig_reach(r, ana, second);
	message = planned();
	e = entering(phone);
	assert_null(enter_mark(&e, CONTACT_WRONG));
	assert_int_equal(e.dropped, 1);
	rig_keep(r);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_WAITING);
	assert_int_equal(state_of(phone), CONTACT_WRONG);
	e = entering(second);
	assert_int_equal(db_number(db_query(r->db, "SELECT count(*) "
	    "FROM attempt WHERE contact = $1 AND state = 'planned'",
	    INT(e.contact.id))), 1);
	assert_null(enter_mark(&e, CONTACT_LANDLINE));
	rig_keep(r);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_DROPPED);
	e = entering(phone);
	assert_null(enter_mark(&e, CONTACT_OK));
	assert_null(enter_mark(&e, CONTACT_OK));
	rig_keep(r);
	assert_int_equal(state_of(phone), CONTACT_OK);
	assert_int_equal(audited("contact.ok"), 1);
	assert_int_equal(audited("contact.landline"), 1);
}

static void
test_what_is_stopped_is_not_marked(void **state)
{
	struct entering e;

	open_oak(state);
	e = entering(phone);
	assert_null(enter_stop(&e));
	assert_non_null(strstr(enter_mark(&e, CONTACT_OK), "contact start"));
	assert_non_null(enter_mark(&e, CONTACT_WRONG));
	rig_keep(r);
	assert_int_equal(state_of(phone), CONTACT_STOPPED);
}

/* Nobody writes to somebody else's phone because they said START; but when the
 * office says that it is right, or somebody has it now, it is. */
static void
test_a_wrong_number_stays_so(void **state)
{
	struct entering	 e;
	struct person	 p;

	open_oak(state);
	e = entering(phone);
	assert_null(enter_mark(&e, CONTACT_WRONG));
	rig_keep(r);
	rig_text(r, phone, "STOP");
	rig_text(r, phone, "START");
	assert_int_equal(state_of(phone), CONTACT_WRONG);
	e = entering(phone);
	assert_null(enter_mark(&e, CONTACT_OK));
	rig_keep(r);
	rig_text(r, phone, "STOP");
	rig_text(r, phone, "START");
	assert_int_equal(state_of(phone), CONTACT_OK);
	e = entering(phone);
	assert_null(enter_mark(&e, CONTACT_WRONG));
	assert_null(enter_stop(&e));
	assert_null(enter_start(&e));
	assert_int_equal(e.contact.state, CONTACT_WRONG);
	assert_null(enter_stop(&e));
	assert_null(enter_unreach(&e, ana));
	assert_true(person_get(r->db, ana, &p));
	assert_null(enter_reach(&e, &p, true));
	assert_int_equal(e.contact.state, CONTACT_STOPPED);
	assert_null(enter_start(&e));
	rig_keep(r);
	assert_int_equal(state_of(phone), CONTACT_OK);
}

static void
test_a_stranger_becomes_a_guardians_number(void **state)
{
	const char	*stranger;
	struct entering	 e;
	struct person	 p;
	struct contact	*list;

	open_oak(state);
	stranger = rig_phone(r);
	rig_text(r, stranger, "This is Ana's new phone");
	e = entering(stranger);
	assert_string_equal(e.contact.language, "en-US");
	assert_true(person_get(r->db, ana, &p));
	assert_null(enter_reach(&e, &p, true));
	assert_string_equal(e.contact.language, "es-US");
	assert_int_equal(contact_of_person(r->db, ana, CHANNEL_SMS, &list),
	    2);
	assert_string_equal(list[0].address, stranger);
	/* Again it changes nothing, and does not go behind. */
	e.changed = false;
	assert_null(enter_reach(&e, &p, false));
	assert_false(e.changed);
	(void)contact_of_person(r->db, ana, CHANNEL_SMS, &list);
	assert_string_equal(list[0].address, stranger);
	rig_keep(r);
	e = entering(phone);
	assert_null(enter_reach(&e, &p, true));
	(void)contact_of_person(r->db, ana, CHANNEL_SMS, &list);
	assert_string_equal(list[0].address, phone);
	rig_keep(r);
}

static void
test_anothers_number_is_taken_away_first(void **state)
{
	int64_t		 bea;
	struct entering	 e;
	struct person	 p;

	open_oak(state);
	bea = rig_guardian(r, "vi", NULL);
	e = entering(phone);
	assert_true(person_get(r->db, bea, &p));
	assert_null(enter_mark(&e, CONTACT_WRONG));
	assert_non_null(strstr(enter_reach(&e, &p, false),
	    "contact remove"));
	assert_null(enter_unreach(&e, ana));
	assert_non_null(enter_unreach(&e, ana));
	assert_null(enter_reach(&e, &p, false));
	assert_int_equal(e.contact.state, CONTACT_UNCONFIRMED);
	assert_string_equal(e.contact.language, "vi");
	rig_keep(r);
	assert_int_equal(audited("contact.remove"), 1);
}

/* The text to a phone that two share goes on for the other one. */
static void
test_what_covers_another_still_goes(void **state)
{
	int64_t		 bob, message;
	struct entering	 e;

	open_oak(state);
	bob = rig_guardian(r, "es-US", phone);
	rig_relate(r, bob, ivy);
	message = planned();
	assert_int_equal(rig_state(r, message, bob), DELIVERY_COVERED);
	e = entering(phone);
	assert_null(enter_unreach(&e, ana));
	assert_int_equal(e.dropped, 0);
	rig_keep(r);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_WAITING);
	/* Alone at it, it does not. */
	rig_reach(r, ana, phone);
	assert_int_equal(rig_direct(r, clerk, "Once more", ivy), 202);
	message = r->composed.message.id;
	e = entering(phone);
	assert_null(enter_unreach(&e, bob));
	assert_int_equal(e.dropped, 0);
	rig_keep(r);
	db_run(rig_visit(r), "UPDATE delivery SET covered_by = 0 "
	    "WHERE message = $1", INT(message));
	rig_keep(r);
	e = entering(phone);
	assert_null(enter_unreach(&e, ana));
	assert_int_equal(e.dropped, 1);
	rig_keep(r);
	assert_int_equal(rig_state(r, message, ana), DELIVERY_DROPPED);
}

static void
test_a_contact_speaks_another_language(void **state)
{
	struct entering e;

	open_oak(state);
	e = entering(phone);
	assert_null(enter_language(&e, "vi"));
	rig_keep(r);
	e = entering(phone);
	assert_string_equal(e.contact.language, "vi");
	assert_null(enter_language(&e, "vi"));
	assert_false(e.changed);
	rig_keep(r);
	assert_int_equal(audited("contact.language"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(test_who_may),
		RIG_TEST(test_a_number_nobody_knows_is_that_of_its_talk),
		RIG_TEST(test_stop_drops_and_is_evidence),
		RIG_TEST(test_start_undoes_only_the_office),
		RIG_TEST(test_a_wrong_number_goes_on_to_the_next),
		RIG_TEST(test_what_is_stopped_is_not_marked),
		RIG_TEST(test_a_wrong_number_stays_so),
		RIG_TEST(test_a_stranger_becomes_a_guardians_number),
		RIG_TEST(test_anothers_number_is_taken_away_first),
		RIG_TEST(test_what_covers_another_still_goes),
		RIG_TEST(test_a_contact_speaks_another_language),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
