/*
 * In whose hands talks are: who is away and who stands in, talks that a
 * person gives to others, what the office is asked about and what it enters.
 * And what was read from the last text of a phone.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/enter.h"
#include "flow/gateway.h"
#include "flow/hold.h"
#include "flow/shown.h"
#include "store/away.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/held.h"
#include "store/seat.h"
#include "store/word.h"
#include "tests/scenarios/stage.h"

struct hand {
	struct stage	*stage;
	struct absence	 absence;
	const char	*phone, *why, *found;
	int64_t		 school, seat, person;	/* school -1: any. */
	bool		 reads, stop;
};

static void
away_work(struct db *db, void *arg)
{
	struct hand *h = arg;

	h->why = away_add(db, &h->absence);
}

static void
see_refusal(struct stage *stage, const char *why)
{
	if ((why != NULL) != (place_of(stage->now, "refused") != 0))
		stage_fail(stage, "%s", why != NULL ? why :
		    "it is not refused");
}

/* away Lee from 08:00 [until 12:00] [cover Nora] [refused] */
static void
play_away(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*cover = word_after(s, "cover");
	struct hand		 h = { 0 };

	h.absence.person = thing_get(stage, THING_STAFF, s->words[1])->id;
	h.absence.since = stage_time(stage, place_of(s, "from") + 1);
	if (place_of(s, "until") != 0)
		h.absence.until = stage_time(stage, place_of(s, "until") + 1);
	if (cover != NULL)
		h.absence.cover = thing_get(stage, THING_STAFF, cover)->id;
	stage_write(stage, away_work, &h);
	see_refusal(stage, h.why);
}

static void
back_work(struct db *db, void *arg)
{
	struct hand	*h = arg;
	struct absence	*list;
	unsigned	 n = away_list(db, h->person, clock_now(), &list);

	h->why = n == 0 ? "they are not away" : NULL;
	for (unsigned i = 0; i < n; i++)
		if (!away_end(db, list[i].id, clock_now()))
			h->why = "it does not end";
}

/* back Lee */
static void
play_back(struct stage *stage)
{
	struct hand h = { .person = thing_get(stage, THING_STAFF,
	    stage->now->words[1])->id };

	stage_write(stage, back_work, &h);
	see_refusal(stage, h.why);
}

static int64_t
talk_of(struct db *db, const struct hand *h)
{
	struct told_conversation *list;
	unsigned n = conversation_list(db, &(struct conversation_page){
	    .now = clock_now(), .before = INT64_MAX, .most = 1000 }, &list);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].address, h->phone) == 0 &&
		    (h->school == -1 || list[i].talk.school == h->school))
			return list[i].talk.id;
	return 0;
}

static void
hand_work(struct db *db, void *arg)
{
	struct hand *h = arg;

	h->why = conversation_hand_over(db, talk_of(db, h), h->seat,
	    h->person, clock_now());
}

/* hand +1508... [for Oak] to office Oak by Lee [refused] */
static void
play_hand(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*school = word_after(s, "for");
	const char		*by = word_after(s, "by");
	struct hand		 h = { .phone = s->words[1], .school = -1 };

	if (by == NULL || place_of(s, "to") == 0)
		stage_fail(stage, "by whom, and to whom?");
	if (school != NULL)
		h.school = thing_get(stage, THING_SCHOOL, school)->id;
	h.seat = town_seat(stage, place_of(s, "to") + 1);
	h.person = thing_get(stage, THING_STAFF, by)->id;
	stage_write(stage, hand_work, &h);
	see_refusal(stage, h.why);
}

static void
said_work(struct db *db, void *arg)
{
	struct hand	*h = arg;
	struct contact	 contact;
	struct reply	*list;
	unsigned	 n = reply_list(db, 0, 0, 5000, &list);

	h->found = "nothing";
	if (!contact_find(db, channel_of(h->phone), h->phone, &contact))
		return;
	for (unsigned i = 0; i < n; i++)
		if (list[i].contact == contact.id)
			h->found = arena_print(db_arena(db), "%s %s %s",
			    reply_what_word(list[i].what),
			    counts_word(list[i].counts),
			    shown_say(h->stage->gateway->shown,
			    db_arena(db), &list[i]));
}

/* expect said +1508...: thanks direct ["Thank you"] */
static void
expect_said(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	struct hand		 h = { .stage = stage };
	const char		*wanted;

	if (s->count < 5)
		stage_fail(stage, "what did it say?");
	h.phone = s->words[2];
	wanted = arena_print(stage->arena, "%s %s %s", s->words[3],
	    s->words[4], s->count > 5 ? s->words[5] : "");
	stage_read(stage, said_work, &h);
	if (strncmp(h.found, wanted, strlen(wanted)) != 0 ||
	    (s->count > 5 && strlen(h.found) != strlen(wanted)))
		stage_fail(stage, "it said: %s", h.found);
}

