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
#define INT3 0xcc               /* INT n, INTO follow */
#define INTO 0xce

struct text {
    int space;
    u32 eip;
    u32 count;                  /* bytes that have been read */
    u8 bytes[BYTES_MOST];
};

/* At once what lies in its page: the next one need not be there, or a store may
 * have to be asked for it. */
static void text_read(struct text *text)
{
    const u32 rest = PAGE_SIZE - text->eip % PAGE_SIZE;
    const u32 size = rest < BYTES_MOST ? rest : BYTES_MOST;

    if (memory->fetch(text->space, 0, text->eip, text->bytes, size) >= 0)
        text->count = size;
}

/* Beyond that, and near the end of all text, byte by byte. */
static u8 byte_at(const struct text *text, u32 i)
{
    u8 code = 0;

    if (i < text->count)
        return text->bytes[i];
    memory->fetch(text->space, 0, text->eip + i, &code, sizeof(code));
    return code;
}

/* ES CS SS DS, FS GS and sizes, LOCK, REP */
static int is_prefix(u8 code)
{
    return (code & 0xe7) == 0x26 || (code & 0xfc) == 0x64 || code == 0xf0 ||
           (code & 0xfe) == 0xf2;
}

/* Where its opcode is. */
static u32 opcode_at(const struct text *text)
{
    u32 i = 0;

    while (i < BYTES_MOST && is_prefix(byte_at(text, i)))
        i++;
    return i;
}

/* The three bits of ModR/M that belong to the opcode. */
static u32 digit_at(const struct text *text, u32 i)
{
    return byte_at(text, i) >> 3 & 7;
}

/* After a load of SS the processor lets one more instruction by, which may be any
 * (manual: interrupts are inhibited). */
static int loses_tf(const struct text *text, u32 i)
{
    const u32 next = i + 1;

    switch (byte_at(text, i)) {
    case LCALL:
    case POP_SS:
        return 1;
    case MOV_SREG:
        return digit_at(text, next) == 2;
    case GROUP_5:
        return digit_at(text, next) == 3 || digit_at(text, next) == 5;
    case TWO_BYTES:
        return byte_at(text, next) == SYSENTER || byte_at(text, next) == LSS;
    default:
        return 0;
    }
}

u32 instruction_traits(int space, u32 eip)
{
    struct text text = { .space = space, .eip = eip };

    text_read(&text);
    const u32 i = opcode_at(&text);
    const u8 code = byte_at(&text, i);
    return (loses_tf(&text, i) ? LOSES_TF : 0) |
           (code >= INT3 && code <= INTO ? LEADS_TO_HANDLER : 0) |
           (code == PUSHF ? PUSHES_FLAGS : 0);
}
