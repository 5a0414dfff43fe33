/*
 * `homeline sample`: plays the history of a sample district into a database
 * that has no message yet.  The simulated carrier has to run where the
 * account's base_url says; it keeps what its phones got and wrote.
 */

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/log.h"
#include "base/zone.h"
#include "command/command.h"
#include "command/ground.h"
#include "command/play.h"
#include "providers/twilio.h"
#include "store/db.h"
#include "store/node.h"
#include "store/secret.h"
#include "store/person.h"
#include "store/sample.h"

#define LINE_MOST	65536	/* Bytes of an event. */

static const struct usage usage = {
    "Plays the history of a sample district, event by event, through the\n"
    "gateway and the simulated carrier, which has to run. The database has\n"
    "the district and no messages yet.",
    "homeline sample --history history.jsonl --until \"2026-11-17 09:00\"",
    "0 done, 1 failed, 2 wrong options, 3 wrong configuration, 4 another\n"
    "homeline uses the state folder or the database, 5 the database is of\n"
    "another version"
};

struct sampling {
	struct ground	 ground;
	struct play	 play;
	const char	*history, *until_text;
	int64_t		 until, began, ended;
	FILE		*file;
	unsigned	 line, events;
};

static int
complain(const char *sentence)
{
	command_say("%s", sentence);
	return CODE_FAILED;
}

/* What has to be true of the database before anything is played. */
static int
look(struct sampling *s, struct db *db)
{
	struct district	 district;
	const char	*why;

	if (!district_get(db, &district))
		return complain("the database has no district. Run `homeline "
		    "init` first.");
	if (!district.sample)
		return complain("this district is no sample. A history is "
		    "played for a sample district only.");
	if (!ground_reaches_none(&s->ground))
		return CODE_CONFIG;
	if (sample_newest(db) != 0)
		return complain("something was written in this district "
		    "already. Begin with a new database.");
	s->play.zone = zone_open(district.zone, &why);
	if (s->play.zone == NULL)
		return complain(why);
	s->play.token_key = arena_text(s->ground.arena,
	    secret_take(db, "tokens", clock_now()));
	s->play.node = node_join(db, s->ground.configured.settings.node,
	    clock_true());
	return CODE_OK;
}

static int
read_database(struct sampling *s)
{
	struct db	*db;
	int		 code;

	if ((code = ground_open(&s->ground, true)) != CODE_OK ||
	    (code = ground_version(&s->ground)) != CODE_OK)
		return code;
	db = s->ground.db;
	if (!db_begin(db))
		return complain("the database cannot be used.");
	if ((code = look(s, db)) != CODE_OK)
		db_rollback(db);
	else if (!db_commit(db))
		code = complain("the database cannot be used.");
	db_close(db);
	s->ground.db = NULL;
	return code;
}

/* The next event, or NULL at the end or after a failure. */
static json_t *
next_event(struct sampling *s, int64_t *at)
{
	static char	 line[LINE_MOST];
	json_t		*event;
	const char	*text;

	if (fgets(line, sizeof line, s->file) == NULL)
		return NULL;
	s->line++;
	event = json_loads(line, 0, NULL);
	text = json_string_value(json_object_get(event, "at"));
	if (text != NULL && zone_read(s->play.zone, text, at))
		return event;
	json_decref(event);
	(void)play_fail(&s->play, "line %u has no event, or no time",
	    s->line);
	return NULL;
}

/* A line for each month, for who waits. */
static void
say_month(struct sampling *s, int64_t at)
{
	struct wall	 wall, last;

	zone_wall(s->play.zone, at, &wall);
	zone_wall(s->play.zone, s->ended, &last);
	if (s->ended != 0 && wall.month != last.month) {
		printf("%04d-%02d is played, %u events so far\n", last.year,
		    last.month, s->events);
		(void)fflush(stdout);
	}
	s->ended = at;
}

static bool
play_one(struct sampling *s, const json_t *event, int64_t at)
{
	struct play *play = &s->play;

	if (at < clock_now())
		return play_fail(play, "line %u is before the one before",
		    s->line);
	if (at > clock_now() && (!play_settle(play) ||
	    !play_until(play, at)))
		return false;
	say_month(s, at);
	s->events++;
	arena_clear(play->arena);
	return event_play(play, event, s->line);
}

/* In the end the carrier has its own clock again. */
static bool
play_all(struct sampling *s)
{
	struct play	*play = &s->play;
	json_t		*event;
	int64_t		 at;
	bool		 good = true, over;

	while (good && (event = next_event(s, &at)) != NULL) {
		over = s->until != 0 && at > s->until;
		good = over || play_one(s, event, at);
		json_decref(event);
		if (over)
			break;
	}
	if (s->until < clock_now())
		s->until = clock_now() + MINUTES(1);
	return good && play_settle(play) && play_until(play, s->until) &&
	    play_tell(play, "POST", "clock", json_pack("{sn}", "now"));
}

/* The history begins at its first event. */
static int
begin(struct sampling *s)
{
	json_t	*first;
	int64_t	 at;

	s->file = fopen(s->history, "re");
	if (s->file == NULL) {
		command_say("%s cannot be read: %s.", s->history,
		    strerror(errno));
		return CODE_FAILED;
	}
	if (s->until_text != NULL && !zone_read(s->play.zone, s->until_text,
	    &s->until))
		return complain("--until wants a time such as "
		    "\"2026-11-17 09:00\".");
	first = next_event(s, &at);
	if (first == NULL) {
		command_say("%s: %s.", s->history, s->play.why[0] != '\0' ?
		    s->play.why : "the history has no event");
		return CODE_FAILED;
	}
	json_decref(first);
	if (s->until != 0 && s->until < at)
		return complain("--until is before the history begins.");
	rewind(s->file);
	s->line = 0;
	clock_hold(at - MINUTES(1));
	id_node((unsigned)s->play.node);
	return CODE_OK;
}

static int
play(struct sampling *s)
{
	const char	*slash = strrchr(s->history, '/');
	bool		 good;

	s->play.ground = &s->ground;
	s->play.folder = slash == NULL ? "" : arena_copy(s->ground.arena,
	    s->history, (size_t)(slash + 1 - s->history));
	s->play.carrier = ((const struct twilio *)
	    s->ground.configured.accounts[0].options)->base_url;
	good = play_open(&s->play) && play_all(s);
	play_close(&s->play);
	if (!good) {
		command_say("%s: %s.", s->history, s->play.why);
		return CODE_FAILED;
	}
	printf("%u events are played\n", s->events);
	return CODE_OK;
}

static int
sample(struct sampling *s, const char *config)
{
	struct ground	*g = &s->ground;
	int		 code;

	if ((code = ground_config(g, config)) != CODE_OK ||
	    (code = ground_lock(g, false)) != CODE_OK ||
	    (code = read_database(s)) != CODE_OK ||
	    (code = begin(s)) != CODE_OK)
		return code;
	log_level(LOG_LEVEL_ERROR);
	return play(s);
}

int
sample_main(int argc, char **argv)
{
	const char		*config = NULL;
	struct sampling		 s = { .history = NULL };
	const struct option_row	 rows[] = {
		CONFIG_ROW(&config),
		{ .name = "history", .value = "FILE", .text = &s.history,
		  .needed = true, .help = "what happened, an event a line" },
		{ .name = "until", .value = "TIME", .text = &s.until_text,
		  .help = "stop there" },
		{ .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	umask(077);
	code = sample(&s, config);
	if (s.file != NULL)
		(void)fclose(s.file);
	zone_close(s.play.zone);
	ground_free(&s.ground);
	return code;
}
