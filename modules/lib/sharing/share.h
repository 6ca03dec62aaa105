/* SPDX-License-Identifier: MIT */
/* The methods share() and attach() of models that show others' memory whole, by
 * what such a model says of it. */
#pragma once

#include "backing.h"

struct part {
    struct space_head *from;
    u32 address, size;
    int is_own;                 /* it must be */
};

struct sharing {
    /* What the model gives for that access; E_INVALID, E_NOT_APPLICABLE. */
    int (*access)(u32 access);
    /* The part also in that space; *at: where, before it is there. */
    int (*share)(const struct part *part, struct space_head *to, u32 access,
                 u32 *at);
    /* What there is of that ends (loans.h). */
    void (*unmap)(struct space_head *space, u32 at, u32 size);
    /* Whether there is a place for the object: an error; `found` is what
     * backing_find() said, and returned if that is an error. */
    int (*place)(const struct attachment *wanted, int found);
    /* It is put there. Takes the backing over, and releases it on failure. */
    int (*put)(const struct attachment *wanted, u32 number, u32 *at);
};

extern const struct sharing model_sharing;      /* the model's */

int sharing_share(int space, u32 address, u32 size, int other, u32 access,
                  u32 *at);
int sharing_attach(int space, const char *name, u32 size, u32 access, u32 *at);
