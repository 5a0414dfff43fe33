/*
 * Templates through the pages: whose they are, who may change and approve
 * them, their versions, and what an announcement takes from one.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "tests/web/talks.h"

static int
as_a_teacher(void **state)
{
	(void)setup(state);
	as("Min Park");
	return 0;
}

/* A new template; its path. */
static const char *
made(const char *scope)
{
	assert_int_equal(counter_form(&c, "/templates/new", arena_print(
	    c.arena, "name=Picture+day&words=Picture+day+is+Friday.&scope=%s",
	    scope)), 303);
	return counter_went(&c);
}

/* Of the school of whoever is signed in. */
static const char *
made_for_school(void)
{
	const char *scope;

	assert_int_equal(counter_page(&c, "/templates/new"), 200);
	(void)value("name=\"scope\" value=\"mine\"");
	scope = strstr(c.response.body, "name=\"scope\" value=\"mine\"") + 30;
	scope = strstr(scope, "name=\"scope\" value=\"");
	assert_non_null(scope);
	return made(arena_print(c.arena, "%.13s", scope + 20));
}

/* English words, as somebody who saw those of that version. */
static int
keep(const char *path, int seen, const char *fields)
{
	return counter_form(&c, path, arena_print(c.arena, "seen=%d&%s",
	    seen, fields));
}

/* Words in another language; the template was at that version. */
static int
words(const char *path, int seen, const char *fields)
{
	return counter_form(&c, arena_print(c.arena, "%s/words", path),
	    arena_print(c.arena, "seen=%d&%s", seen, fields));
}

static const char *
in(const char *path, const char *language)
{
	return arena_print(c.arena, "%s?language=%s", path, language);
}

/* One of language services, who speaks Spanish and Arabic. */
static void
as_a_speaker(void)
{
	static const char *const languages[] = { "es-US", "ar" };

	for (unsigned i = 0; i < 2; i++)
		(void)place_sql(&c.place, arena_print(c.arena, "INSERT INTO "
		    "speaker (id, person, language, since, until) VALUES "
		    "(%u, (SELECT id FROM person WHERE name = 'Thomas Reed'), "
		    "'%s', 1, 0) ON CONFLICT DO NOTHING", i + 1,
		    languages[i]));
	counter_sign_in(&c, "Thomas Reed", "language");
}

static void
ones_own(void **state)
{
	const char *path;

	(void)state;
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("You have none of your own yet.");
	path = made("mine");
	assert_int_equal(counter_page(&c, path), 200);
	has("<h1><bdi>Picture day</bdi></h1>");
	has("Yours alone.");
	assert_int_equal(counter_page(&c, in(path, "ar")), 200);
	has("dir=\"rtl\"");
	has("Missing");
	has("Nobody approves words of a template that is yours alone.");
	assert_int_equal(words(path, 1, "language=ar&do=save&"
	    "words=%D9%8A%D9%88%D9%85"), 303);
	assert_string_equal(counter_went(&c), in(path, "ar"));
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("يوم");
	has("Draft");
	has("Version 2");
	assert_int_equal(words(path, 2, "language=ar&do=approve&"
	    "words=%D9%8A%D9%88%D9%85"), 422);
	has("Nobody approves a template that is yours alone.");
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("English and 1 other language");
	has("1 not approved");
	assert_int_equal(words(path, 2, "language=en-US&words=No"), 404);
	/* Nothing translates here. */
	assert_int_equal(counter_page(&c, in(path, "vi")), 200);
	has("Ask a computer for a draft");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "%s&machine=1", in(path, "vi"))), 200);
	has("No computer could say it in this language.");
	counter_sign_in(&c, "Daniel Oduya", NULL);
	assert_int_equal(counter_page(&c, path), 404);
	assert_int_equal(counter_page(&c, arena_print(c.arena, "%s/history",
	    path)), 404);
	assert_int_equal(keep(path, 1, "name=Mine&words=Mine."), 404);
	assert_int_equal(words(path, 2, "language=ar&words=A"), 404);
	as_a_speaker();
	assert_int_equal(counter_page(&c, path), 404);
	assert_int_equal(counter_page(&c, "/templates/waiting"), 200);
	has("Nothing waits for you.");
}

