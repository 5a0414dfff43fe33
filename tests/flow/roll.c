/*
 * Rosters for tests; see roll.h.  The difference of two rosters is found
 * here in the plainest way, without what the command does.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/flow/roll.h"

static int
compare(const void *a, const void *b)
{
	const struct roster_given *x = a, *y = b;

	return x->noun != y->noun ? (x->noun < y->noun ? -1 : 1) :
	    strcmp(x->name, y->name);
}

static const struct roster_given *
find(const struct roll *roll, enum roster_noun noun, const char *name)
{
	for (unsigned i = 0; roll != NULL && i < roll->count; i++)
		if (roll->rows[i].noun == noun &&
		    strcmp(roll->rows[i].name, name) == 0)
			return &roll->rows[i];
	return NULL;
}

void
roll_say(struct roll *roll, enum roster_noun noun, const char *name,
    const char *content)
{
	struct roster_given *g = (struct roster_given *)(uintptr_t)find(roll,
	    noun, name);

	if (content == NULL && g != NULL) {
		*g = roll->rows[--roll->count];
	} else if (g != NULL) {
		g->content = content;
	} else if (content != NULL) {
		assert_true(roll->count < ROLL_MOST);
		roll->rows[roll->count++] = (struct roster_given){
		    .noun = noun, .name = name, .content = content };
	}
	qsort(roll->rows, roll->count, sizeof *roll->rows, compare);
}

#define GUARDIAN(name, language, phones, emails, students)		\
	"{\"emails\":[" emails "],\"language\":\"" language "\","	\
	"\"name\":\"" name "\",\"phones\":[" phones "],"		\
	"\"students\":[" students "]}"
#define OF(student, relation)						\
	"{\"relation\":\"" relation "\",\"restricted\":false,"		\
	"\"student\":\"" student "\",\"write_to\":true}"
#define STAFF(name, phones, offices, desk)				\
	"{\"desk\":" desk ",\"email\":\"\",\"language\":\"\","		\
	"\"name\":\"" name "\",\"offices\":[" offices "],"		\
	"\"phones\":[" phones "]}"
#define STUDENT(name, classes)						\
	"{\"classes\":[" classes "],\"language\":\"\",\"name\":\"" name	\
	"\",\"school\":\"oak\"}"
#define CLASS(name, team)						\
	"{\"name\":\"" name "\",\"school\":\"oak\",\"team\":[" team "]}"

void
roll_oak(struct roll *roll)
{
	*roll = (struct roll){ .count = 0 };
	roll_say(roll, ROSTER_SCHOOL, "oak", "{\"name\":\"Oak School\"}");
	roll_say(roll, ROSTER_STAFF, "clerk",
	    STAFF("Clerk", "", "\"oak\"", "true"));
	roll_say(roll, ROSTER_STAFF, "ana", STAFF("Ana", "", "", "false"));
	roll_say(roll, ROSTER_STAFF, "ben",
	    STAFF("Ben", "\"+15085550150\"", "", "false"));
	roll_say(roll, ROSTER_CLASS, "5a", CLASS("5A", "\"ana\""));
	roll_say(roll, ROSTER_CLASS, "5b", CLASS("5B", "\"ana\",\"ben\""));
	roll_say(roll, ROSTER_STUDENT, "ivy", STUDENT("Ivy", "\"5a\""));
	roll_say(roll, ROSTER_STUDENT, "leo", STUDENT("Leo",
	    "\"5b\",\"5a\""));
	roll_say(roll, ROSTER_STUDENT, "max", STUDENT("Max", ""));
	roll_say(roll, ROSTER_GUARDIAN, "rosa", GUARDIAN("Rosa", "es-US",
	    "\"+15085550120\",\"+15085550121\"", "\"rosa@example.org\"",
	    OF("ivy", "mother") "," OF("leo", "mother")));
	roll_say(roll, ROSTER_GUARDIAN, "sam", GUARDIAN("Sam", "pt-BR",
	    "\"+15085550120\"", "", OF("ivy", "father")));
	roll_say(roll, ROSTER_GUARDIAN, "ben", GUARDIAN("Ben", "vi",
	    "\"+15085550151\"", "", OF("max", "father")));
}

/* The rows that make one of the other: what is new or different, in the order
 * of nouns, then what is gone, in the reverse order. */
static unsigned
difference(const struct roll *before, const struct roll *after,
    struct roster_given *out)
{
	unsigned n = 0;

