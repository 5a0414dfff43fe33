/*
 * What is done in a scenario: by staff, by phones, by the carrier, by
 * whoever runs the gateway, and by time.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/form.h"
#include "base/id.h"
#include "carrier/carrier.h"
#include "carrier/post.h"
#include "flow/compose.h"
#include "flow/gateway.h"
#include "flow/preview.h"
#include "net/client.h"
#include "net/loop.h"
#include "store/contact.h"
#include "store/conversation.h"
#include "store/db.h"
#include "store/word.h"
#include "tests/scenarios/stage.h"

#define TALKS_MOST	200

/*
 * Writing.
 */

static const char *
say(struct arena *arena, const struct composed *done)
{
	char id[ID_TEXT];

	return arena_print(arena, "%s students=%lld families=%lld "
	    "repeated=%lld", id_text(done->message.id, id),
	    (long long)done->students, (long long)done->families,
	    (long long)done->repeated);
}

static void
composed(struct composing *c)
{
	*(bool *)c->arg = true;
}

static void
read_author(struct stage *stage, struct draft *draft)
{
	const char	*by = word_after(stage->now, "by");
	struct thing	*who = thing_find(stage, THING_STAFF, by);

	if (who == NULL)
		who = thing_get(stage, THING_KEY, by);
	draft->key = (struct api_key){ .id = who->key,
	    .person = who->person, .name = who->name };
}

/* to Ivy, Bo; to Oak-1A; to Oak. */
static void
read_audience(struct stage *stage, struct draft *draft)
{
	const struct sentence	*s = stage->now;
	unsigned		 i = place_of(s, "to") + 1;
	const char		*name = s->words[i];
	int64_t			*ids;
	struct thing		*thing;

	draft->audience = AUDIENCE_DISTRICT;
	if (strcmp(name, "everybody") == 0)
		return;
	draft->audience = AUDIENCE_STUDENTS;
	if ((thing = thing_find(stage, THING_SCHOOL, name)) != NULL)
		draft->audience = AUDIENCE_SCHOOL;
	else if ((thing = thing_find(stage, THING_CLASS, name)) != NULL)
		draft->audience = AUDIENCE_CLASS;
	if (thing != NULL) {
		draft->target = thing->id;
		return;
	}
	ids = NEW_LIST(stage->arena, int64_t, s->count);
	while (i < s->count && !s->quoted[i] &&
	    (thing = thing_find(stage, THING_STUDENT, s->words[i])) != NULL) {
		ids[draft->student_count++] = thing->id;
		i++;
	}
	if (draft->student_count == 0)
		(void)thing_get(stage, THING_STUDENT, name);
	draft->students = ids;
}

/* only Ana, Raj: of the guardians these. */
static void
read_people(struct stage *stage, struct draft *draft)
{
	const struct sentence	*s = stage->now;
	unsigned		 i = place_of(s, "only");
	int64_t			*ids = NEW_LIST(stage->arena, int64_t,
				    s->count);
	struct thing		*thing;

	if (i == 0)
		return;
	while (++i < s->count && (thing = thing_find(stage, THING_GUARDIAN,
	    s->words[i])) != NULL)
		ids[draft->person_count++] = thing->id;
	if (draft->person_count == 0)
		stage_fail(stage, "only whom?");
	draft->people = ids;
}

/* Who answers for words, behind them: approved, draft, machine; their author,
 * where nothing is said. */
static enum words_state
state_at(const struct sentence *s, unsigned i)
{
	enum words_state state;

	return i < s->count && !s->quoted[i] &&
	    words_state_read(s->words[i], &state) ? state : WORDS_ORIGINAL;
}

/* in es-US "words", of as many languages as there are. */
static void
read_translations(struct stage *stage, struct draft *draft)
{
	const struct sentence	*s = stage->now;
	struct translation	*list = NEW_LIST(stage->arena,
				    struct translation, s->count);

	for (unsigned i = 1; i + 1 < s->count; i++)
		if (!s->quoted[i] && s->quoted[i + 1] &&
		    strcmp(s->words[i - 1], "in") == 0)
			list[draft->translation_count++] =
			    (struct translation){ s->words[i],
			    s->words[i + 1], state_at(s, i + 2),
			    draft->key.person };
	draft->translations = list;
}

