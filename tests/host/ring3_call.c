/* SPDX-License-Identifier: MIT */
/* sources: core/lib/error.c */
/*
 * A call with bytes out of a client: every size around the limits, what of its
 * memory is there, all that the service can answer. Nothing is read or written but
 * what it says, and that through the buffer of the one who calls; and where its model
 * can say what may be written, nothing before the service has answered.
 */
#include "../../modules/lib/ring3/call.c"
#define client_may_write written_back
#include "../../modules/lib/ring3/may_write.c"
#undef client_may_write

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define BASE 0x10000u                   /* of the client's memory */
#define ROOM (4 * PAGE_SIZE + 5 * PAGE_SIZE)
#define SPACE 9
#define IN (BASE + 100)
#define OUT (BASE + 4 * PAGE_SIZE + 200)
#define SECRET 0xaa
#define SLOT 3

static u8 memory[ROOM];
static u32 read_end, write_end, hole, calls, late;
static u8 *buffers;
static struct proxy proxy;
static struct client client = { .head.handle = SPACE, .proxy = &proxy };

/* What the processor and the gate leave: arguments, esp and ss, the client. */
static struct {
    struct call call;
    u32 esp, ss;
    struct client *client;
    u32 link;
} stack;

static int is_there(u32 address, u32 size, u32 end)
{
    return address >= BASE && size <= ROOM && address - BASE <= end - size &&
           size <= end && !(hole && hole - address < size);
}

static u32 has_own;             /* the model has a word of its own */

int client_may_write(int space, u32 address, u32 size)
{
    if (!has_own)
        return written_back(space, address, size);
    CHECK_EQ(space, SPACE);
    return is_there(address, size, write_end) ? 0 : E_ADDRESS;
}

/* Who is bound; others may run while bytes are copied, and it is gone then. */
static int nobody_calls(u32 operation, const void *in, u32 in_size, void *out,
                        u32 out_size)
{
    (void)operation, (void)in, (void)in_size, (void)out, (void)out_size;
    return E_DEAD;
}

static const struct service nobody = { nobody_calls };
static const struct service *volatile slots[SLOT + 1];
static u32 goes;

static int read(int space, u32 address, void *data, u32 size)
{
    CHECK_EQ(space, SPACE);
    if (!is_there(address, size, read_end))
        return E_ADDRESS;
    memcpy(data, memory + address - BASE, size);
    slots[SLOT] = goes ? &nobody : slots[SLOT];
    return 0;
}

static int write(int space, u32 address, const void *data, u32 size)
{
    CHECK_EQ(space, SPACE);
    CHECK(calls || !has_own);
    if (late && calls)
        return E_ADDRESS;
    if (!is_there(address, size, write_end))
        return E_ADDRESS;
    memcpy(memory + address - BASE, data, size);
    return 0;
}

const struct memory model_memory = { .read = read, .write = write };

/* --- The service --------------------------------------------------------- */

static int answer, is_main;
static u8 pattern(u32 i) { return (u8)(i * 13 + 1); }

static void check_place(const u8 *at, u32 size)
{
    const u8 *own = buffers + (is_main ? 0 : CALL_BYTES);

    CHECK(at >= own && size <= CALL_BYTES &&
          (u32)(at - own) <= CALL_BYTES - size);
}

static int serve(u32 operation, const void *in, u32 in_size, void *out,
                 u32 out_size)
{
    calls++;
    CHECK_EQ(operation, 0x4321);
    CHECK(in_size == stack.call.in_size && out_size == stack.call.out_size);
    CHECK(!in == !in_size && !out == !out_size);
    if (in) {
        check_place(in, in_size);
        CHECK(!memcmp(in, memory + IN - BASE, in_size));
    }
    if (!out)
        return answer;
    check_place(out, out_size);
    CHECK(!in || (u8 *)out >= (const u8 *)in + in_size);
    CHECK_EQ((u32)out % 4, 0);
    for (u32 i = 0; i < out_size; i++)
        ((u8 *)out)[i] = pattern(i);
    return answer;
}

static const struct service service = { serve };

/* --- One call ------------------------------------------------------------ */

static void fill(void)
{
    memset(memory, SECRET, sizeof(memory));
    for (u32 i = 0; i < 4 * PAGE_SIZE; i++)
        memory[IN - BASE + i] = (u8)(i * 7);
    calls = 0;
}

