/*
 * What has to be asked for: the database, ourselves at public_url, the
 * providers and the translators.
 *
 * A gateway that is asked for /healthz with a nonce proves which district it
 * serves (web.h).  When none serves here public_url is not asked, since
 * nobody could answer.
 */

#include <sys/socket.h>
#include <sys/un.h>

#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/crypt.h"
#include "command/ask.h"
#include "command/check.h"
#include "net/client.h"
#include "net/loop.h"
#include "store/contact.h"
#include "store/db.h"
#include "store/person.h"
#include "web/web.h"

#define PATIENCE	SECONDS(10)
#define OFF_MOST	SECONDS(5)	/* The header Date has seconds. */
#define OFF_DATABASE	SECONDS(2)	/* As the gateway has it. */
#define NONCE		12		/* Bytes. */

/* Which one it is, and what its families read. */
static void
read_district(struct checking *c, struct db *db)
{
	struct district	  district;
	const char	**list;
	unsigned	  n;

	if (!district_get(db, &district))
		return;
	c->district = district.id;
	c->name = arena_text(c->ground.arena, district.name);
	n = contact_languages(db, &list);
	c->languages = NEW_LIST(c->ground.arena, const char *, n);
	for (; c->language_count < n; c->language_count++)
		c->languages[c->language_count] = arena_text(c->ground.arena,
		    list[c->language_count]);
}

static void
compare_database(struct checking *c, struct db *db)
{
	int64_t off = db_clock(db) - clock_now();

	if (db_why(db) == NULL && (off > OFF_DATABASE ||
	    off < -OFF_DATABASE))
		check_doubt(c, "the clock of this machine differs from the "
		    "database's by %lld s. Nothing is sent while it does: "
		    "keep both clocks right.", (long long)(off / 1000));
}

/* The database, in a transaction; NULL: it cannot be used, which was said. */
static struct db *
open_database(struct checking *c)
{
	const char	*where = c->ground.configured.settings.database, *why;
	struct db	*db = db_open(db_driver_for(where), where, false,
			    &why);

	if (db == NULL) {
		check_doubt(c, "the database cannot be used: %s. `homeline "
		    "init` makes it.", why);
		return NULL;
	}
	db_use(db, c->ground.arena);
	if (db_begin(db))
		read_district(c, db);
	return db;
}

static void
close_database(struct db *db)
{
	db_rollback(db);
	db_close(db);
}

void
check_district(struct checking *c)
{
	struct db *db = open_database(c);

	if (db != NULL)
		close_database(db);
}

void
check_database(struct checking *c)
{
	struct db *db = open_database(c);

	if (db == NULL)
		return;
	if (db_why(db) == NULL)
		compare_database(c, db);
	if (db_why(db) == NULL && c->district != 0) {
		check_pages(c, db);
		check_offices(c, db);
		check_templates(c, db);
	}
	if (c->district == 0)
		check_doubt(c, "the database has no district of this "
		    "version. Run `homeline init`, or `homeline migrate`.");
	close_database(db);
}

/* One request, waited for. */
struct asking {
	struct carriage	 carriage;
	struct loop	*loop;
	int64_t		 began;
};

static void
answered(struct carriage *carriage)
{
	loop_stop(CONTAINER(carriage, struct asking, carriage)->loop);
}

static const struct response *
carry(struct checking *c, struct asking *a)
{
	struct client *client;

	a->loop = loop_new();
	a->carriage.arena = c->ground.arena;
	a->carriage.patience = PATIENCE;
	a->carriage.answered = answered;
	a->began = clock_now();
	client = client_open(a->loop, 1);
	client_carry(client, &a->carriage);
	loop_run(a->loop);
	client_close(client);
	loop_free(a->loop);
	return &a->carriage.response;
}

/* Whose clock the answer tells, and how it compares to ours. */
static void
compare_clocks(struct checking *c, const struct asking *a, const char *who)
{
	const char	*date = headers_get(&a->carriage.response.headers,
			    "Date");
	int64_t		 told, now = clock_now();

	if (date == NULL || (told = (int64_t)curl_getdate(date, NULL)) < 0)
		return;
	told = SECONDS(told);
	if (told < a->began - OFF_MOST || told > now + OFF_MOST)
		check_doubt(c, "the clock of this machine differs from that "
		    "of %s by %lld s. Keep it right by chrony or "
		    "systemd-timesyncd.", who,
		    (long long)((told - now) / 1000));
}

