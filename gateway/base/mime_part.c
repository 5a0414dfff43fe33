/*
 * Of the parts of a mail, which are what the person wrote and which are
 * files.
 *
 * Of parts that say the same (multipart/alternative) text is taken before
 * HTML, when something stands in it; of the others only what no text can say
 * is taken, as files.  Of parts that belong together, the first is the mail
 * and the others are its pictures.  A report of a server is read for its
 * words as far as people are to read it.
 */

#include <string.h>
#include <strings.h>

#include <gmime/gmime.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mime_inside.h"
#include "base/text.h"

#define DEEPEST		30
#define PARTS		1000
#define NAME		100	/* UTF-16 units of the name of a file. */

struct reading {
	struct arena	*arena;
	struct mime_mail *mail;
	const char	*language;
	struct buf	 text;		/* What was read so far. */
	unsigned	 parts, depth;
	bool		 files_only;
};

static void	 walk(struct reading *, GMimeObject *);

char *
mime_content(struct arena *arena, void *part, size_t *length)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *stream;
	GByteArray *array;
	char *bytes;

	*length = 0;
	if (wrapper == NULL)
		return arena_take(arena, 1);
	stream = g_mime_stream_mem_new();
	(void)g_mime_data_wrapper_write_to_stream(wrapper, stream);
	array = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)stream);
	*length = array->len;
	bytes = arena_copy(arena, array->len > 0 ? (char *)array->data : "",
	    *length);
	g_object_unref(stream);
	return bytes;
}

/* ----------------------------------------------------------------- files */

/* What stands between lines or turns them: controls, and the marks of
 * direction that make gpj.exe look like exe.jpg. */
