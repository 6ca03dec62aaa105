/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* The rungs of experiment ladder that need segments: see requests.h. */
#include "requests_nmm.h"

/* What rungs.S and measure.S have: places in one stretch. */
__asm__(".data\n.globl rungs_code, rungs_code_end, rungs_gate, rungs_int\n"
        ".globl rungs_sysenter, measure_bare, measure_empty\n"
        "rungs_code: .zero 16\nrungs_gate: .zero 16\nrungs_int: .zero 16\n"
        "rungs_sysenter: .zero 16\nrungs_code_end:\n"
        "measure_bare: .zero 16\nmeasure_1: .zero 48\nmeasure_empty:\n.text");

#include "../../bench/experiments/rungs/rungs.c"

#define METHOD(name_) void name_(void) { rungs_calls++; }
METHOD(rungs_null_gate) METHOD(rungs_null_int) METHOD(rungs_look_int)
METHOD(rungs_far) METHOD(rungs_task) METHOD(rungs_done)
METHOD(rungs_task_start)

tsc_measure measure_1;
tsc_measure *const tsc_measures[TSC_KINDS] = { measure_bare, measure_1 };
static u32 machine_word;

void rungs_use_fpu(void) { ask(0, "use_fpu()"); machine_word = 0; }
u32 rungs_machine_word(void) { return machine_word; }

u64 rungs_enter(u32 task, u32 at, u32 measure)
{
    rungs_calls++;
    rungs_flags |= EFLAGS_DF;
    ask(0, "rungs_enter(%u %x %x)", task, at, measure);
    return 66;
}

static int attach(void (*handler)(void), u32 cs, u32 ss)
{
    return ask(0, "sysenter.attach(%u %x %x)", number_of(handler), cs, ss);
}

static int detach(void) { return ask(0, "sysenter.detach()"); }

static const struct sysenter sysenter_table = { attach, detach };

static void request_reset(void)
{
    nmm_reset();
    machine_word = 8;
    memset(client, 0, sizeof(client));
}

int main(void)
{
    nmm_start();
    nmm = &nmm_table;
    vector = &vector_table;
    sysenter = &sysenter_table;
    handlers[1] = rungs_null_gate;
    handlers[2] = rungs_null_int;
    handlers[3] = rungs_look_int;
    handlers[4] = rungs_done;
    handlers[5] = rungs_task_start;
    REQUEST_BODY(far, 0);
    REQUEST_BODY(tss, 0);
    CHECK_EQ(rungs_far_task[1], 1);
    REQUEST_BODY(ldt, 0);
    REQUEST_BODY(cr3, 0);
    REQUEST_TIMED(gate, 0);
    REQUEST_TIMED(trap, 0);
    REQUEST_TIMED(sysenter, 0);
    request_compare("tests/golden/requests/rungs.txt");
    return check_done();
}
