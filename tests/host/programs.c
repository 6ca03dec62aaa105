/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/native/program.c core/lib/string.S */
/*
 * The manifest of a client: one that is right, and the same with one field, or
 * one pointer at the bounds of the program, that is not. Its further
 * receptacles and interfaces are in programs_parts.c.
 */
#include "programs.h"

/* Fields that are of other kinds of entries. */
static void test_fields(void)
{
    static const u32 module[] = { FIELD(type), FIELD(table), FIELD(count),
        FIELD(methods), FIELD(pairs), FIELD(predicate), FIELD(from) };
    static const u32 functions[] = { FIELD(exit), FIELD(export_state),
        FIELD(import_state) };
    static const u32 slot[] = { FIELD(module_type), FIELD(methods),
        FIELD(init), FIELD(exit), FIELD(export_state), FIELD(import_state) };

    for (u32 i = 0; i < ARRAY_SIZE(module); i++) {
        *word(1, module[i]) = 1;
        refused("its module entry has fields of other kinds");
    }
    for (u32 i = 0; i < ARRAY_SIZE(functions); i++) {
        *word(1, functions[i]) = TEXT;
        refused("a client has no functions for the CM");
    }
    for (u32 i = 0; i < ARRAY_SIZE(slot); i++) {
        *word(0, slot[i]) = 1;
        refused("its receptacle has fields of other kinds");
    }
}

static void test_entries(void)
{
    for (u32 i = 0; i < 2; i++) {
        entries[i].magic++;
        refused("malformed manifest: an entry without its magic number");
        entries[i].reserved = 1;
        refused("malformed manifest: a reserved field is not zero");
        entries[i].kind = MANIFEST_INTERFACE;
        refused(i ? "its interface has fields of other kinds" :
                "a client's interfaces are of type service, with its one "
                "method");
        for (u32 kind = 0; kind < 40; kind += kind == 0 ? 4 : 1) {
            entries[i].kind = kind;
            refused("malformed manifest");
        }
        entries[2] = entries[i];
        count = 3;
        refused(i ? "two module entries" :
                "a client has one receptacle of type client");
        entries[0] = entries[i];
        count = 1;
        refused("it is not a client: CLIENT() is missing");
    }
    section_size = 2 * sizeof(entries[0]) - 4;
    refused("malformed manifest");
    CHECK(!strcmp(program_check(&image, &program), "it has no manifest"));
    for (u32 type = 0; type < 6; type++) {
        entries[1].module_type = type;
        if (type != MODULE_APPLICATION)
            refused("a client is an application");
        reset();
    }
}

/* The entry point is in the text, below the stubs. */
static void test_entry_point(void)
{
    static const u32 wrong[] = { TEXT - 1, TEXT + 64, TEXT + TEXT_SIZE, 0,
                                 DATA, 0xffffffff };
    static const u32 right[] = { TEXT, TEXT + 63, TEXT + 1 };

    for (u32 i = 0; i < ARRAY_SIZE(wrong); i++) {
        *word(1, FIELD(init)) = wrong[i];
        refused("its entry point is not in its text");
    }
    for (u32 i = 0; i < ARRAY_SIZE(right); i++) {
        *word(1, FIELD(init)) = right[i];
        CHECK(!check());
        CHECK_EQ(image.entry, right[i]);
        reset();
    }
}

/* The slot gets the address of the table, if all of it is in the data. */
static void test_slot(void)
{
    static const u32 wrong[] = { DATA - 1, DATA - 4, DATA + SIZE - START - 3,
                                 DATA + SIZE - START, TEXT, 0, 0xfffffffe };
    static const u32 right[] = { DATA, DATA + 1, DATA + SIZE - START - 4 };
    u32 found;

    for (u32 i = 0; i < ARRAY_SIZE(wrong); i++) {
        *word(0, FIELD(table)) = wrong[i];
        refused("the slot for its services is not in its data");
    }
    for (u32 i = 0; i < ARRAY_SIZE(right); i++) {
        *word(0, FIELD(table)) = right[i];
        CHECK(!check());
        memcpy(&found, memory + START + right[i] - DATA, 4);
        CHECK_EQ(found, DATA + SIZE - START);
        reset();
    }
    for (u32 i = 0; i < 3; i++)
        if (i != 1) {
            entries[0].count = i;
            refused("its receptacle of type client has one slot");
        }
}

#define NO_SERVICE \
    "a client's receptacles are of type service, client or concurrency"

static void type(u32 at, const char *text)
{
    entries[0].type = (const char *)at;
    memcpy(memory + START + at - DATA, text, 7);
}

static void test_type(void)
{
    const u32 end = DATA + SIZE - START;

    type(end - 7, "client");
    CHECK(!check());
    reset();
    type(end - 6, "client");            /* without its end */
    refused(NO_SERVICE);
    type(DATA + TYPE, "clients");
    refused(NO_SERVICE);
    type(DATA + TYPE, "clien\0");
    refused(NO_SERVICE);
    entries[0].type = NULL;
    refused(NO_SERVICE);
}

int main(void)
{
    reset();
    CHECK(!check());
    CHECK_EQ(image.entry, TEXT + 16);
    reset();
    test_fields();
    test_entries();
    test_entry_point();
    test_slot();
    test_type();
    return check_done();
}
