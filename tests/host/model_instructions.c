/* SPDX-License-Identifier: MIT */
/* sources: bench/model !bench/model/bochs/options.c */
/*
 * Single instructions and pairs, by the whole model. Clocks are those of
 * bench/model/pentium.csv and i486.csv; each figure's source stands there. Rules:
 * Agner Fog, How to optimize for the Pentium family, 2000 (sections); Intel AP-500,
 * 1994.
 */
#include "model_steps.h"

/* Section 10.1: pairs, by the registers of whole instructions. */
static void pairs(void)
{
    boot(PENTIUM);
    /* MOV EAX,EBX; MOV ECX,EDX: 1. MOV EAX,EBX; MOV ECX,EAX: 2 */
    CHECK_EQ(WARM(run(reg("MOV_Op32_GdEd", 2, EAX, EBX));
                  run(reg("MOV_Op32_GdEd", 2, ECX, EDX))), 1);
    CHECK_EQ(WARM(run(reg("MOV_Op32_GdEd", 2, EAX, EBX));
                  run(reg("MOV_Op32_GdEd", 2, ECX, EAX))), 2);
    /* What stands in `second` of one that has no second register is not looked at. */
    CHECK_EQ(WARM(run(reg("MOV_EdId", 5, EAX, NONE));
                  run(reg("ADD_EdsIb", 3, ECX, EAX))), 1);
    CHECK_EQ(WARM(run(reg("MOV_EdId", 5, EAX, NONE));
                  run(reg("INC_Ed", 1, ECX, EAX))), 1);
    CHECK_EQ(WARM(run(reg("MOV_EdId", 5, EAX, NONE));
                  run(reg("MOV_OdEAX", 5, NONE, EAX))), 2);
    CHECK_EQ(WARM(run(reg("INC_Ed", 1, EAX, NONE));
                  run(reg("INC_Ed", 1, ECX, NONE))), 1);
    CHECK_EQ(WARM(run(reg("INC_Ed", 1, EAX, NONE));
                  run(reg("INC_Ed", 1, EAX, NONE))), 2);
    /* AL and AH are one register, CH and EBP are two: 5 is both. */
    CHECK_EQ(WARM(run(reg("MOV_EbIb", 2, 4, NONE));
                  run(reg("MOV_GbEb", 2, EBX, EAX))), 2);
    CHECK_EQ(WARM(run(reg("MOV_EbIb", 2, 5, NONE));
                  run(reg("MOV_Op32_GdEd", 2, EBX, EBP))), 1);
    /* ADD ESP,4; PUSH EAX: 1 + 1 + 1. PUSH EAX; PUSH EBX: 1 */
    CHECK_EQ(WARM(run(reg("ADD_EdsIb", 3, ESP, NONE));
                  run(reg("PUSH_Ed", 1, EAX, NONE))), 3);
    CHECK_EQ(WARM(run(reg("PUSH_Ed", 1, EAX, NONE));
                  run(reg("PUSH_Ed", 1, EBX, NONE))), 1);
    CHECK_EQ(WARM(run(reg("POP_Ed", 1, EAX, NONE));
                  run(reg("PUSH_Ed", 1, EBX, NONE))), 2);
    CHECK_EQ(WARM(run(reg("RET_Op32_Iw", 3, NONE, NONE));
                  run(reg("POP_Ed", 1, EAX, NONE))), 3 + 1 + 1);
}

/* Section 9: ADD EBX,4; MOV EAX,[EBX] waits a clock; also for an index, for LEA. */
static void interlocks(const char *path, u32 lea_index)
{
    boot(path);
    CHECK_EQ(WARM(run(reg("NEG_Ed", 2, EBX, NONE));
                  run(mem("MOV_Op32_GdEd", 2, EAX, EBX, NONE))), 1 + 1 + 1);
    CHECK_EQ(WARM(run(reg("NEG_Ed", 2, EBX, NONE));
                  run(mem("MOV_Op32_GdEd", 3, EAX, ECX, EBX))), 1 + 1 + 1);
    CHECK_EQ(WARM(run(reg("NEG_Ed", 2, EBX, NONE));
                  run(mem("MOV_Op32_GdEd", 2, EAX, ECX, NONE))), 1 + 1);
    CHECK_EQ(WARM(run(reg("NEG_Ed", 2, EBX, NONE));
                  run(mem("LEA_GdM", 2, EAX, EBX, NONE))), 1 + 1 + 1);
    CHECK_EQ(WARM(run(mem("LEA_GdM", 3, EAX, ECX, EBX))), 1 + lea_index);
    CHECK_EQ(WARM(run(mem("LEA_GdM", 2, EAX, ECX, NONE))), 1);
}

