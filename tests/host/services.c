/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/client/service.c core/lib/string.S */
/*
 * What a client asks for reaches its own space with its own arguments; and
 * nothing is done before it is known that all of it can be: each read and
 * write of the space fails in turn.
 */
#include "../../modules/lib/client/client.h"
#include "../../modules/lib/space/parts.h"
#include "../../modules/lib/client/service.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

#define SPACE 77
#define BASE 5000u
#define ROOM 1000u

static u8 memory[ROOM];                 /* of the client, at BASE */
static u32 readable = ROOM, writable = ROOM;    /* up to here */
static char printed[ROOM];
static u32 printed_size;
static struct { u32 method, a, b, c; char name[64]; } done;
static int answer;
#define STACK1 0x4400u
static struct client client = { .head.handle = SPACE, .stack1 = STACK1 };

static int is_in(u32 address, u32 size, u32 end)
{
    return address >= BASE && address - BASE <= end &&
           size <= end - (address - BASE);
}

static int read(int space, u32 address, void *data, u32 size)
{
    CHECK_EQ(space, SPACE);
    if (!is_in(address, size, readable))
        return E_ADDRESS;
    memcpy(data, memory + (address - BASE), size);
    return 0;
}

static int write(int space, u32 address, const void *data, u32 size)
{
    CHECK_EQ(space, SPACE);
    if (!is_in(address, size, writable))
        return E_ADDRESS;
    memcpy(memory + (address - BASE), data, size);
    return 0;
}

static int note(u32 method, u32 a, u32 b, u32 c, u32 *at)
{
    CHECK_EQ(done.method, 0);
    done.method = method, done.a = a, done.b = b, done.c = c;
    if (at && answer >= 0)
        *at = 0x12345678;
    return answer;
}

static int map(int space, u32 a, u32 b, u32 c, u32 *at)
{
    return note(1 + (u32)(space != SPACE) * 10, a, b, c, at);
}

static int unmap(int space, u32 a, u32 b)
{
    return note(2 + (u32)(space != SPACE) * 10, a, b, 0, NULL);
}

static int protect(int space, u32 a, u32 b, u32 c)
{
    return note(3 + (u32)(space != SPACE) * 10, a, b, c, NULL);
}

static int grow(int space, u32 a, u32 *at)
{
    return note(4 + (u32)(space != SPACE) * 10, a, 0, 0, at);
}

static int attach(int space, const char *name, u32 b, u32 c, u32 *at)
{
    strcpy(done.name, name);
    return note(5 + (u32)(space != SPACE) * 10, 0, b, c, at);
}

static int console_write(u32 channel, const void *data, u32 size)
{
    CHECK(channel == CONSOLE_TEXT && printed_size + size <= ROOM);
    memcpy(printed + printed_size, data, size);
    printed_size += size;
    return (int)size;
}

static int yield(void) { return 1234; }

static const struct console consoles = { .write = console_write };
static const struct concurrency threads = { .yield = yield };
const struct console *volatile console = &consoles;
const struct concurrency *volatile concurrency = &threads;
const struct memory model_memory = {
    .read = read, .write = write, .map = map, .unmap = unmap,
    .protect = protect, .grow = grow, .attach = attach,
};

/* A stack frame of client_main's thread, if this one is in it. */
#define BEGAN 0x4300u
static const struct nmm machine;
const struct nmm *volatile nmm = &machine;
static int is_own, own_asked;

int backtrace_is_own(u32 began, const struct nmm *n)
{
    CHECK(began == BEGAN && n == &machine);
    own_asked++;
    return is_own;
}

void client_leave(u32 link, int status)
{
    CHECK(link == STACK1 + sizeof(struct client *) && status == 42);
    CHECK(client.head.active && is_own);
    exit(check_done());                 /* it does not return: the last */
}

/* Where the answer goes, with so many bytes to read and write. */
static int ask(service *method, const u32 *arg, u32 where)
{
    u32 word = 0xaaaaaaaa;

    memcpy(memory + 100, &word, 4);
    memset(&done, 0, sizeof(done));
    readable = where & 1 ? 103 : ROOM;
    writable = where & 2 ? 103 : ROOM;
    const int result = method(&client, arg);
    readable = writable = ROOM;
    memcpy(&word, memory + 100, 4);
    CHECK_EQ(word, result >= 0 && !where ? 0x12345678 : 0xaaaaaaaa);
    return result;
}

