/* SPDX-License-Identifier: MIT */
/*
 * An execution module: one API over a memory model, a concurrency module and
 * the loader of both (paper, figure 5). The same for every model:
 *
 *     #include "execution.h"
 *     EXECUTION("flat");
 *
 * is the module exec_flat, whose receptacle `memory` takes that model only.
 */
#pragma once

#include "../../api/concurrency.h"
#include "../../api/deimos.h"
#include "../../api/execution.h"
#include "../../api/memory.h"

extern const struct execution execution_table;
extern const struct memory *volatile execution_memory;
extern const struct concurrency *volatile execution_threads;

#define EXECUTION(model)                                                    \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,               \
        .name = "memory", .type = "memory",                                 \
        .table = (void *)&execution_memory, .count = 1,                     \
        .predicate = "<moduleName, \"" model "\">", .from = model };        \
    DEIMOS_MODULE("exec_" model, MODULE_SYSTEM);                            \
    DEIMOS_INTERFACE("execution", "execution", execution_table,             \
                     EXECUTION_METHODS,                                     \
                     .pairs = "<moduleName, \"exec_" model "\"> "           \
                              "<model, \"" model "\">")
