/* SPDX-License-Identifier: MIT */
/*
 * What a client must not do, by number: client_matrix does the one in the low
 * byte of its argument, and returns MATRIX_DONE if it could. Where an address
 * is needed, it is the argument without that byte.
 */
#pragma once

#define MATRIX_DONE 1000

enum matrix {
    MATRIX_NOTHING,
    MATRIX_READ, MATRIX_WRITE, MATRIX_EXECUTE,  /* at an address */
    MATRIX_NULL,                /* write to *NULL */
    MATRIX_STACK,               /* recursion without an end */
    MATRIX_TEXT,                /* write to its text, through CS */
    MATRIX_TEXT_READ,           /* read it through CS */
    MATRIX_DATA_EXECUTE,        /* call what lies in its data */
    MATRIX_HLT, MATRIX_CLI, MATRIX_STI, MATRIX_CR0, MATRIX_CR3, MATRIX_LGDT,
    MATRIX_LLDT, MATRIX_IN, MATRIX_OUT,
    MATRIX_DS_UPS, MATRIX_DS_CORE, MATRIX_GS_THREAD, MATRIX_DS_CODE,
    MATRIX_SS_NULL, MATRIX_SS_STACK0,
    MATRIX_GATE, MATRIX_GATE_CONTEXT, MATRIX_GATE_FAULT, MATRIX_GATE_RETURN,
    MATRIX_GATE_LOCAL,          /* an index of its LDT without a gate */
    MATRIX_JUMP_TSS, MATRIX_CALL_UPS, MATRIX_CALL_CORE, MATRIX_RETURN_UPS,
    MATRIX_INT, MATRIX_INT3, MATRIX_UD, MATRIX_DIVIDE,
    MATRIX_TEXT_STORE,          /* write to its text, through DS */
    MATRIX_DS_NULL,             /* read through a null selector */
    MATRIX_GRAPH_READ, MATRIX_GRAPH_WRITE,      /* at an offset of the graph */
    MATRIX_ROWS
};
