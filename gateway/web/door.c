/*
 * Passwords at the door.
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/log.h"
#include "base/password.h"
#include "base/text.h"
#include "base/zone.h"
#include "flow/gateway.h"
#include "net/server.h"
#include "store/login.h"
#include "web/api.h"
#include "web/door.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page_speech.h"

#define BUSY	"Many people sign in just now. Try again in a few seconds."

static const int64_t free_of[] = { DOOR_NAME, DOOR_PEER };

static const char *
folded(struct door *d)
{
	return text_fold(d->visit->arena, d->name);
}

static void
make_digests(struct door *d)
{
	struct arena	*arena = d->visit->arena;
	const char	*peer = exchange_peer(d->visit->exchange), *text;

	text = arena_print(arena, "name %s", folded(d));
	d->digests[0] = crypt_digest(arena, text, strlen(text));
	if (*peer == '\0')
		return;
	text = arena_print(arena, "peer %s", peer);
	d->digests[1] = crypt_digest(arena, text, strlen(text));
}

static bool
find(struct door *d, struct db *db, struct login *login)
{
	if (d->person != 0)
		return login_of(db, d->person, login);
	return login_find(db, folded(d), login);
}

static void
note(struct job *job, struct db *db)
{
	struct visit	*v = CONTAINER(job, struct visit, job);
	struct door	*d = v->door;
	struct login	 login;
	int64_t		 now = clock_now(), until;

	d->wait = 0;
	d->kept = find(d, db, &login) ? login.password : "";
	d->person = *d->kept != '\0' ? login.person : d->person;
	for (size_t i = 0; i < COUNT(d->digests); i++) {
		if (d->digests[i] == NULL)
			continue;
		until = try_again_at(db, d->digests[i], free_of[i], now);
		if (until > now && until > d->wait)
			d->wait = until;
	}
	for (size_t i = 0; i < COUNT(d->digests) && d->wait == 0; i++)
		if (d->digests[i] != NULL)
			try_failed(db, d->digests[i], now);
}

static void
judge(struct thought *thought)
{
	struct door	*d = CONTAINER(thought, struct door, thought);
	struct arena	*arena = d->visit->arena;

	d->right = d->password == NULL ||
	    password_is(arena, d->password, d->kept);
	if (d->right && d->chosen != NULL)
		d->made = password_made(arena, d->chosen);
}

static void
judged(struct thought *thought)
{
	struct door	*d = CONTAINER(thought, struct door, thought);

	d->visit->web->knocking--;
	if (!d->right)
		log_info("login", d->person, "the password was not right");
	d->then(d);
}

static void
think(struct door *d)
{
	struct web *web = d->visit->web;

	d->thought = (struct thought){ .work = judge, .done = judged };
	if (web->knocking >= DOOR_MOST ||
	    !think_put(web->gateway->think, &d->thought))
		page_problem(d->visit, 503, BUSY);
	else
		web->knocking++;
}

static void
noted(struct job *job, bool kept)
{
	struct visit	*v = CONTAINER(job, struct visit, job);
	struct door	*d = v->door;

	if (!kept)
		page_problem(v, 503, "The database does not answer. Try again "
		    "in a few seconds.");
	else if (d->wait != 0)
		d->then(d);
	else
		think(d);
}

void
door_try(struct door *d)
{
	struct visit *v = d->visit;

	v->door = d;
	if (d->password == NULL) {
		think(d);
		return;
	}
	if (v->web->knocking >= DOOR_MOST) {
		page_problem(v, 503, BUSY);
		return;
	}
	make_digests(d);
	v->job = (struct job){ .work = note, .done = noted,
	    .arena = v->arena };
	store_write(v->web->gateway->store, &v->job);
}

bool
door_opened(struct door *d, struct db *db)
{
	struct login login;

	if (!find(d, db, &login) || strcmp(login.password, d->kept) != 0)
		return false;
	for (size_t i = 0; i < COUNT(d->digests); i++)
		if (d->digests[i] != NULL)
			try_forget(db, d->digests[i]);
	return true;
}

const char *
door_sentence(const struct door *d)
{
	struct visit	*v = d->visit;
	struct wall	 w;

	/* The minute after it: nobody comes a second too early. */
	zone_wall(v->web->gateway->zone, d->wait + MINUTES(1) - 1, &w);
	return arena_print(v->arena, "There were too many tries. Wait until "
	    "%s, then try again.", page_clock(v, w.hour * 60 + w.minute));
}
