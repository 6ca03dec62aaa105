/* SPDX-License-Identifier: MIT */
/*
 * The named objects of the store that spaces know (attach.c). All that attach
 * one share its pages: the index says which they are.
 */
#pragma once

#include "../page/page.h"
#include "sharing/known.h"
#include "store.h"

#define OBJECTS 128             /* that spaces know; store_ram has more */

struct object {
    char name[STORE_NAME];
    struct known known;         /* no space: and no page, then it is free */
    int handle;                 /* of the store */
    u32 refs;                   /* its pages that spaces have */
    u32 size;                   /* pages */
    u32 region;                 /* of the index, while there are pages */
    u32 *index;                 /* page numbers, in that region; 0: has none */
    u8 is_made, is_learnt;      /* since object_begin(): by the store, by the
                                   space */
};

/* A name of ours, which no client may use. */
int object_is_own(const char *name);
/* The one of that name, or an unused one; NULL: there are OBJECTS. */
struct object *object_find(const char *name);
/* The store has `size` pages of it: for the first to attach it. E_NOMEM. */
int object_open(struct object *object, const char *name, int handle,
                u32 size);
/* The page that is that part of it, which is made if there is none. */
struct page *object_page(struct object *object, u32 place);
/* The one whose the page is. */
struct object *object_of(const struct page *page);
/* A page of it ends. */
void object_drop(const struct page *page);
/* A space has attached it. */
void object_attached(struct object *object, struct space *space, u32 access);
/* What a space was shared of one, it cannot attach with more. */
void object_shared(const struct page *page, const struct space *space,
                   u32 access);
void object_copied(const struct space *from, struct space *to);
void object_forget(const struct space *space);
/* From here on what the space learns is noted, for object_undo(): it never knew
 * them, and the store never had what was made for it. It maps none. */
void object_begin(const struct space *space);
void object_undo(struct space *space);
