/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/binding/direct.c */
/*
 * Which vector the trap binding takes, whatever the others answer: the first
 * that is free, and none behind an error that is not "taken". It is given back
 * once, and what is not started takes no call.
 */
#include "../../modules/bindings/trap/trap.c"

#include "check.h"

u8 trap_number;
void trap_enter(void) { }

static int answers[VECTORS];            /* of attach_call, by vector */
static u32 asked, attached, detached;   /* vectors */
static int detach_error;

int trap_call(u32 operation, const void *in, u32 in_size,
              void *out, u32 out_size)
{
    (void)operation, (void)in, (void)in_size, (void)out, (void)out_size;
    return (int)trap_vector;
}

static int attach_call(u32 vector, void (*handler)(void))
{
    CHECK(handler == trap_enter && !attached && vector < VECTORS);
    CHECK(vector >= 48 && (asked ? vector == asked + 1 : vector == 48));
    asked = vector;
    if (answers[vector] >= 0)
        attached = vector;
    return answers[vector];
}

static int detach(u32 vector)
{
    CHECK(vector == attached);
    attached = 0;
    detached++;
    return detach_error;
}

static const struct vector table = {
    .attach_call = attach_call, .detach = detach };

static int start_anew(void)
{
    asked = 0;
    return binding.start(4096);
}

/* The first `taken` are; what the next one answers. */
static void test_start(u32 taken, int answer)
{
    for (u32 i = 0; i < VECTORS; i++)
        answers[i] = i < 48 + taken ? E_BUSY : i == 48 + taken ? answer : 0;
    const int expected = 48 + taken >= VECTORS ? E_FULL : answer;

    CHECK_EQ(start_anew(), expected < 0 ? expected : 0);
    CHECK_EQ(attached, expected < 0 ? 0 : 48 + taken);
    CHECK_EQ(trap_vector, attached);
    CHECK_EQ(asked, taken < VECTORS - 48 ? 48 + taken : VECTORS - 1);
    if (expected < 0) {
        CHECK_EQ(binding.stop(), E_UNBOUND);
        return;
    }
    CHECK_EQ(trap_number, attached);
    CHECK_EQ(start_anew(), E_BUSY);
    CHECK_EQ(asked, 0);
    CHECK_EQ(binding.stop(), detach_error);
    CHECK(!trap_vector && !attached);
    CHECK_EQ(binding.stop(), E_UNBOUND);
}

int main(void)
{
    static const int errors[] = { E_OK, 7, E_NOMEM, E_UNBOUND, E_CONSTRAINT,
        E_FULL, E_INVALID, E_DEAD };

    vectors = &table;
    CHECK_EQ(binding.stop(), E_UNBOUND);
    for (u32 taken = 0; taken <= VECTORS - 48; taken++)
        for (u32 i = 0; i < ARRAY_SIZE(errors); i++) {
            detach_error = i % 3 ? 0 : E_ACTIVE;
            test_start(taken, errors[i]);
        }
    CHECK(detached > 0);
    CHECK(service.call == trap_call);
    CHECK_EQ(binding.flush(), 0);
    for (u32 what = 0; what < 6; what++)
        CHECK_EQ(binding.count(what), E_UNSUPPORTED);
    return check_done();
}
