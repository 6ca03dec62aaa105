/* SPDX-License-Identifier: MIT */
/* modules/lib/thread/entry.S without its stack frames. Included once, behind
 * beside.c and methods.c. */
#pragma once

int threads_are_gone;

/* Nobody's code here. */
struct module_image module_image_at(const void *address)
{
    return (struct module_image){ address ? 0xf0000000 : 0, 16 };
}

int entry_yield(void)
{
    const struct concurrency *other = beside_elsewhere();

    return other ? other->yield() : methods_yield();
}

int entry_wait(const volatile u32 *word, u32 expected)
{
    const struct concurrency *other = beside_elsewhere();

    return other ? other->wait(word, expected) : methods_wait(word, expected);
}

int entry_set_context(u32 context, saddr_t stack)
{
    const struct concurrency *other = beside_elsewhere();

    return other ? other->set_context(context, stack)
                 : methods_set_context(context, stack);
}

static inline int entry_hand_off(int thread)
{
    const struct concurrency *other = beside_elsewhere();

    return other ? other->hand_off(thread) : thread_hand_off(thread);
}

static u32 entered_esp = 0x80000000;    /* of who calls it */

static inline u64 entry_exchange(u32 context, saddr_t stack)
{
    const struct concurrency *other = beside_elsewhere();

    return other ? other->exchange(context, stack)
                 : methods_exchange(context, stack, entered_esp);
}

int entry_join(int handle) { return methods_join(handle); }
int entry_turn(u32 unused) { return beside_turn(unused); }
void context_returned(void) { }

static inline int yield(void) { return entry_yield(); }
static inline int join(int handle) { return entry_join(handle); }
static inline int turn(u32 unused) { return entry_turn(unused); }

static inline int wait(const volatile u32 *word, u32 expected)
{
    return entry_wait(word, expected);
}

static inline int set_context(u32 context, saddr_t stack)
{
    return entry_set_context(context, stack);
}
