/*
 * Choosing a password by a link that somebody was given.
 *
 *	GET /welcome/:token
 *	POST /welcome/:token {password, again}
 *
 * The link is good once; whoever used it is signed in.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/password.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/db.h"
#include "store/login.h"
#include "store/person.h"
#include "store/user.h"
#include "web/api.h"
#include "web/door.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/pages.h"
#include "web/signed.h"

struct choosing {
	const char	*link;		/* The digest of its token. */
	const char	*token, *digest;	/* Of the new session. */
	const char	*again;		/* The password, typed twice. */
	struct door	 door;
	const char	*field, *sentence;	/* What is wrong; or NULL. */

	/* Whose link it is; name NULL: nobody's. */
	const char	*name, *login;
};

/* In the store. */
static int64_t
find(struct choosing *c, struct db *db)
{
	int64_t		 person;
	struct person	 p;
	struct login	 login;

	c->name = NULL;
	if (!invitation_find(db, c->link, clock_now(), &person) ||
	    !person_get(db, person, &p) || !login_of(db, person, &login))
		return 0;
	c->name = p.name;
	c->login = login.name;
	return person;
}

static json_t *
look_welcome(struct visit *v, struct db *db)
{
	struct choosing	*c = CONTAINER(v->door, struct choosing, door);

	if (find(c, db) == 0)
		return api_no(v, 404, "This link was used already, or it is "
		    "older than three days. Ask for a new one, or sign in.");
	if (c->sentence != NULL)
		page_wrong(v, c->field, c->sentence);
	return json_pack("{s:s, s:s, s:o}", "name", c->name,
	    "login", c->login, "self_url", page_url(v, "/welcome/%s",
	    exchange_param(v->exchange, "token")));
}

static struct choosing *
read_link(struct visit *v)
{
	struct choosing	*c = NEW(v->arena, struct choosing);
	const char	*link = exchange_param(v->exchange, "token");

	c->link = crypt_digest(v->arena, link, strlen(link));
	c->door.visit = v;
	v->door = &c->door;
	return c;
}

void
page_welcome(struct visit *v)
{
	(void)read_link(v);
	api_read(v, look_welcome);
}

static void
tell_browser(struct visit *v)
{
	const struct choosing *c = CONTAINER(v->door, struct choosing, door);

	if (v->go != NULL)
		page_sign_in(v, c->token);
}

static json_t *
set_password(struct visit *v, struct db *db)
{
	struct choosing	*c = CONTAINER(v->door, struct choosing, door);
	int64_t		 person = find(c, db), now = clock_now();

	if (person == 0 || !login_password(db, person, c->door.made, now))
		return look_welcome(v, db);
	audit_add(db, &(struct deed){ .person = person,
	    .deed = "login.password", .object = person }, now);
	signed_begin(v, db, person, c->digest);
	return page_go(v, "/");
}

static void
made(struct door *d)
{
	d->visit->kept = tell_browser;
	api_change(d->visit, set_password);
}

static void
find_invited(struct job *job, struct db *db)
{
	struct visit *v = CONTAINER(job, struct visit, job);

	(void)find(CONTAINER(v->door, struct choosing, door), db);
}

static void
refuse(struct visit *v, const char *field, const char *sentence)
{
	struct choosing *c = CONTAINER(v->door, struct choosing, door);

	c->field = field;
	c->sentence = sentence;
	api_read(v, look_welcome);
}

static void
found(struct job *job, bool kept)
{
	struct visit	*v = CONTAINER(job, struct visit, job);
	struct choosing	*c = CONTAINER(v->door, struct choosing, door);
	const char	*names[] = { c->name, c->login, NULL }, *why;

	if (!kept || c->name == NULL) {
		api_read(v, look_welcome);
		return;
	}
	why = password_refused(v->arena, c->door.chosen, names);
	if (why != NULL)
		refuse(v, "password", why);
	else if (strcmp(c->door.chosen, c->again) != 0)
		refuse(v, "again", "The two are not the same. Type the "
		    "password again, twice.");
	else
		door_try(&c->door);
}

void
page_choose(struct visit *v)
{
	struct choosing *c = read_link(v);

	c->token = signed_token(v);
	c->digest = crypt_digest(v->arena, c->token, strlen(c->token));
	c->again = page_field(v, "again");
	c->door.chosen = page_field(v, "password");
	c->door.then = made;
	v->job = (struct job){ .work = find_invited, .done = found,
	    .arena = v->arena };
	store_read(v->web->gateway->store, &v->job);
}
