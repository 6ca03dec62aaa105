/* SPDX-License-Identifier: MIT */
#include "opcode.h"

#include <string.h>

#define F(name) FIGURE_##name

/* The first rule that fits is an opcode's. */
struct rule {
    const char *name;           /* its mnemonic; with a * at the end: its beginning */
    const char *form;           /* what its operands begin with; *x: contain */
    enum figure reg, memory;
    enum pairing pair_reg, pair_memory;
    enum opcode_kind kind;
    u8 flags;
};

#define READS OPCODE_READS
#define WRITES OPCODE_WRITES
#define CHANGES (OPCODE_READS | OPCODE_WRITES)
#define PUSHES OPCODE_PUSH
#define POPS OPCODE_POP
#define WIDE OPCODE_EXTENDED

#define EITHER PAIR_EITHER, PAIR_EITHER
#define FIRST PAIR_FIRST, PAIR_FIRST
#define SECOND PAIR_SECOND, PAIR_SECOND
#define ALONE PAIR_NONE, PAIR_NONE

/* To memory its clocks are another figure than from there. */
#define TWO_WAYS(name, pairs) \
    { name, "E", F(alu_rr), F(alu_mr), pairs, KIND_PLAIN, CHANGES }, \
    { name, "", F(alu_rr), F(alu_rm), pairs, KIND_PLAIN, CHANGES }
/* By 1, by a constant, by CL. */
#define SHIFT(name) \
    { name, "*I1", F(shift_1_r), F(shift_i_m), FIRST, KIND_PLAIN, CHANGES }, \
    { name, "*Ib", F(shift_i_r), F(shift_i_m), FIRST, KIND_PLAIN, CHANGES }, \
    { name, "", F(shift_cl_r), F(shift_cl_m), ALONE, KIND_PLAIN, CHANGES }
#define ROTATE(name, by_r, by_m, by_cl_r, by_cl_m) \
    { name, "*I1", F(shift_1_r), F(shift_i_m), FIRST, KIND_PLAIN, CHANGES }, \
    { name, "*Ib", F(by_r), F(by_m), ALONE, KIND_PLAIN, CHANGES }, \
    { name, "", F(by_cl_r), F(by_cl_m), ALONE, KIND_PLAIN, CHANGES }
#define BY_SIZE(name, eight, sixteen, most) \
    { name, "AL", F(eight), F(eight), ALONE, KIND_PLAIN, CHANGES }, \
    { name, "AX", F(sixteen), F(sixteen), ALONE, KIND_PLAIN, CHANGES }, \
    { name, "EAX", F(most), F(most), ALONE, KIND_PLAIN, CHANGES }
#define ONE(name, figure, flags) \
    { name, "", F(figure), F(figure), ALONE, KIND_PLAIN, flags }
#define FAR(name, kind) { name, "", F(nop), F(nop), ALONE, kind, 0 }
#define CONTROL(form, figure, flags) \
    { "MOV", form, F(figure), F(figure), ALONE, KIND_PLAIN, flags }

