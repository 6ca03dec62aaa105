/* SPDX-License-Identifier: MIT */
/* Threads of two concurrency modules at once. Each is asked through `by`: what
 * leads to the one or the other, whosever the thread is. */
#include "concurrency.h"
#include "deimos.h"

#define BY(argument) threads[(argument) >> 16 & 1]
#define TIMES(argument) ((argument) & 0xffff)
#define STACK 8192

/* ORDER tests/lua/turns.lua */
enum { PING, PONG, COUNT, LEAVE, TELL, JOIN, WAIT, SPIN, SET, HAND };

DEIMOS_RECEPTACLES(threads, 2, concurrency, "concurrency");

static volatile u32 ball, gate, flag, turns;
static int friend;

static int play(u32 argument, u32 mine)
{
    for (u32 i = 0; i < TIMES(argument); i++) {
        while (ball != mine)
            if (BY(argument)->wait(&ball, !mine) < 0)
                return E_ACTIVE;
        ball = !mine;
        BY(argument)->wake(&ball);
    }
    return (int)TIMES(argument);
}

static int ping(u32 argument) { return play(argument, 0); }
static int pong(u32 argument) { return play(argument, 1); }

static int count(u32 argument)
{
    for (u32 i = 0; i < TIMES(argument); i++) {
        turns++;
        if (BY(argument)->yield() < 0)
            return -1;
    }
    return (int)TIMES(argument);
}

static int leave(u32 argument)
{
    BY(argument)->exit((int)TIMES(argument));
    return -1;
}

/* Its own number, and whose it is, as the one asked has it. */
static int tell(u32 argument)
{
    return BY(argument)->current() << 4 | BY(argument)->whose();
}

static int join_friend(u32 argument)
{
    return BY(argument)->join(friend);
}

static int wait_at_gate(u32 argument)
{
    while (!gate)
        if (BY(argument)->wait(&gate, 0) < 0)
            return E_ACTIVE;
    return (int)TIMES(argument);
}

static int spin_for_flag(u32 argument)
{
    while (!flag)
        turns++;
    return (int)TIMES(argument);
}

static int set_flag(u32 argument)
{
    flag = 1;
    return (int)TIMES(argument);
}

static int hand_to_friend(u32 argument)
{
    return BY(argument)->hand_off(friend);
}

/* Of which, what, with which argument. */
static int spawn(u32 which, u32 kind, u32 argument)
{
    static int (*const kinds[])(u32) = {
        [PING] = ping, [PONG] = pong, [COUNT] = count, [LEAVE] = leave,
        [TELL] = tell, [JOIN] = join_friend, [WAIT] = wait_at_gate,
        [SPIN] = spin_for_flag, [SET] = set_flag, [HAND] = hand_to_friend,
    };

    return threads[which & 1]->create(kinds[kind % ARRAY_SIZE(kinds)],
                                      argument, STACK);
}

static int set(int friend_, u32 gate_, u32 flag_)
{
    friend = friend_;
    gate = gate_;
    flag = flag_;
    ball = turns = 0;
    threads[0]->wake(&gate);            /* or it is dead */
    threads[1]->wake(&gate);
    return 0;
}

static int seen(void)
{
    return (int)turns;
}

static int wait(u32 which)
{
    return threads[which & 1]->wait(&gate, 0);
}

static const struct {
    int (*spawn)(u32 which, u32 kind, u32 argument);
    int (*set)(int friend, u32 gate, u32 flag), (*seen)(void);
    int (*wait)(u32 which);
} table = { spawn, set, seen, wait };

DEIMOS_MODULE("turns", MODULE_SYSTEM);
DEIMOS_INTERFACE("turns", "turns", table, "spawn set seen wait");
