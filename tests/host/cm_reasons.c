/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * Each refusal of a manifest with one field that is not right says in full
 * what is wrong, and in which entry.
 */
#include "cm_reasons.h"

static const struct plan whole = {
    .name = "whole", .type = MODULE_SYSTEM,
    .interface = { { "i", "t", NULL, NULL, NULL, 2 } },
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 } },
    .functions = 15,
};
static const struct plan *const list[] = { &whole, NULL };

/* --- One field of a manifest ---------------------------------------------- */

enum { MODULE, INTERFACE, RECEPTACLE };
static u32 spoilt_entry, spoilt_offset, spoilt_value;
static const char *spoilt_text;
static u32 base;                        /* of the last image */

static void spoil_field(struct image *image)
{
    base = (u32)memory_of(image);
    const u32 value = spoilt_text ? (u32)put_text(image, spoilt_text)
                                  : spoilt_value;
    u8 *field = (u8 *)entry_at(image, spoilt_entry) + spoilt_offset;

    memcpy(field, &value, 4);
}

static void with(u32 entry, u32 offset, u32 value, const char *text)
{
    spoil = spoil_field;
    spoilt_entry = entry;
    spoilt_offset = offset;
    spoilt_value = value;
    spoilt_text = text;
}

#define AT(member) offsetof(struct manifest_entry, member)

static const char *const places[] = { "entry 0, module 'whole'",
    "entry 1, interface 'i'", "entry 2, receptacle 'r'" };

/* A load is refused so, for the entry and the field. */
static void refused_for(const char *format, ...)
{
    char why[400];
    va_list args;

    va_start(args, format);
    vsprintf(why, format, args);
    va_end(args);
    expect("%s: %s", places[spoilt_entry], why);
    said(load("whole"), E_MANIFEST);
    CHECK_EQ(images_used(), 0);
}

static void test_strings(void)
{
    static const struct { u32 entry, offset; const char *what; } names[] = {
        { INTERFACE, AT(type), "its type" },
        { RECEPTACLE, AT(type), "its type" },
        { RECEPTACLE, AT(from), "from" } };

    for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
        const char *what = names[i].what;
        with(names[i].entry, names[i].offset, 0, NULL);
        if (i < 2)
            refused_for("%s is missing", what);
        with(names[i].entry, names[i].offset, 0x1234, NULL);
        refused_for("%s, a string at 0x1234, is outside the module", what);
        with(names[i].entry, names[i].offset, 0, "");
        refused_for("%s is empty", what);
        with(names[i].entry, names[i].offset, 0, N31 "5");
        refused_for("%s is longer than 31 characters", what);
        with(names[i].entry, names[i].offset, 0, "ab\tc");
        refused_for("%s has character 0x9 at 2; names are of ASCII letters, "
                    "digits and signs, without blanks", what);
        with(names[i].entry, names[i].offset, 0, "\xe4");
        refused_for("%s has character 0xe4 at 0; names are of ASCII letters, "
                    "digits and signs, without blanks", what);
    }
}

static void test_texts(void)
{
    static char long_text[1100];

    for (u32 entry = INTERFACE; entry <= RECEPTACLE; entry++)
        for (u32 i = 0; i < 2; i++) {
            const u32 at = i ? AT(predicate) : AT(pairs);
            const char *what = i ? "predicate" : "pairs";
            with(entry, at, 0x1234, NULL);
            refused_for("%s, a string at 0x1234, is outside the module",
                        what);
            memset(long_text, ' ', 1024);
            with(entry, at, 0, long_text);
            refused_for("%s is longer than 1023 characters", what);
        }
}

static void test_methods(void)
{
    with(INTERFACE, AT(methods), 0, NULL);
    refused_for("methods is missing");
    with(INTERFACE, AT(methods), 8, NULL);
    refused_for("methods, a string at 0x8, is outside the module");
    with(INTERFACE, AT(methods), 0, "a");
    refused_for("1 method names for 2 methods");
    with(INTERFACE, AT(methods), 0, "a b c");
    refused_for("3 method names for 2 methods");
    with(INTERFACE, AT(methods), 0, "ab ab");
    refused_for("method 'ab' is there twice");
    with(INTERFACE, AT(methods), 0, "a " N31 "56");
    refused_for("method name '" N31 "56' is longer than 31 characters");
    with(INTERFACE, AT(methods), 0, "a b\x01");
    refused_for("the method names have character 0x1 at 3");
    with(INTERFACE, AT(count), 26, NULL);
    refused_for("it has 26 methods; 1 to 25 are possible");
    with(INTERFACE, AT(count), 0, NULL);
    refused_for("it has 0 methods; 1 to 25 are possible");
}

/* An address in the image, or near it, for that field. */
static void with_place(u32 entry, u32 offset, u32 place)
{
    with(entry, offset, base + place, NULL);
}

static void test_tables(void)
{
    for (u32 i = 1; i < 4; i++) {
        with_place(INTERFACE, AT(table), FIXED_SIZE + 64 + i);
        refused_for("its table at 0x%x is not aligned", spoilt_value);
        with_place(RECEPTACLE, AT(table), SLOTS_AT + 64 + i);
        refused_for("its slots at 0x%x are not aligned", spoilt_value);
    }
    with_place(INTERFACE, AT(table), IMAGE_SIZE - 4);
    refused_for("its table at 0x%x is outside the module", spoilt_value);
    with_place(RECEPTACLE, AT(table), IMAGE_SIZE - 4);
    refused_for("its slots at 0x%x are not in the module", spoilt_value);
    with(RECEPTACLE, AT(count), 65, NULL);
    refused_for("it has 65 slots; 1 to 64 are possible");
    with(RECEPTACLE, AT(count), 0, NULL);
    refused_for("it has 0 slots; 1 to 64 are possible");
}

