/*
 * `homeline send`: somebody writes to families.
 *
 * Names become ids first, then each message is tried out by a preview: who
 * types sees how many families it reaches before it goes.  Students are one
 * message, and each class or school is one of its own.
 */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "command/here.h"
#include "command/preview.h"
#include "web/when.h"

#define ASK_FROM	26	/* Families: so many have to be meant. */
#define DRAFTS_MOST	OPTION_MOST

static const struct usage usage = {
    "Writes to the guardians of a student, a class or a school, by name.\n"
    "Several --to are allowed: students are one message, each class or\n"
    "school is one of its own. WORDS is one text in quotes, or - for\n"
    "standard input. More than 25 families have to be confirmed: by --yes,\n"
    "or at the terminal. KIND is direct, announcement, today, attendance,\n"
    "closing or emergency; direct unless given. READERS of the answers are\n"
    "author, class_team, office or nobody; the author unless given. TIME is\n"
    "\"2026-12-08 10:05\", \"10:05\" or \"tomorrow 7:00\".",
    "homeline send --to \"Ben Walsh\" --as \"Min Park\" \\\n"
    "    \"Ben forgot his lunch.\"\n"
    "homeline send --to \"Oak School\" --as \"Carmen Lopez\" --preview \\\n"
    "    --kind closing \"No school today.\"",
    CODES_ASK
};

struct draft_here {
	json_t		*body;
	const char	*to;		/* For people. */
	struct ask_answer preview;
};

struct sending {
	struct here		 here;
	struct option_list	 to;
	const char		*subject, *as, *kind, *readers, *at, *until;
	const char		*typed, *words;
	bool			 preview, yes, at_night, json;
	int64_t			 send_at, not_after;

	struct draft_here	 drafts[DRAFTS_MOST];
	unsigned		 count;
	json_t			*students;	/* Of the first draft's body. */
};

static int
read_times(struct sending *s)
{
	const char *why;

	if ((s->at == NULL || times_read(&s->here.face, s->at, &s->send_at,
	    &why)) && (s->until == NULL || times_read(&s->here.face,
	    s->until, &s->not_after, &why)))
		return CODE_OK;
	command_say("%s", why);
	return CODE_USAGE;
}

static json_t *
body_new(struct sending *s, json_t *to)
{
	struct arena	*arena = s->here.ground.arena;
	json_t		*body = json_pack("{s:o, s:s}", "to", to, "words",
			    s->words);

	if (s->subject != NULL)
		json_object_set_new(body, "subject",
		    json_string(s->subject));
	if (s->kind != NULL)
		json_object_set_new(body, "kind", json_string(s->kind));
	if (s->readers != NULL)
		json_object_set_new(body, "readers",
		    json_string(s->readers));
	if (s->send_at != 0)
		json_object_set_new(body, "send_at", json_string(
		    when_text(arena, s->send_at)));
	if (s->not_after != 0)
		json_object_set_new(body, "not_after", json_string(
		    when_text(arena, s->not_after)));
	if (s->at_night)
		json_object_set_new(body, "at_night", json_true());
	return body;
}

/* A student joins the others; a class or school is a message of its own. */
static void
add(struct sending *s, const struct match *m)
{
	struct arena		*arena = s->here.ground.arena;
	struct draft_here	*d;

	if (strcmp(m->noun, "student") == 0 && s->students != NULL) {
		json_array_append_new(s->students, json_string(m->id));
		for (d = s->drafts; json_object_get(json_object_get(d->body,
		    "to"), "students") == NULL; d++)
			continue;
		d->to = arena_print(arena, "%s, %s", d->to,
		    here_name(&s->here, m));
		return;
	}
	d = &s->drafts[s->count++];
	d->to = here_name(&s->here, m);
	if (strcmp(m->noun, "student") == 0) {
		s->students = json_pack("[s]", m->id);
		d->body = body_new(s, json_pack("{s:O}", "students",
		    s->students));
	} else {
		d->body = body_new(s, json_pack("{s:s}", m->noun, m->id));
	}
}

static int
read_to(struct sending *s)
{
	struct match	match;
	int		code = CODE_OK;

	for (unsigned i = 0; code == CODE_OK && i < s->to.count; i++) {
		code = here_find(&s->here, "student,class,school",
		    s->to.list[i], &match);
		if (code == CODE_OK)
			add(s, &match);
	}
	return code;
}

static int
try_out(struct sending *s)
{
	struct draft_here	*d;
	int			 code = CODE_OK;

	for (unsigned i = 0; code == CODE_OK && i < s->count; i++) {
		d = &s->drafts[i];
		code = ask(&s->here.ground, &(struct ask_question){
		    .method = "POST", .path = "/api/v1/previews",
		    .body = d->body, .as = s->here.as }, &d->preview);
	}
	return code;
}

