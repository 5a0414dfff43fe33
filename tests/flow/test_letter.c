/*
 * Mail on its way in: whose it is, what becomes of it, on both databases.
 *
 * One family of Oak School, whose mailbox got one mail of ours by the account
 * "mail"; what follows is brought as a mail server brings it.
 */

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "flow/letter.h"
#include "flow/token.h"
#include "net/loop.h"
#include "providers/smtp.h"
#include "store/attachment.h"
#include "store/attempt.h"
#include "store/consent.h"
#include "store/contact.h"
#include "store/conversation.h"

#include "store/user.h"
#include "tests/flow/rig.h"

#define OURS	"oak@school.example"
#define ANA	"Ana@family.example"
#define REPLIES	"replies@school.example"

static struct {
	struct rig	*rig;
	int64_t		 school, teacher, student, message, attempt, contact;
	unsigned	 mails;
	struct letter_taking taking;
	bool		 done;
	enum letter_taken how;
	struct reply	*replies;	/* Of all talks, after read_all(). */
	unsigned	 count;
} t;

/* The phone of the family becomes a mailbox, and its text a mail. */
static void
by_mail(void)
{
	struct db	*db = rig_visit(t.rig);
	struct attempt	 attempt;

	t.attempt = t.rig->claimed[0];
	assert_true(attempt_get(db, t.attempt, &attempt));
	t.contact = attempt.contact;
	db_run(db, "UPDATE contact SET channel = 'email', address = $2 "
	    "WHERE id = $1", INT(t.contact), TEXT(ANA));
	db_run(db, "UPDATE attempt SET account = 'mail', sender = $2 "
	    "WHERE id = $1", INT(t.attempt), TEXT(OURS));
	db_run(db, "INSERT INTO sender (address, channel, account, school, "
	    "listed) VALUES ($1, 'email', 'mail', $2, 0)", TEXT(OURS),
	    INT(t.school));
	rig_keep(t.rig);
}

static void
begin(void **state)
{
	memset(&t, 0, sizeof t);
	t.rig = rig_open(*state);
	t.school = rig_school(t.rig, "Oak School");
	t.teacher = rig_staff(t.rig, rig_seat(t.rig, t.school));
	(void)rig_staff(t.rig, rig_seat(t.rig, 0));
	t.student = rig_family(t.rig, t.school, rig_phone(t.rig));
	assert_int_equal(rig_direct(t.rig, t.teacher, "Come at 3.",
	    t.student), 202);
	t.message = t.rig->composed.message.id;
	assert_int_equal(rig_send(t.rig), 1);
	by_mail();
	t.rig->configured.accounts[0] = (struct account){ .name = "mail",
	    .provider = &smtp_provider, .answers_words = true };
	t.rig->configured.use[0] = (struct account_settings){
	    .replies = REPLIES };
}

static void
taken(struct letter_taking *taking, enum letter_taken how, const char *why)
{
	assert_ptr_equal(taking, &t.taking);
	(void)why;
	t.how = how;
	t.done = true;
}

/* The account stands in the configuration meanwhile, without a lane. */
static enum letter_taken
bring_bytes(const char *bytes, size_t length, const char *to)
{
	t.done = false;
	t.taking = (struct letter_taking){ .bytes = bytes, .length = length,
	    .to = to, .taken = taken };
	t.rig->configured.count = 1;
	letter_take(&t.rig->gateway, &t.taking);
	while (!t.done)
		loop_turn(t.rig->loop);
	t.rig->configured.count = 0;
	return t.how;
}

static void
bring(const char *mail, const char *to)
{
	assert_int_equal(bring_bytes(mail, strlen(mail), to), LETTER_KEPT);
}

/* With those lines in its head, and these words. */
static const char *
mail(const char *from, const char *head, const char *words)
{
	return arena_print(t.rig->arena, "From: %s\r\n"
	    "Message-ID: <%u.%lld@family.example>\r\n"
	    "Subject: Re: Oak School\r\n%s"
	    "Content-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n", from,
	    ++t.mails, (long long)clock_now(), head, words);
}

static const char *
token(enum token_use use)
{
	return token_address(t.rig->arena, REPLIES, token_make(t.rig->arena,
	    RIG_KEY, use, t.attempt));
}

static const char *
head(const char *name, const char *value)
{
	return arena_print(t.rig->arena, "%s: %s\r\n", name, value);
}

static unsigned
read_all(void)
{
	t.count = reply_list(rig_visit(t.rig), 0, 0, 100, &t.replies);
	rig_keep(t.rig);
	return t.count;
}

