/*
 * `homeline report`: the figures, as a table, as CSV or as JSON.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/zone.h"
#include "command/here.h"
#include "command/table.h"
#include "flow/report.h"

static const struct usage usage = {
    "Prints the figures of a report, from the first day of the school year\n"
    "(1 July) to today unless days are said. Without a name it lists the\n"
    "reports.",
    "homeline report kpi-2-1 --from 2026-11-01 --by school",
    CODES_ASK
};

#define NOT_COUNTED							\
	"DIRECT is STAFF and FAMILIES together: to families, and from "	\
	"them. Beside it,\nand not in it: ANNOUNCED, announcements; "	\
	"AUTOMATIC, closings and other notices;\nNOTICES, answers to "	\
	"those that nobody reads; OTHER, such as STOP, START, HELP,\n"	\
	"reactions, automatic replies and unknown senders; COPIES, texts " \
	"and\nmails to each guardian. What was written in practice is in " \
	"no figure, and\nneither are calls and meetings."

static const struct {
	const char	*name, *what;
} reports[] = {
	{ "kpi-2-1", "direct messages between schools and families" },
};

/* The columns after the group, as the API and as people name them. */
static const struct {
	const char	*member, *heading;
} columns[] = {
	{ "direct", "DIRECT" },
	{ "from_staff", "STAFF" },
	{ "from_families", "FAMILIES" },
	{ "announcements", "ANNOUNCED" },
	{ "automatic", "AUTOMATIC" },
	{ "notice_answers", "NOTICES" },
	{ "not_counted", "OTHER" },
	{ "copies", "COPIES" },
};

struct reporting {
	struct here	 here;
	const char	*from, *to, *by;
	bool		 csv, json;
};

static const char *
number(struct arena *arena, const json_t *row, size_t column)
{
	return arena_print(arena, "%lld", (long long)json_integer_value(
	    json_object_get(row, columns[column].member)));
}

static void
print_row(struct reporting *r, struct table *t, const json_t *row,
    const char *group)
{
	const char *cells[COUNT(columns) + 1] = { group };

	for (size_t i = 0; i < COUNT(columns); i++)
		cells[i + 1] = number(r->here.ground.arena, row, i);
	table_add(t, cells, COUNT(cells));
}

static const char *
heading_of(const char *by)
{
	static const char *const words[][2] = { { "school", "SCHOOL" },
	    { "language", "LANGUAGE" }, { "month", "MONTH" },
	    { "channel", "CHANNEL" } };

	for (size_t i = 0; i < COUNT(words); i++)
		if (by != NULL && strcmp(words[i][0], by) == 0)
			return words[i][1];
	return "";
}

static void
print_table(struct reporting *r, const json_t *figures)
{
	const char	*heads[COUNT(columns) + 1] = { heading_of(r->by) };
	struct table	*t;
	const json_t	*row;
	size_t		 i;

	for (i = 0; i < COUNT(columns); i++)
		heads[i + 1] = columns[i].heading;
	t = table_new(r->here.ground.arena, heads, COUNT(heads));
	for (i = 0; i < COUNT(columns); i++)
		table_right(t, (unsigned)i + 1);
	if (r->by != NULL)
		json_array_foreach(json_object_get(figures, "rows"), i, row)
			print_row(r, t, row, ask_text(row, "group"));
	print_row(r, t, json_object_get(figures, "total"), "Total");
	printf("KPI 2.1, %s, %s to %s%s\n\n", r->here.district,
	    ask_text(figures, "from"), ask_text(figures, "to"),
	    r->here.sample ? " (a sample: nothing here is real)" : "");
	table_print(t, stdout);
	puts("\n" REPORT_DEFINITION "\n\n" NOT_COUNTED);
}

/* A cell that a spreadsheet reads as text and never as a formula. */
static void
print_csv_text(const char *text)
{
	putchar('"');
	if (strchr("=+-@\t\r", *text) != NULL && *text != '\0')
		putchar('\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putchar('"');
		putchar(*text);
	}
	putchar('"');
}