static const struct rule rules[] = {
    /* arithmetic */
    TWO_WAYS("ADD", EITHER), TWO_WAYS("SUB", EITHER), TWO_WAYS("AND", EITHER),
    TWO_WAYS("OR", EITHER), TWO_WAYS("XOR", EITHER),
    TWO_WAYS("ADC", FIRST), TWO_WAYS("SBB", FIRST),
    { "CMP", "", F(alu_rr), F(cmp_rm), EITHER, KIND_PLAIN, READS },
    { "TEST", "A", F(alu_rr), F(cmp_rm), EITHER, KIND_PLAIN, READS },
    { "TEST", "EA", F(alu_rr), F(cmp_rm), EITHER, KIND_PLAIN, READS },
    { "TEST", "*I", F(alu_rr), F(cmp_rm), ALONE, KIND_PLAIN, READS },
    { "TEST", "", F(alu_rr), F(cmp_rm), EITHER, KIND_PLAIN, READS },
    { "INC", "", F(inc_r), F(inc_m), EITHER, KIND_PLAIN, CHANGES },
    { "DEC", "", F(inc_r), F(inc_m), EITHER, KIND_PLAIN, CHANGES },
    { "NEG", "", F(neg_r), F(neg_m), ALONE, KIND_PLAIN, CHANGES },
    { "NOT", "", F(neg_r), F(neg_m), ALONE, KIND_PLAIN, CHANGES },
    SHIFT("SHL"), SHIFT("SHR"), SHIFT("SAR"),
    ROTATE("ROL", shift_i_r, shift_i_m, shift_cl_r, shift_cl_m),
    ROTATE("ROR", shift_i_r, shift_i_m, shift_cl_r, shift_cl_m),
    ROTATE("RCL", rcl_r, rcl_m, rcl_r, rcl_m),
    ROTATE("RCR", rcl_r, rcl_m, rcl_r, rcl_m),
    { "SHLD", "", F(shld_r), F(shld_m), ALONE, KIND_PLAIN, CHANGES | WIDE },
    { "SHRD", "", F(shld_r), F(shld_m), ALONE, KIND_PLAIN, CHANGES | WIDE },
    BY_SIZE("MUL", mul8, mul16, mul32), BY_SIZE("IMUL", mul8, mul16, mul32),
    { "IMUL", "*I", F(mul32), F(mul32), ALONE, KIND_PLAIN, WRITES },
    { "IMUL", "G", F(mul32), F(mul32), ALONE, KIND_PLAIN, CHANGES | WIDE },
    BY_SIZE("DIV", div8, div16, div32), BY_SIZE("IDIV", idiv8, idiv16, idiv32),
    { "BT", "", F(bt_r), F(bt_m), ALONE, KIND_PLAIN, READS | WIDE },
    { "BT*", "", F(bts_r), F(bts_m), ALONE, KIND_PLAIN, CHANGES | WIDE },
    ONE("BSF", bsf, WRITES | WIDE), ONE("BSR", bsf, WRITES | WIDE),
    ONE("BSWAP", bswap, CHANGES | WIDE),
    { "CMPXCHG", "", F(cmpxchg_r), F(cmpxchg_m), ALONE, KIND_PLAIN,
      CHANGES | WIDE },
    ONE("CMPXCHG8B", cmpxchg8b, WIDE),
    { "XADD", "", F(xadd_r), F(xadd_m), ALONE, KIND_PLAIN, CHANGES | WIDE },
    ONE("CBW", cwde, 0), ONE("CWDE", cwde, 0),
    ONE("CWD", cdq, 0), ONE("CDQ", cdq, 0),
    ONE("AAA", aaa, 0), ONE("AAS", aaa, 0), ONE("DAA", aaa, 0),
    ONE("DAS", aaa, 0), ONE("AAD", aad, 0), ONE("AAM", aam, 0),

    /* moves */
    CONTROL("CR0", mov_cr0, READS), CONTROL("CR2", mov_cr2, READS),
    CONTROL("CR3", mov_cr3, READS), CONTROL("CR4", mov_cr4, READS),
    CONTROL("RdCR", mov_r_cr, WRITES), CONTROL("RdDd", mov_dr, WRITES),
    CONTROL("DdRd", mov_dr, READS),
    { "MOV", "SwEw", F(mov_sreg_r), F(mov_sreg_m), ALONE, KIND_PLAIN, 0 },
    { "MOV", "EwSw", F(mov_r_sreg), F(mov_r_sreg), ALONE, KIND_PLAIN, WRITES },
    { "MOV", "Op32_E", F(mov_rr), F(mov_mr), EITHER, KIND_PLAIN, WRITES },
    { "MOV", "*XO", F(mov_rm), F(mov_rm), EITHER, KIND_PLAIN, WRITES },
    { "MOV", "*ALO", F(mov_rm), F(mov_rm), EITHER, KIND_PLAIN, WRITES },
    { "MOV", "E", F(mov_rr), F(mov_mr), EITHER, KIND_PLAIN, WRITES },
    { "MOV", "Op32_", F(mov_rr), F(mov_rm), EITHER, KIND_PLAIN, WRITES },
    { "MOV", "O", F(mov_mr), F(mov_mr), EITHER, KIND_PLAIN, 0 },
    { "MOV", "", F(mov_rr), F(mov_rm), EITHER, KIND_PLAIN, WRITES },
    { "MOVZX", "", F(movzx), F(movzx), ALONE, KIND_PLAIN, WRITES | WIDE },
    { "MOVSX", "", F(movzx), F(movzx), ALONE, KIND_PLAIN, WRITES | WIDE },
    { "LEA", "", F(lea), F(lea), EITHER, KIND_LEA, WRITES },
    { "XCHG", "RXAX", F(xchg_ax), F(xchg_m), ALONE, KIND_EXCHANGE, CHANGES },
    { "XCHG", "ERX", F(xchg_ax), F(xchg_m), ALONE, KIND_EXCHANGE, CHANGES },
    { "XCHG", "", F(xchg_rr), F(xchg_m), ALONE, KIND_EXCHANGE, CHANGES },
    ONE("XLAT", xlat, 0), ONE("BOUND", bound, READS),
    { "SET*", "", F(setcc_r), F(setcc_m), ALONE, KIND_PLAIN, WRITES | WIDE },
    ONE("LAHF", lahf, 0), ONE("SAHF", sahf, 0),
    ONE("LDS", lds, WRITES), ONE("LES", lds, WRITES),
    ONE("LSS", lds, WRITES | WIDE), ONE("LFS", lds, WRITES | WIDE),
    ONE("LGS", lds, WRITES | WIDE),
    { "NOP", "", F(nop), F(nop), EITHER, KIND_PLAIN, 0 },
    { "PAUSE", "", F(nop), F(nop), EITHER, KIND_PLAIN, 0 },

    /* the stack */
    { "PUSH", "*Sw", F(push_sreg), F(push_sreg), ALONE, KIND_PLAIN, PUSHES },
    { "PUSH", "E", F(push_r), F(push_m), PAIR_EITHER, PAIR_NONE, KIND_PLAIN,
      READS | PUSHES },
    { "PUSH", "", F(push_r), F(push_r), EITHER, KIND_PLAIN, PUSHES },
    { "POP", "*Sw", F(pop_sreg), F(pop_sreg), ALONE, KIND_PLAIN, POPS },
    { "POP", "", F(pop_r), F(pop_m), PAIR_EITHER, PAIR_NONE, KIND_PLAIN,
      WRITES | POPS },
    ONE("PUSHA", pusha, PUSHES), ONE("POPA", popa, POPS),
    ONE("PUSHF", pushf, PUSHES), ONE("POPF", popf, POPS),
    ONE("ENTER", enter, PUSHES), ONE("LEAVE", leave, POPS),

    /* branches */
    { "JMP", "E", F(jmp_r), F(jmp_r), ALONE, KIND_PLAIN, READS },
    { "JMP", "", F(jmp), F(jmp), SECOND, KIND_PLAIN, 0 },
    { "CALL", "E", F(call_r), F(call_r), ALONE, KIND_PLAIN,
      READS | PUSHES },
    { "CALL", "", F(call), F(call), SECOND, KIND_PLAIN, PUSHES },
    { "RET", "*Iw", F(ret_i), F(ret_i), ALONE, KIND_PLAIN, POPS | OPCODE_ESP },
    { "RET", "", F(ret), F(ret), ALONE, KIND_PLAIN, POPS },
    ONE("INTO", into, 0), FAR("CALLF", KIND_CALL_FAR), FAR("JMPF", KIND_JMP_FAR),
    FAR("RETF", KIND_RET_FAR), FAR("INT*", KIND_INT), FAR("IRET", KIND_IRET),
    ONE("JCXZ", jcxz, 0), ONE("JECXZ", jcxz, 0), ONE("LOOP*", loop, 0),
    { "J*", "", F(nop), F(nop), SECOND, KIND_CONDITIONAL, 0 },

    /* system */
    ONE("CLI", cli, 0), ONE("STI", sti, 0), ONE("HLT", hlt, 0),
    ONE("CLC", cld, 0), ONE("STC", cld, 0), ONE("CMC", cld, 0),
    ONE("CLD", cld, 0), ONE("STD", cld, 0),
    ONE("LLDT", lldt, READS), ONE("LTR", ltr, READS),
    ONE("LGDT", lgdt, 0), ONE("LIDT", lgdt, 0), ONE("SGDT", sgdt, 0),
    ONE("SIDT", sgdt, 0), ONE("STR", str, WRITES), ONE("SLDT", str, WRITES),
    ONE("LMSW", lmsw, READS), ONE("SMSW", smsw, WRITES),
    ONE("LAR", lsl, WRITES), ONE("LSL", lsl, WRITES),
    ONE("VERR", lsl, READS), ONE("VERW", lsl, READS), ONE("ARPL", arpl, CHANGES),
    ONE("CLTS", clts, 0), ONE("INVLPG", invlpg, 0),
    ONE("WBINVD", wbinvd, 0), ONE("INVD", invd, 0),
    ONE("RDMSR", rdmsr, 0), ONE("WRMSR", wrmsr, 0), ONE("CPUID", cpuid, WIDE),
    { "RDTSC", "", F(rdtsc_cpl0), F(rdtsc_cpl0), ALONE, KIND_RDTSC, WIDE },
    { "IN", "", F(in_iopl), F(in_iopl), ALONE, KIND_IN, WRITES },
    { "OUT", "", F(out_iopl), F(out_iopl), ALONE, KIND_OUT, 0 },

    /* x87 */
    { "FLD", "ST", F(fld_st), F(fld_st), ALONE, KIND_PLAIN, 0 },
    { "FLD", "EXT", F(fld_m80), F(fld_m80), ALONE, KIND_PLAIN, 0 },
    ONE("FLD", fld_m, 0),
    { "FST*", "ST", F(fst_st), F(fst_st), ALONE, KIND_PLAIN, 0 },
    { "FST*", "SPEC", F(fst_st), F(fst_st), ALONE, KIND_PLAIN, 0 },
    { "FST*", "EXT", F(fst_m80), F(fst_m80), ALONE, KIND_PLAIN, 0 },
    ONE("FST", fst_m, 0), ONE("FSTP", fst_m, 0),
    ONE("FILD", fild, 0), ONE("FIST*", fist, 0),
    ONE("FADD*", fadd, 0), ONE("FSUB*", fadd, 0), ONE("FMUL*", fmul, 0),
    ONE("FDIV*", fdiv, 0), ONE("FIDIV*", fidiv, 0), ONE("FIADD", fiadd, 0),
    ONE("FISUB*", fiadd, 0), ONE("FIMUL", fiadd, 0), ONE("FICOM*", fiadd, 0),
    ONE("FCOM*", fcom, 0), ONE("FUCOM*", fcom, 0), ONE("FTST", fcom, 0),
    ONE("FXCH", fxch, 0), ONE("FCHS", fchs, 0), ONE("FABS", fchs, 0),
    ONE("FLDZ", fldz, 0), ONE("FLD1", fldz, 0), ONE("FLDCW", fldcw, 0),
    ONE("FNSTCW", fnstcw, 0), ONE("FNSTSW", fnstsw, 0), ONE("FNINIT", fninit, 0),
    ONE("FNSAVE", fnsave, 0), ONE("FRSTOR", frstor, 0), ONE("FSQRT", fsqrt, 0),
    ONE("FPREM*", fprem, 0), ONE("FRNDINT", frndint, 0),
    ONE("FSCALE", frndint, 0), ONE("FWAIT", fnop, 0), ONE("FNOP", fnop, 0),
    ONE("FINCSTP", fnop, 0), ONE("FDECSTP", fnop, 0), ONE("FFREE*", fnop, 0),
    ONE("FPUESC", fnop, 0), ONE("FPLEGACY", fnop, 0), ONE("FNCLEX", fnclex, 0),
    ONE("FXAM", fxam, 0), ONE("FBLD", fbld, 0), ONE("FBSTP", fbstp, 0),
    ONE("FLDENV", fldenv, 0), ONE("FNSTENV", fnstenv, 0), ONE("FLD*", fldpi, 0),
    ONE("F2XM1", ftrans, 0), ONE("FYL2X*", ftrans, 0), ONE("FPTAN", ftrans, 0),
    ONE("FPATAN", ftrans, 0), ONE("FSIN*", ftrans, 0), ONE("FCOS", ftrans, 0),
    ONE("FXTRACT", frndint, 0),
};

