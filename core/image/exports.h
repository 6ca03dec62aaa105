/* SPDX-License-Identifier: MIT */
/*
 * What the core offers to its images, the CM and the default loader: they
 * are linked apart from it, so that their memory can be given back, and
 * reach it through this table alone.
 */
#pragma once

#include "../gate/gate.h"
#include "../../nmm/nmm.h"

struct graph_node;
struct archive;
struct archive_member;
struct graph;
struct loader;
struct wrapper;

struct core_exports {
    struct graph *graph;
    const struct archive *archive;
    const struct loader *loader;                /* NULL in the loader's own */
    const struct wrapper *const *wrappers;      /* ends with NULL */

    void *(*user_pointer)(saddr_t address, u32 size);
    int (*user_string)(saddr_t address, char *to, u32 size);
    int (*archive_find)(const struct archive *archive, const char *name,
                        struct archive_member *member);
    int (*archive_at)(const struct archive *archive, u32 index,
                      struct archive_member *member);

    int (*gate_create)(u32 module, u32 binding, gate_method *const *methods,
                       u32 count);
    void (*gate_destroy)(u32 index);
    saddr_t (*gate_table)(u32 index);
    u16 (*gate_selector)(u32 index);
    u32 (*gate_digest)(u32 crc);

    int (*region_create)(u32 owner, u32 space, u32 base, u32 size, u32 flags,
                         u32 *handle, u32 *at);
    int (*region_destroy)(u32 region);
    void (*reclaim)(u32 owner);
    int (*region_hold)(u32 owner, saddr_t base, u32 size, u32 *handle);
    void (*region_unhold)(u32 region);
    u32 (*nmm_digest)(u32 crc);

    u64 (*upcall)(saddr_t entry, saddr_t stack, u32 argument);
    /* Around a request that makes upcalls: whose it is; and its answer is ready,
     * if there still is somebody to take it. */
    void (*asked)(saddr_t caller, saddr_t ebp, saddr_t esp);
    void (*answered)(void);
    u32 (*release_loader)(void);
    u32 (*release_manager)(const void *methods, const void *carried);
    saddr_t unbound, dead;                      /* method tables (runtime.S) */
    /* Does the backtrace from EBP on come through that stretch? */
    u32 (*is_active)(saddr_t base, u32 size, saddr_t ebp);
    u32 (*is_entered)(saddr_t base, u32 size, saddr_t ebp);     /* stack.h */
    void (*lead)(const struct graph_node *node,                 /* stack.h */
                 saddr_t (*instead)(const struct graph_node *node, saddr_t word));
#ifdef HARD
    u32 (*hard_fails)(void);                    /* hard.h */
#endif
};
