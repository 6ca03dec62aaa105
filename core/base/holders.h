/* SPDX-License-Identifier: MIT */
/*
 * Who holds what of the machine: a line, a gate, ports, a device's memory.
 * An entry belongs to a binding and ends with it. Each table has the entries
 * that it needs; what else is known of one is in an array beside it, by the
 * same index.
 */
#pragma once

#include "../api/types.h"

struct holder {
    u32 binding;                /* 0: the entry is free */
    u32 module;                 /* handle of the module at its end */
    u32 what;                   /* is held: the table's own number */
    saddr_t handler;            /* of the module; 0: there is none */
};

struct holders {
    struct holder *list;
    u32 count;
    /* Takes back what entry i, which is free now, stood for. May be NULL. */
    void (*release)(u32 i, const struct holder *old);
};

/* The entry of that binding, or else E_OWNER. */
int holders_find(const struct holders *t, u32 binding, u32 what);
/* Is it held by anybody? */
int holders_has(const struct holders *t, u32 what);
/* A copy of it in a free entry: which one, or E_FULL. */
int holders_add(const struct holders *t, const struct holder *holder);
void holders_free(const struct holders *t, u32 i);

/* Parts of a wrapper's methods of these names (gate/wrapper.h). */
void holders_released(const struct holders *t, u32 binding);
u32 holders_entered(const struct holders *t, u32 module);
u32 holders_digest(const struct holders *t, u32 crc);
