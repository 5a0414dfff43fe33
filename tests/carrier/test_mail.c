/*
 * The simulated carrier's mail: what its server takes and refuses, what it
 * counts, how it fails when it is told to, what mailboxes write, and how that
 * comes to us.
 */

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/mime_read.h"
#include "net/loop.h"
#include "tests/carrier/rig.h"

#define ANA	"ana@home.example"
#define BEN	"Ben@Home.example"
#define TO_US	"replies+rtoken@school.example"
#define BOUNCES	"replies+btoken@school.example"

static struct rig	*rig;
static char		 journal[64];
static int		 line = -1;	/* To the mail server. */

/* What came to us, and what we say to the next. */
static struct came {
	struct carrier_mail	*mail;
	char			 bytes[65536];
	size_t			 length;
	char			 to[300];
	unsigned		 count;
	int			 codes[8];	/* For each; 0 from then on. */
} came;

static void
take(void *arg, struct carrier_mail *mail)
{
	(void)arg;
	assert_true(mail->length < sizeof came.bytes);
	memcpy(came.bytes, mail->bytes, mail->length);
	came.bytes[mail->length] = '\0';
	came.length = mail->length;
	snprintf(came.to, sizeof came.to, "%s", mail->to);
	came.mail = mail;
	came.count++;
}

/* Turns the loop until a mail has come, and answers it. */
static void
until_came(int code, const char *said)
{
	int64_t until = clock_boot() + SECONDS(10);
	struct carrier_mail *mail;

	while (came.mail == NULL) {
		loop_turn(rig->loop);
		assert_true(clock_boot() < until);
	}
	mail = came.mail;
	came.mail = NULL;
	mail->taken(mail, code, said);
}

static int
open_rig(void **state)
{
	(void)state;
	came = (struct came){ 0 };
	rig = rig_open_with(false, (struct carrier_plan){ .smtp = true,
	    .mail = take });
	return 0;
}

static int
open_with_journal(void **state)
{
	int fd;

	(void)state;
	came = (struct came){ 0 };
	snprintf(journal, sizeof journal, "/tmp/carrier-test-XXXXXX");
	fd = mkstemp(journal);
	assert_true(fd >= 0);
	close(fd);
	rig = rig_open_with(false, (struct carrier_plan){ .smtp = true,
	    .mail = take, .record = journal });
	return 0;
}

static int
close_rig(void **state)
{
	(void)state;
	if (line >= 0)
		close(line);
	line = -1;
	rig_close(rig);
	if (journal[0] != '\0')
		unlink(journal);
	journal[0] = '\0';
	return 0;
}

/*
 * A client that says a line and waits for the answer.
 */

/* "": the line was dropped. */
static const char *
hear(void)
{
	char *said = arena_take(rig->arena, 4096);
	size_t length = 0;
	int64_t until = clock_boot() + SECONDS(10);

	while (clock_boot() < until) {
		ssize_t n = recv(line, said + length, 4095 - length,
		    MSG_DONTWAIT);

		if (n == 0 || (n < 0 && errno != EAGAIN))
			return length > 0 ? said : "";
		if (n > 0) {
			char *last = said;

			length += (size_t)n;
			for (char *at = said; (at = strstr(at, "\r\n")) !=
			    NULL && at[2] != '\0'; last = at)
				at += 2;
			if (strlen(last) > 3 && last[3] == ' ' &&
			    said[length - 1] == '\n')
				return said;
			continue;
		}
		loop_glance(rig->loop);
	}
	fail_msg("the mail server says nothing");
	return NULL;
}

static const char *
say(const char *words)
{
	size_t length = strlen(words);

	while (length > 0) {
		ssize_t n = send(line, words, length, MSG_NOSIGNAL |
		    MSG_DONTWAIT);

		if (n > 0) {
			words += n;
			length -= (size_t)n;
		}
		loop_glance(rig->loop);
	}
	return hear();
}

static void
says(const char *words, const char *answer)
{
	const char *said = say(words);

	if (strncmp(said, answer, strlen(answer)) != 0)
		fail_msg("to %.60s it says: %s", words, said);
}

