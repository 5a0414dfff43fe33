/*
 * Rendering.  A text begins with the school and, of a direct message or an
 * announcement, with the person who wrote it; what it says then are the
 * author's words, or those of a template, which the English ones follow where
 * frame.h says so.  The introduction stands on a line of its own, at the end.
 */

#include "base/arena.h"
#include "base/lang.h"
#include "base/list.h"
#include "flow/fill.h"
#include "flow/frame.h"
#include "flow/phones.h"
#include "flow/render.h"
#include "store/errand.h"
#include "store/translation.h"

/* The key of the locales by kind. */
static const char *
key(const struct errand *e)
{
	if (e->template != NULL)
		return e->template;
	if (e->kind == KIND_EMERGENCY)
		return "text.emergency";
	if (e->author != NULL && (e->kind == KIND_DIRECT ||
	    e->kind == KIND_ANNOUNCEMENT))
		return "text.direct";
	return "text.notice";
}

void
render_choose(const struct errand *e, struct render_words *r)
{
	const struct translation *t = translation_for(e->others,
	    e->other_count, e->language);

	*r = (struct render_words){ .translation = t };
	r->policy = e->kind == KIND_SYSTEM ? POLICY_WORDS : policy_say(
	    e->kind, e->topic, e->discreet, policy_words_of(e->language, t));
	if (r->policy == POLICY_ENGLISH || r->policy == POLICY_INTERPRETER)
		r->translation = NULL;
	r->words = r->translation != NULL ? t->words : e->words;
	r->language = r->translation != NULL ? e->language : "en-US";
}

const char *
render_student(const struct frames *frames, const struct errand *e,
    struct arena *arena)
{
	const struct value *v = value_find(e->values.own,
	    e->values.own_count, fill_folded(KNOWN_FIRST_NAME));

	if (v != NULL && v->count > 0)
		return fill_text(arena, v, &(struct fill_as){
		    frames_wordings(frames), e->language });
	return e->school != NULL ? e->school : e->district;
}

/* What turns a number round that stands in words, or in a line of ours. */
static bool
turns(const struct errand *e, const char *words)
{
	return phones_turn(words) ||
	    (e->template != NULL && lang_right_to_left(e->language)) ||
	    (e->author != NULL && phones_turn(e->author));
}

/* The words as they go, in which none does. */
static const char *
words_of(const struct frames *frames, const struct errand *e,
    struct arena *arena, const struct render_words *r)
{
	const char *words = fill_words(arena, r->words, &e->values,
	    &(struct fill_as){ frames_wordings(frames), r->language });

	return words != NULL && turns(e, words) ?
	    phones_dotted(arena, words) : words;
}

static void
render_text(const struct frames *frames, const struct errand *e,
    struct arena *arena, struct outgoing *out)
{
	const char	*phone = e->phone == NULL ? "" : e->phone;
	bool		 ask = *phone == '\0';
	const char	*says;
	struct render_words	 r;
	struct bridge_value	 values[] = {
		{ .name = "school",
		    .text = e->school != NULL ? e->school : e->district },
		{ .name = "author",
		    .text = e->author != NULL ? e->author : "" },
		{ .name = "words" },
		{ .name = "phone", .text = fill_phone(arena, phone) },
		{ .name = "student",
		    .text = render_student(frames, e, arena) },
	};

	render_choose(e, &r);
	says = r.policy != POLICY_CALL ? key(e) : ask ?
	    "text.private_office" : "text.private";
	values[2].text = words_of(frames, e, arena, &r);
	*out = (struct outgoing){ .from = e->attempt.sender,
	    .to = e->contact.address, .language = e->language,
	    .not_after = e->not_after };
	/* English words have an English comma before them, not one that would
	 * make all of it UCS-2. */
	out->text = frame_say(frames, arena, r.policy == POLICY_ENGLISH &&
	    !phones_turn(values[2].text) ? r.language : e->language, says,
	    values, COUNT(values));
	if ((e->template != NULL || r.policy == POLICY_CALL) &&
	    frame_with_english(frames, e->language, says))
		out->text = arena_print(arena, "%s\n%s", out->text,
		    frame_say(frames, arena, "en-US", says, values,
		    COUNT(values)));
	if (r.policy == POLICY_INTERPRETER)
		out->text = arena_print(arena, "%s\n%s", out->text,
		    frame_say(frames, arena, e->language, ask ?
		    "text.interpreter_office" : "text.interpreter", values,
		    COUNT(values)));
	if (r.policy == POLICY_NOTED && e->noted)
		out->text = arena_print(arena, "%s\n%s", out->text,
		    frame_say(frames, arena, e->language, "text.computer",
		    values, COUNT(values)));
	if (e->introduction != NULL)
		out->text = arena_print(arena, "%s\n%s", out->text,
		    e->introduction);
}

void
render(const struct frames *frames, const struct errand *e,
    const struct letterhead *head, struct arena *arena,
    struct outgoing *out, struct sms *sms)
{
	if (e->contact.channel == CHANNEL_EMAIL) {
		render_mail(frames, e, head, arena, out);
		*sms = (struct sms){ .parts = 1 };
		return;
	}
	render_text(frames, e, arena, out);
	out->text = sms_plain(arena, out->text);
	sms_measure(out->text, sms);
}
