/*
 * The providers this program speaks with.  The `provider =` of an account in
 * the config names one of them.
 */

#include "provider.h"

extern const struct provider	smtp_provider, twilio_provider;

const struct provider *const providers[] = {
	&twilio_provider,
	&smtp_provider,
	NULL,
};
