/* SPDX-License-Identifier: MIT */
/*
 * Memory that a caller names: segment-relative addresses in the UPS. Core
 * code checks them here before it touches them: inside the segment, and
 * mapped, whatever the state of paging.
 */
#pragma once

#include "../api/types.h"

/* The core's pointer to size bytes at address, or NULL. */
void *user_pointer(saddr_t address, u32 size);

/* Copy a NUL-terminated string of the caller; its length, or E_ADDRESS, or
 * E_RANGE if it does not end within size bytes. */
int user_string(saddr_t address, char *to, u32 size);
