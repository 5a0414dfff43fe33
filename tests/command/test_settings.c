/* The configuration as a whole: what is taken, and what is said about what is
 * not; the example file and the manual are those that are printed. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "flow/settings.h"
#include "providers/twilio.h"

#define ACCOUNT								\
	"[account main]\nprovider = twilio\naccount_sid = AC1\n"	\
	"auth_token_file = TOKEN\n"

struct try {
	struct arena		*arena;
	struct configured	 configured;
	struct config		 config;
	char			 folder[64];
	char			 path[96], token[96];
};

static void
put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

static int
setup(void **state)
{
	struct try *t = calloc(1, sizeof *t);

	assert_non_null(t);
	t->arena = arena_new();
	snprintf(t->folder, sizeof t->folder, "/tmp/homeline-test.XXXXXX");
	assert_non_null(mkdtemp(t->folder));
	snprintf(t->path, sizeof t->path, "%s/conf", t->folder);
	snprintf(t->token, sizeof t->token, "%s/token", t->folder);
	put(t->token, "secret\n");
	*state = t;
	return 0;
}

static int
teardown(void **state)
{
	struct try *t = *state;

	unlink(t->path);
	unlink(t->token);
	rmdir(t->folder);
	arena_free(t->arena);
	free(t);
	return 0;
}

/* The text of a configuration; TOKEN stands for the path of a secret. */
static bool
read_text(struct try *t, const char *text)
{
	const char *token = strstr(text, "TOKEN");
	FILE *file = fopen(t->path, "w");

	assert_non_null(file);
	if (token == NULL)
		fputs(text, file);
	else
		fprintf(file, "%.*s%s%s", (int)(token - text), text, t->token,
		    token + 5);
	assert_int_equal(fclose(file), 0);
	return settings_read(&t->configured, &t->config, t->arena, t->path);
}

static void
an_account_gets_what_is_written_and_what_is_preset(void **state)
{
	struct try *t = *state;
	const struct configured *c = &t->configured;
	const struct twilio *twilio;

	assert_true(read_text(t, "[homeline]\nstate = /var/x\n"
	    "public_url = https://h.example.org/\n" ACCOUNT
	    "window = 4\nlisting = 30 s\n"));
	assert_string_equal(c->settings.listen, "127.0.0.1:8080");
	assert_string_equal(c->settings.database, "/var/x/homeline.db");
	assert_string_equal(c->settings.public_url, "https://h.example.org");
	assert_int_equal(c->settings.backlog, 5000);
	assert_int_equal(c->count, 1);
	assert_string_equal(c->accounts[0].name, "main");
	assert_string_equal(c->accounts[0].hook,
	    "https://h.example.org/hooks/main");
	assert_int_equal(c->use[0].window, 4);
	assert_int_equal(c->use[0].listing, SECONDS(30));
	assert_int_equal(c->use[0].inbound, INBOUND_WEBHOOK);
	twilio = c->accounts[0].options;
	assert_string_equal(twilio->account_sid, "AC1");
	assert_string_equal(twilio->auth_token, "secret");
	assert_string_equal(twilio->base_url, "https://api.twilio.com");
}

static void
plain_http_stays_on_this_machine(void **state)
{
	static const char *const good[] = { "listen = 127.0.0.1:80",
	    "listen = 127.9.9.9:80", "listen = [::1]:80", "listen = unix:/x",
	    "listen = 0.0.0.0:80\nplain_http = yes",
	    "plain_http = yes\nlisten = [::]:80" };
	struct try *t = *state;

	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(read_text(t, arena_print(t->arena,
		    "[homeline]\n%s\n", good[i])));
}

static void
what_is_simulated_is_on_this_machine(void **state)
{
	static const char *const good[] = { "http://127.0.0.1:8081",
	    "http://127.0.0.1", "http://127.0.0.1/a", "http://[::1]:8081" };
	static const char *const bad[] = { "https://api.twilio.com", "",
	    "127.0.0.1:8081", "http://127.0.0.1.example.org",
	    "http://127.0.0.1@example.org/", "http://example.org:1/127.0.0.1",
	    "http://128.0.0.1", "http://[::1", "http://[::1]@example.org",
	    "http://127.0.0.1\\@example.org", "http://[::1]x.example.org" };
	struct try *t = *state;

	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(read_text(t, arena_print(t->arena, ACCOUNT
		    "inbound = poll\nsimulated = yes\nbase_url = %s\n",
		    good[i])));
	assert_true(t->configured.use[0].simulated);
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(read_text(t, arena_print(t->arena, ACCOUNT
		    "inbound = poll\nsimulated = yes\nbase_url = %s\n",
		    bad[i])));
		assert_non_null(strstr(t->config.problems[0], "simulated"));
	}
	assert_false(read_text(t, ACCOUNT "inbound = poll\n"
	    "simulated = yes\n"));
}

static void
who_polls_needs_no_public_url(void **state)
{
	struct try *t = *state;

	assert_true(read_text(t, ACCOUNT "inbound = poll\n"));
	assert_string_equal(t->configured.accounts[0].hook, "");
	assert_int_equal(t->configured.use[0].inbound, INBOUND_POLL);
}

