/* SPDX-License-Identifier: MIT */
/*
 * The neutral memory manager's interface, type "nmm" (paper 4.2, Table 1).
 * Mechanism without policy. The only header of this folder that a module
 * includes.
 *
 * Spaces: NMM_CORE and NMM_UPS are the two PSASs of boot; CreatePageTable
 * adds a VSAS. Region addresses in NMM_UPS are segment-relative (what a
 * ring-1 pointer holds); in NMM_CORE physical; in a VSAS linear. "Frame" is
 * the physical address of a page frame. A module owns what it creates, and
 * what a module owns is freed when the module is unloaded or dies.
 *
 * What a new region holds is not defined: it is not cleared (HARD builds fill
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
    REGION_FRAMES = 4,      /* frames for CreatePageMapping: in no
                               address space until it is mapped. NMM_UPS only;
                               its frames are successive */
    REGION_COMMON = 8,      /* with REGION_FRAMES: another owner of common
                               frames may map one while no page maps it, so
                               that memory is not split among models */
    REGION_SHARED = 16,     /* info only: made by share_region */
    REGION_SEGMENT = 32,    /* info only: the memory of a global segment, to
                               be had through its space */
    REGION_IMAGE = 64,      /* info only: a module's image, which stays as long
                               as that module is there */
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
    MAP_ACCESSED = 0x20, MAP_DIRTY = 0x40,      /* page_attributes only */
};

/* How changed pages leave the TLB. FLUSH_BEST is whichever of INVLPG and CR3
 * is cheaper for that many pages. */
enum flush_strategy {
    FLUSH_NONE, FLUSH_INVLPG, FLUSH_CR3, FLUSH_PGE, FLUSH_PG, FLUSH_BEST,
};

/* How phys_to_virt finds a page: by scanning page tables (no upkeep), by one
 * entry a frame, by a chain a frame. */
enum reverse_structure { REVERSE_SCAN, REVERSE_INVERTED, REVERSE_CHAIN };

struct frame_info {
    u32 owner;              /* of the region that it is in; 0: the core, or
                               nobody */
    u32 region;             /* handle of that region; 0: none, it is free */
    u32 mappings;           /* page-table entries that map it (those that map
                               themselves do not count) */
    u32 mapper;             /* the module that mapped it; 0: none */
    u32 common;             /* 1: in a REGION_COMMON region */
};

/* A global segment: a new PSAS (Table 1). */
struct segment_info {
    u32 space;              /* handle of the PSAS */
    u32 selector;           /* in the GDT, RPL = dpl */
    laddr_t base;
    u32 size;               /* bytes */
    saddr_t ups;            /* address 0 of it, as NMM_UPS address */
};

/* What a local segment or a gate in an LDT is (manual 5.1.3, 6.3.4). */
enum local_type {
    LOCAL_CODE,             /* execute and read */
    LOCAL_CODE_ONLY,        /* execute */
    LOCAL_DATA,             /* read and write */
    LOCAL_DATA_ONLY,        /* read */
    LOCAL_GATE,             /* call gate from ring 3 to ring 1 */
};

#define LOCAL_BYTES 0x100000u   /* a limit counts in bytes up to here (5.1.3) */

struct local_segment {
    u32 index;              /* in the LDT, or 0: any */
    u32 type;               /* enum local_type */
    u32 space;              /* what base is relative to */
    u32 base, size;         /* within one plain region of NMM_UPS (whose pages
                               become user pages), or in the window of a VSAS:
                               any bytes; above LOCAL_BYTES whole pages */
    saddr_t handler;        /* LOCAL_GATE: an address in the caller's image */
    u32 dwords;             /* LOCAL_GATE: 0 to 31, copied by the processor */
};

/* What a task starts with (manual 7.1). A software switch uses ldt and space
 * only; see CONTEXT_GATE. */
