/* SPDX-License-Identifier: MIT */
/*
 * A carrier on the host, and blocks of its memory: the last images of the arena, as
 * plans, each in a region of its own.
 */
#pragma once

#include "cm_calls.h"
#include "../../core/api/carrier.h"

#define FIRST_BLOCK (IMAGES - ARRAY_SIZE(blocks))
#define NOBODY 0x7fffff         /* owns a block that is no module */

#define CARRIER_LOAD F_METHODS
#define CARRIER_UNLOAD (F_METHODS + 1)

static const struct plan porter = { .name = "porter", .type = MODULE_SYSTEM,
    .interface = { { "face", "carrier", NULL, NULL, NULL, 2 },
                   { "x", "t", NULL, NULL, NULL, 1 } },
    .functions = 1 << F_INIT | 1 << F_EXIT };
static const struct plan program = { .name = "program",
    .type = MODULE_APPLICATION,
    .interface = { { "x", "t", NULL, "bindcount() < 3", NULL, 1 } },
    .receptacle = { { "r", "t", NULL, NULL, NULL, 2 } },
    .functions = 1 << F_EXIT };

static u32 carrier;             /* who calls */

static inline int carried_request(u32 number, u32 argument)
{
    struct gate_call frame = { .arg = { argument },
                               .esp = (u32)(stack + 200) };
    struct gate gate = { .module = carrier };

    return (int)carried_methods[number](&frame, &gate);
}

static inline int enter(const struct carried *c)
{
    return carried_request(METHOD_NUMBER(carried_modules, enter), (u32)c);
}

static inline int died(int handle)
{
    return carried_request(METHOD_NUMBER(carried_modules, died), (u32)handle);
}

static inline int leave(int handle)
{
    return carried_request(METHOD_NUMBER(carried_modules, leave),
                           (u32)handle);
}

/* Block `i` with that program. */
static inline struct carried block_of(u32 i, const struct plan *plan)
{
    struct image *image = &images[FIRST_BLOCK + i];

    *image = (struct image){ NOBODY, plan, FIXED_SIZE, SLOTS_AT, 0 };
    put_plan(image, plan);
    if (spoil)
        spoil(image);
    const u32 base = (u32)memory_of(image);
    blocks[i].owner = carrier;
    blocks[i].base = base;
    blocks[i].size = IMAGE_SIZE;
    return (struct carried){ .base = base, .size = IMAGE_SIZE,
        .text_size = TEXT_SIZE, .fixed_size = FIXED_SIZE,
        .manifest = base + MANIFEST_AT,
        .manifest_size = image->entries * (u32)sizeof(struct manifest_entry),
        .space = (int)i + 1 };
}

static inline int enter_program(u32 i, const struct plan *plan)
{
    const struct carried c = block_of(i, plan);
    const int handle = enter(&c);

    if (handle > 0)
        images[FIRST_BLOCK + i].owner = (u32)handle;
    return handle;
}

static inline u32 holds(void)
{
    u32 n = 0;

    for (u32 i = 0; i < ARRAY_SIZE(blocks); i++)
        n += blocks[i].holds;
    return n;
}

static inline u32 count_nodes(void)
{
    return graph.parts[GRAPH_PART_NODES].live;
}

/* That, with a reason, and nothing has changed. */
static inline void nothing(int result, int error, int before)
{
    CHECK_EQ(result, error);
    CHECK(reason_is_of(error));
    CHECK(changes == 0 && !(graph.generation & 1));
    CHECK_EQ(request(DIGEST, 0, 0, 0, 0), before);
}

static inline int digest(void)
{
    return request(DIGEST, 0, 0, 0, 0);
}

#define NOTHING(call, error) do {                                          \
        const int before_ = digest();                                      \
        nothing((call), (error), before_);                                 \
    } while (0)
