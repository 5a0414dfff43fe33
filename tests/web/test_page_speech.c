/*
 * The language of pages: what somebody chose, what their browser asks for,
 * and English; with days and hours that are said in it.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "tests/web/counter.h"

static struct counter c;

static int
setup(void **state)
{
	(void)state;
	counter_open(&c);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	counter_close(&c);
	return 0;
}

/* A page for a browser that asks for those languages; or NULL. */
static void
look(const char *path, const char *languages)
{
	struct asking a = { .method = "GET", .path = path };

	if (languages != NULL)
		a.headers[a.header_count++] = (struct header){
		    "Accept-Language", languages };
	if (c.cookie != NULL)
		a.headers[a.header_count++] = (struct header){ "Cookie",
		    arena_print(c.arena, "homeline=%s", c.cookie) };
	assert_int_equal(counter_ask(&c, &a), 200);
}

static bool
speaks(const char *language)
{
	return counter_says(&c, arena_print(c.arena,
	    "<html lang=\"%s\" dir=\"ltr\">", language));
}

static void
browsers_ask(void **state)
{
	static const struct {
		const char	*asked, *spoken;
	} list[] = {
		{ NULL, "en-US" }, { "", "en-US" }, { "es", "es-US" },
		{ "es-MX,es;q=0.9,en;q=0.8", "es-US" },
		{ "en-US,en;q=0.9,es;q=0.8", "en-US" },
		{ "fr, es;q=0.3, en;q=0.25", "es-US" },
		{ "es;q=0, en;q=0.1", "en-US" }, { "es;q=0.000", "en-US" },
		{ "tlh,*", "en-US" }, { ",,;q=1,  ES ;q=1.0", "es-US" },
		{ "es-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "en-US" },
	};

	(void)state;
	counter_sign_in(&c, NULL, NULL);
	for (size_t i = 0; i < COUNT(list); i++) {
		look("/signin", list[i].asked);
		assert_true(speaks(list[i].spoken));
	}
	assert_true(counter_says(&c, "Sign in</h1>"));
	look("/signin", "es");
	assert_true(counter_says(&c, "Iniciar sesi\303\263n</h1>"));
}

static void
chosen(void **state)
{
	(void)state;
	counter_sign_in(&c, "Min Park", NULL);
	look("/me", NULL);
	assert_true(speaks("en-US"));
	assert_true(counter_says(&c, " lang=\"es-US\" dir=\"ltr\">"));
	assert_int_equal(counter_form(&c, "/me", "language=es-US&told=yes&"
	    "from=07:30&to=16:30"), 303);
	look("/me", "en-US");
	assert_true(speaks("es-US"));
	assert_true(counter_says(&c, "lang=\"es-US\" dir=\"ltr\" selected>"));
	assert_int_equal(counter_form(&c, "/me", "language=en-US&told=yes&"
	    "from=07:30&to=16:30"), 303);
	look("/", "es");
	assert_true(speaks("en-US"));
}

/* What was refused in C, and beside its field. */
static void
refused(void **state)
{
	struct asking a = { .method = "GET", .path =
	    "/students/038RQY7CC0003", .headers = { { "Accept-Language",
	    "es" }, { "Cookie", NULL } }, .header_count = 2 };

	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	a.headers[1].value = arena_print(c.arena, "homeline=%s", c.cookie);
	assert_int_equal(counter_ask(&c, &a), 404);
	assert_true(counter_says(&c, "No hay tal estudiante"));
	a.path = "/settings";
	assert_int_equal(counter_ask(&c, &a), 403);
	assert_true(counter_says(&c, "Es para administradores del distrito."));
	assert_int_equal(counter_form(&c, "/me", "language=es-US&told=yes&"
	    "from=07:30&to=16:30"), 303);
	assert_int_equal(counter_form(&c, "/me", "language=es-US&told=yes&"
	    "from=17:30&to=16:30"), 422);
	assert_true(counter_says(&c, "id=\"from-error\">Escriba dos horas"));
}

/* A language without words of pages is no choice. */
static void
unknown(void **state)
{
	(void)state;
	counter_sign_in(&c, "Grace Chen", NULL);
	assert_int_equal(counter_form(&c, "/me", "language=ps&told=yes&"
	    "from=07:30&to=16:30"), 303);
	look("/", "es");
	assert_true(speaks("es-US"));
}

static void
days_and_hours(void **state)
{
	(void)state;
	counter_sign_in(&c, "Carmen Lopez", "district_admin");
	look("/settings/hours", "es");
	assert_true(counter_says(&c, " a. m. a "));
	look("/settings/hours", NULL);
	assert_true(counter_says(&c, " AM to "));
	look("/report", "es");
	assert_true(counter_says(&c, "noviembre de 2026"));
	look("/report", NULL);
	assert_true(counter_says(&c, "November 2026"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(browsers_ask),
		cmocka_unit_test(chosen),
		cmocka_unit_test(unknown),
		cmocka_unit_test(refused),
		cmocka_unit_test(days_and_hours),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
