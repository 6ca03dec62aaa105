/* SPDX-License-Identifier: MIT */
/* What a manifest's entry may hold, field by field. */
#include "inside.h"

#include "../lib/format.h"
#include "../lib/string.h"

#define FIELD(kinds, member) \
    { offsetof(struct manifest_entry, member), kinds, #member }

enum kinds { OF_MODULE = 1, OF_INTERFACE = 2, OF_RECEPTACLE = 4 };

const char *manifest_string(const struct graph_node *node, const char *at,
                            u32 most)
{
    const saddr_t address = (saddr_t)at;

    if (!address || !manifest_is_inside(node, address, 1))
        return NULL;
    const char *s = core->user_pointer(address, 1);
    const u32 rest = node->base + node->size - address;
    for (u32 i = 0; s && i < rest && i < most; i++)
        if (!s[i])
            return s;
    return NULL;
}

/* Blanks part names elsewhere, so that none has any. */
static int is_graphic(char c)
{
    return c > ' ' && c < 0x7f;
}

static int refuse_string(const struct graph_node *node, const char *what,
                         const char *at, u32 most)
{
    if (!at)
        return refuse(E_MANIFEST, "%s is missing", what);
    if (!manifest_string(node, at, 0xffffffff))
        return refuse(E_MANIFEST, "%s, a string at 0x%x, is outside the "
                      "module", what, (saddr_t)at);
    return refuse(E_MANIFEST, "%s is longer than %u characters", what,
                  most - 1);
}

int manifest_check_name(const struct graph_node *node, const char *what,
                        const char *at)
{
    const char *s = manifest_string(node, at, NAME_SIZE);

    if (!s)
        return refuse_string(node, what, at, NAME_SIZE);
    if (!*s)
        return refuse(E_MANIFEST, "%s is empty", what);
    for (u32 i = 0; s[i]; i++)
        if (!is_graphic(s[i]))
            return refuse(E_MANIFEST, "%s has character 0x%x at %u; names "
                          "are of ASCII letters, digits and signs, without "
                          "blanks", what, (u8)s[i], i);
    return 0;
}

int manifest_check_text(const struct graph_node *node, const char *what,
                        const char *at)
{
    if (!at || manifest_string(node, at, MANIFEST_TEXT))
        return 0;
    return refuse_string(node, what, at, MANIFEST_TEXT);
}

int manifest_check_code(const struct reading *r, const char *what, saddr_t at)
{
    const struct graph_node *node = r->node;

    if (at - node->base < r->text_size)
        return 0;
    if (manifest_is_inside(node, at, 1))
        return refuse(E_MANIFEST, "%s: 0x%x is in no executable section",
                      what, at);
    return refuse(E_MANIFEST, "%s: 0x%x is outside the module", what, at);
}

/* One word of the text, of that many characters: not a name, or there? */
static int check_word(const char *text, const char *word, u32 length)
{
    if (length >= NAME_SIZE)
        return refuse(E_MANIFEST, "method name '%.*s' is longer than %u "
                      "characters", (int)length, word, NAME_SIZE - 1);
    for (u32 i = 0; i < length; i++)
        if (!is_graphic(word[i]))
            return refuse(E_MANIFEST, "the method names have character 0x%x "
                          "at %u", (u8)word[i], (u32)(word - text) + i);
    while (text < word) {
        u32 other = 0;
        while (text[other] && text[other] != ' ')
            other++;
        if (other == length && memcmp(text, word, length) == 0)
            return refuse(E_MANIFEST, "method '%.*s' is there twice",
                          (int)length, word);
        text += other + (text[other] == ' ');
    }
    return 0;
}

int manifest_check_methods(const struct reading *r,
                           const struct manifest_entry *m)
{
    const char *text = manifest_string(r->node, m->methods, METHODS_TEXT);
    u32 words = 0, length;

    if (!text)
        return refuse_string(r->node, "methods", m->methods, METHODS_TEXT);
    for (const char *s = text; *s; s += length + (s[length] == ' ')) {
        for (length = 0; s[length] && s[length] != ' ';)
            length++;
        const int error = length ? check_word(text, s, length) : 0;
        if (error)
            return error;
        words += length != 0;
    }
    if (words != m->count)
        return refuse(E_MANIFEST, "%u method names for %u methods", words,
                      m->count);
    return 0;
}

static const struct {
    u8 offset, kinds;
    const char *name;
} fields[] = {
    FIELD(OF_INTERFACE | OF_RECEPTACLE, type),
    FIELD(OF_MODULE, module_type),
    FIELD(OF_INTERFACE | OF_RECEPTACLE, table),
    FIELD(OF_INTERFACE | OF_RECEPTACLE, count),
    FIELD(OF_INTERFACE, methods),
    FIELD(OF_INTERFACE | OF_RECEPTACLE, pairs),
    FIELD(OF_INTERFACE | OF_RECEPTACLE, predicate),
    FIELD(OF_RECEPTACLE, from),
    FIELD(OF_MODULE, init), FIELD(OF_MODULE, exit),
    FIELD(OF_MODULE, export_state), FIELD(OF_MODULE, import_state),
    FIELD(0, reserved),
};

int manifest_check_unused(const struct manifest_entry *m)
{
    const u32 kind = 1u << (m->kind - MANIFEST_MODULE);

    for (u32 i = 0; i < ARRAY_SIZE(fields); i++) {
        const u32 value = *(const u32 *)((const u8 *)m + fields[i].offset);
        if (value && !(fields[i].kinds & kind))
            return refuse(E_MANIFEST, "%s is 0x%x, where zero is expected",
                          fields[i].name, value);
    }
    return 0;
}

int manifest_blame(const struct reading *r, u32 index, int error)
{
    static const char *const kinds[] = { "", " module", " interface",
                                         " receptacle" };
    const struct manifest_entry *m = &r->entries[index];
    const char *text = manifest_string(r->node, m->name, NAME_SIZE);
    char why[REASON_SIZE], name[NAME_SIZE];

    format(name, sizeof(name), "%s", text ? text : "?");
    format_printable(name);
    format(why, sizeof(why), "%s", reason_text());
    return refuse(error, "entry %u,%s '%s': %s", index,
                  m->kind < ARRAY_SIZE(kinds) ? kinds[m->kind] : "",
                  name, why);
}
