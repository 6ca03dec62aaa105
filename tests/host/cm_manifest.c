/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * Manifests through the whole CM: of a sound one every field is spoilt in
 * turn, and what the bounds let through is loaded and goes again.
 */
#include "cm_world.h"

static const struct plan whole = {
    .name = "whole", .type = MODULE_SYSTEM,
    .interface = { { "i", "t", "<a, b>", "<c, d>", NULL, 2 } },
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 },
                    { "s", "t", NULL, NULL, NULL, 1 } },
    .functions = 15,
};
static const struct plan *const list[] = { &whole, NULL };

enum { MODULE, INTERFACE, RECEPTACLE, SECOND };

static u32 spoilt_entry, spoilt_offset, spoilt_value, relative;
static const char *spoilt_text;

static void spoil_field(struct image *image)
{
    u8 *field = (u8 *)entry_at(image, spoilt_entry) + spoilt_offset;
    const u32 value = spoilt_text ? (u32)put_text(image, spoilt_text)
                      : spoilt_value + (relative ? (u32)memory_of(image) : 0);

    memcpy(field, &value, 4);
}

/* The answer to a load, after which nothing is left. */
static int outcome(void)
{
    const int handle = request(LOAD, T("whole"), 0, 0, 0);

    if (handle >= 0) {
        CHECK_EQ(request(UNLOAD, (u32)handle, 0, 0, 0), 0);
    } else {
        CHECK(reason_is_of(handle));
    }
    CHECK_EQ(images_used(), 0);
    CHECK_EQ(graph.parts[GRAPH_PART_NODES].live, OWN_NODES + 2);
    CHECK_EQ(graph.parts[GRAPH_PART_INTERFACES].live, 5);
    CHECK_EQ(graph.parts[GRAPH_PART_RECEPTACLES].live, 1);
    CHECK_EQ(graph.parts[GRAPH_PART_CONSTRAINTS].live, 0);
    CHECK(changes == 0 && !(graph.generation & 1));
    return handle > 0 ? 0 : handle;
}

static int with_value(u32 entry, u32 offset, u32 value)
{
    spoil = spoil_field;
    spoilt_entry = entry;
    spoilt_offset = offset;
    spoilt_value = value;
    spoilt_text = NULL;
    relative = 0;
    return outcome();
}

static int with_place(u32 entry, u32 offset, u32 value)
{
    with_value(0, 0, MANIFEST_MAGIC);
    spoilt_entry = entry;
    spoilt_offset = offset;
    spoilt_value = value;
    relative = 1;
    return outcome();
}

static int with_text(u32 entry, u32 offset, const char *text)
{
    with_value(0, 0, MANIFEST_MAGIC);
    spoilt_entry = entry;
    spoilt_offset = offset;
    spoilt_text = text;
    return outcome();
}

#define AT(member) offsetof(struct manifest_entry, member)
#define M 1u
#define I 2u
#define R 4u

/* By kind: which fields have a meaning. Zero is always sound there, or
 * missing; one is sound nowhere. */
static const struct { u32 offset, kinds, needed; } fields[] = {
    { AT(type), I | R, I | R }, { AT(module_type), M, M },
    { AT(table), I | R, I | R }, { AT(count), I | R, I | R },
    { AT(methods), I, I }, { AT(pairs), I | R, 0 },
    { AT(predicate), I | R, 0 }, { AT(from), R, 0 }, { AT(init), M, 0 },
    { AT(exit), M, 0 }, { AT(export_state), M, 0 },
    { AT(import_state), M, 0 }, { AT(reserved), 0, 0 },
};

