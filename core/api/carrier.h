/* SPDX-License-Identifier: MIT */
/*
 * Modules that another module carries. A *carrier* is a module at ring 1, such as
 * a memory model, in whose spaces programs run; such a program is a *carried*
 * module of the system graph. The CM never touches the program's own memory. What
 * it reads and writes is a *block* of the UPS, which the carrier owns and fills:
 *
 *      base                text_size        fixed_size                  size
 *       | code: the methods | manifest, tables, texts | slots, and data  |
 *
 * For the CM the block is the module's image. So constraints, find, bind,
 * rebind, drain and quiescence are what they are for every module.
 *
 * When a carrier dies, all that it carries dies with it. When it is unloaded dead,
 * what it carried is gone, too. A live one that carries anything is E_BUSY.
 */
#pragma once

#include "types.h"

struct carried {
    saddr_t base;               /* the block: in one plain region of the UPS that
                                   the carrier owns, outside of every module's
                                   image; that region then stays (E_BUSY) until
                                   the module is gone or the carrier has died */
    u32 size, text_size, fixed_size;    /* of it: methods lie in the first
                                   text_size bytes, no slot lies in the first
                                   fixed_size */
    saddr_t manifest;           /* entries (manifest.h), inside the block; what
                                   they point at lies there, too */
    u32 manifest_size;          /* bytes */
    int space;                  /* the carrier's own number of the space: > 0 */
};

/*
 * The CM's interface, name and type "carried", of the module "cm", for system and
 * binding modules (E_TYPE). The carrier is the module whose binding the call came
 * through. None but release runs code of ring 1, and a refusal has changed nothing;
 * reason() of struct cm says why.
 */
struct carried_modules {
    /*
     * enter: the calling module carries it from now on. Its handle; receptacles
     * that name a provider are bound. E_ADDRESS: the struct, the block or the
     * manifest is not where it has to be. E_RANGE: text_size, fixed_size and size
     * do not come in that order, or there is no code. E_BUSY: the block overlaps
     * the image of another module, dead ones that are still there included; or the
     * carrier drains. E_INVALID: `space`. E_TYPE: the caller is carried itself.
     * E_MANIFEST, also where it has an init: the program's beginning is the
     * carrier's to call. E_CONSTRAINT, E_FULL; of `from` what bind answers.
     */
    int (*enter)(const struct carried *module);
    /* died: it has died, as any module dies: bindings to it answer E_DEAD, its
     * own end, its state is NODE_DEAD. The block stays its image, since threads
     * may still return through it: none is set back or woken, and `deaths` of
     * the graph does not count it. How they leave is the carrier's affair.
     * E_HANDLE: the caller does not carry it; E_DEAD: it is dead already. */
    int (*died)(int module);
    /* leave: it is gone, with its interfaces and bindings; the block is the
     * carrier's alone. E_HANDLE: the caller does not carry it; E_ACTIVE: a call is
     * inside; E_BUSY: a live one whose interfaces are bound by others, or where a
     * vector leads in. What is bound to a dead one is then unbound. */
    int (*leave)(int module);
    /* release: it is about to die: binding modules at the other ends of its bindings
     * give back what they keep for it (struct release, cm.h). 0; E_HANDLE: the caller
     * does not carry it; E_BUSY: not all can right now, and those that could have. Ask
     * again then, before died. */
    int (*release)(int module);
};

#define CARRIED_MODULES_METHODS "enter died leave release"

/*
 * What a carrier offers, type "carrier"; the first interface of that type counts. The
 * CM calls both in an upcall: they must not wait. They may ask the CM for changes,
 * and for them interface "carried" is there.
 */
struct carrier {
    /* load: a new space with that program, and its module: the handle that
     * enter() gave. Or an error: load_by() then answers it. */
    int (*load)(const char *name);
    /* unload: the program ends, its space goes, and by leave() the module. An
     * error keeps it: unload() of the CM then answers it. */
    int (*unload)(int module);
};

#define CARRIER_METHODS "load unload"
