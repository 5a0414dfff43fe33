/*
 * What has to be true.  `expect WHAT ...`; what is found instead is told.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "flow/dispatch.h"
#include "flow/gateway.h"
#include "flow/report.h"
#include "store/attempt.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/delivery.h"
#include "store/message.h"
#include "store/person.h"
#include "store/seat.h"
#include "store/user.h"
#include "store/word.h"
#include "tests/scenarios/stage.h"

#define DELIVERIES_MOST	5000

/* What a look at the store has to find. */
struct look {
	struct stage		*stage;
	const struct sentence	*s;
	int64_t			 id;
	const char		*found;		/* As a sentence says it. */
	int64_t			 n;
};

static void
same(struct stage *stage, const char *wanted, const char *found)
{
	if (wanted == NULL || found == NULL || strcmp(wanted, found) != 0)
		stage_fail(stage, "it is: %s", found != NULL ? found :
		    "nothing");
}

static void
same_number(struct stage *stage, int64_t wanted, int64_t found)
{
	if (wanted != found)
		stage_fail(stage, "it is %lld, not %lld", (long long)found,
		    (long long)wanted);
}

/*
 * At the carrier.
 */

static json_t *
texts(struct stage *stage)
{
	json_t *record = far_ask(&stage->far, "GET",
	    "/carrier/record?most=10000", NULL), *list;

	list = json_incref(json_object_get(record, "texts"));
	json_decref(record);
	return list;
}

/* How long a body is without the line on which somebody is told whom to ask
 * for an interpreter; `length` without its introduction. */
static size_t
without_interpreter(const char *body, size_t length)
{
	static const char *const words[] = { "nterpreter",
	    "nt\303\251rprete", "d\341\273\213ch vi\303\252n" };
	size_t		 line = length;
	const char	*word = NULL;

	do
		line--;
	while (line > 0 && line < length && body[line] != '\n');
	if (line >= length || line == 0)
		return length;
	for (size_t i = 0; i < COUNT(words) && word == NULL; i++)
		word = strstr(body + line, words[i]);
	return word != NULL && word < body + length ? line : length;
}

/* A body is compared with its introduction and what it says of interpreters,
 * or without. */
static bool
is(const json_t *text, const char *name, const char *value)
{
	const char	*is = json_string_value(json_object_get(text, name)),
			*end = introduction_in(text);
	size_t		 length = end == NULL ? strlen(is) :
			    (size_t)(end - is);

	if (value == NULL || strcmp(is, value) == 0)
		return true;
	if (strcmp(name, "body") != 0 || strncmp(is, value,
	    strlen(value)) != 0)
		return false;
	return strlen(value) == length ||
	    strlen(value) == without_interpreter(is, length);
}

/* What did arrive, for those who wonder. */
static void
tell_texts(const json_t *list, const char *to)
{
	const json_t	*text;
	size_t		 i;

	json_array_foreach(list, i, text)
		if (i < 30 && is(text, "to", to))
			fprintf(stderr, "    there is: %s \"%s\" (%s)\n",
			    json_string_value(json_object_get(text, "to")),
			    json_string_value(json_object_get(text, "body")),
			    json_string_value(json_object_get(text,
			    "status")));
}

static void
count_texts(struct stage *stage, int64_t wanted, const char *to,
    const char *words)
{
	json_t		*list = texts(stage);
	const json_t	*text;
	size_t		 i;
	int64_t		 n = 0;

	json_array_foreach(list, i, text)
		n += is(text, "to", to) && is(text, "body", words);
	if (n != wanted) {
		tell_texts(list, to);
		json_decref(list);
		same_number(stage, wanted, n);
	}
	json_decref(list);
}

/* text +1508... "words" [times 2]: these words once, or so often. */
static void
expect_text(struct stage *stage)
{
	const struct sentence *s = stage->now;

	count_texts(stage, number_after(s, "times", 1), s->words[2],
	    quote(s, 0));
}

/* 5 texts [to +1508...] ["words"]; no texts ... */
static void
expect_texts(struct stage *stage, int64_t n)
{
	count_texts(stage, n, word_after(stage->now, "to"),
	    quote(stage->now, 0));
}

