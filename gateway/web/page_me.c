/*
 * My settings: the language of the pages, when I am told by mail, my
 * password, and where I am signed in.
 *
 *	GET /me
 *	POST /me {language, told, from, to}
 *	POST /me/password {old, password, again}
 *	POST /me/signout {}
 */

#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "base/lang.h"
#include "base/page_template.h"
#include "base/password.h"
#include "net/server.h"
#include "store/db.h"
#include "store/login.h"
#include "store/preference.h"
#include "store/session.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/door.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page_speech.h"
#include "web/page_user.h"
#include "web/pages.h"
#include "web/signed.h"

/* In which the pages may have words one day. */
static const char *const tags[] = { "en-US", "es-US", "pt-BR", "vi", "ar",
	"ht", "sq", "ak", "ne", "ps" };

struct mine {
	/* Of the first form. */
	const char	*language, *told, *from, *to;
	const char	*hours;		/* As they are kept; or NULL. */

	/* Of a new password. */
	const char	*again, *token, *digest;
	struct door	 door;
	const char	*field, *sentence;	/* What is wrong; or NULL. */
};

/* "07:30" of minutes. */
static const char *
clock_text(struct visit *v, int minutes)
{
	return arena_print(v->arena, "%02d:%02d", minutes / 60, minutes % 60);
}

/* The languages that have words; the one of their pages is chosen. */
static json_t *
languages(struct visit *v)
{
	json_t *all = json_array();

	for (size_t i = 0; i < COUNT(tags); i++)
		if (page_words_has(v->web->words, tags[i]))
			json_array_append_new(all, json_pack(
			    "{s:o, s:b}", "of", page_language(tags[i]),
			    "chosen", strcmp(tags[i], page_speech(v)) == 0));
	return all;
}

static void
add_hours(struct visit *v, struct db *db, json_t *view)
{
	const char	*hours = preference_get(db, v->who.person, "hours"),
			*told = preference_get(db, v->who.person, "told");
	int		 from, to;

	if ((hours == NULL || !preference_hours(hours, &from, &to)) &&
	    !preference_hours(PREFERENCE_HOURS, &from, &to))
		return;
	json_object_set_new(view, "from", json_string(clock_text(v, from)));
	json_object_set_new(view, "to", json_string(clock_text(v, to)));
	json_object_set_new(view, "told", json_boolean(told == NULL ||
	    strcmp(told, "off") != 0));
	json_object_set_new(view, "work_mail", json_string(
	    login_work_mail(db, v->who.person)));
}

static json_t *
look_me(struct visit *v, struct db *db)
{
	const struct mine	*m = v->wanted;
	struct login		 login = { .password = "" };
	bool			 named = login_of(db, v->who.person, &login);
	json_t			*all = languages(v), *view;
	bool			 many = json_array_size(all) > 1;

	view = json_pack("{s:s, s:o, s:o, s:o, s:o, s:b, s:b, s:I, s:b}",
	    "name", v->who.name, "languages", all,
	    "roles", page_user_roles(v, db, v->who.person, false),
	    "seats", page_user_seats(v, db, v->who.person, false),
	    "login", api_text(named ? login.name : NULL),
	    "has_password", named && *login.password != '\0',
	    "many_languages", many, "sessions", (json_int_t)session_count(db,
	    v->who.person, v->viewer.now),
	    "kept", form_get(&v->query, "kept") != NULL);
	add_hours(v, db, view);
	if (m != NULL && m->sentence != NULL)
		page_wrong(v, m->field, m->sentence);
	if (m != NULL && m->door.wait != 0)
		v->status = 429;
	return view;
}

void
page_me(struct visit *v)
{
	api_read(v, look_me);
}

/* -------------------------------------------------------------- choices */

/* Two digits; -1: they are none. */
static int
two_digits(const char *text)
{
	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	return (text[0] - '0') * 10 + text[1] - '0';
}

/* Minutes of "07:30", as browsers send it; -1: it is none. */
static int
minutes_of(const char *text)
{
	int hour, minute;

	if (strlen(text) < 5 || text[2] != ':')
		return -1;
	hour = two_digits(text);
	minute = two_digits(text + 3);
	return hour < 0 || hour > 23 || minute < 0 || minute > 59 ? -1 :
	    hour * 60 + minute;
}

static void
keep(struct visit *v, struct db *db, const char *name, const char *value,
    const char *usual)
{
	preference_put(db, v->who.person, name, strcmp(value, usual) == 0 ?
	    NULL : value);
}

