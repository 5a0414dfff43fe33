/*
 * The commands of SMTP, one line at a time, as a strict server takes them,
 * and the faults for mail (fault.h) at the step where each belongs.
 *
 * A mail is taken, for each of its recipients, before its last dot is
 * answered.  With "silent" a session is not answered from then on.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/list.h"
#include "carrier/inside.h"
#include "carrier/mailbox.h"
#include "carrier/smtp.h"

#define WRONG_MOST	20
#define ADDRESS_ROOM	512

struct step_fault {
	enum fault_kind	 kind;
	const char	*answer;
};

static void
drop_envelope(struct session *s)
{
	unsigned i;

	free(s->from);
	s->from = NULL;
	for (i = 0; i < s->to_count; i++)
		free(s->to[i]);
	s->to_count = 0;
	s->eight = s->utf8 = s->doomed = false;
	s->trouble = NULL;
}

/* A big mail's memory is given back; a small one's serves the next. */
static void
drop_body(struct session *s)
{
	if (s->body.room > 65536) {
		size_t limit = s->body.limit;

		buf_free(&s->body);
		buf_init(&s->body, limit);
	} else {
		buf_clear(&s->body);
	}
	(void)session_weigh(s);
}

void
dialog_forget(struct session *s)
{
	drop_envelope(s);
	s->carrier->smtp.held -= s->held;
	s->held = 0;
}

static void
start_again(struct session *s)
{
	drop_envelope(s);
	drop_body(s);
	if (s->state != SMTP_NEW)
		s->state = SMTP_GREETED;
}

void
dialog_wrong(struct session *s, const char *answer)
{
	session_say(s, answer);
	if (++s->wrong < WRONG_MOST)
		return;
	session_say(s, "421 4.7.0 Too many wrong commands");
	s->leaving = true;
}

/* Whether a fault for that mailbox is met, and what it says was said. */
static bool
broken(struct session *s, const struct step_fault *list, size_t count,
    uint64_t number)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (fault_met(&s->carrier->faults, list[i].kind, number,
		    NULL)) {
			session_say(s, list[i].answer);
			return true;
		}
	return false;
}

/*
 * Hello.
 */

static void
say_helo(struct session *s, const char *rest)
{
	if (rest[0] == '\0') {
		dialog_wrong(s, "501 5.5.4 Say who you are");
		return;
	}
	s->state = SMTP_GREETED;
	start_again(s);
	session_say(s, "250 carrier.example");
}

static void
say_ehlo(struct session *s, const char *rest)
{
	static const char *const able[] = {
		"250-carrier.example", "250-PIPELINING", NULL, "250-8BITMIME",
		"250-SMTPUTF8", "250-AUTH PLAIN LOGIN",
		"250 ENHANCEDSTATUSCODES",
	};
	char	 size[40];
	size_t	 i;

	if (rest[0] == '\0') {
		dialog_wrong(s, "501 5.5.4 Say who you are");
		return;
	}
	s->state = SMTP_GREETED;
	start_again(s);
	(void)snprintf(size, sizeof size, "250-SIZE %d", SMTP_SIZE);
	for (i = 0; i < COUNT(able); i++)
		session_say(s, able[i] != NULL ? able[i] : size);
}

/*
 * The envelope.
 */

/* "FROM:<ana@example.org> SIZE=1": what stands in the brackets, and behind
 * them.  False: it is none. */
static bool
read_path(const char *rest, const char *word, char out[ADDRESS_ROOM],
    const char **params)
{
	const char	*end;
	size_t		 length;

	if (strncasecmp(rest, word, strlen(word)) != 0)
		return false;
	rest += strlen(word);
	end = *rest == '<' ? strchr(rest, '>') : NULL;
	if (end == NULL || (end[1] != '\0' && end[1] != ' '))
		return false;
	length = (size_t)(end - rest) - 1;
	if (length >= ADDRESS_ROOM)
		return false;
	memcpy(out, rest + 1, length);
	out[length] = '\0';
	*params = end + 1;
	return true;
}

/* What MAIL announces; an answer when it is refused, or NULL. */
static const char *
read_params(struct session *s, const char *params)
{
	size_t length;

	for (; *params == ' '; params += length) {
		params++;
		length = strcspn(params, " ");
		if (strncasecmp(params, "SIZE=", 5) == 0) {
			if (strtoull(params + 5, NULL, 10) > SMTP_SIZE)
				return "552 5.3.4 The mail is too big";
		} else if (length == 13 &&
		    strncasecmp(params, "BODY=8BITMIME", 13) == 0) {
			s->eight = true;
		} else if (length == 8 &&
		    strncasecmp(params, "SMTPUTF8", 8) == 0) {
			s->utf8 = s->eight = true;
		} else if (strncasecmp(params, "BODY=7BIT", 9) != 0 &&
		    strncasecmp(params, "AUTH=", 5) != 0) {
			return "555 5.5.4 This parameter is not known";
		}
	}
	return NULL;
}

