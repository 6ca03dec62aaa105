/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Which frame leads to the detour, wherever in ring 0 an interrupt hits: that of a
 * call which returns by it, and no other word of the stack is changed. */
#include "../../core/gate/detour.c"

#include <string.h>

#include "check.h"

#define STACK 64                /* words */
#define SERVED 24               /* offsets in a thunk */
#define BACK 49
#define INDEX 5                 /* of the gate */
#define METHODS 3
#define EIP_OF(method) (STUB_BASE + INDEX * STUB_BLOCK + 7 + (method) * STUB_SIZE)

/* Addresses in the core, each part with its end. */
#define PLACE(name, at) __asm__(".globl " #name "\n" #name " = thunks_at + " #at)
u8 thunks_at[GATES * GATE_THUNK + 0x100] __asm__("thunks_at");
PLACE(gate_thunks, 0);
PLACE(gate_thunks_end, 0x30000);
PLACE(gate_refusals_end, 0x30020);
PLACE(context_gate, 0x30030);
PLACE(context_gate_end, 0x30050);
PLACE(gate_fault_address, 0x30060);
PLACE(gate_fault_address_end, 0x30064);
PLACE(detour, 0x30070);
PLACE(detour_far, 0x30074);
_Static_assert(GATES * GATE_THUNK == 0x30000, "gate_thunks_end");

#define AT(offset) ((u32)thunks_at + (offset))
#define THUNK AT(INDEX * GATE_THUNK)
#define METHOD AT(0x300f0)      /* code of the core, anywhere */

const u32 gate_served = SERVED, gate_back = BACK;
struct core_tss core_tss;
struct gate gates[GATES];
static u32 stack[STACK], before[STACK];

enum outcome { NOTHING, LED, LED_FAR };

/* The words of a frame that ends at TSS.esp0. */
static void lay(u32 eip, u32 cs, u32 ss, u32 back)
{
    for (u32 i = 0; i < STACK; i++)
        stack[i] = 0x5a000000 + i;
    stack[STACK - FAR_WORDS] = stack[STACK - CALL_WORDS] = eip;
    stack[STACK - FAR_WORDS + 1] = stack[STACK - CALL_WORDS + 1] = cs;
    stack[STACK - 1] = ss;
    stack[STACK - CALL_WORDS - 1] = back;
}

/* An interrupt at eip, with so many words on the stack. */
static struct trap_state *hit(u32 eip, u32 words)
{
    struct trap_state *trap = (void *)((u8 *)&stack[STACK - words] -
                                       offsetof(struct trap_state, esp));
    trap->eip = eip;
    trap->cs = CORE_CS;
    trap->ecx = 0xecc;
    memcpy(before, stack, sizeof(stack));
    detour_lead(trap);
    return trap;
}

static void check_words(enum outcome outcome)
{
    const u32 at = STACK - (outcome == LED ? CALL_WORDS : FAR_WORDS);

    if (outcome != NOTHING) {
        before[STACK - 1] = before[at];
        before[at] = outcome == LED ? (u32)detour : (u32)detour_far;
        before[at + 1] = CORE_CS;
    }
    CHECK(!memcmp(before, stack, sizeof(stack)));
}

static void check_hit(u32 eip, u32 words, enum outcome outcome)
{
    const struct trap_state *trap = hit(eip, words);

    CHECK_EQ(trap->eip, eip);
    CHECK_EQ(trap->ecx, 0xecc);
    check_words(outcome);
}

/* At each instruction of a thunk, and with as many words as it has pushed. */
static void check_thunk(void)
{
    for (u32 method = 0; method <= METHODS; method++)
        for (u32 offset = 0; offset < GATE_THUNK; offset++) {
            lay(EIP_OF(method), UPS_CS, UPS_DS, THUNK + BACK);
            const struct trap_state *trap = hit(THUNK + offset, CALL_WORDS);
            const int is_ahead = offset < SERVED && method < METHODS;
            CHECK_EQ(trap->eip, THUNK + (is_ahead ? SERVED : offset));
            CHECK_EQ(trap->ecx, is_ahead ? method : 0xecc);
            before[&trap->eip - stack] = trap->eip;
            before[&trap->ecx - stack] = trap->ecx;
            check_words(offset >= SERVED || is_ahead ? LED : NOTHING);
            lay(EIP_OF(method) + 1, UPS_CS, UPS_DS, THUNK + BACK);
            if (offset < SERVED)
                check_hit(THUNK + offset, CALL_WORDS, NOTHING);
            check_hit(THUNK + offset, CALL_WORDS + 1, NOTHING);
            check_hit(THUNK + offset, CALL_WORDS - 1, NOTHING);
        }
}

/* In a method, or in what it calls; and what only looks like one. */
static void check_method(void)
{
    for (u32 words = 0; words < STACK - 20; words++) {
        lay(EIP_OF(1), UPS_CS, UPS_DS, THUNK + BACK);
        check_hit(METHOD, words, words > CALL_WORDS ? LED : NOTHING);
        lay(EIP_OF(1), UPS_CS, UPS_DS, THUNK + BACK);
        check_hit(AT(0x30000) + words % 0x20, words, NOTHING);
    }
    for (u32 back = AT(0) - 200; back < AT(0x30000) + 200; back++) {
        const u32 offset = back - AT(0);
        const int is_back = offset < 0x30000 && offset % GATE_THUNK == BACK;
        lay(EIP_OF(2), UPS_CS, UPS_DS, back);
        check_hit(METHOD, CALL_WORDS + 1, is_back ? LED : NOTHING);
    }
}

/* CONTEXT_GATE and FAULT_GATE. */
static void check_far(void)
{
    for (u32 offset = 0x30028; offset < 0x30070; offset++) {
        const int is_far = (offset >= 0x30030 && offset < 0x30050) ||
                           (offset >= 0x30060 && offset < 0x30064);
        for (u32 words = 0; words < CALL_WORDS; words++) {
            lay(0x123456, UPS_CS, UPS_DS, THUNK + BACK);
            check_hit(AT(offset), words,
                      is_far && words == FAR_WORDS ? LED_FAR : NOTHING);
        }
    }
}

/* Only UPS_CS and UPS_DS come back; the processor pads them as it likes. */
static void check_selectors(void)
{
    static const struct { u32 cs, ss, good; } pairs[] = {
        { UPS_CS, UPS_DS, 1 }, { 0xabcd0000 | UPS_CS, UPS_DS, 1 },
        { UPS_CS, 0xabcd0000 | UPS_DS, 1 }, { UPS_CS ^ 8, UPS_DS, 0 },
        { UPS_CS, UPS_DS ^ 8, 0 }, { CORE_CS, UPS_DS, 0 },
        { UPS_CS, EIP_OF(1), 0 },
    };

    for (u32 i = 0; i < ARRAY_SIZE(pairs); i++) {
        lay(EIP_OF(1), pairs[i].cs, pairs[i].ss, THUNK + BACK);
        check_hit(METHOD, CALL_WORDS + 1, pairs[i].good ? LED : NOTHING);
        check_hit(METHOD, CALL_WORDS + 1, NOTHING);     /* once */
        lay(EIP_OF(1), pairs[i].cs, pairs[i].ss, THUNK + BACK);
        memcpy(before, stack, sizeof(stack));
        detour_lead_call((void *)&stack[STACK - CALL_WORDS]);
        check_words(pairs[i].good ? LED : NOTHING);
    }
}

int main(void)
{
    core_tss.tss.esp0 = (u32)&stack[STACK];
    gates[INDEX].methods = METHODS;
    check_thunk();
    check_method();
    check_far();
    check_selectors();
    return check_done();
}
