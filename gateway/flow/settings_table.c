/*
 * The tables of settings: what each is, its preset, and its help, from which
 * the example file and the manual are made.
 */

#include <stddef.h>

#include "base/clock.h"
#include "flow/settings.h"

#define ROW(field)	.offset = offsetof(struct settings, field)
#define USE(field)	.offset = offsetof(struct account_settings, field)
#define SAYS(field)	.offset = offsetof(struct translator_settings, field)

static const char *const levels[] = { "debug", "info", "warn", "error", NULL };
static const char *const inbounds[] = { "webhook", "poll", NULL };
static const char *const optouts[] = { "provider", "ours", NULL };
static const char *const dones[] = { "leave", "delete", NULL };

const struct setting settings_homeline[] = {
	{ "listen", SETTING_TEXT, ROW(listen), "127.0.0.1:8080", .help =
	    "Where the API and the webhooks are served, in plain HTTP: an "
	    "address with a port, or unix:/PATH. TLS is the work of a proxy "
	    "in front." },
	{ "plain_http", SETTING_BOOL, ROW(plain_http), "no", .help =
	    "Whether listen may be an address that other machines reach. What "
	    "families write and the API keys would then go over the network "
	    "in the open, unless it is one that encrypts by itself." },
	{ "public_url", SETTING_TEXT, ROW(public_url), "", .help =
	    "How the providers reach this gateway, such as "
	    "https://homeline.example.org. It is needed by accounts with "
	    "inbound = webhook; without it no receipts come." },
	{ "state", SETTING_TEXT, ROW(state), "/var/lib/homeline", .help =
	    "The folder of the lock, and of the database unless that is "
	    "elsewhere. `homeline init` makes it." },
	{ "database", SETTING_TEXT, ROW(database), "", .help =
	    "The path of an SQLite file, or a PostgreSQL connection string "
	    "(postgres://... or host=... dbname=...). When it is empty it is "
	    "homeline.db in the state folder." },
	{ "node", SETTING_TEXT, ROW(node), "first", .help =
	    "The name of this node. Nodes that share one database need names "
	    "of their own, and keep them." },
	{ "locales", SETTING_TEXT, ROW(locales), "", .help =
	    "The folder of what the gateway says by itself, in each "
	    "language. When it is empty it is the one that was installed." },
	{ "trusted_proxies", SETTING_TEXT, ROW(trusted), "", .help =
	    "Addresses, separated by spaces, for which connections_per_peer "
	    "does not hold, because a proxy there limits its own peers, and "
	    "whose header X-Forwarded-For says who asks." },
	{ "readers", SETTING_INT, ROW(readers), "3", 1, 16, .help =
	    "Threads that read the database." },
	{ "connections", SETTING_INT, ROW(connections), "512", 1, 65536,
	    .help = "Connections to the server at a time." },
	{ "connections_per_peer", SETTING_INT, ROW(per_peer), "32", 1, 65536,
	    .help = "Connections from one address at a time." },
	{ "backlog", SETTING_INT, ROW(backlog), "5000", 10, 1000000, .help =
	    "With more visits to the database than this waiting, requests "
	    "are answered 503 and webhooks are asked to come again." },
	{ "mail_instead", SETTING_TEXT, ROW(mail_instead),
	    "landline stopped wrong failed none", .help =
	    "When mail may go to a guardian instead of a text, words of: "
	    "landline (the number is one), stopped (they asked for no "
	    "texts), wrong (it is somebody else's), failed (for good), "
	    "unknown (it may have arrived, and nobody can be asked), none "
	    "(there is no number). When it is empty, only those get mail who "
	    "chose it." },
	{ "translate", SETTING_TEXT, ROW(translate), "", .help =
	    "Who translates which language: words LANGUAGE:TRANSLATOR, such "
	    "as ht:google ak:none *:deepl, where * is every language that is "
	    "not named, none is nobody, and a language that is named twice "
	    "is the second translator's when the first cannot. When it is "
	    "empty each language is the first translator's of this file that "
	    "has it." },
	{ "log", SETTING_CHOICE, ROW(log), "info", .choices = levels, .help =
	    "The least level that is written to standard error." },
	{ .name = NULL },
};

