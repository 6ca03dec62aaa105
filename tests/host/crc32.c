/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* CRC-32: published check values, and any division into pieces. */
#include "../../core/lib/crc32.h"

#include "check.h"

static u32 bitwise(const u8 *data, u32 size)
{
    u32 crc = 0xffffffffu;

    for (u32 i = 0; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
    }
    return ~crc;
}

int main(void)
{
    u8 data[256];

    for (u32 i = 0; i < sizeof(data); i++)
        data[i] = (u8)(i * 167 + 13);
    CHECK_EQ(crc32(0, "123456789", 9), 0xcbf43926u);
    CHECK_EQ(crc32(0, "a", 1), 0xe8b7be43u);
    CHECK_EQ(crc32(0, data, 0), 0);
    for (u32 size = 0; size <= sizeof(data); size++) {
        CHECK_EQ(crc32(0, data, size), bitwise(data, size));
        u32 rest = (u32)sizeof(data) - size;
        CHECK_EQ(crc32(crc32(0, data, size), data + size, rest),
                 bitwise(data, sizeof(data)));
    }
    return check_done();
}
