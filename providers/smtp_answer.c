/*
 * What the last reply of a server of mail means.
 *
 * The question is whose fault it is, for that decides who has to wait: the
 * recipient (their mailbox is not there), the mail (its words), our sender
 * (its domain is not set up), our account (a wrong password) or nobody (a
 * busy server).  The enhanced code (RFC 3463) says more than the status and
 * is believed before it; what the reply was to says more than either; and
 * where large providers say it by words only, those are looked for.  So the
 * rules are rows, and the first that fits counts.
 *
 * A refusal is always "surely not taken", whatever its code: only a line
 * that was lost after the mail was given leaves that open.
 */

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "providers/smtp.h"

#define ANY	(-1)
#define NAME	128		/* Bytes of a server's name for a mail. */

#define AT(step)	(1U << (step))
#define EARLY	(AT(MAIL_GREETING) | AT(MAIL_LOGIN))
#define LATE	(AT(MAIL_FROM) | AT(MAIL_TO) | AT(MAIL_BODY))

static const char no_account[] =
    "The mail server does not take mail from us: see the account's settings.";
static const char no_login[] =
    "The mail server refuses the user or the password of the account.";
static const char no_sender[] =
    "The mail server does not let this mailbox of ours send.";
static const char unproven[] =
    "Their server wants proof that we may send for our domain (SPF, DKIM, "
    "DMARC).";
static const char too_fast[] =
    "The mail server wants less mail from us for a while.";
static const char not_now[] = "The mail server cannot take mail now.";
static const char try_again[] = "The mail server asks us to try again later.";
static const char nobody[] = "There is no such mailbox.";
static const char full[] = "Their mailbox is full.";
static const char disabled[] = "Their mailbox takes no mail any more.";
static const char too_large[] = "The mail is too large for the server.";
static const char unwanted[] = "The mail server refuses this mail.";
static const char not_ascii[] =
    "The mail server does not take mailboxes that are not ASCII.";

struct rule {
	unsigned	 at;		/* The steps. */
	int		 status;	/* 4 and 5: all of them; 0: any. */
	int		 kind;		/* Of the enhanced code; 0: any. */
	int		 subject, detail;
	const char	*words;		/* In small letters; NULL: any. */
	enum outcome	 outcome;
	enum error_class class;
	int64_t		 wait;
	const char	*reason;
};

#define CODE(kind, subject, detail)	0, (kind), (subject), (detail), NULL
#define STATUS(status)			(status), 0, ANY, ANY, NULL
#define WORDS(kind, words)		(kind), 0, ANY, ANY, (words)

#define ACCOUNT		OUTCOME_SICK, ERROR_ACCOUNT_STOP, 0, no_account
#define LOGIN		OUTCOME_SICK, ERROR_ACCOUNT_STOP, 0, no_login
#define SENDER		OUTCOME_SICK, ERROR_SENDER_STOP, 0, no_sender
#define UNPROVEN	OUTCOME_SICK, ERROR_SENDER_STOP, 0, unproven
#define FAST		OUTCOME_SICK, ERROR_THROTTLE, MINUTES(1), too_fast
#define QUOTA		OUTCOME_SICK, ERROR_THROTTLE, MINUTES(5), too_fast
#define BUSY		OUTCOME_SICK, ERROR_TRANSIENT, 0, not_now
#define NOBODY		OUTCOME_REFUSED, ERROR_RCPT_PERM, 0, nobody
#define DISABLED	OUTCOME_REFUSED, ERROR_RCPT_PERM, 0, disabled
#define FULL		OUTCOME_LATER, ERROR_RCPT_TEMP, HOURS(1), full
#define RCPT_LATER	OUTCOME_LATER, ERROR_RCPT_TEMP, 0, try_again
#define GREY		OUTCOME_LATER, ERROR_TRANSIENT, MINUTES(5), try_again
#define AGAIN		OUTCOME_LATER, ERROR_TRANSIENT, 0, try_again
#define LARGE		OUTCOME_REFUSED, ERROR_CONTENT_PERM, 0, too_large
#define UNWANTED	OUTCOME_REFUSED, ERROR_CONTENT_PERM, 0, unwanted
#define ASCII_ONLY	OUTCOME_REFUSED, ERROR_CONTENT_PERM, 0, not_ascii

