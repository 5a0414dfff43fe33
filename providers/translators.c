/*
 * The services that translate.  The `provider =` of a translator in the
 * config names one of them.
 */

#include "translator.h"

extern const struct translator	amazon_translator, apertium_translator,
    azure_translator, deepl_translator, google_translator,
    libretranslate_translator;

const struct translator *const translators[] = {
	&libretranslate_translator,
	&google_translator,
	&deepl_translator,
	&azure_translator,
	&amazon_translator,
	&apertium_translator,
	NULL,
};
