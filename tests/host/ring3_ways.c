/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3.S */
/* flags: -m32 -no-pie */
/*
 * modules/lib/ring3: gates.S fault.S sysenter.S selectors.S; and
 * modules/lib/space/concurrency.S: each entry and each way back, where every
 * register, flag and segment holds what a client may have left there.
 */
#include "ring3_world.h"

#include <sys/mman.h>

#define DIRTY 0x4c93                    /* NT, DF, and all arithmetic flags */
#define LINK 0x7001
#define ESP3 0x5000
#define SS3 0x99
#define BACK ((u32)ring_back)

static const struct ring_in dirty = { 0xaaaa, 0xb0b0, 0x5151, 0xd1d1, 0xeb9,
                                      CLIENT_DATA, DIRTY, CLIENT_STACK, 0xd0,
                                      CLIENT_STACK };
extern const struct { u32 dwords, entry; } client_entries[GATES_OF_CLIENT];
extern const u32 near_entries[SERVICES];
void client_fault_entry(void);
void sysenter_entry(void);

static void is_back(u32 eax)
{
    CHECK_EQ(ring_out.eax, eax);
    CHECK_EQ(ring_out.ebp, dirty.ebp);
    CHECK_EQ(ring_out.ebx, dirty.ebx);
    CHECK_EQ(ring_out.esi, dirty.esi);
    CHECK_EQ(ring_out.edi, dirty.edi);
    CHECK_EQ(ring_out.ds, CLIENT_DATA);
    CHECK_EQ(ring_out.es, CLIENT_DATA);
    CHECK_EQ(called_times, 1);
    called_times = 0;
}

/* --- Gates ---------------------------------------------------------------- */

/* eip cs; the stub's return address and the arguments; esp ss client link. */
static u32 lay_gate(u32 *words, u32 dwords)
{
    u32 n = 0;

    words[n++] = BACK;
    words[n++] = HOST_CS;
    for (u32 i = 0; i < dwords; i++)
        words[n++] = 0x1000 + i;
    words[n++] = ESP3;
    words[n++] = SS3;
    words[n++] = (u32)&client;
    words[n++] = LINK;
    return n;
}

static void test_gate(u32 i)
{
    const u32 dwords = client_entries[i].dwords;
    u32 words[16];

    called_service = 99;
    result_next = 0xe0 + i;
    ring_enter((const void *)client_entries[i].entry, words,
               lay_gate(words, dwords), &dirty);
    if (i == SERVICE_NULL) {            /* ring 1 is not noticed */
        called_times++;
        CHECK_EQ(dwords, 0);
        CHECK_EQ(ring_out.word[0], ESP3);
        CHECK(ring_out.eax == 0 && ring_out.es == CLIENT_STACK);
        ring_out.eax = 0xe4;
        ring_out.es = CLIENT_DATA;
        return is_back(0xe4);
    }
    CHECK_EQ(called_service, i);
    is_at_ring1(i == SERVICE_HAND_OFF ? CLIENT_STACK : HOST_GS);
    for (u32 arg = 1; arg < dwords; arg++)
        CHECK_EQ(called_arg[arg - 1], 0x1000 + arg);
    CHECK_EQ(link_word, LINK);
    CHECK_EQ(ring_out.word[0], ESP3 - 4 * dwords);
    CHECK_EQ(ring_out.word[1], SS3);
    CHECK_EQ(ring_out.word[2], (u32)&client);
    CHECK_EQ(ring_out.word[3], LINK);
    CHECK_EQ(seen_link, ring_out.esp + 12);
    is_back(0xe0 + i);
}

/* Out of the client: what is two words behind its link is gone, and it was
 * entered with that frame. */
static void test_exit(void)
{
    u32 words[16], entered[2] = { LINK, BACK };
    const u32 count = lay_gate(words, 2);

    words[count - 1] = entered[0];
    words[count] = entered[1];
    ring_enter((const void *)client_entries[SERVICE_EXIT].entry, words,
               count + 1, &dirty);
    CHECK_EQ(ring_out.eax, 0x1001);     /* its argument */
    CHECK_EQ(ring_out.ebp, LINK);
    CHECK_EQ(ring_out.ds, HOST_DS);
    CHECK_EQ(ring_out.es, HOST_DS);
    CHECK_EQ(ring_out.eflags & 0x4400, 0);
    CHECK_EQ(called_times, 0);
}