static const struct rule rules[] = {
	/* Before a mail was spoken of: the account, or the server. */
	{ AT(MAIL_GREETING), WORDS(4, "tls"), ACCOUNT },
	{ AT(MAIL_GREETING), CODE(4, 7, ANY), FAST },
	{ AT(MAIL_GREETING), STATUS(454), ACCOUNT },
	{ AT(MAIL_GREETING), STATUS(4), BUSY },
	{ AT(MAIL_GREETING), STATUS(5), ACCOUNT },
	{ AT(MAIL_LOGIN), WORDS(4, "too many"), FAST },
	{ AT(MAIL_LOGIN), STATUS(421), FAST },
	{ AT(MAIL_LOGIN), STATUS(4), BUSY },
	{ AT(MAIL_LOGIN), STATUS(5), LOGIN },

	/* What servers say late, though it is about us. */
	{ LATE, STATUS(530), LOGIN },
	{ LATE, STATUS(535), LOGIN },
	{ LATE, CODE(5, 7, 57), LOGIN },		/* Microsoft. */
	{ LATE, WORDS(0, "not authorized to perform"), LOGIN },	/* SES. */
	{ LATE, WORDS(0, "relay access denied"), ACCOUNT },
	{ LATE, WORDS(0, "relay not permitted"), ACCOUNT },
	{ LATE, WORDS(0, "relaying denied"), ACCOUNT },
	{ LATE, WORDS(0, "unable to relay"), ACCOUNT },
	{ LATE, WORDS(0, "client host"), ACCOUNT },
	{ LATE, WORDS(0, "throttling"), QUOTA },	/* SES. */
	{ LATE, WORDS(0, "quota exceeded."), QUOTA },	/* SES: daily. */
	{ LATE, WORDS(0, "sending limit"), QUOTA },	/* Gmail. */
	{ LATE, WORDS(0, "sending quota"), QUOTA },
	{ LATE, CODE(ANY, 1, 90), QUOTA },		/* Microsoft: daily. */
	{ LATE, WORDS(0, "thread limit"), FAST },	/* Microsoft. */
	{ LATE, WORDS(0, "submission quota"), QUOTA },
	{ LATE, CODE(5, 1, 7), SENDER },
	{ LATE, CODE(5, 1, 8), SENDER },
	{ LATE, CODE(5, 7, 60), SENDER },		/* Send as. */
	{ LATE, CODE(5, 2, 252), SENDER },
	{ LATE, WORDS(5, "sender address rejected"), SENDER },
	{ LATE, WORDS(5, "sendasdenied"), SENDER },
	{ LATE, WORDS(5, "not verified"), SENDER },	/* SES. */
	{ LATE, WORDS(5, "sender verify failed"), SENDER },	/* Exim. */
	{ LATE, CODE(5, 7, 20), UNPROVEN },		/* RFC 7372. */
	{ LATE, CODE(5, 7, 21), UNPROVEN },
	{ LATE, CODE(5, 7, 22), UNPROVEN },
	{ LATE, CODE(5, 7, 23), UNPROVEN },
	{ LATE, CODE(5, 7, 24), UNPROVEN },
	{ LATE, CODE(5, 7, 25), UNPROVEN },
	{ LATE, CODE(5, 7, 26), UNPROVEN },
	{ LATE, CODE(5, 7, 29), UNPROVEN },
	{ LATE, CODE(5, 7, 509), UNPROVEN },		/* Microsoft. */
	{ LATE, CODE(5, 7, 515), UNPROVEN },
	{ LATE, CODE(5, 7, 28), FAST },			/* Gmail. */

	/* The mail itself. */
	{ LATE, CODE(ANY, 3, 4), LARGE },
	{ LATE, CODE(ANY, 2, 3), LARGE },
	{ LATE, CODE(5, 6, 7), ASCII_ONLY },

	/* The recipient, whenever it is said. */
	{ LATE, CODE(ANY, 2, 2), FULL },
	{ LATE, WORDS(0, "over quota"), FULL },
	{ LATE, WORDS(0, "mailbox full"), FULL },
	{ LATE, WORDS(0, "mailbox is full"), FULL },
	{ AT(MAIL_TO) | AT(MAIL_BODY), CODE(5, 1, ANY), NOBODY },
	{ AT(MAIL_TO) | AT(MAIL_BODY), CODE(5, 2, 1), DISABLED },

	/* The sender. */
	{ AT(MAIL_FROM), CODE(5, 5, ANY), UNWANTED },
	{ AT(MAIL_FROM), STATUS(552), LARGE },
	{ AT(MAIL_FROM), STATUS(5), SENDER },
	{ AT(MAIL_FROM), CODE(4, 7, ANY), FAST },
	{ AT(MAIL_FROM), STATUS(4), BUSY },

	/* The recipient. */
	{ AT(MAIL_TO), STATUS(421), FAST },
	{ AT(MAIL_TO), CODE(5, 4, ANY), NOBODY },
	{ AT(MAIL_TO), CODE(5, 2, ANY), DISABLED },
	{ AT(MAIL_TO), CODE(5, 7, ANY), UNWANTED },
	{ AT(MAIL_TO), WORDS(5, "blocked"), UNWANTED },
	{ AT(MAIL_TO), WORDS(5, "black"), UNWANTED },
	{ AT(MAIL_TO), WORDS(5, "spam"), UNWANTED },
	{ AT(MAIL_TO), WORDS(5, "polic"), UNWANTED },
	{ AT(MAIL_TO), STATUS(550), NOBODY },
	{ AT(MAIL_TO), STATUS(551), NOBODY },
	{ AT(MAIL_TO), STATUS(552), FULL },
	{ AT(MAIL_TO), STATUS(553), NOBODY },
	{ AT(MAIL_TO), STATUS(556), NOBODY },
	{ AT(MAIL_TO), STATUS(5), UNWANTED },
	{ AT(MAIL_TO), CODE(4, 2, ANY), GREY },
	{ AT(MAIL_TO), CODE(4, 7, ANY), GREY },
	{ AT(MAIL_TO), WORDS(4, "grey"), GREY },
	{ AT(MAIL_TO), WORDS(4, "gray"), GREY },
	{ AT(MAIL_TO), STATUS(450), GREY },
	{ AT(MAIL_TO), CODE(4, 3, ANY), BUSY },
	{ AT(MAIL_TO), STATUS(4), RCPT_LATER },

	/* All of it was given, or DATA refused. */
	{ AT(MAIL_BODY), STATUS(421), FAST },
	{ AT(MAIL_BODY), CODE(4, 7, ANY), FAST },
	{ AT(MAIL_BODY), CODE(4, 3, ANY), BUSY },
	{ AT(MAIL_BODY), STATUS(452), BUSY },
	{ AT(MAIL_BODY), STATUS(4), AGAIN },
	{ AT(MAIL_BODY), STATUS(552), LARGE },
	{ AT(MAIL_BODY), STATUS(5), UNWANTED },
};