struct task {
    u32 ldt;                /* handle, or 0 */
    u32 space;              /* a VSAS, or NMM_UPS: the custom VSAS */
    u32 eip, cs;            /* cs, ss: ring 1 (UPS) or ring 3 (of the LDT) */
    u32 esp, ss;
    u32 ds, es;
    u32 eax;
    saddr_t esp1;           /* its stack at ring 1 */
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
     * page elsewhere maps its frames, the caller's code or stack is in it, or
     * it is the caller's image) */
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
     * the caller's code or stack is not in a plain region, or (off) a task of
     * a VSAS is current or runs. E_INVALID. Off, FS and GS lose what they
     * hold of an LDT with segments of windows.
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
     * another bit, or beyond memory), E_NOMEM (for a page table, or a node
     * of REVERSE_CHAIN), E_BUSY (a REGION_COMMON frame that another maps).
     */
    int (*create_page_mapping)(u32 space, u32 address, u32 entry);
    /* InvalidatePageMapping: E_NOTFOUND if none is there; else as above. */
    int (*invalidate_page_mapping)(u32 space, u32 address);
    /* PhysToVirt: the first page of `space` (of a VSAS: of its window) that
     * maps `frame`, as an address in that space, or PHYS_NOT_MAPPED (odd, so
     * never an address; neither are E_HANDLE and E_INVALID). */
    u32 (*phys_to_virt)(u32 space, paddr_t frame);

    /*
     * CreateGlobalSegment: `size` bytes of the UPS, rounded up to pages, as a
     * segment of their own and a new PSAS, whose memory map is empty; dpl 1 or 3, type LOCAL_CODE
     * to LOCAL_DATA_ONLY. Returns the space. E_PAGING while paging is on;
     * E_INVALID, E_RANGE, E_NOMEM, E_FULL, E_ADDRESS.
     */
    int (*create_global_segment)(u32 size, u32 type, u32 dpl,
                                 struct segment_info *info);
    /* its inverse, with its regions; in either state of paging. E_HANDLE,
     * E_OWNER, E_BUSY. */
    int (*destroy_global_segment)(u32 space);
    /* CreateLDT: room for `entries` descriptors, 2 to 512; entry 0 is never
     * used. Returns its handle. E_RANGE, E_NOMEM, E_FULL. */
    int (*create_ldt)(u32 entries);
    /* E_HANDLE, E_OWNER, E_BUSY (a task names it). */
    int (*destroy_ldt)(u32 ldt);
    /*
     * CreateLocalSegment: a descriptor of DPL 3 in the LDT, where another may
     * have been (its bounds change while threads use it: they reload). It
     * grants [base, base + size) and not a byte more.
     * Returns the selector. E_HANDLE, E_OWNER, E_RANGE (index, bounds, more
     * than LOCAL_BYTES that are not whole pages), E_INVALID (type; not
     * plain; another VSAS than the LDT's other windows and tasks), E_ADDRESS
     * (handler), E_FULL. While a gate is there the module it leads into is
     * not unloaded.
     */
    int (*create_local_segment)(u32 ldt, const struct local_segment *segment);
    int (*destroy_local_segment)(u32 ldt, u32 selector);
    /*
     * CreateTSS: a task, for hardware switching (JMP to the selector) and for
     * CONTEXT_GATE; with cs = ss = 0 for the latter only. JMP is #NP while
     * CS or SS of its state names nothing, and with segments of windows while
     * paging is off. All tasks of an LDT have the same space. Returns the
     * selector of its TSS, DPL 1.
     * E_HANDLE, E_OWNER, E_INVALID (another ring's selector; the space),
     * E_FULL, E_ADDRESS (esp1: needed for ring 3; at it and 32 bytes below).
     */
    int (*create_tss)(const struct task *task);
    /* E_HANDLE, E_OWNER, E_BUSY: it is the one that runs, or that
     * CONTEXT_GATE made current. */
    int (*destroy_tss)(u32 tss);
    /*
     * The entry bits of `pages` pages: clears, then sets, bits of MAP_*
     * (PRESENT may not be set by this; to clear it invalidates), then
     * flushes by `strategy`; as check and apply. Returns the bits of the
     * first page as they were, so clear = set = 0 asks. In a VSAS, or a
     * self-backed region of the UPS. E_HANDLE, E_OWNER, E_RANGE, E_INVALID,
     * E_NOTFOUND: a page is not mapped.
     */
    int (*page_attributes)(u32 space, u32 address, u32 pages, u32 clear,
                           u32 set, u32 strategy);
    /* What a frame is, and which module's. E_RANGE, E_INVALID, E_ADDRESS. */
    int (*frame_status)(paddr_t frame, struct frame_info *info);
    /* Flush pages of a space from the TLB; 0. E_HANDLE, E_RANGE, E_INVALID. */
    int (*flush)(u32 space, u32 address, u32 pages, u32 strategy);
    /*
     * The frames of `region` (of the caller; backed, plain or REGION_FRAMES)
     * also as a region of VSAS `space` at `base`, mapped with `flags` (of
     * enum mapping_flags). The frames stay until all such regions are gone
     * (E_BUSY for the first). Another module's space takes it, too; its
     * owner can only ask for the bits of these pages. Returns the new
     * region's handle. E_HANDLE, E_OWNER (region), E_INVALID (self-backed,
     * flags, not a VSAS), E_RANGE, E_BUSY (a region or a page is there, or
     * another module maps a frame), E_NOMEM, E_FULL.
     */
    int (*share_region)(u32 region, u32 space, u32 base, u32 flags);
    /* Which structure phys_to_virt uses, from now on and for all spaces:
     * built from the page tables that there are. Returns the one before.
     * E_INVALID, E_NOMEM. */
    int (*reverse_structure)(u32 structure);
    /*
     * The caller's region of the UPS, with what is in it, is `module`'s from now
     * on, at the same address: for a module that takes another's place. Plain, or
     * self-backed. E_HANDLE (either), E_OWNER, E_INVALID (of another kind, or an
     * image), E_BUSY (a page is mapped in it, or its frames are shared, held or
     * in a local segment).
     */
    int (*give_region)(u32 region, u32 module);
    /*
     * `size` bytes from one place of the UPS to another, which do not overlap.
     * Nothing of ring 1 runs between the look at both and the last byte, so that
     * memory which others may give back at any time can be copied: what is there is
     * as query_region() says, but for a self-backed region: its pages that are mapped
     * to be written, while paging is on. E_ADDRESS: not all of it is there, or `to` is
     * not in `region` any more (0: whatever has that place now).
     */
    int (*copy_bytes)(void *to, const void *from, u32 size, u32 region);
};

#define NMM_METHODS "create_region destroy_region query_region " \
    "identify_region paging create_page_table destroy_page_table " \
    "create_page_mapping invalidate_page_mapping phys_to_virt " \
    "create_global_segment destroy_global_segment create_ldt destroy_ldt " \
    "create_local_segment destroy_local_segment create_tss destroy_tss " \
    "page_attributes frame_status flush share_region reverse_structure " \
    "give_region copy_bytes"

/* The TSS of what runs without a task, the first thread: JMP back to it. */
#define NMM_TASK_NONE 0x38

#define NMM_WINDOW_BASE 0xc0000000u     /* linear: paged clients live above */