/* exit yield hand_off print null map unmap protect grow attach graph, call */
static void test_gates(void)
{
    static const u32 dwords[] = { 2, 1, 2, 3, 0, 5, 3, 4, 3, 5, 4, 6 };

    for (u32 i = 0; i < GATES_OF_CLIENT; i++) {
        CHECK_EQ(client_entries[i].dwords, dwords[i]);
        if (i == SERVICE_EXIT)
            test_exit();
        else if (i < SERVICES)
            test_gate(i);
    }
}

/* --- Calls through slots -------------------------------------------------- */

static u32 plain_calls;

/* What a slot leads to, called without bytes. */
static int served(u32 operation, const void *in, u32 in_size, void *out,
                  u32 out_size)
{
    look();
    CHECK(operation == 0x1001 && !in && !in_size && !out && !out_size);
    plain_calls++;
    called_times++;
    if (dies_inside)
        client.proxy->is_dead = 1;
    ring_ldt += strays;
    lose_registers();
    return (int)result_next;
}

static const struct service services[3] = { { served }, { served }, { served } };
static const struct service *volatile slots[3] = { &services[0], &services[1],
                                                   &services[2] };
static struct proxy proxy = { .slot_count = 3, .slots = slots };

/* eip cs; the stub's caller, operation, in, in_size, out, out_size. */
static void call_slot(u32 slot, u32 in_size, u32 out_size)
{
    struct ring_in in = dirty;
    u32 words[16];
    const u32 count = lay_gate(words, 6);

    in.eax = slot;
    words[5] = in_size;
    words[7] = out_size;
    words[count] = BACK;                /* the client's frame behind the link */
    called_times = plain_calls = 0;
    called_service = 99;
    called_slot = NULL;
    ring_enter((const void *)client_entries[GATE_CALL].entry, words,
               count + 1, &in);
}

/* Back behind the stub's LCALL, its arguments dropped. */
static void is_behind(u32 eax)
{
    CHECK_EQ(ring_out.word[0], ESP3 - 4 * 6);
    CHECK_EQ(ring_out.word[1], SS3);
    CHECK_EQ(ring_out.word[2], (u32)&client);
    is_back(eax);
}

static void check_call(u32 slot, u32 in_size, u32 out_size)
{
    const int with_bytes = in_size || out_size;

    call_slot(slot, in_size, out_size);
    CHECK_EQ(plain_calls, !with_bytes);
    CHECK_EQ(called_times, 1);
    CHECK_EQ(link_word, LINK);
    is_at_ring1(HOST_GS);
    CHECK(called_slot == (with_bytes ? slots[slot] : NULL));
    if (with_bytes) {
        const u32 arg[] = { 0x1001, 0x1002, in_size, 0x1004, out_size };
        CHECK(!memcmp(called_call, arg, sizeof(arg)));
    }
}

static void test_no_slot(u32 slot)
{
    call_slot(slot, 0, 0);
    CHECK_EQ(called_times, 0);
    called_times = 1;
    is_behind((u32)E_UNBOUND);
    call_slot(slot, 1, 0);
    CHECK_EQ(called_times, 0);
    called_times = 1;
    is_behind((u32)E_UNBOUND);
}

static void test_slots(void)
{
    static const u32 none[] = { 3, 4, 0x3fffffff, 0x40000000, 0x80000000,
                                0xffffffff };
    static const u32 sizes[] = { 0, 1, 0x8000, 0xffffffff };

    client.proxy = NULL;
    test_no_slot(0);
    client.proxy = &proxy;
    for (u32 i = 0; i < ARRAY_SIZE(none); i++)
        test_no_slot(none[i]);
    for (u32 i = 0; i < 3 * 16 * 2 * 3; i++) {
        dies_inside = i / 48 % 2;
        strays = i / 96 ? 0x10000 + i : 0;
        return_says = i / 96 == 2 ? E_HANDLE : 0;
        proxy.is_dead = 0;
        result_next = 0x500 + i;
        returns = 0;
        check_call(i % 3, sizes[i / 3 % 4], sizes[i / 12 % 4]);
        CHECK_EQ(returns, strays != 0);
        if (!dies_inside && !return_says) {
            is_behind(0x500 + i);
            continue;
        }
        CHECK_EQ(ring_out.eax, (u32)E_DIED);    /* it is left for good */
        CHECK_EQ(ring_out.ebp, LINK);
        CHECK_EQ(ring_out.ds, HOST_DS);
    }
    dies_inside = 0;
    called_times = strays = 0;
    client.proxy = NULL;
}

