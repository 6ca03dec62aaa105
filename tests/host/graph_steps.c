/* SPDX-License-Identifier: MIT */
/* sources: core/cm !core/cm/digest.c !core/cm/entry.c !core/cm/methods.c
 *          core/registry core/manifest core/constraint core/base/graph.c
 *          core/lib/crc32.c core/lib/format.c */
/* flags: -O2 -fno-sanitize=all */
/*
 * The configuration manager, executed one instruction at a time (TF): after
 * each of them a reader looks at the graph. Whenever the generation is even,
 * what core/api/graph.h promises must hold, and the graph must be what it was
 * when that generation was seen first.
 */
#include <signal.h>
#include <string.h>

#include "../../core/image/archive.h"
#include "../../core/cm/cm.h"
#include "../../core/base/layout.h"
#include "../../core/image/loader.h"
#include "../../core/gate/wrapper.h"
#include "check.h"

#define SEEN 24                         /* entries of a part that are compared */
#define IMAGES 8

/* What the core exports, as little of them as the CM needs. */

struct image {
    u32 owner;
    u32 table[1], slots[4];
    struct manifest_entry manifest[5];
};

/* All modules: code, then the rest, then the strings beside each image. */
static struct {
    char code[16];
    struct image images[IMAGES];
    char texts[IMAGES][5 * 8][24];
} ups;

#define ENTRY(kind_, name_, ...) \
    { .magic = MANIFEST_MAGIC, .kind = kind_, .name = name_, __VA_ARGS__ }

static const struct manifest_entry template[5] = {
    ENTRY(MANIFEST_MODULE, "m", .module_type = MODULE_SYSTEM),
    ENTRY(MANIFEST_INTERFACE, "i", .type = "t", .count = 1,
          .methods = "one", .pairs = "<a, 1>", .predicate = "<b, 2>"),
    ENTRY(MANIFEST_RECEPTACLE, "r", .type = "t", .count = 3,
          .pairs = "<b, 2>", .predicate = "<a, 1>"),
    ENTRY(MANIFEST_RECEPTACLE, "w", .type = "wrap", .count = 1,
          .from = "wrap"),
    ENTRY(MANIFEST_INTERFACE, "j", .type = "t", .count = 1,
          .methods = "one", .predicate = "<nothing, fits>"),
};

static u32 gates_left = 100;
static int bad_manifest;

static const char *place_text(u32 n, u32 *at, const char *text)
{
    return text ? strcpy(ups.texts[n][(*at)++], text) : NULL;
}

/* string_at() wants them inside the module: the size covers all images. */
static int load(const void *file, u32 size, u32 owner, struct loaded *loaded,
                char *why)
{
    u32 n = 0, text = 0;

    (void)file;
    (void)size;
    (void)why;
    while (n < IMAGES && ups.images[n].owner)
        n++;
    if (n == IMAGES)
        return E_NOMEM;
    struct image *image = &ups.images[n];
    memset(image, 0, sizeof(*image));
    image->owner = owner;
    image->table[0] = (u32)ups.code;
    memcpy(image->manifest, template, sizeof(template));
    for (u32 i = 0; i < 5; i++) {
        struct manifest_entry *m = &image->manifest[i];
        m->name = place_text(n, &text, m->name);
        m->type = place_text(n, &text, m->type);
        m->methods = place_text(n, &text, m->methods);
        m->pairs = place_text(n, &text, m->pairs);
        m->predicate = place_text(n, &text, m->predicate);
        m->from = place_text(n, &text, m->from);
        m->table = m->kind == MANIFEST_INTERFACE ? (void *)image->table
                 : m->kind == MANIFEST_RECEPTACLE
                 ? (void *)(image->slots + (m->from ? 3 : 0))
                 : NULL;
    }
    image->manifest[4].magic -= (u32)bad_manifest;
    loaded->base = (u32)&ups;
    loaded->size = sizeof(ups);
    loaded->text_size = sizeof(ups.code);
    loaded->fixed_size = sizeof(ups.code);
    loaded->region = n + 1;
    loaded->manifest = (u32)image->manifest;
    loaded->manifest_size = sizeof(image->manifest);
    return 0;
}

static void *user_pointer(saddr_t at, u32 size)
{
    (void)size;
    return (void *)at;                  /* the CM's own slot is at 0 */
}

static int archive_member_find(const struct archive *archive,
                               const char *name, struct archive_member *member)
{
    (void)archive;
    (void)name;
    (void)member;
    return E_NOTFOUND;
}

static int find_image(const char *name, struct image_bytes *bytes)
{
    (void)name;
    (void)bytes;
    return 0;
}