static const struct reply *
only(void)
{
	assert_int_equal(read_all(), 1);
	return &t.replies[0];
}

static enum contact_state
contact_is(void)
{
	struct contact contact;

	assert_true(contact_get(rig_visit(t.rig), t.contact, &contact));
	rig_keep(t.rig);
	return contact.state;
}

static struct attempt
attempt_is(void)
{
	struct attempt attempt;

	assert_true(attempt_get(rig_visit(t.rig), t.attempt, &attempt));
	rig_keep(t.rig);
	return attempt;
}

static int64_t
strays(void)
{
	int64_t n = stray_count(rig_visit(t.rig));

	rig_keep(t.rig);
	return n;
}

static int64_t
all_strays(void)
{
	int64_t n = db_number(db_query(rig_visit(t.rig),
	    "SELECT count(*) FROM stray", NONE));

	rig_keep(t.rig);
	return n;
}

static struct conversation
talk_of(const struct reply *reply)
{
	struct conversation talk;

	assert_true(conversation_get(rig_visit(t.rig), reply->conversation,
	    &talk));
	rig_keep(t.rig);
	return talk;
}

static void
is_answer(const struct reply *r)
{
	assert_int_equal(r->contact, t.contact);
	assert_int_equal(r->answers, t.message);
	assert_string_equal(r->sender, OURS);
	assert_int_equal(r->what, REPLY_MESSAGE);
	assert_int_equal(r->counts, COUNTS_DIRECT);
	assert_int_equal(talk_of(r).school, t.school);
	assert_int_equal(talk_of(r).state, CONVERSATION_ASKED);
}

static void
by_token(void **state)
{
	begin(state);
	bring(mail(ANA, head("To", token(TOKEN_REPLY)), "We come.\r\n\r\n"
	    "On Tue, 17 Nov 2026 at 10:00, Oak School wrote:\r\n"
	    "> Come at 3."), NULL);
	is_answer(only());
	assert_string_equal(only()->words, "We come.");
	assert_string_equal(only()->subject, "Re: Oak School");
	assert_non_null(strstr(only()->folded, "Come at 3."));
	assert_string_equal(only()->written_from, "");
	assert_int_equal(contact_is(), CONTACT_OK);
	assert_int_equal(rig_figure(t.rig, "direct_in"), 1);
	rig_agrees(t.rig);
}

static int64_t
written(int64_t ms)
{
	time_t		 at = (time_t)(ms / 1000);
	struct tm	 tm;
	char		 date[64];

	strftime(date, sizeof date, "Date: %a, %d %b %Y %H:%M:%S +0000\r\n",
	    gmtime_r(&at, &tm));
	bring(mail(ANA, arena_print(t.rig->arena, "%s%s", date,
	    head("To", token(TOKEN_REPLY))), "We come."), NULL);
	(void)read_all();
	return t.replies[t.count - 1].at;
}

/* By the clock of who wrote it, but not before what it answers. */
static void
written_when(void **state)
{
	begin(state);
	clock_pass(MINUTES(2));
	assert_int_equal(written(clock_now() - MINUTES(1)),
	    clock_now() - MINUTES(1));
	assert_int_equal(written(clock_now() - MINUTES(3)),
	    id_time(t.attempt));
	assert_int_equal(written(clock_now() + MINUTES(1)), clock_now());
	assert_int_equal(written(clock_now() - DAYS(8)), clock_now());
}

