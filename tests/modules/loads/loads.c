/* SPDX-License-Identifier: MIT */
/* Which selectors ring 1 can load, without a task and with one. */
#include "deimos.h"
#include "core/api/selectors.h"

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");

/* scan.S */
int scan_ds(u32 *found, u32 most), scan_es(u32 *found, u32 most);
int scan_fs(u32 *found, u32 most), scan_gs(u32 *found, u32 most);
int scan_ss(u32 *found, u32 most);
void loads_fault(void);

static const u32 vectors[] = { 11, 12, 13 };
static u32 stack[256];
static u32 ldt, tss, tables[8];
static int region;

static int begin(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(vectors); i++)
        if (vector->attach(vectors[i], loads_fault) < 0)
            return -1;
    return 0;
}

static int end(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(vectors); i++)
        vector->detach(vectors[i]);
    return 0;
}

static int scan(u32 which, u32 *found, u32 most)
{
    static int (*const scans[])(u32 *, u32) = {
        scan_ds, scan_es, scan_fs, scan_gs, scan_ss };

    return scans[which](found, most);
}

static int context(u32 task)
{
    u32 error, top = (u32)&stack[200];

    __asm__ volatile("lcall %3, $0" : "=a"(error), "+d"(top)
                     : "a"(task), "i"(CONTEXT_GATE) : "ecx", "memory", "cc");
    return (int)error;
}

/* A task with one data segment, index 1, becomes current. */
static int start(void)
{
    struct region_info r;

    region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &r);
    ldt = (u32)nmm->create_ldt(8);
    const struct task task = {
        .ldt = ldt, .space = NMM_UPS, .esp1 = (u32)&stack[200] };
    const struct local_segment segment = {
        .type = LOCAL_DATA, .space = NMM_UPS, .base = r.base,
        .size = PAGE_SIZE };
    tss = (u32)nmm->create_tss(&task);
    const int selector = nmm->create_local_segment(ldt, &segment);
    const int error = context(tss);
    return error ? error : selector;
}

static int stop(void)
{
    context(0);
    nmm->destroy_tss(tss);
    nmm->destroy_ldt(ldt);
    return nmm->destroy_region((u32)region);
}

/* Tables like those of tasks that are gone, and perhaps in their place; no
 * task is current. */
static int fill(void)
{
    struct region_info r;
    int error = 0;

    region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &r);
    const struct local_segment segment = {
        .type = LOCAL_DATA, .space = NMM_UPS, .base = r.base,
        .size = PAGE_SIZE, .index = 1 };
    for (u32 i = 0; i < ARRAY_SIZE(tables) && error >= 0; i++) {
        tables[i] = (u32)nmm->create_ldt(8);
        error = nmm->create_local_segment(tables[i], &segment);
    }
    return error;
}

static int empty(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(tables); i++)
        nmm->destroy_ldt(tables[i]);
    return nmm->destroy_region((u32)region);
}

/* While its task is current. */
static int die(void)
{
    __asm__ volatile("ud2");
    return 0;
}

struct loads {
    int (*begin)(void), (*end)(void);
    int (*scan)(u32 which, u32 *found, u32 most);
    int (*start)(void), (*stop)(void), (*die)(void);
    int (*fill)(void), (*empty)(void);
};
static const struct loads table = { begin, end, scan, start, stop, die, fill,
                                    empty };

DEIMOS_MODULE("loads", MODULE_SYSTEM);
DEIMOS_INTERFACE("loads", "loads", table, "begin end scan start stop die fill "
                 "empty");
