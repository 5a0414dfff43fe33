#ifndef GATEWAY_FLOW_PHRASE_WORDS_H
#define GATEWAY_FLOW_PHRASE_WORDS_H

/*
 * The tables of what families and their phones write, for phrase.c.  Each
 * row is one language and the words it has for one purpose, separated by
 * commas: in small letters, without accents (text_bare()) and punctuation.  A
 * row may be repeated.  To add words, add them to phrase_words.c and texts
 * that have them to tests/flow/texts.txt; locales/README.md says how.
 */

enum phrase_for {
	/* A thank-you, in whatever language the family has. */
	PHRASE_THANKS,
	/* "Got it", by itself; only in a language of the family. */
	PHRASE_FINE,
	/* What may stand beside those two and says nothing more. */
	PHRASE_MORE,
	/* Before a name, beside those: "Ms". */
	PHRASE_TITLE,
	/* Before the quotation of a reaction. */
	PHRASE_REACTION,
	/* The same when an emoji stands before it: 👍 to "..." */
	PHRASE_REACTION_TO,
	/* In the place of the quotation: "an image". */
	PHRASE_PICTURE,
	/* The whole text is one of these. */
	PHRASE_WRONG_NUMBER,
	/* What a sentence beside those begins with. */
	PHRASE_NOT_ME,
	/* Around the name of whom a text is for: "it is for". */
	PHRASE_WHOM,
};

struct phrase_row {
	const char	*language;	/* Primary subtag: "es". */
	enum phrase_for	 purpose;
	const char	*words;
};
extern const struct phrase_row	 phrase_rows[];	/* Ends with NULL. */

/* Answers of machines.  Words at the beginning; and those at the end, or
 * anywhere (holds), that have to be there too; NULL: any. */
struct phrase_machine {
	const char	*begins, *holds, *ends;
};
extern const struct phrase_machine phrase_machines[];

/* How a machine says that it is one, when a colon, a bracket, a full stop or
 * a dash comes next: "Auto-Reply: ...". */
extern const char *const	 phrase_labels[];

/* Emoji that thank and agree. */
extern const unsigned		 phrase_thumbs[];	/* Ends with 0. */

#endif
