#ifndef GATEWAY_FLOW_FRAME_H
#define GATEWAY_FLOW_FRAME_H

/*
 * What we say by ourselves around the words of people, with names put in late:
 * the keys text.*, auto.* and mail.* of the locales, read once for every
 * language, since formats are for one thread and frames for any.  They only
 * name values, {school}; no plural stands in them.
 *
 * A language, or a key of it, that has no words says the English ones.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/bridge.h"
#include "model.h"

struct arena;
struct frames;
struct locales;
struct wordings;

/* In the arena; for the thread that opened the locales. */
struct frames	*frames_read(struct arena *, const struct locales *);

/* The words of a key, which has to be one of frame.c's (asserted). */
char		*frame_say(const struct frames *, struct arena *,
		    const char *language, const char *key,
		    const struct bridge_value *, size_t count);

/* The same as HTML: each value is an isolate (bdi), the value `url` a link. */
char		*frame_html(const struct frames *, struct arena *,
		    const char *language, const char *key,
		    const struct bridge_value *, size_t count);

/* In which language it is said. */
const char	*frame_language(const struct frames *, const char *language,
		    const char *key);

/* Who answers for the words of a key in that language; those that are said in
 * English are original. */
enum words_state frame_state(const struct frames *, const char *language,
		    const char *key);

/* Whether an answer of the gateway's has the English words on the next line:
 * where nobody has approved the others, since nobody else says it to them;
 * and always where a stop is confirmed (domain.md 3.3). */
bool		 frame_with_english(const struct frames *,
		    const char *language, const char *key);

/* How the languages say days, hours and lists of names (base/wording.h). */
const struct wordings *frames_wordings(const struct frames *);

#endif