static void
call(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)carrier_smtp_port(rig->carrier)),
	    .sin_addr = { htonl(INADDR_LOOPBACK) } };

	if (line >= 0)
		close(line);
	line = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(line, (struct sockaddr *)(void *)&address,
	    sizeof address), 0);
	assert_non_null(strstr(hear(), "220 "));
	says("EHLO school.example\r\n", "250-");
}

static const char letter[] =
    "From: Oak School <messages@school.example>\r\n"
    "To: " ANA "\r\n"
    "Reply-To: " TO_US "\r\n"
    "Subject: Lunch\r\n"
    "Message-ID: <mtoken@school.example>\r\n"
    "List-Unsubscribe: <https://x.example/u/1>,\r\n"
    " <mailto:replies+utoken@school.example>\r\n"
    "\r\n"
    "Ivy forgot her lunch.\r\n"
    "..hidden\r\n"
    ".\r\n";

/* A mail to that mailbox; the answer behind its dot. */
static const char *
send_to(const char *box)
{
	says("MAIL FROM:<" BOUNCES ">\r\n", "250");
	says(arena_print(rig->arena, "RCPT TO:<%s>\r\n", box), "250");
	says("DATA\r\n", "354");
	return say(letter);
}

static json_t *
mails(void)
{
	struct response *r = rig_ask(rig, "GET", "/carrier/mails", NULL);
	json_t *json = json_loads(r->body, 0, NULL);

	assert_int_equal(r->status, 200);
	assert_non_null(json);
	return json;
}

/* A word of the n-th mail, from 0. */
static void
mail_is(unsigned n, const char *name, const char *value)
{
	json_t *json = mails(), *mail = json_array_get(json_object_get(json,
	    "mails"), n);

	assert_non_null(mail);
	assert_string_equal(rig_text(mail, name), value);
	json_decref(json);
}

static void
fault(const char *name, const char *box)
{
	json_decref(rig_tell(rig, "/carrier/fault", arena_print(rig->arena,
	    "{\"name\":\"%s\",\"count\":1%s%s%s}", name,
	    box != NULL ? ",\"mailbox\":\"" : "", box != NULL ? box : "",
	    box != NULL ? "\"" : "")));
}

static void
write_as(const char *box, const char *body)
{
	json_decref(rig_tell(rig, arena_print(rig->arena,
	    "/carrier/mailboxes/%s/write", box), body));
}

/*
 * The tests.
 */

static void
commands_have_an_order(void **state)
{
	static const struct {
		const char *words, *answer;
	} talk[] = {
		{ "RCPT TO:<" ANA ">\r\n", "503 5.5.1" },
		{ "DATA\r\n", "503 5.5.1" },
		{ "MAIL FROM:ana@home.example\r\n", "501 5.1.7" },
		{ "MAIL FROM:<>\r\n", "250" },
		{ "MAIL FROM:<" BOUNCES ">\r\n", "503 5.5.1" },
		{ "DATA\r\n", "554 5.5.1" },
		{ "RCPT TO:<nobody>\r\n", "501 5.1.3" },
		{ "RCPT TO:<\303\274@home.example>\r\n", "501 5.1.3" },
		{ "RSET\r\n", "250" },
		{ "MAIL FROM:<" BOUNCES "> SIZE=99999999\r\n", "552 5.3.4" },
		{ "MAIL FROM:<" BOUNCES "> NONSENSE=1\r\n", "555" },
		{ "MAIL FROM:<" BOUNCES "> SMTPUTF8\r\n", "250" },
		{ "RCPT TO:<\303\274@home.example>\r\n", "250" },
		{ "NOOP\r\n", "250" }, { "VRFY ana\r\n", "502" },
		{ "HELLO\r\n", "500" }, { "noop\r\n", "250" },
		{ "AUTH PLAIN AGEAeA==\r\n", "503" }, { "RSET\r\n", "250" },
		{ "AUTH PLAIN AGEAeA==\r\n", "535 5.7.8" },
		{ "AUTH LOGIN\r\n", "334 VXNlcm5hbWU6" },
		{ "YW5h\r\n", "334 UGFzc3dvcmQ6" },
		{ "NTE1MGMwZGUwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=\r\n",
		    "235" },
		{ "AUTH PLAIN\r\n", "334" },
		{ "AGEANTE1MGMwZGUwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDE=\r\n",
		    "235" },
		{ "QUIT\r\n", "221" },
	};

	(void)state;
	call();
	for (size_t i = 0; i < COUNT(talk); i++)
		says(talk[i].words, talk[i].answer);
	call();
	says("NOOP\n", "500 5.5.2");
	call();
	for (int i = 0; i < 19; i++)
		says("HELLO\r\n", "500");
	assert_non_null(strstr(say("HELLO\r\n"), "421"));
}

