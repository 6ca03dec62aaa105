/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Where each trap goes, by vector, ring, flags, and what others answer. */
#include "../../core/x86/x86.h"

static unsigned cr0;
#define x86_read_cr0() (cr0)
#define x86_clts() (cr0 &= ~8u)
#include "../../core/x86/exit.c"
#include "../../core/trap/trap.c"

#include <setjmp.h>
#include <string.h>

#include "check.h"

/* Addresses in the core, each part with its end. */
#define PLACE(name, at) __asm__(".globl " #name "\n" #name " = places_at + " #at)
u8 places_at[0x100] __asm__("places_at");
PLACE(segments_try, 0x10);
PLACE(segments_failed, 0x14);
PLACE(demux_stubs, 0x20);
PLACE(demux_end, 0x30);
PLACE(demux_no_stack, 0x34);
PLACE(sysenter_entry, 0x40);
PLACE(sysenter_end, 0x50);
PLACE(sysenter_no_stack, 0x54);
PLACE(gate_thunks, 0x60);
PLACE(gate_thunks_end, 0x80);
PLACE(exit_gate, 0x84);
u32 exits_at[4] __asm__("exits_at");
__asm__(".globl exit_table\nexit_table = exits_at\n"
        ".globl exit_table_end\nexit_table_end = exits_at + 16");

#define AT(offset) ((u32)places_at + (offset))

enum outcome { NOTHING, OWNER, CLIENTS, CALL, PORT, DEATH, PANIC, GOES_ON };

/* What others answer, bit by bit. */
static struct { u32 task, owner, clients, call, port, back, called, bite; } says;
static enum outcome outcome;
static u32 raised, interrupts, behind, bites, undone, overs;
static jmp_buf panicked;

int demux_deliver(struct trap_state *f)
{
    (void)f;
    outcome = says.owner ? OWNER : outcome;
    return (int)says.owner;
}

int clients_deliver(struct trap_state *f)
{
    (void)f;
    outcome = says.clients ? CLIENTS : outcome;
    return (int)says.clients;
}

int vector_deliver_call(struct trap_state *f)
{
    CHECK_EQ(f->vector, VECTOR_GP);
    outcome = says.call ? CALL : outcome;
    return (int)says.call;
}

int port_access(struct trap_state *f)
{
    CHECK(!trap_from_client(f));
    outcome = says.port ? PORT : outcome;
    return says.port;
}

int way_back_refused(struct trap_state *f)
{
    CHECK(!trap_from_client(f));
    return (int)says.back;
}

void death_of_module(struct trap_state *f) { (void)f; outcome = DEATH; }

void panic_trap(const struct trap_state *f)
{
    (void)f;
    outcome = PANIC;
    longjmp(panicked, 1);
}

struct task_entry *task_running(void)
{
    static struct task_entry task;

    return says.task ? &task : NULL;
}

void double_fault_over(void) { overs++; }
void refusal_undo_call(struct trap_state *f) { (void)f; undone++; }
int pic_end(u32 line) { (void)line; return (int)says.called; }
int clock_tick(void) { return (int)says.bite; }
void clock_bite(int is_felt) { bites += is_felt ? 1 : 16; }
void interrupt_raise(u32 line) { raised |= 1u << line; }
void interrupt_deliver(struct trap_state *f) { (void)f; interrupts++; }
void interrupt_in_core(struct trap_state *f) { (void)f; behind++; }

static struct trap_state f;

static enum outcome dispatch(u32 vector, u32 cs, u32 flags, u32 eip)
{
    f = (struct trap_state){ .vector = vector, .cs = cs, .eflags = flags,
                             .eip = eip, .error = 0x55 };
    outcome = NOTHING;
    raised = interrupts = behind = bites = undone = overs = 0;
    exit_vector = exit_error = 0;
    if (!setjmp(panicked))
        trap_dispatch(&f);
    return outcome;
}

/* Of a trap that no interrupt is, from outside the core. */
static enum outcome expect_outside(u32 vector, u32 cs, u32 flags,
                                   u32 undelivered)
{
    const int ring3 = cs % 4 == 3;

    if (vector == VECTOR_NMI || vector == VECTOR_MC)
        return PANIC;
    if (!undelivered && says.owner)
        return OWNER;
    if (vector == VECTOR_DB && flags & EFLAGS_TF && !ring3 && says.task)
        return NOTHING;
    if (!ring3 && says.port)
        return PORT;
    if (ring3 || says.back) {
        if (vector == VECTOR_GP && says.call)
            return CALL;
        if (says.clients)
            return CLIENTS;
    }
    return DEATH;
}

static void check_outside(u32 vector, u32 cs, u32 flags, u32 more)
{
    const u32 ts = vector == VECTOR_NM && cr0 & CR0_TS;
    const enum outcome expected = ts ? NOTHING :
        expect_outside(vector, cs, flags, more & TRAP_UNDELIVERED);

    CHECK_EQ(dispatch(vector | more, cs, flags, 0), expected);
    CHECK_EQ(undone, more == TRAP_REFUSED);
    CHECK_EQ(overs, more && more != TRAP_REFUSED);
    CHECK(expected == PANIC || f.vector == vector);
    CHECK(!ts || !(cr0 & CR0_TS));
    if (expected == NOTHING && !ts)
        CHECK_EQ(f.eflags, flags & ~(u32)EFLAGS_TF);
    cr0 |= ts ? CR0_TS : 0;
}

