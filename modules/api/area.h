/* SPDX-License-Identifier: MIT */
/*
 * What is in an address space, in words that no memory model owns (paper
 * 4.3: a space is what a model gives its clients, whatever it is made of).
 * memory->export() tells it; memory->import() builds an equal space by it, in
 * the same model or in another. The content is copied by fetch() and fill().
 *
 * Addresses and sizes are in bytes and the client's own: what its pointers
 * hold. Models with pages tell whole pages. Where code has a segment of its
 * own, text may have the addresses of something else: the kind tells which is
 * meant, and other models refuse it (E_NOT_APPLICABLE).
 */
#pragma once

#include "../../core/api/manifest.h"

enum area_kind {
    AREA_TEXT,                  /* of the program */
    AREA_DATA,                  /* of the program */
    AREA_STACK,
    AREA_HEAP,                  /* of grow(), with what it holds in reserve */
    AREA_MAP,
    AREA_SHARED,                /* of another's share() */
    AREA_ATTACHED,              /* of attach() */
    AREA_KINDS,
};

#define AREA_OBJECT 64          /* of an object's name, with its NUL */
#define AREAS_MOST (1u << 18)   /* of a space */

/* Equal in all that is said here: rights, kind, what is behind it. */
struct area {
    u32 address, size;          /* size not 0; it does not wrap */
    u32 access;                 /* enum memory_access: what the client may do */
    u32 most;                   /* what protect() and share() may give */
    u32 kind;                   /* enum area_kind */
    u32 part;                   /* bytes of the same mapping that lie right
                                   before it, with the same `most`; 0: a
                                   mapping begins here */
    /* Memory that is mapped elsewhere, too: two areas of one model show the
     * same bytes where number and offset are the same. 0: nobody else has it. */
    u32 memory, offset;
    /* Who can lend it: a space of the model, and the address there. 0: its
     * own, or nobody who has it may give as much. */
    int from;
    u32 at;
    char object[AREA_OBJECT];   /* "", or the object that it is, */
    u32 place;                  /* from there on */
};

struct description {
    char program[NAME_SIZE];    /* "": nothing is loaded, and the next are 0 */
    u32 entry;                  /* client_main */
    u32 stubs, text_end;        /* [stubs, text_end): the ways to the services,
                                   which the model writes */
    u32 finish;                 /* the stub that client_main returns to */
    u32 top;                    /* end of its stack */
    u32 data_end;               /* where grow() goes on */
    u32 count;
    struct area areas[];        /* the text, ascending; then the rest likewise;
                                   in each, none lies over another, but that
                                   a far address (far.h) is a segment's */
};
