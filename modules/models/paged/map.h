/* SPDX-License-Identifier: MIT */
/* The methods of a space, after the handle was looked up and under the lock. */
#pragma once

#include "paged.h"

int space_map(struct space *space, u32 address, u32 size, u32 access, u32 *at);
int space_unmap(struct space *space, u32 address, u32 size);
int space_protect(struct space *space, u32 address, u32 size, u32 access);
int space_grow(struct space *space, u32 bytes, u32 *at);
int space_share(struct space *from, u32 address, u32 size, struct space *to,
                u32 access, u32 *at);
int space_copy(struct space *from, struct space *to);
int space_load(struct space *space, const char *name);
int protect(int handle, u32 address, u32 size, u32 access);
/* Between the UPS and the space, with the rights of its client. */
int space_read(struct space *space, u32 address, void *data, u32 size);
int space_write(struct space *space, u32 address, const void *data, u32 size);
int space_pin(struct space *space, u32 address, u32 size);
void space_usage(const struct space *space, struct memory_usage *usage);