/* An office writes, language services approve, a teacher reads. */
static void
of_a_school(void **state)
{
	const char *path;

	(void)state;
	assert_int_equal(counter_form(&c, "/templates/new",
	    "name=A&words=B&scope=district"), 422);
	has("You may make templates for yourself");
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	assert_int_equal(words(path, 1, "language=es-US&do=ask&"
	    "words=El+viernes."), 303);
	assert_int_equal(words(path, 2, "language=es-US&do=approve&"
	    "words=El+viernes."), 422);
	has("Only somebody of language services who speaks Spanish");
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, in(path, "es-US")), 200);
	has("Of Oak Elementary School.");
	has("Waiting for approval");
	has("Use it");
	has_not("<textarea");
	assert_int_equal(keep(path, 1, "name=A&words=B"), 403);
	assert_int_equal(words(path, 2, "language=es-US&words=B"), 403);
	/* Of language services, but nobody has said what they speak. */
	counter_sign_in(&c, "Thomas Reed", "language");
	assert_int_equal(counter_page(&c, "/templates/waiting"), 200);
	has("Nobody has said yet which languages you may approve.");
	assert_int_equal(words(path, 2, "language=es-US&do=approve&"
	    "words=El+viernes."), 422);
	as_a_speaker();
	assert_int_equal(counter_page(&c, "/"), 200);
	has("1 text waits for you to approve it.");
	assert_int_equal(counter_page(&c, "/templates/waiting"), 200);
	has("Picture day");
	assert_int_equal(counter_page(&c, in(path, "es-US")), 200);
	has("You may approve these words.");
	assert_int_equal(words(path, 2, "language=es-US&do=approve&"
	    "words=El+viernes."), 303);
	assert_int_equal(counter_page(&c, in(path, "es-US")), 200);
	has("Approved");
	has("by Thomas Reed");
	assert_int_equal(counter_page(&c, "/templates/waiting"), 200);
	has("Nothing waits for you.");
	assert_int_equal(counter_page(&c, arena_print(c.arena, "%s/history",
	    path)), 200);
	has("Version 3");
	has("by Grace Chen");
	assert_int_equal(keep(path, 1, "name=A&words=B"), 403);
}

/* Other English words: what was approved is out of date, with what changed
 * beside it, and waits for whoever approves it. */
static void
out_of_date(void **state)
{
	const char *path;

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	as_a_speaker();
	assert_int_equal(words(path, 1, "language=es-US&do=approve&"
	    "words=El+viernes."), 303);
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(keep(path, 7, "name=Old&words=Old"), 422);
	has("Somebody changed these words");
	assert_int_equal(keep(path, 1, "name=Picture+day&topic=health&"
	    "words=Picture+day+is+Monday."), 200);
	has("The English words change</h1>");
	has("<title>The English words change");
	has("lang=\"es-US\"");
	has_not("Not sent yet");
	assert_int_equal(keep(path, 1, "name=Picture+day&topic=health&"
	    "sure=yes&words=Picture+day+is+Monday."), 303);
	assert_int_equal(counter_page(&c, in(path, "es-US")), 200);
	has("Out of date");
	has("</span>Friday.</del>");
	has("</span>Monday.</ins>");
	has("Families who read Spanish get only a text");
	assert_int_equal(counter_page(&c, arena_print(c.arena, "%s/history",
	    path)), 200);
	has("Out of date");
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("1 out of date");
	assert_int_equal(words(path, 2, "language=es-US&do=save&"
	    "words=El+lunes."), 422);
	assert_int_equal(keep(path, 3, "name=&words="), 422);
	has("Give it a name");
	has("Write the words in English.");
	as_a_speaker();
	assert_int_equal(counter_page(&c, "/templates/waiting"), 200);
	has("Out of date");
	assert_int_equal(words(path, 3, "language=es-US&do=approve&"
	    "words=El+lunes."), 303);
	assert_int_equal(counter_page(&c, in(path, "es-US")), 200);
	has_not("Out of date");
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/end",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, path), 404);
}

/* Every place of the English words is in the others before they wait or are
 * approved; and other places are asked about first. */