/* Is there a gateway to be found?  Whom we may not ask may be one. */
static bool
serves(const struct ground *g)
{
	struct sockaddr_un	 un = { .sun_family = AF_UNIX };
	int			 fd = socket(AF_UNIX, SOCK_STREAM |
				    SOCK_CLOEXEC, 0);
	bool			 so;

	snprintf(un.sun_path, sizeof un.sun_path, "%s", ask_socket(g));
	so = fd >= 0 && (connect(fd, (struct sockaddr *)&un, sizeof un) == 0 ||
	    errno == EACCES);
	if (fd >= 0)
		close(fd);
	return so;
}

/* What to do about an address that gave no answer. */
static const char *
remedy(const char *why)
{
	if (strstr(why, "resolve") != NULL)
		return "Give that name an entry in DNS.";
	if (strstr(why, "certificate") != NULL)
		return "See the proxy's certificate: its name, its dates, and "
		    "that the whole chain is sent.";
	if (strstr(why, "encryption") != NULL)
		return "See that the proxy speaks TLS there.";
	return "See that the proxy runs, and that the firewall lets others "
	    "in.";
}

static void
judge_public(struct checking *c, const struct asking *a, const char *nonce)
{
	const struct response	*r = &a->carriage.response;
	const char		*url = c->ground.configured.settings.public_url;
	const char		*proof = headers_get(&r->headers,
				    WEB_PROOF);
	const char		*to = headers_get(&r->headers, "Location");

	if (r->carried != ANSWERED)
		check_doubt(c, "public_url %s: %s. No webhook comes. %s", url,
		    a->carriage.why, remedy(a->carriage.why));
	else if (r->status / 100 == 3)
		check_doubt(c, "public_url %s redirects to %s, and providers "
		    "do not follow. Write where it leads.", url,
		    to == NULL ? "another place" : to);
	else if (r->status != 200)
		check_doubt(c, "public_url %s answers with status %d. See "
		    "where the proxy sends /healthz and /hooks.", url,
		    r->status);
	else if (proof == NULL || strcmp(proof, web_proof(c->ground.arena,
	    c->district, nonce)) != 0)
		check_doubt(c, "public_url %s leads to another server, not to "
		    "this gateway. See the name's entry in DNS, and where the "
		    "proxy sends requests.", url);
}

static void
ask_public(struct checking *c)
{
	const char	*url = c->ground.configured.settings.public_url;
	const char	*nonce = crypt_random(c->ground.arena, NONCE);
	struct asking	 a = { .carriage = { .request = { .method = "GET" } } };

	if (*url == '\0' || c->district == 0)
		return;
	if (!serves(&c->ground)) {
		printf("public_url is not asked: no gateway serves here\n");
		return;
	}
	a.carriage.request.url = arena_print(c->ground.arena,
	    "%s/healthz?nonce=%s", url, nonce);
	(void)carry(c, &a);
	judge_public(c, &a, nonce);
	compare_clocks(c, &a, "public_url");
}

/* What to do about a mail server that cannot be spoken with. */
static const char *
mail_remedy(const char *why)
{
	if (strstr(why, "resolve") != NULL || strstr(why, "address") != NULL)
		return "See its name in the configuration.";
	if (strstr(why, "certificate") != NULL)
		return "See its name there, and `authorities` when its "
		    "certificate is one of your own.";
	if (strstr(why, "clear text") != NULL)
		return "Use smtps:// or `encrypt = starttls`.";
	if (strstr(why, "encryption") != NULL)
		return "See that the port is the one for mail of programs "
		    "(587, or smtps:// and 465).";
	return "See its name and port, and that the firewall lets us out.";
}

/* Connects and logs in; no mail is said. */
static void
ask_mail_server(struct checking *c, const struct account *account)
{
	struct asking		 a = { .began = 0 };
	const struct outgoing	 none = { .from = "check@localhost",
				    .to = "check@localhost", .text = "",
				    .message_id = "check" };
	const struct response	*r;

	account->provider->build(account, &none, clock_now(),
	    &a.carriage.request, c->ground.arena);
	a.carriage.request.body = NULL;
	a.carriage.request.length = 0;
	r = carry(c, &a);
	if (r->carried != ANSWERED)
		check_doubt(c, "account %s: its mail server %s. Mail waits "
		    "until it can be used. %s", account->name, a.carriage.why,
		    mail_remedy(a.carriage.why));
	else if (r->status / 100 != 2 && r->step == MAIL_LOGIN)
		check_doubt(c, "account %s: its mail server refuses our login "
		    "(%d). See user and password_file; Google and Microsoft "
		    "want a password made for a program.", account->name,
		    r->status);
	else if (r->status / 100 != 2)
		check_doubt(c, "account %s: its mail server does not take us "
		    "(%d). It may be busy, or know us not.", account->name,
		    r->status);
}