/* with room "12": what stands in a place of the words. */
static void
read_values(struct stage *stage, struct draft *draft)
{
	const struct sentence	*s = stage->now;
	struct value		*list = NEW_LIST(stage->arena, struct value,
				    s->count);

	for (unsigned i = 1; i + 1 < s->count; i++)
		if (!s->quoted[i] && s->quoted[i + 1] &&
		    strcmp(s->words[i - 1], "with") == 0)
			list[draft->value_count++] = (struct value){
			    .name = s->words[i],
			    .kind = value_kind_of(s->words[i + 1]),
			    .texts = (const char *const *)&s->words[i + 1],
			    .count = 1 };
	draft->values = list;
	draft->apart = place_of(s, "apart") != 0;
}

static void
read_draft(struct stage *stage, struct draft *draft)
{
	const struct sentence	*s = stage->now;
	const char		*kind = word_after(s, "kind");
	const char		*readers = word_after(s, "readers");
	const char		*topic = word_after(s, "about");

	read_author(stage, draft);
	draft->kind = KIND_DIRECT;
	draft->readers = READERS_AUTHOR;
	if ((kind != NULL && !kind_read(kind, &draft->kind)) ||
	    (readers != NULL && !readers_read(readers, &draft->readers)) ||
	    (topic != NULL && !topic_read(topic, &draft->topic)))
		stage_fail(stage, "there is no such kind, topic or readers");
	draft->words = quote(s, 0);
	if (draft->words == NULL)
		stage_fail(stage, "there are no words in quotes");
	if (strlen(draft->words) > 8)
		watch_secret(draft->words);
	read_translations(stage, draft);
	read_values(stage, draft);
	if (place_of(s, "at") != 0)
		draft->send_at = stage_time(stage, place_of(s, "at") + 1);
	draft->at_night = place_of(s, "at-night") != 0;
	read_people(stage, draft);
	if (place_of(s, "until") != 0)
		draft->not_after = stage_time(stage, place_of(s, "until") + 1);
}

static void
check_answer(struct stage *stage, const struct composing *c,
    struct thing *message)
{
	int64_t		 refused = number_after(stage->now, "refused", 0);
	const char	*same = word_after(stage->now, "same-as");

	if (place_of(stage->now, "anyhow") == 0 &&
	    c->status != (refused != 0 ? refused : 202))
		stage_fail(stage, "it is answered %d: %s", c->status,
		    c->answer);
	if (same != NULL && strcmp(thing_get(stage, THING_MESSAGE,
	    same)->answer, c->answer) != 0)
		stage_fail(stage, "another answer: %s", c->answer);
	if (same == NULL)
		message->id = c->id;
	message->answer = arena_text(stage->arena, c->answer);
}

static void
send_draft(struct stage *stage, const struct draft *draft)
{
	const struct sentence	*s = stage->now;
	struct composing	*c = NEW(stage->arena, struct composing);
	bool			 done = false;

	*c = (struct composing){ .gateway = stage->gateway, .draft = *draft,
	    .id = id_new(), .now = clock_now(), .name = word_after(s, "as"),
	    .digest = draft->words, .say = say, .then = composed,
	    .arg = &done };
	c->job.arena = stage->arena;
	if (stage->gateway == NULL)
		stage_fail(stage, "the gateway does not run");
	compose(c);
	while (!done)
		loop_turn(stage->loop);
	check_answer(stage, c, thing_add(stage, THING_MESSAGE, s->words[1]));
}

static void
play_write(struct stage *stage)
{
	struct draft draft = { 0 };

	read_draft(stage, &draft);
	read_audience(stage, &draft);
	send_draft(stage, &draft);
}

static void
previewed(struct previewing *p)
{
	*(bool *)p->arg = true;
}