static void
places(void **state)
{
	const char *path;

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	as_a_speaker();
	assert_int_equal(words(path, 1, "language=es-US&do=approve&"
	    "words=El+viernes."), 303);
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(keep(path, 1, "name=Picture+day&apart=yes&"
	    "words=Picture+day+is+((date))+for+((student+first+name))."),
	    200);
	has("The places in the words change");
	has("<bdi class=\"chip mark\">date</bdi>");
	has("lang=\"es-US\"");
	assert_int_equal(counter_page(&c, path), 200);
	has("Picture day is Friday.</textarea>");
	assert_int_equal(keep(path, 1, "name=Picture+day&apart=yes&sure=yes&"
	    "words=Picture+day+is+((date))+for+((student+first+name))."),
	    303);
	as_a_speaker();
	assert_int_equal(words(path, 3, "language=es-US&do=save&"
	    "words=El+((date))."), 303);
	assert_int_equal(counter_page(&c, in(path, "es-US")), 200);
	has("✗ ((student first name)) is missing here");
	has("Families do not get these words until all places are here.");
	assert_int_equal(words(path, 4, "language=es-US&do=ask&"
	    "words=El+((date))."), 422);
	has("((student first name)) is missing here. Put it");
	assert_int_equal(words(path, 4, "language=es-US&do=approve&"
	    "words=El+((date)).+((student+first+name))+((aula))"), 422);
	has("((aula)) is not in the English words.");
	assert_int_equal(words(path, 4, "language=es-US&do=approve&"
	    "words=((Student+First-Name)),+el+((date))."), 303);
	assert_int_equal(counter_page(&c, in(path, "es-US")), 200);
	has("Maximiliana Antonia, el ((date)).");
	has("عبد الرحمن, el ((date)).");
}

/* While words are typed: the same look, as a fragment. */
static void
while_typed(void **state)
{
	(void)state;
	assert_int_equal(counter_form(&c, "/templates/look",
	    "name=A&topic=general&words=Dear+((teacher)),+see+you+((date))."),
	    200);
	has("Did you mean ((teacher name))?");
	has("<bdi class=\"chip mark\">date</bdi>");
	has("Counts as 1 text");
	assert_int_equal(counter_form(&c, "/templates/look",
	    "apart=yes&topic=attendance&words=Hello."), 200);
	has("One text for each student needs a place");
	has("get English with a line whom to call");
	assert_int_equal(counter_form(&c, "/templates/look",
	    "template=1111111111111&words=Hello."), 404);
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("You have none of your own yet.");
}

static void
found(void **state)
{
	const char *path = made("mine");

	(void)state;
	assert_int_equal(counter_page(&c, "/templates?q=PICTURE"), 200);
	has("<bdi>Picture day</bdi>");
	assert_int_equal(counter_page(&c, "/templates?q=trip"), 200);
	has("No template has that in its name.");
	has_not("<bdi>Picture day</bdi>");
	assert_int_equal(counter_page(&c, "/templates?folder=district"), 200);
	has_not("<bdi>Picture day</bdi>");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/copy",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("<h1><bdi>Copy of Picture day</bdi></h1>");
	has("Picture day is Friday.");
}

/* Who administers the district says who speaks what. */
static void
who_speaks(void **state)
{
	const char *reed;

	(void)state;
	as_a_speaker();
	reed = arena_print(c.arena, "/users/%s", id_text(place_sql(&c.place,
	    "SELECT id FROM person WHERE name = 'Thomas Reed'"),
	    arena_take(c.arena, ID_TEXT)));
	counter_sign_in(&c, "Daniel Oduya", "district_admin");
	assert_int_equal(counter_page(&c, reed), 200);
	has("Languages they may approve");
	has("العربية");
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "%s/languages", reed), "language=xx"), 422);
	has("Choose a language.");
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "%s/languages", reed), "language=vi"), 303);
	assert_int_equal(counter_page(&c, reed), 200);
	has("<bdi lang=\"vi\" dir=\"ltr\">");
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "%s/languages/%.13s/end", reed, value(arena_print(c.arena,
	    "action=\"%s/languages/", reed))), ""), 303);
	assert_int_equal(counter_page(&c, reed), 200);
	has_not("<bdi lang=\"es-US\" dir=\"ltr\">");
}

