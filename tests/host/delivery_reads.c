/* SPDX-License-Identifier: MIT */
/* sources: bench/experiments/delivery/delivery.S core/lib/crc32.c */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * What stands between both reads of experiment delivery, to the byte: for each
 * kind what modules/lib/measure/measure.S has, so that one overhead is both's.
 */
#include "../../core/api/types.h"

#include "check.h"

#define WORD(name_) u32 name_;
WORD(delivery_stack) WORD(delivery_flags) WORD(delivery_error)
WORD(delivery_eip) WORD(delivery_address) WORD(delivery_way_back)
u64 delivery_ticks;

#define RDTSC "\x0f\x31"
#define RDTSCP "\x0f\x01\xf9"
#define LFENCE "\x0f\xae\xe8"
#define CPUID "\x31\xc0\x31\xc9\x0f\xa2"        /* of leaf 0 */
#define KEEP "\x89\xc6\x89\xd7"                 /* in EDI:ESI */
#define NOP "\x90"
#define STORE "\x89\x45"                        /* 0: EAX to SS:EBP */

/* `start` to the store, which has a label; the handler to its jump. */
#define KIND(kind_, start_, stop_)                                          \
    {                                                                       \
        extern const char delivery_##kind_[], delivery_store_##kind_[];     \
        extern const char delivery_handler_##kind_[];                       \
        static const char start[] = start_ KEEP NOP NOP, stop[] = stop_;    \
        const u32 size = sizeof(start) - 1, end = sizeof(stop) - 1;         \
        CHECK(delivery_store_##kind_ - delivery_##kind_ == (int)size);      \
        CHECK(!__builtin_memcmp(delivery_##kind_, start, size));            \
        CHECK(!__builtin_memcmp(delivery_store_##kind_, STORE "\0\x0f\x0b", \
                                5));                                        \
        CHECK(!__builtin_memcmp(delivery_handler_##kind_, stop, end));      \
        const u8 jump = (u8)delivery_handler_##kind_[end];                  \
        CHECK(jump == 0xe9 || jump == 0xeb);                                \
    }

int main(void)
{
    KIND(bare, RDTSC, RDTSC)
    KIND(lfence, LFENCE RDTSC LFENCE, LFENCE RDTSC LFENCE)
    KIND(rdtscp, LFENCE RDTSC LFENCE, RDTSCP LFENCE)
    KIND(cpuid, CPUID RDTSC NOP, CPUID RDTSC)
    return check_done();
}
