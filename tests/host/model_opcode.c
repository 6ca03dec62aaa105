/* SPDX-License-Identifier: MIT */
/* sources: bench/model/opcode.c */
/*
 * What the model knows of an instruction by the name that Bochs gives it. Pairing:
 * Intel AP-500, 1994, and Agner Fog, How to optimize for the Pentium family, 2000,
 * section 10.1 and list of instructions; the opcodes that begin with 0F: there, too.
 */
#include "../../bench/model/opcode.h"

#include <string.h>

#include "model_processor.h"

#define UV PAIR_EITHER
#define U PAIR_FIRST
#define V PAIR_SECOND
#define NP PAIR_NONE

/*
 * Flags: r, w: reads, writes the first operand; s: reads a second register;
 * u, o: push, pop; e: adds to ESP; x: begins with 0F.
 */
static const struct {
    const char *name;
    const char *reg, *memory;   /* figures; NULL: it never has one in memory */
    enum pairing pair_reg, pair_memory;
    const char *flags;
    u8 bits, immediate;
} expected[] = {
    { "ADD_EdGd", "alu_rr", "alu_mr", UV, UV, "rws", 32, 0 },
    { "ADD_GdEd", "alu_rr", "alu_rm", UV, UV, "rws", 32, 0 },
    { "ADD_EdsIb", "alu_rr", "alu_mr", UV, UV, "rw", 32, 1 },
    { "ADD_EdId", "alu_rr", "alu_mr", UV, UV, "rw", 32, 4 },
    { "ADD_EAXId", "alu_rr", NULL, UV, UV, "rw", 32, 4 },
    { "SUB_EbGb", "alu_rr", "alu_mr", UV, UV, "rws", 8, 0 },
    { "SUB_AXIw", "alu_rr", NULL, UV, UV, "rw", 16, 2 },
    { "AND_EwsIb", "alu_rr", "alu_mr", UV, UV, "rw", 16, 1 },
    { "OR_ALIb", "alu_rr", NULL, UV, UV, "rw", 8, 1 },
    { "XOR_GwEw", "alu_rr", "alu_rm", UV, UV, "rws", 16, 0 },
    { "XOR_EdGd_ZERO_IDIOM", "alu_rr", "alu_mr", UV, UV, "rws", 32, 0 },
    { "ADC_EdGd", "alu_rr", "alu_mr", U, U, "rws", 32, 0 },
    { "ADC_GbEb", "alu_rr", "alu_rm", U, U, "rws", 8, 0 },
    { "SBB_EdsIb", "alu_rr", "alu_mr", U, U, "rw", 32, 1 },
    { "CMP_EdGd", "alu_rr", "cmp_rm", UV, UV, "rs", 32, 0 },
    { "CMP_GdEd", "alu_rr", "cmp_rm", UV, UV, "rs", 32, 0 },
    { "CMP_EbIb", "alu_rr", "cmp_rm", UV, UV, "r", 8, 1 },
    { "TEST_EdGd", "alu_rr", "cmp_rm", UV, UV, "rs", 32, 0 },
    { "TEST_EAXId", "alu_rr", "cmp_rm", UV, UV, "r", 32, 4 },
    { "TEST_ALIb", "alu_rr", "cmp_rm", UV, UV, "r", 8, 1 },
    { "TEST_EdId", "alu_rr", "cmp_rm", NP, NP, "r", 32, 4 },
    { "TEST_EbIb", "alu_rr", "cmp_rm", NP, NP, "r", 8, 1 },
    { "INC_Ed", "inc_r", "inc_m", UV, UV, "rw", 32, 0 },
    { "DEC_Eb", "inc_r", "inc_m", UV, UV, "rw", 8, 0 },
    { "NEG_Ed", "neg_r", "neg_m", NP, NP, "rw", 32, 0 },
    { "NOT_Ew", "neg_r", "neg_m", NP, NP, "rw", 16, 0 },
    { "SHL_EdI1", "shift_1_r", "shift_i_m", U, U, "rw", 32, 0 },
    { "SHL_EdIb", "shift_i_r", "shift_i_m", U, U, "rw", 32, 1 },
    { "SHL_Ed", "shift_cl_r", "shift_cl_m", NP, NP, "rw", 32, 0 },
    { "SAR_EbIb", "shift_i_r", "shift_i_m", U, U, "rw", 8, 1 },
    { "ROL_EdI1", "shift_1_r", "shift_i_m", U, U, "rw", 32, 0 },
    { "ROR_EdIb", "shift_i_r", "shift_i_m", NP, NP, "rw", 32, 1 },
    { "ROL_Ed", "shift_cl_r", "shift_cl_m", NP, NP, "rw", 32, 0 },
    { "RCR_EdI1", "shift_1_r", "shift_i_m", U, U, "rw", 32, 0 },
    { "RCL_EdIb", "rcl_r", "rcl_m", NP, NP, "rw", 32, 1 },
    { "RCL_Ed", "rcl_r", "rcl_m", NP, NP, "rw", 32, 0 },
    { "SHLD_EdGdIb", "shld_r", "shld_m", NP, NP, "rwsx", 32, 1 },
    { "SHRD_EdGd", "shld_r", "shld_m", NP, NP, "rwsx", 32, 0 },
    { "MUL_ALEb", "mul8", "mul8", NP, NP, "rws", 8, 0 },
    { "MUL_AXEw", "mul16", "mul16", NP, NP, "rws", 16, 0 },
    { "MUL_EAXEd", "mul32", "mul32", NP, NP, "rws", 32, 0 },
    { "IMUL_EAXEd", "mul32", "mul32", NP, NP, "rws", 32, 0 },
    { "IMUL_GdEd", "mul32", "mul32", NP, NP, "rwsx", 32, 0 },
    { "IMUL_GwEw", "mul32", "mul32", NP, NP, "rwsx", 16, 0 },
    { "IMUL_GdEdId", "mul32", "mul32", NP, NP, "ws", 32, 4 },
    { "IMUL_GdEdsIb", "mul32", "mul32", NP, NP, "ws", 32, 1 },
    { "DIV_ALEb", "div8", "div8", NP, NP, "rws", 8, 0 },
    { "DIV_AXEw", "div16", "div16", NP, NP, "rws", 16, 0 },
    { "DIV_EAXEd", "div32", "div32", NP, NP, "rws", 32, 0 },
    { "IDIV_EAXEd", "idiv32", "idiv32", NP, NP, "rws", 32, 0 },
    { "BT_EdIb", "bt_r", "bt_m", NP, NP, "rx", 32, 1 },
    { "BTS_EdGd", "bts_r", "bts_m", NP, NP, "rwsx", 32, 0 },
    { "BTC_EwIb", "bts_r", "bts_m", NP, NP, "rwx", 16, 1 },
    { "BSF_GdEd", "bsf", "bsf", NP, NP, "wsx", 32, 0 },
    { "BSR_GdEd", "bsf", "bsf", NP, NP, "wsx", 32, 0 },
    { "BSWAP_ERX", "bswap", "bswap", NP, NP, "rwx", 32, 0 },
    { "CMPXCHG_EdGd", "cmpxchg_r", "cmpxchg_m", NP, NP, "rwsx", 32, 0 },
    { "CMPXCHG8B", "cmpxchg8b", "cmpxchg8b", NP, NP, "x", 32, 0 },
    { "XADD_EdGd", "xadd_r", "xadd_m", NP, NP, "rwsx", 32, 0 },
    { "CBW", "cwde", "cwde", NP, NP, "", 32, 0 },
    { "CWDE", "cwde", "cwde", NP, NP, "", 32, 0 },
    { "CDQ", "cdq", "cdq", NP, NP, "", 32, 0 },
    { "AAA", "aaa", "aaa", NP, NP, "", 32, 0 },
    { "DAS", "aaa", "aaa", NP, NP, "", 32, 0 },
    { "AAD", "aad", "aad", NP, NP, "", 32, 0 },
    { "AAM", "aam", "aam", NP, NP, "", 32, 0 },

    { "MOV_CR0Rd", "mov_cr0", "mov_cr0", NP, NP, "r", 32, 0 },
    { "MOV_CR3Rd", "mov_cr3", "mov_cr3", NP, NP, "r", 32, 0 },
    { "MOV_CR4Rd", "mov_cr4", "mov_cr4", NP, NP, "r", 32, 0 },
    { "MOV_RdCR3", "mov_r_cr", "mov_r_cr", NP, NP, "w", 32, 0 },
    { "MOV_DdRd", "mov_dr", "mov_dr", NP, NP, "r", 32, 0 },
    { "MOV_RdDd", "mov_dr", "mov_dr", NP, NP, "w", 32, 0 },
    { "MOV_SwEw", "mov_sreg_r", "mov_sreg_m", NP, NP, "s", 16, 0 },
    { "MOV_EwSw", "mov_r_sreg", "mov_r_sreg", NP, NP, "w", 16, 0 },
    { "MOV_Op32_GdEd", "mov_rr", "mov_rm", UV, UV, "ws", 32, 0 },
    { "MOV_Op32_EdGd", "mov_rr", "mov_mr", UV, UV, "ws", 32, 0 },
    { "MOV_GbEb", "mov_rr", "mov_rm", UV, UV, "ws", 8, 0 },
    { "MOV_EwGw", "mov_rr", "mov_mr", UV, UV, "ws", 16, 0 },
    { "MOV_EdId", "mov_rr", "mov_mr", UV, UV, "w", 32, 4 },
    { "MOV_EbIb", "mov_rr", "mov_mr", UV, UV, "w", 8, 1 },
    { "MOV_EAXOd", "mov_rm", "mov_rm", UV, UV, "w", 32, 0 },
    { "MOV_ALOd", "mov_rm", "mov_rm", UV, UV, "w", 8, 0 },
    { "MOV_OdEAX", "mov_mr", "mov_mr", UV, UV, "s", 32, 0 },
    { "MOV_OdAL", "mov_mr", "mov_mr", UV, UV, "s", 32, 0 },
    { "MOVZX_GdEb", "movzx", "movzx", NP, NP, "wsx", 32, 0 },
    { "MOVSX_GwEb", "movzx", "movzx", NP, NP, "wsx", 16, 0 },
    { "LEA_GdM", "lea", "lea", UV, UV, "w", 32, 0 },
    { "XCHG_EdGd", "xchg_rr", "xchg_m", NP, NP, "rws", 32, 0 },
    { "XCHG_ERXEAX", "xchg_ax", "xchg_m", NP, NP, "rws", 32, 0 },
    { "XCHG_RXAX", "xchg_ax", "xchg_m", NP, NP, "rws", 32, 0 },
    { "XLAT", "xlat", "xlat", NP, NP, "", 32, 0 },
    { "BOUND_GdMa", "bound", "bound", NP, NP, "r", 32, 0 },
    { "SETZ_Eb", "setcc_r", "setcc_m", NP, NP, "wx", 8, 0 },
    { "SETNLE_Eb", "setcc_r", "setcc_m", NP, NP, "wx", 8, 0 },
    { "LAHF", "lahf", "lahf", NP, NP, "", 32, 0 },
    { "SAHF", "sahf", "sahf", NP, NP, "", 32, 0 },
    { "LDS_GdMp", "lds", "lds", NP, NP, "w", 32, 0 },
    { "LES_GwMp", "lds", "lds", NP, NP, "w", 16, 0 },
    { "LSS_GdMp", "lds", "lds", NP, NP, "wx", 32, 0 },
    { "LFS_GdMp", "lds", "lds", NP, NP, "wx", 32, 0 },
    { "LGS_GdMp", "lds", "lds", NP, NP, "wx", 32, 0 },
    { "NOP", "nop", "nop", UV, UV, "", 32, 0 },

    { "PUSH_Ed", "push_r", "push_m", UV, NP, "ru", 32, 0 },
    { "PUSH_Id", "push_r", "push_r", UV, UV, "u", 32, 4 },
    { "PUSH_sIb32", "push_r", "push_r", UV, UV, "u", 32, 1 },
    { "PUSH_Op32_Sw", "push_sreg", "push_sreg", NP, NP, "u", 16, 0 },
    { "POP_Ed", "pop_r", "pop_m", UV, NP, "wo", 32, 0 },
    { "POP_Op16_Sw", "pop_sreg", "pop_sreg", NP, NP, "o", 16, 0 },
    { "PUSHA_Op32", "pusha", "pusha", NP, NP, "u", 32, 0 },
    { "POPA_Op32", "popa", "popa", NP, NP, "o", 32, 0 },
    { "PUSHF_Fd", "pushf", "pushf", NP, NP, "u", 32, 0 },
    { "POPF_Fd", "popf", "popf", NP, NP, "o", 32, 0 },
    { "LEAVE_Op32", "leave", "leave", NP, NP, "o", 32, 0 },
    { "ENTER_Op32_IwIb", "enter", "enter", NP, NP, "u", 16, 1 },

    { "JMP_Ed", "jmp_r", "jmp_r", NP, NP, "r", 32, 0 },
    { "JMP_Jbd", "jmp", "jmp", V, V, "", 8, 0 },
    { "JMP_Jd", "jmp", "jmp", V, V, "", 32, 0 },
    { "CALL_Ed", "call_r", "call_r", NP, NP, "ru", 32, 0 },
    { "CALL_Jd", "call", "call", V, V, "u", 32, 0 },
    { "RET_Op32", "ret", "ret", NP, NP, "o", 32, 0 },
    { "RET_Op32_Iw", "ret_i", "ret_i", NP, NP, "oe", 16, 2 },
    { "INTO", "into", "into", NP, NP, "", 32, 0 },
    { "JECXZ_Jbd", "jcxz", "jcxz", NP, NP, "", 8, 0 },
    { "LOOP_Jbd", "loop", "loop", NP, NP, "", 8, 0 },
    { "LOOPNE_Jbd", "loop", "loop", NP, NP, "", 8, 0 },

    { "CLI", "cli", "cli", NP, NP, "", 32, 0 },
    { "STI", "sti", "sti", NP, NP, "", 32, 0 },
    { "HLT", "hlt", "hlt", NP, NP, "", 32, 0 },
    { "CLD", "cld", "cld", NP, NP, "", 32, 0 },
    { "CMC", "cld", "cld", NP, NP, "", 32, 0 },
    { "LLDT_Ew", "lldt", "lldt", NP, NP, "r", 16, 0 },
    { "LTR_Ew", "ltr", "ltr", NP, NP, "r", 16, 0 },
    { "LGDT_Ms", "lgdt", "lgdt", NP, NP, "", 32, 0 },
    { "LIDT_Ms", "lgdt", "lgdt", NP, NP, "", 32, 0 },
    { "SIDT_Ms", "sgdt", "sgdt", NP, NP, "", 32, 0 },
    { "STR_Ew", "str", "str", NP, NP, "w", 16, 0 },
    { "SMSW_Ew", "smsw", "smsw", NP, NP, "w", 16, 0 },
    { "LAR_GdEw", "lsl", "lsl", NP, NP, "ws", 32, 0 },
    { "VERW_Ew", "lsl", "lsl", NP, NP, "r", 16, 0 },
    { "ARPL_EwGw", "arpl", "arpl", NP, NP, "rws", 16, 0 },
    { "CLTS", "clts", "clts", NP, NP, "", 32, 0 },
    { "INVLPG", "invlpg", "invlpg", NP, NP, "", 32, 0 },
    { "INVD", "invd", "invd", NP, NP, "", 32, 0 },
    { "WBINVD", "wbinvd", "wbinvd", NP, NP, "", 32, 0 },
    { "RDMSR", "rdmsr", "rdmsr", NP, NP, "", 32, 0 },
    { "WRMSR", "wrmsr", "wrmsr", NP, NP, "", 32, 0 },
    { "CPUID", "cpuid", "cpuid", NP, NP, "x", 32, 0 },
    { "RDTSC", "rdtsc_cpl0", "rdtsc_cpl0", NP, NP, "x", 32, 0 },
    { "IN_ALDX", "in_iopl", "in_iopl", NP, NP, "w", 8, 0 },
    { "OUT_DXAL", "out_iopl", "out_iopl", NP, NP, "s", 32, 0 },

    { "FLD_STi", "fld_st", "fld_st", NP, NP, "", 32, 0 },
    { "FLD_DOUBLE_REAL", "fld_m", "fld_m", NP, NP, "", 32, 0 },
    { "FLD_EXTENDED_REAL", "fld_m80", "fld_m80", NP, NP, "", 32, 0 },
    { "FLDPI", "fldpi", "fldpi", NP, NP, "", 32, 0 },
    { "FLDZ", "fldz", "fldz", NP, NP, "", 32, 0 },
    { "FLDCW", "fldcw", "fldcw", NP, NP, "", 32, 0 },
    { "FLDENV", "fldenv", "fldenv", NP, NP, "", 32, 0 },
    { "FST_STi", "fst_st", "fst_st", NP, NP, "", 32, 0 },
    { "FSTP_SPECIAL_STi", "fst_st", "fst_st", NP, NP, "", 32, 0 },
    { "FSTP_SINGLE_REAL", "fst_m", "fst_m", NP, NP, "", 32, 0 },
    { "FSTP_EXTENDED_REAL", "fst_m80", "fst_m80", NP, NP, "", 32, 0 },
    { "FILD_QWORD_INTEGER", "fild", "fild", NP, NP, "", 32, 0 },
    { "FISTP_WORD_INTEGER", "fist", "fist", NP, NP, "", 32, 0 },
    { "FADDP_STi_ST0", "fadd", "fadd", NP, NP, "", 32, 0 },
    { "FSUBR_DOUBLE_REAL", "fadd", "fadd", NP, NP, "", 32, 0 },
    { "FMUL_ST0_STj", "fmul", "fmul", NP, NP, "", 32, 0 },
    { "FDIVRP_STi_ST0", "fdiv", "fdiv", NP, NP, "", 32, 0 },
    { "FIDIV_DWORD_INTEGER", "fidiv", "fidiv", NP, NP, "", 32, 0 },
    { "FIMUL_DWORD_INTEGER", "fiadd", "fiadd", NP, NP, "", 32, 0 },
    { "FCOMPP", "fcom", "fcom", NP, NP, "", 32, 0 },
    { "FUCOM_STi", "fcom", "fcom", NP, NP, "", 32, 0 },
    { "FXCH_STi", "fxch", "fxch", NP, NP, "", 32, 0 },
    { "FABS", "fchs", "fchs", NP, NP, "", 32, 0 },
    { "FNSTCW", "fnstcw", "fnstcw", NP, NP, "", 32, 0 },
    { "FNSTSW_AX", "fnstsw", "fnstsw", NP, NP, "", 16, 0 },
    { "FNINIT", "fninit", "fninit", NP, NP, "", 32, 0 },
    { "FNSAVE", "fnsave", "fnsave", NP, NP, "", 32, 0 },
    { "FRSTOR", "frstor", "frstor", NP, NP, "", 32, 0 },
    { "FNSTENV", "fnstenv", "fnstenv", NP, NP, "", 32, 0 },
    { "FSQRT", "fsqrt", "fsqrt", NP, NP, "", 32, 0 },
    { "FPREM1", "fprem", "fprem", NP, NP, "", 32, 0 },
    { "FSINCOS", "ftrans", "ftrans", NP, NP, "", 32, 0 },
    { "FYL2XP1", "ftrans", "ftrans", NP, NP, "", 32, 0 },
    { "FBSTP_PACKED_BCD", "fbstp", "fbstp", NP, NP, "", 32, 0 },
    { "FXAM", "fxam", "fxam", NP, NP, "", 32, 0 },
    { "FNCLEX", "fnclex", "fnclex", NP, NP, "", 32, 0 },
    { "FWAIT", "fnop", "fnop", NP, NP, "", 32, 0 },
};

