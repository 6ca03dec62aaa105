/* SPDX-License-Identifier: MIT */
/*
 * Trap: the call is an INT n to a vector of the binding's own, whose trap
 * gate leads straight back to ring 1; it returns by IRET. Same ring, same
 * stack: nothing is copied, and the server dies in its caller's thread.
 */
#include "deimos.h"

#include "binding/direct.h"

#define VECTOR_FIRST 48
#define VECTORS 256

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(vectors, vector, "vector", .from = "vector");

/* trap.S */
int trap_call(u32 operation, const void *in, u32 in_size,
              void *out, u32 out_size);
void trap_enter(void);
extern u8 trap_number;          /* the operand of its INT */
u32 trap_vector;                /* 0: not started */
extern const struct service *volatile trap_server
    __attribute__((alias("server")));

/* The first vector that is free. */
static int attach(void)
{
    for (u32 vector = VECTOR_FIRST; vector < VECTORS; vector++) {
        const int error = vectors->attach_call(vector, trap_enter);
        if (error >= 0)
            return (int)vector;
        if (error != E_BUSY)
            return error;
    }
    return E_FULL;
}

static int start(u32 capacity)
{
    (void)capacity;
    if (trap_vector)
        return E_BUSY;
    const int vector = attach();
    if (vector < 0)
        return vector;
    trap_number = (u8)vector;
    trap_vector = (u32)vector;
    return 0;
}

static int stop(void)
{
    const u32 vector = trap_vector;

    trap_vector = 0;
    return vector ? vectors->detach(vector) : E_UNBOUND;
}

static const struct service service = { .call = trap_call };

static const struct binding binding = {
    .start = start, .stop = stop, .flush = direct_flush,
    .count = direct_count,
};

DEIMOS_MODULE("bind_trap", MODULE_BINDING);
DIRECT_INTERFACES("<moduleName, \"bind_trap\"> <kind, \"trap\">");