static void
say_mail(struct session *s, const char *rest)
{
	static const struct step_fault faults[] = {
		{ FAULT_MAIL_FROM_4, "451 4.3.0 Try again later" },
		{ FAULT_MAIL_FROM_5, "550 5.7.1 This sender is refused" },
	};
	char		 from[ADDRESS_ROOM];
	const char	*params, *answer;

	if (s->state != SMTP_GREETED) {
		dialog_wrong(s, "503 5.5.1 Not now");
		return;
	}
	if (!read_path(rest, "FROM:", from, &params)) {
		dialog_wrong(s, "501 5.1.7 MAIL FROM:<mailbox>");
		return;
	}
	answer = read_params(s, params);
	if (answer == NULL && from[0] != '\0' &&
	    !mails_good_address(from, s->utf8))
		answer = "553 5.1.7 The sender is no mailbox";
	if (answer != NULL || broken(s, faults, COUNT(faults), 0)) {
		if (answer != NULL)
			session_say(s, answer);
		start_again(s);
		return;
	}
	if ((s->from = strdup(from)) == NULL)
		abort();
	s->state = SMTP_FROM;
	session_say(s, "250 2.1.0 Ok");
}

/* The mailbox says no; that was answered. */
static bool
refused(struct session *s, uint32_t box)
{
	static const struct step_fault faults[] = {
		{ FAULT_MAIL_TO_4, "451 4.7.1 Greylisted, try again later" },
		{ FAULT_MAIL_TO_5, "550 5.7.1 Refused by policy" },
		{ FAULT_MAIL_NOBODY,
		    "550 5.1.1 The mailbox does not exist" },
		{ FAULT_MAIL_FULL, "452 4.2.2 The mailbox is full" },
		{ FAULT_MAIL_OVER, "552 5.2.2 The mailbox is full" },
	};
	uint64_t number = mailbox_number(box);

	if (fault_met(&s->carrier->faults, FAULT_MAIL_SILENT, number, NULL)) {
		s->mute = true;
		return true;
	}
	return broken(s, faults, COUNT(faults), number);
}

static void
say_rcpt(struct session *s, const char *rest)
{
	char		 to[ADDRESS_ROOM];
	const char	*params;
	uint32_t	 box;

	if (s->state != SMTP_FROM && s->state != SMTP_TO) {
		dialog_wrong(s, "503 5.5.1 MAIL comes first");
		return;
	}
	if (!read_path(rest, "TO:", to, &params) || params[0] != '\0' ||
	    !mails_good_address(to, s->utf8)) {
		dialog_wrong(s, "501 5.1.3 RCPT TO:<mailbox>");
		return;
	}
	if (s->to_count == SMTP_RECIPIENTS ||
	    (box = mails_need_box(&s->carrier->mails, to)) == 0) {
		session_say(s, "452 4.5.3 Too many recipients");
		return;
	}
	if (refused(s, box))
		return;
	s->boxes[s->to_count] = box;
	if ((s->to[s->to_count++] = strdup(to)) == NULL)
		abort();
	s->state = SMTP_TO;
	session_say(s, "250 2.1.5 Ok");
}

/*
 * The mail.
 */

static void
begin_body(struct session *s, const char *rest)
{
	static const struct step_fault faults[] = {
		{ FAULT_MAIL_DATA_4, "451 4.3.0 Try again later" },
		{ FAULT_MAIL_DATA_5, "554 5.7.1 Refused" },
	};
	uint64_t number;

	if (rest[0] != '\0' || s->state != SMTP_TO) {
		dialog_wrong(s, s->state == SMTP_FROM ?
		    "554 5.5.1 Nobody is there to get it" :
		    "503 5.5.1 Not now");
		return;
	}
	number = mailbox_number(s->boxes[0]);
	if (broken(s, faults, COUNT(faults), number)) {
		start_again(s);
		return;
	}
	s->doomed = fault_met(&s->carrier->faults, FAULT_MAIL_DROP_BEFORE,
	    number, NULL);
	s->state = SMTP_BODY;
	session_say(s, "354 End with a dot");
}