/* An announcement takes the words of all languages, and who wrote them. */
static void
in_an_announcement(void **state)
{
	const char *path, *id, *class;

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	as_a_speaker();
	assert_int_equal(words(path, 1, "language=es-US&do=approve&"
	    "words=El+viernes."), 303);
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "/announce?template=%s", strrchr(path, '/') + 1)), 200);
	has("Picture day is Friday.");
	has("This template has words in 1 more language.");
	id = arena_print(c.arena, "%.13s", value("action=\"/announce/"));
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "/announce/%s/message", id), arena_print(c.arena,
	    "words=Picture+day+is+Friday.&template=%s",
	    strrchr(path, '/') + 1)), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	class = value("name=\"class\" value=\"");
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "/announce/%s/who", id), arena_print(c.arena,
	    "to=classes&class=%s", class)), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("El viernes.");
	has("Approved</span> <span class=\"meta\">by Thomas Reed");
	/* Who changes the English words has to look at the others again. */
	assert_int_equal(counter_form(&c, arena_print(c.arena,
	    "/announce/%s/message", id), arena_print(c.arena,
	    "words=Picture+day+is+Monday.&template=%s",
	    strrchr(path, '/') + 1)), 303);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "/announce/%s/languages", id)), 200);
	has("Not checked by a speaker");
	/* And words that are out of date are nobody's. */
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(keep(path, 1, "name=A&sure=yes&"
	    "words=It+is+Monday."), 303);
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "/announce?template=%s", strrchr(path, '/') + 1)), 200);
	has("It is Monday.");
	has_not("This template has words in 1 more language.");
}

/* Who administers the district adds what it lacks, once. */
static void
the_first_ones_are_added(void **state)
{
	(void)state;
	assert_int_equal(counter_form(&c, "/templates/begin", ""), 403);
	counter_sign_in(&c, "Carmen Lopez", "district_admin");
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("22 templates that a district begins with are not here.");
	has("Add the templates a district begins with");
	assert_int_equal(counter_form(&c, "/templates/begin", ""), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("They are here now.");
	has("Picture day");
	has_not("a district begins with");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'template.add'"), 22);
	assert_int_equal(counter_form(&c, "/templates/begin", ""), 303);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM template "
	    "WHERE source <> ''"), 22);
}

/* A kind is chosen by whoever may send it, and comes with the template. */
static void
of_a_kind(void **state)
{
	const char *path;

	(void)state;
	assert_int_equal(counter_page(&c, "/templates/new"), 200);
	has_not("name=\"kind\"");
	assert_int_equal(counter_form(&c, "/templates/new", "name=Mine&"
	    "words=Late.&scope=mine&kind=emergency"), 303);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM template "
	    "WHERE kind = 'emergency'"), 0);
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	assert_int_equal(counter_page(&c, path), 200);
	has("<option value=\"announcement\" selected>");
	has_not("<option value=\"direct\"");
	assert_int_equal(keep(path, 1, "name=Picture+day&kind=today&"
	    "words=Picture+day+is+Friday."), 303);
	assert_int_equal(counter_page(&c, path), 200);
	has("<option value=\"today\" selected>");
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has("For today.");
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "/announce?template=%s", path + 11)), 200);
	has("name=\"kind\" value=\"today\" checked");
	/* Teachers send no such messages. */
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, path), 200);
	has("Kind of message: For today");
	has_not("Use it");
	assert_int_equal(counter_page(&c, "/templates"), 200);
	has_not("Use it<span class=\"visually-hidden\"> <bdi>Picture day");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/copy",
	    path), ""), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("Use it");
}

/* What waits to go, and drafts, keep their words; who changes the template is
 * told of them, and of others' by their number. */
