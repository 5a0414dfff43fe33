/*
 * The content of an announcement that is not sent yet.  Others may have kept
 * it with an older program, so nothing in it is relied on.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "store/word.h"
#include "web/announce.h"
#include "web/api.h"

static json_t *
say_ids(const int64_t *ids, unsigned count)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(all, api_id_text(ids[i]));
	return all;
}

static json_t *
say_translations(const struct announcement *a)
{
	const struct translation	*t;
	json_t				*all = json_array();

	for (unsigned i = 0; i < a->word_count; i++) {
		t = &a->words_in[i];
		json_array_append_new(all, json_pack("{s:s, s:s, s:s, s:o}",
		    "language", t->language, "words", t->words,
		    "state", words_state_word(t->state),
		    "author", api_id_text(t->author)));
	}
	return all;
}

static json_t *
say_values(const struct announcement *a)
{
	json_t *all = json_object();

	for (unsigned i = 0; i < a->value_count; i++)
		json_object_set_new(all, a->values[i].name,
		    json_string(a->values[i].texts[0]));
	return all;
}

char *
announce_say(struct arena *arena, const struct announcement *a)
{
	json_t	*json = json_pack("{s:s, s:s, s:s, s:s, s:o, s:o, s:s, s:o, "
	    "s:o, s:o, s:I, s:b, s:s, s:I, s:b, s:o}",
	    "kind", kind_word(a->kind),
	    "readers", readers_word(a->readers), "subject", a->subject,
	    "words", a->words, "template", api_id_text(a->template),
	    "translations", say_translations(a),
	    "audience", audience_word(a->audience),
	    "school", api_id_text(a->school),
	    "classes", say_ids(a->classes, a->class_count),
	    "students", say_ids(a->students, a->student_count),
	    "send_at", (json_int_t)a->send_at, "at_night", (int)a->at_night,
	    "topic", topic_word(a->topic),
	    "version", (json_int_t)a->version, "apart", (int)a->apart,
	    "values", say_values(a));
	char	*text = json_dumps(json, JSON_COMPACT), *kept;

	kept = arena_text(arena, text);
	free(text);
	json_decref(json);
	return kept;
}

static const char *
text_of(struct arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text == NULL ? "" : arena_text(arena, text);
}

static int64_t
id_of(const json_t *value)
{
	const char	*text = json_string_value(value);
	int64_t		 id;

	return text != NULL && id_parse(text, &id) ? id : 0;
}

static unsigned
read_ids(const json_t *list, int64_t *ids, unsigned most)
{
	unsigned	 n = 0;
	size_t		 i;
	json_t		*value;

	json_array_foreach(list, i, value)
		if (n < most && (ids[n] = id_of(value)) != 0)
			n++;
	return n;
}

static void
read_translations(struct arena *arena, const json_t *list,
    struct announcement *a)
{
	struct translation	 t;
	size_t			 i;
	json_t			*value;

	json_array_foreach(list, i, value) {
		t.language = lang_tag(text_of(arena, value, "language"));
		t.words = text_of(arena, value, "words");
		t.author = id_of(json_object_get(value, "author"));
		if (t.language != NULL && words_state_read(text_of(arena,
		    value, "state"), &t.state))
			announce_set(a, &t);
	}
}

static void
read_values(struct arena *arena, json_t *values, struct announcement *a)
{
	struct value	*list = NEW_LIST(arena, struct value,
			    json_object_size(values));
	const char	*name, **text;
	json_t		*value;

	a->value_count = 0;
	json_object_foreach(values, name, value) {
		text = NEW(arena, const char *);
		*text = arena_text(arena, json_string_value(value));
		if (*text != NULL && a->value_count < VALUES_MOST)
			list[a->value_count++] = (struct value){
			    .name = arena_text(arena, name),
			    .kind = value_kind_of(*text), .texts = text,
			    .count = 1 };
	}
	a->values = list;
}

void
announce_read(struct arena *arena, const char *content,
    struct announcement *a)
{
	json_t *json = json_loads(content, 0, NULL);

	a->kind = KIND_ANNOUNCEMENT;
	a->readers = READERS_AUTHOR;
	a->audience = AUDIENCE_CLASS;
	(void)!kind_read(text_of(arena, json, "kind"), &a->kind);
	a->topic = TOPIC_GENERAL;
	(void)!topic_read(text_of(arena, json, "topic"), &a->topic);
	(void)!readers_read(text_of(arena, json, "readers"), &a->readers);
	(void)!audience_read(text_of(arena, json, "audience"), &a->audience);
	a->subject = text_of(arena, json, "subject");
	a->words = text_of(arena, json, "words");
	a->template = id_of(json_object_get(json, "template"));
	a->school = id_of(json_object_get(json, "school"));
	a->class_count = read_ids(json_object_get(json, "classes"),
	    a->classes, CLASSES_MOST);
	a->student_count = read_ids(json_object_get(json, "students"),
	    a->students, STUDENTS_MOST);
	a->send_at = json_integer_value(json_object_get(json, "send_at"));
	a->at_night = json_is_true(json_object_get(json, "at_night"));
	a->version = json_integer_value(json_object_get(json, "version"));
	a->apart = json_is_true(json_object_get(json, "apart"));
	read_values(arena, json_object_get(json, "values"), a);
	a->word_count = 0;
	read_translations(arena, json_object_get(json, "translations"), a);
	json_decref(json);
}

const struct translation *
announce_words(const struct announcement *a, const char *language)
{
	for (unsigned i = 0; i < a->word_count; i++)
		if (strcmp(a->words_in[i].language, language) == 0)
			return &a->words_in[i];
	return NULL;
}

void
announce_set(struct announcement *a, const struct translation *t)
{
	unsigned i = 0;

	while (i < a->word_count &&
	    strcmp(a->words_in[i].language, t->language) != 0)
		i++;
	if (*t->words == '\0') {
		if (i < a->word_count)
			a->words_in[i] = a->words_in[--a->word_count];
		return;
	}
	if (i == TRANSLATIONS_MOST)
		return;
	if (i == a->word_count)
		a->word_count++;
	a->words_in[i] = *t;
}

bool
announce_addressed(const struct announcement *a)
{
	switch (a->audience) {
	case AUDIENCE_SCHOOL:
		return a->school != 0;
	case AUDIENCE_DISTRICT:
		return true;
	case AUDIENCE_STUDENTS:
		return a->student_count > 0;
	default:
		return a->class_count > 0;
	}
}
