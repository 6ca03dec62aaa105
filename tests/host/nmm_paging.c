/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c */
/*
 * What the NMM does with control registers and the TLB, instruction by
 * instruction: x86.h's wrappers are replaced by ones that write it down.
 */
#include "../../core/x86/x86.h"

#include <string.h>

#include "check.h"
#include "../../core/lib/format.h"

static u32 reg0, reg3, reg4;
static char done[4096];                 /* in order, as words */

static void note(const char *word, u32 value)
{
    u32 used = (u32)strlen(done);

    snprintf(done + used, sizeof(done) - used, "%s%x ", word, value);
}

static void write_cr0(u32 value) { note("cr0=", value); reg0 = value; }
static void write_cr3(u32 value) { note("cr3=", value); reg3 = value; }
static void write_cr4(u32 value) { note("cr4=", value); reg4 = value; }
static void invlpg(u32 page) { note("inv ", page); }

#define x86_read_cr0() reg0
#define x86_read_cr3() reg3
#define x86_read_cr4() reg4
#define x86_write_cr0 write_cr0
#define x86_write_cr3 write_cr3
#define x86_write_cr4 write_cr4
#define x86_invlpg invlpg
#include "../../nmm/page/paging.c"

struct identity identity;
static u32 directory[1];
static int has_pge;

int cpu_has(u32 feature)
{
    return feature == CPU_PGE && has_pge;
}

static void expect(const char *words)
{
    if (!CHECK(strcmp(done, words) == 0))
        printf("    '%s' is not '%s'\n", done, words);
    done[0] = 0;
}

static void reset(u32 state)
{
    reg0 = 0x80010011;
    reg3 = 0x5000;
    reg4 = 0x90;
    paging_state = state;
    identity.global = 0;
    identity.directory = directory;
    done[0] = 0;
}

static void test_init(void)
{
    reset(1);
    has_pge = 0;
    CHECK_EQ(paging_init(), 0);
    CHECK_EQ(paging_state, 0);
    expect("");
    has_pge = 1;
    reg4 = 0x10;
    CHECK_EQ(paging_init(), ENTRY_GLOBAL);
    expect("cr4=90 ");
}

static void test_leave(void)
{
    char words[40];

    reset(1);
    paging_leave();
    snprintf(words, sizeof(words), "cr3=%x cr0=10011 ", (u32)directory);
    expect(words);
    CHECK_EQ(paging_state, 0);
}

/* As many INVLPGs, each of its page; or how all is flushed. */
static void expect_each(u32 base, u32 pages)
{
    char words[2048] = "";

    for (u32 i = 0; i < pages; i++)
        snprintf(words + strlen(words), sizeof(words) - strlen(words),
                 "inv %x ", base + i * PAGE_SIZE);
    expect(words);
}

static void test_flush(void)
{
    for (u32 global = 0; global < 2; global++) {
        const char *all = global ? "cr4=10 cr4=90 " : "cr3=5000 ";

        reset(1);
        identity.global = global ? ENTRY_GLOBAL : 0;
        for (u32 pages = 0; pages <= 32; pages++) {
            paging_flush(0x400000, pages * PAGE_SIZE);
            expect_each(0x400000, pages);
        }
        paging_flush(0x400000, 33 * PAGE_SIZE);
        expect(all);
        paging_flush(0, 0x80000000);
        expect(all);
        paging_flush_by(FLUSH_PGE, 0, 1);
        expect(all);
    }
    reset(0);
    paging_flush(0x400000, PAGE_SIZE);
    paging_flush(0x400000, 64 * PAGE_SIZE);
    expect("");
}

static void test_flush_by(void)
{
    reset(1);
    paging_flush_by(FLUSH_NONE, 0x7000, 3);
    expect("");
    paging_flush_by(FLUSH_INVLPG, 0x7000, 40);
    expect_each(0x7000, 40);
    paging_flush_by(FLUSH_CR3, 0x7000, 1);
    expect("cr3=5000 ");
    paging_flush_by(FLUSH_PG, 0x7000, 1);
    expect("cr0=10011 cr0=80010011 ");
    paging_flush_by(FLUSH_BEST, 0x7000, 32);
    expect_each(0x7000, 32);
    paging_flush_by(FLUSH_BEST, 0x7000, 33);
    expect("cr3=5000 ");
    CHECK_EQ(reg0, 0x80010011);
    for (u32 strategy = FLUSH_NONE; strategy <= FLUSH_BEST; strategy++) {
        reset(0);
        paging_flush_by(strategy, 0x7000, 3);
        expect("");
    }
}

static void test_abandon(void)
{
    char words[20];

    reset(1);
    snprintf(words, sizeof(words), "cr3=%x ", (u32)directory);
    paging_abandon((u32 *)0x6000);
    expect("");
    paging_abandon((u32 *)0x5000);
    expect(words);
    reset(0);
    paging_abandon((u32 *)0x5000);
    expect("");
}

int main(void)
{
    test_init();
    test_leave();
    test_flush();
    test_flush_by();
    test_abandon();
    return check_done();
}