/* order "words", "words", ...: the texts came in this order, with others
 * between them perhaps; those of +1508... alone. */
static void
expect_order(struct stage *stage)
{
	json_t		*list = texts(stage);
	const json_t	*text;
	size_t		 i;
	unsigned	 n = 0;

	json_array_foreach(list, i, text)
		if (quote(stage->now, n) != NULL &&
		    is(text, "to", word_after(stage->now, "to")) &&
		    is(text, "body", quote(stage->now, n)))
			n++;
	if (quote(stage->now, n) != NULL)
		tell_texts(list, word_after(stage->now, "to"));
	json_decref(list);
	if (quote(stage->now, n) != NULL)
		stage_fail(stage, "\"%s\" is not in its place",
		    quote(stage->now, n));
}

/* last text before TIME: of all that came, or of those with the words. */
static void
expect_last(struct stage *stage)
{
	int64_t		 limit = stage_time(stage,
			    place_of(stage->now, "before") + 1), last = 0, at;
	json_t		*list = texts(stage);
	const json_t	*text;
	size_t		 i;

	json_array_foreach(list, i, text) {
		at = json_integer_value(json_object_get(text, "at"));
		if (at > last && is(text, "body", quote(stage->now, 0)))
			last = at;
	}
	json_decref(list);
	if (last == 0 || last >= limit)
		stage_fail(stage, "the last came %lld s later",
		    (long long)(last - limit) / 1000);
}

/* Whether the text before the n-th quote comes early: among the first. */
static void
expect_place(struct stage *stage)
{
	json_t		*list = texts(stage);
	const json_t	*text;
	size_t		 i;
	int64_t		 place = 0, most = number_after(stage->now, "within",
			    1);

	json_array_foreach(list, i, text)
		if (is(text, "body", quote(stage->now, 0))) {
			place = (int64_t)i + 1;
			break;
		}
	json_decref(list);
	if (place == 0 || place > most)
		stage_fail(stage, "it is text number %lld", (long long)place);
}

/*
 * In the store.
 */

static void
message_work(struct db *db, void *arg)
{
	struct look	*look = arg;
	struct message	 m;
	const char	*more = quote(look->s, 0);

	(void)more;
	look->found = message_get(db, look->id, &m) ? arena_print(
	    db_arena(db), "%s %s %s", message_state_word(m.state),
	    kind_word(m.kind), counts_word(m.counts)) : NULL;
}

/* The words of a sentence from one on, as one. */
static const char *
rest(struct stage *stage, unsigned from)
{
	const char *text = "";

	for (unsigned i = from; i < stage->now->count; i++)
		text = arena_print(stage->arena, "%s%s%s", text,
		    i > from ? " " : "", stage->now->words[i]);
	return text;
}

/* message NAME: done [direct direct]: its state, kind, as what it counts. */
static void
expect_message(struct stage *stage)
{
	struct look	 look = { .stage = stage, .s = stage->now, .id =
			    thing_get(stage, THING_MESSAGE,
			    stage->now->words[2])->id };
	const char	*wanted = rest(stage, 3);

	stage_read(stage, message_work, &look);
	if (look.found == NULL ||
	    strncmp(look.found, wanted, strlen(wanted)) != 0)
		same(stage, wanted, look.found);
}

static unsigned
deliveries(struct db *db, int64_t message, struct told_delivery **list)
{
	return delivery_list(db, &(struct delivery_page){ .message = message,
	    .most = DELIVERIES_MOST }, list);
}

/* "2 delivered, 1 failed", in the order of states. */
static void
sums_work(struct db *db, void *arg)
{
	struct look		*look = arg;
	struct told_delivery	*list;
	unsigned		 n = deliveries(db, look->id, &list);
	unsigned		 sums[DELIVERY_PRACTICE + 1] = { 0 };

	look->found = "";
	for (unsigned i = 0; i < n; i++)
		sums[list[i].delivery.state]++;
	for (unsigned i = 0; i <= DELIVERY_PRACTICE; i++)
		if (sums[i] > 0)
			look->found = arena_print(db_arena(db),
			    "%s%s%u %s", look->found,
			    *look->found != '\0' ? " " : "", sums[i],
			    delivery_state_word((enum delivery_state)i));
}

