/* SPDX-License-Identifier: MIT */
/*
 * Descriptors and gates: one pure constructor each, and one decoder
 * (manual 5.1.3, 6.3, 9.5). Nothing else in the system packs these bits.
 */
#pragma once

#include "../api/types.h"

enum segment_type {             /* type field with the S bit */
    SEGMENT_DATA_R  = 0x10,     /* data, read-only */
    SEGMENT_DATA_RW = 0x12,     /* data, read and write */
    SEGMENT_CODE_X  = 0x18,     /* code, execute only */
    SEGMENT_CODE_XR = 0x1a,     /* code, execute and read */
    SEGMENT_ACCESSED = 0x01,    /* set by the processor, if it is not yet */
    SEGMENT_LDT     = 0x02,
    SEGMENT_TSS     = 0x09,     /* available 386 TSS */
};

enum gate_type {
    GATE_TASK      = 0x05,
    GATE_CALL      = 0x0c,      /* 386 call gate */
    GATE_INTERRUPT = 0x0e,      /* clears IF */
    GATE_TRAP      = 0x0f,
};

struct segment {
    laddr_t base;
    u32 size;                   /* bytes, 1 to 4 GiB; 0 stands for 4 GiB */
    u8 type;                    /* enum segment_type */
    u8 dpl;
    u8 present;
};

struct gate_target {
    u16 selector;
    u32 offset;
    u8 type;                    /* enum gate_type */
    u8 dpl;
    u8 dwords;                  /* call gate: dwords copied from the caller */
    u8 present;
};

/* A size above 1 MiB has page granularity and is rounded up to pages. */
u64 descriptor_segment(const struct segment *segment);
u64 descriptor_gate(const struct gate_target *gate);
void descriptor_decode_segment(u64 descriptor, struct segment *segment);
void descriptor_decode_gate(u64 descriptor, struct gate_target *gate);