	for (unsigned i = 0; i < after->count; i++) {
		const struct roster_given *g = &after->rows[i];
		const struct roster_given *was = find(before, g->noun,
		    g->name);

		if (was == NULL || strcmp(was->content, g->content) != 0)
			out[n++] = *g;
	}
	for (unsigned i = before != NULL ? before->count : 0; i-- > 0;) {
		const struct roster_given *was = &before->rows[i];

		if (find(after, was->noun, was->name) == NULL) {
			out[n] = *was;
			out[n++].content = NULL;
		}
	}
	return n;
}

static struct import_begun
begun(struct rig *r)
{
	return (struct import_begun){ .source = "roster.zip", .digest = "d",
	    .node = r->gateway.node, .now = clock_now(), .gateway = &r->gateway,
	    .desk = true };
}

static const char *
import(struct rig *r, const struct roll *before, const struct roll *after,
    unsigned most, struct imported *imported)
{
	static struct roster_given	 changes[ROLL_MOST * 2];
	unsigned			 n = difference(before, after,
					    changes), end;
	struct import_begun		 b = begun(r);
	const char			*why = NULL;
	struct db			*db = rig_visit(r);
	bool				 good = import_begin(db, &b, imported,
					    &why);

	for (unsigned i = 0; i < n && good; i = end) {
		end = i + most < n ? i + most : n;
		clock_pass(5);
		b.now = clock_now();
		good = import_slice(db, &b, imported, &changes[i], end - i,
		    &why);
	}
	if (good) {
		import_end(db, imported);
		rig_keep(r);
		clock_pass(SECONDS(10));
		return NULL;
	}
	db_rollback(db);
	r->depth--;
	return why;
}

struct imported
roll_import(struct rig *r, const struct roll *before,
    const struct roll *after, unsigned most)
{
	struct imported	 imported;
	const char	*why = import(r, before, after, most, &imported);

	if (why != NULL)
		fail_msg("%s", why);
	return imported;
}

const char *
roll_refused(struct rig *r, const struct roll *before,
    const struct roll *after)
{
	struct imported	 imported;
	const char	*why = import(r, before, after, IMPORT_SLICE,
			    &imported);

	assert_non_null(why);
	return why;
}

void
roll_undo(struct rig *r)
{
	struct imported		 imported = { .state = IMPORT_UNDOING };
	struct import_begun	 b = begun(r);
	const char		*why;
	struct db		*db = rig_visit(r);

	while (imported.state == IMPORT_UNDOING)
		if (!import_undo(db, &b, 0, &imported, &why))
			fail_msg("%s", why);
	rig_keep(r);
	clock_pass(SECONDS(10));
}

/* The first column of all rows, a line each. */
static void
add(struct buf *out, const char *noun, struct rows *rows)
{
	while (db_row(rows)) {
		buf_print(out, "%s", noun);
		for (int i = 0; i < 3; i++)
			buf_print(out, " %s", db_text(rows, i) != NULL ?
			    db_text(rows, i) : "-");
		buf_char(out, '\n');
	}
}

/* Of a row of roster_row: its id, or its name. */
#define ID(x)	"CAST(" x " AS TEXT)"
#define NOW	INT(clock_now())
#define VALID(x) x ".since <= $1 AND (" x ".until = 0 OR " x ".until > $1) "

const char *
roll_dump(struct rig *r)
{
	struct db	*db = rig_visit(r);
	struct buf	 out;
	const char	*text;

	buf_init(&out, 1 << 20);
	add(&out, "school", db_query(db, "SELECT " ID("id") ", name, folded "
	    "FROM school WHERE until = 0 ORDER BY id", NONE));
	add(&out, "class", db_query(db, "SELECT " ID("id") ", " ID("school")
	    ", name FROM class WHERE until = 0 ORDER BY id", NONE));
	add(&out, "person", db_query(db, "SELECT " ID("id") ", name || '/' "
	    "|| folded, language || '/' || " ID("guardian") " || '/' || "
	    ID("staff") " FROM person WHERE guardian + staff > 0 "
	    "ORDER BY id", NONE));
	add(&out, "enrolment", db_query(db, "SELECT " ID("e.id") " || '/' || "
	    ID("e.student") " || s.name || s.folded, " ID("e.school") " || "
	    "'/' || " ID("e.class") ", " ID("e.since") " || '/' || "
	    ID("e.place") " FROM enrolment e JOIN student s "
	    "ON s.id = e.student WHERE " VALID("e") "ORDER BY e.id", NOW));
	add(&out, "guardianship", db_query(db, "SELECT " ID("g.id") " || '/' "
	    "|| " ID("g.guardian") ", " ID("g.student") " || '/' || "
	    "g.relation, " ID("g.since") " || '/' || " ID("g.write_to")
	    " || '/' || " ID("g.restricted") " FROM guardianship g WHERE "
	    VALID("g") "ORDER BY g.id", NOW));
	add(&out, "reach", db_query(db, "SELECT " ID("r.person") " || '/' "
	    "|| " ID("r.contact") ", c.channel || c.address || c.language "
	    "|| c.state, " ID("r.place") " || '/' || " ID("r.roster")
	    " FROM reach r JOIN contact c ON c.id = r.contact "
	    "ORDER BY r.person, r.contact", NONE));
	/* Who left a seat twice has one row there, with the last since. */
	add(&out, "member", db_query(db, "SELECT " ID("m.seat") " || '/' || "
	    ID("m.person") ", s.kind || s.name || " ID("s.school") ", "
	    ID("m.roster") " FROM seat_member m "
	    "JOIN seat s ON s.id = m.seat WHERE " VALID("m")
	    "ORDER BY m.seat, m.person", NOW));
	add(&out, "key", db_query(db, "SELECT name, " ID("person") ", digest "
	    "FROM api_key WHERE revoked = 0 ORDER BY id", NONE));
	add(&out, "row", db_query(db, "SELECT noun || '/' || name, " ID("id")
	    ", content FROM roster_row WHERE gone = 0 "
	    "ORDER BY noun, name", NONE));
	rig_keep(r);
	assert_false(out.over);
	text = buf_keep(&out, r->arena);
	buf_free(&out);
	return text;
}

