/* SPDX-License-Identifier: MIT */
/*
 * A memory model loaded for debugging (paper 6): it is put under the clients of
 * another one while they run, and taken off again; interface type "debug". Spaces
 * and addresses are those of the model in its receptacle `memory`. What it does not
 * say itself, each method answers with what that model does.
 */
#pragma once

#include "../../core/api/types.h"

/* What a client did; those that are accesses as enum memory_access. */
enum debug_kind {
    DEBUG_READ = 1, DEBUG_WRITE = 2, DEBUG_EXECUTE = 4,
    DEBUG_STEP = 8,             /* one instruction; eip: of the next one */
    DEBUG_GUARD = 16,           /* it dies: it has touched what guards an object */
    DEBUG_DEATH = 32,           /* it dies of something else; address: vector */
};

struct debug_entry {
    u32 number;                 /* 1, 2, ...: what is left out is lost */
    int space;
    u32 kind;                   /* enum debug_kind */
    u32 address;                /* of accesses: the first byte in that page */
    u32 eip;                    /* of the instruction, or of its iteration */
};

struct debug {
    /*
     * Accesses to [address, + size) of those kinds are logged from now on: one
     * entry an instruction (of a string instruction: an iteration), a page and
     * a kind, if it begins in the range. What is read there and written by the
     * same instruction is one write. What services of the model do for the
     * client is not logged. Returns a number to take it back by. E_INVALID
     * (kinds, of accesses); E_RANGE; E_QUOTA: of 32 watches, of 16 spaces that
     * are watched, stepped or guarded, or of the pages that the model closes;
     * E_NOT_APPLICABLE: the model has no pages.
     */
    int (*watch)(int space, u32 address, u32 size, u32 kinds);
    int (*unwatch)(int watch);          /* E_HANDLE */
    /* An object of `size` bytes that ends where a page that nobody may touch
     * begins, with another such page before it; *at: where. What memory->map()
     * and protect() refuse; E_QUOTA: of 32, or of 16 spaces. */
    int (*guard)(int space, u32 size, u32 *at);
    /* It is unmapped. E_HANDLE; E_PAGING, E_ACTIVE: the model cannot, and it is
     * guarded as ever. */
    int (*unguard)(int space, u32 at);
    /* The client's next `count` instructions are logged, one by one; 0: no
     * more of them. A call of a service is not seen: it goes on behind that with
     * the next tick of the timer. E_NOT_APPLICABLE: clients of that model
     * cannot be stepped. E_QUOTA: of 16 spaces, or of those that the model waits
     * for. */
    int (*step)(int space, u32 count);
    int (*left)(int space);             /* steps that are to come */
    /* The oldest entries, which are taken out; returns how many. */
    int (*log)(struct debug_entry *entries, u32 room);      /* E_ADDRESS */
    /* Entries that had no place, so far; and those that were not written while
     * ones behind them were taken: their threads had been switched from. */
    int (*lost)(void);
    /* Nothing of `space` (0: of all) is watched, stepped or guarded any more; but
     * what unguard() refuses is, and that is the answer. */
    int (*off)(int space);
};

#define DEBUG_METHODS "watch unwatch guard unguard step left log lost off"
