/* SPDX-License-Identifier: MIT */
/* Port I/O of ring 1 in a client's thread, made by the core. */
#include "port_access.h"

#include "../ups/user.h"
#include "../base/layout.h"
#include "../lib/string.h"
#include "../descriptor/io_bitmap.h"
#include "../x86/regs.h"
#include "../x86/x86.h"
#include "../x86/trap_state.h"

#define RPL 3
#define LENGTH_MAX 15           /* of an instruction */
#define ELEMENTS_MAX 256        /* of a REP, in one trap */

struct access {
    u32 length;                 /* of the instruction, in bytes */
    u32 size;                   /* of the access: 1, 2, 4 */
    u32 port;
    int out, string, repeated;
};

static int read_prefix(u8 byte, struct access *a)
{
    if (byte == 0x66)
        a->size = 2;
    else if (byte == 0xf2 || byte == 0xf3)
        a->repeated = 1;
    else
        return 0;
    return 1;
}

/* 0110_11xy: string; 1110_z1xy: x: out, y: not a byte, z: port in DX. */
static int read_opcode(u8 opcode, struct access *a)
{
    a->string = (opcode & 0xfc) == 0x6c;
    a->out = opcode & 2;
    if (!(opcode & 1))
        a->size = 1;
    return a->string || (opcode & 0xf4) == 0xe4;
}

static int decode(const struct trap_state *trap, struct access *a)
{
    const u8 *code = user_pointer(trap->eip, 1);

    *a = (struct access){ .size = 4, .port = trap->edx & 0xffff };
    while (code && read_prefix(*code, a) && ++a->length < LENGTH_MAX - 2)
        code = user_pointer(trap->eip + a->length, 1);
    if (!code || !read_opcode(*code, a))
        return 0;
    a->length++;
    if (a->string || *code & 8)
        return 1;
    code = user_pointer(trap->eip + a->length++, 1);
    a->port = code ? *code : PORTS;
    return 1;
}

static u32 in(const struct access *a)
{
    const u16 port = (u16)a->port;

    return a->size == 1 ? x86_inb(port) : a->size == 2 ? x86_inw(port)
                                                       : x86_inl(port);
}

static void out(const struct access *a, u32 value)
{
    const u16 port = (u16)a->port;

    if (a->size == 1)
        x86_outb(port, (u8)value);
    else if (a->size == 2)
        x86_outw(port, (u16)value);
    else
        x86_outl(port, value);
}

/* The low bytes of a register: size 1, 2 or 4. */
static u32 merge(u32 old, u32 value, u32 size)
{
    const u32 mask = 0xffffffffu >> (32 - 8 * size);

    return (old & ~mask) | (value & mask);
}

static void access_register(struct trap_state *trap, const struct access *a)
{
    if (a->out)
        out(a, trap->eax);
    else
        trap->eax = merge(trap->eax, in(a), a->size);
    trap->eip += a->length;
}

/* One element; 0 if its memory is not there. */
static int access_memory(struct trap_state *trap, const struct access *a)
{
    u32 *address = a->out ? &trap->esi : &trap->edi;
    void *at = user_pointer(*address, a->size);
    u32 value = 0;

    if (!at)
        return 0;
    if (a->out) {
        memcpy(&value, at, a->size);
        out(a, value);
    } else {
        value = in(a);
        memcpy(at, &value, a->size);
    }
    *address += trap->eflags & EFLAGS_DF ? -a->size : a->size;
    return 1;
}

/* What is left of a long REP faults again: time in the core is bounded. */
static int access_string(struct trap_state *trap, const struct access *a)
{
    const u32 segment = a->out ? trap->ds : trap->es;
    u32 left = a->repeated ? trap->ecx : 1;

    if ((segment & 0xffff & ~RPL) != (UPS_DS & ~RPL))
        return 0;
    for (u32 i = 0; i < ELEMENTS_MAX && left; i++, left--)
        if (!access_memory(trap, a))
            return 0;
    if (a->repeated)
        trap->ecx = left;
    if (!left)
        trap->eip += a->length;
    return 1;
}

int port_access(struct trap_state *trap)
{
    struct access a;

    if (trap->vector != VECTOR_GP || trap->error ||
        (trap->cs & 0xffff) != UPS_CS || !decode(trap, &a) ||
        !io_bitmap_is_open(IO_RING1, a.port, a.size))
        return 0;
    if (a.string)
        return access_string(trap, &a);
    access_register(trap, &a);
    return 1;
}
