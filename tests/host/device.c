/* SPDX-License-Identifier: MIT */
/* sources: core/base/holders.c core/lib/crc32.c core/descriptor/ports.c
 *         core/descriptor/descriptor.c */
/*
 * Devices, and a card that has several of everything: whoever it is granted
 * to has all of it and nobody else any; what cannot be granted as a whole is
 * not granted at all; with the grant go descriptors, ports and lines, what FS
 * and GS have cached of the descriptors, and nothing else of theirs.
 */
#include "../../core/x86/x86.h"

static unsigned fs, gs;
#define x86_fs() (fs)
#define x86_gs() (gs)
#define x86_load_fs(selector) (fs = (selector))
#define x86_load_gs(selector) (gs = (selector))
#include "../../core/wrapper/device.c"
#include "../../core/wrapper/vga.c"
#include "../../nmm/task/task_state.c"

#include "check.h"

#include <string.h>

#define BINDINGS 12

static const struct device_resources card_has = {
    .memories = 2, .port_ranges = 3, .lines = 2,
    .memory = { { 0xd0000, 0x4000, DEVICE_CACHED },
                { 0xd8000, 0x1001, DEVICE_WRITE_THROUGH } },
    .ports = { { 0x300, 4 }, { 0x310, 1 }, { 0x330, 32 } },
    .line = { 5, 9 },
};
extern const struct wrapper card_wrapper;
DEVICE_WRAPPER(card, card_has);
static const struct device_resources rom_has = {
    .memories = 1, .memory = { { 0xc0000, 0x8000, DEVICE_CACHED } },
};
extern const struct wrapper rom_wrapper;
DEVICE_WRAPPER(rom, rom_has);

static const struct segment *present[DEVICES];
static struct segment segments[DEVICES];
static u32 refreshed, cached[2], lines[16], reach = 0x100000;
static u8 ports[PORTS];
u32 paging_state;

void gdt_set_segment(u16 selector, const struct segment *segment)
{
    const u32 i = (selector >> 3) - DEVICE_FIRST;

    CHECK(segment->type == SEGMENT_DATA_RW && segment->dpl == 1 &&
          segment->present);
    CHECK_EQ(selector & 7, 1);
    segments[i] = *segment;
    present[i] = &segments[i];
}

void gdt_clear(u16 selector)
{
    present[(selector >> 3) - DEVICE_FIRST] = NULL;
}

int identity_cache(paddr_t base, u32 size, u32 bits)
{
    if (base == VGA_TEXT)
        CHECK_EQ(bits, ENTRY_UNCACHED);
    else
        cached[base == 0xd8000] = bits | 1;
    return base + size <= reach ? 0 : E_RANGE;
}

void io_bitmap_open(u32 n, u32 first, u32 count)
{
    CHECK_EQ(n, IO_RING1);
    memset(ports + first, 1, count);
}

void io_bitmap_close(u32 n, u32 first, u32 count)
{
    CHECK_EQ(n, IO_RING1);
    memset(ports + first, 0, count);
}

int interrupt_attach(const struct gate *gate, u32 line, saddr_t handler,
                     saddr_t busy)
{
    CHECK(handler == 0x1234 && busy == 0x5678);
    lines[line] = gate->binding;
    return 0;
}

void interrupt_released(u32 binding)
{
    for (u32 i = 0; i < 16; i++)
        if (lines[i] == binding)
            lines[i] = 0;
}

void *user_pointer(saddr_t address, u32 size)
{
    return address < 0x10000 || !size ? NULL : (void *)address;
}

/* One task, which is none: a look at the tasks asks which one runs, once. */
struct task_entry tasks[TASKS];
u32 task_count = 1;

u16 tss_current(void)
{
    refreshed++;
    return CORE_TSS;
}

struct tss *tss_at(u16 selector)
{
    static struct tss tss;

    CHECK_EQ(selector, CORE_TSS);
    return &tss;
}

