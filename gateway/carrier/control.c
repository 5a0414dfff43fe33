/*
 * What a test tells the carrier to do.
 */

#include <jansson.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/list.h"
#include "base/text.h"
#include "carrier/control.h"
#include "carrier/inside.h"
#include "carrier/journal.h"
#include "carrier/mailbox.h"
#include "carrier/phone.h"
#include "carrier/say.h"
#include "net/server.h"

#define BODY_UNITS	1600
#define URL_MOST	2048
#define MS_MOST		(36000 * 1000)

/* Some other site's name may point to this machine, too. */
static bool
local_host(const char *host)
{
	static const char *const names[] = { "127.", "localhost", "[::1]" };
	size_t			 i;

	for (i = 0; host != NULL && i < COUNT(names); i++)
		if (strncasecmp(host, names[i], strlen(names[i])) == 0)
			return true;
	return false;
}

bool
control_allowed(struct carrier *c, struct exchange *x)
{
	const struct headers	*headers = &exchange_request(x)->headers;
	const char		*host = headers_get(headers, "Host");
	const char		*origin = headers_get(headers, "Origin");

	if (c->open_to_all || !local_host(host)) {
		exchange_problem(x, 403, "The control API and the page are "
		    "only there for this machine itself.");
		return false;
	}
	if (origin != NULL && (strncmp(origin, "http://", 7) != 0 ||
	    strcasecmp(origin + 7, host) != 0)) {
		exchange_problem(x, 403,
		    "This was sent by a page of somebody else.");
		return false;
	}
	return true;
}

/* The JSON of a request, or NULL: it was answered. */
json_t *
control_read(struct carrier *c, struct exchange *x)
{
	const struct request	*request = exchange_request(x);
	json_t			*json;

	if (!control_allowed(c, x))
		return NULL;
	json = request->length == 0 ? json_object() :
	    json_loadb(request->body, request->length, 0, NULL);
	if (json == NULL)
		exchange_problem(x, 400, "The body is not JSON.");
	return json;
}

static void
refuse(struct exchange *x, json_t *json, const char *why)
{
	json_decref(json);
	exchange_problem(x, 400, why);
}

static void
agree(struct exchange *x, json_t *json)
{
	json_decref(json);
	exchange_answer(x, 200, "application/json", "{}", 2);
}

