/* Mail is carried by SMTP once, and what its server says comes back. */

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
#include "base/list.h"
#include "net/client.h"
#include "net/loop.h"
#include "tests/net/office.h"

#define LONGEST	120		/* s; then something hangs. */
#define NOW	INT64_C(1772500000000)
#define MANY	100
#define MAIL	"Subject: x\r\n\r\nHello.\r\n"

/* An office, and carriages to it. */
struct scene {
	struct loop		*loop;
	struct client		*client;
	struct arena		*arena;
	struct office		 office;
	char			 url[64];
	struct carriage		 carriages[MANY];
	unsigned		 answered;
};

static struct scene scene;

static int
begin(void **state)
{
	scene = (struct scene){ .loop = loop_new(), .arena = arena_new() };
	scene.client = client_open(scene.loop, 4);
	office_open(&scene.office, scene.loop);
	snprintf(scene.url, sizeof scene.url,
	    "smtp://127.0.0.1:%u/school.example", scene.office.port);
	*state = &scene;
	return 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	clock_release();
	if (s->client != NULL)
		client_close(s->client);
	office_close(&s->office);
	loop_free(s->loop);
	arena_free(s->arena);
	return 0;
}

static void
note(struct carriage *c)
{
	(void)c;
	scene.answered++;
}

static struct carriage *
prepare(struct scene *s, unsigned i)
{
	struct carriage *c = &s->carriages[i];

	c->request.url = s->url;
	if (c->request.mail_from == NULL)
		c->request.mail_from = "replies+b1@school.example";
	if (c->request.mail_to == NULL)
		c->request.mail_to = "ana@family.example";
	if (c->request.body == NULL) {
		c->request.body = MAIL;
		c->request.length = strlen(MAIL);
	}
	c->arena = s->arena;
	c->answered = note;
	return c;
}

static struct carriage *
carry(struct scene *s)
{
	struct carriage *c = prepare(s, 0);
	unsigned before = s->answered;

	client_carry(s->client, c);
	while (s->answered == before)
		loop_turn(s->loop);
	return c;
}

static void
assert_answered(const struct carriage *c, int status, enum mail_step step,
    const char *body)
{
	assert_string_equal(c->why == NULL ? "" : c->why, "");
	assert_int_equal(c->response.carried, ANSWERED);
	assert_int_equal(c->response.status, status);
	assert_int_equal(c->response.step, step);
	assert_string_equal(c->response.body, body);
	assert_int_equal(c->response.length, strlen(body));
	assert_null(c->why);
}

static void
assert_failed(const struct carriage *c, enum carried carried,
    const char *why)
{
	assert_string_equal(c->response.body, "");
	assert_int_equal(c->response.carried, carried);
	assert_non_null(c->why);
	assert_string_equal(c->why, why);
}

static void
assert_sent(const struct carriage *c)
{
	assert_answered(c, 250, MAIL_BODY, office_kind[END]);
}

/*
 * What arrives.
 */

static void
a_mail_arrives_as_it_was_given(void **state)
{
	struct scene *s = *state;

	assert_sent(carry(s));
	assert_string_equal(s->office.heard.data, "EHLO school.example\n"
	    "MAIL FROM:<replies+b1@school.example> SIZE=22\n"
	    "RCPT TO:<ana@family.example>\nDATA\n");
	assert_string_equal(s->office.body.data, "Subject: x\n\nHello.\n");
}

static void
dots_and_ends_of_lines_are_kept(void **state)
{
	static const struct {
		const char *given, *arrives;
	} cases[] = {
		{ ".", ".\n" },
		{ "..\r\n.a\r\n", "..\n.a\n" },
		{ "a\r\n.\r\nb\r\n", "a\n.\nb\n" },
		{ "no end", "no end\n" },
		{ "half an end\r", "half an end\n" },
		{ "a\n.\nQUIT\n", "a\n.\nQUIT\n" },
		{ "\r\n\r\n.", "\n\n.\n" },
		{ "", "" },
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		buf_clear(&s->office.body);
		s->carriages[0].request.body = cases[i].given;
		s->carriages[0].request.length = strlen(cases[i].given);
		assert_sent(carry(s));
		assert_string_equal(s->office.body.data, cases[i].arrives);
	}
	assert_int_equal(s->office.count[END], COUNT(cases));
}

