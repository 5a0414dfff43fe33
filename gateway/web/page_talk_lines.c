/*
 * The lines of a talk as a template wants them: days, and in each what was
 * said by whom, what became of it, what the staff noted.
 */

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/id.h"
#include "base/zone.h"
#include "flow/gateway.h"
#include "flow/optout.h"
#include "flow/shown.h"
#include "store/attachment.h"
#include "store/db.h"
#include "store/word.h"
#include "web/api.h"
#include "web/chart.h"
#include "web/inside.h"
#include "web/page.h"
#include "web/page_speech.h"
#include "web/page_talk.h"
#include "web/talk_told.h"
#include "web/told.h"

/* What the lines of one page have in common. */
struct said {
	struct visit		*v;
	const struct talk	*talk;
	const char		*who;		/* Their names. */
	const struct attachment	*files;
	unsigned		 file_count;
};

json_t *
talk_hour(struct visit *v, int64_t at)
{
	json_t *when = page_when(v, at);

	json_object_set(when, "words", json_object_get(when, "hour"));
	return when;
}

/* ------------------------------------------------------ what a family wrote */

static json_t *
files_json(const struct said *s, int64_t reply)
{
	json_t	*all = json_array();
	char	 id[ID_TEXT];

	for (unsigned i = 0; i < s->file_count; i++) {
		const struct attachment *f = &s->files[i];

		if (f->reply == reply)
			json_array_append_new(all, json_pack(
			    "{s:s, s:o, s:b, s:s}", "file", f->name,
			    "file_url", page_url(s->v, "/files/%s",
			    id_text(f->id, id)), "kept", (int)f->kept,
			    "size", arena_print(s->v->arena, "%s kB",
			    chart_number(s->v->arena,
			    (f->size + 1023) / 1024))));
	}
	return all;
}

/* The links of a text's pictures, as its provider keeps them. */
static json_t *
pictures_json(const char *media)
{
	json_t		*list = media == NULL ? NULL : json_loads(media, 0,
			    NULL);
	json_t		*all = json_array(), *link;
	const char	*url;
	size_t		 i;

	json_array_foreach(list, i, link) {
		url = json_string_value(link);
		if (url != NULL && (strncmp(url, "https://", 8) == 0 ||
		    strncmp(url, "http://127.0.0.1:", 17) == 0))
			json_array_append_new(all, json_pack("{s:i, s:s}",
			    "n", (int)i + 1, "media_url", url));
	}
	json_decref(list);
	return all;
}

static bool
begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Whether a reaction says that they like it, as phones write that. */
static bool
is_liked(const char *words)
{
	return begins(words, "Liked") || begins(words, "Loved") ||
	    begins(words, "Le gust") || begins(words, "\xf0\x9f\x91\x8d") ||
	    begins(words, "\xe2\x9d\xa4");
}

/* As which language it was read; before that was looked for, theirs. */
static const char *
spoken(const struct said *s, const struct talk_line *l)
{
	return l->reply.language != NULL && *l->reply.language != '\0' ?
	    l->reply.language : s->talk->contact.language;
}

/* What a computer makes of it, unless a person has said it in English. */
static void
add_computer(const struct said *s, const struct talk_line *l, json_t *line)
{
	const char	*state = l->computer_state;
	char		 talk[ID_TEXT];

	if (l->english != NULL || (state == NULL && l->computer == NULL))
		return;
	if (l->computer != NULL)
		json_object_set_new(line, "computer", json_pack("{s:s}",
		    "said", l->computer));
	else if (strcmp(state, "waiting") == 0)
		json_object_set_new(line, "translating", json_true());
	else if (strcmp(state, "none") == 0)
		json_object_set_new(line, "untranslated", json_true());
	else
		json_object_set_new(line, "retry_url", page_url(s->v,
		    "/inbox/%s/retry", id_text(s->talk->talk.id, talk)));
}