/* The name in the roster of what has that id; a stranger's own. */
#define NAME(noun, id)							\
	"coalesce((SELECT max(n.name) FROM roster_row n WHERE n.noun "	\
	noun " AND n.id = " id "), 'x')"
#define PERSON(id)	NAME("IN ('staff', 'guardian')", id)
#define SCHOOL(id)	NAME("= 'school'", id)
#define CLASSES(id)	NAME("= 'class'", id)
#define STUDENTS(id)	NAME("= 'student'", id)

const char *
roll_names(struct rig *r)
{
	struct db	*db = rig_visit(r);
	struct buf	 out;
	const char	*text;

	buf_init(&out, 1 << 20);
	add(&out, "school", db_query(db, "SELECT " SCHOOL("s.id") ", s.name, "
	    "s.folded FROM school s WHERE s.until = 0 ORDER BY 1, 2", NONE));
	add(&out, "class", db_query(db, "SELECT " CLASSES("c.id") ", "
	    SCHOOL("c.school") ", c.name FROM class c WHERE c.until = 0 "
	    "ORDER BY 1, 2, 3", NONE));
	add(&out, "person", db_query(db, "SELECT " PERSON("p.id") ", p.name "
	    "|| p.folded || p.language, " ID("p.guardian") " || " ID("p.staff")
	    " FROM person p WHERE p.guardian + p.staff > 0 "
	    "ORDER BY 1, 2, 3", NONE));
	add(&out, "enrolment", db_query(db, "SELECT " STUDENTS("e.student")
	    " || s.name || s.folded, " SCHOOL("e.school") " || '/' || "
	    CLASSES("e.class") ", " ID("e.place") " FROM enrolment e "
	    "JOIN student s ON s.id = e.student WHERE " VALID("e")
	    "ORDER BY 1, 2, 3", NOW));
	add(&out, "guardianship", db_query(db, "SELECT " PERSON("g.guardian")
	    ", " STUDENTS("g.student") " || g.relation, " ID("g.write_to")
	    " || " ID("g.restricted") " FROM guardianship g WHERE "
	    VALID("g") "ORDER BY 1, 2, 3", NOW));
	add(&out, "reach", db_query(db, "SELECT " PERSON("r.person")
	    ", c.channel || c.address || c.state, " ID("r.place")
	    " FROM reach r JOIN contact c ON c.id = r.contact "
	    "ORDER BY 1, 2, 3", NONE));
	add(&out, "member", db_query(db, "SELECT " PERSON("m.person")
	    ", s.kind || '/' || s.name, " SCHOOL("s.school") " || '/' || "
	    CLASSES("s.class") " FROM seat_member m JOIN seat s "
	    "ON s.id = m.seat WHERE " VALID("m") "ORDER BY 1, 2, 3", NOW));
	rig_keep(r);
	assert_false(out.over);
	text = buf_keep(&out, r->arena);
	buf_free(&out);
	return text;
}

/* Shows the first line in which they differ. */
void
roll_same(const char *a, const char *b)
{
	const char *line_a = a, *line_b = b;

	for (; *a != '\0' && *a == *b; a++, b++)
		if (*a == '\n') {
			line_a = a + 1;
			line_b = b + 1;
		}
	if (*a != *b)
		fail_msg("it was: %.*s\n  it is: %.*s",
		    (int)strcspn(line_a, "\n"), line_a,
		    (int)strcspn(line_b, "\n"), line_b);
}

