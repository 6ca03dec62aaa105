/* SPDX-License-Identifier: MIT */
/* sources: core/lib/error.c modules/models/paged/page/stuck.c */
/*
 * What a page fault of a client leads to, and what the model can be told from
 * outside: every combination of what stands around.
 */
#include "../../modules/models/paged/control.c"
#include "../../modules/models/paged/fault.c"

#include <setjmp.h>
#include <string.h>

#include "check.h"
#include "model_lock.h"

#define PAGES 6u
#define HANDLE 33

struct frame_table frames;
const char model_name[] = "paged";
static u32 shadow[PAGES + 1];
static struct space space = { .client.head.handle = HANDLE, .shadow = shadow,
                              .pages = PAGES, .fast_pages = PAGES };
static u32 reported, touched, trapped, died, declined, filled, drained;
static u32 died_link;                   /* where the client is left */
static int is_off, touch_result, trap_result, clients, evict_result;
static int again_result, attach_error, clients_error;
u32 evict_count;
static u32 evicts;                      /* with each touch */
static u32 again[3], forgotten, attached, faults_attached, evicted, open = 1;
static struct client_fault last;
static jmp_buf out;

/* --- What stands around -------------------------------------------------- */

u32 spaces_count(void) { return (u32)clients; }
int slot_are_valid(void) { return !is_off; }
static int is_mixed;                    /* the free frames' order is anyhow */
void frame_sort(void) { CHECK_EQ(locked, 1); is_mixed = 0; }
u32 reserve_count(void) { return 17; }
int content_sync(void) { return CHECK_EQ(locked, 1) ? 5 : 0; }
void sysenter_close(void) { open = 0; }
void client_faults_detach(void) { faults_attached--; }
void fault_entry(void) { }
void protect_forget(void) { forgotten++; }
struct space_head *spaces_find(int h)
{
    return h == HANDLE ? &space.client.head : NULL;
}
void model_report(const char *fmt, ...) { reported += fmt != NULL; }
void reserve_fill(void) { CHECK(!is_mixed); filled++; }

void reserve_drain(void)
{
    drained++;
    is_mixed = 1;
    frames.resident -= 2;                /* two were in the reserve */
}

int init_again(u32 frame_count, u32 page_count, u32 window)
{
    memcpy(again, (u32[]){ frame_count, page_count, window }, sizeof(again));
    return again_result;
}

int access_pin(struct space *s, u32 address, u32 size)
{
    CHECK(s == &space && address == 7 && size == 8);
    return 3;
}

int evict_some(void)
{
    if (evict_result < 0)
        return evict_result;
    frames.resident--;
    return (int)evicted++;
}

void stock_give(u32 number)
{
    CHECK_EQ(number, evicted - 1);
    is_mixed = 1;
}

int touch(struct space *s, u32 number, u32 access)
{
    CHECK(locked == 1 && s == &space && number < PAGES);
    touched = access;
    evict_count += evicts;
    return touch_result;
}

void client_die(struct client *client, const struct client_fault *fault,
                u32 link)
{
    CHECK(locked == 0);
    died_link = link;
    died = (u32)client->head.handle;
    last = *fault;
    longjmp(out, 1);
}

#include "paged_watch.h"

static struct client others[3];         /* of other slots */

struct space_head *spaces_slot(u32 i)
{
    return i >= 1 && i < 4 ? &others[i - 1].head : NULL;
}

static int access(int handle, u32 address, u32 how)
{
    CHECK(locked == 0 && handle == HANDLE && address / PAGE_SIZE <= PAGES);
    trapped = how;
    return trap_result;
}

static int attach(u32 vector, void (*handler)(void))
{
    attached += !attach_error && vector == 14 && handler == fault_entry;
    return attach_error;
}

static int detach(u32 vector)
{
    attached -= vector == 14;
    return 0;
}

int client_faults_attach(fault_hook *hook)
{
    CHECK(!hook);
    faults_attached += !clients_error;
    return clients_error;
}

static int decline_fault(const struct fault *f)
{
    CHECK(f->vector == 14 && f->eip == 0x1234 && f->eax == 99);
    declined++;
    return 0;
}

