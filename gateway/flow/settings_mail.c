/*
 * What the settings say about mail: the words of mail_instead become bits,
 * and the mailbox for what comes back has to have room for a token.
 */

#include <string.h>

#include "flow/settings.h"

static const char *const words[] = {
	[INSTEAD_LANDLINE] = "landline", [INSTEAD_STOPPED] = "stopped",
	[INSTEAD_WRONG] = "wrong", [INSTEAD_FAILED] = "failed",
	[INSTEAD_UNKNOWN] = "unknown", [INSTEAD_NONE] = "none",
};

/* The bit of a word; 0: it is none of ours. */
static unsigned
bit(const char *word, size_t length)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == length &&
		    memcmp(words[i], word, length) == 0)
			return 1u << i;
	return 0;
}

static void
read_instead(struct settings *s, struct config *config)
{
	static const char	 blanks[] = " \t,";
	const char		*at = s->mail_instead;
	size_t			 length;
	unsigned		 found;

	s->instead = 0;
	for (at += strspn(at, blanks); *at != '\0';
	    at += length, at += strspn(at, blanks)) {
		length = strcspn(at, blanks);
		found = bit(at, length);
		if (found == 0)
			config_problem(config, 0, "mail_instead is made of "
			    "the words landline, stopped, wrong, failed, "
			    "unknown and none, not \"%.*s\"", (int)length, at);
		s->instead |= found;
	}
}

/* The mailbox takes tokens, so it needs room for one. */
static void
check_room(const struct account *account, const struct account_settings *use,
    struct config *config)
{
	if (account->provider->channel == CHANNEL_EMAIL &&
	    strcspn(use->replies, "@") > REPLIES_MOST)
		config_problem(config, 0, "replies of account %s is too long "
		    "for what is put behind it; what stands before the @ has "
		    "%d letters at most", account->name, REPLIES_MOST);
}

void
settings_mail(struct configured *into, struct config *config)
{
	read_instead(&into->settings, config);
	for (unsigned i = 0; i < into->count; i++)
		check_room(&into->accounts[i], &into->use[i], config);
}
