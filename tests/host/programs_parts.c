/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/native/program.c core/lib/string.S */
/*
 * A client's receptacles and interfaces: every field of each kind of entry with
 * odd values, against a plain reading of the rules; as many as there may be, and
 * one more; tables and texts at the bounds of its data.
 */
#include "programs.h"

#define TABLES 3264u                    /* what interfaces offer, of a word */
#define SLOTS 3392u
#define END (SIZE - START)              /* of the data */

static void add_receptacle(u32 at, u32 slots)
{
    entries[count++] = (struct manifest_entry){
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,
        .type = (const char *)(DATA + SERVICE_TYPE),
        .table = (void *)(DATA + at), .count = slots };
}

#define THREADS_TYPE (SERVICE_TYPE + 8)

static void add_threads(u32 at)
{
    memcpy(memory + START + THREADS_TYPE, "concurrency", 12);
    add_receptacle(at, 1);
    entries[count - 1].type = (const char *)(DATA + THREADS_TYPE);
}

static void add_interface(u32 at, u32 method)
{
    memcpy(memory + START + at, &method, 4);
    entries[count++] = (struct manifest_entry){
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_INTERFACE,
        .type = (const char *)(DATA + SERVICE_TYPE),
        .table = (void *)(DATA + at), .count = 1,
        .methods = (const char *)(DATA + TYPE) };
}

/* --- Every field --------------------------------------------------------- */

enum { CLIENT, MODULE, RECEPTACLE, INTERFACE, KINDS };

/* By word of the entry: what it must be. */
enum { FREE, ZERO, OWN };
static const u8 rules[KINDS][16] = {
    /* magic kind name type module_type table count methods pairs predicate
     * from init exit export import reserved */
    { OWN, OWN, FREE, OWN, ZERO, OWN, OWN, ZERO, FREE, FREE, FREE, ZERO, ZERO,
      ZERO, ZERO, ZERO },
    { OWN, OWN, FREE, ZERO, OWN, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, OWN,
      ZERO, ZERO, ZERO, ZERO },
    { OWN, OWN, FREE, OWN, ZERO, OWN, OWN, ZERO, FREE, FREE, FREE, ZERO, ZERO,
      ZERO, ZERO, ZERO },
    { OWN, OWN, FREE, OWN, ZERO, OWN, OWN, FREE, FREE, FREE, ZERO, ZERO, ZERO,
      ZERO, ZERO, ZERO },
};

/* Slots: of data; the services' may lie anywhere there. */
static int is_table(u32 kind, u32 value)
{
    const u32 at = value - DATA;

    return kind == INTERFACE ? at == TABLES :
           at <= END - 4 && (kind == CLIENT || at % 4 == 0);
}

/* A field that has its own rule. */
static int is_right(u32 kind, u32 field, u32 value)
{
    static const u32 kinds[] = { MANIFEST_RECEPTACLE, MANIFEST_MODULE,
                                 MANIFEST_RECEPTACLE, MANIFEST_INTERFACE };

    switch (field * 4) {
    case FIELD(magic): return value == MANIFEST_MAGIC;
    case FIELD(kind): return value == kinds[kind];
    case FIELD(type): return value == DATA + (kind == CLIENT ? TYPE :
                                              SERVICE_TYPE);
    case FIELD(module_type): return value == MODULE_APPLICATION;
    case FIELD(table): return is_table(kind, value);
    case FIELD(count): return value == 1 ||
                              (kind == RECEPTACLE && value && value <= 16);
    default: return value - TEXT < 64;  /* init */
    }
}

static void test_field(u32 kind, u32 field, u32 value)
{
    const u32 rule = rules[kind][field];
    const int may = rule == FREE || (rule == ZERO && !value) ||
                    (rule == OWN && is_right(kind, field, value));

    reset();
    add_receptacle(SLOTS, 1);
    add_interface(TABLES, TEXT + 5);
    ((u32 *)&entries[kind])[field] = value;
    const char *why = check();
    if (!CHECK_EQ(!why, may))
        printf("    kind %u, field %u, 0x%x: %s\n", kind, field, value, why);
}