/* Without a gate: EDX is the client, and all else is as in a call in C. */
static void test_near(void)
{
    const u32 words[] = { BACK, 0x1001, 0x1002, 0x1003, 0x1004 };
    const struct ring_in in = { 0xaaaa, 0xb0b0, 0x5151, 0xd1d1, (u32)words,
                                HOST_DS, 2, HOST_DS, (u32)&client, HOST_GS };

    for (u32 i = 0; i < SERVICES; i++) {
        result_next = i == SERVICE_NULL ? 0 : 0xa0 + i;
        called_service = SERVICE_NULL;
        called_times = i == SERVICE_NULL;
        ring_enter((const void *)near_entries[i], words, 5, &in);
        CHECK_EQ(called_times, 1);
        CHECK_EQ(called_service, i);
        CHECK_EQ(ring_out.eax, result_next);
        CHECK_EQ(ring_out.ebp, in.ebp);
        CHECK(ring_out.ebx == in.ebx && ring_out.esi == in.esi);
        CHECK_EQ(ring_out.edi, in.edi);
        CHECK_EQ(ring_out.word[0], 0x1001);     /* its caller's still */
        for (u32 k = 0; k < (i == SERVICE_NULL ? 0 : i == SERVICE_HAND_OFF
                             ? 1 : 4); k++)
            CHECK_EQ(called_arg[k], 0x1001 + k);
        if (i != SERVICE_NULL && i != SERVICE_HAND_OFF)
            CHECK_EQ(link_word, in.ebp);
    }
    called_times = 0;
}

/* --- Faults --------------------------------------------------------------- */

static u32 new_ds, new_es;

static void mend(struct client_fault *fault)
{
    CHECK((u16)fault->ds == CLIENT_DATA && (u16)fault->es == CLIENT_STACK);
    CHECK(fault->eax == dirty.eax && fault->ebx == dirty.ebx);
    CHECK(fault->esi == dirty.esi && fault->edi == dirty.edi);
    CHECK(fault->ebp == dirty.ebp);
    CHECK(fault->vector == 14 && fault->error == 5 && fault->esp == ESP3);
    CHECK(fault->eip == BACK && fault->cs == HOST_CS && fault->ss == SS3);
    CHECK_EQ(link_word, LINK);
    CHECK_EQ(seen_link, (u32)&fault->ss + 8);
    *fault = (struct client_fault){
        .es = new_es, .ds = new_ds, .edi = 1, .esi = 2, .ebp = 3, .ebx = 4,
        .edx = 5, .ecx = 6, .eax = 7, .eip = BACK, .cs = HOST_CS,
        .eflags = 0xc93, .esp = ESP3 };
}

/* What the model makes of the registers, the client has; a selector that has
 * gone meanwhile is null. */
