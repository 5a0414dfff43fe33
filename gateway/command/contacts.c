/*
 * `homeline contacts --to-fix`: who cannot be reached by text, why, and what
 * to do; those of whose students nobody can be reached come first.  It asks
 * for page after page, so a large district holds up nobody.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "command/csv.h"
#include "command/desk.h"
#include "command/table.h"

static const struct usage usage = {
    "Lists the guardians who cannot be reached by text, why, and what to do:\n"
    "first the students whom nobody may be written to about, then guardians\n"
    "whose student has nobody else who is reached, then the others. At the\n"
    "end it counts them by school and language.",
    "homeline contacts --to-fix --school \"Oak School\" --csv > fix.csv",
    CODES_ASK
};

struct fixing {
	struct desk	 desk;
	const char	*school, *language;
	bool		 to_fix, csv;
	json_t		*people;	/* All of them. */
	json_t		*counts;	/* {"school\tlanguage": n} */
};

static const struct {
	const char	*part, *heading;
} parts[] = {
	{ "no_guardian", "Nobody may be written to about these students" },
	{ "nobody_else", "Nobody can be texted about these students" },
	{ "others", "Somebody else is reached about these students" },
};

static const char *
path_of(struct fixing *f, const char *school, const json_t *next)
{
	struct desk	*d = &f->desk;
	const char	*after = ask_text(next, "after");
	const char	*path = desk_path(d, "/local/v1/unreached?most=100"
			    "&part=%lld", desk_number(next, "part"));

	if (*after != '\0')
		path = desk_path(d, "%s&after=%s", path, after);
	if (school != NULL)
		path = desk_path(d, "%s&school=%s", path, school);
	if (f->language != NULL)
		path = desk_path(d, "%s&language=%s", path,
		    ask_encode(&d->here.ground, f->language));
	return path;
}

/* On a terminal, while more is being read. */
static void
progress(const struct fixing *f, bool more)
{
	if (isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO))
		fprintf(stderr, "\r%zu found%s",
		    json_array_size(f->people), more ? " ..." : "    \n");
}

static int
read_all(struct fixing *f)
{
	struct desk	*d = &f->desk;
	const char	*school;
	json_t		*next = json_pack("{s:i}", "part", 0);
	int		 code;

	code = here_find_id(&d->here, "school", f->school, &school);
	while (code == CODE_OK && json_is_object(next)) {
		code = desk_get(d, path_of(f, school, next));
		json_decref(next);
		next = json_incref(json_object_get(d->answer.json, "next"));
		json_array_extend(f->people, json_object_get(d->answer.json,
		    "people"));
		progress(f, json_is_object(next));
	}
	json_decref(next);
	return code;
}

static const json_t *
first_student(const json_t *row)
{
	return json_array_get(json_object_get(row, "students"), 0);
}

static void
count(struct fixing *f)
{
	struct desk	*d = &f->desk;
	const json_t	*row;
	const char	*key, *language;
	size_t		 i;

	json_array_foreach(f->people, i, row) {
		language = desk_text(d, row, "language");
		key = arena_print(d->here.ground.arena, "%s\t%s",
		    desk_name(d, first_student(row), "school"), language);
		json_object_set_new(f->counts, key, json_integer(
		    desk_number(f->counts, key) + 1));
	}
}

static const char *
students_of(struct desk *d, const json_t *row)
{
	const char	*all = "";
	const json_t	*student;
	size_t		 i;

	json_array_foreach(json_object_get(row, "students"), i, student)
		all = arena_print(d->here.ground.arena, "%s%s%s", all,
		    i == 0 ? "" : "; ", desk_text(d, student, "name"));
	return all;
}

/* The sentence, with what the provider said last, and that there is mail. */
static const char *
what_to_do(struct desk *d, const json_t *row)
{
	const char *reason = desk_text(d, row, "reason");

	return arena_print(d->here.ground.arena, "%s%s%s%s",
	    desk_text(d, row, "sentence"), *reason == '\0' ? "" :
	    " Last failure: ", reason,
	    json_is_true(json_object_get(row, "email")) ?
	    " There is a mailbox." : "");
}

