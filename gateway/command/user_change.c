/*
 * `homeline user add, seat, away, back, left`: who comes, where they sit, and
 * who goes.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/zone.h"
#include "command/desk.h"
#include "command/user.h"
#include "web/when.h"

static const char *
day_of(struct desk *d, const char *text, int64_t before)
{
	int64_t		time;
	long long	day;

	if (!when_read(text, &time))
		return "until they are back";
	day = zone_day(d->here.zone, time - before);
	return desk_path(d, "%04lld-%02lld-%02lld", day / 10000,
	    day / 100 % 100, day % 100);
}

const char *
user_day(struct desk *d, const char *time)
{
	return day_of(d, time, 0);
}

const char *
user_last_day(struct desk *d, const char *time)
{
	return day_of(d, time, 1);
}

/* What all of them have: somebody, who does it, and a question, whose body
 * may be NULL. */
struct change {
	struct desk	 desk;
	const char	*name, *verb;
	json_t		*body;
};

#define CHANGE_ROWS(c)							\
	{ .name = "NAME", .word = true, .needed = true,			\
	  .text = &(c)->name, .help = "a name or an id" },		\
	AS_ROW(&(c)->desk.as, "the member of staff who does this"),	\
	DESK_ROWS(&(c)->desk)

/* Finds them, and asks; the body is used up. */
static int
change(struct change *c)
{
	struct desk	*d = &c->desk;
	const char	*id;
	int		 code;

	code = here_find_id(&d->here, "staff", c->name, &id);
	if (code == CODE_OK)
		return desk_post(d, desk_path(d, "/local/v1/users/%s/%s",
		    id, c->verb), c->body);
	json_decref(c->body);
	return code;
}

int
user_add_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "A new member of staff. They read and write nothing until they\n"
	    "have a seat. Who comes by a roster need not be added.",
	    "homeline user add \"Pat Moore\" --phone 508-555-0140", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const char		*name = NULL, *language = NULL, *phone = NULL,
				*email = NULL;
	const struct option_row	 rows[] = {
		{ .name = "NAME", .word = true, .needed = true, .text = &name,
		  .help = "first name and last name" },
		{ .name = "language", .value = "TAG", .text = &language,
		  .help = "en-US unless given" },
		{ .name = "phone", .value = "NUMBER", .text = &phone,
		  .help = "their mobile number" },
		{ .name = "email", .value = "MAILBOX", .text = &email,
		  .help = "their mailbox" },
		AS_ROW(&d.as, "the member of staff who does this"),
		DESK_ROWS(&d), { .name = NULL },
	};
	json_t			*body;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) != CODE_OK)
		return desk_close(&d, code);
	body = json_pack("{s:s}", "name", name);
	desk_put(body, "language", language);
	desk_put(body, "phone", phone);
	desk_put(body, "email", email);
	code = desk_post(&d, "/local/v1/users", body);
	if (code == CODE_OK && !desk_printed(&d, &code))
		printf("%s is of the staff (%s). To give a seat: homeline "
		    "user seat.\n", desk_text(&d, d.answer.json, "name"),
		    desk_text(&d, d.answer.json, "id"));
	return desk_close(&d, code);
}

/* Where talks went that waited for an answer. */
static void
say_moved(struct desk *d)
{
	const json_t	*row;
	long long	 n;
	size_t		 i;

	json_array_foreach(json_object_get(d->answer.json, "moved"), i, row) {
		n = desk_number(row, "conversations");
		printf("%lld %s an answer and %s read by %s now.\n", n,
		    desk_many(n, "conversation needs",
		    "conversations need"), desk_many(n, "is", "are"),
		    desk_name(d, row, "seat"));
	}
}

struct seating {
	const char	*office, *class;
	bool		 desk, remove;
};

/* The body that names the seat. */
static int
seat_body(struct desk *d, const struct seating *s, json_t **body)
{
	const char	*office, *class;
	int		 code;

	if ((code = here_find_id(&d->here, "school", s->office, &office)) !=
	    CODE_OK ||
	    (code = here_find_id(&d->here, "class", s->class, &class)) !=
	    CODE_OK)
		return code;
	*body = json_object();
	desk_flag(*body, "remove", s->remove);
	desk_flag(*body, "desk", s->desk);
	desk_put(*body, "office", office);
	desk_put(*body, "class", class);
	return CODE_OK;
}

static void
say_seat(struct desk *d)
{
	const json_t *answer = d->answer.json;

	printf("%s %s: %s.\n", desk_name(d, answer, "person"),
	    json_is_true(json_object_get(answer, "sits")) ? "sits there now" :
	    "sits there no more", desk_name(d, answer, "seat"));
	say_moved(d);
}

