/*
 * `homeline contact`: what is known of a number, and what the office enters
 * about it.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "command/card.h"
#include "command/desk.h"
#include "command/verb.h"

static const char about[] =
    "A number or mailbox of a family: what is known of it, and what the\n"
    "office was told on the phone or on paper. Every change is kept with who\n"
    "entered it.";

/* A number or a mailbox, not a name. */
static bool
is_address(const char *text)
{
	return strchr(text, '@') != NULL ||
	    text[strspn(text, "+0123456789 ()-./")] == '\0';
}

static int
show(struct desk *d, const char *who)
{
	const char	*id;
	int		 code;

	if (is_address(who)) {
		code = desk_get(d, desk_path(d, "/local/v1/contact?address=%s",
		    ask_encode(&d->here.ground, who)));
		if (code == CODE_OK && !desk_printed(d, &code))
			card_print(d, d->answer.json);
		return code;
	}
	if ((code = here_find_id(&d->here, "person", who, &id)) == CODE_OK &&
	    (code = desk_get(d, desk_path(d, "/local/v1/people/%s", id))) ==
	    CODE_OK && !desk_printed(d, &code))
		card_print_person(d, d->answer.json);
	return code;
}

static int
show_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Shows a number or mailbox, or all those of a person: whose it\n"
	    "is, whether it can be texted, what they said about being\n"
	    "texted, when the school introduced itself, and the last text.",
	    "homeline contact show \"Ana Rivera\"\n"
	    "homeline contact show 508-555-0101",
	    CODES_ASK
	};
	struct desk		 d = { .config = NULL };
	const char		*who = NULL;
	const struct option_row	 rows[] = {
		{ .name = "WHO", .word = true, .needed = true, .text = &who,
		  .help = "a name, a number or a mailbox" },
		DESK_ROWS(&d), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = desk_open(&d)) == CODE_OK)
		code = show(&d, who);
	return desk_close(&d, code);
}

/* A person and a number: add and remove. */
struct reaching {
	struct desk	 desk;
	const char	*who, *address, *note;
	bool		 first, remove;
};

static void
say_reached(struct reaching *r, const struct match *match)
{
	const json_t	*card = r->desk.answer.json;
	const char	*address = desk_text(&r->desk, card, "address");

	if (r->remove)
		printf("%s is not reached at %s any more.\n", match->name,
		    address);
	else if (!json_is_true(json_object_get(card, "changed")))
		printf("%s has %s already.\n", match->name, address);
	else
		printf("%s is reached at %s%s. %s\n", match->name, address,
		    r->first ? ", before all else" : "",
		    desk_text(&r->desk, card, "sentence"));
	card_say_dropped(card);
	if (!r->remove)
		card_say_shared(&r->desk, card);
}

static int
reach(struct reaching *r)
{
	struct desk	*d = &r->desk;
	json_t		*body;
	struct match	 match;
	int		 code;

	if ((code = desk_open(d)) != CODE_OK ||
	    (code = here_find(&d->here, "person", r->who, &match)) != CODE_OK)
		return code;
	body = json_pack("{s:s}", "address", r->address);
	desk_put(body, "note", r->note);
	desk_flag(body, "first", r->first);
	desk_flag(body, "remove", r->remove);
	code = desk_post(d, desk_path(d, "/local/v1/people/%s/contacts",
	    match.id), body);
	if (code == CODE_OK && !desk_printed(d, &code))
		say_reached(r, &match);
	return code;
}

#define REACH_ROWS(r)							\
	{ .name = "PERSON", .word = true, .needed = true,		\
	  .text = &(r)->who, .help = "a name or an id" },		\
	{ .name = "NUMBER", .word = true, .needed = true,		\
	  .text = &(r)->address, .help = "a phone number or a mailbox" }, \
	WHO_ROW(&(r)->desk),						\
	{ .name = "note", .value = "TEXT", .text = &(r)->note,		\
	  .help = "how you know, for the record" },			\
	DESK_ROWS(&(r)->desk)