/* English is nobody's to ask for. */
static bool
can_be_asked(const struct said *s, const struct talk_line *l)
{
	return !l->asked && l->moved_to == 0 && l->reply.words[0] != '\0' &&
	    (l->reply.what == REPLY_MESSAGE ||
	    l->reply.what == REPLY_THANKS) && !begins(spoken(s, l), "en");
}

static void
add_ways(const struct said *s, const struct talk_line *l, json_t *line)
{
	char talk[ID_TEXT], reply[ID_TEXT];

	(void)id_text(s->talk->talk.id, talk);
	(void)id_text(l->id, reply);
	if (can_be_asked(s, l))
		json_object_set_new(line, "ask_url", page_url(s->v,
		    "/inbox/%s/ask", talk));
	if (l->moved_to == 0 && (l->reply.what == REPLY_MESSAGE ||
	    l->reply.what == REPLY_THANKS))
		json_object_set_new(line, "move_url", page_url(s->v,
		    "/inbox/%s/move?reply=%s", talk, reply));
}

static json_t *
text_or_null(const char *text)
{
	return api_text(text == NULL || *text == '\0' ? NULL : text);
}

/* A word of consent, thanks, an automatic answer; and whether the phone
 * company has answered it in our place. */
static void
add_what(struct visit *v, const struct reply *r, json_t *line)
{
	bool consent = r->what == REPLY_STOP || r->what == REPLY_START ||
	    r->what == REPLY_HELP;

	json_object_set_new(line, "what",
	    json_string(reply_what_word(r->what)));
	json_object_set_new(line, "told_them", json_boolean(consent &&
	    optout_by_provider(v->web->gateway->configured, r->account,
	    r->words)));
}

static void
add_reply(const struct said *s, const struct talk_line *l, json_t *line)
{
	const struct reply *r = &l->reply;

	json_object_update_new(line, json_pack("{s:b, s:s, s:s, s:o, s:o, "
	    "s:o, s:o, s:o, s:o, s:b}", "theirs", 1, "name", s->who,
	    "words", shown_say(s->v->web->gateway->shown, s->v->arena, r),
	    "lang", page_language(spoken(s, l)),
	    "subject", text_or_null(r->subject),
	    "folded", text_or_null(r->folded),
	    "written_from", text_or_null(r->written_from),
	    "files", files_json(s, l->id),
	    "pictures", pictures_json(r->media),
	    "waits_english", (int)(l->asked && l->english == NULL)));
	if (l->english != NULL)
		json_object_set_new(line, "english", json_pack("{s:s, s:o}",
		    "said", l->english, "speaker", api_text(l->speaker)));
	add_computer(s, l, line);
	if (r->what == REPLY_REACTION)
		json_object_set_new(line, "reaction", json_pack("{s:b}",
		    "liked", (int)is_liked(r->words)));
	else if (r->what != REPLY_MESSAGE)
		add_what(s->v, r, line);
	if (l->moved_from != 0)
		json_object_set_new(line, "came", json_pack("{s:s}", "school",
		    l->moved_school == NULL ? "" : l->moved_school));
	if (l->moved_to != 0)
		json_object_set_new(line, "went", json_pack("{s:s}", "school",
		    l->moved_school == NULL ? "" : l->moved_school));
	add_ways(s, l, line);
}

/* -------------------------------------------------------- what we wrote */

/* What became of it: a key, the sound of it, and when. */
struct became {
	const char	*key, *tone;
	int64_t		 at;
	bool		 explain;
};

