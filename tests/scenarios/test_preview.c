/*
 * What a preview says is what is sent: the texts that the carrier gets, to
 * the letter and so many of each, their parts, who is not reached and why,
 * as what it counts and when it goes.  Drafts and families are made up from a
 * seed, of which a failure prints the sentences.
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
#include "base/list.h"
#include "flow/preview.h"
#include "store/db.h"
#include "store/db_driver.h"
#include "store/message.h"
#include "store/word.h"
#include "tests/scenarios/stage.h"

#define SEEDS		4
#define DRAFTS		24
#define TOLD_MOST	50000

static struct stage	 stage;
static uint64_t		 dice;
static unsigned		 people, drafts, text_count, parents[100];
static bool		 open;
static char		 told[TOLD_MOST];

static unsigned
roll(unsigned sides)
{
	dice ^= dice << 13;
	dice ^= dice >> 7;
	dice ^= dice << 17;
	return (unsigned)(dice % sides);
}

static void
play(const char *text)
{
	size_t used = strlen(told);

	snprintf(told + used, sizeof told - used, "%s\n", text);
	stage_play_on(&stage, "made up", text);
}

static const char *
any_phone(void)
{
	return arena_print(stage.arena, "+1508555%04u", 120 + roll(30));
}

static const char *
any_pupil(void)
{
	return arena_print(stage.arena, "Pupil-%u", roll(people));
}

static void
somebody_comes(void)
{
	static const char *const languages[] = { "en-US", "es-US", "pt-BR",
	    "vi", "ht", "ak", "ar", "sq", "ne", "ps", "en-US", "es-US" };
	static const char *const more[] = { "", "", "", "", " restricted",
	    " silent" };
	unsigned guardians = roll(4);

	play(arena_print(stage.arena, "student Pupil-%u in Oak%s", people,
	    roll(2) == 0 ? " class Oak-1A" : ""));
	parents[people++] = guardians;
	for (unsigned i = 0; i < guardians; i++)
		play(arena_print(stage.arena, "guardian Parent-%u-%u of "
		    "Pupil-%u%s%s%s speaks %s%s", people, i, people - 1,
		    roll(3) == 0 ? ", " : "",
		    "", roll(6) == 0 ? "" : arena_print(stage.arena,
		    " phone %s", any_phone()), languages[roll(12)],
		    more[roll(6)]));
	if (roll(6) == 0)
		play(arena_print(stage.arena, "phone %s writes \"STOP\" "
		    "to +15085550100", any_phone()));
}

/* Some of the guardians of that pupil, or of another one. */
static const char *
any_choice(unsigned pupil)
{
	const char	*some = "";
	unsigned	 of = roll(6) == 0 ? roll(people) : pupil;

	if (roll(3) != 0)
		return some;
	for (unsigned i = 0; i < parents[of]; i++)
		if (roll(2) == 0)
			some = arena_print(stage.arena, "%s%s Parent-%u-%u",
			    some, *some == '\0' ? " only" : ",", of + 1, i);
	return some;
}

static const char *
any_draft(void)
{
	static const char *const groups[] = { "Oak", "Oak-1A" };
	static const char *const kinds[] = { "direct", "direct",
	    "announcement", "emergency", "closing", "today", "attendance" };
	static const char *const words[] = { "Well done", "Cake sale",
	    "¡Muy bien! Ella leyó muchísimo", "Bạn Khoa đọc rất giỏi" };
	static const char *const places[] = { "", "", " ((guardian name))",
	    " ((Student First-Name)) in ((class)) on ((date))",
	    " ((student name)), ((teacher name)), ((time)) ((school))" };
	static const char *const values[] = { "", "", "",
	    " with date \"2026-12-04\"", " with time \"14:30\"" };
	static const char *const topics[] = { "", "", "", " about health",
	    " about grades", " about attendance", " apart" };
	static const char *const states[] = { "", " approved", " draft",
	    " machine" };
	unsigned	 place = roll(5);
	const char	*to, *only = "";
	unsigned	 pupil = roll(people);

	to = roll(3) == 0 ? groups[roll(2)] :
	    arena_print(stage.arena, "Pupil-%u", pupil);
	if (*to == 'P')
		only = any_choice(pupil);
	for (unsigned i = roll(3); i > 0 && *to == 'P'; i--)
		to = arena_print(stage.arena, "%s, %s", to, any_pupil());
	return arena_print(stage.arena, "by %s to %s: \"%s, %u.%s\" kind "
	    "%s%s%s%s%s%s", roll(3) == 0 ? "feed" : "Clerk", to,
	    words[roll(4)], roll(3) == 0 ? 0 : drafts, places[place],
	    kinds[roll(7)], only, values[place], topics[roll(7)],
	    roll(3) == 0 ? arena_print(stage.arena, " in es \"La torta será "
	    "a las 3%s\"%s", places[place], states[roll(4)]) : "",
	    roll(3) == 0 ? arena_print(stage.arena, " in %s \"(508) 555-0199: "
	    "Bạn làm rất tốt%s\"%s", roll(2) == 0 ? "vi" : "ar", places[place],
	    states[roll(4)]) : "");
}

