/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * The digest, field by field: one bit of any that is content changes it; what
 * only says where an entry lies does not. And the other methods that hand
 * something out: texts and members of the archive, at each size.
 */
#include "cm_world.h"

static const struct plan server = {
    .name = "server", .type = MODULE_SYSTEM,
    .interface = { { "x", "t", "<a, b>", NULL, NULL, 2 } },
    .functions = 1 << F_EXIT,
};
static const struct plan client = {
    .name = "client", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "t", NULL, "<a, b>", NULL, 2 },
                    { "p", "port", NULL, NULL, NULL, 2 } },
};
static const struct plan *const list[] = { &server, &client, NULL };

#define FIELD(type, member, content) \
    { offsetof(struct type, member), sizeof(((struct type *)0)->member), \
      content }
#define ALL(table, ...) do { \
        static const struct field fields_[] = { __VA_ARGS__ }; \
        check_fields(table, fields_, ARRAY_SIZE(fields_)); \
    } while (0)

struct field {
    u32 offset, size, content;
};

static int digest(void)
{
    return request(DIGEST, 0, 0, 0, 0);
}

static void check_fields(const struct table *table, const struct field *fields,
                         u32 count)
{
    const int before = digest();

    for (u32 i = 0; i < table->capacity; i++) {
        u8 *entry = table_at(table, i);
        for (u32 k = 0; k < count && *(u32 *)entry; k++) {
            u8 *at = entry + fields[k].offset;
            const u8 was = *at;
            *at ^= 0x10;
            CHECK_EQ(digest() != before, fields[k].content);
            *at = was;
            at += fields[k].size - 1;       /* the last byte counts as well */
            *at ^= 0x40;
            CHECK_EQ(digest() != before, fields[k].content);
            *at ^= 0x40;
        }
    }
    CHECK_EQ(digest(), before);
}

/* Who carries it, by name; and that it has a space, but not which. */
static void test_carrier(void)
{
    struct graph_node *node = core_node("port");
    const int before = digest();

    node->carrier = core_node("cm")->handle;
    const int carried = digest();
    CHECK(carried != before);
    node->carrier = core_node("cpu")->handle;
    CHECK(digest() != carried && digest() != before);
    node->carrier = core_node("cm")->handle;
    node->space = 3;
    const int in_space = digest();
    CHECK(in_space != carried && in_space != before);
    node->space = 4;
    CHECK_EQ(digest(), in_space);
    node->carrier = node->space = 0;
    CHECK_EQ(digest(), before);
}

/* A constraint is there or not, and so is a gate. */
static void test_presence(void)
{
    const int before = digest();

#define PRESENT(entry_, member) do { \
        const u32 was_ = (entry_)->member; \
        (entry_)->member = (entry_)->member ? 0 : 1; \
        CHECK(digest() != before); \
        (entry_)->member = (u16)was_; \
    } while (0)
    for (u32 i = 0; i < 4; i++) {
        if (graph.interfaces[i].handle)
            PRESENT(&graph.interfaces[i], constraint);
        if (graph.receptacles[i].handle)
            PRESENT(&graph.receptacles[i], constraint);
        if (graph.bindings[i].handle)
            PRESENT(&graph.bindings[i], selector);
    }
    graph.parts[GRAPH_PART_CONSTRAINTS].live++;
    CHECK(digest() != before);
    graph.parts[GRAPH_PART_CONSTRAINTS].live--;
    CHECK_EQ(digest(), before);
}

static void test_digest(void)
{
    ALL(&nodes, FIELD(graph_node, name, 1), FIELD(graph_node, type, 1),
        FIELD(graph_node, state, 1), FIELD(graph_node, interfaces, 1),
        FIELD(graph_node, receptacles, 1), FIELD(graph_node, bound_in, 1),
        FIELD(graph_node, bound_out, 1), FIELD(graph_node, base, 1),
        FIELD(graph_node, size, 1), FIELD(graph_node, serial, 0),
        FIELD(graph_node, region, 0), FIELD(graph_node, carries, 1));
    ALL(&interfaces, FIELD(graph_interface, name, 1),
        FIELD(graph_interface, count, 1), FIELD(graph_interface, bound, 1),
        FIELD(graph_interface, node, 0));
    ALL(&receptacles, FIELD(graph_receptacle, name, 1),
        FIELD(graph_receptacle, count, 1), FIELD(graph_receptacle, bound, 1),
        FIELD(graph_receptacle, slots, 1), FIELD(graph_receptacle, node, 0));
    ALL(&bindings, FIELD(graph_binding, slot, 1),
        FIELD(graph_binding, caller, 0));
}

/* Which interface a binding leads to, by name. */
static void test_ends(u32 link)
{
    struct graph_binding *b = table_get(&bindings, link);
    const u32 was = b->interface;
    const int before = digest();

    b->interface = graph.interfaces[0].handle;
    CHECK(was != b->interface && digest() != before);
    b->interface = was;
}

/* Every part that the core adds, and no negative number. */
static u32 part;
static u32 part_digest(u32 crc) { return crc ^ part; }

