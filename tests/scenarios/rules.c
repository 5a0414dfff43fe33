/*
 * What a district decides: practice and its list, hours of its own.  How
 * it is introduced.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "flow/gateway.h"
#include "store/db.h"
#include "store/practice.h"
#include "store/rule.h"
#include "store/word.h"
#include "tests/scenarios/stage.h"

struct decision {
	const char	*phone, *why;
	bool		 done;
};

static void
begin_work(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE district SET practice = 1", NONE);
}

static void
sample_work(struct db *db, void *arg)
{
	(void)arg;
	db_run(db, "UPDATE district SET sample = 1", NONE);
}

static void
live_work(struct db *db, void *arg)
{
	struct decision *d = arg;

	d->done = practice_live(db, &d->why);
}

static void
add_work(struct db *db, void *arg)
{
	struct decision *d = arg;

	d->done = practice_add(db, &(struct practice_contact){
	    .channel = strchr(d->phone, '@') != NULL ? CHANNEL_EMAIL :
	    CHANNEL_SMS, .address = d->phone, .note = "",
	    .added = clock_now() }, &d->why);
}

static void
remove_work(struct db *db, void *arg)
{
	struct decision *d = arg;

	d->done = practice_remove(db, CHANNEL_SMS, d->phone);
}

static const struct {
	const char	*verb;
	void		(*work)(struct db *, void *);
} decisions[] = {
	{ "begins", begin_work }, { "sample", sample_work },
	{ "ends", live_work }, { "adds", add_work },
	{ "removes", remove_work },
};

/* practice begins | sample | adds +1... | removes +1... | ends [refused] */
static void
play_practice(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	struct decision		 d = { .done = true };

	d.phone = s->count > 2 ? s->words[2] : "";
	for (size_t i = 0; i < COUNT(decisions); i++)
		if (says(s, 1, decisions[i].verb))
			stage_write(stage, decisions[i].work, &d);
	if (d.done == (place_of(s, "refused") != 0))
		stage_fail(stage, "%s", d.why != NULL ? d.why :
		    "it is not refused");
	if (stage->gateway != NULL)
		gateway_recall(stage->gateway);
}

static void
rule_work(struct db *db, void *arg)
{
	rule_set(db, arg);
}

static int
minute_of(const char *word)
{
	char	*end;
	int	 hour = (int)strtol(word, &end, 10);

	return hour * 60 + (*end == ':' ? (int)strtol(end + 1, NULL, 10) : 0);
}

/* hours announcement [of Oak] 09:00 17:00 useful 2 h | until 12:00 */
static void
play_hours(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	struct rule		 rule = { .school = 0 };
	unsigned		 at = place_of(s, "of") == 0 ? 2 : 4;

	if (!kind_read(s->words[1], &rule.kind) || s->count < at + 4)
		stage_fail(stage, "which hours are that?");
	if (at == 4)
		rule.school = thing_get(stage, THING_SCHOOL, s->words[3])->id;
	rule.hours.from = minute_of(s->words[at]);
	rule.hours.to = minute_of(s->words[at + 1]);
	if (says(s, at + 2, "useful"))
		rule.useful = stage_span(stage, at + 3);
	else
		rule.until = minute_of(s->words[at + 3]);
	if (rule_wrong(&rule) != NULL)
		stage_fail(stage, "%s", rule_wrong(&rule));
	stage_write(stage, rule_work, &rule);
}

const char *
introduction_in(const json_t *text)
{
	const char *line = strrchr(json_string_value(json_object_get(text,
	    "body")), '\n');

	return line != NULL && strstr(line, "Millbrook") != NULL &&
	    strstr(line, "HELP") != NULL ? line : NULL;
}

static bool
is(const json_t *text, const char *name, const char *value)
{
	return value == NULL || strcmp(json_string_value(json_object_get(text,
	    name)), value) == 0;
}

/* introduced +1508... [from +1508...] [times 2] */
static void
expect_introduced(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	json_t			*record = far_ask(&stage->far, "GET",
				    "/carrier/record?most=10000", NULL);
	const json_t		*text;
	size_t			 i;
	int64_t			 n = 0, wanted = number_after(s, "times", 1);

	json_array_foreach(json_object_get(record, "texts"), i, text)
		n += is(text, "to", s->words[2]) &&
		    is(text, "from", word_after(s, "from")) &&
		    introduction_in(text) != NULL;
	json_decref(record);
	if (n != wanted)
		stage_fail(stage, "it is introduced %lld times",
		    (long long)n);
}

struct evidence {
	const char	*phone;
	const char	*words;		/* Of the last row of consent. */
	int64_t		 rows, kept, parts;
};

/* As many rows of consent as introductions were kept; and what the last text
 * to it cost. */
static void
evidence_work(struct db *db, void *arg)
{
	struct evidence	*e = arg;
	struct rows	*rows = db_query(db, "SELECT e.note FROM consent e "
	    "JOIN contact c ON c.id = e.contact WHERE c.address = $1 "
	    "AND e.what = 'introduced' AND e.source = 'text' "
	    "ORDER BY e.id DESC", TEXT(e->phone));

	e->rows = db_rows(rows);
	e->words = db_row(rows) ? db_text(rows, 0) : "";
	e->kept = db_number(db_query(db, "SELECT count(*) FROM introduction i "
	    "JOIN contact c ON c.id = i.contact WHERE c.address = $1 "
	    "AND i.at <> 0 AND i.words = $2", TEXT(e->phone),
	    TEXT(e->words)));
	e->parts = db_number(db_query(db, "SELECT a.parts FROM attempt a "
	    "JOIN contact c ON c.id = a.contact WHERE c.address = $1 "
	    "ORDER BY a.id DESC LIMIT 1", TEXT(e->phone)));
}

/* evidence of +1508...: "words" [times 2]; parts of +1508...: 2 */
static void
expect_evidence(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	struct evidence		 e = { .phone = s->words[3] };
	int64_t			 n = number_after(s, "times", 1);

	stage_read(stage, evidence_work, &e);
	if (says(s, 1, "parts") ? e.parts != number_after(s, e.phone, 0) :
	    e.rows != n || e.kept != 1 || strcmp(e.words, quote(s, 0)) != 0)
		stage_fail(stage, "%lld rows, %lld kept, %lld parts: %s",
		    (long long)e.rows, (long long)e.kept, (long long)e.parts,
		    e.words);
}

bool
rules_play(struct stage *stage, const struct sentence *s)
{
	if (says(s, 0, "expect introduced"))
		expect_introduced(stage);
	else if (says(s, 0, "expect evidence of") ||
	    says(s, 0, "expect parts of"))
		expect_evidence(stage);
	if (says(s, 0, "expect"))
		return says(s, 1, "introduced") || says(s, 1, "evidence") ||
		    says(s, 1, "parts");
	if (!says(s, 0, "practice") && !says(s, 0, "hours"))
		return false;
	if (s->count < 2)
		stage_fail(stage, "something is missing here");
	if (says(s, 0, "hours"))
		play_hours(stage);
	else
		play_practice(stage);
	return true;
}
