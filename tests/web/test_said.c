/*
 * What a computer makes of what families write, on the page of a talk, and
 * the glossary: what is there, what waits, what failed and is asked for again,
 * and in which language a family seems to write.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "net/loop.h"
#include "store/db.h"
#include "store/job.h"
#include "store/to_translate.h"
#include "tests/web/talks.h"

struct deed {
	struct job	 job;
	enum say_state	 state;
	const char	*words;		/* Or NULL. */
	const char	*tongue;	/* As which all replies were read. */
	bool		 done;
};

static void
deed_work(struct job *job, struct db *db)
{
	struct deed	*d = CONTAINER(job, struct deed, job);
	int64_t		 reply = db_number(db_query(db,
			    "SELECT max(id) FROM reply", NONE));

	if (d->tongue != NULL)
		db_run(db, "UPDATE reply SET language = $1, "
		    "language_by = 'detected'", TEXT(d->tongue));
	db_run(db, "DELETE FROM to_translate", NONE);
	to_translate_add(db, &(struct to_translate){ .what = SAY_REPLY,
	    .object = reply, .from = "es-US", .language = "en-US",
	    .state = d->state, .reason = "", .at = clock_now() });
	if (d->words != NULL)
		reply_words_add(db, reply, "en-US", &(struct reply_words){
		    d->words, "libre", clock_now() });
}

static void
deed_done(struct job *job, bool kept)
{
	assert_true(kept);
	CONTAINER(job, struct deed, job)->done = true;
}

static void
becomes(enum say_state state, const char *words, const char *tongue)
{
	struct deed d = { .job = { .work = deed_work, .done = deed_done },
	    .state = state, .words = words, .tongue = tongue };

	store_write(c.store, &d.job);
	while (!d.done)
		loop_turn(c.loop);
}

static void
its_english_stands_beside_it(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	has(ASK);
	has_not("translated");
	becomes(SAY_WAITING, NULL, NULL);
	see(talk);
	has("Being translated");
	has(ASK);
	becomes(SAY_BLOCKED, NULL, NULL);
	see(talk);
	has("We could not translate this.");
	has("Try again");
	has("Ask language services");
	post(303, below(talk, "/retry"), arena_print(c.arena, "reply=%s",
	    value("name=\"reply\" value=\"")));
	see(talk);
	has("Being translated");
	becomes(SAY_DONE, "Is there music class?", NULL);
	see(talk);
	has("Is there music class?");
	has("Translated by computer, not checked");
	has(ASK);
	becomes(SAY_NONE, NULL, NULL);
}

static void
a_family_seems_to_write_in_another_language(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, "O meu filho tem febre hoje");
	as("Grace Chen");
	becomes(SAY_NONE, NULL, "pt-BR");
	see(talk = first_talk("/inbox"));
	has_not("seems to write");
	text(ROSA, "Meu filho vai chegar atrasado");
	becomes(SAY_NONE, NULL, "pt-BR");
	see(talk);
	has("seems to write in Portuguese");
	post(303, below(talk, "/language"), "language=vi");	/* Not so. */
	see(talk);
	has("seems to write in Portuguese");
	post(303, below(talk, "/language"), "language=pt-BR");
	see(talk);
	has_not("seems to write");
	has("Portugu");
}

/* What we wrote last, in their language, is about that. */
static void
about_work(struct job *job, struct db *db)
{
	struct deed	*d = CONTAINER(job, struct deed, job);
	int64_t		 message = db_number(db_query(db,
			    "SELECT max(id) FROM message WHERE kind = 'direct'",
			    NONE));

	db_run(db, "DELETE FROM message_words WHERE message = $1",
	    INT(message));
	db_run(db, "INSERT INTO message_words (message, language, words, "
	    "state, author) VALUES ($1, 'es-US', 'A las diez.', 'draft', 0)",
	    INT(message));
	db_run(db, "UPDATE message SET topic = $1, discreet = $2 "
	    "WHERE id = $3", TEXT(d->words), INT(d->state == SAY_DONE),
	    INT(message));
}

