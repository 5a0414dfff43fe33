/*
 * `homeline hours`: when each kind of message goes, and for how long it is
 * useful.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "command/desk.h"
#include "command/table.h"
#include "command/verb.h"

static const char about[] =
    "When each kind of message goes, and for how long it is useful: as the\n"
    "program has it, as the district says, or as a school says.";

static const char *
time_of(struct desk *d, long long minutes)
{
	return desk_path(d, "%02lld:%02lld", minutes / 60, minutes % 60);
}

static const char *
use_of(struct desk *d, const json_t *row)
{
	long long	ms = desk_number(row, "useful");

	if (ms == 0)
		return desk_path(d, "until %s", time_of(d, desk_number(row,
		    "until")));
	if (ms % DAYS(1) == 0)
		return desk_path(d, "%lld %s", ms / (long long)DAYS(1),
		    desk_many(ms / (long long)DAYS(1), "day", "days"));
	if (ms % HOURS(1) == 0)
		return desk_path(d, "%lld %s", ms / (long long)HOURS(1),
		    desk_many(ms / (long long)HOURS(1), "hour", "hours"));
	return desk_path(d, "%lld minutes", ms / (long long)MINUTES(1));
}

static void
print_hours(struct desk *d)
{
	struct table	*t = TABLE(d->here.ground.arena, "KIND", "GOES AT",
			    "USEFUL", "AS SAID BY");
	const json_t	*row;
	const char	*of, *goes, *school = desk_name(d, d->answer.json,
			    "school");
	size_t		 i;

	if (*school != '\0')
		printf("%s\n\n", school);
	json_array_foreach(json_object_get(d->answer.json, "kinds"), i, row) {
		of = ask_text(row, "of");
		goes = json_is_true(json_object_get(row, "any_hour")) ?
		    "any hour" : desk_path(d, "%s-%s", time_of(d,
		    desk_number(row, "opens")), time_of(d, desk_number(row,
		    "closes")));
		TABLE_ROW(t, desk_text(d, row, "kind"), goes, use_of(d, row),
		    strcmp(of, "default") == 0 ? "the program" :
		    strcmp(of, "district") == 0 ? "the district" :
		    "the school");
	}
	table_print(t, stdout);
}

static int
list_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists the hours of each kind of message. `homeline hours set`\n"
	    "changes them, `homeline hours reset` takes a change back.",
	    "homeline hours --school \"Oak School\"", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const char		*school = NULL, *id;
	const struct option_row	 rows[] = {
		{ .name = "school", .value = "SCHOOL", .text = &school,
		  .help = "those that hold for one school" },
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = here_find_id(&d.here, "school", school, &id)) == CODE_OK &&
	    (code = desk_get(&d, id == NULL ? "/local/v1/hours" :
	    desk_path(&d, "/local/v1/hours?school=%s", id))) == CODE_OK &&
	    !desk_printed(&d, &code))
		print_hours(&d);
	return desk_close(&d, code);
}

/* What is set. */
struct setting_hours {
	struct desk	 desk;
	const char	*kind, *school, *opens, *closes, *useful, *until;
};

/* "07:00" as minutes. */
static bool
read_time(const char *text, int64_t *minutes)
{
	unsigned n = 0, digits[4];

	for (; *text != '\0' && n < 4; text++)
		if (*text >= '0' && *text <= '9')
			digits[n++] = (unsigned)(*text - '0');
		else if (*text != ':' || n != 2)
			return false;
	if (n != 4 || *text != '\0' || digits[2] > 5)
		return false;
	*minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 +
	    digits[3];
	return *minutes <= 24 * 60;
}

/* "3d", "2h", "30m" as ms. */
static bool
read_span(const char *text, int64_t *ms)
{
	char	*end;
	long	 n = strtol(text, &end, 10);

	if (end == text || n <= 0 || n > 10000)
		return false;
	end += strspn(end, " ");
	if (strcmp(end, "d") == 0)
		*ms = DAYS(n);
	else if (strcmp(end, "h") == 0)
		*ms = HOURS(n);
	else if (strcmp(end, "m") == 0 || strcmp(end, "min") == 0)
		*ms = MINUTES(n);
	else
		return false;
	return true;
}

