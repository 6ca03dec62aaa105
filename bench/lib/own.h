/* SPDX-License-Identifier: MIT */
/*
 * Ring 3 without a memory model, for experiments that are one themselves: a
 * space whose window is the segments of an LDT, a page of code and stack in
 * it, and a task.
 *
 *      0               nothing
 *      OWN_CODE_AT     code, copied; the stack ends where the page does
 *      ...             nothing
 */
#pragma once

#define OWN_CODE 0x0f                   /* of the LDT: index 1, RPL 3 */
#define OWN_DATA 0x17
#define OWN_GATES 3                     /* index of the first gate */
#define OWN_GATE(i) (((OWN_GATES + (i)) << 3) | 7)
#define OWN_GATES_MAX 4
#define OWN_CODE_AT 0x1000              /* addresses of ring 3 */
#define OWN_STACK 0x2000

#ifndef __ASSEMBLER__

#include "../../core/api/selectors.h"
#include "deimos.h"
#include "give_back.h"
#include "look.h"

#define OWN_WINDOW (4u << 20)           /* bytes */

struct own {
    int space, ldt, task;               /* handles, selector; 0: none */
    int borrowed;                       /* the space is another's */
    u32 size;                           /* of its segments; 0: the window */
};

/* EAX, EDX, ECX: see core/base/layout.h. Returns its answer. */
static inline int own_enter(int task)
{
    u32 stack = 0;
    int result;

    __asm__ volatile("lcall %3, $0"
                     : "=a"(result), "+d"(stack)
                     : "0"(task), "i"(CONTEXT_GATE) : "ecx", "memory");
    return result;
}

static inline int own_segment(const struct nmm *nmm, const struct own *own,
                              u32 selector, u32 type)
{
    return nmm->create_local_segment((u32)own->ldt, &(struct local_segment){
        .index = selector >> 3, .type = type, .space = (u32)own->space,
        .base = NMM_WINDOW_BASE,
        .size = own->size ? own->size : OWN_WINDOW });
}

static inline int own_gate(const struct nmm *nmm, const struct own *own,
                           u32 i, void (*handler)(void))
{
    return nmm->create_local_segment((u32)own->ldt, &(struct local_segment){
        .index = OWN_GATES + i, .type = LOCAL_GATE,
        .handler = (saddr_t)handler });
}

/* A task with an LDT, in a space that there is. */
static inline int own_create_task(const struct nmm *nmm, struct own *own)
{
    int error = own->ldt = nmm->create_ldt(OWN_GATES + OWN_GATES_MAX);

    if (error >= 0)
        error = own_segment(nmm, own, OWN_CODE, LOCAL_CODE);
    if (error >= 0)
        error = own_segment(nmm, own, OWN_DATA, LOCAL_DATA);
    if (error >= 0)
        error = own->task = nmm->create_tss(&(struct task){
            .ldt = (u32)own->ldt, .space = (u32)own->space, .cs = UPS_CS,
            .ss = UPS_DS });
    return error;
}

/* And in a space of its own, with the page. */
static inline int own_create(const struct nmm *nmm, struct own *own)
{
    int error = own->space = nmm->create_page_table(NMM_WINDOW_BASE,
                                                    OWN_WINDOW);

    own->borrowed = 0;
    if (error >= 0)
        error = nmm->create_region((u32)own->space,
                                   NMM_WINDOW_BASE + OWN_CODE_AT, PAGE_SIZE,
                                   REGION_FIXED, NULL);
    return error < 0 ? error : own_create_task(nmm, own);
}

/* Does the current task have these bytes there? The processor looks. */
static inline int own_holds(u32 at, const void *bytes, u32 size)
{
    u8 same;

    __asm__ volatile("push %%es\n\tmov %4, %%es\n\tcld\n\tcmp %3, %3\n\t"
                     "repe cmpsb\n\tsete %0\n\tpop %%es"
                     : "=q"(same), "+D"(at), "+S"(bytes), "+c"(size)
                     : "r"(OWN_DATA) : "memory", "cc");
    return same;
}

static inline void own_store(u32 to, const void *from, u32 size)
{
    __asm__ volatile("push %%es\n\tmov %3, %%es\n\tcld\n\trep movsb\n\t"
                     "pop %%es"
                     : "+D"(to), "+S"(from), "+c"(size)
                     : "r"(OWN_DATA) : "memory");
}

/* To an address of ring 3, where it then is; paging is on. */
static inline int own_copy(const struct own *own, u32 to, const void *from,
                           u32 size)
{
    int error = own_enter(own->task);

    if (error < 0)
        return error;
    own_store(to, from, size);
    const int good = own_holds(to, from, size);
    error = own_enter(0);
    return error < 0 ? error : good ? 0 : E_VERIFY;
}

/* The word at an address of the current task's, and its segment's limit. */
static inline u32 own_word(u32 address)
{
    u32 word;

    __asm__ volatile("push %%es\n\tmov %2, %%es\n\t"
                     "mov %%es:(%1), %0\n\tpop %%es"
                     : "=r"(word) : "r"(address), "r"(OWN_DATA) : "memory");
    return word;
}

static const u32 own_data = OWN_DATA;

/* `otherwise`: the current task has no such segment. One instruction. */
static inline u32 own_limit(u32 otherwise)
{
    u32 limit = otherwise;

    __asm__ volatile("lsl %1, %0" : "+r"(limit) : "m"(own_data) : "cc");
    return limit;
}

static inline void own_destroy(const struct nmm *nmm, struct own *own,
                               int *error)
{
    give_back(&own->task, nmm->destroy_tss, error);
    give_back(&own->ldt, nmm->destroy_ldt, error);
    if (!own->borrowed)
        give_back(&own->space, nmm->destroy_page_table, error);
    *own = (struct own){ 0 };
}

#endif