/* refused 422 "The sentence.", if it says so. */
static void
check_refused(struct stage *stage, const struct previewing *p)
{
	const struct sentence	*s = stage->now;
	unsigned		 place = place_of(s, "refused");

	if (place == 0)
		return;
	if (p->status != number_after(s, "refused", 0) ||
	    p->answer == NULL || strcmp(p->answer, s->words[place + 2]) != 0)
		stage_fail(stage, "it is answered %d: %s", p->status,
		    p->answer == NULL ? "" : p->answer);
}

/* preview [asking] by Lee to Ivy: "words" ...: as write, and nothing is
 * written; asking: translators, as where somebody looks for longer. */
static void
play_preview(struct stage *stage)
{
	struct previewing	*p = NEW(stage->arena, struct previewing);
	bool			 done = false;

	*p = (struct previewing){ .arena = stage->arena,
	    .gateway = stage->gateway, .now = clock_now(),
	    .then = previewed, .arg = &done,
	    .ask = says(stage->now, 1, "asking") };
	read_draft(stage, &p->draft);
	read_audience(stage, &p->draft);
	preview(p);
	while (!done)
		loop_turn(stage->loop);
	stage->previewed = p;
	check_refused(stage, p);
}

/* The talk of a phone with a school. */
struct talk_of {
	const char	*phone;
	int64_t		 school, id;
};

static void
talk_work(struct db *db, void *arg)
{
	struct talk_of		*t = arg;
	struct told_conversation *list;
	unsigned		 n = conversation_list(db,
				    &(struct conversation_page){
				    .now = clock_now(), .before = INT64_MAX,
				    .most = TALKS_MOST }, &list);

	t->id = 0;
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].address, t->phone) == 0 &&
		    (t->school == -1 || list[i].talk.school == t->school))
			t->id = list[i].talk.id;
}

/* reply NAME by Lee to +1508... [at Oak] "words" */
static void
play_reply(struct stage *stage)
{
	const char	*school = word_after(stage->now, "for");
	struct talk_of	 talk = { .phone = word_after(stage->now, "to"),
			    .school = -1 };
	struct draft	 draft = { 0 };

	if (school != NULL)
		talk.school = thing_get(stage, THING_SCHOOL, school)->id;
	stage_read(stage, talk_work, &talk);
	read_draft(stage, &draft);
	draft.audience = AUDIENCE_CONTACT;
	draft.target = talk.id;
	send_draft(stage, &draft);
}

struct cancelling {
	struct stage	*stage;
	int64_t		 message;
	bool		 done;
};

static void
cancel_work(struct db *db, void *arg)
{
	struct cancelling *c = arg;

	c->done = compose_cancel(db, c->message,
	    gateway_moment(c->stage->zone, clock_now()));
}

/* cancel NAME [too late] */
static void
play_cancel(struct stage *stage)
{
	struct cancelling c = { .stage = stage, .message = thing_get(stage,
	    THING_MESSAGE, stage->now->words[1])->id };

	stage_write(stage, cancel_work, &c);
	if (c.done == says(stage->now, 2, "too late"))
		stage_fail(stage, "it was %s", c.done ? "not too late" :
		    "too late");
}

/*
 * Phones.
 */

static void
phone_writes(struct stage *stage, const char *from, const char *words,
    const char *media)
{
	const char	*to = word_after(stage->now, "to");
	json_t		*body = json_pack("{ss ss}", "from", from, "body",
			    words);

	if (media != NULL)
		json_object_set_new(body, "media", json_pack("[s]", media));
	if (to != NULL)
		json_object_set_new(body, "to", json_string(to));
	watch_secret(from + 1);
	if (strlen(words) > 8)
		watch_secret(words);
	far_tell(&stage->far, "/carrier/write", body);
}

/* phone +1508... writes "words" [to +1508...];
 * phone +1508... sends "https://..." ["words"] [to +1508...] */
static void
play_phone(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*words = quote(s, 1);

	if (s->count < 3 || quote(s, 0) == NULL)
		stage_fail(stage, "what does it write?");
	if (says(s, 2, "sends"))
		phone_writes(stage, s->words[1], words != NULL ? words : "",
		    quote(s, 0));
	else
		phone_writes(stage, s->words[1], quote(s, 0), NULL);
}