struct is {
	struct message	 m;
	int64_t		 families, students, repeated, copies, people;
	int64_t		 reached, parts, due;
};

static int64_t
number(struct db *db, int64_t message)
{
	return db_number(db_query(db, "SELECT count(*) FROM delivery "
	    "WHERE message = $1 AND state <> 'failed'", INT(message)));
}

static void
is_work(struct db *db, void *arg)
{
	struct is	*is = arg;
	int64_t		 id = stage.things[stage.thing_count - 1].id;

	assert_true(message_get(db, id, &is->m));
	is->families = db_number(db_query(db, "SELECT count(DISTINCT family) "
	    "FROM message_family WHERE message = $1", INT(id)));
	is->students = db_number(db_query(db, "SELECT count(*) "
	    "FROM message_family WHERE message = $1", INT(id)));
	is->repeated = db_number(db_query(db, "SELECT count(DISTINCT family) "
	    "FROM message_family WHERE message = $1 "
	    "AND counts = 'announcement_by_repetition'", INT(id)));
	is->people = db_number(db_query(db, "SELECT count(*) FROM delivery "
	    "WHERE message = $1", INT(id)));
	is->reached = number(db, id);
	is->copies = db_number(db_query(db, "SELECT count(*) FROM attempt "
	    "WHERE message = $1", INT(id)));
	is->parts = db_number(db_query(db, "SELECT "
	    "CAST(coalesce(sum(parts), 0) AS bigint) FROM attempt "
	    "WHERE message = $1", INT(id)));
	is->due = db_number(db_query(db, "SELECT min(due) FROM attempt "
	    "WHERE message = $1", INT(id)));
}

/* The texts since the last look are those of the samples. */
static void
same_texts(struct preview *p)
{
	json_t		*record = far_ask(&stage.far, "GET",
			    "/carrier/record?most=10000", NULL), *text;
	json_t		*texts = json_object_get(record, "texts");
	const char	*body;

	while ((text = json_array_get(texts, text_count)) != NULL) {
		unsigned i = 0;

		body = json_string_value(json_object_get(text, "body"));
		while (i < p->sample_count && (p->samples[i].copies == 0 ||
		    strcmp(p->samples[i].text, body) != 0))
			i++;
		if (i == p->sample_count)
			fputs(told, stderr);
		if (i == p->sample_count)
			fail_msg("not so often previewed: %s", body);
		p->samples[i].copies--;
		text_count++;
	}
	json_decref(record);
	for (unsigned i = 0; i < p->sample_count; i++)
		if (p->samples[i].copies != 0)
			fail_msg("%d too many previewed: %s",
			    (int)p->samples[i].copies, p->samples[i].text);
}

static void
same(const char *what, int64_t one, int64_t other)
{
	if (one == other)
		return;
	fputs(told, stderr);
	fail_msg("%s: previewed %lld, and it is %lld", what, (long long)one,
	    (long long)other);
}

/* Where texts name people, each of those shown has a text of their own. */
static void
each_text(struct preview *p)
{
	struct preview_sample	own[SHOWN_MOST];
	unsigned		n = 0;

	for (unsigned i = 0; i < p->shown_count; i++)
		if (p->shown[i].sample != NULL && !p->shown[i].shared) {
			own[n] = *p->shown[i].sample;
			own[n++].copies = 1;
		}
	memcpy(p->samples, own, n * sizeof *own);
	p->sample_count = n;
}

static bool
names_people(const struct preview *p)
{
	for (unsigned i = 0; i < p->sample_count; i++)
		if (p->samples[i].filled)
			return true;
	return false;
}

/* Who is shown one by one is reached, or is not, as the sum says. */
static void
same_people(const struct preview *p)
{
	unsigned reached = 0, shared = 0;

	if (p->people > SHOWN_MOST)
		return;
	same("shown", p->shown_count, p->people);
	for (unsigned i = 0; i < p->shown_count; i++) {
		reached += p->shown[i].sample != NULL;
		shared += p->shown[i].shared;
	}
	same("shown and reached", reached, p->reached);
	same("shown and shared", shared, p->shared);
}

static int64_t
in_languages(const struct preview *p)
{
	int64_t	all = 0, parts = 0;

	for (unsigned i = 0; i < p->tongue_count; i++) {
		all += p->tongues[i].people;
		parts += p->tongues[i].parts;
		assert_in_range(p->tongues[i].families, 1,
		    p->tongues[i].people);
	}
	same("parts by language", parts, p->parts);
	return all;
}

