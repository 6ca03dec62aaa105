/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Masking interrupts for a row: whatever fails, no port stays open. */
#include "../../bench/pic.c"

#include "check.h"

static int is_open[2], refused = -1;
static u32 mask = 0x1234;

u32 mask_read(void) { return mask; }
void mask_write(u32 value) { mask = value; }

static int open_port(u32 first, u32 count)
{
    const int i = first == PIC_SECOND;

    CHECK(count == 1 && (i || first == PIC_FIRST));
    if (i == refused)
        return E_BUSY;
    is_open[i]++;
    return 0;
}

static int close_port(u32 first, u32 count)
{
    CHECK_EQ(count, 1);
    CHECK_EQ(is_open[first == PIC_SECOND]--, 1);
    return 0;
}

static const struct port methods = { .open = open_port, .close = close_port };

int main(void)
{
    port = &methods;
    for (refused = 0; refused < 2; refused++) {
        CHECK_EQ(pic_mask(), E_BUSY);
        CHECK(!is_open[0] && !is_open[1] && mask == 0x1234);
        pic_unmask();
        CHECK(!is_open[0] && !is_open[1] && mask == 0x1234);
    }
    CHECK_EQ(pic_mask(), 0);
    CHECK(is_open[0] && is_open[1] && mask == MASK_ALL);
    pic_unmask();
    pic_unmask();
    CHECK(!is_open[0] && !is_open[1] && mask == 0x1234);
    return check_done();
}
