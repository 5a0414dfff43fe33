/*
 * What the tests of talks on pages share.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "tests/web/talks.h"

struct counter c;

static int texts;

int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	texts = 0;
	return 0;
}

int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

void
text(const char *from, const char *words)
{
	clock_pass(1000);
	assert_int_equal(counter_text(&c, from, words, arena_print(c.arena,
	    "SM%d", ++texts), true), 200);
}

void
as(const char *name)
{
	counter_sign_in(&c, name, NULL);
}

void
see(const char *path)
{
	int status = counter_page(&c, path);

	if (status != 200)
		fail_msg("%s: %d", path, status);
	if (counter_says(&c, "((") || counter_says(&c, "{{"))
		fail_msg("%s: %s", path, strstr(c.response.body, "(("));
}

/* The main part of the last page, into the report. */
void
wrong(const char *how, const char *words)
{
	const char *at = strstr(c.response.body, "<main");

	print_error("%s: %s\n", how, words);
	for (; at != NULL && *at != '\0'; at += strnlen(at, 500))
		print_error("%.500s", at);
	fail();
}

void
has(const char *words)
{
	if (!counter_says(&c, words))
		wrong("not there", words);
}

void
has_not(const char *words)
{
	if (counter_says(&c, words))
		wrong("there", words);
}

/* The value that stands behind that text, in quotes; of the last answer. */
const char *
value(const char *before)
{
	const char *at = strstr(c.response.body, before);

	if (at == NULL)
		wrong("no value", before);
	assert_non_null(at);
	at += strlen(before);
	return arena_print(c.arena, "%.*s", (int)strcspn(at, "\"#"), at);
}

/* The path of the first talk of a list. */
const char *
first_talk(const char *list)
{
	see(list);
	return arena_print(c.arena, "/inbox/%s", value("<a href=\"/inbox/"));
}

const char *
below(const char *path, const char *more)
{
	return arena_print(c.arena, "%s%s", path, more);
}

void
post(int status, const char *path, const char *fields)
{
	int was = counter_form(&c, path, fields);

	if (was != status)
		wrong(arena_print(c.arena, "%d", was), path);
}

/* Answers the talk whose page was seen last. */
void
answer(int status, const char *talk, const char *key, const char *words)
{
	post(status, talk, arena_print(c.arena, "key=%s&seen=%s&words=%s",
	    key, value("name=\"seen\" value=\""), words));
}