static void
reads_work(struct db *db, void *arg)
{
	struct hand *h = arg;

	h->reads = seat_has_reader(db, h->seat, clock_now());
}

/* expect reads Oak-1A; expect nobody reads Oak-1A. */
static void
expect_reads(struct stage *stage, bool somebody)
{
	struct hand h = { .seat = town_seat(stage, somebody ? 2 : 3) };

	stage_read(stage, reads_work, &h);
	if (h.reads != somebody)
		stage_fail(stage, "%s reads there", h.reads ? "somebody" :
		    "nobody");
}

static void
say_held_work(struct db *db, void *arg)
{
	struct hand	*h = arg;
	struct entering	 e = { .db = db, .gateway = h->stage->gateway,
			    .now = clock_now(), .by = h->person };
	struct viewer	 viewer = { .person = h->person, .now = e.now };
	struct held	 held;

	h->why = "nothing is held that they see";
	if (contact_find(db, channel_of(h->phone), h->phone, &e.contact) &&
	    held_get(db, &viewer, held_open(db, e.contact.id), &held))
		h->why = hold_say(&e, h->stop);
}

/* held +1508... is stop | no by Clerk [refused] */
static void
play_held(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*by = word_after(s, "by");
	const char		*is = word_after(s, "is");
	struct hand		 h = { .stage = stage,
				    .phone = s->words[1] };

	if (by == NULL || is == NULL)
		stage_fail(stage, "by whom, and what is it?");
	h.stop = strcmp(is, "stop") == 0;
	h.person = thing_get(stage, THING_STAFF, by)->id;
	stage_write(stage, say_held_work, &h);
	see_refusal(stage, h.why);
	gateway_poke(stage->gateway, true);
	stage_settle(stage);
}

static void
language_work(struct db *db, void *arg)
{
	struct hand	*h = arg;
	struct entering	 e = { .db = db, .gateway = h->stage->gateway,
			    .now = clock_now(), .by = h->person };

	h->why = "nobody has that number";
	if (contact_find(db, channel_of(h->phone), h->phone, &e.contact))
		h->why = enter_language(&e, h->found);
}

/* language +1508... is es-US by Clerk */
static void
play_language(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*by = word_after(s, "by");
	struct hand		 h = { .stage = stage, .phone = s->words[1],
				    .found = word_after(s, "is") };

	if (by == NULL || h.found == NULL)
		stage_fail(stage, "by whom, and which?");
	h.person = thing_get(stage, THING_STAFF, by)->id;
	stage_write(stage, language_work, &h);
	see_refusal(stage, h.why);
	gateway_poke(stage->gateway, true);
	stage_settle(stage);
}

static void
held_work(struct db *db, void *arg)
{
	struct hand	*h = arg;
	struct contact	 contact;
	struct held	*list;
	unsigned	 n = held_list(db, &(struct viewer){
			    .person = h->person, .now = clock_now() }, &list);

	h->found = "";
	if (!contact_find(db, channel_of(h->phone), h->phone, &contact))
		return;
	for (unsigned i = 0; i < n; i++)
		if (list[i].contact == contact.id)
			h->found = list[i].words;
}

/* expect held +1508... for Clerk: "Dung" | "" */
static void
expect_held(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*by = word_after(s, "for");
	struct hand		 h = { .phone = s->words[2] };

	if (by == NULL)
		stage_fail(stage, "for whom?");
	h.person = thing_get(stage, THING_STAFF, by)->id;
	stage_read(stage, held_work, &h);
	if (strcmp(h.found, quote(s, 0)) != 0)
		stage_fail(stage, "held is: %s", h.found);
}

bool
hands_play(struct stage *stage, const struct sentence *s)
{
	if (says(s, 0, "away"))
		play_away(stage);
	else if (says(s, 0, "back"))
		play_back(stage);
	else if (says(s, 0, "hand"))
		play_hand(stage);
	else if (says(s, 0, "held"))
		play_held(stage);
	else if (says(s, 0, "language"))
		play_language(stage);
	else if (says(s, 0, "expect held"))
		expect_held(stage);
	else if (says(s, 0, "expect said"))
		expect_said(stage);
	else if (says(s, 0, "expect reads"))
		expect_reads(stage, true);
	else if (says(s, 0, "expect nobody reads"))
		expect_reads(stage, false);
	else
		return false;
	return true;
}
