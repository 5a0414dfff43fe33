/*
 * How a file becomes a struct configured, by the tables of settings.
 *
 * An account has two tables in one section: what every account has, which is
 * here, and what its provider wants, which is the provider's.  They are put
 * together into one before a section is filled or printed.
 */

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/email.h"
#include "flow/settings_inside.h"
#include "store/db.h"

#ifndef HOMELINE_LOCALES
#define HOMELINE_LOCALES "locales"
#endif

#define NAME_MOST	32	/* Letters of an account's name. */
#define HELP_MOST	40	/* Bytes of `help`. */

static size_t
rows_of(const struct setting *table)
{
	size_t n = 0;

	while (table[n].name != NULL)
		n++;
	return n;
}

void
settings_both(struct setting into[TABLE_MOST], const struct setting *ours,
    const struct setting *its)
{
	size_t n = rows_of(ours), m = rows_of(its);

	if (n + m >= TABLE_MOST)
		abort();
	memcpy(into, ours, n * sizeof *into);
	memcpy(into + n, its, (m + 1) * sizeof *into);
}

/* The keys of a table as they stand in a file. */
static const char *const *
keys(struct arena *arena, const struct setting *table)
{
	size_t		 n = rows_of(table);
	const char	**list = NEW_LIST(arena, const char *, n + 1);

	for (size_t i = 0; i < n; i++)
		list[i] = arena_print(arena, "%s%s", table[i].name,
		    setting_suffix(&table[i]));
	return list;
}

/*
 * Each of the two tables is filled by itself.  The first is told that all
 * the keys are somebody's, so that an unknown one is named once, by the
 * second.
 */
void
settings_fill(struct config *config, struct section *section,
    const struct settings_pair *pair)
{
	const char	**all = NEW_LIST(config->arena, const char *,
	    section->count + 1);

	for (unsigned i = 0; i < section->count; i++)
		all[i] = section->lines[i].key;
	config_fill(config, section, pair->ours, all, pair->use);
	config_fill(config, section, pair->its,
	    keys(config->arena, pair->ours), pair->options);
}

static const struct provider *
provider_of(const char *name)
{
	for (const struct provider *const *p = providers; *p != NULL; p++)
		if (name != NULL && strcmp((*p)->name, name) == 0)
			return *p;
	return NULL;
}

bool
settings_name(const char *name)
{
	size_t length = strlen(name);

	if (length == 0 || length > NAME_MOST)
		return false;
	for (size_t i = 0; i < length; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '-' &&
		    name[i] != '_')
			return false;
	return true;
}

/* What is wrong with a provider that is named, or not. */
static void
name_providers(struct config *config, const struct section *section,
    const char *name)
{
	const char *known = "";

	for (const struct provider *const *p = providers; *p != NULL; p++)
		known = arena_print(config->arena, "%s%s%s", known,
		    *known == '\0' ? "" : ", ", (*p)->name);
	if (name == NULL)
		config_problem(config, section->line, "provider is missing in "
		    "this section; add a line provider = ..., one of: %s",
		    known);
	else
		config_problem(config, section->line, "there is no provider "
		    "\"%s\"; write one of: %s", name, known);
}

/* Whether an address is this machine's own, which no other one reaches. */
static bool
is_here(const char *host)
{
	struct in_addr four;
	struct in6_addr six;
	char inner[INET6_ADDRSTRLEN] = "";
	size_t length = strlen(host);

	if (inet_pton(AF_INET, host, &four) == 1)
		return ntohl(four.s_addr) >> 24 == IN_LOOPBACKNET;
	if (*host != '[' || host[length - 1] != ']' ||
	    length - 2 >= sizeof inner)
		return false;
	memcpy(inner, host + 1, length - 2);
	return inet_pton(AF_INET6, inner, &six) == 1 &&
	    IN6_IS_ADDR_LOOPBACK(&six);
}

bool
settings_leads_here(struct arena *arena, const char *url)
{
	const char	*host = url == NULL ? NULL : strstr(url, "://");
	size_t		 length;

	if (host == NULL)
		return false;
	host += 3;
	length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
	return host[strcspn(host, "@\\")] == '\0' &&
	    strchr(":/", (host + strnlen(host, length))[0]) != NULL &&
	    is_here(arena_copy(arena, host, strnlen(host, length)));
}

