/*
 * The translator of a scenario: it speaks LibreTranslate's API from the
 * sentences it was taught, and does what it must not when it is told to.
 */

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/config.h"
#include "base/lang.h"
#include "flow/inside.h"
#include "flow/gateway.h"
#include "flow/preview.h"
#include "flow/translate.h"
#include "flow/translate_better.h"
#include "net/server.h"
#include "store/db.h"
#include "store/message.h"
#include "tests/scenarios/stage.h"

#define TAUGHT_MOST	64
#define HEARD_MOST	400

static struct taught {
	const char	*words, *to, *as;
} taught[TAUGHT_MOST];
static unsigned		 taught_count;
static const char	*heard[HEARD_MOST];
static unsigned		 heard_count;
static const char	*mood;			/* NULL: it is well. */
static struct exchange	*waiting[16];
static unsigned		 waiting_count;
static struct configured *mine;

/* Spoils an answer as the mood says. */
static const char *
spoil(struct arena *arena, const char *words)
{
	const char *token = strstr(words, "⟦1⟧");

	if (strcmp(mood, "drops") == 0 && token != NULL)
		return arena_print(arena, "%.*s%s", (int)(token - words),
		    words, token + strlen("⟦1⟧"));
	if (strcmp(mood, "doubles") == 0)
		return arena_print(arena, "%s ⟦1⟧", words);
	if (strcmp(mood, "alters") == 0 && token != NULL)
		return arena_print(arena, "%.*s⟦uno⟧%s", (int)(token - words),
		    words, token + strlen("⟦1⟧"));
	if (strcmp(mood, "counts") == 0)
		return arena_print(arena, "%s 7", words);
	return arena_print(arena, "%s https://evil.example/pay", words);
}

static const char *
say(struct arena *arena, const char *words, const char *to)
{
	for (unsigned i = 0; i < taught_count; i++)
		if (strcmp(taught[i].words, words) == 0 &&
		    strcmp(taught[i].to, to) == 0)
			return mood == NULL ? taught[i].as :
			    spoil(arena, taught[i].as);
	return NULL;
}

void
tongues_asked(struct exchange *x, void *arg)
{
	struct stage	*stage = arg;
	json_t		*asked = json_loads(exchange_request(x)->body, 0,
			    NULL), *answer;
	const char	*q = json_string_value(json_object_get(asked, "q"));
	const char	*to = json_string_value(json_object_get(asked,
			    "target")), *words;
	char		*text;

	if (heard_count < HEARD_MOST)
		heard[heard_count++] = arena_text(stage->arena, q);
	if (mood != NULL && strcmp(mood, "waits") == 0) {
		waiting[waiting_count++] = x;
		stage->waits++;
	} else if (mood != NULL && strcmp(mood, "is down") == 0) {
		exchange_answer(x, 503, "text/html", "down", 4);
	} else if ((words = say(stage->arena, q, to)) == NULL) {
		exchange_answer(x, 400, "application/json",
		    "{\"error\":\"no\"}", 14);
	} else {
		answer = json_pack("{s:s}", "translatedText", words);
		text = json_dumps(answer, 0);
		exchange_answer(x, 200, "application/json", text,
		    strlen(text));
		free(text);
		json_decref(answer);
	}
	json_decref(asked);
}

/* Those who wait hear nothing any more. */
void
tongues_crash(struct stage *stage)
{
	for (unsigned i = 0; i < waiting_count; i++)
		exchange_drop(waiting[i]);
	waiting_count = 0;
	stage->waits = 0;
}

void
tongues_begin(struct stage *stage)
{
	const struct setting	*s;
	char			*options;

	if (taught_count == 0 || mine != &stage->configured)
		return;
	options = arena_take(stage->arena, translators[0]->size);
	for (s = translators[0]->settings; s->name != NULL; s++)
		*(const char **)(void *)(options + s->offset) =
		    strcmp(s->name, "base_url") != 0 ? "" :
		    arena_print(stage->arena, "http://127.0.0.1:%u",
		    stage->port);
	mine->translators[0] = (struct translating_account){ .name = "libre",
	    .translator = translators[0], .options = options };
	mine->translator_use[0] = (struct translator_settings){
	    .provider = "libretranslate", .window = 4 };
	mine->translator_count = 1;
}

/* translator knows "words" in es "palabras" */
static void
play_knows(struct stage *stage)
{
	if (mine != &stage->configured || stage->taught == 0) {
		mine = &stage->configured;
		taught_count = heard_count = waiting_count = 0;
		mood = NULL;
	}
	stage->taught++;
	taught[taught_count++] = (struct taught){ quote(stage->now, 0),
	    word_after(stage->now, "in"), quote(stage->now, 1) };
}

struct figure {
	int64_t		 n;
	const char	*state;
};

static void
state_work(struct db *db, void *arg)
{
	struct figure *f = arg;

	f->n = db_number(db_query(db, "SELECT count(*) FROM to_translate "
	    "WHERE state = $1", TEXT(f->state)));
}

