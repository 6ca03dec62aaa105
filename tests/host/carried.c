/* SPDX-License-Identifier: MIT */
/* sources: core/cm core/registry core/manifest core/constraint
 *          core/lib/crc32.c core/lib/format.c */
/*
 * Carried modules: what enter() takes and refuses, whatever is wrong with the
 * block; how such a module dies and leaves. A refusal leaves nothing.
 */
#include "carried_world.h"

static const struct plan lost = { .name = "lost", .type = MODULE_SYSTEM,
    .receptacle = { { "r", "t", NULL, NULL, "missing", 1 } } };
static const struct plan starter = { .name = "starter",
    .type = MODULE_SYSTEM, .functions = 1 << F_INIT };
static const struct plan ported = { .name = "ported", .type = MODULE_SYSTEM,
    .interface = { { "x", "t", "<a, b>", NULL, NULL, 1 } },
    .receptacle = { { "r", "t", NULL, "<a, b>", NULL, 1 },
                    { "port", "port", NULL, NULL, "port", 2 } } };
static const struct plan caller = { .name = "caller",
    .type = MODULE_APPLICATION,
    .receptacle = { { "c", "carried", NULL, NULL, NULL, 1 } } };
static const struct plan *const list[] = { &porter, &plain, &caller, NULL };

static void test_enter(void)
{
    const int before = request(DIGEST, 0, 0, 0, 0);
    const int handle = enter_program(1, &program);
    const struct graph_node *node = node_of((u32)handle);

    CHECK(handle > 0 && node && holds() == 1);
    CHECK(!strcmp(node->name, "program") && node->state == NODE_LIVE);
    CHECK_EQ(node->base, blocks[1].base);
    CHECK(node->size == IMAGE_SIZE && node->region == 901);
    CHECK(node->carrier == carrier && node->space == 2);
    CHECK(node->interfaces == 1 && node->receptacles == 1 && !node->init);
    CHECK_EQ(node_of(carrier)->carries, 1);
    CHECK_EQ(node->serial, node_of(carrier)->serial + 1);
    CHECK_EQ(request(FIND, T("program"), 0, 0, 0), handle);
    CHECK(request(DIGEST, 0, 0, 0, 0) != before);
    CHECK_EQ(leave(handle), 0);
    CHECK(!holds() && !node_of((u32)handle) && !node_of(carrier)->carries);
    CHECK_EQ(request(FIND, T("program"), 0, 0, 0), E_NOTFOUND);
    nothing(leave(handle), E_HANDLE, before);
    nothing(died(handle), E_HANDLE, before);
}

/* One field of a good block is that; 0: it is as good. */
static void spoilt(u32 field, u32 value, int error)
{
    const int before = request(DIGEST, 0, 0, 0, 0);
    struct carried c = block_of(0, &program);

    ((u32 *)&c)[field] = value;
    if (error) {
        nothing(enter(&c), error, before);
    } else {
        const int handle = enter(&c);
        CHECK(handle > 0 && leave(handle) == 0);
        CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
    }
    CHECK_EQ(holds(), 0);
}

#define FIELD(name) (offsetof(struct carried, name) / 4)

