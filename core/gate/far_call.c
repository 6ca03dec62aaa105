/* SPDX-License-Identifier: MIT */
/* Decoding far calls (manual, chapter 17: CALL, ModR/M, SIB). */
#include "far_call.h"

#define PREFIX_NARROW 0x66
#define OPCODE_DIRECT 0x9a              /* CALL ptr16:32 */
#define OPCODE_GROUP5 0xff              /* /3: CALL m16:32 */
#define GROUP5_CALL 3
#define MOD_REGISTER 3
#define RM_SIB 4
#define RM_NONE 5                       /* with mod 0: no base */
#define INDEX_NONE 4

static int is_segment_prefix(u8 byte)
{
    return byte == 0x26 || byte == 0x2e || byte == 0x36 || byte == 0x3e ||
           byte == 0x64 || byte == 0x65;
}

static u32 read_le(const u8 *at, u32 bytes)
{
    u32 value = 0;

    while (bytes--)
        value = value << 8 | at[bytes];
    return value;
}

static int decode_direct(struct far_call *call, const u8 *code, u32 size)
{
    const u32 offset = call->narrow ? 2 : 4;

    if (size != 1 + offset + 2)
        return 0;
    call->direct = 1;
    call->selector = (u16)read_le(code + 1 + offset, 2);
    return 1;
}

static u8 register_or_none(u32 number, int none)
{
    return (u8)(none ? NO_REGISTER : number);
}

/* ModR/M, SIB and displacement, from the former on. */
static int decode_memory(struct far_call *call, const u8 *code, u32 size)
{
    const u32 mod = code[0] >> 6;
    u32 base = code[0] & 7, bytes = 1;

    if ((code[0] >> 3 & 7) != GROUP5_CALL || mod == MOD_REGISTER)
        return 0;
    if (base == RM_SIB) {
        if (size < ++bytes)
            return 0;
        base = code[1] & 7;
        call->index = register_or_none(code[1] >> 3 & 7,
                                       (code[1] >> 3 & 7) == INDEX_NONE);
        call->scale = code[1] >> 6;
    }
    call->base = register_or_none(base, base == RM_NONE && mod == 0);
    const u32 wide = mod == 2 || call->base == NO_REGISTER ? 4 : mod;
    if (size != bytes + wide)
        return 0;
    call->displacement = read_le(code + bytes, wide);
    if (wide == 1 && call->displacement & 0x80)
        call->displacement |= 0xffffff00u;
    return 1;
}

struct far_call far_call_decode(const u8 *code, u32 size)
{
    struct far_call call = { .base = NO_REGISTER, .index = NO_REGISTER };
    u32 i = 0;

    for (; i < size && (is_segment_prefix(code[i]) ||
                        code[i] == PREFIX_NARROW); i++) {
        if (code[i] == PREFIX_NARROW)
            call.narrow = 1;
        else
            call.prefix = code[i];
    }
    if (size - i < 2)
        return call;
    if ((code[i] == OPCODE_DIRECT &&
         decode_direct(&call, code + i, size - i)) ||
        (code[i] == OPCODE_GROUP5 &&
         decode_memory(&call, code + i + 1, size - i - 1)))
        call.length = size;
    return call;
}
