/* SPDX-License-Identifier: MIT */
/* sources: bench/model !bench/model/bochs/options.c */
/*
 * Whole sequences by the cycle model, whose clocks were published or are a sum that
 * stands there. TR-933: Liedtke, Improved Address-Space Switching on Pentium
 * Processors, GMD Technical Report 933, 1995. SOSP'95: Liedtke, On micro-kernel
 * construction, table 3.
 */
#include "model_steps.h"

static u32 store(laddr_t at, u32 size)
{
    begin(mem("MOV_Op32_EdGd", 6, EAX, NONE, NONE));
    write(at, size);
    return model_end(&model);
}

/* CR3 is loaded, then a word of each page is read: in the cache, each in its line. */
static void touch(u32 pages)
{
    begin(reg("MOV_CR3Rd", 3, NONE, EAX));
    model_directory(&model, DIRECTORY);
    model_end(&model);
    for (u32 i = 0; i < pages; i++)
        load(DATA + i * PAGE_SIZE + 2048 + i * 32, 4);
}

/* TR-933: 9 clocks for each page, the read's clock apart; own code is a page, too. */
static void directories(const char *path, u32 cr3)
{
    boot(path);
    for (u32 n = 0; n <= 24; n++)
        CHECK_EQ(WARM(touch(n)), cr3 + n * (9 + 1) + (n > 0) * 9);
}

/* The table's 9 is for entries that are cached: 22 each from a Pentium's memory. */
static void cold(void)
{
    boot(PENTIUM);
    touch(1);
    model_flush_caches(&model);
    touch(1);
    CHECK_EQ(model.account.part[PART_DATA_TLB], 2 * 9);
    model_flush_caches(&model);
    const u64 before = model.account.part[PART_DATA_MISS];
    model_flush_page(&model, DATA + 2048);
    eip = CODE;
    load(DATA + 2048, 4);       /* directory, table and the word; code's: cached */
    CHECK_EQ(model.account.part[PART_DATA_MISS] - before, (3 + 0) * 22);
}

static void segment(u32 i)
{
    begin(reg("MOV_SwEw", 2, NONE, EAX));
    read(DATA + 0x800 + i * 8, 8);
    model_end(&model);
}

static void segments(u32 count)
{
    for (u32 i = 0; i < count; i++)
        segment(i);
}

/* The stack fields of the TSS, gate and descriptors; what an inner ring is given. */
static void interrupt(void)
{
    begin(reg("INT_Ib", 2, NONE, NONE));
    for (u32 i = 0; i < 3; i++)
        read(DATA + 0x800 + i * 64, 8);
    read(DATA + 0x900, 4);
    for (u32 i = 0; i < 5; i++)
        write(DATA + 0x9fc - i * 4, 4);
    model_transfer(&model, &(struct transfer){ .is_inner = 1 });
    model_end(&model);
}

static void back(void)
{
    begin(reg("IRET_Op32", 1, NONE, NONE));
    for (u32 i = 0; i < 5; i++)
        read(DATA + 0x9ec + i * 4, 4);
    model_transfer(&model, &(struct transfer){ .is_inner = 1 });
    model_end(&model);
}

static void published(void)
{
    boot(PENTIUM);
    CHECK_EQ(WARM(segments(5)), 15);            /* TR-933, table 1: 15 */
    CHECK_EQ(WARM(interrupt(); back()), 48 + 27);
    boot(I486);
    CHECK_EQ(WARM(segments(4)), 36);            /* 39 with one that misses */
    /* SOSP'95: 107 = 71 + 36; the fifth of five stores waits for the first: 3. */
    CHECK_EQ(WARM(interrupt(); back()), 107 + 3);
}

/* Clocks of the table; a fault costs its instruction's besides. */
static void deliveries(const char *path, const u32 clocks[6])
{
    boot(path);
    for (u32 i = 0; i < 6; i++)
        CHECK_EQ(model_delivered(&model, (enum delivery)(i / 2), i % 2),
                 clocks[i]);
    load(DATA, 4);
    const u64 before = model.account.time;
    eip = CODE;
    begin(reg("CDQ", 1, NONE, NONE));
    const u32 spent = model.account.spent;
    CHECK_EQ(model_delivered(&model, DELIVERY_PAGE_FAULT, 1), clocks[3] + spent);
    CHECK_EQ(model.account.time - before, clocks[3] + spent);
    CHECK_EQ(model.account.part[PART_EXCEPTION], clocks[0] + clocks[1] + clocks[2] +
             2 * clocks[3] + clocks[4] + clocks[5]);
}

