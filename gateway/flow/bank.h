#ifndef GATEWAY_FLOW_BANK_H
#define GATEWAY_FLOW_BANK_H

/*
 * The templates a district begins with: absence, closing, emergency,
 * conference and so on, in all the languages in which somebody has written
 * them.  The words are files, messages/TAG.json in the folder of the locales,
 * and read as those are (base/locale.h); what they are about is a table here.
 * They are the district's own from then on, and change on its pages.
 *
 * English is original; what nobody who speaks a language has approved in its
 * file is a draft, for language services to look at.
 */

#include <stddef.h>
#include <stdint.h>

struct arena;
struct bank;
struct db;

/* Reads the folder messages below that of the locales; in the arena.  NULL:
 * why says what is wrong: a text that is missing in English, one that the
 * table does not have, places that are not those of the English words. */
struct bank	*bank_read(struct arena *, const char *locales, char *why,
		    size_t why_size);

/* Adds what the district does not have, and never had, by its name: so twice
 * is once.  On the writer, in a transaction; how many. */
unsigned	 bank_load(struct db *, const struct bank *, int64_t now);

/* How many languages have words, and in how many of these texts nobody has
 * approved them. */
unsigned	 bank_languages(const struct bank *);
unsigned	 bank_drafts(const struct bank *);

#endif
