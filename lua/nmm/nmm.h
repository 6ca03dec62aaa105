/* SPDX-License-Identifier: MIT */
/* What the files of the table deimos.nmm share. */
#pragma once

#include "lua.h"

#include "../args/args.h"
#include "../module/ium.h"

/* Push what a method returned, or raise its error. */
int nmm_result(lua_State *L, const char *method, int value);

/* A method of numbers alone, which are named as its arguments in nmm/nmm.h. */
#define NMM_METHOD1(name_, a_)                                              \
    static int name_(lua_State *L)                                          \
    {                                                                       \
        const u32 a_ = arg_u32(L, 1, "nmm." #name_ " " #a_);                \
                                                                            \
        return nmm_result(L, #name_, ium_nmm->name_(a_));                   \
    }
#define NMM_METHOD2(name_, a_, b_)                                          \
    static int name_(lua_State *L)                                          \
    {                                                                       \
        const u32 a_ = arg_u32(L, 1, "nmm." #name_ " " #a_);                \
        const u32 b_ = arg_u32(L, 2, "nmm." #name_ " " #b_);                \
                                                                            \
        return nmm_result(L, #name_, ium_nmm->name_(a_, b_));               \
    }
#define NMM_METHOD3(name_, a_, b_, c_)                                      \
    static int name_(lua_State *L)                                          \
    {                                                                       \
        const u32 a_ = arg_u32(L, 1, "nmm." #name_ " " #a_);                \
        const u32 b_ = arg_u32(L, 2, "nmm." #name_ " " #b_);                \
        const u32 c_ = arg_u32(L, 3, "nmm." #name_ " " #c_);                \
                                                                            \
        return nmm_result(L, #name_, ium_nmm->name_(a_, b_, c_));           \
    }

/* Into the table on top. */
void nmm_set(lua_State *L, const char *key, u32 value);

/* Further methods, into the table on top. */
void lib_nmm_pages_open(lua_State *L);
void lib_nmm_segments_open(lua_State *L);