static void
is_about(const char *topic, bool discreet)
{
	struct deed d = { .job = { .work = about_work, .done = deed_done },
	    .state = discreet ? SAY_DONE : SAY_NONE, .words = topic };

	store_write(c.store, &d.job);
	while (!d.done)
		loop_turn(c.loop);
}

/* What the family was told, and not more. */
static void
what_they_were_told_stands_there(void **state)
{
	const char *talk;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	answer(303, talk, "k1", "At+ten.");
	is_about("general", false);
	see(talk);
	has("A las diez.");
	is_about("attendance", false);	/* Nobody approved the words. */
	see(talk);
	has("At ten.");
	has_not("A las diez.");
	has("whom to call for an interpreter");
	is_about("health", true);
	see(talk);
	has_not("A las diez.");
	has("This is private. They get only that there is a message");
}

/* A text for each child on one phone: each with its words and its fate, on the
 * page and in the API. */
static void
what_is_told_apart_stands_apart(void **state)
{
	const char *talk;

	(void)state;
	assert_int_equal(counter_ask(&c, &(struct asking){ .method = "POST",
	    .path = "/api/v1/messages", .key = c.desk, .once = "a",
	    .body = "{\"to\": {\"students\": [\"0000000000001\", "
	    "\"0000000000002\"]}, \"words\": \"((student first name)) was "
	    "great on ((date)).\", \"apart\": true, \"values\": {\"date\": "
	    "\"2026-11-20\"}}" }), 202);
	text(ROSA, ASK);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM attempt a "
	    "JOIN contact t ON t.id = a.contact JOIN message m "
	    "ON m.id = a.message WHERE m.kind = 'direct' "
	    "AND t.address = '" ROSA "'"), 2);
	(void)place_sql(&c.place, "UPDATE attempt SET state = 'delivered', "
	    "ended = 1 WHERE id = (SELECT max(a.id) FROM attempt a "
	    "JOIN contact t ON t.id = a.contact JOIN message m "
	    "ON m.id = a.message WHERE m.kind = 'direct' "
	    "AND t.address = '" ROSA "')");
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	has("Ivy was great on Friday, November 20.");
	has("Leo was great on Friday, November 20.");
	has("Delivered");
	has("Waiting until");
	assert_int_equal(counter_get(&c, c.desk, arena_print(c.arena,
	    "/api/v1/conversations/%s", talk + strlen("/inbox/"))), 200);
	assert_int_equal(counter_count(&c, "entries.0.texts"), 2);
	assert_false(counter_says(&c, "(("));
	assert_string_equal(counter_word(&c, "entries.0.words"),
	    counter_word(&c, "entries.0.texts.0.words"));
	assert_string_not_equal(counter_word(&c,
	    "entries.0.texts.0.student.name"), counter_word(&c,
	    "entries.0.texts.1.student.name"));
}

static void
memory_work(struct job *job, struct db *db)
{
	struct deed *d = CONTAINER(job, struct deed, job);

	d->state = (enum say_state)db_number(db_query(db, "SELECT count(*) "
	    "FROM memory", NONE));
}

static void
what_a_family_wrote_is_in_no_memory(void **state)
{
	struct deed	 d = { .job = { .work = memory_work,
			    .done = deed_done } };
	const char	*talk, *reply;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	reply = value("name=\"reply\" value=\"");
	post(303, below(talk, "/ask"), arena_print(c.arena, "reply=%s",
	    reply));
	counter_sign_in(&c, "Daniel Oduya", "language");
	post(303, "/language", arena_print(c.arena,
	    "reply=%s&english=Is+there+music+class%%3F", reply));
	store_write(c.store, &d.job);
	while (!d.done)
		loop_turn(c.loop);
	assert_int_equal(d.state, 0);
}