/* Nothing is changed but the first `size` bytes of the answer. */
static void check_memory(u32 size)
{
    static u8 before[ROOM];

    memcpy(before, memory, sizeof(memory));
    const u32 was = calls;
    fill();
    calls = was;
    for (u32 i = 0; i < size; i++)
        memory[OUT - BASE + i] = pattern(i);
    CHECK(!memcmp(before, memory, sizeof(memory)));
}

static int expected(u32 in, u32 out)
{
    if (in > CALL_BYTES || out > CALL_BYTES - ((in + 3) & ~3u))
        return E_RANGE;
    if (in && !is_there(IN, in, read_end))
        return E_ADDRESS;
    return out && ((!has_own && !is_there(OUT, out, read_end)) ||
                   !is_there(OUT, out, write_end)) ? E_ADDRESS : 0;
}

static void test_call(u32 in, u32 out, int says)
{
    const int error = expected(in, out);
    const u32 size = says <= 0 ? 0 : (u32)says < out ? (u32)says : out;

    fill();
    slots[SLOT] = &service;
    answer = says;
    stack.call = (struct call){ 0x4321, (void *)IN, in, (void *)OUT, out };
    client.stack1 = (u32)&stack.client + (is_main ? 0 : 64);
    const int result = client_call(&client, &stack.call, SLOT);
    CHECK_EQ(calls, !error);
    if (late && size && !error) {
        CHECK_EQ(result, E_ADDRESS);
        return;
    }
    CHECK_EQ(result, error < 0 ? error : says);
    check_memory(error < 0 ? 0 : size);
}

static void test_gone(void)
{
    goes = 1;
    slots[SLOT] = &service;
    stack.call = (struct call){ 0x4321, (void *)IN, 8, (void *)OUT, 8 };
    fill();
    CHECK_EQ(client_call(&client, &stack.call, SLOT), E_DEAD);
    CHECK_EQ(calls, 0);
    check_memory(0);
    goes = 0;
}

static const u32 sizes[] = { 0, 1, 3, 4, 5, 100, 4095, 4096, 4097, 8191, 8192,
    16380, 16381, 16383, 16384, 16385, 0x7fffffff, 0xfffffffc, 0xfffffffd,
    0xffffffff };

static void test_answers(u32 in, u32 out)
{
    const int says[] = { E_DIED, E_FULL, -1, 0, 1, (int)out - 1, (int)out,
                         (int)(out + 1u), 0x7fffffff };

    for (u32 i = 0; i < ARRAY_SIZE(says); i++)
        test_call(in, out, says[i]);
}

static void test_sizes(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++)
        for (u32 k = 0; k < ARRAY_SIZE(sizes); k++)
            for (is_main = 0; is_main < 2; is_main++)
                test_answers(sizes[i], sizes[k]);
}

/* The client's memory ends, or a page of it is not there. */
static void test_ends(void)
{
    /* 3896: to the end of its first page */
    static const u32 some[] = { 0, 1, 5, 3896, 4096, 8192, 9000 };

    for (u32 i = 0; i < 49; i++) {
        const u32 in = some[i % 7], out = some[i / 7];
        const u32 ends[] = { IN + in - BASE, OUT + out - BASE };
        for (u32 k = 0; k < 12; k++) {
            const u32 end = ends[k % 2] + k / 4 - 1;
            read_end = k & 2 ? end : ROOM;
            write_end = k & 2 ? ROOM : end;
            test_call(in, out, (int)out);
        }
        read_end = write_end = ROOM;
        for (u32 k = 0; k < 9; k++) {
            hole = BASE + k * PAGE_SIZE;
            test_call(in, out, (int)out);
        }
        hole = 0;
        late = 1;                       /* it goes while the service works */
        test_call(in, out, (int)out);
        test_call(in, out, 7);
        late = 0;
    }
}

int main(void)
{
    proxy.slots = slots;
    proxy.buffers = buffers = malloc(2 * CALL_BYTES);
    read_end = write_end = ROOM;
    for (has_own = 0; has_own < 2; has_own++) {
        test_sizes();
        test_ends();
        test_gone();
    }
    free(buffers);
    return check_done();
}