/* REP is part of the name of each string instruction, with the prefix or without. */
static const struct {
    const char *name;
    enum figure alone, first, each;
} strings[] = {
    { "MOVS", F(movs), F(rep_movs), F(rep_movs_n) },
    { "STOS", F(stos), F(rep_stos), F(rep_stos_n) },
    { "LODS", F(lods), F(rep_lods), F(rep_lods_n) },
    { "SCAS", F(scas), F(rep_scas), F(rep_scas_n) },
    { "CMPS", F(cmps), F(rep_cmps), F(rep_cmps_n) },
    { "", F(movs), F(rep_movs), F(rep_movs_n) },        /* INS, OUTS */
};

/* A * at the end is any rest. */
static int matches(const char *pattern, const char *name, u32 length)
{
    u32 i = 0;

    while (i < length && pattern[i] == name[i])
        i++;
    return pattern[i] == '*' || (i == length && !pattern[i]);
}

static int has_form(const char *pattern, const char *form)
{
    return *pattern == '*' ? strstr(form, pattern + 1) != NULL :
                             !strncmp(form, pattern, strlen(pattern));
}

static struct opcode string_of(const char *name)
{
    u32 i = 0;

    while (strncmp(name, strings[i].name, strlen(strings[i].name)))
        i++;
    return (struct opcode){
        .reg = strings[i].alone, .memory = strings[i].alone,
        .first = strings[i].first, .each = strings[i].each,
        .kind = KIND_STRING, .bits = 32, .is_known = 1,
    };
}

