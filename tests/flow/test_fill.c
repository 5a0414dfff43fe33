/*
 * What stands in the places of words: which drafts are refused and why,
 * values and their kinds, and how they are said in the languages of
 * families; in texts and, with isolates, in mails.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/locale.h"
#include "base/wording.h"
#include "base/zone.h"
#include "flow/compose.h"
#include "flow/fill.h"
#include "flow/frame.h"
#include "flow/render.h"
#include "store/errand.h"
#include "store/value.h"

static struct arena		*arena;
static struct locales		*locales;
static const struct frames	*frames;

static int
open_locales(void **state)
{
	const char	*folder = getenv("srcdir");
	char		 why[200];

	(void)state;
	arena = arena_new();
	locales = locales_open(arena_print(arena, "%s/locales",
	    folder != NULL ? folder : "."), why, sizeof why);
	if (locales != NULL)
		frames = frames_read(arena, locales);
	return locales == NULL;
}

static int
close_locales(void **state)
{
	(void)state;
	locales_close(locales);
	arena_free(arena);
	return 0;
}

static struct value
value(const char *name, const char *text)
{
	const char **texts = NEW_LIST(arena, const char *, 1);

	texts[0] = text;
	return (struct value){ .name = name, .kind = value_kind_of(text),
	    .texts = texts, .count = 1 };
}

static void
kinds_are_read_from_how_a_value_is_written(void **state)
{
	static const struct {
		const char	*text;
		enum value_kind	 kind;
	} cases[] = {
		{ "2026-12-04", VALUE_DATE }, { "2028-02-29", VALUE_DATE },
		{ "2026-02-29", VALUE_TEXT }, { "2026-13-01", VALUE_TEXT },
		{ "2100-02-29", VALUE_TEXT }, { "2026-1-01", VALUE_TEXT },
		{ "14:30", VALUE_TIME }, { "24:00", VALUE_TEXT },
		{ "23:60", VALUE_TEXT }, { "9:30", VALUE_TEXT },
		{ "1200", VALUE_NUMBER }, { "-3", VALUE_NUMBER },
		{ "2.50", VALUE_NUMBER }, { "007", VALUE_TEXT },
		{ "1.", VALUE_TEXT }, { "", VALUE_TEXT },
		{ "Room 12", VALUE_TEXT }, { "$5", VALUE_TEXT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(value_kind_of(cases[i].text),
		    cases[i].kind);
}

static void
an_attempt_keeps_its_values(void **state)
{
	static const char *const	 two[] = { "Ana \"A\"", "Núñez" };
	const struct value		 values[] = {
		{ .name = "studentname", .texts = two, .count = 2 },
		{ .name = "class", .texts = two, .count = 1 },
		{ .name = "school", .texts = two, .count = 0 },
	};
	struct value			*read;
	const struct value		*v;

	(void)state;
	assert_string_equal(value_write(arena, values, 0), "");
	assert_int_equal(value_read(arena, "", &read), 0);
	assert_int_equal(value_read(arena, value_write(arena, values, 3),
	    &read), 3);
	v = value_find(read, 3, "studentname");
	assert_int_equal(v->count, 2);
	assert_string_equal(v->texts[0], two[0]);
	assert_string_equal(v->texts[1], two[1]);
	assert_int_equal(value_find(read, 3, "school")->count, 0);
	assert_null(value_find(read, 3, "teacher"));
}

/* NULL: it may be written. */
static void
draft_is(const char *words, const char *other, const char *sentence)
{
	const struct value	 values[] = { value("date", "2026-12-04"),
				    value("latebus", "yes") };
	const struct translation t = { .language = "es-US", .words = other };
	const struct draft	 d = { .words = words, .translations = &t,
				    .translation_count = other != NULL,
				    .values = values, .value_count = 2 };
	const char		*why = fill_wrong(arena, &d);

	if (sentence == NULL)
		assert_null(why);
	else
		assert_non_null(strstr(why, sentence));
}

