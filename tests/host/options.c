/* SPDX-License-Identifier: MIT */
/* sources: core/boot/options.c core/boot/option_text.c
 *          core/boot/option_value.c core/boot/words.c core/lib/format.c */
/* The kernel command line: what is understood, and what is refused, how. */
#include "../../core/boot/options.h"

#include <stdlib.h>
#include <string.h>

#include "../../core/api/error.h"
#include "check.h"

static char text[OPTIONS_SIZE], reason[256];

static void accept(const char *line, const char *normalized)
{
    int error = options_parse(line, text, reason, sizeof(reason));

    CHECK_EQ(error, 0);
    if (!CHECK(strcmp(text, normalized) == 0))
        printf("    %s -> %s (%s)\n", line, text, error ? reason : "");
}

/* Refused, with the word and what was expected in the reason. */
static void refuse(const char *line, const char *word, const char *expected)
{
    CHECK_EQ(options_parse(line, text, reason, sizeof(reason)), E_OPTION);
    CHECK_EQ(text[0], 0);
    if (!CHECK(strstr(reason, word) && strstr(reason, expected)))
        printf("    %s -> %s\n", line, reason);
}

static void accepted(void)
{
    accept("", "");
    accept(" \t ", "");
    accept("build/deimos.elf", "");
    accept("deimos.elf limit=10", "limit=10");
    accept("/boot/a=b/deimos.elf shell=1", "shell=1");
    accept("limit=0  heap=1024\tshell=0\n", "limit=0 heap=1024 shell=0");
    accept("workload=workloads/bind.lua machine=qemu-icount",
           "workload=workloads/bind.lua machine=qemu-icount");
    accept("ium=lua results=com2 serialize=rdtscp limit=86400",
           "ium=lua results=com2 serialize=rdtscp limit=86400");
    accept("clock=model", "clock=model");
    accept("clock=auto", "clock=auto");
    accept("arg.x=1 arg.y=x=y", "arg.x=1 arg.y=x=y");
    /* quoted: as QEMU hands it on, and as GRUB 2 writes it */
    accept("d.elf arg.t=\"a b\" shell=1", "arg.t=a%20b shell=1");
    accept("\"arg.t=a b\" shell=1", "arg.t=a%20b shell=1");
    accept("arg.t=\\\"q\\\" arg.b=\\\\", "arg.t=%22q%22 arg.b=\\");
    accept("arg.t=50%", "arg.t=50%25");
    accept("arg.t=\x01\xff", "arg.t=%01%ff");
}

static void refused(void)
{
    refuse("wrkload=x", "'wrkload=x'", "unknown; known are workload ium");
    refuse("wrk.load=x", "'wrk.load=x'", "unknown");
    refuse("arg.NAME", "'arg.NAME'", "value is missing");
    refuse("bogus", "'bogus'", "unknown");
    refuse("limit=1 deimos.elf", "'deimos.elf'", "unknown");
    refuse("shell", "'shell'", "value is missing");
    refuse("shell=", "'shell='", "value is missing");
    refuse("shell=\"\"", "'shell='", "value is missing");
    refuse("=5", "'=5'", "unknown");
    refuse("limi=5", "'limi=5'", "unknown");
    refuse("limits=5", "'limits=5'", "unknown");
    refuse("limit=86401", "'limit=86401'", "from 0 to 86400");
    refuse("limit=99999999999999999999", "limit", "from 0 to 86400");
    refuse("limit=4294967297", "limit", "from 0 to 86400");
    refuse("limit=-1", "'limit=-1'", "number");
    refuse("limit=1x", "'limit=1x'", "number");
    refuse("limit=0x10", "'limit=0x10'", "number");
    refuse("heap=0", "'heap=0'", "from 1 to 1024");
    refuse("heap=1025", "'heap=1025'", "from 1 to 1024");
    refuse("shell=2", "'shell=2'", "from 0 to 1");
    refuse("machine=vax", "'machine=vax'", "qemu-kvm bochs pentium i486 metal");
    refuse("machine=qemu", "'machine=qemu'", "one of");
    refuse("machine=\"bochs metal\"", "bochs metal", "one of");
    refuse("results=com3", "'results=com3'", "com1 com2");
    refuse("clock=sun", "'clock=sun'", "auto model");
    refuse("workload=a;b", "'workload=a;b'", "a name");
    refuse("workload=\"a b\"", "'workload=a b'", "a name");
    refuse("ium=aaaaaaaaaabbbbbbbbbbccccccccccdd", "ium", "at most 31");
    refuse("arg.=1", "'arg.=1'", "arg.NAME=value");
    refuse("arg.a/b=1", "'arg.a/b=1'", "arg.NAME=value");
    refuse("limit=1 limit=2", "'limit=2'", "given twice");
    refuse("arg.a=1 arg.a=1", "'arg.a=1'", "given twice");
    refuse("arg.a=\"b c", "'arg.a=\"b c'", "closing quote");
    refuse("\"", "'\"'", "closing quote");
    refuse("x\x1b[2J=1", "'x?[2J=1'", "unknown");
}