static int
add_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "A person is reached at that number or mailbox, behind their\n"
	    "other ones or, with --first, before them. So a number that\n"
	    "nobody knew becomes that of a guardian.",
	    "homeline contact add \"Ana Rivera\" 508-555-0101 --first \\\n"
	    "    --as \"Pat Moore\" --note \"new phone, told at the desk\"",
	    CODES_ASK
	};
	struct reaching		 r = { .who = NULL };
	const struct option_row	 rows[] = {
		REACH_ROWS(&r),
		{ .name = "first", .yes = &r.first,
		  .help = "text this number before the others" },
		{ .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&r.desk, reach(&r));
}

static int
remove_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "A person is not reached at that number any more. What is\n"
	    "planned for them there goes to their next number, if they have\n"
	    "one.",
	    "homeline contact remove \"Ana Rivera\" 508-555-0101 "
	    "--as \"Pat Moore\"",
	    CODES_ASK
	};
	struct reaching		 r = { .remove = true };
	const struct option_row	 rows[] = { REACH_ROWS(&r),
				    { .name = NULL } };
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&r.desk, reach(&r));
}

/* What is entered about a number alone. */
struct deed {
	struct desk	 desk;
	const char	*deed, *address, *note, *language;
};

static int
enter(struct deed *e)
{
	struct desk	*d = &e->desk;
	json_t		*body;
	const json_t	*card;
	int		 code;

	if ((code = desk_open(d)) != CODE_OK)
		return code;
	body = json_pack("{s:s}", "address", e->address);
	desk_put(body, "note", e->note);
	desk_put(body, "language", e->language);
	code = desk_post(d, desk_path(d, "/local/v1/contact/%s", e->deed),
	    body);
	if (code != CODE_OK || desk_printed(d, &code))
		return code;
	card = d->answer.json;
	printf("%s%s%s: %s\n", card_names(d, card),
	    json_is_true(json_object_get(card, "changed")) ? "" :
	    " (as it was)", e->language == NULL ? "" : arena_print(
	    d->here.ground.arena, " is written to in %s", desk_language(d,
	    desk_text(d, card, "language"))), desk_text(d, card, "sentence"));
	card_say_dropped(card);
	return code;
}

static int
deed_main(int argc, char **argv, struct deed *e, const struct usage *usage)
{
	bool			 start = strcmp(e->deed, "start") == 0;
	bool			 speaks = strcmp(e->deed, "language") == 0;
	const struct option_row	 rows[] = {
		{ .name = "NUMBER", .word = true, .needed = true,
		  .text = &e->address, .help = "a phone number" },
		WHO_ROW(&e->desk),
		{ .name = "note", .value = "TEXT", .text = &e->note,
		  .needed = start, .help = "how you know, for the record" },
		DESK_ROWS(&e->desk),
		{ .name = speaks ? "LANGUAGE" : NULL, .word = true,
		  .needed = true, .text = &e->language,
		  .help = "such as es-US, pt-BR or vi" },
		{ .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&e->desk, enter(e));
}

static int
stop_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "They asked for no texts, on the phone or on paper: nothing is\n"
	    "sent to that number any more, and what is planned is dropped.",
	    "homeline contact stop 508-555-0101 --as \"Pat Moore\" \\\n"
	    "    --note \"told on the phone\"",
	    CODES_ASK
	};
	struct deed e = { .deed = "stop" };

	return deed_main(argc, argv, &e, &usage);
}

static int
start_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "They want texts again, when it was the office that stopped\n"
	    "them. Who texted STOP has to text START: no one else can undo\n"
	    "that.",
	    "homeline contact start 508-555-0101 --as \"Pat Moore\" \\\n"
	    "    --note \"asked at the front desk\"",
	    CODES_ASK
	};
	struct deed e = { .deed = "start" };

	return deed_main(argc, argv, &e, &usage);
}

static int
wrong_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Somebody else has this number: nothing is sent there, and what\n"
	    "is planned goes to the next number of the family, if they have\n"
	    "one.",
	    "homeline contact wrong 508-555-0101 --as \"Pat Moore\"",
	    CODES_ASK
	};
	struct deed e = { .deed = "wrong" };

	return deed_main(argc, argv, &e, &usage);
}

