/* SPDX-License-Identifier: MIT */
/*
 * The system graph (paper 3.2, figure 2), as every module and every client of
 * a memory model sees it: through the read-only data segment GRAPH_SELECTOR,
 * offset 0, at all rings, in every VSAS, while paging is on or off. Nobody
 * outside the core has a descriptor that writes it. It has whole pages, and
 * these are read-only for all rings while paging is on (core/x86/protect.h).
 *
 * A client reads it by the functions below, under every model, or by the service
 * `graph` (modules/api/client.h). No client's own data segment reaches it, so
 * that no plain C pointer does: the bases of those segments lie in the UPS or in
 * a window, and the graph is below both.
 *
 * LAYOUT. The header says where everything else is: `system`, `text`, and
 * PARTS, arrays of entries. Entry i of part p begins at
 *     parts[p].offset + i * parts[p].entry_size.
 * Versions only add: fields at the end of an entry and of `system`, parts at
 * the end of `parts`, each with a higher `version`. So a reader that was
 * built for an older version, and goes by the header, finds all it knows; one
 * built for a newer version looks at `version` first. Anything else that has
 * to change changes the magic number. Little endian, no padding but where a
 * field says so; texts end with a NUL.
 *
 * ENTRIES. Each begins with its handle: index + 1 in the low 12 bits, the use
 * count of the slot above them. 0: the slot is free, and the rest is zero.
 * Live entries lie anywhere below `capacity`; `live` of them do.
 *
 * CONSISTENCY. `generation` is odd while the graph changes and grows by two
 * with each change. A reader that can be interrupted takes it before and
 * after, and reads again if it was odd or has changed:
 *     do { g = graph_generation(); ... } while (graph_has_changed(g));
 * So does a client, by whichever way: another thread may change the graph
 * between any two of its instructions, or within one of its services.
 * Between two changes this holds:
 *  - every handle in an entry names a live entry, and every `next` and
 *    `first_*` an entry of the same module; each list has the length that
 *    the module's `interfaces` or `receptacles` says;
 *  - `bound` of an interface, or receptacle, is the number of bindings that
 *    name it; `bound_in` and `bound_out` of a module are their sums;
 *  - `carries` of a module is the number of modules whose `carrier` it is.
 * `system.ticks` changes all the time and is read on its own.
 *
 * ADDRESSES. paddr_t is physical. saddr_t is an address of the UPS: relative
 * to the segments of ring 1, whose base is `system.ups_base`. Sizes are bytes.
 */
#pragma once

#include "handle.h"
#include "manifest.h"

#define GRAPH_SELECTOR 0x2b
#define GRAPH_MAGIC 0x31524744          /* "DGR1" */
#define GRAPH_VERSION 4

#define GRAPH_NODES 1536
#define GRAPH_INTERFACES 2048
#define GRAPH_RECEPTACLES 2048
#define GRAPH_BINDINGS 2048
#define GRAPH_CONSTRAINTS 512
#define GRAPH_REPORT_SIZE 1536
#define GRAPH_TEXT_SIZE 2048
#define GRAPH_REST 3736              /* to whole pages */

#define GRAPH_BITS 12                   /* of a handle (handle.h): index + 1 */
#define HANDLE_INDEX(handle) (handle_number(GRAPH_BITS, (u32)(handle)) - 1)

/* Indices of `parts`. */
enum graph_parts {
    GRAPH_PART_NODES, GRAPH_PART_INTERFACES, GRAPH_PART_RECEPTACLES,
    GRAPH_PART_BINDINGS, GRAPH_PART_CONSTRAINTS, GRAPH_PARTS,
};

enum node_state {
    NODE_LIVE = 1,
    NODE_DEAD,                  /* it died; its bindings answer E_DEAD */
    NODE_DRAINING,              /* no new binding to it; soon unloaded */
    NODE_GONE,                  /* the CM or the loader, given back */
};

/* What a tick of the TSC is: none; an instruction; a cycle of this processor, or
 * emulator; a cycle of a processor that a model computes (option clock=model). */
