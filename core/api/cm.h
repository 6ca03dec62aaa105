/* SPDX-License-Identifier: MIT */
/*
 * The configuration manager's interface, type "cm" (paper 3.2).
 *
 * Handles are positive; a handle that has been given back stays invalid.
 * All strings and buffers lie in the caller's UPS (segment-relative). Each
 * method checks everything first and then applies: a negative result has
 * changed nothing, and reason() tells what was refused and why. A handle is
 * of one kind: a binding's is no module's. Every method that takes a handle
 * may answer E_HANDLE, every one that takes a name or a buffer E_ADDRESS. While
 * the CM is gone each answers E_GONE. What returns nothing else returns 0.
 *
 * init, exit, export_state and import_state may ask for changes, too. Up to
 * eight such calls nest (E_FULL); a module that is in one cannot be unloaded
 * (E_ACTIVE), neither can whoever has asked for it, and neither can the CM
 * meanwhile. What they change stays. If who has asked dies meanwhile, the request
 * ends as if it had died in it by itself.
 */
#pragma once

#include "types.h"

struct cm {
    /*
     * load: module `name` from the boot archive (member "modules/<name>.o"),
     * place and relocate it, bind the receptacles that name a provider, run
     * its init. Returns the module's handle. E_NOTFOUND, E_FORMAT, E_SYMBOL,
     * E_RELOCATION, E_MANIFEST, E_NOMEM, E_FULL, E_CONSTRAINT, E_DIED, E_GONE
     * (the loader), what the source of images answers (images.h), or what init
     * returned.
     */
    int (*load)(const char *name);
    /*
     * unload: E_BUSY while one of its interfaces is bound or a vector
     * leads into it; E_ACTIVE while a call is inside; E_INVALID: it is part of
     * the core, and neither the CM nor the loader. Its exit is called. The
     * bindings of its own receptacles end, and every region that it owns is
     * destroyed. A binding to itself, which is allowed, does not hold it;
     * modules that are bound in a circle hold each other until one of these
     * bindings ends. What carries modules is E_BUSY, too. A module that is
     * carried is ended by its carrier, after its exit (carrier.h, unload): what
     * that refuses stays; E_TYPE: the carrier has no interface of type "carrier";
     * E_DIED: it died in that; E_INVALID: it carries the module still.
     */
    int (*unload)(int module);
    /* find: the handle of the newest live module of that name. E_NOTFOUND. */
    int (*find)(const char *name);
    /*
     * bind: a slot of `receptacle` of `caller` to `interface` of `provider`.
     * Returns the binding's handle. E_TYPE, E_CONSTRAINT, E_FULL, E_NOTFOUND
     * (receptacle, interface), E_BUSY: every slot of the receptacle is bound,
     * or a module drains; E_DEAD: one of the two is.
     */
    int (*bind)(int caller, const char *receptacle,
                int provider, const char *interface);
    /* rebind: swap the provider; the slot is never unbound in between. As bind,
     * but the slot is there. */
    int (*rebind)(int binding, int provider, const char *interface);
    /* unbind: the slot then answers E_UNBOUND. */
    int (*unbind)(int binding);
    /* reason: why the last request was refused: as much as fits into `size`
     * bytes, with a NUL; "" if it was not. Returns the whole text's length. */
    int (*reason)(char *buffer, u32 size);
    /* archive_size: bytes of a member of the boot archive. E_NOTFOUND. */
    int (*archive_size)(const char *name);
    /* archive_read: up to `size` bytes of a member from `offset` on; returns
     * how many. E_NOTFOUND; E_RANGE: the member ends before `offset`. */
    int (*archive_read)(const char *name, u32 offset, void *buffer, u32 size);
    /* archive_name: of member `index`, in archive order, as reason() returns a
     * text. E_NOTFOUND: there are not so many. */
    int (*archive_name)(u32 index, char *buffer, u32 size);
    /* digest: the low 31 bits of a CRC-32 over all that is allocated: modules,
     * bindings, regions, tables. Equal before and after: nothing was left. */
    int (*digest)(void);
    /*
     * replace: load `name` in the place of `module`. The new one gets the
     * bindings of the old one's receptacles of the same names, as if the old one
     * had none, but no dead one's; its state; and then, in one step, every binding
     * to the old one's interfaces. Returns the new one's handle. Any refusal leaves
     * the old one as it was, never having stopped: what load and bind can refuse;
     * E_INVALID: it is part of the core; E_DEAD: it is dead or drains; E_NOTFOUND: an
     * interface in use is missing; E_ACTIVE: a call is inside a module that has state;
     * E_UNSUPPORTED: state, but no import_state; what import_state returned.
     * A stateless old one with calls inside drains: unload it when they ended. A
     * thread that has been interrupted just before a call calls the new one.
     * The successor of a module that is carried is loaded by its carrier, as by
     * load_by().
     */
    int (*replace)(int module, const char *name);
    /*
     * drain: 1: no new binding to the module; the old ones go on until they
     * are unbound. 0: as before. Then unload() succeeds as soon as nothing
     * holds it any more. E_INVALID: `on` is neither, or it is part of the core;
     * E_DEAD.
     */
    int (*drain)(int module, u32 on);
    /*
     * load_by: module `carrier` loads program `name` into a space of its own, and
     * its module (carrier.h). Returns that module's handle. E_TYPE: the carrier
     * has no interface of type "carrier"; E_DEAD, E_BUSY: it is dead, or drains;
     * E_DIED: it died in load(); E_INVALID: load() returned what is no new
     * module that it carries; or what load() returned.
     */
    int (*load_by)(int carrier, const char *name);
};

/*
 * Interface `orphans`, of that type: of a module that keeps things for those
 * that are bound to it. The CM calls it where it would refuse to unload that
 * module, and before it computes the digest.
 */
struct orphans {
    /* Give back what was kept for modules that have died, are gone, or have no
     * binding any more. 0. Runs in an upcall: it must not wait. */
    int (*drop)(void);
};

#define ORPHANS_METHODS "drop"

/*
 * Interface `release`, of that type: of a binding module that keeps something as long
 * as its bindings last. The CM calls it before one of them ends by unbind, before one
 * to it moves by rebind or replace, and when a carrier says that a module at the other
 * end is about to die (carrier.h). One of its own that moves to another provider goes
 * on: what is kept for it is kept.
 */
struct release {
    /* Give back what is kept for that binding. 0; an error: the binding stays as it
     * is, and the request answers E_BUSY. Runs in an upcall: it must not wait. */
    int (*release)(u32 binding);
};

#define RELEASE_METHODS "release"

#define CM_METHODS "load unload find bind rebind unbind reason " \
                   "archive_size archive_read archive_name digest " \
                   "replace drain load_by"