static int
ok_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "The number is right and can be texted, whatever was thought of\n"
	    "it before.",
	    "homeline contact ok 508-555-0101 --as \"Pat Moore\"",
	    CODES_ASK
	};
	struct deed e = { .deed = "ok" };

	return deed_main(argc, argv, &e, &usage);
}

static int
landline_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "The number is a landline, which gets no texts.",
	    "homeline contact landline 508-555-0101 --as \"Pat Moore\"",
	    CODES_ASK
	};
	struct deed e = { .deed = "landline" };

	return deed_main(argc, argv, &e, &usage);
}

static int
language_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "Texts to that number are in another language from now on.",
	    "homeline contact language 508-555-0101 pt-BR --as \"Pat Moore\"",
	    CODES_ASK
	};
	struct deed e = { .deed = "language" };

	return deed_main(argc, argv, &e, &usage);
}

/* By which channel a person wants to be written to. */
struct preferring {
	struct desk	 desk;
	const char	*who, *way, *note;
};

static const struct {
	const char	*way, *word, *sentence;
} ways[] = {
	{ "text", "text", "gets texts; mail only where no text can go" },
	{ "mail", "mail", "gets mail; texts only where there is no mailbox" },
	{ "short", "text_short", "gets short texts by day, and mail for long "
	    "words and at night" },
};

static int
prefer(struct preferring *p)
{
	struct desk	*d = &p->desk;
	struct match	 match;
	size_t		 i = 0;
	int		 code;

	while (i < COUNT(ways) && strcmp(ways[i].way, p->way) != 0)
		i++;
	if (i == COUNT(ways)) {
		command_say("what can be preferred is: text, mail, short.");
		return CODE_USAGE;
	}
	if ((code = desk_open(d)) != CODE_OK ||
	    (code = here_find(&d->here, "person", p->who, &match)) != CODE_OK)
		return code;
	code = desk_post(d, desk_path(d, "/local/v1/people/%s/prefers",
	    match.id), p->note == NULL ? json_pack("{s:s}", "prefers",
	    ways[i].word) : json_pack("{s:s, s:s}", "prefers", ways[i].word,
	    "note", p->note));
	if (code == CODE_OK && !desk_printed(d, &code))
		printf("%s %s%s.\n", match.name, ways[i].sentence,
		    json_is_true(json_object_get(d->answer.json, "changed")) ?
		    "" : ", as before");
	return code;
}

static int
prefer_main(int argc, char **argv)
{
	static const struct usage usage = {
	    "By which way a guardian wants to be written to: text, mail, or\n"
	    "short (short texts by day, mail for long words and at night).",
	    "homeline contact prefer \"Ana Rivera\" mail "
	    "--as \"Pat Moore\"",
	    CODES_ASK
	};
	struct preferring	 p = { .who = NULL };
	const struct option_row	 rows[] = {
		{ .name = "PERSON", .word = true, .needed = true,
		  .text = &p.who, .help = "a name or an id" },
		{ .name = "WAY", .word = true, .needed = true,
		  .text = &p.way, .help = "text, mail or short" },
		WHO_ROW(&p.desk),
		{ .name = "note", .value = "TEXT", .text = &p.note,
		  .help = "how you know, for the record" },
		DESK_ROWS(&p.desk), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	return desk_close(&p.desk, prefer(&p));
}

int
contact_main(int argc, char **argv)
{
	static const struct verb verbs[] = {
		{ "show", show_main, "what is known of a number or person" },
		{ "add", add_main, "a person is reached there" },
		{ "remove", remove_main, "and is no more" },
		{ "prefer", prefer_main, "texts or mail, as they want" },
		{ "stop", stop_main, "they want no texts" },
		{ "start", start_main, "they want texts again" },
		{ "wrong", wrong_main, "somebody else has the number" },
		{ "ok", ok_main, "the number is right" },
		{ "landline", landline_main, "it gets no texts" },
		{ "language", language_main, "texts to it are in another" },
		{ NULL, NULL, NULL },
	};

	return verb_run(argc, argv, verbs, about);
}
