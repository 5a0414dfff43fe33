/*
 * Any bytes as the body of a request to the API, as a time, and as a
 * district: what is taken is within its limits, what is not has a sentence.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "flow/compose.h"
#include "flow/district.h"
#include "flow/settings.h"
#include "web/asked.h"
#include "web/when.h"

#define NOW	INT64_C(1795316887000)

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
look_at_refusal(const struct refusal *r)
{
	assert(r->status == 400 || r->status == 422);
	assert(text_valid(r->sentence, strlen(r->sentence)));
}

static void
look_at_words(const struct draft *d)
{
	assert(text_valid(d->words, strlen(d->words)));
	assert(*d->words != '\0' && text_units(d->words) <= WORDS_MOST);
}

static void
try_message(struct arena *arena, const struct request *request)
{
	struct draft d = { .words = NULL };
	struct refusal r = { .sentence = NULL };

	if (!asked_message(arena, request, NOW, &d, &r)) {
		look_at_refusal(&r);
		return;
	}
	look_at_words(&d);
	assert(d.kind != KIND_SYSTEM);
	assert(d.student_count <= STUDENTS_MOST);
	assert((d.audience == AUDIENCE_STUDENTS) == (d.student_count > 0));
}

static void
try_reply(struct arena *arena, const struct request *request)
{
	struct draft d = { .words = NULL };
	struct refusal r = { .sentence = NULL };

	if (asked_reply(arena, request, &d, &r))
		look_at_words(&d);
	else
		look_at_refusal(&r);
}

static void
try_time(struct arena *arena, const char *text)
{
	int64_t time, again;

	if (!when_read(text, &time) || time <= 0)
		return;
	assert(when_read(when_text(arena, time), &again));
	assert(again == time);
}

static void
try_district(struct arena *arena, const struct request *request)
{
	static const struct configured none;
	struct district_problems problems;

	if (district_read(arena, request->body, request->length, &none,
	    &problems) == NULL)
		assert(problems.count > 0 &&
		    problems.count <= DISTRICT_PROBLEMS);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	struct request request = { .method = "POST", .url = "/x",
	    .body = arena_copy(arena, bytes, length), .length = length };

	try_message(arena, &request);
	try_reply(arena, &request);
	try_time(arena, request.body);
	try_district(arena, &request);
	(void)asked_digest(arena, &request);
	arena_free(arena);
	return 0;
}
