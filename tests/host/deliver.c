/* SPDX-License-Identifier: MIT */
/* sources: core/deliver/deliver.c core/trap/way_back.c */
/* Into a handler of ring 1, whatever the flags and the stack of the code that
 * was interrupted; and who cannot be returned to is told by what the return
 * was about to pop. */
#include "check.h"

#include <string.h>

#include "../../core/ups/user.h"
#include "../../core/base/layout.h"
#include "../../core/x86/regs.h"
#include "../../core/deliver/deliver.h"
#include "../../core/trap/way_back.h"
#include "../../nmm/task/task.h"

#define SIZE 4096u                      /* of the memory that is there */
#define BASE 0x10000u
#define END (BASE + SIZE)
#define CODE (BASE + 64)

static u8 memory_there[SIZE];
static u32 has_task, esp1;

struct task_entry *task_running(void)
{
    static struct task_entry task;

    return has_task ? &task : NULL;
}

saddr_t task_stack(void) { return esp1; }

void *user_pointer(saddr_t address, u32 size)
{
    if (address < BASE || address > END || size > END - address)
        return NULL;
    return memory_there + (address - BASE);
}

static u32 word_at(saddr_t address)
{
    u32 word;

    memcpy(&word, user_pointer(address, 4), 4);
    return word;
}

static void put(saddr_t address, u32 word)
{
    memcpy(user_pointer(address, 4), &word, 4);
}

static const u32 words[] = { 11, 22, 33, 44, 55, 66, 77 };

static struct trap_state frame_of(u32 cs, u32 ss, u32 esp, u32 flags)
{
    return (struct trap_state){ .eax = 1, .ebx = 2, .esi = 3, .edi = 4,
        .ebp = 5, .vector = 6, .error = 7, .eip = 8, .cs = cs, .ss = ss,
        .esp = esp, .eflags = flags };
}

static void check_delivery(u32 cs, u32 ss, u32 esp, u32 flags, u32 count)
{
    struct trap_state f = frame_of(cs, ss, esp, flags), before = f;
    const int ring3 = (cs & 3) == 3;
    const u32 top = ring3 ? has_task ? esp1 : 0
                          : (ss & 0xffff) == UPS_DS ? esp : 0;
    const int fits = top >= BASE + count * 4 && top <= END;
    const int done = deliver(&f, CODE, words, count);

    CHECK_EQ(done, fits);
    if (!fits) {
        CHECK(!memcmp(&f, &before, sizeof(f)));
        return;
    }
    before.cs = UPS_CS;
    before.ss = UPS_DS;
    before.eip = CODE;
    before.esp = top - count * 4;
    before.eflags = flags & ~(u32)(EFLAGS_TF | EFLAGS_DF | EFLAGS_NT |
                                   EFLAGS_RF);
    CHECK(!memcmp(&f, &before, sizeof(f)));
    for (u32 i = 0; i < count; i++)
        CHECK_EQ(word_at(f.esp + i * 4), words[i]);
}

static void test_deliver(void)
{
    static const u32 tops[] = { 0, 4, 12, BASE, BASE + 4, BASE + 12,
        BASE + 20, BASE + 28, BASE + 512, END - 4, END, END + 4,
        0xfffffffc };
    static const u32 stacks[] = { UPS_DS, UPS_DS | 0xabcd0000, THREAD_DS, 0,
                                  0x0f };

    for (u32 bit = 0; bit < 22; bit++)
        for (u32 i = 0; i < ARRAY_SIZE(tops); i++)
            for (u32 k = 0; k < ARRAY_SIZE(stacks); k++)
                for (has_task = 0; has_task < 2; has_task++)
                    for (u32 count = 3; count <= 7; count += 2) {
                        esp1 = tops[i];
                        check_delivery(UPS_CS, stacks[k], tops[i],
                                       1u << bit | 2, count);
                        check_delivery(0x0f, stacks[k], BASE + 512,
                                       1u << bit | 2, count);
                        esp1 = BASE + 512;
                        check_delivery(0x0f, stacks[k], tops[i],
                                       ~(1u << bit), count);
                    }
}

/* What a return at CODE would pop, so many words, ends where ESP1 is. */
static void lay(u32 count, u32 cs)
{
    const u32 at = esp1 - count * 4;

    put(at, 0x111);
    put(at + 4, cs);
    for (u32 i = 2; i < count; i++)
        put(at + i * 4, 0xf0f0 + i);
    if (count == 5)
        put(at + 8, EFLAGS_DF | EFLAGS_AC | EFLAGS_FIXED);
    put(at + (count - 2) * 4, 0x222);
    put(at + (count - 1) * 4, 0x17);
}

static const struct { u8 code[3]; u32 words; } returns[] = {
    { { 0xcf }, 5 }, { { 0xcb }, 4 }, { { 0xca, 0, 0 }, 4 },
    { { 0xca, 8, 0 }, 6 }, { { 0xca, 0x7c, 0 }, 35 }, { { 0xca, 6, 0 }, 0 },
    { { 0xc3 }, 0 }, { { 0x90 }, 0 } };

static void check_refusal(u32 i, u32 vector, u32 cs, u32 off)
{
    struct trap_state f = frame_of(UPS_CS, UPS_DS, 0, 2), before;
    const u32 count = returns[i].words ? returns[i].words : 5;

    memcpy(user_pointer(CODE, 3), returns[i].code, 3);
    esp1 = END - 64;
    lay(count, cs);
    f.eip = CODE;
    f.vector = vector;
    f.esp = esp1 - count * 4 + off;
    before = f;
    const int is = returns[i].words && (cs & 3) == 3 && !off && has_task &&
                   vector >= 10 && vector <= 13;
    CHECK_EQ(way_back_refused(&f), is);
    if (is) {
        before.eip = 0x111;
        before.cs = cs;
        before.esp = 0x222;
        before.ss = 0x17;
        if (count == 5)
            before.eflags = EFLAGS_DF | EFLAGS_AC | EFLAGS_FIXED;
    }
    CHECK(!memcmp(&f, &before, sizeof(f)));
}

static void test_way_back(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(returns); i++)
        for (u32 vector = 0; vector < 20; vector++)
            for (u32 cs = 0x18; cs < 0x20; cs++)
                for (u32 off = 0; off <= 4; off += 4)
                    for (has_task = 0; has_task < 2; has_task++)
                        check_refusal(i, vector, cs, off);
}

int main(void)
{
    test_deliver();
    test_way_back();
    return check_done();
}