static bool
put_time(json_t *body, const char *name, const char *text)
{
	int64_t minutes;

	if (text == NULL)
		return true;
	if (!read_time(text, &minutes)) {
		command_say("--%s is a time of the day, as 07:00.", name);
		return false;
	}
	json_object_set_new(body, name, json_integer(minutes));
	return true;
}

/* False after a sentence. */
static bool
put_all(json_t *body, const struct setting_hours *s)
{
	int64_t ms;

	if (s->useful != NULL && s->until != NULL) {
		command_say("a message is useful for a time (--useful) or "
		    "until a time of the day (--until). Say one.");
		return false;
	}
	if (!put_time(body, "opens", s->opens) ||
	    !put_time(body, "closes", s->closes) ||
	    !put_time(body, "until", s->until))
		return false;
	if (s->useful == NULL)
		return true;
	if (!read_span(s->useful, &ms)) {
		command_say("--useful is a time, as 3d, 2h or 30m.");
		return false;
	}
	json_object_set_new(body, "useful", json_integer(ms));
	return true;
}

/* The body is used up. */
static int
set(struct setting_hours *s, json_t *body)
{
	struct desk	*d = &s->desk;
	const char	*id;
	int		 code;

	if ((code = desk_open(d)) != CODE_OK ||
	    (code = here_find_id(&d->here, "school", s->school, &id)) !=
	    CODE_OK) {
		json_decref(body);
		return code;
	}
	desk_put(body, "kind", s->kind);
	desk_put(body, "school", id);
	code = desk_post(d, "/local/v1/hours", body);
	if (code == CODE_OK && !desk_printed(d, &code))
		print_hours(d);
	return code;
}

#define HOURS_ROWS(s)							\
	{ .name = "KIND", .word = true, .needed = true,			\
	  .text = &(s)->kind, .help = "direct, announcement, attendance, " \
	  "today, closing" },						\
	{ .name = "school", .value = "SCHOOL", .text = &(s)->school,	\
	  .help = "of one school, unless of the district" },		\
	AS_ROW(&(s)->desk.as, "the member of staff who does this"),	\
	DESK_ROWS(&(s)->desk)

static int
set_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Says when a kind of message goes, and for how long it is\n"
	    "useful; what is not said stays as it was. An emergency goes\n"
	    "at any hour.",
	    "homeline hours set direct --opens 07:00 --closes 20:00",
	    CODES_ASK
	};
	struct setting_hours	 s = { .kind = NULL };
	const struct option_row	 rows[] = {
		HOURS_ROWS(&s),
		{ .name = "opens", .value = "TIME", .text = &s.opens,
		  .help = "not before, as 07:00" },
		{ .name = "closes", .value = "TIME", .text = &s.closes,
		  .help = "not after, as 20:00" },
		{ .name = "useful", .value = "TIME", .text = &s.useful,
		  .help = "for so long, as 3d, 2h or 30m" },
		{ .name = "until", .value = "TIME", .text = &s.until,
		  .help = "or until that time of the day" },
		{ .name = NULL },
	};
	json_t			*body;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	body = json_object();
	if (!put_all(body, &s)) {
		json_decref(body);
		return CODE_USAGE;
	}
	if (json_object_size(body) == 0) {
		json_decref(body);
		command_say("%s: say what changes: --opens, --closes, "
		    "--useful or --until.", argv[0]);
		return CODE_USAGE;
	}
	return desk_close(&s.desk, set(&s, body));
}

static int
reset_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Takes back what a school or the district had said of a kind.",
	    "homeline hours reset direct --school \"Oak School\"", CODES_ASK
	};
	struct setting_hours	 s = { .kind = NULL };
	const struct option_row	 rows[] = { HOURS_ROWS(&s),
				    { .name = NULL } };
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&s.desk, set(&s, json_pack("{s:b}", "reset", 1)));
}

int
hours_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "", list_main, "the hours there are" },
		{ "set", set_main, "change those of a kind" },
		{ "reset", reset_main, "take a change back" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