static void test_faults(void)
{
    static const struct { u32 selector, left; } cases[] = {
        { CLIENT_DATA, CLIENT_DATA }, { CLIENT_STACK, CLIENT_STACK },
        { 0x2f, 0 }, { 0xffff, 0 }, { 0, 0 }, { HOST_DS, HOST_DS } };
    const u32 words[] = { 14, 5, BACK, HOST_CS, 0x202, ESP3, SS3,
                          (u32)&client, LINK };

    on_fault = mend;
    for (u32 i = 0; i < ARRAY_SIZE(cases) * ARRAY_SIZE(cases); i++) {
        const u32 ds = i / ARRAY_SIZE(cases), es = i % ARRAY_SIZE(cases);
        new_ds = cases[ds].selector;
        new_es = cases[es].selector;
        called_times = 0;
        ring_enter(client_fault_entry, words, 9, &dirty);
        CHECK_EQ(called_times, 1);
        is_at_ring1(HOST_GS);
        CHECK_EQ(ring_out.ds, cases[ds].left);
        CHECK_EQ(ring_out.es, cases[es].left);
        CHECK_EQ(ring_out.gs, 0);       /* nobody else runs meanwhile */
        CHECK(ring_out.edi == 1 && ring_out.esi == 2 && ring_out.ebp == 3);
        CHECK(ring_out.ebx == 4 && ring_out.edx == 5 && ring_out.ecx == 6);
        CHECK_EQ(ring_out.eax, 7);
        CHECK_EQ(ring_out.eflags & 0x4cd5, 0xc91);
        CHECK_EQ(ring_out.word[0], ESP3);
    }
    called_times = 0;
}

/* --- SYSENTER ------------------------------------------------------------- */

/* Low enough for a limit in bytes: it jumps to ring_back, in a segment of its
 * own, too. */
static u8 *landing;
#define LANDING_CS 0x2f                 /* its base is the landing */

static void land(void)
{
    landing = mmap((void *)0x40000, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    CHECK(landing == (void *)0x40000);
    landing[0] = 0xea;                  /* LJMP */
    memcpy(landing + 1, &(u32){ BACK }, 4);
    memcpy(landing + 5, &(u32){ HOST_CS }, 2);
}

static void enter(u32 number, u32 eip, u32 cs)
{
    const u32 words[] = { eip, cs, ESP3, SS3, (u32)&client, LINK };
    struct ring_in in = dirty;

    in.eax = number;
    ring_enter(sysenter_entry, words, 6, &in);
}

static void test_sysenter(void)
{
    const u32 at = (u32)landing;

    for (u32 i = 0; i < SERVICES; i++) {
        result_next = 0x70 + i;
        enter(i, at, HOST_CS);
        CHECK_EQ(called_service, i);
        CHECK(called_arg[0] == dirty.ebx && called_arg[1] == dirty.esi);
        CHECK(called_arg[2] == dirty.edi && called_arg[3] == dirty.ebp);
        is_at_ring1(HOST_GS);
        CHECK_EQ(link_word, LINK);
        CHECK_EQ(seen_link, ring_out.esp + 12);
        CHECK_EQ(ring_out.word[0], ESP3);
        is_back(0x70 + i);
    }
    for (u32 i = 0; i < 3; i++) {       /* there is no such service */
        enter(SERVICES + i * 0x4000000, at, HOST_CS);
        called_times++;
        is_back((u32)E_INVALID);
    }
}

/* The last byte of the client's code is an EIP; from the next on there is
 * none, and it goes on at 0. */
static void test_limit(void)
{
    const u32 at = (u32)landing;

    for (u32 beyond = 0; beyond < 3; beyond++) {
        CHECK_EQ(ring_segment(CLIENT_CODE, 0, at + 1 - beyond, RING_CODE, 0),
                 0);
        enter(SERVICE_YIELD, at, beyond ? LANDING_CS : HOST_CS);
        CHECK_EQ(called_times, !beyond);
        if (!beyond)
            is_back(result_next);
    }
    enter(SERVICE_YIELD, 0xffffffff, LANDING_CS);
    CHECK_EQ(called_times, 0);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    concurrency[0] = (u32)threads;
    land();
    CHECK_EQ(ring_segment(CLIENT_DATA, 0x1000, 1, RING_DATA, 1), 0);
    CHECK_EQ(ring_segment(CLIENT_STACK, 0, 4096, RING_DATA, 0), 0);
    CHECK_EQ(ring_segment(CLIENT_CODE, 0, 0x50000, RING_CODE, 0), 0);
    ring_no_segment(0x2f);
    test_gates();
    test_slots();
    test_near();
    test_faults();
    CHECK_EQ(ring_segment(LANDING_CS, (u32)landing, 4096, RING_CODE, 0), 0);
    test_sysenter();
    test_limit();
    return check_done();
}