static void test_answers(service *method, u32 number, const u32 *arg)
{
    const int results[] = { 0, 7, -1, E_NOMEM, E_RANGE };

    for (u32 where = 1; where < 4; where++) {
        CHECK_EQ(ask(method, arg, where), E_ADDRESS);
        CHECK_EQ(done.method, 0);       /* it is not done */
    }
    for (u32 i = 0; i < 5; i++) {
        answer = results[i];
        CHECK_EQ(ask(method, arg, 0), answer);
        CHECK_EQ(done.method, number);
    }
}

static void test_plain(service *method, u32 number, const u32 *arg)
{
    for (answer = -3; answer < 4; answer++) {
        memset(&done, 0, sizeof(done));
        CHECK_EQ(method(&client, arg), answer);
        CHECK(done.method == number && done.a == arg[0] && done.b == arg[1]);
    }
}

static int say(u32 at, u32 size)
{
    const u32 arg[] = { BASE + at, size };

    printed_size = 0;
    return service_print(&client, arg);
}

static void test_print(void)
{
    static const u32 sizes[] = { 0, 1, 127, 128, 129, 255, 256, 257, 400 };

    for (u32 i = 0; i < ROOM; i++)
        memory[i] = (u8)(i * 7);
    for (u32 i = 0; i < 9; i++) {
        CHECK_EQ(say(3, sizes[i]), sizes[i]);
        CHECK_EQ(printed_size, sizes[i]);
        CHECK(!memcmp(printed, memory + 3, sizes[i]));
        readable = sizes[i] + 2;
        CHECK_EQ(say(3, sizes[i]), sizes[i] ? E_ADDRESS : 0);
        CHECK_EQ(printed_size, 0);      /* nothing of it */
        readable = ROOM;
    }
    CHECK_EQ(say(0, 0xffffffff), E_ADDRESS);
    CHECK_EQ(printed_size, 0);
}

static int name(u32 length)
{
    const u32 arg[] = { BASE + 200, 22, 33, BASE + 100 };

    answer = 0;
    memset(memory + 200, 'n', length);
    memory[200 + length] = 0;
    return ask(service_attach, arg, 0);
}

static void test_names(void)
{
    for (u32 length = 0; length < 70; length++) {
        CHECK_EQ(name(length), length < 64 ? 0 : E_RANGE);
        CHECK_EQ(done.method, length < 64 ? 5 : 0);
        CHECK_EQ(strlen(done.name), length < 64 ? length : 0);
        CHECK(length >= 64 || (done.b == 22 && done.c == 33));
    }
    const u32 arg[] = { BASE + ROOM - 2, 22, 33, BASE + 100 };
    memset(memory + ROOM - 2, 'n', 2);  /* it leads out of what is there */
    CHECK_EQ(ask(service_attach, arg, 0), E_ADDRESS);
    CHECK_EQ(done.method, 0);
}

/* Only the thread of client_main leaves it, and only while it runs. */
static void test_exit(void)
{
    const u32 arg[] = { 42 };

    for (is_own = 0; is_own < 2; is_own++) {
        client.head.active = 0;
        CHECK_EQ(service_exit(&client, arg), E_UNSUPPORTED);
        CHECK_EQ(own_asked, 0);         /* there is no stack frame to ask about */
    }
    client.head.active = BEGAN;
    is_own = 0;
    CHECK_EQ(service_exit(&client, arg), E_UNSUPPORTED);
    is_own = 1;
    service_exit(&client, arg);
}

int main(void)
{
    const u32 map_arg[] = { 11, 22, 33, BASE + 100 };
    const u32 grow_arg[] = { 11, BASE + 100 };
    const u32 attach_arg[] = { BASE + 200, 22, 33, BASE + 100 };

    strcpy((char *)memory + 200, "name");
    test_answers(service_map, 1, map_arg);
    CHECK(done.a == 11 && done.b == 22 && done.c == 33);
    test_plain(service_unmap, 2, map_arg);
    test_plain(service_protect, 3, map_arg);
    CHECK_EQ(done.c, 33);
    test_answers(service_grow, 4, grow_arg);
    CHECK_EQ(done.a, 11);
    CHECK_EQ(service_yield(&client, map_arg), 1234);
    answer = 0;
    ask(service_attach, attach_arg, 0);
    CHECK(!strcmp(done.name, "name"));
    test_answers(service_attach, 5, attach_arg);
    test_print();
    test_names();
    test_exit();
}
