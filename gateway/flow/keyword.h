#ifndef GATEWAY_FLOW_KEYWORD_H
#define GATEWAY_FLOW_KEYWORD_H

/*
 * The words of consent in the languages of families: locales/words/TAG.json,
 * one file for each language, by its primary subtag ("es", "vi", "zh").
 *
 *	stop			they want no more
 *	hold			may be that, and may be a name or an answer:
 *				a person of the office says which
 *	answers			of those two: they answer many questions
 *	start, start_if_stopped	they want texts again; the second only of who
 *				had said stop
 *	help			they ask what this is
 *	asks, asks_behind	no words of theirs but of ours, which ask for an
 *				answer that stands behind them ("reply END") or
 *				before them; for answer.h
 *
 * Each is a list of whole texts as text_words() writes them.  What has marks
 * on its letters is known without them, too, unless that is in `hold`.  en is
 * the law's and the providers' and holds for everybody.
 *
 * A file is read at the start and when the configuration is read again.  One
 * that is wrong is refused with its name and what to do: a word too many
 * silences a family, and without English nobody could stop us.  Limits: 64 kB
 * a file, 100 words a list, 100 bytes a word, 64 languages.
 *
 * Once read, any thread.
 */

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct keywords;

enum keyword {
	KEYWORD_STOP,
	KEYWORD_HOLD,
	KEYWORD_ANSWER,
	KEYWORD_START,
	KEYWORD_START_IF_STOPPED,
	KEYWORD_HELP,
	KEYWORD_ASKS,
	KEYWORD_ASKS_BEHIND,
};
#define KEYWORDS	(KEYWORD_ASKS_BEHIND + 1)

/* folder is that of the locales; NULL: why says what is wrong.  They live as
 * long as the arena. */
const struct keywords	*keywords_read(struct arena *, const char *folder,
			    char *why, size_t why_size);

/* The languages there are; NULL: there is no such number.  The words of one
 * list of it, as they are written in the file and then without their marks;
 * `marked` is how many the first are. */
const char		*keyword_language(const struct keywords *, unsigned);
unsigned		 keyword_list(const struct keywords *, unsigned language,
			    enum keyword, const char *const **words,
			    unsigned *marked);

/* Whether those words, of text_words(), are in that list. */
bool			 keyword_in(const struct keywords *, unsigned language,
			    enum keyword, const char *words);

/* The number of English, which is always there. */
unsigned		 keyword_english(const struct keywords *);

#endif
