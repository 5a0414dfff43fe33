/* Zips and folders for tests, by libzip. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <ftw.h>
#include <zip.h>

#include "base/arena.h"
#include "tests/base/pack.h"

void
pack_open(struct pack *p)
{
	const char *temporary = getenv("TMPDIR");

	p->arena = arena_new();
	p->folder = arena_print(p->arena, "%s/homeline-pack-XXXXXX",
	    temporary != NULL ? temporary : "/tmp");
	assert_non_null(mkdtemp(p->folder));
}

static int
drop(const char *path, const struct stat *st, int what, struct FTW *where)
{
	(void)st;
	(void)what;
	(void)where;
	return remove(path);
}

void
pack_close(struct pack *p)
{
	assert_int_equal(nftw(p->folder, drop, 8, FTW_DEPTH | FTW_PHYS), 0);
	arena_free(p->arena);
}

static const char *
new_path(struct pack *p, const char *ending)
{
	static unsigned count;

	return arena_print(p->arena, "%s/%u%s", p->folder, ++count, ending);
}

static size_t
length_of(const struct packed *file)
{
	return file->length != 0 ? file->length : strlen(file->text);
}

static const char *
make_zip(struct pack *p, const struct packed *files, const char *password)
{
	const char	*path = new_path(p, ".zip");
	zip_t		*zip = zip_open(path, ZIP_CREATE, NULL);
	zip_int64_t	 i;

	assert_non_null(zip);
	for (; files->name != NULL; files++) {
		i = zip_file_add(zip, files->name, zip_source_buffer(zip,
		    files->text, length_of(files), 0), ZIP_FL_ENC_UTF_8);
		assert_true(i >= 0);
		if (password != NULL)
			assert_int_equal(zip_file_set_encryption(zip,
			    (zip_uint64_t)i, ZIP_EM_AES_256, password), 0);
	}
	assert_int_equal(zip_close(zip), 0);
	return path;
}

const char *
pack_zip(struct pack *p, const struct packed *files)
{
	return make_zip(p, files, NULL);
}

const char *
pack_locked(struct pack *p, const struct packed *files)
{
	return make_zip(p, files, "secret");
}

static void
write_file(const char *path, const char *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
}

const char *
pack_folder(struct pack *p, const struct packed *files)
{
	const char *path = new_path(p, "");

	assert_int_equal(mkdir(path, 0700), 0);
	for (; files->name != NULL; files++)
		write_file(arena_print(p->arena, "%s/%s", path, files->name),
		    files->text, length_of(files));
	return path;
}

const char *
pack_file(struct pack *p, const char *bytes, size_t length)
{
	const char *path = new_path(p, ".zip");

	write_file(path, bytes, length);
	return path;
}

const char *
pack_cut(struct pack *p, const char *path, size_t less)
{
	FILE		*file = fopen(path, "rb");
	struct stat	 st;
	char		*bytes;

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &st), 0);
	assert_true((size_t)st.st_size >= less);
	bytes = arena_take(p->arena, (size_t)st.st_size + 1);
	assert_int_equal(fread(bytes, 1, (size_t)st.st_size, file),
	    st.st_size);
	(void)fclose(file);
	return pack_file(p, bytes, (size_t)st.st_size - less);
}