u64 gdt_get(u16 selector)
{
    CHECK(!selector);
    return 0;
}

struct ldt *ldt_at(u16 selector)
{
    CHECK(!selector);
    return NULL;
}

u64 ldt_descriptor(const struct ldt *ldt, u32 selector)
{
    CHECK(!ldt && !selector);
    return 0;
}

enum method { DESCRIBE, CLAIM, SEGMENT, ATTACH, RELEASE };

static s32 call(const struct wrapper *w, u32 method, u32 binding, u32 arg)
{
    struct gate_call frame = { .arg = { arg, 0x1234, 0x5678 } };
    struct gate gate = { .binding = binding, .module = binding + 50 };

    return (s32)w->table[method](&frame, &gate);
}

static u32 open_port_count(void)
{
    u32 n = 0;

    for (u32 i = 0; i < PORTS; i++)
        n += ports[i];
    return n;
}

static u32 descriptors(void)
{
    u32 n = 0;

    for (u32 i = 0; i < DEVICES; i++)
        n += present[i] != NULL;
    return n;
}

/* Nobody has anything of the card's. */
static void is_free(u32 digest)
{
    CHECK(!open_port_count() && !descriptors() && !lines[5] && !lines[9]);
    CHECK_EQ(card_wrapper.digest(0), digest);
}

static void test_description(void)
{
    static struct device_resources has;

    CHECK_EQ(call(&card_wrapper, DESCRIBE, 7, (u32)&has), 0);
    CHECK(!memcmp(&has, &card_has, sizeof(has)));
    CHECK_EQ(call(&card_wrapper, DESCRIBE, 7, 0x10), E_ADDRESS);
    CHECK_EQ(call(&vga_wrapper, DESCRIBE, 7, (u32)&has), 0);
    CHECK(has.memories == 1 && has.memory[0].base == 0xb8000 && !has.lines);
}

/* Whatever others ask for meanwhile. */
static void others_get_nothing(u32 owner)
{
    for (u32 b = 1; b < BINDINGS; b++) {
        if (b == owner)
            continue;
        CHECK_EQ(call(&card_wrapper, CLAIM, b, 0), E_BUSY);
        CHECK_EQ(call(&card_wrapper, SEGMENT, b, 0), E_OWNER);
        CHECK_EQ(call(&card_wrapper, ATTACH, b, 0), E_OWNER);
        CHECK_EQ(call(&card_wrapper, RELEASE, b, 0), E_OWNER);
        card_wrapper.released(b);
    }
}

static void take_all(u32 owner)
{
    for (u32 turn = 0; turn < 4; turn++) {
        const u32 i = turn % 2, line = card_has.line[i];
        const s32 selector = call(&card_wrapper, SEGMENT, owner, i);
        CHECK(selector > 0);
        const struct segment *s = present[((u32)selector >> 3) - DEVICE_FIRST];
        CHECK(s && s->base == card_has.memory[i].base &&
              s->size == card_has.memory[i].size);
        CHECK_EQ(call(&card_wrapper, ATTACH, owner, i), 0);
        CHECK_EQ(lines[line], owner);
    }
    CHECK_EQ(descriptors(), 2);
    for (u32 i = 2; i < 9; i++) {
        CHECK_EQ(call(&card_wrapper, SEGMENT, owner, i), E_RANGE);
        CHECK_EQ(call(&card_wrapper, ATTACH, owner, i), E_RANGE);
    }
}

