/* SPDX-License-Identifier: MIT */
/*
 * What experiments with clients as modules find around them: a memory model whose
 * spaces hold bytes, its clients, a CM that grants all, and one thing at a time
 * that goes wrong in a call. `note` is the test's: what is done with a request
 * (requests.h: ask). Included before the experiment.
 */
#pragma once

#include "../../core/api/handle.h"
#include "../../modules/api/binding.h"
#include "../../modules/api/deimos.h"
#include "../../modules/api/ipc_client.h"
#include "../../modules/api/memory.h"
#include "../../bench/lib/look.h"

#include <string.h>

#define WORLD_SPACES 4
#define WORLD_AT 0x400000u
#define WORLD_REGION 0x500000u          /* what map() says of a page */
#define WORLD_SERVER 0x600000u          /* where the server has that */
#define WORLD_SELF 9

enum wrong {
    SOUND, NOT_RUN, FIRST_STAYS, LAST_STAYS, BEYOND, FAILED, LESS, MORE,
    NOT_CALLED, CALLED_TWICE, FEWER_BYTES, FAULTS,
    NOT_GIVEN = FAULTS, NOT_TAKEN, KEPT, OTHER_AT, FAULTS_OF_GRANT
};

static enum wrong way;
static u32 world_spaces, world_modules, world_count;
static const char *world_loaded;        /* by the CM */
static struct {
    struct ipc_request request;
    struct ipc_served served;
    u32 region[IPC_WORDS];
    u32 maps;
} world_memory[WORLD_SPACES];
static void (*world_called)(void);      /* the server, if it is not NULL */
static int world_given, world_taken;    /* regions, by the binding */
enum { NODE_SOUND, NODE_ANOTHER, NODE_NOT_CARRIED, NODE_ELSEWHERE, NODE_WAYS };
static u32 world_node;                  /* what is wrong with each module's */
static u32 world_region_is;             /* of each module's image; 0: none */
static int world_left;                  /* of what an unload gives back */

static struct ipc_request *world_request(int space)
{
    return &world_memory[(u32)space % WORLD_SPACES].request;
}

static struct ipc_served *world_served(int space)
{
    return &world_memory[(u32)space % WORLD_SPACES].served;
}

static void copy_node(void *to, u32 offset, u32 size)
{
    struct graph_node *node = to;
    const u32 i = (offset - (u32)offsetof(struct graph, nodes)) /
                  (u32)sizeof(*node);

    note(0, "graph_copy(node %u)", i + 1);
    memset(to, 0, size);
    node->handle = i + 1 + (world_node == NODE_ANOTHER ? 1 << 16 : 0);
    node->state = NODE_LIVE;
    node->region = world_region_is;
    node->carrier = world_node == NODE_NOT_CARRIED ? 0 : 7;
    node->space = world_spaces + (world_node == NODE_ELSEWHERE);
    strcpy(node->name, world_loaded ? world_loaded : "");
}

#define graph_copy copy_node

/* The server's, with `words` from `in` to `out`; what it answers. */
static int world_serve(struct ipc_served *served, const u32 *in, u32 *out,
                       u32 bytes)
{
    const u32 words = bytes / 4;

    if (way == NOT_RUN || way == FAILED)
        return way == FAILED ? E_DIED : (int)bytes;
    for (u32 i = 0; i < words; i++)
        if (!(way == FIRST_STAYS && !i) && !(way == LAST_STAYS && i + 1 == words))
            out[i] = ~in[i];
    if (way == BEYOND && words < IPC_WORDS)
        out[words] = ~in[words];
    served->calls += way == NOT_CALLED ? 0 : way == CALLED_TWICE ? 2 : 1;
    served->bytes += bytes - (way == FEWER_BYTES);
    return (int)bytes + (way == MORE) - (way == LESS);
}

static int model_create(void)
{
    const int space = (int)++world_spaces;

    return note(space, "create() -> %d", space);
}

static int model_load(int space, const char *name)
{
    world_modules++;
    return note(0, "load_program(%d %s)", space, name);
}

static int model_destroy(int space) { return note(0, "destroy(%d)", space); }

static u32 *world_region(int space)
{
    return world_memory[(u32)space % WORLD_SPACES].region;
}

