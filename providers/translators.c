/*
 * The services that translate.  The `provider =` of a translator in the
 * config names one of them.
 */

#include "translator.h"

extern const struct translator	libretranslate_translator;

const struct translator *const translators[] = {
	&libretranslate_translator,
	NULL,
};