static u8 bits_of(const char *form)
{
    if (!strncmp(form, "AL", 2) || (*form && form[1] == 'b'))
        return 8;
    return !strncmp(form, "AX", 2) || (*form && form[1] == 'w') ? 16 : 32;
}

/* EdGd, ALIb, ERXEAX: a second operand that is in a register unless in memory. */
static u8 second_of(const char *form)
{
    const char *at = form + (!strncmp(form, "EAX", 3) || !strncmp(form, "ERX", 3));

    if (!form[0] || !form[1] || !at[2])
        return 0;
    return strchr("EGA", at[2]) && at[3] && strchr("bwdALX", at[3]) ? OPCODE_SECOND : 0;
}

static u8 immediate_of(const char *form)
{
    const char *at = strrchr(form, 'I');

    if (!at || !strchr("bwd", at[1]))
        return 0;
    return at[1] == 'b' ? 1 : at[1] == 'w' ? 2 : 4;
}

struct opcode opcode_of(const char *name)
{
    static const struct rule nop = ONE("NOP", nop, 0);
    const u32 length = (u32)strcspn(name, "_");
    const char *form = name[length] ? name + length + 1 : "";
    const struct rule *r = rules, *end = rules + ARRAY_SIZE(rules);

    if (!strncmp(name, "REP_", 4))
        return string_of(form);
    while (r < end && (!matches(r->name, name, length) ||
                       !has_form(r->form, form)))
        r++;
    const int is_known = r < end;
    if (!is_known)
        r = &nop;
    if (!strncmp(form, "Op32_", 5) || !strncmp(form, "Op16_", 5))
        form += 5;
    return (struct opcode){
        .reg = r->reg, .memory = r->memory, .kind = r->kind,
        .pair_reg = r->pair_reg, .pair_memory = r->pair_memory,
        .flags = (u8)(r->flags | second_of(form)), .bits = bits_of(form),
        .immediate = immediate_of(form), .is_known = (u8)is_known,
    };
}