static void test_fields(void)
{
    for (u32 kind = 0; kind < 3; kind++)
        for (u32 i = 0; i < ARRAY_SIZE(fields); i++) {
            const int used = fields[i].kinds >> kind & 1;
            const u32 at = fields[i].offset;
            if (used && (at == AT(count) || at == AT(module_type)))
                continue;
            CHECK_EQ(with_value(kind, at, 1), E_MANIFEST);
            CHECK_EQ(with_value(kind, at, 0xfffffffc), E_MANIFEST);
            CHECK_EQ(with_value(kind, at, 0),
                     fields[i].needed >> kind & 1 ? E_MANIFEST : 0);
        }
}

static void test_numbers(void)
{
    for (u32 n = 0; n < 10; n++) {
        CHECK_EQ(with_value(MODULE, AT(module_type), n),
                 n >= 1 && n <= 3 ? 0 : E_MANIFEST);
        CHECK_EQ(with_value(RECEPTACLE, AT(kind), n), E_MANIFEST * (n != 3));
        CHECK_EQ(with_value(SECOND, AT(count), n * 8 + 1),
                 n * 8 + 1 > 64 ? E_MANIFEST : 0);
        CHECK_EQ(with_value(n % 4, AT(magic), MANIFEST_MAGIC + 1),
                 E_MANIFEST);
        CHECK_EQ(with_value(INTERFACE, AT(count), n), E_MANIFEST * (n != 2));
    }
    CHECK_EQ(with_value(SECOND, AT(count), 64), 0);
    CHECK_EQ(with_value(SECOND, AT(count), 65), E_MANIFEST);
    CHECK_EQ(with_value(SECOND, AT(count), 0), E_MANIFEST);
}

/* Code in text, tables and slots aligned, inside, and where they may be. */
static void test_places(void)
{
    static const u32 functions[] = { AT(init), AT(exit), AT(export_state),
                                     AT(import_state) };

    for (u32 i = 0; i < ARRAY_SIZE(functions); i++) {
        CHECK_EQ(with_place(MODULE, functions[i], 0), 0);
        CHECK_EQ(with_place(MODULE, functions[i], TEXT_SIZE - 1), 0);
        CHECK_EQ(with_place(MODULE, functions[i], TEXT_SIZE), E_MANIFEST);
        CHECK_EQ(with_place(MODULE, functions[i], (u32)-1), E_MANIFEST);
    }
    for (u32 at = SLOTS_AT + 64; at < SLOTS_AT + 72; at++)
        CHECK_EQ(with_place(RECEPTACLE, AT(table), at),
                 at % 4 ? E_MANIFEST : 0);
    CHECK_EQ(with_place(RECEPTACLE, AT(table), IMAGE_SIZE - 8), 0);
    CHECK_EQ(with_place(RECEPTACLE, AT(table), IMAGE_SIZE - 4), E_MANIFEST);
    CHECK_EQ(with_place(RECEPTACLE, AT(table), IMAGE_SIZE), E_MANIFEST);
    CHECK_EQ(with_place(RECEPTACLE, AT(table), (u32)-4), E_MANIFEST);
    CHECK_EQ(with_place(INTERFACE, AT(table), SLOTS_AT + 64), E_MANIFEST);
}

/* `what` comes first among the reasons why these slots are refused. */
static void refused_slots(u32 at, const char *what)
{
    CHECK_EQ(with_place(RECEPTACLE, AT(table), at), E_MANIFEST);
    CHECK(strstr(reason_text(), what) != NULL);
    CHECK(strstr(reason_text(), "entry 2, receptacle 'r'") != NULL);
}

static void test_overlaps(void)
{
    refused_slots(0, "executable section");
    refused_slots(TEXT_SIZE - 4, "executable section");
    refused_slots(TEXT_SIZE, "read-only data");
    refused_slots(MANIFEST_AT - 8, "read-only data");
    refused_slots(MANIFEST_AT - 4, "in the manifest");
    refused_slots(MANIFEST_AT + 4 * 64 - 4, "in the manifest");
    refused_slots(MANIFEST_AT + 4 * 64, "read-only data");
    refused_slots(FIXED_SIZE, "a string of entry 0, 'whole'");
    refused_slots(SLOTS_AT + 8, "the slots of entry 3, 's'");
    refused_slots(SLOTS_AT + 4, "the slots of entry 3, 's'");
    CHECK_EQ(with_place(RECEPTACLE, AT(table), SLOTS_AT + 12), 0);
    CHECK_EQ(with_place(SECOND, AT(table), SLOTS_AT + 4), E_MANIFEST);
}

