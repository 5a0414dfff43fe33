#ifndef GATEWAY_WEB_WHOM_H
#define GATEWAY_WEB_WHOM_H

/*
 * Students, guardians and their contacts as the pages show them.  A number is
 * whole for the office alone; others see its last four digits, and of a
 * mailbox its first letter and its domain.
 * That a contact works is said when something arrived there, or was written
 * from there; what was only entered is not tried yet, whoever entered it.
 *
 *	student		{id, name, places: [{school, class}], pupil_url,
 *			 write_url}
 *	contact		{id, channel, text, address, ltr, state, tone,
 *			 sentence, contact_url}
 *
 * In the store, but for the texts.
 */

#include <jansson.h>

#include <stdbool.h>
#include <stdint.h>

#include "base/list.h"

struct arena;
struct contact;
struct db;
struct visit;

/* Where a student is, and where to write to the family. */
json_t		*whom_student(struct visit *, struct db *, int64_t id,
		    const char *name);

/* `whole`: the viewer is of the office, so the address is whole. */
json_t		*whom_contact(struct visit *, struct db *,
		    const struct contact *, bool whole);

/* "(508) 555-0143", "ana@school.example"; or "... 0143", "a...@school". */
const char	*whom_address(struct arena *, const struct contact *,
		    bool whole);

/* What somebody typed into a field: clean, without spaces around it. */
const char	*whom_typed(struct visit *, const char *field);
const char	*whom_asked(struct visit *, const char *parameter);

/* All values of a field that are ids, each once, up to `most`. */
struct form;
unsigned	 whom_ids(struct visit *, const struct form *,
		    const char *name, int64_t **ids, unsigned most);

/* All but the last of a list have "more". */
json_t		*whom_row(json_t *list);

/* What is wrong with words of so many units, when there are too many; NULL:
 * nothing. */
const char	*whom_too_long(struct arena *, size_t units);

/* Names in a row: "Ana, Leo". */
const char	*whom_names(struct arena *, const char *all,
		    const char *next);

#endif
