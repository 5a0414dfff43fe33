#ifndef TESTS_SCENARIOS_SCRIPT_H
#define TESTS_SCENARIOS_SCRIPT_H

/*
 * A scenario as sentences, one a line.  A sentence is words; what stands in
 * "quotes" is one word (\n, \" and \\ inside, and \90[so often ]).  A comma or a colon at the end
 * of a word is for the reader only; # begins a comment.
 *
 * Sentences are read by their key words: `write note by Lee to Ivy, Bo "Hi"`
 * is of the verb `write`, its `by` is Lee and its `to` is Ivy and Bo.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORDS_OF_SENTENCE	64

struct arena;

struct sentence {
	const char	*text;		/* As it was written. */
	unsigned	 line;
	unsigned	 count;
	const char	*words[WORDS_OF_SENTENCE];
	bool		 quoted[WORDS_OF_SENTENCE];
};

struct script {
	const char	*name;
	struct sentence	*list;
	unsigned	 count;
};

/* Fails the test when the text is no script. */
void		 script_read(struct script *, struct arena *, const char *name,
		    const char *text);

/* The text of a file under tests/scenarios; fails the test without it. */
const char	*script_file(struct arena *, const char *name);

/* Whether the words from `from` on begin with those of the pattern. */
bool		 says(const struct sentence *, unsigned from,
		    const char *pattern);

/* The place of a key word, or 0. */
unsigned	 place_of(const struct sentence *, const char *key);

/* The word behind a key word, or NULL. */
const char	*word_after(const struct sentence *, const char *key);

/* The number behind a key word, or `preset`. */
int64_t		 number_after(const struct sentence *, const char *key,
		    int64_t preset);

/* The n-th word in quotes, from 0, or NULL. */
const char	*quote(const struct sentence *, unsigned n);

/* A whole word that is a number. */
bool		 is_number(const char *word, int64_t *number);

#endif
