/*
 * What an administrator changes about one of the staff.  Each form is one
 * deed; afterwards everybody's rights are looked up anew, so what was taken is
 * gone at once here, and within 10 s on other nodes.
 */

#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/text.h"
#include "flow/leave.h"
#include "net/server.h"
#include "store/authority.h"
#include "store/db.h"
#include "store/login.h"
#include "store/person.h"
#include "store/role.h"
#include "store/session.h"
#include "store/sight.h"
#include "store/speaker.h"
#include "store/staff.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page_user.h"
#include "web/pages.h"
#include "web/signed.h"

/* In the store: does it, and writes the audit; NULL, or why not. */
typedef const char *make_it(struct visit *, struct db *);

struct user_change {
	make_it		*make;
	const char	*field;		/* Whose sentence it is. */
	const char	*text, *mailbox, *token;	/* Of the form. */
	int64_t		 object;	/* Of the path. */
	const char	*ends;		/* "seat", "role": it can be undone. */
};

static const char *
person_path(struct visit *v)
{
	return arena_print(v->arena, "/users/%s", id_text(v->id,
	    arena_take(v->arena, ID_TEXT)));
}

static json_t *
change(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	const char			*why;
	struct person			 p;

	if (!person_get(db, v->id, &p) || !p.staff || authority_over(db,
	    v->viewer.person, v->id, v->viewer.now) != AUTHORITY_CHANGES)
		return page_user_view(v, db, "", "Only an administrator of "
		    "the district may change this.");
	if ((why = c->make(v, db)) != NULL)
		return page_user_view(v, db, c->field, why);
	if (c->ends != NULL)
		return page_go(v, page_user_left_at(v, db, c->ends,
		    c->object));
	return page_go(v, p.staff ? person_path(v) : "/users");
}

static void
forget_all(struct visit *v)
{
	page_forget(v->web, NULL);
}

static struct user_change *
begin(struct visit *v, make_it *make, const char *field)
{
	struct user_change *c = NEW(v->arena, struct user_change);

	*c = (struct user_change){ .make = make, .field = field,
	    .text = page_field(v, field) };
	v->wanted = c;
	v->kept = forget_all;
	return c;
}

/* ---------------------------------------------------------------- roles */

static const char *
give_role(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	enum role			 role = ROLE_SCHOOL_ADMIN;
	int64_t				 school = 0;
	const char			*why, *name = NULL;

	if (!id_parse(c->text, &school) && !role_parse(c->text, &role))
		return "Choose a role.";
	if (!authority_at(db, v->viewer.person, school, v->viewer.now))
		return "That role is not yours to give.";
	why = role_give(db, v->id, role, school, v->viewer.now);
	if (why != NULL)
		return why;
	if (school != 0 && !school_get(db, school, &name))
		return "There is no such school.";
	desk_audit(v, db, "role.give", v->id, name == NULL ?
	    role_word(role) : arena_print(v->arena, "%s, %s",
	    role_word(role), name));
	return NULL;
}

void
page_user_role(struct visit *v)
{
	begin(v, give_role, "role");
	if (api_id(v))
		api_change(v, change);
}

/* For the audit: which role that was. */
static const char *
name_of_role(struct visit *v, struct db *db, int64_t role)
{
	struct held_role	*list;
	unsigned		 n = role_list(db, v->id, &list);

	for (unsigned i = 0; i < n; i++)
		if (list[i].id == role)
			return list[i].school_name == NULL ?
			    role_word(list[i].role) : arena_print(v->arena,
			    "%s, %s", role_word(list[i].role),
			    list[i].school_name);
	return NULL;
}

static const char *
end_role(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	const char			*name = name_of_role(v, db, c->object),
					*why = role_take(db, c->object, v->id,
					    v->viewer.now);

	if (why == NULL)
		desk_audit(v, db, "role.end", v->id, name);
	return why;
}

/* The second id of the path. */
static void
change_object(struct visit *v, make_it *make, const char *param,
    const char *ends)
{
	struct user_change *c = begin(v, make, "");

	c->ends = ends;
	if (!api_id(v))
		return;
	if (id_parse(exchange_param(v->exchange, param), &c->object))
		api_change(v, change);
	else
		page_problem(v, 404, "There is nothing with that id. Go back "
		    "and load the page again.");
}

void
page_user_role_end(struct visit *v)
{
	change_object(v, end_role, "role", "role");
}

/* ---------------------------------------------------------------- seats */

static const char *
give_seat(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	int64_t				 seat = page_user_seat_of(v, db,
					    c->text);
	const char			*name;

	if (seat == 0)
		return "Choose where they sit.";
	staff_sit(db, seat, v->id, v->viewer.now);
	desk_audit(v, db, "seat.sit", seat, seat_name(db, seat, &name) ?
	    name : NULL);
	return NULL;
}

