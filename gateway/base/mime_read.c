/*
 * The bytes of a mail become a struct mime_mail: they are trimmed to what a
 * parser can make of them in time, GMime takes them apart, and each question
 * about them has a file of its own.
 *
 * GMime keeps pieces of the bytes, so they stay until the mail is read; what
 * is given out is in the arena.
 */

#include <string.h>

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/mime_inside.h"
#include "base/mime_recode.h"
#include "base/mime_write.h"

static GMimeMessage *
parse(const char *bytes, size_t length)
{
	static const char *charsets[] = { "utf-8", "windows-1252", NULL };
	GMimeParserOptions *options = g_mime_parser_options_new();
	GMimeStream *stream;
	GMimeParser *parser;
	GMimeMessage *message;

	g_mime_parser_options_set_fallback_charsets(options, charsets);
	stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
	message = g_mime_parser_construct_message(parser, options);
	g_object_unref(parser);
	g_object_unref(stream);
	g_mime_parser_options_free(options);
	return message;
}

static void
read_mail(struct arena *arena, GMimeMessage *message, struct mime_mail *mail)
{
	struct mime_folding folding;

	mime_head(arena, message, mail);
	folding = (struct mime_folding){
		.text = mime_parts(arena, message, mail),
		.passes_on = mime_passes_on(arena, mail->subject),
		.answers = mail->answer_count > 0 ||
		    mime_answers(arena, mail->subject),
	};
	mime_fold(arena, &folding);
	mail->words = folding.words;
	mail->folded = folding.folded;
	mime_machine(arena, message, mail);
	mime_report(arena, message, mail);
}

/* Where the header begins: servers may write a line "From ana ..." before
 * it, and programs empty ones. */
static const char *
skip(const char *bytes, size_t *length)
{
	const char *at = bytes, *end = bytes + *length, *feed;

	while (at < end && (*at == '\n' || *at == '\r'))
		at++;
	if (end - at > 5 && memcmp(at, "From ", 5) == 0) {
		feed = memchr(at, '\n', (size_t)(end - at));
		at = feed == NULL ? end : feed + 1;
	}
	*length = (size_t)(end - at);
	return at;
}

/* Whether a field stands in the first line. */
static bool
is_mail(const char *bytes, size_t length)
{
	size_t i = 0;

	while (i < length && bytes[i] > ' ' && bytes[i] < 0x7f &&
	    bytes[i] != ':')
		i++;
	return i > 0 && i < length && (bytes[i] == ':' || bytes[i] == ' ') &&
	    memchr(bytes, ':', length < 1000 ? length : 1000) != NULL;
}

bool
mime_read(struct arena *arena, const char *bytes, size_t length,
    struct mime_mail *mail, const char **why)
{
	GMimeMessage *message;

	*mail = (struct mime_mail){ .cut = length > MIME_MOST };
	*why = "this is no mail: it does not begin with a header";
	if (length > MIME_MOST)
		length = MIME_MOST;
	bytes = skip(bytes, &length);
	if (!is_mail(bytes, length))
		return false;
	bytes = mime_trim(arena, bytes, &length, &mail->cut);
	bytes = mime_recode(arena, bytes, &length);
	mime_begin();
	message = parse(bytes, length);
	if (message == NULL)
		return false;
	read_mail(arena, message, mail);
	g_object_unref(message);
	*why = NULL;
	return true;
}