/* What is called simulated must not be the real thing. */
static void
check_simulated(const struct account_settings *use, struct config *config,
    struct section *section, const struct provider *provider)
{
	bool mail = provider->channel == CHANNEL_EMAIL;

	if (use->simulated && !settings_leads_here(config->arena,
	    section_get(section, mail ? "server" : "base_url")))
		config_problem(config, section->line, "simulated = yes is for "
		    "a carrier on this machine; write %s://127.0.0.1:PORT, or "
		    "take simulated out", mail ? "server = smtp" :
		    "base_url = http");
}

/* The mailbox of an account of mail, and where it is read. */
static void
check_mailbox(struct account_settings *use, struct config *config,
    const struct section *section)
{
	const char *why, *imap = use->imap;

	if (!email_read(config->arena, use->replies, &use->replies, &why) ||
	    strchr(use->replies, '+') != NULL)
		config_problem(config, section->line, "replies in this section "
		    "has to be a mailbox without a +, such as "
		    "replies@school.example");
	if (*imap == '\0')
		return;
	if (strncmp(imap, "imaps://", 8) != 0 &&
	    (strncmp(imap, "imap://", 7) != 0 ||
	    !settings_leads_here(config->arena, imap)))
		config_problem(config, section->line, "imap in this section "
		    "must be imaps://SERVER/MAILBOX; imap:// is for a server "
		    "on this machine, by its number: imap://127.0.0.1/INBOX");
	if (*use->imap_user == '\0' || *use->imap_password == '\0')
		config_problem(config, section->line, "imap in this section "
		    "needs imap_user and imap_password_file");
}

static void
fill_account(struct configured *into, struct config *config,
    struct section *section, const struct provider *provider)
{
	struct account	*account = &into->accounts[into->count];
	void		*options = arena_take(config->arena, provider->size);

	settings_fill(config, section, &(struct settings_pair){
	    settings_account, provider->settings, &into->use[into->count],
	    options });
	account->name = section->name;
	account->provider = provider;
	account->options = options;
	account->answers_words = into->use[into->count].optout ==
	    OPTOUT_OURS;
	account->answers_nights = into->use[into->count].night;
	account->help = into->use[into->count].help;
	if (strlen(account->help) > HELP_MOST)
		config_problem(config, section->line, "help in this section "
		    "is longer than %d letters; make it shorter", HELP_MOST);
	check_simulated(&into->use[into->count], config, section, provider);
	if (provider->channel == CHANNEL_EMAIL)
		check_mailbox(&into->use[into->count], config, section);
	into->count++;
}

static void
add_account(struct configured *into, struct config *config,
    struct section *section)
{
	const char		*name = section_get(section, "provider");
	const struct provider	*provider = provider_of(name);

	if (!settings_name(section->name))
		config_problem(config, section->line, "an account needs a name "
		    "of letters, digits, - and _; write [account main]");
	else if (into->count == ACCOUNTS_MOST)
		config_problem(config, section->line, "there are more than %d "
		    "accounts; take some out", ACCOUNTS_MOST);
	else if (provider == NULL)
		name_providers(config, section, name);
	else
		fill_account(into, config, section, provider);
}

int
settings_line(const struct config *config, const char *key)
{
	for (unsigned i = 0; i < config->count; i++) {
		const struct section *s = &config->sections[i];

		if (strcmp(s->kind, "homeline") != 0)
			continue;
		for (unsigned j = 0; j < s->count; j++)
			if (strcmp(s->lines[j].key, key) == 0)
				return s->lines[j].line;
	}
	return 0;
}

static void
check_url(struct configured *into, struct config *config)
{
	const char	*url = into->settings.public_url;
	size_t		 length = strlen(url);

	if (length == 0)
		return;
	if ((strncmp(url, "https://", 8) != 0 &&
	    strncmp(url, "http://", 7) != 0) ||
	    strpbrk(url, " ?#\"<>") != NULL)
		config_problem(config, settings_line(config, "public_url"),
		    "public_url must begin with https:// and have no query, "
		    "not \"%s\"", url);
	while (length > 0 && url[length - 1] == '/')
		length--;
	into->settings.public_url = arena_copy(config->arena, url, length);
}

static bool
is_port(const char *text)
{
	char *end;
	long  port;

	if (!isdigit((unsigned char)*text))
		return false;
	port = strtol(text, &end, 10);
	return *end == '\0' && port <= 65535;
}

