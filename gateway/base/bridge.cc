/*
 * C functions over ICU's MessageFormat and over libphonenumber.  What could
 * throw is noexcept: only memory can be missing, and that ends the process.
 */

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include <phonenumbers/phonenumberutil.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include "base/bridge.h"

using namespace icu;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

struct bridge_format {
	MessageFormat			 format;
	std::vector<std::string>	 names;

	bridge_format(const UnicodeString &pattern, const Locale &locale,
	    UParseError &where, UErrorCode &error)
	    : format(pattern, locale, where, error) {}
};

/* The names, also those inside the branches of a plural; false: an argument
 * has a number in place of a name. */
static bool
find_names(const MessagePattern &pattern, std::vector<std::string> &names)
{
	for (int32_t i = 0; i < pattern.countParts(); i++) {
		const MessagePattern::Part &part = pattern.getPart(i);
		std::string name;

		if (part.getType() == UMSGPAT_PART_TYPE_ARG_NUMBER)
			return (false);
		if (part.getType() != UMSGPAT_PART_TYPE_ARG_NAME)
			continue;
		pattern.getSubstring(part).toUTF8String(name);
		if (std::find(names.begin(), names.end(), name) == names.end())
			names.push_back(name);
	}
	return (true);
}

static bridge_format *
build(const char *pattern, const char *locale, char *why, size_t size) noexcept
{
	UErrorCode error = U_ZERO_ERROR;
	UParseError where = {};
	UnicodeString words = UnicodeString::fromUTF8(pattern);
	MessagePattern parsed(words, &where, error);
	bridge_format *f = new bridge_format(words,
	    Locale::forLanguageTag(locale, error), where, error);

	if (U_FAILURE(error))
		std::snprintf(why, size, "wrong at character %d (%s)",
		    where.offset + 1, u_errorName(error));
	else if (!find_names(parsed, f->names))
		std::snprintf(why, size, "an argument has no name");
	else
		return (f);
	delete f;
	return (NULL);
}

static char *
fill(const bridge_format *f, const bridge_value *values, size_t count) noexcept
{
	std::vector<UnicodeString> names;
	std::vector<Formattable> arguments;
	for (const std::string &name : f->names) {
		const bridge_value *v = std::find_if(values, values + count,
		    [&](const bridge_value &one) { return name == one.name; });
		if (v == values + count)
			return (NULL);
		names.push_back(UnicodeString::fromUTF8(name));
		arguments.push_back(v->text == NULL ?
		    Formattable(static_cast<int64_t>(v->number)) :
		    Formattable(UnicodeString::fromUTF8(v->text)));
	}
	UErrorCode error = U_ZERO_ERROR;
	UnicodeString filled;
	std::string text;
	f->format.format(names.data(), arguments.data(),
	    static_cast<int32_t>(names.size()), filled, error);
	if (U_FAILURE(error))
		return (NULL);
	return (strdup(filled.toUTF8String(text).c_str()));
}

struct bridge_format *
bridge_format_new(const char *pattern, const char *locale, char *why,
    size_t why_size)
{
	return (build(pattern, locale, why, why_size));
}

void
bridge_format_free(struct bridge_format *f)
{
	delete f;
}

const char *
bridge_format_name(const struct bridge_format *f, size_t i)
{
	return (i < f->names.size() ? f->names[i].c_str() : NULL);
}

char *
bridge_format_fill(const struct bridge_format *f,
    const struct bridge_value *values, size_t count)
{
	return (fill(f, values, count));
}

static bool
look(const char *text, const char *region, bridge_phone *phone) noexcept
{
	const PhoneNumberUtil *known = PhoneNumberUtil::GetInstance();
	PhoneNumber number;
	std::string e164, where;

	*phone = bridge_phone();
	if (known->Parse(text, region, &number) !=
	    PhoneNumberUtil::NO_PARSING_ERROR)
		return (false);
	known->Format(number, PhoneNumberUtil::E164, &e164);
	known->GetRegionCodeForNumber(number, &where);
	std::snprintf(phone->number, sizeof(phone->number), "%s",
	    e164.c_str());
	std::snprintf(phone->extension, sizeof(phone->extension), "%s",
	    number.extension().c_str());
	std::snprintf(phone->region, sizeof(phone->region), "%s",
	    where.c_str());
	phone->possible = known->IsPossibleNumber(number);
	phone->type = known->GetNumberType(number);
	return (true);
}

bool
bridge_phone_look(const char *text, const char *region,
    struct bridge_phone *phone)
{
	return (look(text, region, phone));
}