/* Section 10.1: those with a displacement and a constant go alone. */
static void both(void)
{
    const struct { const char *name; u32 length; u8 base; u32 clocks; } all[] = {
        { "MOV_EdId", 10, NONE, 2 },    /* MOV DWORD PTR [1000],0: C7 05 */
        { "MOV_EdId", 7, EBX, 2 },      /* MOV DWORD PTR [EBX+8],0 */
        { "MOV_EdId", 6, EBX, 1 },      /* MOV DWORD PTR [EBX],0 */
        { "CMP_EbIb", 4, EBX, 3 },      /* CMP BYTE PTR [EBX+8],1 */
        { "CMP_EbIb", 3, EBX, 2 },      /* CMP BYTE PTR [EBX],1 */
        { "CMP_EbGb", 3, EBX, 2 },      /* CMP BYTE PTR [EBX+8],AL */
        { "CMP_EdsIb", 4, ESP, 2 },     /* CMP DWORD PTR [ESP],1: with SIB */
        { "CMP_EdsIb", 5, ESP, 3 },     /* CMP DWORD PTR [ESP+4],1 */
    };

    boot(PENTIUM);
    for (u32 i = 0; i < ARRAY_SIZE(all); i++)
        CHECK_EQ(WARM(run(mem(all[i].name, all[i].length, NONE, all[i].base,
                              NONE));
                      run(reg("INC_Ed", 1, EDX, NONE))), all[i].clocks);
    /* A register as the operand has no displacement. */
    CHECK_EQ(WARM(run(reg("ADD_EdId", 6, EBX, NONE));
                  run(reg("INC_Ed", 1, EDX, NONE))), 1);
}

/* Section 12: a clock each, but those that the clocks of the one before hide. */
static void prefixes(void)
{
    struct step gs = mem("MOV_Op32_GdEd", 3, EAX, EBX, NONE);
    struct step three = gs;

    gs.has_segment = 1;
    three.has_segment = three.has_size = three.has_lock = 1;
    boot(PENTIUM);
    CHECK_EQ(WARM(run(gs)), 1 + 1);
    CHECK_EQ(WARM(run(reg("CDQ", 1, NONE, NONE)); run(gs)), 2 + 1);
    CHECK_EQ(WARM(run(three)), 3 + 14 + 1);     /* item lock: 14 */
    CHECK_EQ(WARM(run(reg("CDQ", 1, NONE, NONE)); run(three)), 2 + 2 + 14 + 1);
    /* A prefix goes through U alone. */
    CHECK_EQ(WARM(run(reg("INC_Ed", 1, EDX, NONE)); run(gs)), 1 + 2);
    CHECK_EQ(WARM(run(gs); run(reg("INC_Ed", 1, EDX, NONE))), 2);
    /* 0F is one: MOVZX 3, CPUID 14. */
    CHECK_EQ(WARM(run(reg("MOVZX_GdEb", 3, EAX, EBX))), 1 + 3);
    CHECK_EQ(WARM(run(reg("MOVZX_GdEb", 3, EAX, EBX));
                  run(reg("MOVZX_GdEb", 3, EAX, EBX))), 1 + 3 + 3);
    CHECK_EQ(WARM(run(reg("CPUID", 2, NONE, NONE))), 15);       /* InstLatx64 */
    boot(I486);
    CHECK_EQ(WARM(run(gs)), 1 + 1);
    CHECK_EQ(WARM(run(reg("MOVZX_GdEb", 3, EAX, EBX))), 3);
}

