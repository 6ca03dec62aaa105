/* SPDX-License-Identifier: MIT */
/*
 * A source of images, type "images": where the configuration manager gets the
 * bytes of a module that it is to load.
 *
 * The CM has a receptacle `images` like any module's. At boot it is bound to
 * the wrapper `archive`, which serves the members "modules/NAME.o" of the
 * boot archive. Any module may offer the interface and be bound in its place
 * (bind, unbind and rebind of struct cm: the module is that of find("cm")),
 * and may itself bind to the archive, or to another source.
 *
 * For a load, or a replace, the CM calls size(), makes a buffer of so many
 * bytes, which is its own, and calls read(). Both run in an upcall at ring 1:
 * they must not wait for another thread. They may ask the CM for changes, also
 * for loads; what they change stays. The load is refused, nothing of it is
 * left, and reason() says why:
 *  - what size() or read() returned, if it is negative. If the method asked
 *    the CM for something and was refused with that same error, that is the
 *    reason. E_NOTFOUND is the answer where there is no such module.
 *  - E_UNBOUND: `images` is not bound. E_DEAD: the source has died.
 *  - E_DIED: it died in size() or read().
 *  - E_TYPE: its interface has fewer methods than struct images.
 *  - E_RANGE: a size that is 0 or above IMAGES_MOST; or read() returned
 *    another size.
 *  - E_NOMEM: the UPS has no room for the buffer.
 *  - E_BUSY: in size(), `images` was bound to another source.
 *  - E_FULL: too many upcalls are nested (cm.h).
 * The bytes are taken for an object file as they are: E_FORMAT and the like
 * as for one of the archive.
 */
#pragma once

#include "types.h"

#define IMAGES_MOST (64u << 20)         /* bytes of one image */

struct images_place {
    const char *name;           /* of the module: 1 to 31 characters */
    void *to;                   /* where the bytes go */
    u32 size;                   /* how many there is room for */
};

struct images {
    /* size: of the object file of module `name`, in bytes. */
    int (*size)(const char *name);
    /* read: all of it to place->to. Returns how many bytes; place->size is
     * what size() has returned. Of the archive: E_ADDRESS; E_RANGE if the
     * room is too small. */
    int (*read)(const struct images_place *place);
};

#define IMAGES_METHODS "size read"