/* It was taken; the answer, as its faults will have it. */
static void
answer_mail(struct session *s, uint64_t number)
{
	struct carrier	*c = s->carrier;
	int64_t		 ms;

	(void)snprintf(c->smtp.answer, sizeof c->smtp.answer,
	    "250 2.0.0 Ok: kept as %u", c->mails.newest);
	if (fault_met(&c->faults, FAULT_MAIL_DROP_AFTER, number, NULL))
		s->dropped = true;
	else if (fault_met(&c->faults, FAULT_MAIL_SLOW, number, &ms))
		session_say_late(s, "250 2.0.0 Ok: kept", ms);
	else
		session_say(s, c->smtp.answer);
}

static void
end_mail(struct session *s)
{
	static const struct step_fault faults[] = {
		{ FAULT_MAIL_DOT_4, "451 4.3.0 Try again later" },
		{ FAULT_MAIL_DOT_5, "554 5.7.1 Refused as spam" },
	};
	uint64_t	 number = mailbox_number(s->boxes[0]);
	unsigned	 i;

	if (s->trouble == NULL && s->body.over)
		s->trouble = "552 5.3.4 The mail is too big";
	if (s->trouble != NULL)
		session_say(s, s->trouble);
	else if (!broken(s, faults, COUNT(faults), number)) {
		for (i = 0; i < s->to_count; i++)
			mailbox_got(s->carrier, &(struct mail){
			    .mailbox = s->boxes[i], .from = s->from,
			    .to = s->to[i], .raw = s->body.data,
			    .length = s->body.length });
		answer_mail(s, number);
	}
	start_again(s);
}

static bool
has_eight_bits(const char *line, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((line[i] & 0x80) != 0)
			return true;
	return false;
}

static void
body_line(struct session *s, const char *line, size_t length)
{
	if (length == 1 && line[0] == '.') {
		end_mail(s);
		return;
	}
	if (s->doomed) {
		s->dropped = true;
		return;
	}
	if (length > 0 && line[0] == '.') {
		line++;
		length--;
	}
	if (memchr(line, '\r', length) != NULL ||
	    memchr(line, '\0', length) != NULL)
		s->trouble = "550 5.6.0 A bare CR or a NUL is in the mail";
	else if (!s->eight && has_eight_bits(line, length))
		s->trouble = "554 5.6.3 8 bits without BODY=8BITMIME";
	if (s->trouble != NULL)
		return;
	buf_add(&s->body, line, length);
	buf_add(&s->body, "\r\n", 2);
	if (s->body.length > SMTP_SIZE)
		s->trouble = "552 5.3.4 The mail is too big";
	else if (!session_weigh(s))
		s->trouble = "452 4.3.1 No room at the moment";
}

/*
 * The others.
 */

static void
say_rset(struct session *s, const char *rest)
{
	(void)rest;
	start_again(s);
	session_say(s, "250 2.0.0 Ok");
}

static void
say_noop(struct session *s, const char *rest)
{
	(void)rest;
	session_say(s, "250 2.0.0 Ok");
}

static void
say_vrfy(struct session *s, const char *rest)
{
	(void)rest;
	session_say(s, "502 5.5.1 Send a mail, and see");
}

static void
say_quit(struct session *s, const char *rest)
{
	(void)rest;
	session_say(s, "221 2.0.0 Bye");
	s->leaving = true;
}

static const struct {
	const char	*verb;
	void		(*say)(struct session *, const char *rest);
} verbs[] = {
	{ "EHLO", say_ehlo }, { "HELO", say_helo }, { "AUTH", login_begin },
	{ "MAIL", say_mail }, { "RCPT", say_rcpt }, { "DATA", begin_body },
	{ "RSET", say_rset }, { "NOOP", say_noop }, { "VRFY", say_vrfy },
	{ "QUIT", say_quit },
};

static void
command(struct session *s, const char *line)
{
	size_t i;

	for (i = 0; i < COUNT(verbs); i++)
		if (strncasecmp(line, verbs[i].verb, 4) == 0 &&
		    (line[4] == '\0' || line[4] == ' ')) {
			verbs[i].say(s, line[4] == ' ' ? line + 5 : "");
			return;
		}
	dialog_wrong(s, "500 5.5.2 This is no command");
}

void
dialog_line(struct session *s, const char *line, size_t length)
{
	char copy[1024];

	if (s->state == SMTP_BODY) {
		body_line(s, line, length);
		return;
	}
	if (memchr(line, '\0', length) != NULL ||
	    memchr(line, '\r', length) != NULL) {
		dialog_wrong(s, "500 5.5.2 A NUL or a bare CR is in the line");
		return;
	}
	memcpy(copy, line, length);
	copy[length] = '\0';
	if (s->state >= SMTP_LOGIN_PLAIN)
		login_go_on(s, copy);
	else
		command(s, copy);
}
