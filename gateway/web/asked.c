/*
 * Reading drafts.
 */

#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/placeholder.h"
#include "base/text.h"
#include "flow/compose.h"
#include "store/word.h"
#include "web/asked.h"
#include "web/when.h"

#define DEEP		8
#define KEY_MOST	255

struct asking {
	struct arena	*arena;
	struct draft	*draft;
	struct refusal	*refusal;
	int64_t		 now;
};

static bool
no(struct asking *a, int status, const char *sentence)
{
	a->refusal->status = status;
	a->refusal->sentence = sentence;
	return false;
}

/* Brackets within brackets, outside of texts; before the parser sees them,
 * which calls itself for each. */
static bool
too_deep(const char *body, size_t length)
{
	bool text = false;
	int depth = 0;

	for (size_t i = 0; i < length; i++) {
		if (text && body[i] == '\\')
			i++;
		else if (body[i] == '"')
			text = !text;
		else if (!text && (body[i] == '{' || body[i] == '['))
			depth++;
		else if (!text && (body[i] == '}' || body[i] == ']'))
			depth--;
		if (depth > DEEP)
			return true;
	}
	return false;
}

/* What the parser did not take; some of it is JSON all the same. */
static const char *
fault(const json_error_t *error)
{
	switch (json_error_code(error)) {
	case json_error_duplicate_key:
		return "The body names a member twice. Write each once";
	case json_error_null_character:
	case json_error_null_byte_in_key:
		return "The body has \\u0000 in a text. Take it out";
	case json_error_numeric_overflow:
		return "The body has a number that is too large";
	case json_error_invalid_syntax:
		if (strncmp(error->text, "invalid Unicode", 15) == 0)
			return "The body has half of a surrogate pair in a "
			    "text. Write both, or none";
		break;
	default:
		break;
	}
	return "The body is not JSON in UTF-8";
}

/* The object of a body, or NULL. */
static json_t *
body_of(struct asking *a, const struct request *request)
{
	json_error_t error;
	json_t *json;

	if (request->length == 0) {
		(void)no(a, 400, "The body is empty. Send a JSON object.");
		return NULL;
	}
	if (too_deep(request->body, request->length)) {
		(void)no(a, 400, "The body nests deeper than 8. Nothing here "
		    "needs that.");
		return NULL;
	}
	json = json_loadb(request->body, request->length,
	    JSON_REJECT_DUPLICATES, &error);
	if (json_is_object(json))
		return json;
	if (json == NULL)
		(void)no(a, 400, arena_print(a->arena, "%s: line %d, column "
		    "%d.", fault(&error), error.line, error.column));
	else
		(void)no(a, 400, "The body is JSON, but no object. Send { "
		    "and } around it.");
	json_decref(json);
	return NULL;
}

/* Members that are not in the list (it ends with NULL) are refused. */
static bool
only(struct asking *a, json_t *object, const char *const *names)
{
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value) {
		const char *const *n = names;

		while (*n != NULL && strcmp(*n, name) != 0)
			n++;
		if (*n == NULL)
			return no(a, 422, arena_print(a->arena, "There is no "
			    "member \"%s\" here. Take it out, or correct its "
			    "name.", text_cut(a->arena, name, 40)));
	}
	return true;
}

static bool
read_words(struct asking *a, json_t *object)
{
	const char *words = json_string_value(json_object_get(object,
	    "words"));

	if (words == NULL)
		return no(a, 422, "words is missing. Write the text to be "
		    "sent.");
	a->draft->words = text_clean(a->arena, words, strlen(words));
	if (a->draft->words[strspn(a->draft->words, " \t\n")] == '\0')
		return no(a, 422, "words is empty. Write the text to be "
		    "sent.");
	if (text_units(a->draft->words) > WORDS_MOST)
		return no(a, 422, "words is too long. Write at most 1500 "
		    "characters.");
	return true;
}

/* On top of mails; it is one line. */
static bool
read_subject(struct asking *a, json_t *object)
{
	json_t		*value = json_object_get(object, "subject");
	const char	*text = json_string_value(value);

	if (value == NULL || json_is_null(value))
		return true;
	if (text == NULL)
		return no(a, 422, "subject is a text.");
	a->draft->subject = text_clean(a->arena, text, strlen(text));
	if (strpbrk(a->draft->subject, "\n\t") != NULL)
		return no(a, 422, "subject is one line. Take the line breaks "
		    "out.");
	if (text_units(a->draft->subject) > SUBJECT_MOST)
		return no(a, 422, "subject is too long. Write at most 200 "
		    "characters.");
	return true;
}