static void
a_mail_is_kept_as_it_came(void **state)
{
	json_t *json;

	(void)state;
	call();
	assert_non_null(strstr(send_to(ANA), "250 2.0.0"));
	assert_non_null(strstr(send_to("ANA@home.EXAMPLE"), "250"));
	assert_non_null(strstr(send_to(BEN), "250"));
	mail_is(0, "text", "Ivy forgot her lunch.\n.hidden\n");
	mail_is(0, "subject", "Lunch");
	mail_is(0, "id", "mtoken@school.example");
	mail_is(0, "from_name", "Oak School");
	mail_is(0, "reply_to", TO_US);
	mail_is(0, "envelope_from", BOUNCES);
	mail_is(0, "unsubscribe", "replies+utoken@school.example");
	mail_is(1, "box", ANA);
	json = mails();
	assert_int_equal(json_integer_value(json_object_get(json,
	    "received")), 3);
	assert_int_equal(json_integer_value(json_object_get(json,
	    "twice")), 1);
	assert_int_equal(json_integer_value(json_object_get(json_array_get(
	    json_object_get(json, "mails"), 1), "copy")), 2);
	json_decref(json);
}

static void
a_bad_mail_is_refused(void **state)
{
	static const struct {
		const char *mail, *answer;
	} bad[] = {
		{ "Subject: bare\rreturn\r\n\r\n.\r\n", "550 5.6.0" },
		{ "Subject: \303\274\r\n\r\n.\r\n", "554 5.6.3" },
	};

	(void)state;
	call();
	for (size_t i = 0; i < COUNT(bad); i++) {
		says("MAIL FROM:<a@b.example>\r\n", "250");
		says("RCPT TO:<" ANA ">\r\n", "250");
		says("DATA\r\n", "354");
		says(bad[i].mail, bad[i].answer);
	}
	says("MAIL FROM:<a@b.example> BODY=8BITMIME\r\n", "250");
	says("RCPT TO:<" ANA ">\r\n", "250");
	says("DATA\r\n", "354");
	says(bad[1].mail, "250");
	assert_int_equal(rig_count(rig, "mails"), 1);
}

