#ifndef GATEWAY_COMMAND_TALK_H
#define GATEWAY_COMMAND_TALK_H

/*
 * The files that came with the mails of a conversation.
 */

#include <jansson.h>

#include "base/list.h"

struct arena;
struct desk;

/* "340 kB", of an attachment as the API tells it. */
const char	*talk_size(struct arena *, const json_t *attachment);

/* Puts the files of an entry of a talk into the folder, and says under which
 * names; what is there already stays, and gets company.  An exit code; what is
 * wrong was said. */
int		 talk_save(struct desk *, const json_t *entry,
		    const char *folder) must_use;

#endif
