/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3.S */
/* flags: -m32 -no-pie */
/*
 * modules/lib/client/enter.S and modules/lib/ring3/enter.S: into a client by
 * each way, and out of it. It finds nothing of its caller in any register, and
 * nothing of it stays.
 */
#include "ring3_world.h"

#define ESP3 0x5000

int client_enter_near(struct client *client, u32 argument);
void threads_suspended(void), client_context_gate(void);

static void registers_are_kept(u32 eax)
{
    CHECK_EQ(ring_out.eax, eax);
    CHECK_EQ(ring_out.ebx, RING_EBX);
    CHECK_EQ(ring_out.esi, RING_ESI);
    CHECK_EQ(ring_out.edi, RING_EDI);
    CHECK_EQ(ring_out.ebp, RING_EBP);
}

/* Not even what FNINIT leaves in them. */
static int registers_are_new(void)
{
    u8 state[108];
    u32 sum = 0;

    __asm__ volatile("fnsave %0\n\tfrstor %0" : "+m"(state));
    for (u32 i = 28; i < sizeof(state); i++)
        sum |= state[i];
    return !sum;
}

static u16 tag(void)
{
    u8 state[28];

    __asm__ volatile("fnstenv %0" : "=m"(state));
    return *(u16 *)(state + 8);
}

static void nothing_is_left(const struct ring_out *seen)
{
    CHECK(!seen->eax && !seen->ebx && !seen->ecx && !seen->edx);
    CHECK(!seen->esi && !seen->edi);
    CHECK_EQ(seen->eflags & 0x4cd5, 0);
    CHECK_EQ(*(const u16 *)seen->fpu, 0x37f);
    CHECK_EQ(*(const u16 *)(seen->fpu + 4) & 0x7f, 0);
    CHECK_EQ(*(const u16 *)(seen->fpu + 8), 0xffff);
    for (u32 i = 28; i < 108; i++)
        CHECK_EQ(seen->fpu[i], 0);
}

/* From the stack of ring 1 a link leads to the stack frame of `enter`, and that
 * to its caller: the link's two words, then the frame's four. */
static void is_linked(const u32 *word, u32 link, u32 enter, const u32 *arg)
{
    CHECK(word[0] > link && word[0] < link + 64);
    CHECK(word[1] > enter && word[1] - enter < 64);
    CHECK_EQ(word[2], RING_EBP);
    CHECK(word[4] == arg[0] && word[5] == arg[1]);
}

/* Nothing of the caller's is there, and nothing of the client's stays. */
static void test_enter(void)
{
    static const u32 arg[] = { (u32)&client, ESP3, 0 };
    u16 control = 0x27f, now;

    CHECK_EQ(ring_segment(CLIENT_CODE, 0, 0, RING_CODE, 0), 0);
    __asm__ volatile("fldcw %0\n\tfldpi" : : "m"(control));
    client.entry = (u32)ring_inside;
    activate_error = E_PAGING;
    CHECK_EQ((int)ring_call(client_enter, arg), E_PAGING);
    registers_are_kept((u32)E_PAGING);
    __asm__ volatile("fldpi");
    activate_error = 0;
    CHECK_EQ(ring_call(client_enter, arg), 77);
    registers_are_kept(77);
    CHECK_EQ(activated, 2);
    __asm__ volatile("fnstcw %0" : "=m"(now));
    CHECK_EQ(now, control);
    CHECK_EQ(tag(), 0xffff);
    CHECK(registers_are_new());
    nothing_is_left(&ring_seen);
    CHECK(!ring_seen.ebp && !ring_seen.fs);
    CHECK_EQ(ring_seen.ds, CLIENT_DATA);
    CHECK_EQ(ring_seen.es, CLIENT_DATA);
    CHECK_EQ(ring_seen.word[0], ESP3);
    CHECK_EQ(ring_seen.word[1], CLIENT_STACK);
    CHECK_EQ(ring_seen.esp, ring_stack1 - 8);
    is_linked(activated_link, ring_stack1 + 4, (u32)client_enter, arg);
}

static void test_near(void)
{
    static const u32 arg[] = { (u32)&client, 0x1234, 0 };
    u16 control = 0x27f, now;

    __asm__ volatile("fninit\n\tfldcw %0\n\tfldpi" : : "m"(control));
    client.entry = (u32)ring_near;
    CHECK_EQ(ring_call(client_enter_near, arg), 55);
    registers_are_kept(55);
    __asm__ volatile("fnstcw %0" : "=m"(now));
    CHECK_EQ(now, control);
    CHECK_EQ(tag(), 0xffff);
    CHECK(registers_are_new());
    nothing_is_left(&ring_seen);
    is_linked(ring_seen.word + 1, client.stack1 + 4, (u32)client_enter_near,
              arg);
    CHECK_EQ(ring_seen.word[0], 0x1234);
    CHECK_EQ(ring_seen.ebp, client.stack1 + 4);
}

static void test_words(void)
{
    static const u32 arg[] = { 0x148, 0x2222, 0 };

    CHECK_EQ(ring_call(threads_suspended, arg), ring_word());
    CHECK_EQ(ring_segment(0x2f, (u32)ring_gate, 4096, RING_CODE, 0), 0);
    CHECK_EQ((int)ring_call(client_context_gate, arg), -7);
    CHECK_EQ(ring_seen.eax, 0x148);
    CHECK_EQ(ring_seen.edx, 0x2222);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    ring_client = &client;
    (void)threads;
    CHECK_EQ(ring_segment(CLIENT_DATA, 0x1000, 1, RING_DATA, 1), 0);
    test_enter();
    test_near();
    test_words();
    return check_done();
}
