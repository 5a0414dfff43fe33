/*
 * The inbox and its talks through the real server: who sees which, what is
 * written and by whom, what is never shown.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "tests/web/talks.h"

static void
who_reads_it_sees_it(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	talk = first_talk("/inbox");
	has("Rosa Rivera");
	has(ASK);
	has("lang=\"es-US\"");
	has("Needs reply");
	has("Ivy Rivera");
	see(talk);
	has("<h1><bdi>Rosa Rivera</bdi></h1>");
	has("\xe2\x80\xa6 0120");
	has_not("5085550120");
	as("Min Park");
	see("/inbox");
	has("All caught up");
	see("/inbox?tab=all");
	has("Rosa Rivera");
	assert_int_equal(counter_page(&c, "/inbox?tab=office"), 200);
	as("Thomas Reed");
	see("/inbox?tab=all");
	has_not("Rosa");
	assert_int_equal(counter_page(&c, talk), 404);
	has_not("Rosa");
}

static void
who_is_no_part_is_written_down_once(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Min Park");
	talk = first_talk("/inbox?tab=all");
	see(talk);
	has("It is about a student of your class");
	has_not("that others read");
	see(talk);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'talk.view'"), 1);
	as("Grace Chen");
	see(talk);
	has("Also looked at by");
	has_not("that others read");
	has("Min Park");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'talk.view'"), 1);
}

static void
what_is_sent_once_goes_once_and_is_taken_back(void **state)
{
	const char *talk, *sent;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	has("Send at 7:00 AM");
	answer(303, talk, "k1", "Yes%2C+at+ten.");
	sent = arena_text(c.arena, counter_went(&c));
	assert_non_null(strstr(sent, "?sent="));
	post(303, talk, "key=k1&seen=&words=Yes%2C+at+ten.");
	assert_string_equal(counter_went(&c), sent);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE words = 'Yes, at ten.'"), 1);
	see(arena_print(c.arena, "%.*s", (int)strcspn(sent, "#"), sent));
	has("It goes out in 10 seconds");
	has("Yes, at ten.");
	has("Answered");
	post(303, below(talk, "/take-back"), arena_print(c.arena,
	    "message=%s", value("name=\"message\" value=\"")));
	see(talk);
	has("Taken back. Not sent");
	has(">Yes, at ten.</textarea>");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM attempt a "
	    "JOIN message m ON m.id = a.message WHERE m.kind <> 'system'"), 0);
}

static void
what_a_family_gets_is_shown_before(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	post(200, below(talk, "/preview"), "words=At+ten.&key=a&seen=");
	has("What they get");
	has("counts as");
	has("Oak Elementary School");
	has("The words go in English");
	post(422, talk, "key=k&seen=&words=");
	has("Write some words.");
	see("/inbox");
	has_not("Draft");
	post(303, below(talk, "/draft"), "words=At+nine");
	see("/inbox");
	has("Draft");
	see(talk);
	has(">At nine</textarea>");
	answer(303, talk, "k", "At+ten");
	see(talk);
	has_not("At nine");
}

static void
two_do_not_answer_the_same(void **state)
{
	const char *talk, *seen;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	seen = value("name=\"seen\" value=\"");
	as("Carmen Lopez");
	see(talk);
	answer(303, talk, "l", "Yes.+Carmen");
	clock_pass(20000);
	as("Grace Chen");
	post(409, talk, arena_print(c.arena, "key=g&seen=%s&words=No.+Grace",
	    seen));
	has("Carmen Lopez replied 20 seconds ago");
	has("Yes. Carmen");
	has("No. Grace");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE author <> 0"), 1);
	post(303, talk, arena_print(c.arena, "key=g2&seen=%s&words=No.+Grace",
	    value("name=\"seen\" value=\"")));
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE author <> 0"), 2);
}

/* As whoever goes back after Send, and finds the words there. */
static void
the_same_answer_again_is_asked_about(void **state)
{
	static const char *const sent = "SELECT count(*) FROM message "
	    "WHERE author <> 0";
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	post(303, talk, "key=k&seen=&words=Yes.");
	post(303, talk, "key=k&seen=&words=Yes.");
	assert_int_equal(place_sql(&c.place, sent), 1);
	post(409, talk, "key=l&seen=&words=Yes.");
	has("You sent this at");
	has("Send again");
	assert_int_equal(place_sql(&c.place, sent), 1);
	post(303, talk, arena_print(c.arena, "key=l&seen=&words=Yes.&again=%s",
	    value("name=\"again\" value=\"")));
	assert_int_equal(place_sql(&c.place, sent), 2);
	clock_pass(11 * 60000);
	post(303, talk, "key=m&seen=&words=Yes.");
	assert_int_equal(place_sql(&c.place, sent), 3);
}

