/* SPDX-License-Identifier: MIT */
/* sources: bench/model/table.c core/lib/crc32.c */
/* A processor's table: what is refused, at which line and why; both that there are. */
#include "../../bench/model/table.h"

#include <string.h>

#include "../../bench/model/sets.h"
#include "../../core/lib/crc32.h"
#include "model_processor.h"

static struct table table;
static struct table_error error;

/* Of the table of a Pentium: where the figure's line is; its number. */
static const char *line_of(const char *text, const char *name, u32 *number)
{
    const size_t length = strlen(name);

    for (*number = 1; *text; ++*number) {
        if (!strncmp(text, name, length) && text[length] == ',')
            break;
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    CHECK(*text);
    return text;
}

/* That table with something else in this line's place; the line's number. */
static u32 read_with(const char *name, const char *instead, int *result)
{
    static char text[64 * 1024];
    const char *old = processor_text(PENTIUM);
    u32 number;
    const char *at = line_of(old, name, &number);
    const char *next = at + strcspn(at, "\n") + 1;

    snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - old), old, instead,
             next);
    error = (struct table_error){ .line = ~0u };
    *result = table_read(&table, text, &error);
    return number;
}

static void refused(const char *name, const char *instead, const char *why)
{
    int result;
    const u32 line = read_with(name, instead, &result);

    CHECK_EQ(result, -1);
    if (!CHECK(!strcmp(error.what, why)))
        printf("    %s\n    %s\n", error.what, why);
    CHECK_EQ(error.line, line);
}

/* By what the table is as a whole. */
static void refused_all(const char *name, const char *instead, const char *why)
{
    int result;

    read_with(name, instead, &result);
    CHECK_EQ(result, -1);
    if (!CHECK(!strcmp(error.what, why)))
        printf("    %s\n    %s\n", error.what, why);
    CHECK_EQ(error.line, 0);
}

static void taken(const char *name, const char *instead, u32 clocks,
                  enum certainty certainty)
{
    int result;
    const enum figure figure = table_find(name, (u32)strlen(name));

    read_with(name, instead, &result);
    if (CHECK_EQ(result, 0)) {
        CHECK_EQ(table.clocks[figure], clocks);
        CHECK_EQ(table.certainty[figure], certainty);
    }
}

static void lines(void)
{
    static const char *const not_a_number[] = {
        "agi,,measured,A,\n", "agi,x,measured,A,\n", "agi,1x,measured,A,\n",
        "agi,-1,measured,A,\n", "agi,100000001,measured,A,\n",
        "agi,4294967297,measured,A,\n",
    };

    for (u32 i = 0; i < ARRAY_SIZE(not_a_number); i++) {
        char why[80];
        const char *number = not_a_number[i] + 4;
        snprintf(why, sizeof(why), "no number of clocks: '%.*s'",
                 (int)strcspn(number, ","), number);
        refused("agi", not_a_number[i], why);
    }
    refused("agi", "lock,1,measured,A,\n", "twice: 'lock'");
    refused("agi", "agile,1,measured,A,\n", "no such figure: 'agile'");
    refused("agi", "ag,1,measured,A,\n", "no such figure: 'ag'");
    refused("agi", ",1,measured,A,\n", "no such figure: ''");
    refused("agi", "agi,1,heard,A,\n", "no such kind: 'heard'");
    refused("agi", "agi,1,,A,\n", "no such kind: ''");
    refused("agi", "agi,1,measured,,\n",
            "only what is guessed has no source: 'agi'");
    refused("agi", "agi,1,documented,none,\n",
            "only what is guessed has no source: 'agi'");
    refused("agi", "agi,1,measured,A\n", "not five fields");
    refused("agi", "agi,1,measured,A,b,c\n", "not five fields");
    refused("agi", "agi\n", "not five fields");
    refused("agi", "\n", "not five fields");
    refused("agi", "agi,1,measured,\"A,\n",
            "a quote that does not enclose a field");
    refused("agi", "agi,1,measured,\"A\"B,\n",
            "a quote that does not enclose a field");
    refused("agi", "agi,1,measured,A,\"\"\"\n",
            "a quote that does not enclose a field");
    refused("figure", "figure,clocks,kind,source\n",
            "the first line is not as it must be");
    refused("figure", "figure,clocks,kind,source,notes\n",
            "the first line is not as it must be");
    refused_all("agi", "", "missing: 'agi'");

    taken("agi", "agi,0,guessed,none,\n", 0, GUESSED);
    taken("agi", "agi,7,guessed,,\n", 7, GUESSED);
    taken("agi", "\"agi\",100000000,derived,\"A, \"\"B\"\"\",\"\"\n", 100000000,
          DERIVED);
    taken("agi", "agi,2,recalled,A,\n", 2, RECALLED);
}

static void empty(void)
{
    CHECK_EQ(table_read(&table, "", &error), -1);
    CHECK_EQ(error.line, 1);
    CHECK_EQ(table_read(&table, "figure,clocks,kind,source,note\n", &error), -1);
    CHECK(!strcmp(error.what, "missing: 'mov_rr'"));
    CHECK_EQ(error.line, 0);
}

