/* SPDX-License-Identifier: MIT */
/*
 * Experiment smallspace (Liedtke): to another address space and back, and
 * then each page of the working set touched again, whose TLB entries the way
 * may have cost.
 *
 *   segment   two tasks with an LDT each over one paged space: no CR3 load
 *   cr3       two tasks with a page directory each
 *   pg        paging off and on: from a paged space to a physical one
 *
 * The switches are those of CONTEXT_GATE and of the NMM's Paging. The working
 * set lies in a self-backed region of the UPS, whose pages are in every
 * space and not global. Proof of a sample: the processor has another segment
 * in the second task, as LSL tells while that is current, and the first one's
 * again; and each task finds its space's mark. Or what paging returned as it
 * went off was stored in a page of the working set: it is not there while
 * paging is on, and is while it is off. And every page still holds what was
 * written to it.
 */
#include "../lib/mapped.h"
#include "../lib/own.h"

#define PAGES_MAX 1024u
#define WINDOW_SIZE (4u << 20)
#define SMALL (WINDOW_SIZE / 2) /* the second task's segment */
#define MARK 0x5eca4d00u         /* the first word of task 0's window */
#define NOT_THERE 4711          /* no state of paging */
#define LDT_ENTRIES 4

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

enum { FIRST, SECOND, BOTH };

static int window, backing;     /* regions; 0: none */
static int space[BOTH], ldt[BOTH], task[BOTH];
static saddr_t base;            /* of the working set */
static u32 pages;               /* x */
static int paging_before = -1;
static volatile u32 sum;
static volatile u32 went;       /* the limit of the other task's segment */
static volatile int came;
static u32 expected;

static int map_pages(paddr_t frame)
{
    const int error = mapped_pages(nmm, base, frame, pages);

    expected = 0;
    for (u32 i = 0; error >= 0 && i < pages; i++) {
        *(volatile u32 *)(base + i * PAGE_SIZE) = i + 1;
        expected += i + 1;
    }
    return error;
}

static int create_working_set(u32 x)
{
    struct region_info info;

    pages = x;
    window = nmm->create_region(NMM_UPS, 0, x * PAGE_SIZE,
                                REGION_SELF_BACKED, &info);
    if (window < 0)
        return window;
    base = info.base;
    backing = nmm->create_region(NMM_UPS, 0, x * PAGE_SIZE, REGION_FRAMES,
                              &info);
    if (backing < 0)
        return backing;
    paging_before = nmm->paging(1);
    return paging_before < 0 ? paging_before : map_pages(info.frame);
}

/* Task i, in the space of task `in`. */
static int create_task(int i, int in)
{
    ldt[i] = nmm->create_ldt(LDT_ENTRIES);
    if (ldt[i] < 0)
        return ldt[i];
    const struct local_segment data = {
        .index = OWN_DATA >> 3, .type = LOCAL_DATA, .space = (u32)space[in],
        .base = NMM_WINDOW_BASE, .size = i ? SMALL : WINDOW_SIZE };
    int error = nmm->create_local_segment((u32)ldt[i], &data);
    if (error < 0)
        return error;
    task[i] = nmm->create_tss(&(struct task){
        .ldt = (u32)ldt[i], .space = (u32)space[in], .cs = UPS_CS,
        .ss = UPS_DS });
    return task[i];
}

/* With one page. */
static int create_space(int i)
{
    space[i] = nmm->create_page_table(NMM_WINDOW_BASE, WINDOW_SIZE);
    return space[i] < 0 ? space[i] :
           nmm->create_region((u32)space[i], NMM_WINDOW_BASE, PAGE_SIZE,
                              REGION_FIXED, NULL);
}

/* In one space, the second task's mark stays. */
static int mark_window(int i)
{
    const u32 mark = MARK + (u32)i;

    return own_copy(&(struct own){ .task = task[i] }, 0, &mark, sizeof(mark));
}

/* Is it the space of the second task, or of the first? */
static int is_in(int i)
{
    const u32 size = i ? SMALL : WINDOW_SIZE;

    if (space[SECOND] <= 0)
        i = SECOND;
    return own_limit(0) == size - 1 && own_word(0) == MARK + (u32)i;
}

static int set_up(u32 x, int spaces)
{
    int error = x < 1 || x > PAGES_MAX ? E_RANGE : create_working_set(x);

    for (int i = 0; i < spaces && error >= 0; i++)
        error = create_space(i);
    for (int i = 0; i < BOTH && spaces && error >= 0; i++)
        error = create_task(i, i < spaces ? i : FIRST);
    for (int i = 0; i < BOTH && spaces && error >= 0; i++)
        error = mark_window(i);
    return error;
}

static int set_up_segment(u32 x)
{
    return set_up(x, 1);
}

static int set_up_cr3(u32 x)
{
    return set_up(x, BOTH);
}

static int set_up_pg(u32 x)
{
    return set_up(x, 0);
}

static int tear_down(void)
{
    int error = 0;

    if (task[FIRST] > 0)
        error = own_enter(0);
    for (int i = 0; i < BOTH; i++) {    /* both may be in the first space */
        give_back(&task[i], nmm->destroy_tss, &error);
        give_back(&ldt[i], nmm->destroy_ldt, &error);
    }
    for (int i = 0; i < BOTH; i++)
        give_back(&space[i], nmm->destroy_page_table, &error);
    paging_back(nmm, &paging_before, &error);
    give_back(&window, nmm->destroy_region, &error);
    give_back(&backing, nmm->destroy_region, &error);
    return error;
}

static inline void touch(void)
{
    u32 seen = 0;

    for (u32 i = 0; i < pages; i++)
        seen += *(volatile u32 *)(base + i * PAGE_SIZE);
    sum = seen;
}

static int prepare(void)
{
    went = 0;
    came = E_VERIFY;
    touch();
    sum = 0;
    return task[FIRST] > 0 ? own_enter(task[FIRST]) : 0;
}

static void body_tasks(void)
{
    went = own_limit((u32)own_enter(task[SECOND]));
    came = own_enter(task[FIRST]);
    touch();
}

static int check(void)
{
    int good = went == SMALL - 1 && !came && is_in(FIRST) &&
               sum == expected;

    good &= own_enter(task[SECOND]) == 0 && is_in(SECOND);
    good &= own_enter(task[FIRST]) == 0;
    return good ? 0 : E_VERIFY;
}

/* The second word of the first page, wherever that is. */
static volatile int *note(void)
{
    return (volatile int *)base + 1;
}

/* What is there while paging is off? Then it is NOT_THERE. */
static int take_note(void)
{
    if (nmm->paging(0) < 0)
        return E_VERIFY;
    const int noted = *note();
    *note() = NOT_THERE;
    return nmm->paging(1) < 0 ? E_VERIFY : noted;
}

static int prepare_pg(void)
{
    *note() = NOT_THERE;
    const int error = take_note();
    return error == E_VERIFY ? error : prepare();
}

static void body_pg(void)
{
    const int before = nmm->paging(0);

    *note() = before;
    came = nmm->paging(1);
    touch();
}

static int check_pg(void)
{
    return !came && sum == expected && *note() == NOT_THERE &&
           take_note() == 1 ? 0 : E_VERIFY;
}

DEIMOS_MODULE("bench_smallspace", MODULE_SYSTEM);
EXPERIMENT(segment, set_up_segment, prepare, body_tasks, check, tear_down);
EXPERIMENT(cr3, set_up_cr3, prepare, body_tasks, check, tear_down);
EXPERIMENT(pg, set_up_pg, prepare_pg, body_pg, check_pg, tear_down);