static int gate_new(u32 client, u32 binding, gate_method *const *methods,
                    u32 count)
{
    (void)client;
    (void)binding;
    (void)methods;
    (void)count;
    return gates_left ? (int)--gates_left : E_FULL;
}

static void gate_gone(u32 index) { (void)index; gates_left++; }
static saddr_t gate_methods(u32 index) { return index; }
static u16 gate_select(u32 index) { return (u16)((GATE_FIRST + index) * 8); }

static void reclaim(u32 owner)
{
    for (u32 i = 0; i < IMAGES; i++)
        if (ups.images[i].owner == owner)
            ups.images[i].owner = 0;
}

static void lead(const struct graph_node *node,
                 saddr_t (*instead)(const struct graph_node *, saddr_t))
{
    CHECK(node && instead);
}

static u32 is_active(saddr_t base, u32 size, saddr_t ebp)
{
    (void)base;
    (void)size;
    (void)ebp;
    return 0;
}

static const struct loader loader = { .load = load };
static u32 GATE_METHOD method(struct gate_call *f, struct gate *g)
{
    (void)f;
    (void)g;
    return 0;
}
static gate_method *const methods[] = { method };
static const struct wrapper wrap = {
    .name = "wrap", .methods = "one", .table = methods, .count = 1,
};
static const struct wrapper archive = {
    .name = "archive", .type = "images", .methods = "one", .table = methods,
    .count = 1, .image = find_image,
};
static const struct wrapper *const wrappers[] = { &wrap, &archive, NULL };
gate_method *const cm_methods[] = { method };
const u32 cm_method_count = 1;

static const struct core_exports core_exports = {
    .graph = &graph, .loader = &loader, .wrappers = wrappers,
    .user_pointer = user_pointer, .archive_find = archive_member_find,
    .gate_create = gate_new, .gate_destroy = gate_gone,
    .gate_table = gate_methods, .gate_selector = gate_select,
    .reclaim = reclaim, .is_active = is_active,
    .is_entered = is_active, .lead = lead,
};

/* The reader. */

static u32 live_bindings_of(u32 handle, int offset)
{
    u32 n = 0;

    for (u32 i = 0; i < SEEN; i++)
        n += graph.bindings[i].handle &&
             *(u32 *)((char *)&graph.bindings[i] + offset) == handle;
    return n;
}

#define COUNT(handle, member) \
    live_bindings_of(handle, offsetof(struct graph_binding, member))

static void check_nodes(void)
{
    u32 live = 0;

    for (u32 i = 0; i < SEEN; i++) {
        const struct graph_node *n = &graph.nodes[i];
        u32 length = 0;
        if (!n->handle)
            continue;
        live++;
        CHECK(n->name[0] && n->type && n->state);
        CHECK_EQ(n->bound_in, COUNT(n->handle, provider));
        CHECK_EQ(n->bound_out, COUNT(n->handle, caller));
        for (u32 k = n->first_interface; k; length++) {
            CHECK_EQ(graph.interfaces[k - 1].node, n->handle);
            k = graph.interfaces[k - 1].next;
        }
        CHECK_EQ(length, n->interfaces);
    }
    CHECK_EQ(live, graph.parts[GRAPH_PART_NODES].live);
}

static int is_constraint(u32 number)
{
    return !number || graph.constraints[number - 1].used;
}

static void check_ends(void)
{
    u32 interfaces_live = 0, receptacles_live = 0;

    for (u32 i = 0; i < SEEN; i++) {
        const struct graph_interface *f = &graph.interfaces[i];
        const struct graph_receptacle *r = &graph.receptacles[i];
        if (f->handle) {
            interfaces_live++;
            CHECK_EQ(f->bound, COUNT(f->handle, interface));
            CHECK(node_of(f->node) && is_constraint(f->constraint));
        }
        if (r->handle) {
            receptacles_live++;
            CHECK_EQ(r->bound, COUNT(r->handle, receptacle));
            CHECK(node_of(r->node) && is_constraint(r->constraint));
        }
    }
    CHECK_EQ(interfaces_live, graph.parts[GRAPH_PART_INTERFACES].live);
    CHECK_EQ(receptacles_live, graph.parts[GRAPH_PART_RECEPTACLES].live);
}

static void check_bindings(void)
{
    u32 live = 0, used = 0;

    for (u32 i = 0; i < SEEN; i++) {
        const struct graph_binding *b = &graph.bindings[i];
        used += graph.constraints[i].used != 0;
        if (!b->handle)
            continue;
        live++;
        CHECK(node_of(b->caller) && node_of(b->provider));
        const struct graph_interface *f = table_get(&interfaces, b->interface);
        CHECK(f && f->node == b->provider);
        CHECK(table_get(&receptacles, b->receptacle));
        CHECK_EQ(b->selector != 0, f && !strcmp(f->type, "wrap"));
        CHECK(b->slot || is_core(node_of(b->caller)));
    }
    CHECK_EQ(live, graph.parts[GRAPH_PART_BINDINGS].live);
    CHECK_EQ(used, graph.parts[GRAPH_PART_CONSTRAINTS].live);
}

