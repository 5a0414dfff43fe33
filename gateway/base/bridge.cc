/*
 * C functions over ICU's MessageFormat, libphonenumber, CLD2 and kainjow
 * Mustache.
 * What could throw is noexcept: only memory can be missing, and that ends the
 * process.
 */

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
#include <kainjow/mustache.hpp>
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
	std::vector<std::string>	 plurals;	/* "|one|other|" */

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

/* The categories of each plural, between bars. */
static void
find_plurals(const MessagePattern &pattern, std::vector<std::string> &plurals)
{
	for (int32_t i = 0; i < pattern.countParts(); i++) {
		std::string all = "|", one;

		if (pattern.getPartType(i) != UMSGPAT_PART_TYPE_ARG_START ||
		    pattern.getPart(i).getArgType() != UMSGPAT_ARG_TYPE_PLURAL)
			continue;
		for (int32_t k = i + 1; k < pattern.getLimitPartIndex(i); k++) {
			UMessagePatternPartType type = pattern.getPartType(k);

			if (type == UMSGPAT_PART_TYPE_MSG_START)
				k = pattern.getLimitPartIndex(k);
			else if (type == UMSGPAT_PART_TYPE_ARG_SELECTOR)
				all += pattern.getSubstring(pattern.getPart(k))
				    .toUTF8String(one = "") + "|";
		}
		plurals.push_back(all);
	}
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
	else {
		find_plurals(parsed, f->plurals);
		return (f);
	}
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

bool
bridge_format_counts(const struct bridge_format *f)
{
	return (!f->plurals.empty());
}

bool
bridge_format_has(const struct bridge_format *f, const char *category)
{
	return (std::all_of(f->plurals.begin(), f->plurals.end(),
	    [category](const std::string &all) { return all.find(
	    std::string("|") + category + "|") != std::string::npos; }));
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
bridge_detect(const char *text, const char *likely, char *code, size_t size)
{
	bool			 reliable = false;
	CLD2::Language		 best[3];
	int			 percent[3], bytes;
	const CLD2::Language	 found = CLD2::DetectLanguageSummary(text,
	    static_cast<int>(std::min<size_t>(strlen(text), 65536)), true,
	    "", CLD2::UNKNOWN_ENCODING, likely == nullptr ?
	    CLD2::UNKNOWN_LANGUAGE : CLD2::GetLanguageFromName(likely),
	    best, percent, &bytes, &reliable);

	snprintf(code, size, "%s", CLD2::LanguageCode(found));
	return (reliable && found != CLD2::UNKNOWN_LANGUAGE);
}

bool
bridge_phone_look(const char *text, const char *region,
    struct bridge_phone *phone)
{
	return (look(text, region, phone));
}

using kainjow::mustache::basic_renderer;
using kainjow::mustache::data;
using Renderer = basic_renderer<std::string>;

static data
data_of(const json_t *json)
{
	switch (json_typeof(json)) {
	case JSON_STRING:
		if (json_string_length(json) == 0)
			return (data(false));
		return (data(std::string(json_string_value(json),
		    json_string_length(json))));
	case JSON_INTEGER:
		return (data(std::to_string(json_integer_value(json))));
	case JSON_REAL:
		return (data(std::to_string(json_real_value(json))));
	case JSON_TRUE:
		return (data(true));
	case JSON_ARRAY: {
		data list(data::type::list);
		for (size_t i = 0; i < json_array_size(json); i++)
			list.push_back(data_of(json_array_get(json, i)));
		return (list);
	}
	case JSON_OBJECT: {
		data object(data::type::object);
		const char *key;
		json_t *value;
		json_object_foreach(const_cast<json_t *>(json), key, value)
			object.set(key, data_of(value));
		return (object);
	}
	default:
		return (data(false));
	}
}

/* Its partials and its words come from whoever asks. */
class Page : public kainjow::mustache::context<std::string> {
public:
	Page(const data *view, const bridge_page *asks)
	    : context(view), page(asks),
	    words(kainjow::mustache::lambda2{[asks](const std::string &between,
	    const Renderer &renderer) { return take(asks->words(asks->arg,
	    between.c_str(), &renderer)); }}),
	    say(kainjow::mustache::lambda2{[asks](const std::string &between,
	    const Renderer &renderer) { return take(asks->say(asks->arg,
	    between.c_str(), &renderer)); }}) {}

	const data *get(const std::string &name) const override {
		return (name == "t" ? &words : name == "say" ? &say :
		    context::get(name));
	}

	const data *get_partial(const std::string &name) const override {
		const char *text = page->partial(page->arg, name.c_str());

		if (text == NULL)
			return (NULL);
		partials.emplace_back(new data(std::string(text)));
		return (partials.back().get());
	}

	static std::string take(char *text) {
		std::string taken(text);

		free(text);
		return (taken);
	}

private:
	const bridge_page				*page;
	data						 words, say;
	mutable std::vector<std::unique_ptr<data>>	 partials;
};

static char *
fill_page(const char *text, const json_t *view,
    const bridge_page *asks) noexcept
{
	kainjow::mustache::mustache tmpl{std::string(text)};
	data all = data_of(view);
	Page page(&all, asks);
	std::ostringstream out;

	if (!tmpl.is_valid())
		return (NULL);
	kainjow::mustache::basic_context<std::string> &context = page;
	tmpl.render(context, out);
	return (tmpl.is_valid() ? strdup(out.str().c_str()) : NULL);
}

char *
bridge_page_fill(const char *text, const json_t *view,
    const struct bridge_page *page)
{
	return (fill_page(text, view, page));
}

char *
bridge_page_value(const void *renderer, const char *piece)
{
	return (strdup((*static_cast<const Renderer *>(renderer))(
	    std::string(piece), false).c_str()));
}