static void
a_large_mail_arrives_whole(void **state)
{
	struct scene *s = *state;
	size_t length = 3 * 1024 * 1024;
	char *body = malloc(length + 1);

	for (size_t i = 0; i < length; i++)
		body[i] = i % 50 == 49 ? '\n' : i % 50 == 0 ? '.' :
		    (char)('a' + i * 7919 / 8 % 26);
	body[length] = '\0';
	s->carriages[0].request.body = body;
	s->carriages[0].request.length = length;
	assert_sent(carry(s));
	body[length] = '\0';
	assert_int_equal(s->office.body.length,
	    length + (body[length - 1] != '\n'));
	assert_memory_equal(s->office.body.data, body, length);
	free(body);
}

static void
many_mails_need_one_connection(void **state)
{
	struct scene *s = *state;

	s->carriages[0].request.user = "homeline";
	s->carriages[0].request.password = "secret";
	for (int i = 0; i < MANY; i++)
		assert_sent(carry(s));
	assert_int_equal(s->office.came, 1);
	assert_int_equal(s->office.count[SAY_EHLO], 1);
	assert_int_equal(s->office.count[AUTH], 1);
	assert_int_equal(s->office.count[RSET], 0);
	assert_int_equal(s->office.count[END], MANY);
	/* Greeting's answer, login, and two each: the envelope, the mail. */
	assert_true(s->office.reads <= 2 + 2 * MANY);
}

static void
at_most_so_many_connections_at_once(void **state)
{
	struct scene *s = *state;

	for (unsigned i = 0; i < MANY; i++)
		client_carry(s->client, prepare(s, i));
	while (s->answered < MANY)
		loop_turn(s->loop);
	for (unsigned i = 0; i < MANY; i++)
		assert_sent(&s->carriages[i]);
	assert_int_equal(s->office.came, 4);
	assert_int_equal(s->office.count[END], MANY);
}

static void
a_server_without_pipelining_is_asked_step_by_step(void **state)
{
	struct scene *s = *state;

	s->office.words[SAY_EHLO] = "250 mail.example";
	assert_sent(carry(s));
	assert_sent(carry(s));
	assert_int_equal(s->office.count[TO], 2);
	s->office.words[TO] = "550 5.1.1 unknown";
	assert_answered(carry(s), 550, MAIL_TO, "550 5.1.1 unknown");
	assert_int_equal(s->office.count[BEGIN], 2);
	s->office.words[TO] = office_kind[TO];
	assert_sent(carry(s));
	assert_int_equal(s->office.count[RSET], 1);
	assert_int_equal(s->office.came, 1);
	assert_null(strstr(s->office.heard.data, "SIZE"));
}

static void
a_login_is_only_plain(void **state)
{
	struct scene *s = *state;

	s->carriages[0].request.user = "homeline";
	s->carriages[0].request.password = "secret";
	assert_sent(carry(s));
	assert_non_null(strstr(s->office.heard.data,
	    "AUTH PLAIN AGhvbWVsaW5lAHNlY3JldA==\n"));
}

static void
a_check_says_no_mail(void **state)
{
	struct scene *s = *state;
	struct carriage *c = prepare(s, 0);

	c->request.user = "homeline";
	c->request.password = "secret";
	c->request.body = NULL;
	c->request.length = 0;
	client_carry(s->client, c);
	while (s->answered == 0)
		loop_turn(s->loop);
	assert_answered(c, 250, MAIL_LOGIN, office_kind[NOOP]);
	assert_int_equal(s->office.count[FROM], 0);
}

/*
 * What is refused, and where.
 */

