/*
 * `homeline text`: what becomes of a text as SMS, as JSON: what is sent, in
 * which encoding, in how many parts, where it is split, and which characters
 * cost.  The pages and the queue measure by the same functions.
 */

#include <jansson.h>

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/lang.h"
#include "base/sms.h"
#include "base/text.h"
#include "command/command.h"

#define BYTES_MOST	65536
#define COSTS_MOST	64

static const struct usage usage = {
    "Reads a text on standard input and prints, as JSON, how it travels as\n"
    "SMS: the text as it is sent (marks of typography become plain when the\n"
    "whole text then fits the 7-bit alphabet), encoding, units (septets or\n"
    "UTF-16 units), parts, where it is split, and which characters cost.",
    "echo 'Mañana no hay clases.' | homeline text --lang es",
    "0 done, 1 it could not be read or is too long, 2 wrong options"
};

static int
refuse(const char *why)
{
	fprintf(stderr, "homeline text: %s\n", why);
	return CODE_FAILED;
}

/* A character as text, in the arena. */
static const char *
as_text(struct arena *arena, const char *text, uint32_t character)
{
	const char	*at = text;

	while (text_next(&at) != character)
		text = at;
	return arena_copy(arena, text, (size_t)(at - text));
}

static json_t *
costs_json(struct arena *arena, const char *text)
{
	static const char *const kinds[] = { "letter", "sign", "two" };
	struct sms_cost		 costs[COSTS_MOST];
	unsigned		 count = sms_costs(text, costs, COSTS_MOST);
	json_t			*list = json_array();

	for (unsigned i = 0; i < count; i++)
		json_array_append_new(list, json_pack("{s:s, s:s, s:i, s:s}",
		    "character", as_text(arena, text, costs[i].character),
		    "code", arena_print(arena, "U+%04X", costs[i].character),
		    "count", (int)costs[i].count,
		    "kind", kinds[costs[i].kind]));
	return list;
}

/* The parts, each with what it holds of the limit. */
static json_t *
split_json(struct arena *arena, const char *text, enum sms_encoding encoding)
{
	unsigned	 count;
	const char	**parts = sms_split(arena, text, &count);
	struct sms	 part;
	json_t		*list = json_array();

	for (unsigned i = 0; i < count; i++) {
		sms_measure(parts[i], &part);
		json_array_append_new(list, json_pack("{s:I, s:s}", "units",
		    (json_int_t)(encoding == SMS_GSM7 ? part.units :
		    text_units(parts[i])), "text", parts[i]));
	}
	return list;
}

static int
tell(struct arena *arena, const char *typed, const char *language)
{
	const char	*text = sms_plain(arena, typed);
	struct sms	 sms;
	json_t		*json;
	bool		 printed;

	sms_measure(text, &sms);
	if (sms.parts > SMS_PARTS)
		return refuse(arena_print(arena, "The text would have %u "
		    "parts, and a text message has %d at most. Make it "
		    "shorter.", sms.parts, SMS_PARTS));
	json = json_pack("{s:s, s:b, s:s, s:I, s:I, s:o, s:o}",
	    "text", text, "plain", text != typed,
	    "encoding", sms.encoding == SMS_GSM7 ? "GSM-7" : "UCS-2",
	    "units", (json_int_t)sms.units, "parts", (json_int_t)sms.parts,
	    "split", split_json(arena, text, sms.encoding),
	    "costs", costs_json(arena, text));
	if (language != NULL)
		json_object_update_new(json, json_pack("{s:s, s:s}",
		    "language", language, "direction",
		    lang_right_to_left(language) ? "rtl" : "ltr"));
	printed = json_dumpf(json, stdout, JSON_INDENT(2)) == 0 &&
	    putchar('\n') != EOF && fflush(stdout) == 0;
	json_decref(json);
	return printed ? CODE_OK : refuse("It could not be written.");
}

/* One line feed at the end is echo's, not the text's. */
static int
read_and_tell(struct arena *arena, const char *language)
{
	char	*bytes = arena_take(arena, BYTES_MOST + 1);
	size_t	 length = fread(bytes, 1, BYTES_MOST + 1, stdin);

	if (ferror(stdin))
		return refuse("The text could not be read.");
	if (length > BYTES_MOST)
		return refuse("The text is longer than 64 kB.");
	if (length > 0 && bytes[length - 1] == '\n')
		length--;
	if (!text_valid(bytes, length))
		return refuse("The text is not UTF-8. Save it as UTF-8.");
	return tell(arena, text_clean(arena, bytes, length), language);
}

int
text_main(int argc, char **argv)
{
	const char		*raw = NULL, *language = NULL;
	const struct option_row	 rows[] = {
		{ .name = "lang", .value = "TAG", .text = &raw,
		  .help = "its language, such as es or ar" },
		{ .name = NULL },
	};
	int			 code;
	struct arena		*arena;

	code = command_options(argc, argv, rows, &usage);
	if (code != CODE_GO_ON)
		return code;
	if (raw != NULL && (language = lang_tag(raw)) == NULL) {
		fprintf(stderr, "homeline text: There is no language \"%s\" "
		    "here. Say --lang es, vi, ht, ar, ...\n", raw);
		return CODE_USAGE;
	}
	arena = arena_new();
	code = read_and_tell(arena, language);
	arena_free(arena);
	return code;
}
