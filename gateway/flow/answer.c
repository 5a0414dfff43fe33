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
#include "flow/keyword.h"
#include "flow/optout.h"
#include "flow/phrase.h"

#define PIECES_MOST	500	/* Of one text; a longer one is none to ask. */
#define LONGEST		3	/* Pieces of one answer: "no más mensajes". */
#define AHEAD		8	/* Pieces that belong to what is asked. */

struct piece {
	const char	*raw, *words;	/* words: "" for signs alone. */
	bool		 ends;		/* A sentence or a list, behind it; */
	bool		 last;		/* a sentence. */
	bool		 opens, closes;	/* A quotation. */
};

struct cut {
	const struct keywords	*keywords;
	struct arena		*arena;
	const char		*language;	/* As which answers are read. */
	struct piece		*pieces;
	unsigned		 count;
	unsigned		 verb;		/* That asks for it. */
	const char		*phrase[LONGEST]; /* The words from there. */
};

/* Each list is of words as they are compared, without their marks. */
static const char replies[] = " reply respond answer responda responde "
    "responder conteste contesta reponn repondez pergjigjuni loi ";
static const char fillers[] = " with by the word a us back just only your "
    "answer this text message to number con la palabra a este mensaje com "
    "avec le mot ";
static const char or[] = " or and o u ou e ak ose hoac anaa او يا वा یا ";
static const char behind[] = " to if when for or and para si se o ou pour "
    "nese kur per ose de neu khi hoac ";
