/*
 * The desk of the simulated carrier: the cards of its file, the doors to the
 * gateway, what is missing by the gateway's own word, what came twice by one
 * request, and the clock that is shared.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/zone.h"
#include "carrier/desk.h"
#include "net/server.h"
#include "tests/carrier/rig.h"

static const char cards[] = "\"cards\":["
    "{\"address\":\"" RIG_ANA "\",\"name\":\"Ana <Soto>\","
    "\"about\":\"mother of Leo\",\"language\":\"es-US\","
    "\"line\":\"" RIG_OWN "\",\"answers\":[\"S\303\255 & gracias\","
    "\"Liked \\\"{last}\\\"\"],\"stops\":\"ALTO\"},"
    "{\"address\":\"" RIG_BEN "\",\"name\":\"Rania\","
    "\"language\":\"ar\",\"line\":\"" RIG_OWN "\",\"answers\":[]},"
    "{\"address\":\"ana@home.example\",\"name\":\"Laura\","
    "\"language\":\"en-US\",\"line\":\"school@school.example\","
    "\"answers\":[\"Thank you\"]}]";

static struct rig	*rig;
static struct zone	*zone;
static int64_t		 said;		/* By the gateway; -1: nothing. */
static char		 folder[64];

static const char *
in_folder(const char *name)
{
	static char path[128];

	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static void
write_desk(const char *gateway, const char *rest)
{
	FILE *file = fopen(in_folder("desk"), "w");

	assert_non_null(file);
	(void)fprintf(file, "{%s%s%s%s%s}", gateway[0] == '\0' ? "" :
	    "\"gateway\":\"", gateway, gateway[0] == '\0' ? "" : "\",",
	    rest, strstr(rest, "\"cards\"") == NULL ? cards : "");
	assert_int_equal(fclose(file), 0);
}

static void
tell_handed(struct exchange *x, void *arg)
{
	char answer[64];

	(void)arg;
	(void)snprintf(answer, sizeof answer, "{\"handed\":%lld}",
	    (long long)said);
	exchange_answer(x, said < 0 ? 503 : 200, "application/json", answer,
	    strlen(answer));
}

static const struct route routes[] = {
	{ "GET", "/sample/handed", tell_handed },
	{ NULL, NULL, NULL },
};

static int
open_desk(void **state)
{
	struct carrier_plan	 plan = { .clock = true };
	const char		*why;

	(void)state;
	(void)snprintf(folder, sizeof folder, "/tmp/carrier-desk-XXXXXX");
	assert_non_null(mkdtemp(folder));
	write_desk("", "");
	plan.desk = in_folder("desk");
	zone = zone_open("America/New_York", &why);
	plan.zone = zone;
	rig = rig_open_with(true, plan);
	return 0;
}

static int
close_desk(void **state)
{
	(void)state;
	rig_close(rig);
	zone_close(zone);
	(void)unlink(in_folder("desk"));
	(void)unlink(in_folder("clock"));
	(void)rmdir(folder);
	return 0;
}

static const char *
page(const char *path)
{
	struct response *r = rig_ask(rig, "GET", path, NULL);

	assert_int_equal(r->status, 200);
	return r->body;
}

static void
cards_are_in_their_language(void **state)
{
	const char *body = page("/");

	(void)state;
	assert_non_null(strstr(body, "Ana &lt;Soto&gt;"));
	assert_non_null(strstr(body, "mother of Leo"));
	assert_non_null(strstr(body, "lang=\"es-US\" dir=\"auto\" "
	    "value=\"S\303\255 &amp; gracias\""));
	assert_non_null(strstr(body, "<span lang=\"ar\" dir=\"rtl\">"));
	assert_non_null(strstr(body, "No texts yet."));
	assert_null(strstr(body, "Liked"));
	assert_null(strstr(body, "<h2>The gateway</h2>"));
	assert_null(strstr(body, "missing <b>"));
	assert_int_equal(rig_ask(rig, "POST", "/phone/15085550101/write",
	    "to=%2B15085550100&body=S%C3%AD&back=list")->status, 303);
	(void)rig_send(rig, RIG_ANA, "One <two>", "");
	body = page("/");
	assert_non_null(strstr(body, "Liked &quot;One &lt;two&gt;&quot;"));
	assert_null(strstr(page("/?q=0102"), "Ana &lt;Soto&gt;"));
}

static void
a_card_says_that_its_phone_stopped(void **state)
{
	static const char path[] = "/phone/15085550101/write";

	(void)state;
	(void)rig_ask(rig, "POST", path, "to=%2B15085550100&body=Si&back=list");
	assert_null(strstr(page("/"), ">said ALTO<"));
	(void)rig_ask(rig, "POST", path,
	    "to=%2B15085550100&body=Alto&back=list");
	(void)rig_ask(rig, "POST", path,
	    "to=%2B15085550100&body=Pero&back=list");
	assert_non_null(strstr(page("/"), ">said ALTO<"));
	(void)rig_ask(rig, "POST", path,
	    "to=%2B15085550100&body=START&back=list");
	assert_null(strstr(page("/"), ">said ALTO<"));
}

static void
a_changed_desk_is_read_again(void **state)
{
	(void)state;
	write_desk("http://127.0.0.1:1", "\"title\":\"Oak\",\"doors\":[{"
	    "\"words\":\"Ms. Park\",\"path\":\"/signin?as=7\"}],");
	assert_non_null(strstr(page("/"),
	    "<a href=\"http://127.0.0.1:1/signin?as=7\">Sign in as Ms. Park"));
	assert_non_null(strstr(page("/"), "It does not answer now."));
	write_desk("file:///etc", "");
	assert_non_null(strstr(page("/"), "Ms. Park"));
}

static void
what_the_gateway_handed_over_and_never_came_is_missing(void **state)
{
	struct server	*gateway;
	const char	*why;
	char		 url[64];

	(void)state;
	gateway = server_open(rig->loop, "127.0.0.1:0", routes, NULL, NULL,
	    &why);
	assert_non_null(gateway);
	(void)snprintf(url, sizeof url, "http://127.0.0.1:%u",
	    server_port(gateway));
	write_desk(url, "");
	(void)rig_send(rig, RIG_ANA, "Hello", rig_receipts(rig, "1"));
	said = 1;
	assert_non_null(strstr(page("/"), "missing <b>0</b>"));
	said = 3;
	assert_non_null(strstr(page("/"), "missing <b>2</b>"));
	/* The same words by another request are no copy, and by the same one
	 * hide nothing that is missing. */
	(void)rig_send(rig, RIG_ANA, "Hello", rig_receipts(rig, "2"));
	assert_non_null(strstr(page("/"), "missing <b>1</b>"));
	assert_non_null(strstr(page("/"), "twice <b>0</b>"));
	(void)rig_send(rig, RIG_ANA, "Hello", rig_receipts(rig, "2"));
	assert_non_null(strstr(page("/"), "missing <b>1</b>"));
	assert_non_null(strstr(page("/"), "twice <b>1</b>"));
	said = -1;
	assert_null(strstr(page("/"), "missing <b>"));
	server_close(gateway);
}

static void
the_clock_is_set_ahead_and_never_back(void **state)
{
	int64_t before;

	(void)state;
	assert_false(clock_shared());
	assert_true(clock_share(in_folder("clock")));
	assert_true(clock_shared());
	before = clock_now();
	assert_int_equal(rig_ask(rig, "POST", "/clock", "by=90")->status,
	    303);
	assert_true(clock_now() - before >= MINUTES(90));
	assert_true(clock_now() - before < MINUTES(91));
	assert_int_equal(rig_ask(rig, "POST", "/clock",
	    "to=2001-01-01T10:00")->status, 400);
	assert_int_equal(rig_ask(rig, "POST", "/clock",
	    "to=2190-01-01T10:00")->status, 400);
	assert_int_equal(rig_ask(rig, "POST", "/clock", "to=soon")->status,
	    400);
	/* Another program that has the file sees the same. */
	before = clock_now();
	assert_true(clock_share(in_folder("clock")));
	assert_true(clock_now() - before < MINUTES(1));
	assert_true(clock_now() - clock_true() >= MINUTES(90));
	assert_non_null(strstr(page("/"), "type=\"datetime-local\""));
}

static void
a_wrong_desk_is_refused(void **state)
{
	static const char *const wrong[] = {
		"\"cards\":[{\"address\":\"+15085550101\"}]",
		("\"cards\":[{\"address\":\"+15085550101\",\"name\":\"A\","
		    "\"line\":\"+1508\",\"language\":\"xx-klingon\"}]"),
		"\"doors\":[{\"words\":\"A\",\"path\":\"http://b\"}],",
		"\"gateway\":\"javascript:1\",",
	};
	const char	*why = NULL;
	size_t		 i;

	(void)state;
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		write_desk("", wrong[i]);
		assert_null(desk_read(in_folder("desk"), &why));
		assert_non_null(why);
	}
	assert_null(desk_read(in_folder("nothing"), &why));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(cards_are_in_their_language),
		TEST(a_card_says_that_its_phone_stopped),
		TEST(a_changed_desk_is_read_again),
		TEST(what_the_gateway_handed_over_and_never_came_is_missing),
		TEST(a_wrong_desk_is_refused),
		TEST(the_clock_is_set_ahead_and_never_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
