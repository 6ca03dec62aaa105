/* SPDX-License-Identifier: MIT */
/*
 * Memory of the UPS that spaces map: plain regions, so that ring 1 reads and
 * writes them where they are, in either state of paging. Several spaces may
 * hold one. Named ones stay while the model does.
 *
 * Attaching by a name takes three steps, so that a refusal leaves nothing:
 * backing_find() checks what the name allows; the model checks that it has a
 * place for it; backing_open() holds it, or makes it. When all is done,
 * backing_known() gives it its name.
 */
#pragma once

#include "../space/spaces.h"

#define BACKINGS 4096           /* of a model: 32 for each of 128 spaces */
#define BACKING_NAMES 512       /* of a model */
#define BACKING_NAME 64

struct backing {
    u32 region;                 /* 0: the slot is free */
    saddr_t base;
    u32 size;                   /* whole pages */
    u32 users;                  /* its name is one of them */
    u32 name;                   /* slot + 1; 0: nobody else's to find */
};

/* Who wants what: of attach(). */
struct attachment {
    struct space_head *space;
    const char *name;
    u32 size, access;
};

/* Cleared, held once; at `base`, or anywhere (0). Its number, positive.
 * E_NOMEM, E_FULL, E_BUSY, E_RANGE. */
int backing_create(u32 base, u32 size);
/* The number of the one with that name; 0: there is none as yet, and it can
 * be made. E_INVALID: no name; E_NOTFOUND: size 0, and there is none; E_RANGE:
 * it is smaller; E_RIGHTS, E_QUOTA (known.h); E_FULL: BACKING_NAMES. */
int backing_find(const struct attachment *wanted);
/* Whether the space knows the object; NULL: whether there is one. */
int backing_is_known(const struct space_head *space, const char *name);
/* Whether so many objects can be made, and so many more become known to the
 * space: E_FULL, E_QUOTA. */
int backing_room(const struct space_head *space, u32 made, u32 met);
/* What it would take, in bytes. */
u32 backing_find_size(const struct attachment *wanted, int found);
/* Its name, or "". */
const char *backing_name(u32 number);
/* Held once more, or made; `found` is what backing_find() said. */
int backing_open(const struct attachment *wanted, int found);
/* It is attached: it has its name, which holds it, and is known. */
void backing_known(const struct attachment *wanted, u32 number);
/* What a client was shared, it cannot attach with more. */
void backing_shared(const struct space_head *space, u32 number, u32 access);
/* The space ends. */
void backing_forget(const struct space_head *space);
struct backing *backing_at(u32 number);
void backing_hold(u32 number);
/* 0 is nothing. */
void backing_release(u32 number);
/* Whether more than one space has it, or one twice. */
int backing_is_shared(u32 number);
/* Names whose backing does not know of them are free. */
void backing_check_names(void);
/* The model's, or mapped.c: how often the space has it. */
u32 model_uses(struct space_head *space, u32 number);
/* A thread that is no more may have held what no space has as yet, or has any more:
 * users are counted anew. With the lock, by whoever has taken it from that thread. */
void backing_recount(void);
