/* SPDX-License-Identifier: MIT */
/*
 * What a DEIMOS module includes: the contracts of the core and the NMM, and
 * the macros that write the manifest.
 *
 *     static int greet(const char *who) { ... }
 *     static const struct greeter table = { .greet = greet };
 *
 *     DEIMOS_MODULE("hello", MODULE_APPLICATION);
 *     DEIMOS_INTERFACE("greeter", "greeter", table, "greet",
 *                      .pairs = "<moduleName, \"hello\">");
 *     DEIMOS_RECEPTACLE(console, console, "console", .from = "console");
 *
 * A receptacle is a variable that points at a table of methods; a call is
 * `console->write(...)`, one indirect CALL (paper 3.1). Unbound, each of its
 * methods returns E_UNBOUND.
 */
#pragma once

#include "../../core/api/cm.h"
#include "../../core/api/device.h"
#include "../../core/api/error.h"
#include "../../core/api/graph.h"
#include "../../core/api/images.h"
#include "../../core/api/manifest.h"
#include "../../core/api/types.h"
#include "../../core/api/wrapper.h"
#include "../../nmm/nmm.h"
#include "experiment.h"

#define DEIMOS_ENTRY_ static const struct manifest_entry \
    __attribute__((section(".deimos"), used, aligned(4)))
#define DEIMOS_PASTE_(a, b) a##b
#define DEIMOS_NAME_(line) DEIMOS_PASTE_(deimos_manifest_, line)

/* Further fields follow as designated initialisers: .init, .exit. */
#define DEIMOS_MODULE(name_, type_, ...)                                    \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_MODULE, .name = name_,    \
        .module_type = type_, ##__VA_ARGS__ }

/* An interface: a table of methods. Also .pairs, .predicate. */
#define DEIMOS_INTERFACE(name_, type_, table_, methods_, ...)               \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_INTERFACE, .name = name_, \
        .type = type_, .table = &(table_), .methods = methods_,             \
        .count = sizeof(table_) / sizeof(void *), ##__VA_ARGS__ }

/* A receptacle: declares `const struct STRUCT *VARIABLE`, named alike.
 * Also .from, .pairs, .predicate. */
#define DEIMOS_RECEPTACLE(variable_, struct_, type_, ...)                   \
    static const struct struct_ *volatile variable_;                        \
    DEIMOS_SLOTS_(variable_, 1, type_, ##__VA_ARGS__)

/* One of several slots: declares an array, VARIABLE[COUNT]. */
#define DEIMOS_RECEPTACLES(variable_, count_, struct_, type_, ...)          \
    static const struct struct_ *volatile variable_[count_];                \
    DEIMOS_SLOTS_(variable_, count_, type_, ##__VA_ARGS__)

#define DEIMOS_SLOTS_(variable_, count_, type_, ...)                        \
    DEIMOS_ENTRY_ DEIMOS_NAME_(__COUNTER__) = {                             \
        .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE,               \
        .name = #variable_, .type = type_, .table = (void *)&variable_,     \
        .count = count_, ##__VA_ARGS__ }