enum clock_class { CLOCK_NONE, CLOCK_INSN, CLOCK_TSC, CLOCK_MODEL };

enum cpu_feature {          /* found by CPUID alone */
    CPU_FPU = 1 << 0, CPU_TSC = 1 << 1, CPU_PSE = 1 << 2, CPU_PGE = 1 << 3,
    CPU_SEP = 1 << 4, CPU_SSE2 = 1 << 5, CPU_RDTSCP = 1 << 6,
    CPU_CPUID = 1 << 7, CPU_HYPERVISOR = 1 << 8,
};

struct system_info {
    char version[24];           /* of DEIMOS: the commit it was built from */
    char compiler[48];
    char options[512];          /* the kernel command line, as understood */
    char loader[32];            /* what booted us, or "" */
    char cpu_vendor[16];
    char cpu_name[52];
    char hypervisor[16];        /* CPUID 0x40000000, or "" */
    u32 cpu_signature;          /* CPUID 1, EAX */
    u32 cpu_features;           /* enum cpu_feature */
    u32 clock;                  /* enum clock_class, by behaviour, or told */
    u32 segment_limits;         /* 1: enforced, 0: not (found by trying) */
    u32 iret_checked;           /* 1: IRET outside ring 0 leaves VM alone, 0:
                                   it enters virtual 8086 mode */
    u32 parameters_checked;     /* 1: gates copy only what the caller may
                                   read, 0: whatever is there */
    u32 memory;                 /* bytes of RAM in use */
    paddr_t ups_base;           /* physical base of the UPS */
    u32 ups_size;               /* bytes */
    u32 results_port;           /* I/O port of the result channel */
    u32 tick_hz;                /* rate of `ticks` */
    volatile u32 ticks;         /* timer interrupts since boot */
    u32 deaths;                 /* modules of ring 1 killed since boot: each has a
                                   report. What a carrier says of its own
                                   (carrier.h, died) does not count */
    char report[GRAPH_REPORT_SIZE]; /* of the last death */
    volatile u32 upcalls;       /* how deep they are nested now */
};

struct graph_node {             /* a module */
    u32 handle;
    char name[NAME_SIZE];
    u8 type;                    /* enum module_type */
    u8 state;                   /* enum node_state */
    u16 interfaces;             /* how many */
    u16 receptacles;
    u16 bound_in;               /* bindings to its interfaces */
    u16 bound_out;              /* bindings of its receptacles */
    u16 first_interface;        /* index + 1 of the first; the rest is linked */
    u16 first_receptacle;
    u16 carries;                /* modules whose carrier it is */
    u32 serial;                 /* counts loads: newer is higher; core's: 0 */
    saddr_t base;               /* its image; 0: in the core */
    u32 size;                   /* of the image */
    u32 region;                 /* the NMM's handle of the image's region */
    saddr_t init, exit;         /* entry points, or 0 */
    saddr_t export_state, import_state;
    u32 carrier;                /* handle of the module that carries it
                                   (carrier.h); 0: none, it runs at ring 1 */
    u32 space;                  /* the carrier's own number of its space */
};

struct graph_interface {
    u32 handle;
    u32 node;                   /* handle of its module */
    char name[NAME_SIZE];
    char type[NAME_SIZE];
    u32 table;                  /* its method table: a saddr_t; of a core
                                   module: no other module has that address */
    u16 count;                  /* methods */
    u16 bound;                  /* bindings now */
    u16 constraint;             /* index + 1, or 0 */
    u16 next;                   /* index + 1 of the module's next, or 0 */
    u32 methods;                /* the names, blank separated: a saddr_t; of
                                   a core module: an offset in this segment */
};

struct graph_receptacle {
    u32 handle;
    u32 node;                   /* handle of its module */
    char name[NAME_SIZE];
    char type[NAME_SIZE];       /* "*": any */
    saddr_t slots;              /* its first slot; each has 4 bytes */
    u16 count;                  /* slots */
    u16 bound;                  /* slots that are bound */
    u16 constraint;             /* index + 1, or 0 */
    u16 next;                   /* index + 1 of the module's next, or 0 */
};