static const struct trap traps = { access };
static const struct vector vectors = { .attach = attach, .detach = detach,
                                       .decline = decline_fault };

static int usage(int handle, struct memory_usage *to)
{
    CHECK_EQ(handle, 0);
    for (u32 i = 0; i < sizeof(*to) / 4; i++)
        ((u32 *)to)[i] = 100 + i;
    return 0;
}

const struct memory model_memory = { .usage = usage };

static int attribute_bits;              /* of any page */

static int page_attributes(u32 vsas, laddr_t linear, u32 count, u32 clear,
                           u32 set, u32 flush)
{
    CHECK(vsas == space.vsas && linear >= NMM_WINDOW_BASE && count == 1);
    CHECK(!clear && !set && flush == FLUSH_NONE);
    return attribute_bits;
}

static const struct nmm books = { .page_attributes = page_attributes };
const struct nmm *volatile nmm = &books;

/* --- Faults -------------------------------------------------------------- */

static void check_fault(u32 number, u32 rights, u32 is_write, u32 ring)
{
    struct page_fault fault = { .cs = ring, .error = 4 + 2 * is_write,
                                .eip = 0x1234, .eax = 99 };
    const u32 want = is_write ? ACCESS_WRITE : ACCESS_READ;
    const int may = number < PAGES && rights & want;
    /* E_ADDRESS where the client may: a store's, which no trap is asked about */
    const int error = !may ? E_ADDRESS :
                      touch_result == E_ADDRESS ? E_INVALID : touch_result;
    const int asks = ring == 3 && error == E_ADDRESS;
    const int dies = ring == 3 && error < 0 && (!asks || trap_result != 1);
    const u32 before = fault_count();

    for (u32 i = 0; i <= PAGES; i++)
        shadow[i] = SHADOW_USED | rights;
    touched = trapped = died = declined = reported = 0;
    link_of_fault = CLIENT_LINK((u32)(&fault + 1));
    if (!setjmp(out))
        fault_serve(&fault, &space, number * PAGE_SIZE + 5);
    CHECK_EQ(declined, ring != 3);
    CHECK_EQ(touched, ring == 3 && may ? want : 0);
    CHECK_EQ(fault_count() - before, ring == 3 && may);
    CHECK_EQ(trapped, asks ? want : 0);
    CHECK_EQ(died, dies ? HANDLE : 0);
    CHECK_EQ(reported, ring == 3 && error < 0 && error != E_ADDRESS);
    CHECK(!dies || (last.eip == 0x1234 && last.vector == 14 &&
                    last.error == fault.error && last.eax == 99));
}

/* With pages closed, once: while its one instruction runs, who watches is told of
 * what may take long, before the page is brought or the trap asked. */
static void check_pause(u32 number, u32 rights, u32 is_write, int bits)
{
    const u32 want = is_write ? ACCESS_WRITE : ACCESS_READ;
    const int is_copied = is_write && rights & SHADOW_COPY;
    const int is_quick = number < PAGES && rights & want && bits >= 0 &&
                         bits & MAP_PRESENT && !is_copied;

    attribute_bits = bits;
    for (space.client.is_stepped = 0; space.client.is_stepped < 2;
         space.client.is_stepped++) {
        pauses = 0;
        check_fault(number, rights, is_write, 3);
        CHECK_EQ(pauses, space.client.is_stepped && !is_quick);
        pauses = 0;
        check_fault(number, rights, is_write, 1);
        CHECK_EQ(pauses, 0);
    }
    space.client.is_stepped = 0;
}

static void test_pauses(void)
{
    static const u32 rights[] = { 0, 1, 3, 2, SHADOW_COPY | 3 };
    static const int bits[] = { E_NOTFOUND, 0, MAP_PRESENT, MAP_USER,
                                MAP_PRESENT | MAP_WRITE | MAP_USER };

    space.fast_pages = 0;
    touch_result = 0;
    for (u32 i = 0; i < ARRAY_SIZE(rights) * ARRAY_SIZE(bits) * 2; i++) {
        trap_result = (int)i % 2;
        check_pause(1, rights[i / 2 % 5], i % 2, bits[i / 10]);
        check_pause(PAGES, rights[i / 2 % 5], i % 2, bits[i / 10]);
    }
    space.fast_pages = PAGES;
}

