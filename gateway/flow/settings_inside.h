#ifndef GATEWAY_FLOW_SETTINGS_INSIDE_H
#define GATEWAY_FLOW_SETTINGS_INSIDE_H

/*
 * What the files of settings share: a section that two tables fill, ours and
 * its module's, and what is looked at in several of them.
 */

#include <stdbool.h>
#include <stddef.h>

#include "flow/settings.h"

#define TABLE_MOST	64	/* Rows of both tables of a section. */

/* The rows of both tables as one, for printing. */
void	 settings_both(struct setting into[TABLE_MOST],
	    const struct setting *ours, const struct setting *its);

/* Fills what is ours and what is the module's. */
struct settings_pair {
	const struct setting	*ours, *its;
	void			*use, *options;
};
void	 settings_fill(struct config *, struct section *,
	    const struct settings_pair *);

/* Whether it is a name for a section: letters, digits, - and _. */
bool	 settings_name(const char *);

/* Whether a URL leads to this machine, whatever names would be resolved
 * to. */
bool	 settings_leads_here(struct arena *, const char *url);

/* The line of a setting of [homeline], to speak of it; 0: it is not there. */
int	 settings_line(const struct config *, const char *key);

/* Translators (settings_translators.c): a section of one, the setting that
 * says who translates what, and their tables as example file or manual. */
void	 settings_translator_section(struct configured *, struct config *,
	    struct section *);
void	 settings_routes(struct configured *, struct config *);
void	 settings_print_translators(FILE *, bool manual);

#endif