static void
it_fails_at_the_step_it_is_told_to(void **state)
{
	static const struct {
		const char *name, *words, *answer;
	} faults[] = {
		{ "mail-login", "AUTH PLAIN AGEANTE1MGMwZGUwMDAwMDAwMDAwMDA"
		    "wMDAwMDAwMDAwMDE=\r\n", "535" },
		{ "mail-from-4", "MAIL FROM:<a@b.c>\r\n", "451" },
		{ "mail-from-5", "MAIL FROM:<a@b.c>\r\n", "550" },
		{ "mail-to-4", "RCPT TO:<" ANA ">\r\n", "451" },
		{ "mail-to-5", "RCPT TO:<" ANA ">\r\n", "550 5.7.1" },
		{ "mail-nobody", "RCPT TO:<" ANA ">\r\n", "550 5.1.1" },
		{ "mail-full", "RCPT TO:<" ANA ">\r\n", "452 4.2.2" },
		{ "mail-over", "RCPT TO:<" ANA ">\r\n", "552 5.2.2" },
		{ "mail-data-4", "DATA\r\n", "451" },
		{ "mail-data-5", "DATA\r\n", "554" },
		{ "mail-dot-4", letter, "451" },
		{ "mail-dot-5", letter, "554" },
		{ "mail-drop-before", letter, "" },
		{ "mail-drop-after", letter, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(faults); i++) {
		const char *words = faults[i].words;

		fault(faults[i].name, words[0] == 'A' || words[0] == 'M' ?
		    NULL : ANA);
		call();
		if (words[0] == 'R' || words[0] == 'D' || words == letter)
			says("MAIL FROM:<a@b.c>\r\n", "250");
		if (words[0] == 'D' || words == letter)
			says("RCPT TO:<" ANA ">\r\n", "250");
		if (words == letter)
			says("DATA\r\n", "354");
		says(words, faults[i].answer);
		assert_int_equal(rig_count(rig, "mails"),
		    i + 1 == COUNT(faults));
	}
	call();
	assert_non_null(strstr(send_to(ANA), "250"));
}

static void
a_slow_answer_comes_later(void **state)
{
	(void)state;
	json_decref(rig_tell(rig, "/carrier/fault",
	    "{\"name\":\"mail-slow\",\"ms\":30,\"count\":1}"));
	call();
	assert_non_null(strstr(send_to(ANA), "250"));
	says("NOOP\r\n", "250");
}

/* What is typed comes as a mail, as a reader of mail understands it. */
static void
an_answer_is_a_real_mail(void **state)
{
	struct mime_mail mail;
	const char *why;

	(void)state;
	call();
	send_to(ANA);
	write_as(ANA, "{\"text\":\"S\303\255, a las once.\","
	    "\"picture\":true}");
	until_came(0, NULL);
	assert_string_equal(came.to, TO_US);
	assert_true(mime_read(rig->arena, came.bytes, came.length, &mail,
	    &why));
	assert_string_equal(mail.words, "S\303\255, a las once.");
	assert_string_equal(mail.from, ANA);
	assert_string_equal(mail.subject, "Re: Lunch");
	assert_string_equal(mail.answers[0], "mtoken@school.example");
	assert_non_null(strstr(mail.folded, "Ivy forgot her lunch."));
	assert_int_equal(mail.file_count, 1);
	assert_memory_equal(mail.files[0].bytes, "\211PNG", 4);
	assert_null(mail.automatic);
	write_as(ANA, "{\"text\":\"On my way\",\"apple\":true}");
	until_came(0, NULL);
	assert_true(mime_read(rig->arena, came.bytes, came.length, &mail,
	    &why));
	assert_string_equal(mail.words, "On my way");
	mail_is(2, "status", "handed");
}

static void
what_no_person_writes_says_so(void **state)
{
	struct mime_mail mail;
	const char *why;

	(void)state;
	call();
	fault("mail-away", ANA);
	send_to(ANA);
	until_came(0, NULL);
	assert_string_equal(came.to, BOUNCES);
	assert_true(mime_read(rig->arena, came.bytes, came.length, &mail,
	    &why));
	assert_non_null(mail.automatic);
	fault("mail-bounce", ANA);
	send_to(ANA);
	until_came(0, NULL);
	assert_string_equal(came.to, BOUNCES);
	assert_true(mime_read(rig->arena, came.bytes, came.length, &mail,
	    &why));
	assert_int_equal(mail.report.what, MIME_FAILED);
	assert_string_equal(mail.report.status, "5.1.1");
	assert_string_equal(mail.report.message_id, "mtoken@school.example");
	assert_string_equal(mail.report.recipient, ANA);
	mail_is(2, "status", "bounced");
	mail_is(3, "way", "ours");
}

static void
what_is_not_taken_comes_again(void **state)
{
	(void)state;
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1000000}"));
	call();
	send_to(ANA);
	write_as(ANA, "{\"text\":\"Hello\"}");
	until_came(75, "not now");
	assert_int_equal(rig_count(rig, "later"), 1);
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1000999}"));
	loop_glance(rig->loop);
	assert_int_equal(came.count, 1);
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1001000}"));
	until_came(65, "There is nobody of that name.");
	mail_is(1, "status", "refused");
	mail_is(1, "said", "There is nobody of that name.");
	assert_int_equal(rig_count(rig, "later"), 0);
}

