/* SPDX-License-Identifier: MIT */
/* Code of ring 1 that owners of a line take turns in: labels of ups/runtime.S,
 * with so many bytes behind each. */
#pragma once

#define RUNTIME_OWNERS(client, owners, next, died)                          \
    __asm__(".data\n"                                                       \
            ".globl runtime_start, runtime_owners_client, runtime_owners\n" \
            ".globl runtime_owners_next\n"                                  \
            ".globl runtime_owner_died, runtime_owners_end\n"               \
            "runtime_start: .skip 0x20\n"                                   \
            "runtime_owners_client: .skip " #client "\n"                    \
            "runtime_owners: .skip " #owners "\n"                           \
            "runtime_owners_next: .skip " #next "\n"                        \
            "runtime_owner_died: .skip " #died "\n"                         \
            "runtime_owners_end: .skip 4\n"                                 \
            ".text")
