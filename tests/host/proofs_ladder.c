/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/*
 * The proof of experiment ladder: each byte arrives, in as many calls as the
 * kind may make, and the call has answered. Whatever is missing decides.
 */
#include "../../bench/lib/gate.h"
static int gate_is_wrong;
#define gate_verify() (gate_is_wrong ? E_VERIFY : 0)
#include "../../bench/experiments/ladder.c"

#include "check.h"

enum { SOUND, LAST_MISSING, FIRST_MISSING, ONE_WRONG, NO_CALL, TWO_CALLS,
       ONE_MORE, FAILED, ANSWERED_MORE, FLUSH_FAILED, WAYS };

static u32 way, flushed;

static int deliver(u32 operation, const void *in, u32 in_size, void *out,
                   u32 out_size)
{
    u8 copy[BYTES + 1] = { 0 };

    CHECK(operation == SERVICE_DATA && !out && !out_size);
    memcpy(copy, in, in_size);
    if (way == ONE_WRONG)
        copy[in_size / 2] ^= 0x10;
    const u32 from = way == FIRST_MISSING, less = way == LAST_MISSING;
    if (way == FAILED)
        return E_FULL;
    if (way != NO_CALL)
        null_call(operation, copy + from, in_size - from - less +
                                          (way == ONE_MORE), NULL, 0);
    if (way == TWO_CALLS)
        null_call(operation, copy, 0, NULL, 0);
    return way == ANSWERED_MORE;
}

static int flush_all(void)
{
    flushed++;
    return way == FLUSH_FAILED ? E_DIED : 0;
}

static const struct service service_table = { deliver };
static const struct binding control_table = { .flush = flush_all };

static int passes(void (*body)(void))
{
    CHECK_EQ(prepare(), 0);
    CHECK(check() != 0);                /* nothing has happened yet */
    body();
    return check() == 0;
}

/* A stream may deliver in pieces; a call that was left out is never one. */
static void test_ways(void)
{
    for (bytes = 1; bytes <= BYTES; bytes *= 4)
        for (way = 0; way < WAYS; way++) {
            pieces = 1;
            CHECK_EQ(passes(body_call), way == SOUND || way == FLUSH_FAILED);
            flushed = 0;
            const int sent = passes(body_send);
            CHECK_EQ(sent, way == SOUND || way == ANSWERED_MORE);
            CHECK_EQ(flushed, way != FAILED);
            pieces = 2;
            CHECK_EQ(passes(body_call), way == SOUND || way == FLUSH_FAILED ||
                                        way == TWO_CALLS);
        }
}

/* No byte of a sample is there before it: not that of the one before. */
static void test_fresh(void)
{
    for (bytes = 1; bytes <= BYTES; bytes *= 4)
        for (u32 i = 0; i < 300; i++) {
            CHECK_EQ(prepare(), 0);
            for (u32 k = 0; k < bytes; k++)
                if (seen[k] == sent[k])
                    CHECK(!"a byte is there before it is sent");
            CHECK(sent[0] == first && result != 0 && !got && !calls);
            memcpy(seen, sent, bytes);
        }
}

/* A call too many has room, whatever the row's size, and does not pass. */
static void test_twice(void)
{
    for (bytes = 1; bytes <= BYTES; bytes *= 4) {
        pieces = 1;
        CHECK_EQ(prepare(), 0);
        CHECK(sizeof(seen) >= 2 * bytes);
        null_call(0, sent, bytes, NULL, 0);
        null_call(0, sent, bytes, NULL, 0);
        result = 0;
        CHECK_EQ(check(), E_VERIFY);
        CHECK_EQ(got, 2 * bytes);
    }
}

/* A wrapper's null method answers the CS of ring 0, by a gate; each decides. */
static int null_answer;
static int null_of_console(void) { return null_answer; }
static const struct console console_table = { .null = null_of_console };

static void test_wrapper(void)
{
    static const int answers[] = { CONSOLE_CS, 0, 1, CONSOLE_CS + 1, E_DIED,
                                   CONSOLE_CS << 16 };

    console = &console_table;
    CHECK_EQ(set_up_wrapper(0), 0);
    CHECK_EQ(set_up_wrapper(1), E_RANGE);
    for (u32 i = 0; i < 2 * ARRAY_SIZE(answers); i++) {
        null_answer = answers[i / 2];
        gate_is_wrong = i % 2;
        CHECK_EQ(prepare_wrapper(), 0);
        CHECK_EQ(check_wrapper(), E_VERIFY);    /* it was not called yet */
        body_wrapper();
        CHECK_EQ(check_wrapper(), i ? E_VERIFY : 0);
    }
}

int main(void)
{
    service = &service_table;
    control = &control_table;
    test_ways();
    test_fresh();
    test_twice();
    test_wrapper();
    return check_done();
}