static void test_outside(void)
{
    static const u32 more[] = { 0, TRAP_UNDELIVERED, TRAP_EXIT, TRAP_REFUSED,
                                TRAP_EXIT | TRAP_UNDELIVERED };

    for (u32 bits = 0; bits < 128; bits++) {
        says.task = bits & 1, says.owner = bits >> 1 & 1;
        says.clients = bits >> 2 & 1, says.call = bits >> 3 & 1;
        says.port = bits >> 4 & 1, says.back = bits >> 5 & 1;
        cr0 = bits & 64 ? CR0_TS | CR0_PE : CR0_PE;
        for (u32 vector = 0; vector < 32; vector++)
            for (u32 flags = 2; flags < 0x4000; flags <<= 1)
                for (u32 i = 0; i < ARRAY_SIZE(more); i++) {
                    check_outside(vector, UPS_CS, flags, more[i]);
                    check_outside(vector, 0x0f, flags, more[i]);
                }
    }
    cr0 = 0;
}

/* What an owner declines comes in behind the look for owners. */
static void test_declined(void)
{
    memset(&says, 0, sizeof(says));
    says.owner = 1;                     /* it is not asked again */
    for (u32 bits = 0; bits < 16; bits++) {
        says.task = bits & 1, says.clients = bits >> 1 & 1;
        says.port = bits >> 2 & 1;
        for (u32 vector = 0; vector < 16; vector++)
            for (u32 ring = 1; ring < 4; ring += 2) {
                const u32 ts = bits & 8 && vector == VECTOR_NM;
                if (vector == VECTOR_NMI)
                    continue;
                cr0 = bits & 8 ? CR0_TS : 0;
                f = (struct trap_state){ .vector = vector, .eflags = 2,
                                         .cs = 0x18 + ring };
                outcome = NOTHING;
                trap_undelivered(&f);
                CHECK_EQ(outcome, ts ? NOTHING :
                         expect_outside(vector, f.cs, 2, 1));
                CHECK(!ts || !cr0);
            }
    }
    cr0 = 0;
}

/* An interrupt goes to its owners, or bites who is not the core: what
 * hits that is delivered behind its call. */
static void test_interrupts(void)
{
    for (u32 bits = 0; bits < 16; bits++) {
        memset(&says, 0, sizeof(says));
        says.called = bits & 1, says.bite = bits >> 1 & 1;
        for (u32 line = 0; line < 16; line++)
            for (u32 ring = 0; ring < 4; ring += ring ? 2 : 1) {
                const int bite = says.called && says.bite && !line;
                CHECK_EQ(dispatch(VECTOR_IRQ + line, 0x18 + ring, 2, 0),
                         bite && ring ? DEATH : NOTHING);
                CHECK_EQ(raised, says.called ? 1u << line : 0);
                CHECK_EQ(interrupts, ring && !bite);
                CHECK_EQ(behind, !ring);
                CHECK_EQ(bites, !bite ? 0 : ring ? 1 : 16);
                CHECK(!bite || !ring || f.vector == VECTOR_TIME_LIMIT);
            }
    }
}

/* VM is ring 3's #GP(0), but what tells of the machine stays. An interrupt
 * waits, and the watchdog's bite comes again: it goes to no handler from there. */
static void test_virtual(void)
{
    memset(&says, 0, sizeof(says));
    says.clients = says.task = says.called = 1;
    for (u32 vector = 0; vector < 48; vector++)
        for (u32 cs = 0; cs < 8; cs++) {
            says.bite = cs >> 2;
            const int machine = vector == VECTOR_NMI || vector == VECTOR_MC;
            CHECK_EQ(dispatch(vector, 0x1000 + cs, EFLAGS_VM | 2, 0),
                     machine ? PANIC : CLIENTS);
            CHECK(f.cs == 3 && f.ss == 3 && !f.error && f.eflags == 2);
            CHECK_EQ(f.vector, machine ? vector : VECTOR_GP);
            CHECK_EQ(raised, vector < 32 ? 0 : 1u << (vector - 32));
            CHECK(behind == (vector >= 32) && !interrupts);
            CHECK_EQ(bites, vector == VECTOR_IRQ && says.bite ? 16 : 0);
        }
}

static u32 expect_way_on(u32 at)
{
    if (at == 0x08 || at == 0x0a)
        return AT(at == 0x08 ? 0xe0 : 0xe4);
    if (at >= 0x60 && at < 0x80 && at % 8 == 7)
        return AT(0x84);
    return at == 0x10 ? AT(0x14) : at >= 0x20 && at < 0x30 ? AT(0x34) :
           at >= 0x40 && at < 0x50 ? AT(0x54) : 0;
}

/* A fault in the core is a panic, but at its ways out and at what it tries. */
static void test_core(void)
{
    memset(&says, 0, sizeof(says));
    for (u32 at = 0; at < 0x90; at++)
        for (u32 vector = 0; vector < 32; vector++)
            for (u32 tf = 0; tf <= EFLAGS_TF; tf += EFLAGS_TF) {
                const u32 on = expect_way_on(at);
                const int step = vector == VECTOR_DB ||
                                 (vector == VECTOR_GP && tf);
                CHECK_EQ(dispatch(vector, CORE_CS, 2 | tf, AT(at)),
                         step || on ? NOTHING : PANIC);
                CHECK_EQ(f.eip, !step && on ? on : AT(at));
                CHECK_EQ(f.eflags, step ? 2 : 2 | tf);
                CHECK_EQ(exit_vector, !step && on ? vector : 0);
                CHECK_EQ(exit_error, !step && on ? 0x55 : 0);
            }
}

int main(void)
{
    exits_at[0] = AT(0x08), exits_at[1] = AT(0xe0);
    exits_at[2] = AT(0x0a), exits_at[3] = AT(0xe4);
    for (u32 at = 0x67; at < 0x80; at += 8)
        places_at[at] = 0xca;
    places_at[0x87] = 0xca;             /* behind the thunks */
    test_outside();
    test_declined();
    test_interrupts();
    test_virtual();
    test_core();
    return check_done();
}