static void test_fields(void)
{
    static const u32 values[] = {
        0, 1, 2, 3, 4, 15, 16, 17, 18, 0x40000000, 0x40000001, 0x80000000,
        0xfffffffc, 0xffffffff, MANIFEST_MAGIC, MANIFEST_MAGIC + 1, TEXT - 1,
        TEXT, TEXT + 63, TEXT + 64, TEXT + TEXT_SIZE, DATA - 4, DATA,
        DATA + 2, DATA + TABLES, DATA + END - 4, DATA + END - 3, DATA + END,
        DATA + TYPE, DATA + SERVICE_TYPE };

    for (u32 kind = 0; kind < KINDS; kind++)
        for (u32 field = 0; field < 16; field++)
            for (u32 i = 0; i < ARRAY_SIZE(values); i++) {
                const u32 at = values[i] - DATA;
                const int is_text = at == TYPE || at == SERVICE_TYPE ||
                                    at == TABLES;
                /* a slot over what is read is its own mistake */
                if (field * 4 != FIELD(table) || !is_text ||
                    (kind == INTERFACE && at == TABLES))
                    test_field(kind, field, values[i]);
            }
}

/* --- How many ------------------------------------------------------------ */

static u32 word_at(u32 at)
{
    u32 value;

    memcpy(&value, memory + START + at, 4);
    return value;
}

/* Slot n of all leads to the n-th table behind that of the services. */
static void check_slots(u32 slots)
{
    for (u32 i = 0; i < slots; i++)
        CHECK_EQ(word_at(SLOTS + i * 4), DATA + END + (SERVICES + i) * 4);
    CHECK_EQ(word_at(SLOTS + slots * 4), 0);
    CHECK_EQ(word_at(SLOT), DATA + END);
}

/* Receptacles of `each` slots, and interfaces. */
static void test_count(u32 receptacles, u32 each, u32 interfaces)
{
    const u32 slots = receptacles * each;

    reset();
    for (u32 i = 0; i < receptacles; i++)
        add_receptacle(SLOTS + i * each * 4, each);
    for (u32 i = 0; i < interfaces; i++)
        add_interface(TABLES + i * 4, TEXT + i);
    const char *why = check();
    CHECK_EQ(!why, slots <= 16 && interfaces <= 16);
    if (why) {
        CHECK(!strcmp(why, slots > 16 ?
              "a client's receptacles have 1 to 16 slots in all" :
              "a client has 16 interfaces at most"));
        return;
    }
    CHECK(program.slots == slots && program.interfaces == interfaces);
    CHECK_EQ(program.count, receptacles + interfaces + 1);
    CHECK(program.first == AT && image.entry == TEXT + 16);
    CHECK(program.entries[0].kind == MANIFEST_MODULE &&
          !program.entries[0].init);
    for (u32 i = 1; i < program.count; i++)
        CHECK(!memcmp(&program.entries[i], &entries[i + 1],
                      sizeof(entries[0])));
    check_slots(slots);
}

static void test_counts(void)
{
    for (u32 receptacles = 0; receptacles <= 17; receptacles++)
        for (u32 each = 1; each <= 17; each++)
            for (u32 n = 0; n <= 17; n++)
                if (receptacles * each <= 40)
                    test_count(receptacles, each, n);
}

/* --- At the bounds -------------------------------------------------------- */

static void test_slots_at(u32 at, u32 slots)
{
    const int fits = at % 4 == 0 && at <= END && slots * 4 <= END - at;

    reset();
    entries[count++] = (struct manifest_entry){
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,
        .type = (const char *)(DATA + SERVICE_TYPE),
        .table = (void *)(DATA + at), .count = slots };
    const char *why = check();
    CHECK_EQ(!why, fits);
    CHECK(!why || strstr(why, "are not in its data"));
}