static void test_fields(void)
{
    const struct carried c = block_of(0, &program);
    const u32 top = c.base + IMAGE_SIZE - c.manifest_size;

    spoilt(FIELD(base), 0, E_ADDRESS);
    spoilt(FIELD(base), c.base - 64, E_ADDRESS);
    spoilt(FIELD(base), c.base + 4, E_ADDRESS);
    spoilt(FIELD(base), 0xfffffff0, E_ADDRESS);
    spoilt(FIELD(size), IMAGE_SIZE + 1, E_ADDRESS);
    spoilt(FIELD(size), 0xffffffff, E_ADDRESS);
    spoilt(FIELD(size), 0xffffffff - c.base, E_ADDRESS);
    spoilt(FIELD(size), 0, E_RANGE);
    spoilt(FIELD(size), FIXED_SIZE - 1, E_RANGE);
    spoilt(FIELD(text_size), 0, E_RANGE);
    spoilt(FIELD(text_size), FIXED_SIZE + 1, E_RANGE);
    spoilt(FIELD(text_size), FIXED_SIZE, 0);
    spoilt(FIELD(text_size), 16 * F_METHODS, E_MANIFEST);
    spoilt(FIELD(text_size), 16 * F_METHODS + 1, 0);
    spoilt(FIELD(fixed_size), TEXT_SIZE - 1, E_RANGE);
    spoilt(FIELD(fixed_size), IMAGE_SIZE + 1, E_RANGE);
    spoilt(FIELD(fixed_size), SLOTS_AT + 1, E_MANIFEST);
    spoilt(FIELD(fixed_size), SLOTS_AT, 0);
    spoilt(FIELD(manifest), c.base - 64, E_ADDRESS);
    spoilt(FIELD(manifest), top + 4, E_ADDRESS);
    spoilt(FIELD(manifest), 0, E_ADDRESS);
    spoilt(FIELD(manifest), c.manifest + 2, E_MANIFEST);
    spoilt(FIELD(manifest), c.base, E_MANIFEST);
    spoilt(FIELD(manifest_size), 0, E_MANIFEST);
    spoilt(FIELD(manifest_size), 63, E_MANIFEST);
    spoilt(FIELD(manifest_size), IMAGE_SIZE, E_ADDRESS);
    spoilt(FIELD(manifest_size), 0xffffffc0, E_ADDRESS);
    spoilt(FIELD(space), 0, E_INVALID);
    spoilt(FIELD(space), 0xffffffff, E_INVALID);
    spoilt(FIELD(space), 0x7fffffff, 0);
}

static void test_struct(void)
{
    const int before = request(DIGEST, 0, 0, 0, 0);

    nothing(carried_request(0, 0), E_ADDRESS, before);
    nothing(carried_request(0, 0xfffffff8), E_ADDRESS, before);
}

/* A block whose last byte is another image's first. */
static void test_before(void)
{
    const int one = enter_program(1, &program);
    const int before = request(DIGEST, 0, 0, 0, 0);
    struct carried c = block_of(0, &program);

    blocks[0].size = 2 * IMAGE_SIZE;
    c.size = IMAGE_SIZE + 1;
    nothing(enter(&c), E_BUSY, before);
    c.size = IMAGE_SIZE;
    const int two = enter(&c);
    CHECK(two > 0 && leave(two) == 0 && leave(one) == 0);
}

/* A block where another image is, whole or in part, is somebody else's. */
static void test_overlap(void)
{
    const int one = enter_program(0, &program);
    const int before = request(DIGEST, 0, 0, 0, 0);
    struct carried c = block_of(1, &program);

    CHECK(one > 0);
    blocks[1].base = blocks[0].base;
    blocks[1].size = 2 * IMAGE_SIZE;
    blocks[0].owner = 0;
    c.base -= 1;
    nothing(enter(&c), E_BUSY, before);
    CHECK(says("image of module 'program'"));
    c.base += 1;
    CHECK_EQ(died(one), 0);             /* its image is there still */
    const int dead = request(DIGEST, 0, 0, 0, 0);
    c.base -= 1;
    nothing(enter(&c), E_BUSY, dead);
    c.base += 1;
    const int two = enter(&c);
    CHECK(two > 0 && leave(two) == 0 && leave(one) == 0);
    blocks[0].owner = carrier;
    c = (struct carried){ node_of(carrier)->base, 512, 64, 64,
                          node_of(carrier)->base + 256, 64, 1 };
    blocks[1].owner = carrier;
    blocks[1].base = c.base;
    const int now = request(DIGEST, 0, 0, 0, 0);
    nothing(enter(&c), E_BUSY, now);
    CHECK(says("image of module 'porter'") && !holds());
}

static void test_manifests(void)
{
    const int before = request(DIGEST, 0, 0, 0, 0);

    nothing(enter_program(0, &starter), E_MANIFEST, before);
    CHECK(says("has an init"));
    nothing(enter_program(0, &lost), E_NOTFOUND, before);
    CHECK(says("wants module 'missing'"));
    struct carried c = block_of(0, &program);
    images[FIRST_BLOCK].entries = 0;
    entry_at(&images[FIRST_BLOCK], 0)->name = "elsewhere";
    nothing(enter(&c), E_MANIFEST, before);
    CHECK(says("outside the module"));
    CHECK(!holds() && !node_of(carrier)->carries);
}

/* Each table with room for that many more: what does not fit is refused. */
static void try_full(struct table *table, u32 left)
{
    static void *taken[4096];
    const u32 cr0 = protect_open();
    u32 n = 0;

    while (*table->live + left < table->capacity)
        taken[n++] = table_create(table);
    for (u32 i = 0; i < n; i++)         /* the digest's own walk: of nothing */
        memset((u32 *)taken[i] + 1, 0, table->entry_size - 4);
    protect_close(cr0);
    const u32 live = *table->live, used = count_nodes();
    const int result = enter_program(0, &ported);
    CHECK_EQ(result, E_FULL);
    CHECK(says("no room for another"));
    CHECK(*table->live == live && count_nodes() == used && !holds());
    CHECK(changes == 0 && !node_of(carrier)->carries);
    protect_open();
    while (n)
        table_destroy(table, taken[--n]);
    protect_close(cr0);
}

static void test_full(void)
{
    const int before = request(DIGEST, 0, 0, 0, 0);
    u32 k = 0;

    try_full(&nodes, 0);
    try_full(&interfaces, 0);
    try_full(&receptacles, 0);
    try_full(&receptacles, 1);
    try_full(&bindings, 0);
    for (; k < WORLD_GATES; k++)
        world_gates[k].used = 1;
    nothing(enter_program(0, &ported), E_FULL, before);
    while (k)
        world_gates[--k].used = 0;
    const int handle = enter_program(0, &ported);
    CHECK(handle > 0 && world_gates[0].used && world_gates[0].client == (u32)handle);
    CHECK(leave(handle) == 0 && !world_gates[0].used);
    CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
}

/* Only its carrier says that it has died, or leaves. */
static void test_carriers(void)
{
    const u32 first = carrier, second = (u32)load("porter");
    const int handle = enter_program(0, &program);
    const struct carried c = block_of(1, &ported);
    const int before = request(DIGEST, 0, 0, 0, 0);

    carrier = second;
    nothing(died(handle), E_HANDLE, before);
    nothing(leave(handle), E_HANDLE, before);
    nothing(enter(&c), E_ADDRESS, before);
    carrier = first;
    nothing(died((int)second), E_HANDLE, before);
    nothing(leave((int)first), E_HANDLE, before);
    nothing(leave(0), E_HANDLE, before);
    carrier = (u32)handle;              /* it carries nothing itself */
    blocks[1].owner = carrier;
    nothing(enter(&c), E_TYPE, before);
    CHECK(says("is carried itself"));
    nothing(leave(handle), E_HANDLE, before);
    carrier = first;
    CHECK_EQ(leave(handle), 0);
    CHECK_EQ(unload((int)second), 0);
    CHECK_EQ(request(DRAIN, first, 1, 0, 0), 0);
    CHECK_EQ(enter_program(0, &program), E_BUSY);
    CHECK_EQ(request(DRAIN, first, 0, 0, 0), 0);
    CHECK_EQ(count_nodes(), OWN_NODES + 3);
}

/* Applications carry nothing: they cannot bind to the interface. */
static void test_application(void)
{
    const int handle = load("caller");
    const int before = request(DIGEST, 0, 0, 0, 0);

    nothing(request(BIND, (u32)handle, T("c"), core_node("cm")->handle,
                    T("carried")), E_TYPE, before);
    CHECK(says("for system and binding modules"));
    CHECK_EQ(unload(handle), 0);
}

int main(void)
{
    on_call = note;
    world_start(list);
    carrier = (u32)load("porter");
    test_enter();
    test_fields();
    test_struct();
    test_before();
    test_overlap();
    test_manifests();
    test_full();
    test_carriers();
    test_application();
    return check_done();
}
