/*
 * The staff, changed: who comes, where they sit, who leaves or is away.
 *
 *	POST /local/v1/users {name, language, phone, email}
 *	POST /local/v1/users/:id/seats {office, class, desk, remove}
 *	POST /local/v1/users/:id/left {}
 *	POST /local/v1/users/:id/away {from, to, cover}	from, to: days
 *	POST /local/v1/users/:id/back {}
 *
 * A seat is named by the id of its school or class.
 */

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/lang.h"
#include "base/zone.h"
#include "flow/gateway.h"
#include "flow/leave.h"
#include "net/server.h"
#include "store/away.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "store/reach.h"
#include "store/roster.h"
#include "store/seat.h"
#include "store/sight.h"
#include "store/staff.h"
#include "web/api.h"
#include "web/body.h"
#include "web/desk.h"
#include "web/inside.h"
#include "web/when.h"

struct user_asked {
	const char		*name, *language, *phone, *email;
	struct desk_address	 at[2];		/* phone, email */
	unsigned		 count;
};

struct seat_asked {
	int64_t			 office, class;
	bool			 desk, remove;
};

struct away_asked {
	const char		*from, *to;
	int64_t			 cover;
	int64_t			 since, until;
};

static const struct body_member no_members[] = { { .name = NULL } };

static void
put_address(struct db *db, const struct person *p,
    const struct desk_address *at)
{
	struct contact contact;

	(void)contact_find_or_add(db, at->channel, at->address, p->language,
	    &contact);
	reach_put(db, p->id, contact.id, false);
}

static json_t *
add_user(struct visit *v, struct db *db)
{
	const struct user_asked	*asked = v->wanted;
	struct person		 p = { .id = id_new(), .name = asked->name,
				    .language = asked->language,
				    .staff = true };
	const char		*why = NULL;

	for (unsigned i = 0; i < asked->count && why == NULL; i++)
		why = desk_refused(db, &asked->at[i]);
	if (why != NULL)
		return api_no(v, 409, why);
	roster_add_person(db, &p);
	for (unsigned i = 0; i < asked->count; i++)
		put_address(db, &p, &asked->at[i]);
	desk_audit(v, db, "user.add", p.id, NULL);
	return json_pack("{s:o, s:s, s:s}", "id", api_id_text(p.id),
	    "name", p.name, "language", p.language);
}

static const char *
read_addresses(struct visit *v, struct user_asked *asked)
{
	const char *typed[] = { asked->phone, asked->email }, *why;

	for (size_t i = 0; i < COUNT(typed); i++) {
		if (typed[i] == NULL)
			continue;
		why = desk_address(v, typed[i], &asked->at[asked->count]);
		if (why != NULL)
			return why;
		if (asked->at[asked->count++].channel !=
		    (i == 0 ? CHANNEL_SMS : CHANNEL_EMAIL))
			return "phone is a number, and email is a mailbox.";
	}
	return NULL;
}

static void
ask_add_user(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(name, BODY_LINE, true, user_asked),
		BODY(language, BODY_TEXT, false, user_asked),
		BODY(phone, BODY_TEXT, false, user_asked),
		BODY(email, BODY_TEXT, false, user_asked),
		{ .name = NULL },
	};
	struct user_asked	*asked = NEW(v->arena, struct user_asked);
	const char		*why;

	if (!body_read(v, members, asked))
		return;
	asked->language = lang_tag(asked->language != NULL ?
	    asked->language : "en-US");
	v->wanted = asked;
	if (*asked->name == '\0')
		api_problem(v, 422, "The name is empty.");
	else if (asked->language == NULL)
		api_problem(v, 422, "This is no language we know. Write one "
		    "such as es-US, pt-BR or vi.");
	else if ((why = read_addresses(v, asked)) != NULL)
		api_problem(v, 422, why);
	else
		api_change(v, add_user);
}

/* The seat that is meant, made where there is none; 0: there is no such
 * school or class. */