static void
each_mistake_has_its_line_and_what_to_do(void **state)
{
	static const struct {
		const char	*text;
		int		 line;
		const char	*words;
	} cases[] = {
		{ "[homelin]\n", 1, "there is no section [homelin]; write "
		    "[homeline], [account NAME] or [translator NAME]" },
		{ "[homeline x]\n", 1, "there is no section [homeline x]" },
		{ "[homeline]\nlisten = 8080\n", 2, "listen must be "
		    "ADDRESS:PORT" },
		{ "[homeline]\nlisten = 127.0.0.1:99999\n", 2, "listen must" },
		{ "[homeline]\nlisten = 0.0.0.0:8080\n", 2, "listen is plain "
		    "HTTP" },
		{ "[homeline]\nlisten = 10.0.0.1:8080\n", 2, "listen is" },
		{ "[homeline]\nlisten = 128.0.0.1:8080\n", 2, "listen is" },
		{ "[homeline]\nlisten = [::]:8080\n", 2, "listen is plain" },
		{ "[homeline]\nlisten = [::1:8080\nplain_http = no\n", 2,
		    "or write plain_http = yes" },
		{ "[homeline]\npublic_url = h.example.org\n", 2,
		    "public_url must begin with https://" },
		{ "[homeline]\nnode =\n", 2, "node is empty" },
		{ "[homeline]\nbacklog = 1\n", 2, "backlog must be a whole "
		    "number from 10" },
		{ "[homeline]\nstat = /x\n", 2, "there is no setting stat in "
		    "[homeline]; the nearest is state" },
		{ "[account]\nprovider = twilio\n", 1, "an account needs a "
		    "name" },
		{ "[account a b]\nprovider = twilio\n", 1, "an account needs "
		    "a name" },
		{ "[account main]\nwindow = 3\n", 1, "provider is missing" },
		{ "[account main]\nprovider = twillio\n", 1, "there is no "
		    "provider \"twillio\"; write one of: twilio" },
		{ ACCOUNT "windov = 3\n", 5, "there is no setting windov in "
		    "[account]; the nearest is window" },
		{ ACCOUNT "auth_tokken_file = x\n", 5, "the nearest is "
		    "auth_token_file" },
		{ ACCOUNT "inbound = pull\n", 5, "inbound must be webhook or "
		    "poll" },
		{ ACCOUNT, 0, "account main has inbound = webhook, so "
		    "public_url must be given" },
	};
	struct try *t = *state;

	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_false(read_text(t, cases[i].text));
		assert_int_equal(t->config.problem_count, 1);
		if (strstr(t->config.problems[0], cases[i].words) == NULL)
			fail_msg("%s", t->config.problems[0]);
		assert_int_equal(t->config.problem_lines[0], cases[i].line);
	}
}

static void
more_accounts_than_there_is_room_for_are_refused(void **state)
{
	struct try *t = *state;
	char text[4096] = "";
	size_t length = 0;

	for (int i = 0; i <= ACCOUNTS_MOST; i++)
		length += (size_t)snprintf(text + length,
		    sizeof text - length, "[account a%d]\nprovider = twilio\n"
		    "account_sid = AC1\nauth_token_file =\ninbound = poll\n",
		    i);
	assert_false(read_text(t, text));
	assert_int_equal(t->config.problem_count, 1);
	assert_non_null(strstr(t->config.problems[0], "more than 16 accounts"));
}

#define LIBRE	"provider = libretranslate\nbase_url = "

/* The name of the nth translator of a language; "" for none. */
static const char *
whose(const struct configured *c, const char *from, const char *to, unsigned n)
{
	int i = settings_translates(c, from, to, n);

	return i < 0 ? "" : c->translators[i].name;
}

static void
each_language_has_its_translators(void **state)
{
	struct try *t = *state;
	const struct configured *c = &t->configured;

	assert_true(read_text(t, "[translator one]\n" LIBRE "https://a\n"
	    "window = 2\n[translator two]\n" LIBRE "http://127.0.0.1:1\n"
	    "simulated = yes\n"));
	assert_int_equal(c->translator_use[0].window, 2);
	assert_true(c->translator_use[1].simulated);
	assert_string_equal(whose(c, "en-US", "vi", 0), "one");
	assert_string_equal(whose(c, "en-US", "vi", 1), "two");
	assert_string_equal(whose(c, "en-US", "vi", 2), "");
	assert_string_equal(whose(c, "vi", "en-US", 0), "one");
	assert_string_equal(whose(c, "en-US", "ht", 0), "");

	assert_true(read_text(t, "[homeline]\n"
	    "translate = spa:two, spa:one ar:none *:one\n"
	    "[translator one]\n" LIBRE "https://a\n"
	    "[translator two]\n" LIBRE "https://b\n"));
	assert_string_equal(whose(c, "en-US", "es-US", 0), "two");
	assert_string_equal(whose(c, "es-US", "en-US", 1), "one");
	assert_string_equal(whose(c, "en-US", "es-US", 2), "");
	assert_string_equal(whose(c, "en-US", "ar", 0), "");
	assert_string_equal(whose(c, "en-US", "vi", 0), "one");
	assert_string_equal(whose(c, "en-US", "vi", 1), "");
	assert_string_equal(whose(c, "en-US", "ak", 0), "");
}

