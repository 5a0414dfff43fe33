/*
 * Words of consent.  Of Spanish only those are here that answer no other
 * question: "basta", "baja" or "terminar" are left for a person to read.
 */

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/optout.h"

static const char *const stop[] = {
	"stop", "quit", "end", "revoke", "opt out", "optout", "cancel",
	"unsubscribe", "stopall", "stop all", "stop texting me",
	"no more texts", "opt me out", "do not text me", "dont text me",
	NULL
};
static const char *const start[] = { "start", "unstop", NULL };
static const char *const help[] = { "help", "info", NULL };

static const char *const stop_es[] = {
	"alto", "parar", "pare", "cancelar", "detener", "no mas",
	"no más", "no mas mensajes", "no más mensajes", "darme de baja",
	NULL
};
static const char *const start_es[] = { "empezar", "iniciar", NULL };
static const char *const help_es[] = { "ayuda", NULL };

/* What stands before the quoted text, as words; emoji are gone. */
static const char *const reactions[] = {
	"liked", "loved", "disliked", "laughed at", "emphasized",
	"questioned", "reacted to", "to", "removed a like from",
	"removed a heart from", "removed a dislike from",
	"removed a laugh from", "removed an exclamation from",
	"removed a question mark from",
	"le gustó", "le encantó", "no le gustó", "se rio de", "se rió de",
	"exclamó por", "cuestionó", "reaccionó con a",
	NULL
};

static bool
among(const char *words, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(words, *list) == 0)
			return true;
	return false;
}

enum reply_what
optout_read(struct arena *arena, const char *text, const char *language,
    bool stopped)
{
	const char	*words = text_words(arena, text);
	bool		 es = strncmp(language, "es", 2) == 0;

	if (among(words, stop) || (es && among(words, stop_es)))
		return REPLY_STOP;
	if (among(words, start) || (es && among(words, start_es)))
		return REPLY_START;
	if (stopped && strcmp(words, "yes") == 0)
		return REPLY_START;
	if (among(words, help) || (es && among(words, help_es)))
		return REPLY_HELP;
	return REPLY_MESSAGE;
}

/* The first quotation mark, or NULL. */
static const char *
opening(const char *text)
{
	static const char *const marks[] = { "\"", "“", "«" };
	const char	*first = NULL, *at;

	for (size_t i = 0; i < COUNT(marks); i++) {
		at = strstr(text, marks[i]);
		if (at != NULL && (first == NULL || at < first))
			first = at;
	}
	return first;
}

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), most = strlen(end);

	while (length > 0 && strchr(" \n", text[length - 1]) != NULL)
		length--;
	return length >= most &&
	    memcmp(text + length - most, end, most) == 0;
}

bool
optout_reaction(struct arena *arena, const char *text)
{
	const char *quoted = opening(text);

	if (quoted == NULL || quoted == text ||
	    !(ends_with(text, "\"") || ends_with(text, "”") ||
	    ends_with(text, "»")))
		return false;
	return among(text_words(arena, arena_copy(arena, text,
	    (size_t)(quoted - text))), reactions);
}
