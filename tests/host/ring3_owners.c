/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_owners.S */
/* flags: -m32 -no-pie -fno-sanitize=all -Ibuild/obj */
/*
 * Owners of a line, served by ups/runtime.S in each order of those that return
 * and those that die: what has been interrupted, in ring 1 or a client, finds
 * all registers as they were, and null for a selector that has gone meanwhile.
 */
#define OTHER 0x37
#define DIRTY_GS OTHER
#include "ring3_handler.h"
#include "core/api/offsets.h"
#include "../../core/ups/runtime.h"

#define OWNERS 3
#define BEFORE 0x4560                   /* the recovery point around */
#define ECX 0xcccc                      /* of ring3_host.S */

u32 owners_asked(u32 *frame);

u32 owners_block[THREAD_RECOVERY / 4 + 1];
static u32 *const head = &owners_block[THREAD_RECOVERY / 4];

static u32 is_client, dying, gone;      /* dying: which owners, bit by bit */
static u32 asked, has_died;

/* On the stack, from the return address of the INT on. */
enum { RECORD = 2, SERVED = RECORD + RECOVERY_SIZE / 4, TASK, STACK, SELECTORS,
       SAVED_EBP = SELECTORS + 4 + 8, EIP, TOP = EIP + 5 };
/* Below its frame. */
enum { GS_ = -1, FS_ = -2, ES_ = -3, DS_ = -4, EAX_ = -5, ECX_ = -6, EDX_ = -7,
       EBX_ = -8, ESI_ = -11, EDI_ = -12 };

static u32 expected(u32 which, u32 selector)
{
    return has_died && gone == which ? 0 : selector;
}

/* Those that the interrupted code had: an owner keeps them. */
static void see_registers(const u32 *frame)
{
    SEE(frame[EAX_] == dirty.eax && frame[EBX_] == dirty.ebx);
    SEE(frame[ECX_] == ECX && frame[EDX_] == dirty.edx);
    SEE(frame[ESI_] == dirty.esi && frame[EDI_] == dirty.edi);
    SEE((frame[DS_] & 0xffff) == expected(1, CLIENT_DATA));
    SEE((frame[ES_] & 0xffff) == expected(2, CLIENT_STACK));
    SEE((frame[FS_] & 0xffff) == expected(3, CLIENT_STACK));
    SEE((frame[GS_] & 0xffff) == expected(4, OTHER));
}

static void see_record(const u32 *frame)
{
    const struct recovery *r = (const void *)(frame + RECORD);

    SEE(*head == (u32)r && r->previous == BEFORE);
    SEE(r->esp == (u32)r && r->ebp == frame[0] && r->callee == 0);
    SEE(r->ebx == dirty.ebx && r->esi == dirty.esi && r->edi == dirty.edi);
    SEE(r->eip == (u32)(runtime_owner_died - runtime_start));
}

/* Its own frame, or that in which ring 3 was entered. */
static void see_link(const u32 *frame)
{
    SEE(frame[0] == (is_client ? (u32)(frame + TOP) + ENTERED_LINK
                               : (u32)(frame + SAVED_EBP)));
    SEE(frame[SAVED_EBP] == dirty.ebp && frame[EIP] == BACK);
}

/* One after the other, and then nobody. */
u32 owners_asked(u32 *frame)
{
    see_registers(frame);
    see_record(frame);
    see_link(frame);
    SEE(frame[SERVED] == (1u << asked) - 1);
    SEE(frame[TASK] == ROUND_UNASKED);
    frame[SERVED] |= 1u << asked;
    if (asked++ == OWNERS)
        return 0;
    frame[1] = (u32)runtime_owners_next;
    if (!(dying >> (asked - 1) & 1))
        return 0;
    has_died = 1;
    if (gone)
        frame[SELECTORS + 4 - gone] = 0xffff;
    return 1;
}

static void interrupt(void)
{
    static const u32 words[] = { BACK, HOST_CS, 0x202, ESP3, HOST_DS };

    *head = BEFORE;
    asked = has_died = 0;
    ring_enter(is_client ? runtime_owners_client : runtime_owners, words, 5,
               &dirty);
    is_back(expected(1, CLIENT_DATA), expected(2, CLIENT_STACK));
    CHECK_EQ(ring_out.fs, expected(3, CLIENT_STACK));
    CHECK_EQ(ring_out.gs, expected(4, OTHER));
    CHECK_EQ(ring_out.ecx, ECX);
    CHECK_EQ(asked, OWNERS + 1);
    CHECK_EQ(*head, BEFORE);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    make_client();
    CHECK_EQ(ring_segment(OTHER, 0, 4096, RING_DATA, 0), 0);
    for (is_client = 0; is_client < 2; is_client++)
        for (dying = 0; dying < 1 << OWNERS; dying++)
            for (gone = 0; gone < 5; gone++)    /* none, DS, ES, FS, GS */
                interrupt();
    return check_done();
}