static void
refusals_say_to_what(void **state)
{
	static const struct {
		enum verb	 verb;
		const char	*words, *body;
		int		 status;
		enum mail_step	 step;
		unsigned	 bodies;
	} cases[] = {
		{ GREETING, "421 4.3.2 too busy", NULL, 421, MAIL_GREETING, 0 },
		{ GREETING, "554-no\r\n554 5.7.1 not you",
		    "554-no\n554 5.7.1 not you", 554, MAIL_GREETING, 0 },
		{ AUTH, "535 5.7.8 wrong", NULL, 535, MAIL_LOGIN, 0 },
		{ AUTH, "454 4.7.0 later", NULL, 454, MAIL_LOGIN, 0 },
		{ FROM, "550 5.7.1 not yours", NULL, 550, MAIL_FROM, 0 },
		{ FROM, "452 4.3.1 disk full", NULL, 452, MAIL_FROM, 0 },
		{ TO, "550 5.1.1 unknown", NULL, 550, MAIL_TO, 0 },
		{ TO, "450-4.2.0 grey\r\n450 4.2.0 listed",
		    "450-4.2.0 grey\n450 4.2.0 listed", 450, MAIL_TO, 0 },
		{ BEGIN, "554 5.5.1 no", NULL, 554, MAIL_BODY, 0 },
		{ END, "552 5.3.4 too big", NULL, 552, MAIL_BODY, 1 },
		{ END, "451 4.3.0 later", NULL, 451, MAIL_BODY, 1 },
		{ END, "554 5.7.1 spam", NULL, 554, MAIL_BODY, 1 },
		{ END, "421 4.3.2 going down", NULL, 421, MAIL_BODY, 1 },
		{ TO, "421 4.7.0 enough", NULL, 421, MAIL_TO, 0 },
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		unsigned bodies = s->office.count[END];

		s->carriages[0].request.user = "homeline";
		s->carriages[0].request.password =
		    arena_print(s->arena, "secret%zu", i);
		s->office.words[cases[i].verb] = cases[i].words;
		if (cases[i].verb == FROM || cases[i].verb == TO)
			s->office.words[BEGIN] = "554 5.5.1 to nobody";
		assert_answered(carry(s), cases[i].status, cases[i].step,
		    cases[i].body == NULL ? cases[i].words : cases[i].body);
		assert_int_equal(s->office.count[END] - bodies,
		    cases[i].bodies);
		office_be_kind(&s->office);
		assert_sent(carry(s));
	}
}

/* A server may take the DATA that came with a refused RCPT (RFC 2920). */
static void
what_was_refused_gets_an_empty_mail_at_most(void **state)
{
	struct scene *s = *state;

	s->office.words[TO] = "550 5.1.1 unknown";
	s->office.words[END] = "554 5.5.1 nobody to send it to";
	assert_answered(carry(s), 550, MAIL_TO, "550 5.1.1 unknown");
	assert_string_equal(s->office.body.data, "");
	office_be_kind(&s->office);
	assert_sent(carry(s));
	assert_int_equal(s->office.count[RSET], 1);
	assert_int_equal(s->office.came, 1);
}

static void
mailboxes_that_are_not_ascii_need_a_server_for_them(void **state)
{
	struct scene *s = *state;

	s->carriages[0].request.mail_to = "jörg@family.example";
	assert_sent(carry(s));
	assert_non_null(strstr(s->office.heard.data,
	    " BODY=8BITMIME SMTPUTF8\n"));
	s->carriages[0].request.user = "other";
	s->carriages[0].request.password = "x";
	s->office.words[SAY_EHLO] = "250-mail.example\r\n250 AUTH PLAIN";
	carry(s);
	assert_int_equal(s->carriages[0].response.status, 553);
	assert_int_equal(s->carriages[0].response.step, MAIL_TO);
	assert_int_equal(s->office.count[FROM], 1);
	s->carriages[0].request.mail_to = "ana@family.example";
	assert_sent(carry(s));
	assert_int_equal(s->office.came, 2);
}

/*
 * What is not said in clear text, and what is not offered.
 */

static void
a_password_goes_in_clear_text_only_here(void **state)
{
	static const char *const urls[] = {
		"smtp://mail.school.example/", "imap://mail.school.example/",
		"smtp://127.0.0.1.example/", "smtp://10.0.0.1:25/x",
		"smtp://localhost.example:25", "smtp://x@127.0.0.1/",
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(urls); i++) {
		struct carriage *c = prepare(s, 0);
		unsigned before = s->answered;

		c->request.url = urls[i];
		c->request.user = "homeline";
		c->request.password = "secret";
		client_carry(s->client, c);
		while (s->answered == before)
			loop_turn(s->loop);
		assert_failed(c, NEVER_SPOKE,
		    "it would go over the network in clear text");
	}
}

