/* SPDX-License-Identifier: MIT */
/* Programs as modules of the system graph, for tests of models: who presents
 * one is told of it, and refused. To be included once, behind models_nmm.h. */
#pragma once

#include "../../modules/lib/native/program.h"
#include "../../modules/lib/ring3/ring3.h"
#include "../../modules/lib/carried/module.h"

#define WORLD_MODULE 0x777u             /* handle of each */

static u32 world_checked;               /* proxies, in full */
static int world_leave_says;            /* what the CM answers */
static struct { u32 space, top, bytes; } world_presented;       /* the last */
static struct program world_manifest = {
    .count = 1, .first = DATA_START,
    .entries = { { .magic = MANIFEST_MAGIC, .kind = MANIFEST_MODULE } },
};

/* The program has an interface, or none. */
static inline void world_is_called(int yes)
{
    world_manifest.interfaces = yes != 0;
}

int module_enter(struct space_head *space, const struct carried *module,
                 const char *name)
{
    CHECK(!space->module && module->space == space->handle && name[0]);
    if (is_refused())
        return E_CONSTRAINT;
    space->module = WORLD_MODULE;
    world_modules++;
    return 0;
}

int module_leave(struct space_head *space)
{
    if (space->module && world_leave_says < 0)
        return world_leave_says;
    world_modules -= space->module != 0;
    space->module = 0;
    return 0;
}

int client_begin(u32 space)
{
    return (int)space;
}

int client_unload(struct client *client)
{
    return module_leave(&client->head);
}

/* Of each that ends. */
static u32 world_unwatched;

void client_unwatch(const struct client *client)
{
    world_unwatched += client != NULL;
}

int proxy_is_called(const struct image *image)
{
    CHECK(image->program == &world_manifest);
    return world_manifest.interfaces != 0;
}

int proxy_open(struct client *client, const struct image *image, u32 top,
               u32 bytes)
{
    CHECK(!client->proxy && image->entry && client->head.handle);
    client->carried.space = client->head.handle;
    const int error = module_enter(&client->head, &client->carried, image->name);
    if (error < 0)
        return error;
    world_presented.space = (u32)client->head.handle;
    world_presented.top = top;
    world_presented.bytes = bytes;
    client->proxy = (struct proxy *)&world_presented;
    world_proxies++;
    return 0;
}

/* Behind the module's end. */
void proxy_close(struct client *client)
{
    CHECK(!client->head.module);
    world_proxies -= client->proxy != NULL;
    client->proxy = NULL;
}

/* What the client has for calls into it is its own, and nothing else's. */
static inline void world_check_presented(int space)
{
    u32 last[2] = { 0, 0 };

    if (world_presented.space != (u32)space)
        return;                         /* it is a model without proxies */
    world_checked++;
    for (u32 at = world_presented.bytes; at < world_presented.bytes +
         CALL_BYTES; at += 8) {
        CHECK_EQ(model_memory.read(space, at, last, sizeof(last)), 0);
        CHECK(!last[0] && !last[1]);
        CHECK_EQ(model_memory.write(space, at, last, sizeof(last)), 0);
    }
    for (u32 at = world_presented.top - VISIT_STACK; at < world_presented.top;
         at += sizeof(last))
        CHECK_EQ(model_memory.write(space, at, last, sizeof(last)), 0);
}