static struct copy {
    u32 generation;
    struct graph_part parts[GRAPH_PARTS];
    struct graph_node nodes[SEEN];
    struct graph_interface interfaces[SEEN];
    struct graph_receptacle receptacles[SEEN];
    struct graph_binding bindings[SEEN];
    struct graph_constraint constraints[SEEN];
} last;

#define PARTS(DO) \
    DO(parts) DO(nodes) DO(interfaces) DO(receptacles) DO(bindings) \
    DO(constraints)
#define KEEP(part) memcpy(last.part, graph.part, sizeof(last.part));
#define SAME(part) && !memcmp(last.part, graph.part, sizeof(last.part))

static u32 steps, torn, changes_seen;

static void look(int signal)
{
    (void)signal;
    steps++;
    if (graph.generation & 1) {
        torn++;
    } else if (graph.generation == last.generation) {
        CHECK(1 PARTS(SAME));
    } else {
        last.generation = graph.generation;
        changes_seen++;
        check_nodes();
        check_ends();
        check_bindings();
        PARTS(KEEP)
    }
}

#define STEP(bits) \
    __asm__ volatile("pushfl\n\tandl $~0x100, (%%esp)\n\torl %0, (%%esp)\n\t" \
                     "popfl" :: "i"(bits) : "memory", "cc")

static int add_module(void)
{
    STEP(0x100);
    const int handle = module_load("m", 0);
    STEP(0);
    return handle;
}

static int bind(int client, const char *r, int provider, const char *i)
{
    STEP(0x100);
    const int result = binding_create((u32)client, r, (u32)provider, i);
    STEP(0);
    return result;
}

static int rebind(int binding, int provider, const char *interface)
{
    STEP(0x100);
    const int result = binding_change((u32)binding, (u32)provider,
                                      interface, NULL);
    STEP(0);
    return result;
}

static int unbind(int binding)
{
    STEP(0x100);
    const int result = binding_destroy((u32)binding, NULL);
    STEP(0);
    return result;
}

/* The binding of the wrapper's receptacle. */
static int wrapper_binding(int client)
{
    for (u32 i = 0; i < GRAPH_BINDINGS; i++) {
        const struct graph_binding *b = &graph.bindings[i];

        if (b->handle && (int)b->caller == client && b->selector)
            return (int)b->handle;
    }
    return 0;
}

static int drop(int module)
{
    STEP(0x100);
    const int result = module_unload((u32)module, 0, 0, 0);
    STEP(0);
    return result;
}

static void kill_module(int module)
{
    STEP(0x100);
    module_kill((u32)module);
    STEP(0);
}

static void run(void)
{
    const int a = add_module(), b = add_module();
    CHECK(a > 0 && b > 0);
    const int first = bind(a, "r", b, "i"), second = bind(a, "r", a, "i");
    CHECK(first > 0 && second > 0);
    CHECK_EQ(bind(a, "r", b, "j"), E_CONSTRAINT);
    CHECK_EQ(rebind(first, b, "j"), E_CONSTRAINT);
    CHECK_EQ(rebind(first, a, "i"), 0);
    CHECK_EQ(rebind(second, b, "i"), 0);
    gates_left = 0;
    CHECK_EQ(add_module(), E_FULL);         /* its wrapper has no gate */
    const int gated = wrapper_binding(a);
    CHECK(gated > 0);
    CHECK_EQ(rebind(gated, (int)find_module("wrap")->handle, "wrap"), E_FULL);
    CHECK_EQ(wrapper_binding(a), gated);    /* it has the gate that it had */
    gates_left = 100;
    bad_manifest = 1;
    CHECK_EQ(add_module(), E_MANIFEST);
    bad_manifest = 0;
    CHECK_EQ(drop(b), E_BUSY);
    kill_module(b);
    CHECK_EQ(unbind(second), 0);
    CHECK_EQ(drop(b), 0);
    CHECK_EQ(unbind(first), 0);
    CHECK_EQ(drop(a), 0);
}

int main(void)
{
    signal(SIGTRAP, look);
    graph_init();
    state_init(&core_exports);
    wrappers_start();
    for (int round = 0; round < 2; round++)
        run();
    printf("%u instructions, %u within a change, %u states seen\n", steps,
           torn, changes_seen);
    CHECK(torn > 100 && changes_seen > 20);
    return check_done();
}