static void test_faults(void)
{
    static const int results[] = { 0, E_ADDRESS, E_NOMEM, E_FULL };

    for (u32 i = 0; i < 7 * 4 * 2 * 2 * 4 * 3; i++) {
        u32 n = i;
        const u32 number = n % 7, rights = (n /= 7) % 4;
        const u32 is_write = (n /= 4) % 2, ring = (n /= 2) % 2 ? 3 : 1;
        touch_result = results[(n /= 2) % 4];
        trap_result = (int)(n / 4) % 3;
        check_fault(number, rights, is_write, ring);
    }
}

static void fault_again(struct page_fault *fault)
{
    if (!setjmp(out))
        fault_serve(fault, &space, PAGE_SIZE);
}

/* So many faults; `change`: one word of its registers differs each time. */
static u32 count_until_stuck(u32 evictions, u32 *change,
                             struct page_fault *fault)
{
    shadow[1] = SHADOW_DEMAND;
    touch_result = 0;
    evicts = evictions;
    died = reported = 0;
    space.stuck = (struct stuck){ 0 };
    for (u32 i = 1; i <= 4 * STUCK; i++) {
        if (change)
            ++*change;
        fault_again(fault);
        if (died)
            return i;
    }
    return 0;
}

/* The same instruction with the same registers, and each time a page that
 * goes: it gets nowhere. */
static void test_stuck(void)
{
    struct page_fault f = { .cs = 3, .eip = 77 };
    u32 *const changes[] = { &f.eip, &f.eax, &f.ebx, &f.ecx, &f.edx,
                             &f.esi, &f.edi, &f.ebp, &f.esp };

    CHECK_EQ(count_until_stuck(0, NULL, &f), 0);
    for (u32 i = 0; i < ARRAY_SIZE(changes); i++)
        CHECK_EQ(count_until_stuck(1, changes[i], &f), 0);
    f.eip = 78;
    CHECK_EQ(count_until_stuck(1, NULL, &f), 2 * STUCK + 1);
    CHECK_EQ(reported, 1);
    f.eip = 79;
    CHECK_EQ(count_until_stuck(2, NULL, &f), 2 * STUCK + 1);
    CHECK_EQ(count_until_stuck(0, NULL, &f), 0);
    evicts = 0;
}

/* What is told of a client is where fault.S has put it. */
static void test_layout(void)
{
    u32 words[16];

    for (u32 i = 0; i < ARRAY_SIZE(words); i++)
        words[i] = 0x100 + i;
    if (!setjmp(out))
        fault_refuse((const struct page_fault *)words, &space);
    CHECK(last.es == 0x100 && last.ds == 0x101 && last.edi == 0x102);
    CHECK(last.esi == 0x103 && last.ebp == 0x104 && last.ebx == 0x106);
    CHECK(last.edx == 0x107 && last.ecx == 0x108 && last.eax == 0x109);
    CHECK(last.error == 0x10a && last.eip == 0x10b && last.cs == 0x10c);
    CHECK(last.eflags == 0x10d && last.esp == 0x10e && last.ss == 0x10f);
    CHECK(last.vector == 14 && died == HANDLE);
    CHECK_EQ(died_link, (u32)(words + ARRAY_SIZE(words)) + 4);
}

/* In virtual-8086 mode: the client whose name is on the stack, behind the
 * segment registers, where others' are, too. Also one that is called while its
 * client_main runs elsewhere. */