static const char meant[] = " stop unsubscribe opt optout texts messages "
    "mail again more mensajes mensagens textos correos recibir recibirlos "
    "recibirlo receber ayuda ajuda help start mesaj resevwa mesazhe marre "
    "nkra bio yɛnnyae nhan recevoir laide joojiyo caawiyo hesho upokee "
    "kupokea отримувати отримати допомогу رسائل للايقاف لايقافه لتلقيها "
    "لتلقيه पाउन सन्देश रोक्न रोक्नका सहयोगका پیغام پیغامونه ترلاسه بندولو "
    "مرستې پیام دریافت ለመቀበል ለማቆም ለእርዳታ ";

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

	static const char *const stops[] = { ".", "!", "?", "।", "؟", "۔",
	    "።", "。" };

	return (struct piece){ .raw = raw, .words = text_words(arena, raw),
	    .ends = ends_with(raw, over, COUNT(over)),
	    .last = ends_with(raw, stops, COUNT(stops)),
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

/* Whether a letter is small in a script that has large ones, too. */
static bool
is_small(uint32_t point)
{
	return (point >= 'a' && point <= 'z') || (point >= 0xdf &&
	    point < 0x530) || (point >= 0x1e00 && point < 0x2000);
}

/* In capitals, as one writes what is to be answered; or in a script that has
 * none, where nobody can tell. */
static bool
stands_out(const struct cut *c, const char *raw)
{
	uint32_t	point;
	char		bytes[5];

	while ((point = text_next(&raw)) != 0) {
		(void)text_point(point, bytes);
		if (is_small(point) && strcmp(text_fold(c->arena, bytes),
		    bytes) == 0)
			return false;
	}
	return true;
}

/* Whether an answer could end with that piece. */
static bool
could_end(const struct cut *c, unsigned at)
{
	return at + 1 == c->count || c->pieces[at].ends ||
	    among(c, behind, c->pieces[at + 1].words) ||
	    stands_out(c, c->pieces[at].raw);
}

/* Whether it is one of consent by itself, as somebody would answer it. */
static enum reply_what
read_answer(const struct cut *c, const char *words, bool *held)
{
	const struct written w = { .text = words, .language = c->language,
	    .asked = true };

	return optout_read(c->keywords, c->arena, &w, held);
}

/* Whether it says what a word of consent is for.  One of the law may be about
 * anything: to cancel the meeting. */
static bool
says_meant(const struct cut *c, const char *words)
{
	bool held;

	return among(c, meant, words) || (*words != '\0' &&
	    !keyword_in(c->keywords, keyword_english(c->keywords),
	    KEYWORD_STOP, words) && read_answer(c, words, &held) !=
	    REPLY_MESSAGE);
}

/* STOP, to stop: how one stops is what it says, behind the answer or, in other
 * languages, before what asks for it. */
static bool
is_meant(const struct cut *c, unsigned from, unsigned to)
{
	if (from > c->verb)
		from = c->verb;
	for (unsigned i = to; i < c->count && i < to + AHEAD; i++) {
		if (says_meant(c, c->pieces[i].words))
			return true;
		if (c->pieces[i].ends)
			break;
	}
	for (unsigned i = from; i-- > 0 && i + AHEAD >= from;) {
		if (c->pieces[i].last)
			return false;
		if (says_meant(c, c->pieces[i].words))
			return true;
	}
	return false;
}

/* What an answer of those words would be taken for: the sentence, or NULL.
 * They are the pieces from there to before that one. */
static const char *
judge(const struct cut *c, const char *words, unsigned from, unsigned to)
{
	bool		held;
	enum reply_what	is = read_answer(c, words, &held);

	if (is == REPLY_STOP && !is_meant(c, from, to))
		return arena_print(c->arena, "Whoever answers \"%s\" gets no "
		    "more messages from us. Ask for another word, such as "
		    "YES.", words);
	if (held)
		return arena_print(c->arena, "An answer \"%s\" may mean that "
		    "they want no more messages, so the office would have to "
		    "look. Ask for another word, such as YES.", words);
	if (is == REPLY_START || is == REPLY_HELP)
		return is_meant(c, from, to) ? NULL : arena_print(c->arena,
		    "An answer \"%s\" is taken as a word to the phone company, "
		    "and nobody reads it. Ask for another word, such as YES.",
		    words);
	return NULL;
}

/* The words of so many pieces. */
static const char *
together(const struct cut *c, unsigned from, unsigned count)
{
	const char *words = c->pieces[from].words;

	for (unsigned i = 1; i < count; i++)
		words = arena_print(c->arena, "%s %s", words,
		    c->pieces[from + i].words);
	return words;
}

/* The answers of one to three pieces that begin there. */
static const char *
judge_at(const struct cut *c, unsigned from, bool quoted)
{
	const char *words, *found = NULL;

	for (unsigned i = from; i < c->count && i < from + LONGEST &&
	    found == NULL; i++) {
		words = together(c, from, i - from + 1);
		if (*words != '\0' && (quoted ? c->pieces[i].closes :
		    could_end(c, i)))
			found = judge(c, words, from, i + 1);
		if (c->pieces[i].ends)
			break;
	}
	return found;
}

/* Behind "reply": YES or CANCEL. */
static const char *
judge_behind(const struct cut *c, unsigned at)
{
	const char *found = NULL;

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

/* Before a verb at the end of its sentence; with `or`, each of them. */
static const char *
judge_before(const struct cut *c, unsigned verb)
{
	const char	*found = NULL;
	unsigned	 end = verb;

	while (end > 0 && found == NULL) {
		for (unsigned n = 1; n <= LONGEST && n <= end && found ==
		    NULL; n++) {
			if (c->pieces[end - n].ends &&
			    !c->pieces[end - n].closes)
				break;
			found = judge(c, together(c, end - n, n), end - n,
			    verb);
		}
		if (end < 2 || !among(c, or, c->pieces[end - 2].words))
			break;
		end -= 2;
	}
	return found;
}

/* How many pieces of a verb of that list stand there, in that language. */
static unsigned
verb_of(const struct cut *c, unsigned language, enum keyword list)
{
	for (unsigned n = LONGEST; n > 0; n--)
		if (c->phrase[n - 1] != NULL && keyword_in(c->keywords,
		    language, list, c->phrase[n - 1]))
			return n;
	return 0;
}

/* What a verb there asks for, read as in that language. */
static const char *
judge_verb(struct cut *c, unsigned at, unsigned language, const char *tag)
{
	unsigned	 before = verb_of(c, language, KEYWORD_ASKS);
	unsigned	 behind_it = verb_of(c, language,
			    KEYWORD_ASKS_BEHIND);
	const char	*found = NULL;

	c->language = tag;
	if (before > 0)
		found = judge_behind(c, at + before);
	return found == NULL && behind_it > 0 ? judge_before(c, at) : found;
}

/* A verb of the text's own language asks who reads that one; of another, who
 * reads the other. */
static const char *
judge_verbs(struct cut *c, unsigned at, const char *own)
{
	const char	*tag, *found = NULL;
	size_t		 length;

	c->verb = at;
	for (unsigned n = 0; n < LONGEST; n++)
		c->phrase[n] = at + n < c->count ? together(c, at, n + 1) :
		    NULL;
	for (unsigned i = 0; found == NULL && (tag = keyword_language(
	    c->keywords, i)) != NULL; i++) {
		length = strlen(tag);
		found = judge_verb(c, at, i, strncmp(own, tag, length) == 0 &&
		    (own[length] == '\0' || own[length] == '-') ? own : tag);
	}
	c->language = own;
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
		found = judge_verbs(&c, i, language);
		if (found == NULL && c.pieces[i].opens)
			found = judge_at(&c, i, true);
	}
	return found;
}
