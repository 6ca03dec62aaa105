/* SPDX-License-Identifier: MIT */
/* CRC-32 as of IEEE 802.3 and zlib. */
#pragma once

#include "../api/types.h"

/* The CRC of data that follows data whose CRC is crc; start with 0. */
u32 crc32(u32 crc, const void *data, u32 size);
