/*
 * GMime reads it; what it gives is copied into the arena at once.
 *
 * Encoded words of a subject (RFC 2047) are given to it one by one: of two
 * that stand side by side it loses the second when the first is padded.
 */

#include <gmime/gmime.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/text.h"
#include "carrier/seen.h"

#define TEXT_MOST	(256 * 1024)
#define PARTS_MOST	200

static const char *
clean(struct arena *arena, const char *text)
{
	size_t length = text == NULL ? 0 : strlen(text);

	return text == NULL ? "" : text_clean(arena, text,
	    length < TEXT_MOST ? length : TEXT_MOST);
}

static const char *
header(struct arena *arena, GMimeMessage *message, const char *name)
{
	return clean(arena, g_mime_object_get_header(GMIME_OBJECT(message),
	    name));
}

/* One encoded word, or what stands between two. */
static const char *
decode(struct arena *arena, const char *text, size_t length)
{
	char		*out = g_mime_utils_header_decode_text(NULL,
			    arena_copy(arena, text, length));
	const char	*copy = clean(arena, out);

	g_free(out);
	return copy;
}

/* As it came, on one line. */
static const char *
raw_subject(struct arena *arena, GMimeMessage *message)
{
	GMimeHeader	*field = g_mime_header_list_get_header(
			    g_mime_object_get_header_list(
			    GMIME_OBJECT(message)), "Subject");
	const char	*from = field == NULL ? "" :
			    g_mime_header_get_raw_value(field);
	char		*copy = arena_text(arena, from), *to = copy;

	for (from += strspn(from, " \t"); *from != '\0'; from++)
		if (*from != '\r' && *from != '\n')
			*to++ = *from;
	*to = '\0';
	return copy;
}

static const char *
subject_of(struct arena *arena, GMimeMessage *message)
{
	const char *raw = raw_subject(arena, message), *all = "", *end;

	while (*raw != '\0') {
		size_t word = 0;

		if (strncmp(raw, "=?", 2) == 0 &&
		    (end = strchr(raw + 2, '?')) != NULL && end[1] != '\0' &&
		    (end = strstr(end + 3, "?=")) != NULL)
			word = (size_t)(end - raw) + 2;
		end = word != 0 ? NULL : strstr(raw + 1, "=?");
		if (word == 0)
			word = end != NULL ? (size_t)(end - raw) :
			    strlen(raw);
		all = arena_print(arena, "%s%s", all,
		    decode(arena, raw, word));
		raw += word;
		if (strncmp(raw + strspn(raw, " \t"), "=?", 2) == 0)
			raw += strspn(raw, " \t");
	}
	return all;
}

/* The first mailbox of a list; its name too, when that is asked for. */
static const char *
first_of(struct arena *arena, InternetAddressList *list, const char **name)
{
	InternetAddress *one;

	if (list == NULL || internet_address_list_length(list) == 0)
		return "";
	one = internet_address_list_get_address(list, 0);
	if (name != NULL)
		*name = clean(arena, internet_address_get_name(one));
	if (!INTERNET_ADDRESS_IS_MAILBOX(one))
		return "";
	return clean(arena, internet_address_mailbox_get_addr(
	    INTERNET_ADDRESS_MAILBOX(one)));
}

/* What stands between brackets, apart by spaces. */
static const char *
ids_of(struct arena *arena, const char *text)
{
	const char *ids = "", *end;

	while ((text = strchr(text, '<')) != NULL &&
	    (end = strchr(text, '>')) != NULL) {
		ids = arena_print(arena, "%s%s%.*s", ids,
		    ids[0] != '\0' ? " " : "", (int)(end - text - 1),
		    text + 1);
		text = end;
	}
	return ids;
}

