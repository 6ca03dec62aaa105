/* SPDX-License-Identifier: MIT */
/*
 * Interfaces of the wrapper modules beside the NMM (paper 3.1): port I/O,
 * vectors, console, interrupts, privileged instructions, call gates, SYSENTER;
 * those of devices are in device.h. Each is reached through the call gate of
 * one binding: a selector that was never given leads to a fault (#GP).
 */
#pragma once

#include "types.h"

/*
 * Port I/O, type "port": opens ports to ring 1, or to the ring 3 of one task.
 * The right is the binding's and ends with it. A port has one owner.
 *
 * Ring 3 reaches no port of ring 1's: while a task is current that has an LDT
 * or no code of ring 1, the processor looks at the task's own I/O bitmap
 * (manual 8.3.2). An access of ring 1 in such a task, which is to say in a client's
 * thread, faults, and the core makes it (../descriptor/README.md, "Ports": its
 * cost).
 */
struct port {
    /* open: ports first..first+count-1. E_RANGE; E_BUSY: another's, or one of
     * the interrupt controllers' commands, which are the core's. */
    int (*open)(u32 first, u32 count);
    /* close: E_OWNER if one of them is not this binding's. */
    int (*close)(u32 first, u32 count);
    /* open_task: to ring 3 of the task of that selector (CreateTSS), which
     * this module has created, and to no other. As open; E_HANDLE,
     * E_OWNER; E_INVALID: a task of ring 1; E_FULL also where four tasks
     * have ports, or where a task with CS and SS reaches no free bitmap. They
     * close with close() or with the task. */
    int (*open_task)(u32 task, u32 first, u32 count);
};
#define PORT_METHODS "open close open_task"

/*
 * Vectors, type "vector". A single owner of an exception gets it directly
 * through a trap gate to ring 1, with no core code in the path. When several
 * own it, the core stands between and demultiplexes: ring 3's by the module
 * that created the current task, ring 1's page faults by the owner of the
 * page; it changes from one to the other as owners come and go. Either way the
 * handler finds on its stack what the processor pushes (error code first, if
 * the vector has one) and ends with IRET; it must lie in the module that is
 * bound.
 */
struct fault;

struct vector {
    /* attach: E_RANGE for a vector >= 32 or one the core keeps (2, 8, 18);
     * E_BUSY: this module's already; E_FULL; E_ADDRESS: the handler is not
     * the caller's. The only owner of a vector gets it from every ring and
     * task; but of page faults it gets its own, as if there were several
     * owners, while another module has attach_clients. */
    int (*attach)(u32 vector, void (*handler)(void));
    /* detach: E_OWNER. The vector is the core's again. */
    int (*detach)(u32 vector);
    /* fault_address: CR2, the linear address of the last page fault. */
    laddr_t (*fault_address)(void);
    /* attach_call: a vector for INT n of ring 1, through a trap gate too; of
     * ring 3 for tasks that this module created, by way of the core (the two
     * bytes CD n, without a prefix). To all others of ring 3 it stays #GP.
     * E_RANGE unless it is 48 to 255; E_BUSY, E_ADDRESS. */
    int (*attach_call)(u32 vector, void (*handler)(void));
    /*
     * attach_clients: every exception of ring 3 in a task that this module
     * created (CreateTSS) and that no owner of its vector takes. The handler
     * is entered at ring 1 on the task's ring-1 stack and finds there
     * vector (lowest), error code, eip, cs, eflags, esp, ss, where vector 256
     * is the time limit, and every register as it was. 0 detaches; one more
     * replaces. Without a handler, or if that stack is not there, the module
     * dies in the place of its client. E_ADDRESS; E_FULL.
     */
    int (*attach_clients)(void (*handler)(void));
    /*
     * decline: a handler gives a fault back, as if its vector had no owner:
     * the module that faulted dies, or ring 3's goes to attach_clients. Does
     * not return if it succeeds. Of eflags, the core believes the status bits,
     * TF, DF and AC. E_ADDRESS; E_INVALID (not an exception of ring 1 or of
     * the ring 3 of a running task); E_OWNER (of that vector).
     */
    int (*decline)(const struct fault *fault);
    /* attach_open_call: as attach_call, by a gate that serves ring 3 as well,
     * without the core. It serves the clients of every model: the handler runs
     * on the ring-1 stack of the current task, which any module may have
     * created, and has to look whose client calls before it does anything. */
    int (*attach_open_call)(u32 vector, void (*handler)(void));
};
#define VECTOR_METHODS "attach detach fault_address attach_call " \
    "attach_clients decline attach_open_call"

/* A fault as its handler has it; the registers are those of the code that
 * faulted. esp, ss: of that code. */
struct fault {
    u32 edi, esi, ebp, unused, ebx, edx, ecx, eax;  /* PUSHA */
    u32 vector, error;
    u32 eip, cs, eflags, esp, ss;
};

