/*
 * How the staff sign in, and what they may: by whoever runs the gateway, who
 * so makes the first administrator.
 *
 *	POST /local/v1/users/:id/login {mailbox}
 *	POST /local/v1/users/:id/link {}
 *	POST /local/v1/users/:id/roles {role, school, end}
 */

#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/text.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/db.h"
#include "store/login.h"
#include "store/person.h"
#include "store/role.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/signed.h"

struct login_asked {
	const char	*mailbox;
};

struct role_asked {
	const char	*word;
	enum role	 role;
	int64_t		 school;
	bool		 end;
};

struct link_asked {
	const char	*token;
};

/* Who is signed in may be somebody else by now. */
static void
forget_all(struct visit *v)
{
	page_forget(v->web, NULL);
}

static json_t *
set_login(struct visit *v, struct db *db)
{
	const struct login_asked	*asked = v->wanted;
	const char			*name = text_fold(v->arena,
					    asked->mailbox);
	struct person			 p;

	if (!desk_staff(v, db, &p))
		return NULL;
	if (!login_name(db, p.id, name, v->viewer.now))
		return api_no(v, 409, "Somebody else signs in by that name. "
		    "Give another one.");
	login_set_work_mail(db, p.id, asked->mailbox);
	desk_audit(v, db, "login.name", p.id, name);
	return json_pack("{s:o, s:s}", "person", api_place(p.id, p.name),
	    "login", name);
}

static void
ask_login(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(mailbox, BODY_TEXT, true, login_asked),
		{ .name = NULL },
	};
	struct login_asked	*asked = NEW(v->arena, struct login_asked);
	const char		*why;

	v->wanted = asked;
	if (!api_id(v) || !body_read(v, members, asked))
		return;
	if (!email_read(v->arena, asked->mailbox, &asked->mailbox, &why))
		api_problem(v, 422, why);
	else
		api_change(v, set_login);
}

static json_t *
make_link(struct visit *v, struct db *db)
{
	const struct link_asked	*asked = v->wanted;
	struct person		 p;
	const char		*name, *path;

	if (!desk_staff(v, db, &p))
		return NULL;
	if ((name = signed_name(v, db, p.id)) == NULL)
		return api_no(v, 409, "They have no sign-in name yet. Give "
		    "one: homeline user login NAME MAILBOX.");
	path = signed_invite(v, db, p.id, asked->token);
	return json_pack("{s:o, s:s, s:s, s:o}", "person",
	    api_place(p.id, p.name), "login", name, "link",
	    signed_link(v, path), "until", api_time(v, v->viewer.now +
	    INVITATION_AGE));
}

static void
ask_link(struct visit *v)
{
	static const struct body_member members[] = { { .name = NULL } };
	struct link_asked *asked = NEW(v->arena, struct link_asked);

	v->wanted = asked;
	asked->token = signed_token(v);
	if (api_id(v) && body_read(v, members, NULL))
		api_change(v, make_link);
}

/* The role that is to end; 0: they do not have it. */
static int64_t
held(struct db *db, int64_t person, const struct role_asked *asked)
{
	struct held_role	*list;
	unsigned		 n = role_list(db, person, &list);

	for (unsigned i = 0; i < n; i++)
		if (list[i].role == asked->role &&
		    list[i].school == asked->school)
			return list[i].id;
	return 0;
}

static json_t *
change_role(struct visit *v, struct db *db)
{
	const struct role_asked	*asked = v->wanted;
	struct person		 p;
	const char		*why, *name = NULL;

	if (!desk_staff(v, db, &p))
		return NULL;
	if (asked->school != 0 && !school_get(db, asked->school, &name))
		return api_no(v, 404, "There is no such school.");
	why = asked->end ? role_take(db, held(db, p.id, asked), p.id,
	    v->viewer.now) : role_give(db, p.id, asked->role, asked->school,
	    v->viewer.now);
	if (why != NULL)
		return api_no(v, 409, why);
	desk_audit(v, db, asked->end ? "role.end" : "role.give", p.id,
	    name == NULL ? asked->word : arena_print(v->arena, "%s, %s",
	    asked->word, name));
	return json_pack("{s:o, s:s, s:o, s:b}", "person",
	    api_place(p.id, p.name), "role", asked->word, "school",
	    api_place(asked->school, name), "has", !asked->end);
}

static void
ask_role(struct visit *v)
{
	static const struct body_member members[] = {
		{ "role", BODY_TEXT, true, offsetof(struct role_asked,
		    word) },
		BODY(school, BODY_ID, false, role_asked),
		BODY(end, BODY_FLAG, false, role_asked),
		{ .name = NULL },
	};
	struct role_asked *asked = NEW(v->arena, struct role_asked);

	v->wanted = asked;
	v->kept = forget_all;
	if (!api_id(v) || !body_read(v, members, asked))
		return;
	if (!role_parse(asked->word, &asked->role))
		api_problem(v, 422, "There is no such role. It is "
		    "school_admin, language, analyst, district_admin or "
		    "auditor.");
	else
		api_change(v, change_role);
}

void
local_login(struct exchange *x, void *web)
{
	api_enter(x, web, ask_login);
}

void
local_link(struct exchange *x, void *web)
{
	api_enter(x, web, ask_link);
}

void
local_role(struct exchange *x, void *web)
{
	api_enter(x, web, ask_role);
}
