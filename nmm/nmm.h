/* SPDX-License-Identifier: MIT */
/*
 * The neutral memory manager's interface, type "nmm" (paper 4.2, Table 1).
 * Mechanism without policy. The only header of this folder that a module
 * includes.
 *
 * Spaces: NMM_CORE and NMM_UPS are the two PSASs of boot; CreatePageTable
 * adds a VSAS. Region addresses in NMM_UPS are segment-relative (what a
 * ring-1 pointer holds); in NMM_CORE physical; in a VSAS linear. "Frame" is
 * the physical address of a page frame. Whoever creates a thing owns it, and
 * what a module owns goes when the module is unloaded or dies.
 *
 * What a new region holds is not defined: nobody clears it (HARD builds fill
 * it with 0xCC), so a module zeroes what it needs zeroed. A page of the UPS
 * that is in no region is in no page table; page 0 is in no region.
 *
 * Each method checks everything first and then applies: an error has changed
 * nothing.
 */
#pragma once

#include "../core/api/types.h"

#define NMM_CORE 0
#define NMM_UPS 1

enum region_flags {
    REGION_ANYWHERE = 0,
    REGION_FIXED = 1,       /* at the address given, or E_BUSY */
    REGION_SELF_BACKED = 2, /* the caller maps its pages: not mapped now, and
                               invalid while paging is off */
    REGION_FRAMES = 4,      /* a pool of frames for CreatePageMapping: in no
                               address space until it is mapped. NMM_UPS only;
                               its frames are successive */
};

enum region_status { REGION_FREE = 0, REGION_USED = 1, REGION_INVALID = 2 };

struct region_info {
    u32 region;             /* handle; 0 for a free stretch */
    u32 space;
    u32 base;               /* address in that space */
    u32 size;               /* bytes */
    u32 status;             /* enum region_status */
    u32 flags;              /* enum region_flags */
    u32 owner;              /* module handle */
    u32 frame;              /* physical address of its first frame; 0 if it is
                               self-backed, or a free stretch of a VSAS */
};

enum mapping_flags {        /* those of a page-table entry (manual 5.2.4) */
    MAP_PRESENT = 1, MAP_WRITE = 2, MAP_USER = 4,
};

#define PHYS_NOT_MAPPED 1u  /* phys_to_virt: no page maps the frame */

struct nmm {
    /*
     * CreateRegion: `size` bytes, rounded up to pages, in `space`. With
     * REGION_FIXED at `base`, else first fit. In a VSAS the NMM backs it
     * with frames of the UPS, mapped for ring 3 to write, unless it is
     * REGION_SELF_BACKED. Fills *info. Returns the region's handle.
     * E_RANGE (size 0, or it wraps; FIXED: not a page, or outside), E_NOMEM
     * (no stretch is large enough), E_BUSY, E_FULL, E_HANDLE (space),
     * E_OWNER (space), E_INVALID (flags), E_ADDRESS (info; may be NULL).
     */
    int (*create_region)(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info);
    /* its inverse, mappings in it included; E_HANDLE, E_OWNER, E_BUSY (a
     * page elsewhere maps its frames, or the caller's code or stack is in
     * it) */
    int (*destroy_region)(u32 region);
    /* QueryRegion: what is at `address`, or the free stretch around it.
     * Returns the region's handle, or 0. E_HANDLE, E_RANGE, E_ADDRESS. */
    int (*query_region)(u32 space, u32 address, struct region_info *info);
    /* IdentifyRegion: the caller's own, by its return address; E_NOTFOUND if
     * that is in none. */
    int (*identify_region)(void);
    /*
     * Paging: 1 on, 0 off. Returns the state before. The core and plain
     * regions of the UPS stay valid, at their addresses; self-backed regions
     * and VSASs wait for the next "on" with all their mappings. E_PAGING:
     * the caller's code or stack is not in a plain region. E_INVALID.
     */
    int (*paging)(u32 on);
    /* CreatePageTable: a VSAS whose window is [base, base + size), above
     * NMM_WINDOW_BASE; core and UPS are mapped in it as in every VSAS, for
     * the supervisor. In either state of paging. E_RANGE, E_NOMEM, E_FULL.
     * Returns the space. */
    int (*create_page_table)(laddr_t base, u32 size);
    /* its inverse, with its regions and mappings; E_HANDLE, E_OWNER, E_BUSY
     * (what backs one of its regions is mapped outside that region) */
    int (*destroy_page_table)(u32 space);
    /*
     * CreatePageMapping: the page around `address` of `space` to `entry` =
     * frame | mapping_flags. In a VSAS inside its window; in NMM_UPS inside
     * a self-backed region of the caller. The frame must be in a
     * REGION_FRAMES region of the caller, or back a region of its own.
     * Replaces a mapping that is there. In either state of paging.
     * E_HANDLE, E_OWNER, E_RANGE (address), E_INVALID (entry: not present,
     * another bit, or beyond memory), E_NOMEM (for a page table).
     */
    int (*create_page_mapping)(u32 space, u32 address, u32 entry);
    /* InvalidatePageMapping: E_NOTFOUND if none is there; else as above. */
    int (*invalidate_page_mapping)(u32 space, u32 address);
    /* PhysToVirt: the first page of `space` (of a VSAS: of its window) that
     * maps `frame`, as an address in that space, or PHYS_NOT_MAPPED (odd, so
     * never an address; neither are E_HANDLE and E_INVALID). */
    u32 (*phys_to_virt)(u32 space, paddr_t frame);
};

#define NMM_METHODS "create_region destroy_region query_region " \
    "identify_region paging create_page_table destroy_page_table " \
    "create_page_mapping invalidate_page_mapping phys_to_virt"

#define NMM_WINDOW_BASE 0xc0000000u     /* linear: paged clients live above */