static void test_parts(void)
{
    static struct wrapper other;
    const struct core_exports was = core_exports;
    u32 (**const parts[])(u32) = { &core_exports.nmm_digest,
                                   &core_exports.gate_digest, &other.digest };
    const struct wrapper *with[] = { &cpu, &other, &cpu, NULL };

    core_exports.wrappers = with;
    other.digest = same_digest;
    for (u32 i = 0; i < ARRAY_SIZE(parts); i++) {
        u32 (*const usual)(u32) = *parts[i];
        *parts[i] = part_digest;
        part = 0;
        const int before = digest();
        for (part = 1; part < 1u << 31; part <<= 1)
            CHECK(digest() != before && digest() >= 0);
        part = 1u << 31;
        CHECK(digest() >= 0);
        *parts[i] = usual;
    }
    core_exports = was;
}

static void test_reason(void)
{
    const char *what = "no binding has handle 5";
    const u32 length = (u32)strlen(what);
    char text[64];

    CHECK_EQ(request(UNBIND, 5, 0, 0, 0), E_HANDLE);
    for (u32 size = 0; size < 40; size++) {
        memset(text, 'x', sizeof(text));
        CHECK_EQ(request(REASON, T(text), size, 0, 0),
                 size ? (int)length : E_ADDRESS);
        const u32 n = length < size ? length : size - 1;
        if (size)
            CHECK(!memcmp(text, what, n) && !text[n]);
        CHECK_EQ(text[size], 'x');
    }
    CHECK_EQ(request(REASON, 16, 8, 0, 0), E_ADDRESS);
}

static void test_archive(void)
{
    const u32 all = sizeof(struct plan);
    const char *name = "modules/client.o";
    static u8 to[sizeof(struct plan) + 8];
    char text[64];

    CHECK_EQ(request(ARCHIVE_SIZE_, T(name), 0, 0, 0), all);
    CHECK_EQ(request(ARCHIVE_SIZE_, T("modules/none.o"), 0, 0, 0), E_NOTFOUND);
    CHECK_EQ(request(ARCHIVE_READ, T("none"), 0, T(to), 1), E_NOTFOUND);
    CHECK_EQ(request(ARCHIVE_READ, 16, 0, T(to), 1), E_ADDRESS);
    CHECK_EQ(request(ARCHIVE_READ, T(name), 0, 16, 1), E_ADDRESS);
    for (u32 at = all - 3; at < all + 3; at++)
        for (u32 size = 0; size < 6; size++) {
            memset(to, 0xee, 8);
            const u32 n = at + size > all ? all - at : size;
            CHECK_EQ(request(ARCHIVE_READ, T(name), at, T(to), size),
                     at > all ? E_RANGE : (int)n);
            CHECK(at > all || !memcmp(to, (u8 *)&client + at, n));
            CHECK_EQ(to[at > all ? 0 : n], 0xee);
        }
    CHECK_EQ(request(ARCHIVE_READ, T(name), 0, T(to), 0xffffffff), all);
    for (u32 i = 0; i < 3; i++)
        CHECK_EQ(request(ARCHIVE_NAME, i, T(text), sizeof(text), 0),
                 i < 2 ? (int)strlen(name) : E_NOTFOUND);
    CHECK(!strcmp(text, name));
}

/* A name of 31 characters is one, of 32 none; and so for each argument. */
static void test_names(void)
{
    char text[40];

    memset(text, 'n', sizeof(text));
    text[39] = 0;
    for (u32 n = 30; n < 34; n++) {
        text[n] = 0;
        const char *why = n < 32 ? "no module" : "at most 31 characters";
        CHECK_EQ(request(FIND, T(text), 0, 0, 0), E_NOTFOUND);
        CHECK(strstr(reason_text(), why) != NULL);
        CHECK_EQ(request(LOAD, T(text), 0, 0, 0), E_NOTFOUND);
        CHECK(strstr(reason_text(), n < 32 ? "boot archive" : why));
        text[n] = 'n';
    }
    CHECK_EQ(request(FIND, 16, 0, 0, 0), E_ADDRESS);
    CHECK_EQ(request(LOAD, 16, 0, 0, 0), E_ADDRESS);
    CHECK_EQ(request(BIND, 1, 16, 1, T("x")), E_ADDRESS);
    CHECK_EQ(request(BIND, 1, T("x"), 1, 16), E_ADDRESS);
    CHECK_EQ(request(BIND, 1, T(text), 1, 16), E_NOTFOUND);
    CHECK_EQ(request(BIND, 1, 16, 1, T(text)), E_ADDRESS);
    CHECK_EQ(request(REBIND, 1, 1, 16, 0), E_ADDRESS);
    CHECK_EQ(request(REPLACE, 1, 16, 0, 0), E_ADDRESS);
}

int main(void)
{
    world_start(list);
    const u32 s = (u32)request(LOAD, T("server"), 0, 0, 0);
    const u32 c = (u32)request(LOAD, T("client"), 0, 0, 0);
    const int first = request(BIND, c, T("r"), s, T("x"));
    CHECK(first > 0 && request(BIND, c, T("r"), s, T("x")) > 0);
    CHECK(request(BIND, c, T("p"), (u32)request(FIND, T("port"), 0, 0, 0),
                  T("port")) > 0);
    protect_open();                     /* each entry is changed, below */
    test_digest();
    test_presence();
    test_carrier();
    test_ends((u32)first);
    test_parts();
    test_reason();
    test_archive();
    test_names();
    return check_done();
}
