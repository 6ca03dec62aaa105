/* SPDX-License-Identifier: MIT */
/*
 * The system graph (paper 3.2, figure 2), as every module sees it: through
 * the read-only data segment GRAPH_SELECTOR, offset 0. Nobody outside the
 * core has a descriptor that writes it.
 *
 * `generation` is odd while the CM changes the graph; a reader that may be
 * interrupted reads it before and after. Handles: index + 1 in the low 12
 * bits, use count of the slot above them; an entry is live if its handle is
 * not zero.
 */
#pragma once

#include "manifest.h"

#define GRAPH_SELECTOR 0x2b
#define GRAPH_MAGIC 0x31524744          /* "DGR1" */

#define GRAPH_NODES 1536
#define GRAPH_INTERFACES 2048
#define GRAPH_RECEPTACLES 2048
#define GRAPH_BINDINGS 2048
#define GRAPH_CONSTRAINTS 256
#define GRAPH_REPORT_SIZE 1536
#define GRAPH_TEXT_SIZE 2048

#define HANDLE_INDEX(handle) (((u32)(handle) & 0xfff) - 1)

enum node_state {
    NODE_LIVE = 1,
    NODE_DEAD,                  /* it died; its bindings answer E_DEAD */
    NODE_DRAINING,              /* no new binding to it; soon unloaded */
    NODE_GONE,                  /* the CM or the loader, given back */
};

enum clock_class { CLOCK_NONE, CLOCK_INSN, CLOCK_TSC };

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
    u32 clock;                  /* enum clock_class, by behaviour */
    u32 segment_limits;         /* 1: enforced, 0: not (found by trying) */
    u32 memory;                 /* bytes of RAM in use */
    paddr_t ups_base;           /* physical base of the UPS */
    u32 ups_size;               /* bytes */
    u32 results_port;           /* I/O port of the result channel */
    u32 tick_hz;                /* rate of `ticks` */
    volatile u32 ticks;         /* timer interrupts since boot */
    u32 deaths;                 /* modules killed since boot */
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
    u16 first_interface;        /* index + 1 of the first; they are chained */
    u16 first_receptacle;
    u16 reserved;
    u32 serial;                 /* counts loads: newer is higher */
    saddr_t base;               /* its image in the UPS; 0: in the core */
    u32 size;
    u32 region;                 /* handle of that region */
    saddr_t init, exit;         /* of the manifest; 0: none */
    saddr_t export_state, import_state;
};

struct graph_interface {
    u32 handle;
    u32 node;                   /* handle of its module */
    char name[NAME_SIZE];
    char type[NAME_SIZE];
    u32 table;                  /* address of its method table */
    u16 count;                  /* methods */
    u16 bound;                  /* bindings now */
    u16 constraint;             /* index + 1, or 0 */
    u16 next;                   /* index + 1 of the module's next, or 0 */
    u32 methods;                /* the names, blank separated: an address of
                                   the UPS; of a core module's interface:
                                   the offset in this structure */
};

struct graph_receptacle {
    u32 handle;
    u32 node;
    char name[NAME_SIZE];
    char type[NAME_SIZE];       /* "*": any */
    saddr_t slots;              /* address of its first slot */
    u16 count;                  /* slots */
    u16 bound;                  /* slots that are bound */
    u16 constraint;
    u16 next;
};

struct graph_binding {
    u32 handle;
    u32 client, provider;       /* handles of the modules */
    u32 receptacle, interface;  /* handles */
    saddr_t slot;               /* where the client's pointer lies */
    u32 selector;               /* its call gate, or 0 for a near binding */
};

struct graph_constraint {
    u32 used;
    char pairs[256];
    char predicate[512];
};

struct graph {
    u32 magic;                  /* GRAPH_MAGIC */
    u32 size;                   /* bytes of this structure */
    volatile u32 generation;
    u32 live_nodes, live_interfaces, live_receptacles, live_bindings;
    u32 text_size;              /* bytes of text in use */
    struct system_info system;
    char text[GRAPH_TEXT_SIZE]; /* method names of the core's interfaces */
    struct graph_node nodes[GRAPH_NODES];
    struct graph_interface interfaces[GRAPH_INTERFACES];
    struct graph_receptacle receptacles[GRAPH_RECEPTACLES];
    struct graph_binding bindings[GRAPH_BINDINGS];
    struct graph_constraint constraints[GRAPH_CONSTRAINTS];
};

/*
 * For modules: copy bytes out of the graph; reads that leave the segment
 * fault. Use GRAPH_READ(field, lvalue) for one member.
 */
static inline void graph_copy(void *to, u32 offset, u32 size)
{
    u32 selector = GRAPH_SELECTOR;
    __asm__ volatile("push %%ds\n\tmov %3, %%ds\n\tcld\n\trep movsb\n\tpop %%ds"
                     : "+D"(to), "+S"(offset), "+c"(size)
                     : "a"(selector) : "memory");
}

#define GRAPH_READ(member, to) \
    graph_copy(&(to), offsetof(struct graph, member), sizeof(to))
