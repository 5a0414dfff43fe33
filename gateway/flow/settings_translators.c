/*
 * What the settings say about translators: their sections, and who
 * translates which language.
 */

#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "flow/settings_inside.h"

static const struct translator *
translator_of(const char *name)
{
	for (const struct translator *const *t = translators; *t != NULL; t++)
		if (name != NULL && strcmp((*t)->name, name) == 0)
			return *t;
	return NULL;
}

/* What is wrong with one that is named, or not. */
static void
name_them(struct config *config, const struct section *section,
    const char *name)
{
	const char *known = "";

	for (const struct translator *const *t = translators; *t != NULL; t++)
		known = arena_print(config->arena, "%s%s%s", known,
		    *known == '\0' ? "" : ", ", (*t)->name);
	if (name == NULL)
		config_problem(config, section->line, "provider is missing in "
		    "this section; add a line provider = ..., one of: %s",
		    known);
	else
		config_problem(config, section->line, "there is no translator "
		    "\"%s\"; write one of: %s", name, known);
}

/* What families write goes there, so not in the open over a network. */
static void
check_url(struct config *config, struct section *section)
{
	const char *url = section_get(section, "base_url");

	if (url != NULL && *url != '\0' &&
	    strncmp(url, "https://", 8) != 0 &&
	    !settings_leads_here(config->arena, url))
		config_problem(config, section->line, "base_url in this "
		    "section must begin with https://; http:// is for a "
		    "service on this machine, by its number: "
		    "http://127.0.0.1:PORT");
}

/* What only tries things must say so, and what says so be on this machine. */
static void
check_simulated(const struct translator_settings *use, struct config *config,
    struct section *section, const struct translator *translator)
{
	if (use->simulated && !settings_leads_here(config->arena,
	    section_get(section, "base_url")))
		config_problem(config, section->line, "simulated = yes is for "
		    "a translator on this machine; write base_url = "
		    "http://127.0.0.1:PORT, or take simulated out");
	else if (!use->simulated && translator->unfit != NULL)
		config_problem(config, section->line, "%s; write simulated = "
		    "yes, or choose another provider", translator->unfit);
}

static void
fill(struct configured *into, struct config *config, struct section *section,
    const struct translator *translator)
{
	unsigned			 i = into->translator_count++;
	struct translating_account	*t = &into->translators[i];
	struct translator_settings	*use = &into->translator_use[i];
	void				*options;
	unsigned			 problems = config->problem_count;
	const char			*wrong = NULL;

	options = arena_take(config->arena, translator->size);
	settings_fill(config, section, &(struct settings_pair){
	    settings_translator, translator->settings, use, options });
	t->name = section->name;
	t->translator = translator;
	t->options = options;
	if (config->problem_count > problems)
		return;
	check_url(config, section);
	check_simulated(use, config, section, translator);
	if (translator->wrong != NULL)
		wrong = translator->wrong(t, config->arena);
	if (wrong != NULL)
		config_problem(config, section->line, "translator %s: %s",
		    t->name, wrong);
}

void
settings_translator_section(struct configured *into, struct config *config,
    struct section *section)
{
	const char		*name = section_get(section, "provider");
	const struct translator	*translator = translator_of(name);

	if (!settings_name(section->name) ||
	    strcmp(section->name, "none") == 0)
		config_problem(config, section->line, "a translator needs a "
		    "name of letters, digits, - and _, but not none; write "
		    "[translator deepl]");
	else if (into->translator_count == TRANSLATORS_MOST)
		config_problem(config, section->line, "there are more than %d "
		    "translators; take some out", TRANSLATORS_MOST);
	else if (translator == NULL)
		name_them(config, section, name);
	else
		fill(into, config, section, translator);
}

/*
 * Routes.
 */

/* The number of a translator, -1 for `none`, -2 for nobody. */
static int
number_of(const struct configured *c, const char *name)
{
	for (unsigned i = 0; i < c->translator_count; i++)
		if (strcmp(c->translators[i].name, name) == 0)
			return (int)i;
	return strcmp(name, "none") == 0 ? -1 : -2;
}