/* A task switch that loads CR3: its own code's page is walked again. */
static void tasks(void)
{
    boot(PENTIUM);
    for (u32 turn = 0; turn < 2; turn++) {
        eip = CODE;
        begin(reg("JMPF_Ap", 7, NONE, NONE));
        model_directory(&model, DIRECTORY);
        model_transfer(&model, &(struct transfer){ .is_task = 1 });
        const u32 clocks = model_end(&model);
        CHECK(!turn || clocks == 19 + 85 + 9);  /* fetched after the last switch */
    }
    CHECK_EQ(run(reg("CDQ", 1, NONE, NONE)), 2 + 9);
    CHECK_EQ(model.account.part[PART_SYSTEM], 2 * (19 + 85));
}

static u32 code_misses(void)
{
    return model.memory.misses[PART_CODE_MISS];
}

/* A line of code is fetched once; over a page's end by who begins behind it. */
static void fetches(void)
{
    boot(PENTIUM);
    for (u32 i = 0; i < 16; i++)
        run(reg("MOV_EdId", 4, EAX, NONE));
    CHECK_EQ(code_misses(), 2);                 /* 64 bytes */
    run(reg("MOV_EdId", 4, EAX, NONE));
    CHECK_EQ(code_misses(), 3);
    eip += 26;                                  /* 2 bytes in this line, 2 behind */
    run(reg("MOV_EdId", 4, EAX, NONE));
    CHECK_EQ(code_misses(), 4);
    CHECK_EQ(model.memory.misses[PART_CODE_TLB], 1);
    eip = CODE + PAGE_SIZE - 2;
    run(reg("MOV_EdId", 4, EAX, NONE));
    CHECK_EQ(code_misses(), 5);
    CHECK_EQ(model.memory.misses[PART_CODE_TLB], 2);
    run(reg("MOV_EdId", 4, EAX, NONE));
    CHECK_EQ(code_misses(), 6);
    CHECK_EQ(model.memory.misses[PART_CODE_TLB], 2);
    model_flush_caches(&model);
    run(reg("MOV_EdId", 4, EAX, NONE));
    CHECK_EQ(code_misses(), 7);
    model_flush_page(&model, eip);
    run(reg("MOV_EdId", 4, EAX, NONE));
    CHECK_EQ(model.memory.misses[PART_CODE_TLB], 3);
}

/*
 * The first time (Agner Fog, 2000, section 8) only a byte pairs with what follows:
 * MOV; MOV; MOV; INC and MOV. Then MOV and MOV; MOV and INC; MOV.
 */
static void first_time(void)
{
    boot(PENTIUM);
    for (u32 turn = 0; turn < 2; turn++) {
        const u64 base = model.account.part[PART_BASE], pairs = model.pipe.pairs;
        eip = CODE;
        for (u8 i = 0; i < 5; i++)
            run(i == 3 ? reg("INC_Ed", 1, i, NONE) :
                         reg("MOV_EdId", 5, i, NONE));
        CHECK_EQ(model.account.part[PART_BASE] - base, turn ? 3 : 4);
        CHECK_EQ(model.pipe.pairs - pairs, turn ? 2 : 1);
        begin(reg("JMP_Ed", 2, EAX, NONE));
        model_branch(&model, 1, CODE);
        model_end(&model);
    }
}

/* Bytes anywhere, two in four, four and eight at their multiples: else 3 clocks. */
static void alignment(void)
{
    boot(PENTIUM);
    for (u32 at = 0; at < 8; at++) {
        CHECK_EQ(WARM(load(DATA + at, 1)), 1);
        CHECK_EQ(WARM(load(DATA + at, 2)), 1 + (at % 4 == 3) * 3);
        CHECK_EQ(WARM(load(DATA + at, 4)), 1 + (at % 4 > 0) * 3);
        CHECK_EQ(WARM(load(DATA + at, 8)), 1 + (at > 0) * 3);
        CHECK_EQ(WARM(store(DATA + at, 4)), 1 + (at % 4 > 0) * 3);
    }
    CHECK_EQ(WARM(load(DATA + 1, 16)), 1);      /* as no instruction does */
}

/* Accessed bits of descriptors and pages; TLBs go when paging changes, only then. */
static void marks(void)
{
    struct paging paging = { 0, 1, 1, 0 };

    boot(PENTIUM);
    CHECK_EQ(WARM(begin(reg("CDQ", 1, NONE, NONE));
                  model_descriptor(&model);
                  model_marked(&model);
                  model_end(&model)), 2 + 9 + 16);
    CHECK_EQ(model.account.part[PART_SYSTEM], 3 * 9);
    CHECK_EQ(model.account.part[PART_ACCESSED], 3 * 16);
    CHECK_EQ(WARM(model_mode(&model, &paging); load(DATA, 4)), 1);
    for (u32 i = 0; i < 3; i++) {
        paging.is_protected ^= i == 0;
        paging.has_large ^= i == 1;
        model_mode(&model, &paging);
        eip = CODE;
        CHECK_EQ(load(DATA, 4), i < 2 ? 1 + 9 + 9 : 1);
    }
    CHECK_EQ(model.paging.directory, DIRECTORY);
    paging.is_on = 0;
    model_mode(&model, &paging);
    eip = CODE;
    CHECK_EQ(load(DATA, 4), 1);
}