/* A message to Rosa that a computer said in Spanish. */
static const char *
said_by_computer(void)
{
	const char	*talk;
	int64_t		 id;

	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	answer(303, talk, "k1", "Ivy+Rivera+and+Ivy+read+well."
	    "+Call+508-555-0199.");
	id = place_sql(&c.place, "SELECT max(id) FROM message WHERE "
	    "kind = 'direct'");
	(void)place_sql(&c.place, arena_print(c.arena, "INSERT INTO "
	    "message_words (message, language, words, state, author) VALUES "
	    "(%lld, 'es-US', 'Ivy Rivera y Ivy leyeron bien. Llame al "
	    "508-555-0199.', 'machine', 0)", (long long)id));
	(void)place_sql(&c.place, arena_print(c.arena, "INSERT INTO delivery "
	    "(id, message, person, student, family, contact, state, "
	    "covered_by, school, language, turn, reason) SELECT 1, %lld, 1, "
	    "0, 1, id, 'sent', 0, 1, 'es-US', 0, NULL FROM contact "
	    "WHERE address = '" ROSA "'", (long long)id));
	return id_text(id, arena_take(c.arena, ID_TEXT));
}

/* Who is named there. */
#define BOTH	"%5Bname%5D+y+%5Bname+again%5D"

static void
better(int status, const char *id, const char *words)
{
	post(status, "/language/said", arena_print(c.arena,
	    "language=es-US&message=%s&words=%s", id, words));
}

static void
what_a_computer_said_is_corrected(void **state)
{
	const char *id = said_by_computer();

	(void)state;
	see(first_talk("/inbox?tab=all"));
	has_not("Something wrong?");	/* They are of no language services. */
	assert_int_equal(counter_page(&c, "/language/said"), 403);
	counter_sign_in(&c, "Daniel Oduya", "language");
	see("/language/said?language=es-US");
	has("To 1 family");
	has_not("Not sent yet");
	has("[name] and [name again] read well. Call 508-555-0199.");
	has("[name] y [name again] leyeron bien.");
	has_not("Ivy");
	has_not("Rivera");
	has_not("<textarea");
	better(403, id, BOTH "+leyeron+muy+bien.+Llame+al+"
	    "508-555-0199.");
	(void)place_sql(&c.place, "INSERT INTO speaker (id, person, language, "
	    "since, until) VALUES (1, (SELECT id FROM person WHERE "
	    "name = 'Daniel Oduya'), 'es-US', 1, 0)");
	see("/language/said");
	has("<textarea");
	better(422, id, "%5Bname%5D+ley%C3%B3+muy+bien.+Llame+al+"
	    "508-555-0199.");
	has("Keep every name, number, time and link");
	better(422, id, BOTH "+leyeron+muy+bien.+Llame+al+"
	    "508-555-0199.+Rivera.");
	has("A name stands here");
	better(422, id, BOTH "+leyeron+bien+7.+Llame+al+"
	    "508-555-0199.");
	has("A number was changed");
	post(404, "/language/said", arena_print(c.arena,
	    "language=vi&message=%s&words=a", id));
	for (int i = 0; i < 2; i++)
		better(303, id, BOTH "+leyeron+muy+bien."
		    "+Llame+al+508-555-0199.");
	see("/language/said");
	has("Daniel Oduya said it better.");
	has("[name] y [name again] leyeron muy bien.");
	has("[name] y [name again] leyeron bien.");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM memory "
	    "WHERE state = 'approved' AND language = 'es-US' AND words = '"
	    "⟦1⟧ y ⟦2⟧ leyeron muy bien. Llame al ⟦3⟧.'"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM audit "
	    "WHERE deed = 'translation.better'"), 1);
	assert_int_equal(place_sql(&c.place, "SELECT count(*) "
	    "FROM message_words WHERE words LIKE '%leyeron bien.%' "
	    "AND state = 'machine'"), 1);
}

/* Daniel, who speaks a language and is of its services. */
static void
as_speaker(const char *language)
{
	counter_sign_in(&c, "Daniel Oduya", "language");
	(void)place_sql(&c.place, arena_print(c.arena, "INSERT INTO speaker "
	    "(id, person, language, since, until) VALUES (1, (SELECT id FROM "
	    "person WHERE name = 'Daniel Oduya'), '%s', 1, 0)", language));
}

static void
also_said(int64_t message, const char *language, const char *words)
{
	(void)place_sql(&c.place, arena_print(c.arena, "INSERT INTO "
	    "message_words (message, language, words, state, author) VALUES "
	    "(%lld, '%s', '%s', 'machine', 0)", (long long)message, language,
	    words));
}