/* Every byte of the strings and the table: slots over them are refused, and
 * over what is behind them are not. */
static void test_strings(void)
{
    u32 end;

    CHECK_EQ(with_value(0, 0, MANIFEST_MAGIC), 0);
    end = images[0].strings;
    for (u32 at = FIXED_SIZE; at < end + 16; at += 4)
        CHECK_EQ(with_place(RECEPTACLE, AT(table), at),
                 at < end ? E_MANIFEST : 0);
}

/* Slots on the NUL of the last string, and behind it. */
static u32 behind;
static void spoil_last(struct image *image)
{
    image->strings = (image->strings + 3) & ~3u;
    entry_at(image, SECOND)->name = put_text(image, "abcd");
    entry_at(image, RECEPTACLE)->table =
        memory_of(image) + image->strings - 1 + behind;
}

static void test_last(void)
{
    spoil = spoil_last;
    behind = 0;
    CHECK_EQ(outcome(), E_MANIFEST);
    behind = 4;
    CHECK_EQ(outcome(), 0);
}

#define N31 "abcdefghijklmnopqrstuvwxyz01234"

static void test_names(void)
{
    static const u32 places[][2] = { { MODULE, AT(name) },
        { INTERFACE, AT(name) }, { INTERFACE, AT(type) },
        { RECEPTACLE, AT(name) }, { RECEPTACLE, AT(type) } };
    char text[4] = "axb";

    for (u32 i = 0; i < ARRAY_SIZE(places); i++) {
        const u32 entry = places[i][0], at = places[i][1];
        CHECK_EQ(with_text(entry, at, N31), 0);
        CHECK_EQ(with_text(entry, at, N31 "5"), E_MANIFEST);
        CHECK_EQ(with_text(entry, at, ""), E_MANIFEST);
        for (int c = 1; c < 256; c++) {
            text[1] = (char)c;
            CHECK_EQ(with_text(entry, at, text),
                     c > ' ' && c < 0x7f ? 0 : E_MANIFEST);
        }
    }
    CHECK_EQ(with_text(SECOND, AT(name), "r"), E_MANIFEST);
    CHECK_EQ(with_text(SECOND, AT(name), "i"), 0);
    CHECK_EQ(with_text(INTERFACE, AT(type), "binding"), E_MANIFEST);
    CHECK_EQ(with_text(INTERFACE, AT(type), "orphans"), 0);
}

static void test_methods(void)
{
    static const struct { const char *text; int result; } cases[] = {
        { "a b", 0 }, { " a  b ", 0 }, { "a ab", 0 }, { "ab a", 0 },
        { "a a", E_MANIFEST }, { "a", E_MANIFEST }, { "", E_MANIFEST },
        { "a b c", E_MANIFEST }, { N31 " b", 0 }, { N31 "5 b", E_MANIFEST },
        { "a b\t", E_MANIFEST }, { "a b\x7f", E_MANIFEST },
        { "\x1f b", E_MANIFEST }, { "~ !", 0 }, { "x" N31 " b", E_MANIFEST },
    };

    for (u32 i = 0; i < ARRAY_SIZE(cases); i++)
        CHECK_EQ(with_text(INTERFACE, AT(methods), cases[i].text),
                 cases[i].result);
}

int main(void)
{
    world_start(list);
    test_fields();
    test_numbers();
    test_places();
    test_overlaps();
    test_strings();
    test_last();
    test_names();
    test_methods();
    return check_done();
}
