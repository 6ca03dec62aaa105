/* SPDX-License-Identifier: MIT */
/*
 * Every deviation from stock Lua 5.4, in one place. The build includes this
 * header before each of Lua's own files, which stay as they were released.
 */
#pragma once

#include <math.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "thrown.h"

/* Runs must be repeatable: no seed from an address or from the time. */
#define luai_makeseed(L) ((void)(L), 0x4d494544u)
#define l_randomizePivot() 0u

/* Files are members of the boot archive; there are no dynamic libraries. */
#define LUA_PATH_DEFAULT "lua/?.lua;workloads/?.lua;?.lua"
#define LUA_CPATH_DEFAULT ""

/* Errors that no message handler sees leave a traceback. */
#define luai_jmpbuf jmp_buf
#define LUAI_THROW(L, c) (thrown_note(L, (c)->status), longjmp((c)->b, 1))
#define LUAI_TRY(L, c, a) if (setjmp((c)->b) == 0) { a }

/* One locale, one time zone. */
#define lua_getlocaledecpoint() '.'
#define strcoll strcmp
#define localtime gmtime
#define mktime timegm

/* Functions that expect 64 bits of precision (fpu.S), in its order. */
#define strtod fpu_strtod
#define frexp fpu_frexp
#define ldexp fpu_ldexp
#define floor fpu_floor
#define ceil fpu_ceil
#define fmod fpu_fmod
#define pow fpu_pow
#define exp fpu_exp
#define log fpu_log
#define log2 fpu_log2
#define log10 fpu_log10
#define sin fpu_sin
#define cos fpu_cos
#define tan fpu_tan
#define asin fpu_asin
#define acos fpu_acos
#define atan2 fpu_atan2
#define snprintf fpu_snprintf
#define fprintf fpu_fprintf

double strtod(const char *, char **);
double frexp(double, int *);
double ldexp(double, int);
double floor(double);
double ceil(double);
double fmod(double, double);
double pow(double, double);
double exp(double);
double log(double);
double log2(double);
double log10(double);
double sin(double);
double cos(double);
double tan(double);
double asin(double);
double acos(double);
double atan2(double, double);
int snprintf(char *, size_t, const char *, ...);
int fprintf(FILE *, const char *, ...);

/*
 * Multiplication and division round once even where the result is subnormal.
 * In 53-bit precision the FPU rounds to 53 bits, but with its own, wider
 * range of exponents; a subnormal double would be rounded again when it is
 * stored. Scaled by 2^-15360 the least exponent of a double becomes the
 * least of the FPU, so that it denormalises, and rounds, in the right place;
 * scaling back is exact. (Addition has no such case: a sum that small is
 * exact.)
 */
static inline double port_scaled(long double scaled)
{
    volatile double result = scaled * 0x1p15360L;

    return result;
}

static inline double port_mul(double a, double b)
{
    return port_scaled(a * 0x1p-15360L * b);
}

static inline double port_div(double a, double b)
{
    return port_scaled(a * 0x1p-15360L / b);
}

/* Room for a script's path in messages, so that editors find the place. */
#define LUA_CORE                /* as the files themselves say, but later */
#include "luaconf.h"
#undef LUA_IDSIZE
#define LUA_IDSIZE 256

/* llimits.h takes this group as a whole, or not at all. */
#define luai_numadd(L, a, b) ((a) + (b))
#define luai_numsub(L, a, b) ((a) - (b))
#define luai_nummul(L, a, b) ((void)(L), port_mul(a, b))
#define luai_numunm(L, a) (-(a))
#define luai_numeq(a, b) ((a) == (b))
#define luai_numlt(a, b) ((a) < (b))
#define luai_numle(a, b) ((a) <= (b))
#define luai_numgt(a, b) ((a) > (b))
#define luai_numge(a, b) ((a) >= (b))
#define luai_numisnan(a) ((a) != (a))
#define luai_numdiv(L, a, b) ((void)(L), port_div(a, b))
#define luai_numpow(L, a, b) \
    ((void)(L), (b) == 2 ? port_mul(a, a) : pow(a, b))
