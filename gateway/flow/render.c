/*
 * Rendering.  A text begins with the school and, of a direct message or an
 * announcement, with the person who wrote it; what it says then are the
 * author's words, or those of a template, which the English ones follow where
 * frame.h says so.  The introduction stands on a line of its own, at the end.
 */

#include "base/arena.h"
#include "base/list.h"
#include "flow/frame.h"
#include "flow/render.h"
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

static const char *
words_of(const struct errand *e)
{
	const struct translation *t = translation_for(e->others,
	    e->other_count, e->language);

	return t != NULL ? t->words : e->words;
}

static void
render_text(const struct frames *frames, const struct errand *e,
    struct arena *arena, struct outgoing *out)
{
	const struct bridge_value values[] = {
		{ .name = "school",
		    .text = e->school != NULL ? e->school : e->district },
		{ .name = "author",
		    .text = e->author != NULL ? e->author : "" },
		{ .name = "words", .text = words_of(e) },
	};

	*out = (struct outgoing){ .from = e->attempt.sender,
	    .to = e->contact.address, .language = e->language,
	    .not_after = e->not_after };
	out->text = frame_say(frames, arena, e->language, key(e), values,
	    COUNT(values));
	if (e->template != NULL && frame_with_english(frames, e->language,
	    e->template))
		out->text = arena_print(arena, "%s\n%s", out->text,
		    frame_say(frames, arena, "en-US", e->template, values,
		    COUNT(values)));
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
