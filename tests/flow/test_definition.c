/*
 * Definition 1 of KPI 2.1, a row for each of its rules and for what it
 * leaves out: what happens, and what the figures say then.  Each row is a
 * scenario of its own (tests/scenarios/README.md), so it goes through the
 * real flows, and the independent recount agrees.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "store/db_driver.h"
#include "tests/scenarios/stage.h"

static const struct row {
	const char	*rule, *story, *figures;
} rows[] = {
	/* 0: a family is what shares a guardian. */
	{ "0: siblings are one family",
	    "student Ida in Elm\n"
	    "guardian Anabel of Ida\n"
	    "start\n"
	    "write a by Dora to Ivy, Ida: \"Both did well.\"\n",
	    "from_staff 1 copies 1" },
	{ "0: a chain of guardians is one family",
	    "guardian Bertha of Ivy, Cyrus\n"
	    "start\n"
	    "write a by Clerk to Ivy, Theodore, Cyrus: \"All did well.\"\n",
	    "from_staff 1 copies 3" },
	{ "0: a restricted guardian joins nobody",
	    "guardian Greta of Ivy, Theodore phone +15085550109 restricted\n"
	    "start\n"
	    "write a by Clerk to Ivy, Theodore: \"Both did well.\"\n",
	    "from_staff 2 copies 2" },
	{ "0: nor does one who is a guardian no longer",
	    "guardian Greta of Ivy, Theodore phone +15085550109\n"
	    "guardian Greta leaves Ivy\n"
	    "start\n"
	    "write a by Clerk to Ivy, Theodore: \"Both did well.\"\n",
	    "from_staff 2 copies 3" },
	{ "0: it is the family of when it was written",
	    "start\n"
	    "write a by Clerk to Theodore, Cyrus: \"Both.\" at 12:00\n"
	    "guardian Bertha of Cyrus\n"
	    "at 12:00:02\n"
	    "write b by Clerk to Theodore, Cyrus: \"Both again.\"\n"
	    "after 1 s\n",
	    "from_staff 3" },

	/* 1: from staff to a family. */
	{ "1: from a person at a school to one family",
	    "start\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n",
	    "from_staff 1 direct 1 announcements 0 automatic 0" },
	{ "1: once, whoever else in the family gets a copy",
	    "guardian Andrew of Ivy phone +15085550111\n"
	    "guardian Agnes of Ivy phone +15085550112 speaks es-US\n"
	    "start\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n",
	    "from_staff 1 copies 3" },
	{ "1: once, in however many parts",
	    "start\n"
	    "write a by Lee to Ivy: \"Ivy, ni\303\261a lista, ley\303\263 un "
	    "libro entero, y despu\303\251s otro, y otro m\303\241s, porque "
	    "llov\303\255a todo el d\303\255a y nadie pod\303\255a salir.\"\n",
	    "from_staff 1 copies 1" },
	{ "1: once, in however many tries",
	    "start\n"
	    "fault 503 times 2\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "after 5 min\n",
	    "from_staff 1 copies 1" },
	{ "1: once, by the second phone",
	    "student Fay in Oak\n"
	    "guardian Flora of Fay phone +15085550105 +15085550106\n"
	    "start\n"
	    "fault landline on +15085550105\n"
	    "write a by Clerk to Fay: \"Fay did well.\"\n"
	    "after 2 s\n",
	    "from_staff 1" },
	{ "1: once for each of two families at one phone",
	    "student Fay in Oak\n"
	    "guardian Flora of Fay phone +15085550102\n"
	    "start\n"
	    "write a by Clerk to Theodore, Fay: \"Both did well.\"\n"
	    "expect 1 texts\n",
	    "from_staff 2 copies 1" },
	{ "1: five families count one each",
	    "families 3 in Oak phone +15086000000\n"
	    "student Dana in Oak\n"
	    "guardian Diego of Dana phone +15085550104\n"
	    "student Emil in Oak\n"
	    "guardian Elena of Emil phone +15085550105\n"
	    "start\n"
	    "write a by Clerk to Ivy, Theodore, Cyrus, Dana, Emil: \"Well.\"\n",
	    "from_staff 5 announcements 0" },
	{ "1: more than five are an announcement",
	    "student Dana in Oak\n"
	    "guardian Diego of Dana phone +15085550104\n"
	    "student Emil in Oak\n"
	    "guardian Elena of Emil phone +15085550105\n"
	    "student Finn in Oak\n"
	    "guardian Fiona of Finn phone +15085550106\n"
	    "start\n"
	    "write a by Clerk to Ivy, Theodore, Cyrus, Dana, Emil, Finn: "
	    "\"Well.\"\n",
	    "from_staff 0 announcements 6" },
	{ "1: six students of five families are not",
	    "student Dana in Oak\n"
	    "guardian Diego of Dana phone +15085550104\n"
	    "student Emil in Oak\n"
	    "guardian Elena of Emil phone +15085550105\n"
	    "student Ida in Elm\n"
	    "guardian Anabel of Ida\n"
	    "start\n"
	    "write a by Dora to Ivy, Theodore, Cyrus, Dana, Emil, Ida: "
	    "\"Well.\"\n",
	    "from_staff 5 announcements 0" },
	{ "1: what goes to a class is an announcement",
	    "start\n"
	    "write a by Clerk to Oak-2B: \"A class of one.\"\n"
	    "after 2 s\n",
	    "from_staff 0 announcements 1" },
	{ "1: a key that names nobody is automatic",
	    "key feed\n"
	    "start\n"
	    "write a by feed to Ivy: \"Absent.\"\n",
	    "from_staff 0 automatic 1" },
	{ "1: a key that names somebody writes for them",
	    "key lees of Lee\n"
	    "start\n"
	    "write a by lees to Ivy: \"Ivy did well.\"\n",
	    "from_staff 1 automatic 0" },
	{ "1: an answer in a talk is one",
	    "start\n"
	    "phone +15085550101 writes \"Hello\" to +15085550100\n"
	    "reply a by Clerk to +15085550101: \"Hello, too.\"\n"
	    "after 1 s\n",
	    "from_staff 1 from_families 1 direct 2" },

	/* 2: the same words to a sixth family. */
	{ "2: the sixth family within a day is an announcement",
	    "families 3 in Oak phone +15086000000\n"
	    "student Dana in Oak\n"
	    "guardian Diego of Dana phone +15085550104\n"
	    "student Emil in Oak\n"
	    "guardian Elena of Emil phone +15085550105\n"
	    "student Finn in Oak\n"
	    "guardian Fiona of Finn phone +15085550106\n"
	    "start\n"
	    "write a by Clerk to Ivy: \"All is well.\"\n"
	    "write b by Clerk to Theodore: \"ALL is well.\"\n"
	    "write c by Clerk to Cyrus: \"All  is  well.\"\n"
	    "write d by Clerk to Dana, Emil: \"All is well.\"\n"
	    "write e by Clerk to Finn: \"all is well.\"\n"
	    "expect 1 counted announcement_by_repetition\n"
	    "write f by Clerk to Ivy: \"All is well.\"\n"
	    "write g by Lee to Finn: \"All is well.\"\n",
	    "from_staff 7 announcements 1" },
	{ "2: after a day they are new words",
	    "student Dana in Oak\n"
	    "guardian Diego of Dana phone +15085550104\n"
	    "student Emil in Oak\n"
	    "guardian Elena of Emil phone +15085550105\n"
	    "student Finn in Oak\n"
	    "guardian Fiona of Finn phone +15085550106\n"
	    "start\n"
	    "write a by Clerk to Ivy, Theodore, Cyrus, Dana, Emil: \"Well.\"\n"
	    "after 24 h\n"
	    "after 1 s\n"
	    "write b by Clerk to Finn: \"Well.\"\n",
	    "from_staff 6 announcements 0" },

	/* 3: from families. */
	{ "3: an answer of a family",
	    "start\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "phone +15085550101 writes \"Gracias\"\n",
	    "from_families 1" },
	{ "3: what a family writes first",
	    "start\n"
	    "phone +15085550101 writes \"She is ill\" to +15085550100\n",
	    "from_families 1" },
	{ "3: each message, also two at once",
	    "start\n"
	    "phone +15085550101 writes \"She is ill\" to +15085550100\n"
	    "phone +15085550101 writes \"She is ill\" to +15085550100\n",
	    "from_families 2" },
	{ "3: not STOP, START and HELP",
	    "start\n"
	    "phone +15085550101 writes \"STOP\" to +15085550100\n"
	    "phone +15085550101 writes \"START\" to +15085550100\n"
	    "phone +15085550101 writes \"help\" to +15085550100\n"
	    "phone +15085550101 writes \"ayuda\" to +15085550100\n",
	    "from_families 0 not_counted 4" },
	{ "3: not a reaction",
	    "start\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "phone +15085550101 writes \"Liked \342\200\234Oak, Lee: Ivy did "
	    "well.\342\200\235\"\n"
	    "phone +15085550101 writes \"Le encant\303\263 \342\200\234Oak, "
	    "Lee: Ivy did well.\342\200\235\"\n"
	    "phone +15085550101 writes \"Reacted \360\237\221\215 to "
	    "\342\200\234Oak, Lee: Ivy did well.\342\200\235\"\n"
	    "phone +15085550101 writes \"Liked it very much\"\n",
	    "from_families 1 not_counted 3" },
	{ "3: not somebody unknown",
	    "start\n"
	    "phone +15085559001 writes \"Hello?\" to +15085550100\n"
	    "after 1 s\n",
	    "from_families 0 not_counted 1" },
	{ "3: not the phone of staff",
	    "staff Sam in office Oak phone +15085550121\n"
	    "start\n"
	    "phone +15085550121 writes \"I am late\" to +15085550100\n",
	    "from_families 0 not_counted 1" },
	{ "3: but staff who write as a parent",
	    "staff Sam in office Oak\n"
	    "guardian Sam of Cyrus phone +15085550121\n"
	    "start\n"
	    "phone +15085550121 writes \"He is ill\" to +15085550100\n",
	    "from_families 1 not_counted 0" },
	{ "3: not a guardian who is restricted",
	    "guardian Greta of Ivy phone +15085550109 restricted\n"
	    "start\n"
	    "phone +15085550109 writes \"How is she?\" to +15085550100\n",
	    "from_families 0 not_counted 1" },
	{ "3: of a phone of two families the one it answers",
	    "student Fay in Elm\n"
	    "guardian Flora of Fay phone +15085550102\n"
	    "start\n"
	    "write a by Keeper to Fay: \"Fay did well.\"\n"
	    "phone +15085550102 writes \"Fine\"\n"
	    "expect 1 counted direct_in of Elm\n",
	    "from_families 1" },

	/* 4: answers to what nobody is named to read. */
	{ "4: an answer to a notice is counted apart",
	    "start\n"
	    "write a by Clerk to Ivy: \"No school.\" kind closing "
	    "readers nobody\n"
	    "phone +15085550101 writes \"Why?\"\n",
	    "from_families 0 notice_answers 1" },
	{ "4: it is direct when somebody answers",
	    "start\n"
	    "write a by Clerk to Ivy: \"No school.\" kind closing "
	    "readers nobody\n"
	    "phone +15085550101 writes \"Why?\"\n"
	    "phone +15085550101 writes \"Why, please?\"\n"
	    "reply b by Clerk to +15085550101: \"Snow.\"\n"
	    "after 1 s\n",
	    "from_families 2 notice_answers 0 from_staff 1" },
	{ "4: an answer to a notice somebody reads is direct",
	    "start\n"
	    "write a by Clerk to Ivy: \"No school.\" kind closing "
	    "readers office\n"
	    "phone +15085550101 writes \"Why?\"\n",
	    "from_families 1 notice_answers 0" },

	/* 5: at the first hand-over; back when every copy failed. */
	{ "5: not before it was handed over",
	    "start\n"
	    "carrier dies\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "after 1 min\n",
	    "from_staff 0 copies 0" },
	{ "5: nor while nobody knows",
	    "start\n"
	    "fault drop-before times 1\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "after 5 s\n",
	    "from_staff 0 copies 0" },
	{ "5: without any receipt",
	    "start\n"
	    "fault receipt-lost\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "after 2 h\n",
	    "from_staff 1 copies 1" },
	{ "5: taken back when every copy failed",
	    "guardian Andrew of Ivy phone +15085550111\n"
	    "start\n"
	    "fault off\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "expect 1 counted direct_out\n"
	    "expect 1 counted direct_out_back\n",
	    "from_staff 0" },
	{ "5: not while one copy stands",
	    "guardian Andrew of Ivy phone +15085550111\n"
	    "start\n"
	    "fault off on +15085550111\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n",
	    "from_staff 1" },
	{ "5: not after fourteen days",
	    "start\n"
	    "fault hold\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "after 15 days\n"
	    "carrier releases\n"
	    "expect attempts a of Anabel: failed\n",
	    "from_staff 1" },
	{ "5: before them it is",
	    "start\n"
	    "fault hold\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "after 13 days\n"
	    "carrier releases\n",
	    "from_staff 0" },

	/* 6: never. */
	{ "6: not attendance",
	    "start\n"
	    "write a by Clerk to Ivy: \"Absent.\" kind attendance\n",
	    "from_staff 0 automatic 1" },
	{ "6: not a closing, an emergency, a bus",
	    "start\n"
	    "write a by Clerk to Ivy: \"No school.\" kind closing\n"
	    "write b by Clerk to Ivy: \"Stay away.\" kind emergency\n"
	    "write c by Clerk to Ivy: \"The bus is late.\" kind today\n",
	    "from_staff 0 automatic 3" },
	{ "6: not what the gateway says by itself",
	    "start\n"
	    "write a by Clerk to Ivy: \"No school.\" kind closing "
	    "readers nobody\n"
	    "phone +15085550101 writes \"Why?\"\n"
	    "after 1 s\n"
	    "expect 2 texts\n",
	    "from_staff 0 automatic 1 copies 1" },
	{ "6: nobody may write a system text",
	    "start\n"
	    "write a by Clerk to Ivy: \"Hello.\" kind system refused 422\n",
	    "from_staff 0 automatic 0" },

	/* 7: school, language, day. */
	{ "7: siblings in two schools count at the author's",
	    "student Ida in Elm\n"
	    "guardian Anabel of Ida\n"
	    "staff Keeper in office Oak\n"
	    "student Ike in Elm\n"
	    "guardian Bertha of Ike\n"
	    "start\n"
	    "write a by Keeper to Ida, Ivy: \"Both did well.\"\n"
	    "expect 1 counted direct_out of Elm\n",
	    "from_staff 1" },
	{ "7: the language is that of the guardian",
	    "start\n"
	    "write a by Lee to Ivy: \"Ivy did well.\"\n"
	    "write b by Lee to Theodore: \"He did well.\"\n"
	    "phone +15085550101 writes \"Gracias\"\n"
	    "expect 1 counted direct_out in es-US of Oak\n"
	    "expect 1 counted direct_out in en-US of Oak\n"
	    "expect 1 counted direct_in in es-US of Oak\n",
	    "from_staff 2 from_families 1" },
};

static struct stage	 stage;

static int
make(void **state)
{
	(void)state;
	stage_open(&stage, &db_sqlite, true);
	return 0;
}

static int
unmake(void **state)
{
	(void)state;
	stage_close(&stage);
	return 0;
}

static void
play(void **state)
{
	const struct row *row = *state;

	stage_play_text(&stage, row->rule, arena_print(stage.arena,
	    "like oak.inc\n%sexpect figures %s\n", row->story,
	    row->figures));
}

int
main(int argc, char **argv)
{
	struct CMUnitTest tests[COUNT(rows)];

	if (argc > 1 && strcmp(argv[1], "carrier") == 0)
		return far_main(argc - 1, argv + 1);
	for (size_t i = 0; i < COUNT(rows); i++)
		tests[i] = (struct CMUnitTest){ .name = rows[i].rule,
		    .test_func = play, .setup_func = make,
		    .teardown_func = unmake,
		    .initial_state = (void *)(uintptr_t)&rows[i] };
	return _cmocka_run_group_tests("definition", tests, COUNT(rows), NULL,
	    NULL);
}