static bool
is_hidden(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	    (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	    (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || c == 0xfffd ||
	    (c >= 0xe0000 && c <= 0xe007f);
}

/* The name of a file without folders, as any system takes it. */
static const char *
file_name(struct arena *arena, const char *raw)
{
	char *name = mime_line(arena, raw, 4096), *slash, *out;
	const char *at, *from, *dot;

	while ((slash = strpbrk(name, "/\\")) != NULL)
		name = slash + 1;
	out = name;
	for (at = name; *(from = at) != '\0';) {
		if (is_hidden(text_next(&at)))
			continue;
		memmove(out, from, (size_t)(at - from));
		if (strchr("<>:\"|?*", *out) != NULL)
			*out = '_';
		out += at - from;
	}
	*out = '\0';
	name += strspn(name, " .");
	while (out > name && strchr(" .", out[-1]) != NULL)
		*--out = '\0';
	dot = strrchr(name, '.');
	if (dot == NULL || strlen(dot) > 12 || text_units(name) <= NAME)
		return text_cut(arena, name, NAME);
	return arena_print(arena, "%s%s",
	    text_cut(arena, name, NAME - 12), dot);
}

static const char *
small_type(struct arena *arena, GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	char *text = arena_print(arena, "%.60s/%.100s",
	    g_mime_content_type_get_media_type(type),
	    g_mime_content_type_get_media_subtype(type));

	for (char *c = text; *c != '\0'; c++)
		if (*c <= ' ' || *c >= 0x7f || strchr("<>\"'&;", *c) != NULL)
			return "application/octet-stream";
		else if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return text;
}

/* Whether it only proves what it stands beside. */
static bool
is_proof(const char *type)
{
	return strcmp(type, "application/pkcs7-signature") == 0 ||
	    strcmp(type, "application/x-pkcs7-signature") == 0 ||
	    strcmp(type, "application/pgp-signature") == 0;
}

static void
add_file(struct reading *r, GMimeObject *part, const char *name)
{
	struct mime_mail *mail = r->mail;
	struct mime_file *file;
	const char *type = small_type(r->arena, part);

	if (is_proof(type))
		return;
	if (mail->file_count == MIME_FILES) {
		mail->more_files++;
		return;
	}
	file = &mail->files[mail->file_count++];
	file->name = file_name(r->arena, name);
	file->type = type;
	file->bytes = mime_content(r->arena, part, &file->length);
}

/* A mail inside of a mail, as it came. */
static void
add_mail(struct reading *r, GMimeMessagePart *part)
{
	GMimeMessage *message = g_mime_message_part_get_message(part);
	const char *name = g_mime_object_get_content_type_parameter(
	    (GMimeObject *)part, "name");
	struct mime_mail *mail = r->mail;
	struct mime_file *file;
	char *bytes;

	if (mail->file_count == MIME_FILES || message == NULL) {
		mail->more_files += message != NULL;
		return;
	}
	if (name == NULL)
		name = arena_print(r->arena, "%s.eml", mime_line(r->arena,
		    g_mime_message_get_subject(message), NAME - 5));
	file = &mail->files[mail->file_count++];
	file->name = file_name(r->arena, name);
	file->type = "message/rfc822";
	bytes = g_mime_object_to_string((GMimeObject *)message, NULL);
	file->length = strlen(bytes);
	file->bytes = arena_copy(r->arena, bytes, file->length);
	g_free(bytes);
}

/* ------------------------------------------------------------------ text */

static const char *
parameter(GMimeObject *part, const char *name)
{
	const char *value =
	    g_mime_object_get_content_type_parameter(part, name);

	return value != NULL ? value : "";
}

static bool
is_type(GMimeObject *part, const char *type, const char *subtype)
{
	return g_mime_content_type_is_type(
	    g_mime_object_get_content_type(part), type, subtype);
}

/* HTML that says it is text, or is nothing else. */
static bool
is_page(GMimeObject *part, const char *text)
{
	text += strspn(text, " \t\n");
	return is_type(part, "text", "html") ||
	    strncasecmp(text, "<!doctype html", 14) == 0 ||
	    strncasecmp(text, "<html", 5) == 0;
}

static char *
text_of(struct reading *r, GMimeObject *part)
{
	size_t length, most = MIME_TEXT;
	char *bytes = mime_content(r->arena, part, &length), *text;
	const char *language = mime_header(r->arena, part, "Content-Language");

	if (is_type(part, "text", "html"))
		most *= 8;
	if (length > most) {
		r->mail->cut = true;
		while (most > 0 && ((unsigned char)bytes[most] & 0xc0) == 0x80)
			most--;
		length = most;
	}
	text = mime_decode(r->arena, bytes, length, parameter(part, "charset"),
	    *language != '\0' ? language : r->language);
	if (is_page(part, text))
		return mime_html(r->arena, text, &r->mail->cut);
	if (strcasecmp(parameter(part, "format"), "flowed") == 0)
		return mime_unflow(r->arena, text,
		    strcasecmp(parameter(part, "delsp"), "yes") == 0);
	return text;
}

static void
add_text(struct reading *r, GMimeObject *part)
{
	const char *text = text_of(r, part);
	size_t room = MIME_TEXT - r->text.length, length = strlen(text);

	if (length + 2 > room) {
		r->mail->cut = true;
		length = room < 2 ? 0 : room - 2;
		while (length > 0 &&
		    ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	if (r->text.length > 0)
		buf_text(&r->text, "\n\n");
	buf_add(&r->text, text, length);
}

/* Whether it is to be read, and not to be kept.  Telephones give a name to
 * their words too, so the first text may have one. */
static bool
is_text(const struct reading *r, GMimeObject *part)
{
	GMimeContentDisposition *where =
	    g_mime_object_get_content_disposition(part);

	if (!is_type(part, "text", "plain") && !is_type(part, "text", "html") &&
	    !is_type(part, "text", "enriched"))
		return false;
	if (where != NULL && g_mime_content_disposition_is_attachment(where))
		return false;
	return r->text.length == 0 ||
	    g_mime_part_get_filename((GMimePart *)part) == NULL;
}

/* ----------------------------------------------------------------- parts */

/* The first part below that is to be read, or NULL. */
static GMimeObject *
first_text(const struct reading *r, GMimeObject *object, unsigned depth)
{
	GMimeObject *found = NULL;
	int count;

	if (depth > DEEPEST)
		return NULL;
	if (!GMIME_IS_MULTIPART(object))
		return GMIME_IS_PART(object) && is_text(r, object) ? object :
		    NULL;
	count = g_mime_multipart_get_count((GMimeMultipart *)object);
	for (int i = 0; i < count && i < PARTS && found == NULL; i++)
		found = first_text(r, g_mime_multipart_get_part(
		    (GMimeMultipart *)object, i), depth + 1);
	return found;
}

/* How well people read it: 0 not at all, 1 nothing stands in it, 2 it is
 * HTML, 3 text. */
static unsigned
worth(struct reading *r, GMimeObject *object)
{
	GMimeObject *text = first_text(r, object, r->depth);
	const char *words;

	if (text == NULL)
		return 0;
	if (is_type(text, "text", "html"))
		return 2;
	words = text_of(r, text);
	if (words[strspn(words, " \t\n")] == '\0')
		return 1;
	return strlen(words) < 300 && strcasestr(words, "html") != NULL ?
	    1 : 3;
}

static void
walk_alternatives(struct reading *r, GMimeMultipart *parts)
{
	int count = g_mime_multipart_get_count(parts), best = 0;
	unsigned most = 0, one;
	bool files_only = r->files_only;

	for (int i = 0; i < count && i < 20 && !files_only; i++) {
		one = worth(r, g_mime_multipart_get_part(parts, i));
		if (one > most) {
			most = one;
			best = i;
		}
	}
	for (int i = 0; i < count; i++) {
		r->files_only = files_only || i != best;
		walk(r, g_mime_multipart_get_part(parts, i));
	}
	r->files_only = files_only;
}

static void
walk_parts(struct reading *r, GMimeMultipart *parts)
{
	int count = g_mime_multipart_get_count(parts);
	bool related = is_type((GMimeObject *)parts, "multipart", "related");
	bool report = is_type((GMimeObject *)parts, "multipart", "report");
	bool files_only = r->files_only;

	if (is_type((GMimeObject *)parts, "multipart", "alternative")) {
		walk_alternatives(r, parts);
		return;
	}
	for (int i = 0; i < count && !(report && i > 0); i++) {
		r->files_only = files_only || (related && i > 0);
		walk(r, g_mime_multipart_get_part(parts, i));
	}
	r->files_only = files_only;
}

static void
walk(struct reading *r, GMimeObject *object)
{
	if (object == NULL)
		return;
	if (r->depth == DEEPEST || r->parts == PARTS) {
		r->mail->cut = true;
		return;
	}
	r->parts++;
	if (GMIME_IS_MULTIPART(object)) {
		r->depth++;
		walk_parts(r, (GMimeMultipart *)object);
		r->depth--;
	} else if (GMIME_IS_MESSAGE_PART(object)) {
		add_mail(r, (GMimeMessagePart *)object);
	} else if (GMIME_IS_PART(object) && !is_text(r, object)) {
		add_file(r, object, g_mime_part_get_filename(
		    (GMimePart *)object));
	} else if (GMIME_IS_PART(object) && !r->files_only) {
		add_text(r, object);
	}
}

const char *
mime_parts(struct arena *arena, void *message, struct mime_mail *mail)
{
	struct reading r = { .arena = arena, .mail = mail };
	const char *text;

	r.language = mime_header(arena, message, "Content-Language");
	buf_init(&r.text, MIME_TEXT);
	walk(&r, g_mime_message_get_mime_part(message));
	text = buf_keep(&r.text, arena);
	buf_free(&r.text);
	return text;
}
