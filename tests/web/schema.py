"""As much of JSON Schema 2020-12 as our OpenAPI document uses.  A keyword
that is not known here is an error, so that nothing is passed unseen."""

import re

TYPES = {"object": dict, "array": list, "string": str, "null": type(None),
         "boolean": bool}
WORDS = {"description", "default", "format"}    # Nothing to be checked.


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Document:
    def __init__(self, document):
        self.document = document

    def find(self, reference):
        at = self.document
        for name in reference.removeprefix("#/").split("/"):
            at = at[name]
        return at

    def faults(self, value, schema, where="answer"):
        """A sentence for each way in which a value is not of the schema."""
        for keyword, wanted in schema.items():
            if keyword in WORDS:
                continue
            check = getattr(self, "check_" + keyword.strip("$"), None)
            if check is None:
                yield "%s: the keyword %s is not known" % (where, keyword)
            else:
                yield from check(value, wanted, where, schema)

    def check_ref(self, value, wanted, where, _):
        yield from self.faults(value, self.find(wanted), where)

    def check_type(self, value, wanted, where, _):
        names = wanted if isinstance(wanted, list) else [wanted]
        if not any(is_type(value, name) for name in names):
            yield "%s: %r is no %s" % (where, value, wanted)

    def check_enum(self, value, wanted, where, _):
        if value not in wanted:
            yield "%s: %r is none of %s" % (where, value, wanted)

    def check_const(self, value, wanted, where, _):
        if value != wanted:
            yield "%s: %r is not %r" % (where, value, wanted)

    def check_pattern(self, value, wanted, where, _):
        if isinstance(value, str) and not re.search(wanted, value):
            yield "%s: %r is not like %s" % (where, value, wanted)

    def check_minLength(self, value, wanted, where, _):
        if isinstance(value, str) and len(value) < wanted:
            yield "%s: %r is too short" % (where, value)

    def check_maxLength(self, value, wanted, where, _):
        if isinstance(value, str) and len(value) > wanted:
            yield "%s: it is too long" % where

    def check_minItems(self, value, wanted, where, _):
        if isinstance(value, list) and len(value) < wanted:
            yield "%s: it has too few" % where

    def check_maxItems(self, value, wanted, where, _):
        if isinstance(value, list) and len(value) > wanted:
            yield "%s: it has too many" % where

    def check_items(self, value, wanted, where, _):
        for i, one in enumerate(value if isinstance(value, list) else []):
            yield from self.faults(one, wanted, "%s[%d]" % (where, i))

    def check_properties(self, value, wanted, where, _):
        for name, schema in wanted.items():
            if isinstance(value, dict) and name in value:
                yield from self.faults(value[name], schema,
                                       "%s.%s" % (where, name))

    def check_required(self, value, wanted, where, _):
        for name in wanted:
            if isinstance(value, dict) and name not in value:
                yield "%s: %s is missing" % (where, name)

    def check_additionalProperties(self, value, wanted, where, schema):
        assert wanted is False
        for name in value if isinstance(value, dict) else ():
            if name not in schema.get("properties", {}):
                yield "%s: %s is not described" % (where, name)

    def check_oneOf(self, value, wanted, where, _):
        told = [list(self.faults(value, schema, where)) for schema in wanted]
        fits = sum(not faults for faults in told)
        if fits != 1:
            yield "%s: it fits %d of its forms: %s" % (
                where, fits, "; ".join(f[0] for f in told if f))
