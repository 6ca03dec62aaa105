/* SPDX-License-Identifier: MIT */
/* sources: modules/models/debug/access.c modules/models/debug/map.c
 * modules/models/debug/log.c modules/models/debug/space.c
 * modules/models/debug/told.c modules/models/debug/instruction.c
 * modules/models/debug/place.c modules/lib/call/look.c */
/* flags: -O2 */
/*
 * `debug`: what it knows of one thread of a client is not taken for another's, nor
 * for what the client does after its death; two threads that ask at the same time
 * both have what they asked for; what is not watched any more has no place.
 */
#include <signal.h>
#include <sys/mman.h>

#include "debug_world.h"

#define TF 0x100
#define PUSHF 0x9c
#define OTHER 0x48u             /* another thread's instruction */
#define AREA (4 * PAGE_SIZE)

static struct debug_entry entries[256];

/* Of a thread whose stack begins there; what its second byte is afterwards. */
static u32 stepped_at(u32 eip, u32 esp)
{
    stack_at = esp;
    struct client_fault fault = fault_at(eip, 1, 0);

    CHECK_EQ(told.stepped(1, &fault), 1);
    model_has_on();
    return stack_bytes[esp + 1];
}

static void begin(void)
{
    memset(code, 0, sizeof(code));
    code[0] = PUSHF;
    memset(stack_bytes, 0xff, sizeof(stack_bytes));
    stack_bytes[1] = stack_bytes[5] = 0x03;
    CHECK(step(1, 100) >= 0);
}

static void end(void)
{
    off(0);
    CHECK(take(entries, 256) >= 0);
    check_nothing();
}

/* --- PUSHF: what is on top of a stack is mended behind it, and nowhere else ----- */

/* It dies of it; when it runs again, its first instruction has pushed nothing. */
static void test_dies(void)
{
    struct client_fault fault = fault_at(EIP, 14, 1);

    begin();
    CHECK_EQ(stepped_at(EIP, 0), 0x03);
    CHECK(told.ended(1, &fault, 0) >= 0);
    CHECK(step(1, 10) >= 0);
    CHECK_EQ(stepped_at(OTHER, 0), 0x03);
    end();
}

/* Its page is brought meanwhile, and a visitor of the same client goes on. */
static void test_visitor(void)
{
    begin();
    CHECK_EQ(stepped_at(EIP, 4), 0x03);
    CHECK(told.paused(1) >= 0);
    CHECK_EQ(stepped_at(OTHER, 4), 0x03);
    CHECK_EQ(stepped_at(EIP + 1, 0), 0x02);
    CHECK_EQ(stepped_at(EIP + 1, 4), 0x03);
    end();
}

/* Both are at one. */
static void test_both(void)
{
    begin();
    CHECK_EQ(stepped_at(EIP, 4), 0x03);
    CHECK_EQ(stepped_at(EIP, 8), 0xff);
    CHECK_EQ(stepped_at(EIP + 1, 4), 0x02);
    CHECK_EQ(stepped_at(EIP + 1, 0), 0x02);
    end();
}

/* The page of it is waited for, and meanwhile another space is debugged instead. */
static int read_late(int space, u32 address, void *to, u32 size)
{
    off(1);
    for (int other = 2; other <= (int)SESSIONS + 1; other++)
        CHECK_EQ(step(other, 7), 0);
    return read(space, address, to, size);
}

static void test_other_space(void)
{
    struct memory late = world_memory;

    late.read = read_late;
    begin();
    CHECK_EQ(stepped_at(EIP, 4), 0x03);
    memory = &late;
    CHECK_EQ(stepped_at(EIP + 1, 0), 0x02);
    memory = &world_memory;
    for (int other = 2; other <= (int)SESSIONS + 1; other++)
        CHECK(debug.left(other) == 7 && is_armed[other]);
    end();
}

/* --- What began anew, and died of it ------------------------------------------- */

static void test_anew(void)
{
    struct client_fault fault = fault_at(EIP, 14, 0);

    CHECK(watch(1, AREA, PAGE_SIZE, DEBUG_READ) > 0);
    for (u32 i = 0; i < 2; i++) {
        fault.eflags = 0x202;
        CHECK_EQ(told.touched(1, &fault, AREA), 1);
        CHECK(told.paused(1) >= 0);
        model_has_on();
        CHECK(told.ended(1, &fault, 0) >= 0);
        model_has_on();
    }
    CHECK_EQ(take(entries, 256), 4);
    end();
}

/* --- Places --------------------------------------------------------------------- */