static u32 method_at;
static void spoil_method(struct image *image)
{
    u32 *table = (u32 *)entry_at(image, INTERFACE)->table;

    base = (u32)memory_of(image);
    table[1] = base + method_at;
}

static void test_code(void)
{
    static const struct { u32 offset; const char *what; } functions[] = {
        { AT(init), "init" }, { AT(exit), "exit" },
        { AT(export_state), "export_state" },
        { AT(import_state), "import_state" } };

    for (u32 i = 0; i < ARRAY_SIZE(functions); i++) {
        with_place(MODULE, functions[i].offset, TEXT_SIZE);
        refused_for("%s: 0x%x is in no executable section",
                    functions[i].what, spoilt_value);
        with_place(MODULE, functions[i].offset, IMAGE_SIZE);
        refused_for("%s: 0x%x is outside the module", functions[i].what,
                    spoilt_value);
    }
    spoil = spoil_method;
    spoilt_entry = INTERFACE;
    method_at = TEXT_SIZE;
    refused_for("method 1: 0x%x is in no executable section",
                base + method_at);
    method_at = (u32)-1;
    refused_for("method 1: 0x%x is outside the module", base + method_at);
}

static void test_kinds(void)
{
    with(MODULE, AT(magic), 7, NULL);
    refused_for("no magic number, but 0x7");
    with(MODULE, AT(module_type), MODULE_WRAPPER, NULL);
    refused_for("'whole' calls itself a wrapper; those are the core's own");
    with(MODULE, AT(module_type), 77, NULL);
    refused_for("it is of unknown type 77");
    with(RECEPTACLE, AT(methods), 5, NULL);
    refused_for("methods is 0x5, where zero is expected");
    with(INTERFACE, AT(from), 6, NULL);
    refused_for("from is 0x6, where zero is expected");
    with(MODULE, AT(reserved), 9, NULL);
    refused_for("reserved is 0x9, where zero is expected");
    with(RECEPTACLE, AT(kind), 44, NULL);
    expect("entry 2, 'r': it is of unknown kind 44");
    said(load("whole"), E_MANIFEST);
    with(RECEPTACLE, AT(kind), 0, NULL);
    expect("entry 2, 'r': it is of unknown kind 0");
    said(load("whole"), E_MANIFEST);
    with(INTERFACE, AT(name), 0, NULL);
    expect("entry 1, interface '?': its name is missing");
    said(load("whole"), E_MANIFEST);
    with(INTERFACE, AT(name), 0, "a\x1b");
    expect("entry 1, interface 'a?': its name has character 0x1b at 1; names "
           "are of ASCII letters, digits and signs, without blanks");
    said(load("whole"), E_MANIFEST);
    with(INTERFACE, AT(type), 0, "binding");
    expect("interface 'i' is of type 'binding', 'whole' is no binding module");
    said(load("whole"), E_MANIFEST);
    spoil = NULL;
}

static void spoil_kind(struct image *image)
{
    *entry_at(image, RECEPTACLE) = *entry_at(image, MODULE);
}

static void spoil_module(struct image *image)
{
    *entry_at(image, MODULE) = *entry_at(image, RECEPTACLE);
    image->entries--;
}

static void test_modules(void)
{
    spoil = spoil_kind;
    expect("entry 2, module 'whole': two module entries in one manifest");
    said(load("whole"), E_MANIFEST);
    spoil = spoil_module;
    expect("the manifest does not name the module");
    said(load("whole"), E_MANIFEST);
    spoil = NULL;
}

/* The image's last bytes are its own: a string may end there. */
static void spoil_end(struct image *image)
{
    char *end = (char *)memory_of(image) + IMAGE_SIZE;

    memcpy(end - 2, "t", 2);
    entry_at(image, INTERFACE)->type = end - 2;
}

static void spoil_open_end(struct image *image)
{
    char *end = (char *)memory_of(image) + IMAGE_SIZE;

    end[-1] = 't';
    end[0] = 0;                 /* another's */
    base = (u32)end - 1;
    entry_at(image, INTERFACE)->type = end - 1;
}

/* The slots lie over the provider's name, which the CM would write over. */
static void spoil_from(struct image *image)
{
    image->strings = (image->strings + 3) & ~3u;
    entry_at(image, RECEPTACLE)->from = put_text(image, "offers");
    entry_at(image, RECEPTACLE)->table = (void *)
        ((u32)entry_at(image, RECEPTACLE)->from + 4);
}

static void test_ends(void)
{
    spoil = spoil_end;
    const int handle = load("whole");
    CHECK(handle > 0);
    CHECK_EQ(unload(handle), 0);
    spoil = spoil_open_end;
    CHECK_EQ(load("whole"), E_MANIFEST);
    expect("entry 1, interface 'i': its type, a string at 0x%x, is outside "
           "the module", base);
    said(E_MANIFEST, E_MANIFEST);
    spoil = spoil_from;
    expect("entry 2, receptacle 'r': its slots overlap a string of entry 2, "
           "'r'");
    said(load("whole"), E_MANIFEST);
    spoil = NULL;
}

int main(void)
{
    on_call = note;
    world_start(list);
    test_strings();
    test_texts();
    test_methods();
    test_tables();
    test_code();
    test_kinds();
    test_modules();
    test_ends();
    return check_done();
}
