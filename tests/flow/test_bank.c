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
#include "store/db.h"
#include "store/sight.h"
#include "store/template.h"
#include "store/user.h"
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
	assert_int_equal(bank_load(db, bank, NULL, v.now), 22);
	assert_int_equal(bank_load(db, bank, NULL, v.now), 0);
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
	assert_int_equal(bank_load(db, bank, NULL, v.now), 0);
	assert_int_equal(template_list(db, &v, false, &list), 21);
	rig_keep(r);
}

/* What was done to that template by who did it then. */
static int64_t
audited(struct db *db, const char *deed, int64_t template)
{
	return db_number(db_query(db, "SELECT count(*) FROM audit "
	    "WHERE deed = $1 AND object = $2", TEXT(deed), INT(template)));
}

static struct template
named(struct db *db, const char *source)
{
	struct template	*list;
	unsigned	 n = template_begun(db, &list);

	while (n > 0 && strcmp(list[n - 1].source, source) != 0)
		n--;
	assert_true(n > 0);
	return list[n - 1];
}

/* Other words in one language, as an older version had them (author 0) or as
 * somebody here wrote them. */
static void
reword(struct db *db, const char *source, const char *language,
    const char *to, int64_t author)
{
	struct template		 t = named(db, source);
	struct template_words	*words;
	unsigned		 n = template_words(db, t.id, t.version,
				    &words), kept = 0;

	for (unsigned i = 0; i < n; i++) {
		if (strcmp(words[i].in.language, language) == 0) {
			words[i].in.words = to;
			words[i].in.author = author;
		}
		if (words[i].in.words != NULL)
			words[kept++] = words[i];
	}
	assert_true(template_keep(db, &t, words, kept, clock_now()));
}

static const char *
words_now(struct db *db, const char *source, const char *language)
{
	struct template		 t = named(db, source);
	struct template_words	*words;
	unsigned		 n = template_words(db, t.id, t.version,
				    &words);

	for (unsigned i = 0; i < n; i++)
		if (strcmp(words[i].in.language, language) == 0)
			return words[i].in.words;
	return NULL;
}

/* A district that began with an older version, and has worked since. */
static void
an_older_district_catches_up(void **state)
{
	struct bank_step	*list;
	struct bank		*bank;
	const char		*english, *spanish;
	struct db		*db;

	r = rig_open(*state);
	bank = bank_read(r->arena, locales(), why, sizeof why);
	db = rig_visit(r);
	assert_int_equal(bank_look(db, bank, &list), 22);
	assert_true(list[0].missing);
	(void)bank_load(db, bank, NULL, clock_now());
	assert_int_equal(bank_look(db, bank, &list), 0);
	english = words_now(db, "bus.late", "en-US");
	spanish = words_now(db, "bus.late", "es-US");

	/* It never had that one; nor Albanian in this one. */
	db_run(db, "UPDATE template SET source = 'old', name = 'Old' "
	    "WHERE source = 'picture.day'", NONE);
	db_run(db, "DELETE FROM template_words WHERE language = 'sq' "
	    "AND template = $1", INT(named(db, "trip.class").id));
	/* Older words in Spanish; and in English, so in all. */
	reword(db, "bus.late", "es-US", "Viejo.", 0);
	reword(db, "meal.balance", "en-US", "Old.", 0);
	assert_int_equal(bank_look(db, bank, &list), 4);
	assert_string_equal(list[0].name, "Field trip");
	assert_int_equal(list[0].added_count, 1);
	assert_string_equal(list[0].added[0], "sq");
	assert_string_equal(list[1].name, "Picture day");
	assert_true(list[1].missing);
	assert_string_equal(list[2].name, "Bus is late");
	assert_int_equal(list[2].newer_count, 1);
	assert_int_equal(list[3].newer_count, bank_languages(bank));
	assert_int_equal(bank_load(db, bank, &(struct deed){ .person = 7 },
	    clock_now()), 4);
	assert_int_equal(bank_look(db, bank, &list), 0);
	assert_string_equal(words_now(db, "bus.late", "es-US"), spanish);
	assert_string_not_equal(words_now(db, "meal.balance", "en-US"),
	    "Old.");
	assert_non_null(words_now(db, "trip.class", "sq"));
	assert_int_equal(named(db, "meal.balance").old, 0);
	assert_int_equal(audited(db, "template.add", named(db,
	    "picture.day").id), 1);
	assert_int_equal(audited(db, "template.renew", named(db,
	    "bus.late").id), 1);
	assert_string_equal(words_now(db, "bus.late", "en-US"), english);
	rig_keep(r);
}

/* Words that somebody here wrote stay, and so does what they took away. */
static void
what_the_district_did_stays(void **state)
{
	struct bank_step	*list;
	struct bank		*bank;
	struct db		*db;
	struct template		 t;

	r = rig_open(*state);
	bank = bank_read(r->arena, locales(), why, sizeof why);
	db = rig_visit(r);
	(void)bank_load(db, bank, NULL, clock_now());
	reword(db, "bus.late", "es-US", "Nuestro.", 7);
	reword(db, "bus.late", "vi", NULL, 0);		/* Taken out. */
	reword(db, "meal.balance", "en-US", "Ours.", 7);
	reword(db, "meal.balance", "es-US", "Viejo.", 0);
	/* English words of an older version, and somebody approved one. */
	reword(db, "trip.class", "en-US", "Old.", 0);
	reword(db, "trip.class", "ar", "Approved.", 7);
	t = named(db, "report.card");
	template_end(db, t.id, clock_now());
	reword(db, "welcome.family", "es-US", "Viejo.", 0);
	template_end(db, named(db, "welcome.family").id, clock_now());
	db_run(db, "UPDATE template SET source = '' "
	    "WHERE source = 'picture.day'", NONE);
	assert_int_equal(bank_look(db, bank, &list), 0);
	assert_int_equal(bank_load(db, bank, &(struct deed){ .person = 7 },
	    clock_now()), 0);
	assert_string_equal(words_now(db, "bus.late", "es-US"), "Nuestro.");
	assert_null(words_now(db, "bus.late", "vi"));
	assert_string_equal(words_now(db, "meal.balance", "es-US"), "Viejo.");
	assert_string_equal(words_now(db, "trip.class", "en-US"), "Old.");
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
		RIG_TEST(an_older_district_catches_up),
		RIG_TEST(what_the_district_did_stays),
		RIG_TEST(what_is_wrong_is_said),
	};

	return cmocka_run_group_tests_name("bank", tests, NULL, NULL);
}
