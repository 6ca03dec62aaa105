/* SPDX-License-Identifier: MIT */
/*
 * What a loaded module says of itself (api/manifest.h): read, checked and
 * registered. A part of the CM's image.
 */
#pragma once

#include "../api/manifest.h"
#include "../image/loader.h"
#include "../registry/registry.h"

/* Bytes of a string of the manifest at most; who checks says how many. */
#define MANIFEST_TEXT 1024              /* the constraints' own limit is less */

/* All entries into the registry: 0, or E_MANIFEST, E_FULL, E_CONSTRAINT with
 * a reason; then what it has registered is there. */
int manifest_read(struct graph_node *node, const struct loaded *loaded);

/* The string at that address of the image, whose end is among the next `most`
 * characters; or NULL. */
const char *manifest_string(const struct graph_node *node, const char *at,
                            u32 most);
