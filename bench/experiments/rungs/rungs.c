/* SPDX-License-Identifier: MIT */
/*
 * Experiment ladder: the rungs that need segments, page tables or tasks. This
 * module is the memory model of its client.
 *
 * A null method that counts, and back, by
 *   far         a far call within ring 1
 *   gate        a call gate from ring 3 to ring 1
 *   trap        INT n from ring 3 to ring 1
 *   sysenter    SYSENTER from ring 3, by way of the core, and LRET back
 *   tss         a hardware switch to a task that counts, and back
 *
 * There and back, with no method at the other end:
 *   ldt         CONTEXT_GATE to a task with another LDT in the same space
 *   cr3         CONTEXT_GATE to a task in another space
 *
 * Proof of a sample: the count, and the way: DF, set at ring 3, is still set
 * where no code of the core ran; a hardware switch leaves CR0.TS set. Or what
 * the processor says of the second task's segment while that is current, and
 * what both segments are, and have, afterwards.
 */
#include "../../lib/own.h"

#include "../../../core/x86/regs.h"
#include "rungs.h"

enum { FIRST, SECOND, BOTH };

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(sysenter, sysenter, "sysenter", .from = "sysenter");

u32 rungs_calls, rungs_flags, rungs_far_task[2];

static struct own client[BOTH];
static int hardware_task;               /* 0: none */
static int paging_before = -1;
static int has_vector, has_sysenter;
static const char *body;                /* of ring 3 */
static volatile u32 went;               /* of ldt, cr3: a limit there */
static volatile int came;
static u32 mark;                        /* of the second task's space */

#define SMALL (OWN_WINDOW / 2)          /* the second task's segments */
#define MARK 0x5eca4d00u
/* The code of measure.S goes there, too. */
#define MEASURE_AT (OWN_CODE_AT + 256)

static int prepare(void);
static int sample(u32 kind, u64 *ticks);
static int check(void);

static int copy_code(void)
{
    const int error = own_copy(&client[FIRST], OWN_CODE_AT, rungs_code,
                               (u32)(rungs_code_end - rungs_code));

    return error < 0 ? error :
           own_copy(&client[FIRST], MEASURE_AT, (const void *)measure_bare,
                    rungs_measure_size());
}

static int create_gates(void)
{
    const int error = own_gate(nmm, &client[FIRST], GATE_NULL,
                               rungs_null_gate);

    return error < 0 ? error : own_gate(nmm, &client[FIRST], GATE_DONE,
                                        rungs_done);
}

static int set_up_ring3(const char *how)
{
    body = how;
    int error = own_create(nmm, &client[FIRST]);
    if (error >= 0)
        error = create_gates();
    if (error >= 0)
        error = paging_before = nmm->paging(1);
    return error < 0 ? error : copy_code();
}

static int set_up_gate(u32 x)
{
    (void)x;
    return set_up_ring3(rungs_gate);
}

/* IRET brings the flags back. So a handler that keeps them goes first. */
static int look_at_trap(void)
{
    u64 ticks;
    int error = vector->attach_open_call(RUNGS_VECTOR, rungs_look_int);

    if (error < 0)
        return error;
    prepare();
    sample(TSC_BARE, &ticks);
    error = vector->detach(RUNGS_VECTOR);
    return error < 0 ? error : check();
}

static int set_up_trap(u32 x)
{
    (void)x;
    int error = set_up_ring3(rungs_int);
    if (error >= 0)
        error = look_at_trap();
    if (error >= 0)
        error = vector->attach_open_call(RUNGS_VECTOR, rungs_null_int);
    has_vector = error >= 0;
    return error;
}

static int set_up_sysenter(u32 x)
{
    (void)x;
    int error = set_up_ring3(rungs_sysenter);
    if (error >= 0)
        error = sysenter->attach(rungs_null_gate, OWN_CODE, OWN_DATA);
    has_sysenter = error >= 0;
    return error == E_UNSUPPORTED ? E_NOT_APPLICABLE : error;
}

static int set_up_far(u32 x)
{
    (void)x;
    return 0;
}

static int set_up_tss(u32 x)
{
    (void)x;
    hardware_task = nmm->create_tss(&(struct task){
        .space = NMM_UPS, .eip = (u32)rungs_task_start, .cs = UPS_CS,
        .esp = (u32)&hardware_task, .ss = UPS_DS, .ds = UPS_DS,
        .es = UPS_DS });
    rungs_far_task[1] = (u32)hardware_task;
    return hardware_task;
}