/* Whether the mailbox that answers come to can be looked into. */
static void
ask_mailbox(struct checking *c, const struct account *account,
    const struct account_settings *use)
{
	struct asking		 a = { .carriage = { .request = {
				    .method = "NOOP", .url = use->imap,
				    .user = use->imap_user,
				    .password = use->imap_password,
				    .authorities = use->imap_authorities } } };
	const struct response	*r;

	if (use->imap == NULL || *use->imap == '\0')
		return;
	r = carry(c, &a);
	if (r->carried != ANSWERED)
		check_doubt(c, "account %s: imap: the server %s. No answers "
		    "come. %s", account->name, a.carriage.why,
		    mail_remedy(a.carriage.why));
	else if (r->status != 200)
		check_doubt(c, "account %s: imap: the server %s. See "
		    "imap_user, imap_password_file, and the mailbox in the "
		    "URL.", account->name, a.carriage.why);
}

/* Nothing is asked about anybody: what was written from now on to a number
 * that nobody has. */
static void
ask_provider(struct checking *c, const struct account *account)
{
	struct asking		 a = { .began = 0 };
	const struct question	 q = { .kind = ASK_INBOUND,
				    .to = "+15005550000",
				    .since = clock_now() };
	const struct response	*r;

	if (account->provider->ask == NULL)
		return;
	account->provider->ask(account, &q, clock_now(), &a.carriage.request,
	    c->ground.arena);
	r = carry(c, &a);
	if (r->carried != ANSWERED)
		check_doubt(c, "account %s: its provider %s. Texts wait until "
		    "it can be reached.", account->name, a.carriage.why);
	else if (r->status == 401 || r->status == 403)
		check_doubt(c, "account %s: its provider refuses us (status "
		    "%d). See the account's name and secret.", account->name,
		    r->status);
	else if (r->status / 100 != 2)
		check_doubt(c, "account %s: its provider answers with status "
		    "%d. See base_url, and the account.", account->name,
		    r->status);
	compare_clocks(c, &a, arena_print(c->ground.arena,
	    "the provider of account %s", account->name));
}

/* What has to be fetched before a translator is asked; NULL: there is none,
 * and said why. */
static const char *
fetch_token(struct checking *c, const struct translating_account *t,
    struct translated *said)
{
	struct asking	 a = { .began = 0 };
	struct fetched	 fetched = { .token = "" };

	if (t->translator->ask == NULL)
		return fetched.token;
	t->translator->ask(t, clock_now(), &a.carriage.request,
	    c->ground.arena);
	t->translator->told(t, carry(c, &a), clock_now(), &fetched,
	    c->ground.arena);
	*said = fetched.said;
	return fetched.token;
}

/* It is given two words of ours to say in Spanish. */
static void
ask_translator(struct checking *c, const struct translating_account *t)
{
	struct asking		 a = { .began = 0 };
	struct to_say		 say = { .from = "en-US", .to = "es-US",
				    .text = "Good morning." };
	struct translated	 said = { .outcome = OUTCOME_SENT };

	say.token = fetch_token(c, t, &said);
	if (say.token != NULL) {
		t->translator->build(t, &say, clock_now(),
		    &a.carriage.request, c->ground.arena);
		t->translator->judge(t, carry(c, &a), &said,
		    c->ground.arena);
	}
	if (said.outcome != OUTCOME_SENT)
		check_doubt(c, "translator %s: %s. What is to be translated "
		    "waits, and is then \"not available\"%s%s.", t->name,
		    said.reason, a.carriage.why == NULL ? "" : "; it ",
		    a.carriage.why == NULL ? "" : a.carriage.why);
}

void
check_world(struct checking *c)
{
	ask_public(c);
	for (unsigned i = 0; i < c->ground.configured.translator_count; i++)
		ask_translator(c, &c->ground.configured.translators[i]);
	for (unsigned i = 0; i < c->ground.configured.count; i++) {
		const struct account *account =
		    &c->ground.configured.accounts[i];

		if (account->provider->channel == CHANNEL_EMAIL) {
			ask_mail_server(c, account);
			ask_mailbox(c, account, &c->ground.configured.use[i]);
		} else {
			ask_provider(c, account);
		}
	}
}
