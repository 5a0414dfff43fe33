/*
 * What a mail of the gateway says, for the page and for answers.  GMime reads
 * it; what it gives is copied into the arena at once.
 */

#include <gmime/gmime.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/mime_recode.h"
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
	seen->subject = clean(arena, g_mime_message_get_subject(message));
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
	raw = mime_recode(arena, raw, &length);
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
