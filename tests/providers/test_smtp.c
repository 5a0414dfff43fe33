/*
 * What servers of mail really say, and what it means.  The replies are those
 * of Postfix, Exim, Sendmail, Gmail, Microsoft 365 and Amazon SES, as their
 * source and their manuals have them.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "providers/smtp.h"

static const struct smtp options = {
	.server = "smtp://mail.school.example:587/", .user = "homeline",
	.password = "secret", .encrypt = SMTP_STARTTLS, .authorities = "",
};
static const struct account account = {
	.name = "mail", .provider = &smtp_provider, .options = &options,
};
static const struct outgoing outgoing = {
	.from = "messages@school.example", .to = "ana@family.example",
	.from_name = "Oak School", .subject = "Picture day",
	.text = "Friday.\n", .html = "<p>Friday.</p>\n", .language = "en",
	.reply_to = "replies+r1@school.example",
	.bounce = "replies+b1@school.example",
	.message_id = "m1@school.example",
	.unsubscribe = "https://home.example/u/u1",
	.unsubscribe_to = "replies+u1@school.example",
	.key = "1", .date = INT64_C(1764835200000),
};

#define GREET	MAIL_GREETING
#define SENT	OUTCOME_SENT
#define LATER	OUTCOME_LATER
#define REFUSED	OUTCOME_REFUSED
#define SICK	OUTCOME_SICK

static const struct {
	enum mail_step	 step;
	const char	*reply;
	enum outcome	 outcome;
	enum error_class class;
} said[] = {
	/* Postfix. */
	{ GREET, "421 4.7.0 mx.example Error: too many connections from "
	    "192.0.2.1", SICK, ERROR_THROTTLE },
	{ GREET, "421 4.3.2 Service not available", SICK, ERROR_TRANSIENT },
	{ GREET, "454 4.7.0 TLS not available due to local problem", SICK,
	    ERROR_ACCOUNT_STOP },
	{ GREET, "554 5.7.1 mx.example ESMTP not accepting connections", SICK,
	    ERROR_ACCOUNT_STOP },
	{ MAIL_LOGIN, "535 5.7.8 Error: authentication failed: "
	    "UGFzc3dvcmQ6", SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_LOGIN, "454 4.7.0 Temporary authentication failure: "
	    "Connection lost to authentication server", SICK,
	    ERROR_TRANSIENT },
	{ MAIL_FROM, "530 5.7.0 Must issue a STARTTLS command first", SICK,
	    ERROR_ACCOUNT_STOP },
	{ MAIL_FROM, "552 5.3.4 Message size exceeds fixed limit", REFUSED,
	    ERROR_CONTENT_PERM },
	{ MAIL_FROM, "452 4.3.1 Insufficient system storage", SICK,
	    ERROR_TRANSIENT },
	{ MAIL_FROM, "553 5.7.1 <m@s.example>: Sender address rejected: not "
	    "owned by user homeline", SICK, ERROR_SENDER_STOP },
	{ MAIL_FROM, "501 5.1.7 Bad sender address syntax", SICK,
	    ERROR_SENDER_STOP },
	{ MAIL_TO, "553 5.7.1 <m@s.example>: Sender address rejected: not "
	    "owned by user homeline", SICK, ERROR_SENDER_STOP },
	{ MAIL_TO, "550 5.1.8 <m@s.example>: Sender address rejected: Domain "
	    "not found", SICK, ERROR_SENDER_STOP },
	{ MAIL_TO, "454 4.7.1 <ana@family.example>: Relay access denied",
	    SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "554 5.7.1 <ana@family.example>: Relay access denied",
	    SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "554 5.7.1 <x.example[192.0.2.1]>: Client host rejected: "
	    "Access denied", SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "550 5.1.1 <ana@family.example>: Recipient address "
	    "rejected: User unknown in local recipient table", REFUSED,
	    ERROR_RCPT_PERM },
	{ MAIL_TO, "450 4.1.1 <ana@family.example>: Recipient address "
	    "rejected: unverified address", LATER, ERROR_TRANSIENT },
	{ MAIL_TO, "501 5.1.3 Bad recipient address syntax", REFUSED,
	    ERROR_RCPT_PERM },
	{ MAIL_TO, "450 4.2.0 <ana@family.example>: Recipient address "
	    "rejected: Greylisted, see http://postgrey.example/", LATER,
	    ERROR_TRANSIENT },
	{ MAIL_TO, "451 4.3.0 <ana@family.example>: Temporary lookup "
	    "failure", SICK, ERROR_TRANSIENT },
	{ MAIL_TO, "452 4.5.3 Error: too many recipients", LATER,
	    ERROR_RCPT_TEMP },
	{ MAIL_TO, "504 5.5.2 <x>: Helo command rejected: need "
	    "fully-qualified hostname", REFUSED, ERROR_CONTENT_PERM },
	{ MAIL_BODY, "250 2.0.0 Ok: queued as 4BwRzV2Xvqz9sS7", SENT,
	    ERROR_NONE },
	{ MAIL_BODY, "451 4.7.1 Service unavailable - try again later", SICK,
	    ERROR_THROTTLE },
	{ MAIL_BODY, "550 5.7.1 Spam message rejected", REFUSED,
	    ERROR_CONTENT_PERM },
	{ MAIL_BODY, "451 4.3.0 Error: queue file write error", SICK,
	    ERROR_TRANSIENT },
	{ MAIL_BODY, "552 5.3.4 Error: message file too big", REFUSED,
	    ERROR_CONTENT_PERM },
	{ MAIL_BODY, "421 4.3.0 mx.example Error: queue file write error",
	    SICK, ERROR_THROTTLE },

	/* Exim and Sendmail, who mostly have no enhanced codes. */
	{ MAIL_LOGIN, "535 Incorrect authentication data", SICK,
	    ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "550 Unrouteable address", REFUSED, ERROR_RCPT_PERM },
	{ MAIL_TO, "550 relay not permitted", SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "550-Verification failed for <m@s.example>\n"
	    "550 Sender verify failed", SICK, ERROR_SENDER_STOP },
	{ MAIL_TO, "451 Temporary local problem - please try later", LATER,
	    ERROR_RCPT_TEMP },
	{ MAIL_TO, "451-203.0.113.5 is not yet authorized to deliver mail "
	    "from\n451 <m@s.example>. Greylisted; try later", LATER,
	    ERROR_TRANSIENT },
	{ MAIL_TO, "552 5.2.2 Over quota", LATER, ERROR_RCPT_TEMP },
	{ MAIL_TO, "552 Mailbox full", LATER, ERROR_RCPT_TEMP },
	{ MAIL_TO, "550 Rejected because 192.0.2.1 is in a black list at "
	    "zen.example", REFUSED, ERROR_CONTENT_PERM },
	{ MAIL_FROM, "452 Space shortage, please try later", SICK,
	    ERROR_TRANSIENT },
	{ MAIL_BODY, "250 OK id=1tABcd-00000000XyZ-1234", SENT, ERROR_NONE },
	{ MAIL_BODY, "552 Message size exceeds maximum permitted", REFUSED,
	    ERROR_CONTENT_PERM },
	{ MAIL_BODY, "550 Administrative prohibition", REFUSED,
	    ERROR_CONTENT_PERM },
	{ MAIL_BODY, "250 2.0.0 5AB12cd003456 Message accepted for delivery",
	    SENT, ERROR_NONE },
	{ MAIL_TO, "550 5.7.1 <ana@family.example>... Relaying denied", SICK,
	    ERROR_ACCOUNT_STOP },

	/* Gmail. */
	{ GREET, "421-4.7.0 [192.0.2.1] Our system has detected an unusual "
	    "rate of\n421 4.7.0 unsolicited mail", SICK, ERROR_THROTTLE },
	{ MAIL_LOGIN, "535-5.7.8 Username and Password not accepted. Learn "
	    "more at\n535 5.7.8  https://support.google.example/x - gsmtp",
	    SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_LOGIN, "534-5.7.9 Application-specific password required\n"
	    "534 5.7.9  https://x.example - gsmtp", SICK,
	    ERROR_ACCOUNT_STOP },
	{ MAIL_LOGIN, "454 4.7.0 Too many login attempts, please try again "
	    "later. - gsmtp", SICK, ERROR_THROTTLE },
	{ MAIL_FROM, "530-5.7.0 Authentication Required. For more "
	    "information, go to\n530 5.7.0  https://x.example - gsmtp", SICK,
	    ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "550-5.1.1 The email account that you tried to reach does "
	    "not exist.\n550 5.1.1  https://x.example - gsmtp", REFUSED,
	    ERROR_RCPT_PERM },
	{ MAIL_TO, "552-5.2.2 The recipient's inbox is out of storage "
	    "space.\n552 5.2.2  https://x.example - gsmtp", LATER,
	    ERROR_RCPT_TEMP },
	{ MAIL_TO, "452-4.2.2 The recipient's inbox is out of storage "
	    "space.\n452 4.2.2  https://x.example - gsmtp", LATER,
	    ERROR_RCPT_TEMP },
	{ MAIL_TO, "550-5.2.1 The email account that you tried to reach is "
	    "inactive.\n550 5.2.1  https://x.example - gsmtp", REFUSED,
	    ERROR_RCPT_PERM },
	{ MAIL_TO, "450-4.2.1 The user you are trying to contact is receiving "
	    "mail at a rate that\n450 4.2.1 prevents additional messages",
	    LATER, ERROR_TRANSIENT },
	{ MAIL_TO, "550-5.4.5 Daily user sending limit exceeded. For more\n"
	    "550 5.4.5 https://x.example - gsmtp", SICK, ERROR_THROTTLE },
	{ MAIL_BODY, "250 2.0.0 OK  1764835200 d2e1a72fcca58-7e2a1b2c3d4 "
	    "- gsmtp", SENT, ERROR_NONE },
	{ MAIL_BODY, "550-5.7.26 Your email has been blocked because the "
	    "sender is unauthenticated.\n550 5.7.26 SPF did not pass", SICK,
	    ERROR_SENDER_STOP },
	{ MAIL_BODY, "550-5.7.25 The IP address sending this message does not "
	    "have a PTR record\n550 5.7.25 x", SICK, ERROR_SENDER_STOP },
	{ MAIL_BODY, "421-4.7.28 Gmail has detected an unusual rate of mail.\n"
	    "421 4.7.28 x", SICK, ERROR_THROTTLE },
	{ MAIL_BODY, "552-5.7.0 This message was blocked because its content "
	    "presents a potential\n552 5.7.0 security issue", REFUSED,
	    ERROR_CONTENT_PERM },
	{ MAIL_BODY, "552-5.3.4 Your message exceeded Google's message size "
	    "limits.\n552 5.3.4 x", REFUSED, ERROR_CONTENT_PERM },

	/* Microsoft 365 and Outlook.com. */
	{ MAIL_LOGIN, "535 5.7.139 Authentication unsuccessful, basic "
	    "authentication is disabled.", SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_FROM, "530 5.7.57 Client not authenticated to send mail. "
	    "Error: 535 5.7.3", SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "550 5.7.54 SMTP; Unable to relay recipient in "
	    "non-accepted domain", SICK, ERROR_ACCOUNT_STOP },
	{ MAIL_TO, "550 5.4.1 Recipient address rejected: Access denied. "
	    "[x.prod.outlook.com]", REFUSED, ERROR_RCPT_PERM },
	{ MAIL_TO, "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not "
	    "found by SMTP address lookup", REFUSED, ERROR_RCPT_PERM },
	{ MAIL_TO, "550 5.5.0 Requested action not taken: mailbox unavailable "
	    "(S2017062302).", REFUSED, ERROR_RCPT_PERM },
	{ MAIL_BODY, "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit "
	    "exceeded", SICK, ERROR_THROTTLE },
	{ MAIL_BODY, "554 5.2.252 SendAsDenied; messages@s.example not "
	    "allowed to send as other@s.example", SICK, ERROR_SENDER_STOP },
	{ MAIL_BODY, "550 5.7.60 SMTP; Client does not have permissions to "
	    "send as this sender", SICK, ERROR_SENDER_STOP },
	{ MAIL_BODY, "550 5.1.90 Your message can't be sent because you've "
	    "reached your daily limit for message recipients", SICK,
	    ERROR_THROTTLE },
	{ MAIL_BODY, "550 5.7.515 Access denied, sending domain S.EXAMPLE "
	    "doesn't meet the required authentication level.", SICK,
	    ERROR_SENDER_STOP },
	{ MAIL_BODY, "250 2.0.0 OK <SN6PR01MB1234@SN6PR01.prod.outlook.com> "
	    "[Hostname=SN6PR01MB1234] Queued mail for delivery", SENT,
	    ERROR_NONE },

	/* Amazon SES. */
	{ MAIL_LOGIN, "535 Authentication Credentials Invalid", SICK,
	    ERROR_ACCOUNT_STOP },
	{ MAIL_BODY, "250 Ok 0102018f1a2b3c4d-11112222-3333-4444-5555-"
	    "666677778888-000000", SENT, ERROR_NONE },
	{ MAIL_BODY, "454 Throttling failure: Maximum sending rate exceeded.",
	    SICK, ERROR_THROTTLE },
	{ MAIL_BODY, "454 Throttling failure: Daily message quota exceeded.",
	    SICK, ERROR_THROTTLE },
	{ MAIL_BODY, "554 Message rejected: Email address is not verified. "
	    "The following identities failed the check", SICK,
	    ERROR_SENDER_STOP },
	{ MAIL_BODY, "554 Access denied: User `arn:aws:iam::1:user/x' is not "
	    "authorized to perform `ses:SendRawEmail'", SICK,
	    ERROR_ACCOUNT_STOP },
	{ MAIL_BODY, "554 Transaction failed: Invalid email address", REFUSED,
	    ERROR_CONTENT_PERM },
	{ MAIL_BODY, "451 4.4.2 Timeout waiting for data from client.", LATER,
	    ERROR_TRANSIENT },

	/* The enhanced code is believed before the status. */
	{ MAIL_TO, "450 5.1.1 unknown", REFUSED, ERROR_RCPT_PERM },
	{ MAIL_BODY, "554 4.3.1 disk full", SICK, ERROR_TRANSIENT },
	{ MAIL_BODY, "554 4.4.2 again", LATER, ERROR_TRANSIENT },
	{ MAIL_TO, "450 5.0.0 never", REFUSED, ERROR_CONTENT_PERM },
	/* And by us: the server lacks SMTPUTF8. */
	{ MAIL_TO, "553 5.6.7 not ASCII", REFUSED, ERROR_CONTENT_PERM },
	/* What is no sense. */
	{ MAIL_BODY, "354 go on", LATER, ERROR_REQUEST_BUG },
	{ MAIL_TO, "252", LATER, ERROR_REQUEST_BUG },
};