static void
print_csv_row(struct reporting *r, const json_t *row, const char *group)
{
	print_csv_text(table_clean(r->here.ground.arena, group));
	for (size_t i = 0; i < COUNT(columns); i++)
		printf(",%s", number(r->here.ground.arena, row, i));
	fputs("\r\n", stdout);
}

static void
print_csv(struct reporting *r, const json_t *figures)
{
	const json_t	*row;
	size_t		 i;

	fputs(r->by == NULL ? "group" : r->by, stdout);
	for (i = 0; i < COUNT(columns); i++)
		printf(",%s", columns[i].member);
	fputs("\r\n", stdout);
	if (r->by != NULL)
		json_array_foreach(json_object_get(figures, "rows"), i, row)
			print_csv_row(r, row, ask_text(row, "group"));
	print_csv_row(r, json_object_get(figures, "total"), "Total");
}

/* The first of July before now, and today. */
static void
default_days(struct reporting *r)
{
	struct clockface *face = &r->here.face;
	int day = (int)zone_day(face->zone, face->now);
	int year = day / 10000 - (day / 100 % 100 < 7);

	if (r->to == NULL)
		r->to = arena_print(face->arena, "%04d-%02d-%02d",
		    day / 10000, day / 100 % 100, day % 100);
	if (r->from == NULL)
		r->from = arena_print(face->arena, "%04d-07-01", year);
}

static int
report(struct reporting *r)
{
	struct ask_answer	answer;
	struct ground		*g = &r->here.ground;
	int			code;

	default_days(r);
	code = ask(g, &(struct ask_question){ .method = "GET",
	    .path = arena_print(g->arena, "/api/v1/figures?from=%s&to=%s"
	    "&by=%s", ask_encode(g, r->from), ask_encode(g, r->to),
	    r->by == NULL ? "nothing" : ask_encode(g, r->by)) }, &answer);
	if (code == CODE_OK && r->json)
		code = ask_print(&answer);
	else if (code == CODE_OK && r->csv)
		print_csv(r, answer.json);
	else if (code == CODE_OK)
		print_table(r, answer.json);
	ask_free(&answer);
	return code;
}

/* CODE_GO_ON: it is one of ours. */
static int
choose(const char *name)
{
	if (name != NULL)
		for (size_t i = 0; i < COUNT(reports); i++)
			if (strcmp(reports[i].name, name) == 0)
				return CODE_GO_ON;
	if (name != NULL)
		command_say("there is no report \"%s\"; these are all.",
		    name);
	for (size_t i = 0; i < COUNT(reports); i++)
		fprintf(name == NULL ? stdout : stderr, "%s  %s\n",
		    reports[i].name, reports[i].what);
	return name == NULL ? CODE_OK : CODE_USAGE;
}

int
report_main(int argc, char **argv)
{
	const char		*config = NULL, *name = NULL;
	struct reporting	 r = { .csv = false };
	const struct option_row	 rows[] = {
		{ .name = "REPORT", .word = true, .text = &name,
		  .help = "kpi-2-1" },
		{ .name = "from", .value = "DAY", .text = &r.from,
		  .help = "the first day, as 2026-11-01" },
		{ .name = "to", .value = "DAY", .text = &r.to,
		  .help = "the last day" },
		{ .name = "by", .value = "WHAT", .text = &r.by,
		  .help = "a line for each school, language, month or "
		  "channel" },
		{ .name = "csv", .yes = &r.csv, .help = "for a spreadsheet" },
		JSON_ROW(&r.json), CONFIG_ROW(&config), { .name = NULL },
	};
	int			 code;

	code = command_options(argc, argv, rows, &usage);
	if (code == CODE_GO_ON)
		code = choose(name);
	if (code != CODE_GO_ON)
		return code;
	if (r.by != NULL && *heading_of(r.by) == '\0') {
		command_say("--by is one of: school, language, month, "
		    "channel.");
		return CODE_USAGE;
	}
	if ((code = here_open(&r.here, config, NULL)) == CODE_OK)
		code = report(&r);
	here_close(&r.here);
	return code;
}