const struct setting settings_account[] = {
	{ "provider", SETTING_TEXT, USE(provider), NULL, .help =
	    "The company that carries the texts: twilio; or smtp, for mail "
	    "by a mail server." },
	{ "simulated", SETTING_BOOL, USE(simulated), "no", .help =
	    "Whether the provider is a simulated one on this machine "
	    "(`homeline carrier`), which reaches no real phone. A district in "
	    "practice may send anything through it; a sample district uses "
	    "nothing else." },
	{ "window", SETTING_INT, USE(window), "16", 1, 256, .help =
	    "Requests to the provider at a time." },
	{ "pace", SETTING_INT, USE(pace), "0", 0, 10000, .help =
	    "Segments per second that the numbers of this account may send, "
	    "as the provider has granted; 0 is no limit." },
	{ "inbound", SETTING_CHOICE, USE(inbound), "webhook",
	    .choices = inbounds, .help =
	    "How the words of families come: the provider calls our webhook, "
	    "or we ask for them, which a gateway can do that no address of "
	    "the internet reaches." },
	{ "listing", SETTING_TIME, USE(listing), "5 min", SECONDS(1),
	    DAYS(1), .help =
	    "How often the provider is asked for what was written to us, so "
	    "that nothing is missed while we were down." },
	{ "optout", SETTING_CHOICE, USE(optout), "provider",
	    .choices = optouts, .help =
	    "Who answers STOP, START and HELP. provider: the provider those "
	    "words that it knows, as it does unless told otherwise, and the "
	    "gateway all others, such as ALTO. ours: the gateway all of them, "
	    "in the family's language; the provider's own answers have to be "
	    "turned off there." },
	{ "help", SETTING_TEXT, USE(help), "", .help =
	    "What the answer to HELP names, so that a family reaches a "
	    "person: a telephone number or an address, in 40 letters at "
	    "most. When it is empty they are told to call the school." },
	{ "answer_at_night", SETTING_BOOL, USE(night), "no", .help =
	    "Whether a family that writes in the evening, at night or on a "
	    "weekend is told that nobody reads it now, on which day somebody "
	    "will, and whom to call in danger; once in twelve hours. Such an "
	    "answer costs as much as any text." },
	{ "replies", SETTING_TEXT, USE(replies), "", .help =
	    "Of mail, where it has to be given: the mailbox that answers and "
	    "bounces come to, such as replies@school.example. What is sent to "
	    "it with a + and more before the @ has to come to it too." },
	{ "imap", SETTING_TEXT, USE(imap), "", .help =
	    "Of mail: where that mailbox is read, such as "
	    "imaps://mail.school.example/INBOX, as often as `listing` says. "
	    "When it is empty a mail server on this machine brings the mail, "
	    "by `homeline mail-in`." },
	{ "imap_user", SETTING_TEXT, USE(imap_user), "", .help =
	    "Of mail: the name to log in with there." },
	{ "imap_password", SETTING_SECRET, USE(imap_password), "", .help =
	    "Of mail: the password to log in with there." },
	{ "imap_authorities", SETTING_TEXT, USE(imap_authorities), "",
	    .help = "Of mail: a file of certificates (PEM) that are trusted "
	    "there, in place of those of the system." },
	{ "imap_done", SETTING_CHOICE, USE(imap_done), "leave",
	    .choices = dones, .help =
	    "Of mail: whether a mail stays in that mailbox after it was "
	    "kept, or is deleted there." },
	{ .name = NULL },
};

const struct setting settings_translator[] = {
	{ "provider", SETTING_TEXT, SAYS(provider), NULL, .help =
	    "The service: libretranslate, google, deepl, azure or amazon; or "
	    "apertium, to try things." },
	{ "simulated", SETTING_BOOL, SAYS(simulated), "no", .help =
	    "Whether it is one on this machine to try things with "
	    "(`homeline translator`, or Apertium). What it says goes to no "
	    "family once the district is live." },
	{ "window", SETTING_INT, SAYS(window), "4", 1, 64, .help =
	    "Requests to the service at a time." },
	{ .name = NULL },
};