static void test_virtual(void)
{
    struct {
        struct page_fault fault;
        const struct client *word[6];
    } stack = { .fault.eip = 0x1234 };

    for (u32 i = 0; i < 3; i++)
        others[i] = (struct client){ .head.handle = (int)i + 1,
                                     .stack1 = i * 4096 };
    for (u32 i = 0; i < 18; i++) {
        for (u32 k = 0; k < ARRAY_SIZE(stack.word); k++)
            stack.word[k] = &others[(i + 1 + k % 2) % 3];
        stack.word[4] = &others[i % 3];
        died = 0;
        if (!setjmp(out))
            fault_virtual(&stack.fault);
        CHECK(died == i % 3 + 1 && last.vector == 13 && last.error == 0);
        CHECK_EQ(last.eip, 0x1234);
        CHECK_EQ(died_link, (u32)&stack.word[5]);
    }
}

static void test_attach(void)
{
    for (u32 i = 0; i < 4; i++) {
        attach_error = i & 1 ? E_BUSY : 0;
        clients_error = i & 2 ? E_FULL : 0;
        CHECK_EQ(fault_attach(), attach_error ? attach_error : clients_error);
        CHECK_EQ(attached, i == 0);
        CHECK_EQ(faults_attached, i == 0);
        if (i)
            continue;
        forgotten = 0;
        fault_detach();
        CHECK(!attached && !faults_attached && !open);
        CHECK_EQ(forgotten, 1);
    }
}

/* --- Control ------------------------------------------------------------- */

static void test_limit(void)
{
    for (u32 resident = 2; resident < 12; resident++)
        for (u32 most = 0; most < 12; most++)
            for (evict_result = -1; evict_result < 1; evict_result++) {
                const u32 has = resident - 2;
                const int goes = most && has > most;
                frames.resident = resident;
                frames.limit = 99;
                const int error = goes && evict_result < 0 ? -1 : 0;
                CHECK_EQ(limit(most), error);
                CHECK_EQ(frames.limit, error ? 99 : most);
                CHECK_EQ(frames.resident, goes && !error ? most : has);
            }
    filled = 0;
    frames.resident = 2;
    CHECK_EQ(limit(1), 0);
    CHECK_EQ(filled, 1);
}

static void test_configure(void)
{
    static const struct { u32 size, good; } pools[] = {
        { 0, 1 }, { 1, 1 }, { 1 << 18, 1 }, { (1 << 18) + 1, 0 } },
        tables[] = { { 0, 1 }, { 63, 0 }, { 64, 1 }, { 1 << 20, 1 },
                     { (1 << 20) + 1, 0 } },
        windows[] = { { 0, 1 }, { 63, 0 }, { 64, 1 }, { 1 << 18, 1 },
                      { (1 << 18) + 1, 0 } };

    for (u32 i = 0; i < 4 * 5 * 5 * 2; i++) {
        const u32 f = i % 4, t = i / 4 % 5, w = i / 20 % 5;
        const int good = pools[f].good && tables[t].good && windows[w].good;
        clients = (int)(i / 100);
        again_result = -50;
        memset(again, 0xff, sizeof(again));
        CHECK_EQ(configure(pools[f].size, tables[t].size, windows[w].size),
                 clients ? E_BUSY : good ? -50 : E_RANGE);
        CHECK_EQ(again[0], good && !clients ? pools[f].size : ~0u);
        CHECK_EQ(again[2], good && !clients ? windows[w].size : ~0u);
    }
}

static void test_others(void)
{
    for (is_off = 0; is_off < 2; is_off++) {
        CHECK_EQ(pin(HANDLE, 7, 8), is_off ? E_PAGING : 3);
        CHECK_EQ(pin(HANDLE + 1, 7, 8), E_HANDLE);
        CHECK_EQ(sync(), is_off ? E_PAGING : 5);
        CHECK_EQ(idle(), is_off ? E_PAGING : 17);
    }
    CHECK_EQ(limit(5), E_PAGING);
    for (u32 i = 0; i < 12; i++)
        CHECK_EQ(count(i), i < 9 ? 100 + (int)i : E_RANGE);
}

int main(void)
{
    trap = &traps;
    exceptions = &vectors;
    test_faults();
    test_pauses();
    test_stuck();
    test_layout();
    test_virtual();
    test_attach();
    test_limit();
    test_configure();
    test_others();
    CHECK_EQ(locked, 0);
    return check_done();
}