static const char *
words(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

/* The number of that name; 0: none is given, or it is no number. */
static uint64_t
number(const json_t *json, const char *name)
{
	return number_read(words(json, name));
}

static bool
read_media(const json_t *json, struct text *like,
    const char *media[RECORD_MEDIA])
{
	const json_t	*list = json_object_get(json, "media");
	size_t		 i, count = json_array_size(list);

	if (count > RECORD_MEDIA)
		return false;
	for (i = 0; i < count; i++) {
		media[i] = json_string_value(json_array_get(list, i));
		if (media[i] == NULL || strlen(media[i]) > URL_MOST)
			return false;
	}
	like->media = (uint8_t)count;
	return true;
}

/* Who wrote to that phone last; 0: nobody. */
static uint32_t
last_line(const struct record *record, uint32_t phone)
{
	const struct text *text;

	text = record_text(record, record->numbers.list[phone].newest_to);
	return text == NULL ? 0 : text->from;
}

static bool
read_write(struct carrier *c, const json_t *json, struct text *like,
    const char **why)
{
	struct numbers	*numbers = &c->record.numbers;
	const char	*body = words(json, "body");

	*why = "\"from\" is not a phone number.";
	like->from = number_need(numbers, number(json, "from"));
	if (like->from == 0)
		return false;
	*why = "\"to\" is not a number, and nobody wrote to this phone.";
	like->to = json_object_get(json, "to") == NULL ?
	    last_line(&c->record, like->from) :
	    number_need(numbers, number(json, "to"));
	if (like->to == 0)
		return false;
	*why = "\"body\" has no words, or more than 1600 characters.";
	return body != NULL && text_units(body) <= BODY_UNITS &&
	    (body[0] != '\0' || like->media > 0);
}

void
control_write(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	json_t		*json = control_read(c, x);
	const char	*media[RECORD_MEDIA], *why;
	struct text	 like = { 0 }, *text;
	char		 sid[RECORD_SID], *answer;

	if (json == NULL)
		return;
	if (!read_media(json, &like, media)) {
		refuse(x, json, "\"media\" is not a list of up to 10 links.");
		return;
	}
	if (!read_write(c, json, &like, &why)) {
		refuse(x, json, why);
		return;
	}
	text = phone_write(c, &like, words(json, "body"), media);
	answer = arena_print(exchange_arena(x), "{\"sid\":\"%s\"}",
	    record_sid(&c->record, text, sid));
	json_decref(json);
	exchange_answer(x, 201, "application/json", answer, strlen(answer));
}

/* Within the limits, or -1; 0 when it is not there. */
static int64_t
whole(const json_t *json, const char *name)
{
	const json_t	*value = json_object_get(json, name);
	int64_t		 n = (int64_t)json_integer_value(value);

	if (value == NULL || json_is_null(value))
		return 0;
	return json_is_integer(value) && n >= 0 && n <= MS_MOST ? n : -1;
}

static bool
read_fault(struct carrier *c, const json_t *json, struct fault *fault,
    const char **why)
{
	const char *name = words(json, "name");

	*why = "There is no fault of that name.";
	if (name == NULL || !fault_named(name, &fault->kind))
		return false;
	fault->number = number(json, "number");
	if (words(json, "mailbox") != NULL) {
		*why = "\"mailbox\" is not a mailbox.";
		fault->number = mailbox_number(mails_need_box(&c->mails,
		    words(json, "mailbox")));
		if (fault->number == 0)
			return false;
	}
	fault->ms = whole(json, "ms");
	fault->left = whole(json, "count");
	fault->reading = json_is_true(json_object_get(json, "reading"));
	*why = "\"number\" is not a phone number.";
	if (words(json, "number") != NULL && fault->number == 0)
		return false;
	*why = "\"ms\" and \"count\" are whole numbers up to 36000000.";
	return fault->ms >= 0 && fault->left >= 0;
}

void
control_fault(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	json_t		*json = control_read(c, x);
	struct fault	 fault = { 0 };
	const char	*why;

	if (json == NULL)
		return;
	if (!read_fault(c, json, &fault, &why))
		refuse(x, json, why);
	else if (!fault_on(&c->faults, &fault))
		refuse(x, json, "64 faults are on; that is enough.");
	else
		agree(x, json);
}

void
control_faults_off(struct exchange *x, void *arg)
{
	struct carrier *c = arg;

	if (!control_allowed(c, x))
		return;
	c->faults.count = 0;
	agree(x, NULL);
}

void
control_release(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	char		*answer;

	if (!control_allowed(c, x))
		return;
	answer = arena_print(exchange_arena(x), "{\"released\":%u}",
	    life_release(c));
	exchange_answer(x, 200, "application/json", answer, strlen(answer));
}

void
control_clock(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	json_t		*json = control_read(c, x), *now;

	if (json == NULL)
		return;
	now = json_object_get(json, "now");
	if (!json_is_null(now) && json_integer_value(now) <= 0) {
		refuse(x, json, "\"now\" is milliseconds since 1970, or null.");
		return;
	}
	c->held = (int64_t)json_integer_value(now);
	agree(x, json);
	life_run(c);
	hand_run(c);
}

void
control_hook(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	json_t		*json = control_read(c, x);
	uint64_t	 line;
	const char	*url;

	if (json == NULL)
		return;
	line = number(json, "number");
	url = words(json, "url");
	if (words(json, "number") != NULL && line == 0)
		refuse(x, json, "\"number\" is not a phone number.");
	else if (url != NULL && strlen(url) > URL_MOST)
		refuse(x, json, "The URL is longer than 2048 characters.");
	else if (!carrier_set_hook(c, line, url))
		refuse(x, json, "256 numbers have a hook; that is enough.");
	else {
		journal_hook(c, line, url);
		agree(x, json);
	}
}

void
control_expect(struct exchange *x, void *arg)
{
	struct carrier	*c = arg;
	json_t		*json = control_read(c, x), *one;
	size_t		 i;
	uint64_t	 to;

	if (json == NULL)
		return;
	json_array_foreach(json, i, one) {
		to = number(one, "to");
		if (to == 0 || words(one, "body") == NULL) {
			refuse(x, json, "Each has a \"to\" and a \"body\".");
			return;
		}
		if (!record_expect(&c->record, to, words(one, "body"))) {
			refuse(x, json, "A million are expected already.");
			return;
		}
	}
	agree(x, json);
}

void
control_reset(struct exchange *x, void *arg)
{
	struct carrier *c = arg;

	if (!control_allowed(c, x))
		return;
	carrier_reset(c);
	agree(x, NULL);
}
