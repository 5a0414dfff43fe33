/*
 * Words that families are asked to answer.
 *
 * The text is cut at its blanks, and each piece keeps whether a sentence ends
 * behind it: "answer by the end of the day" asks for no END.
 */

#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/answer.h"
#include "flow/optout.h"
#include "flow/phrase.h"

#define PIECES_MOST	500	/* Of one text; a longer one is none to ask. */
#define LONGEST		3	/* Pieces of one answer: "no más mensajes". */
#define AHEAD		8	/* Pieces that belong to what is asked. */

struct piece {
	const char	*raw, *words;	/* words: "" for signs alone. */
	bool		 ends;		/* A sentence or a list, behind it. */
	bool		 opens, closes;	/* A quotation. */
};

struct cut {
	const struct keywords	*keywords;
	struct arena		*arena;
	const char		*language;
	struct piece		*pieces;
	unsigned		 count;
};

/* Each list is of words as they are compared, without their marks. */
static const char replies[] = " reply respond answer responda responde "
    "responder conteste contesta reponn repondez pergjigjuni loi ";
static const char writes[] = " text send type write escriba escribe envie "
    "mande escreva digite envoyez ecrivez voye ekri dergo dergoni shkruaj "
    "nhan bua kyerew ";
static const char fillers[] = " with by the word a us back just only your "
    "answer this text message to number con la palabra a este mensaje com "
    "avec le mot ";
static const char or[] = " or and o u ou e ak ose hoac ";
static const char behind[] = " to if when for or and para si se o ou pour ";
static const char meant[] = " stop unsubscribe opt optout texts messages "
    "mensajes mensagens textos help ayuda ajuda start ";

static bool
among(const struct cut *c, const char *list, const char *words)
{
	return *words != '\0' && strchr(words, ' ') == NULL && strstr(list,
	    arena_print(c->arena, " %s ", text_bare(c->arena, words))) != NULL;
}

static bool
begins_with(const char *text, const char *const marks[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strncmp(text, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}

static bool
ends_with(const char *text, const char *const marks[], size_t count)
{
	size_t length = strlen(text), most;

	for (size_t i = 0; i < count; i++) {
		most = strlen(marks[i]);
		if (length >= most && strcmp(text + length - most,
		    marks[i]) == 0)
			return true;
	}
	return false;
}

static struct piece
read_piece(struct arena *arena, const char *raw)
{
	static const char *const opening[] = { "\"", "“", "«", "„", "'",
	    "‘" };
	static const char *const closing[] = { "\"", "”", "»", "“", "'", "’",
	    "\".", "”.", "\",", "”," };
	static const char *const over[] = { ".", ",", ";", ":", "!", "?", ")",
	    "\"", "”", "»", "।", "؟", "،", "。" };

	return (struct piece){ .raw = raw, .words = text_words(arena, raw),
	    .ends = ends_with(raw, over, COUNT(over)),
	    .opens = begins_with(raw, opening, COUNT(opening)),
	    .closes = ends_with(raw, closing, COUNT(closing)) };
}

static void
cut_up(struct cut *c, const char *text)
{
	static const char blanks[] = " \t\n";
	size_t length;

	c->pieces = NEW_LIST(c->arena, struct piece, PIECES_MOST);
	for (text += strspn(text, blanks); *text != '\0' &&
	    c->count < PIECES_MOST; text += strspn(text, blanks)) {
		length = strcspn(text, blanks);
		c->pieces[c->count++] = read_piece(c->arena,
		    arena_copy(c->arena, text, length));
		text += length;
	}
}

/* Whether an answer could end with that piece. */
static bool
could_end(const struct cut *c, unsigned at)
{
	return at + 1 == c->count || c->pieces[at].ends ||
	    among(c, behind, c->pieces[at + 1].words);
}

/* STOP, to stop: how one stops is what it says. */
static bool
is_meant(const struct cut *c, unsigned from)
{
	for (unsigned i = from; i < c->count && i < from + AHEAD; i++) {
		if (among(c, meant, c->pieces[i].words))
			return true;
		if (c->pieces[i].ends)
			return false;
	}
	return false;
}

/* What an answer of those words would be taken for: the sentence, or NULL. */
static const char *
judge(const struct cut *c, const char *words, unsigned behind_it)
{
	const struct written	 w = { .text = words,
				    .language = c->language, .asked = true };
	bool			 held;
	enum reply_what		 is = optout_read(c->keywords, c->arena, &w,
				    &held);

	if (is == REPLY_STOP && !is_meant(c, behind_it))
		return arena_print(c->arena, "Whoever answers \"%s\" gets no "
		    "more messages from us. Ask for another word, such as "
		    "YES.", words);
	if (held)
		return arena_print(c->arena, "An answer \"%s\" may mean that "
		    "they want no more messages, so the office would have to "
		    "look. Ask for another word, such as YES.", words);
	if (is == REPLY_START || is == REPLY_HELP)
		return is_meant(c, behind_it) ? NULL : arena_print(c->arena,
		    "An answer \"%s\" is taken as a word to the phone company, "
		    "and nobody reads it. Ask for another word, such as YES.",
		    words);
	return NULL;
}

/* The answers of one to three pieces that begin there. */
static const char *
judge_at(const struct cut *c, unsigned from, bool quoted)
{
	const char *words = NULL, *found = NULL;

	for (unsigned i = from; i < c->count && i < from + LONGEST &&
	    found == NULL; i++) {
		words = words == NULL ? c->pieces[i].words :
		    arena_print(c->arena, "%s %s", words, c->pieces[i].words);
		if (*words != '\0' && (quoted ? c->pieces[i].closes :
		    could_end(c, i)))
			found = judge(c, words, i + 1);
		if (c->pieces[i].ends)
			break;
	}
	return found;
}

/* Behind "reply": YES or CANCEL. */
static const char *
judge_asked(const struct cut *c, unsigned verb)
{
	const char	*found = NULL;
	unsigned	 at = verb + 1;

	while (at < c->count && (*c->pieces[at].words == '\0' ||
	    among(c, fillers, c->pieces[at].words)))
		at++;
	for (unsigned i = at; i < c->count && i < at + AHEAD && found == NULL;
	    i++)
		if (i == at || c->pieces[i - 1].ends ||
		    among(c, or, c->pieces[i - 1].words))
			found = judge_at(c, i, false);
	return found;
}

bool
answer_wanted(struct arena *arena, const char *text)
{
	struct cut c = { .arena = arena };

	if (phrase_asks(text))
		return true;
	cut_up(&c, text);
	for (unsigned i = 0; i < c.count; i++)
		if (among(&c, replies, c.pieces[i].words))
			return true;
	return false;
}

const char *
answer_warning(const struct keywords *keywords, struct arena *arena,
    const char *text, const char *language)
{
	struct cut	 c = { .keywords = keywords, .arena = arena,
			    .language = language };
	const char	*found = NULL;

	cut_up(&c, text);
	for (unsigned i = 0; i < c.count && found == NULL; i++) {
		if (among(&c, replies, c.pieces[i].words) ||
		    among(&c, writes, c.pieces[i].words))
			found = judge_asked(&c, i);
		else if (c.pieces[i].opens)
			found = judge_at(&c, i, true);
	}
	return found;
}