static void
mails_outlive_the_carrier(void **state)
{
	(void)state;
	call();
	send_to(ANA);
	send_to(ANA);
	write_as(ANA, "{\"text\":\"Hello\"}");
	until_came(75, NULL);
	rig_close(rig);
	came = (struct came){ 0 };
	rig = rig_open_with(false, (struct carrier_plan){ .smtp = true,
	    .mail = take, .record = journal });
	assert_int_equal(rig_count(rig, "mails_twice"), 1);
	mail_is(1, "text", "Ivy forgot her lunch.\n.hidden\n");
	until_came(0, NULL);
	call();
	send_to(ANA);
	assert_int_equal(rig_count(rig, "mails_twice"), 2);
	mail_is(2, "status", "handed");
}

/* Opens another carrier with a program, and lets a mailbox write. */
static const char *
status_by(const char *program)
{
	json_t *json;
	const char *status;

	rig_close(rig);
	rig = rig_open_with(false, (struct carrier_plan){ .smtp = true,
	    .mail_program = program });
	json_decref(rig_tell(rig, "/carrier/clock", "{\"now\":1000000}"));
	write_as(ANA, "{\"text\":\"Hello\",\"to\":\"" TO_US "\"}");
	rig_until(rig, "under_way", 0);
	rig_until(rig, "ready", 0);
	rig_until(rig, "under_way", 0);
	json = mails();
	status = arena_print(rig->arena, "%s %s", rig_text(json_array_get(
	    json_object_get(json, "mails"), 0), "status"), rig_text(
	    json_array_get(json_object_get(json, "mails"), 0), "said"));
	json_decref(json);
	return status;
}

static void
a_program_gets_it(void **state)
{
	(void)state;
	assert_string_equal(status_by("/bin/false"), "refused ");
	assert_string_equal(status_by(
	    "/bin/sh -c \"grep -c '^To: <replies'; exit 65\""),
	    "refused 1");
	assert_string_equal(status_by(
	    "/bin/sh -c \"cat >/dev/null; test $1 = " TO_US "\""),
	    "handed ");
	assert_string_equal(status_by("/bin/sh -c \"exit 75\""), "waiting ");
	assert_string_equal(status_by("/nowhere/at/all"), "waiting ");
}

static void
the_page_has_mailboxes(void **state)
{
	struct response *r;

	(void)state;
	call();
	send_to(ANA);
	send_to(ANA);
	r = rig_ask(rig, "GET", "/", NULL);
	assert_non_null(strstr(r->body, "came twice"));
	assert_non_null(strstr(r->body, "Ivy forgot her lunch."));
	assert_non_null(strstr(r->body, "mails twice <b>1</b>"));
	r = rig_ask_with(rig,
	    "Content-Type: application/x-www-form-urlencoded", "POST",
	    "/mailbox/ana%40home.example/answer",
	    "mail=2&body=%3CYes%3E&back=mailbox");
	assert_int_equal(r->status, 303);
	assert_string_equal(headers_get(&r->headers, "Location"),
	    "/mailbox/ana%40home.example");
	until_came(0, NULL);
	r = rig_ask(rig, "GET", "/mailbox/ana%40home.example", NULL);
	assert_non_null(strstr(r->body, "&lt;Yes&gt;"));
	r = rig_ask_with(rig,
	    "Content-Type: application/x-www-form-urlencoded", "POST",
	    "/mailbox/ana%40home.example/leave", "");
	assert_int_equal(r->status, 303);
	until_came(0, NULL);
	assert_string_equal(came.to, "replies+utoken@school.example");
	assert_int_equal(rig_ask(rig, "GET", "/mailbox/no%40home.example",
	    NULL)->status, 404);
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, open_rig, close_rig)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(commands_have_an_order),
		TEST(a_mail_is_kept_as_it_came),
		TEST(a_bad_mail_is_refused),
		TEST(it_fails_at_the_step_it_is_told_to),
		TEST(a_slow_answer_comes_later),
		TEST(an_answer_is_a_real_mail),
		TEST(what_no_person_writes_says_so),
		TEST(what_is_not_taken_comes_again),
		cmocka_unit_test_setup_teardown(mails_outlive_the_carrier,
		    open_with_journal, close_rig),
		TEST(a_program_gets_it),
		TEST(the_page_has_mailboxes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
