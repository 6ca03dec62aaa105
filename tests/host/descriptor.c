/* SPDX-License-Identifier: MIT */
/* sources: core/descriptor/descriptor.c */
/* Descriptors and gates, against values worked out by the manual. */
#include "../../core/descriptor/descriptor.h"
#include "check.h"

static void test_known(void)
{
    /* flat code and data, as in every boot loader */
    CHECK_EQ(descriptor_segment(&(struct segment){
        .type = SEGMENT_CODE_XR, .present = 1 }), 0x00cf9a000000ffffull);
    CHECK_EQ(descriptor_segment(&(struct segment){
        .type = SEGMENT_DATA_RW, .present = 1 }), 0x00cf92000000ffffull);
    /* ring 1, base 0x00835000, 16 pages */
    CHECK_EQ(descriptor_segment(&(struct segment){
        .base = 0x00835000, .size = 0x10000, .type = SEGMENT_DATA_RW,
        .dpl = 1, .present = 1 }), 0x0040b2835000ffffull);
    /* a TSS of 104 bytes: no D bit, byte granularity */
    CHECK_EQ(descriptor_segment(&(struct segment){
        .base = 0x12345678, .size = 104, .type = SEGMENT_TSS,
        .present = 1 }), 0x1200893456780067ull);
    CHECK_EQ(descriptor_gate(&(struct gate_target){
        .selector = 0x08, .offset = 0x00107260, .type = GATE_INTERRUPT,
        .present = 1 }), 0x00108e0000087260ull);
    CHECK_EQ(descriptor_gate(&(struct gate_target){
        .selector = 0x08, .offset = 0xdeadbeef, .type = GATE_CALL,
        .dpl = 1, .dwords = 7, .present = 1 }), 0xdeadac070008beefull);
}

static unsigned seed = 1;

static unsigned next(void)
{
    seed = seed * 1664525u + 1013904223u;
    return seed >> 4;
}

static void test_round_trip(void)
{
    for (unsigned i = 0; i < 100000; i++) {
        struct segment a = {
            .base = next() * 16 + i, .type = SEGMENT_DATA_RW,
            .dpl = next() & 3, .present = next() & 1,
            .size = i & 1 ? next() % 0x100000 + 1
                          : (next() % 0xfffff + 1) * PAGE_SIZE,
        }, b;
        descriptor_decode_segment(descriptor_segment(&a), &b);
        CHECK(a.base == b.base && a.size == b.size && a.type == b.type &&
              a.dpl == b.dpl && a.present == b.present);

        struct gate_target g = {
            .selector = next() & 0xffff, .offset = next() * 16 + i,
            .type = GATE_CALL, .dpl = next() & 3, .dwords = next() & 31,
            .present = next() & 1,
        }, h;
        descriptor_decode_gate(descriptor_gate(&g), &h);
        CHECK(g.selector == h.selector && g.offset == h.offset &&
              g.type == h.type && g.dpl == h.dpl && g.dwords == h.dwords &&
              g.present == h.present);
    }
}

/* Above 1 MiB the limit counts pages, and a size is rounded up to them. */
static void test_granularity(void)
{
    struct segment a = { .size = 0x100001, .type = SEGMENT_DATA_R }, b;

    descriptor_decode_segment(descriptor_segment(&a), &b);
    CHECK_EQ(b.size, 0x101000);
    a.size = 0;
    descriptor_decode_segment(descriptor_segment(&a), &b);
    CHECK_EQ(b.size, 0);            /* 4 GiB */
}

int main(void)
{
    test_known();
    test_round_trip();
    test_granularity();
    return check_done();
}
