/*
 * `homeline user login, link, role`: how somebody signs in to the pages, and
 * what they may do there.
 */

#include <stdio.h>
#include <string.h>

#include "command/desk.h"
#include "command/user.h"

struct signing {
	struct desk	 desk;
	const char	*name, *id;
};

#define SIGNING_ROWS(s)							\
	{ .name = "NAME", .word = true, .needed = true,			\
	  .text = &(s)->name, .help = "a name or an id" }
#define SIGNING_ENDS(s)							\
	AS_ROW(&(s)->desk.as, "the member of staff who does this"),	\
	DESK_ROWS(&(s)->desk), { .name = NULL }

/* Finds them, and asks; the body is used up. */
static int
put(struct signing *s, const char *verb, json_t *body)
{
	return desk_post(&s->desk, desk_path(&s->desk,
	    "/local/v1/users/%s/%s", s->id, verb), body);
}

static int
find(struct signing *s)
{
	int code = desk_open(&s->desk);

	return code != CODE_OK ? code : here_find_id(&s->desk.here, "staff",
	    s->name, &s->id);
}

int
user_login_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Says by which name a member of staff signs in to the pages:\n"
	    "their mailbox at work. They are told there that families wrote.",
	    "homeline user login \"Pat Moore\" pat.moore@oak.example",
	    CODES_ASK
	};
	struct signing		 s = { .id = NULL };
	const char		*mailbox = NULL;
	const struct option_row	 rows[] = {
		SIGNING_ROWS(&s),
		{ .name = "MAILBOX", .word = true, .needed = true,
		  .text = &mailbox, .help = "their mailbox at work" },
		SIGNING_ENDS(&s),
	};
	json_t			*body;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = find(&s)) != CODE_OK)
		return desk_close(&s.desk, code);
	body = json_object();
	desk_put(body, "mailbox", mailbox);
	if ((code = put(&s, "login", body)) == CODE_OK &&
	    !desk_printed(&s.desk, &code))
		printf("%s signs in as %s. For a link to choose a password: "
		    "homeline user link.\n", desk_name(&s.desk,
		    s.desk.answer.json, "person"), desk_text(&s.desk,
		    s.desk.answer.json, "login"));
	return desk_close(&s.desk, code);
}

/* The link alone on standard output, for a program that mails it. */
static int
say_link(struct desk *d)
{
	const json_t *answer = d->answer.json;

	printf("%s\n", ask_text(answer, "link"));
	fprintf(stderr, "By this link %s chooses a password, once, until %s; "
	    "it is told this once. The name to sign in by is %s.\n",
	    desk_name(d, answer, "person"),
	    times_say_api(&d->here.face, ask_text(answer, "until")),
	    desk_text(d, answer, "login"));
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}

int
user_link_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Makes a link by which a member of staff chooses a password for\n"
	    "the pages, once, within three days. A link made before is good\n"
	    "no more. Give it to nobody else.",
	    "homeline user link \"Pat Moore\"", CODES_ASK
	};
	struct signing		 s = { .id = NULL };
	const struct option_row	 rows[] = {
		SIGNING_ROWS(&s), SIGNING_ENDS(&s),
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = find(&s)) == CODE_OK &&
	    (code = put(&s, "link", NULL)) == CODE_OK &&
	    !desk_printed(&s.desk, &code))
		code = say_link(&s.desk);
	return desk_close(&s.desk, code);
}

static void
say_role(struct desk *d)
{
	const json_t	*answer = d->answer.json;
	const char	*school = desk_name(d, answer, "school");

	printf("%s %s: %s%s%s.\n", desk_name(d, answer, "person"),
	    json_is_true(json_object_get(answer, "has")) ?
	    "has this role now" : "has this role no more",
	    desk_text(d, answer, "role"), *school == '\0' ? "" : ", ",
	    school);
}

int
user_role_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Gives a member of staff a role on the pages, or ends it:\n"
	    "school_admin (of one school), language, analyst, district_admin,\n"
	    "auditor. Who sits in a class, an office or at the desk reads and\n"
	    "writes there without one. An administrator gets a seat, too.",
	    "homeline user role \"Pat Moore\" --role district_admin", CODES_ASK
	};
	struct signing		 s = { .id = NULL };
	const char		*role = NULL, *school = NULL, *school_id;
	bool			 end = false;
	const struct option_row	 rows[] = {
		SIGNING_ROWS(&s),
		{ .name = "role", .value = "ROLE", .needed = true,
		  .text = &role, .help = "one of those above" },
		{ .name = "school", .value = "SCHOOL", .text = &school,
		  .help = "whose administrator" },
		{ .name = "end", .yes = &end, .help = "they have it no more" },
		SIGNING_ENDS(&s),
	};
	json_t			*body;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = find(&s)) != CODE_OK ||
	    (code = here_find_id(&s.desk.here, "school", school,
	    &school_id)) != CODE_OK)
		return desk_close(&s.desk, code);
	body = json_object();
	desk_put(body, "role", role);
	desk_put(body, "school", school_id);
	desk_flag(body, "end", end);
	if ((code = put(&s, "roles", body)) == CODE_OK &&
	    !desk_printed(&s.desk, &code))
		say_role(&s.desk);
	return desk_close(&s.desk, code);
}
