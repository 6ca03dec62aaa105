/* SPDX-License-Identifier: MIT */
/* What the files that read a manifest share. */
#pragma once

#include "manifest.h"

#define METHODS_TEXT (METHOD_MAX * NAME_SIZE)   /* of all names of a table */

struct reading {                        /* of one module's manifest */
    struct graph_node *node;
    const struct manifest_entry *entries;
    u32 count;
    saddr_t manifest;                   /* where they lie */
    u32 text_size;                      /* code: so many bytes from its base */
    u32 fixed_size;                     /* code, and what is read only */
};

static inline int manifest_is_inside(const struct graph_node *node,
                                     saddr_t at, u32 size)
{
    return size <= node->size && at - node->base <= node->size - size;
}

/* Checks of what an entry says, each with its refusal; `what` names the field
 * in it. */
int manifest_check_name(const struct graph_node *node, const char *what,
                        const char *at);
int manifest_check_text(const struct graph_node *node, const char *what,
                        const char *at);        /* may be NULL */
int manifest_check_code(const struct reading *r, const char *what,
                        saddr_t at);
/* As many method names as methods, each a name, none twice. */
int manifest_check_methods(const struct reading *r,
                           const struct manifest_entry *m);
/* What has no meaning for its kind is zero. */
int manifest_check_unused(const struct manifest_entry *m);

/* After all entries: nothing lies where the CM writes. */
int manifest_check_slots(const struct reading *r);

/* "entry 2, interface 'x': " before the reason that there is. */
int manifest_blame(const struct reading *r, u32 index, int error);