struct graph_binding {
    u32 handle;
    u32 caller, provider;       /* handles of the modules */
    u32 receptacle, interface;  /* handles */
    saddr_t slot;               /* where the caller keeps its pointer;
                                   0: the CM does not need one */
    u32 selector;               /* its call gate, or 0 for a near binding */
};

struct graph_constraint {       /* named by index: it has no handle */
    u32 used;                   /* 0: the slot is free */
    char pairs[256];            /* as the manifest has them */
    char predicate[512];
};

struct graph_part {
    u32 offset;                 /* of its first entry, in this segment */
    u32 entry_size;             /* bytes */
    u32 capacity;               /* entries */
    u32 live;                   /* entries in use */
};

struct graph {
    u32 magic;                  /*  0 GRAPH_MAGIC */
    u32 version;                /*  4 GRAPH_VERSION */
    u32 size;                   /*  8 bytes of this structure */
    volatile u32 generation;    /* 12 odd while the graph changes */
    u32 system_offset, system_size;             /* 16 of `system` */
    u32 text_offset;            /* 24 of `text` */
    u32 text_size;              /* 28 bytes of text in use */
    u32 part_count;             /* 32 GRAPH_PARTS */
    struct graph_part parts[GRAPH_PARTS];       /* 36 */
    struct system_info system;
    char text[GRAPH_TEXT_SIZE]; /* method names of the core's interfaces */
    struct graph_node nodes[GRAPH_NODES];
    struct graph_interface interfaces[GRAPH_INTERFACES];
    struct graph_receptacle receptacles[GRAPH_RECEPTACLES];
    struct graph_binding bindings[GRAPH_BINDINGS];
    struct graph_constraint constraints[GRAPH_CONSTRAINTS];
    u8 rest[GRAPH_REST];        /* of the last page: zero */
};

_Static_assert(offsetof(struct graph, generation) == 12, "layout");
_Static_assert(offsetof(struct graph, parts) == 36, "layout");
_Static_assert(sizeof(struct graph_node) == 92, "layout");
_Static_assert(sizeof(struct graph_interface) == 88, "layout");
_Static_assert(sizeof(struct graph_receptacle) == 84, "layout");
_Static_assert(sizeof(struct graph_binding) == 28, "layout");
_Static_assert(sizeof(struct graph_constraint) == 772, "layout");
_Static_assert(sizeof(struct graph) % PAGE_SIZE == 0, "GRAPH_REST");

/*
 * For modules and clients: copy bytes out of the graph; reads that leave the
 * segment fault. Use GRAPH_READ(field, lvalue) for one member. A word is read by one
 * instruction, so that no interrupt changes it in the middle.
 */
static inline void graph_copy(void *to, u32 offset, u32 size)
{
    u32 selector = GRAPH_SELECTOR, words = size / 4;
    __asm__ volatile("push %%ds\n\tmov %3, %%ds\n\tcld\n\trep movsl\n\t"
                     "mov %4, %%ecx\n\trep movsb\n\tpop %%ds"
                     : "+D"(to), "+S"(offset), "+c"(words)
                     : "a"(selector), "ri"(size % 4) : "memory");
}

#define GRAPH_READ(member, to) \
    graph_copy(&(to), offsetof(struct graph, member), sizeof(to))

/* One word, which is read at once. */
static inline u32 graph_word(u32 offset)
{
    u32 word = GRAPH_SELECTOR;
    __asm__ volatile("push %%ds\n\tmov %0, %%ds\n\tmov (%1), %0\n\tpop %%ds"
                     : "+r"(word) : "r"(offset) : "memory");
    return word;
}

#define GRAPH_WORD(member) graph_word(offsetof(struct graph, member))

/* What a consistent reader asks before and after; see CONSISTENCY. */
static inline u32 graph_generation(void)
{
    u32 generation;

    GRAPH_READ(generation, generation);
    return generation;
}

static inline int graph_has_changed(u32 before)
{
    return (before & 1) || graph_generation() != before;
}