/* expect 2 translations waiting */
static void
expect_states(struct stage *stage, int64_t n)
{
	struct figure f = { .state = stage->now->words[3] };

	stage_read(stage, state_work, &f);
	if (f.n != n)
		stage_fail(stage, "there are %lld", (long long)f.n);
}

/* expect translator asked "words" [times 2]; expect translator never "Ivy" */
static void
expect_translator(struct stage *stage)
{
	const char	*words = quote(stage->now, 0);
	bool		 never = says(stage->now, 2, "never");
	int64_t		 n = 0, wanted = never ? 0 :
			    number_after(stage->now, "times", 1);

	for (unsigned i = 0; i < heard_count; i++)
		n += never ? strstr(heard[i], words) != NULL :
		    strcmp(heard[i], words) == 0;
	if (n != wanted)
		stage_fail(stage, "it was %lld times", (long long)n);
}

static void
words_work(struct db *db, void *arg)
{
	const char **look = arg;
	struct rows *rows = db_query(db, "SELECT w.words FROM reply r "
	    "JOIN contact c ON c.id = r.contact "
	    "JOIN reply_words w ON w.reply = r.id "
	    "WHERE c.address = $1 ORDER BY r.id DESC LIMIT 1",
	    TEXT(look[0]));

	look[1] = db_row(rows) ? db_text(rows, 0) : "";
}

/* expect english of +1...: "words" */
static void
expect_english(struct stage *stage)
{
	const char *look[2] = { word_after(stage->now, "of"), NULL };

	stage_read(stage, words_work, look);
	if (strcmp(look[1], quote(stage->now, 0)) != 0)
		stage_fail(stage, "it is \"%s\"", look[1]);
}

static void
language_work(struct db *db, void *arg)
{
	const char **look = arg;
	struct rows *rows = db_query(db, "SELECT r.language, r.language_by "
	    "FROM reply r JOIN contact c ON c.id = r.contact "
	    "WHERE c.address = $1 ORDER BY r.id DESC LIMIT 1",
	    TEXT(look[0]));

	look[1] = db_row(rows) ? arena_print(db_arena(db), "%s %s",
	    db_text(rows, 0), db_text(rows, 1)) : "";
}

/* expect tongue of +1...: es-US registered */
static void
expect_tongue(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*look[2] = { word_after(s, "of"), NULL };

	stage_read(stage, language_work, look);
	if (s->count < 6 || strcmp(look[1], arena_print(stage->arena,
	    "%s %s", s->words[4], s->words[5])) != 0)
		stage_fail(stage, "it is %s", look[1]);
}

struct correction {
	const struct stage	*stage;
	int64_t			 message, person;
	const char		*language, *words, *why;
};

static void
correct_work(struct db *db, void *arg)
{
	struct correction	*c = arg;
	struct message		 m;

	if (!message_get(db, c->message, &m))
		return;
	c->why = arena_text(c->stage->arena, translate_better(db,
	    c->stage->gateway, &(struct better){ &m, c->language, c->words,
	    c->person, clock_now() }));
}

/* correct one by Lee in es-US: "words" [refused] */
static void
play_correct(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	struct correction	 c = { .stage = stage,
				    .message = thing_get(stage, THING_MESSAGE,
				    s->words[1])->id,
				    .person = thing_get(stage, THING_STAFF,
				    word_after(s, "by"))->id,
				    .language = word_after(s, "in"),
				    .words = quote(s, 0) };

	stage_write(stage, correct_work, &c);
	if ((c.why != NULL) != says(s, s->count - 1, "refused"))
		stage_fail(stage, "%s", c.why == NULL ? "it was kept" : c.why);
}

/* expect back of es-US: "words" */
static void
expect_back(struct stage *stage)
{
	const struct preview	*p = &stage->previewed->told;
	const char		*language = word_after(stage->now, "of"),
				*words = "";

	for (unsigned i = 0; i < p->saying_count; i++)
		if (strcmp(p->sayings[i].to, language) == 0 &&
		    p->backs[i].words != NULL)
			words = p->backs[i].words;
	if (strcmp(words, quote(stage->now, 0)) != 0)
		stage_fail(stage, "it is \"%s\"", words);
}

bool
tongues_play(struct stage *stage, const struct sentence *s)
{
	int64_t n = 0;

	if (says(s, 0, "translator knows"))
		play_knows(stage);
	else if (says(s, 0, "translator is well"))
		mood = NULL;
	else if (says(s, 0, "translator is down"))
		mood = "is down";
	else if (says(s, 0, "translator") && s->count == 2)
		mood = s->words[1];
	else if (says(s, 0, "expect translator"))
		expect_translator(stage);
	else if (says(s, 0, "correct"))
		play_correct(stage);
	else if (says(s, 0, "expect back"))
		expect_back(stage);
	else if (says(s, 0, "expect english"))
		expect_english(stage);
	else if (says(s, 0, "expect tongue"))
		expect_tongue(stage);
	else if (says(s, 0, "expect") && says(s, 2, "translations") &&
	    (is_number(s->words[1], &n) || strcmp(s->words[1], "no") == 0))
		expect_states(stage, n);
	else
		return false;
	return true;
}
