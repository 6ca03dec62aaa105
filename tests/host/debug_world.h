/* SPDX-License-Identifier: MIT */
/*
 * The model that `debug` is put under, without a machine: spaces with a few
 * pages, which are there, closed and mapped as it says; whom it waits for; whether
 * interrupts are on. It can refuse its n-th request, have another thread in it, and let
 * others run where it may wait. Included once.
 */
#pragma once

#include "../../core/lib/string.h"
#include "../../modules/lib/lock/backtrace.h"
#include "../../modules/models/debug/model.c"

#include "check.h"
#include "random.h"
#include "there_world.h"

#define PAGES_OF_SPACE 24u      /* the rest is nobody's */
#define FIRST_MAP 16u           /* pages from there on are map()'s */
#define WORLD_SPACES 20         /* 1 to 20, more than are watched at a time */
#define GONE 21
#define EIP 0x40u               /* in page 0: its text */

static u32 is_closed[WORLD_SPACES + 1][PAGES_OF_SPACE];     /* 0: open; else
                                   what is left, + 1 */
static u32 is_mapped[PAGES_OF_SPACE], is_armed[WORLD_SPACES + 1];
static u32 interrupts = 1, requests, refused, answer_of_refused;
static int answer_now;           /* of close() with PAGES_NOW */
static int answer_of_unmap;
static void (*in_map)(void);    /* another thread's, once, while map() waits */
static u32 busy;                /* so often another thread is in the model */
static void (*meanwhile)(void); /* while that is waited for */
static u8 code[16], stack_bytes[16];
static u32 written, closes;
static u32 stack_at;            /* of a fault, in stack_bytes */

static u32 wait_at, waited;     /* at which of the requests that may wait; so far */

static void (*in_look)(void);   /* another thread's, once, while stacks are looked at */
static int has_threads = 1;      /* those that were inside are still there */

int backtrace_has(u32 began, const struct nmm *asked)
{
    void (*const other)(void) = in_look;

    CHECK(began && asked == nmm);
    in_look = NULL;
    if (other)
        other();
    return has_threads;
}

/* Others run, once, at one that comes with interrupts on. */
static void let_others(void)
{
    if (!interrupts || !wait_at || ++waited != wait_at)
        return;
    wait_at = 0;
    meanwhile();
}

/* Whether this request is the one that is refused. */
static int is_refused(void)
{
    return ++requests == refused;
}

static int close_page(int space, u32 address, u32 open)
{
    const u32 page = address / PAGE_SIZE, now = open & PAGES_NOW;

    closes++;
    if (!now)
        let_others();
    if (space < 1 || space > WORLD_SPACES)
        return E_HANDLE;
    CHECK(address % PAGE_SIZE == 0 || !now);
    if (now && answer_now)
        return answer_now;
    if (now && busy) {
        CHECK(!interrupts);
        return E_ACTIVE;
    }
    if (busy) {
        CHECK(interrupts);      /* they are on while it waits */
        busy--;
        if (meanwhile)
            meanwhile();
    }
    if (page >= PAGES_OF_SPACE ||
        (page >= FIRST_MAP && (space != 1 || !is_mapped[page])))
        return E_RANGE;
    if (!is_closed[space][page] && open != PAGES_OPEN && !now && is_refused())
        return (int)answer_of_refused;
    open &= ~PAGES_NOW;
    is_closed[space][page] = open == PAGES_OPEN ? 0 : open + 1;
    return 0;
}

static int address_of(int space, u32 linear)
{
    let_others();
    return space <= WORLD_SPACES ? (int)linear : E_RANGE;
}

static int arm(int space, u32 on)
{
    let_others();
    if (space < 1 || space > WORLD_SPACES)
        return E_HANDLE;
    if (on && is_refused())
        return (int)answer_of_refused;
    is_armed[space] = on;
    return 0;
}

