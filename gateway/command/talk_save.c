/*
 * Saving files of strangers: under their own names as far as those are harmless
 * (no folder, no leading dot, nothing that a shell or terminal reads as more
 * than a name), for the one who saves them only, and never in the place of
 * another file.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "command/desk.h"
#include "command/table.h"
#include "command/talk.h"

#define NAME_MOST	80	/* UTF-16 units, of 3 bytes at most; a file's
				 * name may have 255, with its number. */
#define TRIES		1000	/* Files of one name. */

const char *
talk_size(struct arena *arena, const json_t *attachment)
{
	json_int_t size = json_integer_value(json_object_get(attachment,
	    "size"));

	if (size < 1000)
		return arena_print(arena, "%lld bytes", (long long)size);
	if (size < 1000 * 1000)
		return arena_print(arena, "%lld kB", (long long)size / 1000);
	return arena_print(arena, "%lld.%lld MB", (long long)size / 1000000,
	    (long long)size / 100000 % 10);
}

/* What is left of a name when it can only be a name. */
static const char *
harmless(struct arena *arena, const char *name)
{
	char *safe = text_cut(arena, table_clean(arena, name), NAME_MOST);

	for (char *c = safe; *c != '\0'; c++)
		if (strchr("/\\:*?\"'`$&|;<>\n\t", *c) != NULL)
			*c = '_';
	while (*safe == '.' || *safe == '-' || *safe == ' ')
		safe++;
	return *safe == '\0' ? "file" : safe;
}

/* "letter.pdf", "letter (2).pdf", ... */
static const char *
numbered(struct arena *arena, const char *name, unsigned n)
{
	const char	*dot = strrchr(name, '.');
	size_t		 stem = dot == NULL || dot == name ? strlen(name) :
			    (size_t)(dot - name);

	return n == 1 ? name : arena_print(arena, "%.*s (%u)%s", (int)stem,
	    name, n, name + stem);
}

/* A file that was not there before; -1: errno says why. */
static int
make_file(struct arena *arena, const char *folder, const char *name,
    const char **path)
{
	int fd = -1;

	errno = EEXIST;
	for (unsigned n = 1; fd < 0 && errno == EEXIST && n < TRIES; n++) {
		*path = arena_print(arena, "%s/%s", folder,
		    numbered(arena, name, n));
		fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC |
		    O_NOFOLLOW, 0600);
	}
	return fd;
}

static bool
write_all(int fd, const char *bytes, size_t length)
{
	ssize_t wrote;

	while (length > 0) {
		wrote = write(fd, bytes, length);
		if (wrote < 0 && errno != EINTR)
			return false;
		bytes += wrote > 0 ? wrote : 0;
		length -= wrote > 0 ? (size_t)wrote : 0;
	}
	return fsync(fd) == 0;
}

static int
keep(struct desk *d, const json_t *one, const char *folder)
{
	struct arena	*arena = d->here.ground.arena;
	const char	*path = folder;
	int		 fd = make_file(arena, folder, harmless(arena,
			    ask_text(one, "name")), &path);
	bool		 wrote = fd >= 0 && write_all(fd, d->answer.text,
			    d->answer.length);

	if (!wrote)
		command_say("%s cannot be written: %s.", path,
		    strerror(errno));
	else
		printf("  Saved as %s\n", table_clean(arena, path));
	if (fd >= 0)
		close(fd);
	if (fd >= 0 && !wrote)
		unlink(path);
	return wrote ? CODE_OK : CODE_FAILED;
}

static int
fetch(struct desk *d, const json_t *one, const char *folder)
{
	struct ask_answer	before = d->answer;
	int			code;

	code = ask(&d->here.ground, &(struct ask_question){ .method = "GET",
	    .path = desk_path(d, "/api/v1/attachments/%s",
	    ask_text(one, "id")), .as = d->here.as, .any = true },
	    &d->answer);
	if (code == CODE_OK)
		code = keep(d, one, folder);
	ask_free(&d->answer);
	d->answer = before;
	return code;
}

int
talk_save(struct desk *d, const json_t *entry, const char *folder)
{
	const json_t	*one;
	size_t		 i;
	int		 code = CODE_OK;

	json_array_foreach(json_object_get(entry, "attachments"), i, one)
		if (code == CODE_OK &&
		    json_is_true(json_object_get(one, "kept")))
			code = fetch(d, one, folder);
	return code;
}
