/*
 * `homeline user`: who there is on the staff, where they sit, and their keys.
 * What changes them stands in user_change.c and user_key.c.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/desk.h"
#include "command/table.h"
#include "command/user.h"
#include "command/verb.h"

static const char about[] =
    "The members of staff who write and read: who there is, where they sit,\n"
    "who is away, and the API keys that write in their name.";

/* The last day somebody is away; "" for ever. */
static const char *
last_day(struct desk *d, const json_t *absence)
{
	return user_last_day(d, ask_text(absence, "until"));
}

static const char *
away_of(struct desk *d, const json_t *user)
{
	const json_t *a = json_array_get(json_object_get(user, "away"), 0);
	const char *cover = desk_name(d, a, "cover");

	if (a == NULL)
		return "";
	return arena_print(d->here.ground.arena, "%s to %s%s%s",
	    user_day(d, ask_text(a, "since")), last_day(d, a),
	    *cover == '\0' ? "" : ", cover ", cover);
}

static int
list(struct desk *d, const char *school)
{
	struct here_list	 wanted = { "/local/v1/users", "users",
				    "after", 100000 };
	const char		*id;
	json_t			*all, *row;
	struct table		*t;
	size_t			 i;
	int			 code;

	if ((code = here_find_id(&d->here, "school", school, &id)) != CODE_OK)
		return code;
	if (id != NULL)
		wanted.path = desk_path(d, "/local/v1/users?school=%s", id);
	code = here_pages(&d->here, &wanted, &all);
	if (code == CODE_OK && d->json) {
		code = here_print(all, "users");
	} else if (code == CODE_OK) {
		t = TABLE(d->here.ground.arena, "NAME", "SEATS", "AWAY",
		    "KEYS", "ID");
		table_right(t, 3);
		json_array_foreach(all, i, row)
			TABLE_ROW(t, desk_text(d, row, "name"),
			    here_names(d->here.ground.arena,
			    json_object_get(row, "seats")), away_of(d, row),
			    desk_path(d, "%lld", desk_number(row, "keys")),
			    desk_text(d, row, "id"));
		table_print(t, stdout);
	}
	json_decref(all);
	return code;
}

static int
list_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists the staff, by name.",
	    "homeline user list --school \"Oak School\"", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const char		*school = NULL;
	const struct option_row	 rows[] = {
		{ .name = "school", .value = "SCHOOL", .text = &school,
		  .help = "who sits at one school" },
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK)
		code = list(&d, school);
	return desk_close(&d, code);
}

static void
print_keys(struct desk *d, const json_t *keys)
{
	struct table	*t = TABLE(d->here.ground.arena, "KEY", "SINCE",
			    "WRITES FOR", "NAME");
	const json_t	*key;
	size_t		 i;

	json_array_foreach(keys, i, key)
		TABLE_ROW(t, desk_text(d, key, "id"),
		    times_say_api(&d->here.face, ask_text(key, "created")),
		    desk_name(d, key, "person"), desk_text(d, key, "name"));
	table_print(t, stdout);
}

static void
print_user(struct desk *d, const json_t *user)
{
	const json_t	*one;
	size_t		 i;

	printf("%s, %s (%s)\n", desk_text(d, user, "name"), desk_language(d,
	    desk_text(d, user, "language")), desk_text(d, user, "id"));
	json_array_foreach(json_object_get(user, "seats"), i, one)
		printf("  Sits: %s%s%s\n", desk_text(d, one, "name"),
		    *desk_name(d, one, "school") == '\0' ? "" : ", ",
		    desk_name(d, one, "school"));
	if (i == 0)
		puts("  Sits nowhere, so reads and writes nothing. To give a "
		    "seat: homeline user seat.");
	json_array_foreach(json_object_get(user, "roles"), i, one)
		printf("  Role: %s%s%s\n", desk_text(d, one, "role"),
		    *desk_name(d, one, "school") == '\0' ? "" : ", ",
		    desk_name(d, one, "school"));
	if (*desk_text(d, user, "login") != '\0')
		printf("  Signs in as: %s\n", desk_text(d, user, "login"));
	json_array_foreach(json_object_get(user, "away"), i, one)
		printf("  Away: %s to %s; %s\n", user_day(d, ask_text(one,
		    "since")), last_day(d, one),
		    *desk_name(d, one, "cover") == '\0' ? "nobody stands in" :
		    desk_path(d, "%s stands in", desk_name(d, one,
		    "cover")));
	json_array_foreach(json_object_get(user, "addresses"), i, one)
		printf("  Reached at: %s\n", desk_text(d, one, "address"));
	one = json_object_get(user, "keys");
	if (json_array_size(one) > 0) {
		putchar('\n');
		print_keys(d, one);
	}
}

static int
show_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Shows a member of staff: seats, absences, numbers and keys.",
	    "homeline user show \"Pat Moore\"", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const char		*name = NULL, *id;
	const struct option_row	 rows[] = {
		{ .name = "NAME", .word = true, .needed = true, .text = &name,
		  .help = "a name or an id" },
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK &&
	    (code = here_find_id(&d.here, "staff", name, &id)) == CODE_OK &&
	    (code = desk_get(&d, desk_path(&d, "/local/v1/users/%s", id))) ==
	    CODE_OK && !desk_printed(&d, &code))
		print_user(&d, d.answer.json);
	return desk_close(&d, code);
}

static int
keys_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Lists the API keys that are not revoked. Their texts are known\n"
	    "to nobody but who has them.",
	    "homeline user keys", CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const struct here_list	 wanted = { "/local/v1/keys", "keys", "after",
				    100000 };
	json_t			*all = NULL;
	const struct option_row	 rows[] = { DESK_ROWS(&d),
				    { .name = NULL } };
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK)
		code = here_pages(&d.here, &wanted, &all);
	if (code == CODE_OK && d.json)
		code = here_print(all, "keys");
	else if (code == CODE_OK)
		print_keys(&d, all);
	json_decref(all);
	return desk_close(&d, code);
}

int
user_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "list", list_main, "who there is" },
		{ "show", show_main, "one of them" },
		{ "add", user_add_main, "somebody new" },
		{ "seat", user_seat_main, "where they sit" },
		{ "role", user_role_main, "what they may on the pages" },
		{ "login", user_login_main, "the name they sign in by" },
		{ "link", user_link_main, "a link to choose a password" },
		{ "key", user_key_main, "a new API key in their name" },
		{ "keys", keys_main, "the API keys there are" },
		{ "revoke", user_revoke_main, "takes an API key back" },
		{ "away", user_away_main, "they do not read for some days" },
		{ "back", user_back_main, "they read again" },
		{ "left", user_left_main, "they are of the staff no more" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
