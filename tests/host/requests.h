/* SPDX-License-Identifier: MIT */
/*
 * What an experiment asks of the modules around it, as a text: each request
 * with its arguments, in order, from setup() to teardown(); and once more for
 * each request with that one refused. tests/golden/requests/ has the text. If
 * it is meant to change, REQUESTS=write in the environment writes it again.
 * Included after the experiment; its receptacles are the test's to set.
 */
#pragma once

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../core/lib/crc32.h"
#include "../../modules/api/deimos.h"
#include "../../modules/api/experiment.h"
#include "check.h"

#define SHOWN 3u                /* of requests of one kind in a row */
#define PHASE_SHOWN 30u         /* of one phase; a sum stands for the others */
#define DATA_SHOWN 16u          /* bytes */
#define REFUSED_IN_LINE 6u

static char said[1 << 18];
static u32 said_size, requests, refused, next_handle;
static char kind_before[32];
static u32 kind_run, phase_run, hidden, hidden_crc;

static void say(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    said_size += (u32)vsnprintf(said + said_size, sizeof(said) - said_size,
                                format, args);
    va_end(args);
    CHECK(said_size < sizeof(said));
}

static void end_run(void)
{
    if (hidden > 0)
        say("      %u more, %08x\n", hidden, hidden_crc);
    kind_run = hidden = hidden_crc = 0;
    *kind_before = '\0';
}

/* A line; of many of one kind, the first ones are shown. */
static void say_line(const char *line)
{
    const u32 size = (u32)strcspn(line, "(");

    if (strncmp(line, kind_before, size) || kind_before[size]) {
        if (phase_run < PHASE_SHOWN)
            end_run();
        kind_run = 0;
        snprintf(kind_before, sizeof(kind_before), "%.*s", (int)size, line);
    }
    if (++kind_run <= SHOWN && phase_run < PHASE_SHOWN) {
        say("    %s\n", line);
        phase_run++;
        return;
    }
    hidden_crc = hidden_crc * 31 + crc32(0, line, (u32)strlen(line));
    hidden++;
}

/* A request: `result`, or E_BUSY if it is this one's turn. */
static int ask(int result, const char *format, ...)
{
    char line[240];
    va_list args;

    va_start(args, format);
    vsnprintf(line, sizeof(line), format, args);
    va_end(args);
    say_line(line);
    return ++requests == refused ? E_BUSY : result;
}

static inline int ask_handle(const char *line)
{
    const int handle = (int)++next_handle;

    return ask(handle, "%s -> %d", line, handle);
}

/* Bytes as a text: the first words, and all. */
static inline const char *bytes_of(const void *data, u32 size)
{
    static char text[80];
    u32 used = 0;

    for (u32 i = 0; i + 4 <= size && i < DATA_SHOWN; i += 4)
        used += (u32)snprintf(text + used, sizeof(text) - used, "%x ",
                              *(const u32 *)((const char *)data + i));
    snprintf(text + used, sizeof(text) - used, "crc %08x", crc32(0, data, size));
    return text;
}

/* --- Cases ---------------------------------------------------------------- */

/* Of struct experiment and of struct timed. */
struct steps {
    int (*set_up)(u32 x);
    int (*prepare)(void);
    const void *operation;
    int (*check)(void);
    int (*tear_down)(void);
};
_Static_assert(sizeof(struct steps) == sizeof(struct experiment), "steps");
_Static_assert(sizeof(struct steps) == sizeof(struct timed), "steps");

static void request_reset(void);        /* the test's: the world anew */

static int phase(const char *name, int result)
{
    end_run();
    phase_run = 0;
    say("  %s = %d\n", name, result);
    return result;
}

static int operate(const struct steps *steps, int is_timed)
{
    u64 ticks = 0;

    if (is_timed) {
        const int error =
            ((int (*)(u32, u64 *))(size_t)steps->operation)(1, &ticks);
        return phase("sample", error < 0 ? error : (int)ticks);
    }
    if (steps->operation)
        ((void (*)(void))(size_t)steps->operation)();
    return phase("body", 0);
}

/* As the harness does it, with two samples. */
static void go_through(const struct steps *steps, int is_timed, u32 x)
{
    requests = next_handle = 0;
    request_reset();
    int error = phase("setup", steps->set_up(x));
    for (u32 i = 0; i < 2 && error >= 0; i++) {
        error = phase("prepare", steps->prepare());
        if (error < 0 || operate(steps, is_timed) < 0)
            break;
        phase("check", steps->check());
    }
    phase("teardown", steps->tear_down());
}

/* One sample, and then one in which the operation is left out: what is there
 * of the sample before it. */
static void go_idle(const struct steps *steps, int is_timed, u32 x)
{
    const u32 start = said_size;
    int answer = 0;

    requests = next_handle = 0;
    request_reset();
    int error = steps->set_up(x);
    for (u32 i = 0; i < 2 && error >= 0; i++) {
        error = steps->prepare();
        if (error >= 0 && !i)
            error = operate(steps, is_timed);
        if (error >= 0)
            answer = steps->check();
    }
    phase("teardown", steps->tear_down());
    const u32 sum = crc32(0, said + start, said_size - start);
    said_size = start;
    say("  not done: %d %08x\n", answer, sum);
}

static void one_refused(const struct steps *steps, int is_timed, u32 x)
{
    const u32 start = said_size;

    go_through(steps, is_timed, x);
    const u32 sum = crc32(0, said + start, said_size - start);
    said_size = start;
    if (refused % REFUSED_IN_LINE == 2 || refused == 1)
        say("%s  refused %2u:", refused <= 2 ? "" : "\n", refused);
    say(" %08x", sum);
}

/* refusals: of so many requests, one after the other. */
static void request_case(const char *name, const void *steps, int is_timed,
                         u32 x, u32 refusals)
{
    say("%s, x = %u\n", name, x);
    refused = 1;                        /* before anything was set up */
    one_refused(steps, is_timed, x);
    say("\n");
    refused = 0;
    go_through(steps, is_timed, x);
    const u32 all = requests;
    go_idle(steps, is_timed, x);
    for (refused = 2; refused <= all && refused <= refusals; refused++)
        one_refused(steps, is_timed, x);
    say("\n");
    refused = 0;
}

#define REQUEST_BODY(name_, x_) \
    request_case(#name_, &experiment_##name_, 0, x_, 60)
#define REQUEST_TIMED(name_, x_) request_case(#name_, &timed_##name_, 1, x_, 60)

/* --- The text ------------------------------------------------------------- */

/* The first line that differs, and those around it. */
static void show_difference(const char *expected)
{
    u32 line = 0, i = 0;

    for (; said[i] && said[i] == expected[i]; i++)
        if (said[i] == '\n')
            line = i + 1;
    printf("it was:\n%.200s\nand is:\n%.200s\n", expected + line, said + line);
}

static void request_compare(const char *path)
{
    static char expected[sizeof(said)];
    const char *how = getenv("REQUESTS");
    FILE *file = fopen(path, how && !strcmp(how, "write") ? "w" : "r");

    CHECK(file);
    if (!file)
        return;
    if (how && !strcmp(how, "write"))
        fwrite(said, 1, said_size, file);
    else
        fread(expected, 1, sizeof(expected) - 1, file);
    fclose(file);
    if (how && !strcmp(how, "write"))
        return;
    CHECK(!strcmp(said, expected));
    if (strcmp(said, expected))
        show_difference(expected);
}