static void shape(const char *name, u32 value, const char *why)
{
    char line[80];

    snprintf(line, sizeof(line), "%s,%u,guessed,none,\n", name, value);
    if (why)
        refused_all(name, line, why);
    else
        taken(name, line, value, GUESSED);
}

static void shapes(void)
{
    static const struct { const char *name; u32 value; } ways[] = {
        { "btb_ways", 3 },      /* of 256: not evenly */
        { "dtlb_ways", 0 },
        { "dtlb4m_ways", 5 },
        { "itlb_ways", 6 },
        { "l1d_ways", 7 },
        { "l1i_ways", 64 },     /* sets would do, but no age is as high */
        { "l2_ways", 3 },
    };

    for (u32 i = 0; i < ARRAY_SIZE(ways); i++) {
        char why[80];
        snprintf(why, sizeof(why), "too many sets, or no power of two: '%s'",
                 ways[i].name);
        shape(ways[i].name, ways[i].value, why);
    }
    /* 96 / 4 = 24 sets; 128 / 4 = 32. */
    shape("dtlb_entries", 96, "too many sets, or no power of two: 'dtlb_ways'");
    shape("dtlb_entries", 128, NULL);
    /* In lines of 32 bytes SETS_PLACES lines are 512 KiB. */
    shape("l2_bytes", SETS_PLACES * 32, NULL);
    shape("l2_bytes", SETS_PLACES * 64,
          "too many sets, or no power of two: 'l2_ways'");
    shape("l2_bytes", 0, NULL);
    shape("btb_entries", 0, NULL);
    shape("cache_line", 24, "a cache line of so many bytes cannot be");
    shape("cache_line", 2, "a cache line of so many bytes cannot be");
    shape("cache_line", 0, "a cache line of so many bytes cannot be");
    shape("cache_line", 8192, "a cache line of so many bytes cannot be");
    shape("dtlb_entries", 0, "no TLB, no cache or no frequency");
    shape("l1d_bytes", 0, "no TLB, no cache or no frequency");
    shape("l1d_bytes", 31, "no TLB, no cache or no frequency");
    shape("khz", 0, "no TLB, no cache or no frequency");
    shape("write_buffers", 0, "no write buffer, or too many");
    shape("write_buffers", TABLE_BUFFERS + 1, "no write buffer, or too many");
    shape("write_buffers", TABLE_BUFFERS, NULL);
}

static u32 clocks(const char *name)
{
    return table.clocks[table_find(name, (u32)strlen(name))];
}

/* All that is guessed, in order. */
static void guessed(const char *path, const char *names)
{
    char found[400] = "";

    table = processor(path);
    for (u32 i = 0; i < FIGURES; i++)
        if (table.certainty[i] == GUESSED) {
            strcat(found, figure_name((enum figure)i));
            strcat(found, " ");
        }
    if (!CHECK(!strcmp(found, names)))
        printf("    %s\n    %s\n", found, names);
}

static void shipped(void)
{
    guessed(PENTIUM, "lock io_bus desc_accessed l2_ways l2_read mem_read "
            "write_drain write_mem ad_update ");
    CHECK_EQ(table.certainty[FIGURE_tlb_miss], MEASURED);       /* TR-933 */
    CHECK_EQ(table.certainty[FIGURE_mov_rr], DOCUMENTED);
    CHECK_EQ(table.certainty[FIGURE_agi], RECALLED);
    CHECK_EQ(table.certainty[FIGURE_bsf], DERIVED);
    CHECK_EQ(table.checksum, crc32(0, processor_text(PENTIUM),
                                   (u32)strlen(processor_text(PENTIUM))));
    const u32 pentium = table.checksum;
    guessed(I486, "lock cmpxchg8b mispredict_u mispredict_v mispredict_jmp "
            "io_bus desc_accessed mov_cr4 rdtsc_cpl0 rdtsc_user cpuid rdmsr "
            "wrmsr l2_ways l2_read mem_read write_drain write_mem ad_update ");
    CHECK(table.checksum != pentium);
}

/* Three halves, upwards; neither what is known nor numbers of things. */
static void shaken(void)
{
    table = processor(PENTIUM);
    const struct table before = table;

    table_shake(&table);
    CHECK_EQ(clocks("mem_read"), 33);           /* 22 */
    CHECK_EQ(clocks("desc_accessed"), 14);      /* 9: 13.5 */
    CHECK_EQ(clocks("l2_ways"), 1);
    for (u32 i = 0; i < FIGURES; i++)
        if (before.certainty[i] != GUESSED)
            CHECK_EQ(table.clocks[i], before.clocks[i]);
}

int main(void)
{
    lines();
    empty();
    shapes();
    shipped();
    shaken();
    CHECK_EQ(table_find("mov_rr,", 6), FIGURE_mov_rr);
    CHECK_EQ(table_find("mov_rr", 5), FIGURES);
    CHECK_EQ(table_find("btb_ways", 8), FIGURE_btb_ways);
    for (u32 i = 0; i < FIGURES; i++)
        CHECK_EQ(table_find(figure_name((enum figure)i),
                            (u32)strlen(figure_name((enum figure)i))), i);
    return check_done();
}
