#ifndef GATEWAY_WEB_PAGE_SETTINGS_H
#define GATEWAY_WEB_PAGE_SETTINGS_H

/*
 * What the pages of settings share; nobody else includes it.  A page shows
 * again what was typed when something is wrong with it, and goes on to itself
 * when it was kept.
 */

#include <jansson.h>

#include <stdbool.h>

#include "base/list.h"

struct db;
struct visit;

enum settings_page {
	SETTINGS_DISTRICT, SETTINGS_NUMBERS, SETTINGS_ACCOUNTS,
	SETTINGS_HOURS, SETTINGS_MAIL, SETTINGS_WORDS,
	SETTINGS_TRANSLATION, SETTINGS_REPORT,
};
#define SETTINGS_PAGES	(SETTINGS_REPORT + 1)

/* A view with title_key, tabs, changed {at, who} and saved_key. */
json_t	*settings_view(struct visit *, struct db *, enum settings_page);

/* In look(): it was kept; the page is shown anew, and says so. */
json_t	*settings_saved(struct visit *, enum settings_page);

/* Adds the value of a form's field, as it was typed, under its name. */
void	 settings_typed(struct visit *, json_t *view, const char *field);

/* The page of the district; what of it page_settings_office.c shows. */
json_t	*settings_district(struct visit *, struct db *);
void	 settings_office(struct visit *, struct db *, json_t *view);

#endif
