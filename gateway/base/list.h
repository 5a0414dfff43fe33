#ifndef GATEWAY_BASE_LIST_H
#define GATEWAY_BASE_LIST_H

/*
 * Lists are those of <sys/queue.h>.  All we add is the way from a member
 * back to the struct it is embedded in:
 *
 *	struct receiving *r = CONTAINER(job, struct receiving, job);
 */

#include <stddef.h>
#include <sys/queue.h>

#define CONTAINER(pointer, type, member)				\
	((type *)(void *)((char *)(pointer) - offsetof(type, member)))

#define COUNT(array)	(sizeof (array) / sizeof *(array))

/* A result that has to be looked at. */
#define must_use	__attribute__((warn_unused_result))

#endif