static u32 flags_of(const char *letters)
{
    static const char all[] = "rwsuoex";
    u32 flags = 0;

    for (; *letters; letters++)
        flags |= 1u << (strchr(all, *letters) - all);
    return flags;
}

static void one(u32 i)
{
    const struct opcode o = opcode_of(expected[i].name);
    const int is_right =
        CHECK(o.is_known) &
        CHECK(!strcmp(figure_name(o.reg), expected[i].reg)) &
        CHECK(!expected[i].memory ||
              !strcmp(figure_name(o.memory), expected[i].memory)) &
        CHECK_EQ(o.pair_reg, expected[i].pair_reg) &
        CHECK_EQ(o.pair_memory, expected[i].pair_memory) &
        CHECK_EQ(o.flags, flags_of(expected[i].flags)) &
        CHECK_EQ(o.bits, expected[i].bits) &
        CHECK_EQ(o.immediate, expected[i].immediate);

    if (!is_right)
        printf("    %s: %s %s\n", expected[i].name, figure_name(o.reg),
               figure_name(o.memory));
}

static void kinds(void)
{
    static const struct { const char *name; enum opcode_kind kind; } all[] = {
        { "JZ_Jbd", KIND_CONDITIONAL }, { "JNLE_Jd", KIND_CONDITIONAL },
        { "JMP_Jd", KIND_PLAIN }, { "LOOPE_Jbd", KIND_PLAIN },
        { "XCHG_EbGb", KIND_EXCHANGE }, { "LEA_GdM", KIND_LEA },
        { "RDTSC", KIND_RDTSC }, { "IN_EAXDX", KIND_IN },
        { "OUT_IbAL", KIND_OUT }, { "CALLF_Op32_Ap", KIND_CALL_FAR },
        { "CALLF_Op32_Ep", KIND_CALL_FAR }, { "JMPF_Ap", KIND_JMP_FAR },
        { "JMPF_Op32_Ep", KIND_JMP_FAR }, { "RETF_Op32", KIND_RET_FAR },
        { "RETF_Op32_Iw", KIND_RET_FAR }, { "INT_Ib", KIND_INT },
        { "INT1", KIND_INT }, { "INT3", KIND_INT }, { "INTO", KIND_PLAIN },
        { "IRET_Op32", KIND_IRET },
    };

    for (u32 i = 0; i < ARRAY_SIZE(all); i++)
        if (!CHECK_EQ(opcode_of(all[i].name).kind, all[i].kind))
            printf("    %s\n", all[i].name);
    /* A conditional jump may go through V, though it begins with 0F. */
    CHECK_EQ(opcode_of("JZ_Jd").pair_reg, PAIR_SECOND);
    CHECK_EQ(opcode_of("JZ_Jd").flags, 0);
}