static void
words_from_right_to_left_are_corrected(void **state)
{
	const char	*id = said_by_computer();
	int64_t		 n;

	(void)state;
	assert_true(id_parse(id, &n));
	also_said(n, "ar", "قرأت Ivy Rivera و Ivy جيدا. اتصل على "
	    "508.555.0199.");
	as_speaker("ar");
	see("/language/said?language=ar");
	has("على 508.555.0199.</textarea>");
	post(303, "/language/said", arena_print(c.arena, "language=ar&"
	    "message=%s&words=قرأت+%%5Bname%%5D+و+%%5Bname+again%%5D+جيدا+"
	    "جدا.+اتصل+على+508.555.0199.", id));
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM memory "
	    "WHERE state = 'approved' AND words = "
	    "'قرأت ⟦1⟧ و ⟦2⟧ جيدا جدا. اتصل على ⟦3⟧.'"), 1);
	see("/language/said?language=ar");
	has("جدا. اتصل على 508.555.0199.</textarea>");
}

/* What names them cannot be said again with a token for them. */
static void
who_has_another_name_now_is_hidden(void **state)
{
	const char *id = said_by_computer();

	(void)state;
	(void)place_sql(&c.place, "UPDATE student SET name = "
	    "replace(name, 'Rivera', 'Stone')");
	(void)place_sql(&c.place, "UPDATE person SET name = 'Ann Stone' "
	    "WHERE name LIKE '%Rivera'");
	as_speaker("es-US");
	see("/language/said?language=es-US");
	has_not("Rivera");
	has("leyeron bien. Llame al 508-555-0199.");
	has("This names somebody whom it was not for");
	has_not("<textarea");
	better(422, id, "%5Bname%5D+Rivera+y+%5Bname+2%5D+leyeron+muy+bien."
	    "+Llame+al+508-555-0199.");
	has("Add such a word to the glossary first.");
	assert_int_equal(place_sql(&c.place, "SELECT count(*) FROM memory"),
	    0);
}

static void
who_is_named_besides_is_hidden(void **state)
{
	const char	*talk;
	int64_t		 id;

	(void)state;
	text(ROSA, ASK);
	as("Grace Chen");
	see(talk = first_talk("/inbox"));
	answer(303, talk, "k1", "Ivy+was+bitten+by+Lucas+Ferreira.");
	id = place_sql(&c.place, "SELECT max(id) FROM message WHERE "
	    "kind = 'direct'");
	also_said(id, "es-US", "Lucas Ferreira mordió a Ivy.");
	also_said(id, "ru", "Лукас Феррейра укусил Ivy.");
	as_speaker("es-US");
	(void)place_sql(&c.place, "UPDATE student SET name = 'Lucas Ferreira' "
	    "WHERE name = 'Noah Tran'");
	see("/language/said?language=es-US");
	has_not("Ferreira");
	has_not("Ivy");
	has("was bitten by");
	has("Names we know are hidden.");
	see("/language/said?language=ru");	/* In other letters. */
	has_not("Lucas");
	has_not("Феррейра");
}

/* Whose names are too many to be looked for is shown nothing. */
static void
a_school_may_be_too_large(void **state)
{
	(void)state;
	(void)said_by_computer();
	as_speaker("es-US");
	see("/language/said?language=es-US");
	has("leyeron bien.");
	(void)place_sql(&c.place, "WITH RECURSIVE n(i) AS (SELECT 1 UNION "
	    "ALL SELECT i + 1 FROM n WHERE i < 20001) INSERT INTO student "
	    "(id, name, folded) SELECT 900000 + i, 'Kid ' || i, '' FROM n");
	(void)place_sql(&c.place, "INSERT INTO enrolment (id, student, "
	    "school, class, since, until) SELECT id, id, (SELECT school "
	    "FROM message ORDER BY id DESC LIMIT 1), 0, 1, 2 FROM student "
	    "WHERE id > 900000");
	see("/language/said?language=es-US");
	has_not("leyeron bien.");
}