static void lengths(void)
{
    char line[1200] = "arg.a=";

    memset(line + 6, 'x', 249);
    CHECK_EQ(options_parse(line, text, reason, sizeof(reason)), 0);
    strcat(line, "x");
    refuse(line, "'arg.a=xxxx", "at most 255 characters");
    line[255] = 0;
    strcat(line, " arg.b=");
    memset(line + 262, 'y', 249);
    line[511] = 0;
    CHECK_EQ(options_parse(line, text, reason, sizeof(reason)), 0);
    CHECK_EQ(strlen(text), OPTIONS_SIZE - 1);
    line[511] = 'y';
    line[512] = 0;
    refuse(line, "arg.b=", "at most");
    line[511] = 0;
    strcat(line, " shell=1");
    refuse(line, "shell=1", "at most 511 characters");
}

static void values(void)
{
    char value[8];

    accept("limit=30 arg.limit=7 arg.t=\"a b\"",
           "limit=30 arg.limit=7 arg.t=a%20b");
    CHECK_EQ(option_number(text, "limit", 5), 30);
    CHECK_EQ(option_number(text, "arg.limit", 5), 7);
    CHECK_EQ(option_number(text, "heap", 64), 64);
    CHECK_EQ(option_number("", "heap", 64), 64);
    CHECK_EQ(option_get(text, "arg.t", value, sizeof(value)), 3);
    CHECK(strcmp(value, "a b") == 0);
    CHECK_EQ(option_get(text, "arg.t", value, 4), 3);
    CHECK_EQ(option_get(text, "arg.t", value, 3), E_RANGE);
    CHECK_EQ(option_get(text, "arg", value, sizeof(value)), E_NOTFOUND);
    CHECK_EQ(option_get(text, "t", value, sizeof(value)), E_NOTFOUND);
}

/* Any line: within bounds, and what is accepted survives a second parse. */
static void fuzz(void)
{
    static const char alphabet[] = "arg.limtshe=\"\\ 10x%/\t\x80";
    char again[OPTIONS_SIZE];
    u32 seed = 1;

    for (u32 i = 0; i < 200000; i++) {
        u32 length = 1 + (seed >> 8) % 24;
        char *line = malloc(length + 1);

        for (u32 k = 0; k < length; k++) {
            seed = seed * 1664525 + 1013904223;
            line[k] = alphabet[(seed >> 16) % (sizeof(alphabet) - 1)];
        }
        line[length] = 0;
        if (options_parse(line, text, reason, sizeof(reason)) == 0 &&
            !strchr(text, '%') && !strchr(text, '\\')) {
            CHECK_EQ(options_parse(text, again, reason, sizeof(reason)), 0);
            CHECK(strcmp(text, again) == 0);
        }
        free(line);
    }
}

int main(void)
{
    accepted();
    refused();
    lengths();
    values();
    fuzz();
    return check_done();
}