/* The newest talk stays the first when another one only reacts. */
static void
a_reaction_moves_nothing(void **state)
{
	const char *talk;

	(void)state;
	text(LINH, "Noah is ill today. Dung");
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	answer(303, talk, "k", "Get+well+soon.");
	text(ROSA, ASK);
	text(LINH, "Liked \"Oak Elementary School: Get well soon.\"");
	see("/inbox?tab=all");
	assert_true(strstr(c.response.body, "Rosa") <
	    strstr(c.response.body, "Linh"));
	see("/inbox");
	has_not("Linh");
	see(talk);
	has("liked this");
	has("Noah is ill today. Dung");
	has(">Get well soon.<");
}

static void
who_signs_dung_stays_in(void **state)
{
	(void)state;
	text(LINH, "Dung");
	as("Grace Chen");
	see(first_talk("/inbox"));
	has(">Dung</p>");
	has_not("We may not text");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM contact "
	    "WHERE state = 'stopped'"), 0);
}

static void
an_answer_stands_in_its_own_script(void **state)
{
	(void)state;
	text(LAYLA, ARABIC);
	as("Paula Silva");
	see(first_talk("/inbox"));
	has("<p class=\"words\" lang=\"ar\" dir=\"auto\">" ARABIC "</p>");
}

static void
who_stopped_is_not_texted_and_what_works_is_said(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	text(ROSA, "ALTO");
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	has("They asked for no more texts");
	has("You can still call");
	has("Asked for no more messages");
	has_not("<textarea id=\"words\"");
	post(422, talk, "key=k&seen=&words=But");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE author <> 0"), 0);
	see("/inbox");
	has("Opted out of texts");
}

/* The same form twice is one note; with other words it is another one. */
static void
a_note_is_kept_however_often_the_form_comes(void **state)
{
	static const char *const notes = "SELECT count(*) FROM note";
	const char *path;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	path = below(first_talk("/inbox"), "/note");
	post(303, path, "key=k&note=One");
	post(303, path, "key=k&note=One");
	assert_int_equal(place_sql(&c.place, notes), 1);
	post(303, path, "key=k&note=Two");
	assert_int_equal(place_sql(&c.place, notes), 2);
}

static void
a_search_finds_names_words_and_an_offices_digits(void **state)
{
	static const struct {
		const char	*path;
		bool		 office, teacher;
	} cases[] = {
		{ "/inbox?q=rosa", true, true },
		{ "/inbox?q=IVY", true, true },
		{ "/inbox?q=M%C3%9ASICA", true, true },
		{ "/inbox?q=at+ten", true, true },
		{ "/inbox?q=0120", true, false },
		{ "/inbox?q=555-0120", true, false },
		{ "/inbox?q=gym", false, false },
		{ "/inbox?q=%25", false, false },
	};
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	answer(303, talk, "k", "Yes%2C+At+Ten.");
	for (int i = 0; i < 2; i++) {
		as(i == 0 ? "Grace Chen" : "Min Park");
		for (size_t n = 0; n < COUNT(cases); n++) {
			see(cases[n].path);
			if (counter_says(&c, "Rosa Rivera") != (i == 0 ?
			    cases[n].office : cases[n].teacher))
				fail_msg("%d %s", i, cases[n].path);
		}
	}
}