static bool
read_students(struct asking *a, json_t *list)
{
	size_t count = json_array_size(list);
	int64_t *students;
	const char *text;

	if (!json_is_array(list) || count == 0 || count > STUDENTS_MOST)
		return no(a, 422, "to.students is a list of 1 to 500 ids. "
		    "Look them up with GET /api/v1/students.");
	students = NEW_LIST(a->arena, int64_t, count);
	for (size_t i = 0; i < count; i++) {
		text = json_string_value(json_array_get(list, i));
		if (text == NULL || !id_parse(text, &students[i]))
			return no(a, 422, arena_print(a->arena,
			    "to.students[%zu] is no id. Ids are texts of 13 "
			    "letters and digits.", i));
	}
	a->draft->audience = AUDIENCE_STUDENTS;
	a->draft->students = students;
	a->draft->student_count = (unsigned)count;
	return true;
}

static bool
read_group(struct asking *a, json_t *value, enum audience audience)
{
	const char *text = json_string_value(value);

	a->draft->audience = audience;
	if (text != NULL && id_parse(text, &a->draft->target))
		return true;
	return no(a, 422, "to.class and to.school are ids, texts of 13 "
	    "letters and digits. See GET /api/v1/schools.");
}

static bool
read_to(struct asking *a, json_t *to)
{
	static const char *const names[] = { "students", "class", "school",
	    NULL };
	json_t *value;

	if (!json_is_object(to) || json_object_size(to) != 1)
		return no(a, 422, "to is missing, or names not exactly one "
		    "of: students, class, school.");
	if (!only(a, to, names))
		return false;
	if ((value = json_object_get(to, "class")) != NULL)
		return read_group(a, value, AUDIENCE_CLASS);
	if ((value = json_object_get(to, "school")) != NULL)
		return read_group(a, value, AUDIENCE_SCHOOL);
	return read_students(a, json_object_get(to, "students"));
}

/* A word out of a list; without the member it stays as it is. */
static bool
read_words_of_lists(struct asking *a, json_t *object)
{
	json_t *kind = json_object_get(object, "kind");
	json_t *readers = json_object_get(object, "readers");

	a->draft->kind = KIND_DIRECT;
	a->draft->readers = READERS_AUTHOR;
	if (kind != NULL && (!kind_read(json_string_value(kind),
	    &a->draft->kind) || a->draft->kind == KIND_SYSTEM))
		return no(a, 422, "kind is one of: emergency, closing, today, "
		    "attendance, direct, announcement.");
	if (readers != NULL && !readers_read(json_string_value(readers),
	    &a->draft->readers))
		return no(a, 422, "readers is one of: author, class_team, "
		    "office, nobody.");
	return true;
}

static bool
read_time(struct asking *a, json_t *object, const char *name, int64_t *time)
{
	json_t *value = json_object_get(object, name);
	const char *text = json_string_value(value);

	*time = 0;
	if (value == NULL || json_is_null(value))
		return true;
	if (text == NULL || !when_read(text, time))
		return no(a, 422, arena_print(a->arena, "%s is a time as "
		    "2026-11-22T08:00:00-05:00 (RFC 3339).", name));
	return true;
}

static bool
read_times(struct asking *a, json_t *object)
{
	struct draft *d = a->draft;

	if (!read_time(a, object, "send_at", &d->send_at) ||
	    !read_time(a, object, "not_after", &d->not_after))
		return false;
	if (d->not_after != 0 && d->not_after <= d->send_at)
		return no(a, 422, "not_after is before send_at. Choose a "
		    "later time.");
	return true;
}

/* Whether a closing may go out at night. */
static bool
read_night(struct asking *a, json_t *object)
{
	json_t *value = json_object_get(object, "at_night");

	a->draft->at_night = json_is_true(value);
	if (value == NULL || json_is_boolean(value))
		return true;
	return no(a, 422, "at_night is true or false.");
}

