/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3.S */
/* flags: -m32 -no-pie */
/*
 * modules/lib/ring3/copy.S against the segment that the client has: each limit,
 * each stretch near it, each type, and a page that is not there.
 */
#define _GNU_SOURCE
#include "ring3_world.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>

#define MOST 0x3000

static u8 own[MOST + 16];
static u8 *theirs;                      /* the client's memory */

static void fill(u8 *at, u32 size, u32 with)
{
    for (u32 i = 0; i < size; i++)
        at[i] = (u8)(with + i * 7);
}

/* Exactly `size` bytes from `from` are at `at`, or none but those before. */
static void check_copied(const u8 *at, const u8 *from, u32 size, u32 done)
{
    CHECK(!memcmp(at, from, done));
    for (u32 i = done; i < size + 8; i++)
        if (!CHECK_EQ(at[i], (u8)(0x80 + i * 7)))
            break;
}

static void is_at_home(void)
{
    CHECK_EQ(ring_out.es, HOST_DS);
    CHECK_EQ(ring_out.ds, HOST_DS);
    CHECK_EQ(ring_out.fs, 0);
    CHECK_EQ(ring_out.ebx, RING_EBX);
    CHECK_EQ(ring_out.esi, RING_ESI);
    CHECK_EQ(ring_out.edi, RING_EDI);
    CHECK_EQ(ring_out.ebp, RING_EBP);
}

/* Both ways, of a segment of `limit` bytes on `theirs`. */
static void copy(u32 address, u32 size, u32 limit, int can_read,
                 int can_write)
{
    const int fits = !size || (address < limit && size <= limit - address);
    const u32 in[] = { (u32)own, address, size };
    const u32 out[] = { address, (u32)own, size };
    const int is_small = size <= MOST;

    fill(own, sizeof(own), 0x80);
    fill(theirs, MOST, 0x33);
    CHECK_EQ((int)ring_call(client_copy_in, in),
             fits && can_read ? 0 : E_ADDRESS);
    is_at_home();
    if (is_small)
        check_copied(own, (const u8 *)((u32)theirs + address), size,
                     fits && can_read ? size : 0);
    fill(own, sizeof(own), 0x33);
    fill(theirs, MOST, 0x80 - address * 7);
    CHECK_EQ((int)ring_call(client_copy_out, out),
             fits && can_write ? 0 : E_ADDRESS);
    is_at_home();
    if (fits && address < MOST - 8 && size < MOST - 8 - address)
        check_copied(theirs + address, own, size, can_write ? size : 0);
}

static const u32 sizes[] = { 0, 1, 2, 3, 4, 5, 31, 4095, 4096, 4097,
                             0x7fffffff, 0xfffffffe, 0xffffffff };

static void test_limits(void)
{
    static const u32 limits[] = { 1, 2, 99, 4096, 4097, 8192 };

    for (u32 i = 0; i < ARRAY_SIZE(limits); i++) {
        const u32 limit = limits[i];
        CHECK_EQ(ring_segment(CLIENT_DATA, (u32)theirs, limit, RING_DATA, 0),
                 0);
        for (u32 k = 0; k < ARRAY_SIZE(sizes); k++) {
            for (u32 at = 0; at < 3; at++) {
                copy(at, sizes[k], limit, 1, 1);
                copy(limit - 1 + at, sizes[k], limit, 1, 1);
                if (sizes[k] < limit)
                    copy(limit - sizes[k] - 1 + at, sizes[k], limit, 1, 1);
            }
            copy(0xffffffff, sizes[k], limit, 1, 1);
            copy(0x80000000, sizes[k], limit, 1, 1);
        }
    }
}

/* What can be read only is not written, what only executes is neither. */
static void test_types(void)
{
    ring_segment(CLIENT_DATA, (u32)theirs, 99, RING_DATA, 1);
    copy(0, 99, 99, 1, 0);
    copy(0, 0, 99, 1, 0);
    ring_segment(CLIENT_DATA, (u32)theirs, 99, RING_CODE, 0);
    copy(1, 98, 99, 1, 0);
    ring_segment(CLIENT_DATA, (u32)theirs, 99, RING_CODE, 1);
    copy(0, 1, 99, 0, 0);
    ring_no_segment(CLIENT_DATA);
    copy(0, 1, 99, 0, 0);
}

/* A segment of 4 GiB: from 0 its size is no number of 32 bits. */
static void test_whole(void)
{
    u8 *low = mmap((void *)0x10000, 0x1000, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    const u32 base = (u32)low;

    CHECK(base == 0x10000);
    CHECK_EQ(ring_segment(CLIENT_DATA, base, 0, RING_DATA, 0), 0);
    fill(low, 64, 9);
    const u32 in[] = { (u32)own, 0, 64 };
    CHECK_EQ(ring_call(client_copy_in, in), 0);
    CHECK(!memcmp(own, low, 64));
    const u32 wraps[] = { (u32)own, 0xfffffff0, 17 };
    CHECK_EQ((int)ring_call(client_copy_in, wraps), E_ADDRESS);
    const u32 wraps_out[] = { 0xffffffff, (u32)own, 2 };
    CHECK_EQ((int)ring_call(client_copy_out, wraps_out), E_ADDRESS);
    munmap(low, 0x1000);
}

static u32 faults;

/* As the models' handler does. */
static void on_segv(int number, siginfo_t *info, void *context)
{
    ucontext_t *c = context;
    const u32 eip = (u32)c->uc_mcontext.gregs[REG_EIP];

    (void)number;
    (void)info;
    if (eip != (u32)client_copy_in_at && eip != (u32)client_copy_out_at)
        _exit(9);
    faults++;
    c->uc_mcontext.gregs[REG_EIP] = (greg_t)client_copy_failed;
}

static void test_page(void)
{
    struct sigaction action = { .sa_sigaction = on_segv,
                                .sa_flags = SA_SIGINFO | SA_NODEFER };
    static u8 stack[0x8000];
    const stack_t other = { .ss_sp = stack, .ss_size = sizeof(stack) };
    const u32 in[] = { (u32)own, 0xff0, 32 }, out[] = { 0xff0, (u32)own, 32 };

    action.sa_flags |= SA_ONSTACK;
    sigaltstack(&other, NULL);
    sigaction(SIGSEGV, &action, NULL);
    ring_segment(CLIENT_DATA, (u32)theirs, MOST, RING_DATA, 0);
    mprotect(theirs + 0x1000, 0x1000, PROT_NONE);
    fill(theirs, 0x1000, 5);
    CHECK_EQ((int)ring_call(client_copy_in, in), E_ADDRESS);
    is_at_home();
    CHECK_EQ((int)ring_call(client_copy_out, out), E_ADDRESS);
    is_at_home();
    CHECK_EQ(faults, 2);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    (void)threads;
    theirs = mmap(NULL, MOST, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    test_limits();
    test_types();
    test_whole();
    test_page();
    return check_done();
}
