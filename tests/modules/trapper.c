/* SPDX-License-Identifier: MIT */
/* What a memory model asks when a client touches what it may not: interface
 * `trap`. It makes the page accessible as long as it is told to. */
#include "deimos.h"
#include "memory.h"

DEIMOS_RECEPTACLE(memory, memory, "memory");

static u32 count, last, access_wanted, allowances, eflags;
/* AGAIN: says so, and does nothing. NEST: runs `other`, then destroys this
 * one, then unprotects. */
static enum { REFUSE, UNPROTECT, AGAIN, DIE, NEST } mode;
static int other, ran, destroyed;

/* Its beginning and the place behind its call are points to die at. */
static int __attribute__((noinline)) allow(int space, u32 address)
{
    return memory->protect(space, address & ~(PAGE_SIZE - 1), PAGE_SIZE,
                           ACCESS_READ | ACCESS_WRITE) >= 0;
}

static int trap_access(int space, u32 address, u32 access)
{
    __asm__ volatile("pushf\n\tpop %0" : "=r"(eflags));
    count++;
    last = address;
    access_wanted = access;
    if (mode == DIE)
        __builtin_trap();
    if (mode == NEST) {
        ran = memory->run(other, 5);
        destroyed = memory->destroy(space);
    }
    if (mode != UNPROTECT && mode != NEST)
        return mode == AGAIN && count < 5;
    const int allowed = allow(space, address);
    allowances += (u32)allowed;
    return allowed;
}

static const struct trap trap = { trap_access };

static int set_mode(int value)
{
    mode = value;
    count = 0;
    return 0;
}

static int get_count(void)
{
    return (int)count;
}

static int get_last(void)
{
    return (int)last;
}

static int get_access(void)
{
    return (int)access_wanted;
}

static int get_flags(void)
{
    return (int)eflags;
}

static int set_other(int space)
{
    other = space;
    return 0;
}

static int get_ran(void)
{
    return ran;
}

static int get_destroyed(void)
{
    return destroyed;
}

static const struct {
    int (*mode)(int value);
    int (*count)(void);
    int (*last)(void);
    int (*access)(void);
    int (*other)(int space);
    int (*ran)(void);
    int (*destroyed)(void);
    int (*flags)(void);         /* EFLAGS, when it was asked last */
} control = { set_mode, get_count, get_last, get_access, set_other, get_ran,
              get_destroyed, get_flags };

DEIMOS_MODULE("trapper", MODULE_SYSTEM);
DEIMOS_INTERFACE("trap", "trap", trap, TRAP_METHODS);
DEIMOS_INTERFACE("control", "trapper", control, "mode count last access "
                 "other ran destroyed flags");