/* deliveries NAME: 2 delivered, 1 failed (states in the order of model.h:
 * waiting, unknown, sent, delivered, failed, dropped, covered). */
static void
expect_deliveries(struct stage *stage)
{
	struct look look = { .stage = stage, .s = stage->now,
	    .id = thing_get(stage, THING_MESSAGE,
		stage->now->words[2])->id };

	stage_read(stage, sums_work, &look);
	same(stage, rest(stage, 3), look.found);
}

static const struct told_delivery *
delivery_to(struct db *db, const struct look *look)
{
	struct told_delivery	*list;
	unsigned		 n = deliveries(db, look->id, &list);
	const char		*name = word_after(look->s, "of");

	for (unsigned i = 0; i < n; i++)
		if (name != NULL && list[i].person != NULL &&
		    strcmp(list[i].person, name) == 0)
			return &list[i];
	return NULL;
}

static void
delivery_work(struct db *db, void *arg)
{
	struct look			*look = arg;
	const struct told_delivery	*t = delivery_to(db, look);

	look->found = t == NULL ? NULL : quote(look->s, 0) == NULL ?
	    delivery_state_word(t->delivery.state) :
	    arena_print(db_arena(db), "%s %s",
	    delivery_state_word(t->delivery.state),
	    t->reason != NULL ? t->reason : "");
}

/* delivery NAME of Ana: failed ["The number ..."]. */
static void
expect_delivery(struct stage *stage)
{
	struct look look = { .stage = stage, .s = stage->now,
	    .id = thing_get(stage, THING_MESSAGE,
		stage->now->words[2])->id };

	stage_read(stage, delivery_work, &look);
	same(stage, rest(stage, 5), look.found);
}

static void
attempts_work(struct db *db, void *arg)
{
	struct look			*look = arg;
	const struct told_delivery	*t = delivery_to(db, look);
	struct attempt			*list;
	unsigned			 n;

	look->found = "none";
	if (t == NULL)
		return;
	n = attempt_of(db, t->delivery.id, &list);
	for (unsigned i = 0; i < n; i++)
		look->found = arena_print(db_arena(db), "%s%s%s",
		    i > 0 ? look->found : "", i > 0 ? " " : "",
		    attempt_state_word(list[i].state));
	if (place_of(look->s, "tries") != 0 && n > 0)
		look->found = arena_print(db_arena(db), "%s tries %lld",
		    look->found, (long long)list[n - 1].tries);
	if (quote(look->s, 0) != NULL && n > 0)
		look->found = arena_print(db_arena(db), "%s %s", look->found,
		    list[n - 1].reason != NULL ? list[n - 1].reason : "");
}

/* attempts NAME of Ana: failed, delivered [tries 2] ["reason of the last"] */
static void
expect_attempts(struct stage *stage)
{
	struct look look = { .stage = stage, .s = stage->now,
	    .id = thing_get(stage, THING_MESSAGE,
		stage->now->words[2])->id };

	stage_read(stage, attempts_work, &look);
	same(stage, rest(stage, 5), look.found);
}

static const struct told_conversation *
talk_of(struct db *db, const struct look *look)
{
	const char		*phone = look->s->words[2];
	const char		*school = word_after(look->s, "at");
	struct told_conversation *list;
	unsigned		 n = conversation_list(db,
				    &(struct conversation_page){
				    .now = clock_now(), .before = INT64_MAX,
				    .most = 1000 }, &list);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].address, phone) == 0 &&
		    (school == NULL || strcmp(school, list[i].school != NULL ?
		    list[i].school : "district") == 0))
			return &list[i];
	return NULL;
}

static void
talk_work(struct db *db, void *arg)
{
	struct look			*look = arg;
	const struct told_conversation	*t = talk_of(db, look);

	look->found = t == NULL ? "none" : arena_print(db_arena(db),
	    "%s read by %s%s", conversation_state_word(t->talk.state),
	    t->seat, seat_has_reader(db, t->talk.seat, clock_now()) ? "" :
	    " (nobody sits there)");
}