/* One number of up to three digits, and where it ended; or -1. */
static int
number(const char **at)
{
	int value = 0, count = 0;

	while (count < 3 && isdigit((unsigned char)**at)) {
		value = value * 10 + *(*at)++ - '0';
		count++;
	}
	return count == 0 ? -1 : value;
}

bool
smtp_enhanced(const char *reply, int code[3])
{
	const char *at = reply + strnlen(reply, 4);

	for (int i = 0; i < 3; i++) {
		code[i] = number(&at);
		if (code[i] < 0 || (i < 2 && *at++ != '.'))
			return false;
	}
	return code[0] == 2 || code[0] == 4 || code[0] == 5;
}

static bool
fits(const struct rule *rule, const struct response *response,
    const int code[3], const char *words)
{
	int status = response->status;

	if ((rule->at & AT(response->step)) == 0)
		return false;
	if (rule->status > 5 ? status != rule->status :
	    rule->status > 0 && (code[0] != 0 ? code[0] : status / 100) !=
	    rule->status)
		return false;
	if (rule->kind > 0 && code[0] != rule->kind)
		return false;
	if (rule->kind == ANY && code[0] == 0)
		return false;
	if ((rule->subject != ANY && code[1] != rule->subject) ||
	    (rule->detail != ANY && code[2] != rule->detail))
		return false;
	return rule->words == NULL || strstr(words, rule->words) != NULL;
}

