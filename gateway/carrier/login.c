/*
 * Who says AUTH.  Any user is let in with the password of the carrier; who
 * is not may send all the same, for it only listens on loopback.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "carrier/inside.h"
#include "carrier/smtp.h"

static void
judge_login(struct session *s, const char *password)
{
	s->state = SMTP_GREETED;
	if (fault_met(&s->carrier->faults, FAULT_MAIL_LOGIN, 0, NULL) ||
	    password == NULL ||
	    !crypt_same(password, s->carrier->plan.auth_token))
		session_say(s, "535 5.7.8 Authentication failed");
	else
		session_say(s, "235 2.7.0 Authentication successful");
}

/* identity NUL user NUL password, in base64. */
static void
login_plain(struct session *s, const char *text)
{
	struct arena	*arena = arena_new();
	size_t		 length, first, second;
	char		*bytes = crypt_unbase64(arena, text, &length);
	const char	*password = NULL;

	if (bytes != NULL && (first = strlen(bytes)) < length) {
		second = strlen(bytes + first + 1);
		if (first + 1 + second < length)
			password = bytes + first + second + 2;
	}
	judge_login(s, password);
	arena_free(arena);
}

static void
login_password(struct session *s, const char *text)
{
	struct arena *arena = arena_new();

	judge_login(s, crypt_unbase64(arena, text, NULL));
	arena_free(arena);
}

void
login_begin(struct session *s, const char *rest)
{
	if (s->state != SMTP_GREETED) {
		dialog_wrong(s, "503 5.5.1 Not now");
	} else if (strncasecmp(rest, "PLAIN ", 6) == 0) {
		login_plain(s, rest + 6);
	} else if (strcasecmp(rest, "PLAIN") == 0) {
		s->state = SMTP_LOGIN_PLAIN;
		session_say(s, "334 ");
	} else if (strncasecmp(rest, "LOGIN ", 6) == 0) {
		s->state = SMTP_LOGIN_PASSWORD;
		session_say(s, "334 UGFzc3dvcmQ6");
	} else if (strcasecmp(rest, "LOGIN") == 0) {
		s->state = SMTP_LOGIN_USER;
		session_say(s, "334 VXNlcm5hbWU6");
	} else {
		dialog_wrong(s, "504 5.5.4 PLAIN or LOGIN");
	}
}

void
login_go_on(struct session *s, const char *line)
{
	if (strcmp(line, "*") == 0) {
		s->state = SMTP_GREETED;
		session_say(s, "501 5.7.0 As you wish");
	} else if (s->state == SMTP_LOGIN_PLAIN) {
		login_plain(s, line);
	} else if (s->state == SMTP_LOGIN_PASSWORD) {
		login_password(s, line);
	} else {
		s->state = SMTP_LOGIN_PASSWORD;
		session_say(s, "334 UGFzc3dvcmQ6");
	}
}