/* Alone it is quicker than what comes before all of a row. */
static void strings(void)
{
    static const struct { const char *name; enum figure alone, first, each; }
    all[] = {
        { "REP_MOVSD_YdXd", FIGURE_movs, FIGURE_rep_movs, FIGURE_rep_movs_n },
        { "REP_STOSB_YbAL", FIGURE_stos, FIGURE_rep_stos, FIGURE_rep_stos_n },
        { "REP_LODSW_AXXw", FIGURE_lods, FIGURE_rep_lods, FIGURE_rep_lods_n },
        { "REP_SCASB_ALYb", FIGURE_scas, FIGURE_rep_scas, FIGURE_rep_scas_n },
        { "REP_CMPSD_XdYd", FIGURE_cmps, FIGURE_rep_cmps, FIGURE_rep_cmps_n },
        { "REP_OUTSB_DXXb", FIGURE_movs, FIGURE_rep_movs, FIGURE_rep_movs_n },
    };

    for (u32 i = 0; i < ARRAY_SIZE(all); i++) {
        const struct opcode o = opcode_of(all[i].name);
        CHECK_EQ(o.kind, KIND_STRING);
        CHECK(o.is_known);
        CHECK_EQ(o.reg, all[i].alone);
        CHECK_EQ(o.memory, all[i].alone);
        CHECK_EQ(o.first, all[i].first);
        CHECK_EQ(o.each, all[i].each);
        CHECK_EQ(o.pair_reg, PAIR_NONE);
    }
}

