/* SPDX-License-Identifier: MIT */
/*
 * Basic types, and the three kinds of address.
 *
 * Every address in a public structure or prototype has one of these types,
 * so that a reader can tell what it is relative to.
 */
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed int s32;
typedef signed long long s64;

typedef u32 paddr_t;    /* physical: what leaves the processor */
typedef u32 laddr_t;    /* linear: after segmentation, before paging */
typedef u32 saddr_t;    /* segment-relative: an offset in the UPS */

#ifndef NULL
#define NULL ((void *)0)
#endif

#define PAGE_SIZE 4096u
#define PAGE_SHIFT 12
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif
