/* SPDX-License-Identifier: MIT */
/* The whole CM on the host: what the core offers to it is made up here. */
#pragma once

#include "../../core/x86/protect.h"
#include "cm_image.h"

#include <sys/mman.h>

/* As in the core: to be written while its pages are open, and not else. */
struct graph graph __attribute__((aligned(PAGE_SIZE)));

void protect_host_changed(void)
{
    const int is_open = !(protect_host_cr0 & CR0_WP);

    CHECK_EQ(mprotect(&graph, sizeof(graph),
                      is_open ? PROT_READ | PROT_WRITE : PROT_READ), 0);
}

const struct manager *manager;
static const struct plan *const *plans;         /* ends with NULL */
static struct { u32 client, binding, used; } world_gates[WORLD_GATES];
static u32 unbound_table[1], dead_table[1];
static u32 released, entered, active, released_loader, released_manager;
static u32 stack[256];
/* What ring 1 does when it is called: its result. */
static u64 (*on_call)(u32 module, enum function function, u32 argument);
/* Spoils a manifest that has been made. */
static void (*spoil)(struct image *image);
static int load_error;          /* of the loader */

static int world_load(const void *file, u32 size, u32 owner,
                      struct loaded *loaded, char *reason)
{
    struct image *image = image_of(0);

    CHECK_EQ(size, sizeof(struct plan));
    strcpy(reason, "the loader's reason");
    if (load_error || !image)
        return load_error ? load_error : E_NOMEM;
    *image = (struct image){ owner, file, FIXED_SIZE, SLOTS_AT, 0 };
    put_plan(image, file);
    if (spoil)
        spoil(image);
    const u32 base = (u32)memory_of(image);
    *loaded = (struct loaded){ (u32)(image - images) + 77, base, IMAGE_SIZE,
        TEXT_SIZE, FIXED_SIZE, base + MANIFEST_AT,
        image->entries * (u32)sizeof(struct manifest_entry) };
    return 0;
}

static void world_reclaim(u32 owner)
{
    struct image *image = image_of(owner);

    if (image)
        image->owner = 0;
}

static inline u32 images_used(void)
{
    u32 n = 0;

    for (u32 i = 0; i < IMAGES; i++)
        n += images[i].owner != 0;
    return n;
}

/* Blocks of carried modules: which part of the arena is in a region of whose; and
 * how often that is held. */
static struct { u32 owner, holds; saddr_t base; u32 size; } blocks[4];

static int world_hold(u32 owner, saddr_t base, u32 size, u32 *handle)
{
    for (u32 i = 0; i < ARRAY_SIZE(blocks); i++)
        if (blocks[i].owner == owner && size && size <= blocks[i].size &&
            base - blocks[i].base <= blocks[i].size - size) {
            blocks[i].holds++;
            *handle = 900 + i;
            return 0;
        }
    return E_ADDRESS;
}

static void world_unhold(u32 handle)
{
    CHECK(handle - 900 < ARRAY_SIZE(blocks) &&
          blocks[handle - 900].holds > 0);
    blocks[handle - 900].holds--;
}

static void *world_pointer(saddr_t address, u32 size)
{
    return address < 0x10000 || address + size < address ? NULL
                                                         : (void *)address;
}

static int world_string(saddr_t address, char *to, u32 size)
{
    if (!world_pointer(address, 1))
        return E_ADDRESS;
    if (strlen((char *)address) >= size)
        return E_RANGE;
    strcpy(to, (char *)address);
    return (int)strlen(to);
}

static int world_at(const struct archive *archive, u32 index,
                    struct archive_member *member)
{
    u32 count = 0;

    (void)archive;
    while (plans[count])
        count++;
    if (index >= count)
        return E_NOTFOUND;
    member->data = (const u8 *)plans[index];
    member->size = sizeof(struct plan);
    sprintf(member->name, "modules/%s.o", plans[index]->name);
    return 0;
}

static int world_find(const struct archive *archive, const char *name,
                      struct archive_member *member)
{
    for (u32 i = 0; world_at(archive, i, member) == 0; i++)
        if (!strcmp(member->name, name))
            return 0;
    return E_NOTFOUND;
}

static int gate_make(u32 client, u32 binding, gate_method *const *methods,
                     u32 count)
{
    CHECK(methods && count && client);
    for (u32 i = 0; i < WORLD_GATES; i++) {
        if (world_gates[i].used)
            continue;
        world_gates[i].client = client;
        world_gates[i].binding = binding;
        world_gates[i].used = 1;
        return (int)i;
    }
    return E_FULL;
}

static void gate_end(u32 index)
{
    CHECK(index < WORLD_GATES && world_gates[index].used);
    world_gates[index].used = 0;
}

static saddr_t gate_stubs(u32 index)
{
    return 0x2000 + index * STUB_BLOCK;
}

static u16 gate_entry(u32 index)
{
    return (u16)((GATE_FIRST + index) << 3 | 1);
}


static u32 same_digest(u32 crc)
{
    return crc + 1;
}

static u64 world_upcall(saddr_t entry, saddr_t at, u32 argument)
{
    const u32 i = (entry - (u32)arena) / IMAGE_SIZE;
    const u32 function = (entry - (u32)arena[i]) / 16;

    CHECK(i < IMAGES && images[i].owner && at);
    return on_call ? on_call(images[i].owner, function, argument) : 0;
}

static u32 world_active(saddr_t base, u32 size, saddr_t ebp)
{
    CHECK(base && size && ebp);
    return active - base < size;
}

/* What a thread that does not run has at hand, as stack_lead() finds it. */
static u32 at_hand[32];

static void world_lead(const struct graph_node *node,
                       saddr_t (*instead)(const struct graph_node *, saddr_t))
{
    CHECK(node && node->size && instead);
    for (u32 i = 0; i < ARRAY_SIZE(at_hand); i++) {
        const u32 word = at_hand[i] - node->base < node->size ?
                         instead(node, at_hand[i]) : 0;
        if (word)
            at_hand[i] = word;
    }
}

static u32 note_loader(void) { return ++released_loader; }
static u32 note_manager(const void *of, const void *carried)
{
    CHECK(of == cm_methods && carried == carried_methods);
    return ++released_manager;
}
static void note_released(u32 binding) { released = binding; }
static u32 is_entered(u32 client) { return entered == client; }
static u32 GATE_METHOD method(struct gate_call *frame, struct gate *gate)
{
    return frame && gate;
}

static gate_method *const methods[] = { method, method };
static const struct wrapper port = {
    .name = "port", .methods = "open close", .table = methods, .count = 2,
    .released = note_released, .entered = is_entered, .digest = same_digest,
};
static const struct wrapper cpu = {
    .name = "cpu", .methods = "read", .table = methods, .count = 1,
    .system_only = 1,
};
static int world_image(const char *name, struct image_bytes *bytes)
{
    for (u32 i = 0; plans[i]; i++)
        if (!strcmp(plans[i]->name, name)) {
            bytes->data = plans[i];
            bytes->size = sizeof(*plans[i]);
            return 0;
        }
    return E_NOTFOUND;
}

/* What there is beside what a test loads: the CM, its loader, its source. */
enum { OWN_NODES = 3, OWN_BINDINGS = 1 };
/* Each request that could make upcalls is announced, and answered once. */
static int open_requests;

static void note_asker(saddr_t caller, saddr_t ebp, saddr_t esp)
{
    (void)caller, (void)ebp, (void)esp;
    open_requests++;
}

static void note_answer(void)
{
    open_requests--;
    CHECK(open_requests >= 0);
}

static const struct wrapper archive = {
    .name = "archive", .type = "images", .methods = "size read",
    .table = methods, .count = 2, .image = world_image,
};
static const struct wrapper *const wrappers[] = { &port, &cpu, &archive,
                                                  NULL };
static const struct loader loader = { world_load };
static struct core_exports core_exports = {
    .graph = &graph, .loader = &loader, .wrappers = wrappers,
    .user_pointer = world_pointer, .user_string = world_string,
    .archive_find = world_find, .archive_at = world_at,
    .gate_create = gate_make, .gate_destroy = gate_end,
    .gate_table = gate_stubs, .gate_selector = gate_entry,
    .gate_digest = same_digest, .reclaim = world_reclaim,
    .region_hold = world_hold, .region_unhold = world_unhold,
    .nmm_digest = same_digest, .upcall = world_upcall,
    .asked = note_asker, .answered = note_answer,
    .is_active = world_active, .is_entered = world_active,
    .lead = world_lead,
    .release_loader = note_loader,
    .release_manager = note_manager,
};
const void *image_entry(const struct core_exports *with);

#define METHOD(method_) METHOD_NUMBER(cm, method_)
enum {
    LOAD = METHOD(load), UNLOAD = METHOD(unload), FIND = METHOD(find),
    BIND = METHOD(bind), REBIND = METHOD(rebind), UNBIND = METHOD(unbind),
    REASON = METHOD(reason), ARCHIVE_SIZE_ = METHOD(archive_size),
    ARCHIVE_READ = METHOD(archive_read), ARCHIVE_NAME = METHOD(archive_name),
    DIGEST = METHOD(digest), REPLACE = METHOD(replace), DRAIN = METHOD(drain),
    LOAD_BY = METHOD(load_by),
};

#define T(text) ((u32)(text))

static inline int request(u32 number, u32 a, u32 b, u32 c, u32 d)
{
    struct gate_call frame = { .arg = { a, b, c, d },
                                .esp = (u32)(stack + 200) };

    return (int)cm_methods[number](&frame, NULL);
}

static inline void world_start(const struct plan *const *list)
{
    plans = list;
    core_exports.unbound = (u32)unbound_table;
    core_exports.dead = (u32)dead_table;
    manager = image_entry(&core_exports);
    CHECK_EQ(manager->start(), 0);
}
