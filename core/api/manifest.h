/* SPDX-License-Identifier: MIT */
/*
 * The module manifest: an array of entries in the section ".deimos" of an
 * ELF32 relocatable object. Exactly one entry is of kind MANIFEST_MODULE.
 *
 * Nothing but this section ties a module to the system (paper 3.1). Its
 * pointers are relocated with the rest of the image and must lead into it;
 * the CM checks each of them before it believes any. A refusal (E_MANIFEST)
 * names the entry, its number and its name, and the cause:
 *  - Names, types and names of methods are of ASCII from '!' to '~', 1 to 31
 *    characters; none is there twice among a module's interfaces, its
 *    receptacles, or the methods of an interface.
 *  - What the core will call (init, exit, export_state, import_state, each
 *    method) lies in an executable section.
 *  - Tables and slots are aligned to 4. Where slots are, nothing else is, and
 *    the section can be written.
 *  - A field that has no meaning for its kind is zero, and so is `reserved`.
 */
#pragma once

#include "types.h"

#define MANIFEST_MAGIC 0x314d4544       /* "DEM1" */
#define NAME_SIZE 32                    /* a name, with its final NUL */
#define METHOD_MAX 25                   /* methods of one interface */

/* The number of a method of an interface: its place in a table, as the struct
 * in the interface's header has it; and how many there are. */
#define METHOD_NUMBER(type_, method_) \
    (offsetof(struct type_, method_) / sizeof(saddr_t))
#define METHOD_AT(type_, method_) [METHOD_NUMBER(type_, method_)]
#define METHODS_OF(type_) (sizeof(struct type_) / sizeof(saddr_t))

enum manifest_kind {
    MANIFEST_MODULE = 1,
    MANIFEST_INTERFACE,
    MANIFEST_RECEPTACLE,
};

/*
 * What only each may do. A wrapper gives access to hardware: the core's own,
 * cannot be loaded. A binding module offers communication: interfaces of type
 * "binding". Vectors, interrupts, privileged instructions and call gates are
 * for system and binding modules; an application gets a refusal.
 */
enum module_type {
    MODULE_APPLICATION = 1,
    MODULE_SYSTEM,
    MODULE_BINDING,
    MODULE_WRAPPER,                     /* the core's own: cannot be loaded */
};

/*
 * What a module hands to the one that replaces it. The exporter points at
 * data in its own memory, which stays until the import has returned; the
 * importer checks kind and size, copies, or refuses with a negative error.
 */
struct module_state {
    u32 kind;               /* the module's own: which layout the data has */
    const void *data;
    u32 size;               /* bytes */
};

struct manifest_entry {
    u32 magic;              /*  0 MANIFEST_MAGIC */
    u32 kind;               /*  4 enum manifest_kind */
    const char *name;       /*  8 of the module, interface or receptacle */
    const char *type;       /* 12 interface type, such as "experiment" */
    u32 module_type;        /* 16 module: enum module_type */
    const void *table;      /* 20 interface: method table;
                                  receptacle: its slots */
    u32 count;              /* 24 interface: methods; receptacle: slots */
    const char *methods;    /* 28 interface: method names, blank separated */
    const char *pairs;      /* 32 constraint pairs: <name, "value"> ... */
    const char *predicate;  /* 36 constraint predicate, or NULL */
    const char *from;       /* 40 receptacle: bind at load to this module's
                                  interface of the same type, or NULL */
    int (*init)(int self);  /* 44 module: after load; negative refuses it */
    void (*exit)(void);     /* 48 module: before unload, or NULL */
    /* 52 module: state for a successor, and from a predecessor; see
     * struct module_state. Or NULL. */
    int (*export_state)(struct module_state *state);
    int (*import_state)(const struct module_state *state);
    u32 reserved;           /* 60 zero */
};

_Static_assert(sizeof(struct manifest_entry) == 64, "manifest entry");
