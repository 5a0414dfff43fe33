#ifndef GATEWAY_FLOW_GUARD_H
#define GATEWAY_FLOW_GUARD_H

/*
 * What must come back from a translator as it went, and the look at what came
 * back (domain.md 9.2, 1.3).  Pure, any thread.
 *
 * Before: placeholders, names, links, mailboxes, phone numbers, times, dates
 * in figures, amounts, and terms of the glossary become tokens with numbers,
 * in the form the translator leaves alone.  So no name, and no number that
 * may be somebody's (of four digits and more), ever goes there.  A name of
 * less than five letters is one where it is written as names are; the first
 * name of somebody, of three or four letters, also in small ones, unless that
 * is a common word of the language (guard_words.c).
 *
 * After: an answer is good when
 *
 *	every token is there exactly once, and nothing that looks like one;
 *	its other numbers are those of the source (the digits of any script
 *	are digits);
 *	it has no link, mailbox, phone, amount, date, time or placeholder of
 *	its own;
 *	at least 60 % of its letters are of the script of its language;
 *	it is neither much shorter nor much longer than the source;
 *	it is not the source again, unless that is a word or two.
 *
 * Everything else is blocked, and a person has to say it.  The order of
 * tokens is free, but an optional text stays between its two.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/list.h"
#include "translator.h"

struct arena;

#define GUARD_TOKENS	200		/* In one text. */
#define GUARD_BYTES	(32 << 10)	/* Of one text, and of one answer. */

/* A term, and what is said for it; say NULL: the term as it stands. */
struct guard_term {
	const char	*term, *say;
};

/* What has a form of its own, made ready once; any thread may use it.  Where
 * it is NULL it is made ready each time, which takes a millisecond. */
struct guard_forms;
struct guard_forms *guard_forms_new(void);
void		 guard_forms_free(struct guard_forms *);

struct guarding {
	const char		*from, *to;	/* Tags of ours. */
	const char *const	*names;		/* Of people; the parts of a name */
	unsigned		 name_count;	/* are protected, too. */
	const struct guard_term	*terms;		/* And schools, as terms. */
	unsigned		 term_count;
	const struct guard_forms *forms;
	const char *const	*others;	/* Of people whom it was not meant */
	unsigned		 other_count;	/* for: a part of one has a capital
						 * and is no common word. */
};

/* A text with tokens.  plain is it with the tokens of TOKEN_BRACKETS, the same
 * for all translators and without any value: what memory is found by. */
struct guarded {
	const char	*plain;
	unsigned	 count;
	struct guard_token {
		const char	*is;	/* How it stood in the text. */
		const char	*back;	/* What takes its place. */
		unsigned	 with;	/* Ends an optional text that the token
					 * of this number began; or 0. */
		bool		 pattern;	/* It has a form of its own, by
					 * which it is found again. */
		bool		 name;		/* It is one of a person. */
	}		*tokens;	/* Number 1 is tokens[0]. */
	const char	*from, *to;
	const struct guard_forms *forms;
};

/* Of many names those of which a word may stand in the text, so that they are
 * looked for once, and not for each language. */
unsigned	 guard_names(struct arena *, const char *text,
		    const char *const *names, unsigned count,
		    const char ***there);

/* Where one of those names, or a word of it that may stand for it, is in the
 * text: bytes of it. */
struct guard_place {
	size_t		 from, to;
};
unsigned	 guard_places(struct arena *, const char *text,
		    const char *name, const char *language,
		    struct guard_place **);

/* False: it is too long, or has too much to protect; why is a sentence. */
bool		 guard_protect(struct arena *, const char *text,
		    const struct guarding *, struct guarded *,
		    const char **why) must_use;

/* The plain text in the form of a translator. */
const char	*guard_dress(struct arena *, const char *plain,
		    enum token_form);

/* An answer in that form as plain text; NULL: it is mangled. */
const char	*guard_undress(struct arena *, const char *answer,
		    enum token_form);

/* A plain answer becomes words; NULL: it is blocked, and why says it, a
 * constant sentence.  Also for what comes from memory: it was made of another
 * text. */
const char	*guard_restore(struct arena *, const struct guarded *,
		    const char *plain, const char **why);

/* For who must see no names: of people's names, "[name]" and "[name 2]" stand
 * in their place; and the text again, with its tokens filled.  Who is named
 * again, in whole or in part, is "[name again]", "[name 2 again]", so that each
 * token has a label of its own: memory says the same for other people, where
 * the second may be somebody else. */
void		 guard_mask(struct arena *, const struct guarded *,
		    struct guarded *masked);
const char	*guard_source(struct arena *, const struct guarded *);

/* Words with a capital that stand in a text and in what a computer said of it:
 * most are names, also of people whom nobody here knows. */
unsigned	 guard_left(struct arena *, const char *text,
		    const char *words, const char ***left);

/* Words that a person wrote or corrected, as a plain answer for memory; NULL:
 * they do not have every token once, would be blocked (and why says it), or
 * have a name of `by` besides.  A phone number may stand there with dots, as
 * words from right to left are kept (phones.h). */
const char	*guard_learn(struct arena *, const struct guarding *by,
		    const struct guarded *, const char *words,
		    const char **why);

/* Whether there is anything to translate at all: a letter that no token
 * hides. */
bool		 guard_speaks(const struct guarded *);

#endif
