/* SPDX-License-Identifier: MIT */
/*
 * Owns a line, and does with it what it is told: counts, dies, counts and
 * stays busy, does not come back, or unloads another module.
 */
#include "concurrency.h"
#include "deimos.h"

enum { COUNT, DIE, STAY_BUSY, STAY, UNLOAD, STAY_FOREVER };

#define STAY_TICKS 6
#define STACK 16384

DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(cm, cm, "cm");
DEIMOS_RECEPTACLE(port, port, "port");

void bell_entry(void);
void bell_rings(void);

static volatile u32 busy, mode, count;
static u32 victim, of_victim;
static int outcome;
static volatile u32 spinning;           /* is whoever has been interrupted */
static const volatile u32 *flag;        /* the spinner's; NULL: it may be any
                                           thread but the first */

/* All registers are the interrupted code's; of the segments, SS is ours. */
__asm__(".text\n"
        ".globl bell_entry\n"
        "bell_entry:\n\t"
        "push %ebp\n\tmov %esp, %ebp\n\tpusha\n\t"
        "push %ds\n\tpush %es\n\t"
        "push %ss\n\tpop %ds\n\tpush %ss\n\tpop %es\n\tcld\n\t"
        "call bell_rings\n\t"
        "pop %es\n\tpop %ds\n\tpopa\n\tpop %ebp\n\tiret\n");

static inline __attribute__((always_inline)) u32 now(void)
{
    u32 ticks;

    GRAPH_READ(system.ticks, ticks);
    return ticks;
}

/* Not called: nothing but the interrupted EIP tells who waits here. */
static inline __attribute__((always_inline)) void wait_for(u32 n)
{
    const u32 start = now();

    while (now() - start < n)
        ;
}

/* While the timer ticks n times. */
static int spin(u32 n)
{
    spinning = 1;
    wait_for(n);
    spinning = 0;
    return (int)count;
}

/* Has it interrupted whom it is to unload? */
static int is_meant(void)
{
    return flag ? *flag : threads->current() != 1;
}

static volatile u32 left;

/* Which bits of the registers, and of FS, an interrupt has changed. */
static u32 changed_bits(void)
{
    u32 wrong;

    left = 2000;
    __asm__ volatile(
        "mov $0x2b, %%eax\n\tmov %%eax, %%fs\n\t"
        "mov $0x11111111, %%eax\n\tmov $0x22222222, %%ebx\n\t"
        "mov $0x33333333, %%ecx\n\tmov $0x44444444, %%edx\n\t"
        "mov $0x55555555, %%esi\n\tmov $0x66666666, %%edi\n"
        "1:\tdecl %1\n\tjnz 1b\n\t"
        "xor $0x11111111, %%eax\n\txor $0x22222222, %%ebx\n\t"
        "xor $0x33333333, %%ecx\n\txor $0x44444444, %%edx\n\t"
        "xor $0x55555555, %%esi\n\txor $0x66666666, %%edi\n\t"
        "or %%ebx, %%eax\n\tor %%ecx, %%eax\n\tor %%edx, %%eax\n\t"
        "or %%esi, %%eax\n\tor %%edi, %%eax\n\t"
        "mov %%fs, %%ecx\n\txor $0x2b, %%ecx\n\tor %%ecx, %%eax\n\t"
        "xor %%ecx, %%ecx\n\tmov %%ecx, %%fs"
        : "=&a"(wrong) : "m"(left)
        : "ebx", "ecx", "edx", "esi", "edi", "memory", "cc");
    return wrong;
}

/* As spin(): 0, or those bits. */
static int keep(u32 n)
{
    const u32 start = now();
    u32 wrong = 0;

    while (now() - start < n)
        wrong |= changed_bits();
    return (int)wrong;
}

/* The largest step from one reading of the ticks to the next, for n ticks. */
static int steps(u32 n)
{
    const u32 start = now();
    u32 before = start, most = 0;

    while (before - start < n) {
        const u32 after = now();
        if (after - before > most)
            most = after - before;
        before = after;
    }
    return (int)most;
}

static int unload_victim(void)
{
    if (of_victim)
        cm->unbind((int)of_victim);
    return cm->unload((int)victim);
}

/* With nothing of what it has interrupted in its registers. */
static void die(void)
{
    __asm__ volatile("xor %%eax, %%eax\n\tmov %%eax, %%fs\n\t"
                     "mov %%eax, %%ebx\n\tmov %%eax, %%ecx\n\t"
                     "mov %%eax, %%edx\n\tmov %%eax, %%esi\n\t"
                     "mov %%eax, %%edi\n\tud2"
                     : : : "eax", "ebx", "ecx", "edx", "esi", "edi");
}

void bell_rings(void)
{
    count++;
    if (mode == DIE)
        die();
    if (mode == UNLOAD && is_meant()) {
        mode = COUNT;
        outcome = unload_victim();
    }
    if (mode == STAY)
        wait_for(STAY_TICKS);
    while (mode == STAY_FOREVER)
        ;
    if (mode != STAY_BUSY)
        busy = 0;
}

static int attach(u32 line)
{
    return interrupt->attach(line, bell_entry, &busy);
}

static int detach(u32 line) { return interrupt->detach(line); }
static int get_count(void) { return (int)count; }

static int set_mode(u32 to)
{
    mode = to;
    return 0;
}

/* It is ready for the next. */
static int ready(void)
{
    busy = 0;
    return 0;
}

static int get_flag(void) { return (int)&spinning; }

static int heed(u32 at)
{
    flag = (const volatile u32 *)at;
    return 0;
}

/* Whom it unloads, and the binding that it ends first, or 0. */
static int aim(u32 module, u32 binding)
{
    victim = module;
    of_victim = binding;
    outcome = 1;
    return 0;
}

static int get_outcome(void) { return outcome; }

/* As spin(), in a thread of its own: its result, or what became of it. */
static int thread(u32 n)
{
    const int handle = threads->create(spin, n, STACK);

    return handle < 0 ? handle : threads->join(handle);
}

static int out(u32 at, u32 byte)
{
    const int error = port->open(at, 1);

    if (error)
        return error;
    __asm__ volatile("outb %b0, %w1" : : "a"(byte), "d"(at));
    return port->close(at, 1);
}

static const struct {
    int (*attach)(u32 line), (*detach)(u32 line), (*count)(void);
    int (*mode)(u32 to), (*ready)(void), (*spin)(u32 n);
    int (*aim)(u32 module, u32 binding), (*outcome)(void), (*thread)(u32 n);
    int (*flag)(void), (*heed)(u32 at), (*steps)(u32 n);
    int (*out)(u32 at, u32 byte), (*keep)(u32 n);
} table = { attach, detach, get_count, set_mode, ready, spin, aim, get_outcome,
            thread, get_flag, heed, steps, out, keep };

DEIMOS_MODULE("bell", MODULE_SYSTEM);
DEIMOS_INTERFACE("bell", "bell", table,
                 "attach detach count mode ready spin aim outcome thread flag "
                 "heed steps out keep");