/* ------------------------------------------------------------- by chance */

static unsigned
chance(unsigned *seed, unsigned below)
{
	*seed = *seed * 1103515245 + 12345;
	return (*seed >> 16) % below;
}

/* A few of `most` things by the letter of their noun, in order. */
static const char *
few(struct rig *r, unsigned *seed, char letter, const unsigned *there,
    unsigned most)
{
	const char *text = "";

	for (unsigned i = 0; i < most; i++)
		if (there[i] && chance(seed, 3) == 0)
			text = arena_print(r->arena, "%s%s\"%c%u\"", text,
			    *text != '\0' ? "," : "", letter, i);
	return text;
}

#define THINGS	8

static const char *
pick(unsigned *seed, const char *a, const char *b)
{
	return chance(seed, 2) == 0 ? a : b;
}

static void
chance_guardian(struct rig *r, struct roll *roll, unsigned *seed, unsigned i,
    const unsigned *students)
{
	const char *kin = "", *name = arena_print(r->arena, "p%u", i);

	for (unsigned s = 0; s < THINGS; s++)
		if (students[s] && chance(seed, 3) == 0)
			kin = arena_print(r->arena, "%s%s{\"relation\":\"%s\","
			    "\"restricted\":%s,\"student\":\"u%u\","
			    "\"write_to\":%s}", kin, *kin != '\0' ? "," : "",
			    pick(seed, "mother", "aunt"),
			    chance(seed, 4) == 0 ? "true" : "false", s,
			    pick(seed, "true", "false"));
	roll_say(roll, ROSTER_GUARDIAN, name, arena_print(r->arena,
	    "{\"emails\":[%s],\"language\":\"%s\",\"name\":\"%s%u\","
	    "\"phones\":[%s\"+1508555011%u\"],\"students\":[%s]}",
	    pick(seed, "", "\"a@example.org\""), pick(seed, "es-US", "pt-BR"),
	    pick(seed, "Rosa", "Roşa"), i,
	    pick(seed, "", "\"+15085550120\","), chance(seed, 4), kin));
}

void
roll_chance(struct rig *r, struct roll *roll, unsigned seed)
{
	unsigned there[5][THINGS], all[THINGS] = { 1, 1, 0 };

	*roll = (struct roll){ .count = 0 };
	for (int n = 0; n < 5; n++)
		for (unsigned i = 0; i < THINGS; i++)
			there[n][i] = chance(&seed, 4) > 0;
	for (unsigned i = 0; i < 2; i++)
		roll_say(roll, ROSTER_SCHOOL, arena_print(r->arena, "s%u", i),
		    arena_print(r->arena, "{\"name\":\"%s%u\"}",
		    pick(&seed, "Oak", "Elm"), i));
	for (unsigned i = 0; i < THINGS; i++)
		if (there[1][i])
			roll_say(roll, ROSTER_STAFF, arena_print(r->arena,
			    "p%u", i), arena_print(r->arena, "{\"desk\":%s,"
			    "\"email\":\"\",\"language\":\"\","
			    "\"name\":\"%s%u\","
			    "\"offices\":[%s],\"phones\":[%s]}",
			    pick(&seed, "true", "false"),
			    pick(&seed, "Ana", "Bob"), i,
			    few(r, &seed, 's', all, 2),
			    pick(&seed, "", "\"+15085550120\"")));
	for (unsigned i = 0; i < THINGS; i++)
		if (there[2][i])
			roll_say(roll, ROSTER_CLASS, arena_print(r->arena,
			    "c%u", i), arena_print(r->arena, "{\"name\":\"%s\","
			    "\"school\":\"s%u\",\"team\":[%s]}",
			    pick(&seed, "5A", "5B"), chance(&seed, 2),
			    few(r, &seed, 'p', there[1], THINGS)));
	for (unsigned i = 0; i < THINGS; i++)
		if (there[3][i])
			roll_say(roll, ROSTER_STUDENT, arena_print(r->arena,
			    "u%u", i), arena_print(r->arena,
			    "{\"classes\":[%s],"
			    "\"language\":\"\",\"name\":\"%s\",\"school\":"
			    "\"s%u\"}", few(r, &seed, 'c', there[2], THINGS),
			    pick(&seed, "Ivy", "Leo"), chance(&seed, 2)));
	for (unsigned i = 0; i < THINGS; i++)
		if (there[4][i])
			chance_guardian(r, roll, &seed, i, there[3]);
}