/* What it is about, which decides how its words may be said. */
static bool
read_topic(struct asking *a, json_t *object)
{
	json_t *topic = json_object_get(object, "topic");
	json_t *apart = json_object_get(object, "apart");

	a->draft->topic = TOPIC_GENERAL;
	a->draft->apart = json_is_true(apart);
	if (topic != NULL && !topic_read(json_string_value(topic),
	    &a->draft->topic))
		return no(a, 422, "topic is one of: general, attendance, "
		    "enrolment, grades, discipline, special_education, "
		    "health.");
	if (apart != NULL && !json_is_boolean(apart))
		return no(a, 422, "apart is true or false.");
	return true;
}

/* A text, a number, or true or false. */
static bool
read_value(struct asking *a, const char *name, const json_t *value,
    struct value *v)
{
	const char **text = NEW(a->arena, const char *);

	if (json_is_string(value))
		*text = text_clean(a->arena, json_string_value(value),
		    json_string_length(value));
	else if (json_is_integer(value))
		*text = arena_print(a->arena, "%lld",
		    (long long)json_integer_value(value));
	else if (json_is_boolean(value))
		*text = json_is_true(value) ? "yes" : "no";
	else
		return no(a, 422, arena_print(a->arena, "values.%s is a text, "
		    "a whole number, true or false.",
		    text_cut(a->arena, name, 40)));
	if (strpbrk(*text, "\n\t") != NULL)
		return no(a, 422, arena_print(a->arena, "values.%s is one "
		    "line. Take the line breaks out.",
		    text_cut(a->arena, name, 40)));
	*v = (struct value){ .name = placeholder_fold(a->arena,
	    text_clean(a->arena, name, strlen(name))),
	    .kind = value_kind_of(*text), .texts = text, .count = 1 };
	return true;
}

/* What stands in the places of the words. */
static bool
read_values(struct asking *a, json_t *object)
{
	json_t		*values = json_object_get(object, "values"), *value;
	struct value	*list;
	const char	*name;
	unsigned	 n = 0;

	if (values == NULL || json_is_null(values))
		return true;
	if (!json_is_object(values) ||
	    json_object_size(values) > VALUES_MOST)
		return no(a, 422, "values is an object of at most 50 names, "
		    "each with what stands in its place.");
	list = NEW_LIST(a->arena, struct value, json_object_size(values));
	json_object_foreach(values, name, value)
		if (!read_value(a, name, value, &list[n++]))
			return false;
	a->draft->values = list;
	a->draft->value_count = n;
	return true;
}

bool
asked_message(struct arena *arena, const struct request *request, int64_t now,
    struct draft *draft, struct refusal *refusal)
{
	static const char *const names[] = { "to", "words", "subject",
	    "kind", "readers", "send_at", "not_after", "at_night", "topic",
	    "values", "apart", NULL };
	struct asking a = { arena, draft, refusal, now };
	json_t *body = body_of(&a, request);
	bool good;

	good = body != NULL && only(&a, body, names) &&
	    read_to(&a, json_object_get(body, "to")) &&
	    read_words(&a, body) && read_subject(&a, body) &&
	    read_words_of_lists(&a, body) && read_times(&a, body) &&
	    read_night(&a, body) && read_topic(&a, body) &&
	    read_values(&a, body);
	json_decref(body);
	return good;
}

bool
asked_reply(struct arena *arena, const struct request *request,
    struct draft *draft, struct refusal *refusal)
{
	static const char *const names[] = { "words", NULL };
	struct asking a = { arena, draft, refusal, 0 };
	json_t *body = body_of(&a, request);
	bool good;

	good = body != NULL && only(&a, body, names) && read_words(&a, body);
	json_decref(body);
	return good;
}

const char *
asked_key(const struct request *request)
{
	const char *key = headers_get(&request->headers, "Idempotency-Key");
	size_t length = key == NULL ? 0 : strlen(key);

	if (length == 0 || length > KEY_MOST)
		return NULL;
	for (size_t i = 0; i < length; i++)
		if (key[i] < ' ' || key[i] > '~')
			return NULL;
	return key;
}

const char *
asked_digest(struct arena *arena, const struct request *request)
{
	const char *as = headers_get(&request->headers, "Homeline-As");
	const char *head = arena_print(arena, "%s %s\n%s%s%s",
	    request->method, request->url, crypt_digest(arena,
	    request->body == NULL ? "" : request->body, request->length),
	    as == NULL ? "" : "\n", as == NULL ? "" : as);

	return crypt_digest(arena, head, strlen(head));
}
