/*
 * Words of consent.  English is said by everybody.  Of the other languages
 * only those words are here that answer no other question: "basta", "baja",
 * "cancelar" (the meeting?), "no", "thôi", "बन्द" (closed) are left for a
 * person to read.  All of them want a second speaker's look.
 *
 * Words are written as text_words() makes them: small, without punctuation.
 * Unlike thanks they are not compared without their accents, which make other
 * words of them; where the bare word is no other one, it stands beside.
 */

#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/list.h"
#include "base/text.h"
#include "flow/optout.h"
#include "provider.h"

#define STOP	REPLY_STOP
#define START	REPLY_START
#define HELP	REPLY_HELP

#define WORDS_MOST	30

/* One language, one meaning. */
static const struct {
	const char	*language;
	enum reply_what	 what;
	bool		 if_stopped;	/* Only of who said stop. */
	const char	*words[WORDS_MOST];
} table[] = {
	/* The law and the providers, then phrases that leave no doubt. */
	{ "en", STOP, false, { "stop", "quit", "end", "revoke", "opt out",
	    "optout", "cancel", "unsubscribe", "stopall", "stop all", "arret",
	    "remove" } },
	{ "en", STOP, false, { "please stop", "stop please",
	    "stop texting me", "please stop texting me", "stop texting",
	    "stop messaging me", "stop sending me messages",
	    "stop sending me texts", "no more texts", "no more messages",
	    "opt me out", "unsubscribe me", "remove me",
	    "remove me from this list", "remove me from your list",
	    "take me off", "take me off this list", "take me off your list",
	    "take me off the list", "leave me alone", "do not text me",
	    "dont text me", "do not text me anymore", "dont text me anymore",
	    "do not text me again", "dont text me again" } },
	{ "en", STOP, false, { "stop stop",
	    "please unsubscribe", "unsubscribe please",
	    "please unsubscribe me", "please opt me out",
	    "please remove me from this list",
	    "please remove me from your list", "please take me off this list",
	    "please take me off your list", "please take me off the list",
	    "please do not text me", "please dont text me",
	    "please do not text me anymore", "please dont text me anymore",
	    "stop texting this number", "please stop texting this number",
	    "do not text this number", "please do not text this number",
	    "please stop sending me messages", "please stop sending me texts",
	    "do not contact me", "please do not contact me",
	    "no more texts please", "no more messages please" } },
	{ "en", START, false, { "start", "unstop" } },
	{ "en", START, true, { "yes" } },
	{ "en", HELP, false, { "help", "info" } },

	{ "es", STOP, false, { "alto", "parar", "pare", "detener", "no mas",
	    "no más", "no mas mensajes", "no más mensajes", "darme de baja",
	    "quiero darme de baja", "no me mande mas mensajes",
	    "no me mande más mensajes", "no me manden mas mensajes",
	    "no me manden más mensajes", "no me envie mas mensajes",
	    "no me envíe más mensajes", "no me envien mas mensajes",
	    "no me envíen más mensajes", "ya no me manden mensajes",
	    "ya no me mande mensajes", "deje de mandarme mensajes",
	    "dejen de mandarme mensajes", "deje de enviarme mensajes",
	    "dejen de enviarme mensajes", "no quiero mas mensajes",
	    "no quiero más mensajes", "no quiero recibir mas mensajes",
	    "no quiero recibir más mensajes" } },
	{ "es", STOP, false, { "stop por favor", "por favor stop",
	    "alto por favor", "no mas mensajes por favor",
	    "no más mensajes por favor", "ya no quiero mensajes",
	    "ya no quiero mas mensajes", "ya no quiero más mensajes",
	    "ya no quiero recibir mensajes", "no quiero mensajes",
	    "no quiero recibir mensajes", "por favor no me mande mas mensajes",
	    "por favor no me mande más mensajes",
	    "por favor no me manden mas mensajes",
	    "por favor no me manden más mensajes",
	    "quiero darme de baja por favor" } },
	{ "es", START, false, { "empezar", "iniciar", "comenzar" } },
	{ "es", START, true, { "alta" } },
	{ "es", HELP, false, { "ayuda" } },

	{ "pt", STOP, false, { "parar", "pare", "remover",
	    "não quero mais mensagens", "nao quero mais mensagens",
	    "não me mande mais mensagens", "nao me mande mais mensagens",
	    "não me mandem mais mensagens", "nao me mandem mais mensagens",
	    "pare de mandar mensagens", "parem de mandar mensagens" } },
	{ "pt", START, false, { "iniciar", "começar", "comecar" } },
	{ "pt", HELP, false, { "ajuda" } },

	{ "vi", STOP, false, { "dừng", "ngừng", "hủy", "huỷ",
	    "không nhận nữa", "không nhận tin nhắn nữa",
	    "đừng nhắn tin nữa" } },
	{ "vi", START, false, { "bắt đầu" } },
	{ "vi", HELP, false, { "trợ giúp", "giúp" } },

	{ "ht", STOP, false, { "kanpe", "sispann", "anile", "pa voye ankò",
	    "pa voye anko", "pa voye mesaj ankò", "pa voye mesaj anko",
	    "sispann voye mesaj" } },
	{ "ht", START, false, { "kòmanse", "komanse" } },
	{ "ht", HELP, false, { "èd" } },

	{ "sq", STOP, false, { "ndalo", "ndal", "anulo", "çregjistro",
	    "cregjistro", "mos më dërgoni më mesazhe",
	    "mos me dergoni me mesazhe" } },
	{ "sq", START, false, { "fillo" } },
	{ "sq", HELP, false, { "ndihmë", "ndihme" } },

	{ "ak", STOP, false, { "gyae", "gyina", "mempɛ bio" } },
	{ "ak", HELP, false, { "mmoa" } },

	{ "ar", STOP, false, { "توقف", "قف", "إيقاف", "ايقاف", "الغاء",
	    "إلغاء", "إلغاء الاشتراك", "الغاء الاشتراك", "لا ترسل",
	    "لا ترسلوا" } },
	{ "ar", START, false, { "ابدأ", "اشتراك" } },
	{ "ar", HELP, false, { "مساعدة" } },

	{ "ps", STOP, false, { "ودروئ", "ودرېږئ", "لغوه" } },
	{ "ps", HELP, false, { "مرسته" } },

	{ "ne", STOP, false, { "रोक्नुहोस्", "रोक", "रद्द" } },
	{ "ne", START, false, { "सुरु" } },
	{ "ne", HELP, false, { "मद्दत", "सहायता" } },

	{ "sw", STOP, false, { "simama", "sitisha", "ondoa", "komesha" } },
	{ "sw", START, false, { "anza" } },
	{ "sw", HELP, false, { "msaada" } },
	{ "fa", STOP, false, { "توقف", "لغو", "قطع", "نفرست" } },
	{ "fa", HELP, false, { "کمک" } },
	{ "zh", STOP, false, { "停止", "取消", "退订", "退訂", "停" } },
	{ "zh", START, false, { "开始", "開始" } },
	{ "zh", HELP, false, { "帮助", "幫助" } },
	{ "fr", STOP, false, { "arrêt", "arrêter", "arreter", "desabonner",
	    "désabonner", "annuler" } },
	{ "fr", START, false, { "demarrer", "démarrer" } },
	{ "so", STOP, false, { "jooji", "joogso", "ka bixi" } },
	{ "so", HELP, false, { "caawimaad" } },
	{ "am", STOP, false, { "አቁም", "ይቁም", "ሰርዝ" } },
	{ "ti", STOP, false, { "ኣቁም", "ደው" } },
	{ "uk", STOP, false, { "стоп", "зупинити", "скасувати" } },
	{ "ru", STOP, false, { "стоп", "остановить", "отписаться",
	    "отмена" } },
};

static bool
among(const char *words, const char *const list[WORDS_MOST])
{
	for (size_t i = 0; i < WORDS_MOST && list[i] != NULL; i++)
		if (strcmp(words, list[i]) == 0)
			return true;
	return false;
}

enum reply_what
optout_read(struct arena *arena, const struct written *w)
{
	const char *words = text_words(arena, w->text);

	for (size_t i = 0; i < COUNT(table); i++)
		if ((!table[i].if_stopped || w->stopped) &&
		    (strcmp(table[i].language, "en") == 0 ||
		    phrase_speaks(w, table[i].language)) &&
		    among(words, table[i].words))
			return table[i].what;
	return REPLY_MESSAGE;
}

bool
optout_answered(const struct provider *provider, const char *text)
{
	static const char blanks[] = " \t\n";
	size_t length;

	text += strspn(text, blanks);
	length = strlen(text);
	while (length > 0 && strchr(blanks, text[length - 1]) != NULL)
		length--;
	for (const char *const *word = provider->answers_itself;
	    word != NULL && *word != NULL; word++)
		if (strlen(*word) == length &&
		    strncasecmp(*word, text, length) == 0)
			return true;
	return false;
}
