/*
 * Words of consent.  Of Spanish only those are here that answer no other
 * question: "basta", "baja" or "terminar" are left for a person to read.
 */

#include <stddef.h>
#include <string.h>

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
