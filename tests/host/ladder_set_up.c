/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * What experiment ladder binds, and in which order: whichever request is
 * refused, set_up answers its error, and tear_down gives back what there was.
 */
#include "lua_graph.h"
#include "../../bench/experiments/ladder.c"

#include <string.h>

#include "check.h"

#define MODULE 7
#define SELF 5

static u32 request, refused;            /* number of it; which one; 0: none */
static char log_[400];
static int other_name;

static int answer(int result)
{
    return ++request == refused ? E_BUSY : result;
}

void graph_copy(void *to, u32 offset, u32 size)
{
    struct graph_node node = { .handle = MODULE, .name = "kind" };

    (void)offset;
    CHECK_EQ(size, sizeof(node));
    if (other_name == 2)
        node.name[3] = '\0';            /* its beginning; more than it */
    else if (other_name)
        node.name[other_name == 3 ? 4 : 3] = 'x';
    memcpy(to, &node, size);
}

static int load(const char *name)
{
    CHECK(!strcmp(name, "kind"));
    return answer(MODULE);
}

static int find_module(const char *name)
{
    CHECK(!strcmp(name, THREADS));
    return 9;
}

static int bind_one(int client, const char *receptacle, int provider,
                    const char *interface)
{
    sprintf(log_ + strlen(log_), "%d.%s=%d.%s ", client, receptacle, provider,
            interface);
    return answer(20 + (int)request);
}

static int unbind(int handle)
{
    sprintf(log_ + strlen(log_), "-%d ", handle);
    return answer(0);
}

static int unload(int handle)
{
    sprintf(log_ + strlen(log_), "unload %d ", handle);
    return answer(0);
}

static const struct cm table = { .load = load, .find = find_module,
    .bind = bind_one, .unbind = unbind, .unload = unload };

static int start(u32 capacity)
{
    CHECK_EQ(capacity, CAPACITY);
    return answer(0);
}

static int stop(void)
{
    strcat(log_, "stop ");
    return answer(0);
}

static const struct binding control_table = { .start = start, .stop = stop };

static const char *did(int result, int expected)
{
    CHECK_EQ(result, expected);
    return log_;
}

static void begin(u32 which)
{
    request = 0;
    refused = which;
    *log_ = '\0';
}

/* The number of requests: load, the bindings, start. */
static void test_refused(int needs_thread, const char *binds,
                         const char *unbinds)
{
    const struct kind kind = { "kind", needs_thread, 0 };
    const u32 all = needs_thread ? 6 : 5;
    char wanted[200];

    for (u32 which = 1; which <= all; which++) {
        begin(which);
        CHECK_EQ(set_up(&kind, 8), E_BUSY);
        CHECK(!strncmp(binds, log_, strlen(log_)));
        CHECK_EQ(request, which);       /* nothing more is asked for */
        begin(0);
        CHECK_EQ(tear_down(), 0);
        CHECK(!strstr(log_, "stop"));
        CHECK_EQ(request, which - 1);
    }
    begin(0);
    CHECK(set_up(&kind, 8) >= 0 && !strcmp(log_, binds));
    begin(0);
    snprintf(wanted, sizeof(wanted), "stop %sunload 7 ", unbinds);
    CHECK(!strcmp(did(tear_down(), 0), wanted));
    begin(0);
    CHECK(!*did(tear_down(), 0));       /* all is forgotten */
    for (u32 which = 1; which <= all; which++) {
        begin(0);
        set_up(&kind, 8);
        begin(which);                   /* of what is given back */
        CHECK(!strcmp(did(tear_down(), E_BUSY), wanted));
    }
}

/* A name that just fits, and one that does not; of which case it then is. */
static void test_choose(void)
{
    char name[NAME_SIZE + 1];

    for (u32 i = 0; i < 16; i++) {
        const int replies = i & 1, is_long = i / 2 & 1;
        const struct kind *chosen = replies ? &call : &send;
        const struct kind before = *chosen, other = replies ? send : call;
        char beside[NAME_SIZE];
        strcpy(beside, other.name);
        memset(name, 'a' + (int)i, sizeof(name));
        name[is_long ? NAME_SIZE : NAME_SIZE - 1 - i] = '\0';
        CHECK_EQ(choose(name, replies * 2, i / 4 & 1, i / 8),
                 is_long ? E_RANGE : 0);
        CHECK(!memcmp(replies ? &send : &call, &other, sizeof(other)));
        CHECK(!strcmp(other.name, beside));
        if (is_long) {
            CHECK(!memcmp(chosen, &before, sizeof(before)));
            continue;
        }
        CHECK(chosen->name != name && !strcmp(chosen->name, name));
        CHECK(chosen->needs_thread == (int)(i / 4 & 1));
        CHECK(chosen->in_pieces == (int)(i / 8));
    }
}

int main(void)
{
    static const struct kind other = { "kind", 0, 0 };

    cm = &table;
    control = &control_table;
    self = SELF;
    test_refused(0, "7.server=5.server 5.service=7.service "
                    "5.control=7.binding ", "-23 -22 -21 ");
    test_refused(1, "7.server=5.server 7.threads=9.concurrency "
                    "5.service=7.service 5.control=7.binding ",
                 "-22 -24 -23 -21 ");
    begin(0);
    CHECK_EQ(set_up(&other, BYTES + 1), E_RANGE);
    CHECK_EQ(request, 0);
    for (other_name = 1; other_name <= 3; other_name++) {
        begin(0);
        CHECK_EQ(set_up(&other, 8), E_VERIFY);
        CHECK_EQ(tear_down(), 0);
    }
    begin(0);
    CHECK_EQ(set_up(&other, 8), E_VERIFY);
    CHECK(!*log_ && module == MODULE);
    CHECK_EQ(tear_down(), 0);
    test_choose();
    return check_done();
}
