#ifndef GATEWAY_COMMAND_RELOAD_H
#define GATEWAY_COMMAND_RELOAD_H

/*
 * The configuration, read again while the gateway serves (SIGHUP).
 *
 * It is checked as a whole, with its locales, words of consent and first
 * templates, before anything of it is used: one that is wrong changes
 * nothing, and the log has its problems.  What can
 * change while it serves does; what needs a restart (where it listens and
 * keeps things, its node, its readers, which accounts and translators there are)
 * stays as it was and is named in the log.
 *
 * The configured struct and its accounts stay where they are, so that those
 * who point at them need not know; only what they hold changes, on the loop.
 * Other threads may look at the name and the provider of an account, which
 * never change, and at what is one machine word, old or new (its words for
 * HELP).  Texts of an older configuration may be part of requests that are
 * under way, so it lives as long as the process: some hundred kilobytes, most
 * of them locales, for each time it was read.
 */

#include <stdbool.h>

#include "base/list.h"
#include "flow/settings.h"

struct arena;
struct bank;
struct gateway;
struct keywords;
struct locales;

/* One that was read and is right. */
struct reload {
	SLIST_ENTRY(reload)	 next;
	struct arena		*arena;		/* Of all of it. */
	struct configured	 configured;
	struct locales		*locales;
	const struct keywords	*keywords;
	const struct bank	*bank;
};
SLIST_HEAD(reloads, reload);

/* Reads and checks; the accounts of a sample district may not reach real
 * phones.  NULL: the log says why. */
struct reload	*reload_read(const char *path, bool sample) must_use;

/* Names what needs a restart, and makes the rest that of `into`, which may
 * not outlive it. */
void		 reload_take(const struct reload *, struct configured *into);
void		 reload_free(struct reload *);

#endif
