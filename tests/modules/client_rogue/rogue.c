/* SPDX-License-Identifier: MIT */
/* A client that means no good, as a caller and as a server: argument and
 * operation are an act (rogue.h), and in the upper bytes its argument. */
#include "client.h"
#include "binding.h"
#include "rogue.h"

#include "native/stub.h"

CLIENT("rogue");
DEIMOS_RECEPTACLE(server, service, "service");

#define CALL_BYTES 16384u
#define PAGE 4096u

int rogue_gate(u32 slot, u32 esp, u32 flags);
void rogue_jump(u32 to, u32 method, u32 esp);

static u8 bytes[2 * CALL_BYTES];
static u32 visited;             /* where ESP was in a call into it */

static u32 stubs(void) { return *(const u32 *)client; }

/* --- Odd arguments --------------------------------------------------------- */

static const u32 sizes[] = {
    0, 1, 3, 4, 4096, 8192, 16380, 16381, 16383, 16384, 16385, 32768,
    0x7fffffff, 0x80000000, 0xffffc000, 0xfffffffc, 0xfffffffd, 0xffffffff,
};
#define SIZES (sizeof(sizes) / sizeof(*sizes))

static u32 pointer(u32 i)
{
    const u32 stack = (u32)__builtin_frame_address(0) - 1024;
    const u32 list[] = {
        0, 1, 4, 4095, PAGE, (u32)bytes, (u32)bytes + 1, stack, stubs(),
        stubs() + IMAGE_STUBS - 4, (u32)pointer, (u32)sizes, visited - 1024,
        (u32)bytes + sizeof(bytes) - 4, 0x7fffffff, 0x80000000, 0x800f0000,
        0x81770000, 0xc0000000, 0xffff0000, 0xfffff000, 0xfffffffc, 0xffffffff,
    };

    return i < sizeof(list) / sizeof(*list) ? list[i] : 0xdead0000;
}

#define POINTERS 24

/* What fits and lies in `bytes` must be done, all else be refused or done. */
static int one(u32 in, u32 in_size, u32 out, u32 out_size)
{
    const int result = server->call(ROGUE_NOTHING, (const void *)in, in_size,
                                    (void *)out, out_size);
    const u32 all = ((in_size + 3) & ~3u) + out_size;
    const int fits = in_size <= CALL_BYTES && out_size <= CALL_BYTES &&
                     all <= CALL_BYTES;

    if (!fits)
        return result == E_RANGE || result == E_ADDRESS;
    if (in == (u32)bytes && out == (u32)bytes)
        return result == ROGUE_OK;
    return result == ROGUE_OK || result == E_ADDRESS;
}

static int product(u32 pointers)
{
    const u32 in = pointers / POINTERS, out = pointers % POINTERS;

    for (u32 i = 0; i < SIZES; i++)
        for (u32 k = 0; k < SIZES; k++)
            if (!one(pointer(in), sizes[i], pointer(out), sizes[k]))
                return (int)(0x1000000 | i << 8 | k);
    return ROGUE_OK;
}

/* --- The gate by hand ------------------------------------------------------ */

static int slot(u32 i)
{
    static const u32 list[] = { 0, 1, 2, 15, 16, 17, 0xff, 0x100, 0x7fffffff,
                                0x80000000, 0xfffffffe, 0xffffffff };
    u32 words[16] = { 0, ROGUE_NOTHING };
    const int result = rogue_gate(i < 12 ? list[i] : 1u << (i & 31),
                                  (u32)words, 2);

    return result == ROGUE_OK || result == E_UNBOUND ? ROGUE_OK : result;
}

static int stack(u32 i)
{
    const u32 here = (u32)__builtin_frame_address(0) & ~(PAGE - 1);
    const u32 list[] = { 0, here, (u32)bytes, stubs(), (u32)stack & ~(PAGE - 1),
                         0x80000000, visited & ~(PAGE - 1) };
    const u32 esp = list[i % 7] + i / 7 - 32;
    static const u32 flags[] = { 2, 0x402, 0x4002, 0x40002 };

    rogue_gate(0, esp, flags[i % 4]);
    return ROGUE_OK;
}

/* --- Faults ---------------------------------------------------------------- */