/* The spaces have marks; in one space, the last one stays. */
static int set_up_marks(int error)
{
    if (error >= 0)
        error = paging_before = nmm->paging(1);
    for (u32 i = FIRST; i < BOTH && error >= 0; i++) {
        mark = MARK + i;
        error = own_copy(&client[i], OWN_CODE_AT, &mark, sizeof(mark));
    }
    return error;
}

static int set_up_ldt(u32 x)
{
    (void)x;
    int error = own_create(nmm, &client[FIRST]);
    client[SECOND].space = client[FIRST].space;
    client[SECOND].borrowed = 1;
    client[SECOND].size = SMALL;
    if (error >= 0)
        error = own_create_task(nmm, &client[SECOND]);
    return set_up_marks(error);
}

static int set_up_cr3(u32 x)
{
    (void)x;
    int error = own_create(nmm, &client[FIRST]);
    client[SECOND].size = SMALL;
    if (error >= 0)
        error = own_create(nmm, &client[SECOND]);
    return set_up_marks(error);
}

static int release_entries(void)
{
    int error = has_vector ? vector->detach(RUNGS_VECTOR) : 0;

    if (has_sysenter)
        error = sysenter->detach();
    has_vector = has_sysenter = 0;
    return error;
}

static int tear_down(void)
{
    int error = release_entries();

    if (client[FIRST].task > 0)
        own_enter(0);
    own_destroy(nmm, &client[SECOND], &error);
    own_destroy(nmm, &client[FIRST], &error);
    give_back(&hardware_task, nmm->destroy_tss, &error);
    paging_back(nmm, &paging_before, &error);
    return error;
}

/* --- The null method ----------------------------------------------------- */

static int prepare(void)
{
    rungs_calls = 0;
    rungs_flags = EFLAGS_FIXED;
    return 0;
}

/* Has no code of the core run? */
static int check(void)
{
    return rungs_calls == 1 && rungs_flags & EFLAGS_DF ? 0 : E_VERIFY;
}

static int check_sysenter(void)
{
    return rungs_calls == 1 && !(rungs_flags & EFLAGS_DF) ? 0 : E_VERIFY;
}

static int check_far(void)
{
    return rungs_calls == 1 ? 0 : E_VERIFY;
}

/* The processor sets CR0.TS with each switch of tasks, and the core clears it
 * at the next use of the FPU. */
static u32 has_switched(void)
{
    return rungs_machine_word() & CR0_TS;
}

static int prepare_tss(void)
{
    rungs_use_fpu();
    return has_switched() ? E_VERIFY : prepare();
}

static int check_tss(void)
{
    return has_switched() ? check_far() : E_VERIFY;
}

static int sample(u32 kind, u64 *ticks)
{
    *ticks = rungs_enter((u32)client[FIRST].task, OWN_CODE_AT +
                         (u32)(body - rungs_code),
                         MEASURE_AT + rungs_measure(kind));
    return 0;
}

/* --- There and back ------------------------------------------------------ */

static int prepare_switch(void)
{
    went = 0;
    came = E_VERIFY;
    return own_enter(client[FIRST].task);
}

static void body_switch(void)
{
    went = own_limit((u32)own_enter(client[SECOND].task));
    came = own_enter(client[FIRST].task);
}

/* Once more, with a look at where we are. */
static int check_switch(void)
{
    int good = went == SMALL - 1 && !came && own_limit(0) == OWN_WINDOW - 1 &&
               own_word(OWN_CODE_AT) == (client[SECOND].borrowed ? mark : MARK);

    good &= own_enter(client[SECOND].task) == 0 && own_limit(0) == SMALL - 1 &&
            own_word(OWN_CODE_AT) == mark;
    good &= own_enter(client[FIRST].task) == 0;
    return good ? 0 : E_VERIFY;
}

#define RING1(name_, prepare_, body_, check_)                               \
    EXPERIMENT(name_, set_up_##name_, prepare_, body_, check_, tear_down)
#define RING3(name_, check_)                                               \
    TIMED(name_, set_up_##name_, prepare, sample, check_, tear_down)

DEIMOS_MODULE("bench_rungs", MODULE_SYSTEM);
RING1(far, prepare, rungs_far, check_far);
RING1(tss, prepare_tss, rungs_task, check_tss);
RING1(ldt, prepare_switch, body_switch, check_switch);
RING1(cr3, prepare_switch, body_switch, check_switch);
RING3(gate, check);
RING3(trap, check);
RING3(sysenter, check_sysenter);