static void
judge_refusal(const struct response *response, struct verdict *verdict,
    struct arena *arena)
{
	char *words = arena_text(arena, response->body);
	int code[3];

	if (!smtp_enhanced(response->body, code))
		memset(code, 0, sizeof code);
	for (char *at = words; *at != '\0'; at++)
		*at = (char)tolower((unsigned char)*at);
	for (size_t i = 0; i < COUNT(rules); i++)
		if (fits(&rules[i], response, code, words)) {
			*verdict = (struct verdict){
			    .outcome = rules[i].outcome,
			    .class = rules[i].class, .wait = rules[i].wait,
			    .reason = rules[i].reason };
			return;
		}
	*verdict = (struct verdict){ .outcome = OUTCOME_LATER,
	    .class = ERROR_REQUEST_BUG,
	    .reason = "The mail server's answer is not understood." };
}

/* As servers name mails: letters and digits with some signs between. */
static size_t
name_length(const char *at)
{
	size_t length = 0, digit = 0;

	while (isalnum((unsigned char)at[length]) ||
	    (at[length] != '\0' && strchr("-_.@+=/", at[length]) != NULL))
		digit += isdigit((unsigned char)at[length++]) != 0;
	return digit == 0 || length < 4 || length > NAME ? 0 : length;
}

/*
 * "2.0.0 Ok: queued as 4ABC" (Postfix), "OK id=1abc-00-Xy" (Exim), "Ok
 * 0100018..." (SES), "2.0.0 OK  17648 a1sm2 - gsmtp" (Gmail), "2.0.0 OK
 * <id@host> [...] Queued mail for delivery" (Microsoft).
 */
const char *
smtp_reference(const char *reply, struct arena *arena)
{
	static const char *const before[] = { "queued as ", "id=", "ok" };
	const char *at = NULL;
	size_t length;

	for (size_t i = 0; at == NULL && i < COUNT(before); i++)
		if ((at = strcasestr(reply, before[i])) != NULL)
			at += strlen(before[i]);
	if (at == NULL)
		return NULL;
	at += strspn(at, ": <");
	if (strncasecmp(at, "queued as ", 10) == 0)
		at += 10;
	length = name_length(at);
	return length == 0 ? NULL : arena_copy(arena, at, length);
}

static void
never_spoke(const struct response *response, struct verdict *verdict)
{
	*verdict = (struct verdict){ .outcome = OUTCOME_LATER,
	    .class = ERROR_TRANSIENT,
	    .reason = "The mail server could not be reached." };
	if (response->status == 0)
		return;
	*verdict = (struct verdict){ .outcome = OUTCOME_SICK,
	    .class = ERROR_ACCOUNT_STOP,
	    .reason = response->step == MAIL_LOGIN ?
	    "The mail server offers no login by PLAIN or LOGIN." :
	    "The mail server does not offer STARTTLS." };
}

void
smtp_judge(const struct account *account, const struct response *response,
    struct verdict *verdict, struct arena *arena)
{
	(void)account;
	if (response->carried == NEVER_SPOKE)
		never_spoke(response, verdict);
	else if (response->carried == CUT_OFF)
		*verdict = (struct verdict){ .outcome = OUTCOME_UNKNOWN,
		    .class = ERROR_TRANSIENT, .reason = "The line was lost "
		    "before the mail server answered; it may have been sent." };
	else if (response->status / 100 == 2 && response->step == MAIL_BODY)
		*verdict = (struct verdict){ .outcome = OUTCOME_SENT,
		    .reference = smtp_reference(response->body, arena) };
	else
		judge_refusal(response, verdict, arena);
}