/* The first entry of List-Unsubscribe that begins so, without it. */
static const char *
leave_by(struct arena *arena, const char *text, const char *scheme,
    bool whole)
{
	const char *end;

	while ((text = strchr(text, '<')) != NULL &&
	    (end = strchr(text, '>')) != NULL) {
		text++;
		if (strncasecmp(text, scheme, strlen(scheme)) == 0) {
			if (!whole) {
				text += strlen(scheme);
				end = text + strcspn(text, "?>");
			}
			return arena_copy(arena, text, (size_t)(end - text));
		}
	}
	return "";
}

static void
read_part(struct arena *arena, GMimeObject *part, struct seen *seen)
{
	GMimeContentType	*type = g_mime_object_get_content_type(part);
	const char		*name = GMIME_IS_PART(part) ?
				    g_mime_part_get_filename(
				    GMIME_PART(part)) : NULL;
	const char		**words;
	char			*text;

	words = g_mime_content_type_is_type(type, "text", "html") ?
	    &seen->html : &seen->text;
	if (!GMIME_IS_TEXT_PART(part) || name != NULL) {
		if (GMIME_IS_PART(part) && seen->file_count < SEEN_FILES)
			seen->files[seen->file_count++] = clean(arena,
			    name != NULL ? name : "unnamed");
		return;
	}
	if ((*words)[0] != '\0')
		return;
	text = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
	*words = clean(arena, text);
	g_free(text);
}

static void
read_parts(struct arena *arena, GMimeMessage *message, struct seen *seen)
{
	GMimePartIter	*iter = g_mime_part_iter_new(GMIME_OBJECT(message));
	unsigned	 count = 0;

	while (g_mime_part_iter_is_valid(iter) && count++ < PARTS_MOST) {
		GMimeObject *part = g_mime_part_iter_get_current(iter);

		if (!GMIME_IS_MULTIPART(part) &&
		    !GMIME_IS_MESSAGE_PART(part))
			read_part(arena, part, seen);
		if (!g_mime_part_iter_next(iter))
			break;
	}
	g_mime_part_iter_free(iter);
}

static void
read_head(struct arena *arena, GMimeMessage *message, struct seen *seen)
{
	const char	*leave = header(arena, message, "List-Unsubscribe");
	GDateTime	*date = g_mime_message_get_date(message);

	seen->from = first_of(arena, g_mime_message_get_from(message),
	    &seen->from_name);
	seen->reply_to = first_of(arena,
	    g_mime_message_get_reply_to(message), NULL);
	if (seen->reply_to[0] == '\0')
		seen->reply_to = seen->from;
	seen->to = first_of(arena, g_mime_message_get_to(message), NULL);
	seen->subject = subject_of(arena, message);
	seen->id = clean(arena, g_mime_message_get_message_id(message));
	seen->references = ids_of(arena,
	    header(arena, message, "References"));
	seen->language = header(arena, message, "Content-Language");
	seen->automatic = header(arena, message, "Auto-Submitted");
	seen->unsubscribe = leave_by(arena, leave, "mailto:", false);
	seen->unsubscribe_url = leave_by(arena, leave, "http", true);
	if (date != NULL)
		seen->date = g_date_time_to_unix(date) * 1000;
}

void
seen_read(struct arena *arena, const char *raw, size_t length,
    struct seen *seen)
{
	GMimeStream	*stream;
	GMimeParser	*parser;
	GMimeMessage	*message;

	*seen = (struct seen){ .from = "", .from_name = "", .reply_to = "",
	    .to = "", .subject = "", .id = "", .references = "",
	    .language = "", .text = "", .html = "", .automatic = "",
	    .unsubscribe = "", .unsubscribe_url = "" };
	g_mime_init();
	stream = g_mime_stream_mem_new_with_buffer(raw, length);
	parser = g_mime_parser_new_with_stream(stream);
	message = g_mime_parser_construct_message(parser, NULL);
	if (message != NULL) {
		read_head(arena, message, seen);
		read_parts(arena, message, seen);
		g_object_unref(message);
	}
	g_object_unref(parser);
	g_object_unref(stream);
}
