/* SPDX-License-Identifier: MIT */
/*
 * The contract of memory modules (paper 4.3): interface type "memory",
 * filled by each memory model. Its primary purpose is to create address
 * spaces for clients to run in.
 *
 * A space is a positive handle. Addresses in it are its clients' own: what a
 * pointer of a client holds. An operation to which a model gives no meaning
 * answers E_NOT_APPLICABLE and changes nothing. Sizes are bytes. Every method
 * that takes a space may answer E_HANDLE. What returns nothing else returns 0.
 * Pointers are the caller's, in the UPS (segment-relative). `at` may be NULL:
 * the address is not reported. E_ADDRESS: not all of what a pointer names is
 * memory that ring 1 can touch in either state of paging; nothing has changed.
 * Memory that the caller gives back meanwhile is the caller's mistake.
 *
 * What a model asks for an answer (its store, its policy, another model) must
 * not call it meanwhile: E_ACTIVE. Whoever cannot wait while another thread is
 * in the model gets what wait() answers (concurrency.h). Then nothing has
 * changed. Methods that change nothing may do without.
 */
#pragma once

#include "../../core/api/types.h"

enum memory_access { ACCESS_READ = 1, ACCESS_WRITE = 2, ACCESS_EXECUTE = 4 };
#define ACCESS_OWN 0x80000000u  /* of share(): of no memory that is another's */

struct memory_usage {
    u32 spaces;             /* that there are; of one space: 1 */
    u32 mapped;             /* bytes that clients may touch */
    u32 resident;           /* bytes of memory behind those now */
    u32 shared;             /* bytes of it that another space has, too */
    u32 free;               /* bytes that the model holds in reserve */
    u32 faults;             /* page faults served */
    u32 evictions, writes;  /* pages taken away; of these, written to store */
    u32 lost;               /* frames that another model had taken */
};

struct description;             /* area.h */