static int fault(u32 i)
{
    static const u16 unmasked = 0x340;

    switch (i) {
    case 0: __asm__ volatile("xor %%ecx, %%ecx\n\tdiv %%ecx" ::: "eax", "ecx",
                             "edx"); break;
    case 1: __asm__ volatile("pushf\n\torl $0x100, (%esp)\n\tpopf\n\tnop"); break;
    case 3: __asm__ volatile("int3"); break;
    case 4: __asm__ volatile("mov $0x7fffffff, %%eax\n\tadd $1, %%eax\n\tinto"
                             ::: "eax"); break;
    case 5: __asm__ volatile("bound %0, (%1)" :: "r"(-1), "r"(sizes)); break;
    case 6: __asm__ volatile("ud2"); break;
    case 10: __asm__ volatile("int $10"); break;
    case 11: __asm__ volatile("mov %0, %%fs" :: "r"(0xffff)); break;
    case 12: __asm__ volatile("mov %0, %%ss" :: "r"(0)); break;
    case 13: __asm__ volatile("hlt"); break;
    case 14: *(volatile u32 *)0x30000000 = 1; break;
    case 16: __asm__ volatile("fninit\n\tfldcw %0\n\tfld1\n\tfldz\n\t"
                              "fdivrp %%st, %%st(1)\n\tfwait" :: "m"(unmasked));
        break;
    case 17: __asm__ volatile("int $17"); break;
    default: __asm__ volatile("int $0x80"); break;
    }
    return ROGUE_OK;
}

static int overflow(u32 i)
{
    volatile u32 here[64];

    here[i & 63] = i;
    return i == 0xffffffff ? 0 : overflow(i + 1) + (int)here[i & 63];
}

/* --- Its own memory for visits --------------------------------------------- */

static int area(u32 how)
{
    const u32 page = visited & ~(PAGE - 1);
    u32 at = 0;

    if (!visited)
        return -1000;
    if (how == 0)
        client->unmap(page, PAGE);
    if (how == 1)
        client->unmap(page + PAGE, CALL_BYTES);
    if (how == 2)
        client->protect(page + PAGE, CALL_BYTES, 1);
    if (how == 3)
        client->protect(page, PAGE, 1);
    if (how == 4)
        client->unmap(page, PAGE + CALL_BYTES);
    if (how == 5) {
        client->unmap(page, PAGE + CALL_BYTES);
        client->map(0, PAGE, 3, &at);
    }
    return ROGUE_OK;
}

/* --- x87 registers --------------------------------------------------------- */

static void leave_secret(void)
{
    __asm__ volatile("fninit\n\tfldpi\n\tfldl2e\n\tfldln2\n\tfldlg2\n\tfldl2t");
}

static int look_at_fpu(void)
{
    u32 state[27];

    server->call(ROGUE_SECRET, NULL, 0, NULL, 0);
    __asm__ volatile("fnsave %0" : "=m"(state));
    for (u32 i = 7; i < 27; i++)
        if (state[i])
            return (int)i;
    return ROGUE_OK;
}

static int ask(u32 operation)
{
    const u32 size = operation & ROGUE_BYTES ? 100 : 0;

    return server->call(operation & ~ROGUE_BYTES, bytes, size, bytes + 200,
                        size);
}

static int act(u32 word)
{
    const u32 argument = word >> 8;

    switch (word & 0xff) {
    case ROGUE_PRODUCT: return product(argument);
    case ROGUE_SLOT: return slot(argument);
    case ROGUE_STACK: return stack(argument);
    case ROGUE_FAULT: return fault(argument);
    case ROGUE_VISIT:
        rogue_jump(stubs() + SERVICES * IMAGE_STUB + STUB_VISIT + argument,
                   (u32)act, (u32)bytes + sizeof(bytes) - argument);
        break;
    case ROGUE_AREA: return area(argument);
    case ROGUE_ASK: return ask(argument);
    case ROGUE_FPU: return look_at_fpu();
    case ROGUE_EXIT: client->exit((int)argument); break;
    case ROGUE_OVERFLOW: return overflow(argument);
    case ROGUE_RESULT: return 0x7fffffff;
    case ROGUE_SECRET: leave_secret(); break;
    case ROGUE_YIELD:
        for (u32 i = 0; i <= argument; i++)
            client->yield();
        break;
    }
    return ROGUE_OK;
}

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    (void)in, (void)in_size, (void)out, (void)out_size;
    visited = (u32)__builtin_frame_address(0);
    return act(operation);
}

static const struct service service = { call };

DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);

int client_main(u32 argument)
{
    return act(argument);
}