static void
print_part(struct fixing *f, size_t part)
{
	struct desk	*d = &f->desk;
	struct table	*t = TABLE(d->here.ground.arena, "STUDENT", "SCHOOL",
			    "CLASS", "GUARDIAN", "LANGUAGE", "ADDRESS",
			    "WHAT TO DO");
	const json_t	*row, *student;
	size_t		 i, n = 0;

	json_array_foreach(f->people, i, row) {
		if (strcmp(ask_text(row, "part"), parts[part].part) != 0)
			continue;
		n++;
		student = first_student(row);
		TABLE_ROW(t, students_of(d, row),
		    desk_name(d, student, "school"),
		    desk_name(d, student, "class"),
		    desk_name(d, row, "person"),
		    desk_text(d, row, "language"),
		    desk_text(d, row, "address"), what_to_do(d, row));
	}
	if (n == 0)
		return;
	printf("%s: %zu\n\n", parts[part].heading, n);
	table_print(t, stdout);
	putchar('\n');
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keys of the counts, by school and then language. */
static const char **
sorted(struct fixing *f, size_t *count)
{
	const char	**keys = NEW_LIST(f->desk.here.ground.arena,
			    const char *, json_object_size(f->counts) + 1);
	const char	*key;
	json_t		*n;

	*count = 0;
	json_object_foreach(f->counts, key, n)
		keys[(*count)++] = key;
	qsort(keys, *count, sizeof *keys, by_text);
	return keys;
}

static void
print_counts(struct fixing *f)
{
	struct arena	*arena = f->desk.here.ground.arena;
	struct table	*t = TABLE(arena, "SCHOOL", "LANGUAGE", "TO FIX");
	size_t		 n;
	const char	**keys = sorted(f, &n), *language;

	table_right(t, 2);
	for (size_t i = 0; i < n; i++) {
		language = strchr(keys[i], '\t');
		TABLE_ROW(t, arena_copy(arena, keys[i], (size_t)(language -
		    keys[i])), language[1] == '\0' ? "" :
		    desk_language(&f->desk, language + 1),
		    arena_print(arena, "%lld", desk_number(f->counts,
		    keys[i])));
	}
	TABLE_ROW(t, "Total", "", arena_print(arena, "%zu",
	    json_array_size(f->people)));
	table_print(t, stdout);
}

static void
print_csv(struct fixing *f)
{
	struct desk	*d = &f->desk;
	const json_t	*row, *student;
	size_t		 i;

	CSV_ROW("part", "students", "school", "class", "guardian", "language",
	    "number", "why", "what to do", "last failure", "mailbox");
	json_array_foreach(f->people, i, row) {
		student = first_student(row);
		CSV_ROW(ask_text(row, "part"), students_of(d, row),
		    desk_name(d, student, "school"),
		    desk_name(d, student, "class"),
		    desk_name(d, row, "person"),
		    ask_text(row, "language"), ask_text(row, "address"),
		    ask_text(row, "why"), ask_text(row, "sentence"),
		    ask_text(row, "reason"),
		    json_is_true(json_object_get(row, "email")) ? "yes" :
		    "no");
	}
}

static int
print_json(struct fixing *f)
{
	json_t		*counts = json_array(), *all;
	size_t		 n;
	const char	**keys = sorted(f, &n), *language;
	int		 code;

	for (size_t i = 0; i < n; i++) {
		language = strchr(keys[i], '\t');
		json_array_append_new(counts, json_pack("{s:s#, s:s, s:I}",
		    "school", keys[i], (int)(language - keys[i]), "language",
		    language + 1, "count",
		    (json_int_t)desk_number(f->counts, keys[i])));
	}
	all = json_pack("{s:O, s:o}", "people", f->people, "counts", counts);
	code = here_print(all, NULL);
	json_decref(all);
	return code;
}

static int
fix(struct fixing *f)
{
	int code;

	if ((code = desk_open(&f->desk)) != CODE_OK ||
	    (code = read_all(f)) != CODE_OK)
		return code;
	count(f);
	if (f->desk.json)
		return print_json(f);
	if (f->csv) {
		print_csv(f);
	} else if (json_array_size(f->people) == 0) {
		puts("Everybody can be reached by text.");
	} else {
		for (size_t i = 0; i < COUNT(parts); i++)
			print_part(f, i);
		print_counts(f);
	}
	return fflush(stdout) == 0 ? CODE_OK : CODE_FAILED;
}

int
contacts_main(int argc, char **argv)
{
	struct fixing		 f = { .school = NULL };
	const struct option_row	 rows[] = {
		{ .name = "to-fix", .yes = &f.to_fix,
		  .help = "those who cannot be reached by text" },
		{ .name = "school", .value = "SCHOOL", .text = &f.school,
		  .help = "of one school" },
		{ .name = "language", .value = "TAG", .text = &f.language,
		  .help = "guardians of one language, such as vi" },
		{ .name = "csv", .yes = &f.csv,
		  .help = "for a spreadsheet" },
		DESK_ROWS(&f.desk), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if (!f.to_fix) {
		command_say("contacts: say what of them: --to-fix. One of them "
		    "is shown by `homeline contact show`.");
		return CODE_USAGE;
	}
	f.people = json_array();
	f.counts = json_object();
	code = fix(&f);
	json_decref(f.people);
	json_decref(f.counts);
	return desk_close(&f.desk, code);
}