static void test_grant(u32 owner, u32 digest)
{
    is_free(digest);
    CHECK_EQ(call(&card_wrapper, SEGMENT, owner, 0), E_OWNER);
    CHECK_EQ(call(&card_wrapper, RELEASE, owner, 0), E_OWNER);
    for (u32 turn = 0; turn < 2; turn++)
        CHECK_EQ(call(&card_wrapper, CLAIM, owner, 0), 0);
    CHECK_EQ(open_port_count(), 37);
    CHECK(cached[0] == 1 && cached[1] == (ENTRY_THROUGH | 1));
    take_all(owner);
    CHECK(card_wrapper.digest(0) != digest);
    others_get_nothing(owner);
    CHECK(open_port_count() == 37 && descriptors() == 2);
    CHECK_EQ(lines[9], owner);
    if (owner % 2)
        CHECK_EQ(call(&card_wrapper, RELEASE, owner, 0), 0);
    else
        card_wrapper.released(owner);   /* its module has died */
    is_free(digest);
}

/* A part that is another's, or is not there: nothing of it is granted. */
static void test_refused(u32 digest)
{
    for (u32 i = 0; i < 3; i++) {
        const int taken = ports_take(40, card_has.ports[i].first, 1);
        CHECK(taken >= 0);
        ports_open((u32)taken, IO_RING1);
        CHECK_EQ(call(&card_wrapper, CLAIM, 3, 0), E_BUSY);
        CHECK_EQ(open_port_count(), 1);
        CHECK_EQ(call(&card_wrapper, SEGMENT, 3, 0), E_OWNER);
        ports_released(40);
    }
    reach = 0xd8000;
    CHECK_EQ(call(&card_wrapper, CLAIM, 3, 0), E_RANGE);
    reach = 0x100000;
    is_free(digest);
    CHECK_EQ(call(&card_wrapper, CLAIM, 3, 0), 0);
    CHECK_EQ(call(&vga_wrapper, CLAIM, 4, 0), 0);       /* it is another */
    CHECK(call(&vga_wrapper, SEGMENT, 4, 0) > 0);
    card_wrapper.released(3);
    CHECK(descriptors() == 1 && open_port_count() == 2);
    vga_wrapper.released(4);
    is_free(digest);
}

/* Not its ports or lines make it one binding's: it has none. */
static void test_memory_alone(void)
{
    CHECK_EQ(call(&rom_wrapper, CLAIM, 5, 0), 0);
    CHECK_EQ(call(&rom_wrapper, CLAIM, 6, 0), E_BUSY);
    CHECK_EQ(call(&rom_wrapper, SEGMENT, 6, 0), E_OWNER);
    CHECK_EQ(call(&rom_wrapper, ATTACH, 5, 0), E_RANGE);
    CHECK_EQ(call(&rom_wrapper, RELEASE, 5, 0), 0);
    CHECK_EQ(call(&rom_wrapper, CLAIM, 6, 0), 0);
    rom_wrapper.released(6);
}

static void test_registers(u32 selector)
{
    static const u32 others[] = { 0, 0x21, 0x2b, THREAD_DS, 0x07 };

    for (u32 i = 0; i < 4 * 4 * ARRAY_SIZE(others); i++) {
        const u32 rpl = i % 4, which = i / 4 % 4, other = others[i / 16];
        const u32 mine = (selector & ~3u) | rpl;
        CHECK_EQ(call(&vga_wrapper, CLAIM, 7, 0), 0);
        CHECK_EQ(call(&vga_wrapper, SEGMENT, 7, 0), selector);
        fs = which & 1 ? mine : other;
        gs = which & 2 ? mine : other;
        const u32 before = refreshed;
        vga_wrapper.released(7);
        CHECK_EQ(fs, which & 1 ? 0 : other);
        CHECK_EQ(gs, which & 2 ? THREAD_DS : other);
        CHECK_EQ(refreshed, before + 1);
        CHECK(!descriptors() && !open_port_count());
    }
}

int main(void)
{
    const u32 digest = card_wrapper.digest(0);

    test_description();
    for (u32 owner = 1; owner < BINDINGS; owner++)
        test_grant(owner, digest);
    test_refused(digest);
    test_memory_alone();
    for (paging_state = 0; paging_state < 2; paging_state++)
        test_registers(DEVICE_FIRST * 8 | 1);
    return check_done();
}