/* The envelope's address is looked at, too, in large letters. */
static void
by_envelope(void **state)
{
	char to[200];

	begin(state);
	snprintf(to, sizeof to, "%s", token(TOKEN_REPLY));
	for (char *c = to; *c != '\0'; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	bring(mail("gran@elsewhere.example", "", "She is ill."), to);
	is_answer(only());
	assert_string_equal(only()->written_from, "gran@elsewhere.example");
}

static void
by_answered(void **state)
{
	begin(state);
	bring(mail("ana@work.example", head("In-Reply-To", arena_print(
	    t.rig->arena, "<%s@school.example>", token_make(t.rig->arena,
	    RIG_KEY, TOKEN_MESSAGE, t.attempt))), "Yes."), REPLIES);
	is_answer(only());
	assert_string_equal(only()->written_from, "ana@work.example");
}

/* Mailboxes are the same in large and small letters. */
static void
by_sender(void **state)
{
	begin(state);
	bring(mail("ana@Family.Example", head("To", REPLIES), "At 3?"),
	    REPLIES);
	is_answer(only());
	assert_string_equal(only()->written_from, "");
}

static void
forged(void **state)
{
	char to[200], *last;

	begin(state);
	snprintf(to, sizeof to, "%s", token(TOKEN_REPLY));
	last = strchr(to, '@') - 1;
	*last = *last == 'a' ? 'b' : 'a';
	bring(mail("x@else.example", "", "Hello"), to);
	assert_int_not_equal(only()->contact, t.contact);
	assert_int_equal(only()->answers, 0);
}

static int64_t
said_by_itself(void)
{
	int64_t n = db_number(db_query(rig_visit(t.rig),
	    "SELECT count(*) FROM message WHERE kind = 'system'", NONE));

	rig_keep(t.rig);
	return n;
}

/* The desk reads it; nobody is answered, and nothing counts. */
static void
unknown(void **state)
{
	struct contact contact;

	begin(state);
	bring(mail("Joe <joe@Else.Example>", head("To", REPLIES),
	    "May I visit?"), REPLIES);
	assert_int_equal(only()->counts, COUNTS_NOT);
	assert_int_equal(talk_of(only()).state, CONVERSATION_ASKED);
	assert_true(contact_find(rig_visit(t.rig), CHANNEL_EMAIL,
	    "joe@else.example", &contact));
	rig_keep(t.rig);
	assert_string_equal(contact.language, "en-US");
	assert_int_equal(said_by_itself(), 0);
	assert_int_equal(rig_figure(t.rig, "direct_in"), 0);
	rig_agrees(t.rig);
}

static void
unwanted(void **state)
{
	static const char *const heads[] = { "X-Spam-Flag: YES\r\n",
	    "List-Id: <news.else.example>\r\n",
	    "Auto-Submitted: auto-replied\r\n" };

	begin(state);
	for (size_t i = 0; i < COUNT(heads); i++)
		bring(mail("joe@else.example", heads[i], "Buy."), REPLIES);
	bring(mail("no mailbox", "", "Hello"), REPLIES);
	assert_int_equal(read_all(), 0);
	assert_int_equal(all_strays(), 4);
	assert_int_equal(strays(), 1);
}

/* Of somebody we know it is kept, and asks for nothing. */
static void
automatic(void **state)
{
	begin(state);
	bring(mail(ANA, "Auto-Submitted: auto-replied\r\n", "I am away."),
	    token(TOKEN_BOUNCE));
	assert_int_equal(only()->what, REPLY_AUTOMATIC);
	assert_int_equal(only()->counts, COUNTS_NOT);
	assert_int_equal(only()->contact, t.contact);
	assert_int_equal(talk_of(only()).state, CONVERSATION_ANSWERED);
	assert_int_equal(attempt_is().state, ATTEMPT_SENT);
	assert_int_equal(contact_is(), CONTACT_UNCONFIRMED);
	assert_int_equal(said_by_itself(), 0);
	rig_agrees(t.rig);
}

static void
unsubscribed(void **state)
{
	const char *source;

	begin(state);
	bring(mail(ANA, head("To", token(TOKEN_UNSUBSCRIBE)), ""), NULL);
	assert_int_equal(contact_is(), CONTACT_STOPPED);
	source = consent_stop_source(rig_visit(t.rig), t.contact);
	rig_keep(t.rig);
	assert_string_equal(source, "mail");
	assert_int_equal(only()->what, REPLY_STOP);
	rig_agrees(t.rig);
}

/* As words of a text do; also as the subject of a mail without words. */
static void
word_of_consent(void **state)
{
	begin(state);
	bring(mail(ANA, "", "Stop"), token(TOKEN_REPLY));
	assert_int_equal(contact_is(), CONTACT_STOPPED);
	clock_hold(clock_now() + MINUTES(1));
	bring(mail(ANA, "", "START"), token(TOKEN_REPLY));
	assert_int_equal(contact_is(), CONTACT_OK);
	clock_hold(clock_now() + MINUTES(1));
	bring(arena_print(t.rig->arena, "From: %s\r\nSubject: Unsubscribe\r\n"
	    "Message-ID: <x@y>\r\n\r\n\r\n", ANA), REPLIES);
	assert_int_equal(contact_is(), CONTACT_STOPPED);
	assert_int_equal(read_all(), 3);
}

/* Whoever knows a mailbox can write in its name: that stops, and no more. */
static void
word_of_anybody(void **state)
{
	begin(state);
	bring(mail(ANA, "", "wrong number"), REPLIES);
	assert_int_equal(contact_is(), CONTACT_OK);
	bring(mail(ANA, "", "Stop"), REPLIES);
	assert_int_equal(contact_is(), CONTACT_STOPPED);
	clock_hold(clock_now() + MINUTES(1));
	bring(mail(ANA, "", "START"), REPLIES);
	assert_int_equal(contact_is(), CONTACT_STOPPED);
	assert_int_equal(read_all(), 3);
	assert_int_equal(t.replies[2].what, REPLY_MESSAGE);
}

static const char *
bounce(const char *action, const char *status)
{
	return arena_print(t.rig->arena, "From: MAILER-DAEMON@mx.example\r\n"
	    "Message-ID: <%u@mx.example>\r\n"
	    "Subject: Undelivered Mail Returned to Sender\r\n"
	    "Auto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/report; report-type=delivery-status; "
	    "boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
	    "It came back.\r\n\r\n--b\r\n"
	    "Content-Type: message/delivery-status\r\n\r\n"
	    "Reporting-MTA: dns; mx.example\r\n\r\n"
	    "Final-Recipient: rfc822; " ANA "\r\nAction: %s\r\n"
	    "Status: %s\r\nDiagnostic-Code: smtp; 550 no\r\n\r\n--b--\r\n",
	    ++t.mails, action, status);
}

static void
bounced(void **state)
{
	begin(state);
	bring(bounce("delayed", "4.4.1"), token(TOKEN_BOUNCE));
	assert_int_equal(attempt_is().state, ATTEMPT_SENT);
	bring(bounce("failed", "5.1.1"), token(TOKEN_BOUNCE));
	assert_int_equal(attempt_is().state, ATTEMPT_FAILED);
	assert_int_equal(attempt_is().class, ERROR_RCPT_PERM);
	assert_int_equal(contact_is(), CONTACT_INVALID);
	assert_int_equal(read_all(), 0);
	assert_int_equal(strays(), 0);
	bring(bounce("failed", "5.1.1"), REPLIES);
	assert_int_equal(strays(), 1);
	rig_agrees(t.rig);
}

/* A full mailbox says nothing about tomorrow's mail. */
static void
bounced_full(void **state)
{
	begin(state);
	bring(bounce("failed", "5.2.2"), token(TOKEN_BOUNCE));
	assert_int_equal(attempt_is().state, ATTEMPT_FAILED);
	assert_int_equal(attempt_is().class, ERROR_RCPT_TEMP);
	assert_int_equal(contact_is(), CONTACT_UNCONFIRMED);
}

/* One that says it in no form. */
static void
bounced_plainly(void **state)
{
	begin(state);
	bring("From: postmaster@mx.example\r\nMessage-ID: <1@mx.example>\r\n"
	    "Subject: Sorry\r\n\r\nWe cannot take this.\r\n",
	    token(TOKEN_BOUNCE));
	assert_int_equal(attempt_is().state, ATTEMPT_FAILED);
	assert_int_equal(read_all(), 0);
}

static void
twice(void **state)
{
	const char *one;

	begin(state);
	one = mail(ANA, head("To", token(TOKEN_REPLY)), "We come.");
	bring(one, NULL);
	bring(one, NULL);
	assert_int_equal(read_all(), 1);
	one = "From: " ANA "\r\n\r\nWithout a name.\r\n";
	bring(one, REPLIES);
	bring(one, REPLIES);
	assert_int_equal(read_all(), 2);
	rig_agrees(t.rig);
}

/* Who answers it, got it. */
static void
arrived(void **state)
{
	struct db *db;

	begin(state);
	db = rig_visit(t.rig);
	db_run(db, "UPDATE attempt SET state = 'unknown' WHERE id = $1",
	    INT(t.attempt));
	rig_keep(t.rig);
	bring(mail(ANA, "", "We come."), token(TOKEN_REPLY));
	assert_int_equal(attempt_is().state, ATTEMPT_DELIVERED);
	rig_agrees(t.rig);
}

static void
loops(void **state)
{
	char words[40];

	begin(state);
	bring(arena_print(t.rig->arena, "From: " OURS "\r\nMessage-ID: "
	    "<%s@school.example>\r\nAuto-Submitted: auto-generated\r\n\r\n"
	    "Come at 3.\r\n", token_make(t.rig->arena, RIG_KEY, TOKEN_MESSAGE,
	    t.attempt)), REPLIES);
	assert_int_equal(read_all(), 0);
	assert_int_equal(strays(), 0);
	bring(mail(OURS, "", "Me."), REPLIES);
	assert_int_equal(strays(), 1);
	for (unsigned i = 0; i < 22; i++) {
		snprintf(words, sizeof words, "Number %u", i);
		bring(mail(ANA, "", words), token(TOKEN_REPLY));
	}
	assert_int_equal(read_all(), 22);
	assert_int_equal(t.replies[19].what, REPLY_MESSAGE);
	assert_int_equal(t.replies[20].what, REPLY_AUTOMATIC);
	assert_int_equal(rig_figure(t.rig, "direct_in"), 20);
	rig_agrees(t.rig);
}

static void
no_mail(void **state)
{
	begin(state);
	bring_bytes("", 0, REPLIES);
	assert_int_equal(t.how, LETTER_KEPT);
	bring_bytes("\0\xff\x80\r\n\r\n\r\n", 8, NULL);
	assert_int_equal(t.how, LETTER_KEPT);
	assert_int_equal(read_all(), 0);
	assert_int_equal(strays(), 2);
}

static const char *
with_files(unsigned count)
{
	const char *all = arena_print(t.rig->arena, "From: " ANA "\r\n"
	    "Message-ID: <files@y>\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
	    "Content-Type: text/plain\r\n\r\nHere.\r\n");

	for (unsigned i = 0; i < count; i++)
		all = arena_print(t.rig->arena, "%s--b\r\nContent-Type: "
		    "image/png\r\nContent-Disposition: attachment; "
		    "filename=\"../p%u.png\"\r\n"
		    "Content-Transfer-Encoding: base64\r\n\r\n"
		    "AAECAw==\r\n", all, i);
	return arena_print(t.rig->arena, "%s--b--\r\n", all);
}

static void
attached(void **state)
{
	struct attachment *list, one;

	begin(state);
	bring(with_files(12), token(TOKEN_REPLY));
	assert_int_equal(only()->attached, 12);
	assert_int_equal(only()->files, 0);
	assert_int_equal(attachment_list(rig_visit(t.rig), only()->id, &list),
	    12);
	assert_string_equal(list[0].name, "p0.png");
	assert_string_equal(list[0].type, "image/png");
	assert_int_equal(list[0].size, 4);
	assert_true(list[9].kept);
	assert_false(list[10].kept);
	assert_true(attachment_get(t.rig->db, list[3].id, &one));
	assert_memory_equal(one.bytes, "\0\1\2\3", 4);
	assert_int_equal(attachment_talk(t.rig->db, one.id),
	    only()->conversation);
	assert_true(attachment_get(t.rig->db, list[11].id, &one));
	assert_null(one.bytes);
	rig_keep(t.rig);
}

/* In the transaction that keeps the mail, or not at all. */
static unsigned kept;

static void
keep(struct letter_taking *taking, struct db *db)
{
	assert_ptr_equal(taking, &t.taking);
	assert_null(db_why(db));
	kept++;
}

static void
in_its_transaction(void **state)
{
	const char *one;

	begin(state);
	kept = 0;
	one = mail(ANA, "", "Hello");
	t.taking = (struct letter_taking){ .bytes = one,
	    .length = strlen(one), .taken = taken, .keep = keep };
	t.rig->configured.count = 1;
	letter_take(&t.rig->gateway, &t.taking);
	while (!t.done)
		loop_turn(t.rig->loop);
	t.rig->configured.count = 0;
	assert_int_equal(t.how, LETTER_KEPT);
	assert_int_equal(kept, 2);	/* Each batch runs twice here. */
}

static void
no_account(void **state)
{
	begin(state);
	t.rig->configured.accounts[0].provider = NULL;
	t.taking = (struct letter_taking){ .bytes = "", .taken = taken };
	letter_take(&t.rig->gateway, &t.taking);
	assert_true(t.done);
	assert_int_equal(t.how, LETTER_LATER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(by_token),
		RIG_TEST(written_when),
		RIG_TEST(by_envelope),
		RIG_TEST(by_answered),
		RIG_TEST(by_sender),
		RIG_TEST(forged),
		RIG_TEST(unknown),
		RIG_TEST(unwanted),
		RIG_TEST(automatic),
		RIG_TEST(unsubscribed),
		RIG_TEST(word_of_consent),
		RIG_TEST(word_of_anybody),
		RIG_TEST(bounced),
		RIG_TEST(bounced_full),
		RIG_TEST(bounced_plainly),
		RIG_TEST(twice),
		RIG_TEST(arrived),
		RIG_TEST(loops),
		RIG_TEST(no_mail),
		RIG_TEST(attached),
		RIG_TEST(in_its_transaction),
		RIG_TEST(no_account),
	};

	return cmocka_run_group_tests(tests, NULL, rig_end);
}
