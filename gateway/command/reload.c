/*
 * What changes with SIGHUP, and what does not.
 */

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/locale.h"
#include "base/log.h"
#include "command/reload.h"
#include "flow/bank.h"
#include "flow/keyword.h"

#define WHY_SIZE	512

static bool
open_locales(struct reload *r)
{
	char why[WHY_SIZE];

	r->locales = locales_open(r->configured.settings.locales, why,
	    sizeof why);
	if (r->locales == NULL)
		log_error("configuration", 0, "locales: %s", why);
	else if ((r->keywords = keywords_read(r->arena,
	    r->configured.settings.locales, why, sizeof why)) == NULL)
		log_error("configuration", 0, "words of consent: %s", why);
	else if ((r->bank = bank_read(r->arena,
	    r->configured.settings.locales, why, sizeof why)) == NULL)
		log_error("configuration", 0, "first templates: %s", why);
	return r->bank != NULL;
}

void
reload_free(struct reload *r)
{
	locales_close(r->locales);
	arena_free(r->arena);
}

static bool
may_reach(const struct configured *c, bool sample)
{
	for (unsigned i = 0; sample && i < c->count; i++)
		if (!c->use[i].simulated) {
			log_error("configuration", 0, "account %s would reach "
			    "real phones, and this is a sample district",
			    c->accounts[i].name);
			return false;
		}
	return true;
}

struct reload *
reload_read(const char *path, bool sample)
{
	struct arena	*arena = arena_new();
	struct reload	*r = NEW(arena, struct reload);
	struct config	 config;

	r->arena = arena;
	if (settings_read(&r->configured, &config, arena, path) &&
	    may_reach(&r->configured, sample) && open_locales(r))
		return r;
	for (unsigned i = 0; i < config.problem_count; i++)
		log_error("configuration", 0, "%s", config.problems[i]);
	log_error("configuration", 0, "it is refused as a whole; all goes on "
	    "as it was configured before");
	reload_free(r);
	return NULL;
}

static void
needs_restart(const char *what, const char *name, bool differs)
{
	if (differs)
		log_warn("configuration", 0, "%s%s has changed, which needs a "
		    "restart; it stays as it was", what, name);
}

static const struct account *
account_of(const struct configured *c, const char *name, unsigned *place)
{
	for (*place = 0; *place < c->count; ++*place)
		if (strcmp(c->accounts[*place].name, name) == 0)
			return &c->accounts[*place];
	return NULL;
}

/* It is another account, under the same name: what is in hand, and what has to
 * be looked for, is the old one's. */
static bool
is_another(const struct configured *into, unsigned i,
    const struct configured *fresh, unsigned place)
{
	const char	*name = into->accounts[i].name;
	bool		 provider = fresh->accounts[place].provider !=
			    into->accounts[i].provider;
	bool		 simulated = fresh->use[place].simulated !=
			    into->use[i].simulated;

	needs_restart("the provider of account ", name, provider);
	needs_restart("simulated of account ", name, simulated);
	return provider || simulated;
}

/* What its requests are made of; the name and the provider stay. */
static void
take_account(struct configured *into, unsigned i,
    const struct configured *fresh)
{
	struct account		*account = &into->accounts[i];
	const struct account	*other;
	const char		*provider = into->use[i].provider;
	unsigned		 place;

	other = account_of(fresh, account->name, &place);
	needs_restart("that there is no account ", account->name,
	    other == NULL);
	if (other == NULL || is_another(into, i, fresh, place))
		return;
	account->options = other->options;
	account->hook = other->hook;
	account->answers_words = other->answers_words;
	account->help = other->help;
	account->answers_nights = other->answers_nights;
	into->use[i] = fresh->use[place];
	into->use[i].provider = provider;
}

static void
take_settings(struct settings *into, const struct settings *fresh)
{
	struct settings	is = *into;

	needs_restart("", "listen", strcmp(is.listen, fresh->listen) != 0);
	needs_restart("", "plain_http", is.plain_http != fresh->plain_http);
	needs_restart("", "state", strcmp(is.state, fresh->state) != 0);
	needs_restart("", "database",
	    strcmp(is.database, fresh->database) != 0);
	needs_restart("", "node", strcmp(is.node, fresh->node) != 0);
	needs_restart("", "readers", is.readers != fresh->readers);
	*into = *fresh;
	into->listen = is.listen;
	into->plain_http = is.plain_http;
	into->state = is.state;
	into->database = is.database;
	into->node = is.node;
	into->readers = is.readers;
}

static bool
same_translators(const struct configured *a, const struct configured *b)
{
	if (a->translator_count != b->translator_count)
		return false;
	for (unsigned i = 0; i < a->translator_count; i++)
		if (strcmp(a->translators[i].name,
		    b->translators[i].name) != 0 ||
		    a->translators[i].translator !=
		    b->translators[i].translator ||
		    a->translator_use[i].simulated !=
		    b->translator_use[i].simulated)
			return false;
	return true;
}

/* Routes have the numbers of translators, so all of it changes, or nothing. */
static void
take_translators(struct configured *into, const struct configured *fresh)
{
	bool same = same_translators(into, fresh);

	needs_restart("", "which translators there are", !same);
	if (!same)
		return;
	for (unsigned i = 0; i < into->translator_count; i++) {
		into->translators[i].options = fresh->translators[i].options;
		into->translator_use[i] = fresh->translator_use[i];
	}
	memcpy(into->routes, fresh->routes, sizeof into->routes);
	into->route_count = fresh->route_count;
}

void
reload_take(const struct reload *r, struct configured *into)
{
	const struct configured *fresh = &r->configured;
	unsigned		 place;

	take_settings(&into->settings, &fresh->settings);
	for (unsigned i = 0; i < into->count; i++)
		take_account(into, i, fresh);
	take_translators(into, fresh);
	for (unsigned i = 0; i < fresh->count; i++)
		needs_restart("that there is an account ",
		    fresh->accounts[i].name, account_of(into,
		    fresh->accounts[i].name, &place) == NULL);
}
