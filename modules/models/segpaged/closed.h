/* SPDX-License-Identifier: MIT */
/* Pages that are closed to their client (api/pages.h). Callers have asked whether
 * a space has any: closed_count. */
#pragma once

#include "model.h"
#include "ring3/fault.h"

/* A fault of the client: 0: it is no such page, or the client has not that right
 * anyway; 1: it goes on; -1: it dies. */
int closed_touch(struct space *space, struct client_fault *fault, u32 address,
                 u32 access);
/* 1, and the client's own rights, if the page is one. */
int closed_access(struct space *space, u32 address, u32 *access);
/* Their client's rights are others now; they stay closed. */
void closed_protect(struct space *space, u32 address, u32 size, u32 access);
/* They are no more. */
void closed_remove(struct space *space, u32 address, u32 size);
