/*
 * Letters.
 */

#include "flow/letter.h"

void
letter_take(struct gateway *gateway, struct letter_taking *taking)
{
	(void)gateway;
	taking->taken(taking, LETTER_LATER, "Mail cannot be read yet.");
}
