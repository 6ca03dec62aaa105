/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3.S core/lib/string.S */
/* flags: -m32 -no-pie */
/*
 * The stubs of a client's text, run, with a trap in the place of each way to ring
 * 1: the way into a method and back out, behind the ways to finish by with a gate
 * and with SYSENTER; the ways out through slots; services by gates.
 */
#define _GNU_SOURCE
#include "ring3_world.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "../../modules/lib/ring3/stub.c"
#include "../../modules/lib/ring3/sysenter.h"

#define INT3 0xcc
#define LCALL 0x9a
#define LCALL_SIZE 7
#define OPERATION 0xb0
#define IN 0xcccc                       /* what ring_enter() has in ECX */

extern const u8 sysenter_stubs[IMAGE_SERVICES];
static u8 *code;
static struct image image;
static u32 traps, trapped_at, selector, eax, ebx, top[2];

u8 *image_stub(const struct image *of, u32 service)
{
    return of->memory + of->text_size - IMAGE_STUBS + service * IMAGE_STUB;
}

u8 *image_call(const struct image *of, u32 slot)
{
    return of->memory + of->text_size - (IMAGE_SLOTS - slot) * IMAGE_CALL;
}

int image_place(struct image *of, u32 text, u32 data)
{
    return of == &image && text == data ? 0 : E_MANIFEST;
}

/* What the gate of a service returns; the end does not. */
static void on_trap(int signal, siginfo_t *info, void *context)
{
    greg_t *reg = ((ucontext_t *)context)->uc_mcontext.gregs;
    const u8 *at = (const u8 *)reg[REG_EIP];

    (void)signal, (void)info;
    traps++;
    trapped_at = (u32)(at - 1 - code);
    eax = (u32)reg[REG_EAX];
    ebx = (u32)reg[REG_EBX];
    memcpy(top, (const void *)reg[REG_ESP], sizeof(top));
    selector = at[4] | (u32)at[5] << 8;
    if (at >= image_stub(&image, SERVICES) && at < image_call(&image, 0)) {
        reg[REG_EIP] = (greg_t)ring_back;
        return;
    }
    reg[REG_EIP] += LCALL_SIZE - 1;
    reg[REG_EAX] = (greg_t)(0x7000 + selector);
}

/* Each way out becomes a trap. */
static u32 set_traps(void)
{
    const u8 *end = image.memory + image.text_size;
    u32 found = 0;

    for (u8 *at = image_stub(&image, 0); at + 1 < end; at++) {
        const int is_sysenter = at[0] == 0x0f && at[1] == 0x34;
        if (!is_sysenter && !(at[0] == LCALL && !at[1] && !at[2] && !at[3] &&
                              !at[4]))
            continue;
        at[0] = INT3;
        found++;
        if (!is_sysenter)
            at += LCALL_SIZE - 1;
    }
    return found;
}

/* --- Into a method ------------------------------------------------------- */

static u32 visits;
static int visited(u32 operation, u32 in, u32 in_size, u32 out, u32 out_size)
{
    visits++;
    CHECK(operation == OPERATION && in == IN && in_size == 0xd0);
    CHECK(out == 0x51 && out_size == 0xd1);
    return (int)result_next;
}

/* Its result is the status of the end that follows: behind the return address
 * that a service's stub would have pushed. */
static void test_visit(int by_gate)
{
    static const u32 words[2] = { 0, 0 };
    const struct ring_in in = { (u32)visited, OPERATION, 0x51, 0xd1, 0, HOST_DS,
                                2, HOST_DS, 0xd0, HOST_GS };

    for (u32 i = 0; i < 3; i++) {
        traps = visits = 0;
        result_next = 0x100 + i * 0x7fffff00;
        ring_enter(image_stub(&image, SERVICES) + STUB_VISIT, words, 2, &in);
        CHECK(traps == 1 && visits == 1);
        CHECK(trapped_at < (u32)(image_call(&image, 0) - code));
        if (by_gate) {
            CHECK_EQ(selector, CLIENT_GATE(SERVICE_EXIT));
            CHECK_EQ(top[1], result_next);
        } else {
            CHECK_EQ(eax, SERVICE_EXIT);
            CHECK_EQ(ebx, result_next);
        }
    }
}

/* --- Out ----------------------------------------------------------------- */

static void is_kept(u32 result)
{
    CHECK_EQ(traps, 1);
    CHECK_EQ(ring_out.eax, result);
    CHECK(ring_out.ebx == RING_EBX && ring_out.esi == RING_ESI);
    CHECK(ring_out.edi == RING_EDI && ring_out.ebp == RING_EBP);
}

/* Slot i says so to the one gate that there is for them; what is on the stack
 * is the caller's: its return address, its arguments. */
static void test_slots(void)
{
    static const u32 arg[] = { 0xa1, 0xa2, 0xa3 };

    for (u32 i = 0; i < IMAGE_SLOTS; i++) {
        traps = 0;
        ring_call(image_call(&image, i), arg);
        CHECK_EQ(eax, i);
        CHECK_EQ(selector, CLIENT_GATE(GATE_CALL));
        CHECK_EQ(top[1], 0xa1);
        is_kept(0x7000 + CLIENT_GATE(GATE_CALL));
    }
}

static void test_services(void)
{
    static const u32 arg[] = { 0xa1, 0xa2, 0xa3 };

    for (u32 i = 0; i < SERVICES; i++) {
        traps = 0;
        ring_call(image_stub(&image, i), arg);
        CHECK_EQ(selector, CLIENT_GATE(i));
        CHECK_EQ(top[1], 0xa1);
        is_kept(0x7000 + CLIENT_GATE(i));
    }
}

/* No stub leads into another; nothing is written outside of them. */
static void begin(void)
{
    memset(code, 0xee, 4096);
    image = (struct image){ .memory = code, .text = (u32)code,
                            .text_size = IMAGE_STUBS + 64 };
}

int main(void)
{
    struct sigaction action = { .sa_sigaction = on_trap,
                                .sa_flags = SA_SIGINFO };

    if (ring_is_missing())
        return SKIP;
    (void)threads, (void)on_fault;
    sigaction(SIGTRAP, &action, NULL);
    code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    begin();
    CHECK_EQ(client_place(&image, 5, 6), E_MANIFEST);
    CHECK_EQ(code[64], 0xee);
    CHECK_EQ(client_place(&image, 5, 5), 0);
    for (u32 i = 0; i < 4096; i++)
        CHECK(i - 64 < IMAGE_STUBS || code[i] == 0xee);
    CHECK_EQ(set_traps(), SERVICES + 1 + IMAGE_SLOTS);
    test_services();
    test_slots();
    test_visit(1);
    begin();
    memcpy(image_stub(&image, 0), sysenter_stubs, IMAGE_SERVICES);
    client_stubs_of_calls(&image);
    CHECK_EQ(set_traps(), SERVICES + 1 + IMAGE_SLOTS);
    test_slots();
    test_visit(0);
    return check_done();
}