static void locks(void)
{
    struct step inc = mem("INC_Ed", 3, NONE, EBX, NONE);

    boot(PENTIUM);
    CHECK_EQ(WARM(run(inc)), 3);
    inc.has_lock = 1;
    CHECK_EQ(WARM(run(inc)), 1 + 14 + 3);
    CHECK_EQ(WARM(run(mem("XCHG_EdGd", 2, EAX, EBX, NONE))), 14 + 3);
    CHECK_EQ(WARM(run(reg("XCHG_EdGd", 2, EAX, EBX))), 3);
}

static void clocks(void)
{
    struct step in = reg("IN_ALDX", 1, EAX, NONE);
    struct step out = reg("OUT_DXAL", 1, NONE, EAX);

    boot(PENTIUM);
    CHECK_EQ(WARM(run(reg("RDTSC", 2, NONE, NONE))), 12);       /* InstLatx64 */
    CHECK_EQ(WARM(run(reg("CDQ", 1, NONE, NONE));
                  run(reg("RDTSC", 2, NONE, NONE))), 2 + 11);
    CHECK_EQ(WARM(run(in)), 21 + 80);
    CHECK_EQ(WARM(run(out)), 26 + 80);
    in.may_io = out.may_io = 1;
    CHECK_EQ(WARM(run(in)), 4 + 80);
    CHECK_EQ(WARM(run(out)), 9 + 80);
    cpl = 0;
    CHECK_EQ(WARM(run(reg("RDTSC", 2, NONE, NONE))), 1 + 6);
}

static void rep(const char *name, u32 count)
{
    struct step s = reg(name, 2, NONE, NONE);

    s.has_rep = 1;
    begin(s);
    for (u32 i = 0; i < count; i++) {
        read(DATA + 0x800 + i * 4, 4);
        if (strstr(name, "MOVS"))
            write(DATA + 0xc00 + i * 4, 4);
        model_repeat(&model);
    }
    model_end(&model);
}

/* Destinations are in the cache, as the figures ask: read first. */
static void strings(void)
{
    boot(PENTIUM);
    for (u32 i = 0; i < 16; i++)
        load(DATA + 0xc00 + i * 4, 4);
    CHECK_EQ(WARM(rep("REP_MOVSD_YdXd", 16)), 13 + 16);
    CHECK_EQ(WARM(rep("REP_MOVSD_YdXd", 1)), 13 + 1);
    CHECK_EQ(WARM(rep("REP_MOVSD_YdXd", 0)), 7);
    CHECK_EQ(WARM(rep("REP_STOSD_YdEAX", 16)), 10 + 16);
    CHECK_EQ(WARM(rep("REP_CMPSD_XdYd", 16)), 9 + 4 * 16);
    CHECK_EQ(WARM(run(reg("REP_MOVSD_YdXd", 1, NONE, NONE))), 4);
    CHECK_EQ(WARM(begin(reg("REP_MOVSD_YdXd", 1, NONE, NONE));
                  model_repeat(&model);
                  model_end(&model)), 4);
    CHECK_EQ(WARM(run(reg("REP_LODSB_ALXb", 1, NONE, NONE))), 2);
    boot(I486);
    for (u32 i = 0; i < 16; i++)
        load(DATA + 0xc00 + i * 4, 4);
    /* A store to the second cache takes 3, an element 3: nobody waits. */
    CHECK_EQ(WARM(rep("REP_MOVSD_YdXd", 16)), 12 + 3 * 16);
    CHECK_EQ(WARM(rep("REP_STOSD_YdEAX", 0)), 5);
}

/*
 * DEC ECX; JNZ: a clock a turn, through U and V; the last time it is predicted wrong
 * in V: 4. An i486: 1 + 3, the last time 1 + 1.
 */
static void loop(u32 turns)
{
    for (u32 i = 0; i < turns; i++) {
        eip = CODE + 16;
        run(reg("DEC_Ed", 1, ECX, NONE));
        begin(reg("JNZ_Jbd", 2, NONE, NONE));
        model_branch(&model, i < turns - 1, CODE + 16);
        model_end(&model);
    }
}

/* A jump or call, a return: where it was last, or to another place. */
static void go(const char *name, u32 length, laddr_t to)
{
    begin(reg(name, length, EAX, NONE));
    model_branch(&model, 1, to);
    model_end(&model);
    eip = CODE + 8;
}