static void
what_uses_it(void **state)
{
	const char *path, *draft;

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	assert_int_equal(counter_page(&c, arena_print(c.arena,
	    "/announce?template=%s", path + 11)), 200);
	draft = arena_print(c.arena, "/announce/%s",
	    value("action=\"/announce/"));
	draft = arena_print(c.arena, "%.23s", draft);
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/message",
	    draft), arena_print(c.arena, "template=%s&kind=announcement&"
	    "readers=office&topic=general&words=Picture+day+is+Friday.",
	    path + 11)), 303);
	assert_int_equal(keep(path, 1, "name=Picture+day&"
	    "words=Picture+day+is+Monday."), 200);
	has("Not sent yet, and written with this template");
	has("Your draft");
	has(draft);
	has("They keep the words that they have now.");
	has_not("of a colleague");
	/* Somebody else's. */
	(void)place_sql(&c.place, "UPDATE draft SET person = 1");
	assert_int_equal(keep(path, 1, "name=Picture+day&"
	    "words=Picture+day+is+Monday."), 200);
	has_not(draft);
	has("A draft of a colleague began with this template.");
	/* The name alone says nothing to families. */
	assert_int_equal(keep(path, 1, "name=Pictures&"
	    "words=Picture+day+is+Friday."), 303);
	assert_int_equal(keep(path, 1, "name=Pictures&sure=yes&"
	    "words=Picture+day+is+Monday."), 303);
}

/* An announcement of tomorrow is listed, with its words of today. */
static void
what_waits_to_go(void **state)
{
	const char *path;

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	(void)place_sql(&c.place, arena_print(c.arena, "INSERT INTO message "
	    "(id, state, kind, readers, seat, author, api_key, school, "
	    "audience, target, conversation, words, digest, counts, practice, "
	    "send_at, not_after, cursor, made, turn, created, template_id) "
	    "SELECT 77, 'waiting', 'announcement', 'office', 0, p.id, 0, "
	    "t.school, 'school', t.school, 0, 'Picture day is Friday.', 'x', "
	    "'announcement', 0, %lld, %lld, 0, 0, 0, 1, t.id FROM template t, "
	    "person p WHERE p.name = 'Grace Chen'", (long long)NOW + DAYS(1),
	    (long long)NOW + DAYS(2)));
	assert_int_equal(keep(path, 1, "name=Picture+day&"
	    "words=Picture+day+is+Monday."), 200);
	has("Oak Elementary School</bdi></a>");
	has("by Grace Chen");
	has("/messages/");
	/* Of another school, which she does not see. */
	(void)place_sql(&c.place, "UPDATE message SET author = 1, school = "
	    "(SELECT id FROM school WHERE name LIKE '%High%'), target = "
	    "(SELECT id FROM school WHERE name LIKE '%High%') WHERE id = 77");
	assert_int_equal(keep(path, 1, "name=Picture+day&"
	    "words=Picture+day+is+Monday."), 200);
	has("1 announcement that you cannot see waits to go.");
	has_not("High School");
}

static void
archived_and_back(void **state)
{
	const char *path, *back;

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	path = made_for_school();
	back = arena_print(c.arena, "%s/back", path);
	assert_int_equal(counter_page(&c, "/templates/archived"), 200);
	has("Nothing of yours is archived.");
	assert_int_equal(counter_form(&c, arena_print(c.arena, "%s/end",
	    path), ""), 303);
	counter_sign_in(&c, "Min Park", NULL);
	assert_int_equal(counter_page(&c, "/templates/archived"), 200);
	has_not("Picture day");
	assert_int_equal(counter_form(&c, back, ""), 403);
	counter_sign_in(&c, "Paula Silva", NULL);
	assert_int_equal(counter_form(&c, back, ""), 404);
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_page(&c, "/templates/archived"), 200);
	has("<bdi>Picture day</bdi>");
	has("Bring back");
	assert_int_equal(counter_form(&c, back, ""), 303);
	assert_int_equal(counter_page(&c, counter_went(&c)), 200);
	has("<h1><bdi>Picture day</bdi></h1>");
	assert_int_equal(counter_form(&c, back, ""), 303);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'template.back'"), 1);
}

int
main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, as_a_teacher, teardown)
	const struct CMUnitTest tests[] = {
		TEST(ones_own),
		TEST(of_a_school),
		TEST(out_of_date),
		TEST(places),
		TEST(while_typed),
		TEST(found),
		TEST(who_speaks),
		TEST(in_an_announcement),
		TEST(the_first_ones_are_added),
		TEST(of_a_kind),
		TEST(what_uses_it),
		TEST(what_waits_to_go),
		TEST(archived_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
