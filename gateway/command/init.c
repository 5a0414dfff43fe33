/*
 * `homeline init`: makes the state folder and the database, and loads a
 * district in one transaction.  The API keys are told before it commits, on
 * disk or on standard output: they are told this once, and a district whose
 * keys nobody has would be of no use.
 */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "command/command.h"
#include "command/ground.h"
#include "flow/bank.h"
#include "flow/district.h"
#include "store/db.h"
#include "store/person.h"
#include "store/schema.h"

static const struct usage usage = {
    "Makes the state folder and the database, and loads a district from a\n"
    "file of JSON. It is refused when there is a district already, or while\n"
    "a node serves the database. The API keys of those staff the district\n"
    "names are told this once: the first key alone, then a line `name key`\n"
    "for each.",
    "homeline init --district district.json --key-file keys",
    "0 done, 1 failed, 2 wrong options, 3 the configuration or\n"
    "the district is wrong, 4 a node serves, 5 the database is of another\n"
    "version"
};

struct initing {
	struct ground		 ground;
	const char		*district, *key_file;
	struct district_file	*file;
	struct bank		*bank;		/* Its first templates. */
	struct district_key	*keys;
	unsigned		 key_count;
};

/* All of a file, or NULL after a sentence. */
static char *
read_all(struct arena *arena, const char *path, size_t *length)
{
	FILE	*file = fopen(path, "re");
	char	*text = NULL;

	if (file != NULL) {
		text = arena_take(arena, DISTRICT_BYTES + 2);
		*length = fread(text, 1, DISTRICT_BYTES + 1, file);
		if (ferror(file))
			text = NULL;
	}
	if (text == NULL)
		command_say("%s cannot be read: %s.", path, strerror(errno));
	if (file != NULL)
		fclose(file);
	return text;
}

static int
read_district(struct initing *in)
{
	struct district_problems problems;
	size_t			 length;
	char			*text = read_all(in->ground.arena,
				    in->district, &length);

	if (text == NULL)
		return CODE_FAILED;
	in->file = district_read(in->ground.arena, text, length,
	    &in->ground.configured, &problems);
	if (in->file != NULL)
		return CODE_OK;
	for (unsigned i = 0; i < problems.count; i++)
		fprintf(stderr, "%s: %s\n", in->district, problems.list[i]);
	return CODE_CONFIG;
}

static int
read_bank(struct initing *in)
{
	char	why[500];

	in->bank = bank_read(in->ground.arena,
	    in->ground.configured.settings.locales, why, sizeof why);
	if (in->bank != NULL)
		return CODE_OK;
	command_say("the locales cannot be used: %s.", why);
	return CODE_CONFIG;
}

/* The database has our version and no district. */
static int
prepare(struct initing *in)
{
	struct db	*db = in->ground.db;
	struct district	 district;
	const char	*why;
	bool		 there = false;
	int		 code;

	if (schema_version(db) > schema_needed())
		return ground_version(&in->ground);
	if ((code = ground_alone(&in->ground)) != CODE_OK)
		return code;
	if (!schema_migrate(db, &why)) {
		command_say("the database cannot be made: %s.", why);
		return CODE_FAILED;
	}
	if (db_begin(db)) {
		there = district_get(db, &district);
		db_rollback(db);
	}
	if (!there)
		return CODE_OK;
	command_say("the database has a district already, \"%s\". Use it, or "
	    "write another database in the configuration.", district.name);
	return CODE_FAILED;
}

static void
print_keys(const struct initing *in, FILE *out)
{
	if (in->key_count > 0)
		fprintf(out, "%s\n", in->keys[0].text);
	for (unsigned i = 0; i < in->key_count; i++)
		fprintf(out, "%s %s\n", in->keys[i].name, in->keys[i].text);
}

/* On disk under another name, whole, then under its own.  What stands there
 * under the other name is not ours: it may lead elsewhere, or be open to
 * others. */
static bool
write_keys(const struct initing *in)
{
	const char	*path = arena_print(in->ground.arena, "%s.new",
			    in->key_file);
	FILE		*out;
	bool		 written;
	int		 fd;

	if (unlink(path) != 0 && errno != ENOENT)
		return false;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (fd < 0)
		return false;
	if ((out = fdopen(fd, "w")) == NULL)
		abort();
	print_keys(in, out);
	written = fflush(out) == 0 && fsync(fd) == 0;
	return fclose(out) == 0 && written && rename(path, in->key_file) == 0;
}

/* False after a sentence: nobody would have the keys. */
static bool
tell_keys(const struct initing *in)
{
	bool told;

	if (in->key_file != NULL) {
		told = write_keys(in);
	} else {
		print_keys(in, stdout);
		told = fflush(stdout) == 0 && !ferror(stdout);
	}
	if (!told)
		command_say("%s cannot be written: %s. Nothing was loaded.",
		    in->key_file != NULL ? in->key_file : "standard output",
		    strerror(errno));
	return told;
}

static int
load(struct initing *in)
{
	struct db *db = in->ground.db;

	if (!db_begin(db)) {
		command_say("the database cannot be used: %s.", db_why(db));
		return CODE_FAILED;
	}
	in->key_count = district_load(db, in->file, clock_now(), &in->keys);
	(void)bank_load(db, in->bank, NULL, clock_now());
	if (!tell_keys(in)) {
		db_rollback(db);
		return CODE_FAILED;
	}
	if (db_commit(db))
		return CODE_OK;
	command_say("nothing was loaded: %s.", db_why(db));
	if (in->key_file != NULL)
		unlink(in->key_file);
	return CODE_FAILED;
}

static int
init(struct initing *in, const char *config)
{
	struct ground	*g = &in->ground;
	int		 code;

	if ((code = ground_config(g, config)) != CODE_OK ||
	    (code = read_district(in)) != CODE_OK ||
	    (code = read_bank(in)) != CODE_OK ||
	    (code = ground_lock(g, true)) != CODE_OK ||
	    (code = ground_open(g, true)) != CODE_OK ||
	    (code = prepare(in)) != CODE_OK ||
	    (code = load(in)) != CODE_OK)
		return code;
	return CODE_OK;
}

int
init_main(int argc, char **argv)
{
	const char		*config = NULL;
	struct initing		 in = { .district = NULL };
	const struct option_row	 rows[] = {
		CONFIG_ROW(&config),
		{ .name = "district", .value = "FILE", .text = &in.district,
		  .needed = true, .help = "the district, as JSON" },
		{ .name = "key-file", .value = "FILE", .text = &in.key_file,
		  .help = "where the API keys go, in place of standard "
		  "output" },
		{ .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	umask(077);
	code = init(&in, config);
	ground_free(&in.ground);
	return code;
}
