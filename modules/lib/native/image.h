/* SPDX-License-Identifier: MIT */
/*
 * A client program on its way from its source (loader.h) into a space.
 *
 *     image_open(&image, "hello")          sizes are known from here on
 *     image_place(&image, text, data)      its client addresses are given
 *     ... copy image.memory to where the client's memory is ...
 *     image_close(&image)                  also after an error
 *
 * image.memory holds text, executable sections and stubs, in [0, text_size),
 * and data, everything else, the table of services, and one of a single method
 * for each slot, in [data_start, size); data_start is the next page. In the
 * client's space text and data may lie anywhere: each at an address that is a
 * multiple of object.align.
 */
#pragma once

#include "../../../core/loader/elf.h"
#include "../../../core/api/manifest.h"
#include "stub.h"


struct image {
    struct elf_object object;
    u32 file, scratch, region;  /* regions of the UPS; 0: not there */
    char kept[NAME_SIZE];
    const char *name;           /* kept, from image_open() on */
    u32 room;                   /* bytes behind it in its region */
    u8 *memory;
    u32 text_size, data_start, size;
    u32 table;                  /* offset of struct client_services */
    /* from image_place() on: addresses of the client */
    u32 text, data, entry;
    u32 finish;                 /* where client_main returns to */
    const struct program *program;  /* what its manifest says; until the next
                                       image_place() */
};

/* NAME is that of modules/clients/NAME.c, or of a module from elsewhere.
 * E_NOTFOUND, or what loader_fetch() refuses it with; E_FORMAT, E_SYMBOL,
 * E_RELOCATION, E_NOMEM; the console says why. */
int image_open(struct image *image, const char *name);
/* With room behind it, for a model that leaves the image where it is. */
int image_open_room(struct image *image, const char *name, u32 room_behind);
/* Relocated, its manifest checked, its slot filled, and the
 * table that it leads to; stubs are the model's (ring3.h has some).
 * E_RELOCATION, E_MANIFEST. */
int image_place(struct image *image, u32 text, u32 data);
/* The stub of a service in image->memory; SERVICES: the one to finish by. */
u8 *image_stub(const struct image *image, u32 service);
/* The stub of slot i of IMAGE_SLOTS. */
u8 *image_call(const struct image *image, u32 slot);
void image_close(struct image *image);
