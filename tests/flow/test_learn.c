/*
 * What a person wrote, for memory, and what is shown to who must see no names.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/list.h"
#include "flow/guard.h"

static struct arena	*arena;

static const char *const names[] = {
	"Rosa Martinez", "Leo Martinez", "Ms. Park",
};
static const struct guard_term terms[] = {
	{ "report card", "boleta de calificaciones" },
};
static struct guard_forms *ready;
static struct guarding spanish = { "en-US", "es-US", names,
	COUNT(names), terms, COUNT(terms), .forms = NULL };

static struct guarded
protect(const char *text, const struct guarding *by)
{
	struct guarded	 g;
	const char	*why;

	if (!guard_protect(arena, text, by, &g, &why))
		fail_msg("%s: %s", text, why);
	return g;
}

/* What a person wrote, and how memory has it; NULL: it is not for others. */
static const struct {
	const char *words, *plain;
} learned[] = {
{ "Rosa Martinez, por favor llame a Rosa al 508-799-3116.",
  "⟦1⟧, por favor llame a ⟦2⟧ al ⟦3⟧." },
{ "Rosa Martinez, por favor llame a la escuela.", NULL },
{ "Rosa Martinez, por favor llame a Rosa al 508-799-3117.", NULL },
{ "Rosa Martinez, por favor llame a Rosa al 508-799-3116. Gracias, Rosa.",
  NULL },
{ "Rosa Martinez, por favor llame a Rosa al 508-799-3116, familia Martinez.",
  NULL },
{ "Rosa Martinez, por favor llame a Rosa al 508-799-3116 por Leo.", NULL },
};

static void
what_a_person_wrote_is_learned(void **state)
{
	struct guarded	 g, other;
	const char	*plain = NULL, *why;

	(void)state;
	g = protect("Rosa Martinez, please call Rosa at 508-799-3116.",
	    &spanish);
	for (size_t i = COUNT(learned); i-- > 0;) {
		plain = guard_learn(arena, &spanish, &g, learned[i].words,
		    &why);
		if (learned[i].plain == NULL && plain != NULL)
			fail_msg("'%s' was learned", learned[i].words);
		if (learned[i].plain != NULL)
			assert_string_equal(plain, learned[i].plain);
	}
	other = protect("Ms. Park, please call Leo at 774-555-0100.", &spanish);
	assert_string_equal(other.plain, g.plain);
	assert_string_equal(guard_restore(arena, &other, plain, &why),
	    "Ms. Park, por favor llame a Leo al 774-555-0100.");
}

static void
who_must_not_sees_no_name(void **state)
{
	struct guarded	 g, masked;
	const char	*plain, *why;

	(void)state;
	g = protect("Leo, Rosa and Leo have a report card at 3:30 PM.",
	    &spanish);
	guard_mask(arena, &g, &masked);
	assert_string_equal(guard_source(arena, &g),
	    "Leo, Rosa and Leo have a report card at 3:30 PM.");
	assert_string_equal(guard_source(arena, &masked),
	    "[name], [name 2] and [name again] have a report card at "
	    "3:30 PM.");
	plain = guard_learn(arena, &spanish, &masked, "[name 2], [name again] "
	    "y [name] tienen boleta de calificaciones a las 3:30 PM.", &why);
	assert_string_equal(plain, "⟦2⟧, ⟦3⟧ y ⟦1⟧ tienen ⟦4⟧ a las ⟦5⟧.");
	assert_string_equal(guard_restore(arena, &g, plain, &why),
	    "Rosa, Leo y Leo tienen boleta de calificaciones a las 3:30 PM.");
	assert_null(guard_learn(arena, &spanish, &masked, "[name 2], [name], "
	    "[name again] y [name] tienen boleta de calificaciones a las "
	    "3:30 PM.", &why));
	assert_null(guard_learn(arena, &spanish, &masked, "[name 2], [name], "
	    "[name again] y [name 3] tienen boleta de calificaciones a las "
	    "3:30 PM.", &why));
}

/* Who is who, by the words of their names. */
static const struct {
	const char *text, *masked;
} labels[] = {
{ "Rosa Martinez and Rosa.", "[name] and [name again]." },
{ "Rosa and Rosa Martinez, Rosa.", "[name] and [name again], "
  "[name again 2]." },
{ "Rosa Martinez, Leo Martinez, Martinez.", "[name], [name 2], [name 3]." },
{ "Ms. Park, Leo Martinez, Leo, Ms. Park.", "[name], [name 2], "
  "[name 2 again], [name again]." },
};

static void
one_person_has_one_label(void **state)
{
	struct guarded g, masked;

	(void)state;
	for (size_t i = 0; i < COUNT(labels); i++) {
		g = protect(labels[i].text, &spanish);
		guard_mask(arena, &g, &masked);
		assert_string_equal(guard_source(arena, &masked),
		    labels[i].masked);
	}
}

/* Words from right to left are kept with dots in their numbers. */
static void
a_number_with_dots_is_that_number(void **state)
{
	struct guarding	 arabic = spanish;
	struct guarded	 g;
	const char	*why;

	(void)state;
	arabic.to = "ar";
	g = protect("Call 508-555-0199, or (774) 555-0100.", &arabic);
	assert_string_equal(guard_learn(arena, &arabic, &g,
	    "اتصل على 774.555.0100 أو 508.555.0199.", &why),
	    "اتصل على ⟦2⟧ أو ⟦1⟧.");
	assert_null(guard_learn(arena, &arabic, &g,
	    "اتصل على 774.555.0101 أو 508.555.0199.", &why));
}

/* Of a whole school: a part of a name is one with a capital, and when it is
 * no common word. */
static void
others_are_hidden_as_names_are_written(void **state)
{
	static const char *const others[] = { "Maria Flores", "Will Young" };
	struct guarding	 by = { "en-US", "es-US", .forms = ready,
			    .others = others, .other_count = 2 };

	(void)state;
	assert_string_equal(protect("Will you bring flores, young Flores? "
	    "will young and Maria come, Young?", &by).plain,
	    "Will you bring flores, young ⟦1⟧? ⟦2⟧ and ⟦3⟧ come, ⟦4⟧?");
}

static void
what_was_left_as_it_was(void **state)
{
	const char **left;

	(void)state;
	assert_int_equal(guard_left(arena, "No school. Bring Ana and Zoë "
	    "Smit a Chromebook, IEP; Will calls.", "No hay clases. Traiga a "
	    "Ana y a Zoë Smit un Chromebook, IEP; willy.", &left), 4);
	assert_string_equal(left[0], "Ana");
	assert_string_equal(left[1], "Zoë");
	assert_string_equal(left[3], "Chromebook");
}

static int
start(void **state)
{
	(void)state;
	arena = arena_new();
	ready = guard_forms_new();
	spanish.forms = ready;
	return 0;
}

static int
end(void **state)
{
	(void)state;
	guard_forms_free(ready);
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_person_wrote_is_learned),
		cmocka_unit_test(who_must_not_sees_no_name),
		cmocka_unit_test(one_person_has_one_label),
		cmocka_unit_test(a_number_with_dots_is_that_number),
		cmocka_unit_test(others_are_hidden_as_names_are_written),
		cmocka_unit_test(what_was_left_as_it_was),
	};

	return cmocka_run_group_tests(tests, start, end);
}
