/* SPDX-License-Identifier: MIT */
/* What fault.S of `paged` calls and names, without a model. Included once. */
#pragma once

#include "../../modules/models/paged/fault.h"
#include "../../modules/models/paged/frame/slot.h"
#include "../../modules/models/paged/model.h"
#include "../../modules/models/paged/page/page.h"
#include "../../modules/models/paged/resident/reserve.h"

#include <string.h>

#define DIRTY_GS CLIENT_STACK
#include "ring3_handler.h"

#define BASE NMM_WINDOW_BASE
#define PAGES 8
#define VM 0x20000
#define GATE 0x2f

int protect_fast(int space, u32 address, u32 size, u32 access);
void slot_clear(void *page);
extern const char ring_fault_gate[];
extern u32 fault_linear;

struct page *reserve_pages[RESERVE];
volatile u32 reserve_head, reserve_faults;
volatile int reserve_available;
static struct space space, other;
struct space *protect_recent = &other;
static u32 shadow[PAGES + 1];           /* the last is beyond the window */
static struct page page;

/* --- What it calls
 * --------------------------------------------------------- */

enum { NOTHING, MAPPED, SERVED, TRAPPED, REFUSED, VIRTUAL, PROTECTED, CHANGED,
       RETURNED };
static u32 did, last[6];
static int answer;

static inline __attribute__((always_inline)) void note(u32 what)
{
    did = did * 10 + what;
    const u32 backwards = look();
    SEE(what == MAPPED || !backwards);
}

static int map_page(u32 vsas, laddr_t at, u32 entry)
{
    note(MAPPED);
    memcpy(last, (const u32[]){ vsas, at, entry }, 12);
    return answer;
}

static int change(u32 vsas, laddr_t at, u32 pages, u32 clear, u32 set,
                  u32 flush)
{
    note(CHANGED);
    memcpy(last, (const u32[]){ vsas, at, pages, clear, set, flush }, 24);
    return 7;
}

static int trapped(int of, u32 address, u32 access)
{
    u32 gs;

    note(TRAPPED);
    __asm__ volatile("mov %%gs, %0" : "=r"(gs));
    SEE(gs == HOST_GS);
    memcpy(last, (const u32[]){ (u32)of, address, access }, 12);
    return answer;
}

static const struct nmm table = { .create_page_mapping = map_page,
                                  .page_attributes = change };
const struct nmm *volatile nmm = &table;
static const struct trap traps = { trapped };
const struct trap *volatile trap = &traps;

void fault_serve(struct page_fault *fault, struct space *of, u32 address)
{
    u32 *word = (u32 *)fault;

    note(SERVED);
    SEE(of == &space);
    last[0] = address;
    last[1] = (u16)word[0];
    last[2] = (u16)word[1];
    last[3] = (u32)fault;
    word[1] = answer == 1 ? 0xffff : CLIENT_DATA;       /* DS, and ES */
    word[0] = answer == 2 ? 0xffff : CLIENT_STACK;
    word[12] = HOST_CS;
    __asm__ volatile("mov $-1, %%eax" : : : "eax");
}

void fault_virtual(const struct page_fault *fault)
{
    note(VIRTUAL);
    last[0] = ((const u32 *)fault)[10];
    ((void (*)(void))ring_back)();
    __builtin_unreachable();
}

void fault_refuse(const struct page_fault *fault, struct space *of)
{
    note(REFUSED);
    last[3] = (u32)fault;
    SEE(of == &space && ((const u32 *)fault)[11] == BACK);
    ((void (*)(void))ring_back)();
    __builtin_unreachable();
}

/* Somebody was faster: the page lies over the entry of the shadow, so that a
 * write to the one changes the other. */
#define TAKEN ((struct page *)&shadow[3])

void reserve_return(struct page *unused)
{
    note(RETURNED);
    SEE(unused == TAKEN);
}

int protect_locked(int of, u32 address, u32 size, u32 access)
{
    note(PROTECTED);
    memcpy(last, (const u32[]){ (u32)of, address, size, access }, 16);
    return 0x99;
}

static inline void reset(void)
{
    memset(shadow, 0, sizeof(shadow));
    memset(&page, 0, sizeof(page));
    memset(last, 0, sizeof(last));
    space.client.head.handle = 0x51;
    space.vsas = 0x77;
    space.shadow = shadow;
    space.pages = space.fast_pages = PAGES;
    page.entry = 0x123007;
    page.shadow = 5 << SHADOW_SHIFT | SHADOW_DEMAND;
    reserve_head = RESERVE + 3;
    reserve_available = 2;
    reserve_pages[3] = &page;
    reserve_faults = 10;
    did = answer = 0;
}