static void
copy_said(int64_t message, int i, const char *words, const char *said)
{
	(void)place_sql(&c.place, arena_print(c.arena, "INSERT INTO message "
	    "(id, state, kind, readers, seat, author, api_key, school, "
	    "audience, target, conversation, template, words, digest, counts, "
	    "send_at, not_after, cursor, made, turn, created, practice, "
	    "subject, topic, apart, discreet, template_id, template_version) "
	    "SELECT id + %d, state, kind, readers, seat, author, api_key, "
	    "school, audience, target, conversation, template, '%s', digest, "
	    "counts, send_at, not_after, cursor, made, turn, created, "
	    "practice, subject, topic, apart, discreet, template_id, "
	    "template_version FROM message WHERE id = %lld", i, words,
	    (long long)message));
	also_said(message + i, "es-US", said);
}

static void
the_same_is_listed_once_and_older_ones_follow(void **state)
{
	const char	*id = said_by_computer();
	int64_t		 n;

	(void)state;
	assert_true(id_parse(id, &n));
	for (int i = 20; i < 32; i++)
		copy_said(n, i, "Hello all.", "Hola a todos.");
	as_speaker("es-US");
	see("/language/said?language=es-US");
	has("Hola a todos.");
	has("leyeron bien.");
	has_not("Next page");
	for (int i = 1; i < 12; i++)
		copy_said(n, i, arena_print(c.arena, "Bring %d apples.", i),
		    arena_print(c.arena, "Traiga %d manzanas.", i));
	see("/language/said?language=es-US");
	has("Hola a todos.");
	has("Traiga 11 manzanas.");
	has_not("leyeron bien.");
	has("Next page");
	see(arena_print(c.arena, "/language/said?language=es-US&before=%s",
	    value("&amp;before=")));
	has("leyeron bien.");
	has("Traiga 1 manzanas.");
	has_not("Hola a todos.");
	has_not("Next page");
}

/* Who works in the talk and is of language services goes there from it. */
static void
a_line_leads_to_its_correction(void **state)
{
	const char *id = said_by_computer();

	(void)state;
	counter_sign_in(&c, "Grace Chen", "language");
	see(first_talk("/inbox?tab=all"));
	has("Something wrong?");
	see(arena_print(c.arena, "/language/said?language=es-US&message=%s",
	    id));
	has("leyeron bien");
	see(arena_print(c.arena, "/language/said?language=vi&message=%s",
	    id));
	has("This cannot be shown.");
}

static void
terms_are_added_and_taken_out(void **state)
{
	(void)state;
	counter_sign_in(&c, "Daniel Oduya", "language");
	see("/language/terms");
	has("There is no term yet");
	post(422, "/language/terms", "term=&language=*&said=");
	has("Write the term in English.");
	post(422, "/language/terms", "term=report+card&language=es-US&said=");
	has("Write how it is said");
	post(422, "/language/terms", "term=x&language=klingon&said=y");
	post(303, "/language/terms", "term=IEP&language=*&said=");
	post(303, "/language/terms",
	    "term=report+card&language=es-US&said=boleta");
	post(303, "/language/terms",
	    "term=report+card&language=es-US&said=boletas");
	see("/language/terms");
	has("IEP");
	has("boletas");
	has_not("boleta<");
	post(303, "/language/terms/end", arena_print(c.arena, "term=%s",
	    value("name=\"term\" value=\"")));
	see("/language/terms");
	has_not(">IEP<");
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(its_english_stands_beside_it),
		TEST(a_family_seems_to_write_in_another_language),
		TEST(what_they_were_told_stands_there),
		TEST(what_a_family_wrote_is_in_no_memory),
		TEST(what_a_computer_said_is_corrected),
		TEST(words_from_right_to_left_are_corrected),
		TEST(who_has_another_name_now_is_hidden),
		TEST(who_is_named_besides_is_hidden),
		TEST(a_school_may_be_too_large),
		TEST(the_same_is_listed_once_and_older_ones_follow),
		TEST(a_line_leads_to_its_correction),
		TEST(what_is_told_apart_stands_apart),
		TEST(terms_are_added_and_taken_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
