/* SPDX-License-Identifier: MIT */
/* Encoding and decoding of segment descriptors and gates. */
#include "descriptor.h"

#define BYTE_LIMIT_MAX  0x100000u       /* byte granularity reaches 1 MiB */
#define FLAG_G          0x8u            /* limit in pages */
#define FLAG_DB         0x4u            /* 32-bit */
#define SYSTEM_S        0x10u           /* code or data, not system */

static u32 access_byte(u8 type, u8 dpl, u8 present)
{
    return (u32)type | (u32)dpl << 5 | (u32)(present != 0) << 7;
}

u64 descriptor_segment(const struct segment *s)
{
    u32 limit = s->size - 1;
    u32 flags = s->type & SYSTEM_S ? FLAG_DB : 0;

    if (s->size == 0 || s->size > BYTE_LIMIT_MAX) {
        limit >>= PAGE_SHIFT;
        flags |= FLAG_G;
    }
    u32 low = (limit & 0xffff) | s->base << 16;
    u32 high = (s->base >> 16 & 0xff) | (s->base & 0xff000000u) |
               access_byte(s->type, s->dpl, s->present) << 8 |
               (limit & 0xf0000u) | flags << 20;
    return (u64)high << 32 | low;
}

u64 descriptor_gate(const struct gate_target *g)
{
    u32 low = (g->offset & 0xffff) | (u32)g->selector << 16;
    u32 high = (g->offset & 0xffff0000u) | (g->dwords & 0x1fu) |
               access_byte(g->type, g->dpl, g->present) << 8;
    return (u64)high << 32 | low;
}

void descriptor_decode_segment(u64 descriptor, struct segment *s)
{
    u32 low = (u32)descriptor, high = (u32)(descriptor >> 32);
    u32 limit = (low & 0xffff) | (high & 0xf0000u);

    if (high >> 20 & FLAG_G)
        limit = limit << PAGE_SHIFT | (PAGE_SIZE - 1);
    s->base = low >> 16 | (high & 0xff) << 16 | (high & 0xff000000u);
    s->size = limit + 1;
    s->type = high >> 8 & 0x1f;
    s->dpl = high >> 13 & 3;
    s->present = high >> 15 & 1;
}

void descriptor_decode_gate(u64 descriptor, struct gate_target *g)
{
    u32 low = (u32)descriptor, high = (u32)(descriptor >> 32);

    g->selector = low >> 16;
    g->offset = (low & 0xffff) | (high & 0xffff0000u);
    g->type = high >> 8 & 0x1f;
    g->dpl = high >> 13 & 3;
    g->dwords = high & 0x1f;
    g->present = high >> 15 & 1;
}
