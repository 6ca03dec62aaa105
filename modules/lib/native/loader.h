/* SPDX-License-Identifier: MIT */
/*
 * Where the programs of a memory model come from (paper 4.3.2): the receptacle
 * `loader`, of type "images", like the CM's own `images` (core/api/images.h).
 * At load it is bound to the wrapper `archive`; any module that offers the
 * interface can be bound in its place.
 *
 * The source is asked on the thread that loads, under the model's lock: it may
 * wait for another thread, and ask the CM for changes, but a method of the
 * model that takes the lock is E_ACTIVE. It is asked for "client_NAME", then
 * for "NAME". A load is refused, and nothing of it is left:
 *  - E_NOTFOUND, without a word: size() knows neither name.
 *  - else with a line on the console, with what size() or read() returned, if
 *    it is negative, or with E_UNBOUND, E_DEAD, E_DIED, E_TYPE, E_RANGE,
 *    E_NOMEM, E_BUSY, each in the case that core/api/images.h gives it.
 */
#pragma once

#include "../../../core/api/types.h"

struct image;

/* All of the program's file, in a region of its own, image->file, even after an
 * error. Its size, 1 to IMAGES_MOST. */
int loader_fetch(struct image *image, const char **file);
/* The line: "MODEL: client NAME: why". Returns error. */
int loader_refuse(const char *name, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
