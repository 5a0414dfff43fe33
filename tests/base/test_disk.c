/* How much room there is, and on what. */

#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/disk.h"

static void
a_disk_has_a_size_and_room(void **state)
{
	struct disk_room room;
	struct stat about;

	(void)state;
	assert_true(disk_room("/", &room));
	assert_true(room.size > 1 << 20);
	assert_true(room.free >= 0 && room.free < room.size);
	assert_int_equal(stat("/", &about), 0);
	assert_int_equal(room.device, about.st_dev);
}

static void
what_is_not_there_yet_is_its_folder(void **state)
{
	struct disk_room room, folder;

	(void)state;
	assert_true(disk_room("/dev/shm", &folder));
	assert_true(disk_room("/dev/shm/no-such-file", &room));
	assert_int_equal(room.device, folder.device);
	assert_true(disk_room("/no-such-file", &room));
	assert_false(disk_room("/no/such/file", &room));
	assert_false(disk_room("host=/tmp dbname=homeline", &room));
	assert_false(disk_room("", &room));
}

static void
memory_does_not_last(void **state)
{
	(void)state;
	assert_int_equal(disk_kind("/dev/shm"), DISK_MEMORY);
	assert_int_equal(disk_kind("/dev/shm/no-such-file"), DISK_MEMORY);
	assert_int_equal(disk_kind("/proc"), DISK_LASTING);
	assert_int_equal(disk_kind("/no/such/file"), DISK_LASTING);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_has_a_size_and_room),
		cmocka_unit_test(what_is_not_there_yet_is_its_folder),
		cmocka_unit_test(memory_does_not_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