static void
english_is_asked_for_and_said(void **state)
{
	const char *talk, *reply;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	reply = value("name=\"reply\" value=\"");
	post(303, below(talk, "/ask"), arena_print(c.arena, "reply=%s",
	    reply));
	post(303, below(talk, "/ask"), arena_print(c.arena, "reply=%s",
	    reply));
	see(talk);
	has("Language services were asked");
	counter_sign_in(&c, "Daniel Oduya", "language");
	see("/language");
	has("1 message waits");
	has(ASK);
	has_not("Rosa");
	has_not("0120");
	post(422, "/language", arena_print(c.arena, "reply=%s&english=+",
	    reply));
	post(303, "/language", arena_print(c.arena,
	    "reply=%s&english=Is+there+music+class%%3F", reply));
	see("/language");
	has("Nothing waits");
	as("Grace Chen");
	see(talk);
	has("Is there music class?");
	has("Said in English by language services");
	assert_int_equal(counter_page(&c, "/language"), 403);
}

/* To Oak, about Leo who is at the middle school. */
static void
what_was_for_somebody_else_goes_there(void **state)
{
	const char *talk, *place;
	long long before;

	(void)state;
	text(ROSA, ASK);
	before = place_sql(&c.place, "SELECT sum(school % 1000) FROM ledger");
	as("Carmen Lopez");
	talk = first_talk("/inbox?tab=all");
	see(talk);
	see(arena_print(c.arena, "%s/move?reply=%s", talk,
	    value("name=\"reply\" value=\"")));
	has("Leo Rivera: ");
	has_not("Rui");
	post(422, below(talk, "/move"), arena_print(c.arena,
	    "reply=%s&place=", value("name=\"reply\" value=\"")));
	place = strstr(c.response.body, "Leo Rivera: ");
	while (strncmp(place, "value=\"", 7) != 0)
		place--;
	post(303, below(talk, "/move"), arena_print(c.arena,
	    "reply=%s&place=%.*s", value("name=\"reply\" value=\""),
	    (int)strcspn(place + 7, "\""), place + 7));
	see(talk);
	has("Moved to");
	has("Millbrook Middle School");
	has("No reply needed");
	as("Thomas Reed");
	see(first_talk("/inbox"));
	has("Moved here. It was written to");
	has("Oak Elementary School");
	has(ASK);
	see(talk = first_talk("/inbox"));
	answer(303, talk, "k", "Yes");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM ledger "
	    "WHERE what = 'direct_in'"), 1);
	assert_int_equal(place_sql(&c.place,
	    "SELECT sum(school % 1000) FROM ledger"), before);
}

static void
notes_stay_beside_it(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	talk = first_talk("/inbox");
	post(422, below(talk, "/note"), "key=n&note=");
	has("Write some words for the note.");
	post(303, below(talk, "/note"), "key=n&note=Called+her.");
	post(303, below(talk, "/note"), "key=n&note=Called+her.");
	see(talk);
	has("Called her.");
	has("Not sent. Part of the record");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM note"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM message "
	    "WHERE author <> 0"), 0);
}

static void
it_is_handed_over_or_needs_no_reply(void **state)
{
	const char *talk, *seat;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	seat = strstr(c.response.body,
	    ">Grade 1, Room 4</option>");
	assert_non_null(seat);
	while (strncmp(seat, "value=\"", 7) != 0)
		seat--;
	post(303, below(talk, "/hand-over"), arena_print(c.arena,
	    "seat=%.*s", (int)strcspn(seat + 7, "\""), seat + 7));
	post(422, below(talk, "/hand-over"), "seat=");
	see("/inbox");
	has_not("Rosa");
	as("Min Park");
	see(first_talk("/inbox"));
	post(303, "/inbox", arena_print(c.arena, "tab=needs&talk=%s",
	    talk + strlen("/inbox/")));
	see("/inbox");
	has("All caught up");
	see(talk);
	has("No reply needed");
	as("Thomas Reed");
	post(303, "/inbox", arena_print(c.arena, "tab=needs&talk=%s",
	    talk + strlen("/inbox/")));
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'conversation.close'"), 1);
}

