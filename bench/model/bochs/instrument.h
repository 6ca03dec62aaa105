/* SPDX-License-Identifier: MIT */
/*
 * What Bochs calls while it runs (its instrument/instrumentation.txt), bound to the
 * model, and time: a tick of Bochs's clock is a clock of the processor's. changes.sh
 * makes Bochs ask how many went by.
 */
#pragma once

#if BX_INSTRUMENTATION

class bxInstruction_c;

void instrument_start();
void instrument_reset();
void instrument_end();

void instrument_before(bxInstruction_c *i);
void instrument_after();
Bit32u instrument_clocks();             /* since it was asked last */

void instrument_branch(int is_taken, Bit32u to);        /* EIP */
void instrument_far(Bit16u selector);   /* of the code segment that it led to */
void instrument_repeat();
void instrument_fault(unsigned vector);
void instrument_interrupt();
void instrument_access(Bit32u linear, bx_phy_address physical, unsigned size,
                       unsigned rw);
void instrument_walk(unsigned rw);      /* an access of Bochs's page walk */
void instrument_tlb(unsigned what, Bit32u value);
void instrument_caches();

#define BX_INSTR_CLOCKS()                       instrument_clocks()
#define BX_INSTR_INIT_ENV()
#define BX_INSTR_EXIT_ENV()
#define BX_INSTR_INITIALIZE(cpu)                instrument_start()
#define BX_INSTR_EXIT(cpu)                      instrument_end()
#define BX_INSTR_RESET(cpu, type)               instrument_reset()
#define BX_INSTR_HLT(cpu)
#define BX_INSTR_MWAIT(cpu, address, len, flags)
#define BX_INSTR_DEBUG_PROMPT()
#define BX_INSTR_DEBUG_CMD(cmd)
#define BX_INSTR_CNEAR_BRANCH_TAKEN(cpu, from, to) \
    instrument_branch(1, (Bit32u)(to))
#define BX_INSTR_CNEAR_BRANCH_NOT_TAKEN(cpu, from) instrument_branch(0, 0)
#define BX_INSTR_UCNEAR_BRANCH(cpu, what, from, to) \
    instrument_branch(1, (Bit32u)(to))
#define BX_INSTR_FAR_BRANCH(cpu, what, old_cs, from, new_cs, to) \
    ((void)(old_cs), (void)(from), instrument_far(new_cs))
#define BX_INSTR_OPCODE(cpu, i, opcode, len, is32, is64)
#define BX_INSTR_EXCEPTION(cpu, vector, error)  instrument_fault(vector)
#define BX_INSTR_INTERRUPT(cpu, vector)
#define BX_INSTR_HWINTERRUPT(cpu, vector, cs, eip) instrument_interrupt()
#define BX_INSTR_CLFLUSH(cpu, linear, physical)
#define BX_INSTR_CACHE_CNTRL(cpu, what)         instrument_caches()
#define BX_INSTR_TLB_CNTRL(cpu, what, value) \
    instrument_tlb(what, (Bit32u)(value))
#define BX_INSTR_PREFETCH_HINT(cpu, what, segment, offset)
#define BX_INSTR_BEFORE_EXECUTION(cpu, i)       instrument_before(i)
#define BX_INSTR_AFTER_EXECUTION(cpu, i)        instrument_after()
#define BX_INSTR_REPEAT_ITERATION(cpu, i)       instrument_repeat()
#define BX_INSTR_LIN_ACCESS(cpu, linear, physical, size, type, rw) \
    instrument_access((Bit32u)(linear), physical, size, rw)
#define BX_INSTR_PHY_ACCESS(cpu, physical, size, type, rw) instrument_walk(rw)
#define BX_INSTR_INP(port, size)
#define BX_INSTR_INP2(port, size, value)
#define BX_INSTR_OUTP(port, size, value)
#define BX_INSTR_WRMSR(cpu, register, value)
#define BX_INSTR_VMEXIT(cpu, reason, qualification)

#endif
