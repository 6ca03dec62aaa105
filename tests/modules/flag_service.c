/* SPDX-License-Identifier: MIT */
/*
 * A client and its server, with a binding module between: the client calls
 * with flags and an ES of its choice, the server tells what it finds, copies,
 * and leaves flags of its own.
 */
#include "deimos.h"

#include "binding.h"

#define SIZE 16
#define COPIED 1
#define CLEAR 2                 /* DF of what arrived */
#define SEGMENT 4               /* ES is the data segment */

DEIMOS_RECEPTACLE(service, service, "service");

static u8 from[SIZE], to[SIZE];
static u32 found, leave_with, after;

static u32 flags_now(void)
{
    u32 flags;

    __asm__ volatile("pushf\n\tpop %0" : "=r"(flags));
    return flags;
}

static void set_flags(u32 flags)
{
    __asm__ volatile("pushf\n\torl %0, (%%esp)\n\tpopf" : : "r"(flags)
                     : "memory", "cc");
}

/* The first that it does is to copy. */
static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    const void *source = in;
    u8 *target = to;
    u32 n = in_size, segments;

    __asm__ volatile("rep movsb" : "+S"(source), "+D"(target), "+c"(n) : :
                     "memory");
    __asm__ volatile("mov %%es, %0\n\tmov %%ss, %%ecx\n\txor %%ecx, %0"
                     : "=r"(segments) : : "ecx");
    found = target == to + in_size ? COPIED : 0;
    found |= flags_now() & 0x400 ? 0 : CLEAR;
    found |= segments & 0xffff ? 0 : SEGMENT;
    (void)operation, (void)out, (void)out_size;
    set_flags(leave_with);
    return (int)in_size;
}

/* 1: copied, 2: DF was clear, 4: ES was right; or the call's error. */
static int send(u32 flags, u32 es, u32 server_flags, u32 operation)
{
    const u32 args[] = { operation, (u32)from, SIZE, 0, 0 };
    const u32 target = (u32)service->call;
    int result;

    found = 0;
    leave_with = server_flags;
    for (u32 i = 0; i < SIZE; i++) {
        from[i] = (u8)(i + 1);
        to[i] = 0;
    }
    __asm__ volatile(
        "push %%es\n\t"
        "pushl 16(%1)\n\tpushl 12(%1)\n\tpushl 8(%1)\n\tpushl 4(%1)\n\t"
        "pushl (%1)\n\t"
        "mov %2, %%es\n\t"
        "pushf\n\torl %3, (%%esp)\n\tpopf\n\t"
        "call *%4\n\t"
        "pushf\n\tpopl %5\n\tcld\n\t"
        "add $20, %%esp\n\t"
        "pushf\n\tandl $0xffffbfff, (%%esp)\n\tpopf\n\t"
        "pop %%es"
        : "=&a"(result)
        : "S"(args), "b"(es), "D"(flags), "r"(target), "m"(after)
        : "ecx", "memory", "cc");
    for (u32 i = 0; i < SIZE; i++)
        if (to[i] != from[i])
            found &= ~(u32)COPIED;
    return result == SIZE ? (int)found : -1000 + result;
}

static int flags_after(void)
{
    return (int)after;
}

static const struct service service_table = { .call = call };
static const struct {
    int (*send)(u32 flags, u32 es, u32 server_flags, u32 operation);
    int (*after)(void);
} table = { send, flags_after };

DEIMOS_MODULE("flag_service", MODULE_SYSTEM);
DEIMOS_INTERFACE("service", "service", service_table, SERVICE_METHODS);
DEIMOS_INTERFACE("flags", "flags", table, "send after");