static int map(int space, u32 address, u32 size, u32 access, u32 *at)
{
    const u32 pages_wanted = size / PAGE_SIZE;

    let_others();
    CHECK(space == 1 && !address && access == 3 && size % PAGE_SIZE == 0);
    if (is_refused())
        return (int)answer_of_refused;
    if (in_map) {
        void (*const other)(void) = in_map;
        in_map = NULL;
        other();
    }
    for (u32 i = FIRST_MAP; i + pages_wanted <= PAGES_OF_SPACE; i++) {
        u32 n = 0;
        while (n < pages_wanted && !is_mapped[i + n])
            n++;
        if (n < pages_wanted)
            continue;
        for (n = 0; n < pages_wanted; n++)
            is_mapped[i + n] = 3;
        *at = i * PAGE_SIZE;
        return 0;
    }
    return E_NOMEM;
}

static int unmap(int space, u32 address, u32 size)
{
    let_others();
    CHECK_EQ(space, 1);
    if (answer_of_unmap)
        return answer_of_unmap;
    for (u32 i = 0; i < size / PAGE_SIZE; i++) {
        CHECK(is_mapped[address / PAGE_SIZE + i]);
        is_mapped[address / PAGE_SIZE + i] = 0;
        is_closed[1][address / PAGE_SIZE + i] = 0;
    }
    return 0;
}

static int protect(int space, u32 address, u32 size, u32 access)
{
    let_others();
    CHECK(space == 1 && size == PAGE_SIZE && !access);
    if (is_refused())
        return (int)answer_of_refused;
    is_mapped[address / PAGE_SIZE] = 4;
    return 0;
}

static int fetch(int space, u32 kind, u32 address, void *to, u32 size)
{
    CHECK(!kind && size <= 15);
    let_others();
    if (space < 1 || space > WORLD_SPACES)
        return E_HANDLE;
    if (!size)                  /* whether there is such a space */
        return 0;
    if (address < EIP || address + size > EIP + sizeof(code))
        return E_ADDRESS;
    memcpy(to, code + (address - EIP), size);
    return 0;
}

static int read(int space, u32 address, void *to, u32 size)
{
    CHECK(space && size == 1);
    let_others();
    if (address >= FIRST_MAP * PAGE_SIZE)
        return is_mapped[address / PAGE_SIZE] == 3 ? 0 : E_ADDRESS;
    CHECK(address < sizeof(stack_bytes));
    *(u8 *)to = stack_bytes[address];
    return 0;
}

static int write(int space, u32 address, const void *from, u32 size)
{
    CHECK(space && size == 1 && address < sizeof(stack_bytes));
    let_others();
    stack_bytes[address] = *(const u8 *)from;
    written++;
    return 0;
}

static u32 asked_on;            /* how often they were to be on at once */

static int hold_off(u32 on)
{
    asked_on += !on;
    interrupts = !on;
    return 0;
}

/* Behind stepped(), paused(), ended(). */
static void model_has_on(void) { interrupts = 1; }

static const struct memory world_memory = {
    .map = map, .unmap = unmap, .protect = protect,
    .fetch = fetch, .read = read, .write = write,
};
static const struct pages world_pages = { .close = close_page,
                                          .address_of = address_of };
static const struct steps world_steps = { .arm = arm, .hold = hold_off };

static void world_open(void)
{
    memory = &world_memory;
    pages = &world_pages;
    steps = &world_steps;
}

/* Nothing is closed, mapped or waited for, and interrupts are on. */
static void check_nothing(void)
{
    u32 left_over = !interrupts;

    for (u32 i = 0; i < PAGES_OF_SPACE; i++)
        left_over += is_mapped[i];
    for (u32 space = 1; space <= WORLD_SPACES; space++) {
        left_over += is_armed[space];
        for (u32 i = 0; i < PAGES_OF_SPACE; i++)
            left_over += is_closed[space][i];
    }
    CHECK_EQ(left_over, 0);
}

static struct client_fault fault_at(u32 eip, u32 vector, u32 is_write)
{
    return (struct client_fault){ .vector = vector, .error = 5 + 2 * is_write,
                                  .eip = eip, .eflags = 0x202, .esp = stack_at };
}
