/*
 * The templates a district begins with: the words in locales/messages, what
 * becomes of them in a district, and folders that are wrong.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "flow/bank.h"
#include "store/sight.h"
#include "store/template.h"
#include "tests/flow/rig.h"

static struct rig	*r;
static char		 why[500];

static const char *
locales(void)
{
	const char *top = getenv("srcdir");

	return arena_print(r->arena, "%s/locales", top != NULL ? top : ".");
}

static void
a_district_begins_with_them(void **state)
{
	struct viewer		 v = { .now = clock_now() };
	struct template		*list, absent = { .id = 0 };
	struct template_words	*words;
	struct bank		*bank;
	struct db		*db;
	unsigned		 n;

	r = rig_open(*state);
	v.person = rig_staff(r, 0);
	bank = bank_read(r->arena, locales(), why, sizeof why);
	assert_non_null(bank);
	db = rig_visit(r);
	assert_int_equal(bank_load(db, bank, v.now), 22);
	assert_int_equal(bank_load(db, bank, v.now), 0);
	n = template_list(db, &v, false, &list);
	assert_int_equal(n, 22);
	for (unsigned i = 0; i < n; i++)
		if (strcmp(list[i].name, "Absent") == 0)
			absent = list[i];
	assert_int_equal(absent.kind, KIND_ATTENDANCE);
	assert_int_equal(absent.topic, TOPIC_ATTENDANCE);
	assert_true(absent.apart);
	assert_int_equal(absent.version, 1);
	assert_int_equal(absent.languages + 1, bank_languages(bank));
	n = template_words(db, absent.id, 1, &words);
	assert_int_equal(n, bank_languages(bank));
	assert_int_equal(words[0].in.state, WORDS_ORIGINAL);
	for (unsigned i = 1; i < n; i++)
		assert_int_equal(words[i].in.state, WORDS_DRAFT);
	assert_int_not_equal(words[1].asked, 0);
	assert_int_equal(bank_drafts(bank), 22 * (n - 1));
	/* What the district has taken away does not come back. */
	template_end(db, absent.id, v.now);
	assert_int_equal(bank_load(db, bank, v.now), 0);
	assert_int_equal(template_list(db, &v, false, &list), 21);
	rig_keep(r);
}

static void
write_file(const char *path, const char *words)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(words, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* The English words of ours with a change, and a language. */
static void
refused(const char *from, const char *to, const char *other,
    const char *wanted)
{
	char		 folder[] = "/tmp/test_bank.XXXXXX", *text, *at;
	const char	*english, *spanish;
	FILE		*file = fopen(arena_print(r->arena,
			    "%s/messages/en-US.json", locales()), "r");
	size_t		 n;

	text = arena_take(r->arena, 64 << 10);
	n = fread(text, 1, (64 << 10) - 1, file);
	text[n] = '\0';
	fclose(file);
	at = strstr(text, from);
	assert_non_null(at);
	assert_non_null(mkdtemp(folder));
	assert_int_equal(mkdir(arena_print(r->arena, "%s/messages", folder),
	    0700), 0);
	english = arena_print(r->arena, "%s/messages/en-US.json", folder);
	spanish = arena_print(r->arena, "%s/messages/es-US.json", folder);
	write_file(english, arena_print(r->arena, "%.*s%s%s",
	    (int)(at - text), text, to, at + strlen(from)));
	write_file(spanish, other);
	assert_null(bank_read(r->arena, folder, why, sizeof why));
	unlink(english);
	unlink(spanish);
	rmdir(arena_print(r->arena, "%s/messages", folder));
	assert_int_equal(rmdir(folder), 0);
	if (strstr(why, wanted) == NULL)
		assert_string_equal(why, wanted);
}

static void
what_is_wrong_is_said(void **state)
{
	r = rig_open(*state);
	refused("\"bus.late\"", "\"bus.soon\"", "{}",
	    "messages/en-US.json: bus.late: it is missing");
	refused("\"bus.late\"", "\"bus.soon\": \"Soon.\", \"bus.late\"", "{}",
	    "messages/en-US.json: bus.soon: no template has that name");
	refused("{", "{", "{\"bus.late\": \"El bus llega a las ((time)).\"}",
	    "messages/es-US.json: bus.late: ((bus)) is missing");
	refused("{", "{", "{\"picture.day\": \"El ((date)), ((room)).\"}",
	    "messages/es-US.json: picture.day: ((room)) is not in the");
	refused("{", "{", "{\"picture.day\": \"((date??Hoy))\"}",
	    "messages/es-US.json: picture.day: ((date)) has ??");
	assert_null(bank_read(r->arena, "/nowhere", why, sizeof why));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		RIG_TEST(a_district_begins_with_them),
		RIG_TEST(what_is_wrong_is_said),
	};

	return cmocka_run_group_tests_name("bank", tests, NULL, NULL);
}