/* talk +1508... at Oak: asked read by Oak-1A; `at district` for none. */
static void
expect_talk(struct stage *stage)
{
	struct look	 look = { .stage = stage, .s = stage->now };
	unsigned	 at = place_of(stage->now, "at");

	stage_read(stage, talk_work, &look);
	same(stage, rest(stage, at != 0 ? at + 2 : 3), look.found);
}

static void
inbox_work(struct db *db, void *arg)
{
	struct look			*look = arg;
	const struct told_conversation	*t = talk_of(db, look);
	struct reply			*list;
	unsigned			 n = t == NULL ? 0 : reply_list(db,
					    t->talk.id, 0, 500, &list);

	look->found = "";
	for (unsigned i = 0; i < n; i++)
		look->found = arena_print(db_arena(db), "%s%s%s", look->found,
		    i > 0 ? " | " : "", list[i].words);
}

/* inbox +1508... [at Oak]: "words", "words": all that was written there. */
static void
expect_inbox(struct stage *stage)
{
	struct look	 look = { .stage = stage, .s = stage->now };
	const char	*wanted = "";

	for (unsigned i = 0; quote(stage->now, i) != NULL; i++)
		wanted = arena_print(stage->arena, "%s%s%s", wanted,
		    i > 0 ? " | " : "", quote(stage->now, i));
	stage_read(stage, inbox_work, &look);
	same(stage, wanted, look.found);
}

static void
replies_work(struct db *db, void *arg)
{
	struct look	*look = arg;
	struct reply	*list;
	const char	*words = quote(look->s, 0);
	unsigned	 n = reply_list(db, 0, 0, 5000, &list);

	look->n = 0;
	for (unsigned i = 0; i < n; i++)
		look->n += words == NULL || strncmp(list[i].words, words,
		    strlen(words)) == 0;
}

/* 50 replies ["they begin with this"] */
static void
expect_replies(struct stage *stage, int64_t n)
{
	struct look look = { .stage = stage, .s = stage->now };

	stage_read(stage, replies_work, &look);
	same_number(stage, n, look.n);
}

static void
contact_work(struct db *db, void *arg)
{
	struct look	*look = arg;
	struct contact	 contact;

	look->found = contact_find(db, channel_of(look->s->words[2]),
	    look->s->words[2], &contact) ?
	    contact_state_word(contact.state) : "unknown";
}

/* contact +1508...: stopped */
static void
expect_contact(struct stage *stage)
{
	struct look look = { .stage = stage, .s = stage->now };

	stage_read(stage, contact_work, &look);
	same(stage, rest(stage, 3), look.found);
}

static void
figures_work(struct db *db, void *arg)
{
	struct look *look = arg;

	look->found = report_json(db, &(struct report){ .from = 20260101,
	    .to = 20991231, .by = BY_SCHOOL, .all = true }, db_arena(db));
}

/* The row of a school, or the total. */
static const json_t *
figures_of(const json_t *all, const char *school)
{
	const json_t	*row, *rows = json_object_get(all, "rows");
	size_t		 i;

	if (school == NULL)
		return json_object_get(all, "total");
	json_array_foreach(rows, i, row)
		if (strcmp(school, json_string_value(json_object_get(row,
		    "group"))) == 0)
			return row;
	return NULL;
}

/* figures [of Oak]: from_staff 1, from_families 2: what is named. */
static void
expect_figures(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	struct look		 look = { .stage = stage, .s = s };
	bool			 of = says(s, 2, "of");
	json_t			*all;
	const json_t		*row;
	int64_t			 wanted;
	bool			 good = true;

	stage_read(stage, figures_work, &look);
	all = json_loads(look.found, 0, NULL);
	row = figures_of(all, of ? s->words[3] : NULL);
	for (unsigned i = of ? 4 : 2; i + 1 < s->count; i += 2)
		good &= is_number(s->words[i + 1], &wanted) && wanted ==
		    json_integer_value(json_object_get(row, s->words[i]));
	json_decref(all);
	if (!good)
		stage_fail(stage, "they are %s", look.found);
}