static int
show(struct sending *s)
{
	int code = CODE_OK;

	for (unsigned i = 0; i < s->count; i++)
		if (s->json)
			code = ask_print(&s->drafts[i].preview);
		else
			preview_print(&s->here, s->drafts[i].to,
			    s->drafts[i].preview.json);
	return code;
}

/* Whether it is meant, when it goes to many. */
static int
confirm(struct sending *s)
{
	json_int_t	 families = 0;
	char		 line[16] = "";

	for (unsigned i = 0; i < s->count; i++)
		families += json_integer_value(json_object_get(
		    s->drafts[i].preview.json, "families"));
	if (families < ASK_FROM || s->yes)
		return CODE_OK;
	if (!isatty(STDIN_FILENO) || strcmp(s->typed, "-") == 0) {
		command_say("this goes to %lld families. See it with "
		    "--preview, then say --yes to send it.",
		    (long long)families);
		return CODE_USAGE;
	}
	fprintf(stderr, "This goes to %lld families. Type yes to send it: ",
	    (long long)families);
	if (fgets(line, sizeof line, stdin) != NULL &&
	    strcmp(line, "yes\n") == 0)
		return CODE_OK;
	command_say("nothing was sent.");
	return CODE_FAILED;
}

/* Nobody would get it: that is no message. */
static int
anybody(struct sending *s)
{
	for (unsigned i = 0; i < s->count; i++)
		if (json_integer_value(json_object_get(
		    s->drafts[i].preview.json, "reached")) == 0) {
			command_say("nobody of %s can be reached, so "
			    "nothing was sent. --preview says why.",
			    s->drafts[i].to);
			return CODE_FAILED;
		}
	return CODE_OK;
}

static int
post(struct sending *s)
{
	struct ask_answer	 answer;
	struct draft_here	*d;
	int			 code = CODE_OK;

	for (unsigned i = 0; code == CODE_OK && i < s->count; i++) {
		d = &s->drafts[i];
		code = ask(&s->here.ground, &(struct ask_question){
		    .method = "POST", .path = "/api/v1/messages",
		    .body = d->body, .as = s->here.as,
		    .key = ask_key(&s->here.ground) }, &answer);
		if (code == CODE_OK && s->json)
			code = ask_print(&answer);
		else if (code == CODE_OK)
			preview_sent(&s->here, d->to, d->preview.json,
			    answer.json);
		ask_free(&answer);
	}
	return code;
}

static int
send_all(struct sending *s, const char *config)
{
	int code;

	if ((code = here_open(&s->here, config, s->as)) != CODE_OK ||
	    (code = here_words(&s->here, s->typed, &s->words)) != CODE_OK ||
	    (code = read_times(s)) != CODE_OK ||
	    (code = read_to(s)) != CODE_OK ||
	    (code = try_out(s)) != CODE_OK)
		return code;
	if (s->preview)
		return show(s);
	if ((code = anybody(s)) != CODE_OK ||
	    (code = confirm(s)) != CODE_OK)
		return code;
	return post(s);
}

static void
clear(struct sending *s)
{
	for (unsigned i = 0; i < s->count; i++) {
		json_decref(s->drafts[i].body);
		ask_free(&s->drafts[i].preview);
	}
	json_decref(s->students);
	here_close(&s->here);
}

int
send_main(int argc, char **argv)
{
	const char		*config = NULL;
	static struct sending	 s;
	const struct option_row	 rows[] = {
		{ .name = "WORDS", .word = true, .needed = true,
		  .text = &s.typed, .help = "what you write; - is standard "
		  "input" },
		{ .name = "to", .value = "WHO", .needed = true, .list = &s.to,
		  .help = "a student, class or school, by name or id" },
		{ .name = "as", .value = "NAME", .needed = true,
		  .text = &s.as, .help = "the member of staff who writes" },
		{ .name = "subject", .value = "TEXT", .text = &s.subject,
		  .help = "on top of mails" },
		{ .name = "kind", .value = "KIND", .text = &s.kind,
		  .help = "what sort of message" },
		{ .name = "readers", .value = "READERS", .text = &s.readers,
		  .help = "who reads the answers" },
		{ .name = "at", .value = "TIME", .text = &s.at,
		  .help = "when it goes; at once unless given" },
		{ .name = "until", .value = "TIME", .text = &s.until,
		  .help = "when it is useless; its kind says unless given" },
		{ .name = "at-night", .yes = &s.at_night,
		  .help = "a closing goes in the night, too" },
		{ .name = "preview", .yes = &s.preview,
		  .help = "show what would go to whom, and send nothing" },
		{ .name = "yes", .yes = &s.yes,
		  .help = "also to more than 25 families" },
		JSON_ROW(&s.json), CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	code = send_all(&s, config);
	clear(&s);
	return code;
}