static u64 guessed(void)
{
    u64 all = 0;

    for (u32 i = 0; i < PARTS; i++) {
        CHECK(model.account.guessed[i] <= model.account.part[i]);
        all += model.account.guessed[i];
    }
    return all;
}

/* What is guessed: of LOCK INC 14 of 18, without a prefix 0. */
static void guesses(void)
{
    struct step inc = mem("INC_Ed", 3, NONE, EBX, NONE);
    u64 before = 0;

    boot(PENTIUM);
    WARM(before = guessed(); run(inc));
    CHECK_EQ(guessed() - before, 0);
    inc.has_lock = 1;
    WARM(before = guessed(); run(inc));
    CHECK_EQ(guessed() - before, 14);
}

static void at_random(u32 seed, u32 steps)
{
    static const char *const names[] = {
        "ADD_EdGd", "MOV_Op32_GdEd", "SHL_EdIb", "PUSH_Ed", "POP_Ed", "LEA_GdM",
        "JNZ_Jbd", "RET_Op32", "INT_Ib", "REP_MOVSD_YdXd", "MOVZX_GdEb", "FNSAVE",
        "IN_ALDX",
    };
    u64 sum = 0, parts = 0;

    for (u32 i = 0; i < steps; i++) {
        struct step s = reg(names[draw(&seed, ARRAY_SIZE(names))],
                            1 + draw(&seed, 7), (u8)draw(&seed, 9),
                            (u8)draw(&seed, 9));
        s.has_memory = (u8)draw(&seed, 2);
        s.base = (u8)draw(&seed, 9);
        s.has_segment = !draw(&seed, 8);
        s.has_rep = (u8)draw(&seed, 2);
        eip = CODE + draw(&seed, 32 * PAGE_SIZE);
        begin(s);
        for (u32 n = draw(&seed, 4); n; n--) {
            const laddr_t at = DATA + draw(&seed, 100 * PAGE_SIZE);
            draw(&seed, 2) ? read(at, 4) : write(at, 4);
            if (s.opcode->kind == KIND_STRING)
                model_repeat(&model);
        }
        if (s.opcode->kind == KIND_CONDITIONAL || !draw(&seed, 50))
            model_branch(&model, (int)draw(&seed, 2), eip + draw(&seed, 64));
        if (s.opcode->kind == KIND_INT)
            model_transfer(&model, &(struct transfer){ .is_inner = 1 });
        sum += draw(&seed, 20) ? model_end(&model) :
               model_delivered(&model, (enum delivery)draw(&seed, 3), 1);
        if (!draw(&seed, 100))
            model_directory(&model, DIRECTORY);
    }
    for (u32 i = 0; i < PARTS; i++)
        parts += model.account.part[i];
    CHECK_EQ(sum, model.account.time);
    CHECK_EQ(sum, parts);
    CHECK(guessed() > 0 && guessed() < sum);
    CHECK_EQ(model.instructions, steps);
}

/* The sum of all parts is the time; the same again is the same time. */
static void sums(const char *path)
{
    u64 parts[PARTS];

    for (u32 turn = 0; turn < 2; turn++) {
        boot(path);
        at_random(7, 20000);
        CHECK(!turn || !memcmp(parts, model.account.part, sizeof(parts)));
        memcpy(parts, model.account.part, sizeof(parts));
    }
    for (u32 i = 0; i < PARTS; i++)
        if (i != PART_ACCESSED && i != PART_ALIGNMENT)
            CHECK(model.account.part[i] || !strcmp(path, I486));
    CHECK(!strcmp(model_part_names[PART_EXCEPTION], "exception"));
}

int main(void)
{
    directories(PENTIUM, 21);
    directories(I486, 4);
    cold();
    published();
    /* By a gate, the same ring and an inner one: traps, page faults, interrupts. */
    deliveries(PENTIUM, (const u32[]){ 25, 42, 65, 82, 25 + 14, 42 + 14 });
    deliveries(I486, (const u32[]){ 44, 71, 68, 95, 44 + 11, 71 + 11 });
    tasks();
    fetches();
    first_time();
    alignment();
    marks();
    guesses();
    sums(PENTIUM);
    sums(I486);
    return check_done();
}