static void
what_is_wrong_is_said_with_what_was_meant(void **state)
{
#define GOOD	"((Date)) ((late_bus??late)) "

	(void)state;
	draft_is(GOOD "((guardian name)) ((STUDENT-NAME))", NULL, NULL);
	draft_is(GOOD, "((late bus??tarde)) ((date))", NULL);
	draft_is(GOOD "((teacher))", NULL, "Did you mean ((teacher name))?");
	draft_is(GOOD "((room))", NULL, "\"((room))\" has no value.");
	draft_is(GOOD "((early??x))", NULL, "Say yes or no");
	draft_is(GOOD "((school??x))", NULL, "needs yes or no");
	draft_is(GOOD "(( ))", NULL, "no name");
	draft_is("((date))", NULL, "no ((latebus)) in the words");
	draft_is(GOOD, "((date))", "The words in Spanish do not have "
	    "((late_bus)).");
	draft_is(GOOD, GOOD "((school))", "have ((school)), which the "
	    "English ones do not");
	draft_is(GOOD, "((date??x)) ((late bus??x))", "in another way");
}

static void
values_that_nobody_asked_for_are_refused(void **state)
{
	const struct value	 values[] = { value("date", "2026-12-04"),
				    value("date", "x"), value("school", "x") };
	struct draft		 d = { .words = "((date)) ((school))",
				    .values = values, .value_count = 2 };

	(void)state;
	assert_non_null(strstr(fill_wrong(arena, &d), "there twice"));
	d.values = &values[1];
	assert_non_null(strstr(fill_wrong(arena, &d), "filled by itself"));
	d.value_count = 1;
	assert_null(fill_wrong(arena, &d));
	d.subject = "About ((student name))";
	assert_non_null(strstr(fill_wrong(arena, &d), "locked phones"));
	d.subject = "On ((date)) at ((school))";
	assert_null(fill_wrong(arena, &d));
}

/* A day, an hour and two names, in each of the ten languages. */
static void
each_language_says_days_and_names_its_way(void **state)
{
	static const char *const	 tags[] = { "en-US", "es-US", "pt-BR",
					    "vi", "ht", "ak", "ar", "sq",
					    "ne", "ps" };
	static const char *const	 names[] = { "Ana", "Ben" };
	const struct value		 all[] = { value("date",
					    "2026-12-04"), value("time",
					    "14:30") };
	const struct value		 own = { .name = "studentfirstname",
					    .texts = names, .count = 2 };
	const struct errand_values	 v = { .all = all, .all_count = 2,
					    .own = &own, .own_count = 1 };
	struct fill_as			 as = { frames_wordings(frames),
					    NULL };
	const char			*said;
	struct wall			 wall = { .year = 2026, .month = 12,
					    .day = 4 };

	(void)state;
	for (size_t i = 0; i < COUNT(tags); i++) {
		as.language = tags[i];
		said = fill_words(arena, "((date))|((student first name))",
		    &v, &as);
		assert_string_equal(said, arena_print(arena, "%s|%s",
		    wording_date(as.wordings, arena, tags[i], &wall),
		    wording_list(as.wordings, arena, tags[i], names, 2)));
		assert_null(strstr(said, "(("));
		assert_null(strstr(said, "2026-"));
	}
	as.language = "en-US";
	assert_string_equal(fill_words(arena,
	    "((student first name)): ((date)), ((time))", &v, &as),
	    "Ana and Ben: Friday, December 4, 2:30 PM");
}

static struct errand
errand(enum channel channel, const char *language)
{
	static const char *const	 names[] = { "أمل <b>" };
	static struct value		 own = { .name = "guardianname",
					    .texts = names, .count = 1 };

	return (struct errand){ .kind = KIND_ANNOUNCEMENT,
	    .words = "Hi ((guardian name)), see https://x.example/((room)).",
	    .school = "Oak", .district = "Millbrook", .language = language,
	    .phone = "+15085550190", .subject = "Room ((room))",
	    .contact.channel = channel, .values = { .own = &own,
	    .own_count = 1 } };
}

