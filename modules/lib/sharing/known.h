/* SPDX-License-Identifier: MIT */
/*
 * Which spaces know a named object, and which of them may write to it. What a
 * space has first, by attach() or by share(), decides: attach() gives it no
 * more until it ends. Pure.
 */
#pragma once

#include "../space/spaces.h"

#define SPACE_NAMES 16         /* objects that a space may attach in its life */

struct known {
    u32 spaces[SPACES_MAX / 32];
    u32 writers[SPACES_MAX / 32];  /* among these */
};

/* May it attach the object with that access? E_RIGHTS; E_QUOTA: it knows
 * SPACE_NAMES others. */
int known_check(const struct known *known, const struct space_head *space,
                u32 access);
/* It has. */
void known_attach(struct known *known, struct space_head *space, u32 access);
/* Another has shared it with the client: no name of its own. */
void known_share(struct known *known, const struct space_head *space,
                 u32 access);
/* What `from` may, its copy may. */
void known_copy(struct known *known, const struct space_head *from,
                const struct space_head *to);
int known_has(const struct known *known, const struct space_head *space);
/* The space ends. */
void known_forget(struct known *known, const struct space_head *space);
int known_by_any(const struct known *known);
