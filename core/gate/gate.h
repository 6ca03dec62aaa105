/* SPDX-License-Identifier: MIT */
/*
 * Call gates: how a ring-1 module reaches a wrapper (paper 3.1).
 *
 * Each binding to an interface of the core has a gate of its own: a slot in
 * the GDT, a block of stubs in the UPS, and a struct gate here, all with one
 * index. A stub is LCALL, RET. The gate copies GATE_ARGS dwords from the
 * caller's stack to the core's, by hardware and with its checks, so that a
 * method reads arguments that nobody can change under it.
 */
#pragma once

#include "../api/manifest.h"
#include "../api/types.h"

#define GATE_ARGS 6             /* dwords of arguments a method may have */

/* The core's stack after a stub's LCALL (manual, figure 6-5). */
struct gate_call {
    u32 eip, cs;                /*  0 in the stub, after its LCALL */
    u32 caller;                 /*  8 the caller's return address (UPS) */
    u32 arg[GATE_ARGS];         /* 12 */
    u32 esp, ss;                /* 36 the caller's stack */
};

struct gate;

/* A method of a wrapper. Negative results are errors. */
#define GATE_METHOD __attribute__((regparm(2)))
typedef u32 GATE_METHOD gate_method(struct gate_call *call,
                                    struct gate *gate);

struct gate {
    saddr_t returns;            /*  0 the first stub's return address */
    u32 methods;                /*  4 how many; 0: the slot is free */
    u32 module;                 /*  8 handle of the module bound by it */
    u32 binding;                /* 12 handle of the binding */
    u32 tag;                    /* 16 module * 2: what the NMM compares */
    u32 reserved[3];
    gate_method *method[METHOD_MAX];    /* 32 */
};

extern struct gate gates[];             /* by index */

/* The gate by which upcalls return. After the GDT is there. */
void gate_init(void);

/*
 * A gate for `binding`, of module `module`, to these methods.
 * Returns its index, or E_FULL. Its stubs are in the UPS from then on.
 */
int gate_create(u32 module, u32 binding, gate_method *const *methods,
                u32 count);
/* The selector is not present from then on, so that its stubs get #GP; a call
 * that is inside still returns through them. */
void gate_destroy(u32 index);
/* Where the caller's slot has to point: a table of its stubs. */
saddr_t gate_table(u32 index);
u16 gate_selector(u32 index);
/* The module whose stub is at eip; ~0 if none is. */
u32 gate_module_at(saddr_t eip);
/* Every gate to these methods leads to that one method from now on. */
void gate_replace(gate_method *const *methods, gate_method *method);
/* Every gate to the method `old` leads to `new` from now on. */
void gate_exchange(gate_method *old, gate_method *new);
/* CRC over the gates in use. */
u32 gate_digest(u32 crc);
