/* SPDX-License-Identifier: MIT */
/* The backing store, in the receptacle `store` (store.h). It is called while
 * the lock is held: if it dies, the call returns E_DIED. */
#pragma once

#include "store.h"

extern const struct store *volatile store;

int stored_open(const char *name, u32 pages);
int stored_pages(int object);
int stored_read(int object, u32 page, void *data);
int stored_write(int object, u32 page, const void *data);
int stored_remove(int object);