/* Of what a Pentium has: mnemonics, and operands where there are several rules. */
static const char known[] =
    "AAA AAD AAM AAS DAA DAS ADC_ ADD_ AND_ CMP_ OR_ SBB_ SUB_ TEST_ XOR_ INC_ "
    "DEC_ BSF_GdEd BSR_GdEd BTC_EdGd BTR_EdGd BTS_EdGd BT_EdIb BOUND_GwMa "
    "ARPL_EwGw CALL_Ed CALL_Jd CALLF_Op16_Ap CBW CDQ CWD CWDE CLC CLD CLI CLTS "
    "CMC HLT ENTER_Op16_IwIb LEAVE_Op16 IMUL_GdEd IMUL_GwEwIw IMUL_ALEb "
    "IMUL_AXEw IN_ALIb OUT_IbEAX INT_Ib INT1 INT3 INTO IRET_Op16 JMP_Ew JMP_Jw "
    "JMPF_Op16_Ep JCXZ_Jbw JECXZ_Jbd LOOP_Jbw LOOPE_Jbw LOOPNE_Jbw JB_Jw JBE_Jd "
    "JL_Jbd JLE_Jd JNB_Jd JNBE_Jd JNL_Jd JNLE_Jd JNO_Jd JNP_Jd JNS_Jd JNZ_Jd "
    "JO_Jd JP_Jd JS_Jd JZ_Jd SAHF LAHF LDS_GdMp LES_GdMp LFS_GdMp LSS_GdMp "
    "LGS_GwMp LAR_GwEw LSL_GdEw LEA_GwM SIDT_Ms LIDT_Ms SGDT_Ms LGDT_Ms SLDT_Ew "
    "LLDT_Ew STR_Ew LTR_Ew SMSW_Ew LMSW_Ew MOV_CR0Rd MOV_CR2Rd MOV_CR3Rd "
    "MOV_CR4Rd MOV_RdCR0 MOV_RdDd MOV_DdRd MOV_EdId MOV_AXOd MOV_OdAX MOV_EwSw "
    "MOV_SwEw MOVSX_GdEw MOVZX_GdEw NOP PAUSE POP_Ew POP_Op32_Sw POPA_Op16 "
    "POPF_Fw PUSH_Iw PUSH_sIb16 PUSH_Op16_Sw PUSHA_Op16 PUSHF_Fw REP_CMPSB_XbYb "
    "REP_INSB_YbDX REP_LODSB_ALXb REP_MOVSB_YbXb REP_OUTSW_DXXw REP_SCASD_EAXYd "
    "REP_STOSW_YwAX RETF_Op16 RETF_Op16_Iw RET_Op16 RET_Op16_Iw NOT_Eb NEG_Ew "
    "ROL_Eb ROR_EwIb RCL_EbI1 RCR_Ew SHL_EbIb SHR_Ew SAR_EdI1 SETB_Eb SETBE_Eb "
    "SETL_Eb SETLE_Eb SETNB_Eb SETNBE_Eb SETNL_Eb SETNLE_Eb SETNO_Eb SETNP_Eb "
    "SETNS_Eb SETNZ_Eb SETO_Eb SETP_Eb SETS_Eb SETZ_Eb SHLD_EwGw SHRD_EwGwIb "
    "STC STD STI MUL_ALEb DIV_AXEw IDIV_ALEb VERR_Ew VERW_Ew XCHG_EbGb XLAT "
    "FWAIT FLD_STi FLD_SINGLE_REAL FILD_WORD_INTEGER FBLD_PACKED_BCD FST_STi "
    "FSTP_STi FST_DOUBLE_REAL FIST_DWORD_INTEGER FBSTP_PACKED_BCD FNINIT FNCLEX "
    "FRSTOR FNSAVE FLDENV FNSTENV FLDCW FNSTCW FNSTSW FNSTSW_AX FLD1 FLDL2T "
    "FLDL2E FLDPI FLDLG2 FLDLN2 FLDZ FADD_ST0_STj FADDP_STi_ST0 "
    "FIADD_WORD_INTEGER FMULP_STi_ST0 FIMUL_DWORD_INTEGER FSUBRP_STi_ST0 "
    "FISUBR_WORD_INTEGER FDIV_SINGLE_REAL FIDIVR_WORD_INTEGER FCOM_STi "
    "FCOMP_DOUBLE_REAL FUCOMP_STi FICOMP_WORD_INTEGER FUCOMPP FCHS FTST FXAM "
    "FDECSTP FINCSTP FFREE_STi FFREEP_STi F2XM1 FYL2X FPTAN FPATAN FXTRACT FPREM "
    "FRNDINT FSCALE FSIN FCOS FNOP FPUESC FPLEGACY CPUID BSWAP_RX INVD WBINVD "
    "XADD_EbGb CMPXCHG_EwGw INVLPG CMPXCHG8B WRMSR RDMSR RDTSC ";

