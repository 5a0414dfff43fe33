#ifndef GATEWAY_FLOW_RENDER_H
#define GATEWAY_FLOW_RENDER_H

/*
 * Words, school, author and language become the text that a family gets.
 * The same errand always gives the same text, so it can be looked for at the
 * provider later.  For the thread that opened the locales.
 */

#include "base/sms.h"
#include "provider.h"
#include "store/attempt.h"

struct arena;
struct locales;

/* outgoing: from, to, text, language, not_after.  sms: its parts. */
void	render(struct locales *, const struct errand *, struct arena *,
	    struct outgoing *, struct sms *);

#endif