/* A method is in the text, below the stubs. */
static void test_method(u32 at, u32 method)
{
    const int fits = at % 4 == 0 && at <= END - 4;

    reset();
    if (fits) {
        add_interface(at, method);
    } else {
        add_interface(TABLES, method);
        entries[2].table = (void *)(DATA + at);
    }
    const char *why = check();
    CHECK_EQ(!why, fits && method - TEXT < 64);
    CHECK(!why || strstr(why, fits ? "the method of" : "the table of"));
}

/* So many behind others that their sum is small again. */
static void test_wrapped(void)
{
    for (u32 slots = 1; slots <= 16; slots++)
        for (u32 k = 1; k <= slots; k++) {
            reset();
            add_receptacle(SLOTS, slots);
            add_receptacle(SLOTS + 64, 1);
            entries[3].count = 0u - k;
            refused("a client's receptacles have 1 to 16 slots in all");
        }
}

/* The slot of its own concurrency module is none of its slots. */
static void test_threads(void)
{
    for (u32 first = 0; first < 2; first++) {
        reset();
        if (!first)
            add_receptacle(SLOTS, 2);
        add_threads(SLOTS + 8);
        if (first)
            add_receptacle(SLOTS, 2);
        CHECK(!check());
        CHECK(program.slots == 2 && program.count == 3);
        CHECK_EQ(program.threads, first ? 2 : 3);
        CHECK((u32)program.entries[program.threads - 1].table ==
              DATA + SLOTS + 8);
        check_slots(2);
        add_threads(SLOTS + 12);
        section_size = 0;
        refused("a client has one receptacle of type concurrency, of one slot");
    }
    for (u32 slots = 0; slots < 3; slots += 2) {
        reset();
        add_threads(SLOTS);
        entries[2].count = slots;
        refused("a client has one receptacle of type concurrency, of one slot");
    }
    for (u32 k = 0; k < 9; k++) {
        reset();
        add_threads(END - k);
        CHECK_EQ(!check(), k == 4 || k == 8);
    }
    reset();
    CHECK(!check() && !program.threads);
}

static void test_bounds(void)
{
    static const u32 methods[] = { TEXT - 1, TEXT, TEXT + 63, TEXT + 64, 0,
                                   DATA, 0xffffffff };

    for (u32 slots = 1; slots <= 16; slots++)
        for (u32 k = 0; k < 9; k++) {
            test_slots_at(END - slots * 4 + 4 - k, slots);
            test_slots_at((u32)-4 - k, slots);
        }
    for (u32 i = 0; i < ARRAY_SIZE(methods); i++)
        for (u32 k = 0; k < 9; k++) {
            test_method(END - k, methods[i]);
            test_method((u32)-k - 1, methods[i]);
        }
}

/* Each text has an end, in the data, and not too far. */
static void test_string(u32 at, u32 length)
{
    const int fits = at < END && length < PROGRAM_TEXT && length < END - at;

    reset();
    memset(memory, 'x', sizeof(memory));
    if (at + length < sizeof(memory) - START)
        memory[START + at + length] = 0;
    const char *found = program_string(&image, (const char *)(DATA + at));
    CHECK(found == (fits ? (const char *)memory + START + at : NULL));
}

static void test_strings(void)
{
    static const u32 lengths[] = { 0, 1, 2, PROGRAM_TEXT - 2,
                                   PROGRAM_TEXT - 1, PROGRAM_TEXT,
                                   PROGRAM_TEXT + 1 };

    for (u32 i = 0; i < ARRAY_SIZE(lengths); i++) {
        test_string(0, lengths[i]);
        for (u32 k = 0; k < 4; k++)
            test_string(END - lengths[i] - k, lengths[i]);
        test_string(END - 1, lengths[i]);
    }
    CHECK(!program_string(&image, NULL));
    CHECK(!program_string(&image, (const char *)(DATA - 1)));
    CHECK(!program_string(&image, (const char *)(TEXT + 1)));
}

int main(void)
{
    test_fields();
    test_counts();
    test_wrapped();
    test_bounds();
    test_threads();
    test_strings();
    return check_done();
}