/*
 * Interrupts, type "interrupt". A line enters the core first (end of
 * interrupt, ticks, watchdog). If it interrupted ring 1, the handler finds
 * eip, cs, eflags on that stack, as if its gate had led there, every other
 * register as it was, and ends with IRET. TF, DF, NT are clear; interrupts
 * stay on. Several owners of a line run one after the other.
 *
 * eip, cs, eflags are those of code of the core's at ring 1, which asks for the
 * next owner, and EBP leads to its stack frame. There is EBP of the interrupted
 * code; above it EIP, CS and EFLAGS; and below it the other registers as PUSHA leaves
 * them. Where ring 3 was interrupted, EBP leads ENTERED_LINK above TSS.esp1. An owner
 * that dies in its handler harms nobody: the interrupted code goes on.
 *
 * Where less than 1 KiB of that stack is left, nobody is entered: the interrupt
 * waits for the next one.
 *
 * `busy` is the handshake: it is delivered while *busy is 0, which it then
 * makes 1; the handler stores 0 when it is ready for the next. What arrives
 * while the core runs is remembered (once) and delivered when the call of the core
 * returns; while the owner is busy, with the next interrupt, of any line.
 *
 * A line that has risen is masked until the owners that were ready have returned
 * from their handlers, for a tick at most. (The timer's is not.) So one that stays
 * up stops nobody.
 */
struct interrupt {
    /* attach: lines 0 (the timer) to 15, and not 2. The line is unmasked.
     * E_RANGE; E_BUSY: this binding's already; E_ADDRESS: handler or busy is
     * not in the caller's image; E_TYPE: the caller is an application; E_FULL. */
    int (*attach)(u32 line, void (*handler)(void), volatile u32 *busy);
    /* detach: E_OWNER. Masked again with its last owner. */
    int (*detach)(u32 line);
};
#define INTERRUPT_METHODS "attach detach"

/*
 * Privileged instructions, type "cpu". Interrupts are off at ring 1 while
 * any binding holds them off; unbinding lets them on.
 */
struct cpu {
    /* hlt: STI, HLT; returns 0 after an interrupt, with IF as it was. */
    int (*hlt)(void);
    /* cli: this binding holds interrupts off. E_FULL: too many do. */
    int (*cli)(void);
    /* sti: it does so no longer; 0. What has come meanwhile is delivered as it
     * returns. */
    int (*sti)(void);
};
#define CPU_METHODS "hlt cli sti"

/*
 * Call gates among modules of ring 1, type "gate". LCALL selector:0 pushes
 * CS and EIP and nothing more; the function ends with LRET. Whoever knows
 * the selector can take it.
 */
struct call_gate {
    /* create: the gate's selector. E_ADDRESS: the function is not the
     * caller's; E_FULL. */
    int (*create)(void (*function)(void));
    /* destroy: E_OWNER. */
    int (*destroy)(u32 selector);
};
#define CALL_GATE_METHODS "create destroy"

/*
 * SYSENTER, type "sysenter": of ring 3, in tasks that the caller of this
 * binding created. The task goes on in the handler at ring 1 on its ring-1
 * stack, which holds eip (lowest; EDX), cs, esp (ECX), ss as behind a call
 * gate of no dwords, so that LRET returns to ring 3. TF, DF and NT are clear.
 * Every register but ECX and EDX is as it was. SYSENTER has no DPL: ring 1
 * can execute it too, and returns as if it were the task at ring 3.
 */
struct sysenter {
    /* attach: cs and ss are selectors of LDTs, RPL 3: those of each client of
     * this module. E_UNSUPPORTED; E_BUSY: this module's already; E_ADDRESS:
     * the handler is not the caller's; E_INVALID (selectors); E_FULL. */
    int (*attach)(void (*handler)(void), u32 cs, u32 ss);
    /* detach: E_OWNER. */
    int (*detach)(void);
};
#define SYSENTER_METHODS "attach detach"

/* Console, type "console": characters in and out, and the result channel. */
enum console_channel {
    CONSOLE_TEXT = 0,       /* first serial line and the screen */
    CONSOLE_RESULTS = 1,    /* second serial line, or the first if none */
};

struct console {
    /* write: all of it, or E_ADDRESS, E_RANGE (channel). Returns size. */
    int (*write)(u32 channel, const void *data, u32 size);
    /* read: what has arrived, up to size characters: how many; 0 if nothing
     * has. E_ADDRESS. */
    int (*read)(void *data, u32 size);
    /* null: does nothing; the measure of a call through a gate. Bits 15 to 0
     * are the CS that it ran with: CONSOLE_CS, of ring 0. */
    int (*null)(void);
};
#define CONSOLE_CS 0x08
#define CONSOLE_METHODS "write read null"
