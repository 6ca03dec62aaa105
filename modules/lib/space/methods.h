/* SPDX-License-Identifier: MIT */
/* Methods of struct memory, or the better part of them, that models share. */
#pragma once

#include "../../api/memory.h"

struct space_head;

/* To what a model gives no meaning: E_NOT_APPLICABLE. */
int model_no_protect(int space, u32 address, u32 size, u32 access);
int model_no_copy(int space);
int model_no_release_frame(paddr_t frame);
int model_no_export(int space, struct description *description, u32 room);
int model_no_import(int space, const struct description *description);
int model_no_fetch(int space, u32 kind, u32 address, void *data, u32 size);
int model_no_fill(int space, u32 kind, u32 address, const void *data,
                  u32 size);

/* usage(): the sum of what `add` says of one space, or of all. */
int model_usage(int space, struct memory_usage *usage,
                void (*add)(struct memory_usage *usage,
                            const struct space_head *space));
