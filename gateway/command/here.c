/*
 * The district that runs here, and names in it.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/text.h"
#include "base/zone.h"
#include "command/here.h"
#include "command/table.h"
#include "web/when.h"

#define PAGE		100
#define FOUND_MOST	50	/* As local_find.c has it. */
#define WORDS_BYTES	65536	/* More than may be sent. */

/* Zone, clock and mode. */
static int
learn(struct here *h)
{
	struct arena		*arena = h->ground.arena;
	struct ask_answer	 me;
	const json_t		*district;
	const char		*why = "no answer";
	int code = ask(&h->ground, &(struct ask_question){ .method = "GET",
	    .path = "/api/v1/me" }, &me);

	if (code == CODE_OK) {
		district = json_object_get(me.json, "district");
		h->district = table_clean(arena, ask_text(district, "name"));
		h->sample = json_is_true(json_object_get(district, "sample"));
		h->practice = json_is_true(json_object_get(district,
		    "practice"));
		h->zone = zone_open(ask_text(district, "zone"), &why);
		h->face = (struct clockface){ .arena = arena,
		    .zone = h->zone };
		if (h->zone == NULL || !when_read(ask_text(me.json, "now"),
		    &h->face.now)) {
			command_say("the gateway is of another version. "
			    "Restart it.");
			code = CODE_FAILED;
		}
	}
	ask_free(&me);
	return code;
}

int
here_open(struct here *h, const char *config, const char *as)
{
	struct match	match;
	int		code;

	*h = (struct here){ .zone = NULL };
	if ((code = ground_config(&h->ground, config)) != CODE_OK ||
	    (code = learn(h)) != CODE_OK || as == NULL)
		return code;
	if ((code = here_find(h, "staff", as, &match)) != CODE_OK)
		return code;
	h->as = match.id;
	h->as_name = match.name;
	return CODE_OK;
}

void
here_close(struct here *h)
{
	if (h->zone != NULL)
		zone_close(h->zone);
	ground_free(&h->ground);
}

static struct match
match_of(struct here *h, const json_t *found)
{
	struct arena *arena = h->ground.arena;

	return (struct match){
	    .noun = arena_text(arena, ask_text(found, "noun")),
	    .id = arena_text(arena, ask_text(found, "id")),
	    .name = table_clean(arena, ask_text(found, "name")),
	    .school = table_clean(arena, ask_text(found, "school")),
	    .class = table_clean(arena, ask_text(found, "class")),
	    .address = arena_text(arena, ask_text(found, "address")) };
}

static void
print_matches(struct here *h, const json_t *list)
{
	struct table	*t = TABLE(h->ground.arena, "ID", "WHAT", "NAME",
			    "SCHOOL", "CLASS OR NUMBER");
	struct match	 m;
	const json_t	*found;
	size_t		 i;

	json_array_foreach(list, i, found) {
		m = match_of(h, found);
		TABLE_ROW(t, m.id, m.noun, m.name, m.school,
		    *m.class != '\0' ? m.class : m.address);
	}
	table_print(t, stderr);
}

/* What `of` says, for a sentence: "student, class or school". */
static const char *
nouns_in_words(struct here *h, const char *of)
{
	char *words = arena_take(h->ground.arena, 2 * strlen(of) + 4);
	const char *last = strrchr(of, ',');

	if (strcmp(of, "staff") == 0)
		return "member of staff";
	for (char *to = words; *of != '\0'; of++)
		if (*of != ',')
			*to++ = *of;
		else
			to = stpcpy(to, of == last ? " or " : ", ");
	return words;
}

static int
unsure(struct here *h, const char *of, const char *text, const json_t *answer)
{
	const json_t *near = json_object_get(answer, "near");
	const json_t *found = json_object_get(answer, "found");

	if (json_array_size(found) > 0) {
		command_say("\"%s\" may be one of these%s. Write the whole "
		    "name, or the id in its place.", text,
		    json_array_size(found) < FOUND_MOST ? "" :
		    ", and of others");
		print_matches(h, found);
	} else if (json_array_size(near) > 0) {
		command_say("there is no %s \"%s\". Did you mean one of "
		    "these?", nouns_in_words(h, of), text);
		print_matches(h, near);
	} else {
		command_say("there is no %s \"%s\". Write a name, or a part "
		    "of one, or an id.", nouns_in_words(h, of), text);
	}
	return CODE_USAGE;
}

