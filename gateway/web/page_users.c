/*
 * The staff, for who administers a school or the district; and somebody new.
 *
 *	GET /users?q=PART&school=ID&after=ID
 *	GET /users/new, POST /users {name, mailbox, seat}
 */

#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/id.h"
#include "base/text.h"
#include "net/server.h"
#include "store/authority.h"
#include "store/db.h"
#include "store/login.h"
#include "store/roster.h"
#include "store/staff.h"
#include "model.h"
#include "web/api.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/page_inside.h"
#include "web/page_user.h"
#include "web/pages.h"

#define SHOWN		25	/* On a page. */
#define NAME_MOST	200	/* Bytes. */

struct users_asked {
	const char	*q;
	int64_t		 school, after;
};

struct user_new {
	const char	*name, *typed, *mailbox, *seat;
};

static const char *
text_of(struct visit *v, int64_t id)
{
	return id_text(id, arena_take(v->arena, ID_TEXT));
}

static json_t *
row(struct visit *v, struct db *db, const struct staff *s)
{
	const char *state = page_user_state(db, s->id, v->viewer.now);

	return json_pack("{s:s, s:o, s:o, s:o, s:s, s:b}", "name", s->name,
	    "person_url", page_url(v, "/users/%s", text_of(v, s->id)),
	    "roles", page_user_roles(v, db, s->id, false),
	    "seats", page_user_seats(v, db, s->id, false),
	    "state_key", arena_print(v->arena, "users.state_%s", state),
	    "signs_in", strcmp(state, "in") == 0);
}

/* The schools to choose from, and the one that is chosen: one of theirs. */
static json_t *
schools(struct visit *v, struct db *db, struct users_asked *asked, bool all)
{
	struct administered	*list;
	unsigned		 n = authority_schools(db, v->viewer.person,
				    v->viewer.now, &list);
	int64_t			 chosen = all || n == 0 ? 0 : list[0].id;
	json_t			*choices = json_array();

	for (unsigned i = 0; i < n; i++)
		if (list[i].id == asked->school)
			chosen = asked->school;
	asked->school = chosen;
	for (unsigned i = 0; i < n; i++)
		json_array_append_new(choices, json_pack("{s:s, s:s, s:b}",
		    "value", text_of(v, list[i].id), "name", list[i].name,
		    "chosen", list[i].id == chosen));
	return choices;
}

static json_t *
pager(struct visit *v, const struct users_asked *asked, int64_t last)
{
	const char *school = asked->school == 0 ? "" :
	    text_of(v, asked->school);

	return json_pack("{s:o, s:o}", "older_url", last == 0 ? json_null() :
	    page_url(v, "/users?q=%s&school=%s&after=%s", asked->q, school,
	    text_of(v, last)), "newer_url", asked->after == 0 ?
	    json_null() : page_url(v, "/users?q=%s&school=%s", asked->q,
	    school));
}

static json_t *
look_users(struct visit *v, struct db *db)
{
	struct users_asked	 asked = *(const struct users_asked *)
				    v->wanted;
	bool			 all = authority_all(db, v->viewer.person,
				    v->viewer.now);
	json_t			*choices = schools(v, db, &asked, all), *list;
	json_t			*view;
	struct staff		*staff;
	unsigned		 n = 0;

	list = json_array();
	if (all || asked.school != 0)
		n = staff_list(db, &(struct staff_page){ .now = v->viewer.now,
		    .school = asked.school, .after = asked.after,
		    .most = SHOWN + 1, .folded = text_fold(v->arena,
		    asked.q) }, &staff);
	for (unsigned i = 0; i < n && i < SHOWN; i++)
		json_array_append_new(list, row(v, db, &staff[i]));
	view = json_pack("{s:o, s:b, s:s, s:o, s:b, s:b, s:o}", "users", list,
	    "none", n == 0, "q", asked.q, "schools", choices, "all", all,
	    "filtered", *asked.q != '\0', "pager", pager(v, &asked,
	    n > SHOWN ? staff[SHOWN - 1].id : 0));
	page_user_ended(v, db, 0, view);
	return view;
}

static const char *
param(struct visit *v, const char *name)
{
	const char *value = form_get(&v->query, name);

	return value == NULL ? "" : text_clean(v->arena, value,
	    strlen(value));
}

void
page_users(struct visit *v)
{
	struct users_asked *asked = NEW(v->arena, struct users_asked);

	asked->q = text_cut(v->arena, param(v, "q"), NAME_MOST);
	if (!id_parse(param(v, "school"), &asked->school))
		asked->school = 0;
	if (!id_parse(param(v, "after"), &asked->after))
		asked->after = 0;
	v->wanted = asked;
	api_read(v, look_users);
}

/* ------------------------------------------------------------- somebody new */

static json_t *
form(struct visit *v, struct db *db)
{
	const struct user_new *n = v->wanted;

	return json_pack("{s:s, s:s, s:o, s:s}", "name", n->name, "mailbox",
	    n->typed, "places", page_user_places(v, db), "title_key",
	    "users.new_title");
}

void
page_user_new(struct visit *v)
{
	static const struct user_new nothing = { "", "", NULL, "" };

	v->wanted = &nothing;
	api_read(v, form);
}

/* Whoever administers schools only seats them in one of theirs. */
static json_t *
add(struct visit *v, struct db *db)
{
	const struct user_new	*n = v->wanted;
	struct person		 p = { .id = id_new(), .name = n->name,
				    .language = "en-US", .staff = true };
	bool			 all = authority_all(db, v->viewer.person,
				    v->viewer.now);
	int64_t			 seat;

	if (*n->name == '\0' || strlen(n->name) > NAME_MOST)
		page_wrong(v, "name", "Type their first and last name.");
	if (n->mailbox == NULL)
		page_wrong(v, "mailbox", "Type their mailbox at work, such as "
		    "ana@school.example.");
	seat = page_user_seat_of(v, db, n->seat);
	if (seat == 0 && (!all || *n->seat != '\0'))
		page_wrong(v, "seat", "Choose where they sit.");
	if (page_is_wrong(v))
		return form(v, db);
	if (!login_name(db, p.id, text_fold(v->arena, n->mailbox),
	    v->viewer.now)) {
		page_wrong(v, "mailbox", "Somebody signs in by that mailbox "
		    "already. Look for them in the list.");
		return form(v, db);
	}
	roster_add_person(db, &p);
	login_set_work_mail(db, p.id, n->mailbox);
	if (seat != 0)
		staff_sit(db, seat, p.id, v->viewer.now);
	desk_audit(v, db, "user.add", p.id, NULL);
	return page_go(v, page_print(v, "/users/%s", text_of(v, p.id)));
}

void
page_user_add(struct visit *v)
{
	struct user_new	*n = NEW(v->arena, struct user_new);
	const char	*why;

	n->name = page_field(v, "name");
	n->typed = page_field(v, "mailbox");
	n->seat = page_field(v, "seat");
	if (!email_read(v->arena, n->typed, &n->mailbox, &why))
		n->mailbox = NULL;
	v->wanted = n;
	api_change(v, add);
}
