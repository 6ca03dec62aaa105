/* SPDX-License-Identifier: MIT */
/*
 * Asks for owners of lines by INT 34, or goes to the code that does, with a stack,
 * flags and words that no interrupt leaves.
 */
#include "deimos.h"
#include "core/api/thread_block.h"

#define RUNTIME_BASE 0x1000     /* core/base/layout.h */
#define RUNTIME_SIZE 0x1000
#define INT_OWNERS 0x22cd
#define ROUND 11                /* words of struct round (core/ups/runtime.h) */
#define SAVED 12                /* selectors, PUSHA */

DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

int beggar_ask(u32 esp, u32 ss, u32 flags);
int beggar_enter(u32 at, u32 esp, u32 flags);
extern const char beggar_back[];

static u32 stack[1024];

/* Its own ESP, EBP and SS are in memory meanwhile. */
__asm__(".text\n"
        "beggar_ask:\n\tpusha\n\tmov %esp, %ss:beggar_esp\n\t"
        "mov 36(%esp), %eax\n\tmov 40(%esp), %ecx\n\tpushl 44(%esp)\n\tpopf\n\t"
        "mov %ecx, %ss\n\tmov %eax, %esp\n\t"
        "int $34\n"
        "beggar_back:\n\t"
        "mov $0x21, %eax\n\tmov %eax, %ss\n\tmov %eax, %ds\n\tmov %eax, %es\n\t"
        "mov $0x31, %eax\n\tmov %eax, %gs\n\t"
        "mov %ss:beggar_esp, %esp\n\tpush $2\n\tpopf\n\tpopa\n\t"
        "xor %eax, %eax\n\tret\n"
        "beggar_enter:\n\tpusha\n\tmov %esp, %ss:beggar_esp\n\t"
        "mov 36(%esp), %ecx\n\tmov 40(%esp), %eax\n\tmov 44(%esp), %edx\n\t"
        "mov %eax, %esp\n\tmov $-1, %ebp\n\tpush %edx\n\tpopf\n\tjmp *%ecx\n"
        ".data\nbeggar_esp: .long 0\n.text");

/* A line has risen while the core ran: what is asked for is there. */
static int ask(u32 offset, u32 ss, u32 flags)
{
    cpu->hlt();
    return beggar_ask((u32)stack + offset, ss, flags);
}

static int ask_at(u32 esp, u32 flags)
{
    cpu->hlt();
    return beggar_ask(esp, 0x21, flags);
}

/* Where that code has its INT. */
static u32 find_int(void)
{
    for (u32 at = RUNTIME_BASE; at < RUNTIME_BASE + RUNTIME_SIZE; at++)
        if (*(const volatile u16 *)at == INT_OWNERS)
            return at;
    return 0;
}

/* To there and so many bytes on, with a frame that leads back here. Each word of
 * the round is that; all others are the head of the recovery points, which is
 * everybody's. */
static int enter(int distance, u32 word, u32 flags)
{
    u32 *frame = &stack[512];
    const u32 head = THREAD_BLOCK_READ(recovery);

    for (u32 i = 0; i < ARRAY_SIZE(stack); i++)
        stack[i] = head;
    for (u32 i = 1; word && i < ROUND; i++)
        frame[i] = word;
    frame[ROUND + SAVED + 1] = (u32)beggar_back;
    frame[ROUND + SAVED + 2] = 0x19;
    frame[ROUND + SAVED + 3] = flags;
    cpu->hlt();
    return beggar_enter(find_int() + (u32)distance, (u32)frame, flags);
}

/* The first address above a page that is not there, while paging is on. */
static int edge(void)
{
    struct region_info at;
    const int both = nmm->create_region(NMM_UPS, 0, 3 * PAGE_SIZE,
                                        REGION_ANYWHERE, &at);

    if (both < 0)
        return both;
    nmm->destroy_region((u32)both);
    if (nmm->create_region(NMM_UPS, at.base, PAGE_SIZE,
                           REGION_FIXED | REGION_SELF_BACKED, NULL) < 0 ||
        nmm->create_region(NMM_UPS, at.base + PAGE_SIZE, 2 * PAGE_SIZE,
                           REGION_FIXED, NULL) < 0)
        return E_NOMEM;
    return (int)(at.base + PAGE_SIZE);
}

static const struct {
    int (*ask)(u32 offset, u32 ss, u32 flags), (*ask_at)(u32 esp, u32 flags);
    int (*enter)(int distance, u32 word, u32 flags), (*edge)(void);
} table = { ask, ask_at, enter, edge };

DEIMOS_MODULE("beggar", MODULE_SYSTEM);
DEIMOS_INTERFACE("beggar", "beggar", table, "ask ask_at enter edge");
