/*
 * `homeline office`: whom families may call.
 */

#include <stdio.h>
#include <string.h>

#include "base/list.h"
#include "command/desk.h"
#include "command/table.h"
#include "command/verb.h"

static const char about[] =
    "Whom families may call: the phone of each school's office, and of the\n"
    "district, which stands for schools without one. Families read it where\n"
    "they get English with a line whom to call for an interpreter, where a\n"
    "message is private, and where words have the place ((office phone)).";

static void
print_offices(struct desk *d)
{
	struct table	*t = TABLE(d->here.ground.arena, "OFFICE", "PHONE");
	const char	*shared = desk_text(d, d->answer.json, "phone"), *own;
	const json_t	*one;
	size_t		 i;

	TABLE_ROW(t, "the district", *shared == '\0' ? "none" : shared);
	json_array_foreach(json_object_get(d->answer.json, "schools"), i,
	    one) {
		own = desk_text(d, one, "phone");
		TABLE_ROW(t, desk_text(d, one, "name"), *own != '\0' ? own :
		    *shared != '\0' ? "the district's" : "none");
	}
	table_print(t, stdout);
}

static int
list_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists the phones. `homeline office set` changes one,\n"
	    "`homeline office remove` takes it away.",
	    "homeline office", CODES_ASK
	};

	return desk_list(argc, argv, &usage, "/local/v1/office",
	    print_offices);
}

/* What is set; phone "": nothing is. */
struct setting_office {
	struct desk	 desk;
	const char	*phone, *school;
};

static int
set(struct setting_office *s)
{
	struct desk	*d = &s->desk;
	const char	*id;
	json_t		*body;
	int		 code;

	if ((code = desk_open(d)) != CODE_OK ||
	    (code = here_find_id(&d->here, "school", s->school, &id)) !=
	    CODE_OK)
		return desk_close(d, code);
	body = json_pack("{s:s}", "phone", s->phone);
	desk_put(body, "school", id);
	code = desk_post(d, "/local/v1/office", body);
	if (code == CODE_OK && !desk_printed(d, &code))
		print_offices(d);
	return desk_close(d, code);
}

#define OFFICE_ROWS(s)							\
	{ .name = "school", .value = "SCHOOL", .text = &(s)->school,	\
	  .help = "of one school, unless of the district" },		\
	AS_ROW(&(s)->desk.as, "the member of staff who does this"),	\
	DESK_ROWS(&(s)->desk)

static int
set_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Families of that school, or of all that have none of their own,\n"
	    "are told to call this number.",
	    "homeline office set 508-799-3116 --school \"Oak School\"",
	    CODES_ASK
	};
	struct setting_office	 s = { .phone = NULL };
	const struct option_row	 rows[] = {
		{ .name = "NUMBER", .word = true, .needed = true,
		  .text = &s.phone, .help = "a phone that somebody answers" },
		OFFICE_ROWS(&s), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	return code != CODE_GO_ON ? code : set(&s);
}

static int
remove_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Takes the phone of a school away, whose families are then told\n"
	    "the district's; or that of the district.",
	    "homeline office remove --school \"Oak School\"", CODES_ASK
	};
	struct setting_office	 s = { .phone = "" };
	const struct option_row	 rows[] = { OFFICE_ROWS(&s),
				    { .name = NULL } };
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	return code != CODE_GO_ON ? code : set(&s);
}

int
office_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "", list_main, "the phones there are" },
		{ "set", set_main, "families are told to call this one" },
		{ "remove", remove_main, "and no more" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