static int64_t
seat_meant(struct visit *v, struct db *db, const struct seat_asked *asked)
{
	struct seat	 s = { .kind = "desk", .name = "District desk" };
	int64_t		 seat = 0;

	if (asked->desk) {
		seat = seat_of_desk(db);
	} else if (asked->office != 0) {
		if (!school_get(db, asked->office, &s.name))
			return 0;
		seat = seat_of_office(db, asked->office);
		s.school = asked->office;
		s.kind = "office";
		s.name = arena_print(v->arena, "%s office", s.name);
	} else {
		if (!class_get(db, asked->class, &s.school) ||
		    !class_name(db, asked->class, &s.name))
			return 0;
		seat = seat_of_class(db, asked->class);
		s.class = asked->class;
		s.kind = "class";
	}
	if (seat != 0)
		return seat;
	s.id = id_new();
	roster_add_seat(db, &s);
	return s.id;
}

/* What somebody may is another thing now. */
static void
forget_all(struct visit *v)
{
	page_forget(v->web, NULL);
}

static json_t *
moved_json(const struct left *left)
{
	json_t *all = json_array();

	for (unsigned i = 0; i < left->count; i++)
		json_array_append_new(all, json_pack("{s:o, s:I}",
		    "seat", api_place(left->to[i].seat, left->to[i].name),
		    "conversations", (json_int_t)left->to[i].talks));
	return all;
}

static json_t *
change_seat(struct visit *v, struct db *db)
{
	const struct seat_asked	*asked = v->wanted;
	struct person		 p;
	struct left		 left = { .seats = 0 };
	const char		*why = NULL, *name = NULL;
	int64_t			 seat;

	if (!desk_staff(v, db, &p))
		return NULL;
	if ((seat = seat_meant(v, db, asked)) == 0 ||
	    !seat_name(db, seat, &name))
		return api_no(v, 404, "There is no such school or class.");
	if (asked->remove)
		why = leave_seat(db, seat, p.id, v->viewer.now, &left);
	else
		staff_sit(db, seat, p.id, v->viewer.now);
	if (why != NULL)
		return api_no(v, 409, why);
	desk_audit(v, db, asked->remove ? "seat.leave" : "seat.sit", seat,
	    p.name);
	return json_pack("{s:o, s:o, s:b, s:o}",
	    "person", api_place(p.id, p.name), "seat", api_place(seat, name),
	    "sits", (int)!asked->remove, "moved", moved_json(&left));
}

static void
ask_seat(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(office, BODY_ID, false, seat_asked),
		BODY(class, BODY_ID, false, seat_asked),
		BODY(desk, BODY_FLAG, false, seat_asked),
		BODY(remove, BODY_FLAG, false, seat_asked),
		{ .name = NULL },
	};
	struct seat_asked *asked = NEW(v->arena, struct seat_asked);

	v->wanted = asked;
	v->kept = forget_all;
	if (!api_id(v) || !body_read(v, members, asked))
		return;
	if ((asked->office != 0) + (asked->class != 0) + asked->desk != 1)
		api_problem(v, 422, "Name one seat: the office of a school, "
		    "a class, or the desk.");
	else
		api_change(v, change_seat);
}

static json_t *
leave(struct visit *v, struct db *db)
{
	struct person	 p;
	struct left	 left;
	const char	*why;

	if (!desk_staff(v, db, &p))
		return NULL;
	if ((why = leave_all(db, p.id, v->viewer.now, &left)) != NULL)
		return api_no(v, 409, why);
	desk_audit(v, db, "user.left", p.id, NULL);
	return json_pack("{s:o, s:I, s:I, s:I, s:o}",
	    "person", api_place(p.id, p.name),
	    "seats", (json_int_t)left.seats, "keys", (json_int_t)left.keys,
	    "conversations", (json_int_t)left.moved,
	    "moved", moved_json(&left));
}