/* phones 50 from +1508... write "words" [to +1...] [every 10 s]: each adds
 * its number to the words. */
static void
play_phones(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	int64_t			 count, first;
	unsigned		 every = place_of(s, "every");

	if (!is_number(s->words[1], &count) ||
	    !is_number(word_after(s, "from") + 1, &first))
		stage_fail(stage, "how many, from which on?");
	for (int64_t i = 0; i < count; i++) {
		phone_writes(stage, arena_print(stage->arena, "+%lld",
		    (long long)(first + i)), arena_print(stage->arena,
		    "%s %lld", quote(s, 0), (long long)i + 1), NULL);
		if (every != 0)
			stage_until(stage, clock_now() +
			    stage_span(stage, every + 1));
	}
}

/*
 * The carrier.
 */

/* fault NAME [on +1508...] [times 3] [ms 500] [reading] */
static void
play_fault(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	json_t			*body = json_pack("{ss sI sI sb}", "name",
				    s->words[1], "count",
				    (json_int_t)number_after(s, "times", 0),
				    "ms",
				    (json_int_t)number_after(s, "ms", 0),
				    "reading", place_of(s, "reading") != 0);

	if (word_after(s, "on") != NULL)
		json_object_set_new(body,
		    strchr(word_after(s, "on"), '@') != NULL ? "mailbox" :
		    "number", json_string(word_after(s, "on")));
	if (strcmp(s->words[1], "receipt-early") == 0)
		stage->held = true;
	far_tell(&stage->far, "/carrier/fault", body);
}

static void
restart_carrier(struct stage *stage)
{
	far_start(&stage->far, arena_print(stage->arena,
	    "http://127.0.0.1:%u/hooks/main", stage->port), stage->port);
	far_tell(&stage->far, "/carrier/clock",
	    json_pack("{sI}", "now", (json_int_t)clock_now()));
}

/* carrier dies; carrier returns; carrier releases; carrier is well; carrier
 * hooks +1508... to ACCOUNT. */
static void
play_carrier(struct stage *stage)
{
	const struct sentence *s = stage->now;

	if (says(s, 1, "dies")) {
		far_kill(&stage->far);
	} else if (says(s, 1, "returns")) {
		restart_carrier(stage);
	} else if (says(s, 1, "releases")) {
		stage->held = false;
		far_tell(&stage->far, "/carrier/release", json_object());
	} else if (says(s, 1, "is well")) {
		stage->held = false;
		json_decref(far_ask(&stage->far, "DELETE", "/carrier/fault",
		    NULL));
	} else if (says(s, 1, "hooks")) {
		far_tell(&stage->far, "/carrier/hook", json_pack("{ss ss}",
		    "number", s->words[2], "url", arena_print(stage->arena,
		    "http://127.0.0.1:%u/hooks/%s", stage->port,
		    word_after(s, "to"))));
	} else {
		stage_fail(stage, "what does the carrier do?");
	}
}

/*
 * A webhook that somebody else than the carrier sends.
 */

struct knock {
	struct carriage	 carriage;
	bool		 answered;
};

static void
knocked(struct carriage *carriage)
{
	CONTAINER(carriage, struct knock, carriage)->answered = true;
}

static const char *
sign(struct stage *stage, const char *body)
{
	struct form form;

	if (place_of(stage->now, "forged") != 0)
		return "c2lnbmVkIGJ5IG5vYm9keQ==";
	if (!form_read(stage->arena, body, strlen(body), &form))
		stage_fail(stage, "that is no form");
	return post_sign(stage->arena, CARRIER_TOKEN,
	    stage->configured.accounts[0].hook, &form);
}

