/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c */
/* What a report says, to the letter: of each register its own value, of a
 * backtrace each return address from EBP on, as offset into its module. */
#include "../../core/x86/x86.h"

static unsigned cr2;
#define x86_read_cr2() (cr2)
#include "../../core/death/report.c"

#include "check.h"

#include <string.h>

#define MODULES 3u
#define BASE(m) (0x10000u * ((m) + 1))
#define SIZE 0x100u
#define LONG 40u                        /* stack frames */

static const struct graph_node nodes[MODULES] = {
    { .name = "first", .base = BASE(0), .size = SIZE },
    { .name = "second", .base = BASE(1), .size = SIZE },
    { .name = "third", .base = BASE(2), .size = SIZE },
};
static u32 stack[2 * LONG], walked;

const struct graph_node *graph_node_at(saddr_t address)
{
    for (u32 m = 0; m < MODULES; m++)
        if (address - BASE(m) < SIZE)
            return &nodes[m];
    return NULL;
}

saddr_t stack_next(saddr_t *ebp)
{
    const u32 *link = (const u32 *)*ebp;

    walked++;
    *ebp = link ? link[0] : 0;
    return link ? link[1] : 0;
}

static char text[1024];
static struct report r;

static void begin(u32 size)
{
    memset(text, 0, sizeof(text));
    r = (struct report){ .text = text, .size = size };
}

static void is_text(const char *expected)
{
    CHECK(!strcmp(text, expected));
    CHECK_EQ(r.length, strlen(expected));
}

static void test_vectors(void)
{
    static const char all[] = "#DE #DB NMI #BP #OF #BR #UD #NM #DF CSO #TS #NP "
        "#SS #GP #PF 15 #MF #AC #MC #XM ";
    const char *at = all;

    for (u32 vector = 0; vector < 20; vector++) {
        const char *name = report_vector(vector);
        CHECK(!strncmp(at, name, strlen(name)) && at[strlen(name)] == ' ');
        at += strlen(name) + 1;
    }
    CHECK(!*at);
    CHECK(!strcmp(report_vector(20), "interrupt"));
    CHECK(!strcmp(report_vector(255), "interrupt"));
    CHECK(!strcmp(report_vector(VECTOR_TIME_LIMIT), "time limit"));
}

/* Cut where the text ends, however often more is added. */
static void test_add(void)
{
    for (u32 size = 1; size < 12; size++) {
        begin(size);
        memset(text + size, 'x', 4);
        for (u32 i = 0; i < 3; i++)
            report_add(&r, "%u-%s ", i, "a");
        CHECK_EQ(r.length, size - 1);
        CHECK(!strncmp(text, "0-a 1-a 2-a ", size - 1) && !text[size - 1]);
        CHECK_EQ(text[size], 'x');
    }
}

static void test_places(void)
{
    struct trap_state f = { .eip = BASE(1) + SIZE - 1, .cs = 0x10019 };

    begin(sizeof(text));
    report_code(&r, &f);
    is_text("second+0xff");
    f.cs = 0x10018;                     /* the processor pads it */
    begin(sizeof(text));
    report_code(&r, &f);
    is_text("core 0x000200ff");
    f.cs = 0x1000f;
    begin(sizeof(text));
    report_code(&r, &f);
    is_text("client 000f:000200ff");
    begin(sizeof(text));
    report_place(&r, BASE(1) + SIZE, 0);
    is_text("0x00020100 (no module)");
}