static void all_known(void)
{
    char name[40];

    for (const char *at = known; *at; at += strcspn(at, " ") + 1) {
        snprintf(name, sizeof(name), "%.*s", (int)strcspn(at, " "), at);
        if (!CHECK(opcode_of(name).is_known))
            printf("    %s\n", name);
    }
}

/* Of later processors, and what begins as another one does. */
static void unknown(void)
{
    static const char *const names[] = {
        "", "ERROR", "CMOVZ_GdEd", "SYSENTER", "FCMOVB_ST0_STj", "FXSAVE", "RDPMC",
        "MOVBE_GdMd", "ADDPS_VpsWps", "MOVQ_PqQq", "POPCNT_GdEd", "XSAVE",
        "ADCX_GdEd", "INVPCID", "RDTSCP", "LZCNT_GdEd", "PUSHAD",
    };

    for (u32 i = 0; i < ARRAY_SIZE(names); i++) {
        const struct opcode o = opcode_of(names[i]);
        if (!CHECK(!o.is_known))
            printf("    %s: %s\n", names[i], figure_name(o.reg));
        CHECK_EQ(o.reg, FIGURE_nop);
        CHECK_EQ(o.kind, KIND_PLAIN);
        CHECK_EQ(o.pair_reg, PAIR_NONE);
    }
}

int main(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(expected); i++)
        one(i);
    kinds();
    strings();
    all_known();
    unknown();
    return check_done();
}