struct memory {
    /* A new, empty address space. It is the caller's module's: it ends when
     * that module has died, is unloaded, or has no binding to the model any
     * more, and no thread runs it. E_NOMEM, E_FULL. */
    int (*create)(void);
    /* Its end, with all that is in it. E_HANDLE; E_ACTIVE: a client runs in
     * it, or is about to, or is called; E_BUSY: others are bound to its client. */
    int (*destroy)(int space);
    /* The client program `image` (modules/api/client.h), from the boot archive
     * or where the receptacle `loader` is bound to, into it. It is a module of the
     * system graph from now on. E_HANDLE, E_EXISTS: it has one; E_NOTFOUND,
     * E_FORMAT, E_SYMBOL, E_RELOCATION, E_MANIFEST, E_NOMEM; E_CONSTRAINT, E_FULL:
     * the CM refuses it. */
    int (*load)(int space, const char *image);
    /*
     * Start the space's client on the calling thread, as
     * client_main(argument). Returns, at ring 1, what it gave to exit() or
     * returned, or E_DIED when it was ended for a fault. If the model's
     * receptacle `concurrency` is bound, other threads may run meanwhile. One
     * thread at a time in a space, and one client at a time on a thread, but
     * for `flat` (E_ACTIVE). E_HANDLE; E_NOTFOUND: nothing
     * is loaded; E_PAGING: it wants paging, and the first thread does not wait
     * for that. A client that names its own concurrency module (client.h) runs on
     * a thread of that, while the calling one waits: also what its create() and
     * yield() refuse, and wait(), when it goes on unawaited; E_DEAD: it is;
     * E_UNBOUND: it is not beside the model's. One that died and in which another
     * thread still is, or that goes on so: E_ACTIVE.
     */
    int (*run)(int space, u32 argument);
    /* More memory: `size` bytes at `address` (0: anywhere); *at: where.
     * E_HANDLE, E_RANGE, E_BUSY, E_NOMEM, E_INVALID (access). */
    int (*map)(int space, u32 address, u32 size, u32 access, u32 *at);
    /* The inverse of map(), share() and attach(). E_RANGE: it is not mapped, or
     * the model unmaps whole mappings only; E_FULL: the middle of what was shared
     * with ACCESS_OWN, and there is no room to know two pieces (README). */
    int (*unmap)(int space, u32 address, u32 size);
    /* Other rights. E_RANGE: not all of it is mapped; E_INVALID (access);
     * E_RIGHTS: it was shared, or attached, with less. */
    int (*protect)(int space, u32 address, u32 size, u32 access);
    /* The data area, which begins where the image put it, is `bytes` longer;
     * *at: the first new byte. E_NOMEM, E_FULL. */
    int (*grow)(int space, u32 bytes, u32 *at);
    /* [address, + size) of `space`, which map() made, also in `other` with
     * that access, and never with more; *at: where. E_RANGE: not all of it
     * is mapped; E_INVALID (access); E_NOMEM, E_FULL; E_RIGHTS: `space` was
     * given less. E_BUSY: the model has one address for it, where `other` has
     * something. What another space shared with `space` can be shared on, but with
     * ACCESS_OWN it is E_RANGE; such a share ends when the module dies that asked
     * for it, and E_FULL says also that there are too many (README). */
    int (*share)(int space, u32 address, u32 size, int other, u32 access,
                 u32 *at);
    /*
     * A named object of `size` bytes as memory; *at: where. The same name
     * gives the same contents: in any space, at any time, and under a model
     * with a store after the model was reloaded, too. size 0: as it is. A
     * space has no more rights to it than it had first (E_RIGHTS). E_INVALID
     * (access), or the name is NULL, "", or of AREA_OBJECT characters and more.
     * E_QUOTA: it has as much of what all share as one space may (README). What
     * a space has lies at another address once more, or (E_BUSY) the model has
     * one address for it.
     */
    int (*attach)(int space, const char *name, u32 size, u32 access, u32 *at);
    /* A copy of a space that shares its pages until one of both writes. Returns
     * its handle. E_NOMEM, E_FULL. */
    int (*copy)(int space);
    /* Copy `size` bytes from or to a space, as a service does for a client.
     * E_ADDRESS: not all of it is the client's to read (to write); E_PAGING: the
     * model reaches its memory only while paging is on. */
    int (*read)(int space, u32 address, void *data, u32 size);
    int (*write)(int space, u32 address, const void *data, u32 size);
    /* Fills *usage: of a space, or (0) of the whole model. */
    int (*usage)(int space, struct memory_usage *usage);
    /* Another model wants a frame (a physical address) that this one maps: store
     * its page, unmap it, and bring it back when it is touched (paper 4.3.2).
     * E_BUSY: cannot be taken. */
    int (*release_frame)(paddr_t frame);
    /*
     * What is in a space (area.h). Returns how many areas there are; with less
     * `room` than that nothing is told. E_ADDRESS: there is no such room;
     * E_NOT_APPLICABLE: its client has receptacles or interfaces, whose bindings
     * the configuration manager has made.
     */
    int (*export)(int space, struct description *description, u32 room);
    /*
     * Memory, rights and program of a space that has nothing as yet, by a
     * description; what is not shared holds zeros and the model's own stubs.
     * All of it, or the space stays empty. `from` names a space of this
     * model, which shares (E_HANDLE, E_RANGE, E_RIGHTS); an object is attached
     * (E_RIGHTS, E_QUOTA). `most` may become less. E_EXISTS, E_BUSY: it has
     * something; E_ADDRESS, E_INVALID: the description is not there, or is
     * damaged; E_RANGE: the model does not give such an address;
     * E_NOT_APPLICABLE: nor such rights or kinds; E_NOMEM, E_FULL.
     */
    int (*import)(int space, const struct description *description);
    /*
     * Content, whatever the client may do with it: `kind` is that of the
     * area. The stubs are left as they are. E_ADDRESS: there is nothing;
     * E_RIGHTS: to fill what another space has, too, and this one may not
     * write.
     */
    int (*fetch)(int space, u32 kind, u32 address, void *data, u32 size);
    int (*fill)(int space, u32 kind, u32 address, const void *data, u32 size);
};

#define MEMORY_METHODS "create destroy load run map unmap protect grow " \
    "share attach copy read write usage release_frame export import fetch fill"

/*
 * What a module does when a client of it touches what it may not: interface
 * type "trap". A memory model has a receptacle `trap` of that type; nothing
 * bound: the client dies.
 */
struct trap {
    /* 1: try the access again (the pages were made accessible by protect() or
     * map()); 0: the client dies. Runs on the client's thread at ring 1. */
    int (*access)(int space, u32 address, u32 access);
};

#define TRAP_METHODS "access"