/* webhook "A=b&C=d" [forged] answered 200 */
static void
play_webhook(struct stage *stage)
{
	const char	*body = quote(stage->now, 0);
	struct knock	*k = NEW(stage->arena, struct knock);
	struct request	*request = &k->carriage.request;

	*request = (struct request){ .method = "POST", .body = body,
	    .length = strlen(body),
	    .url = stage->configured.accounts[0].hook };
	(void)headers_add(&request->headers, "Content-Type",
	    "application/x-www-form-urlencoded");
	(void)headers_add(&request->headers, "X-Twilio-Signature",
	    sign(stage, body));
	k->carriage.arena = stage->arena;
	k->carriage.answered = knocked;
	client_carry(stage->client, &k->carriage);
	while (!k->answered)
		loop_turn(stage->loop);
	if (k->carriage.response.status !=
	    number_after(stage->now, "answered", 200))
		stage_fail(stage, "it is answered %d",
		    k->carriage.response.status);
}

/*
 * The gateway and time.
 */

/* config [account second] [window 4] [pace 10] [inbound poll]
 * [listing 60] (seconds) [optout ours] [help "call 508-555-0100"]
 * [instead "landline none"] [nights answered] */
static void
play_config(struct stage *stage)
{
	const struct sentence	*s = stage->now;
	const char		*account = word_after(s, "account");
	const char		*inbound = word_after(s, "inbound");
	unsigned		 at = account == NULL ? 0 :
				    strcmp(account, "second") == 0 ? 1 :
				    strcmp(account, "mail") == 0 ? 2 : 0;
	struct account_settings	*use = &stage->configured.use[at];
	struct account		*with = &stage->configured.accounts[at];

	use->window = number_after(s, "window", use->window);
	if (word_after(s, "optout") != NULL)
		with->answers_words = strcmp(word_after(s, "optout"),
		    "ours") == 0;
	if (word_after(s, "help") != NULL)
		with->help = word_after(s, "help");
	if (word_after(s, "nights") != NULL)
		with->answers_nights = strcmp(word_after(s, "nights"),
		    "answered") == 0;
	use->pace = number_after(s, "pace", use->pace);
	if (word_after(s, "instead") != NULL)
		mail_instead(stage, word_after(s, "instead"));
	use->listing = SECONDS(number_after(s, "listing",
	    use->listing / 1000));
	if (inbound != NULL)
		use->inbound = strcmp(inbound, "poll") == 0 ? INBOUND_POLL :
		    INBOUND_WEBHOOK;
}

static void
play_start(struct stage *stage)
{
	stage_begin(stage);
}

/* gateway stops; gateway starts; gateway crashes. */
static void
play_gateway(struct stage *stage)
{
	const struct sentence *s = stage->now;

	if (says(s, 1, "stops"))
		stage_end(stage);
	else if (says(s, 1, "crashes"))
		stage_crash(stage);
	else if (says(s, 1, "starts"))
		stage_begin(stage);
	else
		stage_fail(stage, "what does the gateway do?");
}

static void
play_at(struct stage *stage)
{
	int64_t time = stage_time(stage, 1);

	if (time < clock_now())
		stage_fail(stage, "that is over");
	else if (stage->far.port == 0)
		clock_hold(time);
	else
		stage_until(stage, time);
}

static void
play_after(struct stage *stage)
{
	stage_until(stage, clock_now() + stage_span(stage, 1));
}

/* allow "words": a line of the log with them is expected. */
static void
play_allow(struct stage *stage)
{
	if (quote(stage->now, 0) == NULL)
		stage_fail(stage, "which line of the log?");
	watch_allow(quote(stage->now, 0));
}

static const struct {
	const char	*verb;
	void		(*play)(struct stage *);
} verbs[] = {
	{ "config", play_config },
	{ "start", play_start },
	{ "at", play_at },
	{ "after", play_after },
	{ "write", play_write },
	{ "preview", play_preview },
	{ "reply", play_reply },
	{ "cancel", play_cancel },
	{ "phone", play_phone },
	{ "phones", play_phones },
	{ "webhook", play_webhook },
	{ "fault", play_fault },
	{ "carrier", play_carrier },
	{ "gateway", play_gateway },
	{ "allow", play_allow },
};

bool
deeds_play(struct stage *stage, const struct sentence *s)
{
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (says(s, 0, verbs[i].verb)) {
			verbs[i].play(stage);
			return true;
		}
	return false;
}