static bool
speaks(const struct configured *c, int translator, const char *from,
    const char *to)
{
	const struct translating_account	*t =
	    &c->translators[translator];
	enum token_form				 form;

	return t->translator->speaks(t, from, to, &form);
}

/* What is wrong with a route that was read; or NULL. */
static const char *
wrong_route(const struct configured *c, const struct routed *r,
    const char *word, struct arena *arena)
{
	if (*word != '*' && r->language == NULL)
		return "a language that is not known";
	if (r->language != NULL && strcmp(r->language, "en-US") == 0)
		return "English, which everything is translated from or into";
	if (r->translator == -2)
		return "a translator that has no section";
	if (r->translator >= 0 && r->language != NULL &&
	    !speaks(c, r->translator, "en-US", r->language))
		return arena_print(arena, "a language that %s does not have; "
		    "choose another for it, or none",
		    c->translators[r->translator].translator->name);
	return NULL;
}

static void
add_route(struct configured *into, struct config *config, const char *word)
{
	const char	*colon = strrchr(word, ':'), *language, *wrong;
	struct routed	*r = &into->routes[into->route_count];
	int		 line = settings_line(config, "translate");

	if (colon == NULL || into->route_count == ROUTES_MOST) {
		config_problem(config, line, colon == NULL ?
		    "translate is made of words LANGUAGE:TRANSLATOR, not "
		    "\"%s\"" : "translate has more words than it may; \"%s\" "
		    "is one too many", word);
		return;
	}
	language = arena_copy(config->arena, word, (size_t)(colon - word));
	r->language = strcmp(language, "*") == 0 ? NULL : lang_tag(language);
	r->translator = number_of(into, colon + 1);
	wrong = wrong_route(into, r, language, config->arena);
	if (wrong != NULL)
		config_problem(config, line, "translate has \"%s\": %s", word,
		    wrong);
	into->route_count++;
}

void
settings_routes(struct configured *into, struct config *config)
{
	static const char	 blanks[] = " \t,";
	const char		*at = into->settings.translate;
	size_t			 length;

	for (at += strspn(at, blanks); *at != '\0';
	    at += length, at += strspn(at, blanks)) {
		length = strcspn(at, blanks);
		add_route(into, config,
		    arena_copy(config->arena, at, length));
	}
}

static bool
is_named(const struct configured *c, const char *language)
{
	for (unsigned i = 0; i < c->route_count; i++)
		if (c->routes[i].language != NULL &&
		    strcmp(c->routes[i].language, language) == 0)
			return true;
	return false;
}

/* The translator of the ith route, if that is for the language. */
static int
route_for(const struct configured *c, unsigned i, const char *language)
{
	const char	*its = c->routes[i].language;

	if (its == NULL ? is_named(c, language) : strcmp(its, language) != 0)
		return -1;
	return c->routes[i].translator;
}

int
settings_translates(const struct configured *c, const char *from,
    const char *to, unsigned n)
{
	const char	*language = strncmp(to, "en", 2) == 0 ? from : to;
	unsigned	 most = c->route_count > 0 ? c->route_count :
			    c->translator_count;
	int		 translator;

	for (unsigned i = 0; i < most; i++) {
		translator = c->route_count == 0 ? (int)i :
		    route_for(c, i, language);
		if (translator >= 0 && speaks(c, translator, from, to) &&
		    n-- == 0)
			return translator;
	}
	return -1;
}

void
settings_print_translators(FILE *out, bool manual)
{
	struct setting	table[TABLE_MOST];
	char		heading[64];

	for (const struct translator *const *t = translators; *t != NULL;
	    t++) {
		settings_both(table, settings_translator, (*t)->settings);
		snprintf(heading, sizeof heading, "translator %s",
		    (*t)->name);
		if (manual)
			config_manual(out, "translator NAME", table);
		else
			config_example(out, heading, table);
	}
}