void
page_user_seat(struct visit *v)
{
	begin(v, give_seat, "seat");
	if (api_id(v))
		api_change(v, change);
}

static const char *
end_seat(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	struct left			 left;
	const char			*why = leave_seat(db, c->object, v->id,
					    v->viewer.now, &left), *name;

	if (why == NULL)
		desk_audit(v, db, "seat.leave", c->object, seat_name(db,
		    c->object, &name) ? name : NULL);
	return why;
}

void
page_user_seat_end(struct visit *v)
{
	change_object(v, end_seat, "seat", "seat");
}

static const char *
leave(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	struct left			 left;
	const char			*why;

	if (strcmp(c->text, "yes") != 0)
		return "Tick the box, if they have left.";
	if ((why = leave_all(db, v->id, v->viewer.now, &left)) == NULL)
		desk_audit(v, db, "user.left", v->id, NULL);
	return why;
}

static json_t *
change_left(struct visit *v, struct db *db)
{
	json_t *view = change(v, db);

	if (v->go != NULL)
		v->go = "/users";
	return view;
}

void
page_user_left(struct visit *v)
{
	begin(v, leave, "sure");
	if (api_id(v))
		api_change(v, change_left);
}

/* ------------------------------------------------------------ languages */

static const char *
give_language(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	const char			*tag = lang_tag(c->text);

	if (tag == NULL || strcmp(tag, "en-US") == 0)
		return "Choose a language.";
	if (!authority_all(db, v->viewer.person, v->viewer.now))
		return "Only an administrator of the district says who may "
		    "approve words.";
	speaker_add(db, v->id, tag, v->viewer.now);
	desk_audit(v, db, "speaker.add", v->id, lang_english(tag));
	return NULL;
}

void
page_user_language(struct visit *v)
{
	begin(v, give_language, "language");
	if (api_id(v))
		api_change(v, change);
}

static const char *
end_language(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	const char			*tag;

	if (!authority_all(db, v->viewer.person, v->viewer.now))
		return "Only an administrator of the district says who may "
		    "approve words.";
	tag = speaker_end(db, c->object, v->id, v->viewer.now);
	if (tag != NULL)
		desk_audit(v, db, "speaker.end", v->id, lang_english(tag));
	return NULL;
}

void
page_user_language_end(struct visit *v)
{
	change_object(v, end_language, "language", NULL);
}

/* ------------------------------------------------------------ signing in */

static const char *
set_login(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;

	if (!login_name(db, v->id, text_fold(v->arena, c->mailbox),
	    v->viewer.now))
		return "Somebody else signs in by that mailbox. Type another "
		    "one.";
	login_set_work_mail(db, v->id, c->mailbox);
	desk_audit(v, db, "login.name", v->id, c->mailbox);
	return NULL;
}

static const char *
no_mailbox(struct visit *v, struct db *db)
{
	(void)v;
	(void)db;
	return "Type a mailbox, such as ana@school.example.";
}

void
page_user_login(struct visit *v)
{
	struct user_change	*c = begin(v, set_login, "mailbox");
	const char		*why;

	if (!email_read(v->arena, c->text, &c->mailbox, &why))
		c->make = no_mailbox;
	if (api_id(v))
		api_change(v, change);
}

static const char *
sign_out(struct visit *v, struct db *db)
{
	session_end_all(db, v->id);
	desk_audit(v, db, "login.sign_out", v->id, NULL);
	return NULL;
}

void
page_user_signout(struct visit *v)
{
	begin(v, sign_out, "");
	if (api_id(v))
		api_change(v, change);
}

/* The link is told on this one page, and nowhere else again. */
static json_t *
make_link(struct visit *v, struct db *db)
{
	const struct user_change	*c = v->wanted;
	struct person			 p;
	const char			*name, *path;

	if (!person_get(db, v->id, &p) || !p.staff || authority_over(db,
	    v->viewer.person, v->id, v->viewer.now) != AUTHORITY_CHANGES)
		return api_no(v, 404, "There is nobody of your staff here. "
		    "Look for them in the list.");
	if ((name = signed_name(v, db, v->id)) == NULL) {
		v->template = "users_one";
		return page_user_view(v, db, "mailbox", "Type their mailbox "
		    "at work first.");
	}
	path = signed_invite(v, db, v->id, c->token);
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:s}", "name", p.name,
	    "login", name, "link", signed_link(v, path), "until",
	    page_when(v, v->viewer.now + INVITATION_AGE), "self_url",
	    json_string(person_path(v)), "title_key", "users.link_title");
}

void
page_user_link(struct visit *v)
{
	struct user_change *c = begin(v, NULL, "");

	c->token = signed_token(v);
	if (api_id(v))
		api_change(v, make_link);
}