static void test_registers(void)
{
    struct trap_state f = { .edi = 0x11, .esi = 0x22, .ebp = 0x33, .ebx = 0x44,
        .edx = 0x55, .ecx = 0x66, .eax = 0x77, .vector = 14, .error = 0x88,
        .eip = 0x99, .cs = 0xabcd0019, .eflags = 0xaa, .esp = 0xbb, .ss = 0x21,
        .unused = 0xcc, .es = 0xdd, .ds = 0xee };

    cr2 = 0xff;
    begin(sizeof(text));
    report_registers(&r, &f);
    is_text("  vector 14 #PF  error 0x00000088  eip 0019:00000099"
            "  cr2 000000ff\n"
            "  eax 00000077  ebx 00000044  ecx 00000066  edx 00000055\n"
            "  esi 00000022  edi 00000011  ebp 00000033  esp 000000bb"
            "  eflags 000000aa\n");
    f.cs = 0x18;                        /* nothing was pushed above EFLAGS */
    begin(sizeof(text));
    report_registers(&r, &f);
    char esp[16];
    format(esp, sizeof(esp), "esp %08x", (u32)&f.esp);
    CHECK(strstr(text, esp) && !strstr(text, "000000bb"));
}

/* Stack frames: each one's return address is another. */
static void lay_frames(u32 count)
{
    for (u32 i = 0; i < count; i++) {
        stack[2 * i] = i + 1 < count ? (u32)&stack[2 * i + 2] : 0;
        stack[2 * i + 1] = BASE(i % MODULES) + i + 5;
    }
}

/* As a backtrace of so many steps must read, from the frame `from` on. */
static const char *expected(u32 from, u32 steps, int core)
{
    static char line[2048];
    u32 n = 0;

    n += (u32)format(line, sizeof(line), core ? "  backtrace: core 0x00030007"
                     : "  backtrace: third+0x7");
    for (u32 i = from; i < from + steps; i++) {
        const u32 at = BASE(i % MODULES) + i + 5, left = sizeof(line) - n;
        n += (u32)(core ? format(line + n, left, " < core 0x%08x", at)
                        : format(line + n, left, " < %s+0x%x",
                                 nodes[i % MODULES].name, i + 5));
    }
    format(line + n, sizeof(line) - n, "\n");
    return line;
}

static void trace(u32 cs, u32 from, u32 until)
{
    /* ESP leads to frames as well, to others than EBP. */
    const struct trap_state f = { .eip = BASE(2) + 7, .cs = cs,
        .ebp = (u32)&stack[2 * from], .esp = (u32)&stack[2 * from + 2] };

    walked = 0;
    begin(sizeof(text));
    report_backtrace(&r, &f, until);
}

static void test_backtrace(void)
{
    for (u32 core = 0; core < 2; core++)
        for (u32 count = 1; count < 30; count++) {
            const u32 steps = count < BACKTRACE_MAX ? count : BACKTRACE_MAX;
            lay_frames(count);
            trace(core ? 0x18 : 0x19, 0, 0);
            is_text(expected(0, steps, (int)core));
            CHECK(!core || !walked);
        }
    lay_frames(10);
    for (u32 from = 0; from < 4; from++) {
        trace(0x19, from, 0);
        is_text(expected(from, 10 - from, 0));
        trace(0x19, from, (u32)&stack[8]);      /* of whom all goes back to */
        is_text(expected(from, 4 - from, 0));
    }
    trace(0x0f, 0, 0);                  /* its EBP is no address of ring 1 */
    is_text("");
    CHECK_EQ(walked, 0);
}

/* The core's own frames: no link, an odd one, and one that turns back. */
static void test_core_ends(void)
{
    struct trap_state f = { .eip = BASE(2) + 7, .cs = 0x18 };

    begin(sizeof(text));
    report_backtrace(&r, &f, 0);
    is_text(expected(0, 0, 1));
    lay_frames(3);
    f.ebp = (u32)&stack[0] + 2;
    begin(sizeof(text));
    report_backtrace(&r, &f, 0);
    is_text(expected(0, 0, 1));
    for (u32 back = 0; back < 2; back++) {
        stack[2] = (u32)&stack[back * 2];
        f.ebp = (u32)&stack[0];
        begin(sizeof(text));
        report_backtrace(&r, &f, 0);
        is_text(expected(0, 2, 1));
    }
}

int main(void)
{
    test_vectors();
    test_add();
    test_places();
    test_registers();
    test_backtrace();
    test_core_ends();
    return check_done();
}
