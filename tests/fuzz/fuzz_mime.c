/*
 * Any bytes as a mail.  Whatever it is, what is read of it is text, within
 * its limits, and can be shown; and nothing of a text is lost when it is
 * folded.
 */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/email.h"
#include "base/mime_inside.h"
#include "base/text.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
expect_text(const char *text, size_t most)
{
	assert(text != NULL);
	assert(strlen(text) <= most);
	assert(text_valid(text, strlen(text)));
}

/* No line ends, no folders, nothing that turns what stands around it. */
static void
expect_name(const char *name)
{
	uint32_t c;

	expect_text(name, 1024);
	assert(strpbrk(name, "/\\\n\r\t:") == NULL);
	assert(strcmp(name, ".") != 0 && strcmp(name, "..") != 0);
	while ((c = text_next(&name)) != 0)
		assert(c >= 0x20 && (c < 0x202a || c > 0x202e) &&
		    (c < 0x2066 || c > 0x2069));
}

static void
expect_line(const char *line, size_t most)
{
	expect_text(line, most);
	assert(strpbrk(line, "\n\r") == NULL);
}

/* Bytes of letters; spaces of all sorts are none. */
static size_t
weight(const char *text)
{
	size_t count = 0;
	uint32_t c;

	while ((c = text_next(&text)) != 0)
		count += c != ' ' && c != '\t' && c != '\n' && c != 0xa0 &&
		    c != 0x200b && c != 0xfeff ? c : 0;
	return count;
}

static void
fold(struct arena *arena, const char *text, unsigned way)
{
	struct mime_folding folding = { .text = text };

	folding.passes_on = way % 7 == 0;
	folding.answers = way % 3 == 0;
	mime_fold(arena, &folding);
	assert(weight(text) ==
	    weight(folding.words) + weight(folding.folded));
}

static void
look(const struct mime_mail *mail)
{
	expect_line(mail->from, EMAIL_MOST);
	expect_line(mail->from_name, 4096);
	expect_line(mail->subject, 4096);
	expect_line(mail->message_id, 998 * 3);
	expect_text(mail->words, 2 * MIME_TEXT);
	expect_text(mail->folded, 2 * MIME_TEXT);
	assert(mail->address_count <= MIME_ADDRESSES);
	assert(mail->answer_count <= MIME_ADDRESSES);
	assert(mail->file_count <= MIME_FILES);
	for (unsigned i = 0; i < mail->address_count; i++)
		expect_line(mail->addresses[i], EMAIL_MOST);
	for (unsigned i = 0; i < mail->answer_count; i++)
		expect_line(mail->answers[i], 998 * 3);
	for (unsigned i = 0; i < mail->file_count; i++) {
		expect_name(mail->files[i].name);
		expect_line(mail->files[i].type, 200);
		assert(mail->files[i].bytes[mail->files[i].length] == '\0');
	}
	expect_line(mail->report.status, 12);
	expect_line(mail->report.why, 4096);
	expect_line(mail->report.recipient, EMAIL_MOST);
	expect_line(mail->report.message_id, 998 * 3);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = arena_new();
	struct mime_mail mail;
	const char *why, *text;

	if (length <= 1 << 18) {
		if (mime_read(arena, (const char *)bytes, length, &mail, &why))
			look(&mail);
		else
			assert(why != NULL);
		text = text_clean(arena, bytes, length);
		fold(arena, text, (unsigned)length);
	}
	arena_free(arena);
	return 0;
}
