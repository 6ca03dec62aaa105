/* SPDX-License-Identifier: MIT */
/* Fills what a thread has of registers and stack; and says what of it a new
 * client finds not to be as it ought to. */
#include "client.h"
#include "fresh.h"

CLIENT("fresh");

enum { FILL_AND_EXIT, FILL_AND_DIE, CHECK, KEEP, SSE, DEBUG };
enum { GENERAL = 1, SEGMENTS = 2, FLAGS = 4, X87 = 8, STACK = 16,
       FXSAVE = 32 };

#define EFLAGS_AT_START 0x202
#define FLAG_ID (1u << 21)
#define FEATURE_FXSR (1u << 24)

struct seen {
    u32 general[7];             /* EAX EBX ECX EDX ESI EDI EBP */
    u32 stack;                  /* all words, ORed */
    u32 flags;
    u32 cs, ds, es, fs, gs, ss;
    u32 unused;
    u32 fpu[27];
};
_Static_assert(sizeof(struct seen) == SEEN_SIZE, "entry.S");
_Static_assert(offsetof(struct seen, fpu) == SEEN_FPU, "entry.S");

extern struct seen seen;
void fill_stack(u32 bytes);
void die_full(void);
int fresh(u32 argument);

static u32 image[27], again[27];
static u8 fx[512] __attribute__((aligned(16)));

static void fill_fpu(void)
{
    static const u32 secret[2] = { SECRET, SECRET };
    static const u16 control = 0x127f;

    __asm__ volatile("fninit\n\tfldcw %1\n\t"
                     ".rept 8\n\tfildll %0\n\t.endr" ::
                     "m"(secret), "m"(control));
}

static u32 is_flat(void)
{
    return !(seen.cs & 2);
}

/* EBP is a link of the backtrace where it is ring 1's. */
static u32 check_general(void)
{
    u32 any = 0;

    for (u32 i = 0; i < 7 - is_flat(); i++)
        any |= seen.general[i];
    return any ? GENERAL : 0;
}

static u32 check_segments(void)
{
    if (is_flat())
        return 0;
    return seen.cs == 0x0f && seen.ds == 0x17 && seen.es == 0x17 &&
           seen.ss == 0x1f && !seen.fs && !seen.gs ? 0 : SEGMENTS;
}

/* As FNINIT leaves it, and 0 where it leaves what was there. */
static u32 check_fpu(void)
{
    u32 any = seen.fpu[3] | seen.fpu[4] | seen.fpu[5] | (u16)seen.fpu[6];

    for (u32 i = 7; i < 27; i++)
        any |= seen.fpu[i];
    return any || (u16)seen.fpu[0] != 0x37f || (u16)seen.fpu[1] ||
           (u16)seen.fpu[2] != 0xffff ? X87 : 0;
}

static u32 has_fxsave(void)
{
    u32 before, after, eax = 1, edx, ebx, ecx;

    __asm__ volatile("pushfl\n\tpopl %0\n\tmovl %0, %1\n\txorl %2, %1\n\t"
                     "pushl %1\n\tpopfl\n\tpushfl\n\tpopl %1" :
                     "=&r"(before), "=&r"(after) : "i"(FLAG_ID) : "cc");
    if (!((before ^ after) & FLAG_ID))
        return 0;
    __asm__ volatile("cpuid" : "+a"(eax), "=d"(edx), "=b"(ebx), "=c"(ecx));
    return edx & FEATURE_FXSR;
}

/* XMM: not stored while SSE is off, or 0. */
static u32 check_fxsave(void)
{
    u32 any = 0;

    if (!has_fxsave())
        return 0;
    for (u32 i = 0; i < sizeof(fx); i++)
        fx[i] = 0xaa;
    __asm__ volatile("fxsave %0" : "+m"(fx));
    for (u32 i = 160; i < 288; i++)
        any |= fx[i] != 0xaa && fx[i];
    for (u32 i = 32; i < 160; i++)
        any |= fx[i] && i % 16 < 10;
    return any ? FXSAVE : 0;
}

static u32 check(void)
{
    return check_general() | check_segments() | check_fpu() |
           check_fxsave() | (seen.flags == EFLAGS_AT_START ? 0 : FLAGS) |
           (is_flat() || !seen.stack ? 0 : STACK);
}

/* What it has of its own stays, whoever begins or ends meanwhile. */
static u32 keep(void)
{
    u32 differ = 0;

    fill_fpu();
    __asm__ volatile("fnsave %0\n\tfrstor %0" : "+m"(image));
    for (u32 i = 0; i < 6; i++)
        client->yield();
    __asm__ volatile("fnsave %0" : "=m"(again));
    for (u32 i = 7; i < 27; i++)
        differ |= image[i] ^ again[i];
    return differ;
}

int fresh(u32 argument)
{
    switch (argument & 0xff) {
    case FILL_AND_EXIT:
        fill_stack(argument >> 8);
        fill_fpu();
        return 0;
    case FILL_AND_DIE:
        fill_stack(argument >> 8);
        fill_fpu();
        die_full();
        return -1;
    case CHECK: return (int)check();
    case KEEP: return (int)keep();
    case SSE: __asm__ volatile("xorps %xmm0, %xmm0"); return 0;
    case DEBUG: __asm__ volatile("movl %%dr0, %%eax" ::: "eax"); return 0;
    }
    return -1;
}