static json_t *
change(struct visit *v, struct db *db)
{
	const struct mine *m = v->wanted;

	if (m->sentence != NULL)
		return look_me(v, db);
	if (m->language != NULL)
		preference_put(db, v->who.person, "language", m->language);
	keep(v, db, "told", m->told, "mail");
	keep(v, db, "hours", m->hours, PREFERENCE_HOURS);
	return page_go(v, "/me?kept=1");
}

static void
forget_me(struct visit *v)
{
	page_forget(v->web, v->digest);
}

void
page_me_change(struct visit *v)
{
	struct mine	*m = NEW(v->arena, struct mine);
	int		 from = minutes_of(page_field(v, "from"));
	int		 to = minutes_of(page_field(v, "to"));

	m->language = lang_tag(page_field(v, "language"));
	if (m->language != NULL && !page_words_has(v->web->words,
	    m->language))
		m->language = NULL;
	m->told = strcmp(page_field(v, "told"), "yes") == 0 ? "mail" : "off";
	m->hours = arena_print(v->arena, "%d-%d", from, to);
	if (from < 0 || to < 0 || !preference_hours(m->hours, &from, &to)) {
		m->field = "from";
		m->sentence = "Type two times of a day, the first one "
		    "earlier, such as 7:30 AM and 4:30 PM.";
	}
	v->wanted = m;
	v->kept = forget_me;
	api_change(v, change);
}

/* ------------------------------------------------------------- password */

static void
tell_browser(struct visit *v)
{
	const struct mine *m = CONTAINER(v->door, struct mine, door);

	if (v->go != NULL)
		page_sign_in(v, m->token);
}

#define NOT_OLD	"That is not your password. Type the one you sign in with now."

/* All other sessions end; this browser gets a new one. */
static json_t *
set_password(struct visit *v, struct db *db)
{
	struct mine *m = CONTAINER(v->door, struct mine, door);

	m->field = m->sentence = NULL;
	if (!door_opened(&m->door, db) || !login_password(db, v->who.person,
	    m->door.made, clock_now())) {
		m->field = "old";
		m->sentence = NOT_OLD;
		return look_me(v, db);
	}
	desk_audit(v, db, "login.password", v->who.person, NULL);
	signed_begin(v, db, v->who.person, m->digest);
	return page_go(v, "/me?kept=1");
}

static void
refuse(struct visit *v, const char *field, const char *sentence)
{
	struct mine *m = CONTAINER(v->door, struct mine, door);

	m->field = field;
	m->sentence = sentence;
	v->kept = NULL;
	api_read(v, look_me);
}

static void
judged(struct door *d)
{
	if (d->wait != 0)
		refuse(d->visit, "old", door_sentence(d));
	else if (!d->right)
		refuse(d->visit, "old", NOT_OLD);
	else
		api_change(d->visit, set_password);
}

void
page_me_password(struct visit *v)
{
	struct mine	*m = NEW(v->arena, struct mine);
	const char	*names[] = { v->who.name, NULL }, *why;

	m->token = signed_token(v);
	m->digest = crypt_digest(v->arena, m->token, strlen(m->token));
	m->again = page_field(v, "again");
	m->door = (struct door){ .visit = v, .person = v->who.person,
	    .name = arena_print(v->arena, "person %lld",
	    (long long)v->who.person), .password = page_field(v, "old"),
	    .chosen = page_field(v, "password"), .then = judged };
	v->door = &m->door;
	v->wanted = m;
	v->kept = tell_browser;
	why = password_refused(v->arena, m->door.chosen, names);
	if (why != NULL)
		refuse(v, "password", why);
	else if (strcmp(m->door.chosen, m->again) != 0)
		refuse(v, "again", "The two are not the same. Type the "
		    "password again, twice.");
	else
		door_try(&m->door);
}

/* -------------------------------------------------------------- sessions */

static json_t *
end_all(struct visit *v, struct db *db)
{
	session_end_all(db, v->who.person);
	desk_audit(v, db, "login.sign_out", v->who.person, NULL);
	return page_go(v, "/signin?out=1");
}

/* On other browsers, too, at once. */
static void
forget_all(struct visit *v)
{
	page_sign_out(v);
	page_forget(v->web, NULL);
}

void
page_me_signout(struct visit *v)
{
	v->kept = forget_all;
	api_change(v, end_all);
}
