/* SPDX-License-Identifier: MIT */
/*
 * Which call is under way: what a gate has pushed ends at TSS.esp0.
 *
 *      ss                      <- TSS.esp0     ss is where detour.S finds EIP
 *      esp
 *      arguments               only of a binding's gate
 *      cs
 *      eip                     CORE_CS and detour.S, instead of the caller's
 *      return to the thunk     while the method runs
 *
 * Invariant: only a frame that an LRET is going to pop is changed, and it then
 * holds all of what it was: CS was UPS_CS and SS UPS_DS, or it stays as it is.
 */
#include "detour.h"

#include "../base/layout.h"
#include "../descriptor/tss.h"

#define SELECTOR 0xffff         /* the processor pads CS and SS */
#define FAR_WORDS 4             /* eip, cs, esp, ss */
#define CALL_WORDS (sizeof(struct gate_call) / sizeof(u32))
#define LCALL_SIZE 7

extern const char gate_thunks[], gate_thunks_end[];     /* gate.S */
extern const char gate_refusals_end[];
extern const u32 gate_served, gate_back;                /* offsets in a thunk */
extern const char context_gate[], context_gate_end[];   /* context.S */
extern const char gate_fault_address[], gate_fault_address_end[]; /* demux.S */
extern const char detour[], detour_far[];               /* detour.S */

static u32 *top(void)
{
    return (u32 *)core_tss.tss.esp0;
}

static void lead(u32 *frame, const char *by)
{
    u32 *ss = top() - 1;

    if ((frame[1] & SELECTOR) != UPS_CS || (*ss & SELECTOR) != UPS_DS)
        return;
    *ss = frame[0];
    frame[0] = (u32)by;
    frame[1] = CORE_CS;
}

static int is_in(u32 eip, const char *begin, const char *end)
{
    return eip - (u32)begin < (u32)(end - begin);
}

static u32 offset_in_thunk(u32 eip)
{
    return (eip - (u32)gate_thunks) % GATE_THUNK;
}

/* gate.S looks at EIP to find out whether the call is served, and which it is.
 * In front of that the call is taken there; 0: it is going to be refused. */
static int serve(struct trap_state *trap, u32 eip)
{
    const u32 offset = offset_in_thunk(trap->eip);
    const u32 index = (trap->eip - (u32)gate_thunks) / GATE_THUNK;
    const u32 at = eip - (STUB_BASE + index * STUB_BLOCK + LCALL_SIZE);

    if (offset >= gate_served)
        return 1;
    if (at % STUB_SIZE || at / STUB_SIZE >= gates[index].methods)
        return 0;
    trap->ecx = at / STUB_SIZE;
    trap->eip += gate_served - offset;
    return 1;
}

/* Is a method under way, so that this is where it returns to? */
static int is_in_method(u32 back)
{
    return is_in(back, gate_thunks, gate_thunks_end) &&
           offset_in_thunk(back) == gate_back;
}

/* A refusal reads the caller's EIP once more, and what it pushes is the caller's. */
void detour_lead(struct trap_state *trap)
{
    const u32 *esp = &trap->esp;        /* of ring 0: none was pushed */
    u32 *call = top() - CALL_WORDS, *far = top() - FAR_WORDS;

    if (is_in(trap->eip, gate_thunks, gate_thunks_end)) {
        if (esp == call && serve(trap, *call))
            lead(call, detour);
    } else if (esp < call) {
        if (!is_in(trap->eip, gate_thunks_end, gate_refusals_end) &&
            is_in_method(call[-1]))
            lead(call, detour);
    } else if (esp == far && (is_in(trap->eip, context_gate, context_gate_end) ||
                              is_in(trap->eip, gate_fault_address,
                                    gate_fault_address_end))) {
        lead(far, detour_far);
    }
}

void detour_lead_call(struct gate_call *call)
{
    lead(&call->eip, detour);
}