int
user_seat_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Gives a member of staff a seat, or takes it away: in the office\n"
	    "of a school, on the team of a class, or at the district's desk.\n"
	    "Who sits somewhere reads what families write there. The desk\n"
	    "always keeps a reader.",
	    "homeline user seat \"Pat Moore\" --office \"Oak School\"",
	    CODES_ASK
	};
	struct change		 c = { .verb = "seats" };
	struct seating		 s = { .office = NULL };
	const struct option_row	 rows[] = {
		CHANGE_ROWS(&c),
		{ .name = "office", .value = "SCHOOL", .text = &s.office,
		  .help = "the office of that school" },
		{ .name = "class", .value = "CLASS", .text = &s.class,
		  .help = "the team of that class" },
		{ .name = "desk", .yes = &s.desk,
		  .help = "the district's desk" },
		{ .name = "remove", .yes = &s.remove,
		  .help = "they sit there no more" },
		{ .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((s.office != NULL) + (s.class != NULL) + s.desk != 1) {
		command_say("%s: name one seat: --office SCHOOL, --class CLASS "
		    "or --desk.", argv[0]);
		return CODE_USAGE;
	}
	if ((code = desk_open(&c.desk)) == CODE_OK &&
	    (code = seat_body(&c.desk, &s, &c.body)) == CODE_OK &&
	    (code = change(&c)) == CODE_OK && !desk_printed(&c.desk, &code))
		say_seat(&c.desk);
	return desk_close(&c.desk, code);
}

int
user_left_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "They are of the staff no more: they leave all seats, and their\n"
	    "API keys are revoked. What waited for their answer is read by\n"
	    "the office or the desk from now on.",
	    "homeline user left \"Pat Moore\"", CODES_ASK
	};
	struct change		 c = { .verb = "left" };
	const struct option_row	 rows[] = { CHANGE_ROWS(&c),
				    { .name = NULL } };
	struct desk		*d = &c.desk;
	long long		 seats, keys;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(d)) == CODE_OK &&
	    (code = change(&c)) == CODE_OK && !desk_printed(d, &code)) {
		seats = desk_number(d->answer.json, "seats");
		keys = desk_number(d->answer.json, "keys");
		printf("%s has left: %lld %s, %lld %s revoked, %lld %s "
		    "moved.\n", desk_name(d, d->answer.json, "person"), seats,
		    desk_many(seats, "seat", "seats"), keys,
		    desk_many(keys, "key", "keys"),
		    desk_number(d->answer.json, "conversations"),
		    desk_many(desk_number(d->answer.json, "conversations"),
		    "open conversation", "open conversations"));
		say_moved(d);
	}
	return desk_close(d, code);
}

static void
say_away(struct desk *d)
{
	const json_t	*answer = d->answer.json;
	const char	*cover = desk_name(d, answer, "cover");

	printf("%s is away from %s to %s; %s%s.\n",
	    desk_name(d, answer, "person"), user_day(d, ask_text(answer,
	    "since")), user_last_day(d, ask_text(answer, "until")),
	    *cover == '\0' ? "nobody stands in, so the office or the desk "
	    "reads what nobody else does" : cover, *cover == '\0' ? "" :
	    " stands in");
}

int
user_away_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "A member of staff does not read from a day to a day, both\n"
	    "included. Who stands in reads and writes on their seats\n"
	    "meanwhile.",
	    "homeline user away \"Pat Moore\" --from 2026-12-07 \\\n"
	    "    --to 2026-12-11 --cover \"Lee Kim\"", CODES_ASK
	};
	struct change		 c = { .verb = "away" };
	const char		*from = NULL, *to = NULL, *name = NULL, *cover;
	const struct option_row	 rows[] = {
		CHANGE_ROWS(&c),
		{ .name = "from", .value = "DAY", .text = &from,
		  .needed = true, .help = "the first day, as 2026-12-07" },
		{ .name = "to", .value = "DAY", .text = &to,
		  .needed = true, .help = "the last day" },
		{ .name = "cover", .value = "NAME", .text = &name,
		  .help = "who stands in" },
		{ .name = NULL },
	};
	struct desk		*d = &c.desk;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(d)) != CODE_OK ||
	    (code = here_find_id(&d->here, "staff", name, &cover)) != CODE_OK)
		return desk_close(d, code);
	c.body = json_pack("{s:s, s:s}", "from", from, "to", to);
	desk_put(c.body, "cover", cover);
	if ((code = change(&c)) == CODE_OK && !desk_printed(d, &code))
		say_away(d);
	return desk_close(d, code);
}

int
user_back_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "They are back: an absence ends now, or one that was to come is\n"
	    "called off.",
	    "homeline user back \"Pat Moore\"", CODES_ASK
	};
	struct change		 c = { .verb = "back" };
	const struct option_row	 rows[] = { CHANGE_ROWS(&c),
				    { .name = NULL } };
	struct desk		*d = &c.desk;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(d)) == CODE_OK &&
	    (code = change(&c)) == CODE_OK && !desk_printed(d, &code))
		printf(json_is_true(json_object_get(d->answer.json,
		    "was_away")) ? "%s is back.\n" : "The absence of %s is "
		    "called off.\n", desk_name(d, d->answer.json, "person"));
	return desk_close(d, code);
}
