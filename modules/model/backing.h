/* SPDX-License-Identifier: MIT */
/*
 * Memory of the UPS that spaces map: plain regions, so that ring 1 reads and
 * writes them where they are, in either state of paging. Several spaces may
 * hold one. Named ones stay while the model does.
 */
#pragma once

#include "../../core/api/types.h"

#define BACKINGS 256
#define BACKING_NAME 64

struct backing {
    u32 region;                 /* 0: the slot is free */
    saddr_t base;
    u32 size;                   /* whole pages */
    u32 users;
    u32 kept;                   /* one of the users is the name */
    char name[BACKING_NAME];    /* "": nobody else's to find */
};

/* Cleared, held once; at `base`, or anywhere (0). Its number, positive.
 * E_NOMEM, E_FULL, E_BUSY, E_RANGE. */
int backing_create(u32 base, u32 size);
/* The one of that name, made if there is none (size 0: E_NOTFOUND); held once
 * more. backing_keep() makes it stay. E_RANGE: it is smaller; E_INVALID: no
 * name; as above. */
int backing_open(const char *name, u32 size);
/* From now on its name holds it, too, if it has one. */
void backing_keep(u32 number);
struct backing *backing_at(u32 number);
void backing_hold(u32 number);
/* 0 is nothing. */
void backing_release(u32 number);
/* Bytes of all of them. */
u32 backing_total(void);
