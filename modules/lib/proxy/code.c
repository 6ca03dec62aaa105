/* SPDX-License-Identifier: MIT */
#include "code.h"

#include "../../../core/lib/string.h"

/* CALL to; LEAVE; RET */
static void write_end(u8 *at, void *to)
{
    const u32 distance = (u32)to - ((u32)at + 5);

    at[0] = 0xe8;
    memcpy(at + 1, &distance, sizeof(distance));
    at[5] = 0xc9;
    at[6] = 0xc3;
}

/* PUSH EBP; MOV %esp, %ebp; LEA 8(%ebp), %eax; PUSH EAX; PUSH $second;
 * PUSH $first */
void code_with_arguments(u8 *at, u32 first, u32 second, void *to)
{
    static const u8 code[] = { 0x55, 0x89, 0xe5, 0x8d, 0x45, 8, 0x50,
                               0x68, 0, 0, 0, 0, 0x68, 0, 0, 0, 0 };

    memcpy(at, code, sizeof(code));
    memcpy(at + 8, &second, sizeof(second));
    memcpy(at + 13, &first, sizeof(first));
    write_end(at + sizeof(code), to);
}

/* PUSH EBP; MOV %esp, %ebp; PUSH 12(%ebp); PUSH 8(%ebp) */
void code_passed_on(u8 *at, void *to)
{
    static const u8 code[] = { 0x55, 0x89, 0xe5, 0xff, 0x75, 12, 0xff, 0x75,
                               8 };

    memcpy(at, code, sizeof(code));
    write_end(at + sizeof(code), to);
}
