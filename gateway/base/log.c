/*
 * A line is put together on the stack and written by one writev(2), which the
 * kernel keeps whole on pipes and files; so there is no lock.  What a format
 * brings in cannot forge a second line: control characters become '?'.
 */

#include <sys/stat.h>
#include <sys/uio.h>

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/id.h"
#include "base/list.h"
#include "base/log.h"

#define LINE_MOST	1000

static const char *const names[] = {
	[LOG_LEVEL_DEBUG] = "debug",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_WARN] = "warn",
	[LOG_LEVEL_ERROR] = "error",
};

/* As syslog(3) numbers them. */
static const char *const marks[] = {
	[LOG_LEVEL_DEBUG] = "<7>",
	[LOG_LEVEL_INFO] = "<6>",
	[LOG_LEVEL_WARN] = "<4>",
	[LOG_LEVEL_ERROR] = "<3>",
};

static atomic_bool to_journal;
static _Atomic(enum log_level) least_level = LOG_LEVEL_INFO;
static _Atomic(void (*)(enum log_level, const char *)) line_hook;

static size_t
head(char line[], enum log_level level, const char *noun, int64_t id)
{
	char text[ID_TEXT];
	int length;

	if (id == 0)
		length = snprintf(line, LINE_MOST + 1, "%s %s: ",
		    names[level], noun);
	else
		length = snprintf(line, LINE_MOST + 1, "%s %s %s: ",
		    names[level], noun, id_text(id, text));
	return length < LINE_MOST ? (size_t)length : LINE_MOST;
}

/* How much of a line that is too long is kept: no character is split. */
static size_t
cut(const char *line)
{
	size_t length = LINE_MOST;

	while (length > 0 && ((unsigned char)line[length] & 0xc0) == 0x80)
		length--;
	return length;
}

static void
put(enum log_level level, char *line, size_t length)
{
	const char	*mark = log_mark(level);
	struct iovec	 parts[2] = {
		{ (void *)(uintptr_t)mark, strlen(mark) },
		{ line, length + 1 },
	};
	ssize_t		 written;

	line[length] = '\n';
	do {
		written = writev(STDERR_FILENO, parts, COUNT(parts));
	} while (written < 0 && errno == EINTR);
	/* When nobody reads the log there is nobody to tell. */
}

/* JOURNAL_STREAM is the device and the inode of the journal's socket, in
 * decimal; a log that was redirected since is another file. */
void
log_journal(void)
{
	const char	*stream = getenv("JOURNAL_STREAM");
	char		 is[64] = "";
	struct stat	 about;

	if (fstat(STDERR_FILENO, &about) == 0)
		snprintf(is, sizeof is, "%" PRIuMAX ":%" PRIuMAX,
		    (uintmax_t)about.st_dev, (uintmax_t)about.st_ino);
	atomic_store(&to_journal, stream != NULL && strcmp(stream, is) == 0);
}

const char *
log_mark(enum log_level level)
{
	return atomic_load(&to_journal) ? marks[level] : "";
}

void
log_level(enum log_level least)
{
	atomic_store(&least_level, least);
}

void
log_hook(void (*hook)(enum log_level, const char *line))
{
	atomic_store(&line_hook, hook);
}

void
log_line(enum log_level level, const char *noun, int64_t id,
    const char *format, ...)
{
	void (*hook)(enum log_level, const char *);
	char line[LINE_MOST + 5];	/* One more character, to cut well. */
	int kept = errno;
	va_list values;
	size_t length;

	if (level < atomic_load(&least_level))
		return;
	length = head(line, level, noun, id);
	line[length] = '\0';
	errno = kept;			/* The format may say %m. */
	va_start(values, format);
	vsnprintf(line + length, sizeof line - length, format, values);
	va_end(values);
	length = strlen(line);
	if (length > LINE_MOST)
		length = cut(line);
	line[length] = '\0';
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)line[i] < ' ' || line[i] == 0x7f)
			line[i] = '?';
	hook = atomic_load(&line_hook);
	if (hook != NULL)
		hook(level, line);
	else
		put(level, line, length);
	errno = kept;
}