/* Of spaces one after the other, whatever was refused or is over. */
static void test_places(void)
{
    u32 at;

    for (int space = 1; space <= WORLD_SPACES; space++) {
        CHECK_EQ(watch(space, AREA, 0, DEBUG_READ), E_RANGE);
        const int number = watch(space, AREA, 1, DEBUG_READ);
        CHECK(number > 0 && debug.unwatch(number) == 0);
        CHECK(step(space, 1) == 0 && step(space, 0) == 0);
    }
    for (u32 i = 0; i < 2 * GUARDS; i++) {
        CHECK_EQ(guard(1, 4, &at), 0);
        CHECK_EQ(debug.unguard(1, at), 0);
    }
    end();
    for (int space = 1; space <= WORLD_SPACES; space++)
        CHECK_EQ(watch(space, AREA, 1, DEBUG_READ) > 0, space <= (int)SESSIONS);
    for (int space = 1; space <= (int)SESSIONS; space++)
        CHECK(session_find(space));
    end();
    CHECK_EQ(guard(1, 4, &at), 0);
    for (int space = 2; space <= WORLD_SPACES; space++)
        CHECK_EQ(step(space, 1) == 0, space <= (int)SESSIONS);
    CHECK(session_find(1));
    end();
}

static u32 at_other;

static void guard_other(void) { CHECK_EQ(guard(1, 4, &at_other), 0); }

/* Another thread asks while the model has the first one wait. */
static void test_guards(void)
{
    u32 at = 0;

    in_map = guard_other;
    CHECK_EQ(guard(1, 4, &at), 0);
    CHECK(at && at_other && at != at_other);
    CHECK(guard_is(1, at + 4) && guard_is(1, at_other + 4));
    CHECK_EQ(debug.unguard(1, at), 0);
    CHECK_EQ(debug.unguard(1, at_other), 0);
    check_nothing();
}

/* What cannot be unmapped as yet is a guard as ever; what has gone is none. */
static void test_unmap_refused(void)
{
    static const int passing[] = { E_PAGING, E_ACTIVE };
    u32 at;

    for (u32 i = 0; i < 2; i++) {
        CHECK_EQ(guard(1, 4, &at), 0);
        answer_of_unmap = passing[i];
        CHECK_EQ(debug.unguard(1, at), passing[i]);
        CHECK_EQ(debug.off(1), passing[i]);
        CHECK(guard_is(1, at + 4));
        answer_of_unmap = 0;
        CHECK_EQ(debug.off(1), 0);
        check_nothing();
    }
    CHECK_EQ(guard(1, 4, &at), 0);
    answer_of_unmap = E_RANGE;
    CHECK_EQ(debug.unguard(1, at), E_RANGE);
    CHECK_EQ(debug.unguard(1, at), E_HANDLE);
    answer_of_unmap = 0;
    memset(is_mapped, 0, sizeof(is_mapped));
}

/* --- The log -------------------------------------------------------------------- */

#define LATER 300u              /* more than there is room for */

static u8 *place;               /* of entries that are taken */
static u32 added;
static u32 last_number, taken_so_far;

static void add(u32 count)
{
    for (u32 i = 0; i < count; i++)
        log_add(1, DEBUG_STEP, i, i);
    added += count;
}

/* Another thread has the processor in the middle of log(), and fills the log. */
static void fill(int signal)
{
    (void)signal;
    mprotect(place, 2 * PAGE_SIZE, PROT_READ | PROT_WRITE);
    add(LATER);
}

/* Numbers go up, and what is left out is lost. */
static int take_some(struct debug_entry *to)
{
    const int taken = log_take(to, 256);

    for (int i = 0; i < taken; i++) {
        CHECK(to[i].number > last_number && to[i].address == to[i].eip);
        last_number = to[i].number;
    }
    taken_so_far += (u32)taken;
    return taken;
}

static void check_log(u32 lost)
{
    for (u32 i = 0; i < 4; i++)
        take_some(entries);
    CHECK_EQ(take_some(entries), 0);
    CHECK_EQ(taken_so_far + (u32)log_lost() - lost, added);
    taken_so_far = added = 0;
}

static void test_log(void)
{
    const u32 lost = (u32)log_lost();

    place = mmap(NULL, 2 * PAGE_SIZE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                 0);
    signal(SIGSEGV, fill);
    add(LATER);
    CHECK_EQ((u32)log_lost() - lost, LATER - 256);
    take_some((struct debug_entry *)place);
    signal(SIGSEGV, SIG_DFL);
    check_log(lost);
}

int main(void)
{
    world_open();
    test_log();
    test_dies();
    test_visitor();
    test_both();
    test_other_space();
    test_anew();
    test_places();
    test_guards();
    test_unmap_refused();
    return check_done();
}