static struct became
of_attempt(const struct attempt *a, int64_t now)
{
	bool mail = a->sender != NULL && strchr(a->sender, '@') != NULL;

	switch (a->state) {
	case ATTEMPT_PLANNED:
		if (a->due > now + MINUTES(1))
			return (struct became){ "waits", "info", a->due, 0 };
		return (struct became){ a->tries > 0 ? "again" : "sending",
		    "info", 0, 0 };
	case ATTEMPT_CLAIMED:
		return (struct became){ "sending", "info", 0, 0 };
	case ATTEMPT_UNKNOWN:
		return (struct became){ mail ? "unknown_mail" : "unknown",
		    "warn", 0, 0 };
	case ATTEMPT_SENT:
		return (struct became){ mail ? "sent_mail" : "sent", "info",
		    a->handed, 0 };
	case ATTEMPT_DELIVERED:
		return (struct became){ "delivered", "ok", a->ended, 0 };
	case ATTEMPT_FAILED:
		return (struct became){ "failed", "danger", 0, 1 };
	case ATTEMPT_DROPPED:
		return (struct became){ "dropped", "warn", 0, 1 };
	default:
		return (struct became){ "practice", "", 0, 0 };
	}
}

static struct became
became(const struct talk_line *l, int64_t now)
{
	const struct message *m = &l->message;

	if (m->state == MESSAGE_CANCELLED && (!l->attempted ||
	    l->attempt.state == ATTEMPT_DROPPED))
		return (struct became){ "taken_back", "", 0, 0 };
	if (l->attempted)
		return of_attempt(&l->attempt, now);
	if (l->reason != NULL)
		return (struct became){ "failed", "danger", 0, 0 };
	if (m->send_at > now + MINUTES(1))
		return (struct became){ "waits", "info", m->send_at, 0 };
	return (struct became){ "sending", "info", 0, 0 };
}

static bool
same_day(struct visit *v, int64_t one, int64_t other)
{
	const struct zone *zone = v->web->gateway->zone;

	return zone_day(zone, one) == zone_day(zone, other);
}

static json_t *
became_json(struct visit *v, const struct talk_line *l)
{
	struct became	 b = became(l, v->viewer.now);
	struct plain	 plain = { NULL, NULL };
	json_t		*json;

	if (b.explain)
		plain = told_attempt(&l->attempt, v->viewer.now);
	json = json_pack("{s:s, s:s, s:o, s:o}", "state", b.key,
	    "tone", b.tone, "sentence", api_text(b.explain ? plain.sentence :
	    l->reason), "next", api_text(plain.next));
	if (b.at != 0)
		json_object_set_new(json, "when", same_day(v, b.at, l->at) ?
		    talk_hour(v, b.at) : page_when(v, b.at));
	return json;
}

/* Until it is handed over, whoever wrote it, or the office, takes it back. */
static bool
can_take_back(const struct said *s, const struct talk_line *l)
{
	return l->message.conversation != 0 &&
	    (l->author_id == s->v->viewer.person || s->talk->office) &&
	    l->author_id != 0 && l->message.state != MESSAGE_CANCELLED &&
	    (l->attempted ? l->attempt.state == ATTEMPT_PLANNED :
	    l->reason == NULL);
}

/* What the gateway says by itself is told in a sentence of ours. */
static const char *
automatic_key(const char *template)
{
	static const char *const known[] = { "auto.stop_confirmed",
	    "auto.start_confirmed", "auto.help", "auto.help_at",
	    "auto.unknown_sender", "auto.nobody_reads", "auto.night",
	    "auto.whom", "auto.unreadable", "auto.language" };

	for (size_t i = 0; template != NULL && i < COUNT(known); i++)
		if (strcmp(known[i], template) == 0)
			return known[i] + strlen("auto.");
	return "other";
}

/* How this family was told: in their language, or less than that. */
static void
add_told(const struct said *s, const struct talk_line *l,
    const struct talk_told *told, json_t *line)
{
	const char	*language = l->language;
	char		 id[ID_TEXT];

	if (told->policy == POLICY_CALL || told->policy == POLICY_INTERPRETER)
		json_object_set_new(line, "says",
		    json_string(policy_word(told->policy)));
	else if (told->said != NULL)
		json_object_set_new(line, "translated", json_pack(
		    "{s:s, s:o, s:b, s:b}", "said", told->said,
		    "lang", page_language(language),
		    "checked", (int)(told->state == WORDS_ORIGINAL ||
		    told->state == WORDS_APPROVED),
		    "computer", (int)(told->state == WORDS_MACHINE)));
	if (told->said != NULL && told->state == WORDS_MACHINE &&
	    (s->v->who.standing.rights & RIGHT_LANGUAGE) != 0)
		json_object_set_new(line, "better_url", page_url(s->v,
		    "/language/said?language=%s&message=%s", language,
		    id_text(l->id, id)));
}

