/* SPDX-License-Identifier: MIT */
/* What a client is about to execute, as far as TF is concerned. It is read where
 * the client's text is; where nothing is, the client will fault. */
#include "model.h"

#define BYTES_MOST 15           /* of an instruction */
#define LCALL 0x9a
#define PUSHF 0x9c
#define POP_SS 0x17
#define MOV_SREG 0x8e           /* /2: SS */
#define GROUP_5 0xff            /* /3: LCALL by memory, /5: LJMP */
#define TWO_BYTES 0x0f
#define LSS 0xb2
#define SYSENTER 0x34
#define INT3 0xcc             /* INT n, INTO follow */
#define INTO 0xce

static u8 byte_at(int space, u32 eip)
{
    u8 code = 0;

    memory->fetch(space, 0, eip, &code, sizeof(code));
    return code;
}

/* ES CS SS DS, FS GS and sizes, LOCK, REP */
static int is_prefix(u8 code)
{
    return (code & 0xe7) == 0x26 || (code & 0xfc) == 0x64 || code == 0xf0 ||
           (code & 0xfe) == 0xf2;
}

/* Where its opcode is. */
static u32 opcode_at(int space, u32 eip)
{
    u32 i = 0;

    while (i < BYTES_MOST && is_prefix(byte_at(space, eip + i)))
        i++;
    return eip + i;
}

/* The three bits of ModR/M that belong to the opcode. */
static u32 digit_at(int space, u32 at)
{
    return byte_at(space, at) >> 3 & 7;
}

/* After a load of SS the processor lets one more instruction by, which may be any
 * (manual: interrupts are inhibited). */
int instruction_loses_tf(int space, u32 eip)
{
    const u32 at = opcode_at(space, eip);
    const u8 second = byte_at(space, at + 1);

    switch (byte_at(space, at)) {
    case LCALL:
    case POP_SS:
        return 1;
    case MOV_SREG:
        return digit_at(space, at + 1) == 2;
    case GROUP_5:
        return digit_at(space, at + 1) == 3 || digit_at(space, at + 1) == 5;
    case TWO_BYTES:
        return second == SYSENTER || second == LSS;
    default:
        return 0;
    }
}

int instruction_is_int(int space, u32 eip)
{
    const u8 code = byte_at(space, opcode_at(space, eip));

    return code >= INT3 && code <= INTO;
}

int instruction_is_pushf(int space, u32 eip)
{
    return byte_at(space, opcode_at(space, eip)) == PUSHF;
}