static void
a_mail_isolates_what_is_filled_in(void **state)
{
	static const struct letterhead	 head = { NULL, NULL, "" };
	const struct value		 all = value("room", "12");
	struct errand			 e = errand(CHANNEL_EMAIL, "en-US");
	struct outgoing			 out;
	struct sms			 sms;

	(void)state;
	e.values.all = &all;
	e.values.all_count = 1;
	render(frames, &e, &head, arena, &out, &sms);
	assert_non_null(strstr(out.html, "Hi <bdi>أمل &lt;b&gt;</bdi>, see"));
	assert_non_null(strstr(out.html, "<bdi>12</bdi>."));
	assert_non_null(strstr(out.text, "Hi \u2068أمل <b>\u2069, see"));
	assert_string_equal(out.subject, "Room 12");
	assert_null(strstr(out.html, "\u2068"));
	assert_null(strstr(out.html, "\u2069"));
	e = errand(CHANNEL_SMS, "en-US");
	e.values.all = &all;
	e.values.all_count = 1;
	render(frames, &e, &head, arena, &out, &sms);
	assert_string_equal(out.text, "Oak: Hi أمل <b>, see "
	    "https://x.example/12.");
}

static void
what_is_private_names_nobody_but_the_student(void **state)
{
	static const struct letterhead	 head = { NULL, NULL, "" };
	struct errand			 e = errand(CHANNEL_EMAIL, "es-US");
	struct outgoing			 out;
	struct sms			 sms;

	(void)state;
	e.topic = TOPIC_GRADES;
	e.discreet = true;
	e.subject = "Your grades";
	render(frames, &e, &head, arena, &out, &sms);
	assert_null(strstr(out.text, "see"));
	assert_null(strstr(out.html, "أمل"));
	assert_null(strstr(out.subject, "grades"));
	assert_non_null(strstr(out.html, "<bdi>508.555.0190</bdi>"));
	e.contact.channel = CHANNEL_SMS;
	render(frames, &e, &head, arena, &out, &sms);
	assert_non_null(strstr(out.text, "508.555.0190"));
	assert_null(strstr(out.text, "see"));
	e.phone = "";
	render(frames, &e, &head, arena, &out, &sms);
	assert_null(strstr(out.text, "508"));
	assert_non_null(strstr(out.text, "Oak"));
}

static void
what_is_essential_says_whom_to_call(void **state)
{
	static const struct letterhead	 head = { NULL, NULL, "" };
	static const struct translation	 draft = { .language = "es-US",
					    .words = "Hola", .state =
					    WORDS_DRAFT };
	struct errand			 e = errand(CHANNEL_SMS, "es-US");
	struct outgoing			 out;
	struct sms			 sms;

	(void)state;
	e.words = "Hello";
	e.others = &draft;
	e.other_count = 1;
	render(frames, &e, &head, arena, &out, &sms);
	assert_string_equal(out.text, "Oak: Hola");
	e.topic = TOPIC_ENROLMENT;
	render(frames, &e, &head, arena, &out, &sms);
	assert_true(strncmp(out.text, "Oak: Hello\n", 11) == 0);
	assert_non_null(strstr(out.text, "508.555.0190"));
	e.contact.channel = CHANNEL_EMAIL;
	render(frames, &e, &head, arena, &out, &sms);
	assert_non_null(strstr(out.html, "<p lang=\"es-US\" dir=\"ltr\">"
	    "Importante."));
	assert_true(strstr(out.text, "Importante") <
	    strstr(out.text, "Hello"));
	e.language = "en-US";
	render(frames, &e, &head, arena, &out, &sms);
	assert_null(strstr(out.text, "508"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_read_from_how_a_value_is_written),
		cmocka_unit_test(an_attempt_keeps_its_values),
		cmocka_unit_test(what_is_wrong_is_said_with_what_was_meant),
		cmocka_unit_test(values_that_nobody_asked_for_are_refused),
		cmocka_unit_test(each_language_says_days_and_names_its_way),
		cmocka_unit_test(a_mail_isolates_what_is_filled_in),
		cmocka_unit_test(what_is_private_names_nobody_but_the_student),
		cmocka_unit_test(what_is_essential_says_whom_to_call),
	};

	return cmocka_run_group_tests(tests, open_locales, close_locales);
}