static void
compare(struct preview *p)
{
	struct is	is = { .families = 0 };
	int64_t		unreached = 0;

	stage_read(&stage, is_work, &is);
	same("kind", p->kind, is.m.kind);
	same("counts", p->counts, is.m.counts);
	same("students", p->students, is.students);
	same("families", p->families, is.families);
	same("repeated", p->repeated, is.repeated);
	same("copies", p->copies, is.copies);
	if (!p->apart) {
		same("people", p->people, is.people);
		same("reached", p->reached, is.reached);
		same("shared", p->shared, is.reached - is.copies);
	}
	same("parts", p->parts, is.parts);
	same("send_at", p->send_at, is.m.send_at);
	same("not_after", p->not_after, is.m.not_after);
	if (is.copies > 0 && is.due - p->due > SECONDS(2))
		same("due", p->due, is.due);
	for (unsigned i = 0; i < p->reason_count; i++)
		unreached += p->reasons[i].people;
	same_people(p);
	same("reasons", unreached, is.people - is.reached);
	if (unreached <= MISSED_MOST)
		same("missed", p->missed_count, unreached);
	same("by language", in_languages(p), is.reached);
	if (names_people(p) && (p->people > SHOWN_MOST || p->apart)) {
		text_count += (unsigned)is.copies;
		return;			/* Not all of them are shown. */
	}
	if (names_people(p))
		each_text(p);
	same_texts(p);
}

static void
one_draft(void)
{
	const char		*draft = any_draft();
	struct previewing	*p;
	struct thing		*message;

	play(arena_print(stage.arena, "preview %s", draft));
	p = stage.previewed;
	play(arena_print(stage.arena, "write m%u %s anyhow", drafts++,
	    draft));
	message = &stage.things[stage.thing_count - 1];
	if (p->status != 200) {
		assert_string_equal(p->answer, message->answer);
		return;
	}
	play("after 11 s");
	compare(&p->told);
}

static void
begin(const struct db_driver *driver, unsigned seed)
{
	dice = seed * UINT64_C(0x9e3779b97f4a7c15);
	people = drafts = text_count = 0;
	snprintf(told, sizeof told, "seed %u\n", seed);
	stage_open(&stage, driver, driver == &db_sqlite);
	open = true;
	watch_allow(" ");
	play("like oak.inc\nkey feed\nstart");
}

static void
end(void)
{
	stage_close(&stage);
	open = false;
}

static void
one_seed(const struct db_driver *driver, unsigned seed)
{
	begin(driver, seed);
	for (unsigned i = 0; i < 12; i++)
		somebody_comes();
	for (unsigned i = 0; i < DRAFTS; i++) {
		if (roll(3) == 0)
			somebody_comes();
		play("after 10 min");
		one_draft();
	}
	assert_true(text_count > DRAFTS);
	end();
}

static void
what_is_previewed_is_sent(void **state)
{
	if (*state == NULL)
		skip();
	for (unsigned seed = 1; seed <= SEEDS; seed++)
		one_seed(*state, seed);
}

/* More students than one visit looks at. */
static void
a_large_school(void **state)
{
	if (*state == NULL)
		skip();
	begin(*state, 1);
	play("families 612 in Oak phone +15086000000 speaks es-US");
	play("preview by Clerk to Oak: \"Picture day.\" kind announcement");
	play("write all by Clerk to Oak: \"Picture day.\" kind announcement");
	play("after 5 min");
	assert_int_equal(stage.previewed->told.copies, 615);
	compare(&stage.previewed->told);
	end();
}

static void
in_practice(void **state)
{
	const struct preview *p;

	if (*state == NULL)
		skip();
	begin(*state, 1);
	play("practice begins\npractice adds +15085550102");
	play("preview by Clerk to Oak-1A: \"Picture day.\"");
	p = &stage.previewed->told;
	assert_true(p->practice);
	assert_int_equal(p->counts, COUNTS_ANNOUNCEMENT);
	assert_int_equal(p->copies, 2);
	assert_int_equal(p->held, 1);
	play("practice ends");
	play("preview by Clerk to Oak-1A: \"Picture day.\"");
	p = &stage.previewed->told;
	assert_false(p->practice);
	assert_int_equal(p->held, 0);
	end();
}

static int
shut(void **state)
{
	(void)state;
	if (open)
		stage_close(&stage);
	open = false;
	return 0;
}

int
main(int argc, char **argv)
{
	const char		*cluster = getenv("HOMELINE_TEST_POSTGRES");
	bool			 there = cluster != NULL && *cluster != '\0';
	void			*postgres = there ?
				    (void *)(uintptr_t)PLACE_POSTGRES : NULL;
#define BOTH(test)							\
	{ #test " (sqlite)", test, NULL, shut,				\
	    (void *)(uintptr_t)&db_sqlite },				\
	{ #test " (postgres)", test, NULL, shut, postgres }
	const struct CMUnitTest	 tests[] = {
		BOTH(what_is_previewed_is_sent),
		BOTH(a_large_school),
		BOTH(in_practice),
	};

	if (argc > 1 && strcmp(argv[1], "carrier") == 0)
		return far_main(argc - 1, argv + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