static void
add_message(const struct said *s, const struct talk_line *l, json_t *line)
{
	const struct message	*m = &l->message;
	bool			 mine = l->author_id == s->v->viewer.person;
	struct talk_told	 told;
	char			 talk[ID_TEXT];

	talk_told(s->v, l, &told);
	json_object_update_new(line, json_pack("{s:b, s:b, s:s, s:s, s:o, "
	    "s:o}", "own", 1, "mine", (int)mine,
	    "name", l->author == NULL ? "" : l->author,
	    "words", told.words,
	    "subject", text_or_null(m->subject),
	    "became", became_json(s->v, l)));
	if (m->kind == KIND_SYSTEM)
		json_object_set_new(line, "automatic", json_string(
		    automatic_key(m->template)));
	else if (m->kind != KIND_DIRECT)
		json_object_set_new(line, "kind",
		    json_string(kind_word(m->kind)));
	add_told(s, l, &told, line);
	if (can_take_back(s, l))
		json_object_set_new(line, "back_url", page_url(s->v,
		    "/inbox/%s/take-back", id_text(s->talk->talk.id, talk)));
}

/* ------------------------------------------------------------------ days */

/* What is one of its page: of what is told apart there are several. */
static const char *
anchor(const struct said *s, const struct talk_line *l)
{
	char id[ID_TEXT], student[ID_TEXT];

	return l->student == 0 ? arena_text(s->v->arena,
	    id_text(l->id, id)) : arena_print(s->v->arena, "%s-%s",
	    id_text(l->id, id), id_text(l->student, student));
}

static json_t *
line_json(const struct said *s, const struct talk_line *l)
{
	json_t *line = json_pack("{s:o, s:s, s:o}", "id", api_id_text(l->id),
	    "anchor", anchor(s, l), "at", talk_hour(s->v, l->at));

	switch (l->what) {
	case TALK_REPLY:
		add_reply(s, l, line);
		break;
	case TALK_MESSAGE:
		add_message(s, l, line);
		break;
	case TALK_NOTE:
		json_object_update_new(line, json_pack("{s:b, s:b, s:s, s:s}",
		    "note", 1, "mine",
		    (int)(l->author_id == s->v->viewer.person),
		    "name", l->author == NULL ? "" : l->author,
		    "words", l->words));
		break;
	}
	return line;
}

json_t *
talk_days(struct visit *v, struct db *db, const struct talk *talk,
    const char *who, int64_t *before, int64_t *newest)
{
	struct said		 s = { .v = v, .talk = talk, .who = who };
	struct talk_line	*lines;
	struct attachment	*files = NULL;
	unsigned		 n = talk_lines(db, talk, before, newest,
				    &lines);
	json_t			*days = json_array(), *day = NULL, *line;
	int64_t			 last = 0, this;

	s.file_count = talk_files(db, lines, n, &files);
	s.files = files;
	for (unsigned i = 0; i < n; i++) {
		this = zone_day(v->web->gateway->zone, lines[i].at);
		if (day == NULL || this != last) {
			day = json_pack("{s:s, s:[]}", "day",
			    page_date(v, lines[i].at), "lines");
			json_array_append_new(days, day);
			last = this;
		}
		line = line_json(&s, &lines[i]);
		if (i + 1 == n)
			json_object_set_new(line, "latest", json_true());
		json_array_append_new(json_object_get(day, "lines"), line);
	}
	return days;
}
