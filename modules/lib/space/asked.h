/* SPDX-License-Identifier: MIT */
/*
 * The method table of a model, twice: as the model calls itself, for its
 * clients, and as other modules call it. Of those the model does not believe
 * pointers: E_ADDRESS, before the lock is taken, if one leads to what is not
 * memory of the UPS that ring 1 can touch. So a caller's mistake does not end
 * the model, and all its clients with it. Names are copied: one that another
 * thread changes meanwhile is still the one that was looked at.
 */
#pragma once

#include "../../api/memory.h"

/* asked_map.S, and for all that is far, asked.c. */
int asked_load(int space, const char *image);
int asked_map(int space, u32 address, u32 size, u32 access, u32 *at);
int asked_map_far(int space, u32 address, u32 size, u32 access, u32 *at);
int asked_grow(int space, u32 bytes, u32 *at);
int asked_share(int space, u32 address, u32 size, int other, u32 access,
                u32 *at);
int asked_attach(int space, const char *name, u32 size, u32 access, u32 *at);
int asked_read(int space, u32 address, void *data, u32 size);
int asked_write(int space, u32 address, const void *data, u32 size);
int asked_usage(int space, struct memory_usage *usage);
int asked_fetch(int space, u32 kind, u32 address, void *data, u32 size);
int asked_fill(int space, u32 kind, u32 address, const void *data, u32 size);

/* By which methods a pointer comes. export() and import() look at their
 * description themselves (area.h). */
#define METHODS_ASKED(X) X(load) X(map) X(grow) X(share) X(attach) X(read) \
    X(write) X(usage) X(fetch) X(fill)
#define METHODS_UNASKED(X) X(create) X(destroy) X(run) X(unmap) X(protect) \
    X(copy) X(release_frame) X(export) X(import)

#define ASKED_METHOD(method) .method = asked_##method,
#define MODEL_MEMORY(...)                                                   \
    const struct memory model_memory = { __VA_ARGS__ };                     \
    _Pragma("GCC diagnostic push")                                          \
    _Pragma("GCC diagnostic ignored \"-Woverride-init\"")                   \
    static const struct memory model_asked = {                              \
        __VA_ARGS__, METHODS_ASKED(ASKED_METHOD)                            \
    };                                                                      \
    _Pragma("GCC diagnostic pop")                                           \
    _Static_assert(1, "")
