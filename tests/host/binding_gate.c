/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/binding/direct.c modules/bindings/gate/gate.S */
/* flags: -no-pie */
/*
 * The gate binding has one gate, from its start to its stop, and the caller's
 * arguments come out of it in their order; what is not started says so.
 */
#include "../../modules/bindings/gate/gate.c"

#include "check.h"

static int answer, destroy_error;       /* of create, destroy */
static u32 created, destroyed;
static u32 seen[5], calls;
static int reply;

static int create(void (*handler)(void))
{
    CHECK(handler == gate_enter);
    created++;
    return answer;
}

static int destroy(u32 selector)
{
    CHECK_EQ(selector, answer);
    destroyed++;
    return destroy_error;
}

static const struct call_gate table = {
    .create = create, .destroy = destroy };

static int serve(u32 operation, const void *in, u32 in_size, void *out,
                 u32 out_size)
{
    u32 flags, es, ds, ss;

    __asm__ volatile("pushfl; popl %0; movl %%es, %1; movl %%ds, %2;"
                     "movl %%ss, %3"
                     : "=r"(flags), "=r"(es), "=r"(ds), "=r"(ss));
    CHECK(!(flags & 0x400) && (u16)es == (u16)ss && (u16)ds == (u16)ss);
    seen[0] = operation;
    seen[1] = (u32)in;
    seen[2] = in_size;
    seen[3] = (u32)out;
    seen[4] = out_size;
    calls++;
    return reply;
}

static const struct service target = { .call = serve };

/* Behind the gate, which the process has none of: a far call stands for it. */
static int through_gate(const u32 *args)
{
    int result;

    __asm__ volatile("pushl 16(%1); pushl 12(%1); pushl 8(%1); pushl 4(%1);"
                     "pushl (%1); call 2f; jmp 3f;"
                     "2: std; pushl %%cs; call gate_enter; ret;"
                     "3: addl $20, %%esp; cld"
                     : "=a"(result) : "r"(args) : "ecx", "edx", "memory", "cc");
    return result;
}

static void test_arguments(void)
{
    for (u32 i = 0; i < 200; i++) {
        const u32 args[5] = { i, i * 3 + 1, i * 5 + 2, i * 7 + 3, i * 11 + 4 };
        reply = (int)(i * 13) - 700;
        calls = 0;
        CHECK_EQ(through_gate(args), reply);
        CHECK_EQ(calls, 1);
        for (u32 k = 0; k < 5; k++)
            CHECK_EQ(seen[k], args[k]);
    }
}

static void test_life(void)
{
    static const int errors[] = { E_NOMEM, E_FULL, E_UNBOUND, E_CONSTRAINT };

    for (u32 i = 0; i < ARRAY_SIZE(errors); i++) {
        answer = errors[i];
        CHECK_EQ(binding.start(i * 1000), answer);
        CHECK_EQ(gate_pointer.selector, 0);
        CHECK_EQ(gate_call(0, NULL, 0, NULL, 0), E_UNBOUND);
        CHECK_EQ(binding.stop(), E_UNBOUND);
    }
    CHECK_EQ(created, ARRAY_SIZE(errors));
    for (u32 i = 0; i < 3; i++) {
        answer = (int)(0x101 + 8 * i);
        destroy_error = i == 1 ? E_ACTIVE : 0;
        CHECK_EQ(binding.start(0), 0);
        CHECK_EQ(gate_pointer.selector, answer);
        CHECK_EQ(binding.start(0), E_BUSY);
        CHECK_EQ(created, ARRAY_SIZE(errors) + i + 1);
        CHECK_EQ(binding.stop(), destroy_error);
        CHECK_EQ(gate_pointer.selector, 0);
        CHECK_EQ(binding.stop(), E_UNBOUND);
        CHECK_EQ(destroyed, i + 1);
    }
}

int main(void)
{
    gates = &table;
    server = &target;
    test_life();
    test_arguments();
    CHECK(service.call == gate_call);
    CHECK_EQ(binding.flush(), 0);
    for (u32 what = 0; what < 6; what++)
        CHECK_EQ(binding.count(what), E_UNSUPPORTED);
    return check_done();
}
