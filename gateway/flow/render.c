/*
 * Rendering.  A text begins with the school and, when a person writes to one
 * family, with who writes; what it says then are the author's words, or
 * those of a template.
 */

#include "base/arena.h"
#include "base/locale.h"
#include "flow/render.h"

/* The key of the locales by kind. */
static const char *
key(const struct errand *e)
{
	if (e->template != NULL)
		return e->template;
	if (e->kind == KIND_EMERGENCY)
		return "text.emergency";
	return e->kind == KIND_DIRECT && e->author != NULL ? "text.direct" :
	    "text.notice";
}

void
render(struct locales *locales, const struct errand *e, struct arena *arena,
    struct outgoing *out, struct sms *sms)
{
	const struct bridge_value values[] = {
		{ .name = "school",
		    .text = e->school != NULL ? e->school : e->district },
		{ .name = "author",
		    .text = e->author != NULL ? e->author : "" },
		{ .name = "words", .text = e->words },
	};

	*out = (struct outgoing){ .from = e->attempt.sender,
	    .to = e->contact.address, .language = e->language,
	    .not_after = e->not_after };
	out->text = locales_say(locales, arena, e->language, key(e), values,
	    sizeof values / sizeof *values);
	sms_measure(out->text, sms);
}
