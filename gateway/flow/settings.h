#ifndef GATEWAY_FLOW_SETTINGS_H
#define GATEWAY_FLOW_SETTINGS_H

/*
 * The settings of the gateway, from its configuration file:
 *
 *	[homeline]		struct settings
 *	[account NAME]		one for each provider account
 *	[translator NAME]	one for each service that translates
 *
 * `homeline check` prints the problems, `homeline settings` the tables as an
 * example file or as the manual.
 */

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/config.h"
#include "provider.h"
#include "translator.h"

#define ACCOUNTS_MOST	16
#define TRANSLATORS_MOST 8
#define ROUTES_MOST	64	/* Words of `translate`. */

struct settings {
	const char	*listen;	/* "127.0.0.1:8080" or "unix:/path" */
	const char	*public_url;	/* How providers reach us; no / at its end. */
	const char	*state;		/* The folder of the lock and the database. */
	const char	*database;	/* A path, or a PostgreSQL connection string. */
	const char	*node;		/* The name of this node. */
	const char	*locales;	/* The folder of the locales. */
	const char	*trusted;	/* Proxies, for the limit per peer. */
	int64_t		 readers, connections, per_peer, backlog;
	bool		 plain_http;	/* To other machines, too. */
	int		 log;		/* enum log_level */
	const char	*mail_instead;	/* As written; and as bits: */
	unsigned	 instead;	/* 1 << enum instead */
	const char	*translate;	/* As written; see struct routed. */
};

/* Why mail may go where no text can. */
enum instead {
	INSTEAD_LANDLINE,
	INSTEAD_STOPPED,
	INSTEAD_WRONG,		/* It is somebody else's number. */
	INSTEAD_FAILED,		/* For good. */
	INSTEAD_UNKNOWN,	/* And nobody can be asked. */
	INSTEAD_NONE,		/* There is no number. */
};

enum inbound { INBOUND_WEBHOOK, INBOUND_POLL };

enum optout { OPTOUT_PROVIDER, OPTOUT_OURS };

/* What is done with a mail in the mailbox once it is kept. */
enum imap_done { IMAP_LEAVE, IMAP_DELETE };

/* An account as the flows use it. */
struct account_settings {
	const char	*provider;
	int64_t		 window;	/* Requests under way, at most. */
	int64_t		 pace;		/* Segments per second; 0: any. */
	int64_t		 listing;	/* ms between two listings of inbound. */
	int		 inbound;	/* enum inbound */
	int		 optout;	/* enum optout: who answers a STOP. */
	const char	*help;		/* Whom HELP names. */
	bool		 night;		/* answer_at_night */
	bool		 simulated;	/* It reaches no real phone. */

	/* Of mail. */
	const char	*replies;	/* The mailbox that answers come to. */
	const char	*imap;		/* Its URL; "": it is not looked at. */
	const char	*imap_user, *imap_password, *imap_authorities;
	int		 imap_done;	/* enum imap_done */
};

/* A translator as the flows use it. */
struct translator_settings {
	const char	*provider;
	int64_t		 window;	/* Requests under way, at most. */
	bool		 simulated;	/* What it says is for no family. */
};

/* A word of `translate`, such as ht:google. */
struct routed {
	const char	*language;	/* A tag of ours; NULL: any other. */
	int		 translator;	/* -1: none. */
};

struct configured {
	struct settings		 settings;
	struct account		 accounts[ACCOUNTS_MOST];
	struct account_settings	 use[ACCOUNTS_MOST];	/* Beside accounts. */
	unsigned		 count;
	struct translating_account translators[TRANSLATORS_MOST];
	struct translator_settings translator_use[TRANSLATORS_MOST];
	unsigned		 translator_count;
	struct routed		 routes[ROUTES_MOST];
	unsigned		 route_count;
};

extern const struct setting settings_homeline[];
extern const struct setting settings_account[];
extern const struct setting settings_translator[];

/* Reads and checks all of the file.  False: config->problems says what is
 * wrong with it. */
bool	 settings_read(struct configured *, struct config *, struct arena *,
	    const char *path) must_use;

#define REPLIES_MOST	33	/* Letters before the @; a token makes 64. */

/* Of the two above, what is about mail (settings_mail.c). */
void	 settings_mail(struct configured *, struct config *);

/*
 * Who says it in another language: the number of the nth (from 0) translator
 * that is meant for that pair and documents it, or -1.  The others are for
 * when the first cannot be had.  With -1 for n = 0 it is "not available".
 * One of the two languages is English, and the routes go by the other.
 */
int	 settings_translates(const struct configured *, const char *from,
	    const char *to, unsigned n);

/* All the tables, the providers' too, as example file or manual. */
void	 settings_print(FILE *, bool manual);

#endif