static void
nothing_is_said_before_encryption(void **state)
{
	struct scene *s = *state;

	s->carriages[0].request.starttls = true;
	s->carriages[0].request.user = "homeline";
	s->carriages[0].request.password = "secret";
	assert_failed(carry(s), NEVER_SPOKE, "does not offer encryption");
	assert_int_equal(s->carriages[0].response.status, 250);
	assert_int_equal(s->carriages[0].response.step, MAIL_GREETING);
	s->office.words[SAY_EHLO] = "250-mail.example\r\n250-STARTTLS\r\n"
	    "250 AUTH PLAIN";
	s->office.words[STARTTLS] = "454 4.7.0 no TLS now";
	assert_answered(carry(s), 454, MAIL_GREETING,
	    s->office.words[STARTTLS]);
	assert_int_equal(s->office.count[AUTH], 0);
	assert_int_equal(s->office.count[FROM], 0);
}

static void
a_login_that_is_not_offered_is_told(void **state)
{
	static const char *const offers[] = {
		"250 mail.example", "250-mail.example\r\n250 AUTH CRAM-MD5",
	};
	struct scene *s = *state;

	s->carriages[0].request.user = "homeline";
	s->carriages[0].request.password = "secret";
	for (size_t i = 0; i < COUNT(offers); i++) {
		s->office.words[SAY_EHLO] = offers[i];
		assert_failed(carry(s), NEVER_SPOKE,
		    "offers no login we know");
		assert_int_equal(s->carriages[0].response.step, MAIL_LOGIN);
		assert_int_equal(s->carriages[0].response.status, 250);
	}
	assert_int_equal(s->office.count[FROM], 0);
}

static void
an_address_is_no_command(void **state)
{
	static const char *const bad[] = {
		"a@b.example>\r\nDATA", "a b@c.example", "<a@b.example",
		"a@b.example\n",
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(bad); i++) {
		s->carriages[0].request.mail_to = bad[i];
		assert_failed(carry(s), NEVER_SPOKE,
		    "the request is not fit to be sent");
	}
	assert_int_equal(s->office.came, 0);
}

/*
 * Lines that are lost, and time that passes.
 */

static void
a_line_lost_before_the_body_never_spoke(void **state)
{
	static const enum verb cut[] = {
		GREETING, SAY_EHLO, AUTH, FROM, TO, BEGIN,
	};
	struct scene *s = *state;

	s->carriages[0].request.user = "homeline";
	s->carriages[0].request.password = "secret";
	for (size_t i = 0; i < COUNT(cut); i++) {
		office_be_kind(&s->office);
		s->office.words[cut[i]] = "cut";
		carry(s);
		assert_int_equal(s->carriages[0].response.carried,
		    NEVER_SPOKE);
		assert_non_null(s->carriages[0].why);
	}
	assert_int_equal(s->office.count[END], 0);
	assert_int_equal(s->office.came, COUNT(cut));
}

static void
a_line_lost_after_the_body_is_not_known(void **state)
{
	struct scene *s = *state;

	s->office.words[END] = "cut";
	assert_failed(carry(s), CUT_OFF, "cut the connection");
	assert_int_equal(s->office.count[END], 1);
	assert_int_equal(s->office.came, 1);
}

static void
a_kept_line_that_died_is_made_anew_once(void **state)
{
	static const char *const ends[] = {
		"cut", "421 4.4.2 kept for too long",
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(ends); i++) {
		unsigned before = s->office.came;

		office_be_kind(&s->office);
		s->carriages[0].request.user = i == 0 ? "a" : "b";
		s->carriages[0].request.password = "x";
		assert_sent(carry(s));
		assert_int_equal(s->office.came, before + 1);
		s->office.words[FROM] = ends[i];
		carry(s);
		assert_int_equal(s->office.came, before + 2);
		assert_int_equal(s->carriages[0].response.carried,
		    i == 0 ? NEVER_SPOKE : ANSWERED);
	}
	assert_int_equal(s->office.count[END], 2);
}

