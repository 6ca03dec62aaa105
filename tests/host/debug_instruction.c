/* SPDX-License-Identifier: MIT */
/* sources: modules/models/debug/instruction.c */
/*
 * Which instructions lose TF, and which show it: each pair of bytes, plain, behind
 * each byte as a prefix, behind many prefixes, and at the end of what is there.
 */
#include "../../core/lib/string.h"
#include "../../modules/models/debug/model.h"

#include "check.h"

#define SPACE 7

static u8 text[40];
static u32 base = 0x1000, size;
static u32 fetches, beyond;     /* of them, those in the next page */

/* All or nothing, as memory->fetch(); and never of two pages. */
static int fetch(int space, u32 segment, u32 address, void *to, u32 bytes)
{
    CHECK(space == SPACE && segment == 0 && bytes && bytes <= 15);
    CHECK_EQ(address / PAGE_SIZE, (address + bytes - 1) / PAGE_SIZE);
    fetches++;
    beyond += address / PAGE_SIZE != base / PAGE_SIZE;
    if (address - base >= size || bytes > size - (address - base))
        return E_ADDRESS;
    memcpy(to, text + (address - base), bytes);
    return 0;
}

static const struct memory model = { .fetch = fetch };
const struct memory *volatile memory = &model;

/* By the opcode map of the manual (volume 2, appendix A). */
static int loses(u32 first, u32 second)
{
    const u32 digit = second / 8 % 8;

    if (first == 0x9a || first == 0x17)         /* CALL far, POP SS */
        return 1;
    if (first == 0xff)                          /* CALL, JMP far, by memory */
        return digit == 3 || digit == 5;
    if (first == 0x8e)                          /* MOV SS */
        return digit == 2;
    return first == 0x0f && (second == 0x34 || second == 0xb2);
}

static int is_prefix(u32 code)
{
    static const u8 all[] = { 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67,
                              0xf0, 0xf2, 0xf3 };

    for (u32 i = 0; i < sizeof(all); i++)
        if (all[i] == code)
            return 1;
    return 0;
}

static void is_told(int should_lose, int should_show)
{
    const u32 traits = instruction_traits(SPACE, base);

    CHECK_EQ(traits & LOSES_TF, should_lose ? LOSES_TF : 0);
    CHECK_EQ(traits & PUSHES_FLAGS, should_show ? PUSHES_FLAGS : 0);
}

/* `count` times a prefix before it; the first byte may be one itself. */
static void test_pairs(u32 prefix, u32 count)
{
    for (u32 first = 0; first < 256; first++)
        for (u32 second = 0; second < 256; second++) {
            for (u32 i = 0; i < count; i++)
                text[i] = (u8)prefix;
            text[count] = (u8)first;
            text[count + 1] = (u8)second;
            text[count + 2] = 0;
            size = count + 3;
            if (is_prefix(first))
                is_told(loses(second, 0), second == 0x9c);
            else
                is_told(loses(first, second), first == 0x9c);
        }
}

/* What follows a byte that is none is not looked at. */
static void test_prefixes(void)
{
    for (u32 code = 0; code < 256; code++) {
        text[0] = (u8)code;
        text[1] = 0x9a;
        size = 2;
        is_told(is_prefix(code) || loses(code, 0x9a), code == 0x9c);
        text[1] = 0x9c;
        is_told(loses(code, 0x9c), is_prefix(code) || code == 0x9c);
    }
}

/* --- Where it lies -------------------------------------------------------------- */

static const struct { u8 bytes[4]; u32 size, traits; } kinds[] = {
    { { 0x90 }, 1, 0 },
    { { 0x9a }, 1, LOSES_TF },
    { { 0x9c }, 1, PUSHES_FLAGS },
    { { 0xcc }, 1, LEADS_TO_HANDLER },
    { { 0xcd, 0x80 }, 1, LEADS_TO_HANDLER },
    { { 0xce }, 1, LEADS_TO_HANDLER },
    { { 0x8e, 0xd0 }, 2, LOSES_TF },
    { { 0x8e, 0xd8 }, 2, 0 },
    { { 0xff, 0x18 }, 2, LOSES_TF },
    { { 0x66, 0xff, 0x2b }, 3, LOSES_TF },
    { { 0x2e, 0x66, 0x0f, 0x34 }, 4, LOSES_TF },
    { { 0xf3, 0xcf }, 2, 0 },
};

/* As much as is looked at is there, and `more` behind it; `rest` of all lies in
 * the first page. */
static void place(u32 kind, u32 more, u32 rest)
{
    memset(text, 0x9a, sizeof(text));
    memcpy(text, kinds[kind].bytes, sizeof(kinds[kind].bytes));
    size = kinds[kind].size + more;
    base = 2 * PAGE_SIZE - rest;
    fetches = beyond = 0;
    CHECK_EQ(instruction_traits(SPACE, base), kinds[kind].traits);
}

/* At each distance from the end of a page and of what is there: a page that is not
 * needed is not asked for, and what lies in one is asked for once. */
static void test_places(void)
{
    for (u32 kind = 0; kind < ARRAY_SIZE(kinds); kind++)
        for (u32 more = 0; more <= 20; more++)
            for (u32 rest = 1; rest <= 20; rest++) {
                place(kind, more, rest);
                CHECK(!beyond || rest < kinds[kind].size);
                if (rest >= kinds[kind].size &&
                    size >= (rest < 15 ? rest : 15))
                    CHECK_EQ(fetches, 1);
            }
    for (u32 kind = 0; kind < ARRAY_SIZE(kinds); kind++) {
        place(kind, 20, PAGE_SIZE);
        CHECK_EQ(fetches, 1);
    }
    base = 0x1000;
}

/* The last byte of all addresses. */
static void test_last(void)
{
    base = 0xffffffff;
    text[0] = 0x9c, size = 1;
    is_told(0, 1);
    base = 0x1000;
}

int main(void)
{
    test_places();
    test_last();
    test_pairs(0, 0);
    for (u32 count = 1; count <= 14; count += 13) {
        test_pairs(0x2e, count);
        test_pairs(0x66, count);
        test_pairs(0xf3, count);
    }
    test_prefixes();
    size = 0;
    is_told(0, 0);
    text[0] = 0xff, size = 1;                   /* 0 is read behind it: INC */
    is_told(0, 0);
    for (size = 0; size < sizeof(text); size++)
        text[size] = 0x66;                      /* prefixes for ever: an end */
    is_told(0, 0);
    return check_done();
}