int
here_find(struct here *h, const char *of, const char *text,
    struct match *match)
{
	struct ask_answer	 answer;
	const json_t		*found;
	int			 code;

	code = ask(&h->ground, &(struct ask_question){ .method = "GET",
	    .path = arena_print(h->ground.arena,
	    "/local/v1/find?of=%s&what=%s", of,
	    ask_encode(&h->ground, text)) }, &answer);
	if (code == CODE_OK) {
		found = json_object_get(answer.json, "found");
		if (json_array_size(found) == 1)
			*match = match_of(h, json_array_get(found, 0));
		else
			code = unsure(h, of, text, answer.json);
	}
	ask_free(&answer);
	return code;
}

int
here_id(const char *typed, const char *noun, const char *command)
{
	int64_t id;

	if (id_parse(typed, &id))
		return CODE_OK;
	command_say("\"%s\" is no id of %s. `homeline %s` lists them.", typed,
	    noun, command);
	return CODE_USAGE;
}

int
here_find_id(struct here *h, const char *of, const char *text,
    const char **id)
{
	struct match	match = { .id = NULL };
	int		code = CODE_OK;

	if (text != NULL)
		code = here_find(h, of, text, &match);
	*id = match.id;
	return code;
}

int
here_words(struct here *h, const char *typed, const char **words)
{
	char	*all;
	size_t	 length;

	*words = text_clean(h->ground.arena, typed, strlen(typed));
	if (strcmp(typed, "-") != 0)
		return CODE_OK;
	all = arena_take(h->ground.arena, WORDS_BYTES + 1);
	length = fread(all, 1, WORDS_BYTES, stdin);
	while (length > 0 && strchr("\r\n", all[length - 1]) != NULL)
		length--;
	*words = text_clean(h->ground.arena, all, length);
	if (length > 0)
		return CODE_OK;
	command_say("standard input is empty. Write the words there, or on "
	    "the command line.");
	return CODE_USAGE;
}

const char *
here_name(struct here *h, const struct match *m)
{
	const char *place = *m->class == '\0' ? m->school :
	    arena_print(h->ground.arena, "%s, %s", m->school, m->class);

	if (strcmp(m->noun, "school") == 0 || *place == '\0')
		return m->name;
	return arena_print(h->ground.arena, "%s (%s)", m->name, place);
}

const char *
here_names(struct arena *arena, const json_t *list)
{
	const char	*all = "";
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		all = arena_print(arena, "%s%s%s", all, i == 0 ? "" : ", ",
		    ask_text(one, "name"));
	return table_clean(arena, all);
}

const char *
here_kind(const char *kind)
{
	static const char *const words[][2] = {
		{ "emergency", "An emergency message" },
		{ "closing", "A closing" },
		{ "today", "A message for today" },
		{ "attendance", "An attendance notice" },
		{ "direct", "A direct message" },
		{ "announcement", "An announcement" },
		{ "system", "An automatic text" },
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i][0], kind) == 0)
			return words[i][1];
	return "A message";
}

int
here_print(json_t *json, const char *name)
{
	char *text;

	json = name == NULL ? json_incref(json) : json_pack("{s:O}", name,
	    json);
	text = json_dumps(json, JSON_COMPACT);
	puts(text);
	free(text);
	json_decref(json);
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}

int
here_pages(struct here *h, const struct here_list *list, json_t **all)
{
	struct arena		*arena = h->ground.arena;
	struct ask_answer	 answer;
	const char		*next = "", *join;
	int			 code = CODE_OK;

	*all = json_array();
	join = strchr(list->path, '?') == NULL ? "?" : "&";
	while (code == CODE_OK && next != NULL &&
	    json_array_size(*all) < list->most) {
		code = ask(&h->ground, &(struct ask_question){
		    .method = "GET", .as = h->as, .path = arena_print(arena,
		    "%s%smost=%d%s%s%s%s", list->path, join, PAGE,
		    *next == '\0' ? "" : "&", *next == '\0' ? "" :
		    list->mark, *next == '\0' ? "" : "=", next) }, &answer);
		json_array_extend(*all, json_object_get(answer.json,
		    list->name));
		next = ask_text(answer.json, "next");
		next = *next == '\0' ? NULL : arena_text(arena, next);
		ask_free(&answer);
	}
	return code;
}