static void
too_late_is_never(void **state)
{
	struct scene *s = *state;

	clock_hold(NOW);
	s->carriages[0].launch_by = clock_boot() + SECONDS(5);
	s->office.passes = SECONDS(6);
	carry(s);
	assert_failed(&s->carriages[0], NEVER_SPOKE, "its time had passed");
	assert_true(s->carriages[0].late);
	assert_int_equal(s->office.count[BEGIN], 1);
	assert_int_equal(s->office.count[END], 0);
	assert_string_equal(s->office.body.data, "");
	carry(s);
	assert_failed(&s->carriages[0], NEVER_SPOKE, "its time had passed");
	assert_int_equal(s->office.came, 1);
}

static void
a_silent_server_is_waited_for_so_long(void **state)
{
	static const struct {
		enum verb	 silent;
		enum carried	 carried;
	} cases[] = {
		{ GREETING, NEVER_SPOKE }, { BEGIN, NEVER_SPOKE },
		{ END, CUT_OFF },
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		office_be_kind(&s->office);
		s->office.words[cases[i].silent] = "";
		s->carriages[0].patience = 30;
		assert_failed(carry(s), cases[i].carried,
		    "did not answer in time");
	}
}

/* One that does not answer the end of its mail keeps nobody waiting. */
static void
a_silent_server_does_not_stop_the_others(void **state)
{
	struct scene *s = *state;
	struct carriage *silent = prepare(s, 1);

	s->office.words[END] = "";
	client_carry(s->client, silent);
	while (s->office.count[END] == 0)
		loop_turn(s->loop);
	s->office.words[END] = office_kind[END];
	assert_sent(carry(s));
	assert_int_equal(s->answered, 1);
	client_close(s->client);
	s->client = NULL;
	assert_int_equal(s->answered, 2);
	assert_failed(silent, CUT_OFF, "we are stopping");
}

static void
what_is_not_smtp_is_no_answer(void **state)
{
	static const char *const greetings[] = {
		"HTTP/1.1 400 Bad Request\r\n\r\n", "* OK IMAP4rev1", "+OK",
	};
	struct scene *s = *state;

	for (size_t i = 0; i < COUNT(greetings); i++) {
		s->office.words[GREETING] = greetings[i];
		s->carriages[0].patience = 50;
		carry(s);
		assert_int_equal(s->carriages[0].response.carried,
		    NEVER_SPOKE);
	}
	s->office.words[GREETING] = office_kind[GREETING];
	s->office.words[FROM] = "what?";
	s->carriages[0].patience = 0;
	carry(s);
	assert_int_not_equal(s->carriages[0].response.status / 100, 2);
	assert_int_equal(s->office.count[END], 0);
}

static void
nobody_there_is_said(void **state)
{
	struct scene *s = *state;
	struct carriage *c = prepare(s, 0);

	c->request.url = "smtp://127.0.0.1:1/";
	client_carry(s->client, c);
	while (s->answered == 0)
		loop_turn(s->loop);
	assert_failed(c, NEVER_SPOKE, "refused the connection");
}

int
main(void)
{
#define SCENE(test) cmocka_unit_test_setup_teardown(test, begin, end)
	const struct CMUnitTest tests[] = {
		SCENE(a_mail_arrives_as_it_was_given),
		SCENE(dots_and_ends_of_lines_are_kept),
		SCENE(a_large_mail_arrives_whole),
		SCENE(many_mails_need_one_connection),
		SCENE(at_most_so_many_connections_at_once),
		SCENE(a_server_without_pipelining_is_asked_step_by_step),
		SCENE(a_login_is_only_plain),
		SCENE(a_check_says_no_mail),
		SCENE(refusals_say_to_what),
		SCENE(what_was_refused_gets_an_empty_mail_at_most),
		SCENE(mailboxes_that_are_not_ascii_need_a_server_for_them),
		SCENE(a_password_goes_in_clear_text_only_here),
		SCENE(nothing_is_said_before_encryption),
		SCENE(a_login_that_is_not_offered_is_told),
		SCENE(an_address_is_no_command),
		SCENE(a_line_lost_before_the_body_never_spoke),
		SCENE(a_line_lost_after_the_body_is_not_known),
		SCENE(a_kept_line_that_died_is_made_anew_once),
		SCENE(too_late_is_never),
		SCENE(a_silent_server_is_waited_for_so_long),
		SCENE(a_silent_server_does_not_stop_the_others),
		SCENE(what_is_not_smtp_is_no_answer),
		SCENE(nobody_there_is_said),
	};

	alarm(LONGEST);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
