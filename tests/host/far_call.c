/* SPDX-License-Identifier: MIT */
/* sources: core/gate/far_call.c */
/* Far calls of every form are known as such, by their exact length alone. */
#include "check.h"

#include "../../core/gate/far_call.h"

struct form {
    u8 code[10];
    u32 size;
    struct far_call call;
};

#define NONE NO_REGISTER

static const struct form forms[] = {
    { { 0x9a, 0, 0, 0, 0, 0x49, 0 }, 7,
      { .direct = 1, .selector = 0x49, .base = NONE, .index = NONE } },
    { { 0x66, 0x9a, 0, 0, 0x09, 0x40 }, 6,
      { .direct = 1, .narrow = 1, .selector = 0x4009, .base = NONE,
        .index = NONE } },
    { { 0xff, 0x18 }, 2, { .base = 0, .index = NONE } },
    { { 0xff, 0x1f }, 2, { .base = 7, .index = NONE } },
    { { 0xff, 0x1d, 0x78, 0x56, 0x34, 0x12 }, 6,
      { .base = NONE, .index = NONE, .displacement = 0x12345678 } },
    { { 0xff, 0x5d, 0xec }, 3,
      { .base = 5, .index = NONE, .displacement = 0xffffffec } },
    { { 0xff, 0x9b, 4, 0, 0, 0x80 }, 6,
      { .base = 3, .index = NONE, .displacement = 0x80000004 } },
    { { 0xff, 0x1c, 0x24 }, 3, { .base = 4, .index = NONE } },
    { { 0xff, 0x5c, 0x24, 8 }, 4,
      { .base = 4, .index = NONE, .displacement = 8 } },
    { { 0xff, 0x1c, 0x8b }, 3, { .base = 3, .index = 1, .scale = 2 } },
    { { 0xff, 0x1c, 0xf5, 1, 0, 0, 0 }, 7,
      { .base = NONE, .index = 6, .scale = 3, .displacement = 1 } },
    { { 0xff, 0x5c, 0x45, 0xfe }, 4,
      { .base = 5, .index = 0, .scale = 1, .displacement = 0xfffffffe } },
    { { 0x2e, 0xff, 0x18 }, 3,
      { .prefix = 0x2e, .base = 0, .index = NONE } },
    { { 0x64, 0x66, 0xff, 0x1e }, 4,
      { .prefix = 0x64, .narrow = 1, .base = 6, .index = NONE } },
};

static const u8 others[][8] = {
    { 0xff, 0x10 }, { 0xff, 0xd8 }, { 0xff, 0x28 }, { 0x90, 0xff },
    { 0xe8, 0, 0, 0, 0 }, { 0xcb, 0x18 }, { 0x66, 0x2e, 0x66, 0x2e },
};

static void check_form(const struct form *f)
{
    const struct far_call call = far_call_decode(f->code, f->size);

    CHECK_EQ(call.length, f->size);
    CHECK_EQ(call.prefix, f->call.prefix);
    CHECK_EQ(call.direct, f->call.direct);
    CHECK_EQ(call.narrow, f->call.narrow);
    CHECK_EQ(call.selector, f->call.selector);
    CHECK_EQ(call.base, f->call.base);
    CHECK_EQ(call.index, f->call.index);
    CHECK_EQ(call.scale, f->call.scale);
    CHECK_EQ(call.displacement, f->call.displacement);
    for (u32 size = 0; size < sizeof(f->code); size++)
        if (size != f->size)
            CHECK_EQ(far_call_decode(f->code, size).length, 0);
}

int main(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(forms); i++)
        check_form(&forms[i]);
    for (u32 i = 0; i < ARRAY_SIZE(others); i++)
        for (u32 size = 0; size <= sizeof(others[i]); size++)
            CHECK_EQ(far_call_decode(others[i], size).length, 0);
    return check_done();
}
