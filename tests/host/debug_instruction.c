/* SPDX-License-Identifier: MIT */
/* sources: modules/models/debug/instruction.c */
/*
 * Which instructions lose TF, and which show it: each pair of bytes, plain, behind
 * each byte as a prefix, behind many prefixes, and at the end of what is there.
 */
#include "../../modules/models/debug/model.h"

#include "check.h"

#define BASE 0x1000u
#define SPACE 7

static u8 text[40];
static u32 size;

static int fetch(int space, u32 segment, u32 address, void *to, u32 bytes)
{
    CHECK(space == SPACE && segment == 0 && bytes == 1);
    if (address - BASE >= size)
        return E_RANGE;
    *(u8 *)to = text[address - BASE];
    return 1;
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
    CHECK_EQ(instruction_loses_tf(SPACE, BASE) != 0, should_lose);
    CHECK_EQ(instruction_is_pushf(SPACE, BASE) != 0, should_show);
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

int main(void)
{
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