static int
setup(void **state)
{
	*state = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct verdict
judged(void **state, const struct response *response)
{
	struct verdict verdict = { .outcome = OUTCOME_UNKNOWN };

	smtp_provider.judge(&account, response, &verdict, *state);
	return verdict;
}

static void
replies_say_whose_fault_it_is(void **state)
{
	for (size_t i = 0; i < COUNT(said); i++) {
		struct response response = { .carried = ANSWERED,
		    .status = (int)strtol(said[i].reply, NULL, 10),
		    .step = said[i].step, .body = said[i].reply,
		    .length = strlen(said[i].reply) };
		struct verdict v = judged(state, &response);

		if (v.outcome != said[i].outcome ||
		    v.class != said[i].class)
			fail_msg("%s: outcome %d, class %d", said[i].reply,
			    v.outcome, v.class);
		assert_true((v.reason == NULL) == (v.outcome == SENT));
	}
}

static void
a_line_that_was_lost_is_told(void **state)
{
	static const struct {
		struct response	 response;
		enum outcome	 outcome;
		enum error_class class;
	} cases[] = {
		{ { .carried = NEVER_SPOKE }, LATER, ERROR_TRANSIENT },
		{ { .carried = CUT_OFF }, OUTCOME_UNKNOWN, ERROR_TRANSIENT },
		{ { .carried = NEVER_SPOKE, .status = 250,
		    .step = MAIL_GREETING }, SICK, ERROR_ACCOUNT_STOP },
		{ { .carried = NEVER_SPOKE, .status = 250,
		    .step = MAIL_LOGIN }, SICK, ERROR_ACCOUNT_STOP },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct verdict v = judged(state, &cases[i].response);

		assert_int_equal(v.outcome, cases[i].outcome);
		assert_int_equal(v.class, cases[i].class);
		assert_non_null(v.reason);
	}
}

static void
waits_are_as_long_as_makes_sense(void **state)
{
	static const struct {
		enum mail_step	 step;
		const char	*reply;
		int64_t		 wait;
	} cases[] = {
		{ MAIL_TO, "452 4.2.2 full", HOURS(1) },
		{ MAIL_TO, "450 4.7.1 greylisted", MINUTES(5) },
		{ MAIL_BODY, "421 4.7.0 slow down", MINUTES(1) },
		{ MAIL_BODY, "454 Throttling failure", MINUTES(5) },
		{ MAIL_BODY, "451 4.4.2 again", 0 },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct response response = { .carried = ANSWERED,
		    .status = (int)strtol(cases[i].reply, NULL, 10),
		    .step = cases[i].step, .body = cases[i].reply };

		assert_int_equal(judged(state, &response).wait,
		    cases[i].wait);
	}
}

static void
the_server_names_the_mail(void **state)
{
	static const struct {
		const char *reply, *name;
	} cases[] = {
		{ "250 2.0.0 Ok: queued as 4BwRzV2Xvqz9sS7",
		    "4BwRzV2Xvqz9sS7" },
		{ "250 OK id=1tABcd-00000000XyZ-1234",
		    "1tABcd-00000000XyZ-1234" },
		{ "250 Ok 0102018f1a2b3c4d-1111-000000",
		    "0102018f1a2b3c4d-1111-000000" },
		{ "250 2.0.0 OK  1764835200 d2e1a72 - gsmtp", "1764835200" },
		{ "250 2.0.0 OK <SN6PR01@x.outlook.com> [Hostname=x]",
		    "SN6PR01@x.outlook.com" },
		{ "250 2.6.0 Ok, message saved", NULL },
		{ "250 fine", NULL }, { "250", NULL }, { "250 ok", NULL },
		{ "250 ok id=", NULL },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = smtp_reference(cases[i].reply, *state);

		if (cases[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(name, cases[i].name);
	}
}

static void
what_is_no_code_is_none(void **state)
{
	static const char *const none[] = {
		"", "250", "250 ", "250 1", "550 5.1", "550 5.1.", "550 9.1.1",
		"550 5..1", "5.1.1", "550 x5.1.1",
	};
	int code[3];

	(void)state;
	for (size_t i = 0; i < COUNT(none); i++)
		assert_false(smtp_enhanced(none[i], code));
	assert_true(smtp_enhanced("550-5.7.515 x", code));
	assert_int_equal(code[0], 5);
	assert_int_equal(code[1], 7);
	assert_int_equal(code[2], 515);
}

static void
a_mail_is_built(void **state)
{
	struct request	 r;

	smtp_provider.build(&account, &outgoing, 0, &r, *state);
	assert_string_equal(r.url, "smtp://mail.school.example:587/"
	    "school.example");
	assert_string_equal(r.mail_from, "replies+b1@school.example");
	assert_string_equal(r.mail_to, "ana@family.example");
	assert_string_equal(r.user, "homeline");
	assert_string_equal(r.password, "secret");
	assert_null(r.authorities);
	assert_true(r.starttls);
	assert_int_equal(r.length, strlen(r.body));
	assert_non_null(strstr(r.body, "\r\nReply-To: "
	    "replies+r1@school.example\r\n"));
	assert_non_null(strstr(r.body, "\r\nMessage-ID: "
	    "<m1@school.example>\r\n"));
	assert_non_null(strstr(r.body, "multipart/alternative"));
}

static void
encryption_is_as_the_account_says(void **state)
{
	static const struct {
		const char	*server;
		int		 encrypt;
		bool		 starttls;
	} cases[] = {
		{ "smtp://127.0.0.1:25", SMTP_CLEAR, false },
		{ "smtp://127.0.0.1:25", SMTP_STARTTLS, true },
		{ "SMTP://127.0.0.1:25", SMTP_STARTTLS, true },
		{ "smtps://mail.example:465", SMTP_STARTTLS, false },
	};

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct smtp	 mine = options;
		struct account	 ours = account;
		struct request	 r;

		mine.server = cases[i].server;
		mine.encrypt = cases[i].encrypt;
		mine.user = mine.password = "";
		mine.authorities = "/etc/ca.pem";
		ours.options = &mine;
		smtp_provider.build(&ours, &outgoing, 0, &r, *state);
		assert_int_equal(r.starttls, cases[i].starttls);
		assert_null(r.user);
		assert_null(r.password);
		assert_string_equal(r.authorities, "/etc/ca.pem");
	}
}

static void
mail_has_no_webhooks(void **state)
{
	struct request	 r = { .method = "POST", .url = "/hooks/mail" };
	struct need	 need = { .url = NULL };
	struct news	*news;

	assert_int_equal(smtp_provider.genuine(&account, &r, 0, &need,
	    *state), GENUINE_NO);
	assert_false(smtp_provider.read(&account, &r, &news, *state));
	assert_null(smtp_provider.ask);
	assert_int_equal(smtp_provider.never.status, 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_say_whose_fault_it_is),
		cmocka_unit_test(a_line_that_was_lost_is_told),
		cmocka_unit_test(waits_are_as_long_as_makes_sense),
		cmocka_unit_test(the_server_names_the_mail),
		cmocka_unit_test(what_is_no_code_is_none),
		cmocka_unit_test(a_mail_is_built),
		cmocka_unit_test(encryption_is_as_the_account_says),
		cmocka_unit_test(mail_has_no_webhooks),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