/* What is mapped beside the request is what a caller grants. */
static int model_map(int space, u32 address, u32 size, u32 access, u32 *at)
{
    *at = world_memory[(u32)space % WORLD_SPACES].maps++ ? WORLD_REGION : WORLD_AT;
    return note(0, "map(%d %x %x %x)", space, address, size, access);
}

static int model_unmap(int space, u32 address, u32 size)
{
    const int result = way == KEPT || address != WORLD_SERVER ? 0 : E_RANGE;

    return note(result, "unmap(%d %x %x) -> %d", space, address, size, result);
}

static int world_grant(struct ipc_served *served, u32 *region, u32 bytes)
{
    world_given += way != NOT_GIVEN;
    world_taken += way != NOT_GIVEN && way != NOT_TAKEN;
    served->at = WORLD_SERVER + (way == OTHER_AT) * IPC_BYTES;
    return world_serve(served, region, region, bytes);
}

/* Of the caller, the server is in the next space. */
static int model_run(int space, u32 at)
{
    struct ipc_request *r = world_request(space);

    CHECK_EQ(at, WORLD_AT);
    if (r->size | (u32)r->result) {
        if (world_called)
            world_called();
        r->result = r->region ? world_grant(world_served(space + 1),
                                            world_region(space), r->size) :
                    world_serve(world_served(space + 1), r->in, r->out, r->size);
        r->ticks = 77;
    }
    return note(0, "run(%d %x)", space, at);
}

static void *world_bytes(int space, u32 at, u32 size)
{
    CHECK(at == WORLD_AT || at == WORLD_REGION);
    return at == WORLD_REGION ? (void *)world_region(space) :
           size == sizeof(struct ipc_request) ? (void *)world_request(space) :
                                                world_served(space);
}

static int model_read(int space, u32 at, void *data, u32 size)
{
    memcpy(data, world_bytes(space, at, size), size);
    return note(0, "read(%d %x)", space, size);
}

static int model_write(int space, u32 at, const void *data, u32 size)
{
    memcpy(world_bytes(space, at, size), data, size);
    return note(0, "write(%d %x)", space, size);
}

static const struct memory world_model __attribute__((unused)) = {
    .create = model_create, .load = model_load, .destroy = model_destroy,
    .map = model_map, .run = model_run, .read = model_read,
    .write = model_write, .unmap = model_unmap };

static int cm_handle(void) { return 20 + (int)++world_count; }

static int cm_load(const char *name)
{
    const int handle = cm_handle();

    world_loaded = name;
    return note(handle, "load(%s) -> %d", name, handle);
}

static int cm_load_by(int carrier, const char *name)
{
    const int handle = cm_handle();

    world_modules = (u32)handle;
    return note(handle, "load_by(%d %s) -> %d", carrier, name, handle);
}

/* Of what there is. */
static int cm_digest(void)
{
    return note(0x1000 + world_left, "digest() -> %x", 0x1000 + world_left);
}

static int cm_unload(int module) { return note(0, "unload(%d)", module); }
static int cm_unbind(int binding) { return note(0, "unbind(%d)", binding); }

static int cm_find(const char *name)
{
    return note((int)world_modules, "find(%s) -> %u", name, world_modules);
}

static int cm_bind(int caller, const char *receptacle, int provider,
                   const char *interface)
{
    const int handle = cm_handle();

    return note(handle, "bind(%d %s %d %s) -> %d", caller, receptacle, provider,
                interface, handle);
}

static const struct cm world_cm = {
    .load = cm_load, .load_by = cm_load_by, .unload = cm_unload,
    .unbind = cm_unbind, .find = cm_find, .bind = cm_bind,
    .digest = cm_digest };

static int binding_start(u32 size) { return note(0, "start(%x)", size); }
static int binding_stop(void) { return note(0, "stop()"); }

static int binding_count(u32 what)
{
    const int count = what == BINDING_DELIVERED ? world_taken : world_given;

    return note(count, "count(%u) -> %d", what, count);
}

static const struct binding world_binding __attribute__((unused)) = {
    .start = binding_start, .stop = binding_stop, .count = binding_count };

static inline void world_reset(void)
{
    world_spaces = world_modules = world_count = 0;
    world_loaded = NULL;
    memset(world_memory, 0, sizeof(world_memory));
    world_given = world_taken = 0;
    way = SOUND;
}