static void
ask_left(struct visit *v)
{
	v->kept = forget_all;
	if (api_id(v) && body_read(v, no_members, NULL))
		api_change(v, leave);
}

static json_t *
go_away(struct visit *v, struct db *db)
{
	const struct away_asked	*asked = v->wanted;
	struct absence		 a = { .person = v->id,
				    .cover = asked->cover,
				    .since = asked->since,
				    .until = asked->until };
	struct person		 p, cover = { .id = 0 };
	const char		*why;

	if (!desk_staff(v, db, &p))
		return NULL;
	if (a.cover != 0 && !person_get(db, a.cover, &cover))
		return api_no(v, 404, "There is no such cover.");
	if ((why = away_add(db, &a)) != NULL)
		return api_no(v, 409, why);
	desk_audit(v, db, "user.away", p.id, cover.name);
	return json_pack("{s:o, s:o, s:o, s:o, s:o}",
	    "id", api_id_text(a.id), "person", api_place(p.id, p.name),
	    "cover", api_place(cover.id, cover.name),
	    "since", api_time(v, a.since), "until", api_time(v, a.until));
}

/* The moment at which a day of the district begins, or the one after it. */
static bool
day_begins(struct visit *v, const char *text, int more, int64_t *time)
{
	struct wall	wall = { 0 };
	int64_t		day;

	if (!when_day(text, &day))
		return false;
	wall.year = (int)(day / 10000);
	wall.month = (int)(day / 100 % 100);
	wall.day = (int)(day % 100) + more;
	*time = zone_utc(v->web->gateway->zone, &wall);
	return true;
}

/* Both days are included. */
static void
ask_away(struct visit *v)
{
	static const struct body_member members[] = {
		BODY(from, BODY_TEXT, true, away_asked),
		BODY(to, BODY_TEXT, true, away_asked),
		BODY(cover, BODY_ID, false, away_asked),
		{ .name = NULL },
	};
	struct away_asked *asked = NEW(v->arena, struct away_asked);

	v->wanted = asked;
	if (!api_id(v) || !body_read(v, members, asked))
		return;
	if (!day_begins(v, asked->from, 0, &asked->since) ||
	    !day_begins(v, asked->to, 1, &asked->until))
		api_problem(v, 422, "from and to are days as 2026-12-07.");
	else if (asked->until <= v->viewer.now)
		api_problem(v, 422, "The last day is over already.");
	else
		api_change(v, go_away);
}

/* The absence that is now; else all that are to come. */
static json_t *
come_back(struct visit *v, struct db *db)
{
	struct person	 p;
	struct absence	*list;
	unsigned	 n, now = 0, ended = 0;

	if (!desk_staff(v, db, &p))
		return NULL;
	n = away_list(db, p.id, v->viewer.now, &list);
	for (unsigned i = 0; i < n; i++)
		now += list[i].since <= v->viewer.now;
	for (unsigned i = 0; i < n; i++)
		if (now == 0 || list[i].since <= v->viewer.now)
			ended += away_end(db, list[i].id, v->viewer.now);
	if (ended == 0)
		return api_no(v, 409, "They are not away.");
	desk_audit(v, db, "user.back", p.id, NULL);
	return json_pack("{s:o, s:i, s:b}", "person",
	    api_place(p.id, p.name), "ended", (int)ended, "was_away",
	    (int)(now > 0));
}

static void
ask_back(struct visit *v)
{
	if (api_id(v) && body_read(v, no_members, NULL))
		api_change(v, come_back);
}

void
local_add_user(struct exchange *x, void *web)
{
	api_enter(x, web, ask_add_user);
}

void
local_seat(struct exchange *x, void *web)
{
	api_enter(x, web, ask_seat);
}

void
local_left(struct exchange *x, void *web)
{
	api_enter(x, web, ask_left);
}

void
local_away(struct exchange *x, void *web)
{
	api_enter(x, web, ask_away);
}

void
local_back(struct exchange *x, void *web)
{
	api_enter(x, web, ask_back);
}
