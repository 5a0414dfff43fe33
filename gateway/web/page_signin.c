/*
 * Signing in and out.
 *
 *	GET /signin?next=PATH&as=ID	the form
 *	POST /signin {name, password, next}, or in a sample {as, next}
 *	POST /signout {}
 *
 * In a sample district, where nothing is real, the people who sign in are
 * listed, and a button is enough.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/id.h"
#include "base/text.h"
#include "net/server.h"
#include "store/db.h"
#include "store/login.h"
#include "store/person.h"
#include "store/user.h"
#include "web/api.h"
#include "web/door.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/signed.h"

#define NEXT_MOST	2000	/* Bytes of a path. */
#define TYPED_MOST	300

struct entering {
	const char	*next, *name;	/* As they were typed. */
	int64_t		 as;		/* 0: nobody. */
	const char	*token, *digest;
	struct door	 door;
	const char	*field, *sentence;	/* What is wrong; or NULL. */
};

/* Where they wanted to go, if that is a path of this site as we write them:
 * what browsers read as another one begins with two of / and \. */
static const char *
place_after(const char *next)
{
	size_t length = strlen(next);

	if (length == 0 || length > NEXT_MOST || next[0] != '/' ||
	    next[1] == '/' || strncmp(next, "/sign", 5) == 0)
		return "/";
	for (const char *at = next; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~' || *at == '\\')
			return "/";
	return next;
}

/* Of the query. */
static const char *
asked(struct visit *v, const char *name)
{
	const char *value = form_get(&v->query, name);

	return value == NULL ? "" : text_clean(v->arena, value,
	    strlen(value));
}

static void
read_entering(struct visit *v, struct entering *e, bool post)
{
	const char *as = post ? page_field(v, "as") : asked(v, "as");

	e->next = place_after(post ? page_field(v, "next") :
	    asked(v, "next"));
	e->name = post ? page_field(v, "name") : "";
	if (!id_parse(as, &e->as))
		e->as = 0;
	v->wanted = e;
}

/* ------------------------------------------------------------- the form */

static json_t *
one_json(struct visit *v, struct db *db, const struct named *one)
{
	return json_pack("{s:o, s:s, s:s}", "id", api_id_text(one->person),
	    "name", one->name, "role", signed_role(db, one->person,
	    v->viewer.now));
}

/* Those of the sample; whom the address names comes first and alone. */
static void
add_people(struct visit *v, struct db *db, json_t *view)
{
	const struct entering	*e = v->wanted;
	struct named		*list;
	struct person		 p;
	unsigned		 n = login_list(db, &list);
	json_t			*all = json_array();

	if (e->as != 0 && person_get(db, e->as, &p) && p.staff)
		json_object_set_new(view, "first", one_json(v, db,
		    &(struct named){ p.id, p.name }));
	for (unsigned i = 0; i < n; i++)
		if (list[i].person != e->as)
			json_array_append_new(all, one_json(v, db, &list[i]));
	json_object_set_new(view, "people", all);
	json_object_set_new(view, "has_people", json_boolean(n > 0));
}

static json_t *
look_signin(struct visit *v, struct db *db)
{
	const struct entering	*e = v->wanted;
	struct district		 d;
	json_t			*view = json_pack("{s:s, s:s, s:b, s:b}",
				    "next", e->next, "name", e->name,
				    "expired", v->token != NULL &&
				    v->who.person == 0 && e->field == NULL,
				    "out", form_get(&v->query, "out") !=
				    NULL);

	if (district_get(db, &d) && d.sample)
		add_people(v, db, view);
	if (e->sentence != NULL)
		page_wrong(v, e->field, e->sentence);
	if (e->door.wait != 0)
		v->status = 429;
	return view;
}

void
page_signin(struct visit *v)
{
	struct entering *e = NEW(v->arena, struct entering);

	read_entering(v, e, false);
	if (v->who.person != 0 && e->as == 0)
		page_leave(v, e->next);
	else
		api_read(v, look_signin);
}

/* ------------------------------------------------------------ signing in */

static void
make_token(struct visit *v, struct entering *e)
{
	e->token = signed_token(v);
	e->digest = crypt_digest(v->arena, e->token, strlen(e->token));
}

static void
begin(struct visit *v, struct db *db, int64_t person)
{
	const struct entering *e = v->wanted;

	signed_begin(v, db, person, e->digest);
}

static void
tell_browser(struct visit *v)
{
	const struct entering *e = v->wanted;

	if (v->go != NULL)
		page_sign_in(v, e->token);
}

static json_t *
enter_as(struct visit *v, struct db *db)
{
	const struct entering	*e = v->wanted;
	struct district		 d;
	struct person		 p;

	if (!district_get(db, &d) || !d.sample)
		return api_no(v, 403, "Only in a sample district does "
		    "somebody sign in without a password.");
	if (!person_get(db, e->as, &p) || !p.staff)
		return api_no(v, 404, "There is nobody on the staff with that "
		    "id. Choose one of the list.");
	begin(v, db, p.id);
	return page_go(v, e->next);
}

#define NOT_RIGHT							\
	"The name or the password is not right. Try again, or ask your "\
	"administrator for a link to choose a new password."

static void
refuse(struct visit *v, const char *field, const char *sentence)
{
	struct entering *e = CONTAINER(v->door, struct entering, door);

	e->field = field;
	e->sentence = sentence;
	v->kept = NULL;
	api_read(v, look_signin);
}

static json_t *
enter(struct visit *v, struct db *db)
{
	struct entering *e = CONTAINER(v->door, struct entering, door);

	e->field = e->sentence = NULL;
	if (!door_opened(&e->door, db)) {
		e->field = "name";
		e->sentence = NOT_RIGHT;
		return look_signin(v, db);
	}
	begin(v, db, e->door.person);
	return page_go(v, e->next);
}

static void
judged(struct door *d)
{
	struct visit *v = d->visit;

	if (d->wait != 0) {
		refuse(v, "name", door_sentence(d));
	} else if (!d->right) {
		refuse(v, "name", NOT_RIGHT);
	} else {
		v->kept = tell_browser;
		api_change(v, enter);
	}
}

void
page_enter(struct visit *v)
{
	struct entering *e = NEW(v->arena, struct entering);

	read_entering(v, e, true);
	make_token(v, e);
	e->door = (struct door){ .visit = v, .name = e->name,
	    .password = page_field(v, "password"), .then = judged };
	v->door = &e->door;
	if (e->as != 0) {
		v->kept = tell_browser;
		api_change(v, enter_as);
	} else if (*e->name == '\0' || strlen(e->name) > TYPED_MOST) {
		refuse(v, "name", "Type your sign-in name. It often is your "
		    "mailbox at work.");
	} else if (*e->door.password == '\0') {
		refuse(v, "password", "Type your password.");
	} else {
		door_try(&e->door);
	}
}

/* ----------------------------------------------------------- signing out */

static json_t *
end_session(struct visit *v, struct db *db)
{
	if (v->who.person != 0) {
		session_end(db, v->digest);
		audit_add(db, &(struct deed){ .person = v->who.person,
		    .deed = "session.end", .object = v->who.person },
		    clock_now());
	}
	return page_go(v, "/signin?out=1");
}

void
page_signout(struct visit *v)
{
	v->kept = page_sign_out;
	api_change(v, end_session);
}