static void
check_listen(const struct configured *into, struct config *config)
{
	const char *listen = into->settings.listen;
	const char *colon = strrchr(listen, ':');
	int line = settings_line(config, "listen");

	if (strncmp(listen, "unix:/", 6) == 0)
		return;
	if (colon == NULL || colon == listen || !is_port(colon + 1))
		config_problem(config, line, "listen must be "
		    "ADDRESS:PORT, [ADDRESS]:PORT or unix:/PATH, not "
		    "\"%s\"", listen);
	else if (!into->settings.plain_http && !is_here(arena_copy(
	    config->arena, listen, (size_t)(colon - listen))))
		config_problem(config, line, "listen is plain HTTP, so "
		    "the address must be 127.0.0.1 or [::1], with a proxy for "
		    "TLS in front, not \"%s\"; or write "
		    "plain_http = yes", listen);
}

static void
check_database(struct configured *into, struct config *config)
{
	struct settings *s = &into->settings;

	if (*s->database == '\0')
		s->database = arena_print(config->arena, "%s/homeline.db",
		    s->state);
	if (db_driver_for(s->database) == NULL)
		config_problem(config, settings_line(config, "database"),
		    "this program was built without PostgreSQL; configure it "
		    "--with-postgres, or use a file");
}

/* A setting that may be anything but nothing. */
static void
check_filled(struct config *config, const char *key, const char *value)
{
	if (*value == '\0')
		config_problem(config, settings_line(config, key), "%s is "
		    "empty; write it, or take the line out", key);
}

static void
check_homeline(struct configured *into, struct config *config)
{
	struct settings *s = &into->settings;

	check_filled(config, "state", s->state);
	check_filled(config, "node", s->node);
	check_listen(into, config);
	check_url(into, config);
	check_database(into, config);
	if (*s->locales == '\0')
		s->locales = HOMELINE_LOCALES;
	settings_mail(into, config);
	settings_routes(into, config);
}

/* Where the webhooks of each account come to. */
static void
name_hooks(struct configured *into, struct config *config)
{
	for (unsigned i = 0; i < into->count; i++) {
		if (*into->settings.public_url == '\0' &&
		    into->accounts[i].provider->channel == CHANNEL_SMS &&
		    into->use[i].inbound == INBOUND_WEBHOOK)
			config_problem(config, 0, "account %s has inbound = "
			    "webhook, so public_url must be given in "
			    "[homeline]; or write inbound = poll",
			    into->accounts[i].name);
		into->accounts[i].hook = *into->settings.public_url == '\0' ?
		    "" : arena_print(config->arena, "%s/hooks/%s",
		    into->settings.public_url, into->accounts[i].name);
	}
}

bool
settings_read(struct configured *into, struct config *config,
    struct arena *arena, const char *path)
{
	struct section *homeline = NULL;

	memset(into, 0, sizeof *into);
	if (!config_read(config, arena, path))
		return false;
	for (unsigned i = 0; i < config->count; i++) {
		struct section *s = &config->sections[i];

		if (strcmp(s->kind, "homeline") == 0 && *s->name == '\0')
			homeline = s;
		else if (strcmp(s->kind, "account") == 0)
			add_account(into, config, s);
		else if (strcmp(s->kind, "translator") == 0)
			settings_translator_section(into, config, s);
		else
			config_problem(config, s->line, "there is no section "
			    "[%s%s%s]; write [homeline], [account NAME] or "
			    "[translator NAME]",
			    s->kind, *s->name == '\0' ? "" : " ", s->name);
	}
	config_fill(config, homeline, settings_homeline, NULL,
	    &into->settings);
	if (config->problem_count > 0)
		return false;
	check_homeline(into, config);
	name_hooks(into, config);
	return config->problem_count == 0;
}

void
settings_print(FILE *out, bool manual)
{
	struct setting table[TABLE_MOST];

	if (manual)
		config_manual(out, "homeline", settings_homeline);
	else
		config_example(out, "homeline", settings_homeline);
	for (const struct provider *const *p = providers; *p != NULL; p++) {
		settings_both(table, settings_account, (*p)->settings);
		if (manual)
			config_manual(out, "account NAME", table);
		else
			config_example(out, (*p)->channel == CHANNEL_EMAIL ?
			    "account mail" : "account main", table);
	}
	settings_print_translators(out, manual);
}