static void
planned_work(struct db *db, void *arg)
{
	struct look *look = arg;

	look->n = attempt_count(db, ATTEMPT_PLANNED);
}

static void
unknown_work(struct db *db, void *arg)
{
	struct look *look = arg;

	look->n = attempt_count(db, ATTEMPT_UNKNOWN);
}

static void
strays_work(struct db *db, void *arg)
{
	struct look *look = arg;

	look->n = stray_count(db);
}

static void
counted_work(struct db *db, void *arg)
{
	struct look	*look = arg;
	const char	*school = word_after(look->s, "of");
	struct rows	*rows = db_query(db, "SELECT count(*) FROM ledger l "
	    "LEFT JOIN school s ON s.id = l.school WHERE l.what = $1 "
	    "AND ($2 = '' OR l.language = $2) AND ($3 = '' OR s.name = $3) "
	    "AND ($4 = 0 OR l.day = $4)", TEXT(look->s->words[3]),
	    TEXT(word_after(look->s, "in") != NULL ?
	    word_after(look->s, "in") : ""),
	    TEXT(school != NULL ? school : ""),
	    INT(number_after(look->s, "on", 0)));

	look->n = db_row(rows) ? db_int(rows, 0) : -1;
}

static void
expect_count(struct stage *stage, int64_t n,
    void (*work)(struct db *, void *))
{
	struct look look = { .stage = stage, .s = stage->now };

	stage_read(stage, work, &look);
	same_number(stage, n, look.n);
}

/* lane main: resting / well */
static void
expect_lane(struct stage *stage)
{
	unsigned i = strcmp(stage->now->words[2], "main") != 0;

	same(stage, rest(stage, 3),
	    lane_resting(stage->gateway->lanes[i]) != NULL ? "resting" :
	    "well");
}

/* logged "words" [times 2] */
static void
expect_logged(struct stage *stage)
{
	same_number(stage, number_after(stage->now, "times", 1),
	    watch_count(quote(stage->now, 0)));
}

static void
expect_recount(struct stage *stage)
{
	recount_agrees(stage);
}

static const struct {
	const char	*what;
	void		(*look)(struct stage *);
} whats[] = {
	{ "text", expect_text },
	{ "order", expect_order },
	{ "last", expect_last },
	{ "place", expect_place },
	{ "message", expect_message },
	{ "deliveries", expect_deliveries },
	{ "delivery", expect_delivery },
	{ "attempts", expect_attempts },
	{ "talk", expect_talk },
	{ "inbox", expect_inbox },
	{ "contact", expect_contact },
	{ "figures", expect_figures },
	{ "lane", expect_lane },
	{ "logged", expect_logged },
	{ "recount", expect_recount },
};

/* 3 texts, no replies, 2 planned, ... */
static bool
expect_numbers(struct stage *stage, const struct sentence *s)
{
	int64_t n = 0;

	if (strcmp(s->words[1], "no") != 0 && !is_number(s->words[1], &n))
		return false;
	if (says(s, 2, "texts"))
		expect_texts(stage, n);
	else if (says(s, 2, "replies"))
		expect_replies(stage, n);
	else if (says(s, 2, "planned"))
		expect_count(stage, n, planned_work);
	else if (says(s, 2, "unknown"))
		expect_count(stage, n, unknown_work);
	else if (says(s, 2, "strays"))
		expect_count(stage, n, strays_work);
	else if (says(s, 2, "counted"))
		expect_count(stage, n, counted_work);
	else
		return false;
	return true;
}

bool
expect_play(struct stage *stage, const struct sentence *s)
{
	if (!says(s, 0, "expect") || s->count < 3)
		return says(s, 0, "expect recount") &&
		    (expect_recount(stage), true);
	for (size_t i = 0; i < COUNT(whats); i++)
		if (says(s, 1, whats[i].what)) {
			whats[i].look(stage);
			return true;
		}
	return expect_numbers(stage, s);
}