static void
a_translator_that_is_wrong_is_told_of(void **state)
{
	static const struct {
		const char	*text, *said;
	} wrong[] = {
		{ "[translator a]\n", "provider is missing" },
		{ "[translator a]\nprovider = babel\n",
		    "no translator \"babel\"" },
		{ "[translator none]\n" LIBRE "https://a\n",
		    "a translator needs a name" },
		{ "[translator a]\nprovider = libretranslate\n",
		    "base_url" },
		{ "[translator a]\n" LIBRE "http://b\n",
		    "must begin with https://" },
		{ "[translator a]\n" LIBRE "https://b\n"
		    "more_languages = ht, xx\n", "not known" },
		{ "[translator a]\n" LIBRE "https://b\n"
		    "more_languages = twi\n", "write ak" },
		{ "[translator a]\nprovider = apertium\n"
		    "base_url = http://127.0.0.1:1\n", "fit for families" },
		{ "[translator a]\n" LIBRE "https://b\nsimulated = yes\n",
		    "simulated = yes is for a translator on this machine" },
		{ "[translator a]\n" LIBRE "https://b\napi_kee_file = x\n",
		    "api_key_file" },
		{ "[homeline]\ntranslate = vi\n",
		    "words LANGUAGE:TRANSLATOR" },
		{ "[homeline]\ntranslate = vi:a\n", "has no section" },
		{ "[homeline]\ntranslate = xx:none\n", "not known" },
		{ "[homeline]\ntranslate = en:none\n", "English" },
		{ "[homeline]\ntranslate = tw:a\n[translator a]\n" LIBRE
		    "https://b\n", "libretranslate does not have" },
	};
	struct try *t = *state;

	for (size_t i = 0; i < COUNT(wrong); i++) {
		assert_false(read_text(t, wrong[i].text));
		assert_int_equal(t->config.problem_count, 1);
		assert_non_null(strstr(t->config.problems[0],
		    wrong[i].said));
	}
}

static void
more_translators_than_there_is_room_for_are_refused(void **state)
{
	struct try	*t = *state;
	const char	*text = "";

	for (int i = 0; i <= TRANSLATORS_MOST; i++)
		text = arena_print(t->arena, "%s[translator t%d]\n" LIBRE
		    "https://a\n", text, i);
	assert_false(read_text(t, text));
	assert_int_equal(t->config.problem_count, 1);
	assert_non_null(strstr(t->config.problems[0], "than 8 translators"));
	text = "[homeline]\ntranslate = *:none";
	for (int i = 0; i < ROUTES_MOST / 8; i++)
		text = arena_print(t->arena, "%s\n  vi:none vi:none vi:none "
		    "vi:none vi:none vi:none vi:none vi:none", text);
	assert_false(read_text(t, text));
}

/* All of a file below the source folder. */
static char *
source(struct arena *arena, const char *name)
{
	const char *top = getenv("srcdir");
	char *text = arena_take(arena, 1 << 20);
	FILE *file = fopen(arena_print(arena, "%s/%s",
	    top == NULL ? "." : top, name), "r");

	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 20) - 1, file) > 0);
	fclose(file);
	return text;
}

static char *
printed(bool manual)
{
	char *text = NULL;
	size_t length = 0;
	FILE *file = open_memstream(&text, &length);

	assert_non_null(file);
	settings_print(file, manual);
	assert_int_equal(fclose(file), 0);
	return text;
}

static void
the_example_file_is_the_one_that_is_printed(void **state)
{
	struct try *t = *state;
	char *text = printed(false);

	assert_string_equal(source(t->arena,
	    "packaging/homeline.conf.example"), text);
	assert_false(read_text(t, text));
	for (unsigned i = 0; i < t->config.problem_count; i++)
		assert_non_null(strstr(t->config.problems[i], "provider is "
		    "missing"));
	free(text);
}

static void
the_manual_has_the_settings_as_they_are_printed(void **state)
{
	struct try *t = *state;
	char *text = printed(true);

	assert_non_null(strstr(source(t->arena, "packaging/homeline.1"),
	    text));
	free(text);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_account_gets_what_is_written_and_what_is_preset),
		TEST(plain_http_stays_on_this_machine),
		TEST(what_is_simulated_is_on_this_machine),
		TEST(who_polls_needs_no_public_url),
		TEST(each_mistake_has_its_line_and_what_to_do),
		TEST(more_accounts_than_there_is_room_for_are_refused),
		TEST(each_language_has_its_translators),
		TEST(a_translator_that_is_wrong_is_told_of),
		TEST(more_translators_than_there_is_room_for_are_refused),
		TEST(the_example_file_is_the_one_that_is_printed),
		TEST(the_manual_has_the_settings_as_they_are_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
