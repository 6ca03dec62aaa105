/* SPDX-License-Identifier: MIT */
/* The CM's source of images. */
#pragma once

#include "../gate/wrapper.h"
#include "cm.h"

/* The receptacle `images`, bound to the archive; both texts may be NULL. */
int source_start(struct graph_node *cm, const char *pairs,
                 const char *predicate);

/* The bytes of module `name`, until source_release(). Ring 1 may run, below
 * `stack`. Errors: api/images.h; nothing is left then. */
int source_fetch(const char *name, saddr_t stack, struct image_bytes *image);
void source_release(struct image_bytes *image);
