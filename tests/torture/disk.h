#ifndef TESTS_TORTURE_DISK_H
#define TESTS_TORTURE_DISK_H

/*
 * The disk of SQLite, by a VFS around its own: it is that one, until it is
 * told that the n-th write from now on finds the disk full, and all after it
 * do, until disk_mend().  Any thread.
 */

#include <stdbool.h>

/* Once, before the first database is opened. */
void		 disk_install(void);

/* From now on writes are counted; n 0: none fails. */
void		 disk_arm(unsigned n);
unsigned	 disk_count(void);

/* Did one fail?  On a file of which kind: "database", "log". */
const char	*disk_fired(void);

void		 disk_mend(void);

#endif
