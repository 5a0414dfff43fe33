/*
 * A contact in words.
 */

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "command/card.h"
#include "command/desk.h"
#include "command/table.h"

const char *
card_names(struct desk *d, const json_t *card)
{
	const char	*all = NULL, *name;
	const json_t	*person;
	size_t		 i;

	json_array_foreach(json_object_get(card, "people"), i, person) {
		name = desk_text(d, person, "name");
		all = all == NULL ? name : arena_print(d->here.ground.arena,
		    "%s, %s", all, name);
	}
	return arena_print(d->here.ground.arena, "%s (%s)",
	    desk_text(d, card, "address"), all != NULL ? all :
	    "nobody we know");
}

void
card_say_dropped(const json_t *card)
{
	long long n = desk_number(card, "dropped");

	if (n > 0)
		printf("%lld %s planned and will not go there.\n", n,
		    desk_many(n, "text was", "texts were"));
}

void
card_say_shared(struct desk *d, const json_t *card)
{
	if (json_array_size(json_object_get(card, "people")) > 1)
		printf("Several share it: %s.\n", card_names(d, card));
}

/* "Ivy Moss, Oak School, 1A; mother" */
static void
print_students(struct desk *d, const json_t *person, const char *before)
{
	const json_t	*student;
	const char	*class;
	size_t		 i;

	json_array_foreach(json_object_get(person, "students"), i, student) {
		class = desk_name(d, student, "class");
		printf("%s%s of %s, %s%s%s%s\n", before,
		    desk_text(d, student, "relation"),
		    desk_text(d, student, "name"),
		    desk_name(d, student, "school"),
		    *class == '\0' ? "" : ", ", class,
		    json_is_true(json_object_get(student, "restricted")) ?
		    "; restricted: is never written to" :
		    json_is_false(json_object_get(student, "write_to")) ?
		    "; not written to" : "");
	}
}

static void
print_consent(struct desk *d, const json_t *card)
{
	const json_t	*list = json_object_get(card, "consent"), *row;
	struct table	*t = TABLE(d->here.ground.arena, "WHEN", "WHAT",
			    "FROM", "BY", "NOTE");
	size_t		 i;

	if (json_array_size(list) == 0)
		return;
	printf("\n");
	json_array_foreach(list, i, row)
		TABLE_ROW(t, times_say_api(&d->here.face,
		    ask_text(row, "at")), desk_text(d, row, "what"),
		    desk_text(d, row, "source"), desk_name(d, row, "by"),
		    desk_text(d, row, "note"));
	table_print(t, stdout);
}

static void
print_introductions(struct desk *d, const json_t *card)
{
	const json_t	*row;
	const char	*at;
	size_t		 i;

	json_array_foreach(json_object_get(card, "introductions"), i, row) {
		at = times_say_api(&d->here.face, ask_text(row, "at"));
		if (*at == '\0')
			printf("  Introduced from %s by the next text.\n",
			    desk_text(d, row, "number"));
		else
			printf("  Introduced from %s: %s.\n",
			    desk_text(d, row, "number"), at);
	}
}

static void
print_texts(struct desk *d, const json_t *card)
{
	const json_t	*last = json_object_get(card, "last");
	long long	 planned = desk_number(card, "planned");

	if (json_is_object(last))
		printf("  Last text: %s. %s\n", times_say_api(&d->here.face,
		    ask_text(last, "at")), desk_text(d, last, "sentence"));
	if (planned > 0)
		printf("  %lld more %s planned.\n", planned,
		    desk_many(planned, "is", "are"));
}

static void
print_body(struct desk *d, const json_t *card)
{
	printf("  %s Texts to it are in %s.\n",
	    desk_text(d, card, "sentence"), desk_language(d,
	    desk_text(d, card, "language")));
	print_introductions(d, card);
	print_texts(d, card);
	print_consent(d, card);
}

void
card_print(struct desk *d, const json_t *card)
{
	const json_t	*person;
	size_t		 i;

	printf("%s\n", desk_text(d, card, "address"));
	json_array_foreach(json_object_get(card, "people"), i, person) {
		printf("  %s%s\n", desk_text(d, person, "name"),
		    json_is_true(json_object_get(person, "staff")) ?
		    " (staff)" : "");
		print_students(d, person, "    ");
	}
	if (i == 0)
		printf("  Nobody we know has it. To give it to a guardian: "
		    "homeline contact add.\n");
	print_body(d, card);
}

void
card_print_person(struct desk *d, const json_t *person)
{
	const json_t	*card;
	size_t		 i;

	printf("%s, %s%s\n", desk_text(d, person, "name"), desk_language(d,
	    desk_text(d, person, "language")),
	    json_is_true(json_object_get(person, "staff")) ?
	    ", of the staff" : "");
	print_students(d, person, "  ");
	if (strcmp(desk_text(d, person, "prefers"), "mail") == 0)
		puts("  prefers mail");
	else if (strcmp(desk_text(d, person, "prefers"), "text_short") == 0)
		puts("  prefers short texts by day, mail for long words and "
		    "at night");
	json_array_foreach(json_object_get(person, "contacts"), i, card) {
		printf("\n%s\n", desk_text(d, card, "address"));
		print_body(d, card);
	}
	if (i == 0)
		printf("\nThey have no number and no mailbox. To add one: "
		    "homeline contact add.\n");
}
