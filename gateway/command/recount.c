/*
 * `homeline recount`: are tally and months the sums of the ledger, does each
 * family count once, are closed months as they were, and does the audit fit?
 * It only reads, also while a node serves.  The raw rows let others count by
 * themselves (tests/recount.py).
 */

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/crypt.h"
#include "base/id.h"
#include "command/command.h"
#include "command/ground.h"
#include "flow/closed.h"
#include "flow/report.h"
#include "store/audit.h"
#include "store/db.h"
#include "store/export.h"
#include "store/ledger.h"
#include "store/monthly.h"

static const struct usage usage = {
    "Counts again: compares the tally with the ledger, looks whether a row\n"
    "of the audit was altered, and changes nothing.\n"
    "The raw rows are JSON, one a line, for tests/recount.py; they have no\n"
    "names, numbers or words.",
    "homeline recount --rows rows.jsonl",
    "0 all agrees, 1 it differs or it failed, 2 wrong options,\n"
    "3 wrong configuration, 5 the database is of another version"
};

static int
failed(struct db *db)
{
	command_say("the database cannot be read: %s. Try again.",
	    db_why(db) == NULL ? "no answer" : db_why(db));
	return CODE_FAILED;
}

/* What was closed stays as it was. */
static int
say_closed(const struct closed_check *c)
{
	char behind[ID_TEXT], to[ID_TEXT];

	if (c->wrong == 0) {
		if (c->months > 0)
			printf("%u closed months, their digests agree\n",
			    c->months);
		return CODE_OK;
	}
	printf("the digest of %04d-%02d does not agree: a row of the ledger "
	    "behind %s, up to %s, was altered, added or taken away\n",
	    (int)(c->wrong / 100), (int)(c->wrong % 100),
	    c->behind == 0 ? "the first" : id_text(c->behind, behind),
	    c->to == 0 ? "the last" : id_text(c->to, to));
	return CODE_FAILED;
}

static int
compare(struct db *db)
{
	struct recount		 r;
	struct closed_check	 closed;

	db_unhurried(db);
	if (!db_begin(db))
		return failed(db);
	ledger_recount(db, &r);
	r.tally_wrong += monthly_wrong(db);
	closed_check(db, &closed);
	if (!db_commit(db))
		return failed(db);
	if (r.tally_wrong == 0 && r.sum_wrong == 0) {
		printf("%" PRId64 " rows, tally agrees\n", r.rows);
		return say_closed(&closed);
	}
	printf("%" PRId64 " rows; %" PRId64 " groups of the tally differ from "
	    "their sum; %" PRId64 " families count otherwise than once\n",
	    r.rows, r.tally_wrong, r.sum_wrong);
	return CODE_FAILED;
}

/* Names the first row that does not fit the one before. */
static int
check_audit(struct db *db)
{
	struct audit_check	 c;
	bool			 more = true, begun = false;
	char			 id[ID_TEXT];

	for (; more; begun = true) {
		if (!db_begin(db))
			return failed(db);
		if (!begun)
			audit_check_begin(db, &c);
		more = audit_check(db, &c);
		if (!db_commit(db))
			return failed(db);
	}
	if (c.wrong != 0)
		printf("audit: row %s does not fit the one before: it was "
		    "altered, or what was before it was\n",
		    id_text(c.wrong, id));
	else if (c.cut)
		printf("audit: rows at its end are missing\n");
	else
		printf("audit: %" PRId64 " rows, each fits the one before\n",
		    c.rows);
	return c.wrong != 0 || c.cut ? CODE_FAILED : CODE_OK;
}

/* All pages of a noun, each with a snapshot of its own. */
static bool
write_noun(struct db *db, const char *noun, const char *salt, FILE *out)
{
	struct rows_page	 page = { .noun = noun, .salt = salt,
				    .out = out };
	struct arena		*arena = arena_new();
	bool			 good = true;
	unsigned		 lines = 1;

	db_use(db, arena);
	while (good && lines > 0) {
		good = db_begin(db);
		if (!good)
			break;
		lines = report_rows(db, &page);
		good = db_commit(db);
		arena_clear(arena);
	}
	db_use(db, NULL);
	arena_free(arena);
	return good;
}

static int
write_rows(struct db *db, const char *path)
{
	FILE		*out = fopen(path, "we");
	struct arena	*arena = arena_new();
	const char	*salt = crypt_random(arena, 32);
	bool		 good = out != NULL, written;

	for (unsigned i = 0; good && export_nouns[i] != NULL; i++)
		if (!(good = write_noun(db, export_nouns[i], salt, out)))
			(void)failed(db);
	arena_free(arena);
	written = out != NULL && !ferror(out);
	if (out != NULL)
		written = fclose(out) == 0 && written;
	if (!written)
		command_say("%s cannot be written: %s.", path,
		    strerror(errno));
	return good && written ? CODE_OK : CODE_FAILED;
}

int
recount_main(int argc, char **argv)
{
	const char		*config = NULL, *rows_file = NULL;
	const struct option_row	 rows[] = {
		CONFIG_ROW(&config),
		{ .name = "rows", .value = "FILE", .text = &rows_file,
		  .help = "also write the raw rows there" },
		{ .name = NULL },
	};
	struct ground		 g;
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if ((code = ground_config(&g, config)) == CODE_OK &&
	    (code = ground_open(&g, false)) == CODE_OK &&
	    (code = ground_version(&g)) == CODE_OK &&
	    (code = compare(g.db)) == CODE_OK &&
	    (code = check_audit(g.db)) == CODE_OK && rows_file != NULL)
		code = write_rows(g.db, rows_file);
	ground_free(&g);
	return code;
}