/* What only mail has, as it would have come. */
static void
a_mail_has_a_subject_quotes_and_files(void **state)
{
	const char *talk, *file;

	(void)state;
	text(ROSA, ASK);
	(void)place_sql(&c.place, "UPDATE reply SET subject = 'The trip', "
	    "folded = 'On Monday you wrote', attached = 2");
	(void)place_sql(&c.place, "INSERT INTO attachment (id, reply, place, "
	    "name, type, size, kept, bytes) SELECT 77, id, 0, 'form.pdf', "
	    "'application/pdf', 3, 1, x'616263' FROM reply");
	(void)place_sql(&c.place, "INSERT INTO attachment (id, reply, place, "
	    "name, type, size, kept) SELECT 78, id, 1, 'film.mov', "
	    "'video/quicktime', 99999999, 0 FROM reply");
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	has("The trip");
	has("<summary>Show quoted text</summary>");
	has("On Monday you wrote");
	has("form.pdf");
	has("film.mov</bdi> <span class=\"meta\">was too large to keep");
	file = arena_print(c.arena, "/files/%s", value("<a href=\"/files/"));
	assert_int_equal(counter_page(&c, file), 200);
	assert_memory_equal(c.response.body, "abc", 3);
	assert_non_null(strstr(headers_get(&c.response.headers,
	    "Content-Disposition"), "form.pdf"));
	as("Thomas Reed");
	assert_int_equal(counter_page(&c, file), 404);
}

static void
a_picture_is_no_empty_line(void **state)
{
	(void)state;
	text(ROSA, ASK);
	(void)place_sql(&c.place, "UPDATE reply SET words = '', media = "
	    "'[\"https://media.example/1\", \"javascript:x\"]'");
	as("Grace Chen");
	see(first_talk("/inbox"));
	has("Sent 2 pictures");
	has("href=\"https://media.example/1\"");
	has_not("javascript:");
}

static void
a_stranger_is_asked_about(void **state)
{
	const char *talk;

	(void)state;
	text(STRANGER, "Who is this");
	as("Carmen Lopez");
	see("/inbox");
	has("Who is this?");
	has("\xe2\x80\xa6 0177");
	see(talk = first_talk("/inbox"));
	has("We do not know who writes from here");
	post(303, below(talk, "/not-ours"), "");
	see("/inbox");
	has_not("0177");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_reads_it_sees_it),
		TEST(who_is_no_part_is_written_down_once),
		TEST(what_is_sent_once_goes_once_and_is_taken_back),
		TEST(what_a_family_gets_is_shown_before),
		TEST(two_do_not_answer_the_same),
		TEST(the_same_answer_again_is_asked_about),
		TEST(a_reaction_moves_nothing),
		TEST(who_signs_dung_stays_in),
		TEST(an_answer_stands_in_its_own_script),
		TEST(who_stopped_is_not_texted_and_what_works_is_said),
		TEST(a_note_is_kept_however_often_the_form_comes),
		TEST(a_search_finds_names_words_and_an_offices_digits),
		TEST(english_is_asked_for_and_said),
		TEST(what_was_for_somebody_else_goes_there),
		TEST(notes_stay_beside_it),
		TEST(it_is_handed_over_or_needs_no_reply),
		TEST(a_mail_has_a_subject_quotes_and_files),
		TEST(a_picture_is_no_empty_line),
		TEST(a_stranger_is_asked_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
