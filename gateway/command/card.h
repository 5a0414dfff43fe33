#ifndef GATEWAY_COMMAND_CARD_H
#define GATEWAY_COMMAND_CARD_H

/*
 * What the gateway knows of a contact (web/local_card.c), for people at a
 * terminal.
 */

#include <jansson.h>

struct desk;

void		 card_print(struct desk *, const json_t *card);

/* A person, then each of their contacts. */
void		 card_print_person(struct desk *, const json_t *person);

/* "+15085550101 (Ana Rivera, Luis Rivera)" */
const char	*card_names(struct desk *, const json_t *card);

/* A line when texts were dropped; and when others have the number, too. */
void		 card_say_dropped(const json_t *card);
void		 card_say_shared(struct desk *, const json_t *card);

#endif
