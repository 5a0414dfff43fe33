/*
 * `homeline templates`: what the district lacks of the templates that one
 * begins with, and adding it.
 */

#include <stdio.h>

#include "base/arena.h"
#include "base/list.h"
#include "command/desk.h"
#include "command/table.h"
#include "command/verb.h"

static const char about[] =
    "The templates a district begins with: absence, closing, emergency and so\n"
    "on, in all languages in which somebody has written them. A district that\n"
    "is older than some of them can add those.";

static const char *
languages(struct desk *d, const json_t *tags)
{
	const char	*all = "", *tag;
	size_t		 i;
	json_t		*value;

	json_array_foreach(tags, i, value) {
		tag = json_string_value(value);
		all = arena_print(d->here.ground.arena, "%s%s%s", all,
		    *all == '\0' ? "" : ", ", tag == NULL ? "?" : tag);
	}
	return all;
}

/* "missing", "missing in so, am; newer words in es-US" */
static const char *
what(struct desk *d, const json_t *one)
{
	const char *added = languages(d, json_object_get(one, "added"));
	const char *newer = languages(d, json_object_get(one, "newer"));

	if (json_is_true(json_object_get(one, "missing")))
		return "missing";
	return arena_print(d->here.ground.arena, "%s%s%s%s%s",
	    *added == '\0' ? "" : "missing in ", added, *added == '\0' ||
	    *newer == '\0' ? "" : "; ", *newer == '\0' ? "" :
	    "newer words in ", newer);
}

static void
print_steps(struct desk *d)
{
	struct table	*t = TABLE(d->here.ground.arena, "TEMPLATE", "WHAT");
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(d->answer.json, "templates"), i,
	    one)
		TABLE_ROW(t, desk_text(d, one, "name"), what(d, one));
	table_print(t, stdout);
}

static void
print_lacked(struct desk *d)
{
	if (json_array_size(json_object_get(d->answer.json,
	    "templates")) == 0) {
		puts("The district has all of them, in the words of this "
		    "version.");
		return;
	}
	print_steps(d);
	puts("\n`homeline templates add` adds them. What the district wrote, "
	    "approved or archived stays.");
}

static int
list_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists what the district lacks of the templates that one begins\n"
	    "with: those it never had, languages that they never had here,\n"
	    "and words that a later version says better and nobody here has\n"
	    "changed.",
	    "homeline templates", CODES_ASK
	};

	return desk_list(argc, argv, &usage, "/local/v1/templates",
	    print_lacked);
}

static void
print_added(struct desk *d)
{
	long long n = desk_number(d->answer.json, "count");

	if (n == 0) {
		puts("There was nothing to add.");
		return;
	}
	print_steps(d);
	printf("\n%lld %s added or brought up to date. Words in other "
	    "languages are drafts until\nsomebody who speaks the language "
	    "approves them: see Templates on the pages.\n", n,
	    desk_many(n, "template was", "templates were"));
}

static int
add_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Adds what `homeline templates` lists. What the district wrote,\n"
	    "approved, took out or archived stays as it is, and what was sent\n"
	    "or is planned keeps its words. Without --as it is the deed of\n"
	    "who runs the gateway, which the audit says.",
	    "homeline templates add --as \"Carmen Lopez\"", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const struct option_row	 rows[] = {
		AS_ROW(&d.as, "the member of staff who does this"),
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = desk_post(&d, "/local/v1/templates", NULL)) == CODE_OK &&
	    !desk_printed(&d, &code))
		print_added(&d);
	return desk_close(&d, code);
}

int
templates_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "", list_main, "what the district lacks of them" },
		{ "add", add_main, "add it" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
