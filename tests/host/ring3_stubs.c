/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3.S */
/* flags: -m32 -no-pie */
/*
 * The stubs of modules/lib/ring3/sysenter.S, with a trap in the place of
 * SYSENTER: number, arguments, where to go on, and what is kept.
 */
#define _GNU_SOURCE
#include "ring3_world.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "../../modules/lib/ring3/sysenter.h"

#define INT3 0xcc
#define RET 0xc3

extern const u8 sysenter_stubs[(SERVICES + 1) * IMAGE_STUB];

/* exit yield hand_off print null map unmap protect grow attach graph */
static const u32 counts[SERVICES] = { 1, 0, 1, 2, 0, 4, 2, 3, 2, 4, 3 };
static u8 *code;
static u32 traps, number, arg[4], next;

/* As the service returns: 0x5000 + number. */
static void on_trap(int signal, siginfo_t *info, void *context)
{
    greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;

    (void)signal;
    (void)info;
    traps++;
    number = (u32)reg[REG_EAX];
    arg[0] = (u32)reg[REG_EBX];
    arg[1] = (u32)reg[REG_ESI];
    arg[2] = (u32)reg[REG_EDI];
    arg[3] = (u32)reg[REG_EBP];
    next = (u32)reg[REG_EDX];
    reg[REG_ESP] = reg[REG_ECX];
    reg[REG_EIP] = reg[REG_EDX];
    reg[REG_EAX] = (greg_t)(0x5000 + number);
    reg[REG_ECX] = reg[REG_EDX] = -1;
}

static u8 *stub_of(u32 i)
{
    return code + i * IMAGE_STUB;
}

/* As sysenter.c does; each has one SYSENTER before it goes on. */
static void copy_stubs(void)
{
    code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(code, sysenter_stubs, sizeof(sysenter_stubs));
    for (u32 i = 0; i <= SERVICES; i++) {
        const u32 to = (u32)stub_of(i) + STUB_NEXT;
        u32 found = 0;
        memcpy(stub_of(i) + 1, &to, 4);
        for (u32 at = 5; at < STUB_NEXT - 1; at++)
            if (stub_of(i)[at] == 0x0f && stub_of(i)[at + 1] == 0x34) {
                stub_of(i)[at] = INT3;
                stub_of(i)[at + 1] = 0x90;
                found++;
            }
        CHECK_EQ(found, 1);
    }
    stub_of(SERVICES)[STUB_NEXT] = RET; /* it does not come back, but here */
}

static u32 call(u32 a, u32 b, u32 c, u32 d);
static const void *called;

/* ring_call() passes three arguments: this one passes on four. */
static u32 four(void)
{
    return call(0xa1, 0xa2, 0xa3, 0xa4);
}

static u32 call(u32 a, u32 b, u32 c, u32 d)
{
    u32 (*const stub)(u32, u32, u32, u32) = (u32 (*)(u32, u32, u32, u32))
                                            called;

    return stub(a, b, c, d);
}

static void test_stub(u32 i)
{
    static const u32 three[] = { 0xa1, 0xa2, 0xa3 };

    traps = 0;
    called = stub_of(i);
    CHECK_EQ(counts[i] == 4 ? four() : ring_call(called, three), 0x5000 + i);
    CHECK_EQ(traps, 1);
    CHECK_EQ(number, i);
    CHECK_EQ(next, (u32)stub_of(i) + STUB_NEXT);
    for (u32 k = 0; k < counts[i]; k++)
        CHECK_EQ(arg[k], 0xa1 + k);
    if (counts[i] == 4)
        CHECK_EQ(ring_call(called, three), 0x5000 + i);
    CHECK_EQ(ring_out.ebx, RING_EBX);
    CHECK_EQ(ring_out.esi, RING_ESI);
    CHECK_EQ(ring_out.edi, RING_EDI);
    CHECK_EQ(ring_out.ebp, RING_EBP);
    for (u32 k = counts[i]; k < 4; k++) /* what it does not need it leaves */
        CHECK(arg[k] == (k == 0 ? RING_EBX : k == 1 ? RING_ESI
                         : k == 2 ? RING_EDI : RING_EBP));
}

/* Where client_main returns to: its result is the status. */
static void test_finish(void)
{
    u32 result = 0x77;

    traps = 0;
    called = stub_of(SERVICES);
    __asm__ volatile("call *%1" : "+a"(result) : "m"(called)
                     : "ebx", "ecx", "edx", "memory");
    CHECK(traps == 1 && number == SERVICE_EXIT && arg[0] == 0x77);
    CHECK_EQ(next, (u32)stub_of(SERVICES) + STUB_NEXT);
    CHECK_EQ(result, 0x5000 + SERVICE_EXIT);
}

int main(void)
{
    struct sigaction action = { .sa_sigaction = on_trap,
                                .sa_flags = SA_SIGINFO };

    if (ring_is_missing())
        return SKIP;
    (void)threads;
    (void)on_fault;
    sigaction(SIGTRAP, &action, NULL);
    copy_stubs();
    for (u32 i = 0; i < SERVICES; i++)
        test_stub(i);
    test_finish();
    return check_done();
}
