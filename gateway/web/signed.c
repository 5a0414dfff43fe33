/*
 * What the pages about signing in share.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "store/login.h"
#include "store/role.h"
#include "store/session.h"
#include "store/user.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/signed.h"

#define TOKEN_BYTES	32	/* Of chance. */

const char *
signed_token(struct visit *v)
{
	return crypt_random(v->arena, TOKEN_BYTES);
}

void
signed_begin(struct visit *v, struct db *db, int64_t person,
    const char *digest)
{
	int64_t now = clock_now();

	if (v->digest != NULL)
		session_end(db, v->digest);
	session_begin(db, digest, person, now);
	audit_add(db, &(struct deed){ .person = person,
	    .deed = "session.begin", .object = person }, now);
}

/* The most that somebody is. */
static const enum role order[] = { ROLE_DISTRICT_ADMIN, ROLE_AUDITOR,
	ROLE_ANALYST, ROLE_SCHOOL_ADMIN, ROLE_LANGUAGE };

const char *
signed_role(struct db *db, int64_t person, int64_t now)
{
	struct allowed s;

	role_standing(db, person, now, &s);
	for (size_t i = 0; i < COUNT(order); i++)
		if (s.roles & 1u << order[i])
			return role_word(order[i]);
	return s.desk ? "desk" : s.office ? "office" : s.teacher ?
	    "teacher" : "none";
}

const char *
signed_invite(struct visit *v, struct db *db, int64_t person,
    const char *token)
{
	int64_t now = clock_now();

	invitation_make(db, crypt_digest(v->arena, token, strlen(token)),
	    person, v->viewer.person, now);
	audit_add(db, &(struct deed){ .person = v->viewer.person,
	    .api_key = v->viewer.api_key, .deed = "login.link",
	    .object = person }, now);
	return arena_print(v->arena, "/welcome/%s", token);
}

const char *
signed_name(struct visit *v, struct db *db, int64_t person)
{
	struct login	 login;
	const char	*mail, *name;

	if (login_of(db, person, &login))
		return login.name;
	mail = login_work_mail(db, person);
	name = text_fold(v->arena, mail);
	if (*mail == '\0' || !login_name(db, person, name, clock_now()))
		return NULL;
	return name;
}

const char *
signed_link(struct visit *v, const char *path)
{
	const char	*url =
			    v->web->gateway->configured->settings.public_url;
	size_t		 length = strlen(url);

	while (length > 0 && url[length - 1] == '/')
		length--;
	return arena_print(v->arena, "%.*s%s", (int)length, url, path);
}
