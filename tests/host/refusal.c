/* SPDX-License-Identifier: MIT */
/* sources: core/gate/far_call.c core/descriptor/descriptor.c */
/* The far call before EIP is found by where its operand lies: in each segment,
 * with each base and index; and no other is taken for it. */
#include "../../core/x86/x86.h"

static unsigned fs, gs;
#define x86_fs() (fs)
#define x86_gs() (gs)
#include "../../core/gate/refusal.c"

#include <string.h>

#include "check.h"

#define UPS 0x10000000u                 /* linear */
#define BASE 0x40000u                   /* of what may be read */
#define GATE 0x4008u                    /* the selector that does not serve */
#define CODE (BASE + 0x100)
#define PARTS 6

struct memory memory;
static u8 there[0x4000];

/* Each of the six segments lies elsewhere in the UPS. */
static u32 base_at(u32 i) { return BASE + 0x800 * i; }
static u32 selector_at(u32 i) { return (200 + i) * 8 + 1; }

u64 gdt_get(u16 selector)
{
    return descriptor_segment(&(struct segment){
        .base = UPS + base_at((selector >> 3) - 200), .size = 0x800,
        .type = SEGMENT_DATA_RW, .dpl = 1, .present = 1 });
}

void *user_pointer(saddr_t address, u32 size)
{
    if (address < BASE || size > sizeof(there) ||
        address - BASE > sizeof(there) - size)
        return NULL;
    return there + (address - BASE);
}

static void put(u32 address, const void *from, u32 size)
{
    memcpy(user_pointer(address, size), from, size);
}

enum { ES, CS, SS, DS, FS, GS };

static struct trap_state frame(u32 size)
{
    fs = selector_at(FS);
    gs = selector_at(GS);
    return (struct trap_state){ .error = GATE, .es = selector_at(ES),
        .cs = selector_at(CS), .ss = selector_at(SS), .ds = selector_at(DS),
        .eip = 0x40 + size, .eax = 0x100, .ecx = 0x10, .edx = 0x20,
        .ebx = 0x30, .esp = 0x200, .ebp = 0x300, .esi = 0x40, .edi = 0x50 };
}

/* A call with its operand at `offset` of segment `of`, and in no other; without
 * its prefix it may be another's, which is shorter. */
static void check(const u8 *code, u32 size, u32 of, u32 offset, u32 narrow)
{
    static const u8 other[] = { 0x10, 0x40 };

    for (u32 i = 0; i < PARTS; i++) {
        struct trap_state f = frame(size);
        const u16 selector = GATE | i % 4;
        memset(there, 0, sizeof(there));
        put(base_at(CS) + 0x40, code, size);
        put(base_at(i) + offset + (narrow ? 2 : 4), &selector, 2);
        refusal_undo_call(&f);
        CHECK((f.eip == 0x40) == (i == of));
        put(base_at(i) + offset + (narrow ? 2 : 4), other, 2);
        f = frame(size);
        refusal_undo_call(&f);
        CHECK_EQ(f.eip, 0x40 + size);
    }
}

/* CALL FAR [register + 8], with each prefix: EBP and ESP go by SS. */
static void test_segments(void)
{
    static const struct { u8 byte, segment; } prefixes[] = {
        { 0x26, ES }, { 0x2e, CS }, { 0x36, SS }, { 0x3e, DS }, { 0x64, FS },
        { 0x65, GS } };
    static const struct { u8 modrm; u32 value; u32 by; } bases[] = {
        { 0x58, 0x100, DS }, { 0x59, 0x10, DS }, { 0x5a, 0x20, DS },
        { 0x5b, 0x30, DS }, { 0x5d, 0x300, SS }, { 0x5e, 0x40, DS },
        { 0x5f, 0x50, DS } };

    for (u32 b = 0; b < ARRAY_SIZE(bases); b++) {
        const u32 at = bases[b].value + 0x90 - 0x10;
        check((const u8[]){ 0xff, bases[b].modrm, 0x7c }, 3, bases[b].by,
              at - 4, 0);
        check((const u8[]){ 0x66, 0xff, bases[b].modrm, 0x7c }, 4,
              bases[b].by, at - 4, 1);
        for (u32 i = 0; i < ARRAY_SIZE(prefixes); i++)
            check((const u8[]){ prefixes[i].byte, 0xff, bases[b].modrm,
                                0x7c }, 4, prefixes[i].segment, at - 4, 0);
    }
    check((const u8[]){ 0xff, 0x5c, 0x24, 8 }, 4, SS, 0x208, 0);
    check((const u8[]){ 0xff, 0x5c, 0xb1, 8 }, 4, DS, 0x10 + 0x40 * 4 + 8, 0);
    check((const u8[]){ 0x65, 0xff, 0x1d, 0x44, 1, 0, 0 }, 7, GS, 0x144, 0);
}

/* Of an LDT, or out of sight: it stays where it is. */
static void test_elsewhere(void)
{
    static const u8 direct[] = { 0x9a, 0, 0, 0, 0, 0x09, 0x40 };
    static const u8 by_gs[] = { 0x65, 0xff, 0x1d, 0x44, 1, 0, 0 };
    const u16 selector = GATE;
    struct trap_state f = frame(sizeof(direct));

    memset(there, 0, sizeof(there));
    put(base_at(CS) + 0x40, direct, sizeof(direct));
    refusal_undo_call(&f);
    CHECK_EQ(f.eip, 0x40);
    f = frame(sizeof(direct));
    f.error = GATE + 8;
    refusal_undo_call(&f);
    CHECK_EQ(f.eip, 0x40 + sizeof(direct));
    put(base_at(CS) + 0x40, by_gs, sizeof(by_gs));
    put(base_at(GS) + 0x148, &selector, 2);
    f = frame(sizeof(by_gs));
    gs |= LOCAL;
    refusal_undo_call(&f);
    CHECK_EQ(f.eip, 0x40 + sizeof(by_gs));
    f = frame(0);
    f.eip = 0x80000000;
    refusal_undo_call(&f);
    CHECK_EQ(f.eip, 0x80000000);
}

int main(void)
{
    memory.ups = UPS;
    test_segments();
    test_elsewhere();
    return check_done();
}