static void branches(void)
{
    u32 turn = 0;

    boot(PENTIUM);
    CHECK_EQ(WARM(loop(10)), 10 + 4);
    CHECK_EQ(WARM(go("JMP_Jbd", 2, CODE + 8)), 1);
    CHECK_EQ(WARM(go("JMP_Jbd", 2, CODE + 8 + turn++ * 32)), 1 + 3);
    CHECK_EQ(WARM(go("RET_Op32", 1, CODE + 8)), 2);
    CHECK_EQ(WARM(go("RET_Op32", 1, CODE + 8 + turn++ * 32)), 2 + 3);
    /* In U alone 3 if wrong; nothing joins what was jumped from. */
    CHECK_EQ(WARM(run(reg("CDQ", 1, NONE, NONE));
                  begin(reg("JNZ_Jbd", 2, NONE, NONE));
                  model_branch(&model, turn++ % 2, CODE + 32);
                  model_end(&model)), 2 + 1 + 3);
    CHECK_EQ(WARM(run(reg("INC_Ed", 1, EBX, NONE));
                  go("JMP_Jbd", 2, CODE + 8);
                  run(reg("INC_Ed", 1, EDX, NONE))), 1 + 1);
    boot(I486);
    CHECK_EQ(WARM(loop(10)), 9 * (1 + 3) + 1 + 1);
    CHECK_EQ(WARM(go("JMP_Jbd", 2, CODE + 8)), 3);
    CHECK_EQ(WARM(go("RET_Op32", 1, CODE + 8)), 5);
}

static u32 far(const char *name, struct transfer t)
{
    begin(reg(name, 2, NONE, NONE));
    model_transfer(&model, &t);
    return model_end(&model);
}

/* Far, by where they led. */
static void transfers(void)
{
    const struct { const char *name; struct transfer t; u32 pentium, i486; }
    all[] = {
        { "CALLF_Op32_Ap", { 0, 0, 0, 0 }, 4, 20 },
        { "CALLF_Op32_Ap", { 0, 0, 1, 0 }, 22, 35 },
        { "CALLF_Op32_Ap", { 0, 1, 1, 0 }, 44, 69 },
        { "CALLF_Op32_Ap", { 0, 1, 1, 3 }, 45 + 3 * 2, 77 + 3 * 4 },
        { "CALLF_Op32_Ap", { 1, 0, 0, 0 }, 21 + 85, 37 + 199 },
        { "JMPF_Ap", { 0, 0, 0, 0 }, 3, 19 },
        { "JMPF_Ap", { 0, 0, 1, 0 }, 18, 32 },
        { "JMPF_Ap", { 1, 0, 0, 0 }, 19 + 85, 42 + 199 },
        { "RETF_Op32", { 0, 0, 0, 0 }, 4, 17 },
        { "RETF_Op32", { 0, 1, 0, 0 }, 23, 35 },
        { "INT_Ib", { 0, 0, 1, 0 }, 31, 44 },
        { "INT_Ib", { 0, 1, 1, 1 }, 48, 71 },   /* of a call only: parameters */
        { "INT_Ib", { 1, 0, 1, 0 }, 23 + 85, 37 + 199 },
        { "IRET_Op32", { 0, 0, 0, 0 }, 10, 20 },
        { "IRET_Op32", { 0, 1, 0, 0 }, 27, 36 },
        { "IRET_Op32", { 1, 0, 0, 0 }, 10 + 85, 32 + 199 },
    };

    for (u32 turn = 0; turn < 2; turn++) {
        boot(turn ? I486 : PENTIUM);
        for (u32 i = 0; i < ARRAY_SIZE(all); i++)
            if (!CHECK_EQ(WARM(far(all[i].name, all[i].t)),
                          turn ? all[i].i486 : all[i].pentium))
                printf("    %s, %u\n", all[i].name, i);
    }
    boot(PENTIUM);              /* an opcode that is none of these */
    CHECK_EQ(WARM(far("CPUID", (struct transfer){ 1, 1, 1, 1 })), 15);
}

int main(void)
{
    pairs();
    interlocks(PENTIUM, 0);
    interlocks(I486, 1);
    both();
    prefixes();
    locks();
    clocks();
    strings();
    branches();
    transfers();
    return check_done();
}
