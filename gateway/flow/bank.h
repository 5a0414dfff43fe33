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
 *
 * A later version of the program may have more of them, more languages or
 * better words.  Nothing of it comes by itself: what families read is the
 * district's to say.  Somebody of the district asks for it, on the page of
 * templates or by `homeline templates add`, and then
 *
 *	a template that the district never had is added;
 *	so are words in a language that it never had in any version;
 *	words that nobody here wrote, approved or changed become the newer
 *	ones, and drafts again: English words only while that holds for all
 *	languages of the template;
 *
 * and what somebody here wrote, approved, took out or archived stays as it
 * is.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct bank;
struct db;
struct deed;

/* Reads the folder messages below that of the locales; in the arena.  NULL:
 * why says what is wrong: a text that is missing in English, one that the
 * table does not have, places that are not those of the English words. */
struct bank	*bank_read(struct arena *, const char *locales, char *why,
		    size_t why_size);

/* What is to be done to one template of a district, by the rules above. */
struct bank_step {
	const char	 *name;
	bool		  missing;	/* It is to be added, whole. */
	const char	**added;	/* Languages that it never had, */
	unsigned	  added_count;
	const char	**newer;	/* and those whose words are newer; tags. */
	unsigned	  newer_count;
};

/* What would be done now; none when there is nothing new.  Inside a job, in
 * its arena. */
unsigned	 bank_look(struct db *, const struct bank *,
		    struct bank_step **);

/* Does it; twice is once.  On the writer, in a transaction.  Each template
 * is a row of the audit by who did it, of whom person and api_key are read;
 * NULL: the district begins, and nobody did.  How many templates. */
unsigned	 bank_load(struct db *, const struct bank *,
		    const struct deed *by, int64_t now);

/* How many languages have words, and in how many of these texts nobody has
 * approved them. */
unsigned	 bank_languages(const struct bank *);
unsigned	 bank_drafts(const struct bank *);

#endif
